import { isSame, nameOf } from '../../domain/objects/ref.js'
import { covers } from './attachment/hostnames.js'
import type { GatewayPlan } from './plan.js'
import type { PlannedGateway } from './world.js'

/**
 * Does one of its routes name the host: one without hostname answers for all, and names none. One that asks for it in vain
 * counts, too: that none of its requests gets through is what somebody wants to know.
 */
export function namesHost({ world }: GatewayPlan, { ref }: PlannedGateway, host: string): boolean {
  const isOf = (one: string | null) => one !== null && covers(one, host)
  const isHeldOut = world.heldOut.some(
    ({ gateway, route }) => isSame(gateway, ref) && (route.spec?.hostnames ?? []).some(isOf),
  )
  if (isHeldOut) return true
  return world.attachments.some(({ gateway, route, taken }) => {
    if (nameOf(gateway) !== nameOf(ref)) return false
    const asked = taken.length > 0 ? taken.flatMap(({ hostnames }) => hostnames) : (route.spec?.hostnames ?? [])
    return asked.some(isOf)
  })
}
