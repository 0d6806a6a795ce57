/** Authorities that certificates are held against: those of backends, and those of clients. */
import { readCertificate } from '../../../domain/certificates.js'
import type { GatewayProfile } from '../../../domain/gateway/profile.js'
import type { ForeignRef, Gateway, Listener } from '../../../domain/objects/gateway/gateways.js'
import type { GatewayInventory } from '../../../domain/objects/gateway/inventory.js'
import { speaksTls } from '../../../domain/objects/gateway/listeners.js'
import { type Ref, refOf } from '../../../domain/objects/ref.js'
import { isPermitted } from './grants.js'

export type AuthorityFault = 'InvalidKind' | 'InvalidCACertificateRef' | 'RefNotPermitted'

type Seen = Pick<GatewayInventory, 'configMapOf' | 'grants' | 'sees'>

/**
 * One that can be used is enough; what may not be seen is taken to be good. So is a Secret, which is up to the
 * implementation.
 * @param from the object that names them
 * @returns why none can be used, by the first of them, as conditions name it
 */
export function authorityFault(from: Ref, refs: readonly ForeignRef[], inventory: Seen): AuthorityFault | null {
  const faults = refs.map(({ group, kind, namespace, name }): AuthorityFault | null => {
    if (group || (kind !== 'ConfigMap' && kind !== 'Secret')) return 'InvalidKind'
    const named = { namespace: namespace || from.namespace, name }
    if (isPermitted(inventory, from, { group: '', kind, ...named }) === false) return 'RefNotPermitted'
    const found = kind === 'Secret' ? null : inventory.configMapOf(named)
    const isGood = found === null || readCertificate(found?.data?.['ca.crt'] ?? '') !== null
    return isGood ? null : 'InvalidCACertificateRef'
  })
  return faults.includes(null) ? null : (faults[0] ?? null)
}

/** What clients must show in the handshake. https://gateway-api.sigs.k8s.io/geps/gep-91/ */
export interface ClientCheck {
  readonly authorities: readonly Ref[]
  /** whoever shows none, or another one, is let in all the same */
  readonly isLax: boolean
  readonly fault: AuthorityFault | null
}

/** What its port says goes before what the Gateway says of all. @returns null: clients show nothing */
export function clientCheckOf(
  gateway: Gateway,
  { port, protocol }: Pick<Listener, 'port' | 'protocol'>,
  { attachment }: GatewayProfile,
  inventory: Seen,
): ClientCheck | null {
  const { default: usual, perPort } = gateway.spec?.tls?.frontend ?? {}
  const { validation } = (perPort ?? []).find((one) => one.port === port)?.tls ?? usual ?? {}
  const refs = validation?.caCertificateRefs ?? []
  if (!attachment.clientAuthorities || !speaksTls(protocol) || refs.length === 0) return null
  const from = refOf(gateway)
  return {
    authorities: refs.map(({ kind, namespace, name }) => ({
      ...{ kind: kind || 'ConfigMap', namespace: namespace || from.namespace, name },
    })),
    isLax: validation?.mode === 'AllowInsecureFallback',
    fault: authorityFault(from, refs, inventory),
  }
}
