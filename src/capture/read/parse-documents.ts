/** Text → documents: JSON by its first characters, else YAML; one document or many. */

import { isRecord } from '../../domain/objects/project-fields.js'
import { type Problem, problem } from '../../domain/problem.js'
import { type Cut, cutAt, groupsOf, pastBlanks, type Span } from '../../domain/text/json-pieces.js'
import { mostValuesInPieces, valuesIn } from '../../domain/text/values-in.js'
import { Budget, mebibyte } from '../limits.js'
import type { Placed } from '../places/origin.js'
import { endOfValue } from './json-values.js'
import { isBroken, type PassOver, parseYaml } from './parse-yaml.js'
import { linesIn } from './yaml-pieces.js'

/**
 * A document at a time, so that what is not needed of it can go before the next one comes.
 * @param passOver is told what is no YAML or JSON, and the rest is read. Absent: nothing is passed over
 * @throws Problem `source-invalid` that names the place, `source-unsafe`, `source-too-large`
 */
export function* parseDocuments(text: string, path: string, passOver: PassOver = null): Generator<Placed> {
  const budget = new Budget(path)
  const isJson = looksLikeJson(text)
  budget.values(valuesIn(text, mostValuesInPieces), isJson)
  if (text.trim() === '') throw problem('source-invalid', { path, detail: 'it is empty' })
  let count = 0
  for (const document of isJson ? whole(text, path, passOver) : parseYaml(text, path, passOver)) {
    budget.documents(++count)
    yield document
  }
}

/** `{kind: Ingress}` and `[a, b]` are YAML; JSON has a quote, another bracket or a number there, and no line of dashes. */
function looksLikeJson(text: string): boolean {
  return !/^---\s*$/m.test(text) && /^\s*(?:\{\s*(?:["}]|$)|\[\s*(?:[[{"\]\d-]|$))/.test(text)
}

/** JSON has no second document to go on with. */
function* whole(text: string, path: string, passOver: PassOver): Generator<Placed> {
  try {
    yield* parseJson(text, path, passOver)
  } catch (error) {
    if (passOver === null || !isBroken(error)) throw error
    passOver(error)
  }
}

/** What is shorter is parsed at once. */
const large = mebibyte
/** Of a longer list so many characters, or one item. */
const groupSize = 256 * 1024
/** What the parser takes at once. An API server keeps no object above 1.5 MiB. */
const mostValues = 500_000
/** Lists in lists that are cut, too. */
const deepest = 3

/**
 * A long list comes as several documents, each with some of the items.
 * @param passOver is told of an object with too many values; null: that is thrown
 * @throws Problem `source-invalid` that names the place, `source-too-large`
 */
function* parseJson(text: string, path: string, passOver: PassOver): Generator<Placed> {
  const whole = text.length < large ? parsed(text) : undefined
  if (whole) {
    yield { value: whole.value, origin: { text, line: 0, language: 'json', isItems: false } }
    return
  }
  let [line, counted] = [0, 0]
  const breaks = (at: number) => broken(text, at, path)
  for (let at = pastBlanks(text, 0); at < text.length; ) {
    const cut = cutAt(text, at)
    const scan = cut ?? endOfValue(text, at)
    if ('brokenAt' in scan) throw breaks(at)
    for (const { span, frame } of partsOf(text, cut ?? { ...scan, start: at, values: 1, list: null }, () =>
      breaks(at),
    )) {
      line += linesIn(text.slice(counted, span.start))
      counted = span.start
      if (span.values > mostValues) {
        const error = tooLarge(path, line + 1)
        if (passOver === null) throw error
        passOver(error)
        continue
      }
      const own = text.slice(span.start, span.end)
      const piece = frame === null ? own : `[${own}]`
      const value = parsed(piece)?.value
      if (value === undefined) throw breaks(at)
      yield {
        value: isRecord(frame) ? { ...frame, items: value } : value,
        origin: { text: piece, line, language: 'json', isItems: frame !== null },
      }
    }
    at = pastBlanks(text, scan.end)
  }
}

interface JsonPart {
  readonly span: Span
  /** of items: what their list is besides; null: it is no part of a list */
  readonly frame: unknown
}

function* partsOf(text: string, cut: Cut, breaks: () => Problem, depth = 0): Generator<JsonPart> {
  const { start, end, list } = cut
  if (list === null || end - start < large || cut.values - list.values > mostValues || depth === deepest)
    return yield { span: cut, frame: null }
  const frame = parsed(`${text.slice(start, list.start)}[]${text.slice(list.end, end)}`)
  if (frame === undefined) throw breaks()
  let isEmpty = true
  for (const span of groupsOf(text, list, groupSize)) {
    isEmpty = false
    if (span === null) throw breaks()
    const inner = span.values > mostValues ? cutAt(text, span.start) : null
    if (inner?.list) yield* partsOf(text, inner, breaks, depth + 1)
    else yield { span, frame: frame.value }
  }
  if (isEmpty) yield { span: cut, frame: null }
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

function broken(text: string, start: number, path: string): Problem {
  const scan = endOfValue(text, start)
  const at = 'brokenAt' in scan ? scan.brokenAt : start
  const line = linesIn(text.slice(0, at)) + 1
  const column = at - text.lastIndexOf('\n', at - 1)
  const detail = at === text.length ? 'not valid JSON: it ends too early' : 'not valid JSON'
  return problem('source-invalid', { path, detail, line, column })
}

function tooLarge(path: string, line: number): Problem {
  return problem('source-too-large', { path, line, limit: `${mostValues.toLocaleString('en')} values for one object` })
}
