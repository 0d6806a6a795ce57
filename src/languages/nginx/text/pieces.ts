/** A nginx.conf of any size, piece by piece, in memory bounded by its largest piece. */
import type { Beginnings } from './beginnings.js'
import { Directive } from './directive.js'
import type { Flaw } from './flaw.js'
import { Scanner } from './scanner.js'
import { Skim } from './skim.js'

/**
 * One stretch of the file. `leading` and `text` of all pieces, in their order, are the file.
 *
 * - `statement`: a directive or block of the top level, or of `http` (its servers, upstreams, maps, …)
 * - `open`: the head of `http`, with its brace; its statements follow
 * - `close`: the brace that ends it
 * - `rest`: the last piece: what follows the last statement, or after a flaw all that was not read as a whole
 */
export interface Piece {
  readonly kind: 'statement' | 'open' | 'close' | 'rest'
  /** Is it a statement inside of `http`. */
  readonly inHttp: boolean
  /** Blanks and comments before it. */
  readonly leading: Uint8Array
  readonly text: Uint8Array
  /** Of `text` in the file: line from 1, offset in bytes. */
  readonly line: number
  readonly offset: number
  /** The statement; of `rest`: the block that was cut or spoiled, as far as it goes, if one was. */
  readonly directive: Directive | null
  /** Of `rest` alone: why the file could not be read to its end. */
  readonly flaw: Flaw | null
}

/** Is a server with these statements of its own level, as they are written, to be read. */
export type Wanted = (statements: readonly string[]) => boolean

export interface Reading {
  /** of the servers in `http`; all others are passed over. Absent: all are read */
  readonly wanted?: Wanted | undefined
  /** of those outside of it, too: in files that are included, and stand behind it */
  readonly isEverywhere?: boolean
  /** Of the simple statements in a location, those that are read; of others there is nothing. Absent: all are. */
  readonly taken?: Beginnings | undefined
  /** A piece holds only until the next one is asked for: nothing is copied. Else it owns its bytes. */
  readonly isLent?: boolean
}

/** Splits what is pushed, in chunks of any size. */
export class PieceReader {
  #window = new Uint8Array(1 << 18)
  #filled = 0
  #inHttp = false
  #ended = false
  /** The line on which the piece begins that is not whole yet. */
  #line = 1
  readonly #scanner: Scanner
  readonly #skim: Skim | null
  #isSkimming = false

  readonly #isEverywhere: boolean
  readonly #isLent: boolean

  constructor({ wanted, isEverywhere = false, taken, isLent = false }: Reading = {}) {
    this.#scanner = new Scanner(this.#window, 'http', taken)
    this.#isEverywhere = isEverywhere
    this.#isLent = isLent
    this.#skim = wanted === undefined ? null : new Skim('server', wanted)
  }

  /** The pieces that this chunk made whole. After the `rest` that a flaw makes, there is nothing more. */
  *push(chunk: Uint8Array): Generator<Piece> {
    if (this.#ended) return
    this.#append(chunk)
    yield* this.#read(false)
  }

  /** The file is over: its last pieces. */
  *end(): Generator<Piece> {
    if (!this.#ended) yield* this.#read(true)
  }

  #append(chunk: Uint8Array): void {
    const { origin } = this.#scanner
    const kept = this.#filled - origin
    if (this.#filled + chunk.length > this.#window.length) {
      const old = this.#window
      const needed = kept + chunk.length
      if (needed > old.length) this.#window = new Uint8Array(Math.max(needed, old.length * 2))
      this.#window.set(old.subarray(origin, this.#filled))
      this.#scanner.moveTo(this.#window, origin)
      this.#skim?.moveTo(origin)
      this.#filled = kept
    }
    this.#window.set(chunk, this.#filled)
    this.#filled += chunk.length
  }

  *#read(final: boolean): Generator<Piece> {
    const scanner = this.#scanner
    for (;;) {
      if (this.#isSkimming && !this.#passOver(final)) return
      const stop = scanner.scan(this.#filled, final)
      if (stop === 'more') return
      if (stop === 'flaw' || stop === 'done') {
        this.#ended = true
        yield this.#piece('rest', this.#filled)
        return
      }
      const kind = stop === 'opened' ? 'open' : stop === 'closed' ? 'close' : 'statement'
      yield this.#piece(kind, scanner.at)
      if (kind !== 'statement') this.#inHttp = kind === 'open'
      scanner.startUnit()
      this.#begin()
    }
  }

  /** A unit begins. */
  #begin(): void {
    this.#line = this.#scanner.line
    this.#isSkimming = (this.#inHttp || this.#isEverywhere) && this.#skim !== null
    this.#skim?.start(this.#scanner.at)
  }

  /** Passes over servers that nobody wants. @returns false: only more text can tell */
  #passOver(final: boolean): boolean {
    const skim = this.#skim
    while (skim !== null) {
      const found = skim.scan(this.#window, this.#filled)
      // Where the text ends, the scanner tells in what.
      if (found === 'more' && !final) return false
      if (found !== 'pass') break
      this.#scanner.pass(skim.at, skim.lines)
      this.#scanner.startUnit()
      this.#begin()
    }
    this.#isSkimming = false
    return true
  }

  #piece(kind: Piece['kind'], to: number): Piece {
    const scanner = this.#scanner
    const [from, isLent] = [scanner.origin, this.#isLent]
    const bytes = isLent ? this.#window.subarray(from, to) : this.#window.slice(from, to)
    const base = scanner.offset(from)
    const tape = isLent ? scanner.tape : scanner.tape.copy()
    const begun = tape.size > 0
    const start = begun ? tape.start(0) : kind === 'close' ? bytes.length - 1 : 0
    return {
      kind,
      inHttp: this.#inHttp && kind !== 'close',
      leading: bytes.subarray(0, start),
      text: bytes.subarray(start),
      line: begun ? tape.line(0) : kind === 'close' ? scanner.line : this.#line,
      offset: base + start,
      directive: begun && kind !== 'open' ? new Directive({ bytes, tape, base }, 0, 0) : null,
      flaw: kind === 'rest' ? scanner.flaw : null,
    }
  }
}

/** The pieces of a file that arrives in chunks. Ends after a flaw, without asking for more chunks. */
export async function* pieces(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  reading?: Reading,
): AsyncGenerator<Piece> {
  const reader = new PieceReader(reading)
  for await (const chunk of chunks) {
    for (const piece of reader.push(chunk)) {
      yield piece
      if (piece.kind === 'rest') return
    }
  }
  yield* reader.end()
}
