/**
 * nginx compares bytes, whatever they mean. So requests and patterns are handled as byte strings: one character from
 * U+0000 to U+00FF per byte of the text's UTF-8. ASCII is the same in both.
 */

const beyondAscii = /[^\0-\x7f]/
const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The byte string of a text. */
export function toBytes(text: string): string {
  if (!beyondAscii.test(text)) return text
  let bytes = ''
  for (const byte of encoder.encode(text)) bytes += String.fromCharCode(byte)
  return bytes
}

/** The text of a byte string; bytes that are no UTF-8 become U+FFFD. */
export function toText(bytes: string): string {
  return beyondAscii.test(bytes) ? decoder.decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))) : bytes
}

/** Without the blanks, and nothing else, at its ends. */
export function trimBlanks(text: string): string {
  let [from, to] = [0, text.length]
  while (text[from] === ' ') from++
  while (to > from && text[to - 1] === ' ') to--
  return text.slice(from, to)
}

/** ASCII letters alone: bytes have no other case. */
export function lower(bytes: string): string {
  return bytes.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

// What ngx_escape_uri escapes: https://github.com/nginx/nginx/blob/master/src/core/ngx_string.c
const inUri = /[\0-\x20"#%<>?\\^`{|}\x7f-\xff]/g
const inArgs = /[\0-\x20"#%&+;<>?\\^`{|}\x7f-\xff]/g

/** As part of a path (NGX_ESCAPE_URI). */
export function escapeUri(bytes: string): string {
  return bytes.replace(inUri, percent)
}

/** As part of a query (NGX_ESCAPE_ARGS). */
export function escapeArgs(bytes: string): string {
  return bytes.replace(inArgs, percent)
}

function percent(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}

/** What a `rewrite` redirect unescapes, up to its `?` (NGX_UNESCAPE_REDIRECT): all that is safe to see unescaped. */
export function unescapeRedirect(bytes: string): string {
  let done = ''
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as string
    if (byte === '?') return done + bytes.slice(at)
    if (byte !== '%') done += byte
    else if (at + 1 >= bytes.length) return done
    else if (!isHex(bytes[at + 1])) done += bytes[++at]
    else {
      const digits = bytes.slice(at + 1, at + 3)
      at += 2
      if (digits.length < 2 || !isHex(digits[1])) continue
      const code = Number.parseInt(digits, 16)
      if (code === 0x3f) return `${done}?${bytes.slice(at + 1)}`
      done += code > 0x25 && code < 0x7f ? String.fromCharCode(code) : `%${digits}`
    }
  }
  return done
}

function isHex(digit: string | undefined): boolean {
  return digit !== undefined && /[\dA-Fa-f]/.test(digit)
}
