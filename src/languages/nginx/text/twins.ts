/** The statements of locations that are alike, as they stand on the scanner's tape: read once, and copied from then on. */
import { Tape } from './tape.js'
import { type Leap, Twin } from './twin.js'

/** Where a block begins. */
interface Beginning {
  /** as its tape counts */
  readonly offset: number
  readonly line: number
  /** of its first statement on its tape */
  readonly index: number
}

export class Twins {
  readonly #tape: Tape
  readonly #twin = new Twin()
  /** the block that is being read */
  #block: Beginning = { offset: 0, line: 0, index: 0 }
  /** the one that is remembered, and its statements */
  #known = this.#block
  #statements = new Tape()

  constructor(tape: Tape) {
    this.#tape = tape
  }

  /** A block begins at a position of the window. @param origin that the tape's offsets count from */
  begin(at: number, line: number, origin: number): void {
    this.#block = { offset: at - origin, line, index: this.#tape.size }
    this.#twin.begin(at, line)
  }

  /** As the scanner's. */
  moveTo(shift: number): void {
    this.#twin.moveTo(shift)
  }

  /** A statement of the block ended before `at`. What is leapt over is on the tape then. */
  leap(bytes: Uint8Array, at: number, to: number, line: number, origin: number): Leap | null {
    const leap = this.#twin.leap(bytes, at, to, line, this.#count)
    if (leap === null) return null
    const { from } = leap
    const known = this.#known
    this.#tape.append(this.#statements, from.count, leap.to.count, {
      offset: at - origin - (known.offset + from.at),
      line: line - (known.line + from.lines),
      index: this.#tape.size - (known.index + from.count),
    })
    return leap
  }

  /** The block ends here, with its brace. */
  end(bytes: Uint8Array, at: number, line: number): void {
    if (!this.#twin.end(bytes, at, line, this.#count)) return
    this.#known = this.#block
    this.#statements = this.#tape.copy(this.#block.index)
  }

  get #count(): number {
    return this.#tape.size - this.#block.index
  }
}
