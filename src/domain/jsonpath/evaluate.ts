/** A template and a document → what it selects: kubectl's rules, where a key that is not there is nothing. */
import type { Step, Template, TemplatePart } from './parse.js'

/** What JSON is made of. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** What cannot be answered of this document: an index that it does not have, a comparison without sense. */
export class Unanswerable extends Error {}

/** @returns for each part what it selects. @throws Unanswerable */
export function evaluate(template: Template, document: Json): readonly (readonly Json[])[] {
  return template.flatMap((part) => selected(part, document))
}

function selected(part: TemplatePart, current: Json): readonly (readonly Json[])[] {
  if (part.is === 'steps') return [walk(part.steps, [current])]
  return walk(part.over, [current]).flatMap((one) => evaluate(part.parts, one))
}

function walk(steps: readonly Step[], from: readonly Json[]): readonly Json[] {
  return steps.reduce<readonly Json[]>((values, step) => take(step, values), from)
}

function take(step: Step, values: readonly Json[]): readonly Json[] {
  switch (step.is) {
    case 'field':
      return values.flatMap((value) =>
        isObject(value) && Object.hasOwn(value, step.name) ? one(value[step.name]) : [],
      )
    case 'every':
      return values.flatMap(children)
    case 'below':
      return values.flatMap(below)
    case 'slice':
      return slices(step, values)
    case 'union':
      return step.of.flatMap((steps) => walk(steps, values))
    case 'filter':
      return values.flatMap((value) => filtered(step, value))
    case 'literal':
      return values.map(() => step.value)
    case 'text':
      return [step.text]
    case 'range':
    case 'end':
      return values
  }
}

function one(value: Json | undefined): Json[] {
  return value === undefined ? [] : [value]
}

/** In the order of their keys. A text is its bytes, as in Go. */
function children(value: Json): Json[] {
  if (typeof value === 'string') return [...Buffer.from(value)]
  if (isList(value)) return [...value]
  return isObject(value) ? keysOf(value).flatMap((key) => one(value[key])) : []
}

function below(value: Json): Json[] {
  const inside = children(value)
  return inside.length === 0 ? [] : [value, ...inside.flatMap(below)]
}

/** What comes to nothing for one ends it for all, as it does in kubectl. */
function slices(step: Extract<Step, { is: 'slice' }>, values: readonly Json[]): readonly Json[] {
  const found: Json[] = []
  for (const value of values) {
    if (value === null) continue
    if (!isList(value)) throw new Unanswerable(`${kindOf(value)} is no list`)
    const { length } = value
    const counted = (index: number) => (index < 0 ? index + length : index)
    const from = counted(step.from ?? 0)
    const to = step.to === null ? length : step.isOne && step.to === 0 ? length : counted(step.to)
    if (from === to) return found
    if (from < 0 || from >= length) throw new Unanswerable(`array index out of bounds: index ${from}, length ${length}`)
    if (to < 0 || to > length) throw new Unanswerable(`array index out of bounds: index ${to - 1}, length ${length}`)
    if (from > to) throw new Unanswerable(`starting index ${from} is greater than ending index ${to}`)
    const by = step.by ?? 1
    if (by <= 0) throw new Unanswerable('step must be > 0')
    for (let at = from; at < to; at += by) found.push(value[at] ?? null)
  }
  return found
}

function filtered({ left, sign, right }: Extract<Step, { is: 'filter' }>, value: Json): Json[] {
  if (!isList(value)) throw new Unanswerable(`${kindOf(value)} is no list and cannot be filtered`)
  return value.filter((item) => {
    if (sign === null) return exists(left, item)
    const lefts = walk(left, [item])
    const rights = lefts.length === 0 ? [] : walk(right, [item])
    if (lefts.length > 1 || rights.length > 1) throw new Unanswerable('can only compare one element at a time')
    const [a, b] = [lefts[0], rights[0]]
    return a !== undefined && b !== undefined && compares(a, sign, b)
  })
}

function exists(steps: readonly Step[], item: Json): boolean {
  try {
    return walk(steps, [item]).length > 0
  } catch (error) {
    if (error instanceof Unanswerable) return false
    throw error
  }
}

function compares(a: Json, sign: string, b: Json): boolean {
  const kind = comparable(a)
  if (kind !== comparable(b)) throw new Unanswerable('incompatible types for comparison')
  if (sign === '==') return a === b
  if (sign === '!=') return a !== b
  if (!['<', '<=', '>', '>='].includes(sign)) throw new Unanswerable(`unrecognized filter operator ${sign}`)
  if (kind === 'boolean') throw new Unanswerable('invalid type for comparison')
  const isLess =
    typeof a === 'string' ? Buffer.compare(Buffer.from(a), Buffer.from(String(b))) < 0 : Number(a) < Number(b)
  if (sign === '<') return isLess
  if (sign === '>=') return !isLess
  return sign === '<=' ? isLess || a === b : !isLess && a !== b
}

/** An integer and a fraction are two kinds. */
function comparable(value: Json): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'fraction'
  if (typeof value === 'string' || typeof value === 'boolean') return typeof value
  throw new Unanswerable('invalid type for comparison')
}

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

export function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** By bytes, as Go sorts them. */
export function keysOf(value: { readonly [key: string]: Json }): string[] {
  return Object.keys(value).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

function kindOf(value: Json): string {
  return value === null ? 'null' : isObject(value) ? 'an object' : `a ${typeof value}`
}
