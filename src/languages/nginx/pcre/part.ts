/** Parts of a pattern that was translated to JavaScript, and what has to be known of them to go on exactly. */
import { Untranslatable } from './escape.js'

export interface Part {
  readonly js: string
  /** can it match without a byte */
  readonly nullable: boolean
  /** does it hold a capture that may be unset after it matched */
  readonly loose: boolean
  /** captures that are set whenever it matched */
  readonly sure: readonly number[]
}

export const nothing: Part = { js: '', nullable: true, loose: false, sure: [] }

export function bytePart(js: string): Part {
  return { js, nullable: false, loose: false, sure: [] }
}

export interface Quantifier {
  readonly min: number
  readonly max: number
  readonly mode: '' | '?' | '+'
  readonly end: number
}

export function readQuantifier(pattern: string, at: number): Quantifier | null {
  const found = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})([?+]?)/.exec(pattern.slice(at, at + 24))
  if (found === null) return null
  const [whole, sign, low, comma, high, mode = ''] = found
  const min = sign === undefined ? Number(low) : sign === '+' ? 1 : 0
  const max = sign === undefined ? upperBound(min, comma, high) : sign === '?' ? 1 : Number.POSITIVE_INFINITY
  if (max < min || min > 65535) throw new Untranslatable()
  return { min, max, mode: mode as Quantifier['mode'], end: at + whole.length }
}

function upperBound(min: number, comma: string | undefined, high: string | undefined): number {
  if (comma === undefined) return min
  return high === '' ? Number.POSITIVE_INFINITY : Number(high)
}

/**
 * Repeats a part. Where it can match nothing, or leave captures as they were, the two languages go on differently:
 * JavaScript refuses an empty round and forgets the captures of the round before.
 */
export function repeat(part: Part, { min, max, mode }: Quantifier, name: string): Part {
  const often = max > 1
  if (often && (part.nullable || part.loose)) throw new Untranslatable()
  const lazy = mode === '?'
  const js =
    part.nullable && min === 0 && max === 1
      ? lazy
        ? `(?:|${part.js})`
        : `(?:${part.js}|)`
      : `${part.js}{${min},${max === Number.POSITIVE_INFINITY ? '' : max}}${lazy ? '?' : ''}`
  const repeated: Part = {
    js,
    nullable: part.nullable || min === 0,
    loose: part.loose || (min === 0 && part.sure.length > 0),
    sure: min === 0 ? [] : part.sure,
  }
  return mode === '+' ? atomic(repeated, name) : repeated
}

/** What matched once is not tried otherwise: a lookahead of JavaScript is never entered again. */
export function atomic(part: Part, name: string): Part {
  return { ...part, js: `(?:(?=(?<${name}>${part.js}))\\k<${name}>)` }
}

/** One of several. */
export function either(parts: readonly Part[]): Part {
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return only
  return {
    js: parts.map(({ js }) => js).join('|'),
    nullable: parts.some(({ nullable }) => nullable),
    loose: parts.some(({ loose, sure }) => loose || sure.length > 0),
    sure: [],
  }
}

/** One after the other. */
export function sequence(parts: readonly Part[]): Part {
  return {
    js: parts.map(({ js }) => js).join(''),
    nullable: parts.every(({ nullable }) => nullable),
    loose: parts.some(({ loose }) => loose),
    sure: parts.flatMap(({ sure }) => sure),
  }
}
