/**
 * By whose rules the routes of each Ingress are shown: who of the controllers found serves it, what counts behind it, and
 * what becomes of it.
 *
 * Looking for controllers takes a list of all pods, and their ConfigMaps one request each. Who shows no more than counts
 * looks first for the pods of usual installations, and for all where those do not take every Ingress, or asking costs nothing. Secrets are asked
 * for where a controller refuses requests without them; of any other route that hangs on one, the fate is unknown.
 */

import type { Controller, FoundControllers } from '../../domain/controllers/controller.js'
import { type ControllerName, isMeantBy } from '../../domain/controllers/controller-name.js'
import type { Controllers, Dialect } from '../../domain/controllers/dialect.js'
import type { Plan } from '../../domain/controllers/plan.js'
import type { RoutingFacts } from '../../domain/controllers/routing-facts.js'
import type { Gap } from '../../domain/gap.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { type Ref, refKey, refOf } from '../../domain/objects/ref.js'
import type { ClusterReader } from '../../domain/ports.js'
import { onceFor } from '../../domain/remember.js'
import type { Tracer } from '../../domain/requests/trace.js'
import type { Fate } from '../../domain/routes/fate.js'
import type { RouteRules } from '../../domain/routes/resolve-routes.js'
import type { Route } from '../../domain/routes/route.js'
import { type OpenGateways, openGateways, ranksGateways } from '../gateways/open.js'
import { refusedFates } from '../named/refusals.js'
import { unclaimedBy } from '../named/unclaimed.js'
import { fatesOfNobody } from '../why/class.js'
import { kindsLookedFor } from '../worlds/brought.js'
import { gapsOf, isBlinding, withOutside } from '../worlds/choose-controller.js'
import { Fates } from './fates.js'
import { gatherRoutes, type IngressSelection } from './gather.js'
import { withHeardFates } from './heard-fates.js'
import { lookWithSecrets, ownConfigMaps } from './look-around.js'
import { candidatesOf, type Taker } from './takers.js'

export interface RoutesQuestion extends IngressSelection {
  /** the only one that is meant, where two take an Ingress */
  readonly controller: ControllerName | undefined
  /** show who serves a route, and what becomes of it; else the counts of its controller are all that is told */
  readonly isDetailed: boolean
  /** milliseconds since the epoch */
  readonly now: number
}

export interface RuledRoutes {
  readonly inventory: Inventory
  readonly rules: Required<RouteRules>
  /** what objects of other kinds than Ingress ask of the controllers found */
  readonly customRoutes: readonly Route[]
  readonly gaps: readonly Gap[]
}

export async function routesWithRules(
  cluster: ClusterReader,
  controllers: Controllers,
  { controller, isDetailed, now, ...selection }: RoutesQuestion,
): Promise<RuledRoutes> {
  const [inventory, first, groups] = await Promise.all([
    gatherRoutes(cluster, { scope: cluster.scope, ...selection }),
    isDetailed || cluster.isAtHand
      ? controllers.find(null).then((one) => ({ ...one, configMaps: [] }))
      : controllers.findUsual(),
    isDetailed ? undefined : cluster.groups?.(),
  ])
  const isKnown = isDetailed || isEnough(controllers, first, inventory, groups ?? new Set())
  const found = isKnown ? first : await controllers.find(null)
  const all = withOutside(controllers, found, inventory).controllers
  const meant = controller === undefined ? all : all.filter((one) => isMeantBy(controller, one))
  const isBlind = found.gaps.some(isBlinding)
  const isPresumed = controller === undefined && isBlind
  const kinds = kindsLookedFor(cluster, controllers, meant, inventory, isPresumed)
  const isPart = selection.names.length > 0 || selection.labelSelector !== undefined
  const isWhole = !isPart && cluster.scope === 'all-namespaces' && inventory.coverage === 'all'
  const isRanking = isDetailed && isWhole && meant.some((one) => ranksGateways(controllers.dialectOf(one), one))
  const [opened, own, custom, secrets] = await Promise.all([
    isRanking
      ? openGateways(cluster, controllers, {
          ...{ backends: async () => inventory, found: async () => all, semantics: null },
        })
      : null,
    ownConfigMaps(cluster, controllers, meant, first.configMaps),
    ...lookWithSecrets(cluster, controllers, isDetailed ? meant : [], inventory, kinds),
  ])
  const {
    customRoutes,
    unclaimed: _unclaimed,
    planOf: _planOf,
    ...rules
  } = routeRules(controllers, meant, inventory, {
    ...{ configMapOf: own.of, customOf: custom.of, secretOf: secrets.of, now, isWhole, isDetailed, isPresumed },
    refusedFate: isDetailed
      ? await withHeardFates(cluster, controllers, meant, inventory, refusedFates(cluster))
      : refusedFates(cluster),
    besideOf: opened?.besideOf,
    nobodysFate: fatesOfNobody({ controllers, found: all, inventory }, isBlind),
  })
  const { scope } = cluster
  const isInScope = ({ source }: Route) => scope === 'all-namespaces' || source.namespace === scope.namespace
  return {
    inventory,
    rules,
    customRoutes: isPart ? [] : customRoutes.filter(isInScope),
    gaps: [
      ...inventory.gaps,
      ...(isDetailed ? [...gapsOf(found, null), ...own.listing.gaps, ...secrets.listing.gaps] : []),
      ...custom.gaps,
    ],
  }
}

