/** The preferences that hold here: environment over the file's part for the context over its defaults. */

import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Preferences, Setting } from '../cli/context.js'
import { choice } from '../cli/flags/output.js'
import { parseControllerName } from '../domain/controllers/controller-name.js'
import { problem, usage } from '../domain/problem.js'
import { readSmallFile } from '../files/read.js'
import type { Known } from './parse.js'

export interface ConfigQuestion extends ConfigSurroundings {
  readonly outputs: Known['outputs']
  /** those of all verbs. Asked only where the file speaks of columns: every verb is loaded for it */
  readonly columns: () => Promise<Known['columns']>
  /** the context in use; null: there is none. Asked only where the file tells contexts apart */
  readonly context: () => Promise<string | null>
  readonly signal: AbortSignal
}

/** Bytes: far above any real file, and what a parser reads in no time. */
const largest = 64 * 1024

/** A parser is loaded only where there is a file. @throws Problem `config-*`, `usage` for a variable */
export async function readPreferences(asked: ConfigQuestion): Promise<Preferences> {
  const fromEnvironment = preferencesOf(asked.env, asked.outputs)
  const file = findConfig(asked)
  if (file === null || (!file.exists && !file.named)) return fromEnvironment
  const { parseConfig } = await import('./parse.js')
  const text = await textOf(file.path, asked.signal)
  const columns = text.includes('columns') ? await asked.columns() : {}
  const { defaults, contexts } = parseConfig(text, file.path, { outputs: asked.outputs, columns })
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

/** An empty variable says nothing. @throws Problem `usage` */
function preferencesOf(env: Readonly<Record<string, string | undefined>>, outputs: readonly string[]): Preferences {
  const { TKNG_OUTPUT: output, TKNG_CONTROLLER: controller } = env
  const source = 'environment'
  const settings = new Map<string, Setting>()
  if (output) settings.set('output', { value: choice('TKNG_OUTPUT', output, outputs), origin: 'TKNG_OUTPUT', source })
  if (controller) {
    if (parseControllerName(controller) === null)
      throw usage(`invalid TKNG_CONTROLLER "${controller}"`, 'it is NAME or NAMESPACE/NAME')
    settings.set('controller', { value: controller, origin: 'TKNG_CONTROLLER', source })
  }
  return settings
}

/** Where the config file is: TKNG_CONFIG, else the user's own folder for such files. Nothing is read here. */
interface ConfigSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: string
  readonly cwd: string
}

interface ConfigFile {
  readonly path: string
  /** TKNG_CONFIG names it: then it must be there */
  readonly named: boolean
  readonly exists: boolean
}

/** https://specifications.freedesktop.org/basedir-spec/latest/ @returns null where the environment knows no home */
export function findConfig({ env, platform, cwd }: ConfigSurroundings): ConfigFile | null {
  const home = env.HOME || env.USERPROFILE
  const usual = platform === 'win32' ? env.APPDATA : home && join(home, '.config')
  const folder = env.XDG_CONFIG_HOME || usual
  const path = env.TKNG_CONFIG ? resolve(cwd, env.TKNG_CONFIG) : folder && join(folder, 'tkng', 'config.yaml')
  return path ? { path, named: Boolean(env.TKNG_CONFIG), exists: existsSync(path) } : null
}
