/** Opens a WebSocket to the API server over the same agent, as the same user and with the same limits as any GET. */

import type { ClientRequest } from 'node:http'
import { type ClientOptions, WebSocket } from 'ws'
import { addressAndPort } from '../../domain/objects/addresses.js'
import { Problem, problem } from '../../domain/problem.js'
import type { ApiServer, Identity } from '../wire/api-server.js'
import { isForwarded } from '../wire/dial.js'
import { detailOf, isReset, problemOfSocket } from '../wire/errors.js'
import { attempts, type Reply, receive, stale } from '../wire/exchange.js'
import type { Limit } from '../wire/limit.js'
import { type AgentRequest, KeepAliveAgent } from '../wire/proxy-agent.js'
import type { TracedRequest } from '../wire/verbose.js'
import { pathOf, problemOfReply, type Stream } from './stream.js'

export interface Upgrade {
  readonly stream: Stream
  readonly query: URLSearchParams
  /** subprotocols, the best one first */
  readonly protocols: readonly string[]
}

/** No server sends such a frame: kubelets send 32 KiB at most. */
const largestFrame = 16 * 1024 * 1024

type UpgradeOutcome = { readonly status: 101; readonly socket: WebSocket } | (Reply & { readonly socket?: undefined })

/**
 * @returns paused, so that nothing is missed before somebody listens
 * @throws Problem `upgrade-refused` with the API's own words; those of the network; the limit's reason
 */
export async function openWebSocket(server: ApiServer, upgrade: Upgrade, limit: Limit): Promise<WebSocket> {
  const url = server.urlOf(pathOf(upgrade.stream), upgrade.query)
  const outcome = await server.asOurselves((identity): Promise<UpgradeOutcome> => {
    const asked = server.tools.trace.asked('GET', url.href, identity.headers)
    const handshake = { server, identity, url, protocols: upgrade.protocols, asked }
    return attempts(asked, () => shakeHands(handshake, limit))
  })
  if (outcome.socket !== undefined) return outcome.socket
  throw problemOfReply(outcome, upgrade.stream, server.label)
}

interface Handshake {
  readonly server: ApiServer
  readonly identity: Identity
  readonly url: URL
  readonly protocols: readonly string[]
  readonly asked: TracedRequest
}

function shakeHands(handshake: Handshake, limit: Limit): Promise<UpgradeOutcome | typeof stale> {
  const { server, identity, url, protocols, asked } = handshake
  const { label, tools } = server
  const { signal } = limit
  const agent = tunnelled(identity.agent)
  const { host, port } = agent.destination.endpoint
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    limit.enter('connecting')
    let request: ClientRequest | undefined
    const options: ClientOptions & AgentRequest = {
      agent,
      patience: signal,
      headers: { Host: url.host, ...byName(identity.headers) },
      perMessageDeflate: false,
      maxPayload: largestFrame,
      finishRequest(started) {
        request = started
        started.once('socket', () => limit.enter('waiting for the kubelet'))
        started.end()
      },
    }
    // Always ws: the agent brings TLS along.
    const authority = `${addressAndPort(host, port)}`
    const socket = new WebSocket(`ws://${authority}${url.pathname}${url.search}`, [...protocols], options)
    const stop = () => {
      reject(signal.reason)
      socket.terminate()
    }
    const settle = () => signal.removeEventListener('abort', stop)
    signal.addEventListener('abort', stop, { once: true })
    socket.on('upgrade', (response) => {
      asked.answered(response)
      tools.warn(response)
    })
    socket.once('open', () => {
      settle()
      socket.pause()
      resolve({ status: 101, socket })
    })
    socket.once('unexpected-response', (_request, response) => {
      settle()
      asked.answered(response)
      tools.warn(response)
      receive(response, limit, label, asked).then(resolve, reject)
    })
    // Without `once`: an error without a listener would end the process.
    socket.on('error', (error) => {
      settle()
      if (request?.reusedSocket && isReset(error)) resolve(stale)
      else reject(problemOfHandshake(error, label))
    })
  })
}

/** What the library finds wrong in an answer, and only that, has no code. */
function problemOfHandshake(error: Error, server: string): Problem {
  if (error instanceof Problem || 'code' in error) return problemOfSocket(error, server, 'connected')
  return problem('not-kubernetes', { server, detail: detailOf(error) }, error)
}

function tunnelled(agent: KeepAliveAgent): KeepAliveAgent {
  return isForwarded(agent.destination) ? new KeepAliveAgent({ ...agent.destination, tunnelled: true }) : agent
}

/** A repeated name gets a list of values, which is sent as repeated lines. */
function byName(flat: readonly string[]): Record<string, string[]> {
  const headers: Record<string, string[]> = {}
  for (let at = 0; at + 1 < flat.length; at += 2) {
    const name = flat[at] ?? ''
    headers[name] = [...(headers[name] ?? []), flat[at + 1] ?? '']
  }
  return headers
}
