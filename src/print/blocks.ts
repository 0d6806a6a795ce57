/** Rows that no line holds: a field a line, and an empty line between two rows. */

import { displayWidth, laidOut } from '../domain/text/width.js'
import type { Style } from './style.js'
import type { Filled } from './table.js'
import type { Column } from './view.js'

/** @param isFirst do no other blocks stand before these */
export function* blocks<Row>(
  columns: readonly Column<Row>[],
  filled: readonly Filled[],
  style: Style,
  isFirst: boolean,
): Generator<string> {
  const width = Math.max(...columns.map(({ header }) => displayWidth(header)))
  const rows = filled[0]?.texts.length ?? 0
  for (let row = 0; row < rows; row++) {
    if (row > 0 || !isFirst) yield '\n'
    for (const [i, { header }] of columns.entries()) {
      const { texts, tones } = filled[i] as Filled
      const head = style.header(header) + ' '.repeat(width - displayWidth(header) + 2)
      const blank = ' '.repeat(width + 2)
      const paint = (text: string) => style.tone(text, tones?.[row] ?? 'plain')
      const [first = '', ...more] = laidOut(texts[row] as string, { head: blank, rest: blank }, style.columns, paint)
      yield [head + first.slice(blank.length), ...more].map((line) => `${line.trimEnd()}\n`).join('')
    }
  }
}
