/** What a reader of a language tells of a text: where something stands in it. */
export interface LinesOf {
  /** The line, from 1, of what a path leads to, or of the last part of it that is there. */
  lineOf(path: readonly (string | number)[]): number
  /** The line on which that ends. */
  lastLineOf(path: readonly (string | number)[]): number
}
