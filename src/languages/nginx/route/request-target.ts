/** What nginx makes of a request's target: ngx_http_parse_request_line and ngx_http_parse_complex_uri in src/http/ngx_http_parse.c */
import { toBytes, toText, trimBlanks } from '../text/byte-text.js'

/** All byte strings. */
export interface Target {
  /** host of the absolute form `http://host/path`; null: the header says it */
  readonly host: string | null
  /** the path as locations see it: percent-decoded once, slashes merged, dot segments resolved */
  readonly path: string
  /** without `?` */
  readonly args: string
  /** as sent, with query: `$request_uri` */
  readonly raw: string
  /** does nginx send `raw` on as it is: not where it lacked a path */
  readonly rawIsValid: boolean
  /** does the path hold `%`: it is escaped again when it goes on */
  readonly hasPercent: boolean
  /** does the path hold `%` or `+`: captures of it are escaped again in queries */
  readonly quoted: boolean
}

const absolute = /^[A-Za-z][A-Za-z\d+.-]*:\/\/((?:\[[\w.~!$&'()*+,;=:-]+\]|[A-Za-z\d.-]*)(?::\d*)?)([/?][\s\S]*)?$/

/** Has a first line with this target the right form: what nginx finds out before it has read the line to its end. */
export function isWellFormed(target: string): boolean {
  return (
    !/[\0-\x20\x7f]/.test(trimBlanks(target)) &&
    (trimBlanks(target).startsWith('/') || absolute.test(trimBlanks(target)))
  )
}

/**
 * @param target as byte string
 * @returns null where nginx answers 400
 */
export function readTarget(target: string, mergeSlashes = true): Target | null {
  if (!isWellFormed(target)) return null
  const sent = trimBlanks(target)
  if (sent.startsWith('/')) return readPath(sent, null, mergeSlashes)
  const [, host = '', rest = '/'] = absolute.exec(sent) ?? []
  return readPath(rest, host, mergeSlashes)
}

function readPath(raw: string, host: string | null, mergeSlashes: boolean): Target | null {
  const rawIsValid = raw.startsWith('/')
  const whole = rawIsValid ? raw : `/${raw}`
  const split = splitTarget(whole)
  const path = /[%]|\/\/|\/\./.test(split.path) ? resolvePath(split.path, mergeSlashes) : split.path
  if (path === null) return null
  return {
    host,
    path,
    args: split.args,
    raw,
    rawIsValid,
    hasPercent: split.path.includes('%'),
    quoted: /[%+]/.test(split.path),
  }
}

/** A `#` ends the path, or the query. */
function splitTarget(whole: string): { readonly path: string; readonly args: string } {
  const end = whole.search(/[?#]/)
  if (end === -1) return { path: whole, args: '' }
  const args = whole[end] === '?' ? whole.slice(end + 1) : ''
  const hash = args.indexOf('#')
  return { path: whole.slice(0, end), args: hash === -1 ? args : args.slice(0, hash) }
}

/** Decodes and resolves at once, byte by byte: a decoded slash or dot counts like one that was sent plain. */
function resolvePath(raw: string, mergeSlashes: boolean): string | null {
  const done: string[] = []
  // Bytes since the last slash that can still turn out to be a dot segment; -1: an ordinary segment.
  let dots = -1
  for (let at = 0; at < raw.length; at++) {
    let byte = raw[at] as string
    if (byte === '%') {
      const code = hexadecimal(raw, at + 1)
      if (code === null || code === 0) return null
      byte = String.fromCharCode(code)
      at += 2
    }
    if (byte === '/') {
      if (dots > 0 && !dropDots(done, dots)) return null
      if (dots === -1 || (dots === 0 && !mergeSlashes)) done.push('/')
      dots = 0
    } else {
      done.push(byte)
      dots = byte === '.' && dots !== -1 && dots < 2 ? dots + 1 : -1
    }
  }
  return dots > 0 && !dropDots(done, dots) ? null : done.join('')
}

/** Takes `.`, or `..` and the segment before it, back; false beyond the root. */
function dropDots(done: string[], dots: number): boolean {
  done.length -= dots
  if (dots === 1) return true
  done.pop()
  while (done.length > 0 && done.at(-1) !== '/') done.pop()
  return done.length > 0
}

function hexadecimal(raw: string, at: number): number | null {
  const digits = raw.slice(at, at + 2)
  return /^[\dA-Fa-f]{2}$/.test(digits) ? Number.parseInt(digits, 16) : null
}

/**
 * A request's path as locations see it, as text.
 * @returns null where nginx answers 400
 */
export function normalisePath(raw: string): string | null {
  const target = readTarget(toBytes(raw))
  return target === null || target.host !== null ? null : toText(target.path)
}
