/** The certificates that a replica shows, host by host, held against those that are planned. */
import type { CertificateFacts } from '../../domain/certificates.js'
import type { Observation } from '../../domain/controllers/observation.js'
import type { Plan } from '../../domain/controllers/plan.js'
import type { Ingress } from '../../domain/objects/objects.js'
import type { Ref } from '../../domain/objects/ref.js'
import { sideBySide } from '../../domain/side-by-side.js'

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
}

/** Under way at a time. */
const mostQuestions = 256

/**
 * Only hosts of which it is known which certificate is planned: what is shown where nobody asks for TLS is the replica's own.
 * @throws Problem as {@link Observation.certificate}
 */
export async function compareCertificates(
  { certificateFor, routes }: Pick<Plan, 'certificateFor' | 'routes'>,
  ingresses: readonly Ingress[],
  observation: Pick<Observation, 'certificate'>,
): Promise<ComparedCertificates> {
  const planned = hostsOf(routes, ingresses).flatMap((host) => {
    const { secret, certificate = null } = certificateFor(host) ?? { secret: null }
    return certificate === null ? [] : [{ host, secret, certificate }]
  })
  const shown = await sideBySide(
    planned,
    mostQuestions,
    async ({ host }) => (await observation.certificate(host)).value,
  )
  const different = planned.flatMap(({ host, secret, certificate }, i): DifferentCertificate[] => {
    const { facts: served = null, isFake = false } = shown[i] ?? {}
    return served?.sha256 === certificate.sha256 ? [] : [{ host, secret, planned: certificate, served, isFake }]
  })
  return { same: planned.length - different.length, different }
}

function hostsOf(routes: Plan['routes'], ingresses: readonly Ingress[]): string[] {
  const names = [
    ...routes.flatMap(({ host }) => host ?? []),
    ...ingresses.flatMap(({ spec }) => (spec?.tls ?? []).flatMap(({ hosts }) => hosts ?? [])),
  ]
  return [...new Set(names.map((name) => name.toLowerCase()))].filter((name) => name !== '').sort()
}
