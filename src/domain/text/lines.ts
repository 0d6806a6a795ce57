/** Bytes of several logs → lines, as they arrive, with no more in memory than one chunk of each. */

/** A longer line is cut: whoever writes one without end must not fill our memory. */
const longest = 1024 * 1024

/** Lines that are handed on together: a step for each would take longer than most of them do. */
const few = 100

export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  for await (const some of fewLinesOf(bytes)) yield* some
}

/** The same, as many together as have come, and a few at most. */
export async function* fewLinesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of bytes) {
    rest += decoder.decode(chunk, { stream: true })
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (let at = 0; at < lines.length; at += few) yield lines.slice(at, at + few)
    if (rest.length > longest) {
      yield [rest.slice(0, longest)]
      rest = ''
    }
  }
  rest += decoder.decode()
  if (rest !== '') yield [rest]
}

/** The first line, cut as {@link linesOf} cuts it, and all the bytes, which are still to be read. */
export async function firstLineOf(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ readonly first: string; readonly bytes: AsyncIterable<Uint8Array> }> {
  const source = bytes[Symbol.asyncIterator]()
  const decoder = new TextDecoder()
  const taken: Uint8Array[] = []
  let text = ''
  while (!text.includes('\n') && text.length <= longest) {
    const { value, done } = await source.next()
    if (done) break
    taken.push(value)
    text += decoder.decode(value, { stream: true })
  }
  const [first = ''] = text.split('\n', 1)
  return { first, bytes: all() }

  async function* all(): AsyncGenerator<Uint8Array> {
    while (taken.length > 0) yield taken.shift() as Uint8Array
    yield* { [Symbol.asyncIterator]: () => source }
  }
}

/**
 * One item of any source at a time, whichever has one first; the next of a source is asked for when its last was taken.
 * Leaving early closes all sources; the first that fails ends them all.
 */
export async function* interleave<T>(
  sources: readonly AsyncIterable<T>[],
): AsyncGenerator<readonly [index: number, item: T]> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]())
  const ask = async (index: number) => ({ index, next: await iterators[index]?.next() })
  const pending = new Map(iterators.map((_, index) => [index, ask(index)]))
  try {
    while (pending.size > 0) {
      const { index, next } = await Promise.race(pending.values())
      pending.delete(index)
      if (next === undefined || next.done) continue
      yield [index, next.value]
      pending.set(index, ask(index))
    }
  } finally {
    // A source that waits for its next item ends in its own time: nobody waits for it here.
    for (const iterator of iterators) iterator.return?.().catch(() => {})
    for (const promise of pending.values()) promise.catch(() => {})
  }
}
