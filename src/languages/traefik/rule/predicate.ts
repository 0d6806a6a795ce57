/** Conditions of what was answered, as circuit breakers and buffers have them: https://github.com/vulcand/predicate */

type Kind = 'int' | 'float' | 'string'

/** What a function takes, and what it gives: a value to be compared, or a condition. */
export interface Word {
  readonly takes: readonly Kind[]
  readonly gives: Kind | 'condition'
}

type Read = { readonly is: 'condition' | 'literal' | 'function'; readonly kind?: Kind }

/** Is it a condition of these words. */
export function isPredicate(text: string, words: Readonly<Record<string, Word>>): boolean {
  const tokens = tokensOf(text)
  if (tokens === null) return false
  try {
    return new Reader(tokens, words).whole()
  } catch {
    return false
  }
}

const token =
  /[ \t\r\n]*(\|\||&&|[<>=!]=|[<>(),]|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|"(?:[^"\\\n]|\\.)*"|`[^`]*`|[A-Za-z_]\w*)/y

/** null: something else stands in it */
function tokensOf(text: string): readonly string[] | null {
  // A line that ends with a value ends the expression.
  const whole = text.trimEnd()
  if (/[\w)"`][ \t\r]*\n/.test(whole)) return null
  const tokens: string[] = []
  token.lastIndex = 0
  for (let at = 0; at < whole.length; at = token.lastIndex) {
    const found = token.exec(whole)?.[1]
    if (found === undefined) return null
    tokens.push(found)
  }
  return tokens
}

/** No honest one has more parentheses. */
const deepest = 200

class Reader {
  readonly #tokens: readonly string[]
  readonly #words: Readonly<Record<string, Word>>
  #at = 0
  #depth = 0

  constructor(tokens: readonly string[], words: Readonly<Record<string, Word>>) {
    this.#tokens = tokens
    this.#words = words
  }

  whole(): boolean {
    const { is } = this.#either()
    return is === 'condition' && this.#at === this.#tokens.length
  }

  #either(): Read {
    return this.#joined('||', () => this.#joined('&&', () => this.#compared()))
  }

  #joined(sign: string, part: () => Read): Read {
    let read = part()
    while (this.#takes(sign)) {
      const other = part()
      if (read.is !== 'condition' || other.is !== 'condition') throw refused
      read = other
    }
    return read
  }

  #compared(): Read {
    let left = this.#one()
    for (let sign = this.#peek(); /^[<>=!]=$|^[<>]$/.test(sign); sign = this.#peek()) {
      this.#at += 1
      const right = this.#one()
      const isOrdered = left.kind !== 'string' || /^[=!]=$/.test(sign)
      if (left.is !== 'function' || right.is !== 'literal' || left.kind !== right.kind || !isOrdered) throw refused
      left = { is: 'condition' }
    }
    return left
  }

  #one(): Read {
    if (this.#takes('(')) {
      this.#depth += 1
      if (this.#depth > deepest) throw refused
      const inner = this.#either()
      this.#expect(')')
      return inner
    }
    const said = this.#next()
    const kind = kindOf(said)
    if (kind !== null) return { is: 'literal', kind }
    const word = Object.hasOwn(this.#words, said) ? this.#words[said] : undefined
    if (word === undefined) throw refused
    this.#expect('(')
    for (const [i, taken] of word.takes.entries()) {
      if (i > 0) this.#expect(',')
      if (kindOf(this.#next()) !== taken) throw refused
    }
    if (word.takes.length > 0) this.#takes(',')
    this.#expect(')')
    return word.gives === 'condition' ? { is: 'condition' } : { is: 'function', kind: word.gives }
  }

  #peek(): string {
    return this.#tokens[this.#at] ?? ''
  }

  #next(): string {
    this.#at += 1
    return this.#tokens[this.#at - 1] ?? ''
  }

  #takes(sign: string): boolean {
    const isNext = this.#peek() === sign
    if (isNext) this.#at += 1
    return isNext
  }

  #expect(sign: string): void {
    if (this.#next() !== sign) throw refused
  }
}

const refused = new Error('it is no condition')

function kindOf(said: string): Kind | null {
  if (/^["`]/.test(said)) return 'string'
  if (/^\d+$/.test(said)) return 'int'
  return /^[\d.]/.test(said) ? 'float' : null
}
