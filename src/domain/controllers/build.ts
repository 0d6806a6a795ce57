/** What a controller's program says of itself. */

/** Of `--version`; null: it did not say. */
export interface Build {
  /** without the v */
  readonly release: string | null
  readonly build: string | null
  readonly repository: string | null
  readonly nginx: string | null
}
