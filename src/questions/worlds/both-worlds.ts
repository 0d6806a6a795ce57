/** Ingresses and Gateways, opened together: `trace`, `why` and `certs` ask of both. */
import { type Controller, isAssumed } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { Plan } from '../../domain/controllers/plan.js'
import { type Gap, isNotCaptured } from '../../domain/gap.js'
import type { GatewayInventory } from '../../domain/objects/gateway/inventory.js'
import type { ClusterReader } from '../../domain/ports.js'
import { type OpenGateways, openGateways, ranksGateways } from '../gateways/open.js'
import type { World } from './world.js'
import { openWorlds, type Worlds, type WorldsQuestion } from './worlds.js'

export interface BothWorlds {
  readonly worlds: Worlds
  readonly opened: OpenGateways
}

/**
 * Services and Secrets of both are looked at.
 * @param asksFates is it asked what becomes of the routes of Gateways: of a controller that ranks rules of both worlds by one
 * number its Ingresses are read for that
 * @throws Problem as {@link openWorlds}
 */
export async function openBoth(
  cluster: ClusterReader,
  controllers: Controllers,
  question: WorldsQuestion,
  asksFates = true,
): Promise<BothWorlds> {
  const plans = new Map<Controller, Plan>()
  const opening = openWorlds(cluster, controllers, question, async (one) => (await gateways).besideOf(one))
  const gateways = openGateways(cluster, controllers, {
    backends: () => opening.then(({ inventory }) => inventory),
    found: () => opening.then(({ found }) => found.controllers),
    semantics: question.semantics,
    planOf: (one) => plans.get(one),
  })
  const [worlds, opened] = await Promise.all([opening, gateways])
  const ranking = worlds.chosen.filter(({ controller }) => asksFates && opened.besideOf(controller) !== undefined)
  await Promise.all(ranking.map(async (one) => plans.set(one.controller, (await worlds.open(one, null)).plan)))
  return { worlds, opened }
}

/** One of each world, of one proxy that ranks all rules by a number. */
export function areRanked(one: World, other: World): boolean {
  const { controller } = one.chosen
  const ranks = ranksGateways(one.dialect, controller) && !isAssumed(controller)
  return ranks && controller === other.chosen.controller && (one.gateway === null) !== (other.gateway === null)
}

/** Files of Gateways need hold no Ingress, and nobody misses one there. */
export function withoutOtherWorld(gaps: readonly Gap[], { routes }: GatewayInventory): readonly Gap[] {
  const isOther = ({ kind }: Gap) => kind === 'Ingress' || kind === 'IngressClass'
  return routes.length === 0 ? gaps : gaps.filter((gap) => !isNotCaptured(gap) || !isOther(gap))
}
