/** Where a pattern is not tried any further. */

export const mostSteps = 1_000_000

/** How much may be tried, by one pattern or by all that a request meets, in steps of the machine. */
export class Budget {
  left: number

  constructor(steps = mostSteps) {
    this.left = steps
  }
}

/**
 * PCRE's limit of tries from one beginning. Ours are its own but for a factor (it saves some tries, and its compiler to
 * machine code counts fewer): what is near the limit is not known.
 */
const mostTries = 10_000_000
export const surelyTooMany = 10 * mostTries
export const perhapsTooMany = mostTries / 2
