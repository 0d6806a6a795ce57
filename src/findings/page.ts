/** What the catalogue says of one code. */
import type { FindingCode, FindingFacts } from '../domain/findings/facts.js'

export interface Page<C extends FindingCode> {
  /** a line of a list, without a period */
  readonly title: string
  /** what is wrong, by which rule, and what comes of it: a sentence without its period, safe for no terminal yet */
  readonly sentence: (facts: Readonly<FindingFacts[C]>) => string
  /** the smallest change that cures it, as sentences; absent, or null: there is nothing to cure */
  readonly fix?: ((facts: Readonly<FindingFacts[C]>) => string | null) | null
  /** what it means and why it is so, one paragraph */
  readonly explanation: string
  /** a case in little: what brings it about, as lines of a manifest or a command */
  readonly example: string
  /** the facts of that case */
  readonly sample: Readonly<FindingFacts[C]>
  /** the first release that has the rule; absent: it was always so */
  readonly since?: string | null
  /** where the rule stands: a page of documentation or the source */
  readonly link: string
}

export type Pages<F> = { readonly [C in keyof F & FindingCode]: Page<C> }
