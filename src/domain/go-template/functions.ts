/** The functions of https://pkg.go.dev/text/template#hdr-Functions, and the two of kubectl: exists and base64decode. */
import { type Json, Unanswerable } from '../jsonpath/evaluate.js'
import { print, printf, valueText } from './printf.js'
import type { Value } from './tree.js'
import { fractionOf, isListValue, isObjectValue, isTrue, typeOf, wholeOf } from './values.js'

interface GoFunction {
  readonly least: number
  readonly most: number
  /** the first argument has to be a text */
  readonly text?: true
  readonly call: (args: readonly Value[]) => Value
}

const any = Number.POSITIVE_INFINITY

function escaper(escaped: (text: string) => string): GoFunction {
  const said = (args: readonly Value[]) =>
    args.length === 1 && typeof args[0] === 'string'
      ? args[0]
      : print(args.map((arg) => (arg === null || arg === undefined ? '<no value>' : arg)))
  return { least: 0, most: any, call: (args) => escaped(said(args)) }
}

function compared(holds: (order: number) => boolean): GoFunction {
  return { least: 2, most: 2, call: ([a, b]) => holds(compare(a, b)) }
}

/** `and` and `or` are not here: they do not look at what does not matter. */
const functions: Readonly<Record<string, GoFunction>> = {
  not: { least: 1, most: 1, call: ([value]) => !isTrue(value) },
  len: { least: 1, most: 1, call: ([value]) => BigInt(lengthOf(value)) },
  index: { least: 1, most: any, call: ([value, ...indexes]) => indexed(value, indexes) },
  slice: { least: 1, most: any, call: ([value, ...indexes]) => sliced(value, indexes) },
  print: { least: 0, most: any, call: print },
  println: { least: 0, most: any, call: (args) => `${args.map((arg) => valueText(arg)).join(' ')}\n` },
  printf: { least: 1, most: any, text: true, call: ([format, ...args]) => printf(String(format), args) },
  html: escaper(escapeHtml),
  js: escaper(escapeJs),
  urlquery: escaper(escapeUrl),
  eq: { least: 1, most: any, call: ([value, ...others]) => equals(value, others) },
  ne: { least: 2, most: 2, call: ([a, b]) => !equals(a, [b]) },
  lt: compared((order) => order < 0),
  le: compared((order) => order <= 0),
  gt: compared((order) => order > 0),
  ge: compared((order) => order >= 0),
  exists: { least: 1, most: any, call: ([value, ...indexes]) => exists(value, indexes) },
  base64decode: { least: 1, most: 1, text: true, call: ([text]) => decoded(String(text)) },
  call: {
    least: 1,
    most: any,
    call: ([value]) => {
      throw new Unanswerable(`call of ${typeOf(value)}, which is no function`)
    },
  },
}

export function isFunction(name: string): boolean {
  return name === 'and' || name === 'or' || Object.hasOwn(functions, name)
}

/** @throws Unanswerable */
export function callFunction(name: string, args: readonly Value[]): Value {
  const { least, most, text, call } = functions[name] as GoFunction
  if (args.length < least || args.length > most)
    throw new Unanswerable(
      `wrong number of args for ${name}: want ${least}${most === any ? ' at least' : ''}, got ${args.length}`,
    )
  if (text && typeof args[0] !== 'string')
    throw new Unanswerable(`${name} wants a text, and ${typeOf(args[0])} is none`)
  return call(args)
}

/** Of a text, its bytes. */
function lengthOf(value: Value): number {
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (isListValue(value)) return value.length
  if (isObjectValue(value)) return Object.keys(value).length
  throw new Unanswerable(`len of type ${typeOf(value)}`)
}

function indexed(value: Value, indexes: readonly Value[]): Value {
  if (value === undefined || value === null) throw new Unanswerable('index of untyped nil')
  let found: Value = value
  for (const index of indexes) {
    if (isObjectValue(found)) {
      if (typeof index !== 'string') throw new Unanswerable(`a key is a text, not ${typeOf(index)}`)
      found = Object.hasOwn(found, index) ? (found[index] ?? null) : null
    } else if (isListValue(found) || typeof found === 'string')
      found = itemOf(found, position(index, lengthOf(found) - 1))
    else throw new Unanswerable(`can't index item of type ${typeOf(found)}`)
  }
  return found
}

function itemOf(value: string | readonly Json[], at: number): Value {
  return typeof value === 'string' ? BigInt(Buffer.from(value)[at] ?? 0) : value[at]
}

