/** One request as Envoy reads it, before any route sees it. */
import { lower } from '../config/rules.js'
import type { Connection } from '../config/types.js'
import { type Headers, headerOf, isGrpc, type Subject } from '../match/match.js'
import { normalize } from './normalize.js'

export interface Request {
  /** whatever it is, and no request; absent: it is one */
  readonly isBytes?: true
  /** datagrams; absent: a connection */
  readonly isUdp?: boolean
  readonly scheme: 'http' | 'https'
  readonly method: string
  /** the Host header as sent; null: none */
  readonly host: string | null
  /** path and query, or the absolute form */
  readonly target: string
  /** without Host */
  readonly headers: Headers
  /** of the socket on which it comes in */
  readonly port: number
  /** the name in the handshake; null: none */
  readonly sni: string | null
  readonly httpVersion: '1.0' | '1.1'
}

/** What the routes are asked with. */
export interface Arrived extends Subject {
  /** as it stands in Host, in lower case */
  readonly authority: string
  /** path and query */
  readonly target: string
}

export type ReadRequest =
  | { readonly is: 'read'; readonly arrived: Arrived }
  | { readonly is: 'answered'; readonly status: number; readonly location: string | null; readonly why: string }

export function readRequest(request: Request, connection: Connection): ReadRequest {
  const { method, httpVersion, scheme } = request
  const refuse = (status: number, why: string): ReadRequest => ({ is: 'answered', status, location: null, why })
  if (httpVersion === '1.0' && !connection.takesHttp10) return refuse(426, 'HTTP/1.0 is not taken')
  const [asked, target] = absolute(request)
  const host = asked ?? connection.defaultHost
  if (host === null) return refuse(400, 'it has no host')
  if (/[^\x21-\x7e]/.test(target)) return refuse(400, 'its target has bytes that stand for no character')
  if (!isHost(host)) return refuse(400, 'its host is none')
  const names = [...request.headers.keys()]
  if (connection.underscores === 'reject' && names.some((name) => name.includes('_')))
    return refuse(400, 'a header has _ in its name')
  if (!target.startsWith('/'))
    return refuse(target === '*' && method === 'OPTIONS' ? 404 : 400, 'its target is no path')
  if (target.includes('#')) return refuse(400, 'its path has a fragment')
  const normalized = normalize(target, connection)
  if (normalized.is === 'refused') return refuse(400, normalized.why)
  if (normalized.is === 'redirect' && isGrpc(request.headers)) return refuse(400, 'its path has escaped slashes')
  if (normalized.is === 'redirect')
    return { is: 'answered', status: 307, location: normalized.path, why: 'its path has escaped slashes' }
  const authority = authorityOf(host, connection, request.port)
  const at = normalized.path.indexOf('?')
  const isKept = (name: string) => connection.underscores !== 'drop' || !name.includes('_')
  const sent = [...request.headers].filter(([name]) => isKept(name))
  const headers = new Map<string, readonly string[]>(sent.map(([name, lines]) => [name, lines.map(trimmed)]))
  headers.set(':authority', [authority]).set('host', [authority])
  headers.set(':method', [method]).set(':scheme', [scheme]).set(':path', [normalized.path])
  headers.set('x-forwarded-proto', [headerOf(headers, 'x-forwarded-proto') ?? scheme])
  return {
    is: 'read',
    arrived: {
      path: at === -1 ? normalized.path : normalized.path.slice(0, at),
      query: queryOf(at === -1 ? '' : normalized.path.slice(at + 1)),
      headers,
      authority,
      target: normalized.path,
    },
  }
}

/** The absolute form takes the place of Host. */
function absolute({ host, target }: Request): readonly [host: string | null, target: string] {
  const [, authority, rest] = /^https?:\/\/([^/?#]*)(.*)$/i.exec(target) ?? []
  if (authority === undefined || rest === undefined) return [host, target]
  return [authority, rest.startsWith('/') ? rest : `/${rest}`]
}

/** What may stand in an authority: https://www.rfc-editor.org/rfc/rfc3986#section-3.2 */
function isHost(host: string): boolean {
  return /^[A-Za-z0-9\-._~%!$&'()*+,;=:@[\]]*$/.test(host)
}

function authorityOf(host: string, { stripsPort, stripsDot }: Connection, own: number): string {
  const bare = stripsDot ? host.replace(/\.(?=:\d*$|$)/, '') : host
  const [, name = bare, port = ''] = /^(.*?):(\d+)$/.exec(bare) ?? []
  if (port === '' || stripsPort === 'no') return bare
  return stripsPort === 'any' || Number(port) === own ? name : bare
}

/** Of a name that is there twice the first value counts; nothing is decoded. */
function queryOf(query: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  if (query === '') return values
  for (const part of query.split('&')) {
    const at = part.indexOf('=')
    const name = at === -1 ? part : part.slice(0, at)
    if (!values.has(name)) values.set(name, at === -1 ? '' : part.slice(at + 1))
  }
  return values
}

/** The name by which virtual hosts are looked up. */
export function domainOf(authority: string, ignoresPort: boolean): string {
  const name = lower(authority)
  if (!ignoresPort) return name
  return name.startsWith('[') ? name.replace(/\]:\d*$/, ']') : name.replace(/:\d*$/, '')
}

/** Without blanks at its ends, as every header arrives. */
function trimmed(line: string): string {
  return line.replace(/^[ \t]+|(?<![ \t])[ \t]+$/g, '')
}
