/** Writes an answer with back-pressure, and tells a reader who left from a disk that is full. */
import type { Writable } from 'node:stream'
import { problem } from '../../domain/problem.js'
import type { Io } from '../io.js'
import { withoutKeys } from '../private-keys.js'

/**
 * The last door of all answers: a private key passes in none, whatever it stood in.
 * A reader that closes the pipe (`| head -1`) has what it wanted: that is no error.
 * An interrupt ends the wait for one that takes nothing.
 * A pipeline of node:stream does the same, and loading it takes a tenth of a start.
 * @throws Problem `output-failed` for all other trouble with stdout, `interrupted`; that of the chunks as it is
 */
export async function writeAll(
  { stdout, signal }: Pick<Io, 'stdout' | 'signal'>,
  chunks: Iterable<string> | AsyncIterable<Uint8Array | string>,
): Promise<void> {
  const all = withoutKeys(chunks)
  let giveUp: (error: Error) => void = () => {}
  const interrupt = () => giveUp(problem('interrupted', {}))
  // Not by Promise.race: of a log that is followed it would keep every wait.
  const unlessInterrupted = <T>(wait: Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      giveUp = reject
      wait.then(resolve, reject)
      if (signal.aborted) interrupt()
    })
  signal.addEventListener('abort', interrupt)
  try {
    for (;;) {
      const { done, value } = await unlessInterrupted(all.next())
      if (done) return
      const error = await unlessInterrupted(written(stdout, value))
      if (error === null) continue
      if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') return
      throw problem('output-failed', { detail: error.message }, error)
    }
  } finally {
    signal.removeEventListener('abort', interrupt)
    // Who is asked at the moment ends when the command does.
    all.return(undefined).catch(() => {})
  }
}

/** @returns why it could not be; null: it is */
function written(stdout: Writable, chunk: Uint8Array | string): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => stdout.write(chunk, (error) => resolve(error ?? null)))
}
