/**
 * A Service and one of its ports → its servers, as the providers find them, or why there are none.
 * https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/ingress/kubernetes.go (loadService)
 */
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import type { Inventory } from '../../../domain/objects/inventory.js'
import type { EndpointSlice, Service, ServicePort } from '../../../domain/objects/objects.js'
import { type NamespacedName, refOf } from '../../../domain/objects/ref.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import { byAddress, nearestPort, routeEndpoint } from '../../../domain/routes/resolve-endpoints.js'
import { counted, withoutEndpoints } from '../../../domain/routes/resolve-service.js'
import type { RouteEndpoint, RouteEndpoints } from '../../../domain/routes/route.js'
import type { Terms } from '../workload/settings.js'
import { isSaid, prefix, readAnnotations } from './annotations.js'
import type { Target } from './types.js'

export function countedFor(
  inventory: Inventory,
  { namespace, service: name, port: wanted }: ServiceBackend,
): RouteEndpoints {
  const ref = { namespace, name }
  const service = inventory.service(ref)
  if (service === undefined)
    return inventory.sees('Service', namespace) ? withoutEndpoints('no-service', 0) : withoutEndpoints('unknown', null)
  const port = portOf(service, wanted)
  if (port === undefined) return { ...withoutEndpoints('no-port', 0), nearestPort: nearestPort(service, wanted, 'TCP') }
  if (service.spec?.type === 'ExternalName')
    return { ...withoutEndpoints('external-name', 0), externalName: service.spec.externalName ?? null }
  if (!inventory.sees('EndpointSlice', namespace)) return withoutEndpoints('unknown', null)
  return counted(itemsIn(inventory.slices(ref), port))
}

/** The first that fits by number or by name, whatever its protocol. */
function portOf({ spec }: Service, wanted: number | string | null): ServicePort | undefined {
  return spec?.ports?.find(({ port, name }) => (typeof wanted === 'string' ? (name ?? '') === wanted : port === wanted))
}

/** One that serves and does not end gets requests, whether it is ready or not; an address counts once. */
function itemsIn(slices: readonly EndpointSlice[], { name }: ServicePort): RouteEndpoint[] {
  const found = new Map<string, RouteEndpoint>()
  for (const slice of slices) {
    const number = (slice.ports ?? []).find((one) => (one.name ?? '') === (name ?? ''))?.port
    if (!number) continue
    for (const endpoint of slice.endpoints ?? [])
      for (const address of endpoint.addresses ?? []) {
        const item = routeEndpoint(endpoint, address, number, refOf(slice).namespace)
        if (!found.get(address)?.serving) found.set(address, { ...item, ready: item.serving && !item.terminating })
      }
  }
  return [...found.values()].sort(byAddress)
}

/** What became of a backend. */
export interface Found {
  readonly target: Target
  /** why the provider leaves it out; null: it takes it */
  readonly lack: Told | null
}

export function targetFor(inventory: Inventory, terms: Terms, backend: ServiceBackend): Found {
  const { namespace, service: name } = backend
  const ref = { namespace, name }
  const counted = countedFor(inventory, backend)
  const service = inventory.service(ref)
  const said = readAnnotations(service?.metadata.annotations, 'service')
  const taken = (servers: readonly string[] | null): Found => ({
    target: { backend, counted, servers, weight: 1 },
    lack: null,
  })
  const left = (lack: Told): Found => ({ target: { backend, counted, servers: [], weight: 1 }, lack })
  if ('fault' in said) return left(told('annotation-refused', { ...said, service: ref }))
  const { spec } = service ?? {}
  const port = service && portOf(service, backend.port)
  const flaw = flawOf({ backend, counted }, 404)
  if (counted.state === 'unknown' || (spec?.type === 'NodePort' && isSaid(said, 'nodeportlb') === true))
    return taken(null)
  if (port === undefined) return flaw === null ? taken(null) : left(flaw)
  if (spec?.type === 'ExternalName')
    return terms.allowsExternalNames
      ? taken([hostPort(counted.externalName ?? '', port.port)])
      : left(external(ref, counted.externalName))
  if (isSaid(said, 'nativelb') ?? terms.nativeByDefault)
    return spec?.clusterIP && spec.clusterIP !== 'None'
      ? taken([hostPort(spec.clusterIP, port.port)])
      : left(headless(ref))
  const servers = counted.items.flatMap(({ ready, address, port: own }) => (ready ? [hostPort(address, own ?? 0)] : []))
  const isKept = counted.items.some(({ serving }) => serving) || terms.allowsEmpty
  return flaw === null || isKept ? taken(servers) : left(flaw)
}

function hostPort(address: string, port: number): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`
}

function external(service: NamespacedName, target: string | null): Told {
  const instead = { is: 'nobody', status: 404 } as const
  return told('external-name', { service, instead, target: target ?? '', flaw: 'not-allowed' })
}

function headless(service: NamespacedName): Told {
  return told('annotation-refused', { annotation: `${prefix}service.nativelb`, fault: 'headless', service })
}

/**
 * What is the matter with a backend; null: nothing is.
 * @param status with which its requests are answered
 */
export function flawOf({ backend, counted: found }: Pick<Target, 'backend' | 'counted'>, status = 503): Told | null {
  const { state, nearestPort: near, total } = found
  const service = { namespace: backend.namespace, name: backend.service }
  const facts = { service, instead: { is: 'nobody', status } } as const
  const { port } = backend
  switch (state) {
    case 'no-service':
      return told('no-service', facts)
    case 'no-port':
      return told('no-port', { ...facts, port, near })
    case 'none-ready':
      return told('none-ready', { ...facts, total: total ?? 0 })
    case 'no-slices':
      return told('no-endpoints', { ...facts, port })
    case 'unknown':
      return told('backend-unseen', { service, unseen: 'EndpointSlice' })
    default:
      return null
  }
}
