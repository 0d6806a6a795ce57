/** Everything that decides where requests go, for one controller: what may not be seen comes back as gaps. */
import type { Controller } from '../../domain/controllers/controller.js'
import type { Dialect } from '../../domain/controllers/dialect.js'
import type { RoutingFacts } from '../../domain/controllers/routing-facts.js'
import { look, lookCustom } from '../../domain/look.js'
import type { ClusterReader, Gap } from '../../domain/ports.js'
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
  const [configMaps, secrets, custom] = await Promise.all([
    look(cluster, 'ConfigMap', needs.configMaps),
    look(cluster, 'Secret', needs.secrets),
    lookCustom(cluster, needs.custom ?? []),
  ])
  return {
    gaps: inOrder([...configMaps.listing.gaps, ...secrets.listing.gaps, ...custom.gaps]),
    facts: {
      inventory,
      ingresses,
      configMapOf: configMaps.of,
      secretOf: secrets.of,
      customOf: custom.of,
      hosts,
      now,
    },
  }
}
