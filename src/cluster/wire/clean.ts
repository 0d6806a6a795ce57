/** Makes a server's text fit for one line: no control, format or bidirectional character, no endless length. */

import { oneLine } from '../../domain/text/sanitize.js'

const longest = 500

/** @param text anything a server or a library said */
export function clean(text: string): string {
  const line = oneLine(text.slice(0, 4 * longest).replaceAll(/\s+/g, ' ')).trim()
  return line.length > longest ? `${line.slice(0, longest)}…` : line
}
