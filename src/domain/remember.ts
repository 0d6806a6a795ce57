/** What was found out of a text, or of what a text stands for, kept for those that were asked for lately. */

/** What is asked again moves on from the older generation, and what nobody asked for goes with it. */
export class Recent<T> {
  readonly #most: number
  readonly #longest: number
  #young = new Map<string, T>()
  #old = new Map<string, T>()

  /**
   * @param most texts that are kept at least; about twice as many at most
   * @param longest of a text that is kept, in characters
   */
  constructor(most: number, longest: number) {
    this.#most = most
    this.#longest = longest
  }

  get(text: string): T | undefined {
    const known = this.#young.get(text)
    if (known !== undefined) return known
    const found = this.#old.get(text)
    if (found !== undefined) this.set(text, found)
    return found
  }

  set(text: string, found: T): void {
    if (text.length > this.#longest) return
    if (this.#young.size >= this.#most) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(text, found)
  }
}

/**
 * @param find answers the same for the same text, whenever it is asked
 * @param most and `longest`: as {@link Recent} has them
 */
export function remembering<T>(find: (text: string) => T, most: number, longest: number): (text: string) => T {
  const recent = new Recent<T>(most, longest)
  return (text) => {
    const known = recent.get(text)
    if (known !== undefined) return known
    const found = find(text)
    recent.set(text, found)
    return found
  }
}

/** What was found out of a value, for as long as that is there. @param find answers the same whenever it is asked */
export function onceFor<Asked extends object, T>(find: (asked: Asked) => T): (asked: Asked) => T {
  const known = new WeakMap<Asked, T>()
  return (asked) => {
    const before = known.get(asked)
    if (before !== undefined) return before
    const found = find(asked)
    known.set(asked, found)
    return found
  }
}
