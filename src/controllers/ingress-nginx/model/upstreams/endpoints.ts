/**
 * What the controller balances over for one Service and port, and why where it is nothing:
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/controller.go (serviceEndpoints)
 */
import type { RoutingFacts } from '../../../../domain/controllers/routing-facts.js'
import { told } from '../../../../domain/findings/finding.js'
import type { EndpointSlice, Service, ServicePort } from '../../../../domain/objects/objects.js'
import { type NamespacedName, refOf } from '../../../../domain/objects/ref.js'
import {
  byAddress,
  nearestPort,
  type Protocol,
  routeEndpoint,
  servicePort,
} from '../../../../domain/routes/resolve-endpoints.js'
import { counted, resolveService, withoutEndpoints } from '../../../../domain/routes/resolve-service.js'
import type { RouteEndpoint, RouteEndpoints } from '../../../../domain/routes/route.js'
import type { Policy } from '../../workload/policy.js'
import { isSince, type Version } from '../../workload/version.js'
import type { Lack } from '../types.js'
import { externalName, type FoundEndpoints } from './external-names.js'

type SeenServices = Pick<RoutingFacts, 'inventory'>

/**
 * @param wanted the port as the Ingress names it; null: it names none
 * @param stream of a TCP or UDP service, which means just that port of the Service; left out: of an Ingress
 */
export function endpointsFor(
  { inventory }: SeenServices,
  policy: Pick<Policy, 'version' | 'externalNames'>,
  ref: NamespacedName,
  wanted: number | string | null,
  stream?: Protocol,
): FoundEndpoints {
  const service = inventory.service(ref)
  const facts = { service: ref, instead: { is: 'unsaid' } } as const
  if (service === undefined)
    return inventory.sees('Service', ref.namespace)
      ? none(told('no-service', facts), withoutEndpoints('no-service', 0))
      : unseen(ref, 'Service')
  const port = stream === undefined ? portFor(service, wanted ?? '') : servicePort(service, wanted, stream)
  if (service.spec?.type === 'ExternalName' && (stream === undefined || port !== undefined))
    return externalName(inventory, service, stream === undefined ? policy : { externalNames: true }, ref, wanted)
  if (port === undefined) {
    const near = nearestPort(service, wanted, stream ?? 'TCP')
    const lack = told('no-port', { ...facts, port: wanted, near })
    return none(lack, { ...withoutEndpoints('no-port', 0), nearestPort: near })
  }
  if (!inventory.seesSlices(ref)) return unseen(ref, 'EndpointSlice')
  const slices = inventory
    .slices(ref)
    .filter((slice) => isSince(policy.version, readsSlices) || isMirrored(slice, service))
  const found = counted(itemsIn(service, slices, port, stream ?? 'TCP'))
  const endpoints = found.items.flatMap((one) => (one.ready ? `${one.address}:${one.port}` : []))
  if (endpoints.length > 0) return { endpoints, lack: null, counted: found }
  const hidden = slices.find((slice) => !isVisible(service, slice) && (slice.endpoints ?? []).length > 0)
  if (hidden === undefined) return none(told('no-endpoints', { ...facts, port: wanted }), found)
  const ready = (hidden.endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false).length
  return none(told('slices-hidden', { ...facts, slice: hidden.metadata.name ?? '', ready }), found)
}

/** Before, the controller read Endpoints: https://github.com/kubernetes/ingress-nginx/pull/8890 */
const readsSlices: Version = [1, 4, 0]

/** Slices that a person made have no Endpoints beside them; where a Service selects pods, a file leaves out who made its own. */
function isMirrored({ metadata }: EndpointSlice, { spec }: Service): boolean {
  const manager = metadata.labels?.['endpointslice.kubernetes.io/managed-by']
  return manager === undefined ? Object.keys(spec?.selector ?? {}).length > 0 : manager.endsWith('.k8s.io')
}

/**
 * With `service-upstream` the one endpoint is the Service's own address; null: it has none, and endpoints count.
 * Where nothing is ready behind that address, or it has no such port, whoever connects to it is refused: nothing is
 * counted then.
 */
