/**
 * Which endpoints the controller should balance over for a Service and port, by its own rules, which are not quite the
 * API's: https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/endpointslices.go
 */

import type { EndpointSlice, Service, ServicePort } from '../../../domain/objects/objects.js'
import { refOf } from '../../../domain/objects/ref.js'

/**
 * @param wanted the port as the Ingress names it
 * @returns `address:port`, as the controller lists them; null where it does not take endpoints (ExternalName)
 */
export function expectedEndpoints(
  service: Service,
  slices: readonly EndpointSlice[],
  wanted: number | string,
): ReadonlySet<string> | null {
  if (service.spec?.type === 'ExternalName') return null
  const port = servicePort(service, wanted)
  const found = new Set<string>()
  if (port === undefined) return found
  for (const slice of slices) {
    if (!isVisible(service, slice)) continue
    for (const number of portsOf(slice, port))
      for (const { addresses, conditions } of slice.endpoints ?? [])
        if (conditions?.ready ?? true) for (const address of addresses ?? []) found.add(`${address}:${number}`)
  }
  return found
}

/** A slice whose name does not begin with its Service's is not seen at all. */
export function isVisible(service: Service, slice: EndpointSlice): boolean {
  return refOf(slice).name.startsWith(refOf(service).name.slice(0, longestPrefix))
}

/** Generated names are cut to make room for what is appended. */
const longestPrefix = 57

/** The first that fits in any of three ways, even if a later one fits better. */
function servicePort(service: Service, wanted: number | string): ServicePort | undefined {
  return service.spec?.ports?.find(
    ({ name, port, targetPort }) => port === wanted || String(targetPort ?? '') === String(wanted) || name === wanted,
  )
}

function portsOf(slice: EndpointSlice, { name, targetPort, protocol }: ServicePort): readonly number[] {
  if ((protocol || 'TCP') !== 'TCP') return []
  const tcp = (slice.ports ?? []).filter((port) => (port.protocol || 'TCP') === 'TCP')
  const fixed = typeof targetPort === 'number' ? [targetPort] : []
  if (tcp.length === 0) return (slice.ports ?? []).length === 0 ? fixed : []
  const named = name ? tcp.filter((port) => port.name === name) : tcp
  const numbers = named.flatMap(({ port }) => port ?? [])
  return numbers.length > 0 ? numbers : fixed
}
