/** A match that stands before another one and takes all of its requests, so that the other one never has any. */
import type { GatewayProfile } from '../../domain/gateway/profile.js'
import type { ValueMatch } from '../../domain/routes/route.js'
import { isByHeader, type Match } from './matching/matches.js'
import { withoutSlash } from './matching/paths.js'
import { countingHeaders, countingQuery } from './matching/predicates.js'
import type { Candidate, Ranking } from './matching/rank.js'
import type { HostTable } from './matching/tables.js'

/** Only an expression can be both wider than another path and before it. */
export function shadowOf(
  { match, ...place }: Candidate,
  hosts: readonly HostTable[],
  profile: GatewayProfile,
  ranking: Ranking,
): Candidate | undefined {
  if (match.path.type === 'RegularExpression') return undefined
  for (const host of hosts)
    for (const other of host.patterns) {
      const { rule } = other.match
      if (other.match === match || (rule.route === match.rule.route && rule.index === match.rule.index)) continue
      if (ranking.compare(other, { match, ...place }) < 0 && takesAllOf(other.match, match, profile)) return other
    }
  return undefined
}

function takesAllOf(wide: Match, match: Match, profile: GatewayProfile): boolean {
  if (wide.grpc !== null || match.grpc !== null || isByHeader(match, profile)) return false
  if (wide.method !== null && wide.method !== match.method) return false
  const has = (all: readonly ValueMatch[], wanted: readonly ValueMatch[], fold: (name: string) => string) =>
    wanted.every((one) =>
      all.some(({ name, type, value }) => fold(name) === fold(one.name) && type === one.type && value === one.value),
    )
  return (
    has(countingHeaders(match.headers, profile), countingHeaders(wide.headers, profile), (name) =>
      name.toLowerCase(),
    ) &&
    has(countingQuery(match, profile), countingQuery(wide, profile), (name) => name) &&
    takesPathsOf(wide.path.value, match, profile)
  )
}

/** Of an expression only that is known surely which is a path and whatever follows it, or a part of a path. */
function takesPathsOf(pattern: string, { path }: Match, { matching }: GatewayProfile): boolean {
  const isAnywhere = matching.patternMeans === 'anywhere'
  const [, anchor = '', start = '', rest = ''] = /^(\^?)([\w/~-]*)(\.\*\$?)?$/.exec(pattern) ?? []
  if (anchor + start + rest !== pattern || pattern === '') return false
  const isOpen = rest !== '' || isAnywhere
  const own = path.type === 'PathPrefix' ? withoutSlash(path.value) : path.value
  if (!isOpen) return path.type === 'Exact' && own === start
  // All paths begin with a slash, that of the prefix `/` among them.
  const begins = own === '' ? start === '' || start === '/' : own.startsWith(start)
  return isAnywhere && anchor === '' ? begins || own.includes(start) : begins
}
