/** A Service before the controller that leads to no pod, by its selector, or to a port that refuses what comes. */
import type { FindingFacts } from '../../../../domain/findings/facts.js'
import type { Inventory } from '../../../../domain/objects/inventory.js'
import { refOf } from '../../../../domain/objects/ref.js'
import type { Model } from '../types.js'
import { entryOf } from './entry.js'
import { isBehind } from './ports.js'

type Nowhere = FindingFacts['balancer-nowhere']

/** null: nothing that is seen keeps requests from the controller */
export function balancerNowhere({ policy }: Pick<Model, 'policy'>, inventory: Inventory): Nowhere | null {
  const entry = entryOf(policy, inventory)
  if (entry === null || !policy.isSeen) return null
  const service = refOf(entry)
  const selector = Object.entries(entry.spec?.selector ?? {}).map((pair) => pair.join('='))
  // A cluster keeps one for each Service with a selector, also without endpoints; who saved some may have left it out.
  const slices = inventory.slices(service)
  const isEmpty = slices.length > 0 && slices.every(({ endpoints }) => (endpoints ?? []).length === 0)
  if (selector.length > 0 && isEmpty) return { service, is: 'empty', selector: selector.join() }
  return isBehind(entry, inventory, 80, { name: 'https', number: policy.httpsPort }) ? { service, is: 'crossed' } : null
}

/** Nobody has given its load balancer an address. It may be reached by the ports of nodes. */
export function balancerAwaited({ policy }: Pick<Model, 'policy'>, inventory: Inventory): Nowhere | null {
  const entry = entryOf(policy, inventory)
  const { type, externalIPs } = entry?.spec ?? {}
  const given = [...(entry?.status?.loadBalancer?.ingress ?? []), ...(externalIPs ?? [])]
  // Whoever writes manifests writes no status.
  if (entry === null || type !== 'LoadBalancer' || !entry.status?.loadBalancer || given.length > 0) return null
  return { service: refOf(entry), is: 'awaited' }
}
