/** Reads the small files of a kubeconfig, and itself, without trusting their size. */
import { createReadStream } from 'node:fs'
import { problem } from '../../domain/problem.js'

/** Far above any real kubeconfig or certificate bundle; below what would hurt. */
const limit = 16 * 1024 * 1024

/**
 * Reads to the end, or to the limit: a pipe (`--kubeconfig <(…)`) has no size to ask for.
 * @throws Error of node:fs with its code; an Error without one above the limit
 */
export async function readSmallFile(path: string, signal: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of createReadStream(path, { signal, end: limit }) as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
  }
  if (size > limit) throw new Error(`larger than ${limit / 1024 / 1024} MiB`)
  return Buffer.concat(chunks)
}

/**
 * @param what it is, in words: `client key`
 * @throws Problem `credentials-file`, `interrupted`
 */
export async function readCredentialsFile(what: string, path: string, signal: AbortSignal): Promise<Buffer> {
  try {
    return await readSmallFile(path, signal)
  } catch (error) {
    throw signal.aborted ? problem('interrupted', {}) : problem('credentials-file', { what, path, detail: why(error) })
  }
}

/** The reason in a person's words; Node's message repeats the path and the system call. */
export function why(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return (code && words[code]) || message
}

const words: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  ELOOP: 'too many symbolic links',
}
