/** The controllers that are meant, each replica held against what its controller makes of the objects. */
import type { Controller, Replica } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { Gap } from '../../domain/gap.js'
import { groupedBy } from '../../domain/groups.js'
import type { ClusterReader } from '../../domain/ports.js'
import { counted } from '../../domain/text/counted.js'
import { attempt, inOrder } from '../attempt.js'
import { digestsOf } from '../controllers/compare-confs.js'
import { isUnclaimed } from '../gateways/gateway-findings.js'
import type { OpenGateways } from '../gateways/open.js'
import { classesOfNobody } from '../why/class.js'
import { openBoth, withoutOtherWorld } from '../worlds/both-worlds.js'
import { type ControllerSelection, chooseControllers, isNamed } from '../worlds/choose-controller.js'
import { passedOver, readOnes } from '../worlds/read-ones.js'
import type { World } from '../worlds/world.js'
import { ownGateways } from './compare-gateways.js'
import { compareReplica, type ReplicaComparison } from './compare-replica.js'
import { compareReplicas } from './compare-replicas.js'

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

export interface Comparisons {
  readonly worlds: readonly ComparedWorld[]
  readonly gaps: readonly Gap[]
}

/** @throws Problem as {@link openBoth}, and `not-read` where nobody who is meant can be looked into */
export async function gatherComparisons(
  cluster: ClusterReader,
  controllers: Controllers,
  { selection, namespace, now }: ComparisonQuestion,
): Promise<Comparisons> {
  const question = { selection, namespace, semantics: null, now }
  const { worlds, opened } = await openBoth(cluster, controllers, question)
  const { found } = worlds
  const chosen =
    worlds.chosen.length > 0
      ? readOnes(controllers, worlds.chosen, 'inside')
      : chooseControllers(found, selection, namespace)
  const told = await Promise.all(
    chosen.map(async (one) => {
      const world = await worlds.open(one, null)
      const claimed = opened.plan.gateways.filter((gateway) => !isUnclaimed(opened, gateway))
      const gateways = ownGateways(
        opened,
        claimed.filter((gateway) => opened.controllerOf(gateway, found.controllers) === one.controller),
      )
      const asked = one.replicas.filter(({ state, name }) => state === 'ready' || name === selection.pod)
      const replicas = await Promise.all(asked.map((replica) => compareReplica(controllers, world, gateways, replica)))
      const compared = replicas.map(({ comparison }) => comparison)
      const isUntold = compared.length > 0 && compared.every(({ inSync }) => inSync === null)
      const own = replicas.flatMap(({ gaps }) => gaps)
      return {
        world,
        replicas: await compareEachOther(controllers, compared),
        gaps: [...inOrder(world.gaps), ...(isUntold && own.length === 0 ? [nothingAsked(one.controller)] : own)],
      }
    }),
  )
  const gaps = [
    ...withoutOtherWorld(worlds.gaps, opened.inventory),
    ...opened.gaps,
    ...passedOver(controllers, worlds.chosen, 'inside'),
    ...classesOfNobody(controllers, worlds, worlds.inventory.ingresses),
    ...(worlds.isBlind || isNamed(selection) ? [] : gatewaysOfNobody(opened, found.controllers)),
  ]
  return { worlds: told, gaps: [...gaps, ...told.flatMap((one) => one.gaps)] }
}

/** Its replicas may serve a Gateway that was deleted, or whose kind is gone. */
function nothingAsked({ namespace, name }: Controller): Gap {
  const message = `no Ingress and no Gateway of ${namespace}/${name} was found: what it should serve is not known`
  return { kind: 'Controller', namespace: null, reason: 'unsupported', message }
}

/** Somebody has taken them, and no pod that was found serves them. */
function gatewaysOfNobody(opened: OpenGateways, found: readonly Controller[]): Gap[] {
  const alone = opened.plan.gateways.filter(
    (gateway) => !isUnclaimed(opened, gateway) && opened.controllerOf(gateway, found) === undefined,
  )
  const byOwner = groupedBy(alone, ({ controllerName }) => opened.dialectOf(controllerName)?.title ?? controllerName)
  return [...byOwner].map(([owner, { length }]) => ({
    kind: 'Controller',
    namespace: null,
    reason: 'unsupported',
    message: `${counted(length, 'Gateway')} of ${owner}, and no pod of it was found: whether ${length === 1 ? 'it serves' : 'they serve'} what is asked is not known`,
  }))
}

/**
 * Their whole configurations are read for that, where there are several. One that is not in step differs from the others
 * for that, and tells nothing of them.
 */
async function compareEachOther(
  controllers: Controllers,
  all: readonly ReplicaComparison[],
): Promise<readonly ReplicaComparison[]> {
  const inStep = all.flatMap(({ replica, inSync }) => (inSync === false ? [] : replica))
  if (inStep.length < 2) return all
  // Why one gives no answer is told of its routes, which stand in the same configuration.
  const ask = (replica: Replica) => attempt(replica, [], () => digestsOf(controllers.observe(replica).confBlocks()))
  const blocks = compareReplicas(
    await Promise.all(inStep.map(async (replica) => [replica, await ask(replica)] as const)),
  )
  return all.map((one) => {
    const odd = blocks.filter(({ replica }) => replica === one.replica)
    return odd.length === 0 ? one : { ...one, odd, inSync: false }
  })
}

/** Those that are on their way, or fell ill: what has ended, or is about to, serves nothing any more. */
export function unreadyOf({ world, replicas }: ComparedWorld): readonly Replica[] {
  const compared = new Set(replicas.map(({ replica }) => replica.name))
  return world.chosen.replicas.filter(
    ({ state, name }) => (state === 'pending' || state === 'not-ready') && !compared.has(name),
  )
}

/** Does every replica serve what is asked, with none missing of which that is not known. */
export function areInStep(worlds: readonly ComparedWorld[]): boolean {
  const all = worlds.flatMap(({ replicas }) => replicas)
  const areReady = worlds.every((one) => unreadyOf(one).length === 0)
  return areReady && all.length > 0 && all.every(({ inSync }) => inSync)
}
