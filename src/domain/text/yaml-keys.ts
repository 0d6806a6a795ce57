/**
 * Keys of a parsed YAML document that are lists or mappings. No object of Kubernetes has one, and to make a text of such a
 * key takes the parser 18 s for 500 of them inside one another, and the whole process for 1,000.
 */

/** A node as the package yaml has it, as far as it is looked at. */
interface Shape {
  readonly items?: readonly unknown[]
  readonly key?: unknown
  readonly value?: unknown
  readonly anchor?: string
  /** of an alias */
  readonly source?: string
  readonly range?: readonly number[] | null
}

/**
 * @param contents of a document that was parsed and not evaluated
 * @returns where the first one begins, in characters; null: there is none
 */
export function collectionAsKey(contents: unknown): number | null {
  const anchored = new Set<string>()
  const aliases: Shape[] = []
  const left: unknown[] = [contents]
  while (left.length > 0) {
    const node = left.pop()
    if (!isShape(node)) continue
    const { key, value, items, anchor } = node
    if (isShape(key)) {
      if (key.items !== undefined) return offsetOf(key)
      if (key.source !== undefined && !('value' in key)) aliases.push(key)
    }
    if (items !== undefined) {
      if (anchor !== undefined) anchored.add(anchor)
      for (const item of items) left.push(item)
    } else left.push(value)
  }
  const found = aliases.find(({ source }) => source !== undefined && anchored.has(source))
  return found === undefined ? null : offsetOf(found)
}

function isShape(node: unknown): node is Shape {
  return typeof node === 'object' && node !== null
}

function offsetOf({ range }: Shape): number {
  return range?.[0] ?? 0
}
