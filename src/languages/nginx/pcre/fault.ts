/**
 * What PCRE refuses for certain in a pattern, in its own words. Only that: a pattern without such a fault may be refused
 * for another reason. https://www.pcre.org/current/doc/html/pcre2pattern.html
 */

/** @returns null: nothing that is certain */
export function patternFault(pattern: string): string | null {
  // Most patterns are plain paths.
  if (!/[\\()[*+?{]/.test(pattern)) return null
  const reader = new FaultReader(pattern)
  return reader.find()
}

class FaultReader {
  readonly #pattern: string
  #at = 0
  #depth = 0
  /** can what was read last be repeated */
  #repeatable = false

  constructor(pattern: string) {
    this.#pattern = pattern
  }

  find(): string | null {
    while (this.#at < this.#pattern.length) {
      const fault = this.#one(this.#pattern[this.#at] as string)
      if (fault !== null) return fault
    }
    return this.#depth > 0 ? 'missing closing parenthesis' : null
  }

  #one(letter: string): string | null {
    switch (letter) {
      case '\\':
        return this.#escape()
      case '[':
        return this.#class()
      case '(':
        return this.#open()
      case ')':
        return this.#close()
      case '|':
        return this.#item(1, false)
      case '*':
      case '+':
      case '?':
        return this.#quantifier(1)
      case '{':
        return this.#braces()
      default:
        return this.#item(1, true)
    }
  }

  #item(length: number, repeatable: boolean): null {
    this.#at += length
    this.#repeatable = repeatable
    return null
  }

  #take(what: RegExp): RegExpExecArray | null {
    what.lastIndex = this.#at
    return what.exec(this.#pattern)
  }

  #escape(): string | null {
    if (this.#at + 1 >= this.#pattern.length) return '\\ at end of pattern'
    if (this.#pattern[this.#at + 1] !== 'Q') return this.#item(2, true)
    const end = this.#pattern.indexOf('\\E', this.#at + 2)
    return this.#item((end === -1 ? this.#pattern.length : end + 2) - this.#at, true)
  }

  /** A closing bracket that comes first is a member of the class. */
  #class(): string | null {
    const found = this.#take(/\[\^?(?:\]|(?!\]))(?:\\[\s\S]|\[:\^?\w+:\]|[^\]\\])*\]/y)
    if (found === null) return 'missing terminating ] for character class'
    const [text] = found
    const inside = text.replace(/\\[\s\S]|\[:\^?\w+:\]/g, '\\')
    const isWrong = [...inside.slice(1, -1).matchAll(/([a-zA-Z0-9])-([a-zA-Z0-9])/g)].some(
      ([, from = '', to = '']) => from > to,
    )
    return isWrong && !inside.includes('--') ? 'range out of order in character class' : this.#item(text.length, true)
  }

  #open(): string | null {
    const comment = this.#take(/\(\?#[^)]*\)/y)
    if (comment !== null) {
      this.#at += comment[0].length
      return null
    }
    // What begins a group is no quantifier.
    const [text = '('] = this.#take(/\((?:\*\w*:?|\?(?:<[=!*]|P?[<'=>&]|[:=!>|&(R+*-]|[a-zA-Z]*))?/y) ?? []
    const isCondition = text.endsWith('(') && text.length > 1
    this.#depth += isCondition ? 2 : 1
    return this.#item(text.length, false)
  }

  #close(): string | null {
    if (--this.#depth < 0) return 'unmatched closing parenthesis'
    return this.#item(1, true)
  }

  #braces(): string | null {
    const found = this.#take(/\{(\d+)(?:,(\d*))?\}/y)
    if (found === null) return this.#item(1, true)
    const [text, low, high] = found
    if (high && Number(low) > Number(high)) return 'numbers out of order in {} quantifier'
    return this.#quantifier(text.length)
  }

  /** With `?` or `+` after it it is lazy, or gives nothing back. */
  #quantifier(length: number): string | null {
    if (!this.#repeatable) return 'quantifier does not follow a repeatable item'
    this.#at += length
    if (/[?+]/.test(this.#pattern[this.#at] ?? '')) this.#at++
    this.#repeatable = false
    return null
  }
}
