/** Inventory → routes: every host and path that the Ingresses ask for, each backend resolved as far as it goes. */
import { compare } from './compare.js'
import type { Inventory } from './inventory.js'
import { wildcardCovers } from './match-host.js'
import type { Ingress, IngressBackend, IngressTls, Ref } from './objects.js'
import { refKey, refOf } from './objects.js'
import { endpointsOf, nearestPort, servicePort } from './resolve-endpoints.js'
import type { EndpointState, Route, RouteBackend, RouteClass, RouteEndpoints, RouteTls } from './route.js'

/** Sorted by namespace and name; within an Ingress in its own order, its default backend last. */
export function resolveRoutes(inventory: Inventory): Route[] {
  const resolve = endpointResolver(inventory)
  const sorted = inventory.ingresses
    .map((ingress) => ({ ingress, ref: refOf(ingress) }))
    .sort((a, b) => compare(a.ref.namespace, b.ref.namespace) || compare(a.ref.name, b.ref.name))
  const routes: Route[] = []
  for (const { ingress, ref } of sorted) addRoutes(routes, ingress, ref, inventory, resolve)
  return routes
}

type Resolve = (namespace: string, backend: RouteBackend | null) => RouteEndpoints

/** What differs between the routes of one Ingress. */
interface Asked {
  readonly host: string | null
  readonly path: string | null
  readonly pathType: string | null
  readonly isDefaultBackend: boolean
  readonly backend: IngressBackend | null
  readonly tls: RouteTls | null
}

/** Each route is written out once, field by field: at 30,000 routes, spreading objects costs more than fetching them. */
function addRoutes(routes: Route[], ingress: Ingress, ref: Ref, inventory: Inventory, resolve: Resolve): void {
  const className = classOf(ingress, inventory)
  const addresses = addressesOf(ingress)
  const createdAt = ingress.metadata.creationTimestamp ?? null
  const deletingSince = ingress.metadata.deletionTimestamp ?? null
  for (const asked of askedBy(ingress)) {
    const backend = backendOf(asked.backend)
    routes.push({
      ingress: ref,
      class: className,
      controller: null,
      host: asked.host,
      path: asked.path,
      pathType: asked.pathType,
      isDefaultBackend: asked.isDefaultBackend,
      backend,
      addresses,
      tls: asked.tls,
      endpoints: resolve(ref.namespace, backend),
      createdAt,
      deletingSince,
    })
  }
}

function askedBy({ spec }: Ingress): Asked[] {
  const asked: Asked[] = []
  const tls = spec?.tls ?? []
  const fallback = spec?.defaultBackend ?? null
  for (const rule of spec?.rules ?? []) {
    const host = rule.host || null
    const common = tlsOf(tls, host)
    for (const { path, pathType, backend } of rule.http?.paths ?? [])
      asked.push({
        host,
        path: path || '/',
        pathType: pathType ?? 'ImplementationSpecific',
        isDefaultBackend: false,
        backend: backend ?? null,
        tls: common,
      })
    // A rule without paths gives the whole host to the default backend.
    if (!rule.http?.paths?.length)
      asked.push({
        host,
        path: '/',
        pathType: null,
        isDefaultBackend: fallback !== null,
        backend: fallback,
        tls: common,
      })
  }
  if (fallback)
    asked.push({
      host: null,
      path: null,
      pathType: null,
      isDefaultBackend: true,
      backend: fallback,
      tls: tlsOf(tls, null),
    })
  return asked
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

function addressesOf(ingress: Ingress): readonly string[] {
  const listed = ingress.status?.loadBalancer?.ingress ?? []
  const found = listed.flatMap(({ ip, hostname }) => [ip, hostname])
  return [...new Set(found.filter((address): address is string => Boolean(address)))]
}

function backendOf(backend: IngressBackend | null): RouteBackend | null {
  if (backend?.resource) {
    const { apiGroup, kind, name } = backend.resource
    return { resource: { apiGroup: apiGroup || null, kind, name } }
  }
  if (!backend?.service) return null
  const { name, port } = backend.service
  return { service: { name, port: port?.number || port?.name || null } }
}

/** An entry for the host itself before a wildcard, a wildcard before an entry for all hosts. */
function tlsOf(entries: readonly IngressTls[], host: string | null): RouteTls | null {
  if (entries.length === 0) return null
  const wanted = host?.toLowerCase()
  const named = entries.find(({ hosts }) => hosts?.some((one) => one.toLowerCase() === wanted))
  if (named && wanted !== undefined) return { secretName: named.secretName || null, match: 'host' }
  const wildcard = entries.find(({ hosts }) => host !== null && hosts?.some((one) => wildcardCovers(one, host)))
  if (wildcard) return { secretName: wildcard.secretName || null, match: 'wildcard' }
  const all = entries.find(({ hosts }) => !hosts?.length)
  return all ? { secretName: all.secretName || null, match: 'all' } : null
}

/** Routes share backends, so each one is resolved once. */
function endpointResolver(inventory: Inventory): Resolve {
  const resolved = new Map<string, RouteEndpoints>()
  return (namespace, backend) => {
    if (backend === null) return without('unknown', null)
    if ('resource' in backend) return without('resource', 0)
    const { name, port } = backend.service
    const key = `${refKey({ namespace, name })} ${typeof port} ${port}`
    const known = resolved.get(key)
    if (known) return known
    const endpoints = resolveService(inventory, { namespace, name }, port)
    resolved.set(key, endpoints)
    return endpoints
  }
}

function resolveService(inventory: Inventory, ref: Ref, wanted: number | string | null): RouteEndpoints {
  const service = inventory.service(ref)
  if (!service) return inventory.sees('Service', ref.namespace) ? without('no-service', 0) : without('unknown', null)
  if (service.spec?.type === 'ExternalName')
    return { ...without('external-name', 0), externalName: service.spec.externalName ?? null }
  const port = servicePort(service, wanted)
  if (!port) return { ...without('no-port', 0), nearestPort: nearestPort(service, wanted) }
  if (!inventory.sees('EndpointSlice', ref.namespace)) return without('unknown', null)
  return counted(endpointsOf(inventory.slices(ref), service, port))
}

function counted(items: RouteEndpoints['items']): RouteEndpoints {
  const ready = items.filter((item) => item.ready).length
  const state = items.length === 0 ? 'no-slices' : ready === 0 ? 'none-ready' : 'ok'
  return { state, ready, total: items.length, items, nearestPort: null, externalName: null }
}

function without(state: EndpointState, count: 0 | null): RouteEndpoints {
  return { state, ready: count, total: count, items: [], nearestPort: null, externalName: null }
}
