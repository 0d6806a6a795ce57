/** The statements of a text as numbers, in file order: five a statement, so that 4 million of them are 80 MB and no object. */

const FIELDS = 5
const START = 0
const HEAD_END = 1
const END = 2
const NEXT = 3
const LINE = 4

/** Offsets are relative to whatever the scanner calls the beginning. */
export class Tape {
  #numbers: Int32Array
  #size = 0

  constructor(numbers = new Int32Array(FIELDS * 64)) {
    this.#numbers = numbers
  }

  get size(): number {
    return this.#size
  }

  /** A statement begins. It is unfinished, and open, until `finish`. */
  begin(start: number, line: number): void {
    const at = this.#size * FIELDS
    if (at === this.#numbers.length) this.#grow()
    this.#numbers[at + START] = start
    this.#numbers[at + HEAD_END] = start
    this.#numbers[at + END] = -1
    this.#numbers[at + NEXT] = -1
    this.#numbers[at + LINE] = line
    this.#size++
  }

  /** The statement begun last has its `;` or `{` at this offset. */
  endHead(offset: number): void {
    this.#numbers[(this.#size - 1) * FIELDS + HEAD_END] = offset
  }

  /** `index` is whole: all statements after it, so far, are its children. */
  finish(index: number, end: number): void {
    this.#numbers[index * FIELDS + END] = end
    this.#numbers[index * FIELDS + NEXT] = this.#size
  }

  /** Forgets the statement begun last. */
  drop(): void {
    this.#size--
  }

  clear(): void {
    this.#size = 0
  }

  /** The same statements, from one of them on, on a tape of their own, no longer than needed. */
  copy(from = 0): Tape {
    const copy = new Tape(this.#numbers.slice(from * FIELDS, this.#size * FIELDS))
    copy.#size = this.#size - from
    return copy
  }

  /** Whole statements of another tape, `[from, to)` of it, each moved by as much. */
  append(other: Tape, from: number, to: number, by: { offset: number; line: number; index: number }): void {
    while ((this.#size + to - from) * FIELDS > this.#numbers.length) this.#grow()
    const own = this.#numbers
    const their = other.#numbers
    let at = this.#size * FIELDS
    for (let i = from * FIELDS; i < to * FIELDS; i += FIELDS, at += FIELDS) {
      own[at + START] = (their[i + START] as number) + by.offset
      own[at + HEAD_END] = (their[i + HEAD_END] as number) + by.offset
      own[at + END] = (their[i + END] as number) + by.offset
      own[at + NEXT] = (their[i + NEXT] as number) + by.index
      own[at + LINE] = (their[i + LINE] as number) + by.line
    }
    this.#size += to - from
  }

  start(index: number): number {
    return this.#at(index, START)
  }

  /** Offset of the `;` or `{` that ends its name and arguments. */
  headEnd(index: number): number {
    return this.#at(index, HEAD_END)
  }

  /** Offset after its `;` or `}`; -1 for a block that was never closed. */
  end(index: number): number {
    return this.#at(index, END)
  }

  /** The statement after it and after all that it holds. */
  next(index: number): number {
    const next = this.#at(index, NEXT)
    return next === -1 ? this.#size : next
  }

  line(index: number): number {
    return this.#at(index, LINE)
  }

  #at(index: number, field: number): number {
    return this.#numbers[index * FIELDS + field] as number
  }

  #grow(): void {
    const larger = new Int32Array(this.#numbers.length * 2)
    larger.set(this.#numbers)
    this.#numbers = larger
  }
}
