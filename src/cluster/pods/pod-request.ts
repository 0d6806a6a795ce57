/** One request to a port of a pod as a client would send it: with its own Host, over TLS where asked; no body is kept. */
import { type IncomingMessage, request as startRequest } from 'node:http'
import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import type { PodPort, PodRequest, PodResponse } from '../../domain/controllers/pod-access.js'
import type { ApiServer } from '../wire/api-server.js'
import { detailOf } from '../wire/errors.js'
import { handshakeOf, shakeHands } from './handshake.js'
import { openPort, problemOfWay } from './port-forward.js'

/** @throws Problem as `PodAccess.request` says */
export async function requestFromPod(server: ApiServer, target: PodPort, request: PodRequest): Promise<PodResponse> {
  const way = await openPort(server, target)
  try {
    const secured = request.tls === null ? null : await shakeHands(way, target, request.tls.servername)
    const started = performance.now()
    const response = await send(way, target, secured ?? way, request)
    return {
      status: response.statusCode ?? 0,
      headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, `${value}`])),
      milliseconds: performance.now() - started,
      handshake: secured === null ? null : handshakeOf(secured),
    }
  } finally {
    // The head says everything: whatever more would come is not read at all.
    way.destroy()
  }
}

function send(way: Duplex, target: PodPort, socket: Duplex | TLSSocket, { method, target: path, headers }: PodRequest) {
  return new Promise<IncomingMessage>((resolve, reject) => {
    const request = startRequest({
      createConnection: () => socket,
      method,
      path,
      headers: { connection: 'close', ...headers },
      setHost: false,
    })
    request.once('response', resolve)
    request.on('error', (error) => reject(problemOfWay(way, target, detailOf(error))))
    request.end()
  })
}
