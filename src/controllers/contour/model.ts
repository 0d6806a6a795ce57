/**
 * What Contour makes of Ingresses, as the configuration of the Envoy that it would steer by them:
 * https://github.com/projectcontour/contour/blob/main/internal/dag/ingress_processor.go
 *
 * Each host has a virtual host of its own, so that a host with rules never falls back to those without one. A rule whose
 * Service, or port, is not there becomes no route at all. What two Ingresses ask for alike is one route, and which of them
 * has it changes each time that Contour works out its routes.
 */

import { certificateOf } from '../../domain/certificates.js'
import type { RoutingFacts } from '../../domain/controllers/routing-facts.js'
import { type Ref, refKey, refOf } from '../../domain/objects/ref.js'
import { resolveRoutes } from '../../domain/routes/resolve-routes.js'
import { pathOf, type Route, type RouteBackend } from '../../domain/routes/route.js'
import type { HeaderRule, PathRule } from '../../languages/envoy/config/rules.js'
import type {
  Cluster,
  EnvoyConfig,
  HeaderChanges,
  Locality,
  Route as ProxyRoute,
  RouteTable,
  VirtualHost,
} from '../../languages/envoy/config/types.js'
import { Regex } from '../../languages/envoy/match/regex.js'
import { DomainBook } from '../../languages/envoy/route/domains.js'
import { listenersOf } from './listeners.js'
import { ownerHosts } from './proxies.js'

/** A route of objects, and what becomes of it. */
export interface Taken {
  readonly route: Route
  readonly ingress: Ref
  /** why it becomes no route; null: it does */
  readonly dropped: string | null
  /** others that ask for the same; any of them, or it, has the requests */
  readonly rivals: readonly Route[]
}

export interface ContourModel {
  readonly config: EnvoyConfig
  readonly taken: readonly Taken[]
  /** of the Secret that is shown for a host, by the host or wildcard that names it */
  readonly secrets: ReadonlyMap<string, Ref>
}

interface Wanted {
  readonly key: string
  /** as a domain */
  readonly host: string
  readonly path: PathRule
  readonly routes: Route[]
  readonly order: readonly number[]
}

export function modelOf(facts: RoutingFacts): ContourModel {
  const { inventory, ingresses } = facts
  const own = new Map(ingresses.map((one) => [refKey(refOf(one)), one]))
  const routes = resolveRoutes(inventory).filter(({ source }) => own.has(refKey(source)))
  const annotation = (route: Route, name: string) => own.get(refKey(route.source))?.metadata.annotations?.[name]
  const groups = new Map<string, Wanted>()
  const dropped = new Map<Route, string | null>()
  for (const route of routes) {
    const why = whyDropped(route)
    dropped.set(route, why)
    if (why === null) add(groups, route)
  }
  const secrets = secretsOf(facts)
  const wanted = [...groups.values()].sort(byOrder)
  const insecure = wanted.filter(
    ({ routes: [first] }) => first && annotation(first, 'kubernetes.io/ingress.allow-http') !== 'false',
  )
  const isForced = (route: Route) => annotation(route, 'ingress.kubernetes.io/force-ssl-redirect') === 'true'
  const unread = ownerHosts(facts)
  const tables = [
    tableOf('ingress_http', insecure, isForced, unread),
    ...[...secrets.keys()].map((host) =>
      tableOf(
        `https/${host}`,
        wanted.filter((one) => one.host === host),
        () => false,
        unread,
      ),
    ),
  ]
  const clusters = clustersOf(routes)
  return {
    config: {
      listeners: listenersOf(secrets),
      routeTables: new Map(tables.map((one) => [one.name, one])),
      clusters,
      endpoints: new Map(),
      certificates: new Map(),
      refused: [],
    },
    taken: routes.map((route) => takenOf(route, groups, dropped)),
    secrets,
  }
}

