/** Proxies on the loopback: HTTP(S) with CONNECT and forwarding, and SOCKS5; each records what it was asked. */
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { closeAfterTest } from './open-cluster.js'
import { pem } from './tls-files.js'

export interface FakeProxy {
  readonly port: number
  /** `CONNECT host:port`, `GET http://host/path`, `SOCKS host:port`, each with ` as user:password` where given */
  readonly asked: readonly string[]
}

export interface HttpProxyOptions {
  readonly tls?: boolean
  /** refuses every CONNECT with this */
  readonly refuse?: string
}

export async function httpProxy({ tls = false, refuse }: HttpProxyOptions = {}): Promise<FakeProxy> {
  const asked: string[] = []
  const record = (what: string, { headers }: IncomingMessage) =>
    asked.push(`${what}${userIn(headers['proxy-authorization'])}`)
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    record(`GET ${request.url}`, request)
    forward(request.url ?? '', { headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    }).end()
  }
  const server = tls
    ? createTlsServer({ cert: pem('server'), key: pem('server-key') }, onRequest)
    : createServer(onRequest)
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    record(`CONNECT ${request.url}`, request)
    if (refuse !== undefined) return socket.end(`HTTP/1.1 ${refuse}\r\n\r\n`)
    const { hostname, port } = new URL(`http://${request.url}`)
    join(socket, hostname, Number(port), () => socket.write('HTTP/1.1 200 Connection established\r\n\r\n'))
  })
  return { port: await listen(server), asked }
}

export interface SocksOptions {
  /** demands these, as `user:password` */
  readonly login?: string
  /** answers every CONNECT with this code */
  readonly refuse?: number
  /** where it connects, whatever name it was asked for: it is the proxy that resolves names */
  readonly to: number
}

export async function socksProxy({ login, refuse, to }: SocksOptions): Promise<FakeProxy> {
  const asked: string[] = []
  const server = createTcpServer(async (socket) => {
    const next = reader(socket)
    const [, methods = 0] = await next(2)
    const offered = await next(methods)
    const method = login === undefined ? 0 : offered.includes(2) ? 2 : 255
    socket.write(Buffer.from([5, method]))
    if (method === 255) return
    let user = ''
    if (method === 2) {
      const name = await next((await next(2))[1] ?? 0)
      const password = await next((await next(1))[0] ?? 0)
      user = `${name}:${password}`
      socket.write(Buffer.from([1, user === login ? 0 : 1]))
      if (user !== login) return
    }
    const [, , , type] = await next(4)
    const host = type === 3 ? `${await next((await next(1))[0] ?? 0)}` : (await next(type === 1 ? 4 : 16)).join('.')
    asked.push(`SOCKS ${host}:${(await next(2)).readUInt16BE()}${user && ` as ${user}`}`)
    const reply = Buffer.from([5, refuse ?? 0, 0, 1, 0, 0, 0, 0, 0, 0])
    if (refuse !== undefined) return void socket.end(reply)
    join(socket, '127.0.0.1', to, () => socket.write(reply))
  })
  return { port: await listen(server), asked }
}

function join(socket: Socket, host: string, port: number, onOpen: () => void): void {
  const target = connect(port, host, () => {
    onOpen()
    socket.pipe(target).pipe(socket)
  })
  const end = () => {
    socket.destroy()
    target.destroy()
  }
  for (const side of [socket, target]) side.on('error', end).on('close', end)
}

/** Reads a socket by numbers of bytes. */
function reader(socket: Socket): (length: number) => Promise<Buffer> {
  return async (length) => {
    for (;;) {
      const bytes: Buffer | null = length === 0 ? Buffer.alloc(0) : socket.read(length)
      if (bytes !== null) return bytes
      await new Promise((resolve) => socket.once('readable', resolve))
    }
  }
}

function userIn(authorization: string | undefined): string {
  return authorization ? ` as ${Buffer.from(authorization.replace('Basic ', ''), 'base64')}` : ''
}

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => socket.destroy())))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closeAfterTest(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}
