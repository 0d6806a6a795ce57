/** The controllers that are meant, each replica held against what its controller makes of the objects. */
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { ClusterReader, Gap } from '../../domain/ports.js'
import { inOrder } from '../attempt.js'
import { type ControllerSelection, chooseControllers } from '../worlds/choose-controller.js'
import { readOnes } from '../worlds/read-ones.js'
import type { World } from '../worlds/world.js'
import { openWorlds } from '../worlds/worlds.js'
import { compareReplica, type ReplicaComparison } from './compare-replica.js'

export interface ComparisonQuestion {
  readonly selection: ControllerSelection
  /** in which controllers are looked for; null: all */
  readonly namespace: string | null
  readonly now: number
}

/** One controller with its replicas: those that are ready, and one that was named. */
export interface ComparedWorld {
  readonly world: World
  readonly replicas: readonly ReplicaComparison[]
}

/** @throws Problem as {@link openWorlds}, and `not-read` where nobody who is meant can be looked into */
export async function gatherComparisons(
  cluster: ClusterReader,
  controllers: Controllers,
  { selection, namespace, now }: ComparisonQuestion,
): Promise<{ readonly worlds: readonly ComparedWorld[]; readonly gaps: readonly Gap[] }> {
  const opened = await openWorlds(cluster, controllers, { selection, namespace, semantics: null, now })
  const chosen =
    opened.chosen.length > 0
      ? readOnes(controllers, opened.chosen, 'inside')
      : chooseControllers(opened.found, selection, namespace)
  const told = await Promise.all(
    chosen.map(async (one) => {
      const world = await opened.open(one, null)
      const asked = one.replicas.filter(({ state, name }) => state === 'ready' || name === selection.pod)
      const replicas = await Promise.all(asked.map((replica) => compareReplica(controllers, world, replica)))
      return {
        world,
        replicas: replicas.map(({ comparison }) => comparison),
        gaps: [...inOrder(world.gaps), ...replicas.flatMap(({ gaps }) => gaps)],
      }
    }),
  )
  return { worlds: told, gaps: [...opened.gaps, ...told.flatMap(({ gaps }) => gaps)] }
}
