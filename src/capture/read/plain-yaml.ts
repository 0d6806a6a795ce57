/**
 * The YAML that manifests are written in: mappings, lists and short values, one to a line. The full parser takes a
 * millisecond for each of them, and a change has hundreds. Whatever is not plain, or not certain, is left to it; where this
 * one answers, both say the same.
 */

/** @returns null: it has something in it that is left to the full parser */
export function plainYaml(text: string): { readonly value: unknown } | null {
  if (unusual.test(text)) return null
  try {
    const reader = new Reader(text)
    return { value: reader.document() }
  } catch (error) {
    if (error === notPlain) return null
    throw error
  }
}

/** Tabs, other ends of lines, what no terminal shows, and spaces of every other kind: only JavaScript trims those. */
const unusual = /[^\n\x20-\x7e\u00a1-\ud7ff\ue000-\ufefe]|[\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/

const notPlain = new Error('it is not plain')

/** More levels than any manifest has. */
const deepest = 40

const key = /^(?:([A-Za-z_](?:[\w./-]|:(?=[\w./-]))*)|"([^"\\]+)"|'([^']+)'):(?: +|$)/
const doubleQuoted = /^"(?:[^"\\]|\\["\\/bfnrt])*"/
const singleQuoted = /^'((?:[^']|'')*)'/
const number = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/
const constants: ReadonlyMap<string, boolean | null> = new Map(
  [
    ['null', 'Null', 'NULL', '~'],
    ['true', 'True', 'TRUE'],
    ['false', 'False', 'FALSE'],
  ].flatMap((words, i) => words.map((word): [string, boolean | null] => [word, i === 0 ? null : i === 1])),
)
/** What may begin no plain value, or begins one of another kind. */
const indicator = /^(?:[&*!%@`|>?:,\]}#"'{[]|-(?: |$))/
const flowWord = /[A-Za-z0-9_.$/=~+-](?:[A-Za-z0-9_.$/=~+@*-]|:(?=[A-Za-z0-9_/]))*(?: +[A-Za-z0-9_.$/=~+@*-]+)*/y

interface Line {
  readonly indent: number
  readonly content: string
}

class Reader {
  readonly #lines: readonly string[]
  readonly #endsWithBreak: boolean
  #at = 0
  /** the line that is looked at; null: it is to be read, or there is none */
  #line: Line | null = null

  constructor(text: string) {
    this.#lines = text.split('\n')
    this.#endsWithBreak = text.endsWith('\n')
  }

  document(): unknown {
    if (this.#peek()?.content === '---' && this.#line?.indent === 0) this.#next()
    const first = this.#peek()
    if (first === null) throw notPlain
    const value = this.#block(first.indent, 0)
    if (this.#peek() !== null) throw notPlain
    return value
  }

  /** The next line that says something. */
  #peek(): Line | null {
    while (this.#line === null && this.#at < this.#lines.length) {
      const text = this.#lines[this.#at] ?? ''
      const indent = text.search(/[^ ]/)
      if (indent === -1 || text[indent] === '#') this.#at++
      else if (indent === 0 && /^(?:---.|\.\.\.|%)/.test(text)) throw notPlain
      else this.#line = { indent, content: text.slice(indent).trimEnd() }
    }
    return this.#line
  }

  #next(): void {
    this.#line = null
    this.#at++
  }

  #block(indent: number, depth: number): unknown {
    const { content = '' } = this.#peek() ?? {}
    if (depth > deepest) throw notPlain
    if (content === '-' || content.startsWith('- ')) return this.#list(indent, depth)
    if (key.test(content)) return this.#mapping(indent, depth)
    throw notPlain
  }

  #mapping(indent: number, depth: number): Record<string, unknown> {
    const found: Record<string, unknown> = {}
    for (let line = this.#peek(); line !== null && line.indent >= indent; line = this.#peek()) {
      const [head, plain, double, single] = key.exec(line.content) ?? []
      const name = plain ?? double ?? single
      if (line.indent > indent || head === undefined || name === undefined) throw notPlain
      if (Object.hasOwn(found, name) || name === '__proto__' || (plain !== undefined && constants.has(name)))
        throw notPlain
      this.#next()
      found[name] = this.#value(line.content.slice(head.length), indent, depth, true)
    }
    return found
  }

  #list(indent: number, depth: number): unknown[] {
    const found: unknown[] = []
    for (let line = this.#peek(); line !== null && line.indent >= indent; line = this.#peek()) {
      const isItem = line.content === '-' || line.content.startsWith('- ')
      if (line.indent > indent) throw notPlain
      // The key after a list that is no further in than its own.
      if (!isItem) break
      const rest = line.content.slice(1).trimStart()
      const inner = line.indent + line.content.length - rest.length
      if (key.test(rest) || rest === '-' || rest.startsWith('- ')) {
        this.#line = { indent: inner, content: rest }
        found.push(this.#block(inner, depth + 1))
      } else {
        this.#next()
        found.push(this.#value(rest, indent, depth, false))
      }
    }
    return found
  }

  /** What stands after a key or a dash. @param indent of that one */
  #value(text: string, indent: number, depth: number, isOfKey: boolean): unknown {
    if (text === '' || text.startsWith('#')) {
      const line = this.#peek()
      if (line === null || line.indent < indent) return null
      if (line.indent > indent) return this.#block(line.indent, depth + 1)
      const isList = isOfKey && (line.content === '-' || line.content.startsWith('- '))
      return isList ? this.#list(indent, depth + 1) : null
    }
    if (text === '|' || text === '|-') return this.#literal(indent, text === '|')
    const value = scalar(text)
    const line = this.#peek()
    // It goes on in the next line.
    if (line !== null && line.indent > indent) throw notPlain
    return value
  }

  #literal(indent: number, isClipped: boolean): string {
    const first = this.#lines[this.#at] ?? ''
    const inner = first.search(/[^ ]/)
    if (inner <= indent) throw notPlain
    const lines: string[] = []
    for (; this.#at < this.#lines.length; this.#at++) {
      const text = this.#lines[this.#at] ?? ''
      const own = text.search(/[^ ]/)
      if (own === -1 ? text.length > inner : own < inner && own > indent) throw notPlain
      if (own !== -1 && own < inner) break
      lines.push(text.slice(inner))
    }
    if (this.#at === this.#lines.length && !this.#endsWithBreak) throw notPlain
    while (lines.at(-1) === '') lines.pop()
    const text = lines.join('\n')
    return isClipped ? `${text}\n` : text
  }
}

function scalar(text: string): unknown {
  const [first] = text
  if (first === '"' || first === "'") {
    const [whole = '', inner = ''] = (first === '"' ? doubleQuoted : singleQuoted).exec(text) ?? []
    if (whole === '' || !/^(?: *| +#.*)$/.test(text.slice(whole.length))) throw notPlain
    return first === '"' ? (JSON.parse(whole) as string) : inner.replaceAll("''", "'")
  }
  const remark = text.indexOf(' #')
  const said = remark === -1 ? text : text.slice(0, remark).trimEnd()
  if (first === '{' || first === '[') return flow(said)
  if (indicator.test(said) || /:(?: |$)/.test(said)) throw notPlain
  return resolved(said)
}

/** https://yaml.org/spec/1.2.2/#103-core-schema */
function resolved(word: string): unknown {
  if (constants.has(word)) return constants.get(word)
  if (number.test(word)) return Number(word)
  if (/^(?:0[xo]|[-+]?\.(?:inf|nan)$)/i.test(word)) throw notPlain
  return word
}

/** A mapping or a list on one line. */
function flow(text: string): unknown {
  let at = 0
  const value = next(0)
  if (at !== text.length) throw notPlain
  return value

  function next(depth: number): unknown {
    if (depth > deepest) throw notPlain
    if (text[at] === '{') return mapping(depth)
    return text[at] === '[' ? list(depth) : word()
  }

  function mapping(depth: number): Record<string, unknown> {
    const found: Record<string, unknown> = {}
    for (let close = open('}'); !close; close = after('}')) {
      const name = word()
      if (typeof name !== 'string' || Object.hasOwn(found, name) || name === '__proto__') throw notPlain
      if (text[at] !== ':' || text[at + 1] !== ' ') throw notPlain
      at += 1
      blanks()
      found[name] = next(depth + 1)
    }
    return found
  }

  function list(depth: number): unknown[] {
    const found: unknown[] = []
    for (let close = open(']'); !close; close = after(']')) found.push(next(depth + 1))
    return found
  }

  /** @returns is it empty */
  function open(close: string): boolean {
    at += 1
    blanks()
    if (text[at] !== close) return false
    at += 1
    return true
  }

  /** @returns was it the last one */
  function after(close: string): boolean {
    blanks()
    const found = text[at]
    if (found !== close && found !== ',') throw notPlain
    at += 1
    if (found === close) return true
    blanks()
    return false
  }

  function word(): unknown {
    const quoted = /^["']/.test(text[at] ?? '')
    if (quoted) {
      const [whole, inner = ''] = (text[at] === '"' ? doubleQuoted : singleQuoted).exec(text.slice(at)) ?? []
      if (whole === undefined) throw notPlain
      at += whole.length
      return whole.startsWith('"') ? (JSON.parse(whole) as string) : inner.replaceAll("''", "'")
    }
    flowWord.lastIndex = at
    const [plain] = flowWord.exec(text) ?? []
    if (plain === undefined || plain === '-' || plain.startsWith('- ')) throw notPlain
    at += plain.length
    return resolved(plain)
  }

  function blanks(): void {
    while (text[at] === ' ') at += 1
  }
}
