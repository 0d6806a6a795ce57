/** Asks a cluster for what routes are made of: each kind once, all of them at the same time. */
import type { IngressName } from '../../domain/objects/ingress-name.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import { inventoryOf } from '../../domain/objects/inventory.js'
import type { ClusterReader, Scope } from '../../domain/ports.js'
import { listIngresses, scopeOfNames } from '../named/named-ingresses.js'

/** Which Ingresses; the kinds around them are always read for the whole scope. */
export interface IngressSelection {
  /** empty: all of the scope */
  readonly names: readonly IngressName[]
  readonly labelSelector: string | undefined
}

/**
 * @param selection absent: all Ingresses of the scope
 * @throws Problem where the cluster cannot be asked at all; what may not be seen comes back as gaps
 */
export async function gatherRoutes(
  cluster: ClusterReader,
  { scope: said, names = [], labelSelector }: { readonly scope: Scope } & Partial<IngressSelection>,
): Promise<Inventory> {
  const scope = scopeOfNames(names, said)
  const [ingresses, classes, services, slices] = await Promise.all([
    listIngresses(cluster, said, names, labelSelector),
    cluster.list('IngressClass', { scope: 'all-namespaces' }),
    cluster.list('Service', { scope }),
    cluster.list('EndpointSlice', { scope }),
  ])
  const endpoints =
    slices.coverage === 'none' && slices.items.length === 0 ? await cluster.list('Endpoints', { scope }) : undefined
  return inventoryOf({ ingresses, classes, services, slices, endpoints })
}
