/** What comes of a request once a route has it. */
import type {
  Cluster,
  Endpoint,
  EnvoyConfig,
  Forward,
  HostRewrite,
  Locality,
  Match,
  Redirect,
  Rewrite,
  Route,
  Share,
} from '../config/types.js'
import { headerOf } from '../match/match.js'
import { Regex } from '../match/regex.js'
import type { Arrived } from './request.js'

export type Result =
  /** no answer at all: the connection is refused, or closed */
  | { readonly is: 'closed'; readonly why: string }
  | {
      readonly is: 'status'
      readonly status: number
      readonly location: string | null
      readonly why: string
    }
  | { readonly is: 'forwarded'; readonly targets: readonly ForwardTarget[] }
  | { readonly is: 'unknown'; readonly why: string }

/** One cluster that may get it. */
export interface ForwardTarget {
  readonly cluster: string
  /** of all requests */
  readonly percent: number
  /** path and query; null: not known */
  readonly uri: string | null
  /** null: as it came; undefined: it hangs on which endpoint is asked */
  readonly host: string | null | undefined
  /** null: there is no such cluster */
  readonly balanced: Balanced | null
  /** where no endpoint can be asked, or there is no cluster; null: the connection ends */
  readonly statusWithout: number | null
}

export function resultOf(route: Route, arrived: Arrived, config: EnvoyConfig): Result {
  const { action, match } = route
  switch (action.is) {
    case 'direct':
      return { is: 'status', status: action.status, location: null, why: 'its route answers by itself' }
    case 'redirect': {
      const location = locationOf(action.redirect, match, arrived)
      if (location === null) return { is: 'unknown', why: 'where its route redirects to cannot be told' }
      return { is: 'status', status: action.redirect.status, location, why: 'its route redirects' }
    }
    case 'forward':
      return forwarded(route, action.forward, arrived, config)
    case 'other':
      return { is: 'unknown', why: `its route has ${action.what}` }
  }
}

function forwarded(route: Route, forward: Forward, arrived: Arrived, config: EnvoyConfig): Result {
  const { clusters, untried, rewrite, host, statusWithoutCluster } = forward
  if (untried !== null) return { is: 'unknown', why: untried }
  const uri = rewritten(arrived, route.match, rewrite)
  const targets = targetsOf(clusters, config).map(({ share, ...target }) => ({
    ...{ ...target, uri },
    // What the route says is done last.
    host: host?.is === 'endpoint' ? hostIn(target.balanced) : (hostOf(host, arrived) ?? share.hostRewrite),
    statusWithout: target.balanced === null ? statusWithoutCluster : 503,
  }))
  return { is: 'forwarded', targets }
}

/** Of a connection that is passed on as it is: no request is read, and none is answered. */
export function passedOn(clusters: readonly Share[], config: EnvoyConfig): Result {
  const targets = targetsOf(clusters, config).map(({ share: _share, ...target }) => ({
    ...target,
    ...{ uri: null, host: null, statusWithout: null },
  }))
  return { is: 'forwarded', targets }
}

/** Those that have a share. */
function targetsOf(
  clusters: readonly Share[],
  config: EnvoyConfig,
): (Pick<ForwardTarget, 'cluster' | 'percent' | 'balanced'> & { readonly share: Share })[] {
  const total = clusters.reduce((sum, { weight }) => sum + weight, 0)
  return clusters.flatMap((share) => {
    const found = share.cluster === null ? undefined : config.clusters.get(share.cluster)
    if (total > 0 && share.weight === 0) return []
    return [
      {
        ...{ share, cluster: share.cluster ?? '' },
        percent: total === 0 ? 100 / clusters.length : (100 * share.weight) / total,
        balanced: found === undefined ? null : balance(found, config.endpoints),
      },
    ]
  })
}

/** What endpoints are called, where they have a name at all: others leave the Host as it came. */
function hostIn(balanced: Balanced | null): string | null | undefined {
  const [first = null, ...others] = new Set(balanced?.asked.map(({ hostname }) => hostname))
  return others.length === 0 ? first : undefined
}

function hostOf(rewrite: HostRewrite | null, { headers, path }: Arrived): string | null {
  switch (rewrite?.is) {
    case 'literal':
      return rewrite.host
    case 'header':
      return headerOf(headers, rewrite.name) || null
    case 'path':
      return new Regex(rewrite.pattern).replaceAll(path, rewrite.substitution)
    default:
      return null
  }
}

/** Over which endpoints a cluster balances: health, and what happens where too few are healthy. */
interface Balanced {
  /** endpoints that may be asked */
  readonly asked: readonly Endpoint[]
  /** too few are healthy: all are asked, those that are not, too */
  readonly isPanic: boolean
  /** null: which endpoints there are is not told */
  readonly all: readonly Endpoint[] | null
}

