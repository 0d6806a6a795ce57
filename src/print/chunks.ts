/** Many small texts → chunks that a stream takes well: few writes, and memory that does not grow with the answer. */

const enough = 64 * 1024

/** The same for texts that come one by one. */
export async function* inChunksAsTheyCome(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = ''
  for await (const text of texts) {
    chunk += text
    if (chunk.length >= enough) {
      yield chunk
      chunk = ''
    }
  }
  if (chunk !== '') yield chunk
}

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
