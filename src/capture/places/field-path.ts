/** `metadata.annotations["a/b"]`, `spec.rules[0].host` → its keys and indexes. */

const segment = /\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g

export function segmentsOf(field: string): readonly (string | number)[] {
  return [...field.matchAll(segment)].map(([, quoted, index, plain]) =>
    index !== undefined ? Number(index) : (plain ?? quoted?.replaceAll(/\\(.)/g, '$1') ?? ''),
  )
}
