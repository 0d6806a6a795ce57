/** The state of the world as one controller sees it: what it makes of the objects, and who of its replicas can be asked. */
import { type Controller, isAssumed, type Replica } from '../../domain/controllers/controller.js'
import type { Controllers, Dialect } from '../../domain/controllers/dialect.js'
import type { Plan } from '../../domain/controllers/plan.js'
import type { RoutingFacts } from '../../domain/controllers/routing-facts.js'
import type { Gap } from '../../domain/gap.js'
import { type Looked, look, lookCustom } from '../../domain/look.js'
import { secretsNamed } from '../../domain/objects/custom.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { type NamespacedName, nameOf, type Ref } from '../../domain/objects/ref.js'
import type { ClusterReader, CustomListing } from '../../domain/ports.js'
import type { Tracer } from '../../domain/requests/trace.js'
import { inOrder } from '../attempt.js'
import { type Chosen, type ControllerSelection, replicaOrGap } from './choose-controller.js'
import { lookAtConfigMaps } from './config-maps.js'

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
  /** all that there are */
  readonly found: readonly Controller[]
  readonly selection: ControllerSelection
  /** null: those of the controller */
  readonly semantics: Dialect | null
  /** milliseconds since the epoch */
  readonly now: number
  /** its Gateways, as {@link RoutingFacts.beside} has them */
  readonly besideOf: (controller: Controller) => Promise<Tracer | undefined>
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
  const { controllers, selection, semantics } = from
  const { controller } = chosen
  const dialect = controllers.dialectOf(controller)
  const { facts, gaps: unseen } = await gatherFacts(from, dialect, controller, ingresses, hosts)
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

interface GatheredFacts {
  readonly facts: RoutingFacts
  readonly gaps: readonly Gap[]
}

/**
 * @param inventory of all namespaces
 * @param ingresses those that the controller takes, or may
 * @param hosts of the requests in question; null: all
 */
async function gatherFacts(
  { cluster, inventory, found, now, besideOf }: WorldFacts,
  dialect: Dialect,
  controller: Controller,
  ingresses: readonly Ingress[],
  hosts: readonly string[] | null,
): Promise<GatheredFacts> {
  const needs = dialect.needs(controller, ingresses, hosts)
  const kinds = needs.custom ?? []
  const looked = lookCustom(cluster, kinds)
  const [{ gaps: ofConfigMaps, ...configMaps }, secrets, custom, beside] = await Promise.all([
    lookAtConfigMaps(cluster, controller, dialect, needs, found, inventory.service),
    secretsFor(
      cluster,
      needs.secrets,
      looked.then(({ of }) => kinds.map(of)),
    ),
    looked,
    besideOf(controller),
  ])
  return {
    gaps: inOrder([...ofConfigMaps, ...secrets.listing.gaps, ...custom.gaps]),
    facts: {
      inventory,
      ingresses,
      ...configMaps,
      secretOf: secrets.of,
      customOf: custom.of,
      beside,
      hosts,
      now,
    },
  }
}

/** Those that Ingresses name, and those that objects of other kinds do, once these are there. */
async function secretsFor(
  cluster: ClusterReader,
  known: readonly NamespacedName[],
  custom: Promise<readonly CustomListing[]>,
): Promise<Looked<'Secret'>> {
  const [first, names] = await Promise.all([
    look(cluster, 'Secret', known),
    custom.then((listings) => listings.flatMap(secretsNamed)),
  ])
  if (names.length === 0) return first
  const more = await look(cluster, 'Secret', names)
  const isKnown = new Set(known.map(nameOf))
  return {
    listing: { ...more.listing, gaps: [...first.listing.gaps, ...more.listing.gaps] },
    of: (name) => (isKnown.has(nameOf(name)) ? first : more).of(name),
  }
}
