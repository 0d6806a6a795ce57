/**
 * The language of router rules: matchers with texts in parentheses, joined by `&&`, `||` and `!`.
 * https://doc.traefik.io/traefik/reference/routing-configuration/http/routing/rules-and-priority/
 */
import { faultOf } from './regex.js'
import { arities, type MatcherName, type Rule } from './rule.js'
import { patternOfTemplate } from './templates.js'

/** Longer and deeper than any rule that somebody wrote. */
const most = { length: 64 * 1024, depth: 100 } as const

/**
 * @param isForNames the proxy reads each rule twice: whose hosts it names is taken of any that has the form of one, whatever
 * its matchers make of their texts
 * @returns `wrong`: why it is none, in words
 */
export function readRule(
  text: string,
  syntax: keyof typeof arities,
  isForNames = false,
): Rule | { readonly wrong: string } {
  if (text.length > most.length) return { wrong: `it has more than ${most.length} characters` }
  const reader = new Reader(text, syntax, isForNames)
  try {
    return reader.read()
  } catch (error) {
    if (error instanceof Wrong) return { wrong: error.message }
    throw error
  }
}

class Wrong extends Error {}

class Reader {
  readonly #text: string
  readonly #syntax: keyof typeof arities
  readonly #isForNames: boolean
  #at = 0

  constructor(text: string, syntax: keyof typeof arities, isForNames: boolean) {
    this.#text = text
    this.#syntax = syntax
    this.#isForNames = isForNames
  }

  read(): Rule {
    const rule = this.#or(0)
    this.#blanks()
    if (this.#at < this.#text.length) throw new Wrong(`nobody expects ${this.#here()}`)
    return rule
  }

  #or(depth: number): Rule {
    return this.#joined('or', '||', () => this.#joined('and', '&&', () => this.#unary(depth)))
  }

  #joined(is: 'and' | 'or', sign: string, part: () => Rule): Rule {
    const first = part()
    const parts = [first]
    while (this.#takes(sign)) parts.push(part())
    // A list that grew has room for more, which thousands of rules would hold.
    return parts.length === 1 ? first : { is, parts: parts.slice() }
  }

