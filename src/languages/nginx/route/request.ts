/** One request, and the host that nginx makes of what was sent: ngx_http_validate_host in src/http/ngx_http_request.c */
import { lower } from '../text/byte-text.js'

/** One request as nginx reads it. */
export interface Request {
  readonly scheme: 'http' | 'https'
  readonly method: string
  /** the Host header as sent (maybe with port, upper case, trailing dot); null: none */
  readonly host: string | null
  /** absent: one that may come without a host */
  readonly httpVersion?: '1.0' | '1.1'
  /** raw request target: path and query, or the absolute form */
  readonly target: string
  /** lower-case names */
  readonly headers: ReadonlyMap<string, string>
  /** of the socket it came in on */
  readonly port: number
  /** the name asked for in the TLS handshake; absent: as `host`, for https */
  readonly sni?: string | null
  /** the name in the certificate that the client shows, which nginx takes for good; absent: it shows none */
  readonly clientName?: string
  /** values of variables that nginx draws by lot, by lower-case name without `$` */
  readonly drawn?: ReadonlyMap<string, string>
}

/** Most hosts are what they become. */
const isPlain = /^[a-z\d_-]+(?:\.[a-z\d_-]+)*$/

/**
 * The name that servers are looked up by: lower case, without port and trailing dot.
 * @param sent as byte string
 * @returns null for a host that nginx answers with 400
 */
export function normaliseHost(sent: string): string | null {
  if (isPlain.test(sent)) return sent
  let length = sent.length
  let dot = -2
  let state: 'usual' | 'literal' | 'rest' = 'usual'
  for (let at = 0; at < sent.length; at++) {
    const character = sent[at] as string
    if (character === '.') {
      if (dot === at - 1) return null
      dot = at
    } else if (character === ':') {
      if (state === 'usual') {
        length = at
        state = 'rest'
      }
    } else if (character === '[') {
      if (at === 0) state = 'literal'
    } else if (character === ']') {
      if (state === 'literal') {
        length = at + 1
        state = 'rest'
      }
    } else if (character <= ' ' || character === '\x7f' || character === '/') return null
  }
  if (dot === length - 1) length--
  return length <= 0 ? null : lower(sent.slice(0, length))
}
