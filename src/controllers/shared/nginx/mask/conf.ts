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
  return new ConfMask(Buffer.from(text)).masked()
}

class ConfMask {
  readonly #bytes: Buffer
  readonly #shown: string[] = []
  /** the words of the blocks that are open */
  readonly #blocks: Words[] = []
  #words: string[] = []
  /** what stands before each word, its opening quote included; and one more: what stands after the last */
  #gaps: string[] = []
  #gap = ''
  readonly #statements = new Memory<Words>()
  readonly #comments = new Memory<string>()

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  masked(): string {
    const bytes = this.#bytes
    let at = 0
    while (at < bytes.length) {
      const kind = AT_START[bytes[at] as number] as number
      if (kind === SPACE || kind === NEWLINE) this.#gap += String.fromCharCode(bytes[at++] as number)
      else if (kind === COMMENT) at = this.#comment(at)
      else if (kind === END || kind === BLOCK_END || kind === BLOCK) at = this.#end(at, kind)
      else at = kind === QUOTED ? this.#quoted(at) : this.#word(at)
    }
    this.#flush()
    return this.#shown.join('')
  }

  #comment(at: number): number {
    const found = find(this.#bytes, LF, at, this.#bytes.length)
    const end = found === -1 ? this.#bytes.length : found
    const comment = this.#text(at, end)
    this.#gap += this.#comments.of(comment, () => maskComment(comment))
    return end
  }

  #quoted(at: number): number {
    const quote = this.#bytes[at] as number
    const end = endOfQuoted(this.#bytes, at + 1, this.#bytes.length, quote)
    const mark = String.fromCharCode(quote)
    if (end === -1) return this.#cut(at + 1, mark)
    this.#add(mark, this.#text(at + 1, end))
    this.#gap = mark
    return end + 1
  }

  #word(at: number): number {
    const end = endOfWord(this.#bytes, at, this.#bytes.length)
    if (end === -1) return this.#cut(at, '')
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
    this.#gap = ''
    this.#words.push(word)
  }

  #end(at: number, kind: number): number {
    const words = this.#words
    this.#gap += String.fromCharCode(this.#bytes[at] as number)
    this.#flush()
    if (kind === BLOCK_END) this.#blocks.pop()
    if (kind !== BLOCK) return at + 1
    if (words[0]?.endsWith('_by_lua_block')) return this.#lua(at + 1)
    this.#blocks.push(words)
    return at + 1
  }

  #lua(at: number): number {
    const block = new LuaBlock(at)
    const isWhole = block.scan(this.#bytes, this.#bytes.length, true)
    const end = isWhole ? block.at - 1 : this.#bytes.length
    this.#shown.push(maskLua(this.#text(at, end)), isWhole ? '}' : '')
    return isWhole ? block.at : end
  }

  #flush(): void {
    const parent = this.#blocks.at(-1) ?? null
    const words = this.#words
    const key = [words.length, ...words, ...(parent ?? []).slice(0, 3)].join('\0')
    const shown = this.#statements.of(key, () => maskStatement(words, parent))
    for (const [index, word] of shown.entries()) this.#shown.push(this.#gaps[index] ?? '', word)
    this.#shown.push(this.#gap)
    this.#words = []
    this.#gaps = []
    this.#gap = ''
  }

  #text(from: number, to: number): string {
    return this.#bytes.toString('utf8', from, to)
  }
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
