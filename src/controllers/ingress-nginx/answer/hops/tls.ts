/** What happens to a request's TLS, in words: which certificate is shown, or who gets it as it is. */
import { nameOf } from '../../../../domain/objects/ref.js'
import { type Hop, hop, type TraceRequest } from '../../../../domain/requests/trace.js'
import { defaultFlaw, flawOf } from '../../../../findings/certificates.js'
import { meantFor } from '../../model/certificates.js'
import type { Model, Passed } from '../../model/types.js'
import type { Decision } from '../decision.js'

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
  const detail = `passed through as it is (ssl-passthrough) ${way}; nginx sees neither path nor headers`
  return { ...hop('tls', sni ?? '', detail), gist: detail }
}

function shownHop({ sni }: TraceRequest, model: Model, now: number, seesIngresses: boolean): Hop {
  if (sni === null) return hop('tls', 'no server name', 'the default certificate is shown')
  if (!seesIngresses) return hop('tls', sni, 'which certificate is shown is not known: no Ingress may be seen')
  const shown = meantFor(model, sni)
  if (shown === undefined) return byDefault(sni, `${whyNobody(model, sni)}: the default certificate is shown`, model)
  const { by, secret, certificate, flaw, isUnseen } = shown
  const name = secret === null ? '' : `the certificate of Secret ${nameOf(secret)}, which`
  if (certificate !== null && secret !== null) {
    // It is served all the same, and clients do not trust it.
    const isOver = Date.parse(certificate.notAfter) < now
    const until = `${isOver ? 'expired on' : 'good until'} ${certificate.notAfter}`
    return {
      ...hop('tls', sni, `${name} covers the name, ${until}`),
      ...(isOver && { gist: `its certificate ${until}` }),
    }
  }
  if (isUnseen && secret !== null) return hop('tls', sni, `${name} cannot be seen here`)
  const why = flaw === null ? '' : `, since Ingress ${by && nameOf(by)} asks for TLS and ${flawOf(flaw, secret)}`
  return byDefault(sni, `the default certificate${why}`, model)
}

/** One that was set may be good for the name. */
function byDefault(name: string, which: string, { policy, defaultFlawOf }: Model): Hop {
  const flaw = defaultFlawOf(name)
  const detail = flaw === null ? which : `${which}; ${defaultFlaw(flaw)}`
  return { ...hop('tls', name, detail), ...((policy.defaultCertificate === null || flaw) && { gist: detail }) }
}

function whyNobody({ kept }: Model, name: string): string {
  const isAsked = kept.some(({ ingress }) =>
    ingress.spec?.tls?.some(({ hosts }) => hosts?.some((one) => one.toLowerCase() === name)),
  )
  return isAsked ? `TLS names ${name}, which no rule of the Ingress has` : 'no Ingress asks for TLS on this name'
}
