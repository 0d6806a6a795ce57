/** What becomes of a request that a rule won: a redirect, a backend with its share, or what the proxy itself answers. */
import type { Guarding } from '../../domain/gateway/own-kinds.js'
import type { GatewayProfile } from '../../domain/gateway/profile.js'
import { fullName, nameOf } from '../../domain/objects/ref.js'
import { serviceHops } from '../../domain/requests/service-hops.js'
import {
  type Answer,
  type Hop,
  type ServiceBackend,
  type Split,
  verdictOf,
  withoutBackend,
} from '../../domain/requests/trace.js'
import { counted } from '../../domain/text/counted.js'
import { faultIn, filtersOfBackend, policyIn, sharing, statusOf, tlsIn } from './backends.js'
import { guardedBy, guardHops, guardingOf, type Won } from './guards.js'
import { lastHopOf } from './last-hop.js'
import {
  asksFromElsewhere,
  filterText,
  isPassedOver,
  locationOf,
  redirectOf,
  rewriteOf,
  rewritten,
  saysWhoAsks,
} from './matching/filters.js'
import { type BackendFault, isOfStreams, type Match, type PlannedBackend, type Rule } from './matching/matches.js'
import type { Candidate } from './matching/rank.js'
import type { Asked } from './matching/request.js'
import { isUnsure, ownAnswerOf, ownFilterOf } from './own-answers.js'

/** @param status null: the connection ends, and no answer comes */
export function ownAnswer(status: number | null, asked: Pick<Asked, 'isGrpc'> | null, profile: GatewayProfile): Answer {
  if (status === null) return withoutBackend('unavailable', null)
  const isTrailer =
    asked?.isGrpc &&
    (status === 404 ? profile.outcome.grpcUnmatched === 'unimplemented' : profile.outcome.grpcBroken === 'trailer')
  return withoutBackend(verdictOf(status), isTrailer ? 200 : status)
}

/** How gRPC says what HTTP says by a status: https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md */
export function grpcHop(status: number, { status: shown }: Answer): Hop[] {
  if (shown !== 200 || status < 400) return []
  const [code, name] = status === 404 ? [12, 'UNIMPLEMENTED'] : status >= 502 ? [14, 'UNAVAILABLE'] : [2, 'UNKNOWN']
  return [{ kind: 'note', subject: 'gRPC', detail: `HTTP 200 with grpc-status ${code} (${name})` }]
}

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
    return { ...outcomeOf(won), verdict: 'unknown', status: null, location: null }
  const isPreflight = asksFromElsewhere(asked) && (answersPreflight || saysWhoAsks(candidate.match.rule, profile))
  if (isPreflight && broken === null && isPassedOn(won)) return withoutBackend('served', 200)
  const passed = broken === null ? outcomeOf(won) : ownAnswer(500, asked, profile)
  return guardedBy(won, guards, passed)
}

/** Does a backend get requests of the rule: what the proxy answers itself, it answers to a preflight, too. */
function isPassedOn({ candidate: { match }, profile, inventory }: Won): boolean {
  const { rule } = match
  if (ownAnswerOf(rule, profile, inventory) !== null || redirectOf(rule.filters) !== null) return false
  return sharing(rule.backends, profile).some((one) => one.weight > 0 && statusOf(one, rule, profile) === null)
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
  const { filters, backends } = match.rule
  const own = ownAnswerOf(match.rule, profile, inventory)
  if (own !== null) return ownAnswer(own.status, asked, profile)
  const redirect = redirectOf(filters)
  if (redirect !== null) {
    const status = redirect.statusCode ?? 302
    return { ...withoutBackend('redirect', status), location: locationOf(redirect, match, asked, profile) }
  }
  const weighted = sharing(backends, profile).filter(({ weight }) => weight > 0)
  const [largest] = [...weighted].sort((a, b) => b.weight - a.weight)
  if (largest === undefined) throw new Error('a rule that nobody answers for has an answer of its own')
  const answer = answerOfBackend(largest, match, won)
  return weighted.length === 1 ? answer : { ...answer, status: null, split: splitOf(weighted, match.rule, profile) }
}

