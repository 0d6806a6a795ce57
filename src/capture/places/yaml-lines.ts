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
  const options = { lineCounter: counter, prettyErrors: false, uniqueKeys: false, logLevel: 'silent' } as const
  const document = parseDocument(text, options)
  const lineAt = (offset: number) => counter.linePos(offset).line
  return {
    lineOf: (path) => {
      let node: unknown = document.contents
      let offset = startOf(node)
      for (const key of path) {
        const next = stepInto(resolved(node, document), key)
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
function stepInto(node: unknown, key: string | number): { readonly node: unknown; readonly offset: number } | null {
  if (isSeq(node) && typeof key === 'number') {
    const item = node.items[key]
    return item === undefined ? null : { node: item, offset: startOf(item) }
  }
  if (!isMap(node)) return null
  const pair = node.items.find((one) => isPair(one) && isScalar(one.key) && String(one.key.value) === String(key))
  return pair === undefined ? null : { node: pair.value, offset: startOf(pair.key) }
}

function startOf(node: unknown): number {
  return (node as ParsedNode | null)?.range?.[0] ?? 0
}
