/** Writes an answer with back-pressure, and tells a reader who left from a disk that is full. */
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Problem, problem } from '../domain/problem.js'

/**
 * A reader that closes the pipe (`| head -1`) has what it wanted: that is no error.
 * @throws Problem `output-failed` for all other trouble with the sink; that of the chunks as it is
 */
export async function writeAll(
  sink: Writable,
  chunks: Iterable<string> | AsyncIterable<Uint8Array | string>,
): Promise<void> {
  try {
    await pipeline(Readable.from(chunks), sink, { end: false })
  } catch (error) {
    // What could not be read is not what could not be written.
    if (error instanceof Problem) throw error
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ERR_STREAM_DESTROYED') return
    throw problem('output-failed', { detail: error instanceof Error ? error.message : String(error) }, error)
  }
}
