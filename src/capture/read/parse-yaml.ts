/** YAML → documents, one at a time, with bounded memory and time; errors with line and column. */
import { type Document, LineCounter, parseDocument, visit } from 'yaml'
import { Problem, problem } from '../../domain/problem.js'
import { valuesIn } from '../../domain/text/values-in.js'
import { collectionAsKey } from '../../domain/text/yaml-keys.js'
import { yamlParsed } from '../../domain/text/yaml-parser.js'
import { mebibyte } from '../limits.js'
import type { Placed } from '../places/origin.js'
import { plainYaml } from './plain-yaml.js'
import { documentsOf, listOf, type Piece } from './yaml-pieces.js'

/** Aliases multiply: ten levels of ten are ten thousand million values from a kilobyte. And each one is searched for. */
const maxAliases = 100

/** What the parser takes at once: it needs a kilobyte for each value. An API server keeps no object above 1.5 MiB. */
const maxPiece = 8 * mebibyte
const maxValues = 150_000

/** Is told what is no YAML or JSON; null: that is thrown. */
export type PassOver = ((broken: Problem) => void) | null

/** Is it one object that is no YAML or JSON, too large or too clever: the others can be read. */
export function isBroken(error: unknown): error is Problem {
  return error instanceof Problem && /^source-(?:invalid|too-large|unsafe)$/.test(error.value.reason)
}

/** What a tool says before or behind the objects that it prints is none of them: without a kind there is nothing to miss. */
const isObject = /^[ \t{[,-]*["']?(?:kind|apiVersion)["']?\s*:/m

/** A long list comes as several documents, each with some of the items. */
export function* parseYaml(text: string, path: string, passOver: PassOver): Generator<Placed> {
  const parse = (piece: Piece) => {
    try {
      return { value: parsePiece(piece, path) }
    } catch (error) {
      if (passOver === null || !isBroken(error)) throw error
      if (isObject.test(piece.text) || !isObject.test(text)) passOver(error)
      return null
    }
  }
  for (const document of documentsOf(text)) {
    const list = listOf(document)
    const frame = parse(list?.frame ?? document)
    if (frame === null) continue
    if (list === undefined) yield { ...frame, origin: { ...document, language: 'yaml', isItems: false } }
    for (const group of list?.groups ?? []) {
      const items = parse(group)
      if (items !== null)
        yield {
          value: { ...(frame.value as object), items: items.value },
          origin: { ...group, language: 'yaml', isItems: true },
        }
    }
  }
}

/** Is every object of it small enough to be read. */
export function isReadable(text: string): boolean {
  for (const document of documentsOf(text)) {
    const list = listOf(document)
    if (limitPassedBy((list?.frame ?? document).text) !== null) return false
    for (const group of list?.groups ?? []) if (limitPassedBy(group.text) !== null) return false
  }
  return true
}

/** Which one, in words; null: none is. */
function limitPassedBy(text: string): string | null {
  if (text.length > maxPiece) return `${maxPiece / mebibyte} MiB`
  return valuesIn(text, maxValues) > maxValues ? `${maxValues.toLocaleString('en')} values` : null
}

/** @throws Problem `source-invalid`, `source-unsafe`, `source-too-large` */
function parsePiece({ text, line: linesBefore, cut }: Piece, path: string): unknown {
  const lineOf = (own: number) => linesBefore + own + (cut !== undefined && own > cut.behind ? cut.lines : 0)
  const limit = limitPassedBy(text)
  if (limit !== null)
    throw problem('source-too-large', { path, line: lineOf(1), limit: `${limit} of YAML for one object` })
  const again = secondBegin(text)
  if (again !== null)
    throw problem('source-invalid', {
      path,
      line: lineOf(again),
      detail: 'another object begins here: a line --- is missing before it',
    })
  const plain = plainYaml(text)
  if (plain !== null) return plain.value
  const lineCounter = new LineCounter()
  // Keys are not compared with each other: that takes the square of their number. kubectl takes "<<", too.
  const options = { lineCounter, prettyErrors: false, uniqueKeys: false, logLevel: 'silent', merge: true } as const
  const document = yamlParsed(
    () => parseDocument(text, options),
    (overflow) => problem('source-unsafe', { path, detail: 'its values are nested too deeply' }, overflow),
  )
  const [error] = document.errors
  const stray = error === undefined ? null : strayLine(text)
  if (stray !== null) throw problem('source-invalid', { path, line: lineOf(stray.line), detail: stray.detail }, error)
  const wrong = error === undefined ? collectionAsKey(document.contents) : error.pos[0]
  if (wrong !== null) {
    const { line, col } = lineCounter.linePos(wrong)
    const detail = error === undefined ? 'a list or a mapping is no key' : `not valid YAML: ${error.message}`
    throw problem('source-invalid', { path, detail, line: lineOf(line), column: col }, error)
  }
  try {
    if (aliasesIn(document) <= maxAliases) return document.toJS({ maxAliasCount: maxAliases })
  } catch (error) {
    throw problem('source-unsafe', { path, detail: error instanceof Error ? error.message : String(error) }, error)
  }
  throw problem('source-unsafe', { path, detail: `it has more than ${maxAliases} YAML aliases` })
}

/** The line in which what every object has once stands again; null: none. */
function secondBegin(text: string): number | null {
  const seen = new Set<string>()
  for (const { 0: key, index } of text.matchAll(/^(?:apiVersion|kind):/gm)) {
    if (seen.has(key)) return text.slice(0, index).split('\n').length
    seen.add(key)
  }
  return null
}

/** What people paste along: a fence of Markdown, a command, what it printed. */
function strayLine(text: string): { readonly line: number; readonly detail: string } | null {
  for (const [i, line] of text.split('\n').entries()) {
    const isFence = /^ {0,3}```/.test(line)
    if (isFence || command.test(line) || printed.test(line)) {
      const what = isFence ? '``` is of Markdown' : 'a command, or what it printed'
      return { line: i + 1, detail: `${what}, and no YAML: take the line out` }
    }
  }
  return null
}

const command = /^\s{0,9}(?:[$%>#] ?)?(?:kubectl|oc|helm) [a-z-]/
const printed = /^[a-z\d.-]{1,99}\/[a-z\d.-]{1,99} (?:created|configured|unchanged|deleted)/

function aliasesIn(document: Document): number {
  let aliases = 0
  visit(document, {
    Alias: () => {
      aliases += 1
    },
  })
  return aliases
}
