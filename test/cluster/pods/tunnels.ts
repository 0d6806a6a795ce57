/** A server of a few bytes, behind a port-forward. */
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { forwardTo } from '../../support/cluster/fake-kubelet.js'
import { closeAfterTest } from '../../support/cluster/open-cluster.js'
import { openPods, type PodSettings } from '../../support/cluster/open-pods.js'

export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => socket.destroy())))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closeAfterTest(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** GETs to a server in the pod. */
export async function opened(server: Server | RequestListener, settings?: PodSettings) {
  const port = await listen(typeof server === 'function' ? createServer(server) : server)
  const { pods, ...others } = await openPods(forwardTo(port), settings)
  const get = async (path: string) => {
    const { body, ...reply } = await pods.get({ namespace: 'shop', name: 'web', port }, path)
    return { ...reply, text: Buffer.concat([...body]).toString() }
  }
  return { ...others, port, get }
}

/** A server that answers each request on a connection with the next of these, and then closes it. */
export function answering(...answers: readonly string[]): Server {
  return createTcpServer((socket) => {
    const left = [...answers]
    socket.on('data', () => socket.write(left.shift() ?? '', () => left.length === 0 && socket.end()))
  })
}

export const ok = (text: string) => `HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`