/** Is it known of each Ingress who counts what is behind it; or may pods not be looked at at all. */
function isEnough(
  controllers: Controllers,
  { controllers: found, gaps }: FoundControllers,
  inventory: Inventory,
  groups: ReadonlySet<string>,
): boolean {
  const takers = candidatesOf(controllers, found, inventory).filter(({ ref }) => ref !== null)
  // Of those that are only named, all count as the API does.
  const named = controllers.dialects.filter(({ reads }) => !reads.rules)
  const isKnown = (ingress: Ingress) =>
    takers.some(({ takes }) => takes(ingress) === true) ||
    named.some(({ suggests }) => suggests(ingress, inventory.ingressClass))
  if (gaps.some(isBlinding)) return true
  // Whose kinds the cluster has, though nobody was seen who reads them.
  const isUnseen = controllers.dialects.some(
    ({ id, reads, customKinds = [] }) =>
      reads.rules &&
      found.every(({ dialect }) => dialect !== id) &&
      customKinds.some(({ group, formerGroup = group }) => groups.has(group) || groups.has(formerGroup)),
  )
  if (isUnseen) return false
  // Where nobody asks by an Ingress, somebody may take objects of other kinds.
  return inventory.ingresses.length === 0 ? found.length > 0 : inventory.ingresses.every(isKnown)
}

/** What is known beside the routes and their controllers. */
export interface RuleFacts
  extends Pick<RoutingFacts, 'configMapOf' | 'customOf' | 'now'>,
    Partial<Pick<RoutingFacts, 'secretOf'>> {
  /** were all Ingresses read that may have a part in it */
  readonly isWhole: boolean
  /** is it asked what becomes of each: that takes the whole plan, and what counts behind it does not */
  readonly isDetailed: boolean
  /** could nobody be looked for, so that objects of a controller's own kinds stand for it. Absent: no */
  readonly isPresumed?: boolean
  /** of an object that no API server takes. Absent: each was taken */
  readonly refusedFate?: (source: Ref) => Fate | null
  /** of an Ingress that none of them takes. Absent: others may */
  readonly nobodysFate?: (ingress: Ingress) => Fate | null
  /** its Gateways, as {@link RoutingFacts.beside} has them. Absent: they were not looked at */
  readonly besideOf?: OpenGateways['besideOf'] | undefined
}

/**
 * Where no controller is found, or none is looked for, the Ingress itself says which kind of controller it is for.
 * @param found those that are meant; the first that takes an Ingress counts
 */
