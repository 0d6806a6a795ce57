/** What never leaves a cluster: keys, tokens and passwords, wherever people put them. */
import { maskText } from '../../domain/mask-text.js'
import type { Kind, Kinds } from '../../domain/objects/objects.js'

/** Annotations hold snippets and URLs, so their values are searched; a Secret keeps certificates and nothing else. */
export function maskObject<K extends Kind>(kind: K, object: Kinds[K]): Kinds[K] {
  const annotations = object.metadata.annotations
  const metadata = annotations ? { ...object.metadata, annotations: mapValues(annotations, maskText) } : object.metadata
  const masked = { ...object, metadata }
  if (kind === 'Event') return { ...masked, message: maskText((object as Kinds['Event']).message ?? '') }
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
