/** JSON → documents: one value, or several one after the other (`cat a.json b.json`); errors with line and column. */
import { problem } from '../../domain/problem.js'
import type { Placed } from '../places/origin.js'
import { endOfValue } from './json-values.js'

/** @throws Problem `source-invalid` that names the place */
export function* parseJson(text: string, path: string): Generator<Placed> {
  const whole = parsed(text)
  if (whole) {
    yield { value: whole.value, origin: { text, line: 0, language: 'json', isItems: false } }
    return
  }
  let [line, counted] = [0, 0]
  for (let at = firstInk(text, 0); at < text.length; ) {
    const scan = endOfValue(text, at)
    if ('brokenAt' in scan) throw broken(text, scan.brokenAt, path)
    const piece = text.slice(at, scan.end)
    const one = parsed(piece)
    if (!one) throw broken(text, at, path)
    line += linesIn(text.slice(counted, at))
    counted = at
    yield { value: one.value, origin: { text: piece, line, language: 'json', isItems: false } }
    at = firstInk(text, scan.end)
  }
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

function firstInk(text: string, from: number): number {
  const ink = /[^ \t\r\n]/g
  ink.lastIndex = from
  return ink.exec(text)?.index ?? text.length
}

function linesIn(text: string): number {
  return text.split('\n').length - 1
}

function broken(text: string, at: number, path: string) {
  const before = text.slice(0, at)
  const line = before.split('\n').length
  const column = at - before.lastIndexOf('\n')
  const detail = at === text.length ? 'not valid JSON: it ends too early' : 'not valid JSON'
  return problem('source-invalid', { path, detail, line, column })
}
