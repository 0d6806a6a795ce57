/**
 * Which location of a server answers for a path: exact, else the longest prefix, unless a regex in the file's order
 * matches and the prefix did not forbid that. https://nginx.org/en/docs/http/ngx_http_core_module.html#location
 */
import type { Directive } from './directive.js'
import { readPcre } from './pcre.js'

export type LocationRule = 'exact' | 'prefix' | 'prefix-final' | 'regex'

export interface LocationMatch {
  readonly location: Directive
  readonly by: LocationRule
  /** the path or pattern, without its modifier */
  readonly pattern: string
}

/**
 * @param path normalised, see {@link normalisePath}
 * @param onUnknown is told of a regex that cannot be tried here
 */
export function selectLocation(
  locations: readonly Directive[],
  path: string,
  onUnknown: (pattern: string) => void = () => {},
): LocationMatch | null {
  let longest: LocationMatch | null = null
  const patterns: { readonly match: LocationMatch; readonly flags: string }[] = []
  for (const location of locations) {
    const { rule, pattern, flags } = readLocation(location)
    if (rule === null) continue
    const match = { location, by: rule, pattern }
    if (rule === 'exact' && pattern === path) return match
    if (rule === 'regex') patterns.push({ match, flags })
    else if (rule !== 'exact' && path.startsWith(pattern) && pattern.length > (longest?.pattern.length ?? -1))
      longest = match
  }
  if (longest?.by === 'prefix-final') return longest
  for (const { match, flags } of patterns) {
    const regex = readPcre(match.pattern, flags)
    if (regex === null) onUnknown(match.pattern)
    else if (regex.test(path)) return match
  }
  return longest
}

const rules: Readonly<Record<string, LocationRule>> = {
  '=': 'exact',
  '^~': 'prefix-final',
  '~': 'regex',
  '~*': 'regex',
}

/** The modifier is a word of its own, or stuck to the path; a named location (`@x`) is for nobody's request. */
function readLocation({ args }: Directive): { rule: LocationRule | null; pattern: string; flags: string } {
  const [first = '', second] = args
  if (second !== undefined) return { rule: rules[first] ?? null, pattern: second, flags: first === '~*' ? 'i' : '' }
  if (first.startsWith('@')) return { rule: null, pattern: first, flags: '' }
  const [, modifier = '', rest = ''] = /^(=|\^~|~\*|~)([\s\S]*)$/.exec(first) ?? []
  if (modifier === '') return { rule: 'prefix', pattern: first, flags: '' }
  return { rule: rules[modifier] ?? null, pattern: rest, flags: modifier === '~*' ? 'i' : '' }
}

/**
 * A request's path as locations see it: without query, percent-decoded once, slashes merged, dot segments resolved.
 * @returns null where nginx answers 400
 */
export function normalisePath(raw: string): string | null {
  let decoded: string
  const path = raw.replace(/[?#][\s\S]*$/, '')
  if (!path.startsWith('/') || /%(?![\dA-Fa-f]{2})|%00/.test(path)) return null
  try {
    decoded = decodeURIComponent(path)
  } catch {
    decoded = unescapeBytes(path)
  }
  const segments: string[] = []
  const parts = decoded
    .replaceAll(/\/{2,}/g, '/')
    .split('/')
    .slice(1)
  for (const [i, part] of parts.entries()) {
    const isLast = i === parts.length - 1
    if (part === '..') {
      if (segments.pop() === undefined) return null
    } else if (part !== '.') {
      segments.push(part)
      continue
    }
    if (isLast) segments.push('')
  }
  return `/${segments.join('/')}`
}

function unescapeBytes(text: string): string {
  return text.replaceAll(/%([\dA-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
