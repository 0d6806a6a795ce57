/**
 * Where the Lua code of a `*_by_lua_block { … }` ends: at the brace that is in no string, comment or long bracket.
 * How long a stretch of code may be (nginx reads it through a buffer) is not looked at.
 * As the Lua module of nginx reads it: https://github.com/openresty/lua-nginx-module/blob/master/src/ngx_http_lua_lex.c
 */
import { BACKSLASH, CLOSE, CLOSE_BRACKET, EQUALS, find, IN_LUA, LF, MINUS, OPEN, OPEN_BRACKET } from './bytes.js'
import { isQuote, LONGEST_TOKEN } from './tokens.js'

const UNKNOWN = -2
const NONE = -1

/** One block, from the byte after its opening brace on. It can be fed in parts. */
export class LuaBlock {
  /** Offset that is scanned next; after the closing brace once `scan` said true. */
  at: number
  #depth = 1
  #inComment = false
  /** How many `=` the open long bracket has; NONE outside of one. */
  #level = NONE

  constructor(at: number) {
    this.at = at
  }

  /** Goes on through bytes[at, to): true when the block ends there. `final` says that nothing comes after `to`. */
  scan(bytes: Uint8Array, to: number, final: boolean): boolean {
    while (this.at < to) {
      if (this.#inComment) {
        const end = find(bytes, LF, this.at, to)
        this.#inComment = end === -1
        this.at = end === -1 ? to : end
      } else if (this.#level !== NONE) {
        if (!this.#closeLongBracket(bytes, to)) return false
      } else {
        const before = this.at
        const byte = bytes[before] as number
        if (IN_LUA[byte] === 0) this.at++
        else if (byte === OPEN || byte === CLOSE) {
          this.at++
          this.#depth += byte === OPEN ? 1 : -1
          if (this.#depth === 0) return true
        } else if (!this.#pass(bytes, byte, to, final)) return false
      }
    }
    return false
  }

  /** Passes what may be a string, a comment or a long bracket; false when only more text can tell. */
  #pass(bytes: Uint8Array, byte: number, to: number, final: boolean): boolean {
    const end = isQuote(byte) ? endOfString(bytes, this.at, to, final) : this.#endOfOpening(bytes, byte, to, final)
    if (end === UNKNOWN) return false
    this.at = end === NONE ? this.at + 1 : end
    return true
  }

  /** Offset after `[==[`, `--[==[` or `--`. */
  #endOfOpening(bytes: Uint8Array, byte: number, to: number, final: boolean): number {
    if (byte === OPEN_BRACKET) return this.#endOfLongOpening(bytes, this.at, to, final)
    if (this.at + 1 >= to) return final ? NONE : UNKNOWN
    if (bytes[this.at + 1] !== MINUS) return NONE
    const long = this.#endOfLongOpening(bytes, this.at + 2, to, final)
    if (long !== NONE) return long
    this.#inComment = true
    return this.at + 2
  }

  #endOfLongOpening(bytes: Uint8Array, from: number, to: number, final: boolean): number {
    if (from >= to) return final ? NONE : UNKNOWN
    if (bytes[from] !== OPEN_BRACKET) return NONE
    const limit = Math.min(to, from + LONGEST_TOKEN)
    let at = from + 1
    while (at < limit && bytes[at] === EQUALS) at++
    if (at === limit) return final || limit < to ? NONE : UNKNOWN
    if (bytes[at] !== OPEN_BRACKET) return NONE
    this.#level = at - from - 1
    return at + 1
  }

  /** Passes the long bracket's text, and its `]==]` when it is there; false when it is not. */
  #closeLongBracket(bytes: Uint8Array, to: number): boolean {
    for (;;) {
      const found = find(bytes, CLOSE_BRACKET, this.at, to)
      this.at = found === -1 ? to : found
      if (found === -1) return false
      let end = this.at + 1
      while (end < to && end - this.at <= this.#level && bytes[end] === EQUALS) end++
      if (end >= to) return false
      if (end - this.at - 1 === this.#level && bytes[end] === CLOSE_BRACKET) {
        this.#level = NONE
        this.at = end + 1
        return true
      }
      this.at++
    }
  }
}

/** A Lua string ends on its own line; a quote that does not close there is a character like any other. */
function endOfString(bytes: Uint8Array, from: number, to: number, final: boolean): number {
  const quote = bytes[from]
  const limit = Math.min(to, from + LONGEST_TOKEN)
  let at = from + 1
  while (at < limit && bytes[at] !== LF) {
    if (bytes[at] === quote) return at + 1
    if (bytes[at] === BACKSLASH) {
      at++
      if (bytes[at] === LF) return NONE
    }
    at++
  }
  if (at < limit) return NONE
  return final || limit < to ? NONE : UNKNOWN
}

const suffix = [...'_by_lua_block'].map((character) => character.charCodeAt(0))

/** Does a name that ends at this offset open one. */
export function opensLua(bytes: Uint8Array, end: number): boolean {
  return suffix.every((byte, index) => bytes[end - suffix.length + index] === byte)
}
