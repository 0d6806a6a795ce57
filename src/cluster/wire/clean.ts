/** Makes a server's text fit for one line: no control, format or bidirectional character, no endless length. */

const longest = 500

/** @param text anything a server or a library said */
export function clean(text: string): string {
  const line = text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
  return line.length > longest ? `${line.slice(0, longest)}…` : line
}
