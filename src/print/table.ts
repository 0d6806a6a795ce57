/**
 * Rows as aligned columns, without borders or trailing blanks.
 *
 * Our own, since cli-table3 takes 10 to 16 s for 30,000 rows where this takes 0.2 s; sentences, which are few, are broken
 * into lines by it (word-wrap.ts).
 */
import { isPlainLine, sanitize } from '../domain/text/sanitize.js'
import { displayWidth, laidOut } from '../domain/text/width.js'
import { type Fit, fitted, type Measured, narrowGap, unfitted } from './fit.js'
import { type Shortening, shorten } from './shorten.js'
import type { Style } from './style.js'
import { type Column, type Tone, textOf, type ViewContext } from './view.js'

/** In a pipe nothing is cut, but a cell longer than this widens its own row only, not every row of the column. */
const widestAligned = 80

export interface TableWishes {
  readonly style: Style
  readonly context: ViewContext
  readonly noHeaders: boolean
  /** a terminal shows whole cells too, however long the lines become */
  readonly noTrunc: boolean
  /** every column was asked for: none may leave, and no cell is cut */
  readonly isWide: boolean
  /** these columns were asked for by name: none may leave */
  readonly isChosen: boolean
  /** breaks cells into lines; absent: sentences are shortened as names are */
  readonly wordWrap?: WordWrap | undefined
  /** hears in a sentence what had to be cut */
  readonly tell?: ((sentence: string) => void) | undefined
}

/** @returns the lines of one row, the cells of each as wide as their columns at most */
export type WordWrap = (cells: readonly PaintedCell[], widths: readonly number[], gap: number) => readonly string[]

export interface PaintedCell {
  readonly text: string
  readonly paint: (text: string) => string
}

/**
 * @param isWhole are the rows of the first call all that there will be
 * @returns prints rows as lines, as often as there are more of them: the header comes once, and a column stays as wide
 * as it was
 */
export function tablePrinter<Row>(
  columns: readonly Column<Row>[],
  wishes: TableWishes,
  isWhole: boolean,
): (rows: readonly Row[]) => Generator<string> {
  const { style, context, noHeaders, tell } = wishes
  const least = columns.map(({ header }) => (noHeaders ? 0 : displayWidth(header)))
  let before = least
  let told: Fit | null | undefined
  return function* print(rows) {
    if (rows.length === 0) return
    const whole = columns.map((column, i) => fill(rows, column, context, before[i] ?? 0))
    const filled = hasRoom(whole, wishes)
      ? whole
      : columns.map(({ brief, ...column }, i) =>
          brief === undefined ? (whole[i] as Filled) : fill(rows, { ...column, cell: brief }, context, before[i] ?? 0),
        )
    before = filled.map(({ width }) => width)
    const fit = fitOf(columns, filled, least, wishes, isWhole)
    if (fit === null) {
      yield* blocks(columns, whole, style, told === undefined)
      told = null
      return
    }
    if (told === undefined) {
      yield* heading(columns, filled, fit, wishes)
      const sentence = cutSentence(columns, filled, whole, fit, style.columns)
      if (sentence !== null) tell?.(sentence)
    }
    told = fit
    const line = lineOf(columns, filled, fit, wishes)
    for (let row = 0; row < rows.length; row++) yield line(row)
  }
}

/** A column with its cells, each evaluated and made safe once: 30,000 rows are a quarter of a million cells. */
export interface Filled {
  readonly texts: readonly string[]
  /** null: all are plain */
  readonly tones: readonly Tone[] | null
  readonly width: number
  /** every text takes as many columns as it has characters */
  readonly narrow: boolean
}

