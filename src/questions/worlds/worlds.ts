/**
 * The controllers that are meant, each with what it makes of the objects, worked out once: `trace`, `why`, `certs` and
 * `status` open the same worlds.
 */
import { type FoundControllers, isAssumed, type Replica } from '../../domain/controllers/controller.js'
import type { Controllers, Dialect } from '../../domain/controllers/dialect.js'
import type { Assumed, Gap } from '../../domain/gap.js'
import { classNameOf } from '../../domain/objects/class-name.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { nameOf, refOf } from '../../domain/objects/ref.js'
import type { ClusterReader } from '../../domain/ports.js'
import { usage } from '../../domain/problem.js'
import { refusalsBySource } from '../named/refusals.js'
import { gatherRoutes } from '../routes/gather.js'
import { broughtBy } from './brought.js'
import {
  type Chosen,
  type ControllerSelection,
  chooseControllers,
  gapsOf,
  isBlinding,
  replicaOrGap,
  withOutside,
} from './choose-controller.js'
import { readOnes } from './read-ones.js'
import { openWorld, type World, type WorldFacts } from './world.js'

export interface WorldsQuestion {
  readonly selection: ControllerSelection
  /** in which controllers are looked for; null: all */
  readonly namespace: string | null
  /** the dialect by whose rules objects are read; null: that of the controller */
  readonly semantics: string | null
  readonly now: number
}

export interface Worlds {
  readonly found: FoundControllers
  readonly inventory: Inventory
  /** of the controllers found; empty: there is none */
  readonly chosen: readonly Chosen[]
  /** in the place of all of them, where there is none: the kind of controller that the objects suggest */
  readonly standIn: Chosen
  /** could pods not be looked at, so that nobody knows which controllers there are */
  readonly isBlind: boolean
  /** who of the chosen takes an Ingress, or may: to leave out what cannot be told would say that nobody serves it */
  ownersOf(ingress: Ingress): readonly Chosen[]
  /** those that one of the chosen takes, or may, and that no API server refuses */
  ingressesOf(chosen: Chosen): readonly Ingress[]
  /** the one that is asked; null: none can be */
  replicaOf(chosen: Chosen): Replica | null
  /**
   * Each is opened once for the same hosts.
   * @param hosts of the requests in question, in lower case; null: all
   * @param asIf an API server took what it refuses: what else is wrong with that
   */
  open(chosen: Chosen, hosts: readonly string[] | null, asIf?: 'all-taken'): Promise<World>
  /** of what was looked at so far, but those of the worlds */
  readonly gaps: readonly Gap[]
}