function position(index: Value, most: number): number {
  const at = wholeOf(index)
  if (at === undefined) throw new Unanswerable(`cannot index slice/array with type ${typeOf(index)}`)
  if (at < 0n || at > BigInt(most)) throw new Unanswerable(`index out of range: ${at}`)
  return Number(at)
}

function sliced(value: Value, indexes: readonly Value[]): Value {
  if (value === undefined || value === null) throw new Unanswerable('slice of untyped nil')
  const isText = typeof value === 'string'
  if (!isText && !isListValue(value)) throw new Unanswerable(`can't slice item of type ${typeOf(value)}`)
  if (indexes.length > (isText ? 2 : 3)) throw new Unanswerable(`too many slice indexes: ${indexes.length}`)
  const length = lengthOf(value)
  const [from = 0, to = length, room = length] = indexes.map((index) => position(index, length))
  if (from > to || to > room) throw new Unanswerable(`invalid slice index: ${from} > ${to}`)
  return isText ? Buffer.from(value).subarray(from, to).toString() : value.slice(from, to)
}

function exists(value: Value, indexes: readonly Value[]): boolean {
  let found: Value = value
  for (const index of indexes) {
    if (isObjectValue(found)) {
      if (typeof index !== 'string' || !Object.hasOwn(found, index)) return false
      found = found[index]
    } else if (isListValue(found) || typeof found === 'string') {
      const at = wholeOf(index)
      if (at === undefined || at < 0n || at >= BigInt(lengthOf(found))) return false
      found = itemOf(found, Number(at))
    } else return false
  }
  return indexes.length === 0 || (found !== null && found !== undefined)
}

function decoded(text: string): string {
  const bare = text.replaceAll(/[\r\n]/g, '')
  if (!/^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(bare))
    throw new Unanswerable('base64 decode failed: illegal base64 data')
  return Buffer.from(bare, 'base64').toString()
}

/** Is it equal to any of them? @throws Unanswerable */
function equals(value: Value, others: readonly Value[]): boolean {
  if (others.length === 0) throw new Unanswerable('missing argument for comparison')
  return others.some((other) => isEqual(value ?? null, other ?? null))
}

function isEqual(a: Value, b: Value): boolean {
  if (a === null || b === null) return a === b
  const [one, other] = alike(a, b)
  if (isListValue(one) || isObjectValue(one)) throw new Unanswerable(`non-comparable type ${typeOf(a)}`)
  return one === other
}

/** @returns less than 0, 0 or more. @throws Unanswerable */
function compare(a: Value, b: Value): number {
  const [one, other] = alike(a, b)
  if (typeof one === 'string') return Buffer.compare(Buffer.from(one), Buffer.from(String(other)))
  if (typeof one !== 'number' && typeof one !== 'bigint') throw new Unanswerable('invalid type for comparison')
  const than = other as typeof one
  return one < than ? -1 : one === than ? 0 : 1
}

/** Both as what can be compared. @throws Unanswerable where they are of two kinds */
function alike(a: Value, b: Value): readonly [Value, Value] {
  const [one, other] = [plain(a), plain(b)]
  if (typeof one !== typeof other || isListValue(one) !== isListValue(other))
    throw new Unanswerable('incompatible types for comparison')
  return [one, other]
}

function plain(value: Value): Value {
  return wholeOf(value) ?? fractionOf(value) ?? value
}

/** `html`: https://pkg.go.dev/text/template#HTMLEscapeString; its neighbours below are `js` and `urlquery` */
const inHtml: Readonly<Record<string, string>> = {
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\0': '\ufffd',
}

function escapeHtml(text: string): string {
  return text.replaceAll(/["'&<>\0]/g, (one) => inHtml[one] ?? one)
}

const inJs: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '<': '\\u003C',
  '>': '\\u003E',
  '&': '\\u0026',
  '=': '\\u003D',
}
const shown = /[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u

function escapeJs(text: string): string {
  return [...text].map((one) => inJs[one] ?? (shown.test(one) ? one : `\\u${hex(one, 4)}`)).join('')
}

/** As a form sends it: https://pkg.go.dev/net/url#QueryEscape */
function escapeUrl(text: string): string {
  return encodeURIComponent(text)
    .replaceAll(/[!'()*]/g, (one) => `%${hex(one, 2)}`)
    .replaceAll('%20', '+')
}

function hex(one: string, digits: number): string {
  return (one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(digits, '0')
}
