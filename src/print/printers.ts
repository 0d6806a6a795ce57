/** Rows and a view → text, in the format that was asked for; all at once, or as the rows come. */

import type { Gap } from '../domain/gap.js'
import type { Json } from '../domain/jsonpath/evaluate.js'
import { sanitize } from '../domain/text/sanitize.js'
import { documentOf, type Head, jsonPieces, printValue, yamlPieces } from './document.js'
import { filledColumns } from './filled.js'
import { separatedPieces } from './formats/separated.js'
import { customText, goTemplateText, templateText } from './formats/templates.js'
import type { Pieces } from './pieces.js'
import { inChunks, inChunksAsTheyCome, written, writtenAsTheyCome } from './pieces.js'
import { type Style, type StyleFacts, styleFor } from './style.js'
import { tablePrinter, type WordWrap } from './table.js'
import type { Selecting, View } from './view.js'
import { type Column, drawingFormats, type Printer, type PrintWishes, reportFormats, type ViewContext } from './view.js'

export interface PrintOptions extends PrintWishes {
  readonly style: Style
  /** breaks sentences into lines; absent: they are shortened as names are */
  readonly wordWrap?: WordWrap | undefined
}

export function printerFor(facts: StyleFacts): Printer {
  const style = styleFor(facts)
  return {
    rows: (rows, view, gaps, wishes) =>
      needsWordWrap(view, style)
        ? printSentences(rows, view, gaps, { ...wishes, style })
        : printRows(rows, view, gaps, { ...wishes, style }),
    stream: (rows, view, gaps, wishes) => printStream(rows, view, gaps, { ...wishes, style }),
    live: (view, wishes) => tableOf(view, { ...wishes, style }, false),
    value: printValue,
  }
}

function needsWordWrap<Row>({ columns }: View<Row>, style: Style): boolean {
  return style.columns !== undefined && columns.some(({ shorten }) => shorten === 'wrap')
}

async function* printSentences<Row>(
  rows: readonly Row[],
  view: View<Row>,
  gaps: readonly Gap[],
  options: PrintOptions,
): AsyncGenerator<string> {
  const { wordWrap } = await import('./word-wrap.js')
  yield* printRows(rows, view, gaps, { ...options, wordWrap })
}

/** @returns chunks of text; a table without rows is no text at all, a document without rows is still a document */
export function printRows<Row>(
  rows: readonly Row[],
  view: View<Row>,
  gaps: readonly Gap[],
  options: PrintOptions,
): Iterable<string> {
  const name = reportFormats.find((one) => one === options.format)
  const report = name && view.reports?.[name]
  if (report !== undefined) return inChunks(report(rows, gaps))
  const pieces = piecesOf(view, options)
  if (pieces !== null) return inChunks(written(pieces, rows, gaps), pieces.isMasked)
  return inChunks(
    options.format === 'name' ? printNames(rows, view, options.context, new Set()) : tableOf(view, options, true)(rows),
  )
}

/** Rows that are looked at together, for the widths of a table. */
const together = 500

/**
 * The same for rows that come some at a time, with no more than a few of them in memory: the columns of a table may grow
 * wider on the way.
 * @param gaps asked after the last row
 */
export function printStream<Row>(
  rows: AsyncIterable<readonly Row[]>,
  view: View<Row>,
  gaps: () => readonly Gap[],
  options: PrintOptions,
): AsyncIterable<string> {
  const pieces = piecesOf(view, options)
  return pieces === null
    ? inChunksAsTheyCome(linesOf(rows, view, options))
    : inChunksAsTheyCome(writtenAsTheyCome(pieces, rows, gaps), pieces.isMasked)
}

async function* linesOf<Row>(
  rows: AsyncIterable<readonly Row[]>,
  view: View<Row>,
  options: PrintOptions,
): AsyncGenerator<string> {
  const said = new Set<string>()
  const wordWrap = needsWordWrap(view, options.style) ? (await import('./word-wrap.js')).wordWrap : undefined
  const table = tableOf(view, { ...options, wordWrap }, false)
  const print = (some: readonly Row[]) =>
    options.format === 'name' ? printNames(some, view, options.context, said) : table(some)
  let batch: Row[] = []
  for await (const some of rows) {
    batch.push(...some)
    if (batch.length < together) continue
    yield* inChunks(print(batch))
    batch = []
  }
  yield* inChunks(print(batch))
}

/** null: a table, or names. */
function piecesOf<Row>(view: View<Row>, options: PrintOptions): Pieces<Row> | null {
  const { format, style, context, takenAt, alone, selecting, columns, noHeaders } = options
  const document = { takenAt: takenAt ?? null, alone: alone === true ? view.alone : undefined }
  if (format === 'json') return jsonPieces(view, document)
  if (format === 'yaml') return yamlPieces(view, document)
  if (selecting !== undefined) return selectedPieces(view, document, selecting, noHeaders)
  if (format === 'csv' || format === 'markdown')
    return separatedPieces(format, shownColumns(view, format === 'csv', columns, context), context, noHeaders)
  if (format === 'name' || format === 'table' || format === 'wide') return null
  const name = drawingFormats.find((one) => one === format)
  const made = name && view.drawings?.[name]
  const drawing = typeof made === 'function' ? made() : made
  const { begin = '', item, end = '' } = drawing ?? { item: () => '' }
  const paper = { ...context, columns: style.columns, tone: style.tone }
  return { begin, item: (row, index) => item(row, index, paper), end: () => end }
}

function tableOf<Row>(view: View<Row>, options: PrintOptions, isWhole: boolean) {
  const { format, context, noTrunc = false } = options
  const isWide = format === 'wide'
  const wishes = { ...options, noTrunc, isWide, isChosen: options.columns !== undefined }
  return tablePrinter(filledColumns(view, shownColumns(view, isWide, options.columns, context)), wishes, isWhole)
}

/** @param chosen headers, in the order in which they are wanted */
function shownColumns<Row>(
  { columns }: View<Row>,
  isWide: boolean,
  chosen: readonly string[] | undefined,
  context: ViewContext,
): readonly Column<Row>[] {
  if (chosen !== undefined) return chosen.flatMap((name) => columns.find(({ header }) => header === name) ?? [])
  return columns.filter(({ wide, when }) => (!wide || isWide) && (when === undefined || when(context)))
}

function* printNames<Row>(
  rows: readonly Row[],
  view: View<Row>,
  context: ViewContext,
  said: Set<string>,
): Generator<string> {
  for (const row of rows) {
    const name = view.toName(row, context)
    if (said.has(name)) continue
    said.add(name)
    yield `${sanitize(name)}\n`
  }
}

/** All rows are held: a template may look at any of them, and a column is as wide as its widest cell. */
function selectedPieces<Row>(view: View<Row>, head: Head, selecting: Selecting, noHeaders: boolean): Pieces<Row> {
  const rows: Row[] = []
  return {
    begin: '',
    item: (row) => {
      rows.push(row)
      return ''
    },
    end: (gaps) => {
      const document = documentOf(view, head, rows, gaps) as { readonly items?: readonly Json[] } & Json
      if ('goTemplate' in selecting) return goTemplateText(selecting.goTemplate, document)
      if ('template' in selecting) return templateText(selecting.template, document, selecting.asJson)
      return customText(selecting.columns, document.items ?? [document], noHeaders)
    },
  }
}
