/** Finds the kubeconfig files and merges them: the first one to name an entry wins, and wins whole. */
import { existsSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { problem } from '../../domain/problem.js'
import { readSmallFile } from '../../files/read.js'
import type { Surroundings } from '../wire/connection.js'
import { parseKubeconfig } from './parse.js'
import { largestFile, why } from './read.js'
import type { Kubeconfig } from './types.js'

/** The part of the process that says where the files are. */
export type LoadSurroundings = Pick<Surroundings, 'env' | 'cwd' | 'platform' | 'signal' | 'warn'>

export interface Loaded extends Kubeconfig {
  /** the files that were looked for, there or not */
  readonly looked: readonly string[]
}

/**
 * The rules of https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/loader.go
 * @param explicit `--kubeconfig`: this file alone, and it must exist; undefined or empty: KUBECONFIG, else ~/.kube/config
 * @throws Problem `kubeconfig-missing`, `kubeconfig-unreadable`, `kubeconfig-invalid`
 */
export async function loadKubeconfig(explicit: string | undefined, around: LoadSurroundings): Promise<Loaded> {
  const listed = explicit ? [explicit] : filesOf(around)
  const files: Kubeconfig[] = []
  for (const path of listed) {
    const file = await loadFile(resolve(around.cwd, path), around.signal)
    if (file !== null) files.push(file)
    else if (explicit) throw problem('kubeconfig-missing', { path })
  }
  if (files.length === 0 && around.env.KUBECONFIG && listed.length > 0)
    around.warn(`warning: no file of KUBECONFIG exists: ${listed.join(', ')}`)
  return { ...merge(files), looked: listed }
}

function filesOf({ env, platform, cwd }: LoadSurroundings): string[] {
  if (env.KUBECONFIG) return [...new Set(env.KUBECONFIG.split(delimiter))].filter((path) => path !== '')
  const paths = (platform === 'win32' ? windowsHomes(env) : [env.HOME ?? '']).map(configOf)
  return [paths.find((path) => existsSync(resolve(cwd, path))) ?? paths[0] ?? configOf('')]
}

/** https://github.com/kubernetes/client-go/blob/master/util/homedir/homedir.go */
function windowsHomes({ HOME, HOMEDRIVE, HOMEPATH, USERPROFILE }: Surroundings['env']): string[] {
  const drive = HOMEDRIVE && HOMEPATH && HOMEDRIVE + HOMEPATH
  return [HOME, drive, USERPROFILE].filter((home): home is string => Boolean(home))
}

/** An empty home leaves a path that starts in the working directory: so it is in kubectl. */
function configOf(home: string): string {
  return join(home, '.kube', 'config')
}

/** @returns null where there is no such file */
async function loadFile(path: string, signal: AbortSignal): Promise<Kubeconfig | null> {
  let bytes: Buffer
  try {
    bytes = await readSmallFile(path, largestFile, signal)
  } catch (error) {
    if (signal.aborted) throw problem('interrupted', {})
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw problem('kubeconfig-unreadable', { path, detail: why(error) }, error)
  }
  return parseKubeconfig(bytes.toString('utf8'), path)
}

function merge(files: readonly Kubeconfig[]): Kubeconfig {
  // A Map keeps the last value of a key: the first file is put in last.
  const lastToFirst = [...files].reverse()
  const currentContext = files.find((file) => file.currentContext !== undefined)?.currentContext
  return {
    ...(currentContext === undefined ? {} : { currentContext }),
    clusters: new Map(lastToFirst.flatMap((file) => [...file.clusters])),
    users: new Map(lastToFirst.flatMap((file) => [...file.users])),
    contexts: new Map(lastToFirst.flatMap((file) => [...file.contexts])),
  }
}
