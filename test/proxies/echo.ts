/** Servers behind a proxy that answer with what they got, in HTTP/1.1 and HTTP/2. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import {
  createSecureServer,
  createServer as createServerOfTwo,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2'
import { type AddressInfo, createServer as createDoor, type Server, type Socket } from 'node:net'
import { freePorts } from '../support/free-ports.js'
import type { Echo } from './http.js'

interface Certificate {
  readonly cert: string
  readonly key: string
}

/** Servers that answer with what they got. */
export function echoing<T>(count: number, use: (ports: readonly number[]) => Promise<T>): Promise<T> {
  return opening(repeated(count), {}, use)
}

/** The same in TLS. */
export function echoingSealed<T>(
  count: number,
  certificate: Certificate,
  use: (ports: readonly number[]) => Promise<T>,
): Promise<T> {
  return opening(repeated(count), { certificate, isSealed: true }, use)
}

/** The same in clear text at several addresses of the loopback, each on the same ports. */
export async function echoingAt<T>(
  addresses: readonly string[],
  count: number,
  use: (ports: readonly number[]) => Promise<T>,
): Promise<T> {
  const ports = await freePorts(count)
  const places = addresses.flatMap((address) => ports.map((port) => ({ address, port })))
  return opening(places, {}, () => use(ports))
}

/** The same at each `address:port`, whatever is spoken to it. */
export function echoingEverywhere<T>(
  places: readonly string[],
  certificate: Certificate,
  use: () => Promise<T>,
): Promise<T> {
  const read = (place: string) => ({ address: place.split(':')[0] ?? '', port: Number(place.split(':')[1]) })
  return opening(places.map(read), { certificate }, use)
}

function repeated(count: number): Place[] {
  return Array.from({ length: count }, () => ({ address: '127.0.0.1', port: 0 }))
}

type Place = Pick<Echo, 'address' | 'port'>

interface Speaks {
  readonly certificate?: Certificate
  /** nothing but TLS */
  readonly isSealed?: boolean
}

async function opening<T>(
  places: readonly Place[],
  speaks: Speaks,
  use: (ports: readonly number[]) => Promise<T>,
): Promise<T> {
  const sockets = new Set<Socket>()
  const doors = await Promise.all(places.map((place) => doorAt(place, speaks, sockets)))
  try {
    return await use(doors.map((door) => (door.address() as AddressInfo).port))
  } finally {
    for (const door of doors) door.close()
    for (const socket of sockets) socket.destroy()
  }
}

/** What a client begins with tells which server it is for. */
async function doorAt(place: Place, { certificate, isSealed = false }: Speaks, sockets: Set<Socket>): Promise<Server> {
  const plain = createServer(answer)
  // One that closes a connection just as a proxy sends the next request has it answer 503.
  plain.keepAliveTimeout = 0
  const two = createServerOfTwo(answer)
  const sealed = certificate && createSecureServer({ ...certificate, allowHTTP1: true }, answer)
  const door = createDoor((socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)))
    socket.on('error', () => socket.destroy())
    socket.once('data', (first: Buffer) => {
      socket.pause()
      socket.unshift(first)
      const server = first[0] === 0x16 || isSealed ? sealed : first.toString('latin1', 0, 3) === 'PRI' ? two : plain
      if (server === undefined) return socket.destroy()
      server.emit('connection', socket)
      if (server === plain) socket.resume()
    })
  })
  await new Promise<void>((resolve, reject) => door.on('error', reject).listen(place.port, place.address, resolve))
  return door

  function answer(request: Asking, response: ServerResponse | Http2ServerResponse): void {
    answerOf({ ...place, port: (door.address() as AddressInfo).port })(request, response)
  }
}

type Asking = IncomingMessage | Http2ServerRequest

/** @param place that it says it has */
function answerOf(place: Place): (request: Asking, response: ServerResponse | Http2ServerResponse) => void {
  return ({ url = '', headers }, response) => {
    const rule = headers['x-rule']
    const host = headers.host ?? headers[':authority'] ?? ''
    const echo: Echo = { ...place, uri: url, host: `${host}`, ...(typeof rule === 'string' && { rule }) }
    response.setHeader('x-echo', Buffer.from(JSON.stringify(echo)).toString('base64'))
    response.end()
  }
}
