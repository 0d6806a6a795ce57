/** Values of JSON of any shape → fields of the type that we expect: what has another type counts as absent. */

export type Wire = Readonly<Record<string, unknown>>

function isWire(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function wire(value: unknown): Wire {
  return isWire(value) ? value : nothing
}

/** Items that are no objects are dropped. */
export function wires(value: unknown): readonly Wire[] {
  return itemsOf(value, isWire)
}

export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

export function texts(value: unknown): readonly string[] {
  return itemsOf(value, (one) => typeof one === 'string')
}

/** The list itself, where all of it is right: a copy that grows has room for sixteen more, and of these there are thousands. */
function itemsOf<T>(value: unknown, isRight: (one: unknown) => one is T): readonly T[] {
  if (!Array.isArray(value) || value.length === 0) return none
  return value.every(isRight) ? value : value.filter(isRight)
}

const none: readonly never[] = []

/** Of 64 bits, a number is written as a text. */
export function number(value: unknown): number | null {
  const read = typeof value === 'string' && /^-?\d{1,19}$/.test(value) ? Number(value) : value
  return typeof read === 'number' && Number.isFinite(read) ? read : null
}

const nothing: Wire = {}

export function integer(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? Math.trunc(value) : null
}
