/** A Service and one of its ports → a target, or why there is none. */
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import type { Inventory } from '../../../domain/objects/inventory.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import { resolveService } from '../../../domain/routes/resolve-service.js'
import type { RouteEndpoints } from '../../../domain/routes/route.js'

export function countedFor(inventory: Inventory, { namespace, service, port }: ServiceBackend): RouteEndpoints {
  return resolveService(inventory, { namespace, name: service }, port, 'TCP')
}

/** What is the matter with a backend; null: nothing is, or it is not known. */
export function flawOf(
  backend: ServiceBackend,
  { state, nearestPort, total, externalName }: RouteEndpoints,
): Told | null {
  const service = { namespace: backend.namespace, name: backend.service }
  const facts = { service, instead: { is: 'unsaid' } } as const
  const { port } = backend
  switch (state) {
    case 'no-service':
      return told('no-service', facts)
    case 'no-port':
      return told('no-port', { ...facts, port, near: nearestPort })
    case 'none-ready':
      return told('none-ready', { ...facts, total: total ?? 0 })
    case 'no-slices':
      return told('no-endpoints', { ...facts, port })
    case 'external-name':
      return told('external-name', { ...facts, target: externalName ?? '', flaw: 'forbidden' })
    case 'unknown':
      return told('backend-unseen', { service, unseen: 'EndpointSlice' })
    default:
      return null
  }
}
