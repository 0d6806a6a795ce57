/**
 * Passes over a block without a look at what stands in it, but for the statements of its own level. It knows the tokens of
 * the scanner, byte by byte in one table, and none of its places and words: whatever is odd it leaves to the scanner.
 */
import {
  APOSTROPHE,
  BACKSLASH,
  CLOSE,
  CLOSE_PAREN,
  DOLLAR,
  HASH,
  isSpace,
  LF,
  OPEN,
  QUOTE,
  SEMICOLON,
} from './bytes.js'
import { LuaBlock } from './lua-block.js'
import { LONGEST_TOKEN } from './tokens.js'
import { Twin } from './twin.js'

/** Where the next byte stands. Before a statement, between its words, in a word, after a quote that ended. */
const START = 0
const BETWEEN = 1
const WORD = 2
const ESCAPED = 3
const VARIABLE = 4
const AFTER_QUOTE = 5
const DOUBLE = 6
const DOUBLE_ESCAPED = 7
const SINGLE = 8
const SINGLE_ESCAPED = 9
const STATES = 10

/** What the loop has to look at; all below are states. */
const BEGUN = 16
const ENDED = 32
const OPENED = 33
const CLOSED = 34
const NOTED = 35
const ODD = 36

const next = table()

function table(): Uint8Array {
  const cells = new Uint8Array(STATES * 256)
  for (let byte = 0; byte < 256; byte++) {
    const set = (state: number, to: number) => {
      cells[state * 256 + byte] = to
    }
    const space = isSpace(byte)
    const begins =
      byte === QUOTE
        ? DOUBLE
        : byte === APOSTROPHE
          ? SINGLE
          : byte === BACKSLASH
            ? ESCAPED
            : byte === DOLLAR
              ? VARIABLE
              : WORD
    const ends = byte === SEMICOLON ? ENDED : byte === OPEN ? OPENED : null
    set(START, space ? START : ends !== null ? ODD : byte === CLOSE ? CLOSED : byte === HASH ? NOTED : BEGUN + begins)
    set(BETWEEN, space ? BETWEEN : (ends ?? (byte === CLOSE ? ODD : byte === HASH ? NOTED : begins)))
    const inWord = space ? BETWEEN : (ends ?? (byte === BACKSLASH ? ESCAPED : byte === DOLLAR ? VARIABLE : WORD))
    set(WORD, inWord)
    set(VARIABLE, byte === OPEN ? VARIABLE : inWord)
    set(ESCAPED, WORD)
    set(AFTER_QUOTE, space ? BETWEEN : (ends ?? (byte === CLOSE_PAREN ? WORD : ODD)))
    set(DOUBLE, byte === QUOTE ? AFTER_QUOTE : byte === BACKSLASH ? DOUBLE_ESCAPED : DOUBLE)
    set(DOUBLE_ESCAPED, DOUBLE)
    set(SINGLE, byte === APOSTROPHE ? AFTER_QUOTE : byte === BACKSLASH ? SINGLE_ESCAPED : SINGLE)
    set(SINGLE_ESCAPED, SINGLE)
  }
  return cells
}

/** As the scanner: blocks in blocks that are followed. */
const deepest = 200

/** `more`: of the text; `read`: it is no such block, or it is wanted or odd; `pass`: it ends at {@link Skim.at}. */
export type Skimmed = 'more' | 'read' | 'pass'

/** One block at a time, in parts of any size. */
export class Skim {
  readonly #name: string
  readonly #wanted: (statements: readonly string[]) => boolean
  /** position in the window */
  at = 0
  /** ends of lines that were passed */
  lines = 0
  #state = START
  #depth = 0
  #begun = 0
  /** since the last statement ended */
  #since = 0
  #lua: LuaBlock | null = null
  #isLeft = false
  #statements: string[] = []
  /** of the blocks in such a block */
  readonly #twin = new Twin()

  /**
   * @param name of the blocks that are passed over
   * @param wanted of the simple statements in it, at its own level, as they are written
   */
  constructor(name: string, wanted: (statements: readonly string[]) => boolean) {
    this.#name = name
    this.#wanted = wanted
  }

