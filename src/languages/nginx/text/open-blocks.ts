/** The blocks that the scanner is in, from the outermost one on. */

/** The tape knows a block that was opened in an earlier unit no more. */
const ELSEWHERE = -1

/** Blocks in blocks that are followed: people write five or six, and whoever walks the tree goes as deep. */
const deepest = 200

export class OpenBlocks {
  readonly #splits: boolean
  /** of each on the tape */
  readonly #indices: number[] = []
  readonly #lines: number[] = []

  /** @param splits are statements of an outermost block reported one by one, and not only those of the top level */
  constructor(splits: boolean) {
    this.#splits = splits
  }

  get depth(): number {
    return this.#indices.length
  }

  get isDeepest(): boolean {
    return this.depth === deepest
  }

  /** Was the innermost one reported as opened, and its statements one by one. */
  get isSplit(): boolean {
    return this.#indices.at(-1) === ELSEWHERE
  }

  /** Is what ended now reported. */
  get isUnit(): boolean {
    return this.depth <= this.#unitDepth
  }

  /** Is this in a block of a block that is reported: in a location. */
  get isInLocation(): boolean {
    return this.#splits && this.depth === this.#unitDepth + 2
  }

  /** Line on which the innermost one begins; null: there is none. */
  get line(): number | null {
    return this.#lines.at(-1) ?? null
  }

  open(index: number, line: number): void {
    this.#indices.push(index)
    this.#lines.push(line)
  }

  /** @returns of the innermost one on the tape; null: it is not there */
  close(): number | null {
    this.#lines.pop()
    const index = this.#indices.pop()
    return index === undefined || index === ELSEWHERE ? null : index
  }

  /** The tape is empty again. */
  startUnit(): void {
    this.#indices.fill(ELSEWHERE)
  }

  get #unitDepth(): number {
    if (!this.#splits) return -1
    return this.#indices[0] === ELSEWHERE ? 1 : 0
  }
}
