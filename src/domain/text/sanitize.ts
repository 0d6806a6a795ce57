/** Text from the cluster on its way to a terminal: whatever steers a terminal, or hides, is shown as an escape, or left out. */

/**
 * C0 and C1 controls, DEL, line and paragraph separators, and the invisible formatting characters of Unicode (bidi
 * overrides and isolates, zero-width characters, the byte order mark): https://trojansource.codes explains the latter. So
 * are fillers and variation selectors, which are letters and marks by their category, and are seen by nobody either.
 * With them the two code points that are never characters: YAML readers refuse a document that holds one.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{DI}\ufffe\uffff]/u
const unsafeAll = new RegExp(unsafe.source, 'gu')
const unsafeInDocument = new RegExp(`(?!\\n)${unsafe.source}`, 'gu')

/** What nearly every text is made of; this test is several times as quick as the one above. */
const plainLine = /^[\x20-\x7e]*$/
const plainLines = /^[\x20-\x7e\n\t]*$/
const unsafeInLines = new RegExp(`(?![\\n\\t])${unsafe.source}`, 'gu')
const lineBreak = /[\r\n\u2028\u2029]/
const plainDocument = /^[\x20-\x7e\n]*$/

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Is it printable ASCII and nothing else: then it is safe, and takes a column for each character. */
export function isPlainLine(text: string): boolean {
  return plainLine.test(text)
}

/** For tables and names. */
export function sanitize(text: string): string {
  return plainLine.test(text) || !unsafe.test(text) ? text : text.replace(unsafeAll, visible)
}

/** Is there nothing in it that steers a terminal, hides, or parts it into words. */
export function isOneWord(text: string): boolean {
  return text !== '' && !unsafe.test(text) && !/\s/.test(text)
}

/** Left out where there is no way to write it. Line breaks stay. */
export function withoutUnsafe(text: string): string {
  return plainDocument.test(text) ? text : text.replace(unsafeInDocument, '')
}

/** The same for a text of many lines, whose breaks and tabs stay. */
export function sanitizeLines(text: string): string {
  return plainLines.test(text) ? text : text.replace(unsafeInLines, visible)
}

/** Bytes of somebody's text on their way to a terminal, as they come; bytes that are no UTF-8 become U+FFFD. */
export async function* sanitizedLines(
  chunks: AsyncIterable<Uint8Array | string> | Iterable<string>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  for await (const chunk of chunks)
    yield sanitizeLines(typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))
  yield sanitizeLines(decoder.decode())
}

/** For a sentence on stderr: one line, without what is unsafe. */
export function oneLine(text: string): string {
  if (plainLine.test(text)) return text
  const lines = text.split(lineBreak).map((line) => line.trim())
  return lines
    .filter((line) => line !== '')
    .join(' ')
    .replace(unsafeAll, '')
}

/**
 * For JSON, which keeps the value exact: `JSON.stringify` leaves DEL, C1 and formatting characters as they are, so those
 * become the \u escapes that mean the same. Line breaks of the document itself stay.
 */
export function escapeInJson(json: string): string {
  return plainDocument.test(json) ? json : json.replace(unsafeInDocument, unicode)
}

/** For a JSON string that stands in YAML, whose \u names a whole character: https://yaml.org/spec/1.2.2/#57-escaped-characters */
export function escapeInYaml(quoted: string): string {
  return plainLine.test(quoted)
    ? quoted
    : quoted.replace(unsafeAll, (character) =>
        character.length === 1 ? unicode(character) : `\\U${hex(character.codePointAt(0) ?? 0, 8)}`,
      )
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
