/** JSON and YAML: one document, written item by item so that a large answer needs little memory. */
import type { Gap } from '../domain/ports.js'
import { escapeInJson } from './sanitize.js'
import type { View } from './view.js'
import { yamlBlock } from './yaml.js'

const apiVersion = 'tkng.dev/v1'

/** @param takenAt when the facts were true (RFC 3339); null: now, and then not said */
export function* printJson<Row>(
  rows: readonly Row[],
  view: View<Row>,
  gaps: readonly Gap[],
  takenAt: string | null = null,
): Generator<string> {
  const taken = takenAt === null ? '' : `,\n  "takenAt": ${jsonOf(takenAt)}`
  const begin = `"apiVersion": ${JSON.stringify(apiVersion)},\n  "kind": ${JSON.stringify(view.kind)}${taken}`
  yield `{\n  ${begin},\n  "items": [`
  let comma = ''
  for (const row of rows) {
    yield `${comma}${inside({ items: [view.toJson(row)] })}`
    comma = ','
  }
  yield `${rows.length === 0 ? '' : '\n  '}],\n${jsonOf({ gaps: gaps.map(gapJson) }).slice('{\n'.length)}\n`
}

/** A value that is nobody's list, in lines as `jq` writes it. */
export function printValue(value: unknown): Iterable<string> {
  return [`${jsonOf(value)}\n`]
}

/** An item alone, indented as it stands in the document. */
function inside(part: { readonly items: readonly unknown[] }): string {
  return jsonOf(part).slice('{\n  "items": ['.length, -'\n  ]\n}'.length)
}

function jsonOf(value: unknown): string {
  return escapeInJson(JSON.stringify(value, null, 2))
}

export function* printYaml<Row>(
  rows: readonly Row[],
  view: View<Row>,
  gaps: readonly Gap[],
  takenAt: string | null = null,
): Generator<string> {
  const taken = takenAt === null ? '' : yamlBlock({ takenAt })
  yield `apiVersion: ${apiVersion}\nkind: ${view.kind}\n${taken}items:${rows.length === 0 ? ' []' : ''}\n`
  for (const row of rows) yield yamlBlock([view.toJson(row)])
  yield yamlBlock({ gaps: gaps.map(gapJson) })
}

function gapJson({ kind, namespace, reason, message }: Gap): Gap {
  return { kind, namespace, reason, message }
}
