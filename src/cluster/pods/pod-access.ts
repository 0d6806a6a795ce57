/** The inside of pods, as the rest of the program may ask for it. */

import { type IncomingMessage, request as startRequest } from 'node:http'
import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import type { PodAccess, PodPort, PodRequest, PodResponse } from '../../domain/controllers/pod-access.js'
import { flag, record } from '../../domain/objects/project-fields.js'
import type { ApiServer } from '../wire/api-server.js'
import { detailOf } from '../wire/errors.js'
import type { Transport } from '../wire/transport.js'
import { attach, exec } from './exec.js'
import { handshake, handshakeOf, shakeHands } from './handshake.js'
import { streamLogs } from './logs.js'
import { openPort, problemOfWay } from './port-forward.js'
import { createTunnels } from './tunnel.js'

export function createPodAccess(server: ApiServer, transport: Transport): PodAccess {
  return {
    get: createTunnels(server),
    request: (target, request) => requestFromPod(server, target, request),
    exec: (target, argv) => exec(server, target, argv),
    attach: (target, argv, terminal) => attach(server, target, argv, terminal),
    logs: (target, query) => streamLogs(server, target, query),
    handshake: (target, servername) => handshake(server, target, servername),
    may: (access) => may(transport, access),
  }
}

/**
 * May we do so: by a review that the server answers and does not keep.
 * https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-access-review-v1/
 * @returns null where the server does not say: even asking is forbidden, or it has no such API
 * @throws Problem of the network
 */
async function may(transport: Transport, access: Parameters<PodAccess['may']>[0]): Promise<boolean | null> {
  const { verb, subresource, namespace } = access
  const answer = await transport.review({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { namespace, verb, resource: 'pods', subresource } },
  })
  if (!answer.ok) return null
  return flag(record(record(answer.body).status).allowed)
}

/**
 * One request as a client would send it: with its own Host, over TLS where asked; no body is kept.
 * @throws Problem as `PodAccess.request` says
 */
async function requestFromPod(server: ApiServer, target: PodPort, request: PodRequest): Promise<PodResponse> {
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
    request.once('upgrade', resolve)
    request.on('error', (error) => reject(problemOfWay(way, target, detailOf(error))))
    request.end()
  })
}
