/** The bytes of a file that was named on the command line, as they are needed. */
import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { problem } from '../domain/problem.js'

/**
 * @param name `-` for standard input
 * @throws Problem `source-missing`, `source-unreadable` while it is read
 */
export async function* readInput(
  name: string,
  from: { readonly stdin: Readable; readonly cwd: string },
): AsyncGenerator<Uint8Array> {
  const bytes: AsyncIterable<Uint8Array | string> =
    name === '-' ? from.stdin : createReadStream(resolve(from.cwd, name))
  try {
    for await (const chunk of bytes) yield typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') throw problem('source-missing', { path: name })
    throw problem('source-unreadable', { path: name, detail: error instanceof Error ? error.message : String(error) })
  }
}
