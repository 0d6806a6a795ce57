/** How a rule's path misses a request: by case, by a slash, by being Exact. */
import type { LoserCode, Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import { globMiss, matchesAsGlob, matchesAsPattern } from '../../shared/glob.js'
import type { IngressRule } from './rules.js'

/** By the rule's own path type, as the API has it: whether it asks for this path at all. */
export function matchesPath({ path, pathType }: Pick<IngressRule, 'path' | 'pathType'>, asked: string): boolean {
  if (pathType === 'Exact') return asked === path
  const prefix = path.endsWith('/') ? path.slice(0, -1) : path
  return asked === prefix || asked.startsWith(`${prefix}/`)
}

/** Would a location of this rule take the path, if no other one did. @param isRegex are the paths patterns */
export function takesPath(rule: Pick<IngressRule, 'path' | 'pathType'>, asked: string, isRegex: boolean): boolean {
  return isRegex ? matchesAsPattern(rule.path, asked) : matchesPath(rule, asked)
}

/** @param isNobodys did no rule get it, so that of all the nearest is told */
export function missOf(rule: IngressRule, asked: string, isNobodys: boolean): Told<LoserCode> | null {
  const { path, pathType } = rule
  // Without use-regex a pattern is a text.
  const isMissed = matchesAsGlob(path, asked) || (isNobodys && !matchesPath(rule, asked))
  const glob = isMissed ? globMiss(path, asked, 'use-regex') : null
  if (glob !== null) return glob
  if (matchesPath({ path: path.toLowerCase(), pathType }, asked.toLowerCase())) return told('path-case', { path })
  const encoded = /%[0-9A-F]{2}/i.exec(path)?.[0]
  if (encoded !== undefined && matchesPath({ path: decoded(path), pathType }, asked))
    return told('path-encoded', { path, encoded, isLost: false })
  if (pathType !== 'Exact') {
    const prefix = path.endsWith('/') ? path.slice(0, -1) : path
    return prefix !== '' && asked.startsWith(prefix) ? told('other-element', { path, asked }) : null
  }
  const isSlash = asked === `${path}/` || path === `${asked}/`
  return isSlash || (asked.startsWith(path) && (path !== '/' || isNobodys))
    ? told('exact-only', { path, isSlash })
    : null
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** How many characters both begin with. */
export function commonLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}