function answerOfBackend(backend: PlannedBackend, match: Match, { asked, profile, inventory }: Won): Answer {
  const status = statusOf(backend, match.rule, profile)
  const own = { backend: serviceOf(backend), endpoints: addressesOf(backend, profile) }
  if (status !== null) return { ...ownAnswer(status, asked, profile), ...own }
  const later = filtersOfBackend(backend, profile)
  const filters = [...match.rule.filters, ...later]
  const owns = match.rule.filters.flatMap((one) => ownFilterOf(one, match.rule, profile, inventory) ?? [])
  const sentPath = rewritten(match.rule.filters, match, asked.sentPath, profile)
  const redirect = redirectOf(later)
  if (redirect !== null && sentPath !== null)
    return {
      ...withoutBackend('redirect', redirect.statusCode ?? 302),
      location: locationOf(redirect, match, { ...asked, sentPath }, profile),
    }
  const path = sentPath === null ? null : rewritten(later, match, sentPath, profile)
  if (path === null) return { ...ownAnswer(502, asked, profile), ...own }
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

/** null: it names no Service */
export function serviceOf({ target }: PlannedBackend): ServiceBackend | null {
  const { kind, namespace, name, port } = target
  return kind === 'Service' ? { namespace, service: name, port } : null
}

/** `address:port`, those that are asked; null: not known. */
function addressesOf({ endpoints }: PlannedBackend, { outcome }: GatewayProfile): string[] | null {
  if (endpoints.total === null) return null
  const ready = endpoints.items.filter((item) => item.ready)
  const asked = ready.length === 0 && outcome.servesNotReady ? endpoints.items : ready
  return asked.map(({ address, port }) => `${address.includes(':') ? `[${address}]` : address}:${port}`)
}

function splitOf(weighted: readonly PlannedBackend[], rule: Rule, profile: GatewayProfile): Split[] {
  const sum = weighted.reduce((all, { weight }) => all + weight, 0)
  return weighted.map((one) => {
    const status = statusOf(one, rule, profile)
    const { port } = one.target
    return {
      upstream: `${nameOf(one.target)}${port === null ? '' : `:${port}`}`,
      endpoints: addressesOf(one, profile),
      percent: (100 * one.weight) / sum,
      when: `weight ${one.weight} of ${sum}${status === null ? '' : `, ${isOfStreams(rule) ? 'whose connections end' : `answered with ${status}`}`}`,
    }
  })
}

function hopsOf(
  { candidate, asked, profile, inventory }: Won,
  guarding: Guarding,
  { location, backend, split, status }: Answer,
): Hop[] {
  const { match } = candidate
  const { rule } = match
  const hops: Hop[] = [routeHop(candidate), ...guardHops(guarding)]
  for (const filter of rule.filters) {
    const detail = isPassedOver(filter, profile) ? 'is passed over' : filterText(filter)
    hops.push({ kind: 'filter', subject: filter.type, detail })
  }
  if (rewriteOf(rule.filters) !== null) {
    const path = rewritten(rule.filters, match, asked.sentPath, profile)
    const detail = `becomes ${path === null ? 'what is no path' : `${path}${asked.query}`}`
    hops.push({ kind: 'rewrite', subject: asked.request.target, detail })
  }
  if (location !== null) hops.push({ kind: 'redirect', subject: `${status}`, detail: `to ${location}` })
  hops.push(...settingHops(rule, profile))
  if (location === null) hops.push(...backendHops(rule, backend, split, profile))
  const own = ownAnswerOf(rule, profile, inventory)
  if (own !== null && own.filter !== null) hops.push({ kind: 'note', subject: `${own.status}`, detail: own.why })
  return hops
}

/** What a rule says of how its backends are asked. */
function settingHops({ wire: { timeouts, retry, sessionPersistence } }: Rule, { lacks, title }: GatewayProfile): Hop[] {
  const limits = [timeouts?.request, timeouts?.backendRequest].filter(Boolean).join(', or ')
  const codes = retry?.codes?.join(' ') || 'errors'
  const said = [
    ['HTTPRouteRequestTimeout', 'timeout', limits && `504 after ${limits}`],
    ['HTTPRouteRetry', 'retry', retry && `asks again after ${codes}, ${counted(retry.attempts ?? 1, 'time')} at most`],
    [
      'sessionPersistence',
      'session',
      sessionPersistence &&
        `a client stays with one endpoint, by a ${sessionPersistence.type?.toLowerCase() ?? 'cookie'}`,
    ],
  ] as const
  return said.flatMap(([feature, subject, does]): Hop[] =>
    does
      ? [
          {
            kind: 'note',
            subject,
            detail: lacks.includes(feature) ? `is passed over: ${title} has nothing like it` : does,
          },
        ]
      : [],
  )
}

function routeHop({ match, hostname, listener }: Candidate): Hop {
  const { rule, path, method, headers, query } = match
  const isStream = isOfStreams(rule)
  const asks = [
    ...(isStream && hostname === null ? [] : [`host ${hostname ?? '(any)'}`]),
    ...(isStream ? [] : [`path ${path.value} ${path.type}`]),
    ...(method === null ? [] : [`method ${method}`]),
    ...headers.map(({ name }) => `header ${name}`),
    ...query.map(({ name }) => `query ${name}`),
  ]
  const named = rule.name === null ? `rule ${rule.index}` : `rule ${rule.name}`
  return {
    kind: 'route',
    subject: fullName(rule.source),
    detail: [`${named} at listener ${listener.name}`, ...(asks.length === 0 ? [] : [asks.join(', ')])].join(': '),
  }
}

function backendHops(rule: Rule, main: ServiceBackend | null, split: readonly Split[], profile: GatewayProfile): Hop[] {
  const { backends } = rule
  if (backends.length === 0) return [{ kind: 'service', subject: 'none', detail: 'the rule has no backendRefs' }]
  const able = sharing(backends, profile)
  const isSkipped = (one: PlannedBackend) => !able.includes(one)
  const shown = split.length > 0 ? backends : backends.filter((one) => one.weight > 0)
  if (shown.length === 0) return [{ kind: 'service', subject: 'none', detail: 'all weights are 0' }]
  return shown.flatMap((one): Hop[] => {
    const service = serviceOf(one)
    const { kind, namespace, name } = one.target
    const fault = faultIn(one, profile)
    const why =
      fault === null
        ? ''
        : `${faultText(fault, one)}${isSkipped(one) ? ': the others take its share' : isOfStreams(rule) ? ': the connection ends' : ': 500'}`
    if (service === null) {
      const addresses = addressesOf(one, profile)?.join(', ') ?? 'whatever host the request names'
      return [{ kind: 'service', subject: `${kind} ${nameOf(one.target)}`, detail: why || addresses }]
    }
    const isMain =
      split.length === 0 || (main !== null && main.service === service.service && main.namespace === service.namespace)
    const hops = serviceHops(service, one.endpoints)
    const status = statusOf(one, rule, profile)
    const told =
      fault === null ? hops : [{ ...hops[0], kind: 'service' as const, subject: hops[0]?.subject ?? name, detail: why }]
    const unsure: Hop[] = one.isUnsure
      ? [
          {
            kind: 'note',
            subject: 'ReferenceGrant',
            detail: `grants of namespace ${namespace} are not seen: it is taken to be allowed`,
          },
        ]
      : []
    return [
      ...tlsHops(one, rule, profile),
      ...filterHops(one, profile),
      ...(isMain || status !== null ? told : told.slice(0, 1)),
      ...unsure,
    ]
  })
}

/** Of one backend alone. */
function filterHops(backend: PlannedBackend, profile: GatewayProfile): Hop[] {
  const taken = filtersOfBackend(backend, profile)
  const { name } = backend.target
  return (backend.ref.filters ?? []).map((filter) => {
    const what = taken.includes(filter) ? filterText(filter) : 'is passed over'
    const detail = `of ${name} alone: ${what}`
    return { kind: 'filter', subject: filter.type, detail }
  })
}

function tlsHops(backend: PlannedBackend, { route }: Rule, profile: GatewayProfile): Hop[] {
  const policy = policyIn(backend, profile)
  if (policy === null) return []
  const subject = `BackendTLSPolicy ${nameOf(policy.policy)}`
  const tls = tlsIn(backend, route.kind, profile)
  if (tls === null) {
    const why = route.kind === 'HTTPRoute' ? 'which cannot be met in all it says' : `which no ${route.kind} is held to`
    return [{ kind: 'tls', subject, detail: `is passed over, ${why}: the backend is asked in clear text` }]
  }
  const names = tls.otherNames.length > 0 ? tls.otherNames.join(' or ') : tls.hostname
  const name = names === null ? '' : `, whose certificate must be for ${names}`
  const detail = tls.fault === null ? `asks for TLS to the backend${name}` : `cannot be met (${tls.fault}): 500`
  return [{ kind: 'tls', subject, detail }]
}

function faultText(fault: BackendFault, { target: { kind, namespace }, appProtocol }: PlannedBackend): string {
  switch (fault) {
    case 'InvalidKind':
      return `a ${kind} is no backend that is known`
    case 'BackendNotFound':
      return `no such ${kind}`
    case 'RefNotPermitted':
      return `no ReferenceGrant in namespace ${namespace} allows it`
    case 'PortNotFound':
      return 'the Service has no such port'
    case 'UnsupportedValue':
      return kind === 'Service' ? 'leads out of the cluster, which is not supported' : 'it is not accepted'
    case 'UnsupportedProtocol':
      return `appProtocol ${appProtocol} of its port is not supported`
  }
}

/** Whose rules answer. */
export function rulesHop({ title }: GatewayProfile): Hop {
  return { kind: 'note', subject: 'rules', detail: `of ${title}` }
}

export function whereHop(scheme: string, port: number, detail: string): Hop {
  return { kind: 'listener', subject: `${scheme} port ${port}`, detail }
}
