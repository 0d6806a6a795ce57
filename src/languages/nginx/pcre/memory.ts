/** Ways that were found to lead nowhere, each with the number of tries that PCRE spends on it. */

/** Most matches are found sooner than remembering pays. */
const stepsBefore = 1000
const most = 250_000

export class Memory {
  readonly #isUseful: boolean
  #steps = 0
  #tries: Map<number, number> | null = null

  /** @param isUseful false where a way hangs on what was captured before */
  constructor(isUseful: boolean) {
    this.#isUseful = isUseful
  }

  /** One more choice: is it time to remember. */
  isTime(): boolean {
    return this.#isUseful && ++this.#steps >= stepsBefore
  }

  /** undefined: not known */
  triesOf(key: number): number | undefined {
    return this.#tries?.get(key)
  }

  add(key: number, tries: number): void {
    this.#tries ??= new Map()
    if (this.#tries.size < most) this.#tries.set(key, tries)
  }
}
