/** What controllers wrote about Ingresses into Events, where that alone says what becomes of them. */
import type { Controller } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import { addressesOf } from '../../domain/objects/addresses.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import { type Ref, refKey, refOf } from '../../domain/objects/ref.js'
import type { ClusterReader } from '../../domain/ports.js'
import type { Fate } from '../../domain/routes/fate.js'
import { eventScopes } from '../why/sources.js'

/**
 * Events are asked for only where an Ingress without an address is that of one controller alone which tells of refusals in
 * them. Where they may not be seen, nothing is said.
 * @param refused of those that no API server takes
 */
export async function withHeardFates(
  cluster: ClusterReader,
  controllers: Controllers,
  found: readonly Controller[],
  { ingresses, classOf }: Pick<Inventory, 'ingresses' | 'classOf'>,
  refused: (source: Ref) => Fate | null,
): Promise<(source: Ref) => Fate | null> {
  const telling = found.some((one) => controllers.dialectOf(one).fatesHeard !== undefined)
  const asked = (telling ? ingresses : []).flatMap((ingress) => {
    if (addressesOf(ingress).length > 0) return []
    const takers = found.filter((one) => controllers.dialectOf(one).owns(one, ingress, classOf) !== false)
    const [fatesHeard] = takers.length === 1 ? takers.map((one) => controllers.dialectOf(one).fatesHeard) : []
    return fatesHeard === undefined ? [] : [{ ingress, fatesHeard }]
  })
  const scopes = eventScopes(cluster, [...new Set(asked.map(({ ingress }) => refOf(ingress).namespace))].sort())
  const listed = await Promise.all(scopes.map((scope) => cluster.list('Event', { scope })))
  const events = listed.flatMap(({ items }) => items)
  const heardBy = new Map([...new Set(asked.map((one) => one.fatesHeard))].map((one) => [one, one(events)]))
  const heard = new Map(
    asked.map(({ ingress, fatesHeard }) => [refKey(refOf(ingress)), heardBy.get(fatesHeard)?.(ingress) ?? null]),
  )
  return (source) => refused(source) ?? heard.get(refKey(source)) ?? null
}
