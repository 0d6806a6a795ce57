/**
 * Locations of a rendered configuration are mostly alike from some statement on to their end. What was passed over once is
 * passed over again in one leap: the same text, from the same state on, leads to the same state.
 */

/** Of a block that is remembered, in bytes. */
const longest = 1 << 16

/** Statements after which the rest of a block is compared: where blocks differ in all of them, the attempts cost something. */
const mostTries = 24

export class Twin {
  /** the block that was passed over last without a leap, from behind its brace up to the one that ends it */
  #text = Buffer.alloc(0)
  /** offsets in it: behind each statement of its own level */
  #ends: readonly number[] = []
  /** ends of lines before those */
  #lines: readonly number[] = []
  #allLines = 0
  /** of the block that is being passed over: where it begins in the window, and what will be kept of it */
  #from = 0
  #linesBefore = 0
  #ownEnds: number[] = []
  #ownLines: number[] = []
  #hasLeapt = false
  /** the statement behind which one is tried first: the last leap began at most one later */
  #hope = 0

  /** A block begins here. @param lines that ended before */
  begin(at: number, lines: number): void {
    this.#from = at
    this.#linesBefore = lines
    this.#ownEnds = []
    this.#ownLines = []
    this.#hasLeapt = false
  }

  moveTo(shift: number): void {
    this.#from -= shift
  }

  /**
   * A statement of the block ended before `at`.
   * @param to where the window ends
   * @returns null: go on as usual; else the bytes and lines that are passed, and how many of the bytes stand behind the last statement
   */
  leap(
    bytes: Uint8Array,
    at: number,
    to: number,
    lines: number,
  ): { bytes: number; lines: number; tail: number } | null {
    const nth = this.#ownEnds.length
    if (this.#hasLeapt || at - this.#from > longest) return null
    this.#ownEnds.push(at - this.#from)
    this.#ownLines.push(lines - this.#linesBefore)
    const from = this.#ends[nth]
    if (from === undefined || nth < this.#hope || nth >= this.#hope + mostTries) return null
    const length = this.#text.length - from
    if (length === 0 || at + length > to || this.#text.compare(bytes, at, at + length, from) !== 0) return null
    this.#hope = Math.max(0, nth - 1)
    this.#hasLeapt = true
    const tail = this.#text.length - (this.#ends.at(-1) ?? 0)
    return { bytes: length, lines: this.#allLines - (this.#lines[nth] ?? 0), tail }
  }

  /** The block ends here, with its brace. */
  end(bytes: Uint8Array, at: number, lines: number): void {
    if (this.#hasLeapt || at - this.#from > longest) return
    this.#text = Buffer.from(bytes.subarray(this.#from, at))
    this.#ends = this.#ownEnds
    this.#lines = this.#ownLines
    this.#allLines = lines - this.#linesBefore
    this.#hope = 0
  }
}
