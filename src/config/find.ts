/** Where the config file is: TKNG_CONFIG, else the user's own folder for such files. Nothing is read here. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

export interface ConfigSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: string
  readonly cwd: string
}

export interface ConfigFile {
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
