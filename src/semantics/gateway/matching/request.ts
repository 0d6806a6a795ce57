/** A request as an implementation looks at it before it matches anything. */
import type { GatewayProfile } from '../../../domain/gateway/profile.js'
import { isCall } from '../../../domain/requests/calls.js'
import { portOf } from '../../../domain/requests/host.js'
import type { TraceRequest } from '../../../domain/requests/trace.js'

export interface Asked {
  readonly request: TraceRequest
  readonly port: number
  /** in lower case, without port; null: none */
  readonly host: string | null
  /** as wildcards look at it */
  readonly hostSent: string | null
  /** as it was sent, without its port */
  readonly hostName: string
  /** of the Host header; '' where it has none, else `:8080` */
  readonly hostPort: string
  /** with slashes merged, dots resolved and escapes decoded as far as the profile does it: what is matched */
  readonly path: string
  /** the same, as it is sent on */
  readonly sentPath: string
  /** with its question mark; '': there is none */
  readonly query: string
  readonly headers: ReadonlyMap<string, string>
  readonly method: string
  readonly sni: string | null
}

/** What the proxy answers before it looks for a route. */
export interface Refused {
  readonly status: number
  readonly location: string | null
  readonly why: string
}

export function askedOf(request: TraceRequest, profile: GatewayProfile): Asked | Refused {
  const { authority, target } = splitTarget(request)
  const named = hostIn(authority)
  const lower = named.hostName.toLowerCase()
  const host = (profile.matching.ignoresTrailingDot ? lower.replace(/\.$/, '') : lower) || null
  const whole = target
  const mark = whole.indexOf('?')
  const raw = mark === -1 ? whole : whole.slice(0, mark)
  const query = mark === -1 ? '' : whole.slice(mark)
  const path = pathOf(raw, query, request, profile)
  if ('status' in path) return path
  return {
    ...{ request, host, hostSent: lower || null, ...named },
    query: profile.matching.query === 'decoded-any' ? query.replaceAll(';', '&') : query,
    ...path,
    port: portOf(request),
    headers: request.headers,
    method: request.method,
    sni: request.sni?.toLowerCase() ?? null,
  }
}

/** What a Host header names. */
export function hostIn(authority: string): Pick<Asked, 'hostName' | 'hostPort'> {
  const port = /:\d*$/.exec(authority)
  return port === null
    ? { hostName: authority, hostPort: '' }
    : { hostName: authority.slice(0, port.index), hostPort: port[0] }
}

/** A target that is a whole URL replaces the Host header. */
function splitTarget({ target, host }: TraceRequest): { readonly authority: string; readonly target: string } {
  const [, authority, rest = ''] = target.startsWith('/')
    ? []
    : (/^[a-z][a-z\d+.-]*:\/\/([^/?#]*)(.*)$/is.exec(target) ?? [])
  if (authority === undefined) return { authority: host ?? '', target }
  return { authority, target: rest.startsWith('/') ? rest : `/${rest}` }
}

function pathOf(
  raw: string,
  query: string,
  { method, headers }: TraceRequest,
  { matching: { path: rules } }: GatewayProfile,
): Pick<Asked, 'path' | 'sentPath'> | Refused {
  if (rules.refuses === 'non-ascii' && /[^\x21-\x7e]|%00/.test(raw)) return refused('the path has letters beyond ASCII')
  if (rules.refuses === 'non-ascii' && /#/.test(`${raw}${query}`)) return refused('the path has a fragment')
  if (rules.refuses === 'bad-escape' && raw.includes('#')) return refused('the path has a fragment')
  if (rules.refuses !== 'nothing' && !raw.startsWith('/') && raw !== '*') return refused('the path has no slash')
  if (rules.refuses === 'non-ascii' && raw === '*' && method !== 'OPTIONS') return refused('only OPTIONS may ask for *')
  if (rules.refuses === 'bad-escape' && /%(?![\da-f]{2})/i.test(raw))
    return refused('a percent sign of the path begins no escape')
  if (rules.escapedSlash === 'redirected' && /%(?:2f|5c)/i.test(raw)) {
    if (isCall(headers)) return refused('a call has an escaped slash, and none is sent elsewhere')
    const unescaped = raw.replaceAll(/%2f/gi, '/').replaceAll(/%5c/gi, '\\')
    const location = `${cleaned(unescaped, rules)}${query}`
    return { status: 307, location, why: 'an escaped slash is answered with the path without it' }
  }
  if (raw === '*' && method === 'OPTIONS' && rules.answersAsterisk)
    return { status: 200, location: null, why: 'the server itself answers for *' }
  const sentPath = cleaned(raw, rules)
  return { sentPath, path: rules.decoded === 'all' ? decoded(sentPath) : sentPath }
}

function refused(why: string): Refused {
  return { status: 400, location: null, why }
}

function cleaned(raw: string, rules: GatewayProfile['matching']['path']): string {
  const plain = rules.decoded === 'nothing' ? raw : raw.replaceAll(/%[\da-f]{2}/gi, decodedIfUnreserved)
  const slashed = rules.backslash ? plain.replaceAll('\\', '/') : plain
  const clean = rules.normalised ? merged(resolved(slashed), rules) : slashed
  return rules.escapes ? clean.replaceAll(/[^\x21-\x7e]|["<>\\^`{|}]/g, escaped) : clean
}

/** https://www.rfc-editor.org/rfc/rfc3986#section-2.3 */
function decodedIfUnreserved(sequence: string): string {
  const letter = String.fromCharCode(Number.parseInt(sequence.slice(1), 16))
  return /[\w.~-]/.test(letter) ? letter : sequence
}

/** Dots are resolved before slashes are merged: `/a/b//../c` is `/a/b/c`. */
function resolved(path: string): string {
  const kept: string[] = []
  const elements = path.split('/')
  for (const [at, element] of elements.entries()) {
    const isLast = at === elements.length - 1
    if (element === '..') {
      if (kept.length > 1) kept.pop()
      if (isLast) kept.push('')
    } else if (element === '.') {
      if (isLast) kept.push('')
    } else kept.push(element)
  }
  return kept.join('/') || '/'
}

/** Of what is no text: byte by byte. */
function escaped(letter: string): string {
  const code = letter.charCodeAt(0)
  return code > 0xff ? encodeURIComponent(letter) : `%${code.toString(16).toUpperCase().padStart(2, '0')}`
}

function merged(path: string, { keepsTwoSlashes }: GatewayProfile['matching']['path']): string {
  return path === '//' && keepsTwoSlashes ? path : path.replaceAll(/\/{2,}/g, '/')
}

/** All but what has a meaning of its own in a path. https://www.rfc-editor.org/rfc/rfc3986#section-2.2 */
function decoded(path: string): string {
  return path.replaceAll(/(?:%[\da-f]{2})+/gi, (run) =>
    run
      .split(/(%(?:2[1346-9a-cf]|3[abdf]|40|5[bd]|25))/i)
      .map((part, at) => (at % 2 === 1 ? part : decodedRun(part)))
      .join(''),
  )
}

function decodedRun(run: string): string {
  try {
    return decodeURIComponent(run)
  } catch {
    return run
  }
}
