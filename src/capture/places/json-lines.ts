/** JSON text → the lines of its keys and items. */
import { endOfValue } from '../read/json-values.js'
import type { LinesOf } from './origin.js'

/**
 * Each object and list is gone through once, when something in it is first asked for: whoever is told of a finding in
 * every item of a long list asks for each of them.
 * @param text that was parsed before, without an error
 */
export function jsonLines(text: string): LinesOf {
  const known = new Map<number, Members>()
  const membersAt = (start: number): Members => {
    const members = known.get(start) ?? membersOf(text, start)
    known.set(start, members)
    return members
  }
  const root = pastBlanks(text, 0)
  const find = (path: readonly (string | number)[]) => {
    let found: Member = { at: root, value: root }
    for (const key of path) {
      const next = membersAt(found.value).get(key)
      if (next === undefined) break
      found = next
    }
    return found
  }
  let starts: readonly number[] | undefined
  const lineAt = (at: number) => {
    starts ??= lineStarts(text)
    return countUpTo(starts, at)
  }
  return {
    lineOf: (path) => lineAt(find(path).at),
    lastLineOf: (path) => {
      const scan = endOfValue(text, find(path).value)
      return lineAt('end' in scan ? scan.end - 1 : text.length)
    },
  }
}

/** By key, or by index; of a key that is there twice, the first. */
type Members = ReadonlyMap<string | number, Member>

interface Member {
  /** where its key, or the item, begins */
  readonly at: number
  readonly value: number
}

/** Of what is neither an object nor a list there are none. */
function membersOf(text: string, start: number): Members {
  const members = new Map<string | number, Member>()
  const open = text[start]
  if (open !== '{' && open !== '[') return members
  let at = pastBlanks(text, start + 1)
  for (let index = 0; text[at] !== '}' && text[at] !== ']'; index++) {
    const begin = at
    let name: string | number = index
    if (open === '{') {
      const end = endOf(text, at)
      if (end === null) break
      name = JSON.parse(text.slice(at, end)) as string
      at = pastBlanks(text, pastBlanks(text, end) + 1)
    }
    if (!members.has(name)) members.set(name, { at: begin, value: at })
    const end = endOf(text, at)
    if (end === null) break
    at = pastBlanks(text, end)
    if (text[at] === ',') at = pastBlanks(text, at + 1)
  }
  return members
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

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let next = text.indexOf('\n'); next !== -1; next = text.indexOf('\n', next + 1)) starts.push(next + 1)
  return starts
}

/** How many of them are not greater: the line, from 1. */
function countUpTo(starts: readonly number[], at: number): number {
  let [low, high] = [0, starts.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((starts[middle] ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low
}
