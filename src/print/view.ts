/** What the printers are handed: columns for a table, a shape for JSON, a name, and the wishes of whoever reads it. */

import type { Gap } from '../domain/gap.js'
import type { GoTemplate } from '../domain/go-template/tree.js'
import type { CustomColumn } from '../domain/jsonpath/columns.js'
import type { Template } from '../domain/jsonpath/parse.js'
import type { Filling } from '../domain/text/filling.js'
import type { Shortening } from './shorten.js'

/** How good or bad a cell's news is. Colour follows the tone; the text alone must say the same. */
export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'dim' | 'changed'

export type Cell = string | { readonly text: string; readonly tone: Tone }

export function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text
}

/** What a cell may depend on besides its row. */
export interface ViewContext {
  /** milliseconds since the epoch, for ages */
  readonly now: number
  readonly allNamespaces: boolean
}

export interface Column<Row> {
  readonly header: string
  readonly cell: (row: Row, context: ViewContext) => Cell
  /** the same in some words, for a terminal that is too narrow for whole rows; absent: it says no more than it must */
  readonly brief?: (row: Row, context: ViewContext) => Cell
  /** shown with `-o wide` only */
  readonly wide?: true
  /** left out where this is false, for instance NAMESPACE without -A */
  readonly when?: (context: ViewContext) => boolean
  /** on a terminal that is too narrow, columns with the highest number leave first; absent: it stays */
  readonly leaves?: number
  /** what else it does for want of room; absent: its texts lose their middle. `wrap`: sentences, in the last column */
  readonly shorten?: Shortening | 'wrap'
}

/** What a drawing is made on. */
export interface Paper extends ViewContext {
  /** the terminal's width; undefined where stdout is a pipe or a file */
  readonly columns: number | undefined
  readonly tone: (text: string, tone: Tone) => string
}

/** A format of a verb's own: a text for each row, and what stands around all of them. */
export interface Drawing<Row> {
  readonly begin?: string
  /** whole lines, already safe for a terminal */
  readonly item: (row: Row, index: number, paper: Paper) => string
  readonly end?: string
}

/** A format of another program, which must know all rows before it begins. @returns texts that are safe there */
export type Report<Row> = (rows: readonly Row[], gaps: readonly Gap[]) => Iterable<string>

/** @typeParam Item what programs get of a row */
export interface View<Row, Item = unknown> {
  /** the `kind` of the JSON document, e.g. `RouteList` */
  readonly kind: string
  readonly columns: readonly Column<Row>[]
  /** one item of the JSON document: a public contract, see krew/schemas */
  readonly toJson: (row: Row) => Item
  /** the line of `-o name`, which can be fed back; equal lines are printed once */
  readonly toName: (row: Row, context: ViewContext) => string
  /** what tells a row from all others, while it changes; absent: its name does */
  readonly identity?: (row: Row) => string
  /** of a row that says the same as others but for a text; undefined: it says what it says */
  readonly filling?: (row: Row) => Filling | undefined
  /** the `kind` of the document where one row was asked for: it is that item itself */
  readonly alone?: string
  /** of the formats beyond those of every verb, those that this one has */
  readonly drawings?: { readonly [D in DrawingFormat]?: Drawing<Row> | (() => Drawing<Row>) }
  /** the same of formats of other programs */
  readonly reports?: { readonly [R in ReportFormat]?: Report<Row> }
}

/** A header as people type it: `INGRESS NAME` is `ingress-name`. */
export function columnName(header: string): string {
  return header.toLowerCase().replaceAll(/[\s_]+/g, '-')
}

/** What every verb that prints has. */
export const formats = ['table', 'wide', 'json', 'yaml', 'name', 'csv', 'markdown'] as const
/** What every verb that prints has, too, with something of the reader's own behind a `=`. */
export const templateFormats = ['custom-columns', 'jsonpath', 'go-template'] as const
export type TemplateFormat = (typeof templateFormats)[number]
/** What only some verbs have. */
export const drawingFormats = ['list', 'tree', 'dot', 'mermaid'] as const
type DrawingFormat = (typeof drawingFormats)[number]
/** What other programs read, and only some verbs have. */
export const reportFormats = ['sarif', 'junit', 'github', 'gitlab'] as const
type ReportFormat = (typeof reportFormats)[number]
export type Format = (typeof formats)[number] | TemplateFormat | DrawingFormat | ReportFormat

/** What the reader wants of the document. */
export type Selecting =
  | { readonly template: Template; readonly asJson: boolean }
  | { readonly columns: readonly CustomColumn[] }
  | { readonly goTemplate: GoTemplate }

/** How an answer shall look, besides its view. */
export interface PrintWishes {
  readonly format: Format
  readonly noHeaders: boolean
  /** of `-o jsonpath` and its like: what is selected */
  readonly selecting?: Selecting | undefined
  /** headers: these columns in this order, instead of those that the format has */
  readonly columns?: readonly string[] | undefined
  readonly context: ViewContext
  /** of a capture: when its facts were true (RFC 3339) */
  readonly takenAt?: string | null
  /** one row was asked for */
  readonly alone?: boolean
  /** a terminal shows whole cells too, however long the lines become */
  readonly noTrunc?: boolean
  /** hears in a sentence what was cut to fit the terminal */
  readonly tell?: (sentence: string) => void
}

/** Rows and a view → text, with width and colour settled. */
export interface Printer {
  rows<Row>(
    rows: readonly Row[],
    view: View<Row>,
    gaps: readonly Gap[],
    wishes: PrintWishes,
  ): Iterable<string> | AsyncIterable<string>
  /** @param gaps asked after the last row */
  stream<Row>(
    rows: AsyncIterable<readonly Row[]>,
    view: View<Row>,
    gaps: () => readonly Gap[],
    wishes: PrintWishes,
  ): AsyncIterable<string>
  /** a table of which more rows come later, in columns that stay as wide as they were */
  live<Row>(view: View<Row>, wishes: PrintWishes): (rows: readonly Row[]) => Iterable<string>
  /** one JSON value as it is */
  value(value: unknown): Iterable<string>
}
