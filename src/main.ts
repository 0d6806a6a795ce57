/** The composition root: hands each part what it needs, and turns the result into output and an exit code. */
import { setMaxListeners } from 'node:events'
import type { Result } from './cli/command.js'
import type { CompletionSetup } from './cli/completion-setup.js'
import { exitCode } from './cli/exit.js'
import type { Io } from './cli/io.js'
import type { Config } from './cli/preferences.js'
import type { Invocation } from './cli/program.js'
import { reportError } from './cli/report-error.js'
import { reportGaps } from './cli/report-gaps.js'
import { terminalOf } from './cli/terminal.js'
import { writeAll } from './cli/write.js'
import type { CaptureStore } from './domain/ports.js'
import { sourceOf } from './source.js'
import { version, versionSaid } from './version.js'

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
  try {
    const asked = versionSaid(argv, io.node)
    if (asked !== undefined) {
      io.stdout.write(asked)
      return exitCode.clean
    }
    if (argv[0] === '__complete') {
      const { complete } = await import('./complete.js')
      return await complete(argv.slice(argv[1] === '--' ? 2 : 1), io, signal)
    }
    const { parseCommandLine } = await import('./cli/program.js')
    const { verbs } = await import('./commands/index.js')
    const understood = parseCommandLine(argv, verbs, version)
    if ('say' in understood) {
      await writeAll(io.stdout, [understood.say])
      return exitCode.clean
    }
    const { said } = understood
    const { configOf } = await import('./preferences.js')
    const config = configOf(said, verbs, io, signal)
    const preferences = said.heedsPreferences ? await config.preferences() : new Map()
    return await run(said.meant(preferences, io.columns !== undefined), config, io, signal)
  } catch (error) {
    if (io.signal.aborted) return typeof io.signal.reason === 'number' ? io.signal.reason : exitCode.interrupted
    io.stderr.write(reportError(error, version))
    return exitCode.unanswered
  } finally {
    // Whatever is still under way (the other lists, after one of them failed) ends with the answer.
    over.abort()
  }
}

/** What escaped from every net, in words; the words of `main`'s own net. */
export function reportCrash(error: unknown): string {
  return reportError(error, version)
}

async function run(said: Invocation, config: Config, io: Io, signal: AbortSignal): Promise<number> {
  const now = io.now()
  const source = sourceOf(said, io, signal)
  const result: Result<unknown> = await said.verb.run(
    {
      cluster: async () => (await source()).cluster,
      controllers: async () => (await source()).controllers(),
      namespace: said.kube.allNamespaces ? null : (said.kube.namespace ?? null),
      captures: lazyCaptures(io),
      input: async function* (name) {
        const { readInput } = await import('./capture/read/input.js')
        yield* readInput(name, io)
      },
      resolve: async (host) => (await import('./cluster/resolve-names.js')).resolveNames(host),
      completion: lazyCompletion(io),
      config,
      onTerminal: io.columns !== undefined,
      coloured: async () => {
        const { isColoured } = await import('./print/style.js')
        return isColoured({ env: io.env, columns: io.columns, color: said.output.color })
      },
      terminal: (wanted) => terminalOf(io, wanted),
      now,
    },
    said.options,
  )
  if ('document' in result) {
    const { printValue } = await import('./print/document.js')
    await writeAll(io.stdout, printValue(result.document))
    io.stderr.write(reportGaps(result.gaps, 'warning'))
    return exitCode.clean
  }
  if ('chunks' in result) {
    io.stderr.write(`${reportGaps(result.gaps, 'warning')}${result.notes.map((note) => `${note}\n`).join('')}`)
    await writeAll(io.stdout, result.chunks)
    return (await result.exitCode?.()) ?? exitCode.clean
  }
  if ('done' in result) {
    io.stderr.write(`${reportGaps(result.gaps, 'warning')}${result.done}\n`)
    return exitCode.clean
  }
  const { printRows, printStream } = await import('./print/printers.js')
  const { styleFor } = await import('./print/style.js')
  const { format, noHeaders, columns, color } = said.output
  const style = styleFor({ env: io.env, columns: io.columns, color })
  const takenAt = result.asOf
  const allNamespaces = 'stream' in result || result.allNamespaces
  const context = { now: takenAt === null ? now : Date.parse(takenAt), allNamespaces }
  const options = { format, noHeaders, columns, style, context, takenAt }
  const isStream = 'stream' in result
  await writeAll(
    io.stdout,
    isStream
      ? printStream(result.stream, result.view, () => result.end().gaps, options)
      : printRows(result.rows, result.view, result.gaps, options),
  )
  const { gaps, verdict } = isStream ? result.end() : result
  // A person must not take yesterday's facts for today's; a program has the time in the document.
  if (takenAt !== null && io.columns !== undefined) io.stderr.write(`note: as of ${takenAt}\n`)
  io.stderr.write(reportGaps(gaps, verdict === 'unanswered' ? 'error' : 'warning'))
  if (!isStream && result.rows.length === 0 && verdict !== 'unanswered') io.stderr.write(`${result.empty}\n`)
  return exitCode[verdict]
}

function lazyCompletion(io: Io): CompletionSetup {
  return {
    script: async (shell) => (await import('./completion/scripts.js')).scripts[shell],
    install: async (folder) => (await import('./completion/install.js')).install(io, folder),
    uninstall: async (folder) => (await import('./completion/install.js')).uninstall(io, folder),
  }
}

function lazyCaptures(io: Io): CaptureStore {
  return {
    write: async (target, content) => {
      const { captureStore } = await import('./capture/write/write.js')
      return captureStore({ stdout: io.stdout, cwd: io.cwd }).write(target, content)
    },
  }
}
