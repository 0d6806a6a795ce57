/** Who may take an Ingress: the controllers that were found, and those that would be there if they had been. */
import { type Controller, type ControllerRef, controllerRef } from '../../domain/controllers/controller.js'
import type { Controllers, Dialect } from '../../domain/controllers/dialect.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import type { Ingress } from '../../domain/objects/objects.js'

/** A controller that may take an Ingress. */
export interface Taker {
  readonly controller: Controller
  readonly dialect: Dialect
  /** null: nobody has seen it */
  readonly ref: ControllerRef | null
  /** null: cannot be told */
  readonly takes: (ingress: Ingress) => boolean | null
}

/** Those found, then of each kind the one that would be assumed. */
export function candidatesOf(
  controllers: Controllers,
  found: readonly Controller[],
  inventory: Pick<Inventory, 'classOf' | 'ingressClass'>,
): Taker[] {
  // Who is only named takes nothing from one that is read: anybody may run a pod that looks like one.
  const isNamed = (one: Controller) => (controllers.dialectOf(one).reads.rules ? 0 : 1)
  const known = [...found]
    .sort((a, b) => isNamed(a) - isNamed(b))
    .map((controller): Taker => {
      const dialect = controllers.dialectOf(controller)
      const takes = (ingress: Ingress) => dialect.owns(controller, ingress, inventory.classOf)
      return { controller, dialect, ref: controllerRef(controller), takes }
    })
  const read = controllers.dialects.filter(({ reads }) => reads.rules)
  const assumed = read.map((dialect): Taker => {
    const takes = (ingress: Ingress) => dialect.suggests(ingress, inventory.ingressClass)
    return { controller: controllers.assumed(dialect), dialect, ref: null, takes }
  })
  return [...known, ...assumed]
}
