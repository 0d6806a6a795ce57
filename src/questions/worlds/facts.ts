/** Everything that decides where requests go, for one controller: what may not be seen comes back as gaps. */
import type { Controller } from '../../domain/controllers/controller.js'
import type { Dialect } from '../../domain/controllers/dialect.js'
import type { RoutingFacts } from '../../domain/controllers/routing-facts.js'
import { type Looked, look, lookCustom } from '../../domain/look.js'
import { secretsNamed } from '../../domain/objects/custom.js'
import { type NamespacedName, nameOf } from '../../domain/objects/ref.js'
import type { ClusterReader, CustomListing, Gap } from '../../domain/ports.js'
import { inOrder } from '../attempt.js'

export interface GatheredFacts {
  readonly facts: RoutingFacts
  readonly gaps: readonly Gap[]
}

/**
 * @param inventory of all namespaces
 * @param ingresses those that the controller takes, or may
 * @param hosts of the requests in question; null: all
 */
export async function gatherFacts(
  cluster: ClusterReader,
  dialect: Dialect,
  controller: Controller,
  { inventory, ingresses, now }: Pick<RoutingFacts, 'inventory' | 'ingresses' | 'now'>,
  hosts: readonly string[] | null,
): Promise<GatheredFacts> {
  const needs = dialect.needs(controller, ingresses, hosts)
  const kinds = needs.custom ?? []
  const looked = lookCustom(cluster, kinds)
  const forgotten = cluster.isAtHand || hasMorePorts(controller, inventory) ? (needs.forgotten ?? []) : []
  // That one of these may not be seen is no gap.
  const isForgotten = new Set(forgotten.map(nameOf))
  const [configMaps, unnamed, secrets, custom] = await Promise.all([
    look(cluster, 'ConfigMap', [...needs.configMaps, ...(needs.streams ?? [])]),
    look(cluster, 'ConfigMap', forgotten),
    secretsFor(
      cluster,
      needs.secrets,
      looked.then(({ of }) => kinds.map(of)),
    ),
    looked,
  ])
  return {
    gaps: inOrder([...configMaps.listing.gaps, ...secrets.listing.gaps, ...custom.gaps]),
    facts: {
      inventory,
      ingresses,
      configMapOf: (name) => (isForgotten.has(nameOf(name)) ? unnamed : configMaps).of(name),
      secretOf: secrets.of,
      customOf: custom.of,
      hosts,
      now,
    },
  }
}

/** Is a port beside those of http open at the Service by which clients come in. */
function hasMorePorts({ traits: { publishService } }: Controller, inventory: RoutingFacts['inventory']): boolean {
  const ports = publishService === null ? [] : (inventory.service(publishService)?.spec?.ports ?? [])
  return ports.some(({ port, name }) => ![80, 443].includes(port) && !/^https?$/.test(name ?? ''))
}

/** Those that Ingresses name, and those that objects of other kinds do, once these are there. */
async function secretsFor(
  cluster: ClusterReader,
  known: readonly NamespacedName[],
  custom: Promise<readonly CustomListing[]>,
): Promise<Looked<'Secret'>> {
  const [first, names] = await Promise.all([
    look(cluster, 'Secret', known),
    custom.then((listings) => listings.flatMap(secretsNamed)),
  ])
  if (names.length === 0) return first
  const more = await look(cluster, 'Secret', names)
  const isKnown = new Set(known.map(nameOf))
  return {
    listing: { ...more.listing, gaps: [...first.listing.gaps, ...more.listing.gaps] },
    of: (name) => (isKnown.has(nameOf(name)) ? first : more).of(name),
  }
}
