/** YAML text → the lines of its keys and items. */
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseDocument,
} from 'yaml'
import type { LinesOf } from './origin.js'

/** @param text that was parsed before, within its limits and without an error */
export function yamlLines(text: string): LinesOf {
  const counter = new LineCounter()
  const options = { prettyErrors: false, uniqueKeys: false, logLevel: 'silent', merge: true } as const
  const document = parseDocument(text, { ...options, lineCounter: counter })
  const lineAt = (offset: number) => counter.linePos(offset).line
  return {
    lineOf: (path) => {
      let node: unknown = document.contents
      let offset = startOf(node)
      for (const key of path) {
        const next = stepInto(node, key, document)
        if (next === null) break
        offset = next.offset
        node = next.node
      }
      return lineAt(offset)
    },
    lastLineOf: (path) => {
      const node = document.getIn(path, true)
      const end = isNode(node) ? node.range?.[2] : undefined
      return end === undefined ? counter.lineStarts.length : lineAt(Math.max(0, end - 1))
    },
  }
}

function resolved(node: unknown, document: Document): unknown {
  return isAlias(node) ? node.resolve(document) : node
}

/** null: there is no such thing in it. */
function stepInto(
  at: unknown,
  key: string | number,
  document: Document,
): { readonly node: unknown; readonly offset: number } | null {
  const node = resolved(at, document)
  if (isSeq(node) && typeof key === 'number') {
    const item = node.items[key]
    return item === undefined ? null : { node: item, offset: startOf(item) }
  }
  if (!isMap(node)) return null
  const pair = node.items.find((one) => isPair(one) && isScalar(one.key) && String(one.key.value) === String(key))
  if (pair !== undefined) return { node: pair.value, offset: startOf(pair.key) }
  // What "<<" brings along stands where it is written.
  for (const { key: name, value } of node.items.filter(isPair)) {
    if (!isScalar(name) || name.source !== '<<') continue
    const merged = resolved(value, document)
    for (const one of isSeq(merged) ? merged.items : [merged]) {
      const found = isMap(resolved(one, document)) ? stepInto(one, key, document) : null
      if (found !== null) return found
    }
  }
  return null
}

function startOf(node: unknown): number {
  return (node as ParsedNode | null)?.range?.[0] ?? 0
}
