/** What becomes of a request that a rule won: a redirect, a backend with its share, or what the proxy itself answers. */
import type { Guarding } from '../../domain/gateway/own-kinds.js'
import type { GatewayProfile } from '../../domain/gateway/profile.js'
import { nameOf } from '../../domain/objects/ref.js'
import { answeredWith, grpcStatusOf, isCall, type StatusOfCall } from '../../domain/requests/calls.js'
import { type Answer, type Split, type TraceRequest, verdictOf, withoutBackend } from '../../domain/requests/trace.js'
import { addressesOf, filtersOfBackend, serviceOf, sharing, statusOf } from './backends.js'
import { guardedBy, guardingOf, type Won } from './guards.js'
import { hopsOf } from './hops.js'
import { hostSet, lastHopOf } from './last-hop.js'
import { asksFromElsewhere, locationOf, redirectOf, rewritten, saysWhoAsks } from './matching/filters.js'
import { isOfStreams, type Match, type PlannedBackend } from './matching/matches.js'
import { hostIn } from './matching/request.js'
import { isUnsure, ownAnswerOf, ownFilterOf } from './own-answers.js'

/** @param status null: the connection ends, and no answer comes */
export function ownAnswer(status: number | null): Answer {
  return withoutBackend(status === null ? 'unavailable' : verdictOf(status), status)
}

/** Who would have it is known, and not whether anything comes of it. */
export function openly(answer: Answer): Answer {
  return { ...answer, verdict: 'unknown', status: null, location: null }
}

/** The status of gRPC that whoever asks gets in the place of one of HTTP; null: that one. */
export function grpcStatusIn(
  { method, headers }: Pick<TraceRequest, 'method' | 'headers'>,
  kind: string | undefined,
  { outcome }: GatewayProfile,
): StatusOfCall {
  const isAsked = isCall(headers) && method !== 'OPTIONS'
  return (status) => {
    if (outcome.grpcErrors === 'of-grpc-routes') return kind === 'GRPCRoute' && status === 500 ? 'in-body' : null
    return isAsked ? grpcStatusOf(status) : null
  }
}

/** The same of a route: those of gRPC are asked by calls. */
export function grpcStatusFor(kind: string, profile: GatewayProfile): StatusOfCall {
  return kind === 'GRPCRoute' ? grpcStatusIn(aCall, kind, profile) : () => null
}

const aCall = { method: 'POST', headers: new Map([['content-type', 'application/grpc']]) }

/** @param explain with hops */
export function answerOf(won: Won, explain: boolean): Answer {
  const { match } = won.candidate
  const { source, index } = match.rule
  const guarding = guardingOf(won)
  const answer = { ...guardedOutcomeOf(match.isPreflight ? withoutAnswers(won) : won, guarding), source, rule: index }
  return explain ? { ...answer, hops: hopsOf(won, guarding, answer) } : answer
}

/** Of a preflight that its rule would not take no filter but CORS is done, if all of them could be. */
function withoutAnswers(won: Won): Won {
  const { candidate, profile, inventory } = won
  const { rule } = candidate.match
  const own = ownAnswerOf(rule, profile, inventory)
  if (own !== null && own.filter !== null && !own.isMeant) return won
  const filters = rule.filters.filter(({ type }) => type === 'CORS')
  return { ...won, candidate: { ...candidate, match: { ...candidate.match, rule: { ...rule, filters } } } }
}

/** What comes before the rule, and the rule where that lets it through. */
function guardedOutcomeOf(won: Won, { guards, answersPreflight, broken, unread }: Guarding): Answer {
  const { candidate, asked, profile } = won
  // Whether it is this rule at all, and nothing before it.
  if (unread.some(({ isOpen }) => isOpen) || isUnsure(candidate.match.rule, profile, won.inventory))
    return openly(outcomeOf(won))
  const isPreflight = asksFromElsewhere(asked) && (answersPreflight || saysWhoAsks(candidate.match.rule, profile))
  if (isPreflight && broken === null && isPassedOn(won)) return withoutBackend('served', 200)
  const passed = broken === null ? outcomeOf(won) : ownAnswer(500)
  return guardedBy(won, guards, passed)
}

