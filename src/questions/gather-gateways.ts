/** Asks a cluster for Gateways and their routes: each kind once, all of them at the same time. */
import type { Gateway, ListenerSet } from '../domain/objects/gateway/gateways.js'
import {
  type Backends,
  type GatewayInventory,
  type GatewayListings,
  gatewayInventoryOf,
  gatewayKinds,
} from '../domain/objects/gateway/inventory.js'
import type { Kind } from '../domain/objects/objects.js'
import type { ClusterReader, Scope } from '../domain/ports.js'

/**
 * A cluster without the kinds of the Gateway API has none of them, and costs two small requests.
 * @param backends as they were read for the Ingresses of the same scope
 * @throws Problem where the cluster cannot be asked at all; what may not be seen comes back as gaps
 */
export async function gatherGateways(
  cluster: ClusterReader,
  scope: Scope,
  backends: Backends,
): Promise<GatewayInventory> {
  const listed = await Promise.all(
    gatewayKinds.map(async (kind) => [kind, await cluster.list<Kind>(kind, { scope })] as const),
  )
  const listings = Object.fromEntries(listed) as unknown as GatewayListings
  const isSelecting = [...listings.Gateway.items, ...listings.ListenerSet.items, ...listings.XListenerSet.items].some(
    selectsNamespaces,
  )
  const Namespace = isSelecting ? await cluster.list('Namespace', { scope: 'all-namespaces' }) : undefined
  return gatewayInventoryOf({ ...listings, Namespace }, backends)
}

function selectsNamespaces({ spec }: Gateway | ListenerSet): boolean {
  const allowed = [
    ...(spec?.listeners ?? []).map(({ allowedRoutes }) => allowedRoutes?.namespaces),
    spec && 'allowedListeners' in spec ? spec.allowedListeners?.namespaces : null,
  ]
  return allowed.some((one) => one?.from === 'Selector')
}
