/** The Service before the controller, whose load balancer clients come by. */
import type { Inventory } from '../../../../domain/objects/inventory.js'
import type { Service } from '../../../../domain/objects/objects.js'
import type { Policy } from '../../workload/policy.js'

/** By which clouds are told what their balancer does. */
export const beta = 'service.beta.kubernetes.io'

/** null: no Service is named by a flag, or it is not seen */
export function entryOf({ publishService }: Pick<Policy, 'publishService'>, inventory: Inventory): Service | null {
  return (publishService && inventory.service(publishService)) ?? null
}
