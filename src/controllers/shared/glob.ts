/** Which requests a path would take, were its star any text, or the path a pattern. */
import type { PatternWay } from '../../domain/findings/acting-facts.js'
import type { Told } from '../../domain/findings/facts.js'
import { globFlaw } from '../../domain/routes/glob.js'
import { readPcre } from '../../languages/nginx/pcre/pcre.js'
import { toBytes } from '../../languages/nginx/text/byte-text.js'

/** Would the path match, were its star any text. */
export function matchesAsGlob(path: string, asked: string): boolean {
  const parts = path.split('*')
  const [first = ''] = parts
  if (parts.length < 2 || !asked.startsWith(first)) return false
  let at = first.length
  for (const part of parts.slice(1)) {
    const found = asked.indexOf(part, at)
    if (found === -1) return false
    at = found + part.length
  }
  return parts.at(-1) === '' || asked.endsWith(parts.at(-1) ?? '')
}

/** @returns null: the path would not match either, were it what it looks like */
export function globMiss(path: string, asked: string, way: PatternWay): Told<'glob-path'> | null {
  const isTaken = matchesAsGlob(path, asked) || matchesAsPattern(path, asked)
  return isTaken ? globFlaw(path, false, way) : null
}

/** Would the path match, were it a pattern for the beginning of one. */
export function matchesAsPattern(path: string, asked: string): boolean {
  return Array.isArray(readPcre(toBytes(`^${path}`), true)?.match(toBytes(asked)))
}
