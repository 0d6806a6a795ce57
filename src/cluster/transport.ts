/** GETs JSON from one API server: few kept connections, gzip, deadlines, retries, and new credentials after a 401. */
import { problem } from '../domain/problem.js'
import { parseJson } from './body.js'
import { exchange, type Reply } from './exchange.js'
import { createGate } from './gate.js'
import { type Patience, startLimit } from './limit.js'
import { type Refusal, readRefusal } from './refusal.js'
import { withRetries } from './retry.js'
import { createSessions, type Session } from './session.js'
import type { Connection } from './settings.js'
import { createTrace } from './verbose.js'
import { createWarnings } from './warnings.js'

export type Query = Readonly<Record<string, string>>

export type Answer = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly refusal: Refusal }

export interface Transport {
  /** the server, for messages: its URL without credentials */
  readonly label: string
  /**
   * @param path from the API's root, already encoded: `/api/v1/services`
   * @throws Problem where there is no answer; what the server refuses (403, 404, 410 …) is an answer
   */
  get(path: string, query?: Query): Promise<Answer>
}

export interface TransportSettings {
  readonly userAgent: string
  /** klog verbosity */
  readonly verbosity: number
  readonly patience: Patience
  readonly signal: AbortSignal
  /** writes one line to stderr */
  readonly say: (line: string) => void
}

/** Connections at a time; kubectl's HTTP/2 has one, but a server answers over several at the same time. */
const mostConnections = 6

export function createTransport(connection: Connection, settings: TransportSettings): Transport {
  const { server, requestTimeoutMs } = connection
  const { patience, signal: interrupt, say } = settings
  const label = `${server.origin}${server.pathname.replace(/\/$/, '')}`
  const sessions = createSessions(connection, label, interrupt)
  const gate = createGate(mostConnections)
  const tools = { trace: createTrace(settings.verbosity, say), warn: createWarnings(say) }

  return { label, get: (path, query = {}) => gate(() => get(urlOf(`${label}${path}`, query))) }

  async function get(url: URL): Promise<Answer> {
    let session = await sessions.current()
    let reply = await ask(session, url)
    if (reply.status === 401 && !session.isFresh) {
      session = await sessions.renew(session)
      reply = await ask(session, url)
    }
    if (reply.status >= 200 && reply.status < 300) return { ok: true, body: parseJson(reply.text, label) }
    const refusal = readRefusal(reply, label)
    if (refusal.status === 401) throw problem('unauthorized', { server: label, message: refusal.message })
    return { ok: false, refusal }
  }

  async function ask({ agent, authorization }: Session, url: URL): Promise<Reply> {
    const headers = headersOf(connection, settings.userAgent, authorization)
    const limit = startLimit({ server: label, requestTimeoutMs, patience, interrupt })
    try {
      return await withRetries(() => exchange({ agent, url, headers }, limit, tools), limit)
    } finally {
      limit.end()
    }
  }
}

function urlOf(address: string, query: Query): URL {
  const url = new URL(address)
  url.search = new URLSearchParams(query).toString()
  return url
}

/** Flat: name, value, name, value. UTF-8 travels as the bytes that it is. */
function headersOf({ compression, impersonate }: Connection, userAgent: string, authorization?: string): string[] {
  const headers: (readonly [string, string])[] = [
    ['Accept', 'application/json'],
    ['User-Agent', userAgent],
    ...impersonate,
  ]
  if (compression) headers.push(['Accept-Encoding', 'gzip'])
  if (authorization !== undefined) headers.push(['Authorization', authorization])
  return headers.flatMap(([name, value]) => [name, Buffer.from(value, 'utf8').toString('latin1')])
}
