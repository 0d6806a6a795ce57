/** Reads the small files of a kubeconfig, and itself, without trusting their size. */
import { problem } from '../../domain/problem.js'
import { readSmallFile } from '../../files/read.js'

/** Bytes: far above any real kubeconfig or certificate bundle; below what would hurt. */
export const largestFile = 16 * 1024 * 1024

/**
 * @param what it is, in words: `client key`
 * @throws Problem `credentials-file`, `interrupted`
 */
export async function readCredentialsFile(what: string, path: string, signal: AbortSignal): Promise<Buffer> {
  try {
    return await readSmallFile(path, largestFile, signal)
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