export function clusterEndpoint(
  { inventory }: SeenServices,
  ref: NamespacedName,
  wanted: number | string | null,
): FoundEndpoints | null {
  const service = inventory.service(ref)
  const { clusterIP: address, ports } = service?.spec ?? {}
  if (!address || address === 'None') return null
  const port = typeof wanted === 'string' ? ports?.find(({ name }) => name === wanted)?.port : wanted
  if (port === undefined || port === null) return null
  const behind = resolveService(inventory, ref, wanted, 'TCP')
  return {
    endpoints: [`${address}:${port}`],
    lack: null,
    counted: isEmpty(behind) ? behind : counted([{ ...ownAddress, address, port }]),
  }
}

/** Does it lead to an address of a Service with nothing ready behind it. */
export function isHollow({ endpoints, counted }: Pick<FoundEndpoints, 'endpoints' | 'counted'>): boolean {
  return endpoints?.length === 1 && counted.externalName === null && isEmpty(counted)
}

function isEmpty({ state }: RouteEndpoints): boolean {
  return state === 'no-slices' || state === 'none-ready' || state === 'no-port'
}

const ownAddress: Omit<RouteEndpoint, 'address' | 'port'> = {
  ready: true,
  serving: true,
  terminating: false,
  pod: null,
  node: null,
}

function none(lack: Lack, found: RouteEndpoints): FoundEndpoints {
  return { endpoints: [], lack, counted: found }
}

function unseen(service: NamespacedName, kind: 'Service' | 'EndpointSlice'): FoundEndpoints {
  const lack = told('backend-unseen', { service, unseen: kind })
  return { endpoints: null, lack, counted: withoutEndpoints('unknown', null) }
}

/**
 * Which endpoints stand in the slices of a Service for a port, by the controller's own rules, which are not quite the
 * API's: https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/endpointslices.go
 * Each address and port once, by address; only those that are ready get requests.
 */
export function itemsIn(
  service: Service,
  slices: readonly EndpointSlice[],
  port: ServicePort,
  protocol: Protocol,
): RouteEndpoint[] {
  const found = new Map<string, RouteEndpoint>()
  for (const slice of slices) {
    if (!isVisible(service, slice)) continue
    for (const number of portsOf(slice, port, protocol))
      for (const endpoint of slice.endpoints ?? [])
        for (const address of endpoint.addresses ?? []) {
          const key = `${address}:${number}`
          if (!found.get(key)?.ready) found.set(key, routeEndpoint(endpoint, address, number, refOf(slice).namespace))
        }
  }
  return [...found.values()].sort(byAddress)
}

/** A slice whose name does not begin with its Service's is not seen at all. */
function isVisible(service: Service, slice: EndpointSlice): boolean {
  return refOf(slice).name.startsWith(refOf(service).name.slice(0, longestPrefix))
}

/** Generated names are cut to make room for what is appended. */
const longestPrefix = 57

/** The first that fits in any of three ways, even if a later one fits better. @param wanted as the Ingress names it */
export function portFor(service: Service, wanted: number | string): ServicePort | undefined {
  return service.spec?.ports?.find(
    ({ name, port, targetPort }) => port === wanted || String(targetPort ?? '') === String(wanted) || name === wanted,
  )
}

/**
 * The protocol of the Service's own port counts for nothing here: of an Ingress whose port is for UDP the endpoints for TCP answer. What has
 * another name than that port has its number where that is one.
 */
function portsOf(
  slice: EndpointSlice,
  { name, port: own, targetPort }: ServicePort,
  protocol: Protocol,
): readonly number[] {
  const ports = slice.ports ?? []
  // The API server fills in what a file leaves out.
  const target = targetPort ?? own
  const fixed = typeof target === 'number' ? [target] : []
  if (ports.length === 0) return fixed
  return ports.flatMap((port) => {
    if ((port.protocol || 'TCP') !== protocol) return []
    return (!name || name === port.name) && port.port ? [port.port] : fixed
  })
}
