/** What a load balancer does, and nginx does not expect: it is told once, however many of these there are. */
import type { Told } from '../../../../domain/findings/facts.js'
import { told } from '../../../../domain/findings/finding.js'
import type { Inventory } from '../../../../domain/objects/inventory.js'
import type { Kept, Model } from '../types.js'
import { balancerLoop, balancerPlain } from './loop.js'
import { balancerProbe } from './probe.js'

type BalancerFlaw = Told<'balancer-probe' | 'balancer-plain' | 'balancer-loop'>

/** The one that is in the way first; all but the first kind are of requests over TLS alone. null: none is seen */
export function balancerFlaw(model: Model, inventory: Inventory, own: Kept): BalancerFlaw | null {
  const probe = balancerProbe(model, inventory)
  if (probe !== null) return told('balancer-probe', probe)
  const plain = balancerPlain(model, inventory)
  if (plain !== null) return told('balancer-plain', plain)
  const loop = balancerLoop(model, inventory, own)
  return loop && told('balancer-loop', loop)
}
