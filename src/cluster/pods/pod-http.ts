/** One GET to a port of a pod, over a connection of its own. */
import { type IncomingMessage, request as startRequest } from 'node:http'
import type { PodPort, PodReply } from '../../domain/controllers/pod-access.js'
import type { ApiServer } from '../wire/api-server.js'
import { detailOf } from '../wire/errors.js'
import { openPort, problemOfWay } from './port-forward.js'
import { pulled } from './pulled.js'

/**
 * @param path with its query, already encoded
 * @param headers may name another `host`
 * @throws Problem `upgrade-refused`, `port-closed`, `connection-lost`, `timeout`, and those of the network
 */
export async function getFromPod(
  server: ApiServer,
  target: PodPort,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<PodReply> {
  const way = await openPort(server, target)
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const { port } = target
    const request = startRequest({ createConnection: () => way, host: 'localhost', port, path, headers })
    request.once('response', resolve)
    request.on('error', (error) => {
      reject(problemOfWay(way, target, detailOf(error)))
      way.destroy()
    })
    request.end()
  })
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, `${value}`])),
    body: pulled(response, { lost: () => problemOfWay(way, target, 'the answer has no end') }),
  }
}
