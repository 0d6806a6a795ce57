/** A list that is longer than the screen has run off it: its first finding, the most urgent, is said once more under it. */

/** A finding is a few lines; more than this is kept of none. */
const most = 20_000

export interface Watched<Chunk> {
  readonly chunks: AsyncIterable<Chunk>
  /** asked after the last chunk; null: all of it is on the screen */
  readonly first: () => string | null
}

/** @param rows of the screen */
export function watchFirst<Chunk extends Uint8Array | string>(
  chunks: Iterable<Chunk> | AsyncIterable<Chunk>,
  rows: number,
): Watched<Chunk> {
  let begun = ''
  let lines = 0
  async function* passed(): AsyncGenerator<Chunk> {
    for await (const chunk of chunks) {
      const text = chunk.toString()
      lines += text.split('\n').length - 1
      if (begun.length < most) begun += text
      yield chunk
    }
  }
  return { chunks: passed(), first: () => (lines < rows ? null : firstItem(begun)) }
}

/** The lines that continue an item are indented. null: there is but one */
function firstItem(text: string): string | null {
  const [first, ...rest] = text.split('\n')
  const end = rest.findIndex((line) => !line.startsWith(' '))
  return end === -1 || end === rest.length - 1
    ? null
    : [first, ...rest.slice(0, end)].map((line) => `${line}\n`).join('')
}
