/** Reads a pattern of PCRE, as byte string, into a pattern of JavaScript: https://www.pcre.org/current/doc/html/pcre2pattern.html */
import { classOf, escapeSets, foldCase, literalOf, setOf, without } from './bytes.js'
import { readClass } from './class.js'
import { readEscape, Untranslatable } from './escape.js'
import { atomic, bytePart, either, nothing, type Part, readQuantifier, repeat, sequence } from './part.js'

interface Flags {
  readonly ignoreCase: boolean
  readonly dotAll: boolean
  readonly multiline: boolean
}

const anyButNewline = classOf(without(setOf('\n\n')))
const lineBreak = `(?:\\r\\n|${classOf(escapeSets.v as Uint8Array)})`

export class PcreReader {
  /** names of groups, and which capture each is */
  readonly names = new Map<string, number>()
  captures = 0
  #at = 0
  #atoms = 0
  readonly #pattern: string

  constructor(pattern: string) {
    this.#pattern = pattern
  }

  /** @throws Untranslatable */
  read(ignoreCase: boolean): string {
    const { js } = this.#alternatives({ ignoreCase, dotAll: false, multiline: false }, [])
    if (this.#at < this.#pattern.length) throw new Untranslatable()
    return js
  }

  #alternatives(flags: Flags, known: readonly number[]): Part {
    const branches: Part[] = []
    let current = flags
    for (;;) {
      const parts: Part[] = []
      for (let next = this.#next; next !== undefined && next !== '|' && next !== ')'; next = this.#next) {
        const changed = this.#flagChange(current)
        if (changed !== null) current = changed
        else parts.push(this.#quantified(current, [...known, ...parts.flatMap(({ sure }) => sure)]))
      }
      branches.push(sequence(parts))
      if (this.#next !== '|') return either(branches)
      this.#at++
    }
  }

  get #next(): string | undefined {
    return this.#pattern[this.#at]
  }

  /** `(?i)`: for the rest of the group. */
  #flagChange(flags: Flags): Flags | null {
    const letters = this.#take(/^\(\?([ims]*)(?:-([ims]+))?\)/)
    return letters === null ? null : flagged(flags, letters)
  }

  #take(what: RegExp): RegExpExecArray | null {
    const found = what.exec(this.#pattern.slice(this.#at))
    if (found !== null) this.#at += found[0].length
    return found
  }

