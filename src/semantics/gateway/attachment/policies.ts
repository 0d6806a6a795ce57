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
  /** the same where each of its authorities has to be good */
  readonly strictFault: BackendTls['fault']
  /** it names authorities that can all be used, none that are well known, and one hostname in full */
  readonly isPlain: boolean
}

/** What asks for TLS to a Service: of several that of its very port, then the oldest; and the oldest of all. */
export interface BackendPolicies {
  readonly first: BackendTls
  readonly oldest: BackendTls
}

/**
 * @param port the number of a port of the Service
 * @returns null: none asks for TLS
 */
export function policiesOf(
  inventory: GatewayInventory,
  service: NamespacedName,
  port: number | null,
): BackendPolicies | null {
  const ports = inventory.backends.service(service)?.spec?.ports ?? []
  const section = ports.find((one) => one.port === port)?.name ?? null
  const all = inventory.policies
    .filter(({ metadata }) => metadata.namespace === service.namespace)
    .flatMap((policy) => {
      const targets = (policy.spec?.targetRefs ?? []).filter(
        (one) => !one.group && one.kind === 'Service' && one.name === service.name,
      )
      const isOfPort = targets.some(({ sectionName }) => sectionName && sectionName === section)
      if (!isOfPort && !targets.some(({ sectionName }) => !sectionName)) return []
      return [{ policy, isOfPort, ref: refOf(policy), createdAt: policy.metadata.creationTimestamp ?? null }]
    })
    .sort(byAge)
  const [oldest] = all
  if (oldest === undefined) return null
  const first = all.find(({ isOfPort }) => isOfPort) ?? oldest
  return { first: tlsOf(first.policy, inventory), oldest: tlsOf(oldest.policy, inventory) }
}

function tlsOf(policy: BackendTLSPolicy, inventory: GatewayInventory): BackendTls {
  const { hostname, subjectAltNames, caCertificateRefs, wellKnownCACertificates } = policy.spec?.validation ?? {}
  const refs = caCertificateRefs ?? []
  const from = refOf(policy)
  const [broken = null] = refs.flatMap((one) => authorityFault(from, [one], inventory) ?? [])
  const without = refs.length > 0 || wellKnownCACertificates === 'System' ? null : 'NoValidCACertificate'
  const isName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(hostname ?? '')
  return {
    policy: from,
    hostname: hostname || null,
    otherNames: (subjectAltNames ?? []).flatMap((one) => one.hostname || one.uri || []),
    fault: without ?? authorityFault(from, refs, inventory),
    strictFault: without ?? broken,
    isPlain:
      refs.length > 0 && broken === null && !wellKnownCACertificates && isName && !/^[\d.]+$/.test(hostname ?? ''),
  }
}
