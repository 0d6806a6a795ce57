/**
 * By whose rules the routes of each Ingress are shown: who of the controllers found serves it, what counts behind it, and
 * what becomes of it.
 *
 * Looking for controllers takes a list of all pods, and their ConfigMaps one request each: only who shows the answer pays
 * for it. Secrets are not asked for: of a route that hangs on one, the fate is unknown.
 */
import {
  type Controller,
  type ControllerRef,
  controllerRef,
  type FoundControllers,
} from '../domain/controllers/controller.js'
import { type ControllerName, isMeantBy } from '../domain/controllers/controller-name.js'
import type { Controllers, Dialect } from '../domain/controllers/dialect.js'
import type { RoutingFacts } from '../domain/controllers/routing-facts.js'
import { look, lookCustom } from '../domain/look.js'
import type { Inventory } from '../domain/objects/inventory.js'
import type { Ingress } from '../domain/objects/objects.js'
import { refKey } from '../domain/objects/ref.js'
import type { ClusterReader, Gap } from '../domain/ports.js'
import type { Fate } from '../domain/routes/fate.js'
import type { RouteRules } from '../domain/routes/resolve-routes.js'
import type { Route } from '../domain/routes/route.js'
import { gatherRoutes, type IngressSelection } from './gather.js'
import { gapsOf, withOutside } from './worlds/choose-controller.js'

export interface RoutesQuestion extends IngressSelection {
  /** the only one that is meant, where two take an Ingress */
  readonly controller: ControllerName | undefined
  /** show who serves a route, by its ConfigMap, and what becomes of it */
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
  const [inventory, found] = await Promise.all([
    gatherRoutes(cluster, { scope: cluster.scope, ...selection }),
    isDetailed ? controllers.find(null) : nobody,
  ])
  const all = isDetailed ? withOutside(controllers, found, inventory).controllers : []
  const meant = controller === undefined ? all : all.filter((one) => isMeantBy(controller, one))
  const [own, custom] = await Promise.all([
    ownConfigMaps(cluster, controllers, meant),
    lookCustom(
      cluster,
      meant.flatMap((one) => controllers.dialectOf(one).needs(one, [], null).custom ?? []),
    ),
  ])
  const isPart = selection.names.length > 0 || selection.labelSelector !== undefined
  const isWhole = !isPart && cluster.scope === 'all-namespaces' && inventory.coverage === 'all'
  const { customRoutes, ...rules } = routeRules(controllers, meant, inventory, {
    configMapOf: own.of,
    customOf: custom.of,
    now,
    isWhole,
  })
  const { scope } = cluster
  const isInScope = ({ source }: Route) => scope === 'all-namespaces' || source.namespace === scope.namespace
  return {
    inventory,
    rules,
    customRoutes: isPart ? [] : customRoutes.filter(isInScope),
    gaps: [...inventory.gaps, ...gapsOf(found, null), ...own.listing.gaps, ...custom.gaps],
  }
}

/** One request for each. */
export function ownConfigMaps(cluster: ClusterReader, controllers: Controllers, found: readonly Controller[]) {
  const names = found.flatMap((one) => controllers.dialectOf(one).needs(one, [], null).configMaps)
  return look(cluster, 'ConfigMap', names)
}

const nobody: FoundControllers = { controllers: [], lookAlikes: [], gaps: [], known: [] }

/** What is known beside the routes and their controllers. */
export interface RuleFacts extends Pick<RoutingFacts, 'configMapOf' | 'customOf' | 'now'> {
  /** were all Ingresses read that may have a part in it */
  readonly isWhole: boolean
}

/**
 * Where no controller is found, or none is looked for, the Ingress itself says which kind of controller it is for.
 * @param found those that are meant; the first that takes an Ingress counts
 */
