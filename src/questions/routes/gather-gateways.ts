/** Asks a cluster for Gateways and their routes: each kind once, all of them at the same time. */
import { look } from '../../domain/look.js'
import {
  authoritiesOf,
  type Backends,
  type GatewayInventory,
  type GatewayListings,
  gatewayInventoryOf,
  gatewayKinds,
} from '../../domain/objects/gateway/inventory.js'
import { selectsNamespaces } from '../../domain/objects/gateway/listeners.js'
import type { Kind } from '../../domain/objects/objects.js'
import type { ClusterReader, Scope } from '../../domain/ports.js'

/**
 * A cluster without the kinds of the Gateway API has none of them, and costs two small requests.
 * @param backends as they are read for the Ingresses of the same scope
 * @throws Problem where the cluster cannot be asked at all; what may not be seen comes back as gaps
 */
export async function gatherGateways(
  cluster: ClusterReader,
  scope: Scope,
  backends: () => Promise<Backends>,
): Promise<GatewayInventory> {
  const listed = await Promise.all(
    gatewayKinds.map(async (kind) => [kind, await cluster.list<Kind>(kind, { scope })] as const),
  )
  const listings = Object.fromEntries(listed) as unknown as GatewayListings
  const isSelecting = [...listings.Gateway.items, ...listings.ListenerSet.items, ...listings.XListenerSet.items].some(
    selectsNamespaces,
  )
  const Namespace = isSelecting ? await cluster.list('Namespace', { scope: 'all-namespaces' }) : undefined
  const named = [...listings.BackendTLSPolicy.items, ...listings.Gateway.items].flatMap(authoritiesOf)
  const authorities = named.length > 0 ? await look(cluster, 'ConfigMap', named) : undefined
  return gatewayInventoryOf({ ...listings, Namespace }, await backends(), authorities)
}
