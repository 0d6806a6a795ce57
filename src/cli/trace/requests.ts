/** Words and lines → requests: URLs as people type them, JSON lines, lines of an access log. */

import type { LogRecord } from '../../domain/controllers/log-record.js'
import { isRecord, jsonIn, record, type Wire } from '../../domain/objects/project-fields.js'
import type { NamespacedName } from '../../domain/objects/ref.js'
import { usage } from '../../domain/problem.js'
import { portOf, requestHost } from '../../domain/requests/host.js'
import type { TraceRequest } from '../../domain/requests/trace.js'
import { parseRequestUrl } from '../../domain/requests/url.js'
import type { RequestParts } from '../../questions/trace/route-requests.js'

/** What flags say of every request. */
export interface RequestTraits
  extends Pick<TraceRequest, 'method' | 'headers' | 'clientAddress' | 'httpVersion' | 'auth' | 'gateway'> {
  /** undefined: that of the URL; null: none is sent */
  readonly host: string | null | undefined
}

/** `wrong`: what is the matter with it. */
export type RequestLine = TraceRequest | { readonly wrong: string }

/** @throws Problem `usage` */
export function requestOfUrl(text: string, traits: RequestTraits): TraceRequest {
  const read = requestIn(text, traits)
  if (!('wrong' in read)) return read
  throw usage(
    `invalid URL${text.includes('@') || text.length > 200 ? '' : ` "${text}"`}: ${read.wrong}`,
    'it is like https://shop.example.com/cart',
  )
}

/**
 * @param readLog reads a line of the access log
 * @returns null for a line that says nothing: blank, or a comment
 */
export function requestOfLine(
  line: string,
  traits: RequestTraits,
  readLog: (line: string) => LogRecord,
): RequestLine | null {
  const text = line.trim()
  if (text === '' || text.startsWith('#')) return null
  // One word of that kind is no line of a log.
  if (/^(?:https?|wss?|tcp|udp):\/\/\S+$/.test(text)) return requestIn(text, traits)
  if (text.startsWith('{')) {
    const value = jsonIn(text)
    if (!isRecord(value)) return { wrong: 'it begins like JSON, and is none' }
    if (isRequest(value)) return requestOfJson(value, traits)
  }
  const record = readLog(text)
  if (record.kind === 'access') return requestOfLog(record, traits)
  return text.startsWith('{') ? { wrong: 'it has neither "host" nor "path"' } : requestIn(text, traits)
}

function requestIn(text: string, traits: RequestTraits): RequestLine {
  const [, stream, rest = ''] = /^(tcp|udp):\/\/(.*)$/is.exec(text) ?? []
  if (stream !== undefined) return streamIn(stream.toLowerCase() as 'tcp' | 'udp', rest, traits)
  const [, socket] = /^ws(s?:\/\/.*)$/is.exec(text) ?? []
  const url = parseRequestUrl(socket === undefined ? text : `http${socket}`)
  if ('wrong' in url) return url
  return assembled(
    url,
    socket === undefined ? traits : { ...traits, headers: new Map([...upgrade, ...traits.headers]) },
  )
}

/** https://www.rfc-editor.org/rfc/rfc6455#section-4.1 */
const upgrade = [
  ['upgrade', 'websocket'],
  ['connection', 'Upgrade'],
] as const

/** Where it goes, and by whose name a handshake would ask for it: of a stream there is no more to say. */
function streamIn(stream: 'tcp' | 'udp', rest: string, traits: RequestTraits): RequestLine {
  const url = parseRequestUrl(`https://${rest}`)
  if ('wrong' in url) return url
  if (!/:\d+\/?$/.test(rest)) return { wrong: 'it names no port, or more than HOST:PORT' }
  const port = Number(/:(\d+)\/?$/.exec(rest)?.[1])
  return assembled({ ...url, scheme: 'http', host: rest.replace(/\/$/, ''), port, stream }, traits)
}

function assembled(
  url: Pick<TraceRequest, 'scheme' | 'host' | 'sni' | 'target' | 'port' | 'gateway' | 'stream'>,
  traits: RequestTraits,
): TraceRequest {
  const { scheme, sni, target } = url
  const { method, headers, host = url.host, clientAddress, httpVersion, auth } = traits
  const { stream } = url
  const request = {
    ...{ scheme, method, host, target, headers, clientAddress, httpVersion, sni },
    ...(stream === undefined ? {} : { stream }),
  }
  const gateway = url.gateway ?? traits.gateway
  // Another Host header changes nothing of where the request goes.
  const isElsewhere = traits.host !== undefined && url.host !== null
  const port = url.port ?? (isElsewhere ? portOf(url) : null)
  const address = isElsewhere ? requestHost(url.host) : null
  const isPlain = port === null && address === null && gateway === undefined && auth === undefined
  if (isPlain) return request
  return {
    ...request,
    ...(port === null ? {} : { port }),
    ...(address === null ? {} : { address }),
    ...(gateway === undefined ? {} : { gateway }),
    ...(auth === undefined ? {} : { auth }),
  }
}

/** What flags say comes before what the place asks for. */
export function requestAt({ method, headers, ...url }: RequestParts, traits: RequestTraits): TraceRequest {
  return assembled(url, {
    ...traits,
    method: method ?? traits.method,
    headers: headers.size === 0 ? traits.headers : new Map([...headers, ...traits.headers]),
  })
}

const known = new Set(['scheme', 'host', 'path', 'method', 'headers', 'sni', 'port', 'gateway', 'grpc'])

