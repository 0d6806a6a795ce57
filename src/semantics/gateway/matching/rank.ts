/** Which of two matches of a request comes first, by the criteria of a profile, and by which of them. */

import { compare } from '../../../domain/compare.js'
import type { GatewayProfile } from '../../../domain/gateway/profile.js'
import type { RankCriterion } from '../../../domain/gateway/rank-criterion.js'
import { nameOf } from '../../../domain/objects/ref.js'
import { onceFor } from '../../../domain/remember.js'
import type { ValueMatch } from '../../../domain/routes/route.js'
import { comparesHostnames } from '../attachment/hostnames.js'
import type { PlannedListener } from '../attachment/listeners.js'
import { isByHeader, type Match, type Rule, rankedPath } from './matches.js'
import { withoutSlash } from './paths.js'
import { countingHeaders, countingQuery } from './predicates.js'

/** A match at a listener, under one of the hostnames that it has there. */
export interface Candidate {
  readonly match: Match
  readonly listener: PlannedListener
  readonly hostname: string | null
  /** all that its route has at this listener; none: it has all */
  readonly hostnames: readonly string[]
  /** it is there only where its listener is read before another one, which nobody decides. Absent: it is there */
  readonly isByChance?: true
}

type Compare = (a: Candidate, b: Candidate) => number

const more =
  (of: (match: Match) => number): Compare =>
  (a, b) =>
    of(b.match) - of(a.match)
const patternsIn = (values: readonly ValueMatch[]): number => values.filter(({ type }) => type !== 'Exact').length
/** One after another, in their own order by the alphabet: a pair that says otherwise than those before it leaves it open. */
const names = (of: (match: Match) => readonly (readonly ValueMatch[])[]): Compare => {
  const sorted = onceFor((match: Match) => of(match).flatMap((values) => [...values].sort(byName)))
  return (a, b) => {
    const other = sorted(b.match)
    const found = sorted(a.match).map((one, i) => (other[i] === undefined ? 0 : byName(one, other[i])))
    return Math.sign(Math.max(0, ...found)) + Math.sign(Math.min(0, ...found))
  }
}

function byName(a: ValueMatch, b: ValueMatch): number {
  return compare(a.name, b.name) || compare(a.type, b.type) || compare(a.value, b.value)
}

function comparisonsOf(
  profile: GatewayProfile,
  isUnsure: (rule: Rule) => boolean,
): { readonly [C in RankCriterion]: Compare } {
  const headersOf = ({ headers }: Match) => countingHeaders(headers, profile)
  const queryOf = (match: Match) => countingQuery(match, profile)
  const pathOf = (match: Match) => rankedPath(match, profile)
  return {
    hostname: (a, b) => comparesHostnames(a.hostname, b.hostname),
    'path-type': (a, b) =>
      profile.pathTypes.indexOf(pathOf(a.match).type) - profile.pathTypes.indexOf(pathOf(b.match).type),
    'written-path-length': more((match) => pathOf(match).value.length),
    'path-length': more(({ path }) => (path.type === 'PathPrefix' ? withoutSlash(path.value) : path.value).length),
    method: more(({ method }) => (method === null ? 0 : 1)),
    headers: more((match) => headersOf(match).length),
    'headers-and-method': more(
      (match) => headersOf(match).length + (match.method === null && !isByHeader(match, profile) ? 0 : 1),
    ),
    // The end of a path is no whole value, either.
    'regex-headers': more((match) => -patternsIn(headersOf(match)) - (isByHeader(match, profile) ? 1 : 0)),
    cookies: more(({ rule }) => (isUnsure(rule) ? 1 : 0)),
    query: more((match) => queryOf(match).length),
    'regex-query': more((match) => -patternsIn(queryOf(match))),
    'path-name-descending': (a, b) => compare(b.match.path.value, a.match.path.value),
    'rule-index': (a, b) => a.match.rule.index - b.match.rule.index,
    'condition-names': names((match) => [headersOf(match), queryOf(match)]),
    priority: (a, b) => priorityOf(b, profile) - priorityOf(a, profile),
    kind: more(({ grpc }) => (grpc === null ? 1 : 0)),
    age: (a, b) => compare(a.match.rule.createdAt ?? '~', b.match.rule.createdAt ?? '~'),
    name: (a, b) => compare(nameOf(a.match.rule.source), nameOf(b.match.rule.source)),
    place: (a, b) => a.match.rule.index - b.match.rule.index || a.match.place - b.match.place,
  }
}

export function priorityOf({ match, hostnames }: Candidate, { priority }: GatewayProfile): number {
  return priority?.(match, hostnames) ?? 0
}

export interface Ranking {
  readonly compare: Compare
  /** the criterion by which the first comes before the second; null: none does, and chance decides */
  readonly criterion: (winner: Candidate, loser: Candidate) => RankCriterion | null
}

/** @param isUnsure does a filter of a rule decide, too, which requests it has */
export function rankingOf(profile: GatewayProfile, isUnsure: (rule: Rule) => boolean): Ranking {
  const comparisons = comparisonsOf(profile, onceFor(isUnsure))
  const all = profile.order.map((criterion) => ({ criterion, by: comparisons[criterion] }))
  // Where age decides who is there at all, it decides nothing between those that are.
  const isAged = profile.attachment.duplicateLoses === 'match'
  const deciding = isAged ? all : all.slice(0, profile.order.indexOf('age'))
  return {
    compare: (a, b) => {
      for (const { by } of all) {
        const found = by(a, b)
        if (found !== 0) return found
      }
      return 0
    },
    criterion: (winner, loser) => deciding.find(({ by }) => by(winner, loser) !== 0)?.criterion ?? null,
  }
}
