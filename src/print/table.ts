/**
 * Rows as aligned columns, three spaces apart, without borders or trailing blanks.
 *
 * Our own, since cli-table3 takes time that grows with the square of the rows: 0.3 s for 1,000, two minutes for 30,000,
 * and still four seconds where it is fed a hundred rows of fixed width at a time.
 */
import { sanitize } from './sanitize.js'
import type { Style } from './style.js'
import type { Cell, Column, Tone, ViewContext } from './view.js'
import { cut, displayWidth } from './width.js'

const gap = '   '
/** A column is not cut to less than this. */
const narrowest = 8
/** In a pipe nothing is cut, but a cell longer than this widens its own row only, not every row of the column. */
const widestAligned = 80

/**
 * @returns lines. On a terminal the longest columns are cut until a row fits; in a pipe nothing is.
 */
export function* printTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  style: Style,
  context: ViewContext,
  noHeaders: boolean,
): Generator<string> {
  const headers = columns.map(({ header }) => header)
  const headerWidths = noHeaders ? headers.map(() => 0) : headers.map(displayWidth)
  const widths = fitted(widthsOf(rows, columns, context, headerWidths), headerWidths, style.columns)
  if (!noHeaders) yield line(headers.map((text, i) => padded(text, widths[i] ?? 0, style.header)))
  for (const row of rows)
    yield line(columns.map((column, i) => printCell(column.cell(row, context), widths[i] ?? 0, style)))
}

function widthsOf<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  context: ViewContext,
  least: readonly number[],
): number[] {
  const widths = [...least]
  for (const row of rows)
    columns.forEach((column, i) => {
      widths[i] = Math.max(widths[i] ?? 0, displayWidth(sanitize(textOf(column.cell(row, context)))))
    })
  return widths
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

function printCell(cell: Cell, width: number, style: Style): string {
  const tone: Tone = typeof cell === 'string' ? 'plain' : cell.tone
  const text = sanitize(textOf(cell))
  return padded(style.columns === undefined ? text : cut(text, width), width, (shown) => style.tone(shown, tone))
}

/** Colour goes round the text, not round the blanks: it must not change the alignment. */
function padded(text: string, width: number, paint: (text: string) => string): string {
  return paint(text) + ' '.repeat(Math.max(0, width - displayWidth(text)))
}

function line(cells: readonly string[]): string {
  return `${cells.join(gap).trimEnd()}\n`
}

function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text
}
