/** Who was meant, where nobody of that name is there. */
import { look } from '../../domain/look.js'
import type { GatewayInventory } from '../../domain/objects/gateway/inventory.js'
import { listenerSecrets } from '../../domain/objects/gateway/listeners.js'
import type { Secret } from '../../domain/objects/objects.js'
import type { Ref } from '../../domain/objects/ref.js'
import { type NamespacedName, nameOf, refOf } from '../../domain/objects/ref.js'
import type { ClusterReader } from '../../domain/ports.js'
import { nearest } from '../../domain/text/nearest.js'

/** @returns a field and what may be written there: the namespace in which one of that name is, else names */
export function nearTo({ name }: Ref, all: readonly Ref[]): readonly string[] {
  const elsewhere = all.filter((one) => one.name === name).map(({ namespace }) => `namespace: ${namespace}`)
  if (elsewhere.length > 0) return elsewhere
  return nearest(name, new Set(all.map((one) => one.name))).map((one) => `name: ${one}`)
}

/** How many namespaces are asked for a Secret. */
const most = 10

/**
 * Secrets that listeners name and that are not there often lie beside the routes.
 * @returns the namespace in which one of that name is, to which a route of the Gateway belongs; undefined: none is seen
 */
export async function secretsBeside(
  cluster: ClusterReader,
  { gateways, listenerSets, routes }: GatewayInventory,
  secretOf: (name: NamespacedName) => Secret | null | undefined,
): Promise<(secret: NamespacedName) => string | undefined> {
  const asked = [...gateways, ...listenerSets].flatMap((owner) => {
    const missing = listenerSecrets(owner).filter((one) => secretOf(one) === undefined)
    const { namespace, name } = refOf(owner)
    const isParent = (route: Ref, parent: { readonly name: string; readonly namespace?: string | null | undefined }) =>
      parent.name === name && (parent.namespace || route.namespace) === namespace
    const own =
      missing.length === 0 ? [] : routes.filter((one) => one.spec?.parentRefs?.some((it) => isParent(refOf(one), it)))
    const beside = [...new Set(own.map((one) => refOf(one).namespace))].sort().slice(0, most)
    return missing.flatMap((secret) => beside.map((one) => ({ ...secret, namespace: one, of: nameOf(secret) })))
  })
  const found = asked.length === 0 ? undefined : await look(cluster, 'Secret', asked)
  return (secret) => asked.find((one) => one.of === nameOf(secret) && found?.of(one))?.namespace
}
