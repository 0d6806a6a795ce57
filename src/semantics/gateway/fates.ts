/** What becomes of each match of a route under each hostname that a listener gives it, by the same tables as requests. */

import type { GatewayProfile } from '../../domain/gateway/profile.js'
import { groupedBy } from '../../domain/groups.js'
import { fullName, isSame, nameOf, othersThan, type Ref } from '../../domain/objects/ref.js'
import { onceFor } from '../../domain/remember.js'
import { statusText } from '../../domain/requests/called.js'
import { endlessRedirect } from '../../domain/requests/endless-redirect.js'
import { type Fate, undefinedWinner } from '../../domain/routes/fate.js'
import type { ValueMatch } from '../../domain/routes/route.js'
import { grpcStatusFor } from './answer.js'
import { comparesHostnames, covers } from './attachment/hostnames.js'
import type { PlannedListener } from './attachment/listeners.js'
import type { Port } from './candidates.js'
import { chanceText } from './chance.js'
import { type Dropped, whyAbsent } from './dropped.js'
import { outBy } from './guards.js'
import { headOf, takesAll } from './matching/expressions.js'
import { isByHeader, isOfStreams, type Match } from './matching/matches.js'
import { withoutSlash } from './matching/paths.js'
import { countingHeaders, countingQuery, type Patterns, takesOwnPath } from './matching/predicates.js'
import type { Candidate, Ranking } from './matching/rank.js'
import { type HostTable, hostsFor, type Table } from './matching/tables.js'
import { namesHost } from './names-host.js'
import { outranked } from './outranked.js'
import { namesForeign, ownAnswerOf } from './own-answers.js'
import { type GatewayPlan, otherwiseTaken } from './plan.js'
import { type HostAtListener, probed, requestsFor } from './probes.js'
import { frozenName } from './trace.js'
import { mayHaveOther, shutText, withoutCertificate } from './world.js'

/** At one listener that takes the route. */
export function fateAt(plan: GatewayPlan, at: HostAtListener, match: Match): Fate {
  const fate = takenAt(plan, at, match)
  if ((fate.is === 'lost' || fate.is === 'never-matches') && isServedOtherwise(plan, at, match))
    return { is: 'unknown', why: `${fate.why}, if the certificate of its listener is there` }
  if (fate.is !== 'served') return fate
  const beside = outranked(plan, at, match)
  if (beside !== null) return beside
  const { profile } = plan.at(at.gateway)
  const own = ownAnswerOf(match.rule, profile, plan.world.facts.inventory)
  if (mayHaveOther(at.listener)) return { is: 'unknown', why: `listener ${at.listener.name} ${withoutCertificate}` }
  if (own === null && namesForeign(match.rule, profile))
    return { is: 'unknown', why: 'it names a filter or a backend of a kind that is not read' }
  if (own !== null && !own.isMeant) {
    const called = grpcStatusFor(match.rule.source.kind, profile)(own.status)
    if (called !== null) return { is: 'fails', status: 200, why: `${own.why} (${statusText(called)})` }
    return { is: 'fails', status: isOfStreams(match.rule) ? null : own.status, why: own.why }
  }
  const endless = endlessAt(plan, at, match)
  return endless === null
    ? fate
    : { is: 'fails', status: endless.status, why: `its redirect to ${endless.url} is redirected again, without end` }
}

/** Has it requests where the certificates are not there that may not be seen. */
function isServedOtherwise(plan: GatewayPlan, { gateway, listener, hostname }: HostAtListener, match: Match): boolean {
  const { rule, place } = match
  const own = plan.world
    .attachmentsOf(rule.source)
    .flatMap((one) => otherwiseTaken(plan, one))
    .find((one) => one.listener.listener === listener.listener && one.hostnames.includes(hostname))
  const other = own && plan.otherwise?.world.gateways.get(nameOf(gateway.ref))
  const same = plan.otherwise?.world.rulesOf(rule.route)[rule.index]?.matches[place]
  if (own === undefined || other === undefined || same === undefined || plan.otherwise === null) return false
  const fate = takenAt(plan.otherwise, { gateway: other, listener: own.listener, hostname }, same)
  return fate.is === 'served' || fate.is === 'undefined-winner' || fate.is === 'unknown'
}

/**
 * A redirect to https on a listener for http is meant, and ends; the same rule on the listener for https never does.
 * @returns what its requests are answered first; null: they come to an end
 */
