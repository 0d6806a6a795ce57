/** One request on the wire: headers out, status and text back, everything that can go wrong a Problem. */
import { type IncomingMessage, request as startRequest } from 'node:http'
import { Problem, problem } from '../../domain/problem.js'
import { mediaType, statusAsJson } from '../protobuf/envelope.js'
import { readBytes } from './body.js'
import { clean } from './clean.js'
import { type Destination, isForwarded } from './dial.js'
import { isReset, problemOfRequest, problemOfSocket } from './errors.js'
import { basicOf } from './http-tunnel.js'
import type { Limit } from './limit.js'
import type { AgentRequest, KeepAliveAgent } from './proxy-agent.js'
import type { RequestLog, TracedRequest } from './verbose.js'

export interface Request {
  readonly agent: KeepAliveAgent
  readonly url: URL
  /** flat: name, value, name, value; a repeated name is a repeated line */
  readonly headers: readonly string[]
  /** a SelfSubjectAccessReview, as JSON, which must be POSTed; left out: a GET */
  readonly review?: string | undefined
}

export interface Reply {
  readonly status: number
  readonly phrase: string
  readonly retryAfter: string | undefined
  /** of protobuf: what a refusal says, as JSON */
  readonly text: string
  /** null: the answer is text */
  readonly protobuf: Buffer | null
}

export interface Tools {
  readonly trace: RequestLog
  readonly warn: (response: IncomingMessage) => void
}

/** A server may close a kept connection at any time; it does so before it reads a request, so asking again is safe. */
export const stale: unique symbol = Symbol('stale')

/** @throws Problem; of the limit's reason where the limit ended it */
export function exchange(request: Request, limit: Limit, tools: Tools): Promise<Reply> {
  const { label } = request.agent.destination
  return begin(request, limit, tools, (response, asked) => receive(response, limit, label, asked))
}

/**
 * As {@link exchange}, for an answer that is too long to wait for its end.
 * @param take gets the answer from its first byte on; the limit stays in force until its end
 */
export async function begin<T>(
  request: Request,
  limit: Limit,
  { trace, warn }: Tools,
  take: (response: IncomingMessage, asked: TracedRequest) => Promise<T>,
): Promise<T> {
  const asked = trace.asked(request.review === undefined ? 'GET' : 'POST', request.url.href, request.headers)
  return attempts(asked, async () => {
    const response = await send(request, limit)
    if (response === stale) return stale
    asked.answered(response)
    warn(response)
    return take(response, asked)
  })
}

/** Tries again as long as only a kept connection failed, and tells of any other failure. */
export async function attempts<T>(asked: TracedRequest, attempt: () => Promise<T | typeof stale>): Promise<T> {
  try {
    let outcome = await attempt()
    while (outcome === stale) outcome = await attempt()
    return outcome
  } catch (error) {
    const found = error instanceof Problem ? error : problemOfRequest(error)
    asked.failed(found instanceof Problem ? found.value.reason : 'unexpectedly')
    throw found
  }
}

/** Answers of 1xx before the one that counts: https://www.rfc-editor.org/rfc/rfc9110#section-15.2 */
const mostInterim = 100

function send({ agent, url, headers, review }: Request, limit: Limit): Promise<IncomingMessage | typeof stale> {
  const { destination } = agent
  const isWhole = isForwarded(destination)
  const options: AgentRequest = {
    agent,
    host: destination.endpoint.host,
    port: destination.endpoint.port,
    method: review === undefined ? 'GET' : 'POST',
    path: isWhole ? url.href : `${url.pathname}${url.search}`,
    headers: ['Host', url.host, ...headers, ...bodyHeaders(review), ...(isWhole ? proxyHeaders(destination) : [])],
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
    request.once('upgrade', (_response, socket) => {
      socket.destroy()
      reject(problem('not-kubernetes', { server: destination.label, detail: 'it changes the protocol unasked' }))
    })
    let interim = 0
    request.on('information', () => {
      if (++interim > mostInterim) request.destroy(new Error('it sends interim answers without end'))
    })
    request.once('close', () => signal.removeEventListener('abort', stop))
    request.on('error', (error) => {
      if (request.reusedSocket && isReset(error)) resolve(stale)
      else reject(problemOfSocket(error, destination.label, 'connected'))
    })
    request.end(review)
  })
}

function bodyHeaders(body: string | undefined): string[] {
  return body === undefined
    ? []
    : ['Content-Type', 'application/json', 'Content-Length', String(Buffer.byteLength(body))]
}

function proxyHeaders({ proxy }: Destination): string[] {
  return proxy === null || proxy.url.username === '' ? [] : ['Proxy-Authorization', basicOf(proxy.url)]
}

/** @throws Problem `not-kubernetes` for a redirect; those of {@link readBytes} */
export async function receive(
  response: IncomingMessage,
  limit: Limit,
  server: string,
  asked: TracedRequest,
): Promise<Reply> {
  const { statusCode: status = 0, statusMessage: phrase = '' } = response
  if (status >= 300 && status < 400) {
    response.destroy()
    throw problem('not-kubernetes', { server, detail: `it redirects to ${whereTo(response)}` })
  }
  const bytes = await readBytes(response, limit, server)
  const isProtobuf = response.headers['content-type']?.startsWith(mediaType) === true
  const text = !isProtobuf ? bytes.toString('utf8') : status >= 300 ? statusAsJson(bytes) : ''
  asked.read(text)
  return { status, phrase, text, protobuf: isProtobuf ? bytes : null, retryAfter: response.headers['retry-after'] }
}

/** A location without its query, which may hold a login's state. */
function whereTo({ headers: { location = 'nowhere' } }: IncomingMessage): string {
  return clean(location.replace(/[?#].*$/s, ''))
}
