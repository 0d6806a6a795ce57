/** What an API server refuses of an object as a person has written it, and a file does not say. */

import type { Ref } from '../ref.js'

/**
 * - `type`: it is no text, no number, no object, or not of the form that is wanted
 * - `field`: there is none of that name
 * - `missing`: nothing stands there
 * - `word`: it is none of those that may stand there
 * - `both`: two fields that exclude each other
 * - `twice`: one thing stands in a list twice
 */
export type RefusalFlaw = 'type' | 'field' | 'missing' | 'word' | 'both' | 'twice'

export interface Refusal {
  readonly flaw: RefusalFlaw
  /** where, in the words of the API: `spec.rules[0].host` */
  readonly field: string
  /** what stands there, where it is a word; of a wrong type it may be anything, and is not kept */
  readonly value: string | null
  /** what may stand there; empty: nothing comes near it */
  readonly wanted: readonly string[]
}

/** An object with all that is refused of it. */
export interface Refused {
  readonly of: Ref
  readonly found: readonly Refusal[]
}

/** What stands there, and what has to. */
export function refusalText({ flaw, field, value, wanted }: Refusal): string {
  const oneOf = wanted.length < 2 ? wanted.join('') : `${wanted.slice(0, -1).join(', ')} or ${wanted.at(-1)}`
  switch (flaw) {
    case 'type':
      return `${field}${value === null ? '' : ` ${value}`} has to be ${oneOf}`
    case 'field':
      return `there is no field ${field}, but ${wanted.join(', ')}`
    case 'missing':
      return `${field} is missing${oneOf === '' ? '' : `, which has to be ${oneOf}`}`
    case 'word':
      return `${field} ${value} is none of ${wanted.join(', ')}`
    case 'both':
      return `${field} has both ${wanted.join(' and ')}`
    case 'twice':
      return `${field} has ${value} twice`
  }
}
