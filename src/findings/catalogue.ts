/** The catalogue of findings: a page for every code, complete by type, and what is said of one finding. */
import type { FindingCode, FindingFacts, Told } from '../domain/findings/facts.js'
import { annotationPages } from './annotations.js'
import { backendPages } from './backends.js'
import { breakPages } from './breaks.js'
import { canaryPages } from './canaries.js'
import { certificatePages } from './certificates.js'
import { classPages } from './classes.js'
import { gapPages } from './gaps.js'
import { loserPages } from './losers.js'
import type { Page } from './page.js'
import { pathPages, wholePages } from './paths.js'
import { replicaPages } from './replicas.js'

export const catalogue = {
  ...classPages,
  ...wholePages,
  ...pathPages,
  ...backendPages,
  ...canaryPages,
  ...breakPages,
  ...annotationPages,
  ...certificatePages,
  ...replicaPages,
  ...loserPages,
  ...gapPages,
} satisfies { readonly [C in FindingCode]: Page<C> }

function pageOf(code: FindingCode): Page<FindingCode> {
  return catalogue[code] as unknown as Page<FindingCode>
}

/** @returns one sentence without its period, on one line; not yet safe for a terminal */
export function sentenceOf({ code, facts }: Told): string {
  return oneLine(pageOf(code).sentence(facts as FindingFacts[FindingCode]))
}

/** @returns the smallest change that cures it, with its period; null: there is nothing to cure */
export function fixOf({ code, facts }: Told): string | null {
  const fix = pageOf(code).fix?.(facts as FindingFacts[FindingCode]) ?? null
  return fix === null ? null : oneLine(fix)
}

/** @returns where the rule stands */
export function linkOf({ code }: Pick<Told, 'code'>): string {
  return catalogue[code].link
}

/** Names of objects come out of values of annotations, too, line breaks and all. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ')
}
