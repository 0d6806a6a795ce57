/** Paths with a star as cloud load balancers read it, or written as patterns, where a proxy reads a text. */
import type { PatternWay } from '../../domain/findings/acting-facts.js'
import type { Told } from '../../domain/findings/facts.js'
import { told } from '../../domain/findings/finding.js'
import { readPcre } from '../../languages/nginx/pcre/pcre.js'
import { toBytes } from '../../languages/nginx/text/byte-text.js'

/** Written for somebody who reads patterns: any text, signs that are escaped, sets of letters, groups of ways. */
function isAsPattern(path: string): boolean {
  if (/\.\*|\\(?:[^a-z]|[dw])/i.test(path)) return true
  return (
    within(path, '[', ']').some((set) => set !== '') || within(path, '(', ')').some((group) => /[|.*$?[]/.test(group))
  )
}

/** What stands between an opening sign and the next closing one, read once from left to right. */
function within(path: string, opening: string, closing: string): string[] {
  return path
    .split(closing)
    .slice(0, -1)
    .filter((part) => part.includes(opening))
    .map((part) => part.slice(part.indexOf(opening) + 1))
}

/**
 * @param isRegex are the paths of the host patterns
 * @param way how a path would be one
 * @returns null: the path has no such star
 */
export function globFlaw(path: string, isRegex: boolean, way: PatternWay): Told<'glob-path'> | null {
  // Most paths are plain.
  if (!/[*\\[(]/.test(path)) return null
  const isMeant = !isRegex && isAsPattern(path)
  if (!isMeant && (isRegex ? !/\/\*(?:\/|$)/.test(path) : !path.includes('*'))) return null
  const plain = isMeant ? null : (/^([^*]*?)\/?\*$/.exec(path)?.[1] ?? null)
  return told('glob-path', { path, isPattern: isRegex, isMeant, plain, way })
}

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
