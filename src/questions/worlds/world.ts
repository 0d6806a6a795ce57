/** The state of the world as one controller sees it: what it makes of the objects, and who of its replicas can be asked. */
import { isAssumed, type Replica } from '../../domain/controllers/controller.js'
import type { Controllers, Dialect } from '../../domain/controllers/dialect.js'
import type { Plan } from '../../domain/controllers/plan.js'
import type { RoutingFacts } from '../../domain/controllers/routing-facts.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import type { Ingress } from '../../domain/objects/objects.js'
import type { Ref } from '../../domain/objects/ref.js'
import type { ClusterReader, Gap } from '../../domain/ports.js'
import { type Chosen, type ControllerSelection, replicaOrGap } from './choose-controller.js'
import { gatherFacts } from './facts.js'

export interface World {
  readonly chosen: Chosen
  readonly dialect: Dialect
  readonly facts: RoutingFacts
  /** what the controller makes of the objects, by its own rules */
  readonly plan: Plan
  /** the same by the rules that were asked for; mostly the plan itself */
  readonly asked: Plan
  /** null: it answers for Ingresses */
  readonly gateway: AskedGateway | null
  /** the one that is asked; null: none can be */
  readonly replica: Replica | null
  /** of what was looked at so far */
  readonly gaps: Gap[]
}

/** The Gateway whose routes are asked. */
export interface AskedGateway {
  readonly ref: Ref
  /** by which clients reach it */
  readonly addresses: readonly string[]
  /** its class, and whose that is, in words */
  readonly about: readonly string[]
}

export interface WorldFacts {
  readonly cluster: ClusterReader
  readonly controllers: Controllers
  readonly inventory: Inventory
  readonly selection: ControllerSelection
  /** null: those of the controller */
  readonly semantics: Dialect | null
  /** milliseconds since the epoch */
  readonly now: number
}

/**
 * @param ingresses those that the controller takes, or may
 * @param hosts of the requests that are answered in it; null: all
 */
export async function openWorld(
  from: WorldFacts,
  chosen: Chosen,
  ingresses: readonly Ingress[],
  hosts: readonly string[] | null,
): Promise<World> {
  const { cluster, controllers, inventory, selection, semantics, now } = from
  const { controller } = chosen
  const dialect = controllers.dialectOf(controller)
  const { facts, gaps: unseen } = await gatherFacts(cluster, dialect, controller, { inventory, ingresses, now }, hosts)
  const plan = dialect.plan(controller, facts)
  const gaps = [...unseen, ...(plan.gaps ?? [])]
  const isOwn = semantics === null || semantics === dialect
  return {
    chosen,
    dialect,
    facts,
    plan,
    gateway: null,
    asked: isOwn ? plan : semantics.plan(controllers.assumed(semantics), facts),
    replica: isAssumed(controller) ? null : replicaOrGap(chosen, selection, gaps),
    gaps,
  }
}
