/** Ingresses and Gateways, opened together: `trace`, `why` and `certs` ask of both. */
import type { Controllers } from '../../domain/controllers/dialect.js'
import { type Gap, isNotCaptured } from '../../domain/gap.js'
import type { GatewayInventory } from '../../domain/objects/gateway/inventory.js'
import type { ClusterReader } from '../../domain/ports.js'
import { type OpenGateways, openGateways } from '../gateways/open.js'
import { openWorlds, type Worlds, type WorldsQuestion } from './worlds.js'

export interface BothWorlds {
  readonly worlds: Worlds
  readonly opened: OpenGateways
}

/** Services and Secrets of both are looked at. @throws Problem as {@link openWorlds} */
export async function openBoth(
  cluster: ClusterReader,
  controllers: Controllers,
  question: WorldsQuestion,
): Promise<BothWorlds> {
  const opening = openWorlds(cluster, controllers, question)
  const [worlds, opened] = await Promise.all([
    opening,
    openGateways(cluster, controllers, {
      backends: () => opening.then(({ inventory }) => inventory),
      found: () => opening.then(({ found }) => found.controllers),
      semantics: question.semantics,
    }),
  ])
  return { worlds, opened }
}

/** Files of Gateways need hold no Ingress, and nobody misses one there. */
export function withoutOtherWorld(gaps: readonly Gap[], { routes }: GatewayInventory): readonly Gap[] {
  const isOther = ({ kind }: Gap) => kind === 'Ingress' || kind === 'IngressClass'
  return routes.length === 0 ? gaps : gaps.filter((gap) => !isNotCaptured(gap) || !isOther(gap))
}
