/**
 * Locations of a rendered configuration are mostly alike from some statement on to their end, and between the few that
 * name their Ingress. What was read once is passed over again in one leap: the same text, from the same state on, leads to
 * the same state.
 */

/** A place in a block, counted from behind the brace that opens it. */
interface Mark {
  /** bytes */
  readonly at: number
  /** ends of lines */
  readonly lines: number
  /** of whatever is counted besides */
  readonly count: number
}

/** From one place to another one in the block that is remembered. */
export interface Leap {
  readonly from: Mark
  readonly to: Mark
  /** how many of the bytes stand behind the last statement */
  readonly tail: number
}

/** Up to which statement blocks were alike so far; `isFull`: the one behind that was another one. */
interface Run {
  to: number
  isFull: boolean
}

/** Of a block that is remembered, in bytes. */
const longest = 1 << 16

/** Statements after which the rest of a block is compared: where blocks differ in all of them, the attempts cost something. */
const mostTries = 24

export class Twin {
  /** the block that was read last without a leap, from behind its brace up to the one that ends it */
  #text = Buffer.alloc(0)
  /** behind each statement of its own level */
  #marks: readonly Mark[] = []
  #end: Mark = { at: 0, lines: 0, count: 0 }
  /** the block that is being read: where it begins in the window, and what will be kept of it */
  #from = 0
  #linesBefore = 0
  #own: Mark[] = []
  #nth = 0
  #hasLeapt = false
  /** behind each statement from which no leap led to the end */
  #runs: Run[] = []
  /** the block before was like the one that is remembered */
  #isSteady = false
  /** the statement behind which one is tried first: the last leap began at most one later */
  #hope = 0

  /** A block begins here. @param lines that ended before */
  begin(at: number, lines: number): void {
    this.#from = at
    this.#linesBefore = lines
    this.#own = []
    this.#nth = 0
    this.#isSteady = this.#hasLeapt
    this.#hasLeapt = false
  }

  moveTo(shift: number): void {
    this.#from -= shift
  }

  /**
   * A statement of the block ended before `at`.
   * @param to where the window ends
   * @param count of what the block holds up to here, whatever that is
   * @returns null: go on as usual
   */
  leap(bytes: Uint8Array, at: number, to: number, lines: number, count = 0): Leap | null {
    const nth = this.#nth++
    if (this.#hasLeapt || at - this.#from > longest) return null
    // Behind a block that was like the one remembered, this one is not remembered either.
    if (!this.#isSteady) this.#own.push({ at: at - this.#from, lines: lines - this.#linesBefore, count })
    const from = this.#marks[nth]
    if (from === undefined) return null
    if (nth >= this.#hope && nth < this.#hope + mostTries && this.#isAlike(from, this.#end, bytes, at, to)) {
      this.#hope = Math.max(0, nth - 1)
      this.#hasLeapt = true
      return { from, to: this.#end, tail: this.#end.at - (this.#marks.at(-1) ?? from).at }
    }
    return this.#isSteady ? this.#run(nth, from, bytes, at, to) : null
  }

  /** Over the statements that were alike until now. */
  #run(nth: number, from: Mark, bytes: Uint8Array, at: number, to: number): Leap | null {
    const run = this.#runs[nth] ?? { to: nth, isFull: false }
    this.#runs[nth] = run
    run.isFull ||= run.to + 1 === this.#marks.length
    const end = this.#marks[run.isFull ? run.to : run.to + 1] ?? from
    if (end === from || at + end.at - from.at > to) return null
    if (this.#isAlike(from, end, bytes, at, to)) {
      if (!run.isFull) run.to++
      this.#nth = run.to + 1
      return { from, to: end, tail: 0 }
    }
    if (run.isFull) run.to = nth
    run.isFull = true
    return null
  }

  #isAlike(from: Mark, end: Mark, bytes: Uint8Array, at: number, to: number): boolean {
    const length = end.at - from.at
    return length > 0 && at + length <= to && this.#text.compare(bytes, at, at + length, from.at, end.at) === 0
  }

  /** The block ends here, with its brace. @returns is it the one that is remembered from now on */
  end(bytes: Uint8Array, at: number, lines: number, count = 0): boolean {
    // What was passed in leaps is not known statement by statement.
    if (this.#hasLeapt || this.#isSteady || at - this.#from > longest) return false
    this.#text = Buffer.from(bytes.subarray(this.#from, at))
    this.#marks = this.#own
    this.#end = { at: at - this.#from, lines: lines - this.#linesBefore, count }
    this.#hope = 0
    this.#runs = []
    return true
  }
}
