/** One GET on the wire: headers out, status and text back, everything that can go wrong a Problem. */
import { type IncomingMessage, request as startRequest } from 'node:http'
import { Problem, problem } from '../domain/problem.js'
import { readText } from './body.js'
import { clean } from './clean.js'
import { isForwarded } from './dial.js'
import { isReset, problemOfRequest, problemOfSocket } from './errors.js'
import { basicOf } from './http-tunnel.js'
import type { Limit } from './limit.js'
import type { AgentRequest, KeepAliveAgent } from './proxy-agent.js'
import type { Asked, Trace } from './verbose.js'

export interface Request {
  readonly agent: KeepAliveAgent
  readonly url: URL
  /** flat: name, value, name, value; a repeated name is a repeated line */
  readonly headers: readonly string[]
}

export interface Reply {
  readonly status: number
  readonly phrase: string
  readonly retryAfter: string | undefined
  readonly text: string
}

export interface Tools {
  readonly trace: Trace
  readonly warn: (response: IncomingMessage) => void
}

/** A server may close a kept connection at any time; it does so before it reads a request, so asking again is safe. */
const stale = Symbol('stale')

/** @throws Problem; of the limit's reason where the limit ended it */
export async function exchange(request: Request, limit: Limit, tools: Tools): Promise<Reply> {
  const { url, headers, agent } = request
  const { label } = agent.destination
  const asked = tools.trace.asked(url.href, headers)
  try {
    let response = await send(request, limit)
    while (response === stale) response = await send(request, limit)
    return await receive(response, limit, label, tools, asked)
  } catch (error) {
    const found = error instanceof Problem ? error : problemOfRequest(error)
    asked.failed(found instanceof Problem ? found.value.reason : 'unexpectedly')
    throw found
  }
}

function send({ agent, url, headers }: Request, limit: Limit): Promise<IncomingMessage | typeof stale> {
  const { destination } = agent
  const isWhole = isForwarded(destination)
  const options: AgentRequest = {
    agent,
    host: destination.endpoint.host,
    port: destination.endpoint.port,
    path: isWhole ? url.href : `${url.pathname}${url.search}`,
    headers: ['Host', url.host, ...headers, ...(isWhole ? proxyHeaders(destination.proxy?.url) : [])],
    patience: limit.signal,
  }
  const { signal } = limit
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    limit.enter('connecting')
    const request = startRequest(options)
    const stop = () => {
      reject(signal.reason)
      request.destroy(signal.reason)
    }
    signal.addEventListener('abort', stop, { once: true })
    request.once('socket', () => limit.enter('waiting for the answer'))
    request.once('response', resolve)
    request.once('close', () => signal.removeEventListener('abort', stop))
    request.on('error', (error) => {
      if (request.reusedSocket && isReset(error)) resolve(stale)
      else reject(problemOfSocket(error, destination.label, 'connected'))
    })
    request.end()
  })
}

function proxyHeaders(proxy: URL | undefined): string[] {
  return proxy === undefined || proxy.username === '' ? [] : ['Proxy-Authorization', basicOf(proxy)]
}

async function receive(
  response: IncomingMessage,
  limit: Limit,
  server: string,
  tools: Tools,
  asked: Asked,
): Promise<Reply> {
  const { statusCode: status = 0, statusMessage: phrase = '' } = response
  asked.answered(response)
  tools.warn(response)
  if (status >= 300 && status < 400) {
    response.destroy()
    throw problem('not-kubernetes', { server, detail: `it redirects to ${whereTo(response)}` })
  }
  const text = await readText(response, limit, server)
  asked.read(text)
  return { status, phrase, text, retryAfter: response.headers['retry-after'] }
}

/** A location without its query, which may hold a login's state. */
function whereTo({ headers: { location = 'nowhere' } }: IncomingMessage): string {
  return clean(location.replace(/[?#].*$/s, ''))
}
