/** Where a pattern is not tried any further. */

/** How much may be tried, by one pattern or by all that a request meets, in steps of the machine. */
export class Budget {
  left: number
  /** that were tried */
  patterns = 0
  readonly #steps: number

  constructor(steps = 1_000_000) {
    this.#steps = steps
    this.left = steps
  }

  /** What was done so far, in steps: to begin with a pattern is as much as some of them. */
  get work(): number {
    return this.#steps - this.left + 30 * this.patterns
  }
}

/**
 * PCRE's limit of tries from one beginning. Ours are its own but for a factor (it saves some tries, and its compiler to
 * machine code counts fewer): what is near the limit is not known.
 */
const mostTries = 10_000_000
export const surelyTooMany = 10 * mostTries
export const perhapsTooMany = mostTries / 2
