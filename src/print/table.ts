/**
 * Rows as aligned columns, three spaces apart, without borders or trailing blanks.
 *
 * Our own, since cli-table3 takes time that grows with the square of the rows: 0.3 s for 1,000, two minutes for 30,000,
 * and still four seconds where it is fed a hundred rows of fixed width at a time.
 */
import { isPlainLine, sanitize } from '../domain/sanitize.js'
import type { Style } from './style.js'
import type { Column, Tone, ViewContext } from './view.js'
import { cut, displayWidth } from './width.js'

const gap = 3
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
  const headings = headers.map((text) => ({ texts: [text], tones: null, narrow: displayWidth(text) === text.length }))
  let before = least
  let isFirst = true
  return function* print(rows) {
    if (rows.length === 0) return
    const filled = columns.map((column, i) => fill(rows, column, context, before[i] ?? 0))
    before = filled.map(({ width }) => width)
    const widths = fitted(before, least, style.columns)
    const cuts = style.columns !== undefined
    if (isFirst && !noHeaders) yield line(headings, 0, { widths, cuts, paint: (text) => style.header(text) })
    isFirst = false
    const look = { widths, cuts, paint: style.tone }
    for (let row = 0; row < rows.length; row++) yield line(filled, row, look)
  }
}

/** A column with its cells, each evaluated and made safe once: 30,000 rows are a quarter of a million cells. */
interface Filled {
  readonly texts: readonly string[]
  /** null: all are plain */
  readonly tones: readonly Tone[] | null
  /** every text takes as many columns as it has characters */
  readonly narrow: boolean
}

function fill<Row>(rows: readonly Row[], { cell }: Column<Row>, context: ViewContext, least: number) {
  let width = least
  let narrow = true
  let tones: Tone[] | null = null
  const texts: string[] = new Array(rows.length)
  for (let row = 0; row < rows.length; row++) {
    const given = cell(rows[row] as Row, context)
    const text = typeof given === 'string' ? given : given.text
    if (typeof given !== 'string' && given.tone !== 'plain') {
      tones ??= new Array<Tone>(rows.length).fill('plain')
      tones[row] = given.tone
    }
    const isPlain = isPlainLine(text)
    const shown = isPlain ? text : sanitize(text)
    const columns = isPlain ? shown.length : displayWidth(shown)
    if (columns > width) width = columns
    if (columns !== shown.length) narrow = false
    texts[row] = shown
  }
  return { texts, tones, width, narrow }
}

/**
 * The longest columns give way first: all of them are held to one limit, the largest with which a row fits. None is cut
 * below its header; a table that is too wide even then is the terminal's to wrap.
 */
function fitted(widths: readonly number[], headers: readonly number[], columns: number | undefined): readonly number[] {
  if (columns === undefined) return widths.map((width) => Math.min(width, widestAligned))
  const limited = (limit: number) =>
    widths.map((width, i) => Math.min(width, Math.max(limit, narrowest, headers[i] ?? 0)))
  const fits = (tried: readonly number[]) => sum(tried) + gap * (tried.length - 1) <= columns
  if (fits(widths)) return widths
  let limit = columns
  while (limit > narrowest && !fits(limited(limit))) limit--
  return limited(limit)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}

interface Look {
  readonly widths: readonly number[]
  /** true: a text that is wider than its column loses its end */
  readonly cuts: boolean
  readonly paint: (text: string, tone: Tone) => string
}

/** Colour goes round the text, not round the blanks: it must not change the alignment. */
function line(columns: readonly Filled[], row: number, { widths, cuts, paint }: Look): string {
  let line = ''
  // Blanks are written before the next text, so that none are left at the end.
  let blanks = 0
  for (let i = 0; i < columns.length; i++) {
    const { texts, tones, narrow } = columns[i] as Filled
    const width = widths[i] as number
    const whole = texts[row] as string
    const text = cuts && !(narrow && whole.length <= width) ? cut(whole, width) : whole
    if (text !== '') {
      line += blanksOf(blanks) + paint(text, tones === null ? 'plain' : (tones[row] as Tone))
      blanks = 0
    }
    blanks += Math.max(0, width - (narrow ? text.length : displayWidth(text))) + gap
  }
  return line.endsWith(' ') ? `${line.trimEnd()}\n` : `${line}\n`
}

const blanksKnown: string[] = []

function blanksOf(count: number): string {
  blanksKnown[count] ??= ' '.repeat(count)
  return blanksKnown[count]
}
