/** `logs`: a record as a line of text, or of JSON. */

import type { LogRecord } from '../../domain/controllers/log-record.js'

import type { Ref } from '../../domain/objects/ref.js'
import { escapeInJson, sanitize } from '../../domain/text/sanitize.js'

/** ANSI colours that can be told apart on dark and light ground: https://en.wikipedia.org/wiki/ANSI_escape_code#Colors */
const colours = [36, 33, 32, 35, 34, 31]

/** Names, all as wide as the longest, each in a colour of its own. */
export function prefixes(names: readonly string[], coloured: boolean): string[] {
  const width = Math.max(...names.map(({ length }) => length))
  return names.map((name, i) => {
    const text = `${sanitize(name).padEnd(width)} | `
    return coloured ? `\u001b[${colours[i % colours.length]}m${text}\u001b[0m` : text
  })
}

export function textLine({ text }: LogRecord, prefix: string): string {
  // A tab steers no terminal, and the controller's own lines are full of them.
  return `${prefix}${text.split('\t').map(sanitize).join('\t')}\n`
}

/** A line of `logs -o json`. */
export interface LogLine extends LogRecord {
  readonly replica: Ref
}

export function jsonLine(record: LogRecord, replica: Ref): string {
  const { kind, text, ...facts } = record
  const line: LogLine = { replica, kind, ...facts, text }
  return `${escapeInJson(JSON.stringify(line))}\n`
}
