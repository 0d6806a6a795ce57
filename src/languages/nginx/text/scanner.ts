/**
 * Reads statements off a window of bytes onto a tape. It can stop at any byte and go on when the window holds more;
 * what it finds never depends on where it had to stop. The rules are those of ngx_conf_read_token and ngx_conf_parse:
 * https://github.com/nginx/nginx/blob/master/src/core/ngx_conf_file.c
 */
import { type Beginnings, spell } from './beginnings.js'
import {
  AT_START,
  BACKSLASH,
  BLOCK,
  BLOCK_END,
  CLOSE_PAREN,
  COMMENT,
  countLines,
  DOLLAR,
  END,
  find,
  IN_WORD,
  isSpace,
  LF,
  NEWLINE,
  QUOTED,
  SPACE,
} from './bytes.js'
import type { Flaw, FlawReason, Stop, TextPlace } from './flaw.js'
import { LuaBlock, opensLua } from './lua-block.js'
import { OpenBlocks } from './open-blocks.js'
import { Tape } from './tape.js'
import { endOfQuoted, endOfWord, isQuote, LONGEST_TOKEN, readToken } from './tokens.js'
import { Twins } from './twins.js'

export class Scanner {
  readonly tape = new Tape()
  /** Where the next byte is looked at. Positions are those in the window; `base` makes them offsets in the file. */
  at = 0
  line = 1
  flaw: Flaw | null = null
  /** Position that the tape's offsets count from. */
  origin = 0
  readonly #splits: string | null
  #bytes: Uint8Array
  #base = 0
  #lineStart = 0
  readonly #open: OpenBlocks
  #words = 0
  #nameEnd = 0
  #afterQuote = false
  #lua: LuaBlock | null = null
  /** Position from which on nginx keeps bytes in its buffer. */
  #kept = 0
  #keptLine = 1
  #keptColumn = 1
  /** of the blocks in what is reported one by one; null: nothing is */
  readonly #twins: Twins | null
  readonly #taken: Beginnings | undefined

  /**
   * @param splits the top-level block whose statements are reported one by one, beside those of the top level; or null
   * @param taken of the simple statements in a location, those that stay on the tape; absent: all
   */
  constructor(bytes: Uint8Array, splits: string | null, taken?: Beginnings) {
    this.#bytes = bytes
    this.#splits = splits
    this.#taken = taken
    this.#open = new OpenBlocks(splits !== null)
    this.#twins = splits === null ? null : new Twins(this.tape)
  }

