/** What all verbs say of one cluster, rule by rule, with the requests that each rule should take. */
import {
  type Certificate,
  certificatesOf,
  type Fate,
  fatesOf,
  type Request,
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
  /** `https://HOST/` for each row of `certs`, asked of its controller */
  readonly handshakes: readonly (Traced | undefined)[]
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
  const handshakes = certificates.map(
    ({ host }): Request => ({ scheme: 'https', host: host.replace('*', 'trial'), path: '/', headers: {} }),
  )
  const traces = await tracesOfEach(source, [
    ...rules.map(({ route: { controller }, requests }) => ({ controller, requests })),
    ...certificates.map(({ controller }, i) => ({ controller, requests: handshakes.slice(i, i + 1) })),
  ])
  return {
    routes,
    rules: rules.map(({ requests: _, ...rule }, i) => ({ ...rule, traces: traces[i] ?? [] })),
    wholes: fates.filter(({ source, rule }) => rule === null && withRules.has(source)),
    certificates,
    handshakes: certificates.map((_, i) => traces[rules.length + i]?.[0]),
    status,
  }
}

interface Asked {
  readonly controller: string | null
  readonly requests: readonly Request[]
}

/** Of several controllers each is asked for what is its own: whom a request reaches is a matter of where it goes. */
async function tracesOfEach(source: Source, asked: readonly Asked[]): Promise<readonly (readonly Traced[])[]> {
  const answers = asked.map((): readonly Traced[] => [])
  const named = new Set(asked.map(({ controller }) => controller))
  const several = [...named].filter((one) => one !== null).length > 1
  for (const controller of several ? named : [null]) {
    const own = asked.flatMap((one, i) => (!several || one.controller === controller ? [{ ...one, i }] : []))
    const told = await tracesOf(
      { ...source, controller },
      own.flatMap(({ requests }) => requests),
    )
    let next = 0
    for (const { requests, i } of own) {
      answers[i] = told.slice(next, next + requests.length)
      next += requests.length
    }
  }
  return answers
}

function isOf({ source, controller, rule }: Fate, route: Route): boolean {
  if (source !== route.source || (route.controller !== null && controller !== route.controller)) return false
  if (rule === null) return route.path === null
  return (
    rule.host === route.host &&
    rule.path === route.path &&
    rule.pathType === route.pathType &&
    rule.backend === route.backend
  )
}
