/**
 * Annotations of Ingresses that Contour does not read: slips of those that it does, and some that are for Services.
 * https://projectcontour.io/docs/1.33/config/annotations/
 */
import { type Finding, finding, told } from '../../domain/findings/finding.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { refOf } from '../../domain/objects/ref.js'
import { nearest } from '../../domain/text/nearest.js'
import { common } from './workload/family.js'

const own = 'projectcontour.io/'
const named = (words: string) => words.split(/\s+/).map((word) => `${own}${word}`)

const ofIngresses = named(
  `ingress.class num-retries per-try-timeout response-timeout retry-on tls-cert-namespace tls-minimum-protocol-version
  tls-maximum-protocol-version websocket-routes`,
)
const ofServices = named(
  `max-connections max-pending-requests max-requests max-retries per-host-max-connections upstream-protocol.h2
  upstream-protocol.h2c upstream-protocol.tls`,
)

export function annotationFaults(ingress: Ingress): Finding[] {
  return Object.keys(ingress.metadata.annotations ?? {}).flatMap((annotation) => {
    const why = fault(annotation)
    if (why === null) return []
    const field = `metadata.annotations["${annotation}"]`
    return [finding(told('unknown-annotation', { annotation, effect: 'ignored', why }), refOf(ingress), { field })]
  })
}

/** What a later release may have is left alone, where nothing near is known. */
function fault(annotation: string) {
  if (ofServices.includes(annotation)) return { is: 'of-service' } as const
  const known = [...ofIngresses, ...common]
  if (known.includes(annotation)) return null
  const isCommon = /^(?:ingress\.kubernetes\.io\/|kubernetes\.io\/ingress\.)/.test(annotation)
  const [near] = nearest(annotation, annotation.startsWith(own) ? ofIngresses : isCommon ? common : [], 1)
  return near === undefined ? null : ({ is: 'no-such', near } as const)
}
