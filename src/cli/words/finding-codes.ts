/** Codes of findings as a person says them. */

import type { FindingCode } from '../../domain/findings/facts.js'
import { problem } from '../../domain/problem.js'
import { nearest } from '../../domain/text/nearest.js'
import { catalogue } from '../../findings/catalogue.js'

const codes = Object.keys(catalogue) as FindingCode[]

export function isCode(word: string): boolean {
  return codes.some((code) => code === word)
}

/** What Tab offers: each code with its title. */
export const codeChoices: readonly (readonly [code: FindingCode, title: string])[] = codes.map((code) => [
  code,
  catalogue[code].title,
])

/** Tables say these without the beginning of their code: `expired` of certificates, `forbidden` of what was not seen. */
const families = ['tls-', 'gap-']

/**
 * @param said undefined: none was
 * @returns all of them where none was said; more than one where a word is both a state and a reason
 * @throws Problem `not-found`
 */
export function meantCodes(said: string | undefined): readonly FindingCode[] {
  if (said === undefined) return codes
  const wanted = said.toLowerCase()
  const exact = codes.filter((code) => code === wanted)
  const short = codes.filter((code) => families.some((family) => code === `${family}${wanted}`))
  const found = exact.length > 0 ? exact : short
  if (found.length > 0) return found
  throw problem('not-found', { what: `finding "${said}"`, where: 'in the catalogue', near: nearest(said, codes) })
}
