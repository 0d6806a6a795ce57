/** Certificate chains → the facts that people ask for. The one file of the model that needs node:crypto. */
import { createHash, X509Certificate } from 'node:crypto'
import type { Secret } from './objects/objects.js'
import { onceFor, remembering } from './remember.js'

export interface CertificateFacts {
  /** the common name, or the whole subject where it has none */
  readonly subject: string
  readonly sans: readonly string[]
  readonly issuer: string
  /** hexadecimal, upper case */
  readonly serial: string
  /** of the DER, hexadecimal, lower case */
  readonly sha256: string
  /** RFC 3339 */
  readonly notBefore: string
  readonly notAfter: string
  /** `rsa 2048`, `ec prime256v1`, `ed25519` */
  readonly keyType: string
}

/** @returns the server's own certificate; null for what is none. A key beside it is not looked at */
export function readCertificate(pemOrDer: string | Uint8Array): CertificateFacts | null {
  try {
    const certificate = new X509Certificate(pemOrDer)
    return {
      subject: nameOf(certificate.subject),
      sans: sansOf(certificate.subjectAltName),
      issuer: nameOf(certificate.issuer),
      serial: certificate.serialNumber,
      sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
      notBefore: new Date(certificate.validFrom).toISOString(),
      notAfter: new Date(certificate.validTo).toISOString(),
      keyType: keyTypeOf(certificate),
    }
  } catch {
    return null
  }
}

/** The certificate that a Secret holds, read once; null: none. Its key is not looked at. */
export function certificateOf({ data }: Pick<Secret, 'data'>): CertificateFacts | null {
  return data ? certificateIn(data) : null
}

const certificateIn = onceFor(({ 'tls.crt': base64 }: NonNullable<Secret['data']>) =>
  base64 ? inBase64(base64) : null,
)

/** The end of the one that lasts longest of a bundle in base64, as `caBundle` has it: RFC 3339; null: none can be read. */
export function endOfBundle(base64: string): string | null {
  const blocks = atobOrEmpty(base64).match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  const ends = blocks.slice(0, mostOfBundle).flatMap((one) => readCertificate(one)?.notAfter ?? [])
  return ends.sort().at(-1) ?? null
}

const mostOfBundle = 200

function atobOrEmpty(base64: string): string {
  try {
    return atob(base64.replaceAll(/\s/g, ''))
  } catch {
    return ''
  }
}

/** A certificate for many hosts stands in the Secrets of many namespaces. */
const inBase64 = remembering((base64) => readCertificate(atobOrEmpty(base64)), 256, 20_000)

function nameOf(distinguishedName: string | undefined): string {
  const lines = (distinguishedName ?? '').split('\n')
  const common = lines.find((line) => line.startsWith('CN='))
  return common === undefined ? lines.join(', ') : common.slice('CN='.length)
}

/** Node quotes a name that holds a comma: https://nodejs.org/api/crypto.html#x509subjectaltname */
function sansOf(text: string | undefined): string[] {
  const entries = text?.match(/(?:[^,"]|"(?:[^"\\]|\\[\s\S]?)*(?:"|$))+/g) ?? []
  return entries.flatMap((entry) => {
    const [, kind, value = ''] = /^\s*(DNS|IP Address):(.*)$/s.exec(entry) ?? []
    return kind === undefined ? [] : [value.startsWith('"') ? String(JSON.parse(value)) : value]
  })
}

function keyTypeOf({ publicKey }: X509Certificate): string {
  const { asymmetricKeyType: type = 'unknown', asymmetricKeyDetails: details } = publicKey
  if (details?.modulusLength !== undefined) return `${type} ${details.modulusLength}`
  return details?.namedCurve === undefined ? type : `${type} ${details.namedCurve}`
}

/** The names that it speaks for, the first ones: those of the subject alternative names, else its own. */
export function namesOf({ sans, subject }: CertificateFacts): readonly string[] {
  return (sans.length > 0 ? sans : [subject]).slice(0, 5)
}

/** Whole days, rounded down: a certificate of which hours are left has 0. */
export function daysLeft({ notAfter }: CertificateFacts, now: number): number {
  return Math.floor((Date.parse(notAfter) - now) / 86_400_000)
}

/**
 * Does a certificate speak for a host: by a name, or by a wildcard for one label. A wildcard host is covered by the same
 * wildcard only. https://www.rfc-editor.org/rfc/rfc6125#section-6.4.3
 */
export function covers({ sans, subject }: CertificateFacts, host: string): boolean {
  const wanted = host.toLowerCase()
  const parent = wanted.slice(wanted.indexOf('.'))
  const names = sans.length > 0 ? sans : [subject]
  return names.some((name) => {
    const lower = name.toLowerCase()
    return lower === wanted || (lower.startsWith('*.') && wanted.includes('.') && lower.slice(1) === parent)
  })
}

/** Of a text, hexadecimal: proxies make names of it. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The same in fewer digits. */
export function sha1Of(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}