  /** A statement, and what stands before it, begins here. */
  start(at: number): void {
    this.at = at
    this.lines = 0
    this.#state = START
    this.#depth = 0
    this.#begun = at
    this.#since = at
    this.#lua = null
    this.#isLeft = false
    this.#statements = []
  }

  /** As {@link Scanner.moveTo}. */
  moveTo(shift: number): void {
    this.at -= shift
    this.#begun -= shift
    this.#since -= shift
    this.#twin.moveTo(shift)
    if (this.#lua !== null) this.#lua.at -= shift
  }

  /** Goes on up to position `to`. Once it said `read`, it says so until the next start. */
  scan(bytes: Uint8Array, to: number): Skimmed {
    if (this.#isLeft) return 'read'
    while (this.at < to) {
      const found = this.#lua === null ? this.#step(bytes, to) : this.#passLua(this.#lua, bytes, to)
      if (found === 'read') this.#isLeft = true
      if (found !== null) return found
    }
    return 'more'
  }

  /** Up to the next byte that the table cannot tell alone; null: go on. */
  #step(bytes: Uint8Array, to: number): Skimmed | null {
    let { at, lines } = this
    let state = this.#state
    let met: number | null = null
    while (at < to) {
      const byte = bytes[at] as number
      if (byte === LF) lines++
      const row = state * 256
      const found = next[row + byte] as number
      if (found === state) {
        // Most bytes change nothing. A processor looks ahead where the row stays the same.
        while (++at < to && next[row + (bytes[at] as number)] === state) if (bytes[at] === LF) lines++
        continue
      }
      if (found < BEGUN) state = found
      else if (found < ENDED) {
        this.#begun = at
        state = found - BEGUN
      } else if (found === ENDED && this.#depth > 1 && at - this.#since < LONGEST_TOKEN) {
        this.#since = at
        state = START
        const leap = this.#depth === 2 ? this.#twin.leap(bytes, at + 1, to, lines) : null
        if (leap !== null) {
          at += leap.to.at - leap.from.at
          lines += leap.to.lines - leap.from.lines
          this.#since = at - leap.tail
        }
      } else {
        met = found
        break
      }
      at++
    }
    this.at = at
    this.lines = lines
    this.#state = state
    return met === null ? null : this.#meet(met, bytes, to)
  }

  #meet(found: number, bytes: Uint8Array, to: number): Skimmed | null {
    const { at } = this
    if (found === NOTED) {
      const end = bytes.indexOf(LF, at)
      if (end === -1 || end >= to) return 'more'
      this.at = end
      return null
    }
    // A token or a comment that is too long is among what is long.
    if (found === ODD || at - this.#since >= LONGEST_TOKEN) return 'read'
    this.#since = at
    this.#state = START
    this.at = at + 1
    if (found === ENDED) {
      if (this.#depth === 0) return 'read'
      if (this.#depth === 1) this.#statements.push(latin.decode(bytes.subarray(this.#begun, at)))
    } else if (found === OPENED) {
      const head = latin.decode(bytes.subarray(this.#begun, at))
      if (this.#depth === deepest || (this.#depth === 0 && head.trimEnd() !== this.#name)) return 'read'
      if (/^\w+_by_lua_block(?:\s|$)/.test(head)) this.#lua = new LuaBlock(at + 1)
      else if (head.includes('_by_lua_block')) return 'read'
      else {
        this.#depth++
        if (this.#depth === 2) this.#twin.begin(at + 1, this.lines)
      }
    } else {
      if (this.#depth === 0) return 'read'
      if (this.#depth === 2) this.#twin.end(bytes, at, this.lines)
      this.#depth--
      if (this.#depth === 0) return this.#wanted(this.#statements) ? 'read' : 'pass'
    }
    return null
  }

  #passLua(lua: LuaBlock, bytes: Uint8Array, to: number): Skimmed | null {
    if (!lua.scan(bytes, to, false)) return 'more'
    for (let at = this.at; at < lua.at; at++) if (bytes[at] === LF) this.lines++
    this.#lua = null
    this.at = lua.at
    this.#since = lua.at
    return null
  }
}

const latin = new TextDecoder('latin1')
