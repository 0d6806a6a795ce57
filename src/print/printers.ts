/** Rows and a view → text, in the format that was asked for. */
import type { Gap } from '../domain/ports.js'
import { inChunks } from './chunks.js'
import { printJson, printYaml } from './document.js'
import { sanitize } from './sanitize.js'
import type { Style } from './style.js'
import { printTable } from './table.js'
import type { Format, View, ViewContext } from './view.js'

export interface PrintOptions {
  readonly format: Format
  readonly noHeaders: boolean
  readonly style: Style
  readonly context: ViewContext
  /** of a capture: when its facts were true (RFC 3339) */
  readonly takenAt?: string | null
}

/** @returns chunks of text; a table without rows is no text at all, a document without rows is still a document */
export function printRows<Row>(
  rows: readonly Row[],
  view: View<Row>,
  gaps: readonly Gap[],
  options: PrintOptions,
): Iterable<string> {
  return inChunks(piecesOf(rows, view, gaps, options))
}

function piecesOf<Row>(
  rows: readonly Row[],
  view: View<Row>,
  gaps: readonly Gap[],
  { format, noHeaders, style, context, takenAt }: PrintOptions,
): Iterable<string> {
  switch (format) {
    case 'json':
      return printJson(rows, view, gaps, takenAt)
    case 'yaml':
      return printYaml(rows, view, gaps, takenAt)
    case 'name':
      return printNames(rows, view)
    case 'table':
    case 'wide': {
      const columns = view.columns.filter(
        ({ wide, when }) => (!wide || format === 'wide') && (when === undefined || when(context)),
      )
      return rows.length === 0 ? [] : printTable(rows, columns, style, context, noHeaders)
    }
  }
}

function printNames<Row>(rows: readonly Row[], view: View<Row>): Iterable<string> {
  return [...new Set(rows.map(view.toName))].map((name) => `${sanitize(name)}\n`)
}
