/** Proxies on the loopback, one of each kind, that reach every name at 127.0.0.1 and remember which connections are theirs. */
import { createServer as createHttp, request } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import type { Certificates } from './certificates.js'

export interface Proxies {
  readonly port: Readonly<Record<'http' | 'https' | 'socks', number>>
  /** the proxy whose connection comes from this local port; with the credentials that it was given */
  readonly of: (localPort: number) => string | null
  readonly close: () => void
}

export async function startProxies({ server: { cert, key } }: Certificates): Promise<Proxies> {
  const owners = new Map<number, string>()
  const own = (name: string, outgoing: Socket) => {
    if (outgoing.localPort !== undefined) owners.set(outgoing.localPort, name)
  }
  const http = createHttp()
  const https = createHttps({ cert, key })
  const socks = createServer((client) => serveSocks(client, own))
  for (const [name, proxy] of [['http', http] as const, ['https', https] as const]) {
    proxy.on('connect', (asked, client: Socket) => {
      const outgoing = connectTo(String(asked.url), () => {
        own(label(name, asked.headers['proxy-authorization']), outgoing)
        client.write('HTTP/1.1 200 Connection established\r\n\r\n')
        join(client, outgoing)
      })
      outgoing.on('error', () => client.destroy())
    })
    // A plain request is passed on: the proxy reads the whole address.
    proxy.on('request', (asked, answer) => {
      const { host, port, pathname, search } = new URL(String(asked.url))
      const headers = { ...asked.headers, host }
      const onward = request({ host: '127.0.0.1', port, path: pathname + search, headers, agent: false }, (got) => {
        answer.writeHead(got.statusCode ?? 502, got.headers)
        got.pipe(answer)
      })
      onward.on('socket', (socket) =>
        socket.on('connect', () => own(label(name, asked.headers['proxy-authorization']), socket)),
      )
      onward.end()
    })
  }
  const servers: readonly Server[] = [http, https, socks]
  await Promise.all(servers.map((one) => new Promise<void>((done) => one.listen(0, '127.0.0.1', done))))
  const [httpPort = 0, httpsPort = 0, socksPort = 0] = servers.map((one) => (one.address() as AddressInfo).port)
  return {
    port: { http: httpPort, https: httpsPort, socks: socksPort },
    of: (localPort) => owners.get(localPort) ?? null,
    close: () => {
      for (const one of servers) one.close()
    },
  }
}

function label(name: string, authorization: string | undefined): string {
  return authorization === undefined ? name : `${name} (${authorization})`
}

function connectTo(address: string, ready: () => void): Socket {
  return connect(Number(address.replace(/.*:/, '')), '127.0.0.1', ready)
}

/** Half of RFC 1928: no authentication, CONNECT only, any kind of address. */
function serveSocks(client: Socket, own: (name: string, outgoing: Socket) => void): void {
  client.once('data', () => {
    client.write(Uint8Array.of(5, 0))
    client.once('data', (asked: Buffer) => {
      const port = asked.readUInt16BE(asked.length - 2)
      const outgoing = connectTo(`:${port}`, () => {
        own('socks', outgoing)
        client.write(Uint8Array.of(5, 0, 0, 1, 127, 0, 0, 1, 0, 0))
        join(client, outgoing)
      })
      outgoing.on('error', () => client.destroy())
    })
  })
  client.on('error', () => {})
}

function join(one: Socket, other: Socket): void {
  one.pipe(other).pipe(one)
  one.on('error', () => other.destroy())
  other.on('error', () => one.destroy())
}
