/** Asks a cluster for what routes are made of: each kind once, all of them at the same time. */
import type { Inventory } from '../domain/objects/inventory.js'
import { inventoryOf } from '../domain/objects/inventory.js'
import type { ClusterReader, Scope } from '../domain/ports.js'

/** Which Ingresses; the kinds around them are always read for the whole scope. */
export interface IngressSelection {
  readonly names: readonly string[]
  readonly labelSelector: string | undefined
}

/**
 * @param selection absent: all Ingresses of the scope
 * @throws Problem where the cluster cannot be asked at all; what may not be seen comes back as gaps
 */
export async function gatherRoutes(
  cluster: ClusterReader,
  { scope, names = [], labelSelector }: { readonly scope: Scope } & Partial<IngressSelection>,
): Promise<Inventory> {
  const [ingresses, classes, services, slices] = await Promise.all([
    cluster.list('Ingress', { scope, names: names.length > 0 ? names : undefined, labelSelector }),
    cluster.list('IngressClass', { scope: 'all-namespaces' }),
    cluster.list('Service', { scope }),
    cluster.list('EndpointSlice', { scope }),
  ])
  const endpoints = slices.coverage === 'none' ? await cluster.list('Endpoints', { scope }) : undefined
  return inventoryOf({ ingresses, classes, services, slices, endpoints })
}