function balance(cluster: Cluster, endpoints: EnvoyConfig['endpoints']): Balanced {
  const localities = endpoints.get(cluster.endpointName) ?? cluster.localities
  if (localities === null)
    return { asked: [], isPanic: false, all: cluster.type === 'EDS' && endpoints.size > 0 ? [] : null }
  const all = localities.flatMap((one) => one.endpoints)
  const first = firstPriority(localities)
  const inUse = localities.filter(({ priority }) => priority === first)
  const hosts = inUse.flatMap((one) => one.endpoints)
  const healthy = hosts.filter(({ isHealthy }) => isHealthy).length
  const isPanic = hosts.length > 0 && (100 * healthy) / hosts.length < cluster.panicThreshold
  const mayBeAsked = ({ isHealthy }: Endpoint) => (isPanic ? !cluster.failsInPanic : isHealthy)
  return { asked: withShare(inUse, mayBeAsked), isPanic, all }
}

/** The lowest that has a healthy host, else the lowest. */
function firstPriority(localities: readonly Locality[]): number {
  const order = [...new Set(localities.map(({ priority }) => priority))].sort((a, b) => a - b)
  const isAlive = (wanted: number) =>
    localities.some(({ priority, endpoints }) => priority === wanted && endpoints.some(({ isHealthy }) => isHealthy))
  return order.find(isAlive) ?? order[0] ?? 0
}

/** Where some of the localities have a weight, the others have no share (the dump writes 0 for none). */
function withShare(localities: readonly Locality[], mayBeAsked: (endpoint: Endpoint) => boolean): readonly Endpoint[] {
  const alive = localities
    .map(({ weight, endpoints }) => ({ weight: weight ?? 0, endpoints: endpoints.filter(mayBeAsked) }))
    .filter(({ endpoints }) => endpoints.length > 0)
  const byWeight = alive.some(({ weight }) => weight > 0)
  return alive.flatMap(({ weight, endpoints }) => (byWeight && weight === 0 ? [] : endpoints))
}

/** Path and query after the rewriting: RouteEntryImplBase in Envoy. @returns null: it cannot be told */
function rewritten({ target, path }: Arrived, match: Match, rewrite: Rewrite): string | null {
  const { prefix, regex, untried } = rewrite
  if (untried !== null) return null
  const query = target.slice(path.length)
  if (prefix !== null) {
    const { path: rule } = match
    // An exact path and a pattern are replaced as a whole.
    const matched = rule.is === 'prefix' || rule.is === 'separated' ? rule.path.length : path.length
    return prefix + path.slice(matched) + query
  }
  if (regex === null) return target
  const done = new Regex(regex.pattern).replaceAll(path, regex.substitution)
  // What would become nothing stays as it is.
  return done === '' ? target : done === null ? null : done + query
}

/** Http::Utility::newUri in Envoy. @returns null: it cannot be told */
function locationOf(redirect: Redirect, match: Match, arrived: Arrived): string | null {
  const path = redirectPath(redirect, match, arrived)
  if (path === null) return null
  const forwarded = headerOf(arrived.headers, 'x-forwarded-proto') ?? ''
  const scheme = redirect.scheme ?? (redirect.https ? 'https' : (headerOf(arrived.headers, ':scheme') ?? 'http'))
  const port = redirect.port === null ? '' : `:${redirect.port}`
  const host = redirect.host ?? requestHost(arrived.authority, scheme, forwarded, port !== '')
  return `${scheme}://${host}${port}${path.startsWith('/') ? '' : '/'}${path}`
}

function redirectPath({ path, rewrite, stripsQuery }: Redirect, match: Match, arrived: Arrived): string | null {
  const own = path ?? rewritten(arrived, match, rewrite)
  if (own === null) return null
  // A query of its own takes the place of the request's, and stays.
  if (path?.includes('?')) return path
  const query = arrived.target.slice(arrived.path.length)
  const whole = path === null ? own : path + query
  return stripsQuery ? whole.replace(/\?.*$/s, '') : whole
}

/** The port of the request stays, unless another one is named, or the scheme changes and it is the usual one. */
function requestHost(authority: string, scheme: string, forwarded: string, hasPort: boolean): string {
  const at = authority.startsWith('[') ? authority.lastIndexOf(']:') + 1 : authority.lastIndexOf(':')
  if (at <= 0) return authority
  const port = authority.slice(at)
  const isUsual = (forwarded === 'https' && port === ':443') || (forwarded === 'http' && port === ':80')
  return hasPort || (scheme !== forwarded && isUsual) ? authority.slice(0, at) : authority
}
