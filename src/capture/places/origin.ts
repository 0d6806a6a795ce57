/** Where a document of a file begins, kept so that its lines can be told later: most objects are never asked about. */

/** A text that was parsed as a whole. */
export interface Origin {
  readonly file: string
  readonly text: string
  /** lines that stand before it in the file */
  readonly line: number
  readonly language: 'yaml' | 'json'
  /** the text is the sequence of the items of a list alone */
  readonly isItems: boolean
}

/** A document with where it stands. */
export interface Placed {
  readonly value: unknown
  readonly origin: Omit<Origin, 'file'>
}

/** An object in what was parsed. */
export interface Spot {
  readonly origin: Origin
  /** keys and indexes from the root of the text to it */
  readonly path: readonly (string | number)[]
}

/** What a reader of a language tells of a text: where something stands in it. */
export interface LinesOf {
  /** The line, from 1, of what a path leads to, or of the last part of it that is there. */
  lineOf(path: readonly (string | number)[]): number
  /** The line on which that ends. */
  lastLineOf(path: readonly (string | number)[]): number
}
