/** The composition root: hands each part what it needs, and decides nothing. */

import { setMaxListeners } from 'node:events'
import type { CompletionSetup } from './cli/completion-setup.js'
import type { Config, Context } from './cli/context.js'
import type { OutputOptions } from './cli/flags/output.js'
import type { ReadText } from './cli/flags/selecting.js'
import type { Io } from './cli/io.js'
import { sourceFlags } from './cli/next.js'
import type { SaidVerb } from './cli/program.js'
import type { Delivery } from './cli/report/deliver.js'
import { reportError } from './cli/report/error.js'
import { exitCode } from './cli/report/exit.js'
import { type Progress, progressOf } from './cli/report/progress.js'
import { talk } from './cli/report/talk.js'
import { writeAll } from './cli/report/write.js'
import { terminalOf } from './cli/terminal.js'
import type { CaptureStore } from './domain/ports.js'
import { otherSource, type Source, sourceOf } from './source.js'
import { version, versionSaid } from './version.js'

export { wholeOutput } from './files/whole-output.js'

/**
 * Runs one command line.
 * @param argv without node and script
 * @returns the exit code: 0 clean, 1 findings, 2 could not answer, or that of the signal which ended us
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const over = new AbortController()
  const signal = AbortSignal.any([io.signal, over.signal])
  // Every request under way listens to it: many of them are no leak.
  setMaxListeners(0, signal)
  const progress = progressOf(io)
  try {
    const asked = versionSaid(argv, io.node)
    if (asked !== undefined) {
      await writeAll(io, [asked])
      return exitCode.clean
    }
    if (argv[0] === '__complete') {
      const { complete } = await import('./complete.js')
      return await complete(argv.slice(argv[1] === '--' ? 2 : 1), io, signal)
    }
    const { verbs } = await import('./commands/index.js')
    const { topics } = await import('./help/topics.js')
    const { helpSaid } = await import('./cli/help.js')
    const help = helpSaid(argv, verbs, topics, io.columns)
    if (help !== undefined) {
      await writeAll(io, [help])
      return exitCode.clean
    }
    const { inWords, namedVerb, parseCommandLine, whole } = await import('./cli/program.js')
    const words = inWords(argv, { verbs, topics })
    const found = namedVerb(words, verbs)
    const named = found && (await whole(found))
    const understood = parseCommandLine(words, { verbs, topics, named, version, columns: io.columns })
    if ('say' in understood) {
      await writeAll(io, [understood.say])
      return exitCode.clean
    }
    const { said } = understood
    const { configOf } = await import('./preferences.js')
    const config = configOf(said, verbs, io, signal)
    const preferences = said.heedsPreferences ? await config.preferences() : new Map()
    const onTerminal = io.columns !== undefined
    const selected = await said.selected(preferences, onTerminal, textReader(io))
    const { answer, output } = said.meant(preferences, onTerminal, selected)
    const context = contextOf(said, output, config, io, progress, signal)
    return await answer(context, deliveryOf(output, io, progress, context.now))
  } catch (error) {
    progress.end()
    if (io.signal.aborted) return typeof io.signal.reason === 'number' ? io.signal.reason : exitCode.interrupted
    io.stderr.write(talk(reportError(error, version), io.talkColumns))
    return exitCode.unanswered
  } finally {
    // Whatever is still under way (the other lists, after one of them failed) ends with the answer.
    over.abort()
  }
}

/** Of a file that a person wrote, such as a template. */
function textReader(io: Io): ReadText {
  return async (path, flag) => {
    const { readSmallText } = await import('./capture/read/input.js')
    return readSmallText(path, io, flag)
  }
}

/** What escaped from every net, in words; the words of `main`'s own net. */
export function reportCrash(error: unknown): string {
  return reportError(error, version)
}

function contextOf(
  { verb, kube, sources }: SaidVerb,
  output: OutputOptions,
  config: Config,
  io: Io,
  progress: Progress,
  signal: AbortSignal,
): Context {
  const opened = sourceOf({ kube, sources, isPlaced: verb.tellsPlaces === true }, io, progress, signal)
  return contextFrom(opened)

  function contextFrom(source: () => Promise<Source>): Context {
    return {
      later: async () => {
        const renewed = (await source()).renewed()
        return contextFrom(async () => renewed)
      },
      changes: async function* (wishes) {
        yield* (await source()).changes(wishes)
      },
      cluster: async () => (await source()).cluster,
      controllers: async () => (await source()).controllers(),
      controllersOver: async (cluster) => (await source()).controllersOver(cluster),
      other: (wanted) => sourceOf(otherSource(wanted, kube), io, progress, signal)(),
      again: sourceFlags(kube, sources),
      namespace: kube.allNamespaces ? null : (kube.namespace ?? null),
      masker: async () => (await import('./controllers/masker.js')).masker,
      captures: lazyCaptures(io),
      input: async function* (name, flag, most) {
        const { readInput } = await import('./capture/read/input.js')
        yield* readInput(name, io, flag, most)
      },
      resolve: async (host) => (await import('./cluster/resolve-names.js')).resolveNames(host),
      completion: lazyCompletion(io),
      config,
      columns: io.columns,
      coloured: async () => {
        const { isColoured } = await import('./print/style.js')
        return isColoured({ env: io.env, columns: io.columns, color: output.color })
      },
      terminal: (wanted) => {
        progress.end()
        return terminalOf(io, wanted)
      },
      now: io.now(),
    }
  }
}

function deliveryOf({ color }: OutputOptions, io: Io, progress: Progress, now: number): Delivery {
  return {
    io,
    begin: progress.end,
    now,
    printer: async () => {
      const { printerFor } = await import('./print/printers.js')
      return printerFor({ env: io.env, columns: io.columns, color })
    },
    plainPrinter: async () => {
      const { printerFor } = await import('./print/printers.js')
      return printerFor({ env: io.env, columns: undefined, color: 'never' })
    },
    save: async (path, text) => (await import('./capture/write/save-text.js')).saveText(io, path, text),
  }
}

function lazyCompletion(io: Io): CompletionSetup {
  return {
    script: async (shell) => (await import('./completion/scripts.js')).scripts[shell],
    install: async (folder) => (await import('./completion/install.js')).install(io, folder),
    uninstall: async (folder) => (await import('./completion/install.js')).uninstall(io, folder),
  }
}

function lazyCaptures(io: Io): CaptureStore {
  let store: Promise<CaptureStore> | undefined
  const opened = async () => {
    const { captureStore } = await import('./capture/write/write.js')
    const { masker } = await import('./controllers/masker.js')
    return captureStore(io, masker)
  }
  const one = () => (store ??= opened())
  return {
    hold: async (...text) => (await one()).hold(...text),
    write: async (...capture) => (await one()).write(...capture),
  }
}