/** Rows that no line holds: a field a line, and an empty line between two. @param isFirst do no other blocks stand before these */
function* blocks<Row>(
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

function fill<Row>(rows: readonly Row[], { cell }: Column<Row>, context: ViewContext, least: number): Filled {
  let width = least
  let narrow = true
  let tones: Tone[] | null = null
  const texts: string[] = new Array(rows.length)
  for (let row = 0; row < rows.length; row++) {
    const given = cell(rows[row] as Row, context)
    const text = textOf(given)
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

function fitOf<Row>(
  columns: readonly Column<Row>[],
  filled: readonly Filled[],
  least: readonly number[],
  { style, noTrunc, isWide, isChosen, wordWrap }: TableWishes,
  isWhole: boolean,
): Fit | null {
  const measured = columns.map(
    ({ header, leaves, shorten = 'middle' }, i): Measured => ({
      ...(filled[i] as Filled),
      header,
      least: least[i] ?? 0,
      how: shorten === 'wrap' && wordWrap === undefined ? 'middle' : shorten,
      leaves: isChosen ? undefined : leaves,
    }),
  )
  if (style.columns !== undefined && !noTrunc)
    return fitted(measured, { columns: style.columns, isWhole, mayCut: !isWide })
  const pipe = style.columns === undefined
  return unfitted(measured.map((one) => (pipe ? { ...one, width: Math.min(one.width, widestAligned) } : one)))
}

function* heading<Row>(
  columns: readonly Column<Row>[],
  filled: readonly Filled[],
  { shown, widths, gap, shared }: Fit,
  { style, noHeaders }: TableWishes,
): Generator<string> {
  if (noHeaders) return
  const header = (i: number) => columns[i]?.header ?? ''
  if (shared.length > 0) {
    const inOrder = [...shared].sort((a, b) => a - b)
    const valueIn = (i: number) => filled[i]?.texts[0] ?? ''
    const absent = inOrder.filter((i) => valueIn(i) === '-').map(header)
    const facts = [
      ...inOrder.filter((i) => valueIn(i) !== '-').map((i) => `${header(i)} ${valueIn(i)}`),
      ...(absent.length === 0 ? [] : [`no ${absent.join(', ')}`]),
    ]
    const margins = { head: '', rest: '  ' }
    for (const line of laidOut(`all: ${facts.join(' · ')}`, margins, style.columns, (text) => style.tone(text, 'dim')))
      yield `${line}\n`
  }
  const texts = shown.map((i) => style.header(header(i)))
  const blanks = shown.map((i, n) => ' '.repeat((widths[n] ?? 0) - displayWidth(header(i)) + gap))
  yield `${texts.map((text, n) => (n === texts.length - 1 ? text : text + blanks[n])).join('')}\n`
}

/** Every row whole in a line, or nothing may be said in short. */
function hasRoom(filled: readonly Filled[], { style, noTrunc, isWide }: TableWishes): boolean {
  if (style.columns === undefined || noTrunc || isWide) return true
  return filled.reduce((sum, { width }) => sum + width + narrowGap, -narrowGap) <= style.columns
}

/** What is not there as it is, in words; null: all is. */
function cutSentence<Row>(
  columns: readonly Column<Row>[],
  filled: readonly Filled[],
  whole: readonly Filled[],
  { shown, widths, left }: Fit,
  terminal: number | undefined,
): string | null {
  const isShort = (i: number, n: number) =>
    filled[i] !== whole[i] || ((filled[i]?.width ?? 0) > (widths[n] ?? 0) && columns[i]?.shorten !== 'wrap')
  const short = shown.filter(isShort).map((i) => columns[i]?.header ?? '')
  const gone = left.map((i) => columns[i]?.header ?? '').reverse()
  if (terminal === undefined || short.length + gone.length === 0) return null
  const what = [
    ...(gone.length > 0 ? [`${gone.join(', ')} left out`] : []),
    ...(short.length > 0 ? [`${short.join(', ')} shortened`] : []),
  ]
  return `cut to ${terminal} columns: ${what.join('; ')}; --no-trunc shows all`
}

/** Colour goes round the text, not round the blanks: it must not change the alignment. */
function lineOf<Row>(
  columns: readonly Column<Row>[],
  filled: readonly Filled[],
  { shown, widths, gap }: Fit,
  { style, wordWrap }: TableWishes,
): (row: number) => string {
  const parts = shown.map((i, n) => {
    const { texts, tones, narrow, width } = filled[i] as Filled
    const how = columns[i]?.shorten ?? 'middle'
    const most = widths[n] as number
    const isCut = style.columns !== undefined && width > most
    return { texts, tones, narrow: narrow && !isCut, most, cuts: isCut ? how : null }
  })
  if (wordWrap !== undefined && parts.some(({ cuts }) => cuts === 'wrap'))
    return (row) => {
      const cells = parts.map(({ texts, tones, most, cuts }) => ({
        text: isShortening(cuts) ? shorten(texts[row] as string, most, cuts) : (texts[row] as string),
        paint: (text: string) => style.tone(text, tones?.[row] ?? 'plain'),
      }))
      return wordWrap(cells, widths, gap)
        .map((line) => `${line}\n`)
        .join('')
    }
  return (row) => {
    let line = ''
    // Blanks are written before the next text, so that none are left at the end.
    let blanks = 0
    for (const { texts, tones, narrow, most, cuts } of parts) {
      const whole = texts[row] as string
      const text = cuts === null ? whole : shorten(whole, most, cuts === 'wrap' ? 'middle' : cuts)
      if (text !== '') {
        line += blanksOf(blanks) + style.tone(text, tones === null ? 'plain' : (tones[row] as Tone))
        blanks = 0
      }
      blanks += Math.max(0, most - (narrow ? text.length : displayWidth(text))) + gap
    }
    return line.endsWith(' ') ? `${line.trimEnd()}\n` : `${line}\n`
  }
}

function isShortening(how: Shortening | 'wrap' | null): how is Shortening {
  return how !== null && how !== 'wrap'
}

const blanksKnown: string[] = []

function blanksOf(count: number): string {
  blanksKnown[count] ??= ' '.repeat(count)
  return blanksKnown[count]
}
