/**
 * An Ingress that its controller takes and that has no address, while others of the same controller have one: the controller
 * writes it into all that it serves.
 */
import { isAssumed } from '../domain/controllers/controller.js'
import { finding, told } from '../domain/findings/finding.js'
import type { LintFacts, LintRule, LintWorld } from '../domain/lint/rule.js'
import { addressesOf } from '../domain/objects/addresses.js'
import type { Ingress } from '../domain/objects/objects.js'
import { refOf } from '../domain/objects/ref.js'

export const noAddress: LintRule = {
  codes: ['no-address'],
  needs: [],
  find: (facts) => {
    const { ingresses } = facts.inventory
    // Mostly there is none, and whose the others are need not be asked.
    const bare = ingresses.filter((one) => addressesOf(one).length === 0 && isOld(one, facts.now))
    if (bare.length === 0) return []
    return facts.worlds.flatMap((world) => {
      if (isAssumed(world.controller) || world.controller.traits.writesStatus === false) return []
      const other = ingresses.find((one) => addressesOf(one).length > 0 && isOnly(one, world, facts))
      if (other === undefined) return []
      const said = told('no-address', { title: world.dialect.title, address: addressesOf(other).join(', ') })
      return bare
        .filter((one) => isOnly(one, world, facts))
        .map((one) => finding(said, refOf(one), { field: 'status.loadBalancer' }))
    })
  },
}

/** It takes it, and nobody else may. */
function isOnly(ingress: Ingress, own: LintWorld, { worlds, inventory: { classOf } }: LintFacts): boolean {
  return worlds.every(({ controller, dialect }) =>
    controller === own.controller
      ? dialect.owns(controller, ingress, classOf) === true
      : dialect.owns(controller, ingress, classOf) === false,
  )
}

/** Statuses are written once a minute. */
const patience = 10 * 60_000

function isOld({ metadata }: Ingress, now: number): boolean {
  return now - Date.parse(metadata.creationTimestamp ?? '') > patience
}
