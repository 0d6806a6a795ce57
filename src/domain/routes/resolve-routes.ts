/** Inventory → routes: every host and path that the Ingresses ask for, each backend resolved as far as it goes. */

import { compare } from '../compare.js'
import type { ControllerRef } from '../controllers/controller.js'
import type { Inventory } from '../objects/inventory.js'
import type { Ingress, IngressBackend, IngressTls } from '../objects/objects.js'
import { type NamespacedName, type Ref, refOf } from '../objects/ref.js'
import type { Fate } from './fate.js'
import { wildcardCovers } from './match-host.js'
import { resolveService, withoutEndpoints } from './resolve-service.js'
import {
  pathMatch,
  type Route,
  type RouteBackend,
  type RouteClass,
  type RouteEndpoints,
  type RouteMatch,
  type RouteTls,
} from './route.js'

/** What answers behind one port of a Service, by somebody's rules. */
export type CountEndpoints = (service: NamespacedName, port: number | string | null) => RouteEndpoints

/** By the rules of the API. */
export function countEndpoints(inventory: Inventory): CountEndpoints {
  return (service, port) => resolveService(inventory, service, port, 'TCP')
}

/** By whose rules routes are told. What is left out is not known of any. */
export interface RouteRules {
  /** the controller that serves an Ingress; null: none does, or none was looked for */
  readonly ownerOf?: (ingress: Ingress) => ControllerRef | null
  /** left out: the rules of the API count endpoints */
  readonly countOf?: (ingress: Ingress) => CountEndpoints
  /** asked once for each route, in the order of its Ingress; null: not worked out */
  readonly fateOf?: (route: Pick<Route, 'source' | 'host' | 'match'>) => Fate | null
}

/** Sorted by namespace and name; within an Ingress in its own order, its default backend last. */
export function resolveRoutes(inventory: Inventory, { ownerOf, countOf, fateOf }: RouteRules = {}): Route[] {
  const byApi = countEndpoints(inventory)
  const backends = backendResolver()
  const matches = matchMaker()
  const sorted = inventory.ingresses
    .map((ingress) => ({ ingress, ref: refOf(ingress) }))
    .sort((a, b) => compare(a.ref.namespace, b.ref.namespace) || compare(a.ref.name, b.ref.name))
  const routes: Route[] = []
  for (const { ingress, ref } of sorted)
    addRoutes(
      routes,
      ingress,
      ref,
      ownerOf?.(ingress) ?? null,
      inventory,
      matches,
      backends(countOf?.(ingress) ?? byApi, ref.namespace),
      fateOf,
    )
  return routes
}

/** The one backend of an Ingress rule, or none. */
type Resolve = (backend: IngressBackend | null | undefined) => readonly RouteBackend[]

/** Each route is written out once, field by field: at 30,000 routes, spreading objects costs more than fetching them. */
function addRoutes(
  routes: Route[],
  ingress: Ingress,
  ref: Ref,
  controller: ControllerRef | null,
  inventory: Inventory,
  matchOf: MatchOf,
  resolve: Resolve,
  fateOf: RouteRules['fateOf'],
): void {
  const className = classOf(ingress, inventory)
  const addresses = addressesOf(ingress)
  const createdAt = ingress.metadata.creationTimestamp ?? null
  const deletingSince = ingress.metadata.deletionTimestamp ?? null
  const { spec } = ingress
  const secrets = spec?.tls ?? []
  const fallback = spec?.defaultBackend

  for (const rule of spec?.rules ?? []) {
    const host = rule.host || null
    const tls = tlsOf(secrets, host, ref.namespace)
    const paths = rule.http?.paths ?? []
    for (const { path, pathType, backend } of paths)
      add(host, matchOf(path || '/', pathType ?? 'ImplementationSpecific'), resolve(backend), tls)
    // A rule without paths gives the whole host to the default backend.
    if (paths.length === 0) add(host, anyPath, resolve(fallback), tls)
  }
  if (fallback) add(null, null, resolve(fallback), tlsOf(secrets, null, ref.namespace))

  function add(
    host: string | null,
    match: RouteMatch | null,
    backends: readonly RouteBackend[],
    tls: RouteTls | null,
  ): void {
    routes.push({
      source: ref,
      parents: none,
      class: className,
      controller,
      host,
      match,
      backends,
      filters: none,
      addresses,
      tls,
      fate: fateOf?.({ source: ref, host, match }) ?? null,
      createdAt,
      deletingSince,
    })
  }
}

