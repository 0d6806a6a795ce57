/**
 * What the cluster offered a moment ago, so that the second Tab is quick: names with a few words, nothing else.
 *
 * One small file for each question, named by a digest of it, in the user's own cache folder, readable by nobody else.
 * Whatever is wrong with it, from a broken file to a folder that cannot be written, it is as if nothing was there.
 */
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isOneWord } from '../domain/text/sanitize.js'
import { type Held, writeWhole } from '../files/write.js'
import type { Candidate } from './candidates.js'

/** Milliseconds: long enough for a few Tabs, short enough that a new name soon shows. */
const fresh = 20_000
/** A cluster that gave nothing is not waited for again at the very next Tab. */
const freshNothing = 5_000
/** Files of questions that nobody asks any more. */
const stale = 3_600_000
const largest = 8 * 1024 * 1024

export interface CacheSettings extends Held {
  readonly folder: string
  /** milliseconds since the epoch */
  readonly now: number
}

/** The user's cache folder for completion; null where the environment names none. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>, platform: string): string | null {
  const home = env.HOME || env.USERPROFILE
  const own = { win32: env.LOCALAPPDATA, darwin: home && join(home, 'Library', 'Caches') }[platform]
  const folder = env.XDG_CACHE_HOME || own || (home && join(home, '.cache'))
  return folder ? join(folder, 'tkng', 'completion') : null
}

/**
 * @param question what the answer depends on: only its digest is kept
 * @param ask throws, or gives nothing, where there is no answer
 * @returns the answer of before, where it is fresh; else a new one, which is kept
 */
export async function remembered(
  settings: CacheSettings,
  question: readonly unknown[],
  ask: () => Promise<readonly Candidate[]>,
): Promise<readonly Candidate[]> {
  const name = `${createHash('sha256').update(JSON.stringify(question)).digest('hex')}.json`
  const kept = await read(join(settings.folder, name), settings.now)
  if (kept !== null) return kept
  const found = await ask().catch(() => [])
  await write(settings, name, found).catch(() => {})
  return found
}

async function read(path: string, now: number): Promise<readonly Candidate[] | null> {
  try {
    // Somebody else's link, pipe or folder is not followed into.
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const facts = await file.stat()
      if (!facts.isFile() || facts.size > largest) return null
      const { at, candidates }: { at?: unknown; candidates?: unknown } = JSON.parse(await file.readFile('utf8'))
      if (typeof at !== 'number' || !Array.isArray(candidates) || !candidates.every(isCandidate)) return null
      const age = now - at
      return age >= 0 && age < (candidates.length > 0 ? fresh : freshNothing) ? candidates : null
    } finally {
      await file.close()
    }
  } catch {
    return null
  }
}

function isCandidate(value: unknown): value is Candidate {
  const { name, meaning } = (value ?? {}) as { readonly name?: unknown; readonly meaning?: unknown }
  return typeof name === 'string' && isOneWord(name) && typeof meaning === 'string'
}

async function write(settings: CacheSettings, name: string, candidates: readonly Candidate[]): Promise<void> {
  const { folder, now } = settings
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await forgetOld(folder, now)
  await writeWhole(join(folder, name), JSON.stringify({ at: now, candidates }), settings)
}

async function forgetOld(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }))
    if (now - mtimeMs > stale) await rm(path, { force: true }).catch(() => {})
  }
}
