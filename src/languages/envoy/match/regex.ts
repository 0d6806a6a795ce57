/**
 * Regular expressions of Envoy, which are RE2's: https://github.com/google/re2/wiki/Syntax
 *
 * They are tried by the machine that tries those of other proxies, within a budget. What both languages have means the
 * same in both; what is not known to is named so, and never guessed.
 */
import { Budget, type Pcre, readPcre } from '../../nginx/pcre/pcre.js'
import { toBytes, toText } from '../../nginx/text/byte-text.js'

export type Tried = boolean | 'untried'

export class Regex {
  readonly text: string
  /** null: this language is not wholly known here; undefined: not read yet */
  #whole: Pcre | null | undefined
  #part: Pcre | null | undefined

  constructor(text: string) {
    this.text = text
  }

  /** Is the whole text matched. */
  matches(text: string): Tried {
    if (this.#whole === undefined)
      this.#whole = this.#isForeign ? null : readPcre(`\\A(?:${toBytes(this.text)})\\z`, false)
    const found = this.#whole?.match(toBytes(text), new Budget()) ?? 'too-long'
    if (found === 'too-long' || found === 'gave-up') return 'untried'
    return found !== 'none'
  }

  /**
   * Every part that matches, replaced; `\1` is the first capture, `\0` the whole part.
   * @returns null: it cannot be tried
   */
  replaceAll(text: string, substitution: string): string | null {
    if (this.#part === undefined) this.#part = this.#isForeign ? null : readPcre(toBytes(this.text), false)
    if (this.#part === null) return null
    const subject = toBytes(text)
    const budget = new Budget()
    const rewritten = toBytes(substitution)
    let done = ''
    let at = 0
    let lastEnd = -1
    while (at <= subject.length) {
      const found = this.#part.find(subject, at, budget)
      if (found === 'none') break
      if (typeof found === 'string') return null
      const { start, end, captures } = found
      done += subject.slice(at, start)
      // An empty match where the last one ended is none.
      if (start === end && start === lastEnd) {
        done += subject.slice(at, at + 1)
        at += 1
        continue
      }
      done += filled(rewritten, [subject.slice(start, end), ...captures])
      if (done.length > longest) return null
      at = end
      lastEnd = end
    }
    return toText(done + subject.slice(at))
  }

  /** Written alike, and meant otherwise: sets of Unicode, greed turned round, one byte. */
  get #isForeign(): boolean {
    return /\\[pPCGKRhHNXZ]|\(\?[a-zA-Z]*U|\(\?<?[=!]|\(\?>|\(\?#|\\[1-9gk]|[*+?}]\+/.test(this.text)
  }
}

const longest = 1024 * 1024

function filled(substitution: string, captures: readonly string[]): string {
  return substitution.replace(/\\([0-9\\])/g, (_, sign: string) =>
    sign === '\\' ? sign : (captures[Number(sign)] ?? ''),
  )
}
