/** A YAML document as values that know where they stand: for messages with line and column. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { type Problem, problem } from '../domain/problem.js'
import { yamlParsed } from '../domain/text/yaml-parser.js'

export interface Value {
  /** from the root: `contexts.kind-dev.output`; "" for the root itself */
  readonly name: string
  /** `FILE:LINE` */
  readonly origin: string
  /** of a mapping, empty ones left out. @throws Problem where it is none */
  entries(): readonly (readonly [key: string, value: Value])[]
  /** @throws Problem where it is no list */
  items(): readonly Value[]
  /** @throws Problem where it is no text */
  text(): string
  problem(detail: string): Problem
  problemAtKey(detail: string): Problem
}

/** @returns null for a document without content. @throws Problem `config-invalid` */
export function parseNodes(source: string, path: string): Value | null {
  const lineCounter = new LineCounter()
  const problemAt = (offset: number, detail: string) => {
    const { line, col } = lineCounter.linePos(offset)
    return problem('config-invalid', { path, line, column: col, detail })
  }
  const document = yamlParsed(
    () => parseDocument(source, { lineCounter, prettyErrors: false, logLevel: 'error' }),
    () => problemAt(0, 'its values are nested too deeply'),
  )
  const [error] = document.errors
  if (error !== undefined) throw problemAt(error.pos[0], error.message)
  const resolved = (node: unknown): Node | null => {
    if (!isAlias(node)) return node as Node | null
    const found = node.resolve(document)
    if (found === undefined) throw problemAt(startOf(node), `nothing is called &${node.source}`)
    return found
  }
  const startOf = (node: unknown) => (node as Node | null)?.range?.[0] ?? 0

  const valueAt = (given: unknown, name: string, key: unknown): Value => {
    const node = resolved(given)
    const at = startOf(given ?? key)
    const fail = (detail: string) => problemAt(at, detail)
    const wanted = (what: string) => fail(`${name || 'the file'} is ${kindOf(node)}, and ${what} is wanted`)
    return {
      name,
      origin: `${path}:${lineCounter.linePos(at).line}`,
      problem: fail,
      problemAtKey: (detail) => problemAt(startOf(key), detail),
      entries: () => {
        if (!isMap(node)) throw wanted('a mapping')
        return node.items
          .filter(({ value }) => !isEmpty(resolved(value)))
          .map(({ key, value }) => {
            const text = isScalar(key) ? String(key.value) : ''
            return [text, valueAt(value, name === '' ? text : `${name}.${text}`, key)] as const
          })
      },
      items: () => {
        if (!isSeq(node)) throw wanted('a list')
        return node.items.map((item) => valueAt(item, name, key))
      },
      text: () => {
        if (!isScalar(node) || typeof node.value !== 'string') throw wanted('a text')
        return node.value
      },
    }
  }
  return isEmpty(document.contents) ? null : valueAt(document.contents, '', document.contents)
}

function isEmpty(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === null)
}

function kindOf(node: Node | null): string {
  if (isMap(node)) return 'a mapping'
  if (isSeq(node)) return 'a list'
  if (!isScalar(node) || node.value === null) return 'empty'
  return typeof node.value === 'string' ? 'a text' : `a ${typeof node.value}`
}
