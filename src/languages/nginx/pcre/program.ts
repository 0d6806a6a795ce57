/** The tree of a pattern as steps of a machine that tries it: see machine.ts. */
import { lower } from '../text/byte-text.js'
import type { ByteSet } from './bytes.js'
import { Untranslatable } from './escape.js'
import { type Assertion, isNullable, lengthOf, type Node, type Repeat, setOfByte } from './syntax.js'

/** The text x; y: 1 in any case, and then it is in lower case. */
export const TEXT = 0
/** One byte of the set x. */
export const BYTES = 1
/** Bytes of the set x, as many as the run y says. */
export const RUN = 2
/** First x is tried, then y. */
export const SPLIT = 3
/** It goes on at x. */
export const JUMP = 4
/** x: the capture. */
export const OPEN = 5
export const CLOSE = 6
/** A round of a loop that may match nothing begins; x: the mark that remembers where. */
export const MARK = 7
/** An empty round is the last: it goes on at y. */
export const CHECK = 8
/** x: the index among `assertions`. */
export const ASSERT = 9
/** What the capture x holds; y: 1 in any case. */
export const REFERENCE = 10
/** The steps up to their END match or not, once; it goes on at y. */
export const ATOMIC = 11
/** The same, and no byte is passed; x: 1 where they must not match. */
export const LOOK = 12
/** x bytes back. */
export const BACK = 13
export const END = 14

export interface Run {
  readonly min: number
  readonly max: number
  readonly lazy: boolean
  /** fewer bytes lead nowhere: none of them is what comes next */
  readonly isFinal: boolean
}

export interface Program {
  /** each step with its x and y behind it */
  readonly code: Int32Array
  readonly texts: readonly string[]
  readonly sets: readonly ByteSet[]
  readonly runs: readonly Run[]
  /** of steps in loops whose rounds may be empty: the marks of those loops */
  readonly around: ReadonlyMap<number, readonly number[]>
  readonly marks: number
}

/** Numbers in `code` for one step. */
export const WIDTH = 3

export const assertions: readonly Assertion[] = [
  'start',
  'end',
  'very-end',
  'line-start',
  'line-end',
  'word-edge',
  'no-word-edge',
]

/** PCRE repeats groups by writing them down again, too, and refuses what becomes larger than 64 KiB. */
const longest = 16_384

/** @throws Untranslatable for what is too large, and for a look behind whose length varies */
export function compile(tree: Node): Program {
  const writer = new Writer()
  writer.write(tree)
  writer.add(END)
  const { code, texts, sets, runs, around, marks } = writer
  for (let at = 0; at < code.length; at += WIDTH) {
    const run = code[at] === RUN ? runs[code[at + 2] as number] : undefined
    if (run && !run.lazy) runs[code[at + 2] as number] = { ...run, isFinal: endsAtOnce(writer, at) }
  }
  return { code: Int32Array.from(code), texts, sets, runs, around, marks }
}

/** What comes after a run begins with none of its bytes. */
function endsAtOnce({ code, texts, sets }: Pick<Writer, 'code' | 'texts' | 'sets'>, run: number): boolean {
  let next = run + WIDTH
  while (code[next] === OPEN || code[next] === CLOSE) next += WIDTH
  const set = sets[code[run + 1] as number] as ByteSet
  const x = code[next + 1] as number
  const y = code[next + 2] as number
  const isFree = (byte: number | undefined) => byte !== undefined && set[byte] === 0
  if (code[next] === TEXT) {
    const first = texts[x]?.charAt(0) ?? ''
    return isFree(first.charCodeAt(0)) && (y === 0 || isFree(first.toUpperCase().charCodeAt(0)))
  }
  if (code[next] === BYTES) return sets[x]?.every((has, byte) => has === 0 || isFree(byte)) ?? false
  return code[next] === ASSERT && (assertions[x] === 'end' || assertions[x] === 'very-end') && isFree(10)
}

class Writer {
  readonly code: number[] = []
  readonly texts: string[] = []
  readonly sets: ByteSet[] = []
  readonly runs: Run[] = []
  readonly around = new Map<number, readonly number[]>()
  marks = 0
  #marksAround: readonly number[] = []

