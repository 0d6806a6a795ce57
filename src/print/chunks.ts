/** Many small texts → chunks that a stream takes well: few writes, and memory that does not grow with the answer. */

const enough = 64 * 1024

export function* inChunks(texts: Iterable<string>): Generator<string> {
  let chunk = ''
  for (const text of texts) {
    chunk += text
    if (chunk.length >= enough) {
      yield chunk
      chunk = ''
    }
  }
  if (chunk !== '') yield chunk
}
