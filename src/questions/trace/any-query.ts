/**
 * Requests that differ in their query alone. Where nothing on the way reads it, they are answered alike: one of them is
 * traced, with a query that stands for all, and theirs are put in its place where the answer is printed.
 */
import { announces, isSecretName } from '../../domain/masking/words.js'
import { remembering } from '../../domain/remember.js'
import type { Trace, TraceRequest } from '../../domain/requests/trace.js'

const word = 'tkngquery'

/** Longer than what it stands for, of words that are masked nowhere. */
const mark = Array.from({ length: 12 }, (_, i) => `${word}=any${i}`).join('&')

/** Nothing of it is encoded, or masked, anywhere: where `=` and `&` stay as they are, it stays. */
const plain = /^(?:&?[a-z][a-z_]{0,19}=(?:[a-z]{1,20}\d{0,4}|\d{1,6}))+$/

const isHarmlessName = remembering((name) => !isSecretName(name) && !announces(name) && name !== word, 1000, 20)

/** What stands for a text of a request. */
export interface AnyText {
  /** with `mark` in the place of `text` */
  readonly request: TraceRequest
  readonly mark: string
  readonly text: string
}

/** @returns null: it has no query, or one that may be encoded or masked */
export function anyQuery(request: TraceRequest): AnyText | null {
  const { target } = request
  const question = target.indexOf('?')
  const text = target.slice(question + 1)
  if (question === -1 || text.length > mark.length || !plain.test(text)) return null
  if (!text.split('&').every((one) => isHarmlessName(one.slice(0, one.indexOf('='))))) return null
  return { request: { ...request, target: `${target.slice(0, question + 1)}${mark}` }, mark, text }
}

/** Does the query stand as it was sent wherever it stands in the answer. */
export function isWhole(trace: Trace): boolean {
  return !JSON.stringify(trace).replaceAll(mark, '').includes(word)
}
