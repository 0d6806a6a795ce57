/** Programs in containers: their output at the reader's pace, or our terminal for them, and how they ended. */
import type { ContainerRef, PodProcess, Terminal } from '../../domain/controllers/pod-access.js'
import { integer, list, record, recordIn, text } from '../../domain/objects/project-fields.js'
import { Problem } from '../../domain/problem.js'
import type { ApiServer } from '../wire/api-server.js'
import { type Channels, type Heartbeat, openChannels } from './channels.js'
import { createPipe } from './pipe.js'
import { lost, refused, type Stream } from './stream.js'

/** https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apimachinery/pkg/util/remotecommand/constants.go */
export const execChannel = { stdin: 0, stdout: 1, stderr: 2, status: 3, resize: 4, close: 255 } as const

/** Since v5 (Kubernetes 1.30) the end of stdin can be told; v4 has everything else. */
export const closable = 'v5.channel.k8s.io'
const protocols = [closable, 'v4.channel.k8s.io']

export interface ExecWishes {
  readonly argv: readonly string[]
  readonly stdin: boolean
  /** true: a terminal, which has no stderr of its own */
  readonly tty: boolean
  readonly heartbeat?: Heartbeat | undefined
}

const isHeard = (channel: number) => channel >= execChannel.stdout && channel <= execChannel.status

function streamOf(pod: ContainerRef): Stream {
  return { doing: 'exec', subresource: 'exec', pod }
}

/** @throws Problem as {@link openChannels} */
export function openExec(
  server: ApiServer,
  target: ContainerRef,
  { argv, stdin, tty, heartbeat }: ExecWishes,
): Promise<Channels> {
  const query = new URLSearchParams({ container: target.container })
  for (const word of argv) query.append('command', word)
  query.append('stdout', 'true')
  if (stdin) query.append('stdin', 'true')
  query.append(tty ? 'tty' : 'stderr', 'true')
  return openChannels(server, {
    ...{ stream: streamOf(target), query, protocols, isHeard },
    ...{ mayRest: stdin, heartbeat },
  })
}

/** Gets what the program writes; what is not settled yet makes it wait. */
export type Output = Readonly<Record<'stdout' | 'stderr', (data: Buffer) => unknown>>

/**
 * @returns the program's exit code
 * @throws Problem `upgrade-refused` where it could not be started; `connection-lost` where its end was never told
 */
export async function untilExit(channels: Channels, target: ContainerRef, { stdout, stderr }: Output): Promise<number> {
  const stream = streamOf(target)
  let exit: number | Problem | undefined
  try {
    for await (const { channel, data } of channels.frames) {
      if (channel === execChannel.stdout) await stdout(data)
      else if (channel === execChannel.stderr) await stderr(data)
      else if (channel === execChannel.status) {
        exit ??= readExit(data.subarray(0, longestStatus).toString('utf8'), stream)
        channels.expectEnd()
      }
    }
  } catch (error) {
    // Once the exit code is known, it does not matter how the connection ends.
    if (exit === undefined) throw error
  }
  if (exit === undefined) throw lost(stream, 'it was closed before the program ended')
  if (exit instanceof Problem) throw exit
  return exit
}

/** Bytes: it has a sentence, and what is cut is none. */
const longestStatus = 64 * 1024

/**
 * https://github.com/kubernetes/apimachinery/blob/master/pkg/apis/meta/v1/types.go (Status)
 * @param said on the status channel
 * @returns the exit code, or the problem that kept the program from having one: it could not be started
 */
function readExit(said: string, stream: Stream): number | Problem {
  const status = recordIn(said)
  if (status.status === 'Success') return 0
  const causes = list(record(status.details).causes, ({ reason, message }) => ({ reason, message: text(message) }))
  const exit = causes?.find(({ reason }) => reason === 'ExitCode')?.message ?? ''
  if (status.reason === 'NonZeroExitCode' && /^\d{1,3}$/.test(exit)) return Number(exit)
  return refused(stream, integer(status.code) ?? 500, text(status.message) ?? said)
}

/**
 * Gives our terminal, or our standard input and output, to a program until it ends.
 * @returns the program's exit code
 * @throws Problem as {@link openExec}; `connection-lost` where it breaks before the program's end was told
 */
