/**
 * What stands behind a Service and port of an Ingress, by this controller's own rules.
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/k8s/controller.go (getEndpointsForPortFromEndpointSlices)
 */
import { told } from '../../../domain/findings/finding.js'
import type { Inventory } from '../../../domain/objects/inventory.js'
import type { EndpointSlice, Service, ServicePort } from '../../../domain/objects/objects.js'
import { type NamespacedName, refOf } from '../../../domain/objects/ref.js'
import { byAddress, nearestPort, routeEndpoint } from '../../../domain/routes/resolve-endpoints.js'
import { counted, withoutEndpoints } from '../../../domain/routes/resolve-service.js'
import type { RouteEndpoint, RouteEndpoints } from '../../../domain/routes/route.js'
import type { Upstream } from './types.js'

export type FoundEndpoints = Pick<Upstream, 'endpoints' | 'lack' | 'counted' | 'otherPort'>

type SeenServices = Pick<Inventory, 'service' | 'slices' | 'sees' | 'seesSlices'>

/**
 * @param wanted the port as the Ingress names it; null: it names none
 * @param byAddressOf the Service's own address stands for its endpoints (use-cluster-ip), which one that is a name has none of; `blindly`: NGINX Plus has it so, too
 */
export function endpointsFor(
  inventory: SeenServices,
  ref: NamespacedName,
  wanted: number | string | null,
  { byAddressOf, isPlus }: { readonly byAddressOf: boolean | 'blindly'; readonly isPlus: boolean },
): FoundEndpoints {
  const service = inventory.service(ref)
  const facts = { service: ref, instead: { is: 'unsaid' } } as const
  if (service === undefined)
    return inventory.sees('Service', ref.namespace)
      ? none(told('no-service', facts), withoutEndpoints('no-service', 0))
      : unseen(ref, 'Service')
  const isByAddress = byAddressOf === 'blindly' || (byAddressOf && !isPlus)
  if (service.spec?.type === 'ExternalName' && !isByAddress) return external(service, ref, isPlus)
  const port = portFor(service, wanted)
  if (byAddressOf) return ofAddress(service, port ?? null, wanted)
  if (port === undefined) {
    const near = nearestPort(service, wanted, 'TCP')
    return none(told('no-port', { ...facts, port: wanted, near }), {
      ...withoutEndpoints('no-port', 0),
      nearestPort: near,
    })
  }
  if (!inventory.seesSlices(ref)) return unseen(ref, 'EndpointSlice')
  const otherPort = typeof wanted === 'number' && port.port !== wanted ? port.port : null
  const found = counted(itemsIn(inventory.slices(ref), port))
  const endpoints = found.items.flatMap((one) => (one.ready ? addressText(one) : []))
  if (endpoints.length > 0) return { endpoints, lack: null, counted: found, otherPort }
  const lack =
    found.items.length > 0
      ? told('none-ready', { ...facts, total: found.items.length })
      : told('no-endpoints', { ...facts, port: wanted })
  return { endpoints: [], lack, counted: found, otherPort }
}

function none(lack: NonNullable<Upstream['lack']>, found: RouteEndpoints): FoundEndpoints {
  return { endpoints: [], lack, counted: found, otherPort: null }
}

function unseen(service: NamespacedName, kind: 'Service' | 'EndpointSlice'): FoundEndpoints {
  const lack = told('backend-unseen', { service, unseen: kind })
  return { endpoints: null, lack, counted: withoutEndpoints('unknown', null), otherPort: null }
}

/** Only NGINX Plus asks a name server; whether it is told of one stands in the ConfigMap. */
function external(service: Service, ref: NamespacedName, isPlus: boolean): FoundEndpoints {
  const target = service.spec?.externalName ?? ''
  const found = { ...withoutEndpoints('external-name', 0), externalName: target || null }
  if (isPlus) return { endpoints: null, lack: null, counted: found, otherPort: null }
  const facts = { service: ref, instead: { is: 'unsaid' }, target, flaw: 'not-asked' } as const
  return { endpoints: [], lack: told('external-name', facts), counted: found, otherPort: null }
}

function ofAddress(service: Service, port: ServicePort | null, wanted: number | string | null): FoundEndpoints {
  const number = typeof wanted === 'number' ? wanted : (port?.port ?? 0)
  const endpoints = [`${service.spec?.clusterIP ?? ''}:${number}`]
  return { endpoints, lack: null, counted: withoutEndpoints('unknown', null), otherPort: null }
}

/**
 * The first port that fits by name or by number. A port without a name fits every Ingress that names none, so of a Service
 * with one such port the number counts for nothing.
 */
export function portFor(service: Service, wanted: number | string | null): ServicePort | undefined {
  const name = typeof wanted === 'string' ? wanted : ''
  return service.spec?.ports?.find((port) => (name === '' && port.port === wanted) || (port.name ?? '') === name)
}

/** Slices are found by the number of the target port alone, and only an endpoint that says that it is ready counts. */
function itemsIn(slices: readonly EndpointSlice[], port: ServicePort): RouteEndpoint[] {
  const number = targetOf(slices, port)
  const found = new Map<string, RouteEndpoint>()
  for (const slice of slices) {
    if (!(slice.ports ?? []).some((one) => one.port === number)) continue
    for (const endpoint of slice.endpoints ?? [])
      for (const address of endpoint.addresses ?? []) {
        const item = routeEndpoint(endpoint, address, number, refOf(slice).namespace)
        const known = found.get(address)
        if (!known?.ready) found.set(address, { ...item, ready: endpoint.conditions?.ready === true })
      }
  }
  return [...found.values()].sort(byAddress)
}

/** A name is looked up in a pod of the Service; its slices tell the same. 0: nobody has it */
function targetOf(slices: readonly EndpointSlice[], { name, port, targetPort }: ServicePort): number {
  if (typeof targetPort === 'number') return targetPort
  if (!targetPort) return port
  const ports = slices.flatMap((slice) => slice.ports ?? [])
  return ports.find((one) => (one.name ?? '') === (name ?? ''))?.port ?? 0
}

function addressText({ address, port }: RouteEndpoint): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`
}
