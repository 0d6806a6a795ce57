/** One TCP connection to a port of a pod, its loopback included, as a Duplex over one WebSocket. */

import { Duplex } from 'node:stream'
import type { PodPort } from '../../domain/controllers/pod-access.js'
import { nameOf } from '../../domain/objects/ref.js'
import { Problem, problem } from '../../domain/problem.js'
import type { ApiServer } from '../wire/api-server.js'
import { clean } from '../wire/clean.js'
import { type Channels, type Frame, openChannels } from './channels.js'
import { createPipe } from './pipe.js'
import { lost, type Stream } from './stream.js'

/**
 * The tunnel that kubectl prefers since 1.31 needs SPDY inside; every server still speaks this one.
 * https://github.com/kubernetes/kubelet/blob/master/pkg/cri/streaming/portforward/websocket.go
 */
const protocols = ['v4.channel.k8s.io']

const dataChannel = 0

/** Characters: it is a sentence. */
const longestComplaint = 4096

/** Bytes of connections that nobody reads any more, while others are waited for. */
const mostUnread = 16 * 1024 * 1024

/** Each channel begins with its port, as two bytes. */
const prefix = 2

export function streamOf(pod: PodPort): Stream {
  return { doing: 'port-forward', subresource: 'portforward', pod }
}

/** A way for bytes: one TCP connection to a port of a pod. */
export interface Lane {
  /** What the pod sends; ends with Problem `port-closed` where nobody listens on the port, `connection-lost` where it breaks. */
  readonly bytes: AsyncIterable<Buffer>
  /** @throws Problem `connection-lost` */
  send(bytes: Uint8Array): Promise<void>
}

export interface PortForward extends Lane {
  /** Says that no answer is waited for now. */
  rest(): void
  close(): void
}

/** Several TCP connections to one port over one WebSocket. That one of them ends is not told before all do. */
export interface PortForwards {
  readonly lanes: readonly Lane[]
  close(): void
}

/** @throws Problem as {@link openChannels} */
export async function openForward(server: ApiServer, target: PodPort): Promise<PortForward> {
  const channels = await openPorts(server, target, 1)
  return {
    bytes: bytesOf(channels, target),
    send: (bytes) => channels.send(dataChannel, bytes),
    rest: channels.rest,
    close: channels.close,
  }
}

/**
 * @param count at most 127: each has two of the 256 channels
 * @throws Problem as {@link openChannels}
 */
export async function openForwards(server: ApiServer, target: PodPort, count: number): Promise<PortForwards> {
  const channels = await openPorts(server, target, count)
  const left = new Set<number>()
  const pipes = Array.from({ length: count }, (_, i) =>
    createPipe<Frame>({ sizeOf: ({ data }) => data.length, onLeave: () => void left.add(i) }),
  )
  let unread = 0
  const deliver = async () => {
    for await (const { channel, data } of channels.frames) {
      if (left.has(channel >> 1)) unread += data.length
      if (unread > mostUnread) throw lost(streamOf(target), 'it goes on and on after its answers')
      await pipes[channel >> 1]?.put({ channel: channel & 1, data })
    }
  }
  const end = (problem?: Problem) => {
    for (const pipe of pipes) pipe.end(problem)
  }
  deliver().then(() => end(), end)
  return {
    lanes: pipes.map(({ output }, i) => ({
      bytes: laneBytes(output, target),
      send: (bytes) => channels.send(2 * i + dataChannel, bytes),
    })),
    close: channels.close,
  }
}

function openPorts(server: ApiServer, target: PodPort, count: number): Promise<Channels> {
  const query = new URLSearchParams(
    Array.from({ length: count }, (): [string, string] => ['ports', String(target.port)]),
  )
  return openChannels(server, {
    ...{ stream: streamOf(target), query, protocols, isHeard: (channel) => channel < 2 * count },
    mayRest: false,
  })
}

async function* bytesOf(channels: Channels, target: PodPort): AsyncGenerator<Buffer> {
  let received = 0
  let complaint = ''
  try {
    for await (const { channel, data } of withoutPrefix(channels.frames)) {
      if (channel === dataChannel) {
        received += data.length
        yield data
      } else {
        complaint += data.toString('utf8', 0, Math.max(0, longestComplaint - complaint.length))
        channels.expectEnd()
      }
    }
  } catch (error) {
    if (complaint === '') throw error
  }
  if (complaint !== '') throw problemOf(target, received, complaint)
}

/** Its first complaint ends it: the others go on. */
async function* laneBytes(frames: AsyncIterable<Frame>, target: PodPort): AsyncGenerator<Buffer> {
  let received = 0
  for await (const { channel, data } of withoutPrefix(frames)) {
    if (channel !== dataChannel) throw problemOf(target, received, data.toString('utf8', 0, longestComplaint))
    received += data.length
    yield data
  }
}

/** The frames of one pair of channels. */
async function* withoutPrefix(frames: AsyncIterable<Frame>): AsyncGenerator<Frame> {
  const toSkip = [prefix, prefix]
  for await (const { channel, data } of frames) {
    const skip = Math.min(toSkip[channel] ?? data.length, data.length)
    if (skip > 0) toSkip[channel] = (toSkip[channel] ?? skip) - skip
    if (data.length > skip) yield { channel, data: data.subarray(skip) }
  }
}

/**
 * The same as a Duplex, as TLS wants it. The end of our writing is not told to the pod, since the protocol has no word for
 * it: its answer still comes.
 * @returns destroyed with the Problem with which its bytes end
 * @throws Problem as {@link openChannels}
 */
export async function openPort(server: ApiServer, target: PodPort): Promise<Duplex> {
  const { bytes, send, close } = await openForward(server, target)
  let wanted = () => {}
  const way = new Duplex({
    read: () => wanted(),
    // Where nothing can be sent any more, what is read tells why.
    write: (chunk: Buffer, _encoding, done) =>
      void send(chunk)
        .catch(() => {})
        .then(() => done()),
    destroy(error, done) {
      wanted()
      close()
      done(error)
    },
  })
  // Whoever uses the connection asks it for its error; without a listener, one that nobody uses would end the process.
  way.on('error', () => {})
  const deliver = async () => {
    for await (const chunk of bytes)
      if (!way.push(chunk) && !way.destroyed)
        await new Promise<void>((resolve) => {
          wanted = resolve
        })
  }
  deliver().then(
    () => way.push(null),
    (error: Error) => way.destroy(error),
  )
  return way
}

function problemOf(target: PodPort, received: number, complaint: string): Problem {
  if (received > 0) return lost(streamOf(target), complaint)
  return problem('port-closed', { pod: nameOf(target), port: target.port, detail: clean(complaint) })
}

/** Why a connection ended, where that is known: its user's own error says less. */
export function problemOfWay(way: Duplex, target: PodPort, otherwise: string): Problem {
  return way.errored instanceof Problem ? way.errored : lost(streamOf(target), otherwise)
}
