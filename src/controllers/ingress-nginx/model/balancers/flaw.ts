/** What a load balancer does, and nginx does not expect: it is told once, however many of these there are. */
import type { Told } from '../../../../domain/findings/facts.js'
import { told } from '../../../../domain/findings/finding.js'
import type { Inventory } from '../../../../domain/objects/inventory.js'
import type { Kept, Model } from '../types.js'
import { balancerLoop, balancerPlain } from './loop.js'
import { balancerNowhere } from './nowhere.js'
import { balancerProbe } from './probe.js'

interface BalancerFlaw {
  readonly flaw: Told<'balancer-nowhere' | 'balancer-probe' | 'balancer-plain' | 'balancer-loop'>
  /** whose requests it meets; null: all */
  readonly scheme: 'http' | 'https' | null
}

/** The one that is in the way first. null: none is seen */
export function balancerFlaw(model: Model, inventory: Inventory, own: Kept): BalancerFlaw | null {
  const nowhere = balancerNowhere(model, inventory)
  if (nowhere !== null)
    return { flaw: told('balancer-nowhere', nowhere), scheme: nowhere.is === 'crossed' ? 'http' : null }
  const probe = balancerProbe(model, inventory)
  if (probe !== null) return { flaw: told('balancer-probe', probe), scheme: null }
  const plain = balancerPlain(model, inventory)
  if (plain !== null) return { flaw: told('balancer-plain', plain), scheme: 'https' }
  const loop = balancerLoop(model, inventory, own)
  return loop && { flaw: told('balancer-loop', loop), scheme: 'https' }
}
