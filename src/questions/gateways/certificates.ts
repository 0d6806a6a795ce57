/** The certificate that a listener shows for a host. */
import { covers as coversHost } from '../../domain/certificates.js'
import type { PlannedCertificate } from '../../domain/controllers/plan.js'
import { bySpecificity, covers } from '../../semantics/gateway/attachment/hostnames.js'
import type { PlannedGateway } from '../../semantics/gateway/world.js'

/** Of the most specific listener that has the host; of several certificates the one that covers it. Null: none speaks TLS there. */
export function certificateAt(gateway: PlannedGateway, host: string): PlannedCertificate | null {
  const [listener] = gateway.listeners
    .filter(({ protocol, hostname }) => protocol === 'HTTPS' && covers(hostname, host))
    .sort((a, b) => bySpecificity(a.hostname, b.hostname))
  if (listener === undefined) return null
  const all = gateway.certificatesOf(listener)
  const shown = all.find(({ certificate }) => certificate !== null && coversHost(certificate, host)) ?? all[0]
  const by = listener.owner
  if (shown === undefined) return { by, secret: null, certificate: null, flaw: 'no-secret' }
  const { secret, certificate, isUnseen, fault } = shown
  if (isUnseen) return { by, secret, certificate: null, flaw: null, isUnseen: true }
  return { by, secret, certificate, flaw: fault === null ? null : 'no-certificate' }
}
