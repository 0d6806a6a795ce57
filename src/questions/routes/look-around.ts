/** What controllers decide by beside Ingresses, looked at once for all of them. */
import type { Controller } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import { type Looked, type LookedCustom, look, lookCustom } from '../../domain/look.js'
import { type CustomKind, customName, secretsNamed } from '../../domain/objects/custom.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import { byName, type NamespacedName, nameOf } from '../../domain/objects/ref.js'
import type { ConfigMap } from '../../domain/objects/workloads.js'
import type { ClusterReader } from '../../domain/ports.js'

/** One request for each that is not known. */
export async function ownConfigMaps(
  cluster: ClusterReader,
  controllers: Controllers,
  found: readonly Controller[],
  known: readonly ConfigMap[] = [],
) {
  const told = byName(known)
  const names = found.flatMap((one) => controllers.dialectOf(one).needs(one, [], null).configMaps)
  const { of, listing } = await look(
    cluster,
    'ConfigMap',
    names.filter((name) => !told.has(nameOf(name))),
  )
  return { of: (name: NamespacedName) => told.get(nameOf(name)) ?? of(name), listing }
}

/**
 * All objects of some kinds, and the Secrets without which a controller refuses requests: one look for all of them, which
 * becomes a list where they are many.
 */
export function lookWithSecrets(
  cluster: ClusterReader,
  controllers: Controllers,
  meant: readonly Controller[],
  { ingresses, classOf }: Inventory,
  kinds: readonly CustomKind[],
): readonly [Promise<LookedCustom>, Promise<Looked<'Secret'>>] {
  const custom = lookCustom(cluster, kinds)
  const asking = meant.filter((one) => controllers.dialectOf(one).refusesWithoutSecret)
  const named = asking.flatMap((one) => {
    const dialect = controllers.dialectOf(one)
    return dialect.needs(
      one,
      ingresses.filter((ingress) => dialect.owns(one, ingress, classOf) !== false),
      null,
    ).secrets
  })
  const ofCustom = async () => {
    const own = new Set(asking.flatMap((one) => controllers.dialectOf(one).customKinds ?? []).map(customName))
    const { of } = await custom
    return kinds.flatMap((kind) => (own.has(customName(kind)) ? secretsNamed(of(kind)) : []))
  }
  return [custom, ofCustom().then((more) => look(cluster, 'Secret', [...named, ...more]))]
}
