/** nginx.conf, or any part of it, without what may be a secret: read by the rules of nginx, and changed word by word. */
import { maskUsers } from '../../../../domain/masking/url.js'
import { announces, mask, maskWords } from '../../../../domain/masking/words.js'
import {
  AT_START,
  BLOCK,
  BLOCK_END,
  COMMENT,
  END,
  find,
  LF,
  NEWLINE,
  QUOTED,
  SPACE,
} from '../../../../languages/nginx/text/bytes.js'
import { LuaBlock } from '../../../../languages/nginx/text/lua-block.js'
import { endOfQuoted, endOfWord } from '../../../../languages/nginx/text/tokens.js'
import { unknown } from './literals.js'
import { maskLua } from './lua.js'
import { maskStatement, type Words } from './statements.js'

/** Of statements and comments, which a configuration repeats for each of its servers; told apart by what they stand in. */
class Memory<T> {
  readonly #known = new Map<string, T>()

  of(key: string, work: () => T): T {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const found = work()
    if (this.#known.size < mostKnown && key.length < longestKnown) this.#known.set(key, found)
    return found
  }
}

const mostKnown = 4096
const longestKnown = 512

/** @param text whole, or cut anywhere: what cannot be read as nginx does is masked the more */
export function maskConf(text: string): string {
  return [...maskConfParts([Buffer.from(text)])].join('')
}

/** The same of a text that is too long to be held: it comes in parts, cut anywhere. */
export function* maskConfParts(parts: Iterable<Uint8Array>): Generator<string> {
  const conf = new ConfMask()
  for (const part of parts) yield conf.push(part)
  yield conf.end()
}

/** Bytes of a token, of a statement, or of the blocks around it, that are waited for: nginx itself refuses most of that. */
const longestWait = 1024 * 1024

class ConfMask {
  /** what is being read: of what came before, the token whose end did not come is its beginning */
  #bytes: Buffer = Buffer.alloc(0)
  #shown: string[] = []
  /** the words of the blocks that are open, as far as they matter to what stands inside */
  readonly #blocks: Words[] = []
  #words: string[] = []
  /** what stands before each word, its opening quote included; and one more: what stands after the last */
  #gaps: string[] = []
  #gap = ''
  /** characters of the words of this statement, and of those of the open blocks */
  #size = 0
  #sizeOfBlocks = 0
  #isLua = false
  /** no configuration is like that: of the rest nothing is shown */
  #isLost = false
  readonly #statements = new Memory<Words>()
  readonly #comments = new Memory<string>()