  #quantified(flags: Flags, known: readonly number[]): Part {
    const quoted = this.#take(/^\\Q([\s\S]*?)(?:\\E|$)/)?.[1]
    if (quoted !== undefined) return this.#quoted(quoted, flags)
    if (this.#take(/^(?:\\E|\(\?#[^)]*\))/) !== null) return nothing
    const before = this.#at
    const part = this.#atom(flags, known)
    const quantifier = readQuantifier(this.#pattern, this.#at)
    if (quantifier === null) return part
    // Of what asserts and matches no byte there is nothing to repeat.
    if (/^(?:[$^]|\\[AZzbBGK]|\(\?<?[=!])/.test(this.#pattern.slice(before, before + 4))) throw new Untranslatable()
    this.#at = quantifier.end
    if (readQuantifier(this.#pattern, this.#at) !== null) throw new Untranslatable()
    return repeat(part, quantifier, this.#atomName())
  }

  /** A quantifier after `\Q…\E` counts for its last byte only. */
  #quoted(text: string, flags: Flags): Part {
    if (readQuantifier(this.#pattern, this.#at) !== null) throw new Untranslatable()
    return sequence([...text].map((byte) => bytePart(literalOf(byte.charCodeAt(0), flags.ignoreCase))))
  }

  #atomName(): string {
    return `a${this.#atoms++}`
  }

  #atom(flags: Flags, known: readonly number[]): Part {
    const letter = this.#pattern[this.#at++] as string
    if (letter === '(') return this.#group(flags, known)
    if (letter === '[') {
      const { set, end } = readClass(this.#pattern, this.#at, flags.ignoreCase)
      this.#at = end
      return bytePart(classOf(set))
    }
    if (letter === '.') return bytePart(flags.dotAll ? '[^]' : anyButNewline)
    if (letter === '^') return assertion(flags.multiline ? '(?:^|(?<=\\n)(?!$))' : '^')
    if (letter === '$') return assertion(flags.multiline ? '(?=\\n|$)' : '(?=\\n?$)')
    if (letter === '\\') return this.#escape(flags, known)
    if (/[*+?]/.test(letter)) throw new Untranslatable()
    return bytePart(literalOf(letter.charCodeAt(0), flags.ignoreCase))
  }

  #escape(flags: Flags, known: readonly number[]): Part {
    const reference = this.#take(/^(?:([1-9]\d*)|g(\d+)|g\{(\d+)\}|k\{(\w+)\}|k<(\w+)>|k'(\w+)')/)
    if (reference !== null) return this.#reference(reference.slice(1).find(Boolean) ?? '', flags, known)
    const meant = readEscape(this.#pattern, this.#at)
    if (meant !== null) {
      this.#at = meant.end
      if (meant.set !== undefined) return bytePart(classOf(flags.ignoreCase ? foldCase(meant.set) : meant.set))
      return bytePart(literalOf(meant.byte as number, flags.ignoreCase))
    }
    const letter = this.#pattern[this.#at++]
    if (letter === 'A') return assertion('^')
    if (letter === 'z') return assertion('$')
    if (letter === 'Z') return assertion('(?=\\n?$)')
    if (letter === 'b' || letter === 'B') return assertion(`\\${letter}`)
    // Where the match begins is nothing that nginx asks for.
    if (letter === 'K') return nothing
    if (letter === 'N') return bytePart(anyButNewline)
    if (letter === 'R') return atomic(bytePart(lineBreak), this.#atomName())
    throw new Untranslatable()
  }

  /** An unset capture matches nothing in PCRE and everything in JavaScript: only those that are set for sure. */
  #reference(which: string, { ignoreCase }: Flags, known: readonly number[]): Part {
    const capture = /^\d+$/.test(which) ? Number(which) : (this.names.get(which) ?? 0)
    if (ignoreCase || !known.includes(capture)) throw new Untranslatable()
    return { ...nothing, js: `\\k<g${capture}>` }
  }

  #group(flags: Flags, known: readonly number[]): Part {
    if (this.#next === '*') throw new Untranslatable()
    if (this.#next !== '?') return this.#capture(flags, known)
    const named = this.#take(/^\?(?:P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/)
    if (named !== null) {
      const name = named[1] ?? named[2] ?? ''
      if (this.names.has(name)) throw new Untranslatable()
      this.names.set(name, this.captures + 1)
      return this.#capture(flags, known)
    }
    const reference = this.#take(/^\?P=(\w+)\)/)?.[1]
    if (reference !== undefined) return this.#reference(reference, flags, known)
    if (this.#take(/^\?>/) !== null) return atomic(this.#body(flags, known), this.#atomName())
    const look = this.#take(/^\?<?[=!]/)?.[0]
    if (look !== undefined) return this.#look(look, flags, known)
    const letters = this.#take(/^\?([ims]*)(?:-([ims]+))?:/)
    if (letters === null) throw new Untranslatable()
    const part = this.#body(flagged(flags, letters), known)
    return { ...part, js: `(?:${part.js})` }
  }

  #capture(flags: Flags, known: readonly number[]): Part {
    const number = ++this.captures
    const part = this.#body(flags, known)
    return { ...part, js: `(?<g${number}>${part.js})`, sure: [...part.sure, number] }
  }

  #look(look: string, flags: Flags, known: readonly number[]): Part {
    const before = this.captures
    const part = this.#body(flags, known)
    // JavaScript looks behind from right to left; and what a refused look captured is a matter of the version.
    if (look !== '?=' && this.captures > before) throw new Untranslatable()
    return { ...part, js: `(${look}${part.js})`, nullable: true }
  }

  #body(flags: Flags, known: readonly number[]): Part {
    const part = this.#alternatives(flags, known)
    if (this.#next !== ')') throw new Untranslatable()
    this.#at++
    return part
  }
}

function assertion(js: string): Part {
  return { ...nothing, js }
}

function flagged(flags: Flags, [, on = '', off = '']: RegExpExecArray): Flags {
  const is = (letter: string, before: boolean) => (on.includes(letter) || before) && !off.includes(letter)
  return {
    ignoreCase: is('i', flags.ignoreCase),
    dotAll: is('s', flags.dotAll),
    multiline: is('m', flags.multiline),
  }
}
