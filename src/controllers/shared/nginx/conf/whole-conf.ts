/**
 * Sees to it that a nginx.conf came to its end. The API server cannot be asked: where a kubelet dies in the middle of an
 * answer, it says that the program succeeded (kubectl believes it, too).
 */
import { Problem, problem } from '../../../../domain/problem.js'
import { pieces } from '../../../../languages/nginx/text/pieces.js'
import { Unusable } from '../../ways.js'

/** Bytes at the end that are looked at. */
const tailLength = 4096

/**
 * The bytes as they come. A rendered file ends with a brace, or a statement, that begins its line: of one that is cut this
 * is hardly ever true. Any other end may be a template's own, so such a file is read once more, as nginx reads it.
 * @param again opens the file once more
 * @throws Problem `connection-lost` after the last byte, where it was not the last one of the file
 */
export async function* wholeConf(
  bytes: AsyncIterable<Uint8Array>,
  pod: string,
  again: () => Promise<AsyncIterable<Uint8Array>>,
): AsyncGenerator<Uint8Array> {
  const end = new End()
  for await (const chunk of bytes) {
    end.add(chunk)
    yield chunk
  }
  if (end.seemsWhole || (await isRead(again, end))) return
  throw problem('connection-lost', {
    doing: 'exec cat',
    pod,
    detail: 'nginx.conf is cut before its last block is closed',
  })
}

/** How long a file is, and its last bytes. */
class End {
  length = 0
  /** the last bytes stand at its end */
  readonly #tail = new Uint8Array(tailLength)

  add(chunk: Uint8Array): void {
    this.length += chunk.length
    const last = chunk.subarray(-tailLength)
    this.#tail.copyWithin(0, last.length)
    this.#tail.set(last, tailLength - last.length)
  }

  get text(): string {
    return new TextDecoder('latin1').decode(this.#tail.subarray(Math.max(0, tailLength - this.length)))
  }

  get seemsWhole(): boolean {
    const last = this.text.split('\n').findLast((line) => line.trim() !== '' && !line.trimStart().startsWith('#'))
    return last !== undefined && /^(?:\}|[a-z].*;\s*$)/.test(last)
  }
}

/** Is this a whole configuration, and the same as the one that ended so; false: it cannot be read any more. */
async function isRead(again: () => Promise<AsyncIterable<Uint8Array>>, { length, text }: End): Promise<boolean> {
  const end = new End()
  const counted = async function* () {
    for await (const chunk of await again()) {
      end.add(chunk)
      yield chunk
    }
  }
  try {
    for await (const { flaw } of pieces(counted(), { isLent: true })) if (flaw !== null) return false
  } catch (error) {
    const isRefused = error instanceof Unusable || (error instanceof Problem && error.value.reason !== 'interrupted')
    if (!isRefused) throw error
    return false
  }
  return end.length === length && end.text === text
}
