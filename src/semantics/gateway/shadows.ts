/** Matches that stand before another one and take all of its requests, alone or together, so that it never has any. */
import type { GatewayProfile } from '../../domain/gateway/profile.js'
import type { ValueMatch } from '../../domain/routes/route.js'
import { isByHeader, type Match } from './matching/matches.js'
import { withoutSlash } from './matching/paths.js'
import { countingHeaders, countingQuery, type Patterns, takesOwnPath } from './matching/predicates.js'
import type { Candidate, Ranking } from './matching/rank.js'
import type { HostTable } from './matching/tables.js'

interface Rules {
  readonly profile: GatewayProfile
  readonly ranking: Ranking
  readonly patterns: Patterns
}

/**
 * The paths of a prefix are the prefix itself, the same with a slash, and all below: each has somebody who comes first.
 * Only expressions and exact paths can be before a prefix that they lie in.
 * @returns empty: there is a request that it has
 */
export function shadowsOf(candidate: Candidate, hosts: readonly HostTable[], rules: Rules): Match[] {
  const { path } = candidate.match
  const isExact = path.type === 'Exact'
  const isAnywhere = rules.profile.matching.patternMeans === 'anywhere'
  if (path.type === 'RegularExpression' || path.value.includes('%')) return []
  const own = isExact ? path.value : withoutSlash(path.value)
  const points = isExact ? [own] : own === '' ? ['/'] : [own, `${own}/`]
  const below = isExact
    ? []
    : [
        firstOf(
          ({ patterns }) => patterns,
          ({ path: wide }) => takesAll(wide.value, `${own}/`, isAnywhere),
        ),
      ]
  if (below.includes(undefined)) return []
  const found = points.map((point) =>
    firstOf(
      (host) => host.near(point),
      (match) => takesOwnPath(match, point, rules.profile, rules.patterns),
    ),
  )
  return found.includes(undefined) ? [] : [...new Set([...below, ...found].flatMap((one) => one ?? []))]

  function firstOf(of: (host: HostTable) => readonly Candidate[], takes: (match: Match) => boolean): Match | undefined {
    for (const host of hosts) for (const one of of(host)) if (isBefore(one) && takes(one.match)) return one.match
    return undefined
  }

  function isBefore(other: Candidate): boolean {
    const { rule } = other.match
    const isOwn = rule.route === candidate.match.rule.route && rule.index === candidate.match.rule.index
    return !isOwn && rules.ranking.compare(other, candidate) < 0 && asksNoMore(other.match, candidate.match, rules)
  }
}

/** Does a request that has what the other one asks for have what this one does, the path aside. */
function asksNoMore(wide: Match, match: Match, { profile }: Rules): boolean {
  if (wide.grpc !== null || match.grpc !== null || isByHeader(match, profile)) return false
  if (wide.method !== null && wide.method !== match.method) return false
  const has = (all: readonly ValueMatch[], wanted: readonly ValueMatch[], fold: (name: string) => string) =>
    wanted.every((one) =>
      all.some(({ name, type, value }) => fold(name) === fold(one.name) && type === one.type && value === one.value),
    )
  return (
    has(countingHeaders(match.headers, profile), countingHeaders(wide.headers, profile), (name) =>
      name.toLowerCase(),
    ) && has(countingQuery(match, profile), countingQuery(wide, profile), (name) => name)
  )
}

/** A path, and then whatever follows, or whatever follows a slash; or a part of a path. */
const shape = /^(\^?)([\w/~-]*)(\.[*+]|\((?:\?:)?\/\.\*\)\?|\((?:\?:)?\/\|\$\)\(?\.\*\)?)?(\$?)$/

/** Of an expression of another shape it is not known which paths it takes. @param start all that have more than it */
function takesAll(pattern: string, start: string, isAnywhere: boolean): boolean {
  const [whole, anchor, literal = '', more = '', end] = shape.exec(pattern) ?? []
  const isWhole = !isAnywhere || end === '$'
  if (whole === undefined || pattern === '' || (more === '' && isWhole)) return false
  const needsSlash = more.startsWith('(') && (isWhole || more.includes('|'))
  const head = needsSlash ? `${literal}/` : literal
  return isAnywhere && anchor === '' ? start.includes(head) : start.startsWith(head)
}