  /** The same text in another window: what was at position `shift` is now at 0. */
  moveTo(bytes: Uint8Array, shift: number): void {
    this.#bytes = bytes
    this.#base += shift
    this.at -= shift
    this.origin -= shift
    this.#lineStart -= shift
    this.#nameEnd -= shift
    this.#kept -= shift
    if (this.#lua !== null) this.#lua.at -= shift
    this.#twins?.moveTo(shift)
  }

  /** Position `at` of the window as an offset in the file. */
  offset(at: number): number {
    return this.#base + at
  }

  /** Goes on behind what something else has passed over. */
  pass(to: number, lines: number): void {
    this.#passLines(to, lines)
    this.#kept = to
  }

  /** A new unit begins here: the tape is empty again, and counts from here. */
  startUnit(): void {
    this.tape.clear()
    this.origin = this.at
    this.#open.startUnit()
  }

  /** Goes on, up to position `to`. `final` says that the text ends there. */
  scan(to: number, final: boolean): Stop {
    const bytes = this.#bytes
    for (;;) {
      if (this.#lua !== null) {
        if (!this.#passLua(this.#lua, to, final)) return final ? this.#end(to) : 'more'
        if (this.#open.isUnit) return 'whole'
      }
      const at = this.at
      if (at >= to) return final ? this.#end(to) : 'more'
      if (at - this.#kept >= LONGEST_TOKEN) return this.#tooLong()
      const kind = AT_START[bytes[at] as number] as number
      if (kind === SPACE || kind === NEWLINE) this.#space(at, to)
      else if (kind === END || kind === BLOCK) {
        const stop = this.#endHead(at, kind, to)
        if (stop !== null) return stop
      } else {
        if (this.#afterQuote && bytes[at] !== CLOSE_PAREN) return this.#unexpected(at)
        this.#afterQuote = false
        this.#kept = at
        this.#keptLine = this.line
        this.#keptColumn = at - this.#lineStart + 1
        if (kind === BLOCK_END) {
          const stop = this.#close(at)
          if (stop !== null) return stop
        } else {
          const passed =
            kind === COMMENT ? this.#comment(at, to) : kind === QUOTED ? this.#quoted(at, to) : this.#word(at, to)
          if (!passed) return to - this.#kept > LONGEST_TOKEN ? this.#tooLong() : final ? this.#end(to) : 'more'
        }
      }
    }
  }

  /** The blank at `at`, and all that follow it. */
  #space(at: number, to: number): void {
    const bytes = this.#bytes
    let end = at
    for (let kind = AT_START[bytes[at] as number]; kind === SPACE || kind === NEWLINE; ) {
      if (kind === NEWLINE) this.#newLine(end)
      if (++end === to) break
      kind = AT_START[bytes[end] as number]
    }
    this.at = end
    // Of a run of blanks nginx keeps the last one, and after a quote none of it is the first.
    if (end - at > 1 || !this.#afterQuote) this.#kept = end - 1
    this.#afterQuote = false
  }

  #newLine(at: number): void {
    this.line++
    this.#lineStart = at + 1
  }

  #comment(at: number, to: number): boolean {
    const end = find(this.#bytes, LF, at, to)
    if (end !== -1) this.at = end
    return end !== -1
  }

  #word(at: number, to: number): boolean {
    const bytes = this.#bytes
    let end = at
    while (end < to && IN_WORD[bytes[end] as number] === 0) end++
    // Only after a backslash a line may end in the middle of a word.
    const isPlain = end < to && bytes[end] !== BACKSLASH && bytes[end] !== DOLLAR
    if (!isPlain) end = endOfWord(bytes, end, to)
    if (end === -1) return false
    this.#addWord(at, end)
    if (isPlain) this.at = end
    else this.#passLines(end)
    // nginx reads the space with the word, and keeps both
    if (end - at < LONGEST_TOKEN && isSpace(bytes[end])) {
      this.at = end + 1
      if (bytes[end] === LF) this.#newLine(end)
    }
    return true
  }

  #quoted(at: number, to: number): boolean {
    this.#kept = at + 1
    const end = endOfQuoted(this.#bytes, at + 1, to, this.#bytes[at] as number)
    if (end === -1 || end - at > LONGEST_TOKEN) return false
    this.#addWord(at, end)
    this.#passLines(end + 1)
    this.#afterQuote = true
    return true
  }

  /** A token from `at` on, whose text ends at `end`. */
  #addWord(at: number, end: number): void {
    if (this.#words === 0) {
      this.tape.begin(at - this.origin, this.line)
      this.#nameEnd = end
    }
    this.#words++
  }

  #passLines(to: number, lines = countLines(this.#bytes, this.at, to)): void {
    if (lines > 0) {
      this.line += lines
      this.#lineStart = this.#bytes.lastIndexOf(LF, to - 1) + 1
    }
    this.at = to
  }

  #endHead(at: number, kind: number, to: number): Stop | null {
    if (this.#words === 0) return this.#unexpected(at)
    const { tape } = this
    tape.endHead(at - this.origin)
    this.at = at + 1
    this.#kept = at + 1
    this.#afterQuote = false
    const alone = this.#words === 1
    this.#words = 0
    if (kind === END) {
      const { isInLocation } = this.#open
      if (isInLocation && !this.#isTaken()) tape.drop()
      else tape.finish(tape.size - 1, at + 1 - this.origin)
      const leap = isInLocation ? this.#twins?.leap(this.#bytes, this.at, to, this.line, this.origin) : null
      if (leap) this.pass(this.at + leap.to.at - leap.from.at, leap.to.lines - leap.from.lines)
      return this.#open.isUnit ? 'whole' : null
    }
    if (this.#open.isDeepest) return this.#stop('nested-too-deep', '', this.#placeOf(at))
    const opens = this.#open.depth === 0 && alone && this.#splits !== null && this.#name() === this.#splits
    this.#open.open(tape.size - 1, tape.line(tape.size - 1))
    if (opensLua(this.#bytes, this.#nameEnd)) this.#lua = new LuaBlock(at + 1)
    else if (this.#open.isInLocation) this.#twins?.begin(at + 1, this.line, this.origin)
    return opens ? 'opened' : null
  }

  /** Is the statement begun last one that stays on the tape. */
  #isTaken(): boolean {
    const at = this.origin + this.tape.start(this.tape.size - 1)
    return this.#taken === undefined || spell(this.#taken, this.#bytes, at) !== false
  }

  #name(): string {
    const start = this.origin + this.tape.start(this.tape.size - 1)
    return readToken(this.#bytes, isQuote(this.#bytes[start]) ? start + 1 : start, this.#nameEnd)
  }

  #passLua(lua: LuaBlock, to: number, final: boolean): boolean {
    if (!lua.scan(this.#bytes, to, final)) return false
    this.#lua = null
    this.#passLines(lua.at)
    this.#kept = this.at
    this.#closeBlock()
    return true
  }

  #close(at: number): Stop | null {
    if (this.#words > 0 || this.#open.depth === 0) return this.#unexpected(at)
    this.at = at + 1
    this.#kept = at + 1
    const { isSplit } = this.#open
    if (this.#open.isInLocation) this.#twins?.end(this.#bytes, at, this.line)
    this.#closeBlock()
    return isSplit ? 'closed' : this.#open.isUnit ? 'whole' : null
  }

  #closeBlock(): void {
    const index = this.#open.close()
    if (index !== null) this.tape.finish(index, this.at - this.origin)
  }

  #unexpected(at: number): Stop {
    const byte = this.#bytes[at] as number
    const found = byte < 128 ? String.fromCharCode(byte) : '\u{fffd}'
    return this.#stop('unexpected-character', found, this.#placeOf(at))
  }

  #placeOf(at: number): TextPlace {
    return { line: this.line, column: at - this.#lineStart + 1, offset: this.#base + at }
  }

  #tooLong(): Stop {
    const place = { line: this.#keptLine, column: this.#keptColumn, offset: this.#base + this.#kept }
    return this.#stop('token-too-long', '', place)
  }

  /** The text is over: well, or in the middle of something. */
  #end(to: number): Stop {
    const pending = this.at < to && this.#lua === null && AT_START[this.#bytes[this.at] as number] !== COMMENT
    if (pending && this.#words === 0) this.tape.begin(this.at - this.origin, this.line)
    if (pending) this.#words++
    this.#passLines(to)
    const place = this.#placeOf(to)
    if (this.#lua !== null) return this.#stop('end-in-lua', '', place)
    if (this.#words > 0) return this.#stop('end-in-statement', '', place)
    return this.#open.depth > 0 ? this.#stop('end-in-block', '', place) : 'done'
  }

  #stop(reason: FlawReason, found: string, place: TextPlace): Stop {
    const openSince = this.#words > 0 ? this.tape.line(this.tape.size - 1) : this.#open.line
    if (this.#words > 0) this.tape.drop()
    this.flaw = { reason, found, ...place, openSince }
    return 'flaw'
  }
}
