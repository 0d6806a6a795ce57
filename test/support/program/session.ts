/** A command line → what a person would see: the transcript of stdout, stderr and the exit code. */
import { tmpdir } from 'node:os'
import { PassThrough, Readable, type Writable } from 'node:stream'
import type { Io } from '../../../src/cli/io.js'
import { main } from '../../../src/main.js'
import { namedProgram, runProgram } from './program.js'

export interface SessionOptions {
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
  readonly program?: string
  readonly stdin?: string
  /** a terminal of this width; left out: a pipe */
  readonly columns?: number
  /** of that terminal */
  readonly rows?: number
  readonly signal?: AbortSignal
  readonly now?: string
  readonly repeat?: Io['repeat']
  /** what stdout has so far, each time that there is more of it */
  readonly onOutput?: (text: string) => void
}

export interface Session {
  readonly stdout: string
  readonly stderr: string
  readonly code: number
}

/** @param argv the words after `kubectl tkng` */
export async function session(argv: readonly string[], options: SessionOptions = {}): Promise<Session> {
  // The same command lines try another form of the program, unless they need a terminal of a certain width.
  if (namedProgram !== undefined && options.columns === undefined) {
    const { env = {}, cwd = tmpdir(), stdin = '' } = options
    const { code, ...said } = await runProgram(argv, { env, cwd, stdin })
    return { ...said, code: code ?? -1 }
  }
  const stdout = collector(options.onOutput)
  const stderr = collector()
  const code = await main(argv, {
    stdin: Readable.from([options.stdin ?? '']),
    stdout: stdout.sink,
    stderr: stderr.sink,
    columns: options.columns,
    talkColumns: options.columns,
    rows: options.rows,
    stdinIsTTY: false,
    hold: () => () => {},
    env: options.env ?? {},
    cwd: options.cwd ?? '/nowhere',
    program: options.program ?? '/nowhere/kubectl-tkng',
    platform: 'linux',
    node: 'v20.19.0',
    signal: options.signal ?? new AbortController().signal,
    repeat: options.repeat ?? (() => () => {}),
    now: () => Date.parse(options.now ?? '2026-11-24T08:48:05Z'),
  })
  return { stdout: stdout.text(), stderr: stderr.text(), code }
}

/** As a golden file has it; lines of stderr begin with `! `. `hide` replaces what differs from run to run. */
export function transcript(
  line: string,
  { stdout, stderr, code }: Session,
  hide: Readonly<Record<string, string>> = {},
): string {
  const talk = stderr.replace(/^(?=.)/gm, '! ')
  const text = `$ kubectl tkng ${line}\n${stdout}${talk}exit ${code}\n`
  return Object.entries(hide).reduce((all, [from, to]) => all.replaceAll(from, to), text)
}

function collector(onOutput?: (text: string) => void): { sink: Writable; text: () => string } {
  const sink = new PassThrough({ highWaterMark: 64 * 1024 * 1024 })
  const chunks: Buffer[] = []
  const text = () => Buffer.concat(chunks).toString()
  sink.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    onOutput?.(text())
  })
  return { sink, text }
}
