/** A Service and one of its ports → what answers there, with a word of its own for each way in which nothing does. */

import type { Inventory } from '../objects/inventory.js'
import type { NamespacedName } from '../objects/ref.js'
import { endpointsOf, nearestPort, type Protocol, servicePort } from './resolve-endpoints.js'
import type { EndpointState, RouteEndpoints } from './route.js'

/** @param wanted the port, by number or by name; null where the backend names none */
export function resolveService(
  inventory: Pick<Inventory, 'service' | 'slices' | 'sees' | 'seesSlices'>,
  ref: NamespacedName,
  wanted: number | string | null,
  protocol: Protocol,
): RouteEndpoints {
  const service = inventory.service(ref)
  if (!service)
    return inventory.sees('Service', ref.namespace)
      ? withoutEndpoints('no-service', 0)
      : withoutEndpoints('unknown', null)
  if (service.spec?.type === 'ExternalName')
    return { ...withoutEndpoints('external-name', 0), externalName: service.spec.externalName ?? null }
  const port = servicePort(service, wanted, protocol)
  if (!port) return { ...withoutEndpoints('no-port', 0), nearestPort: nearestPort(service, wanted, protocol) }
  if (!inventory.seesSlices(ref)) return withoutEndpoints('unknown', null)
  return counted(endpointsOf(inventory.slices(ref), service, port))
}

/** What was found, in one word and two numbers. */
export function counted(items: RouteEndpoints['items']): RouteEndpoints {
  const ready = items.filter((item) => item.ready).length
  const state = items.length === 0 ? 'no-slices' : ready === 0 ? 'none-ready' : 'ok'
  return { state, ready, total: items.length, items, nearestPort: null, externalName: null }
}

export function withoutEndpoints(state: EndpointState, count: 0 | null): RouteEndpoints {
  return { state, ready: count, total: count, items: [], nearestPort: null, externalName: null }
}
