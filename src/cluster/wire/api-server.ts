/** One API server, and who we are there: what a GET, a stream and a WebSocket have in common. */

import type { IncomingMessage } from 'node:http'
import { clean } from './clean.js'
import type { Connection, Pem } from './connection.js'
import type { Tools } from './exchange.js'
import { type Limit, type Patience, startLimit } from './limit.js'
import { createAgent, type KeepAliveAgent } from './proxy-agent.js'
import { createTrace, type ShowBody, showsBodiesFrom } from './verbose.js'
import { type Watch, watched } from './watched.js'

export interface ServerSettings {
  readonly userAgent: string
  /** klog verbosity */
  readonly verbosity: number
  readonly patience: Patience
  readonly signal: AbortSignal
  /** writes one line to stderr */
  readonly say: (line: string) => void
  readonly showBody: ShowBody
  /** hears of each request; absent: nobody waits to see that */
  readonly watch?: Watch | undefined
}

/** What goes along with every request. */
export interface Identity {
  readonly agent: KeepAliveAgent
  /** flat: name, value, name, value; bytes as latin1 */
  readonly headers: readonly string[]
}

export interface ApiServer {
  /** for messages: its URL without credentials */
  readonly label: string
  /** false: do not ask for compressed answers */
  readonly compression: boolean
  /** a person reads the answers, too: they should be text */
  readonly showsBodies: boolean
  readonly tools: Tools
  /** writes a line to stderr, the same one once */
  readonly sayOnce: (line: string) => void
  /** @param path from the API's root, already encoded: `/api/v1/services` */
  urlOf(path: string, query: URLSearchParams): URL
  /** The patience for one request, from its first connection to the end of its answer. */
  limitWhole(): Limit
  /**
   * The patience for a stream, which may take as long as it likes: `--request-timeout` is that of each wait.
   * @param until ends it, too, with a Problem as its reason
   */
  limitWaits(until?: AbortSignal): Limit
  /**
   * Asks as ourselves, and once more with new credentials where the answer is 401.
   * @throws Problem where there are no credentials, and what `ask` throws
   */
  asOurselves<T extends { readonly status: number }>(ask: (identity: Identity) => Promise<T>): Promise<T>
}

export function createApiServer(connection: Connection, settings: ServerSettings): ApiServer {
  const { server, requestTimeoutMs, compression } = connection
  const { patience, signal: interrupt, say } = settings
  const said = new Set<string>()
  const trace = createTrace(settings.verbosity, say, settings.showBody)
  const label = `${server.origin}${server.pathname.replace(/\/$/, '')}`
  const sessions = createSessions(connection, label, interrupt)
  const identityOf = ({ agent, authorization }: Session): Identity => {
    const identity = [['User-Agent', settings.userAgent] as const, ...connection.impersonate]
    if (authorization !== undefined) identity.push(['Authorization', authorization])
    return { agent, headers: identity.flatMap(([name, value]) => [name, asBytes(value)]) }
  }
  return {
    label,
    compression,
    showsBodies: settings.verbosity >= showsBodiesFrom,
    sayOnce(line) {
      if (!said.has(line)) say(line)
      said.add(line)
    },
    tools: { trace: settings.watch === undefined ? trace : watched(trace, settings.watch), warn: createWarnings(say) },
    urlOf(path, query) {
      const url = new URL(`${label}${path}`)
      url.search = query.toString()
      return url
    },
    limitWhole: () => startLimit({ server: label, requestTimeoutMs, patience, interrupt }),
    limitWaits: (until) =>
      startLimit({
        server: label,
        requestTimeoutMs: 0,
        patience: eachWait(patience, requestTimeoutMs),
        interrupt: until === undefined ? interrupt : AbortSignal.any([interrupt, until]),
      }),
    async asOurselves(ask) {
      const session = await sessions.current()
      const answer = await ask(identityOf(session))
      return answer.status === 401 && !session.isFresh ? ask(identityOf(await sessions.renew(session))) : answer
    },
  }
}

/** UTF-8 travels as the bytes that it is. */
function asBytes(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1')
}

function eachWait(patience: Patience, milliseconds: number): Patience {
  if (milliseconds === 0) return patience
  const { connecting = milliseconds } = patience
  return {
    ...patience,
    connecting: Math.min(connecting, milliseconds),
    'waiting for the answer': milliseconds,
    'waiting for the kubelet': milliseconds,
    'reading the answer': milliseconds,
    'reading a log': milliseconds,
  }
}

interface Session {
  readonly agent: KeepAliveAgent
  /** value of the Authorization header */
  readonly authorization: string | undefined
  /** the client certificate with which the agent connects */
  readonly cert: Pem | undefined
  /** made after a 401: a second one is final */
  readonly isFresh: boolean
}

/** The credentials and the agent in use: made at the first request, and made anew once where the server says 401. */
interface Sessions {
  current(): Promise<Session>
  /** Requests side by side that all met a 401 share one renewal. */
  renew(stale: Session): Promise<Session>
}

/** @throws Problem (from both calls) where there are no credentials, or none that can be used */
function createSessions(connection: Connection, label: string, interrupt: AbortSignal): Sessions {
  let session: Promise<Session> | undefined
  let renewed: Promise<Session> | undefined
  return {
    current() {
      session ??= make()
      return session
    },
    renew(stale) {
      renewed ??= make(stale)
      session = renewed
      return renewed
    },
  }

  /** A connection stands for the certificate that it was opened with: only another one needs another agent. */
  async function make(stale?: Session): Promise<Session> {
    const credentials = await connection.credentials(stale !== undefined, interrupt)
    const { authorization, cert } = credentials
    const isSame = stale !== undefined && String(stale.cert) === String(cert)
    const agent = isSame ? stale.agent : createAgent(connection, label, credentials)
    return { agent, authorization, cert, isFresh: stale !== undefined }
  }
}

/** code, agent, quoted text, and perhaps a quoted date (RFC 7234, section 5.5), then a comma or the end */
const warning = /\s*(\d{3}) (\S+) "((?:[^"\\]|\\.)*)"(?: "[^"]*")?\s*(?:,|$)/y

/** The only code that clients are to show: https://github.com/kubernetes/client-go/blob/master/rest/warnings.go */
const miscellaneous = '299'

/**
 * The texts of code 299. What cannot be parsed ends a header's reading, as in
 * https://github.com/kubernetes/apimachinery/blob/master/pkg/util/net/http.go (ParseWarningHeaders)
 * @param headers values as Node gives them: bytes as latin1
 */
export function parseWarnings(headers: readonly string[]): string[] {
  return headers.flatMap((header) => textsOf(Buffer.from(header, 'latin1').toString('utf8')))
}

function textsOf(header: string): string[] {
  const texts: string[] = []
  warning.lastIndex = 0
  for (let match = warning.exec(header); match !== null; match = warning.exec(header)) {
    const [, code, , text = ''] = match
    if (code === miscellaneous && text !== '') texts.push(clean(text.replaceAll(/\\(.)/g, '$1')))
    if (warning.lastIndex >= header.length) break
  }
  return texts
}

/** @param say writes one line to stderr */
function createWarnings(say: (line: string) => void): (response: IncomingMessage) => void {
  const said = new Set<string>()
  return (response) => {
    for (const text of parseWarnings(response.headersDistinct.warning ?? [])) {
      if (said.has(text)) continue
      said.add(text)
      say(`Warning: ${text}`)
    }
  }
}
