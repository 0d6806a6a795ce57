/** Ways in which statements begin, sorted so that of most statements a byte or two tell that they begin another way. */
import { APOSTROPHE, HASH, isSpace, QUOTE } from './bytes.js'
import { isQuote } from './tokens.js'

/** No start begins with that byte. */
export const NONE = 255
/** Only the tokens tell. */
export const ANY = 254

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

/** Starts with the same first byte. */
export class Kin {
  /** what all of them have in common */
  readonly #common: string
  /** by the byte behind that: does one of them go on so, or end before */
  readonly #next: Uint8Array

  constructor(starts: readonly string[]) {
    const [one = ''] = starts
    let length = one.length
    while (!starts.every((start) => start.startsWith(one.slice(0, length)))) length--
    this.#common = one.slice(0, length)
    const endsThere = starts.some((start) => start.length === length)
    this.#next = new Uint8Array(256).fill(endsThere ? 1 : 0)
    for (const start of starts) this.#next[start.charCodeAt(length)] = 1
    // There is another way to write it.
    for (const byte of [QUOTE, APOSTROPHE, HASH]) this.#next[byte] = 1
  }

  /** False: these bytes begin another way. Where a quote or a comment is in the way only the tokens tell. */
  maySpell(bytes: Uint8Array, from: number): boolean {
    const common = this.#common
    let at = from
    for (let i = 0; i < common.length; i++, at++) {
      const byte = bytes[at]
      if (common.charCodeAt(i) === BLANK) {
        if (!isSpace(byte)) return isQuote(byte)
        while (isSpace(bytes[at + 1])) at++
      } else if (byte !== common.charCodeAt(i)) return isQuote(byte) || byte === HASH
    }
    return this.#next[bytes[at] as number] === 1
  }
}

const BLANK = 32
