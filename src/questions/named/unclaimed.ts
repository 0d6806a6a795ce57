/** Objects of controllers' own kinds that ask for routes, and that nobody takes. */
import type { PassedOver, Plan } from '../../domain/controllers/plan.js'
import { type Ref, refKey } from '../../domain/objects/ref.js'

/** What asks for anything and is no Ingress. */
export function sourcesBeside({ customRoutes = [], alsoAsking = [] }: Plan): readonly Ref[] {
  return [...customRoutes.map(({ source }) => source), ...alsoAsking]
}

/** @param plans of all controllers that were found: what one passes over another may take */
export function unclaimedBy(plans: readonly Plan[]): readonly PassedOver[] {
  const passed = new Map(plans.flatMap((one) => one.passedOver ?? []).map((one) => [refKey(one.source), one]))
  if (passed.size > 0) for (const source of plans.flatMap(sourcesBeside)) passed.delete(refKey(source))
  return [...passed.values()]
}
