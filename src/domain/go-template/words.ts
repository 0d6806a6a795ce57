/** The words of a template on their way through its reader, with the variables that may be named where it stands. */
import type { Token } from './lex.js'
import { Wrong } from './tree.js'

/** Controls within controls, parentheses within parentheses. */
const deepest = 100

export class Words {
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0
  #variables: string[] = ['$']

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  isAtEnd(): boolean {
    return this.#at >= this.#tokens.length
  }

  /** The next one, which stays. */
  peek(): Token | undefined {
    return this.#tokens[this.#at]
  }

  take(): Token | undefined {
    return this.#tokens[this.#at++]
  }

  /** @returns the first that is no blank, which stays */
  skipBlanks(): Token | undefined {
    while (this.peek()?.is === ' ') this.#at += 1
    return this.peek()
  }

  /** Does an action begin with that word? Then both are taken. */
  takesAction(word: 'define'): boolean {
    const before = this.#at
    if (this.take()?.is === '{{' && this.skipBlanks()?.is === word) return this.take() !== undefined
    this.#at = before
    return false
  }

  /** Goes on where it was, if what is tried gives null. */
  attempt<T>(tried: () => T | null): T | null {
    const before = this.#at
    const found = tried()
    if (found === null) this.#at = before
    return found
  }

  /** @throws Wrong */
  expect(is: Token['is'], context: string): void {
    const token = this.skipBlanks()
    if (token?.is !== is) throw new Wrong(`unexpected ${shown(token)} in ${context}`)
    this.take()
  }

  /** The name of a template. @throws Wrong */
  name(context: string): string {
    const token = this.skipBlanks()
    if (token?.is !== 'literal' || token.isText !== true) throw new Wrong(`unexpected ${shown(token)} in ${context}`)
    this.take()
    return String(token.value)
  }

  /** @throws Wrong where it goes too deep */
  inside<T>(read: () => T): T {
    this.#depth += 1
    if (this.#depth > deepest) throw new Wrong(`it is more than ${deepest} levels deep`)
    const found = read()
    this.#depth -= 1
    return found
  }

  declare(name: string): void {
    this.#variables.push(name)
  }

  knows(name: string): boolean {
    return this.#variables.includes(name)
  }

  /** What is declared in there is gone behind it. */
  withVariables<T>(read: () => T): T {
    const before = this.#variables.length
    const found = read()
    this.#variables.length = before
    return found
  }

  withOwnVariables<T>(read: () => T): T {
    const before = this.#variables
    this.#variables = ['$']
    const found = read()
    this.#variables = before
    return found
  }
}

/** As a sentence about a mistake names it. */
export function shown(token: Token | undefined): string {
  if (token === undefined) return 'EOF'
  if (token.is === 'literal') return JSON.stringify(String(token.value))
  return JSON.stringify('text' in token ? token.text : token.is)
}