/** @throws Problem as {@link chooseControllers}, where something was said that fits none */
export async function openWorlds(
  cluster: ClusterReader,
  controllers: Controllers,
  question: WorldsQuestion,
  besideOf: WorldFacts['besideOf'] = async () => undefined,
): Promise<Worlds> {
  const { selection, namespace, now } = question
  const semantics = semanticsOf(controllers, question.semantics)
  const [pods, inventory] = await Promise.all([
    controllers.find(namespace),
    gatherRoutes(cluster, { scope: 'all-namespaces' }),
  ])
  const found = namespace === null ? withOutside(controllers, pods, inventory) : pods
  const from = { cluster, controllers, inventory, found: found.controllers, selection, semantics, now, besideOf }
  // Who may read a single namespace names it, and it is hardly that of a controller: their Ingresses tell something.
  const isNarrow = namespace === null || typeof inventory.coverage !== 'string'
  const isNone = pods.controllers.length === 0 && isNarrow && !isSaid(selection)
  const isBlind = found.gaps.some(isBlinding)
  const isGuessed = isBlind && isNone && semantics === null
  const brought = isGuessed ? await broughtBy(cluster, controllers, inventory) : []
  const standFor = (dialect: Dialect): Chosen => ({ controller: controllers.assumed(dialect), replicas: [] })
  // Where controllers are seen nobody asks for it, and each Ingress would be shown to each dialect.
  let suggested: Chosen | undefined
  const standIn = () => {
    suggested ??= standFor(
      semantics ??
        suggestedBy(inventory, controllers)[0] ??
        (inventory.ingresses.length === 0 ? brought[0] : undefined) ??
        controllers.fallback,
    )
    return suggested
  }
  const spokenOf = isGuessed ? new Set([...brought, ...suggestedBy(inventory, controllers)]) : brought
  const hasOthers = isGuessed && inventory.ingresses.some(otherWhoIsNamed(inventory, controllers))
  const others = [...spokenOf, ...(hasOthers ? [controllers.fallback] : [])]
    .filter((one) => one !== controllers.dialectOf(standIn().controller))
    .map(standFor)
  const known = isNone
    ? withStandIn(controllers, inventory, found, isBlind ? standIn() : null)
    : chooseControllers(pods.controllers.length === 0 ? pods : found, selection, namespace)
  const chosen = others.length === 0 ? known : [...(known.length === 0 ? [standIn()] : known), ...others]
  const owners = ownersIn(controllers, inventory, chosen.length === 0 ? [standIn()] : chosen)
  const refusedBy = refusalsBySource(cluster)
  const isRefused = (ingress: Ingress) => refusedBy(refOf(ingress)).length > 0
  const ownOf = (one: Chosen) => inventory.ingresses.filter((ingress) => owners.get(ingress)?.includes(one))
  const ingressesOf = (one: Chosen) => ownOf(one).filter((ingress) => !isRefused(ingress))
  const worlds = new Map<Chosen, Map<string, Promise<World>>>()
  return {
    found,
    inventory,
    chosen,
    get standIn() {
      return standIn()
    },
    isBlind,
    gaps: [...gapsOf(found, selection), ...inventory.gaps],
    ownersOf: (ingress) => owners.get(ingress) ?? [],
    ingressesOf,
    replicaOf: (one) => (isAssumed(one.controller) ? null : replicaOrGap(one, selection, [])),
    open: (one, hosts, asIf) => {
      const own = worlds.get(one) ?? new Map<string, Promise<World>>()
      worlds.set(one, own)
      const isAsIf = asIf !== undefined && (cluster.refusals ?? []).length > 0
      const key = `${isAsIf ? asIf : ''} ${hosts === null ? '' : JSON.stringify(hosts)}`
      const known = own.get(key) ?? openWorld(from, one, isAsIf ? ownOf(one) : ingressesOf(one), hosts)
      own.set(key, known)
      return known
    },
  }
}

/**
 * Those that need no pods; beside them what stands in for all others, where those may not be seen and some Ingress is
 * left to them.
 */
function withStandIn(
  controllers: Controllers,
  inventory: Inventory,
  { controllers: outside }: FoundControllers,
  standIn: Chosen | null,
): readonly Chosen[] {
  const chosen = outside.map((controller) => ({ controller, replicas: [] }))
  if (standIn === null || chosen.length === 0) return chosen
  const owners = ownersIn(controllers, inventory, chosen)
  return inventory.ingresses.some((one) => owners.get(one)?.length === 0) ? [...chosen, standIn] : chosen
}

/** Does something stand in for controllers that nobody has seen. */
export function isAssuming({ chosen }: Pick<Worlds, 'chosen'>): boolean {
  return chosen.length === 0 || chosen.some(({ controller }) => isAssumed(controller))
}

/**
 * Those chosen that are read; what stands in for them where pods could not be looked at.
 * @throws Problem `no-controller`, `not-read`
 */
export function worldsMeant(
  controllers: Controllers,
  { found, chosen, standIn, isBlind }: Worlds,
  selection: ControllerSelection,
): readonly Chosen[] {
  if (chosen.length > 0) return readOnes(controllers, chosen, 'rules')
  return isBlind ? [standIn] : chooseControllers(found, selection, null)
}

function ownersIn(
  controllers: Controllers,
  { ingresses, classOf, ingressClass }: Inventory,
  chosen: readonly Chosen[],
): ReadonlyMap<Ingress, readonly Chosen[]> {
  const dialects = chosen.map(({ controller }) => controllers.dialectOf(controller))
  const isOfOther = otherWhoIsNamed({ ingressClass }, controllers)
  const speaksOf = (ingress: Ingress, { controller }: Chosen) => {
    const dialect = controllers.dialectOf(controller)
    return dialect === controllers.fallback
      ? isOfOther(ingress)
      : !isOfOther(ingress) && dialect.suggests(ingress, ingressClass)
  }
  const standIns = chosen.filter(({ controller }) => isAssumed(controller))
  return new Map(
    ingresses.map((ingress) => {
      const answers = chosen.map(({ controller }, i) => dialects[i]?.owns(controller, ingress, classOf))
      // What stands in for the unseen takes nothing of those that are seen.
      const isTaken = chosen.some(({ controller }, i) => answers[i] === true && !isAssumed(controller))
      const takes = ({ controller }: Chosen, i: number) => answers[i] !== false && !(isTaken && isAssumed(controller))
      const takers = chosen.filter(takes)
      // Of several that only stand in it is whose it speaks of; the first has what speaks of nobody.
      const meant = standIns.findLast((one) => speaksOf(ingress, one)) ?? standIns[0]
      return [ingress, takers.filter((one) => one === meant || !isAssumed(one.controller))]
    }),
  )
}