  /** @returns what may be shown of it, and of what came before and waited for it */
  push(part: Uint8Array): string {
    if (this.#isLost) return ''
    this.#bytes = Buffer.concat([this.#bytes, part])
    this.#read(false)
    if (this.#words.length === 0) this.#flush()
    if (Math.max(this.#bytes.length, this.#size + this.#gap.length, this.#sizeOfBlocks) > longestWait) {
      this.#isLost = true
      this.#shown.push(mask)
    }
    return this.#taken()
  }

  end(): string {
    if (this.#isLost) return ''
    this.#read(true)
    this.#flush()
    return this.#taken()
  }

  #taken(): string {
    const shown = this.#shown.join('')
    this.#shown = []
    return shown
  }

  #read(isLast: boolean): void {
    const bytes = this.#bytes
    let at = 0
    while (at < bytes.length) {
      const next = this.#token(at, isLast)
      if (next === null) break
      at = next
    }
    this.#bytes = bytes.subarray(at)
  }

  /** @returns where the next one begins; null: its end did not come yet */
  #token(at: number, isLast: boolean): number | null {
    if (this.#isLua) return this.#lua(at, isLast)
    const kind = AT_START[this.#bytes[at] as number] as number
    if (kind === END || kind === BLOCK_END || kind === BLOCK) return this.#end(at, kind)
    if (kind === COMMENT) return this.#comment(at, isLast)
    if (kind !== SPACE && kind !== NEWLINE) return kind === QUOTED ? this.#quoted(at, isLast) : this.#word(at, isLast)
    this.#gap += String.fromCharCode(this.#bytes[at] as number)
    return at + 1
  }

  #comment(at: number, isLast: boolean): number | null {
    const found = find(this.#bytes, LF, at, this.#bytes.length)
    if (found === -1 && !isLast) return null
    const end = found === -1 ? this.#bytes.length : found
    const comment = this.#text(at, end)
    this.#gap += this.#comments.of(comment, () => maskComment(comment))
    return end
  }

  #quoted(at: number, isLast: boolean): number | null {
    const quote = this.#bytes[at] as number
    const end = endOfQuoted(this.#bytes, at + 1, this.#bytes.length, quote)
    const mark = String.fromCharCode(quote)
    if (end === -1) return isLast ? this.#cut(at + 1, mark) : null
    this.#add(mark, this.#text(at + 1, end))
    this.#gap = mark
    return end + 1
  }

  #word(at: number, isLast: boolean): number | null {
    const end = endOfWord(this.#bytes, at, this.#bytes.length)
    if (end === -1) return isLast ? this.#cut(at, '') : null
    this.#add('', this.#text(at, end))
    return end
  }

  /** A word whose end is not there may hold anything that comes after it. */
  #cut(at: number, mark: string): number {
    this.#gap += mark + unknown(this.#text(at, this.#bytes.length))
    return this.#bytes.length
  }

  #add(mark: string, word: string): void {
    this.#gaps.push(this.#gap + mark)
    this.#size += this.#gap.length + word.length
    this.#gap = ''
    this.#words.push(word)
  }

  #end(at: number, kind: number): number {
    const words = this.#words
    this.#gap += String.fromCharCode(this.#bytes[at] as number)
    this.#flush()
    if (kind === BLOCK_END) this.#sizeOfBlocks -= sizeOf(this.#blocks.pop() ?? [])
    this.#isLua = kind === BLOCK && words[0]?.endsWith('_by_lua_block') === true
    if (kind !== BLOCK || this.#isLua) return at + 1
    const block = words.slice(0, wordsOfBlock)
    this.#sizeOfBlocks += sizeOf(block)
    this.#blocks.push(block)
    return at + 1
  }

  #lua(at: number, isLast: boolean): number | null {
    const block = new LuaBlock(at)
    const isWhole = block.scan(this.#bytes, this.#bytes.length, isLast)
    if (!isWhole && !isLast) return null
    this.#isLua = false
    const end = isWhole ? block.at - 1 : this.#bytes.length
    this.#shown.push(maskLua(this.#text(at, end)), isWhole ? '}' : '')
    return isWhole ? block.at : end
  }

  #flush(): void {
    const parent = this.#blocks.at(-1) ?? null
    const words = this.#words
    const key = [words.length, ...words, ...(parent ?? [])].join('\0')
    const shown = this.#statements.of(key, () => maskStatement(words, parent))
    for (const [index, word] of shown.entries()) this.#shown.push(this.#gaps[index] ?? '', word)
    this.#shown.push(this.#gap)
    this.#words = []
    this.#gaps = []
    this.#gap = ''
    this.#size = 0
  }

  #text(from: number, to: number): string {
    return this.#bytes.toString('utf8', from, to)
  }
}

/** `map $source $target` */
const wordsOfBlock = 3

function sizeOf(block: Words): number {
  return block.reduce((size, word) => size + word.length, 1)
}

/** What people say stays, up to a word that announces a secret. */
function maskComment(comment: string): string {
  const words = /[\w-]+/g
  for (let word = words.exec(comment); word !== null; word = words.exec(comment))
    if (
      announces(word[0]) &&
      !(/^(?:secret|token)s?$/i.test(word[0]) && !/^ ?[=:]/.test(comment.slice(words.lastIndex)))
    ) {
      const rest = comment.slice(words.lastIndex)
      return maskPlain(comment.slice(0, words.lastIndex)) + (/[^\s.,:;!?-]/.test(rest) ? ` ${mask}` : rest)
    }
  return maskPlain(comment)
}

function maskPlain(text: string): string {
  return maskWords(maskUsers(text), mask)
}
