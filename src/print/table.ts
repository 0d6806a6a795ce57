/**
 * Rows as aligned columns, three spaces apart, without borders or trailing blanks.
 *
 * Our own, since cli-table3 takes time that grows with the square of the rows: 0.3 s for 1,000, two minutes for 30,000,
 * and still four seconds where it is fed a hundred rows of fixed width at a time.
 */
import { sanitize } from '../domain/sanitize.js'
import type { Style } from './style.js'
import type { Cell, Column, Tone, ViewContext } from './view.js'
import { cut, displayWidth } from './width.js'

const gap = '   '
/** A column is not cut to less than this. */
const narrowest = 8
/** In a pipe nothing is cut, but a cell longer than this widens its own row only, not every row of the column. */
const widestAligned = 80

/**
 * @returns prints rows as lines, as often as there are more of them: the header comes once, and a column stays as wide
 * as it was. On a terminal the longest columns are cut until a row fits; in a pipe nothing is.
 */
export function tablePrinter<Row>(
  columns: readonly Column<Row>[],
  style: Style,
  context: ViewContext,
  noHeaders: boolean,
): (rows: readonly Row[]) => Generator<string> {
  const headers = columns.map(({ header }) => header)
  const least = noHeaders ? headers.map(() => 0) : headers.map(displayWidth)
  let before = least
  let isFirst = true
  return function* print(rows) {
    if (rows.length === 0) return
    const filled = columns.map((column, i) => fill(rows, column, context, before[i] ?? 0))
    before = filled.map(({ width }) => width)
    const widths = fitted(before, least, style.columns)
    if (isFirst && !noHeaders)
      yield line(headers.map((text, i) => padded(text, widths[i] ?? 0, displayWidth(text), style.header)))
    isFirst = false
    const parts = columns.map(() => '')
    for (let row = 0; row < rows.length; row++) {
      for (let i = 0; i < parts.length; i++) parts[i] = printCell(filled[i] as Filled, row, widths[i] ?? 0, style)
      yield line(parts)
    }
  }
}

/** A column with its cells, each evaluated and sanitised once: 30,000 rows are a quarter of a million cells. */
interface Filled {
  readonly cells: readonly Cell[]
  /** of the widest cell or the header */
  readonly width: number
  /** every cell takes as many columns as it has characters */
  readonly narrow: boolean
}

function fill<Row>(rows: readonly Row[], { cell }: Column<Row>, context: ViewContext, least: number): Filled {
  let width = least
  let narrow = true
  const cells = rows.map((row) => {
    const given = cell(row, context)
    const text = textOf(given)
    const shown = sanitize(text)
    const columns = displayWidth(shown)
    if (columns > width) width = columns
    if (columns !== shown.length) narrow = false
    return shown === text ? given : { text: shown, tone: toneOf(given) }
  })
  return { cells, width, narrow }
}

/**
 * The longest columns give way first: all of them are held to one limit, the largest with which a row fits. None is cut
 * below its header; a table that is too wide even then is the terminal's to wrap.
 */
function fitted(widths: readonly number[], headers: readonly number[], columns: number | undefined): readonly number[] {
  if (columns === undefined) return widths.map((width) => Math.min(width, widestAligned))
  const limited = (limit: number) =>
    widths.map((width, i) => Math.min(width, Math.max(limit, narrowest, headers[i] ?? 0)))
  const fits = (tried: readonly number[]) => sum(tried) + gap.length * (tried.length - 1) <= columns
  if (fits(widths)) return widths
  let limit = columns
  while (limit > narrowest && !fits(limited(limit))) limit--
  return limited(limit)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}

function printCell({ cells, narrow }: Filled, row: number, width: number, style: Style): string {
  const cell = cells[row] ?? ''
  const whole = textOf(cell)
  const text = style.columns === undefined ? whole : cut(whole, width)
  const taken = narrow ? text.length : displayWidth(text)
  return padded(text, width, taken, (shown) => style.tone(shown, toneOf(cell)))
}

/** Colour goes round the text, not round the blanks: it must not change the alignment. */
function padded(text: string, width: number, taken: number, paint: (text: string) => string): string {
  return taken < width ? paint(text) + ' '.repeat(width - taken) : paint(text)
}

function line(cells: readonly string[]): string {
  return `${cells.join(gap).trimEnd()}\n`
}

function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text
}

function toneOf(cell: Cell): Tone {
  return typeof cell === 'string' ? 'plain' : cell.tone
}
