/**
 * Where one token of nginx.conf ends, and what it says: the rules of ngx_conf_read_token.
 * https://github.com/nginx/nginx/blob/master/src/core/ngx_conf_file.c
 */
import { APOSTROPHE, BACKSLASH, DOLLAR, IN_WORD, OPEN, QUOTE } from './bytes.js'

/** nginx reads a file through a buffer of this size: no token and no comment may be longer. */
export const LONGEST_TOKEN = 4096

/**
 * Offset of the byte that ends the unquoted token begun at `from`; -1 when bytes[0, to) do not hold its end.
 * A backslash keeps the next byte in the token, and so does `${` its brace.
 */
export function endOfWord(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to) {
    const byte = bytes[at] as number
    if (IN_WORD[byte] === 0) at++
    else if (byte === BACKSLASH) at += 2
    else if (byte === DOLLAR) {
      at++
      while (at < to && bytes[at] === OPEN) at++
    } else return at
  }
  return -1
}

/** Offset of the quote that closes the quoted token whose content begins at `from`; -1 when it is not there yet. */
export function endOfQuoted(bytes: Uint8Array, from: number, to: number, quote: number): number {
  let at = from
  while (at < to) {
    const byte = bytes[at]
    if (byte === quote) return at
    at += byte === BACKSLASH ? 2 : 1
  }
  return -1
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const SHORT = 64

/** Short tokens that were read of late, by a hash of theirs: a configuration says the same few over and over. */
const recent: string[] = Array.from({ length: 4096 }, () => '')

/**
 * What the bytes of a token mean: `\"`, `\'` and `\\` lose their backslash, `\t`, `\r` and `\n` become the character,
 * every other backslash stays. Bytes that are no UTF-8 become U+FFFD.
 */
export function readToken(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > SHORT) return unescapeToken(decoder.decode(bytes.subarray(from, to)))
  const slot = slotOf(bytes, from, to)
  const before = recent[slot] as string
  if (before.length === to - from && spells(before, bytes, from)) return before
  let text = ''
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number
    if (byte > 127 || byte === BACKSLASH) return unescapeToken(decoder.decode(bytes.subarray(from, to)))
    text += String.fromCharCode(byte)
  }
  recent[slot] = text
  return text
}

/** By its length, its beginning and its end, where names that are made one after the other differ. */
function slotOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = Math.imul(to - from, 31) + (bytes[from] as number)
  hash = (Math.imul(hash, 31) + (bytes[(from + to) >> 1] as number)) | 0
  for (let at = Math.max(from, to - 5); at < to; at++) hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0
  return (hash ^ (hash >>> 12)) & 4095
}

/** Does this text, of ASCII alone, stand there. */
function spells(text: string, bytes: Uint8Array, from: number): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[from + i]) return false
  return true
}

/** The same as a byte string: one character per byte. */
export function readTokenBytes(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let at = from; at < to; at++) text += String.fromCharCode(bytes[at] as number)
  return unescapeToken(text)
}

const meanings: Readonly<Record<string, string>> = { t: '\t', r: '\r', n: '\n' }

function unescapeToken(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(/\\(["'\\trn])/g, (_, escaped: string) => meanings[escaped] ?? escaped)
}

/** Is this the byte that opens, and closes, a quoted token. */
export function isQuote(byte: number | undefined): byte is number {
  return byte === QUOTE || byte === APOSTROPHE
}
