/** What a template may ask of a value. */
import { type Json, Unanswerable } from '../jsonpath/evaluate.js'
import { Float, type Value } from './tree.js'

/** https://pkg.go.dev/text/template#IsTrue */
export function isTrue(value: Value): boolean {
  if (value === undefined || value === null) return false
  if (isListValue(value)) return value.length > 0
  if (isObjectValue(value)) return Object.keys(value).length > 0
  return Boolean(value instanceof Float ? value.value : value)
}

export function isListValue(value: Value): value is readonly Json[] {
  return Array.isArray(value)
}

export function isObjectValue(value: Value): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Float)
}

/** What a whole number is, of a document or of the template; undefined: it is none, or more than 64 bits hold. */
export function wholeOf(value: Value): bigint | undefined {
  if (typeof value === 'bigint') return value
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 63 ? BigInt(value) : undefined
}

/** The same of one with a fraction. */
export function fractionOf(value: Value): number | undefined {
  if (value instanceof Float) return value.value
  return typeof value === 'number' && wholeOf(value) === undefined ? value : undefined
}

/** As Go names its type. */
export function typeOf(value: Value): string {
  if (value === undefined || value === null) return 'nil'
  if (isListValue(value)) return '[]interface {}'
  if (isObjectValue(value)) return 'map[string]interface {}'
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'bigint') return 'int'
  return fractionOf(value) === undefined ? 'int64' : 'float64'
}

/**
 * `of.path`: of a key that is not there is nothing, and nothing of that; but of null nothing may be asked.
 * @throws Unanswerable
 */
export function fieldsOf(of: Value, path: readonly string[]): Value {
  let value = of
  for (const name of path) {
    if (value === undefined) return undefined
    if (value === null) throw new Unanswerable(`nil pointer evaluating interface {}.${name}`)
    if (!isObjectValue(value)) throw new Unanswerable(`can't evaluate field ${name} in type ${typeOf(value)}`)
    value = Object.hasOwn(value, name) ? value[name] : undefined
  }
  return value
}
