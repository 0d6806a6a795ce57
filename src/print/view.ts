/** What a verb hands to the printers: columns for a table, a shape for JSON, and a name. */

/** How good or bad a cell's news is. Colour follows the tone; the text alone must say the same. */
export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'dim'

export type Cell = string | { readonly text: string; readonly tone: Tone }

/** What a cell may depend on besides its row. */
export interface ViewContext {
  /** milliseconds since the epoch, for ages */
  readonly now: number
  readonly allNamespaces: boolean
}

export interface Column<Row> {
  readonly header: string
  readonly cell: (row: Row, context: ViewContext) => Cell
  /** shown with `-o wide` only */
  readonly wide?: true
  /** left out where this is false, for instance NAMESPACE without -A */
  readonly when?: (context: ViewContext) => boolean
}

export interface View<Row> {
  /** the `kind` of the JSON document, e.g. `RouteList` */
  readonly kind: string
  readonly columns: readonly Column<Row>[]
  /** one item of the JSON document: a public contract, see the README */
  readonly toJson: (row: Row) => unknown
  /** the line of `-o name`, e.g. `ingress.networking.k8s.io/shop`; equal lines are printed once */
  readonly toName: (row: Row) => string
}

export const formats = ['table', 'wide', 'json', 'yaml', 'name'] as const
export type Format = (typeof formats)[number]
