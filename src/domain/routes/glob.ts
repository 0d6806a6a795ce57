/** Paths with a star as cloud load balancers read it, or written as patterns, where a proxy reads a text. */
import type { PatternWay } from '../findings/acting-facts.js'
import type { Told } from '../findings/facts.js'
import { told } from '../findings/finding.js'

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
