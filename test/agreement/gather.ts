/** What all verbs say of one cluster, rule by rule, with the requests that each rule should take. */
import {
  type Certificate,
  certificatesOf,
  type Fate,
  fatesOf,
  type Route,
  routesOf,
  type Source,
  type Status,
  statusOf,
  type Traced,
  tracesOf,
} from './read.js'
import { type Annotations, makesPatterns, trialsOf } from './trials.js'

/** Of an Ingress, as its file has it. */
export interface Manifest {
  readonly metadata: { readonly namespace?: string; readonly name: string; readonly annotations?: Annotations }
}

export interface Rule {
  readonly route: Route
  readonly annotations: Annotations
  /** null: `why` has no row for it */
  readonly fate: Fate | null
  readonly traces: readonly Traced[]
}

export interface Told {
  /** rules and default backends */
  readonly routes: readonly Route[]
  /** the routes that have a path, and the default backends of Ingresses without rules */
  readonly rules: readonly Rule[]
  /** rows of `why` that speak of an Ingress as a whole */
  readonly wholes: readonly Fate[]
  readonly certificates: readonly Certificate[]
  /** `https://HOST/` for each host of `certs` */
  readonly handshakes: ReadonlyMap<string, Traced>
  readonly status: readonly Status[]
}

export async function gather(source: Source, ingresses: readonly Manifest[]): Promise<Told> {
  const [routes, certificates, status] = await Promise.all([routesOf(source), certificatesOf(source), statusOf(source)])
  const fates = await fatesOf(source, [...new Set(routes.map((one) => one.source))])
  const annotations = new Map(
    ingresses.map(({ metadata }) => [`${metadata.namespace ?? 'default'}/${metadata.name}`, metadata.annotations]),
  )
  const hosts = {
    names: new Set(routes.flatMap(({ host }) => host ?? [])),
    patterns: new Set(
      routes.flatMap(({ source, host }) => (makesPatterns(annotations.get(source) ?? {}) ? (host ?? '*') : [])),
    ),
  }
  // An Ingress without rules has one row, which speaks of its default backend.
  const withRules = new Set(fates.flatMap((fate) => (fate.rule === null ? [] : fate.source)))
  const rest = fates.filter((fate) => fate.rule !== null || !withRules.has(fate.source))
  const rules = routes
    .filter(({ source, path }) => path !== null || !withRules.has(source))
    .map((route) => {
      const at = rest.findIndex((fate) => isOf(fate, route))
      const [fate = null] = at === -1 ? [] : rest.splice(at, 1)
      const own = annotations.get(route.source) ?? {}
      return { route, annotations: own, fate, requests: trialsOf(route, own, hosts) }
    })
  const traces = await tracesOf(
    source,
    rules.flatMap(({ requests }) => requests),
  )
  const named = certificates.map(({ host }) => host)
  const shown = await tracesOf(
    source,
    named.map((host) => ({ scheme: 'https', host: host.replace('*', 'trial'), path: '/', headers: {} })),
  )
  let next = 0
  return {
    routes,
    rules: rules.map(({ requests, ...rule }) => {
      next += requests.length
      return { ...rule, traces: traces.slice(next - requests.length, next) }
    }),
    wholes: fates.filter(({ source, rule }) => rule === null && withRules.has(source)),
    certificates,
    handshakes: new Map(named.flatMap((host, i) => (shown[i] === undefined ? [] : [[host, shown[i]]]))),
    status,
  }
}

function isOf({ source, rule }: Fate, route: Route): boolean {
  if (source !== route.source) return false
  if (rule === null) return route.path === null
  return (
    rule.host === route.host &&
    rule.path === route.path &&
    rule.pathType === route.pathType &&
    rule.backend === route.backend
  )
}
