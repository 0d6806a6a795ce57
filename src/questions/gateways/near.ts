/** Who was meant, where nobody of that name is there. */
import type { Ref } from '../../domain/objects/ref.js'
import { nearest } from '../../domain/text/nearest.js'

/** @returns a field and what may be written there: the namespace in which one of that name is, else names */
export function nearTo({ name }: Ref, all: readonly Ref[]): readonly string[] {
  const elsewhere = all.filter((one) => one.name === name).map(({ namespace }) => `namespace: ${namespace}`)
  if (elsewhere.length > 0) return elsewhere
  return nearest(name, new Set(all.map((one) => one.name))).map((one) => `name: ${one}`)
}
