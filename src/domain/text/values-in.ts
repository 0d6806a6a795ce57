/**
 * How many values a text of JSON or YAML holds, before a parser makes objects of them: three bytes may become a hundred.
 *
 * Counted is what separates values. Those in quotes count too, so that it is a little more than there are.
 */

/** Of one text that is parsed at once: a file of ten thousand Ingresses has half a million. */
export const mostValues = 4_000_000

/** Of one text that is parsed piece by piece: what a proxy says of itself may have 200 MB. */
export const mostValuesInPieces = 16_000_000

/** @returns at most `most` + 1 */
export function valuesIn(text: string, most: number): number {
  let found = 0
  for (let at = 0; at < text.length && found <= most; at++) if (isSeparator(text.charCodeAt(at))) found++
  return found
}

/** JSON that is parsed at once. @throws SyntaxError for what is none, or too much of it */
export function jsonOf(text: string): unknown {
  if (valuesIn(text, mostAtOnce) > mostAtOnce) throw new SyntaxError(`it has more than ${mostAtOnce} values`)
  return JSON.parse(text)
}

/** What a proxy says of ten thousand upstreams has 1.3 million. */
const mostAtOnce = 3_000_000

/** The same of a part of a text in UTF-8. */
export function valuesInBytes(bytes: Uint8Array): number {
  let found = 0
  for (let at = 0; at < bytes.length; at++) if (isSeparator(bytes[at] as number)) found++
  return found
}

/** `,` `:` `[` `{` and the line break of YAML's blocks */
function isSeparator(code: number): boolean {
  return code === 44 || code === 58 || code === 91 || code === 123 || code === 10
}
