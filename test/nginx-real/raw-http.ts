/** HTTP without a library between: what is sent is sent as it is, and what comes back is read as nginx writes it. */
import { connect, createServer } from 'node:net'

export interface Answer {
  readonly status: number
  /** byte string: one character per byte, as all others */
  readonly location: string | null
  readonly body: string
  /** the whole of it */
  readonly raw: string
}

/** @param request byte string of a request after whose answer the connection is closed */
export function send(port: number, request: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from(request, 'latin1')))
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    // A server that closes at once, with bytes of ours unread, resets the connection: what it said before still counts.
    socket.on('error', (error) => (chunks.length > 0 ? resolve(read(chunks)) : reject(error)))
    socket.on('end', () => resolve(read(chunks)))
  })
}

/** A plain GET. */
export function get(port: number, host: string, path: string): Promise<Answer> {
  return send(port, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
}

function read(chunks: readonly Buffer[]): Answer {
  const raw = Buffer.concat(chunks).toString('latin1')
  const end = raw.indexOf('\r\n\r\n')
  return {
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(raw)?.[1] ?? 0),
    location: between(raw, '\r\nLocation: ', ['\r\nConnection: ', '\r\nX-Block: ', '\r\n\r\n']),
    body: end === -1 ? '' : raw.slice(end + 4),
    raw,
  }
}

/** What stands between a word and the first of others. */
export function between(text: string, before: string, after: readonly string[]): string | null {
  const from = text.indexOf(before)
  if (from === -1) return null
  const rest = text.slice(from + before.length)
  const ends = after.map((word) => rest.indexOf(word)).filter((at) => at !== -1)
  return rest.slice(0, Math.min(...ends, rest.length))
}

/** A server that answers every request with the target that it was asked for, byte for byte. */
export async function echoing<T>(use: (port: number) => Promise<T>): Promise<T> {
  const server = createServer((socket) => {
    let got = ''
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      got += chunk.toString('latin1')
      const target = /^[A-Z_-]+ ([\s\S]*?) HTTP\/1\.0\r\nHost: /.exec(got)?.[1]
      if (target === undefined || !got.includes('\r\n\r\n')) return
      socket.end(Buffer.from(`HTTP/1.0 200 OK\r\nContent-Length: ${target.length}\r\n\r\n${target}`, 'latin1'))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  try {
    return await use(typeof address === 'object' && address ? address.port : 0)
  } finally {
    server.close()
  }
}
