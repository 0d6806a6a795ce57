/** The preferences that hold here: environment over the file's part for the context over its defaults. */
import type { Preferences } from '../cli/preferences.js'
import { problem } from '../domain/problem.js'
import { readSmallFile } from '../files/read.js'
import { preferencesOf } from './environment.js'
import { type Around, findConfig } from './find.js'
import type { Known } from './parse.js'

export interface Asked extends Around {
  readonly known: Known
  /** the context in use; null: there is none. Asked only where the file tells contexts apart */
  readonly context: () => Promise<string | null>
  readonly signal: AbortSignal
}

/** Bytes: far above any real file, and what a parser reads in no time. */
const largest = 64 * 1024

/** A parser is loaded only where there is a file. @throws Problem `config-*`, `usage` for a variable */
export async function readPreferences(asked: Asked): Promise<Preferences> {
  const fromEnvironment = preferencesOf(asked.env, asked.known.outputs)
  const file = findConfig(asked)
  if (file === null || (!file.exists && !file.named)) return fromEnvironment
  const { parseConfig } = await import('./parse.js')
  const { defaults, contexts } = parseConfig(await textOf(file.path, asked.signal), file.path, asked.known)
  const context = contexts.size > 0 ? await asked.context() : null
  const forContext = (context !== null && contexts.get(context)) || new Map()
  return new Map([...defaults, ...forContext, ...fromEnvironment])
}

async function textOf(path: string, signal: AbortSignal): Promise<string> {
  try {
    return (await readSmallFile(path, largest, signal)).toString('utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw problem('config-missing', { path }, error)
    throw problem('config-unreadable', { path, detail: (code && words[code]) || message }, error)
  }
}

const words: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
}
