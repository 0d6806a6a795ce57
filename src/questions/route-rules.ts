/** By whose rules the routes of each Ingress are shown: who of the controllers found serves it, and what counts behind it. */
import { type Controller, type ControllerRef, controllerRef } from '../domain/controllers/controller.js'
import { type ControllerName, isMeantBy } from '../domain/controllers/controller-name.js'
import type { Controllers, Dialect } from '../domain/controllers/dialect.js'
import type { Inventory } from '../domain/objects/inventory.js'
import type { Ingress } from '../domain/objects/objects.js'
import type { Gap } from '../domain/ports.js'
import type { CountEndpoints } from '../domain/routes/resolve-routes.js'
import { gapsOf, withOutside } from './worlds/choose-controller.js'

export interface RouteRules {
  /** null: none of those found takes it */
  readonly ownerOf: (ingress: Ingress) => ControllerRef | null
  readonly countOf: (ingress: Ingress) => CountEndpoints
  /** what could not be seen on the way */
  readonly gaps: readonly Gap[]
}

/**
 * Where no controller is found, or none is looked for, the Ingress itself says which kind of controller it is for.
 * @param isFound look for the controllers, which takes a list of all pods
 * @param wanted the only one that is meant, where two take an Ingress
 */
export async function routeRules(
  controllers: Controllers,
  inventory: Inventory,
  isFound: boolean,
  wanted?: ControllerName,
): Promise<RouteRules> {
  const found = isFound ? await controllers.find(null) : null
  const all = found === null ? [] : withOutside(controllers, found, inventory).controllers
  const meant = wanted === undefined ? all : all.filter((one) => isMeantBy(wanted, one))
  // Who is only named takes nothing from one that is read: anybody may run a pod that looks like one.
  const isNamed = (one: Controller) => (controllers.dialectOf(one).isNamedOnly ? 1 : 0)
  const known = [...meant]
    .sort((a, b) => isNamed(a) - isNamed(b))
    .map((controller): Taker => {
      const dialect = controllers.dialectOf(controller)
      const takes = (ingress: Ingress) => dialect.owns(controller, ingress, inventory.classOf) === true
      return { controller, dialect, ref: controllerRef(controller), takes }
    })
  const read = controllers.dialects.filter(({ isNamedOnly }) => !isNamedOnly)
  const assumed = read.map((dialect): Taker => {
    const takes = (ingress: Ingress) => dialect.suggests(ingress, inventory.ingressClass)
    return { controller: controllers.assumed(dialect), dialect, ref: null, takes }
  })
  const candidates = [...known, ...assumed]
  const takers = new Map<Taker, Ingress[]>()
  const takerOf = new Map<Ingress, Taker>()
  for (const ingress of inventory.ingresses) {
    const taker = candidates.find(({ takes }) => takes(ingress))
    if (taker === undefined) continue
    takerOf.set(ingress, taker)
    const own = takers.get(taker)
    if (own) own.push(ingress)
    else takers.set(taker, [ingress])
  }
  const counts = new Map(
    [...takers].map(([taker, own]) => [taker, taker.dialect.counting(taker.controller, inventory, own)]),
  )
  const fallback = controllers.fallback.counting(controllers.assumed(controllers.fallback), inventory, [])
  return {
    gaps: found === null ? [] : gapsOf(found, null),
    ownerOf: (ingress) => takerOf.get(ingress)?.ref ?? null,
    countOf: (ingress) => {
      const taker = takerOf.get(ingress)
      return ((taker && counts.get(taker)) ?? fallback)(ingress)
    },
  }
}

interface Taker {
  readonly controller: Controller
  readonly dialect: Dialect
  /** null: nobody has seen it */
  readonly ref: ControllerRef | null
  readonly takes: (ingress: Ingress) => boolean
}
