/** What of the annotations of a named controller is harmless: names, addresses and states, as they are written. */
import { maskTokens } from '../../../domain/masking/text.js'
import type { Family } from './family.js'

const nameLike = /^[\w.,:*/{}"' -]{0,2000}$/

/** @returns null: it is none of those that are shown, or there is more in it than names */
export function harmlessAnnotation({ annotations = {} }: Family, name: string, value: string): string | null {
  return Object.hasOwn(annotations, name) && nameLike.test(value) ? maskTokens(value) : null
}
