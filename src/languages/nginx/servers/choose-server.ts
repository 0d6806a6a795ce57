/**
 * From a request's first line, Host and TLS handshake to its server, or to the refusal: ngx_http_process_request_line,
 * ngx_http_process_host and ngx_http_set_virtual_server in src/http/ngx_http_request.c
 */
import type { Pcre } from '../pcre/pcre.js'
import { normaliseHost, type Request } from '../route/request.js'
import { isWellFormed, readTarget, type Target } from '../route/request-target.js'
import type { Result } from '../route/run.js'
import type { Settings } from '../route/settings.js'
import { toBytes, trimBlanks } from '../text/byte-text.js'
import type { CompiledServer } from './compile-server.js'
import type { NameMatch } from './select-server.js'
import type { ServerBook } from './server-book.js'

export interface ChosenServer {
  readonly server: CompiledServer
  readonly match: NameMatch | null
  /** of the name, when it is a regex */
  readonly pcre: Pcre | null
  readonly target: Target
  /** whose settings its headers were read by: the host makes the server known, and stands before them */
  readonly reader: CompiledServer
  /** '' when none was sent */
  readonly host: string
}

export interface Refused {
  readonly server: CompiledServer | null
  readonly result: Result
  /** in words */
  readonly why: string
}

export function chooseServer(book: ServerBook, fallback: CompiledServer, request: Request): ChosenServer | Refused {
  const sni = request.scheme === 'https' ? handshakeName(request) : null
  const shaken = sni === null ? null : book.find(sni)
  if (typeof shaken === 'string') return untried(shaken)
  const first = shaken?.server ?? fallback
  const sent = toBytes(request.target)
  if (!/^[A-Z_-]+$/.test(request.method) || !isWellFormed(sent))
    return refusal(first, 400, 'its method or its path has characters that may not stand there')
  const line = lineLength(request.method, sent)
  const { smallBuffer, largeBuffers } = first.code.settings
  if (line > Math.max(smallBuffer, largeBuffers.size))
    return refusal(first, 414, 'its first line is longer than large_client_header_buffers')
  const target = readTarget(sent, first.code.settings.mergeSlashes)
  const header = request.host === null ? '' : readHost(request.host)
  if (target === null) return refusal(first, 400, 'its path has a broken %-sequence or a zero byte, or leads above /')
  if (header === null) return refusal(first, 400, noHost)
  if (request.host === null && request.httpVersion === '1.1') return refusal(first, 400, 'HTTP/1.1 without a Host')
  const host = target.host === null ? header : readHost(target.host)
  if (host === null) return refusal(first, 400, noHost)
  const hit = host === sni ? shaken : book.find(host)
  if (typeof hit === 'string') return untried(hit)
  const server = hit?.server ?? fallback
  const tooLong = tooLongHeader(request, line, first.code.settings, server.code.settings)
  if (tooLong !== null) return refusal(server, 400, tooLong)
  // A client that proved itself to one server is not let into another one.
  if (shaken !== null && host !== sni && server.code.settings.verifiesClients)
    return refusal(
      server,
      421,
      'the host asks for client certificates, and the name in the TLS handshake is another one',
    )
  if (request.method === 'TRACE' || request.method === 'CONNECT')
    return refusal(server, 405, `nginx does not take the method ${request.method}`)
  return {
    server,
    match: hit?.match ?? null,
    pcre: hit?.pcre ?? null,
    target,
    reader: host === '' ? first : server,
    host,
  }
}

function lineLength(method: string, target: string): number {
  return `${method}  HTTP/1.1\r\n`.length + target.length
}

function readHost(sent: string): string | null {
  return normaliseHost(trimBlanks(toBytes(sent)))
}

function handshakeName({ sni, host }: Request): string | null {
  const name = sni === undefined ? host : sni
  return name === null ? null : normaliseHost(toBytes(name))
}

const noHost = 'its host is no host name'

function refusal(server: CompiledServer, status: number, why: string): Refused {
  return { server, result: { kind: 'status', status, location: null, line: server.directive.line }, why }
}

function untried(name: string): Refused {
  const why = `the server name ${name} stands before others and cannot be tried here`
  return {
    server: null,
    result: { kind: 'unknown', why, line: 0 },
    why,
  }
}

/**
 * The room that a client's first line and headers have: a small buffer, then as many large ones as there may be. A line
 * lies in one of them whole. ngx_http_alloc_large_header_buffer in src/http/ngx_http_request.c
 */
const end = '\r\n'.length

/** @returns why the headers are refused with 400, in words; null: they fit */
function tooLongHeader(request: Request, line: number, first: Settings, { largeBuffers }: Settings): string | null {
  const headers = [...(request.host === null ? [] : [['host', request.host] as const]), ...request.headers]
  let room = first.smallBuffer
  let used = 0
  const isTaken = (length: number) => {
    room -= length
    if (room >= 0) return false
    room = largeBuffers.size - length
    used++
    return true
  }
  isTaken(line)
  for (const [name, value] of headers) {
    const length = `${name}: `.length + toBytes(value).length + end
    if (isTaken(length) && length > largeBuffers.size)
      return `its header ${name} is longer than large_client_header_buffers`
  }
  isTaken(end)
  return used > largeBuffers.count ? 'its headers are more than fit into large_client_header_buffers' : null
}
