/** A JSON object of objects → its entries, one by one, cut out of the bytes as they come. */

export interface Entry {
  readonly section: string
  readonly name: string
  readonly value: unknown
}

/** Bytes of it all, bytes of one entry, nesting in one, entries: of 50 MB, which a proxy with 60,000 routers says, there are as many. */
const most = { bytes: 256 * 1024 * 1024, entry: 4 * 1024 * 1024, depth: 64, entries: 125_000 } as const

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket, colon] = [
  0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d, 0x3a,
]

/**
 * `{"routers": {"a": {…}}, …}`: values that are no objects of a section are passed over.
 * @throws SyntaxError for what is no JSON of that kind, or passes its limits
 */
export async function* entriesOf(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Entry> {
  const cutter = new Cutter()
  for await (const chunk of bytes) yield* cutter.add(chunk)
  cutter.end()
}

/** The same, of bytes that are at hand. @throws SyntaxError as {@link entriesOf} */
export function* entriesIn(bytes: Iterable<Uint8Array>): Generator<Entry> {
  const cutter = new Cutter()
  for (const chunk of bytes) yield* cutter.add(chunk)
  cutter.end()
}

class Cutter {
  #depth = 0
  #inString = false
  #escaped = false
  /** bytes of the text that is being kept: a key, or an entry */
  #kept: Uint8Array[] = []
  #keptLength = 0
  #isKeeping = false
  #section = ''
  #name = ''
  #lastText = ''
  #total = 0
  #entries = 0

  /** What ends in it. */
  add(chunk: Uint8Array): readonly Entry[] {
    const found: Entry[] = []
    this.#total += chunk.length
    if (this.#total > most.bytes) throw new SyntaxError(`it has more than ${most.bytes} bytes`)
    let from = 0
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false
        else if (byte === backslash) this.#escaped = true
        else if (byte === quote) {
          this.#inString = false
          if (this.#depth <= 2) {
            this.#lastText = String(this.#parsed(chunk, from, i + 1))
            this.#isKeeping = false
          }
        }
        continue
      }
      if (byte === quote) {
        this.#inString = true
        if (this.#depth <= 2) {
          this.#isKeeping = true
          from = i
        }
      } else if (byte === colon) {
        if (this.#depth === 1) this.#section = this.#lastText
        else if (this.#depth === 2) this.#name = this.#lastText
      } else if (byte === openBrace || byte === openBracket) {
        this.#depth++
        if (this.#depth > most.depth) throw new SyntaxError(`it is nested more than ${most.depth} deep`)
        if (this.#depth === 3) {
          this.#isKeeping = true
          from = i
        }
      } else if (byte === closeBrace || byte === closeBracket) {
        if (this.#depth === 3) {
          const value = this.#parsed(chunk, from, i + 1)
          this.#isKeeping = false
          if (++this.#entries > most.entries) throw new SyntaxError(`it has more than ${most.entries} entries`)
          found.push({ section: this.#section, name: this.#name, value })
        }
        this.#depth--
        if (this.#depth < 0) throw new SyntaxError('it ends more than it begins')
      }
    }
    if (this.#isKeeping) this.#keep(chunk, from, chunk.length)
    return found
  }

  end(): void {
    if (this.#depth !== 0 || this.#inString || this.#total === 0) throw new SyntaxError('it breaks off')
  }

  #keep(chunk: Uint8Array, from: number, to: number): void {
    this.#keptLength += to - from
    if (this.#keptLength > most.entry) throw new SyntaxError(`one entry has more than ${most.entry} bytes`)
    this.#kept.push(chunk.slice(from, to))
  }

  /** What is kept, and the rest of it in this piece. */
  #parsed(chunk: Uint8Array, from: number, to: number): unknown {
    this.#keep(chunk, from, to)
    const bytes = Buffer.concat(this.#kept)
    this.#kept = []
    this.#keptLength = 0
    return JSON.parse(bytes.toString('utf8'))
  }
}
