/** What is to be said of the certificate that a host shows. */
import { type CertificateFacts, certificateOf, covers, daysLeft, namesOf } from '../../domain/certificates.js'
import type { PlannedCertificate } from '../../domain/controllers/plan.js'
import type { CertificateCode, Told } from '../../domain/findings/facts.js'
import { told } from '../../domain/findings/finding.js'
import type { Secret } from '../../domain/objects/objects.js'

export type CertificateState =
  | 'ok'
  | 'expiring'
  | 'expired'
  | 'mismatch'
  | 'default'
  | 'missing'
  | 'invalid'
  | 'unknown'

/** A Secret as far as it may be seen. */
export type SecretState =
  /** `foreign`: of another namespace, where nobody permits it to be used */
  | { readonly is: 'unseen' | 'missing' | 'foreign' | 'empty' }
  | { readonly is: 'there'; readonly certificate: CertificateFacts }

/** @param found undefined: there is none; null: it may not be looked at */
export function secretStateOf(found: Secret | undefined | null): SecretState {
  if (found === null || found === undefined) return { is: found === null ? 'unseen' : 'missing' }
  const certificate = certificateOf(found)
  return certificate === null ? { is: 'empty' } : { is: 'there', certificate }
}

export interface Judged {
  readonly host: string
  /** did any Ingress ask for TLS on it */
  readonly asked: boolean
  /** by the rules of the controller; null: none, so that the default certificate is shown */
  readonly planned: PlannedCertificate | null
  /** by the rules of the controller nothing is shown at all: the handshake is refused. Absent: no */
  readonly isRefused?: boolean
  /** of the Secret that is meant; null: there is none */
  readonly secretState: SecretState | null
  /** as the controller serves it; null: it could not be asked */
  readonly served: CertificateFacts | null
  /** the controller made the served one itself */
  readonly isFake: boolean
  /** by a TLS handshake; undefined: none was made */
  readonly shown?: CertificateFacts | null | undefined
}

export interface Judgement {
  readonly state: CertificateState
  readonly found: Told<CertificateCode>
  /** null: not known */
  readonly covers: boolean | null
  /** what is served, and where nobody could be asked what its Secret holds; null: not known */
  readonly facts: CertificateFacts | null
  /** of that one */
  readonly daysLeft: number | null
}

/** @param warnDays from how many days before its end a certificate is `expiring` */
export function judge(certificate: Judged, now: number, warnDays: number): Judgement {
  const { host, asked, planned, isRefused, secretState, served, isFake, shown } = certificate
  const held = secretState?.is === 'there' ? secretState.certificate : null
  const isPassed = planned?.isPassedThrough ?? false
  const facts = isPassed ? (shown ?? null) : (served ?? held)
  const isCovered = facts === null ? null : covers(facts, host)
  const say = (state: CertificateState, found: Told<CertificateCode>): Judgement => {
    const told = served ?? (state === 'default' || isPassed ? null : held)
    return {
      ...{ state, found, facts: told, daysLeft: told && daysLeft(told, now) },
      covers: state === 'unknown' ? null : (isCovered ?? false),
    }
  }
  const secret = isPassed ? null : (planned?.secret ?? null)
  const instead = served !== null && !isFake ? 'other' : isRefused ? 'nothing' : 'default'
  const refusal = isRefused && served === null ? ({ isRefused: true } as const) : {}

  if (isPassed && facts === null) return say('unknown', told('tls-passed-through', { host }))
  if (!isPassed && shown !== undefined && shown?.sha256 !== served?.sha256)
    return say('mismatch', told('tls-handshake-differs', { host, shown }))
  if (secret !== null && secretState?.is === 'missing')
    return say('missing', told('tls-secret-missing', { host, secret, shown: instead }))
  if (secret !== null && secretState?.is === 'foreign')
    return say('missing', told('tls-secret-missing', { host, secret, shown: instead, isForeign: true }))
  if (secret !== null && secretState?.is === 'empty')
    return say('invalid', told('tls-invalid', { host, secret, shown: instead }))
  if (planned === null && (facts === null || isFake || !isCovered))
    return say('default', asked ? told('tls-host-without-rule', { host }) : told('tls-default', { host, ...refusal }))
  if (facts === null)
    return planned?.flaw == null
      ? say('unknown', told('tls-untold', { host }))
      : say('default', told('tls-no-secret', { host, ...refusal, isSeen: true }))
  if (isFake)
    return held !== null && !covers(held, host)
      ? say('mismatch', told('tls-mismatch', { host, secret, names: namesOf(held), shown: 'default' }))
      : say('default', told('tls-not-taken', { host, secret: held === null ? null : secret }))
  // Another one steps in for a Secret that does not fit: what is wrong with that one is not the Secret's fault.
  if (planned?.flaw != null && held !== null && served?.sha256 !== held.sha256 && !covers(held, host))
    return say('mismatch', told('tls-mismatch', { host, secret, names: namesOf(held), shown: instead }))
  const left = daysLeft(facts, now)
  const on = facts.notAfter.slice(0, 10)
  if (left < 0) return say('expired', told('tls-expired', { host, secret, on, days: -left }))
  if (Date.parse(facts.notBefore) > now)
    return say('invalid', told('tls-not-yet-valid', { host, secret, from: facts.notBefore.slice(0, 10) }))
  if (!isCovered) return say('mismatch', told('tls-mismatch', { host, secret, names: namesOf(facts), shown: 'it' }))
  if (secret !== null && served !== null && held !== null && served.sha256 !== held.sha256)
    return say('mismatch', told('tls-secret-differs', { host, secret, serial: held.serial }))
  if (left < warnDays) return say('expiring', told('tls-expiring', { host, secret, on, days: left }))
  return say('ok', told('tls-ok', { host, days: left }))
}
