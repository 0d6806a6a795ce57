/** Lines on a terminal, drawn over those of before: what is the same is not touched. */

/** @param before what stands above the cursor; none: nothing was drawn yet */
export function redraw(before: readonly string[], after: readonly string[]): string {
  const up = before.length === 0 ? '' : `\x1b[${before.length}A`
  const lines = after.map((line, i) => (i < before.length && before[i] === line ? '\n' : `\r\x1b[2K${line}\n`))
  return `${up}${lines.join('')}${after.length < before.length ? '\x1b[J' : ''}`
}

/** What is below the edge of the terminal could not be drawn over. @param rows of the terminal; undefined: not known */
export function fitted(lines: readonly string[], footer: string, rows: number | undefined): string[] {
  const room = rows === undefined ? lines.length : Math.max(1, rows - 3)
  const more = lines.length - room
  return [...lines.slice(0, room), ...(more > 0 ? [`… and ${more} more lines`] : []), footer]
}
