/** Reads a pattern of PCRE, as byte string: https://www.pcre.org/current/doc/html/pcre2pattern.html */
import { type ByteSet, escapeSets, foldCase, setOf } from './bytes.js'
import { readClass } from './class.js'
import { readEscape, Untranslatable } from './escape.js'
import { type Assertion, anyButNewline, type Node, nothing, type Text } from './syntax.js'

interface Flags {
  readonly ignoreCase: boolean
  readonly dotAll: boolean
  readonly multiline: boolean
}

interface Quantifier {
  readonly min: number
  readonly max: number
  readonly mode: '' | '?' | '+'
}

const anyByte: Node = { kind: 'bytes', set: setOf('\0\xff') }
const assertions: Readonly<Record<string, Assertion>> = {
  A: 'start',
  Z: 'end',
  z: 'very-end',
  b: 'word-edge',
  B: 'no-word-edge',
}

/** PCRE's own limit (PARENS_NEST_LIMIT): nginx refuses a pattern with deeper parentheses. */
const deepest = 250
/** As in PCRE: longer names are refused. */
const longestName = 32

export class PcreReader {
  /** names of groups, and which capture each is */
  readonly names = new Map<string, number>()
  captures = 0
  /** the highest capture that is referred to: it may come later */
  #referred = 0
  #at = 0
  #depth = 0
  readonly #open = new Set<number>()
  readonly #pattern: string

  constructor(pattern: string) {
    this.#pattern = pattern
  }

  get hasReferences(): boolean {
    return this.#referred > 0
  }

  /** @throws Untranslatable */
  read(ignoreCase: boolean): Node {
    const tree = this.#alternatives({ ignoreCase, dotAll: false, multiline: false })
    if (this.#at < this.#pattern.length || this.#referred > this.captures) throw new Untranslatable()
    return tree
  }

  #alternatives(flags: Flags): Node {
    const branches: Node[] = []
    let current = flags
    for (;;) {
      const parts: Node[] = []
      for (let next = this.#next; next !== undefined && next !== '|' && next !== ')'; next = this.#next) {
        const changed = this.#flagChange(current)
        if (changed !== null) current = changed
        else parts.push(this.#quantified(current))
      }
      branches.push(sequence(parts))
      if (this.#next !== '|') return branches.length === 1 ? (branches[0] as Node) : { kind: 'either', branches }
      this.#at++
    }
  }

  get #next(): string | undefined {
    return this.#pattern[this.#at]
  }

  /** `(?i)`: for the rest of the group. */
  #flagChange(flags: Flags): Flags | null {
    const letters = this.#next === '(' ? this.#take(/\(\?([ims]*)(?:-([ims]+))?\)/y) : null
    return letters === null ? null : flagged(flags, letters)
  }

  /** @param what sticky */
  #take(what: RegExp): RegExpExecArray | null {
    what.lastIndex = this.#at
    const found = what.exec(this.#pattern)
    if (found !== null) this.#at += found[0].length
    return found
  }

