/** Opens files that a person named, in a way that an interrupt can end: a pipe without a writer, too. */
import { closeSync, constants, createReadStream, fstat, open, readFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { addAbortSignal, Readable } from 'node:stream'
import { isatty, ReadStream } from 'node:tty'
import { promisify } from 'node:util'

/**
 * To open a pipe waits for its writer, in a thread that nothing ends, not even the exit of the process: so it is opened
 * without waiting, and the event loop waits instead.
 * @throws Error of node:fs with its code; the stream fails with the signal's AbortError
 */
export async function openFile(path: string, signal: AbortSignal): Promise<Readable> {
  signal.throwIfAborted()
  const fd = await promisify(open)(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  const facts = await promisify(fstat)(fd)
  const isSmall = facts.isFile() && facts.size > 0 && facts.size <= small
  return isSmall ? Readable.from([wholeOf(fd)]) : addAbortSignal(signal, streamOf(fd, facts.isFIFO()))
}

/** Bytes that are read faster at once than in a stream of their own. */
const small = 64 * 1024

function wholeOf(fd: number): Buffer {
  try {
    return readFileSync(fd)
  } finally {
    closeSync(fd)
  }
}

function streamOf(fd: number, isPipe: boolean): Readable {
  if (isPipe) return new Socket({ fd, readable: true, writable: false })
  return isatty(fd) ? new ReadStream(fd) : createReadStream('', { fd })
}

/**
 * Reads to the end, or to the limit: a pipe (`<(…)`) has no size to ask for.
 * @param most bytes
 * @throws Error of node:fs with its code; an Error without one above the limit
 */
export async function readSmallFile(path: string, most: number, signal: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of (await openFile(path, signal)) as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > most) throw new Error(`larger than ${inUnits(most)}`)
  }
  return Buffer.concat(chunks)
}

function inUnits(bytes: number): string {
  const kibibytes = bytes / 1024
  return kibibytes < 1024 ? `${kibibytes} KiB` : `${kibibytes / 1024} MiB`
}
