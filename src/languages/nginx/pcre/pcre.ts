/**
 * Regular expressions of nginx.conf, which are PCRE's and match bytes, as JavaScript's where the two mean the same.
 * What JavaScript cannot say exactly is named unknown, never guessed.
 */
import { Untranslatable } from './escape.js'
import { PcreReader } from './read.js'

export interface Pcre {
  /** names of groups, and which capture each is, from 1 */
  readonly names: ReadonlyMap<string, number>
  readonly captures: number
  /** @returns null: no match; else its captures, the first at 0, '' for those that are unset */
  match(subject: string): readonly string[] | null
}

/**
 * @param pattern and later the subject are byte strings, see byte-text.ts
 * @returns null for what is not known to mean the same in JavaScript, and for what is no pattern
 */
export function readPcre(pattern: string, ignoreCase: boolean): Pcre | null {
  if (mayRunForever(pattern)) return null
  const reader = new PcreReader(pattern)
  try {
    const named = reader.read(ignoreCase)
    const groups = [...named.matchAll(/\(\?<([ag]\d+)>/g)].map(([, name]) => name as string)
    const regex = new RegExp(
      named
        .replaceAll(/\(\?<[ag]\d+>/g, '(')
        .replaceAll(/\\k<([ag]\d+)>/g, (_, name: string) => `(?:\\${groups.indexOf(name) + 1})`),
    )
    const places = Array.from({ length: reader.captures }, (_, i) => groups.indexOf(`g${i + 1}`) + 1)
    return {
      names: reader.names,
      captures: reader.captures,
      match: (subject) => {
        const found = regex.exec(subject)
        return found === null ? null : places.map((place) => found[place] ?? '')
      },
    }
  } catch (error) {
    // A SyntaxError: what PCRE would refuse as well, or what this translation got wrong.
    if (error instanceof Untranslatable || error instanceof SyntaxError) return null
    throw error
  }
}

/**
 * `(a+)+`: a repeated group of which an alternative is nothing but something repeated. Where it does not match, the tries
 * double with each character. PCRE gives up after a while, and nginx answers 500; JavaScript would go on for years.
 */
const repeatedTwice =
  /\((?:\?:|\?P?<\w+>|\?'\w+')?(?:[^()|]*\|)*(?:\[\^?\]?[^\]]*\]|\\.|[^\\()[\]|])(?:[+*]|\{\d+,\d*\})[?+]?(?:\|[^()]*)?\)(?:[+*]|\{\d+,)/

function mayRunForever(pattern: string): boolean {
  return repeatedTwice.test(pattern)
}
