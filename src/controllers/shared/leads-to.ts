/** Where clients would reach a controller. */
import type { Controller } from '../../domain/controllers/controller.js'
import { addressesOf } from '../../domain/objects/addresses.js'
import type { Service } from '../../domain/objects/objects.js'

/** Does this Service select a replica of it. */
export function leadsTo({ metadata, spec }: Service, { namespace, replicas }: Controller): boolean {
  const selector = Object.entries(spec?.selector ?? {})
  return (
    metadata.namespace === namespace &&
    selector.length > 0 &&
    replicas.some(({ labels }) => selector.every(([key, value]) => labels[key] === value))
  )
}

/** Its own, and of Services that lead to it those that nobody chooses for a Service of his own. */
export function addressesTo(controller: Controller, services: readonly Service[]): readonly string[] {
  const own = services.filter((service) => leadsTo(service, controller))
  return [...own.flatMap(givenAddresses), ...controller.replicas.flatMap(({ ip }) => ip ?? [])]
}

function givenAddresses(service: Service): string[] {
  const { clusterIP } = service.spec ?? {}
  return clusterIP && clusterIP !== 'None' ? [...addressesOf(service), clusterIP] : addressesOf(service)
}
