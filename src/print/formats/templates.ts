/** `-o jsonpath=…`, `-o go-template=…` and `-o custom-columns=…`: a document of ours, printed as kubectl prints a list of its own. */
import { valueText } from '../../domain/go-template/printf.js'
import { runGoTemplate } from '../../domain/go-template/run.js'
import type { GoTemplate } from '../../domain/go-template/tree.js'
import type { CustomColumn } from '../../domain/jsonpath/columns.js'
import { evaluate, isList, isObject, type Json, keysOf, Unanswerable } from '../../domain/jsonpath/evaluate.js'
import type { Template } from '../../domain/jsonpath/parse.js'
import { usage } from '../../domain/problem.js'
import { escapeInJson, sanitize, sanitizeLines } from '../../domain/text/sanitize.js'

/**
 * Lists and objects as JSON, everything else as text, what one pair of braces selects with blanks in between.
 * @param asJson what each pair of braces selects, and each text between them, as a JSON list
 * @returns breaks and tabs stay as they are, of the template and of the values
 * @throws Problem `usage`
 */
export function templateText(template: Template, document: Json, asJson = false): string {
  const results = answered('jsonpath', () => evaluate(template, document))
  if (asJson) return results.map((values) => `${escapeInJson(marshal(values, '    '))}\n`).join('')
  return sanitizeLines(results.map((values) => values.map(jsonText).join(' ')).join(''))
}

/** @throws Problem `usage` */
export function goTemplateText(template: GoTemplate, document: Json): string {
  return sanitizeLines(answered('go-template', () => runGoTemplate(template, document)))
}

function jsonText(value: Json): string {
  if (isList(value) || isObject(value)) return marshal(value)
  return value === null ? 'null' : valueText(value)
}

/**
 * @param noHeaders leave the line of headers out
 * @throws Problem `usage`
 */
export function customText(columns: readonly CustomColumn[], items: readonly Json[], noHeaders: boolean): string {
  const head = noHeaders ? [] : [columns.map(({ header }) => sanitize(header))]
  return aligned([
    ...head,
    ...items.map((item) => columns.map(({ header, template }) => cellText(header, template, item))),
  ])
}

function cellText(header: string, template: Template, item: Json): string {
  const values = answered(header, () => evaluate(template, item)).flat()
  return values.length === 0 ? '<none>' : sanitize(values.map(valueText).join(','))
}

/** The least width of a column, and the blanks behind it, of kubectl's tables. */
const [narrowest, gap] = [6, 3]

/** The last column is as wide as it is. By characters, as kubectl counts. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows)
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? narrowest, [...cell].length + gap)
  return rows
    .map((row) => {
      const last = row.length - 1
      const padded = row.map((cell, i) => (i === last ? cell : cell + ' '.repeat((widths[i] ?? 0) - [...cell].length)))
      return `${padded.join('')}\n`
    })
    .join('')
}

function answered<T>(where: string, evaluated: () => T): T {
  try {
    return evaluated()
  } catch (error) {
    if (!(error instanceof Unanswerable)) throw error
    throw usage(`${where}: ${error.message}`, '-o json shows what there is')
  }
}

/**
 * Its keys in order, with what HTML could take for its own as an escape.
 * @param indent of each level, what is inside on lines of its own; absent: compact
 */
function marshal(value: Json, indent?: string, before = '\n'): string {
  const [inner, colon] = indent === undefined ? ['', ':'] : [before + indent, ': ']
  const inside = (one: Json) => marshal(one, indent, inner)
  const enclosed = (open: string, parts: readonly string[], close: string) =>
    parts.length === 0 || indent === undefined
      ? `${open}${parts.join(',')}${close}`
      : `${open}${inner}${parts.join(`,${inner}`)}${before}${close}`
  if (isList(value)) return enclosed('[', value.map(inside), ']')
  if (isObject(value))
    return enclosed(
      '{',
      keysOf(value).map((key) => `${marshal(key)}${colon}${inside(value[key] ?? null)}`),
      '}',
    )
  if (typeof value !== 'string') return JSON.stringify(value)
  return JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
