/** The composition root: hands each part what it needs, and turns the result into output and an exit code. */
import type { Result } from './cli/command.js'
import { exitCode } from './cli/exit.js'
import type { Io } from './cli/io.js'
import type { Invocation } from './cli/program.js'
import { reportError } from './cli/report-error.js'
import { reportGaps } from './cli/report-gaps.js'
import { writeAll } from './cli/write.js'
import type { CaptureStore, ClusterReader } from './domain/ports.js'
import { version } from './version.js'

/**
 * Runs one command line.
 * @param argv without node and script
 * @returns the exit code: 0 clean, 1 findings, 2 could not answer, or that of the signal which ended us
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const over = new AbortController()
  const signal = AbortSignal.any([io.signal, over.signal])
  try {
    // The one question that needs no command line parser, asked by every script that wants to know whether we are there.
    if (argv.length === 1 && argv[0] === '--version') {
      io.stdout.write(`${version}\n`)
      return exitCode.clean
    }
    const { parseCommandLine } = await import('./cli/program.js')
    const { verbs } = await import('./commands/index.js')
    const meant = parseCommandLine(argv, verbs, version)
    if ('say' in meant) {
      await writeAll(io.stdout, [meant.say])
      return exitCode.clean
    }
    return await run(meant.run, io, signal)
  } catch (error) {
    if (io.signal.aborted) return typeof io.signal.reason === 'number' ? io.signal.reason : exitCode.interrupted
    io.stderr.write(reportError(error, version))
    return exitCode.unanswered
  } finally {
    // Whatever is still under way (the other lists, after one of them failed) ends with the answer.
    over.abort()
  }
}

async function run(said: Invocation, io: Io, signal: AbortSignal): Promise<number> {
  const now = io.now()
  const result: Result<unknown> = await said.verb.run(
    { cluster: () => openCluster(said, io, signal), captures: lazyCaptures(io), now },
    said.options,
  )
  if ('done' in result) {
    io.stderr.write(`${reportGaps(result.gaps, 'warning')}${result.done}\n`)
    return exitCode.clean
  }
  const { printRows } = await import('./print/printers.js')
  const { styleFor } = await import('./print/style.js')
  const { format, noHeaders, color } = said.output
  const style = styleFor({ env: io.env, columns: io.columns, color })
  const context = { now: result.asOf === null ? now : Date.parse(result.asOf), allNamespaces: result.allNamespaces }
  await writeAll(io.stdout, printRows(result.rows, result.view, result.gaps, { format, noHeaders, style, context }))
  io.stderr.write(reportGaps(result.gaps, result.verdict === 'unanswered' ? 'error' : 'warning'))
  if (result.rows.length === 0 && result.verdict !== 'unanswered') io.stderr.write(`${result.empty}\n`)
  return exitCode[result.verdict]
}

/** A file answers where one was named; else the cluster. Each is loaded only when it is needed. */
async function openCluster(said: Invocation, io: Io, signal: AbortSignal): Promise<ClusterReader> {
  const { namespace, allNamespaces } = said.kube
  if (said.sources.length > 0) {
    const { openSource } = await import('./capture/open.js')
    // A file has no current namespace: without -n it is shown whole.
    const scope = namespace && !allNamespaces ? { namespace } : 'all-namespaces'
    return openSource(said.sources, { cwd: io.cwd, stdin: io.stdin, scope, signal })
  }
  const { connect } = await import('./cluster/connect.js')
  const warn = (line: string) => void io.stderr.write(`${line}\n`)
  return connect(said.kube, { ...io, signal, warn, userAgent: `kubectl-tkng/${version}` })
}

function lazyCaptures(io: Io): CaptureStore {
  return {
    write: async (target, content) => {
      const { captureStore } = await import('./capture/write.js')
      return captureStore({ stdout: io.stdout, cwd: io.cwd }).write(target, content)
    },
  }
}