export function endlessAt(
  plan: GatewayPlan,
  at: HostAtListener,
  match: Match,
): { readonly url: string; readonly status: number | null } | null {
  if (!match.rule.filters.some(({ type }) => type === 'RequestRedirect')) return null
  const [request] = requestsFor(at, match)
  if (request === undefined) return null
  const counter = plan.at(at.gateway)
  const url = endlessRedirect(
    request,
    (one) => counter.answer(one, false),
    (host) => namesHost(plan, at.gateway, host),
  )
  return url === null ? null : { url, status: counter.answer(request, false).status }
}

/**
 * Who has the requests of a match, whatever they get. Of two that ask for the same the first has all requests; what another one takes
 * only sometimes is no loss.
 */
function takenAt(plan: GatewayPlan, at: HostAtListener, match: Match): Fate {
  const { gateway, listener, hostname } = at
  const counter = plan.at(gateway)
  const { profile } = counter
  const { rule } = match
  if (!gateway.serves(listener))
    return { is: 'dropped', why: `listener ${listener.name} ${shutText(gateway, listener)}` }
  const absent = whyAbsent(match, plan.world, profile)
  if (absent !== null) return { is: 'dropped', why: absent }
  const policy = outBy(rule, listener, profile, plan.world.facts.inventory)
  if (policy !== null)
    return {
      is: 'dropped',
      why: `${fullName(policy)} tells connections apart by more than addresses, and it is left out for that`,
    }
  const port = counter.port(listener.port)
  const gone = port.dropped.find((one) => one.rule === rule && one.listener === listener)
  const table = port.tables.find(({ listeners }) => listeners.includes(listener))
  const twins = table?.hosts.get(hostname)?.twinsOf(match) ?? []
  const { byMatch, sources } = knownOf(twins)
  const ownOnes = byMatch.get(match) ?? []
  // At another listener of the port it may be there all the same.
  if (gone !== undefined && ownOnes.length === 0) return lostWithItsRule(gone)
  if (ownOnes.length > 0 && ownOnes.every(({ isByChance }) => isByChance))
    return undefinedWinner(othersThan(null, isOfStreams(rule) ? sources : [rule.source]), chanceText(match, hostname))
  const frozen = table && frozenName({ table }, profile)
  if (frozen !== undefined)
    return {
      is: 'never-matches',
      to: null,
      why: `${frozen ?? 'the name of all hosts'} is there twice at port ${listener.port}, so the proxy refuses all of its routes`,
    }
  const nearer = nearerListener(port, listener, hostname)
  if (nearer !== undefined) {
    const why = `requests for ${hostname} belong to listener ${nearer.name}`
    return { is: 'never-matches', to: null, why }
  }
  const isLate = rule.source.kind === 'TCPRoute' && ownOnes.length === 0
  const before = isLate && profile.attachment.duplicateLoses === 'match' ? namedAt(table, listener) : undefined
  if (before !== undefined)
    return { is: 'lost', to: before, why: `${fullName(before)} hangs on listener ${listener.name}, and comes first` }
  if (isOfStreams(rule) && twins.length === 0)
    return { is: 'dropped', why: 'none of its backends can be used, so it is left out' }
  const fate = amongTwins(twins, match, port)
  const isOwn = fate.is === 'lost' && fate.to !== null && isSame(fate.to, rule.source)
  const tried = isOwn ? null : probed(counter, port, at, match)
  // Of a request that was tried and gets there nobody takes all.
  if (fate.is === 'served' && tried?.is !== 'served' && table !== undefined) {
    const host = hostname?.replace('*', belowWildcard) ?? null
    const named = hostsFor(table, { host, hostSent: host }, profile)
    const hosts = profile.listeners.fallsThrough ? named : named.slice(0, 1)
    const [own] = ownOnes
    const wide = own === undefined ? [] : shadowsOf(own, hosts, counter)
    if (wide[0] !== undefined) return { is: 'never-matches', to: wide[0].rule.source, why: shadowedBy(wide) }
  }
  // Whoever it lost to, another hostname of its route may have the requests.
  return fate.is === 'served' || (fate.is === 'lost' && tried?.is === 'served') ? (tried ?? fate) : fate
}

/** Of thousands that ask for the same each has the same ones beside it. */
const knownOf = onceFor((twins: readonly Candidate[]) => ({
  byMatch: groupedBy(twins, ({ match }) => match),
  sources: [...new Set(twins.map(({ match }) => match.rule.source))],
}))

/** A TLSRoute that has requests of a listener. */
function namedAt(table: Table | undefined, listener: PlannedListener): Ref | undefined {
  const all = [...(table?.hosts.values() ?? [])].flatMap(({ candidates }) => candidates)
  const found = all.find((one) => one.listener === listener && one.match.rule.source.kind === 'TLSRoute')
  return found?.match.rule.source
}

