/** `-o csv` and `-o markdown`: a table for a spreadsheet and for a ticket. */
import { maskShapes } from '../../domain/masking/text.js'
import { sanitize } from '../../domain/text/sanitize.js'
import type { Pieces } from '../pieces.js'
import { type Column, textOf, type ViewContext } from '../view.js'

/** A line of cells, and what stands behind the line of headers. */
interface Separated {
  line(cells: readonly string[]): string
  ruler(columns: number): string
}

/** https://www.rfc-editor.org/rfc/rfc4180 */
const csv: Separated = {
  line: (cells) => `${cells.map(field).join(',')}\n`,
  ruler: () => '',
}

/** https://github.github.com/gfm/#tables-extension- */
const markdown: Separated = {
  line: (cells) => `|${cells.map((cell) => ` ${escaped(cell)} |`).join('')}\n`,
  ruler: (columns) => `|${'---|'.repeat(columns)}\n`,
}

export function separatedPieces<Row>(
  format: 'csv' | 'markdown',
  columns: readonly Column<Row>[],
  context: ViewContext,
  noHeaders: boolean,
): Pieces<Row> {
  const { line, ruler } = { csv, markdown }[format]
  const head = noHeaders ? '' : `${line(columns.map(({ header }) => header))}${ruler(columns.length)}`
  return { begin: head, item: (row) => line(columns.map((column) => plainCell(column, row, context))), end: () => '' }
}

/** What says that there is nothing is nothing. */
function plainCell<Row>({ cell }: Column<Row>, row: Row, context: ViewContext): string {
  const text = textOf(cell(row, context))
  return text === '-' || text === '<none>' ? '' : sanitize(text)
}

/**
 * A spreadsheet takes for a formula what begins like one, and a cluster's names are anybody's:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function field(text: string): string {
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Nothing of it is markup, and no name in it calls anybody. */
function escaped(text: string): string {
  return maskShapes(text)
    .replaceAll(/[\\`*_[\]<>|~#]/g, '\\$&')
    .replaceAll('@', '&#64;')
}
