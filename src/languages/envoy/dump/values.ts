/** Values of JSON of any shape → fields of the type that we expect: what has another type counts as absent. */

export type Wire = Readonly<Record<string, unknown>>

export function isWire(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function wire(value: unknown): Wire {
  return isWire(value) ? value : nothing
}

/** Items that are no objects are dropped. */
export function wires(value: unknown): readonly Wire[] {
  return Array.isArray(value) ? value.filter(isWire) : []
}

export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** Of 64 bits, a number is written as a text. */
export function number(value: unknown): number | null {
  const read = typeof value === 'string' && /^-?\d{1,19}$/.test(value) ? Number(value) : value
  return typeof read === 'number' && Number.isFinite(read) ? read : null
}

const nothing: Wire = {}
