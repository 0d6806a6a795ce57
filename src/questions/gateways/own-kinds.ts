/** Whose GatewayClasses are, and the kinds that their implementations brought along. */
import type { Controllers, Dialect } from '../../domain/controllers/dialect.js'
import type { CustomKind } from '../../domain/objects/custom.js'
import type { GatewayClass } from '../../domain/objects/gateway/gateways.js'

/** @param controllerName of a GatewayClass @returns null: nobody knows that name */
export function dialectFor({ dialects }: Controllers, controllerName: string | null): Dialect | null {
  if (controllerName === null) return null
  return dialects.find(({ gateway }) => gateway?.controllerNames.includes(controllerName)) ?? null
}

/** Kinds of theirs that act on routes. */
export function ownKindsOf(controllers: Controllers, classes: readonly GatewayClass[]): readonly CustomKind[] {
  return classes.flatMap(
    ({ spec }) => dialectFor(controllers, spec?.controllerName || null)?.gateway?.profile.own?.kinds ?? [],
  )
}
