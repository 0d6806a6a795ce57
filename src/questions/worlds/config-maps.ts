/** The ConfigMaps of a controller: those that it reads, and those that somebody may have meant for it. */
import type { Controller } from '../../domain/controllers/controller.js'
import type { Dialect, Needs } from '../../domain/controllers/dialect.js'
import type { RoutingFacts } from '../../domain/controllers/routing-facts.js'
import type { Gap } from '../../domain/gap.js'
import { look } from '../../domain/look.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import { type NamespacedName, nameOf, refOf } from '../../domain/objects/ref.js'
import type { ClusterReader } from '../../domain/ports.js'

export interface SeenConfigMaps extends Required<Pick<RoutingFacts, 'configMapOf' | 'unread'>> {
  readonly gaps: readonly Gap[]
}

/** @param found all controllers that there are: what one of them reads is not forgotten */
export async function lookAtConfigMaps(
  cluster: ClusterReader,
  controller: Controller,
  { configFlag }: Dialect,
  needs: Needs,
  found: readonly Controller[],
  service: Inventory['service'],
): Promise<SeenConfigMaps> {
  const isLooked = cluster.isAtHand || controller.traits.configMap === null || hasMorePorts(controller, service)
  const named = [...needs.configMaps, ...(needs.streams ?? [])]
  const isNamed = new Set(named.map(nameOf))
  const read = new Set([...isNamed, ...found.flatMap(({ traits }) => traits.configMaps.map(nameOf))])
  const forgotten = (needs.forgotten ?? []).filter((one) => !isNamed.has(nameOf(one)))
  const isForgotten = new Set(forgotten.map(nameOf))
  const isOpen = (one: NamespacedName) =>
    isLooked && !read.has(nameOf(one)) && (cluster.isAtHand || one.namespace === controller.namespace)
  const [configMaps, unnamed, all] = await Promise.all([
    look(cluster, 'ConfigMap', named),
    // That one of these may not be seen is no gap.
    look(cluster, 'ConfigMap', forgotten.filter(isOpen)),
    // Of a cluster those are asked for alone that have usual names.
    cluster.isAtHand && configFlag !== undefined ? cluster.list('ConfigMap', { scope: 'all-namespaces' }) : null,
  ])
  return {
    configMapOf: (name) =>
      isForgotten.has(nameOf(name)) ? (isOpen(name) ? unnamed.of(name) : null) : configMaps.of(name),
    unread: (all ?? unnamed.listing).items.filter((one) => !read.has(nameOf(refOf(one)))),
    gaps: configMaps.listing.gaps,
  }
}

/** Is a port beside those of http open at the Service by which clients come in. */
function hasMorePorts({ traits: { publishService } }: Controller, service: Inventory['service']): boolean {
  const ports = publishService === null ? [] : (service(publishService)?.spec?.ports ?? [])
  return ports.some(({ port, name }) => ![80, 443].includes(port) && !/^https?$/.test(name ?? ''))
}
