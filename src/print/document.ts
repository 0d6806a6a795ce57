/** JSON and YAML: one document, written item by item so that a large answer needs little memory. */
import type { Gap } from '../domain/gap.js'
import { maskShapes } from '../domain/masking/text.js'
import { escapeInJson, escapeInYaml } from '../domain/text/sanitize.js'
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
    begin: maskShapes(`${jsonOf(headOf(view.kind, takenAt)).slice(0, -'\n}'.length)},\n  "items": [`),
    item: (row, index) => `${index === 0 ? '' : ','}${itemOf(row)}`,
    end: (gaps, count) => maskShapes(`${count === 0 ? '' : '\n  '}],\n${gapsOf(gaps)}`),
    isMasked: true,
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

/** Begins with a letter or slash, and holds nothing that means something in YAML. */
const plain = /^[A-Za-z/][\w./-]*$/
/**
 * Words that YAML 1.1 or 1.2 reads as another type: https://yaml.org/type/bool.html, https://yaml.org/type/null.html.
 * Some readers take an exponent alone for a number, too.
 */
const reserved = /^(?:y|n|yes|no|on|off|true|false|null|e-?\d+)$/i

/**
 * Plain data as block YAML that every reader takes for the same values, be it for YAML 1.1 (kubectl, PyYAML) or 1.2.
 *
 * Our own, since the yaml package takes ten times as long (six seconds for 30,000 routes), and writes tabs and invisible
 * characters without the quotes that an escape needs.
 * @param value an object or a list of what JSON can say, with at least one member; undefined members are left out
 * @returns whole lines, indented as kubectl does it: a list stands straight below its key
 */
export function yamlBlock(value: object, indent = ''): string {
  const deeper = `${indent}  `
  if (Array.isArray(value))
    // The first line of an item stands behind its dash, which takes the place of the indentation.
    return value
      .map((item) => `${indent}- ${isBlock(item) ? yamlBlock(item, deeper).slice(deeper.length) : `${inline(item)}\n`}`)
      .join('')
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => {
      if (!isBlock(member)) return `${indent}${inline(key)}: ${inline(member)}\n`
      return `${indent}${inline(key)}:\n${yamlBlock(member, Array.isArray(member) ? indent : deeper)}`
    })
    .join('')
}

function isBlock(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}

/** Outside of plain words YAML takes JSON as it is: strings, numbers, null, `[]` and `{}`. */
function inline(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value)
  return plain.test(value) && !reserved.test(value) ? value : escapeInYaml(JSON.stringify(value))
}