function takenOf(route: Route, groups: ReadonlyMap<string, Wanted>, dropped: ReadonlyMap<Route, string | null>): Taken {
  const same = groups.get(keyOf(route))?.routes ?? []
  const others = same.filter((one) => refKey(one.source) !== refKey(route.source))
  const isThere = same.includes(route)
  return { route, ingress: route.source, dropped: dropped.get(route) ?? null, rivals: isThere ? others : [] }
}

/** null: it becomes a route */
function whyDropped({ backends: [backend] }: Route): string | null {
  if (backend === undefined) return 'the rule has no paths'
  switch (backend.endpoints.state) {
    case 'no-service':
      return 'its Service is not there, so that no route is made of it'
    case 'no-port':
      return 'its Service has no such port, so that no route is made of it'
    case 'external-name':
      return 'its Service is only another name, of which no route is made by default'
    case 'resource':
      return 'its backend is no Service'
    default:
      return null
  }
}

function add(groups: Map<string, Wanted>, route: Route): void {
  const key = keyOf(route)
  const known = groups.get(key)
  if (known !== undefined) known.routes.push(route)
  else {
    const path = pathRule(route)
    groups.set(key, { key, host: domainOf(route), path, routes: [route], order: orderOf(path) })
  }
}

function domainOf({ host }: Route): string {
  return host?.toLowerCase() ?? '*'
}

function keyOf(route: Route): string {
  const path = pathRule(route)
  return `${domainOf(route)} ${path.is} ${textOf(path)}`
}

function textOf(path: PathRule): string {
  if (path.is === 'regex') return path.regex.text
  return 'path' in path ? path.path : ''
}

/** A path that is left to the controller is a pattern where it looks like one, else the beginning of a text. */
function pathRule(route: Route): PathRule {
  const path = pathOf(route) ?? '/'
  const { pathType } = route.match ?? {}
  if (pathType === 'Exact') return { is: 'exact', path, ignoresCase: false }
  if (pathType === 'ImplementationSpecific' && /[\^+*[\]%]/.test(path)) return { is: 'regex', regex: new Regex(path) }
  if (path === '/' || pathType === 'ImplementationSpecific') return { is: 'prefix', path, ignoresCase: false }
  return { is: 'separated', path: path.replace(/\/$/, ''), ignoresCase: false }
}

/** Exact, then patterns, then prefixes; the longer first, and whole elements before the beginning of a text. */
function orderOf(path: PathRule): readonly number[] {
  const rank = path.is === 'exact' ? 0 : path.is === 'regex' ? 1 : 2
  return [rank, -textOf(path).length, path.is === 'separated' ? 0 : 1]
}

function byOrder(a: Wanted, b: Wanted): number {
  for (const [i, one] of a.order.entries()) if (one !== b.order[i]) return one - (b.order[i] ?? 0)
  return a.key < b.key ? 1 : -1
}

function tableOf(
  name: string,
  wanted: readonly Wanted[],
  isForced: (route: Route) => boolean,
  unread: ReadonlyMap<string, string>,
): RouteTable {
  const hosts = [...new Set([...wanted.map(({ host }) => host), ...unread.keys()])]
  const virtualHosts = hosts.map((host): VirtualHost => {
    const routes = wanted.filter((one) => one.host === host).map((one, i) => proxyRoute(one, i, isForced))
    return {
      name: host,
      domains: [host],
      routes,
      requiresTls: false,
      untried: unread.get(host) ?? null,
      filters: { on: [], off: [] },
      metadata: {},
    }
  })
  const domains = new DomainBook<VirtualHost>()
  for (const one of virtualHosts) domains.add(one.name, one)
  return { name, ignoresPort: true, virtualHosts, domains, updatedAt: null }
}

const unchanged: HeaderChanges = { set: [], add: [], remove: [] }

