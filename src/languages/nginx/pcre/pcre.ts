/**
 * Regular expressions of nginx.conf, which are PCRE's and match bytes. They are tried by a machine of our own: that of
 * JavaScript reads patterns otherwise, and has no end to its tries. What is not known to mean the same is named unknown,
 * never guessed.
 */

import { lower } from '../text/byte-text.js'
import { Budget } from './budget.js'
import { Untranslatable } from './escape.js'
import { GAVE_UP, Machine, NOWHERE, type Pattern } from './machine.js'
import { compile } from './program.js'
import { PcreReader } from './read.js'
import { lowered } from './subject.js'
import { beginsWithAll, firstBytes, isAnchored, type Node, requiredByte, requiredText, type Text } from './syntax.js'

export { Budget }

/**
 * The captures of a match, the first at 0, '' for those that are unset.
 * - `gave-up`: nginx's PCRE ends it with an error, for it takes more tries than its limit of 10 million
 * - `too-long`: it takes more than the budget has, or so many that PCRE may give up
 */
export type Matched = readonly string[] | 'none' | 'gave-up' | 'too-long'

/** In words, what is said of a pattern that nobody tries to its end. */
export const takesTooLong = 'takes too many tries on this text: nginx itself gives up after 10 million'

export interface Pcre {
  /** names of groups, and which capture each is, from 1 */
  readonly names: ReadonlyMap<string, number>
  readonly captures: number
  /** as it is written */
  readonly text: string
  /** what each subject that it matches begins with, in lower case; '': nothing that is known */
  readonly beginning: string
  match(subject: string, budget?: Budget): Matched
  /** The same, and where: the first place from there on. */
  find(subject: string, from: number, budget?: Budget): MatchPlace | Exclude<Matched, readonly string[]>
}

/** Where a pattern matched. */
export interface MatchPlace {
  readonly start: number
  readonly end: number
  readonly captures: readonly string[]
}

/** nginx refuses longer words, and so every pattern that is longer. */
const longest = 4096

/**
 * @param pattern and later the subject are byte strings, see byte-text.ts
 * @returns null for what is not known to mean the same here, and for what is no pattern
 */
export function readPcre(pattern: string, ignoreCase: boolean): Pcre | null {
  if (pattern.length > longest) return null
  const reader = new PcreReader(pattern)
  try {
    const tree = reader.read(ignoreCase)
    const { names, captures, hasReferences } = reader
    const search = searchOf(tree, hasReferences)
    const form = { program: compile(tree), captures, hasReferences, ...search }
    return {
      names,
      captures,
      text: pattern,
      beginning: lowered(search.prefix?.bytes ?? ''),
      match: (subject, budget = new Budget()) => {
        const found = find(form, subject, 0, budget)
        return typeof found === 'string' ? found : found.captures
      },
      find: (subject, from, budget = new Budget()) => find(form, subject, from, budget),
    }
  } catch (error) {
    if (error instanceof Untranslatable) return null
    throw error
  }
}

/** Where a match may begin, and what it must hold: most patterns are ruled out by that. */
interface Search {
  readonly isAnchored: boolean
  /** of an anchored one: what it begins with */
  readonly prefix: Text | null
  readonly first: Uint8Array | null
  /** it begins with `.*`, which has been everywhere in its line */
  readonly atLines: boolean
  readonly required: number
  /** where PCRE cannot take so many tries that it gives up before it sees that this is missing */
  readonly held: Text | null
}

function searchOf(tree: Node, hasReferences: boolean): Search {
  const anchored = isAnchored(tree)
  const next = anchored && tree.kind === 'sequence' ? tree.parts[1] : undefined
  const asRead = (text: Text) => ({ ...text, bytes: text.ignoreCase ? lower(text.bytes) : text.bytes })
  const prefix = next?.kind === 'text' ? asRead(next) : null
  const held = hasReferences ? null : requiredText(tree)
  return {
    isAnchored: anchored,
    prefix,
    first: prefix ? null : firstBytes(tree),
    atLines: !hasReferences && beginsWithAll(tree),
    required: requiredByte(tree),
    held: held && asRead(held),
  }
}

function isRuledOut({ prefix, required, held }: Search, subject: string): boolean {
  if (prefix !== null && !(prefix.ignoreCase ? lowered(subject) : subject).startsWith(prefix.bytes)) return true
  if (held !== null && !(held.ignoreCase ? lowered(subject) : subject).includes(held.bytes)) return true
  return required !== -1 && !subject.includes(String.fromCharCode(required))
}

function find(form: Pattern & Search, subject: string, from: number, budget: Budget): ReturnType<Pcre['find']> {
  budget.patterns++
  if (isRuledOut(form, subject)) return 'none'
  const { first, isAnchored, atLines, captures } = form
  const machine = new Machine(form, subject, budget)
  const last = isAnchored ? 0 : subject.length
  for (let start = from; start <= last; start++) {
    if (first !== null && first[subject.charCodeAt(start)] !== 1) continue
    if (atLines && start > 0 && subject[start - 1] !== '\n') continue
    const end = machine.matchAt(start)
    if (end === GAVE_UP) return machine.isBeyondPcre ? 'gave-up' : 'too-long'
    if (end !== NOWHERE) return { start, end, captures: capturesOf(machine, captures, subject) }
  }
  return 'none'
}

function capturesOf({ slots }: Machine, captures: number, subject: string): readonly string[] {
  const found: string[] = []
  for (let slot = 2; slot <= 2 * captures; slot += 2)
    found.push(slots[slot] === -1 ? '' : subject.slice(slots[slot], slots[slot + 1]))
  return found
}