  #unary(depth: number): Rule {
    if (depth > most.depth) throw new Wrong(`it is nested more than ${most.depth} deep`)
    if (this.#takes('!')) return { is: 'not', part: this.#unary(depth + 1) }
    if (this.#takes('(')) {
      const inner = this.#or(depth + 1)
      if (!this.#takes(')')) throw new Wrong(`a parenthesis is not closed at ${this.#here()}`)
      return inner
    }
    return this.#matcher()
  }

  #matcher(): Rule {
    this.#blanks()
    const [word = ''] = /^[A-Za-z]\w*/.exec(this.#text.slice(this.#at, this.#at + 64)) ?? []
    if (word === '') throw new Wrong(`a matcher is missing at ${this.#here()}`)
    this.#at += word.length
    const known: Readonly<Record<string, readonly [number, number]>> = arities[this.#syntax]
    const name = Object.keys(known).find((one) => spellings(one).includes(word))
    if (name === undefined) throw new Wrong(`unsupported function: ${word}`)
    const args = this.#arguments()
    if (this.#isForNames) return { is: 'matcher', name: name as MatcherName, args }
    const [least, mostArgs] = known[name] ?? [0, 0]
    if (args.length < least || args.length > mostArgs)
      throw new Wrong(`unexpected number of parameters of ${name}: ${args.length}`)
    if (args.includes('')) throw new Wrong(`an empty text in ${name}`)
    const fault = name.endsWith('Regexp') && this.#syntax !== 'v2' ? faultOf(args.at(-1) ?? '') : null
    if (fault !== null) throw new Wrong(`no pattern in ${name}: ${fault}`)
    return this.#syntax === 'v2' || this.#syntax === 'tcp-v2'
      ? inOlderSyntax(name as MatcherName, args)
      : { is: 'matcher', name: name as MatcherName, args }
  }

  #arguments(): readonly string[] {
    if (!this.#takes('(')) throw new Wrong(`( is missing at ${this.#here()}`)
    if (this.#takes(')')) return []
    const args = [this.#string()]
    while (this.#takes(',')) args.push(this.#string())
    if (!this.#takes(')')) throw new Wrong(`) is missing at ${this.#here()}`)
    return args
  }

  /** As Go writes them: raw between backticks, or between quotes with escapes. */
  #string(): string {
    this.#blanks()
    const quote = this.#text[this.#at]
    if (quote === '`') {
      const end = this.#text.indexOf('`', this.#at + 1)
      if (end === -1) throw new Wrong('a text is not closed')
      const raw = this.#text.slice(this.#at + 1, end)
      this.#at = end + 1
      return raw.replaceAll('\r', '')
    }
    if (quote !== '"') throw new Wrong(`a text is missing at ${this.#here()}`)
    let end = this.#at + 1
    while (end < this.#text.length && this.#text[end] !== '"') end += this.#text[end] === '\\' ? 2 : 1
    if (this.#text[end] !== '"') throw new Wrong('a text is not closed')
    const inner = this.#text.slice(this.#at + 1, end)
    this.#at = end + 1
    return unescaped(inner)
  }

  #takes(sign: string): boolean {
    this.#blanks()
    if (!this.#text.startsWith(sign, this.#at)) return false
    this.#at += sign.length
    return true
  }

  #blanks(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++
  }

  #here(): string {
    const rest = this.#text.slice(this.#at, this.#at + 20)
    return rest === '' ? 'its end' : `"${rest}"`
  }
}

/** What is a template there is a pattern here; each text of several is tried for itself. */
function inOlderSyntax(name: MatcherName, args: readonly string[]): Rule {
  // A star in a host is nothing but a star there.
  if (name === 'Host') return { is: 'matcher', name: 'HostHeader', args }
  // https://github.com/traefik/traefik/blob/v3.7/pkg/muxer/tcp/matcher_v2.go (hostSNIV2)
  const odd = name === 'HostSNI' ? args.find((arg) => arg !== '*' && !/^[\w.:-]+$/.test(arg)) : undefined
  if (odd !== undefined) throw new Wrong(`${odd} is not a valid hostname or IP`)
  const isHost = name === 'HostRegexp' || name === 'HostSNIRegexp'
  if (!isHost && name !== 'Path' && name !== 'PathPrefix') return { is: 'matcher', name, args }
  const parts = args.map((arg): Rule => {
    if (!isHost && !/[{}]/.test(arg)) return { is: 'matcher', name, args: [arg] }
    const pattern = patternOfTemplate(arg, isHost ? 'host' : 'path', name === 'PathPrefix')
    if (pattern === null) throw new Wrong(`braces do not fit in ${arg}`)
    return { is: 'matcher', name: isHost ? name : 'PathRegexp', args: [pattern] }
  })
  const [only, ...others] = parts
  return only !== undefined && others.length === 0 ? only : { is: 'or', parts }
}

/** As it is, in small, in capitals, and with a capital alone. */
function spellings(name: string): readonly string[] {
  const lower = name.toLowerCase()
  return [name, lower, name.toUpperCase(), `${lower[0]?.toUpperCase()}${lower.slice(1)}`]
}

const signs: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
}

function unescaped(inner: string): string {
  return inner.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([\s\S]))/g,
    (whole, x?: string, u?: string, long?: string, octal?: string, sign?: string) => {
      const hex = x ?? u ?? long
      const code = hex === undefined ? Number.parseInt(octal ?? '', 8) : Number.parseInt(hex, 16)
      if (sign === undefined && code <= 0x10ffff) return String.fromCodePoint(code)
      const found = signs[sign ?? '']
      if (found === undefined) throw new Wrong(`unknown escape ${whole}`)
      return found
    },
  )
}