  /** @returns where it stands */
  add(op: number, x = 0, y = 0): number {
    const at = this.code.length
    if (at >= longest * WIDTH) throw new Untranslatable()
    this.code.push(op, x, y)
    if (this.#marksAround.length > 0) this.around.set(at, this.#marksAround)
    return at
  }

  write(node: Node): void {
    switch (node.kind) {
      case 'text':
        this.add(TEXT, this.#text(node.ignoreCase ? lower(node.bytes) : node.bytes), node.ignoreCase ? 1 : 0)
        break
      case 'bytes':
        this.add(BYTES, this.#set(node.set))
        break
      case 'sequence':
        for (const part of node.parts) this.write(part)
        break
      case 'either':
        this.#either(node.branches, (branch) => this.write(branch))
        break
      case 'repeat':
        this.#repeat(node)
        break
      case 'capture':
        this.add(OPEN, node.number)
        this.write(node.part)
        this.add(CLOSE, node.number)
        break
      case 'atomic':
        this.#alone(ATOMIC, 0, () => this.write(node.part))
        break
      case 'look':
        this.#alone(LOOK, node.negative ? 1 : 0, () => (node.behind ? this.#behind(node.part) : this.write(node.part)))
        break
      case 'reference':
        this.add(REFERENCE, node.number, node.ignoreCase ? 1 : 0)
        break
      case 'assertion':
        this.add(ASSERT, assertions.indexOf(node.what))
    }
  }

  #set(set: ByteSet): number {
    const known = this.sets.indexOf(set)
    return known === -1 ? this.sets.push(set) - 1 : known
  }

  #text(bytes: string): number {
    const known = this.texts.indexOf(bytes)
    return known === -1 ? this.texts.push(bytes) - 1 : known
  }

  #either(branches: readonly Node[], write: (branch: Node) => void): void {
    const jumps: number[] = []
    for (const [i, branch] of branches.entries()) {
      const split = i < branches.length - 1 ? this.add(SPLIT) : -1
      write(branch)
      if (split === -1) break
      jumps.push(this.add(JUMP))
      this.#choose(split, split + WIDTH, this.code.length)
    }
    for (const jump of jumps) this.#choose(jump, this.code.length, 0)
  }

  #choose(at: number, x: number, y: number): void {
    this.code[at + 1] = x
    this.code[at + 2] = y
  }

  #alone(op: number, x: number, write: () => void): void {
    const at = this.add(op)
    write()
    this.add(END)
    this.#choose(at, x, this.code.length)
  }

  /** Each of its branches has a length of its own. */
  #behind(part: Node): void {
    this.#either(part.kind === 'either' ? part.branches : [part], (branch) => {
      const length = lengthOf(branch)
      if (length === null) throw new Untranslatable()
      this.add(BACK, length)
      this.write(branch)
    })
  }

  #repeat({ part, min, max, lazy }: Repeat): void {
    const set = part.kind === 'bytes' ? part.set : part.kind === 'text' ? setOfByte(part, 0) : null
    if (set !== null) {
      this.add(RUN, this.#set(set), this.runs.push({ min, max, lazy, isFinal: false }) - 1)
      return
    }
    const isEndless = max === Number.POSITIVE_INFINITY
    for (let i = isEndless ? 1 : 0; i < min; i++) this.write(part)
    const skips: number[] = []
    const optional = isEndless ? Number(min === 0) : max - min
    for (let i = 0; i < optional; i++) {
      skips.push(this.add(SPLIT))
      if (!isEndless) this.write(part)
    }
    if (isEndless) this.#loop(part, lazy)
    for (const skip of skips) this.#again(skip, skip + WIDTH, lazy)
  }

  /** A split between another round and what comes now. */
  #again(at: number, round: number, lazy: boolean): void {
    const past = this.code.length
    this.#choose(at, lazy ? past : round, lazy ? round : past)
  }

  /** Once, and then again as often as it goes. */
  #loop(part: Node, lazy: boolean): void {
    const top = this.code.length
    const outer = this.#marksAround
    const mark = isNullable(part) ? this.marks++ : -1
    if (mark !== -1) {
      this.add(MARK, mark)
      this.#marksAround = [...outer, mark]
    }
    this.write(part)
    const check = mark === -1 ? -1 : this.add(CHECK, mark)
    this.#marksAround = outer
    const again = this.add(SPLIT)
    this.#again(again, top, lazy)
    if (check !== -1) this.#choose(check, mark, this.code.length)
  }
}
