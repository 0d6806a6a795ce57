/** What a verb comes to: a value that says by its `kind` how it is delivered. */
import type { Gap } from '../domain/gap.js'

/** `unanswered`: something that was asked for by name could not be told; what could is in the rows (exit code 2). */
export type Outcome = 'clean' | 'findings' | 'unanswered'

/** Rows of the verb's view, all of them at once. */
export interface Rows<Row> {
  readonly kind: 'rows'
  readonly rows: readonly Row[]
  readonly gaps: readonly Gap[]
  readonly allNamespaces: boolean
  /** when the facts were true (RFC 3339); null: now. Ages count up to then */
  readonly asOf: string | null
  /** said on stderr where there are no rows and no gap explains it */
  readonly empty: string
  readonly verdict: Outcome
  /** what matters more than all of them, said on stderr before the first; absent: nothing */
  readonly headline?: string | null
  /** what they come to and what to ask next, said under a table on a terminal; absent: nothing */
  readonly summary?: string | null
  /** a JSON value of the verb's own for a file that was named */
  readonly saves?: { readonly path: string; readonly value: unknown } | null
}

/** Rows of the verb's view as they come, for answers that are too many to be held. */
export interface RowStream<Row> {
  readonly kind: 'row-stream'
  /** some at a time: a step for each would take longer than many a row */
  readonly rows: AsyncIterable<readonly Row[]>
  /** one row was asked for: the document is that item itself */
  readonly alone: boolean
  readonly asOf: string | null
  /** asked after the last row: what could not be seen, and what it came to */
  readonly end: () => { readonly gaps: readonly Gap[]; readonly verdict: Outcome; readonly summary?: string | null }
}

/** Nothing for stdout: a deed, told in one line on stderr. */
export interface Done {
  readonly kind: 'done'
  readonly done: string
  readonly gaps: readonly Gap[]
}

/** One JSON value, printed as it is: somebody else's document, for `jq`'s sake. */
export interface Value {
  readonly kind: 'value'
  readonly value: unknown
  readonly gaps: readonly Gap[]
}

/** Bytes or text for stdout, as they come and untouched: too large, or too endless, to be held. */
export interface Text {
  readonly kind: 'text'
  readonly chunks: AsyncIterable<Uint8Array | string> | Iterable<string>
  readonly gaps: readonly Gap[]
  /** lines for stderr, before the first byte */
  readonly notes: readonly string[]
  /** asked after the last byte; absent: clean */
  readonly exitCode?: () => Promise<number>
}

/** What needs no view. */
export type Plain = Done | Value | Text

export type Result<Row> = Rows<Row> | RowStream<Row> | Plain
