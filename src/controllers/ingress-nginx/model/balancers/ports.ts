/** To which port of nginx a port of the Service before it leads. */
import type { Inventory } from '../../../../domain/objects/inventory.js'
import type { Service } from '../../../../domain/objects/objects.js'
import { refOf } from '../../../../domain/objects/ref.js'

/** @param target as the charts name that port, and its number */
export function isBehind(
  entry: Service,
  inventory: Inventory,
  door: number,
  target: { readonly name: string; readonly number: number },
): boolean {
  const { targetPort, name } = entry.spec?.ports?.find(({ port }) => port === door) ?? {}
  const listed = inventory.slices(refOf(entry)).flatMap(({ ports }) => ports ?? [])
  return (
    targetPort === target.name ||
    targetPort === target.number ||
    listed.some((one) => targetPort !== undefined && one.name === name && one.port === target.number)
  )
}
