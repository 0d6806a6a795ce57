/** Takes private keys out of what is written, as it streams by. */
import { KeyFilter } from '../domain/masking/private-keys.js'

const label = 'PRIVATE KEY'

/** Characters at the edge of a chunk in which a key may begin. */
const edge = 100

/** @returns what may pass of each chunk, which must come in their order; one for each stream */
export function keyFilter(): (chunk: Uint8Array | string) => Uint8Array | string {
  const filter = new KeyFilter()
  return (chunk) => {
    if (typeof chunk === 'string') return filter.push(chunk)
    // Bytes as characters of the same number: what is no text comes through as it is, and mostly it is not even looked at.
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    if (!filter.isTouchedBy(bytes.includes(label), bytes.toString('latin1', 0, label.length))) {
      filter.passed(bytes.toString('latin1', Math.max(0, bytes.length - edge)))
      return chunk
    }
    return Buffer.from(filter.push(bytes.toString('latin1')), 'latin1')
  }
}

export async function* withoutKeys(
  chunks: Iterable<string> | AsyncIterable<Uint8Array | string>,
): AsyncGenerator<Uint8Array | string> {
  const pass = keyFilter()
  for await (const chunk of chunks) yield pass(chunk)
}
