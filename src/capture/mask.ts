/** What never leaves a cluster: keys, tokens and passwords, wherever people put them. */
import type { Kind, Kinds } from '../domain/objects.js'

const mask = '<masked>'

/** Each pattern keeps its first group and masks the rest. */
const credentials: readonly RegExp[] = [
  /()-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----|[\s\S]*$)/g,
  /()\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g,
  /(\bauthorization["']?\s*[:=\s]\s*["']?)(?!<masked>)[^"';\r\n]+/gi,
  /(\b(?:bearer|basic)\s+)(?!<masked>)[\w.~+/=-]{6,}/gi,
  /((?:password|passwd|token|secret|api[-_]?key)["']?\s*[=:]\s*["']?)(?!<masked>)[^\s"';&,]+/gi,
  /(:\/\/)[^\s/@:]+:[^\s/@]+(?=@)/g,
]

/** For any text that a person or a server wrote. */
export function maskText(text: string): string {
  return credentials.reduce((masked, pattern) => masked.replace(pattern, `$1${mask}`), text)
}

/** Annotations hold snippets and URLs, so their values are searched; a Secret keeps certificates and nothing else. */
export function maskObject<K extends Kind>(kind: K, object: Kinds[K]): Kinds[K] {
  const annotations = object.metadata.annotations
  const metadata = annotations ? { ...object.metadata, annotations: mapValues(annotations, maskText) } : object.metadata
  const masked = { ...object, metadata }
  if (kind !== 'Secret') return masked
  const data = (object as Kinds['Secret']).data ?? {}
  return { ...masked, data: mapValues(data, certificatesOnly) }
}

/** A chain is sometimes stored with its key in one file: only the certificates are kept. */
function certificatesOnly(base64: string): string {
  const pem = Buffer.from(base64, 'base64').toString('latin1')
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]*-----END CERTIFICATE-----/g) ?? []
  return Buffer.from(blocks.map((block) => `${block}\n`).join(''), 'latin1').toString('base64')
}

function mapValues(
  record: Readonly<Record<string, string>>,
  change: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
