/** `eq`, `lt` and the rest: a whole number and a float64 are two kinds. */
import { Unanswerable } from '../jsonpath/evaluate.js'
import type { Value } from './tree.js'
import { fractionOf, isListValue, isObjectValue, typeOf, wholeOf } from './values.js'

/** Is it equal to any of them? @throws Unanswerable */
export function equals(value: Value, others: readonly Value[]): boolean {
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
export function compare(a: Value, b: Value): number {
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