/** Logs tell neither a scheme nor headers in words of ours; what else stands in a line is somebody's own. */
function isRequest(value: Wire): boolean {
  if (!('host' in value) && !('path' in value)) return false
  const hasHeaders = typeof value.headers === 'object' && value.headers !== null
  return hasHeaders || 'scheme' in value || Object.keys(value).every((key) => known.has(key))
}

/** The path is taken as it is: nothing is encoded, so that what cannot be typed can be asked, too. */
export function requestOfJson(value: Wire, traits: RequestTraits): RequestLine {
  const { scheme = 'http', host = null, path = '/', method = traits.method, headers = {}, sni } = value
  const place = placeIn(value)
  if ('wrong' in place) return place
  if (scheme === 'tcp' || scheme === 'udp') return streamOf(scheme, host, sni, { ...traits, ...place })
  if (scheme !== 'http' && scheme !== 'https') return { wrong: '"scheme" is http, https, tcp or udp' }
  if (typeof path !== 'string') return { wrong: '"path" is a text' }
  if (host !== null && typeof host !== 'string') return { wrong: '"host" is a text, or null' }
  if (typeof method !== 'string' || !isToken(method)) return { wrong: '"method" is a word' }
  if (typeof headers !== 'object' || headers === null) return { wrong: '"headers" is an object' }
  if (sni !== undefined && sni !== null && typeof sni !== 'string') return { wrong: '"sni" is a text, or null' }
  if (isControlled(path) || isControlled(host ?? '')) return { wrong: 'it holds a control character' }
  const all = new Map([
    ...traits.headers,
    ...(value.grpc === true ? [['content-type', 'application/grpc'] as const] : []),
  ])
  for (const [name, value] of Object.entries(headers)) {
    const text = headerText(value)
    if (text === null || !isToken(name) || isControlled(text))
      return { wrong: `"headers" has no text, number or list of texts for ${JSON.stringify(name)}` }
    all.set(name.toLowerCase(), text)
  }
  const named = all.get('host') ?? host
  all.delete('host')
  const server = sni === undefined ? sniOf(scheme, host) : sni
  return assembled(
    { scheme, host: named, sni: server, target: path === '' ? '/' : path, ...place },
    // Only a request of HTTP/1.0 may come without one.
    { ...traits, method, headers: all, ...(named === null && { httpVersion: '1.0' as const }) },
  )
}

function streamOf(
  stream: 'tcp' | 'udp',
  host: unknown,
  sni: unknown,
  { port, ...traits }: RequestTraits & { readonly port?: number },
): RequestLine {
  const named = /:\d+$/.test(String(host)) || port === undefined ? String(host) : `${host}:${port}`
  const read = streamIn(stream, named, traits)
  return 'wrong' in read || typeof sni !== 'string' ? read : { ...read, sni }
}

/** A header that is sent more than once is a list, which means the same as one text with commas. null: it is none of these */
function headerText(value: unknown): string | null {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value]
  const texts = all.map((one) => (typeof one === 'number' || typeof one === 'boolean' ? String(one) : one))
  const isText = texts.length > 0 && texts.every((one) => typeof one === 'string')
  return isText ? texts.join(', ') : null
}

/** Where a request arrives, whatever its Host header says; null is as good as nothing. */
function placeIn({ port = null, gateway = null, grpc = null }: Wire): Placed | { readonly wrong: string } {
  if (port !== null && !(Number.isInteger(port) && Number(port) > 0 && Number(port) <= 65_535))
    return { wrong: '"port" is a number' }
  if (grpc !== null && typeof grpc !== 'boolean') return { wrong: '"grpc" is true or false' }
  const name = typeof gateway === 'string' ? parseFullName(gateway) : gateway
  if (name !== null && !isNamed(name)) return { wrong: '"gateway" is NAMESPACE/NAME' }
  return {
    ...(port === null ? {} : { port: Number(port) }),
    ...(name === null ? {} : { gateway: { namespace: name.namespace, name: name.name } }),
  }
}

type Placed = Pick<TraceRequest, 'port' | 'gateway'>

/** As traces are printed, it is an object. */
function isNamed(value: unknown): value is NamespacedName {
  const { namespace, name } = record(value)
  return typeof namespace === 'string' && typeof name === 'string' && name !== ''
}

/** @returns undefined for what is not `NAMESPACE/NAME` */
export function parseFullName(text: string): NamespacedName | undefined {
  const [, namespace, name] = /^([^/\s]+)\/([^/\s]+)$/.exec(text) ?? []
  return namespace === undefined || name === undefined ? undefined : { namespace, name }
}

function requestOfLog({ host, path, method }: LogRecord, traits: RequestTraits): RequestLine {
  if (host === null && traits.host === undefined)
    return { wrong: "the access log's format does not contain the host: say it with -H 'Host: …'" }
  if (path === null) return { wrong: "the access log's format does not contain the path" }
  const url = { scheme: 'http' as const, host, sni: null, target: path }
  return assembled(url, method === null ? traits : { ...traits, method })
}

function sniOf(scheme: 'http' | 'https', host: string | null): string | null {
  const url = host === null || scheme === 'http' ? null : parseRequestUrl(`https://${host}`)
  return url === null || 'wrong' in url ? null : url.sni
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2 */
export function isToken(text: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(text)
}

export function isControlled(text: string): boolean {
  return /[\u0000-\u001f\u007f]/.test(text)
}
