/** Values of JSON of any shape → fields of the type that we expect: what has another type counts as absent. */

export type Wire = Readonly<Record<string, unknown>>

const nothing: Wire = {}

export function wire(value: unknown): Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Wire) : nothing
}

/** Items that are no objects are dropped. */
export function listOf(value: unknown): readonly Wire[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : []
}

export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

export function integer(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? Math.trunc(value) : null
}
