/** Comments of YAML that speak to this program, each with the lines that it speaks of. */
import type { Comment } from '../../domain/ports.js'

/** They begin with it: `tkng: ignore CODE reason`, or as its annotation is written. */
const mark = /#[ \t]*tkng(?::|\.dev\/ignore:)/

export function hasMark(text: string): boolean {
  return mark.test(text)
}

/** A comment with the line of what it stands above, or beside. */
interface Placed {
  readonly comment: Comment
  readonly at: number
}

/** @param before lines that stand before the text in its file */
export function commentsIn(text: string, before: number): Placed[] {
  const lines = text.split('\n')
  return lines.flatMap((one, i) => {
    const [, form = '', said = ''] = /(?:^|\s)#[ \t]*tkng(:|\.dev\/ignore:)[ \t]*([^\r]*)/.exec(one) ?? []
    if (form === '') return []
    const words = form === ':' ? said : `ignore ${said.replaceAll(/^["']|["']\s*$/g, '')}`
    const at = isBare(one) ? nextWritten(lines, i) : i
    const [first, last] = linesCovered(lines, at)?.map((line) => before + line + 1) ?? []
    const covers = first === undefined || last === undefined ? null : { first, last }
    return [{ comment: { line: before + i + 1, text: words.trim(), covers }, at: before + at + 1 }]
  })
}

/** Is it a comment, or nothing. */
function isBare(line: string): boolean {
  return /^\s*(?:#|$)/.test(line)
}

function nextWritten(lines: readonly string[], from: number): number {
  let at = from + 1
  while (at < lines.length && isBare(lines[at] ?? '')) at++
  return at
}

/** The field that begins on a line, with all that is in it; null: the object as a whole, whose head it is. */
function linesCovered(lines: readonly string[], at: number): readonly [first: number, last: number] | null {
  const line = lines[at] ?? ''
  // Behind the last field, between brackets that close, and before what says which object it is.
  if (/^\s*(?:[\]}]|$|---)/.test(line)) return null
  const isHead = /^\s*(?:- +)?(?:apiVersion|kind|metadata)\s*:/.test(line)
  if (isHead && columnOf(line) <= columnOfObject(lines, at)) return null
  const column = columnOf(line)
  const isItem = /^\s*- /.test(line)
  let last = at
  for (let next = at + 1; next < lines.length; next++) {
    const other = lines[next] ?? ''
    if (isBare(other)) continue
    const own = /^ */.exec(other)?.[0].length ?? 0
    const begun = isItem ? line.indexOf('-') : column
    // The items of a list may stand as far to the left as its key.
    if (own < begun || (own === begun && (isItem || !/^\s*- /.test(other)))) break
    last = next
  }
  return [at, last]
}

/** Of its key, behind the dash of an item. */
function columnOf(line: string): number {
  return /^\s*(?:- +)*/.exec(line)?.[0].length ?? 0
}

/** Of the keys of the object that a line stands in: of its last `apiVersion` or `kind` so far, a template has neither. */
function columnOfObject(lines: readonly string[], at: number): number {
  for (let before = at; before >= 0; before--)
    if (/^\s*(?:- +)*(?:apiVersion|kind)\s*:/.test(lines[before] ?? '')) return columnOf(lines[before] ?? '')
  return 0
}
