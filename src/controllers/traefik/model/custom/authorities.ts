/** What Secrets hold of authorities: https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/crd/kubernetes.go (getCABlocks) */
import { endOfBundle } from '../../../../domain/certificates.js'
import type { Secret } from '../../../../domain/objects/objects.js'

/**
 * - `broken`: what stands there is no certificate; `empty`: nothing does
 * - `unknown`: the Secret may not be seen
 */
export type Authority = 'whole' | 'broken' | 'empty' | 'unknown'

/** @param secret null: it may not be seen; undefined: there is none. @returns null: nothing is looked for there */
export function authorityIn(secret: Secret | null | undefined): Authority | null {
  if (secret === null) return 'unknown'
  const base64 = secret?.data?.['tls.ca'] ?? secret?.data?.['ca.crt']
  if (base64 === undefined) return null
  return base64 === '' ? 'empty' : endOfBundle(base64) === null ? 'broken' : 'whole'
}
