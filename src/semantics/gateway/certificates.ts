/** The certificates of a listener: those that it names, as far as they can be used. */
import { type CertificateFacts, certificateOf } from '../../domain/certificates.js'
import type { Look } from '../../domain/look.js'
import type { GatewayInventory } from '../../domain/objects/gateway/inventory.js'
import type { Secret } from '../../domain/objects/objects.js'
import type { Ref } from '../../domain/objects/ref.js'
import { isPermitted } from './attachment/grants.js'
import type { PlannedListener } from './attachment/listeners.js'

/** Why a certificate cannot be used, as conditions name it. */
export type CertificateFault = 'InvalidCertificateRef' | 'RefNotPermitted'

export interface ListenerCertificate {
  readonly secret: Ref
  readonly fault: CertificateFault | null
  /** null: it may not be seen, or cannot be used */
  readonly certificate: CertificateFacts | null
  /** it may not be seen, and is taken to be good */
  readonly isUnseen: boolean
}

export function certificatesOf(
  { owner, listener }: Pick<PlannedListener, 'owner' | 'listener'>,
  inventory: Pick<GatewayInventory, 'grants' | 'sees'>,
  secretOf: Look<Secret>,
): ListenerCertificate[] {
  return (listener.tls?.certificateRefs ?? []).map((ref) => {
    const kind = ref.kind || 'Secret'
    const secret = { kind, namespace: ref.namespace || owner.namespace, name: ref.name }
    const bad = { secret, certificate: null, isUnseen: false }
    const group = ref.group ?? ''
    if (group !== '' || kind !== 'Secret') return { ...bad, fault: 'InvalidCertificateRef' }
    const permitted = isPermitted(inventory, owner, { group, ...secret })
    if (permitted === false) return { ...bad, fault: 'RefNotPermitted' }
    const found = secretOf(secret)
    if (found === null) return { ...bad, fault: null, isUnseen: true }
    const certificate = found === undefined || found.type !== 'kubernetes.io/tls' ? null : certificateOf(found)
    return certificate === null ? { ...bad, fault: 'InvalidCertificateRef' } : { ...bad, fault: null, certificate }
  })
}

/** Is there one that a client can be shown; a listener that passes TLS on needs none. */
export function canShake(
  { protocol, listener, profile }: PlannedListener,
  certificates: readonly ListenerCertificate[],
): boolean {
  if (protocol !== 'HTTPS' && !(protocol === 'TLS' && listener.tls?.mode !== 'Passthrough')) return true
  if (profile.attachment.oneCertificate && certificates.length > 1) return false
  return certificates.length > 0 && certificates.every(({ fault }) => fault === null)
}
