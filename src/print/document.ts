/** JSON and YAML: one document, written item by item so that a large answer needs little memory. */
import { stringify } from 'yaml'
import type { Gap } from '../domain/ports.js'
import { escapeInDocument } from './sanitize.js'
import type { View } from './view.js'

const apiVersion = 'tkng.dev/v1'

const chunkRows = 500

export function* printJson<Row>(rows: readonly Row[], view: View<Row>, gaps: readonly Gap[]): Generator<string> {
  yield `{\n  "apiVersion": ${JSON.stringify(apiVersion)},\n  "kind": ${JSON.stringify(view.kind)},\n  "items": [`
  for (let start = 0; start < rows.length; start += chunkRows) {
    const items = rows.slice(start, start + chunkRows).map((row) => `\n    ${indented(view.toJson(row), 4)}`)
    yield `${start === 0 ? '' : ','}${items.join(',')}`
  }
  yield `${rows.length === 0 ? '' : '\n  '}],\n  "gaps": ${indented(gaps.map(gapJson), 2)}\n}\n`
}

export function* printYaml<Row>(rows: readonly Row[], view: View<Row>, gaps: readonly Gap[]): Generator<string> {
  yield `apiVersion: ${apiVersion}\nkind: ${view.kind}\nitems:${rows.length === 0 ? ' []' : ''}\n`
  for (let start = 0; start < rows.length; start += chunkRows)
    yield yamlOf(rows.slice(start, start + chunkRows).map(view.toJson))
  yield yamlOf({ gaps: gaps.map(gapJson) })
}

/** yaml quotes what holds control characters, and writes them as escapes; the rest is ours to escape. */
function yamlOf(value: unknown): string {
  return escapeInDocument(stringify(value, { lineWidth: 0, aliasDuplicateObjects: false }))
}

function indented(value: unknown, by: number): string {
  return escapeInDocument(JSON.stringify(value, null, 2).replaceAll('\n', `\n${' '.repeat(by)}`))
}

function gapJson({ kind, namespace, reason, message }: Gap): Gap {
  return { kind, namespace, reason, message }
}
