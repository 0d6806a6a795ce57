/** `__complete`: what Tab offers, for kubectl (as `kubectl_complete-tkng`) and for our own scripts. Never an error. */

import { Writable } from 'node:stream'
import type { Io } from './cli/io.js'
import { declareTree, namedVerb, whole } from './cli/program.js'
import { exitCode } from './cli/report/exit.js'
import { progressOf } from './cli/report/progress.js'
import { writeAll } from './cli/report/write.js'
import { verbs } from './commands/index.js'
import type { Offer } from './completion/answer.js'
import { completionOf, directive, type Outside } from './completion/answer.js'
import type { KubeFlags } from './domain/kube-flags.js'
import { maskShapes } from './domain/masking/text.js'
import { oneLine } from './domain/text/sanitize.js'
import { sourceOf } from './source.js'
import { version } from './version.js'

/** Milliseconds that a cluster has: somebody is waiting at a prompt. */
const budget = 1_000

/**
 * @param words those after `kubectl tkng`, the last one being typed
 * @returns the exit code: whatever goes wrong, nothing is offered and nothing is said
 */
export async function complete(words: readonly string[], io: Io, signal: AbortSignal): Promise<number> {
  const typed = words.map((word) => withHome(word, io.env.HOME))
  const found = namedVerb(typed.slice(0, -1), verbs)
  const tree = declareTree({ verbs, named: found && (await whole(found)) }, version, () => {})
  // Not AbortSignal.timeout: what AbortSignal.any makes of it does not keep it, and a collection of garbage ends it unseen.
  // https://github.com/nodejs/node/issues/57736
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), budget)
  const outside = outsideOf(mute(io), AbortSignal.any([signal, patience.signal]))
  const answer = await completionOf(typed, tree, outside).catch(() => ({
    candidates: [],
    directive: directive.noFiles,
  }))
  clearTimeout(timer)
  await writeAll(io, [completionLines(answer)])
  return exitCode.clean
}

function outsideOf(io: Io, signal: AbortSignal): Outside {
  const around = { env: io.env, cwd: io.cwd, platform: io.platform, signal }
  return {
    kubeconfig: async (kind, kube) => {
      const { kubeconfigNames } = await import('./cluster/kubeconfig/names.js')
      const { contexts, clusters, users } = await kubeconfigNames(kube, around)
      if (kind === 'context') return contexts.map(({ name, cluster }) => ({ name, meaning: cluster ?? '' }))
      if (kind === 'cluster') return clusters.map(({ name, server }) => ({ name, meaning: server ?? '' }))
      return users.map((name) => ({ name, meaning: '' }))
    },
    live: async (kind, kube, sources) => {
      const { liveCandidates } = await import('./completion/candidates.js')
      // Standard input belongs to the shell.
      if (sources.includes('-')) return []
      const source = sourceOf({ kube, sources }, io, progressOf(io), signal)
      const ask = () =>
        liveCandidates(kind, {
          cluster: async () => (await source()).cluster,
          controllers: async () => (await source()).controllers(),
          namespace: namespaceSaid(kube),
        })
      if (sources.length > 0) return ask()
      const { cacheFolder, remembered } = await import('./completion/cache.js')
      const { viewOf } = await import('./cluster/kubeconfig/names.js')
      const [folder, view] = [cacheFolder(io.env, io.platform), await viewOf(kube, around)]
      if (folder === null || view === null) return ask()
      return remembered(
        // Not the signal of the patience: that nothing came in time is worth remembering.
        { folder, now: io.now(), signal: io.signal, hold: io.hold },
        [version, kind, kube.allNamespaces, namespaceSaid(kube), view],
        ask,
      )
    },
  }
}

function namespaceSaid(kube: KubeFlags): string | null {
  return kube.allNamespaces ? null : (kube.namespace ?? null)
}

/** The same process, without a voice, and without anybody to ask. */
function mute(io: Io): Io {
  const { env, cwd, program, platform, node, signal, hold, now, stdout } = io
  return {
    ...{ env, cwd, program, platform, node, signal, hold, now, stdout },
    get stdin() {
      return io.stdin
    },
    stderr: new Writable({ write: (_chunk, _encoding, done) => done() }),
    columns: undefined,
    stdinIsTTY: false,
    talkColumns: undefined,
    repeat: io.repeat,
  }
}

/** The shells hand words on as they were typed. */
function withHome(word: string, home: string | undefined): string {
  return home ? word.replace(/^~(?=\/)/, home) : word
}

/** Longer meanings are cut: they share a line with the name. */
const longest = 80

/** `name<TAB>meaning` a line, and at the end `:` with the directive, as in cobra's `__complete`. */
function completionLines({ candidates, directive }: Offer): string {
  const lines = candidates.map(({ name, meaning }) => {
    const said = oneLine(meaning).replaceAll('\t', ' ')
    const short = said.length > longest ? `${said.slice(0, longest - 1)}…` : said
    return short === '' ? name : `${name}\t${short}`
  })
  return maskShapes([...lines, `:${directive}`, ''].join('\n'))
}
