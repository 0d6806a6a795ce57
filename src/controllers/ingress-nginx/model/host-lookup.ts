/** Hosts that are found by nobody, for certain. */
import type { Inventory } from '../../../domain/objects/inventory.js'
import { serviceNamed } from '../../../domain/routes/service-name.js'

/** A Service that does not exist has no name either; of other names nothing is known. @param host in lower case */
export function isUnknownHost(inventory: Pick<Inventory, 'service' | 'sees'>, host: string): boolean {
  // https://www.rfc-editor.org/rfc/rfc6761#section-6.4
  if (/\.invalid\.?$/.test(host)) return true
  const service = serviceNamed(host)
  return service !== null && inventory.sees('Service', service.namespace) && inventory.service(service) === undefined
}
