/** JSON and YAML: one document, written item by item so that a large answer needs little memory. */

import type { Gap } from '../domain/ports.js'
import { escapeInJson } from '../domain/text/sanitize.js'
import { yamlBlock } from '../domain/text/yaml-block.js'
import { filledText } from './filled.js'
import type { Pieces } from './pieces.js'
import type { View } from './view.js'

const apiVersion = 'tkng.dev/v1'

export interface Head {
  /** when the facts were true (RFC 3339); null: now, and then not said */
  readonly takenAt: string | null
  /** the kind of the one item that the document is; undefined: it is a list */
  readonly alone: string | undefined
}

export function jsonPieces<Row>(view: View<Row>, { takenAt, alone }: Head): Pieces<Row> {
  const gapsOf = (gaps: readonly Gap[]) => `${jsonOf({ gaps: gaps.map(gapJson) }).slice('{\n'.length)}\n`
  if (alone !== undefined) {
    const head = headOf(alone, takenAt)
    return {
      begin: '',
      item: (row) => `${jsonOf({ ...head, ...withoutGaps(view.toJson(row)) }).slice(0, -'\n}'.length)},\n`,
      end: gapsOf,
    }
  }
  const itemOf = filledText(view, (row) => inside({ items: [view.toJson(row)] }))
  return {
    begin: `${jsonOf(headOf(view.kind, takenAt)).slice(0, -'\n}'.length)},\n  "items": [`,
    item: (row, index) => `${index === 0 ? '' : ','}${itemOf(row)}`,
    end: (gaps, count) => `${count === 0 ? '' : '\n  '}],\n${gapsOf(gaps)}`,
  }
}

/** The whole of it as a value, as a program has it that reads the text. */
export function documentOf<Row>(
  view: View<Row>,
  { takenAt, alone }: Head,
  rows: readonly Row[],
  gaps: readonly Gap[],
): unknown {
  const [first] = rows
  const items = rows.map((row) => view.toJson(row))
  const own = alone === undefined || first === undefined ? { items } : withoutGaps(view.toJson(first))
  return JSON.parse(JSON.stringify({ ...headOf(alone ?? view.kind, takenAt), ...own, gaps: gaps.map(gapJson) }))
}

function headOf(kind: string, takenAt: string | null): object {
  return { apiVersion, kind, ...(takenAt === null ? {} : { takenAt }) }
}

/** Of one row alone, its gaps are those of the document. */
function withoutGaps(item: unknown): object {
  const { gaps: _, ...rest } = item as { readonly gaps?: unknown }
  return rest
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

export function yamlPieces<Row>(view: View<Row>, { takenAt, alone }: Head): Pieces<Row> {
  const gapsOf = (gaps: readonly Gap[]) => yamlBlock({ gaps: gaps.map(gapJson) })
  if (alone !== undefined)
    return {
      begin: '',
      item: (row) => yamlBlock({ ...headOf(alone, takenAt), ...withoutGaps(view.toJson(row)) }),
      end: gapsOf,
    }
  return {
    begin: `${yamlBlock(headOf(view.kind, takenAt))}items:`,
    item: (row, index) => `${index === 0 ? '\n' : ''}${yamlBlock([view.toJson(row)])}`,
    end: (gaps, count) => `${count === 0 ? ' []\n' : ''}${gapsOf(gaps)}`,
  }
}

function gapJson({ kind, namespace, reason, message }: Gap): Gap {
  return { kind, namespace, reason, message }
}
