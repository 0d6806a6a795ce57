/** Everything that decides where requests go, for one controller: what may not be seen comes back as gaps. */
import type { Controller } from '../../domain/controllers/controller.js'
import type { Dialect } from '../../domain/controllers/dialect.js'
import type { RoutingFacts } from '../../domain/controllers/routing-facts.js'
import { look } from '../../domain/look.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { type NamespacedName, refOf } from '../../domain/objects/ref.js'
import type { ClusterReader, Gap } from '../../domain/ports.js'
import { inOrder } from '../attempt.js'

export interface GatheredFacts {
  readonly facts: RoutingFacts
  readonly gaps: readonly Gap[]
}

/**
 * @param inventory of all namespaces
 * @param ingresses those that the controller takes, or may
 */
export async function gatherFacts(
  cluster: ClusterReader,
  dialect: Dialect,
  controller: Controller,
  { inventory, ingresses, now }: Pick<RoutingFacts, 'inventory' | 'ingresses' | 'now'>,
): Promise<GatheredFacts> {
  const needs = dialect.needs(controller, ingresses)
  const [configMaps, secrets] = await Promise.all([
    look(cluster, 'ConfigMap', needs.configMaps),
    look(cluster, 'Secret', [...ingresses.flatMap(tlsSecrets), ...needs.secrets]),
  ])
  return {
    gaps: inOrder([...configMaps.listing.gaps, ...secrets.listing.gaps]),
    facts: { inventory, ingresses, configMapOf: configMaps.of, secretOf: secrets.of, now },
  }
}

/** The Secrets that the TLS section of an Ingress names. */
export function tlsSecrets(ingress: Ingress): NamespacedName[] {
  const { namespace } = refOf(ingress)
  return (ingress.spec?.tls ?? []).flatMap(({ secretName }) => (secretName ? [{ namespace, name: secretName }] : []))
}
