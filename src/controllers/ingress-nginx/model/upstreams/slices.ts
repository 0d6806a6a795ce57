/**
 * Which endpoints stand in the slices of a Service for a port, by the controller's own rules, which are not quite the
 * API's: https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/endpointslices.go
 */
import type { EndpointSlice, Service, ServicePort } from '../../../../domain/objects/objects.js'
import { refOf } from '../../../../domain/objects/ref.js'
import { byAddress, type Protocol, routeEndpoint } from '../../../../domain/routes/resolve-endpoints.js'
import type { RouteEndpoint } from '../../../../domain/routes/route.js'

/** Each address and port once, by address; only those that are ready get requests. */
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
export function isVisible(service: Service, slice: EndpointSlice): boolean {
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
function portsOf(slice: EndpointSlice, { name, targetPort }: ServicePort, protocol: Protocol): readonly number[] {
  const ports = slice.ports ?? []
  const fixed = typeof targetPort === 'number' ? [targetPort] : []
  if (ports.length === 0) return fixed
  return ports.flatMap((port) => {
    if ((port.protocol || 'TCP') !== protocol) return []
    return (!name || name === port.name) && port.port ? [port.port] : fixed
  })
}
