/** Objects of several kinds that were asked for by name, and what was probably meant where one is not there. */

import type { Controllers } from '../../domain/controllers/dialect.js'
import type { MissingObject } from '../../domain/gap.js'
import { type CustomKind, customName } from '../../domain/objects/custom.js'
import { type GatewayInventory, gatewayKinds, hides } from '../../domain/objects/gateway/inventory.js'
import { isNamedBy, type ObjectName, withCustomKinds } from '../../domain/objects/object-name.js'
import { type KindInfo, kinds } from '../../domain/objects/objects.js'
import { nameOf, type Ref } from '../../domain/objects/ref.js'
import { namespaceIn, type Scope } from '../../domain/ports.js'
import { usage } from '../../domain/problem.js'
import { nearest } from '../../domain/text/nearest.js'

/** Kinds that any controller brought with it. */
export function customKindsOf({ dialects }: Pick<Controllers, 'dialects'>): readonly CustomKind[] {
  return dialects.flatMap((one) => one.customKinds ?? [])
}

/** As they were typed → with the kinds that controllers brought with them. @throws Problem `usage` for a kind that nobody knows */
export function namesAmong(controllers: Controllers, names: readonly ObjectName[]): readonly ObjectName[] {
  const found = withCustomKinds(names, customKindsOf(controllers))
  if (found !== null) return found
  const [unknown] = names.filter((one) => withCustomKinds([one], customKindsOf(controllers)) === null)
  const { kind = '', namespace = null, name = '' } = unknown ?? {}
  const text = [kind, namespace, name].filter((part) => part !== null).join('/')
  throw usage(`invalid name "${text}"`, 'it is NAME or NAMESPACE/NAME')
}

/**
 * A gap for each name that none of them has, with the nearest that there is.
 * @param all of the kinds that are meant, as far as they are known
 * @param customKinds of these, those that controllers brought with them
 */
export function missingObjects(
  names: readonly ObjectName[],
  all: readonly Ref[],
  scope: Scope,
  customKinds: readonly CustomKind[] = [],
): MissingObject[] {
  return names
    .filter((one) => !all.some((ref) => isNamedBy(one, ref, scope)))
    .map(({ kind, namespace: named, name }) => {
      const namespace = named ?? namespaceIn(scope)
      const ofKind = all.filter((ref) => kind === null || ref.kind === kind)
      const elsewhere = ofKind.filter((ref) => ref.name === name).map(nameOf)
      const here = ofKind.filter((ref) => namespace === null || ref.namespace === namespace).map((ref) => ref.name)
      const near = elsewhere.length > 0 ? elsewhere.slice(0, 3) : nearest(name, new Set(here))
      // Where there is no other world, everybody means an Ingress.
      const meant = kind ?? (all.every((ref) => ref.kind === 'Ingress') ? 'Ingress' : null)
      const message = `${meant === null ? 'no Ingress, Gateway or route is called' : resourceOf(meant, customKinds)} "${name}"${meant === null ? '' : ' not found'}`
      return { kind: meant ?? 'Route', namespace, reason: 'not-found', message, name, near }
    })
}

/** Of those whose kind may not be looked at nobody knows whether they are there. */
export function knownMissing(missing: readonly MissingObject[], inventory: GatewayInventory): readonly MissingObject[] {
  return missing.filter(({ kind, namespace }) => {
    const own = gatewayKinds.filter((one) => one === kind)
    return !hides(inventory, own, namespace === null ? 'all-namespaces' : { namespace })
  })
}

function resourceOf(kind: string, customKinds: readonly CustomKind[]): string {
  const known: Readonly<Record<string, KindInfo>> = kinds
  const info = Object.hasOwn(known, kind) ? known[kind] : customKinds.find((one) => one.kind === kind)
  return info === undefined ? kind : info.group === '' ? info.plural : customName(info)
}
