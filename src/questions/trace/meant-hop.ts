/** What was meant by the Service of an answer that is not there, or selects no pod. */
import type { Inventory } from '../../domain/objects/inventory.js'
import { nameOf } from '../../domain/objects/ref.js'
import type { ClusterReader } from '../../domain/ports.js'
import { astrayText, meantText } from '../../domain/requests/meant-text.js'
import { type Answer, type Hop, hop } from '../../domain/requests/trace.js'
import { astrayOf, meantService } from '../named/meant.js'
import type { World } from '../worlds/world.js'

/** null: nothing comes near it, or it is as it should be */
export async function meantHop(
  cluster: ClusterReader,
  inventory: Inventory,
  { plan }: World,
  { backend, upstream }: Answer,
): Promise<Hop | null> {
  if (backend === null) return null
  const service = { namespace: backend.namespace, name: backend.service }
  const { state } = plan.endpointsOf(backend, upstream)
  const isUnseen = state === 'unknown' && cluster.isAtHand && inventory.service(service) === undefined
  const text = state === 'no-slices' ? await empty() : isUnseen || state === 'no-service' ? missing() : null
  return text === null ? null : { ...hop('note', 'Service', text), gist: text }

  async function empty(): Promise<string | null> {
    const astray = (await astrayOf(cluster, inventory, [service])).get(nameOf(service))
    return astray === undefined ? null : `Service ${nameOf(service)} ${astrayText(astray)}`
  }

  function missing(): string | null {
    const meant = meantService(inventory, service)
    if (meant === null) return null
    return `Service ${nameOf(service)} ${isUnseen ? 'is not seen here' : 'does not exist'}${meantText(service, meant)}`
  }
}
