/** Kinds that controllers brought with them: which are looked for, and who stands in for controllers that nobody saw. */
import type { Controller } from '../../domain/controllers/controller.js'
import type { Controllers, Dialect } from '../../domain/controllers/dialect.js'
import { lookCustom } from '../../domain/look.js'
import type { CustomKind } from '../../domain/objects/custom.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import type { ClusterReader } from '../../domain/ports.js'

/**
 * Those of the controllers found. Where nobody could be seen, objects tell by themselves whose they are; a cluster is asked for
 * all kinds only where it has no Ingresses either.
 * @param isBlind could pods not be looked at
 */
export function kindsLookedFor(
  { isAtHand }: Pick<ClusterReader, 'isAtHand'>,
  controllers: Controllers,
  found: readonly Controller[],
  { ingresses }: Pick<Inventory, 'ingresses'>,
  isBlind: boolean,
): readonly CustomKind[] {
  const needed = found.flatMap((one) => controllers.dialectOf(one).needs(one, [], null).custom ?? [])
  const isAll = isBlind && (isAtHand || (found.length === 0 && ingresses.length === 0))
  return isAll ? [...needed, ...readOnes(controllers).flatMap(({ customKinds = [] }) => customKinds)] : needed
}

/** The dialects of which there are objects, in the order of all. */
export async function broughtBy(
  cluster: ClusterReader,
  controllers: Controllers,
  inventory: Inventory,
): Promise<readonly Dialect[]> {
  const { of } = await lookCustom(cluster, kindsLookedFor(cluster, controllers, [], inventory, true))
  return readOnes(controllers).filter(({ customKinds = [] }) => customKinds.some((kind) => of(kind).items.length > 0))
}

function readOnes({ dialects }: Controllers): readonly Dialect[] {
  return dialects.filter(({ reads }) => reads.rules)
}
