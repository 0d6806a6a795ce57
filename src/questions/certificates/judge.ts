/** What is to be said of the certificate that a host shows. */
import { type CertificateFacts, covers, daysLeft } from '../../domain/certificates.js'
import type { PlannedCertificate } from '../../domain/controllers/plan.js'
import { nameOf } from '../../domain/objects/ref.js'

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
  | { readonly is: 'unseen' | 'missing' | 'empty' }
  | { readonly is: 'there'; readonly certificate: CertificateFacts }

export interface Judged {
  readonly host: string
  /** did any Ingress ask for TLS on it */
  readonly asked: boolean
  /** by the rules of the controller; null: none, so that the default certificate is shown */
  readonly planned: PlannedCertificate | null
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
  readonly message: string
  /** null: not known */
  readonly covers: boolean | null
  /** of the one that is served; null: not known */
  readonly daysLeft: number | null
}

/** @param warnDays from how many days before its end a certificate is `expiring` */
export function judge(certificate: Judged, now: number, warnDays: number): Judgement {
  const { host, asked, planned, secretState, served, isFake, shown } = certificate
  const held = secretState?.is === 'there' ? secretState.certificate : null
  const facts = served ?? held
  const isCovered = facts === null ? null : covers(facts, host)
  const say = (state: CertificateState, message: string): Judgement => ({
    state,
    message,
    covers: state === 'unknown' ? null : (isCovered ?? false),
    daysLeft: served === null ? null : daysLeft(served, now),
  })
  const secret = planned?.secret ?? null
  const name = secret === null ? 'no Secret' : `Secret ${nameOf(secret)}`

  if (shown !== undefined && shown?.sha256 !== served?.sha256)
    return say(
      'mismatch',
      `a handshake shows ${shown === null ? 'no certificate' : `another one (${shown.subject}, ${shown.serial})`}`,
    )
  if (secretState?.is === 'missing') return say('missing', `${name} does not exist: ${instead(certificate)}`)
  if (secretState?.is === 'empty')
    return say('invalid', `${name} holds no certificate in tls.crt: ${instead(certificate)}`)
  if (planned === null && (facts === null || isFake || !isCovered))
    return say(
      'default',
      asked
        ? `a TLS section names the host, and no rule of its Ingress does: ${instead(certificate)}`
        : 'no Ingress asks for TLS on this host: the default certificate answers',
    )
  if (facts === null)
    return planned?.flaw == null
      ? say('unknown', `neither the controller nor ${name} tells which certificate it is`)
      : say('default', 'its TLS section names no Secret for the host: the default certificate answers')
  if (isFake)
    return held !== null && !covers(held, host)
      ? say('mismatch', `the certificate in ${name} does not cover the host, so the fake one answers`)
      : say(
          'default',
          `the fake certificate answers${held === null ? '' : `: ${name} was not taken, as where its key does not fit`}`,
        )
  const left = daysLeft(facts, now)
  if (left < 0) return say('expired', `it ended ${-left} ${-left === 1 ? 'day' : 'days'} ago`)
  if (Date.parse(facts.notBefore) > now) return say('invalid', 'it is not valid yet')
  if (!isCovered) return say('mismatch', `its names do not cover the host: ${names(facts)}`)
  if (served !== null && held !== null && served.sha256 !== held.sha256)
    return say('mismatch', `${name} holds another certificate (${held.serial}) than the one that is served`)
  if (left < warnDays) return say('expiring', `it ends in ${left} ${left === 1 ? 'day' : 'days'}`)
  return say('ok', `it is good for ${left} days`)
}

function instead({ served, isFake }: Judged): string {
  return served === null ? 'the default certificate is meant' : `${isFake ? 'the fake' : 'another'} certificate answers`
}

function names({ sans, subject }: CertificateFacts): string {
  return (sans.length > 0 ? sans : [subject]).slice(0, 5).join(', ')
}
