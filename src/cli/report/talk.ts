/** What is said on stderr: in a pipe a line each, on a terminal lines that fit. */
import { laidOut } from '../../domain/text/width.js'

/**
 * @param text lines, each of which ends with a newline
 * @param columns of the terminal on stderr; undefined: there is none
 */
export function talk(text: string, columns: number | undefined): string {
  const lines = text.split('\n').slice(0, -1)
  return lines
    .flatMap((line) => laidOut(line, { head: '', rest: '  ' }, columns || undefined).map((one) => `${one}\n`))
    .join('')
}
