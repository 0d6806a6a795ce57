/** Values of JSON of any shape → fields of the type that we expect: what has another type counts as absent. */

export type Wire = Readonly<Record<string, unknown>>

const nothing: Wire = {}

export function wire(value: unknown): Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Wire) : nothing
}

/** Items that are no objects are dropped. */
export function listOf(value: unknown): readonly Wire[] {
  return itemsOf(value, (one): one is Wire => typeof one === 'object' && one !== null)
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

export function integer(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? Math.trunc(value) : null
}
