/** What happens to a request's TLS, in words: which certificate is shown, or who gets it as it is. */
import { nameOf } from '../../../domain/objects/ref.js'
import { type Hop, hop, type TraceRequest } from '../../../domain/requests/trace.js'
import { flawOf } from '../../../findings/certificates.js'
import { registeredFor } from '../model/certificates.js'
import type { Model, Passed, Shown } from '../model/types.js'
import type { Decision } from './decision.js'

/** @param seesIngresses else nobody knows which certificates they ask for */
export function tlsHops(
  { passed }: Decision,
  request: TraceRequest,
  model: Model,
  now: number,
  seesIngresses: boolean,
): Hop[] {
  if (request.scheme !== 'https') return []
  return [passed ? passedHop(request, passed) : shownHop(request, model, now, seesIngresses)]
}

/** What is asked for inside of TLS counts for nothing. */
function passedHop({ sni }: TraceRequest, { address, why }: Passed): Hop {
  const way = address === null ? `nowhere: ${why}` : `to the address of its Service, ${address}`
  return hop('tls', sni ?? '', `passed through as it is (ssl-passthrough) ${way}; nginx sees neither path nor headers`)
}

function shownHop({ sni }: TraceRequest, { registered }: Model, now: number, seesIngresses: boolean): Hop {
  if (sni === null) return hop('tls', 'no server name', 'the default certificate is shown')
  if (!seesIngresses) return hop('tls', sni, 'which certificate is shown is not known: no Ingress may be seen')
  const shown = registeredFor(registered, sni)
  return hop(
    'tls',
    sni,
    shown ? shownText(shown, now) : 'no Ingress asks for TLS on this name: the default certificate is shown',
  )
}

function shownText({ by, secret, certificate, flaw, isUnseen }: Shown, now: number): string {
  if (certificate !== null && secret !== null) {
    // It is served all the same, and clients do not trust it.
    const until = Date.parse(certificate.notAfter) < now ? 'expired on' : 'good until'
    return `the certificate of Secret ${nameOf(secret)}, which covers the name, ${until} ${certificate.notAfter}`
  }
  if (isUnseen && secret !== null) return `the certificate of Secret ${nameOf(secret)}, which may not be read`
  return `the default certificate${flaw === null ? '' : `, since Ingress ${by && nameOf(by)} asks for TLS and ${flawOf(flaw, secret)}`}`
}
