/** How the proxy speaks to a backend: in clear text, or in TLS where a BackendTLSPolicy asks for it. https://gateway-api.sigs.k8s.io/api-types/backendtlspolicy/ */
import type { BackendTLSPolicy } from '../../../domain/objects/gateway/gateways.js'
import type { GatewayInventory } from '../../../domain/objects/gateway/inventory.js'
import { type NamespacedName, type Ref, refOf } from '../../../domain/objects/ref.js'
import { type AuthorityFault, authorityFault } from './authorities.js'
import { byAge } from './listeners.js'

export interface BackendTls {
  readonly policy: Ref
  /** the name that its certificate must be for; null: none is said */
  readonly hostname: string | null
  /** names of which its certificate must hold one, in place of the hostname */
  readonly otherNames: readonly string[]
  /** why it cannot be met, as conditions name it: no request may go in clear text then */
  readonly fault: AuthorityFault | 'NoValidCACertificate' | null
  /** it names authorities that can all be used, none that are well known, and one hostname in full */
  readonly isPlain: boolean
}

/**
 * Of several for one Service that of its very port comes first, then the oldest.
 * @param port the number of a port of the Service
 * @returns null: none asks for TLS
 */
export function backendTlsOf(
  inventory: GatewayInventory,
  service: NamespacedName,
  port: number | null,
): BackendTls | null {
  const ports = inventory.backends.service(service)?.spec?.ports ?? []
  const section = ports.find((one) => one.port === port)?.name ?? null
  const [first] = inventory.policies
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
  if (first === undefined) return null
  const { hostname, subjectAltNames } = first.policy.spec?.validation ?? {}
  return {
    policy: first.ref,
    hostname: hostname || null,
    otherNames: (subjectAltNames ?? []).flatMap((one) => one.hostname || one.uri || []),
    fault: faultOf(first.policy, inventory),
    isPlain: isPlain(first.policy, inventory),
  }
}

function isPlain(policy: BackendTLSPolicy, inventory: GatewayInventory): boolean {
  const { caCertificateRefs, wellKnownCACertificates, hostname } = policy.spec?.validation ?? {}
  const refs = caCertificateRefs ?? []
  const isName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(hostname ?? '')
  const isUsed = refs.every((one) => authorityFault(refOf(policy), [one], inventory) === null)
  return refs.length > 0 && isUsed && !wellKnownCACertificates && isName && !/^[\d.]+$/.test(hostname ?? '')
}

function faultOf(policy: BackendTLSPolicy, inventory: GatewayInventory): BackendTls['fault'] {
  const { caCertificateRefs, wellKnownCACertificates } = policy.spec?.validation ?? {}
  const refs = caCertificateRefs ?? []
  if (refs.length > 0) return authorityFault(refOf(policy), refs, inventory)
  return wellKnownCACertificates === 'System' ? null : 'NoValidCACertificate'
}
