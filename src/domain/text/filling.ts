/** Answers that are alike but for a text: one stands for all. */

/** In what it belongs to `text` is meant wherever `mark` stands; both are safe, and harmless, in each format. */
export interface Filling {
  /** answers with the same one are the same but for their text */
  readonly like: object
  /** null: they are the same throughout */
  readonly mark: string | null
  readonly text: string
}