/** Does a backend get requests of the rule: what the proxy answers itself, it answers to a preflight, too. */
function isPassedOn({ candidate: { match }, profile, inventory }: Won): boolean {
  const { rule } = match
  if (ownAnswerOf(rule, profile, inventory) !== null || redirectOf(rule.filters) !== null) return false
  return sharing(rule, profile).some((one) => one.weight > 0 && statusOf(one, rule, profile) === null)
}

function outcomeOf(won: Won): Answer {
  const answer = webOutcomeOf(won)
  // What nobody looks into is ended where HTTP would be answered, and has no path.
  if (!isOfStreams(won.candidate.match.rule)) return answer
  return answer.verdict === 'served' ? { ...answer, upstreamUri: null } : { ...answer, status: null }
}

function webOutcomeOf(won: Won): Answer {
  const { candidate, asked, profile, inventory } = won
  const { match } = candidate
  const { filters } = match.rule
  const own = ownAnswerOf(match.rule, profile, inventory)
  if (own !== null) return ownAnswer(own.status)
  const redirect = redirectOf(filters)
  if (redirect !== null) {
    const status = redirect.statusCode ?? 302
    return { ...withoutBackend('redirect', status), location: locationOf(redirect, match, asked, profile) }
  }
  const weighted = sharing(match.rule, profile).filter(({ weight }) => weight > 0)
  const [largest] = [...weighted].sort((a, b) => b.weight - a.weight)
  if (largest === undefined) throw new Error('a rule that nobody answers for has an answer of its own')
  const answer = answerOfBackend(largest, match, won)
  return weighted.length === 1 ? answer : { ...answer, status: null, split: splitOf(weighted, match, won) }
}

function answerOfBackend(backend: PlannedBackend, match: Match, { asked, profile, inventory }: Won): Answer {
  const status = statusOf(backend, match.rule, profile)
  const own = { backend: serviceOf(backend), endpoints: addressesOf(backend, profile) }
  if (status !== null) return { ...ownAnswer(status), ...own }
  const later = filtersOfBackend(backend, profile)
  const filters = [...match.rule.filters, ...later]
  const owns = match.rule.filters.flatMap((one) => ownFilterOf(one, match.rule, profile, inventory) ?? [])
  const sentPath = rewritten(match.rule.filters, match, asked.sentPath, profile)
  const redirect = redirectOf(later)
  if (redirect !== null && sentPath !== null) {
    const host = hostSet(match.rule.filters)
    return {
      ...withoutBackend('redirect', redirect.statusCode ?? 302),
      location: locationOf(redirect, match, { ...asked, sentPath, ...(host !== null && hostIn(host)) }, profile),
    }
  }
  const path = sentPath === null ? null : rewritten(later, match, sentPath, profile)
  if (path === null) return { ...ownAnswer(502), ...own }
  const isGrpc = match.rule.route.kind === 'GRPCRoute'
  const lastHop = isOfStreams(match.rule)
    ? null
    : lastHopOf(backend, own.endpoints, filters, asked.request, isGrpc, profile)
  const isSent = !owns.some((one) => one.is === 'works' && one.changesPath)
  const isNamed = !owns.some((one) => one.is === 'works' && one.changesHost)
  return {
    ...{ ...withoutBackend('served', null), ...own, upstreamUri: isSent ? `${path}${asked.query}` : null },
    ...(lastHop && { lastHop: isNamed ? lastHop : { ...lastHop, hosts: [null] } }),
  }
}

function splitOf(weighted: readonly PlannedBackend[], match: Match, won: Won): Split[] {
  const { profile } = won
  const sum = weighted.reduce((all, { weight }) => all + weight, 0)
  return weighted.map((one) => {
    // A filter of its own may send its share elsewhere.
    const own = answerOfBackend(one, match, won)
    const status = own.verdict === 'served' ? null : own.status
    const { port } = one.target
    const statusOfCall = grpcStatusIn(won.asked.request, match.rule.source.kind, profile)
    return {
      upstream: `${nameOf(one.target)}${port === null ? '' : `:${port}`}`,
      endpoints: addressesOf(one, profile),
      percent: (100 * one.weight) / sum,
      when: `weight ${one.weight} of ${sum}${status === null ? '' : `, ${isOfStreams(match.rule) ? 'whose connections end' : answeredWith(status, statusOfCall)}`}`,
    }
  })
}