/** A name that no route has. */
const belowWildcard = 'any-host-of-nobody'

function shadowedBy(all: readonly Match[]): string {
  const [first] = all
  if (first !== undefined && all.length === 1)
    return `${fullName(first.rule.source)} comes first with ${first.path.type === 'RegularExpression' ? 'the expression' : 'the prefix'} ${first.path.value}, which takes all of its paths`
  const each = all.slice(0, 10).map(({ rule, path }) => `${fullName(rule.source)} with ${path.type} ${path.value}`)
  const more = all.length > each.length ? ` and ${all.length - each.length} more` : ''
  return `${each.join(' and ')}${more} come first, and take all of its paths together`
}

/** One that has all requests for a hostname, where listeners are kept apart: the most specific that covers it. */
function nearerListener(
  { listeners, profile }: Port,
  listener: PlannedListener,
  hostname: string | null,
): PlannedListener | undefined {
  const { isolated, misdirected } = profile.listeners
  const isApart =
    listener.protocol === 'HTTP'
      ? isolated
      : misdirected === 'specified' || (misdirected === 'same-listener' && listener.protocol === 'HTTPS')
  if (!isApart || hostname === null) return undefined
  // Where what is passed on goes by the names of routes, a listener alone takes nothing from those that are read.
  const isKin = ({ protocol }: PlannedListener) =>
    misdirected === 'specified'
      ? (protocol === 'HTTP') === (listener.protocol === 'HTTP')
      : protocol === listener.protocol
  return listeners.find(
    (one) => isKin(one) && covers(one.hostname, hostname) && comparesHostnames(one.hostname, listener.hostname) < 0,
  )
}

/** @param twins that ask for the same, the best first */
function amongTwins(twins: readonly Candidate[], match: Match, { tables }: Port): Fate {
  const [first] = twins
  // One that is not among them lost to them before there was a table.
  if (first === undefined || tables.length === 0) return { is: 'unknown', why: 'it is in no table of the port' }
  if (first.match === match) return { is: 'served' }
  return { is: 'lost', to: first.match.rule.source, why: whyFirst(first.match, match) }
}

function lostWithItsRule({ rule, by, hostname, match }: Dropped): Fate {
  const place = `${hostname ?? 'all hosts'}${match.path.value}`
  const isOwn = by.route === rule.route
  const holder = by === rule ? 'it' : isOwn ? 'an earlier rule of the same route' : fullName(by.source)
  const where = by === rule ? ' at another listener of the port' : ''
  return { is: 'lost', to: by.source, why: `its whole rule is dropped, since ${holder} has ${place}${where}` }
}

function whyFirst(winner: Match, loser: Match): string {
  const { rule } = winner
  if (rule.route === loser.rule.route) return 'an earlier rule of the same route asks for the same'
  const [a, b] = [rule.createdAt, loser.rule.createdAt]
  if (a !== null && b !== null && a < b) return `${fullName(rule.source)} asks for the same and is older`
  return a === b
    ? `${fullName(rule.source)} asks for the same, is as old, and comes first by namespace and name`
    : `${fullName(rule.source)} asks for the same and comes first`
}

interface Rules {
  readonly profile: GatewayProfile
  readonly ranking: Ranking
  readonly patterns: Patterns
}

/**
 * Matches that stand before another one and take all of its requests, alone or together, so that it never has any.
 * The paths of a prefix are the prefix itself, the same with a slash, and all below: each has somebody who comes first.
 * Only expressions and exact paths can be before a prefix that they lie in.
 * @returns empty: there is a request that it has
 */
function shadowsOf(candidate: Candidate, hosts: readonly HostTable[], rules: Rules): Match[] {
  const { path } = candidate.match
  const isExact = path.type === 'Exact'
  const isAnywhere = rules.profile.matching.patternMeans === 'anywhere'
  if (path.value.includes('%')) return []
  if (path.type === 'RegularExpression') {
    const head = isAnywhere ? '/' : headOf(path.value)
    const isAbove = ({ path: wide }: Match) =>
      wide.type === 'PathPrefix' && head.startsWith(`${withoutSlash(wide.value)}/`)
    return [firstOf((host) => host.near(head), isAbove)].flatMap((one) => one ?? [])
  }
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
    const isSurely = rules.ranking.compare(other, candidate) < 0 && rules.ranking.criterion(other, candidate) !== null
    return !isOwn && isSurely && asksNoMore(other.match, candidate.match, rules)
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