export function routeRules(
  controllers: Controllers,
  found: readonly Controller[],
  inventory: Inventory,
  { configMapOf, customOf, now, isWhole }: RuleFacts,
): Required<RouteRules> & Pick<RuledRoutes, 'customRoutes'> {
  const takerOf = new Map<Ingress, Taker>()
  const takers = new Map<Taker, Ingress[]>()
  const candidates = candidatesOf(controllers, found, inventory)
  for (const ingress of inventory.ingresses) {
    const taker = candidates.find(({ takes }) => takes(ingress))
    if (taker === undefined) continue
    takerOf.set(ingress, taker)
    const own = takers.get(taker)
    if (own) own.push(ingress)
    else takers.set(taker, [ingress])
  }
  const factsOf = (ingresses: readonly Ingress[]): RoutingFacts => ({
    ...{ inventory, ingresses, configMapOf, now, ...(customOf && { customOf }) },
    secretOf: () => null,
  })
  // One may have routes of other kinds, and no Ingress.
  const idle = candidates.filter((one) => one.dialect.customKinds && !takers.has(one))
  const all = [...takers, ...idle.map((one) => [one, []] as const)].map(([taker, own]) => ({
    ...taker,
    facts: factsOf(own),
  }))
  const counts = new Map(
    [...takers].map(([taker, own]) => [taker, taker.dialect.counting(taker.controller, factsOf(own))]),
  )
  const fallback = controllers.fallback.counting(controllers.assumed(controllers.fallback), factsOf([]))
  const fates = new Fates(isWhole)
  const customRoutes: Route[] = []
  for (const { ref, dialect, controller, facts } of all)
    if (ref !== null && dialect.reads.rules && isSeen(dialect, controller, configMapOf)) {
      const plan = dialect.plan(controller, facts)
      fates.add(plan.routes)
      customRoutes.push(...(plan.customRoutes ?? []))
    }
  return {
    customRoutes,
    ownerOf: (ingress) => takerOf.get(ingress)?.ref ?? null,
    countOf: (ingress) => {
      const taker = takerOf.get(ingress)
      return ((taker && counts.get(taker)) ?? fallback)(ingress)
    },
    fateOf: (route) => fates.take(route),
  }
}

interface Taker {
  readonly controller: Controller
  readonly dialect: Dialect
  /** null: nobody has seen it */
  readonly ref: ControllerRef | null
  readonly takes: (ingress: Ingress) => boolean
}

/** Those found, then of each kind the one that would be assumed. */
function candidatesOf(controllers: Controllers, found: readonly Controller[], inventory: Inventory): Taker[] {
  // Who is only named takes nothing from one that is read: anybody may run a pod that looks like one.
  const isNamed = (one: Controller) => (controllers.dialectOf(one).reads.rules ? 0 : 1)
  const known = [...found]
    .sort((a, b) => isNamed(a) - isNamed(b))
    .map((controller): Taker => {
      const dialect = controllers.dialectOf(controller)
      const takes = (ingress: Ingress) => dialect.owns(controller, ingress, inventory.classOf) === true
      return { controller, dialect, ref: controllerRef(controller), takes }
    })
  const read = controllers.dialects.filter(({ reads }) => reads.rules)
  const assumed = read.map((dialect): Taker => {
    const takes = (ingress: Ingress) => dialect.suggests(ingress, inventory.ingressClass)
    return { controller: controllers.assumed(dialect), dialect, ref: null, takes }
  })
  return [...known, ...assumed]
}

/** What a ConfigMap that may not be looked at allows is not known, and much hangs on it. */
function isSeen(dialect: Dialect, controller: Controller, configMapOf: RoutingFacts['configMapOf']): boolean {
  return dialect.needs(controller, [], null).configMaps.every((name) => configMapOf(name) !== null)
}

/** Fates by place. Of a part of the Ingresses nothing is told but what no other one could change. */
class Fates {
  readonly #isWhole: boolean
  readonly #known = new Map<string, { readonly fate: Fate }[]>()

  constructor(isWhole: boolean) {
    this.#isWhole = isWhole
  }

  add(routes: Iterable<Pick<Route, 'source' | 'host' | 'match'> & { readonly fate: Fate }>): void {
    for (const route of routes) {
      const key = placeOf(route)
      const known = this.#known.get(key)
      if (known) known.push(route)
      else this.#known.set(key, [route])
    }
  }

  /** An Ingress may ask for one place several times: each has a fate of its own, in its order. */
  take(route: Pick<Route, 'source' | 'host' | 'match'>): Fate | null {
    const fate = this.#known.get(placeOf(route))?.shift()?.fate ?? null
    return this.#isWhole || fate?.is === 'dropped' ? fate : null
  }
}

function placeOf({ source, host, match }: Pick<Route, 'source' | 'host' | 'match'>): string {
  return `${refKey(source)} ${host ?? ''} ${match?.pathType ?? ''} ${match?.path ?? ''}`
}
