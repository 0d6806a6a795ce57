/** Which of the controllers found serves each Ingress. */

import { type ControllerRef, type Controllers, controllerRef } from '../../domain/controllers/controller.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import type { Ingress } from '../../domain/objects/objects.js'
import type { Gap } from '../../domain/ports.js'

/** @returns a lookup to hand to `resolveRoutes`, and what could not be seen on the way */
export async function findOwners(
  controllers: Controllers,
  inventory: Inventory,
): Promise<{ readonly ownerOf: (ingress: Ingress) => ControllerRef | null; readonly gaps: readonly Gap[] }> {
  const found = await controllers.find(null)
  const refs = new Map(found.controllers.map((one) => [one, controllerRef(one)]))
  const classOf = inventory.sees('IngressClass', '') ? inventory.ingressClass : null
  return {
    gaps: found.gaps,
    ownerOf: (ingress) => {
      const owner = found.controllers.find((controller) => controllers.owns(controller, ingress, classOf))
      return owner ? (refs.get(owner) ?? null) : null
    },
  }
}
