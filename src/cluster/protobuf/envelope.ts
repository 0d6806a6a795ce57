/**
 * What the API server wraps around protobuf: four bytes that say so, the kind of what is inside, and then that: a list, or a
 * Status. https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding
 */
import { Cursor } from './cursor.js'
import { field, message, type ReadMessage } from './message.js'

export const mediaType = 'application/vnd.kubernetes.protobuf'

const magic = Buffer.from('k8s\0')

interface Inside {
  readonly kind: string
  readonly raw: Buffer
}

const bytesOf: ReadMessage<Buffer> = (cursor, end) => {
  const bytes = cursor.bytes.subarray(cursor.at, end)
  cursor.at = end
  return bytes
}

const envelope = message<{ type: { kind: string }; raw: Buffer }>({
  type: field.object(1, message<{ kind: string }>({ kind: field.anyText(2, '') })),
  raw: field.object(2, bytesOf),
})

/** @throws Error (in words) for what is none of Kubernetes */
export function open(bytes: Buffer): Inside {
  if (!bytes.subarray(0, magic.length).equals(magic)) throw new Error('it sent protobuf that is not of Kubernetes')
  const { type, raw } = envelope(new Cursor(bytes, magic.length), bytes.length)
  return { kind: type?.kind ?? '', raw: raw ?? Buffer.alloc(0) }
}

const status = message<{ metadata: { continue: string }; message: string; reason: string; details: { name: string } }>(
  {
    metadata: field.object(1, message<{ continue: string }>({ continue: field.anyText(3, '') })),
    message: field.anyText(3),
    reason: field.anyText(4),
    details: field.object(5, message<{ name: string }>({ name: field.anyText(1) })),
  },
  { kind: 'Status' },
)

/** What a refusal says, as the same server says it in JSON; '' for what is no Status. */
export function statusAsJson(bytes: Buffer): string {
  try {
    const { kind, raw } = open(bytes)
    return kind === 'Status' ? JSON.stringify(status(new Cursor(raw), raw.length)) : ''
  } catch {
    return ''
  }
}
