/** Asks a cluster for what routes are made of: each kind once, all of them at the same time. */
import { type Inventory, inventoryOf } from '../../domain/objects/inventory.js'
import { isNamedBy, type ObjectName } from '../../domain/objects/object-name.js'
import { refOf } from '../../domain/objects/ref.js'
import { type ClusterReader, type Listing, namespaceIn, type Scope } from '../../domain/ports.js'
import { missingObjects } from '../named/named-objects.js'

/** Which Ingresses; the kinds around them are always read for the whole scope. */
export interface IngressSelection {
  /** empty: all of the scope */
  readonly names: readonly ObjectName[]
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

/** Where all that are named must be: a name without a namespace is in that of the command line. */
function scopeOfNames(names: readonly ObjectName[], scope: Scope): Scope {
  const own = namespaceIn(scope)
  const [first = own, ...more] = new Set(names.map(({ namespace }) => namespace ?? own))
  return first === null || more.length > 0 ? 'all-namespaces' : { namespace: first }
}

/** @param names none: all of the scope, or those with the labels */
async function listIngresses(
  cluster: ClusterReader,
  scope: Scope,
  names: readonly ObjectName[],
  labelSelector: string | undefined,
): Promise<Listing<'Ingress'>> {
  if (names.length === 0) return cluster.list('Ingress', { scope, labelSelector })
  const around = scopeOfNames(names, scope)
  const wanted = [...new Set(names.map(({ name }) => name))]
  const listed = await cluster.list('Ingress', { scope: around, names: wanted })
  const items = listed.items.filter((one) => names.some((name) => isNamedBy(name, refOf(one), scope)))
  const gaps = listed.gaps.filter(({ reason }) => reason !== 'not-found')
  const known = items.map(refOf)
  const missing = names.filter((name) => !known.some((ref) => isNamedBy(name, ref, scope)))
  if (listed.coverage !== 'all' || missing.length === 0) return { ...listed, items, gaps }
  // What else there is, is asked for the hint alone: whoever may not list gets none.
  const { items: all } = await cluster.list('Ingress', { scope: around })
  return { ...listed, items, gaps: [...gaps, ...missingObjects(missing, all.map(refOf), scope)] }
}
