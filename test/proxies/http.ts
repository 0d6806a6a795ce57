/** Clients of a proxy. */
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

export interface Reply {
  /** 0: the connection was closed without an answer */
  readonly status: number
  /** names in lower case */
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

/** What a server behind the proxy says of a request that it got. */
export interface Echo {
  readonly address: string
  readonly port: number
  readonly uri: string
  readonly host: string
  /** what a route wrote into the header x-rule */
  readonly rule?: string
}

const patience = 20_000

/** Asks what is to be asked, some at the same time, on connections that stay open: most of the work would be handshakes. */
export async function severalAtOnce<T>(
  all: readonly T[],
  askOne: (one: T, client: Client) => Promise<void>,
): Promise<void> {
  const waiting = all.values()
  const asker = async () => {
    const client = new Client()
    for (const one of waiting) await askOne(one, client)
    client.close()
  }
  await Promise.all(Array.from({ length: 6 }, asker))
}

/** One that asks again on the same connection, where the proxy leaves it open. */
export class Client {
  readonly #idle = new Map<string, Socket>()

  /** @param sni as {@link ask} has it */
  async ask(port: number, request: string, sni?: string): Promise<Reply> {
    const key = `${port} ${sni}`
    const kept = this.#idle.get(key)
    this.#idle.delete(key)
    const answered = kept === undefined ? '' : await exchange(kept, request)
    const socket = answered === '' || kept === undefined ? opened(port, sni, '127.0.0.1') : kept
    const raw = answered === '' ? await exchange(socket, request) : answered
    if (isWhole(raw) && !/\r\nconnection: *close\r\n/i.test(raw)) this.#idle.set(key, socket)
    else socket.destroy()
    return read(raw)
  }

  close(): void {
    for (const socket of this.#idle.values()) socket.destroy()
  }
}

/** @param sni undefined: plain HTTP; null: TLS without a name */
export async function ask(port: number, request: string, sni?: string | null, host = '127.0.0.1'): Promise<Reply> {
  const socket = opened(port, sni, host)
  const raw = await exchange(socket, request)
  socket.destroy()
  return read(raw)
}

function opened(port: number, sni: string | null | undefined, host: string): Socket {
  const socket =
    sni === undefined
      ? connect(port, host)
      : connectTls({
          port,
          host,
          rejectUnauthorized: false,
          // As all do that speak HTTP: who says nothing may be sent away as one of something else.
          ALPNProtocols: ['http/1.1'],
          ...(sni === null ? {} : { servername: sni }),
        })
  socket.on('error', () => socket.destroy())
  return socket.setTimeout(patience, () => socket.destroy())
}

/** @returns what comes until the answer is whole, or the connection is closed */
function exchange(socket: Socket, request: string): Promise<string> {
  return new Promise((resolve) => {
    let raw = ''
    const end = () => {
      socket.off('data', take).off('close', end)
      resolve(raw)
    }
    const take = (chunk: Buffer) => {
      raw += chunk.toString('latin1')
      // A proxy may keep a connection open after it refused what came.
      if (isWhole(raw)) end()
    }
    socket.on('data', take).on('close', end)
    if (socket.destroyed) end()
    else socket.write(Buffer.from(request, 'latin1'))
  })
}

function isWhole(raw: string): boolean {
  const end = raw.indexOf('\r\n\r\n')
  const head = raw.slice(0, Math.max(0, end))
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) return /\r\n0\r\n\r\n$/.test(raw.slice(end + 2))
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  return length !== undefined && raw.length >= end + 4 + Number(length)
}

function read(raw: string): Reply {
  const end = raw.indexOf('\r\n\r\n')
  const [first = '', ...lines] = raw.slice(0, end === -1 ? raw.length : end).split('\r\n')
  const headers = lines.map((line) => {
    const at = line.indexOf(':')
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()] as const
  })
  return {
    status: Number(/^HTTP\/1\.\d (\d+)/.exec(first)?.[1] ?? 0),
    headers: new Map(headers),
    body: end === -1 ? '' : raw.slice(end + 4),
  }
}

export function echoIn({ headers }: Reply): Echo | null {
  const found = headers.get('x-echo')
  return found === undefined ? null : (JSON.parse(Buffer.from(found, 'base64').toString()) as Echo)
}