function proxyRoute(
  { host, path, routes: [first] }: Wanted,
  index: number,
  isForced: (route: Route) => boolean,
): ProxyRoute {
  const { kind = '', namespace = '', name = '' } = first?.source ?? {}
  return {
    name: '',
    index,
    match: {
      path,
      headers: host.startsWith('*.') ? [oneLabel(host)] : [],
      query: [],
      isGrpc: false,
      percent: null,
      untried: [],
    },
    action: first !== undefined && isForced(first) ? upgrade : forwardTo(clusterName(first?.backends[0])),
    metadata: {
      'envoy.access_loggers.file': {
        'io.projectcontour.kind': kind,
        'io.projectcontour.namespace': namespace,
        'io.projectcontour.name': name,
      },
    },
    filters: { on: [], off: [] },
    requestHeaders: unchanged,
    responseHeaders: unchanged,
  }
}

/** The star stands for one label, as in every Ingress. */
function oneLabel(host: string): HeaderRule {
  const rest = host.slice(1).replaceAll('.', '\\.')
  const regex = new Regex(`[a-z0-9]([-a-z0-9]*[a-z0-9])?${rest}(:[0-9]+)?`)
  return {
    name: ':authority',
    value: { is: 'text', rule: { is: 'regex', regex } },
    isInverted: false,
    missingIsEmpty: false,
  }
}

const noRewrite = { prefix: null, regex: null, untried: null }

const upgrade: ProxyRoute['action'] = {
  is: 'redirect',
  redirect: {
    scheme: null,
    https: true,
    host: null,
    port: null,
    path: null,
    rewrite: noRewrite,
    status: 301,
    stripsQuery: false,
  },
}

function forwardTo(cluster: string): ProxyRoute['action'] {
  const share = { cluster, weight: 1, requestHeaders: unchanged, hostRewrite: null }
  const rest = { untried: null, statusWithoutCluster: 503, rewrite: noRewrite, host: null, mirrors: [], timeout: null }
  return { is: 'forward', forward: { clusters: [share], ...rest } }
}

/** `NAMESPACE/SERVICE/PORT/HASH`, where nothing more is asked of it. */
export function clusterName(backend: RouteBackend | undefined): string {
  const { namespace, name, port } = backend?.service ?? { namespace: '', name: '', port: '' }
  return `${namespace}/${name}/${port}/da39a3ee5e`
}

function clustersOf(routes: readonly Route[]): ReadonlyMap<string, Cluster> {
  const found = new Map<string, Cluster>()
  for (const {
    backends: [backend],
  } of routes) {
    if (backend === undefined || backend.service === null) continue
    const { items, state } = backend.endpoints
    const endpoints = items
      .filter(({ ready }) => ready)
      .map(({ address, port }) => ({ address, port, health: 'HEALTHY', isHealthy: true }))
    const localities: readonly Locality[] = [{ region: '', weight: null, priority: 0, endpoints }]
    const name = clusterName(backend)
    found.set(name, {
      name,
      endpointName: name,
      metadata: {},
      localities: state === 'unknown' ? null : localities,
      panicThreshold: 0,
      failsInPanic: false,
      balancing: null,
      type: 'EDS',
    })
  }
  return found
}

/** Of each host with TLS the Secret that holds a certificate; one that may not be looked at is taken to be good. */
function secretsOf({ ingresses, secretOf }: RoutingFacts): ReadonlyMap<string, Ref> {
  const found = new Map<string, Ref>()
  for (const ingress of ingresses) {
    const { namespace } = refOf(ingress)
    const ruled = new Set((ingress.spec?.rules ?? []).flatMap(({ host }) => host?.toLowerCase() ?? []))
    for (const { hosts, secretName } of ingress.spec?.tls ?? []) {
      if (!secretName) continue
      const secret: Ref = { kind: 'Secret', namespace, name: secretName }
      const seen = secretOf(secret)
      if (seen === undefined || (seen !== null && certificateOf(seen) === null)) continue
      for (const host of hosts ?? [])
        if (ruled.has(host.toLowerCase()) && !found.has(host.toLowerCase())) found.set(host.toLowerCase(), secret)
    }
  }
  return found
}
