/** One statement of nginx.conf: a view of its bytes, read only when asked. */
import { type Beginnings, spell } from './beginnings.js'
import { HASH, isSpace, LF, OPEN } from './bytes.js'
import type { Tape } from './tape.js'
import { endOfQuoted, endOfWord, isQuote, readToken, readTokenBytes } from './tokens.js'

/** The text that directives are views of. */
export interface Source {
  readonly bytes: Uint8Array
  readonly tape: Tape
  /** Offset in the file of bytes[0]. */
  readonly base: number
}

export class Directive {
  readonly #source: Source
  readonly #index: number
  readonly #leadingAt: number
  #name: string | null = null
  #args: readonly string[] | null = null
  #block: readonly Directive[] | null = null

  constructor(source: Source, index: number, leadingAt: number) {
    this.#source = source
    this.#index = index
    this.#leadingAt = leadingAt
  }

  /** The same statement, of which nothing was read yet. */
  again(): Directive {
    return new Directive(this.#source, this.#index, this.#leadingAt)
  }

  /** Its first token, as nginx understands it: without quotes and escapes. */
  get name(): string {
    if (this.#name === null) {
      const { bytes } = this.#source
      const [start, to] = [this.#start, this.#headEnd]
      const isPlain = !isQuote(bytes[start])
      const end = isPlain ? endOfWord(bytes, start, to) : -1
      this.#name = isPlain
        ? readToken(bytes, start, end === -1 ? to : end)
        : (this.#readWords(0, 1, readToken)[0] ?? '')
    }
    return this.#name
  }

  /** All further tokens, without quotes and escapes. */
  get args(): readonly string[] {
    this.#args ??= this.#readWords(1, Number.POSITIVE_INFINITY, readToken)
    return this.#args
  }

  /** Its tokens as byte strings (byte-text.ts): what the file holds, be it UTF-8 or not. */
  get byteWords(): readonly string[] {
    return this.#readWords(0, Number.POSITIVE_INFINITY, readTokenBytes)
  }

  get byteArgs(): readonly string[] {
    return this.#readWords(1, Number.POSITIVE_INFINITY, readTokenBytes)
  }

  /** The line of its first token, counted from 1. */
  get line(): number {
    return this.#source.tape.line(this.#index)
  }

  /** Offset of its first byte in the file. */
  get start(): number {
    return this.#source.base + this.#start
  }

  /** Offset after its `;` or `}`. Of a block that was never closed: where the text was cut. */
  get end(): number {
    return this.#source.base + this.#end
  }

  /** False for a block that the text's end, or a flaw, left open. */
  get whole(): boolean {
    return this.#source.tape.end(this.#index) !== -1
  }

  /** What its braces hold: null when it ends in `;`, empty for Lua code. */
  get block(): readonly Directive[] | null {
    if (!this.#isBlock) return null
    this.#block ??= directivesOf(this.#source, this.#index + 1, this.#source.tape.next(this.#index), this.#headEnd + 1)
    return this.#block
  }

  /** Those statements of its block that begin in one of these ways; of all others nothing is read but that. */
  beginning(ways: Beginnings): readonly Directive[] {
    const { bytes, tape } = this.#source
    const found: Directive[] = []
    let leading = this.#headEnd + 1
    const to = this.#isBlock ? tape.next(this.#index) : 0
    for (let index = this.#index + 1; index < to; index = tape.next(index)) {
      const is = spell(ways, bytes, tape.start(index))
      if (is !== false) {
        const one = new Directive(this.#source, index, leading)
        if (is || ways.starts.some((start) => one.#begins(start))) found.push(one)
      }
      leading = tape.end(index)
    }
    return found
  }

  #begins(start: string): boolean {
    const { name } = this
    if (!start.includes(' ')) return name.startsWith(start)
    return start.startsWith(`${name} `) && (this.args[0]?.startsWith(start.slice(name.length + 1)) ?? false)
  }

  /** Blanks and comments before it. */
  get leading(): Uint8Array {
    return this.#source.bytes.subarray(this.#leadingAt, this.#start)
  }

  /** Its own bytes, from its first token to its `;` or `}`. */
  get text(): Uint8Array {
    return this.#source.bytes.subarray(this.#start, this.#end)
  }

  /** Its bytes up to the `{`, which is among them; all of `text` when it has no block. */
  get head(): Uint8Array {
    return this.#isBlock ? this.#source.bytes.subarray(this.#start, this.#headEnd + 1) : this.text
  }

  /** Of a block: what stands between its braces. */
  get body(): Uint8Array {
    return this.#source.bytes.subarray(this.#headEnd + 1, this.#end - 1)
  }

  /** Of a block: what stands between its last statement and its end, the `}` among it; of Lua code: all of it. */
  get tail(): Uint8Array {
    const last = this.block?.at(-1)
    const from = last === undefined ? this.#headEnd + 1 : last.#end
    return this.#isBlock ? this.#source.bytes.subarray(from, this.#end) : new Uint8Array()
  }

  get #start(): number {
    return this.#source.tape.start(this.#index)
  }

  get #headEnd(): number {
    return this.#source.tape.headEnd(this.#index)
  }

  get #end(): number {
    const end = this.#source.tape.end(this.#index)
    return end === -1 ? this.#source.bytes.length : end
  }

  get #isBlock(): boolean {
    return this.#source.bytes[this.#headEnd] === OPEN
  }

  /** At most `most` of its tokens, without the first `skip`. */
  #readWords(skip: number, most: number, read: typeof readToken): readonly string[] {
    const { bytes } = this.#source
    const to = this.#headEnd
    // An array that grows takes room for seventeen, and most statements have a word or two.
    let words: string[] | null = null
    let at = this.#start
    let left = skip
    while ((words?.length ?? 0) < most) {
      at = skipBlank(bytes, at, to)
      if (at >= to) break
      const quote = bytes[at]
      const quoted = isQuote(quote)
      const from = quoted ? at + 1 : at
      const end = quoted ? endOfQuoted(bytes, from, to, quote) : endOfWord(bytes, from, to)
      const until = end === -1 ? to : end
      at = quoted ? until + 1 : until
      if (left > 0) left--
      else if (words === null) words = [read(bytes, from, until)]
      else if (words.length === 1) words = [words[0] as string, read(bytes, from, until)]
      else words.push(read(bytes, from, until))
    }
    return words ?? []
  }
}

/** The statements of tape[from, to): siblings, the first of them after the byte `leadingAt`. */
export function directivesOf(source: Source, from: number, to: number, leadingAt: number): readonly Directive[] {
  const directives: Directive[] = []
  let leading = leadingAt
  for (let index = from; index < to; index = source.tape.next(index)) {
    directives.push(new Directive(source, index, leading))
    leading = source.tape.end(index)
  }
  return directives
}

function skipBlank(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to) {
    if (isSpace(bytes[at])) at++
    else if (bytes[at] !== HASH) return at
    else while (at < to && bytes[at] !== LF) at++
  }
  return at
}

const ownOfServers = new WeakMap<Directive, readonly Directive[]>()

/** What a server says beside its locations, which may be thousands, in the order of the file; of no server nothing. */
export function ownStatements(server: Directive | null | undefined): readonly Directive[] {
  if (!server) return []
  const found = ownOfServers.get(server) ?? (server.block ?? []).filter(({ name }) => name !== 'location')
  ownOfServers.set(server, found)
  return found
}

/** https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_reject_handshake */
export function rejectsHandshake(server: Directive | undefined): boolean {
  return ownStatements(server).some(({ name, args }) => name === 'ssl_reject_handshake' && args[0] === 'on')
}
