/** How many values a text of JSON or YAML holds, before a parser makes objects of them: three bytes may become a hundred. */

/** Of one text: a file of ten thousand Ingresses has half a million. */
export const mostValues = 4_000_000

/**
 * Counts what separates values. Those in quotes count too, so that it is a little more than there are.
 * @returns at most `most` + 1
 */
export function valuesIn(text: string, most: number): number {
  let found = 0
  for (let at = 0; at < text.length && found <= most; at++) {
    const code = text.charCodeAt(at)
    // , : [ { and the line break of YAML's blocks
    if (code === 44 || code === 58 || code === 91 || code === 123 || code === 10) found++
  }
  return found
}
