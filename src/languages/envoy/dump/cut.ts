/**
 * Cuts a large JSON document into pieces while it streams by: each element of the lists that are named comes out as a
 * value of its own, and stands as null in what is around it. So a document of 100 MB never is in memory as a whole.
 */

export interface Piece {
  /** the keys that lead to the list, each but the last of a list with `[]`: `configs[].dynamic_listeners[]` */
  readonly path: string
  readonly value: unknown
}

/** What is refused: a stranger wrote the document. */
export interface Limits {
  /** bytes of one piece */
  readonly piece: number
  /** values in one piece: three bytes may become a hundred */
  readonly values: number
  readonly pieces: number
  /** bytes of all */
  readonly whole: number
  readonly depth: number
}

const usual: Limits = {
  ...{ piece: 64 * 1024 * 1024, values: 1_000_000, pieces: 300_000 },
  ...{ whole: 512 * 1024 * 1024, depth: 100 },
}

/** A place in the document where a value is open. */
interface Level {
  readonly isList: boolean
  /** of its own value: the keys that lead here */
  readonly path: string
  /** the last key that was read */
  key: string
  /** of a list that is cut: its elements come out one by one */
  readonly isCut: boolean
}

/** What is being kept: a piece that is open, in the bytes that belong to it. */
interface Open {
  readonly depth: number
  readonly path: string
  parts: Uint8Array[]
  size: number
  values: number
}

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c

/**
 * Those inside of others come first.
 * @param isCut is this the path of a list whose elements are wanted one by one
 * @throws SyntaxError for what is no JSON, breaks off, or passes a limit
 */
export async function* cut(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  isCut: (path: string) => boolean,
  limits: Partial<Limits> = {},
): AsyncGenerator<Piece> {
  const cutter = new Cutter(isCut, { ...usual, ...limits })
  for await (const chunk of bytes) yield* cutter.read(chunk)
  cutter.end()
}

const nil = new TextEncoder().encode('null')

class Cutter {
  readonly #isCut: (path: string) => boolean
  readonly #limits: Limits
  readonly #levels: Level[] = []
  readonly #open: Open[] = []
  #inText = false
  #isEscaped = false
  /** of a text that may be a key */
  #key: number[] | null = null
  #whole = 0
  #pieces = 0
  #isDone = false

  constructor(isCut: (path: string) => boolean, limits: Limits) {
    this.#isCut = isCut
    this.#limits = limits
  }

  *read(chunk: Uint8Array): Generator<Piece> {
    this.#whole += chunk.length
    if (this.#whole > this.#limits.whole) throw new SyntaxError(`it is longer than ${this.#limits.whole} bytes`)
    let from = 0
    for (let at = 0; at < chunk.length; at++) {
      if (this.#inText && this.#key === null && !this.#isEscaped) {
        at = this.#endOfText(chunk, at)
        continue
      }
      const byte = chunk[at] as number
      if (this.#inText) {
        this.#textByte(byte)
        continue
      }
      if (byte === quote) this.#startText()
      else if (byte === comma) this.#addValue()
      else if (byte === 0x7b || byte === 0x5b) {
        if (this.#isDone) throw new SyntaxError('there is more behind its end')
        // What was before belongs to what is around.
        if (this.#isElement()) {
          this.#keep(chunk, from, at)
          from = at
          this.#open.push({ depth: this.#levels.length, path: this.#top?.path ?? '', parts: [], size: 0, values: 0 })
        }
        this.#push(byte === 0x5b)
        this.#addValue()
      } else if (byte === 0x7d || byte === 0x5d) {
        this.#pop(byte === 0x5d)
        const open = this.#open.at(-1)
        if (open !== undefined && open.depth === this.#levels.length) {
          this.#keep(chunk, from, at + 1)
          from = at + 1
          this.#open.pop()
          if (++this.#pieces > this.#limits.pieces)
            throw new SyntaxError(`it has more than ${this.#limits.pieces} parts`)
          yield { path: open.path, value: parsed(open) }
          this.#add(nil)
        }
      }
    }
    this.#keep(chunk, from, chunk.length)
  }

  end(): void {
    if (!this.#isDone || this.#inText) throw new SyntaxError('it breaks off')
  }

  get #top(): Level | undefined {
    return this.#levels.at(-1)
  }

  #isElement(): boolean {
    return this.#top?.isCut ?? false
  }

  /** Strides over a text that is no key. @returns where its quote is, or the end of the chunk */
  #endOfText(chunk: Uint8Array, from: number): number {
    const quoteAt = chunk.indexOf(quote, from)
    const end = quoteAt === -1 ? chunk.length : quoteAt
    let escapes = 0
    while (end - escapes > from && chunk[end - escapes - 1] === backslash) escapes++
    const isEscaped = escapes % 2 === 1
    if (quoteAt === -1) this.#isEscaped = isEscaped
    else if (!isEscaped) this.#inText = false
    return end
  }

  #textByte(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false
    else if (byte === backslash) this.#isEscaped = true
    else if (byte === quote) {
      this.#inText = false
      const top = this.#top
      if (this.#key !== null && top !== undefined) top.key = String.fromCharCode(...this.#key)
      this.#key = null
      return
    }
    // A longer one is none of those that are looked for.
    if (this.#key !== null && this.#key.length < longestKey) this.#key.push(byte)
  }

  #startText(): void {
    this.#inText = true
    // Values of an object pass for keys, too: the next key takes their place.
    this.#key = this.#top?.isList === false && this.#levels.length <= deepestKey ? [] : null
  }

  #push(isList: boolean): void {
    if (this.#levels.length >= this.#limits.depth) throw new SyntaxError('it is nested too deep')
    const top = this.#top
    const path = top === undefined ? '' : pathIn(top)
    const own = isList ? `${path}[]` : path
    this.#levels.push({ isList, path: own, key: '', isCut: isList && this.#isCut(own) })
  }

  #pop(isList: boolean): void {
    const top = this.#levels.pop()
    if (top?.isList !== isList) throw new SyntaxError('its brackets do not fit')
    this.#isDone = this.#levels.length === 0
  }

  #addValue(): void {
    const open = this.#open.at(-1)
    if (open !== undefined && ++open.values > this.#limits.values)
      throw new SyntaxError(`a part of it has more than ${this.#limits.values} values`)
  }

  #keep(chunk: Uint8Array, from: number, to: number): void {
    if (to > from && this.#open.length > 0) this.#add(chunk.slice(from, to))
  }

  #add(part: Uint8Array): void {
    const open = this.#open.at(-1)
    if (open === undefined) return
    open.parts.push(part)
    open.size += part.length
    if (open.size > this.#limits.piece) throw new SyntaxError(`a part of it is longer than ${this.#limits.piece} bytes`)
  }
}

const longestKey = 64
/** Below this, no list is cut. */
const deepestKey = 10

function pathIn({ isList, path, key }: Level): string {
  if (isList || path.length > 500) return path
  return path === '' ? key : `${path}.${key}`
}

const decoder = new TextDecoder()

function parsed({ parts, size }: Open): unknown {
  const [only] = parts
  if (only !== undefined && parts.length === 1) return JSON.parse(decoder.decode(only)) as unknown
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return JSON.parse(decoder.decode(whole)) as unknown
}
