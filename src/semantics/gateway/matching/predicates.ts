/** Does a match take a request: path, method, headers and query, all of them. */
import type { GatewayProfile, Pattern } from '../../../domain/gateway/profile.js'
import type { ValueMatch } from '../../../domain/routes/route.js'
import { redirectOf } from './filters.js'
import { grpcPattern, isByHeader, type Match, pathIn } from './matches.js'
import { withoutSlash } from './paths.js'
import type { Asked } from './request.js'

/** The first thing that keeps a match from a request. */
export interface Miss {
  readonly what: 'path' | 'method' | 'header' | 'query'
  /** what is asked for, as it is written */
  readonly wanted: string
}

/** Patterns are read once for all requests. */
export type Patterns = (text: string) => Pattern | null

export function patternsOf({ matching }: GatewayProfile): Patterns {
  const known = new Map<string, Pattern | null>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    const read = matching.pattern(text)
    known.set(text, read)
    return read
  }
}

/** @returns null: it takes it */
export function missOf(match: Match, asked: Asked, profile: GatewayProfile, patterns: Patterns): Miss | null {
  const { path, method, headers } = match
  const query = countingQuery(match, profile)
  if (!takesOwnPath(match, asked.path, profile, patterns)) return { what: 'path', wanted: path.value }
  if (method !== null && method !== asked.method) return { what: 'method', wanted: method }
  const missed = countingHeaders(headers, profile).find(
    ({ name, ...one }) => !takesValue(one, sentAs(name.toLowerCase(), asked, profile), patterns),
  )
  if (missed) return { what: 'header', wanted: missed.name }
  const values = query.length === 0 ? [] : queryOf(asked.query, profile)
  const lacked = firstOfName(query, (name) => name).find((one) => {
    const own = values.filter(([name]) => name === one.name).map(([, value]) => value)
    const tried = profile.matching.query === 'raw-first' ? own.slice(0, 1) : own
    return !tried.some((value) => takesValue(one, value, patterns))
  })
  return lacked ? { what: 'query', wanted: lacked.name } : null
}

export function takesOwnPath(match: Match, path: string, profile: GatewayProfile, patterns: Patterns): boolean {
  if (isByHeader(match, profile)) return path.endsWith(`/${match.grpc?.method ?? ''}`)
  const isLoose = match.grpc !== null && profile.matching.patternMeans === 'anywhere'
  return isLoose ? patterns(grpcPattern(match))?.(path) === true : takesPath(pathIn(match, profile), path, patterns)
}

function takesPath({ type, value }: Match['path'], path: string, patterns: Patterns): boolean {
  switch (type) {
    case 'Exact':
      return path === value
    case 'PathPrefix': {
      const bare = withoutSlash(value)
      return path.startsWith(bare) && (path.length === bare.length || path[bare.length] === '/' || bare === '')
    }
    case 'RegularExpression':
      return patterns(value)?.(path) === true
  }
}

/** The Host is no header to all of them. */
function sentAs(
  name: string,
  { headers, hostName, hostPort }: Asked,
  { matching }: GatewayProfile,
): string | undefined {
  if (name !== 'host') return headers.get(name)
  return matching.hostIsHeader ? `${hostName}${hostPort}` : undefined
}

/** Headers that were sent twice stand in one text, with a comma between them. */
function takesValue({ type, value }: Omit<ValueMatch, 'name'>, sent: string | undefined, patterns: Patterns): boolean {
  if (sent === undefined) return false
  const takes = (one: string) => (type === 'Exact' ? one === value : patterns(value)?.(one) === true)
  return takes(sent) || (sent.includes(', ') && sent.split(', ').some(takes))
}

/** Of one name only the first counts, or each must hold. */
export function countingHeaders(headers: readonly ValueMatch[], { matching }: GatewayProfile): readonly ValueMatch[] {
  if (matching.repeatedHeader === 'all' || headers.length < 2) return headers
  return firstOfName(headers, (name) => name.toLowerCase())
}

/** What a match asks for of the query: of a redirect that may be nothing, whatever it says. */
export function countingQuery({ query, rule }: Match, { matching }: GatewayProfile): readonly ValueMatch[] {
  return query.length === 0 || matching.redirectsAskQuery || redirectOf(rule.filters) === null ? query : []
}

function firstOfName(values: readonly ValueMatch[], fold: (name: string) => string): readonly ValueMatch[] {
  return values.filter((one, at) => values.findIndex(({ name }) => fold(name) === fold(one.name)) === at)
}

/** Names and values in their order. */
function queryOf(query: string, { matching }: GatewayProfile): readonly (readonly [name: string, value: string])[] {
  const isDecoded = matching.query === 'decoded-any'
  return query
    .slice(1)
    .split(isDecoded ? /[&;]/ : '&')
    .map((pair) => {
      const at = pair.indexOf('=')
      const [name, value] = at === -1 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
      return isDecoded ? [unquoted(name), unquoted(value)] : [name, value]
    })
}

function unquoted(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