export function routeRules(
  controllers: Controllers,
  found: readonly Controller[],
  inventory: Inventory,
  {
    configMapOf,
    customOf,
    secretOf = () => null,
    now,
    isWhole,
    isDetailed,
    isPresumed = false,
    refusedFate,
    nobodysFate,
    besideOf,
  }: RuleFacts,
): KnownRules {
  const candidates = candidatesOf(controllers, found, inventory)
  const seen = candidates.filter(({ ref }) => ref !== null)
  const takerOf = new Map<Ingress, Taker>()
  const taken = new Map(candidates.map((one): [Taker, Ingress[]] => [one, []]))
  for (const ingress of inventory.ingresses) {
    const taker = candidates.find(({ takes }) => takes(ingress) === true)
    if (taker !== undefined) takerOf.set(ingress, taker)
    if (taker?.ref === null) taken.get(taker)?.push(ingress)
    // What another one takes as well decides all the same what becomes of the rest.
    for (const one of seen) if (one === taker || one.takes(ingress) !== false) taken.get(one)?.push(ingress)
  }
  const takers = isDetailed ? new Map([...takerOf].map(([one, taker]) => [refKey(refOf(one)), taker])) : null
  const factsOf = (ingresses: readonly Ingress[], beside?: Tracer): RoutingFacts => ({
    ...{ inventory, ingresses, configMapOf, secretOf, now, beside, ...(customOf && { customOf }) },
  })
  const counts = new Map(
    [...taken].flatMap(([{ dialect, controller }, own]) =>
      own.length === 0 ? [] : [[controller, dialect.counting(controller, factsOf(own))] as const],
    ),
  )
  const fallback = controllers.fallback.counting(controllers.assumed(controllers.fallback), factsOf([]))
  const customRoutes: Route[] = []
  const planning: Planning[] = []
  for (const [taker, own] of taken) {
    const { ref, dialect, controller } = taker
    // One may have routes of other kinds, and no Ingress.
    const hasCustom = dialect.customKinds?.some((kind) => customOf?.(kind).items.length) ?? false
    const isAsked = hasCustom || (isDetailed && own.length > 0)
    if (!isAsked || !dialect.reads.rules) continue
    const isKnown = isSeen(dialect, controller, configMapOf)
    if (ref === null) {
      if (!isKnown) continue
      const isStandIn = isPresumed && hasCustom && !seen.some((one) => one.dialect === dialect)
      const { customRoutes: asked = [] } = isStandIn ? dialect.plan(controller, factsOf(own)) : {}
      customRoutes.push(...asked.map((route) => ({ ...route, controller: null, fate: null })))
      continue
    }
    const taking = own.filter((each) => !refusedFate?.(refOf(each)))
    const one = { taker, hasCustom, facts: factsOf(taking, besideOf?.(controller)) }
    const asked = hasCustom ? (planOf(one).customRoutes ?? []) : []
    customRoutes.push(...(isKnown ? asked : asked.map((route) => ({ ...route, fate: null }))))
    if (isKnown) planning.push(one)
  }
  const fatesOfAll = () => {
    const all = new Fates(isWhole)
    for (const one of takers === null ? [] : planning)
      all.add(planOf(one).routes.filter(({ source }) => takers?.get(refKey(source)) === one.taker))
    return all
  }
  const fatesOfNobodys = (): ReadonlyMap<string, Fate | null> => {
    if (nobodysFate === undefined) return new Map()
    const own = inventory.ingresses.filter((one) => seen.every(({ takes }) => takes(one) === false))
    return new Map(own.map((one) => [refKey(refOf(one)), nobodysFate(one)]))
  }
  let nobodys: ReadonlyMap<string, Fate | null> | undefined
  let fates: Fates | undefined
  const passesOver = unclaimedBy(planning.filter(({ hasCustom }) => hasCustom).map(planOf)).length > 0
  return {
    customRoutes,
    planOf: (controller) => {
      const one = planning.find(({ taker }) => taker.controller === controller)
      return one && planOf(one)
    },
    unclaimed: passesOver ? unclaimedBy(planning.map(planOf)).map(({ source }) => source) : [],
    ownerOf: (ingress) => takerOf.get(ingress)?.ref ?? null,
    countOf: (ingress) => {
      const taker = takerOf.get(ingress)
      return ((taker && counts.get(taker.controller)) ?? fallback)(ingress)
    },
    fateOf: (route) => {
      fates ??= fatesOfAll()
      const fate = fates.take(route)
      if (!isDetailed) return fate
      nobodys ??= fatesOfNobodys()
      return refusedFate?.(route.source) ?? fate ?? nobodys.get(refKey(route.source)) ?? null
    },
  }
}

interface KnownRules extends Required<RouteRules>, Pick<RuledRoutes, 'customRoutes'> {
  /** what a controller makes of it, where it is known which rules it has */
  readonly planOf: (controller: Controller) => Plan | undefined
  /** what no controller takes */
  readonly unclaimed: readonly Ref[]
}

/** What one of the controllers would have to plan with, should anybody ask for more than where its routes stand. */
interface Planning {
  readonly taker: Taker
  readonly hasCustom: boolean
  readonly facts: RoutingFacts
}

const planOf = onceFor(({ taker: { dialect, controller }, facts }: Planning): Plan => dialect.plan(controller, facts))

/** What a ConfigMap that may not be looked at allows is not known, and much hangs on it. */
function isSeen(dialect: Dialect, controller: Controller, configMapOf: RoutingFacts['configMapOf']): boolean {
  return dialect.needs(controller, [], null).configMaps.every((name) => configMapOf(name) !== null)
}
