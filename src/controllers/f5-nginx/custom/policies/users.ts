/** What names a Policy, and so hangs on it. */
import type { RoutingFacts } from '../../../../domain/controllers/routing-facts.js'
import { nameOf, type Ref, refOf } from '../../../../domain/objects/ref.js'
import { policiesNamed } from '../../model/ingress-guards.js'
import type { F5Settings } from '../../workload/settings.js'
import { virtualsOf } from '../read.js'
import { policies } from './kinds.js'

export function policyUsers(named: Ref, facts: RoutingFacts, settings: F5Settings): readonly Ref[] {
  if (named.kind !== policies.kind) return []
  const { servers, routes } = virtualsOf(facts, settings)
  const ofVirtuals = [...servers, ...routes].filter((one) =>
    [...one.policies, ...one.routes.flatMap((route) => route.policies ?? [])].some(
      (policy) => nameOf(policy) === nameOf(named),
    ),
  )
  const ofIngresses = facts.ingresses.filter((one) =>
    policiesNamed(one).some((policy) => nameOf(policy) === nameOf(named)),
  )
  return [...ofVirtuals.map(({ ref }) => ref), ...ofIngresses.map(refOf)]
}
