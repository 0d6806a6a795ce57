/**
 * Patterns of rules and middlewares, which are those of Go: https://pkg.go.dev/regexp/syntax
 *
 * They are tried by the machine that tries those of other proxies, within a budget. What is not known to mean the same
 * in both languages is named so, and never guessed.
 */
import { patternFault } from '../../nginx/pcre/fault.js'
import { Budget, type Pcre, readPcre } from '../../nginx/pcre/pcre.js'
import { toBytes, toText } from '../../nginx/text/byte-text.js'

export type Tried = boolean | 'untried'

/** null: it is not wholly known here, or no pattern at all */
export type Pattern = Pcre | null

/** Written alike, and meant otherwise, or refused: sets of Unicode, looks ahead, references, possessive signs. */
const foreign = /\\[pPCQGKRhHNXZE]|\(\?[a-zA-Z]*U|\(\?<?[=!]|\(\?>|\(\?#|\\[1-9gk]|[*+?}]\+/

/** Outside of every set of signs. */
const looking = /^[^[\\]*\(\?(?:<?[=!]|[>#])/

const known = new Map<string, Pattern>()
/** Of patterns, and characters of one: a long one is nobody's habit. */
const [mostKnown, longestKnown] = [10_000, 500]

function patternOf(text: string): Pattern {
  const found = known.get(text)
  if (found !== undefined) return found
  const read = foreign.test(text) ? null : readPcre(toBytes(text), false)
  if (known.size >= mostKnown) known.clear()
  if (text.length <= longestKnown) known.set(text, read)
  return read
}

/** What Go refuses for certain in a pattern, in words; null: nothing that is certain. */
export function faultOf(text: string): string | null {
  if (looking.test(text)) return 'Go has no looks ahead or behind, no atomic groups and no remarks'
  // What means the same in both languages is refused for the same in both.
  return foreign.test(text) ? null : patternFault(text)
}

/** Does any part of the text match. */
export function matches(text: string, subject: string): Tried {
  const found = patternOf(text)?.match(toBytes(subject), new Budget()) ?? 'too-long'
  if (found === 'too-long' || found === 'gave-up') return 'untried'
  return found !== 'none'
}

/**
 * Every part that matches, replaced: `$1`, `${1}` and `${name}` are captures, as `Regexp.ReplaceAllString` has them.
 * @returns null: it cannot be tried
 */
export function replaceAll(text: string, subject: string, replacement: string): string | null {
  const pattern = patternOf(text)
  if (pattern === null) return null
  const bytes = toBytes(subject)
  const template = toBytes(replacement)
  const budget = new Budget()
  let done = ''
  let [at, copied, lastEnd] = [0, 0, -1]
  while (at <= bytes.length) {
    const found = pattern.find(bytes, at, budget)
    if (found === 'none') break
    if (typeof found === 'string') return null
    const { start, end, captures } = found
    // An empty match where the last one ended is none.
    if (end > lastEnd || start > lastEnd) {
      done += bytes.slice(copied, start) + filled(template, [bytes.slice(start, end), ...captures], pattern)
      copied = end
      lastEnd = end
    }
    if (done.length > longest) return null
    at = end > at ? end : at + 1
  }
  return toText(done + bytes.slice(copied))
}

const longest = 1024 * 1024

function filled(template: string, groups: readonly string[], { names }: Pcre): string {
  return template.replace(/\$(?:\$|\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
    if (whole === '$$') return '$'
    const name = braced ?? bare ?? ''
    const index = /^\d+$/.test(name) ? Number(name) : (names.get(name) ?? -1)
    return groups[index] ?? ''
  })
}
