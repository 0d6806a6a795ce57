/** What was meant by the Service of an answer that is not there, or selects no pod. */
import type { Inventory } from '../../domain/objects/inventory.js'
import { type NamespacedName, nameOf } from '../../domain/objects/ref.js'
import type { ClusterReader } from '../../domain/ports.js'
import { astrayText, meantText } from '../../domain/requests/meant-text.js'
import { type Answer, type Hop, hop } from '../../domain/requests/trace.js'
import { astrayOf, meantService } from '../named/meant.js'
import type { World } from '../worlds/world.js'

type MeantHop = (world: World, answer: Answer) => Promise<Hop | null>

/**
 * Many requests may end at one Service: what was meant by it is looked for once.
 * @returns null: nothing comes near it, or it is as it should be
 */
export function meantHops(cluster: ClusterReader, inventory: Inventory): MeantHop {
  const known = new Map<string, Promise<string | null>>()
  const once = (words: string, service: NamespacedName, look: () => Promise<string | null>) => {
    const begin = `Service ${nameOf(service)} ${words}`
    const text = known.get(begin) ?? look().then((found) => found && `${begin}${found}`)
    known.set(begin, text)
    return text
  }
  const empty = (service: NamespacedName) =>
    once('', service, async () => {
      const astray = (await astrayOf(cluster, inventory, [service])).get(nameOf(service))
      return astray === undefined ? null : astrayText(astray)
    })
  const missing = (service: NamespacedName, words: string) =>
    once(words, service, async () => {
      const meant = meantService(inventory, service)
      return meant && meantText(service, meant)
    })
  return async ({ plan }, { backend, upstream }) => {
    if (backend === null) return null
    const service = { namespace: backend.namespace, name: backend.service }
    const { state } = plan.endpointsOf(backend, upstream)
    const isUnseen = state === 'unknown' && cluster.isAtHand && inventory.service(service) === undefined
    const text =
      state === 'no-slices'
        ? await empty(service)
        : isUnseen || state === 'no-service'
          ? await missing(service, isUnseen ? 'is not seen here' : 'does not exist')
          : null
    return text === null ? null : { ...hop('note', 'Service', text), gist: text }
  }
}
