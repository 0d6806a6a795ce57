/** Writes an answer with back-pressure, and tells a reader who left from a disk that is full. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { problem } from '../../domain/problem.js'
import type { Io } from '../io.js'
import { withoutKeys } from '../private-keys.js'

/**
 * The last door of all answers: a private key passes in none, whatever it stood in.
 * A reader that closes the pipe (`| head -1`) has what it wanted: that is no error.
 * An interrupt ends the wait for one that takes nothing.
 * @throws Problem `output-failed` for all other trouble with stdout; that of the chunks, and the signal's, as it is
 */
export async function writeAll(
  { stdout, signal }: Pick<Io, 'stdout' | 'signal'>,
  chunks: Iterable<string> | AsyncIterable<Uint8Array | string>,
): Promise<void> {
  // What could not be worked out is not what could not be written.
  let failure: { readonly error: unknown } | undefined
  async function* answer(): AsyncGenerator<Uint8Array | string> {
    try {
      yield* withoutKeys(chunks)
    } catch (error) {
      failure = { error }
      throw error
    }
  }
  try {
    await pipeline(Readable.from(answer()), stdout, { end: false, signal })
  } catch (error) {
    if (failure !== undefined) throw failure.error
    if (signal.aborted) throw error
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ERR_STREAM_DESTROYED') return
    throw problem('output-failed', { detail: error instanceof Error ? error.message : String(error) }, error)
  }
}
