/** The channels of one WebSocket: frames fetched at the reader's pace, a heartbeat, and an end that is never guessed. */
import type { WebSocket } from 'ws'
import type { Problem } from '../../domain/problem.js'
import type { ApiServer } from '../wire/api-server.js'
import { detailOf } from '../wire/errors.js'
import type { Limit } from '../wire/limit.js'
import { createPipe } from './pipe.js'
import { type Ear, limitHeard } from './silence.js'
import { asKubelet, endedBy, lost } from './stream.js'
import { openWebSocket, type Upgrade } from './upgrade.js'

/** A message: its first byte is the channel, the rest belongs to it. */
export interface Frame {
  readonly channel: number
  readonly data: Buffer
}

export interface Channels {
  /** the subprotocol that the server chose */
  readonly protocol: string
  /** Ends where the server closes in due form; any other end is a Problem. Leaving it closes the connection. */
  readonly frames: AsyncIterable<Frame>
  /**
   * @returns when it has left our hands: wait for it, and a slow server slows us down
   * @throws Problem `connection-lost`
   */
  send(channel: number, data: Uint8Array): Promise<void>
  /** Says that nothing is waited for, until something is sent. */
  rest(): void
  /** Says that nothing more should come: the server has a moment to close. */
  expectEnd(): void
  close(): void
}

/** Milliseconds. */
export interface Heartbeat {
  readonly every: number
  /** silence, pongs included, after which nobody is there any more */
  readonly most: number
}

/** Often enough for a load balancer; the patience is that of kubectl: client-go's tools/remotecommand/websocket.go. */
const heartbeat: Heartbeat = { every: 10_000, most: 60_000 }

export interface ChannelSettings extends Upgrade {
  /** is it a channel on which the pod speaks: what comes on others is passed over */
  readonly isHeard: (channel: number) => boolean
  /** true: a person decides how long it is quiet, and only the heartbeat tells whether it is still there */
  readonly mayRest: boolean
  readonly heartbeat?: Heartbeat | undefined
}

/** @throws Problem as {@link openWebSocket} */
export async function openChannels(server: ApiServer, settings: ChannelSettings): Promise<Channels> {
  const { ear, limit } = limitHeard(server, settings.stream)
  try {
    const socket = await asKubelet(server, settings.stream, () => openWebSocket(server, settings, limit))
    return channelsOf(socket, limit, ear, server, settings)
  } catch (error) {
    limit.end()
    throw error
  }
}

function channelsOf(
  socket: WebSocket,
  limit: Limit,
  ear: Ear,
  server: ApiServer,
  { stream, isHeard, mayRest, heartbeat: beat = heartbeat }: ChannelSettings,
) {
  const pipe = createPipe<Frame>({ sizeOf: ({ data }) => data.length, onLeave: () => finish() })
  const { signal } = limit
  let isOver = false
  let isEnding = false
  let heard = performance.now()
  limit.enter(mayRest ? 'at rest' : 'waiting for the answer')

  const stop = () => finish(endedBy(signal.reason as Problem, stream, server))
  signal.addEventListener('abort', stop, { once: true })
  const timer = setInterval(tick, beat.every)
  socket.on('pong', hear)
  socket.on('error', (error) => finish(lost(stream, detailOf(error), error)))
  socket.on('close', (code, reason) => finish(isInDueForm(code) ? undefined : lost(stream, wordsFor(code, reason))))
  socket.on('message', (message: Buffer) => {
    const [channel] = message
    hear()
    // One of no bytes is the API server's own, before it has reached the kubelet.
    if (isOver || channel === undefined || !isHeard(channel) || message.length === 1) return
    progress()
    ear.heard()
    const room = pipe.put({ channel, data: message.subarray(1) })
    if (room !== null) rest(room)
  })
  if (signal.aborted) stop()
  else socket.resume()

  const channels: Channels = {
    protocol: socket.protocol,
    frames: pipe.output,
    send: (channel, data) =>
      new Promise((resolve, reject) => {
        if (!mayRest && !socket.isPaused && !isEnding && !isOver) limit.enter('waiting for the answer')
        socket.send(Buffer.concat([Buffer.of(channel), data]), (error) =>
          error ? reject(lost(stream, detailOf(error), error)) : resolve(),
        )
      }),
    rest() {
      if (!isEnding && !isOver) limit.enter('at rest')
    },
    expectEnd() {
      if (!isOver && !isEnding) limit.enter('closing')
      isEnding = true
    },
    close: () => finish(),
  }
  return channels

  function rest(room: Promise<void>): void {
    if (socket.isPaused) return
    socket.pause()
    limit.enter('at rest')
    room.then(() => {
      hear()
      progress()
      socket.resume()
    })
  }

  function progress(): void {
    if (!isEnding && !isOver) limit.enter(mayRest ? 'at rest' : 'reading the answer')
  }

  function hear(): void {
    heard = performance.now()
  }

  /** While we do not read there is no pong; and a ping to a server that has gone would lose us what it said last. */
  function tick(): void {
    if (socket.isPaused) return
    if (performance.now() - heard > beat.most) finish(lost(stream, `no answer to a ping for ${beat.most / 1000} s`))
    else socket.ping()
  }

  function finish(problem?: Problem): void {
    if (isOver) return
    isOver = true
    clearInterval(timer)
    signal.removeEventListener('abort', stop)
    limit.end()
    pipe.end(problem)
    socket.terminate()
  }
}

/** https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1: 1000 is normal, 1005 a close that says nothing */
function isInDueForm(code: number): boolean {
  return code === 1000 || code === 1005
}

function wordsFor(code: number, reason: Buffer): string {
  if (code === 1006) return 'it was closed without a word'
  return `it was closed with code ${code}${reason.length > 0 ? `: ${reason}` : ''}`
}
