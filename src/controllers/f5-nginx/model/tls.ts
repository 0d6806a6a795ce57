/**
 * The certificate of a host: of the last TLS section of its Ingress that names it. Without one that is good the handshake is
 * refused, and no default certificate steps in.
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/ingress.go (addSSLConfig)
 */
import { certificateOf } from '../../../domain/certificates.js'
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { type Ref, refOf } from '../../../domain/objects/ref.js'
import type { F5Settings } from '../workload/settings.js'
import type { Tls } from './types.js'

/** null: its host has no TLS, and nothing listens for it on the port of https */
export function tlsOf(
  ingress: Ingress,
  host: string,
  { wildcardCertificate }: F5Settings,
  secretOf: RoutingFacts['secretOf'],
): Tls | null {
  const by = refOf(ingress)
  const section = (ingress.spec?.tls ?? []).findLast(({ hosts }) => hosts?.includes(host))
  if (section === undefined) return null
  const { secretName } = section
  if (!secretName && wildcardCertificate === null) return { ...refusing, by }
  const secret: Ref = secretName
    ? { kind: 'Secret', namespace: by.namespace, name: secretName }
    : (wildcardCertificate as Ref)
  return { by, ...certificateIn(secret, secretOf) }
}

const refusing = { secret: null, certificate: null, isUnseen: false, rejects: true }

/** Of another type, or without a certificate in it, it is as good as none. */
export function certificateIn(secret: Ref, secretOf: RoutingFacts['secretOf']): Omit<Tls, 'by'> {
  const found = secretOf(secret)
  if (found === null) return { secret, certificate: null, isUnseen: true, rejects: false }
  const isTls = found !== undefined && (found.type ?? 'kubernetes.io/tls') === 'kubernetes.io/tls'
  const certificate = isTls ? certificateOf(found) : null
  return { secret, certificate, isUnseen: false, rejects: certificate === null }
}
