/** The certificates that a replica shows, host by host, held against those that are planned. */

import { sideBySide } from '../../domain/at-once/side-by-side.js'
import type { CertificateFacts } from '../../domain/certificates.js'
import type { Observation } from '../../domain/controllers/observation.js'
import type { Plan, PlannedRoute } from '../../domain/controllers/plan.js'
import type { ServedCertificate } from '../../domain/controllers/replica-facts.js'
import { tlsHosts } from '../../domain/objects/ingress-hosts.js'
import type { Ingress } from '../../domain/objects/objects.js'
import type { Ref } from '../../domain/objects/ref.js'
import { Problem } from '../../domain/problem.js'

export interface DifferentCertificate {
  readonly host: string
  /** from which the planned one comes; null: the controller's own default */
  readonly secret: Ref | null
  readonly planned: CertificateFacts
  /** null: it has none at all for the host */
  readonly served: CertificateFacts | null
  /** the controller made the served one itself, where it has nothing better */
  readonly isFake: boolean
}

export interface ComparedCertificates {
  /** hosts that show the planned one */
  readonly same: number
  readonly different: readonly DifferentCertificate[]
  /** hosts of which a capture does not tell */
  readonly unknown: number
}

/** Names that somebody asks for, and the certificate that is meant for each. */
interface Hosts extends Pick<Plan, 'certificateFor'> {
  readonly routes: readonly Pick<PlannedRoute, 'host'>[]
}

/** Under way at a time. */
const mostQuestions = 256

/**
 * Only hosts of which it is known which certificate is planned: what is shown where nobody asks for TLS is the replica's own.
 * @throws Problem as {@link Observation.certificate}
 */
export async function compareCertificates(
  { certificateFor, routes }: Hosts,
  ingresses: readonly Ingress[],
  observation: Pick<Observation, 'certificate'>,
): Promise<ComparedCertificates> {
  const planned = namesAsked(routes, ingresses).flatMap((host) => {
    const { secret, certificate = null } = certificateFor(host) ?? { secret: null }
    return certificate === null ? [] : [{ host, secret, certificate }]
  })
  const shown = await sideBySide(planned, mostQuestions, ({ host }) => shownFor(observation, host))
  const silent = shown.flatMap((one) => (one instanceof Problem ? one : []))
  const [first] = silent
  if (first !== undefined && silent.length === planned.length) throw first
  const different = planned.flatMap(({ host, secret, certificate }, i): DifferentCertificate[] => {
    const found = shown[i] ?? null
    if (found instanceof Problem || found?.facts.sha256 === certificate.sha256) return []
    return [{ host, secret, planned: certificate, served: found?.facts ?? null, isFake: found?.isFake ?? false }]
  })
  return { same: planned.length - silent.length - different.length, different, unknown: silent.length }
}

/** A capture holds those of the names that ask for TLS themselves, and tells nothing of others below a wildcard. */
async function shownFor(
  observation: Pick<Observation, 'certificate'>,
  host: string,
): Promise<ServedCertificate | Problem | null> {
  try {
    return (await observation.certificate(host)).value
  } catch (error) {
    if (error instanceof Problem && error.value.reason === 'not-captured') return error
    throw error
  }
}

function namesAsked(routes: Hosts['routes'], ingresses: readonly Ingress[]): string[] {
  const names = [...routes.flatMap(({ host }) => host ?? []), ...ingresses.flatMap(tlsHosts)]
  return [...new Set(names.map((name) => name.toLowerCase()))].filter((name) => name !== '').sort()
}
