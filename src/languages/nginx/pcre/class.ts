/** Character classes of PCRE's patterns: https://www.pcre.org/current/doc/html/pcre2pattern.html#SEC9 */
import { type ByteSet, foldCase, join, posixSets, without } from './bytes.js'
import { readEscape, Untranslatable } from './escape.js'

interface Item {
  readonly end: number
  /** alone, or the first or last of a range */
  readonly byte?: number
  readonly set?: ByteSet
}

/**
 * @param at of the character after `[`
 * @returns the bytes it matches, and the offset after its `]`
 */
export function readClass(pattern: string, at: number, ignoreCase: boolean): { set: ByteSet; end: number } {
  const set = new Uint8Array(256)
  const negated = pattern[at] === '^'
  const first = negated ? at + 1 : at
  let next = first
  while (pattern[next] !== ']' || next === first) {
    const item = readItem(pattern, next, ignoreCase)
    next = item.end
    if (item.set !== undefined) {
      join(set, item.set)
      // `[\d-z]`: what the hyphen means there has changed.
      if (pattern[next] === '-' && pattern[next + 1] !== ']') throw new Untranslatable()
    } else if (item.byte !== undefined) next = addRange(set, item.byte, pattern, next, ignoreCase)
  }
  const folded = ignoreCase ? foldCase(set) : set
  return { set: negated ? without(folded) : folded, end: next + 1 }
}

/** Adds the byte, or the range that it begins; @returns the offset after that */
function addRange(set: ByteSet, from: number, pattern: string, at: number, ignoreCase: boolean): number {
  if (pattern[at] !== '-' || pattern[at + 1] === ']') {
    set[from] = 1
    return at
  }
  const last = readItem(pattern, at + 1, ignoreCase)
  if (last.byte === undefined || last.byte < from) throw new Untranslatable()
  set.fill(1, from, last.byte + 1)
  return last.end
}

function readItem(pattern: string, at: number, ignoreCase: boolean): Item {
  const letter = pattern[at]
  if (letter === undefined) throw new Untranslatable()
  if (letter === '[' && /^\[[:.=]/.test(pattern.slice(at, at + 2))) {
    const posix = /^\[:(\^?)([a-z]+):\]/.exec(pattern.slice(at, at + 12))
    if (posix !== null) return { end: at + posix[0].length, set: posixSet(posix[2] ?? '', posix[1] !== '', ignoreCase) }
    // `[:` that no `:]` ends is literal, but where it would end is a matter of the version.
    if (/^\[([:.=])[^\]]*\1\]/.test(pattern.slice(at))) throw new Untranslatable()
  }
  if (letter !== '\\') return { end: at + 1, byte: letter.charCodeAt(0) }
  if (pattern[at + 1] === 'b') return { end: at + 2, byte: 8 }
  const octal = /^[1-7][0-7]{0,2}/.exec(pattern.slice(at + 1, at + 4))
  if (octal !== null && Number.parseInt(octal[0], 8) < 256)
    return { end: at + 1 + octal[0].length, byte: Number.parseInt(octal[0], 8) }
  const item = readEscape(pattern, at + 1)
  if (item === null) throw new Untranslatable()
  return item
}

/** Without case, upper and lower are one: also when negated. */
function posixSet(name: string, negated: boolean, ignoreCase: boolean): ByteSet {
  const set = posixSets[ignoreCase && (name === 'upper' || name === 'lower') ? 'alpha' : name]
  if (set === undefined) throw new Untranslatable()
  return negated ? without(set) : set
}
