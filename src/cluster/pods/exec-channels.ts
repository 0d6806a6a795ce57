/** Opens the channels of a program in a container, and reads how it ended. */
import type { ContainerRef } from '../../domain/controllers/pod-access.js'
import { integer, list, record, recordIn, text } from '../../domain/objects/project-fields.js'
import { Problem } from '../../domain/problem.js'
import type { ApiServer } from '../wire/api-server.js'
import { type Channels, type Heartbeat, openChannels } from './channels.js'
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
  return openChannels(server, { stream: streamOf(target), query, protocols, mayRest: stdin, heartbeat })
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
      // One of no bytes says that the connection stands, and nothing of the program: it may not even have been started.
      // https://github.com/kubernetes/kubelet/blob/master/pkg/cri/streaming/remotecommand/websocket.go
      if (data.length === 0) continue
      if (channel === execChannel.stdout) await stdout(data)
      else if (channel === execChannel.stderr) await stderr(data)
      else if (channel === execChannel.status) {
        exit = readExit(data.subarray(0, longestStatus).toString('utf8'), stream)
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
