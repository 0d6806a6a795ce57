/** Ways in which statements begin, sorted so that of most statements a byte or two tell that they begin another way. */
import { APOSTROPHE, HASH, isSpace, QUOTE } from './bytes.js'
import { isQuote } from './tokens.js'

/** No start begins with that byte. */
const NONE = 255
/** Only the tokens tell. */
const ANY = 254

export interface Beginnings {
  readonly starts: readonly string[]
  /** by the first byte of a statement: `NONE`, `ANY`, or which of `kins` it may be of */
  readonly firsts: Uint8Array
  readonly kins: readonly Kin[]
}

/** @param starts of the name; with a blank in it (`set $host`): all of the name, and how the next token begins */
export function beginnings(...starts: readonly string[]): Beginnings {
  const firsts = new Uint8Array(256).fill(NONE)
  const letters = [...new Set(starts.map((start) => start.charAt(0)))]
  for (const [i, letter] of letters.entries()) firsts[letter.charCodeAt(0)] = i
  for (const quote of [QUOTE, APOSTROPHE]) firsts[quote] = ANY
  return { starts, firsts, kins: letters.map((letter) => new Kin(starts.filter((one) => one.startsWith(letter)))) }
}

/** Does the statement at `at` begin in one of these ways; null: only its tokens tell. */
export function spell({ firsts, kins }: Beginnings, bytes: Uint8Array, at: number): boolean | null {
  const kin = firsts[bytes[at] as number] as number
  return kin === ANY ? null : kin !== NONE && (kins[kin] as Kin).spell(bytes, at)
}

/** Starts with the same first byte. */
class Kin {
  readonly #starts: readonly string[]
  /** how much all of them have in common */
  readonly #common: number
  /** by the byte behind that: does one of them go on so, or end before */
  readonly #next: Uint8Array

  constructor(starts: readonly string[]) {
    this.#starts = starts
    const [one = ''] = starts
    let length = one.length
    while (!starts.every((start) => start.startsWith(one.slice(0, length)))) length--
    this.#common = length
    const endsThere = starts.some((start) => start.length === length)
    this.#next = new Uint8Array(256).fill(endsThere ? 1 : 0)
    for (const start of starts) this.#next[start.charCodeAt(length)] = 1
    // There is another way to write it.
    for (const byte of [QUOTE, APOSTROPHE, HASH]) this.#next[byte] = 1
  }

  /** Do these bytes begin in one of these ways; null: a quote or a comment is in the way, and only the tokens tell. */
  spell(bytes: Uint8Array, from: number): boolean | null {
    const [first = ''] = this.#starts
    const at = pass(first, 0, this.#common, bytes, from)
    if (at < 0) return at === UNSURE ? null : false
    if (this.#next[bytes[at] as number] !== 1) return false
    let isUnsure = false
    for (const start of this.#starts) {
      const end = pass(start, this.#common, start.length, bytes, at)
      if (end >= 0) return true
      if (end === UNSURE) isUnsure = true
    }
    return isUnsure ? null : false
  }
}

const BLANK = 32
const OTHER = -1
const UNSURE = -2

/** Where the bytes go on behind the letters `[i, to)` of a start, of which a blank is any number of them. */
function pass(start: string, i: number, to: number, bytes: Uint8Array, from: number): number {
  let at = from
  for (let letter = i; letter < to; letter++, at++) {
    const byte = bytes[at]
    if (start.charCodeAt(letter) === BLANK && isSpace(byte)) while (isSpace(bytes[at + 1])) at++
    else if (byte !== start.charCodeAt(letter)) return isQuote(byte) || byte === HASH ? UNSURE : OTHER
  }
  return at
}
