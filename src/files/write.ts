/** Writes files that are whole or not there, for their owner alone. */
import { randomBytes } from 'node:crypto'
import { open, readlink, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Of the process: a signal that is held aborts `signal` only, until what it returns is called. */
export interface Held {
  readonly signal: AbortSignal
  readonly hold: () => () => void
}

/** A text, or bytes that are made while they are written. */
type Data = string | Iterable<Uint8Array> | AsyncIterable<Uint8Array>

/**
 * Written beside its place, under a name that nobody can foresee and that must be new, and then moved there: a link or
 * a file that somebody put in the way is neither followed nor written into.
 * @returns how many bytes it has
 * @throws Error of node:fs, or the signal's; then nothing is left, and what stood there before stands there still
 */
export async function writeWhole(path: string, data: Data, { signal, hold }: Held): Promise<number> {
  await beFile(path)
  const draft = join(dirname(path), draftName())
  const release = hold()
  try {
    const file = await open(draft, 'wx', 0o600)
    const written = async () => {
      await writeFile(file, data, { signal })
      return (await file.stat()).size
    }
    const size = await written().finally(() => file.close())
    await rename(draft, path)
    return size
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  } finally {
    release()
  }
}

/** Nobody can foresee it, and who reads a folder passes it over. */
export function draftName(): string {
  return `.tkng-${randomBytes(12).toString('hex')}`
}

/**
 * Who may do everything would put a file in the place of `/dev/null`, and of `/dev/stdout`, which is a link to whatever is open.
 * @throws Error where a pipe, a device or such a link stands
 */
async function beFile(path: string): Promise<void> {
  const [there, link] = await Promise.all([stat(path).catch(() => null), readlink(path).catch(() => '')])
  if (link.startsWith('/proc/') || (there !== null && !there.isFile() && !there.isDirectory()))
    throw new Error('a device or a pipe stands there, and no file')
}

/** By what Node says of it. */
const refusals: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'its file system is read-only',
  ENOSPC: 'no space is left there',
  EDQUOT: 'no space is left there for you',
  ENOENT: 'its folder cannot be made',
  EEXIST: 'a part of its path is a file, and no folder',
  ENOTDIR: 'a part of its path is a file, and no folder',
  EISDIR: 'a folder stands there',
  ENAMETOOLONG: 'its name is too long',
}

/** Why a file could not be written, without the name of the draft beside it, which nobody knows. */
export function refusalOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return refusals[code] ?? (code === '' && error instanceof Error ? error.message : code || String(error))
}