  #quantified(flags: Flags): Node {
    const quoted = this.#quotedText()
    if (quoted !== null) return this.#quoted(quoted, flags)
    if (this.#take(/\\E|\(\?#[^)]*\)/y) !== null) return nothing
    const before = this.#at
    const part = this.#atom(flags)
    const quantifier = this.#quantifier()
    if (quantifier === null) return part
    // Of what asserts and matches no byte there is nothing to repeat.
    if (/^(?:[$^]|\\[AZzbBGK]|\(\?<?[=!])/.test(this.#pattern.slice(before, before + 4))) throw new Untranslatable()
    if (this.#quantifier() !== null) throw new Untranslatable()
    const { min, max, mode } = quantifier
    const repeated: Node = { kind: 'repeat', part, min, max, lazy: mode === '?' }
    return mode === '+' ? { kind: 'atomic', part: repeated } : repeated
  }

  #quantifier(): Quantifier | null {
    const found = this.#take(/(?:([*+?])|\{(\d{1,6})(?:(,)(\d{0,6}))?\})([?+]?)/y)
    if (found === null) return null
    const [, sign, low, comma, high, mode = ''] = found
    const min = sign === undefined ? Number(low) : sign === '+' ? 1 : 0
    const most = comma === undefined ? min : high === '' ? Number.POSITIVE_INFINITY : Number(high)
    const max = sign === undefined ? most : sign === '?' ? 1 : Number.POSITIVE_INFINITY
    if (max < min || min > 65535) throw new Untranslatable()
    return { min, max, mode: mode as Quantifier['mode'] }
  }

  /** @returns the text of `\Q…\E`, null: none begins here */
  #quotedText(): string | null {
    if (!this.#pattern.startsWith('\\Q', this.#at)) return null
    const end = this.#pattern.indexOf('\\E', this.#at + 2)
    const text = this.#pattern.slice(this.#at + 2, end === -1 ? undefined : end)
    this.#at = end === -1 ? this.#pattern.length : end + 2
    return text
  }

  /** A quantifier after `\Q…\E` counts for its last byte only. */
  #quoted(text: string, { ignoreCase }: Flags): Node {
    if (this.#quantifier() !== null) throw new Untranslatable()
    return text === '' ? nothing : { kind: 'text', bytes: text, ignoreCase }
  }

  #atom(flags: Flags): Node {
    const letter = this.#pattern[this.#at++] as string
    if (letter === '(') return this.#group(flags)
    if (letter === '[') {
      const { set, end } = readClass(this.#pattern, this.#at, flags.ignoreCase)
      this.#at = end
      return { kind: 'bytes', set }
    }
    if (letter === '.') return flags.dotAll ? anyByte : anyButNewline
    if (letter === '^') return { kind: 'assertion', what: flags.multiline ? 'line-start' : 'start' }
    if (letter === '$') return { kind: 'assertion', what: flags.multiline ? 'line-end' : 'end' }
    if (letter === '\\') return this.#escape(flags)
    if (/[*+?]/.test(letter)) throw new Untranslatable()
    return literal(letter.charCodeAt(0), flags.ignoreCase)
  }

  #escape(flags: Flags): Node {
    const reference = this.#take(/([1-9]\d*)|g(\d+)|g\{(\d+)\}|k\{(\w+)\}|k<(\w+)>|k'(\w+)'/y)
    if (reference !== null) return this.#reference(reference.slice(1).find(Boolean) ?? '', flags)
    const meant = readEscape(this.#pattern, this.#at)
    if (meant !== null) {
      this.#at = meant.end
      if (meant.set === undefined) return literal(meant.byte as number, flags.ignoreCase)
      return { kind: 'bytes', set: flags.ignoreCase ? foldCase(meant.set) : meant.set }
    }
    const letter = this.#pattern[this.#at++] as string
    const what = assertions[letter]
    if (what !== undefined) return { kind: 'assertion', what }
    // Where the match begins is nothing that nginx asks for.
    if (letter === 'K') return nothing
    if (letter === 'N') return anyButNewline
    if (letter === 'R') return lineBreak
    throw new Untranslatable()
  }

  /** A name has to stand before, a number may come later; of two digits, it could be octal. */
  #reference(which: string, { ignoreCase }: Flags): Node {
    const number = /^\d+$/.test(which) ? Number(which) : (this.names.get(which) ?? 0)
    // What a group says of itself while it is open changed with PCRE2 10.30.
    if (number === 0 || this.#open.has(number) || (number > 9 && number > this.captures)) throw new Untranslatable()
    this.#referred = Math.max(this.#referred, number)
    return { kind: 'reference', number, ignoreCase }
  }

  #group(flags: Flags): Node {
    if (++this.#depth > deepest) throw new Untranslatable()
    const group = this.#groupInside(flags)
    this.#depth--
    return group
  }

  #groupInside(flags: Flags): Node {
    if (this.#next === '*') throw new Untranslatable()
    if (this.#next !== '?') return this.#capture(flags)
    const named = this.#take(/\?(?:P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/y)
    if (named !== null) {
      const name = named[1] ?? named[2] ?? ''
      if (this.names.has(name) || name.length > longestName) throw new Untranslatable()
      this.names.set(name, this.captures + 1)
      return this.#capture(flags)
    }
    const reference = this.#take(/\?P=(\w+)\)/y)?.[1]
    if (reference !== undefined) return this.#reference(reference, flags)
    if (this.#take(/\?>/y) !== null) return { kind: 'atomic', part: this.#body(flags) }
    const look = this.#take(/\?<?[=!]/y)?.[0]
    if (look !== undefined) return this.#look(look, flags)
    const letters = this.#take(/\?([ims]*)(?:-([ims]+))?:/y)
    if (letters === null) throw new Untranslatable()
    const part = this.#body(flagged(flags, letters))
    // Branches in a group are not those of the look behind around it, which may differ in length.
    return part.kind === 'either' ? { kind: 'sequence', parts: [part] } : part
  }

  #capture(flags: Flags): Node {
    const number = ++this.captures
    this.#open.add(number)
    const part = this.#body(flags)
    this.#open.delete(number)
    return { kind: 'capture', number, part }
  }

  #look(look: string, flags: Flags): Node {
    const before = this.captures
    const part = this.#body(flags)
    // What a look that is refused, or one that looks behind, has captured is a matter of the version.
    if (look !== '?=' && this.captures > before) throw new Untranslatable()
    return { kind: 'look', behind: look.startsWith('?<'), negative: look.endsWith('!'), part }
  }

  #body(flags: Flags): Node {
    const part = this.#alternatives(flags)
    if (this.#next !== ')') throw new Untranslatable()
    this.#at++
    return part
  }
}

const lineBreak: Node = {
  kind: 'atomic',
  part: {
    kind: 'either',
    branches: [
      { kind: 'text', bytes: '\r\n', ignoreCase: false },
      { kind: 'bytes', set: escapeSets.v as ByteSet },
    ],
  },
}

function literal(byte: number, ignoreCase: boolean): Node {
  return { kind: 'text', bytes: String.fromCharCode(byte), ignoreCase }
}

/** Texts that follow each other are one; what is nothing is left out. */
function sequence(parts: readonly Node[]): Node {
  const joined: Node[] = []
  let texts: Text[] = []
  const endText = () => {
    const [first] = texts
    if (first !== undefined) joined.push({ ...first, bytes: texts.map(({ bytes }) => bytes).join('') })
    texts = []
  }
  for (const part of parts) {
    if (part.kind === 'sequence' && part.parts.length === 0) continue
    if (part.kind !== 'text' || part.ignoreCase !== texts[0]?.ignoreCase) endText()
    if (part.kind === 'text') texts.push(part)
    else joined.push(part)
  }
  endText()
  return joined.length === 1 ? (joined[0] as Node) : { kind: 'sequence', parts: joined }
}

function flagged(flags: Flags, [, on = '', off = '']: RegExpExecArray): Flags {
  const is = (letter: string, before: boolean) => (on.includes(letter) || before) && !off.includes(letter)
  return {
    ignoreCase: is('i', flags.ignoreCase),
    dotAll: is('s', flags.dotAll),
    multiline: is('m', flags.multiline),
  }
}