export async function attach(
  server: ApiServer,
  target: ContainerRef,
  argv: readonly string[],
  terminal: Terminal,
  heartbeat?: Heartbeat,
): Promise<number> {
  const { tty } = terminal
  const channels = await openExec(server, target, { argv, stdin: true, tty: tty !== null, heartbeat })
  const restore = tty?.raw()
  const input = terminal.input[Symbol.asyncIterator]()
  try {
    if (tty !== null) followSize(tty, channels)
    const shown = untilExit(channels, target, { stdout: terminal.output, stderr: terminal.error })
    const typed = sendInput(input, channels)
    // Input that cannot be read ends it; that all of it was sent does not.
    return await Promise.race([shown, typed.then(never)])
  } finally {
    channels.close()
    restore?.()
    // Not awaited: a read that is under way may never end.
    input.return?.().catch(() => {})
  }
}

function never(): Promise<never> {
  return new Promise(() => {})
}

/** Sizes travel as https://github.com/kubernetes/client-go/blob/master/tools/remotecommand/resize.go (TerminalSize). */
function followSize(tty: NonNullable<Terminal['tty']>, channels: Channels): void {
  const send = () => {
    const { columns, rows } = tty.size()
    const size = Buffer.from(JSON.stringify({ Width: columns, Height: rows }))
    // Where it cannot be sent the connection has ended, which is told elsewhere.
    channels.send(execChannel.resize, size).catch(() => {})
  }
  tty.onResize(send)
  send()
}

/** On v4 the end cannot be told without closing everything, output included (kubernetes#89899): so it is not told. */
async function sendInput(input: AsyncIterator<Uint8Array>, channels: Channels): Promise<void> {
  for (let read = await input.next(); read.done !== true; read = await input.next())
    if (!(await sent(channels, execChannel.stdin, read.value))) return
  if (channels.protocol === closable) await sent(channels, execChannel.close, Buffer.of(execChannel.stdin))
}

/** @returns false where the connection has ended */
function sent(channels: Channels, channel: number, data: Uint8Array): Promise<boolean> {
  return channels.send(channel, data).then(
    () => true,
    () => false,
  )
}

/** Bytes of stderr: what is kept, and what a program of ours has never written. */
const tailLength = 64 * 1024
const mostComplaints = 16 * 1024 * 1024

/**
 * Hands over what a program writes, at the pace of whoever reads it.
 * `stdout` ends with the Problem with which `exit` rejects, so that half an output is never taken for a whole one.
 * @throws Problem as {@link openExec}
 */
export async function exec(
  server: ApiServer,
  target: ContainerRef,
  argv: readonly string[],
  heartbeat?: Heartbeat,
): Promise<PodProcess> {
  const channels = await openExec(server, target, { argv, stdin: false, tty: false, heartbeat })
  const stdout = createPipe<Uint8Array>({ sizeOf: (chunk) => chunk.length, onLeave: channels.close })
  const stderr = createTail(tailLength)
  let complaints = 0
  const complain = (data: Buffer) => {
    complaints += data.length
    if (complaints > mostComplaints) throw lost(streamOf(target), 'its complaints never end')
    stderr.add(data)
  }
  const exit = untilExit(channels, target, { stdout: stdout.put, stderr: complain })
  const told = exit.then(
    () => stdout.end(),
    (error: unknown) => stdout.end(error as Problem),
  )
  return { stdout: stdout.output, stderr: told.then(() => stderr.text()), exit }
}

/** The end of a text of any length. */
interface Tail {
  add(chunk: Uint8Array): void
  /** as UTF-8; a character that was cut in half at the start is left out */
  text(): string
}

/** @param most bytes that are kept */
export function createTail(most: number): Tail {
  let kept = Buffer.alloc(0)
  let isCut = false
  return {
    add(chunk) {
      const all = Buffer.concat([kept, chunk])
      isCut ||= all.length > most
      kept = all.subarray(Math.max(0, all.length - most))
    },
    text() {
      let start = 0
      while (isCut && start < 3 && isContinuation(kept[start])) start += 1
      return kept.subarray(start).toString('utf8')
    },
  }
}

function isContinuation(byte = 0): boolean {
  return (byte & 0b1100_0000) === 0b1000_0000
}
