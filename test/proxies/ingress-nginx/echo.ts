/** Servers behind nginx that answer with what they got, whatever it speaks to them. */
import { createServer, type RequestListener } from 'node:http'
import { createServer as createFramedServer, createSecureServer } from 'node:http2'
import { type AddressInfo, connect, createServer as createDoor, type Server, type Socket } from 'node:net'
import { answerOf } from '../http.js'

/**
 * HTTP/1.1 and HTTP/2, each with and without TLS, at each place: the first bytes of a connection tell.
 * @param places `address:port`
 */
export async function echoingAnything<T>(
  places: readonly string[],
  certificate: { readonly cert: string; readonly key: string },
  use: () => Promise<T>,
): Promise<T> {
  /** port of the connection behind a door → the place of the door */
  const placeOf = new Map<number | undefined, string>()
  const answer: RequestListener = (request, response) => {
    const [address = '', port] = (placeOf.get(request.socket.remotePort) ?? '').split(':')
    answerOf({ address, port: Number(port) })(request, response)
  }
  const framedAnswer = (request: unknown, response: unknown) => answer(request as never, response as never)
  const plain = createServer(answer)
  const sealed = createSecureServer({ ...certificate, allowHTTP1: true }, framedAnswer)
  const framed = createFramedServer(framedAnswer)
  const behind = [plain, sealed, framed]
  await Promise.all(behind.map((one) => listening(one, 0, '127.0.0.1')))
  const sockets = new Set<Socket>()
  const held = (socket: Socket) => {
    sockets.add(socket)
    return socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
  }
  const doors = places.map((place) =>
    createDoor((socket) => {
      held(socket).once('data', (first: Buffer) => {
        socket.pause()
        const by = first[0] === 0x16 ? sealed : first.toString('latin1', 0, 3) === 'PRI' ? framed : plain
        const inner: Socket = connect((by.address() as AddressInfo).port, '127.0.0.1', () => {
          placeOf.set(inner.localPort, place)
          inner.write(first)
          socket.pipe(inner).pipe(socket)
        })
        held(inner).on('close', () => socket.destroy())
        socket.on('close', () => inner.destroy())
      })
    }),
  )
  try {
    await Promise.all(doors.map((door, i) => listening(door, ...portAndAddress(places[i] ?? ''))))
    return await use()
  } finally {
    for (const socket of sockets) socket.destroy()
    for (const one of [...doors, ...behind]) one.close()
  }
}

function portAndAddress(place: string): [port: number, address: string] {
  const [address = '', port] = place.split(':')
  return [Number(port), address]
}

function listening(server: Server, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => server.on('error', reject).listen(port, address, resolve))
}
