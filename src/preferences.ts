/** Wires the preferences of a command line: environment, config file, and of the kubeconfig the context alone. */
import type { ListedVerb } from './cli/command.js'
import type { Config } from './cli/context.js'
import { columnNames } from './cli/flags/output.js'
import type { Io } from './cli/io.js'
import { whole } from './cli/program.js'
import { findConfig } from './config/read.js'
import { Problem } from './domain/problem.js'
import { formats } from './print/view.js'
import type { Where } from './source.js'

export function configOf({ kube, sources }: Where, verbs: readonly ListedVerb[], io: Io, signal: AbortSignal): Config {
  const { env, platform, cwd } = io
  const context = async () => {
    // A file belongs to no context.
    if (sources.length > 0) return null
    const { contextOf } = await import('./cluster/kubeconfig/names.js')
    return contextOf(kube, { env, platform, cwd, signal }).catch((error) => {
      // What is wrong with the kubeconfig is said by whoever needs a cluster.
      if (error instanceof Problem && !signal.aborted) return null
      throw error
    })
  }
  return {
    file: () => findConfig(io),
    preferences: async () => {
      const { readPreferences } = await import('./config/read.js')
      return readPreferences({ env, platform, cwd, outputs: formats, columns: () => columnsOf(verbs), context, signal })
    },
  }
}

async function columnsOf(verbs: readonly ListedVerb[]): Promise<Readonly<Record<string, readonly string[]>>> {
  const all = await Promise.all(verbs.map(whole))
  return Object.fromEntries(all.flatMap(({ name, view }) => (view ? [[name, columnNames(view)] as const] : [])))
}
