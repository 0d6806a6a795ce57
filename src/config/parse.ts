/** The text of a config file → settings, each with its line; or the first thing that is wrong with it, with line and column. */

import type { Preferences, Setting } from '../cli/context.js'
import { parseControllerName } from '../domain/controllers/controller-name.js'
import { nearest } from '../domain/text/nearest.js'
import { parseNodes, type Value } from './nodes.js'

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
