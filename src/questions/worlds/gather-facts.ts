/** Everything that decides where requests go, for one controller or for none: what may not be seen comes back as gaps. */

import type { Controller, Controllers } from '../../domain/controllers/controller.js'
import type { Look, RoutingFacts } from '../../domain/controllers/routing-facts.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import type { Ingress, Kind, Kinds } from '../../domain/objects/objects.js'
import { type NamespacedName, nameOf, refOf } from '../../domain/objects/ref.js'
import type { ClusterReader, Gap } from '../../domain/ports.js'
import { inOrder } from '../attempt.js'

export interface GatheredFacts {
  readonly facts: RoutingFacts
  readonly gaps: readonly Gap[]
}

/** @param inventory of all namespaces */
export async function gatherFacts(
  cluster: ClusterReader,
  controllers: Controllers,
  controller: Controller,
  inventory: Inventory,
  now: number,
): Promise<GatheredFacts> {
  const classOf = inventory.sees('IngressClass', '') ? inventory.ingressClass : null
  // What cannot be told (null) is taken as its own: to leave it out would say that nobody serves it.
  const ingresses = inventory.ingresses.filter((one) => controllers.owns(controller, one, classOf) !== false)
  const { settings } = controller
  const named = controllers.namedObjects(controller, ingresses)
  const own = settings.configMap === null ? [] : [settings.configMap]
  const [configMap, configMaps, secrets] = await Promise.all([
    read(cluster, 'ConfigMap', own),
    read(cluster, 'ConfigMap', named.configMaps),
    read(cluster, 'Secret', [...tlsSecrets(ingresses), ...named.secrets, ...present(settings.defaultCertificate)]),
  ])
  return {
    gaps: inOrder([...configMap.gaps, ...configMaps.gaps, ...secrets.gaps]),
    facts: {
      inventory,
      ingresses,
      configMap: settings.configMap === null ? undefined : configMap.look(settings.configMap),
      configMapOf: configMaps.look,
      secretOf: secrets.look,
      now,
    },
  }
}

function tlsSecrets(ingresses: readonly Ingress[]): NamespacedName[] {
  return ingresses.flatMap((ingress) =>
    (ingress.spec?.tls ?? []).flatMap(({ secretName }) =>
      secretName ? [{ namespace: refOf(ingress).namespace, name: secretName }] : [],
    ),
  )
}

function present(ref: NamespacedName | null): NamespacedName[] {
  return ref === null ? [] : [ref]
}

/** Only what has one of these names; of anything else it is not known whether it exists. */
async function read<K extends Kind>(
  cluster: ClusterReader,
  kind: K,
  refs: readonly NamespacedName[],
): Promise<{ readonly look: Look<Kinds[K]>; readonly gaps: readonly Gap[] }> {
  const wanted = new Map<string, Set<string>>()
  for (const { namespace, name } of refs) wanted.set(namespace, (wanted.get(namespace) ?? new Set()).add(name))
  const found = new Map<string, Kinds[K]>()
  const seen = new Map<string, boolean>()
  const listings = await Promise.all(
    [...wanted].map(async ([namespace, names]) => {
      const listing = await cluster.list(kind, { scope: { namespace }, names: [...names].sort() })
      for (const item of listing.items) found.set(nameOf(refOf(item)), item)
      for (const name of names) seen.set(nameOf({ namespace, name }), listing.coverage === 'all')
      return listing
    }),
  )
  return {
    look: (name) => found.get(nameOf(name)) ?? (seen.get(nameOf(name)) ? undefined : null),
    // That a name is not there is an answer, not a gap.
    gaps: listings.flatMap(({ gaps }) => gaps).filter(({ reason }) => reason !== 'not-found'),
  }
}
