/** The inside of pods behind the fake API server: the real channel protocols, played by a script that may misbehave. */
import type { IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import type { FakeApiOptions, Seen } from './fake-api.js'

export interface Remote {
  readonly seen: Seen
  /** the subprotocol that was chosen */
  readonly protocol: string
  readonly socket: WebSocket
  /** what lies under the WebSocket, for those who break its rules */
  readonly raw: Socket
  /** everything that came, channel by channel */
  heard(channel: number): string
  /** resolves with each condition that what came may meet */
  until(condition: () => boolean): Promise<void>
  send(channel: number, data?: string | Uint8Array): Promise<void>
  /** as the kubelet ends an exec: the Status, and a close in due form */
  exit(code: number): Promise<void>
  /** resolves when the client is gone */
  readonly closed: Promise<void>
}

export type Script = (remote: Remote) => unknown

export interface KubeletOptions {
  /** the only subprotocols that it speaks; empty: it names none */
  readonly protocols?: readonly string[]
  /** false: it never answers a ping */
  readonly pongs?: boolean
}

const everything = ['v5.channel.k8s.io', 'v4.channel.k8s.io']

export function kubelet(script: Script, options: KubeletOptions = {}): NonNullable<FakeApiOptions['upgrade']> {
  const { protocols = everything, pongs = true } = options
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    autoPong: pongs,
    handleProtocols: (asked) => protocols.find((protocol) => asked.has(protocol)) ?? false,
  })
  return (seen: Seen, request: IncomingMessage, raw: Socket, head: Buffer) =>
    server.handleUpgrade(request, raw, head, (socket) => void script(remoteOf(seen, socket, raw)))
}

function remoteOf(seen: Seen, socket: WebSocket, raw: Socket): Remote {
  const heard = new Map<number, Buffer>()
  const remote: Remote = {
    seen,
    protocol: socket.protocol,
    socket,
    raw,
    heard: (channel) => (heard.get(channel) ?? '').toString(),
    async until(condition) {
      while (!condition()) await new Promise((resolve) => socket.once('message', resolve))
    },
    send: (channel, data = '') =>
      new Promise((resolve) => socket.send(Buffer.concat([Buffer.of(channel), Buffer.from(data)]), () => resolve())),
    async exit(code) {
      await remote.send(3, JSON.stringify(statusOf(code)))
      socket.close(1000)
    },
    closed: new Promise((resolve) => socket.once('close', () => resolve())),
  }
  socket.setMaxListeners(0)
  socket.on('error', () => {})
  socket.on('message', (message: Buffer) => {
    const [channel = 0] = message
    heard.set(channel, Buffer.concat([heard.get(channel) ?? Buffer.alloc(0), message.subarray(1)]))
  })
  return remote
}

/** As https://github.com/kubernetes/kubelet/blob/master/pkg/cri/streaming/remotecommand/exec.go tells it. */
export function statusOf(code: number): object {
  if (code === 0) return { metadata: {}, status: 'Success' }
  const causes = [{ reason: 'ExitCode', message: String(code) }]
  const message = `command terminated with non-zero exit code: exit status ${code}`
  return { metadata: {}, status: 'Failure', message, reason: 'NonZeroExitCode', details: { causes } }
}

/** Joins a port-forward to a server on the loopback, as the kubelet does: a connection for each time that the port is named. */
export function forwardTo(port: number): Script {
  return async (remote) => {
    const lanes = remote.seen.query.getAll('ports').map((_, lane) => lane)
    const ended = lanes.map((lane) => joined(remote, lane, port))
    await Promise.all(ended)
    remote.socket.close(1000)
  }
}

/** Resolves when the server, or the port, has ended it; nobody is told on its channels. */
async function joined(remote: Remote, lane: number, port: number): Promise<void> {
  const [data, complaints] = [2 * lane, 2 * lane + 1]
  const prefix = Buffer.from([port & 0xff, port >> 8])
  await remote.send(data, prefix)
  await remote.send(complaints, prefix)
  const target = connect(port, '127.0.0.1')
  remote.socket.on('message', (message: Buffer) => message[0] === data && target.write(message.subarray(1)))
  target.on('data', (chunk: Buffer) => {
    target.pause()
    remote.send(data, chunk).then(() => target.resume())
  })
  remote.socket.on('close', () => target.destroy())
  await new Promise<void>((resolve) => {
    target.on('end', resolve)
    target.on('error', async (error) => {
      await remote.send(complaints, `error forwarding port ${port} to pod web, uid : ${error.message}`)
      resolve()
    })
  })
}
