/** What comes of a request once a route has it. */
import type { EnvoyConfig, Forward, HostRewrite, Route, Share } from '../config/types.js'
import { headerOf } from '../match/match.js'
import { Regex } from '../match/regex.js'
import { type Balanced, balance } from './balance.js'
import type { Arrived } from './request.js'
import { locationOf, rewritten } from './rewrite.js'

export type Result =
  /** no answer at all: the connection is refused, or closed */
  | { readonly is: 'closed'; readonly why: string }
  | {
      readonly is: 'status'
      readonly status: number
      readonly location: string | null
      readonly grpcStatus?: number
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
