/** What a field of an object may hold, and what is said where it holds something else. */

import { mask } from '../../masking/words.js'
import { isRecord, record, type Wire } from '../project-fields.js'
import { type Described, isList, type Leaf } from '../shaped.js'
import type { RefusalFlaw } from './refusal.js'

/** @param value null where it may be anything, and is not kept */
export type Report = (flaw: RefusalFlaw, field: string, value: string | null, wanted: readonly string[]) => void

/** Characters of a name or a word that is shown. */
export const longest = 100

const aText = { is: 'a text, in quotes', holds: (value: unknown) => typeof value === 'string' }
const aNumber = { is: 'a whole number, without quotes', holds: Number.isInteger }
const aFlag = { is: 'true or false, without quotes', holds: (value: unknown) => typeof value === 'boolean' }

const types: { readonly [L in Leaf]?: { readonly is: string; readonly holds: (value: unknown) => boolean } } = {
  text: aText,
  'text!': aText,
  path: aText,
  word: aText,
  'word!': aText,
  'value!': aText,
  label: aText,
  integer: aNumber,
  'integer!': aNumber,
  'integer or text': { is: 'a number or a text', holds: (value) => aNumber.holds(value) || aText.holds(value) },
  flag: aFlag,
}

/** Null is as good as nothing. */
export function ofType(value: unknown, described: Described, at: string, report: Report): void {
  if (value == null) return
  if (described === 'map' || described === 'labels') {
    if (!isRecord(value)) report('type', at, null, ['an object, of texts by their names'])
    for (const [key, one] of Object.entries(record(value)))
      ofType(one, 'text', `${at}[${JSON.stringify(key.slice(0, longest))}]`, report)
  } else if (typeof described === 'string') {
    const type = types[described]
    if (type !== undefined && !type.holds(value)) report('type', at, null, [type.is])
  } else if (isList(described)) {
    if (!Array.isArray(value)) report('type', at, null, ['a list'])
    else for (const [i, one] of value.entries()) ofType(one, described[0], `${at}[${i}]`, report)
  } else if (isRecord(value))
    for (const [field, one] of Object.entries(described)) ofType(value[field], one, `${at}.${field}`, report)
  else report('type', at, null, [`an object with ${Object.keys(described).join(' or ')}`])
}

/**
 * kubectl refuses a field that nobody knows, and others drop it.
 * @param before what another version had, and where it is now
 */
export function known(
  value: Wire,
  fields: readonly string[],
  at: string,
  report: Report,
  before: ReadonlyMap<string, string> = new Map(),
): void {
  for (const field of Object.keys(value).filter((one) => !fields.includes(one))) {
    const now = before.get(field)
    report('field', `${at}.${field.slice(0, longest)}`, null, now === undefined ? fields : [now])
  }
}

export function ofWord(value: unknown, words: readonly string[], at: string, report: Report): void {
  if (typeof value === 'string' && !words.includes(value)) report('word', at, value, words)
}

export const aName = 'a name in lower case, without scheme, port and path'
export const aService = 'the name of a Service of its own namespace, one label without dots'
export const aPath = 'a path that begins with /'

/** Labels of lower-case letters, digits and dashes, of which the first may be a star; no address. */
const hostName = /^(?:\*\.)?[a-z\d](?:[-a-z\d]*[a-z\d])?(?:\.[a-z\d](?:[-a-z\d]*[a-z\d])?)*$/

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names */
export function isWrongService(name: string): boolean {
  return !isPlaceholder(name) && !/^[a-z](?:[-a-z\d]*[a-z\d])?$/.test(name)
}

export function isWrongHost(host: string): boolean {
  return !isPlaceholder(host) && (!hostName.test(host) || /^[\d.]+$/.test(host))
}

/** Was somebody to write a name in its place? */
export function isPlaceholder(host: string): boolean {
  return /[<>{}$[\]]|^_+[A-Z]|^[A-Z][A-Z\d_]+$|\b(?:CHANGE|REPLACE)[_-]?ME\b/.test(host.replaceAll(mask, ''))
}
