/** The text of a config file → settings, each with its line; or the first thing that is wrong with it, with line and column. */

import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import type { Preferences, Setting } from '../cli/context.js'
import { parseControllerName } from '../domain/controllers/controller-name.js'
import { type Problem, problem } from '../domain/problem.js'
import { nearest } from '../domain/text/nearest.js'
import { yamlParsed } from '../domain/text/yaml-parser.js'

/** What values are known, so that a wrong one is told at once and not at the first command that meets it. */
export interface Known {
  /** what `-o` may be for a table */
  readonly outputs: readonly string[]
  /** verb → the names that its `--columns` takes */
  readonly columns: Readonly<Record<string, readonly string[]>>
}

export interface ParsedConfig {
  readonly defaults: Preferences
  /** context of the kubeconfig → what is said for it alone */
  readonly contexts: ReadonlyMap<string, Preferences>
}

export const apiVersion = 'tkng.dev/v1'

/** @throws Problem `config-invalid` */
export function parseConfig(text: string, path: string, known: Known): ParsedConfig {
  const root = parseNodes(text, path)
  if (root === null) return { defaults: new Map(), contexts: new Map() }
  const members = membersOf(root, ['apiVersion', 'defaults', 'contexts'])
  const version = members.get('apiVersion')
  if (version === undefined) throw root.problem(`apiVersion is missing: it is ${apiVersion}`)
  oneOf(version, [apiVersion])
  const contexts = members.get('contexts')?.entries() ?? []
  return {
    defaults: settingsOf(members.get('defaults'), known),
    contexts: new Map(contexts.map(([context, value]) => [context, settingsOf(value, known)])),
  }
}

function settingsOf(value: Value | undefined, known: Known): Preferences {
  const settings = new Map<string, Setting>()
  if (value === undefined) return settings
  const members = membersOf(value, ['output', 'controller', 'columns'])
  const keep = (name: string, at: Value | undefined, read: (value: Value) => Setting['value']) => {
    if (at !== undefined) settings.set(name, { value: read(at), origin: at.origin, source: 'file' })
  }
  keep('output', members.get('output'), (at) => oneOf(at, known.outputs))
  keep('controller', members.get('controller'), (at) => {
    const name = at.text()
    if (parseControllerName(name) === null) throw at.problem(`"${name}" is neither NAME nor NAMESPACE/NAME`)
    return name
  })
  const columns = members.get('columns')
  if (columns !== undefined)
    for (const [verb, at] of membersOf(columns, Object.keys(known.columns)))
      keep(`columns.${verb}`, at, () => someOf(at, known.columns[verb] ?? []))
  return settings
}

/** @throws Problem for a key that is not known: the nearest that is, or all of them */
function membersOf(value: Value, known: readonly string[]): ReadonlyMap<string, Value> {
  const entries = value.entries()
  for (const [key, at] of entries)
    if (!known.includes(key))
      throw at.problemAtKey(`unknown key "${key}"${value.name && ` in ${value.name}`}${hint(key, known)}`)
  return new Map(entries)
}

function oneOf(value: Value, known: readonly string[]): string {
  const text = value.text()
  if (!known.includes(text)) throw value.problem(`${value.name} cannot be "${text}"${hint(text, known)}`)
  return text
}

function someOf(value: Value, known: readonly string[]): readonly string[] {
  const items = value.items()
  if (items.length === 0) throw value.problem(`${value.name} names no column`)
  return items.map((item) => oneOf(item, known))
}

function hint(said: string, known: readonly string[]): string {
  const [near] = nearest(said, known)
  return near === undefined ? `: it is one of ${known.join(', ')}` : `: did you mean ${near}?`
}

/** What stands in the file, and where: for messages with line and column. */
interface Value {
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
function parseNodes(source: string, path: string): Value | null {
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
