/** The bytes of a file that was named on the command line, as they are needed. */
import { resolve } from 'node:path'
import { addAbortSignal, type Readable } from 'node:stream'
import { usage } from '../../domain/problem.js'
import { openFile } from '../../files/read.js'
import { mebibyte } from '../limits.js'

/**
 * @param name `-` for standard input
 * @param most bytes; left out: without end
 * @throws Problem `usage` while it is read
 */
export async function* readInput(
  name: string,
  from: { readonly stdin: Readable; readonly cwd: string; readonly signal: AbortSignal },
  flag = '--input',
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<Uint8Array> {
  try {
    // Standard input may stay silent for ever, and Ctrl-C must end the wait for it.
    const bytes: AsyncIterable<Uint8Array | string> =
      name === '-' ? addAbortSignal(from.signal, from.stdin) : await openFile(resolve(from.cwd, name), from.signal)
    let size = 0
    for await (const chunk of bytes) {
      size += chunk.length
      if (size > most) throw new Error(`larger than ${most / mebibyte} MiB`)
      yield typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk
    }
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const why = isMissing ? 'it does not exist' : error instanceof Error ? error.message : String(error)
    throw usage(`cannot read ${flag} ${name}: ${why}`)
  }
}

/** The whole of a short text: a template or the like never has a mebibyte. @throws Problem `usage` */
export async function readSmallText(
  name: string,
  from: Parameters<typeof readInput>[1],
  flag: string,
): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of readInput(name, from, flag, mebibyte)) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
