/** JSON text → the lines of its keys and items. */
import { endOfValue } from '../read/json-values.js'
import type { LinesOf } from './lines-of.js'

/** @param text that was parsed before, without an error */
export function jsonLines(text: string): LinesOf {
  const find = (path: readonly (string | number)[]) => {
    let found = { at: pastBlanks(text, 0), value: pastBlanks(text, 0) }
    for (const key of path) {
      const next = stepInto(text, found.value, key)
      if (next === null) break
      found = next
    }
    return found
  }
  return {
    lineOf: (path) => lineAt(text, find(path).at),
    lastLineOf: (path) => {
      const scan = endOfValue(text, find(path).value)
      return lineAt(text, 'end' in scan ? scan.end - 1 : text.length)
    },
  }
}

interface Member {
  /** where its key, or the item, begins */
  readonly at: number
  readonly value: number
}

/** null: there is no such thing in it. */
function stepInto(text: string, start: number, key: string | number): Member | null {
  const open = text[start]
  if (open !== '{' && open !== '[') return null
  let at = pastBlanks(text, start + 1)
  for (let index = 0; text[at] !== '}' && text[at] !== ']'; index++) {
    const begin = at
    let name: string | number = index
    if (open === '{') {
      const end = endOf(text, at)
      if (end === null) return null
      name = JSON.parse(text.slice(at, end))
      at = pastBlanks(text, pastBlanks(text, end) + 1)
    }
    if (name === key) return { at: begin, value: at }
    const end = endOf(text, at)
    if (end === null) return null
    at = pastBlanks(text, end)
    if (text[at] === ',') at = pastBlanks(text, at + 1)
  }
  return null
}

function endOf(text: string, at: number): number | null {
  const scan = endOfValue(text, at)
  return 'end' in scan ? scan.end : null
}

function pastBlanks(text: string, at: number): number {
  const ink = /[^ \t\r\n]/g
  ink.lastIndex = at
  return ink.exec(text)?.index ?? text.length
}

function lineAt(text: string, at: number): number {
  let line = 1
  for (let next = text.indexOf('\n'); next !== -1 && next < at; next = text.indexOf('\n', next + 1)) line += 1
  return line
}
