/** `/api/certificates`: which certificates it has, by the names in them. The default one is not among them. */
import { type CertificateFacts, covers } from '../../../domain/certificates.js'
import { isRecord, text, texts } from '../../../domain/objects/project-fields.js'
import { jsonOf } from '../../../domain/text/values-in.js'

/** @throws SyntaxError for what is no such answer */
export function certificatesIn(answer: string): readonly CertificateFacts[] {
  let value: unknown
  try {
    value = jsonOf(answer)
  } catch {
    throw new SyntaxError('its certificates are no JSON')
  }
  if (!Array.isArray(value)) throw new SyntaxError('its certificates are no list')
  return value.slice(0, most).flatMap((one) => {
    if (!isRecord(one)) return []
    const of = (name: string) => text(one[name]) ?? ''
    return [
      {
        subject: of('commonName'),
        sans: texts(one.sans) ?? [],
        issuer: of('issuerCN'),
        serial: hexOf(of('serialNumber')),
        sha256: of('certFingerprint').toLowerCase(),
        notBefore: timeOf(of('notBefore')),
        notAfter: timeOf(of('notAfter')),
        keyType: `${of('keyType').toLowerCase()} ${typeof one.keySize === 'number' ? one.keySize : ''}`.trim(),
      },
    ]
  })
}

const most = 100_000

function hexOf(decimal: string): string {
  return /^\d{1,60}$/.test(decimal) ? BigInt(decimal).toString(16).toUpperCase() : ''
}

function timeOf(said: string): string {
  const time = Date.parse(said)
  return Number.isNaN(time) ? said : new Date(time).toISOString()
}

/** The one that is shown for a name: named as it is, before a wildcard; null: the default one is. */
export function certificateFor(all: readonly CertificateFacts[], host: string): CertificateFacts | null {
  const fitting = all.filter((one) => covers(one, host))
  return fitting.find(({ sans }) => sans.includes(host)) ?? fitting[0] ?? null
}