/** The field wins over the annotation: https://kubernetes.io/docs/concepts/services-networking/ingress/#deprecated-annotation */
function classOf(ingress: Ingress, inventory: Inventory): RouteClass {
  const field = ingress.spec?.ingressClassName
  if (field) {
    const found = inventory.ingressClass(field)
    const exists = found !== undefined || (inventory.sees('IngressClass', '') ? false : null)
    return { name: field, from: 'field', exists, controller: found?.spec?.controller ?? null }
  }
  const annotation = ingress.metadata.annotations?.['kubernetes.io/ingress.class']
  return {
    name: annotation ?? null,
    from: annotation === undefined ? 'none' : 'annotation',
    exists: null,
    controller: null,
  }
}

const none: readonly never[] = []

const anyPath = pathMatch(null, null)

type MatchOf = (path: string, pathType: string) => RouteMatch

/** Most routes ask for one of a few paths, so they share what they match. */
function matchMaker(): MatchOf {
  const types = new Map<string, Map<string, RouteMatch>>()
  return (path, pathType) => {
    const paths = types.get(pathType) ?? new Map<string, RouteMatch>()
    types.set(pathType, paths)
    const match = paths.get(path) ?? pathMatch(path, pathType)
    paths.set(path, match)
    return match
  }
}

function addressesOf(ingress: Ingress): readonly string[] {
  const listed = ingress.status?.loadBalancer?.ingress
  if (!listed?.length) return none
  const found: string[] = []
  for (const { ip, hostname } of listed)
    for (const address of [ip, hostname]) if (address && !found.includes(address)) found.push(address)
  return found
}

/** An entry for the host itself before a wildcard, a wildcard before an entry for all hosts. */
function tlsOf(entries: readonly IngressTls[], host: string | null, namespace: string): RouteTls | null {
  if (entries.length === 0) return null
  const wanted = host?.toLowerCase()
  const named = entries.find(({ hosts }) => hosts?.some((one) => one.toLowerCase() === wanted))
  if (named && wanted !== undefined) return { secret: secretOf(named, namespace), match: 'host' }
  const wildcard = entries.find(({ hosts }) => host !== null && hosts?.some((one) => wildcardCovers(one, host)))
  if (wildcard) return { secret: secretOf(wildcard, namespace), match: 'wildcard' }
  const all = entries.find(({ hosts }) => !hosts?.length)
  return all ? { secret: secretOf(all, namespace), match: 'all' } : null
}

function secretOf({ secretName }: IngressTls, namespace: string): Ref | null {
  return secretName ? { kind: 'Secret', namespace, name: secretName } : null
}

/** Routes share backends, so each one is counted once, and found again by namespace, name and port. */
function backendResolver(): (count: CountEndpoints, namespace: string) => Resolve {
  const counts = new Map<CountEndpoints, Map<string, Resolve>>()
  return (count, namespace) => {
    const namespaces = counts.get(count) ?? new Map<string, Resolve>()
    counts.set(count, namespaces)
    const resolve = namespaces.get(namespace) ?? resolverIn(namespace, count)
    namespaces.set(namespace, resolve)
    return resolve
  }
}

function resolverIn(namespace: string, count: CountEndpoints): Resolve {
  const services = new Map<string, Map<number | string | null, readonly RouteBackend[]>>()
  return (asked) => {
    if (asked?.resource) return [resourceOf(namespace, asked.resource)]
    if (!asked?.service) return none
    const { name, port: wanted } = asked.service
    const port = wanted?.number || wanted?.name || null
    const ports = services.get(name) ?? new Map<number | string | null, readonly RouteBackend[]>()
    services.set(name, ports)
    let resolved = ports.get(port)
    if (!resolved) {
      const service = { namespace, name, port }
      resolved = [{ service, resource: null, weight: null, endpoints: count(service, port) }]
      ports.set(port, resolved)
    }
    return resolved
  }
}

function resourceOf(
  namespace: string,
  { apiGroup, kind, name }: NonNullable<IngressBackend['resource']>,
): RouteBackend {
  return {
    service: null,
    resource: { apiGroup: apiGroup || null, kind, namespace, name },
    weight: null,
    endpoints: withoutEndpoints('resource', 0),
  }
}
