/** How the proxy speaks to a backend: in clear text, or in TLS where a BackendTLSPolicy asks for it. https://gateway-api.sigs.k8s.io/api-types/backendtlspolicy/ */
import type { BackendTLSPolicy } from '../../../domain/objects/gateway/gateways.js'
import type { GatewayInventory } from '../../../domain/objects/gateway/inventory.js'
import { type NamespacedName, type Ref, refOf } from '../../../domain/objects/ref.js'
import { byAge } from './listeners.js'

export interface BackendTls {
  readonly policy: Ref
  /** the name that its certificate must be for; null: none is said */
  readonly hostname: string | null
  /** why it cannot be met, as conditions name it: no request may go in clear text then */
  readonly fault: 'InvalidKind' | 'NoValidCACertificate' | null
}

/**
 * Of several for one Service that of its very port comes first, then the oldest.
 * @param port the number of a port of the Service
 * @returns null: none asks for TLS
 */
export function backendTlsOf(
  { policies, backends }: Pick<GatewayInventory, 'policies' | 'backends'>,
  service: NamespacedName,
  port: number | null,
): BackendTls | null {
  const ports = backends.service(service)?.spec?.ports ?? []
  const section = ports.find((one) => one.port === port)?.name ?? null
  const aimed = policies
    .filter(({ metadata }) => metadata.namespace === service.namespace)
    .flatMap((policy) => {
      const targets = (policy.spec?.targetRefs ?? []).filter(
        (one) => !one.group && one.kind === 'Service' && one.name === service.name,
      )
      const isOfPort = targets.some(({ sectionName }) => sectionName && sectionName === section)
      if (!isOfPort && !targets.some(({ sectionName }) => !sectionName)) return []
      return [{ policy, isOfPort, ref: refOf(policy), createdAt: policy.metadata.creationTimestamp ?? null }]
    })
    .sort((a, b) => Number(b.isOfPort) - Number(a.isOfPort) || byAge(a, b))
  const [first] = aimed
  return first === undefined
    ? null
    : { policy: first.ref, hostname: first.policy.spec?.validation?.hostname || null, fault: faultOf(first.policy) }
}

/** A Secret of authorities is up to the implementation. */
function faultOf({ spec }: BackendTLSPolicy): BackendTls['fault'] {
  const { caCertificateRefs, wellKnownCACertificates } = spec?.validation ?? {}
  const refs = caCertificateRefs ?? []
  if (refs.length === 0) return wellKnownCACertificates === 'System' ? null : 'NoValidCACertificate'
  const isKnown = refs.some(({ group, kind }) => !group && (kind === 'ConfigMap' || kind === 'Secret'))
  return isKnown ? null : 'InvalidKind'
}
