/** Text from the cluster on its way to a terminal: whatever steers a terminal, or hides, is shown as an escape. */

/**
 * C0 and C1 controls, DEL, line and paragraph separators, and the invisible formatting characters of Unicode (bidi
 * overrides and isolates, zero-width characters, the byte order mark): https://trojansource.codes explains the latter.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u
const unsafeAll = new RegExp(unsafe.source, 'gu')

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** For tables and names. */
export function sanitize(text: string): string {
  return unsafe.test(text) ? text.replace(unsafeAll, visible) : text
}

/**
 * For JSON and YAML with double quotes, which keep the value exact: `JSON.stringify` leaves DEL, C1 and formatting
 * characters as they are, so those become the \u escapes that mean the same. Line breaks of the document itself stay.
 */
export function escapeInDocument(json: string): string {
  return unsafe.test(json)
    ? json.replace(unsafeAll, (character) => (character === '\n' ? character : unicode(character)))
    : json
}

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return short[character] ?? (code < 0x100 ? `\\x${hex(code, 2)}` : unicode(character))
}

/** By code unit, as JSON has it: a character beyond the basic plane is two escapes. */
function unicode(character: string): string {
  return Array.from({ length: character.length }, (_, i) => `\\u${hex(character.charCodeAt(i), 4)}`).join('')
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0')
}
