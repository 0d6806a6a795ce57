/** What the objects add to the answer of an engine: whose an address is, the endpoints behind a Service, why nobody takes a loser. */
import type { Controllers } from '../../domain/controllers/dialect.js'
import { isSame, refOf } from '../../domain/objects/ref.js'
import { isByAddress } from '../../domain/requests/last-hop.js'
import { serviceHops } from '../../domain/requests/service-hops.js'
import type { Answer, Hop, Loser } from '../../domain/requests/trace.js'
import { reasonOfNobody } from '../why/class.js'
import type { World } from '../worlds/world.js'
import type { Worlds } from '../worlds/worlds.js'
import type { EndpointFinding } from './endpoint-findings.js'

/** @param before hops before the first of the answer. @param found where the endpoints differ from those of a replica */
type Complete = (world: World, answer: Answer, before: readonly Hop[], found: readonly EndpointFinding[]) => Answer

/** @param explain with hops and losers */
export function completing(controllers: Controllers, worlds: Worlds, explain: boolean): Complete {
  /** An address does not tell whose it is. */
  const reached = (answer: Answer): Answer => {
    const { lastHop, backend, endpoints } = answer
    const service =
      lastHop && backend && worlds.inventory.service({ namespace: backend.namespace, name: backend.service })
    return service && isByAddress(endpoints, service)
      ? { ...answer, lastHop: { ...lastHop, reached: 'cluster-ip' } }
      : answer
  }

  /** A dialect knows of itself alone that it does not take an Ingress. */
  const withReason = (loser: Loser): Loser => {
    const ingress =
      loser.code === 'other-class' && worlds.inventory.ingresses.find((one) => isSame(refOf(one), loser.source))
    if (!ingress || worlds.ownersOf(ingress).length > 0) return loser
    const found = worlds.chosen.map(({ controller }) => controller)
    const by = reasonOfNobody(ingress, { controllers, found, inventory: worlds.inventory })
    return { ...loser, facts: { ...loser.facts, by } }
  }

  // An engine that ends at the Service leaves its endpoints to the plan.
  return ({ plan }, answer, before, found) => {
    if (!explain) return reached(answer)
    const { backend, hops, upstream } = answer
    const gone = found.flatMap(({ facts }) =>
      facts.how === 'endpoints' && facts.upstream === upstream ? facts.gone : [],
    )
    const end =
      backend === null || hops.some(({ kind }) => kind === 'endpoint' || kind === 'service')
        ? []
        : serviceHops(backend, plan.endpointsOf(backend, upstream), gone)
    return { ...reached(answer), hops: [...before, ...hops, ...end], losers: answer.losers.map(withReason) }
  }
}
