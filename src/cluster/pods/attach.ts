/** Gives our terminal, or our standard input and output, to a program in a container until it ends. */
import type { ContainerRef, Terminal } from '../../domain/controllers/pod-access.js'
import type { ApiServer } from '../wire/api-server.js'
import type { Channels, Heartbeat } from './channels.js'
import { closable, execChannel, openExec, untilExit } from './exec-channels.js'

/**
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
