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
import type { Inventory } from '../../domain/objects/inventory.js'
import { type Ref, refKey, refOf } from '../../domain/objects/ref.js'
import { servicePort } from '../../domain/routes/resolve-endpoints.js'
import { resolveRoutes } from '../../domain/routes/resolve-routes.js'
import type { Route, RouteBackend } from '../../domain/routes/route.js'
import type { Cluster, EnvoyConfig, Locality } from '../../languages/envoy/config/types.js'
import { listenersOf } from './listeners.js'
import { domainOf, keyOf, orderOf, pathRule, textOf } from './paths.js'
import { ownerHosts } from './proxies.js'
import { byOrder, groupedByHost, tableOf, type Wanted } from './tables.js'

/** A route of objects, and what becomes of it. */
export interface Taken {
  readonly route: Route
  readonly ingress: Ref
  /** why it becomes no route; null: it does */
  readonly dropped: string | null
  /** others that ask for the same; any of them, or it, has the requests */
  readonly rivals: readonly Route[]
  /** by its name in the proxy */
  readonly cluster: string
  /** as the proxy has it */
  readonly path: string
}

export interface ContourModel {
  readonly config: EnvoyConfig
  readonly taken: readonly Taken[]
  /** by the host or wildcard that it is asked for */
  readonly tls: ReadonlyMap<string, AskedTls>
}

export interface AskedTls {
  readonly by: Ref
  readonly secret: Ref
  /** false: without a certificate nobody listens for the host */
  readonly isGood: boolean
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
  const tls = tlsOf(facts)
  const secure = [...tls].flatMap(([host, { isGood }]) => (isGood ? [host] : []))
  const wanted = [...groups.values()].sort(byOrder)
  const insecure = wanted.filter(
    ({ routes: [first] }) => first && annotation(first, 'kubernetes.io/ingress.allow-http') !== 'false',
  )
  const isForced = (route: Route) => annotation(route, 'ingress.kubernetes.io/force-ssl-redirect') === 'true'
  const unread = ownerHosts(facts)
  const clusterOf = (route: Route | undefined) => clusterName(inventory, route?.backends[0])
  const byHost = groupedByHost(wanted)
  const tables = [
    tableOf('ingress_http', insecure, isForced, clusterOf, unread),
    ...secure.map((host) => tableOf(`https/${host}`, byHost.get(host) ?? [], () => false, clusterOf, new Map())),
  ]
  const clusters = clustersOf(inventory, routes)
  return {
    config: {
      listeners: listenersOf(secure),
      routeTables: new Map(tables.map((one) => [one.name, one])),
      clusters,
      endpoints: new Map(),
      certificates: new Map(),
      refused: [],
    },
    taken: routes.map((route) => takenOf(route, groups, dropped, clusterOf)),
    tls,
  }
}

function takenOf(
  route: Route,
  groups: ReadonlyMap<string, Wanted>,
  dropped: ReadonlyMap<Route, string | null>,
  clusterOf: (route: Route) => string,
): Taken {
  const same = groups.get(keyOf(route))?.routes ?? []
  const others = same.filter((one) => refKey(one.source) !== refKey(route.source))
  return {
    route,
    ingress: route.source,
    dropped: dropped.get(route) ?? null,
    rivals: same.includes(route) ? others : [],
    cluster: clusterOf(route),
    path: textOf(pathRule(route)),
  }
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

/** `NAMESPACE/SERVICE/PORT/HASH`, where nothing more is asked of it; the port is told by its number. */
export function clusterName(inventory: Inventory, backend: RouteBackend | undefined): string {
  const { service } = backend ?? {}
  if (!service) return ''
  const { namespace, name, port } = service
  const found = inventory.service({ namespace, name })
  return `${namespace}/${name}/${(found && servicePort(found, port, 'TCP')?.port) ?? port}/da39a3ee5e`
}

function clustersOf(inventory: Inventory, routes: readonly Route[]): ReadonlyMap<string, Cluster> {
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
    const name = clusterName(inventory, backend)
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

/** For each host what its TLS section names; of several with a good certificate the first is told, though any may be shown. */
function tlsOf({ ingresses, secretOf }: RoutingFacts): ReadonlyMap<string, AskedTls> {
  const found = new Map<string, AskedTls>()
  for (const ingress of ingresses) {
    const { namespace } = refOf(ingress)
    const ruled = new Set((ingress.spec?.rules ?? []).flatMap(({ host }) => host?.toLowerCase() ?? []))
    for (const { hosts, secretName } of ingress.spec?.tls ?? []) {
      if (!secretName) continue
      const secret: Ref = { kind: 'Secret', namespace, name: secretName }
      const seen = secretOf(secret)
      // One that may not be looked at is taken to be good.
      const isGood = seen === null || (seen !== undefined && certificateOf(seen) !== null)
      for (const host of (hosts ?? []).map((one) => one.toLowerCase()))
        if (ruled.has(host) && !found.get(host)?.isGood) found.set(host, { by: refOf(ingress), secret, isGood })
    }
  }
  return found
}