/**
 * Does an Ingress name the usual class of a controller whose rules are not read, where no class tells otherwise: what it says
 * to another one besides, as charts do to several, makes it none of that.
 */
function otherWhoIsNamed(
  { ingressClass }: Pick<Inventory, 'ingressClass'>,
  { dialects, assumed }: Controllers,
): (ingress: Ingress) => boolean {
  const isRead = new Map<string | null, boolean>()
  for (const one of dialects) {
    const { className } = assumed(one).traits
    isRead.set(className, isRead.get(className) === true || one.reads.rules)
  }
  return (ingress) => {
    const name = classNameOf(ingress)
    return name !== null && isRead.get(name) === false && ingressClass(name) === undefined
  }
}

/** Those with rules of their own of whom Ingresses speak; first whom most of them do. */
function suggestedBy({ ingresses: all, ingressClass }: Inventory, controllers: Controllers): readonly Dialect[] {
  const { dialects, fallback } = controllers
  const isOfOther = otherWhoIsNamed({ ingressClass }, controllers)
  const ingresses = all.filter((one) => !isOfOther(one))
  return dialects
    .filter((one) => one.reads.rules && one !== fallback)
    .map((dialect) => ({ dialect, count: ingresses.filter((one) => dialect.suggests(one, ingressClass)).length }))
    .filter(({ count }) => count > 0)
    .reverse()
    .sort((a, b) => b.count - a.count)
    .map(({ dialect }) => dialect)
}

function semanticsOf({ dialects }: Controllers, said: string | null): Dialect | null {
  if (said === null) return null
  const read = dialects.filter(({ reads }) => reads.rules)
  const found = read.find(({ id }) => id === said)
  if (found) return found
  const known = read.map(({ id }) => id).join(', ')
  throw usage(`invalid --semantics "${said}"`, `it is one of ${known}`)
}

function isSaid(selection: ControllerSelection): boolean {
  return Object.values(selection).some((value) => value !== undefined)
}

/**
 * Told, and not to be missed: by whose rules, where nobody was found who has any.
 * @param gateways whose rules Gateways are judged by; `isAlone`: nothing else is judged
 */
export function assumptionGap(
  { dialectOf }: Controllers,
  { chosen, standIn, isBlind }: Worlds,
  gateways: { readonly titles: readonly string[]; readonly isAlone: boolean } = { titles: [], isAlone: false },
): Assumed {
  const why = isBlind ? 'no controller could be seen' : 'no controller was found'
  const assumed = chosen.filter(({ controller }) => isAssumed(controller))
  const all = assumed.length === 0 ? [standIn] : assumed
  const usual = all
    .map(({ controller }, i) => dialectOf(controller).assumption.replace(i === 0 ? '' : /^judged /, ''))
    .join(', and ')
  const own = `by the rules of ${gateways.titles.join(' and of ')}`
  const judged = gateways.titles.length === 0 ? usual : gateways.isAlone ? `judged ${own}` : `${usual}, Gateways ${own}`
  return { kind: 'Controller', namespace: null, reason: 'not-found', message: `${why}: ${judged}`, judged }
}

/** Told, too: by which release's rules, where an image does not say which it is, or those of its own are not read. */
export function releaseGaps({ dialectOf }: Controllers, { chosen }: Pick<Worlds, 'chosen'>): Gap[] {
  return chosen.flatMap(({ controller }) => {
    const { kind, namespace, release } = controller
    const judged = dialectOf(controller).presumed?.(release) ?? null
    if (judged === null) return []
    return [{ kind: 'Controller', namespace, reason: 'not-found', message: `${kind} ${nameOf(controller)}: ${judged}` }]
  })
}
