/** What the listeners of one port have to choose from: the matches of all rules, less those that lose from the start. */

import type { GatewayProfile } from '../../domain/gateway/profile.js'
import { groupedBy } from '../../domain/groups.js'
import { nameOf, refKey } from '../../domain/objects/ref.js'
import type { Attachment } from './attachment/attach.js'
import { faultIn } from './backends.js'
import { type PortTables, wantingAlpn } from './choose.js'
import {
  chanceIn,
  countingIn,
  type Dropped,
  droppedIn,
  isLeftOut,
  isRead,
  isRefused,
  isRefusedWhole,
  listenerKey,
  writtenKey,
} from './dropped.js'
import { outBy } from './guards.js'
import { saysWhoAsks } from './matching/filters.js'
import { grpcPattern, isOfStreams, type Match, preflightOf } from './matching/matches.js'
import { withoutSlash } from './matching/paths.js'
import { type Candidate, rankingOf } from './matching/rank.js'
import { groupsOf, type Table, tableOf } from './matching/tables.js'
import { isUnsure } from './own-answers.js'
import type { PlannedGateway, World } from './world.js'

export interface Port extends PortTables {
  readonly port: number
  readonly profile: GatewayProfile
  readonly dropped: readonly Dropped[]
}

/** @param gateways whose routes are looked at together: one, or all that share what they have */
export function portOf(world: World, gateways: readonly PlannedGateway[], port: number, profile: GatewayProfile): Port {
  const names = new Set(gateways.map(({ ref }) => nameOf(ref)))
  const asked = gateways.flatMap((one) =>
    one.listeners.filter((listener) => listener.port === port).map((listener) => ({ one, listener })),
  )
  const listeners = asked.filter(({ one, listener }) => one.serves(listener)).map(({ listener }) => listener)
  const isOpen = profile.attachment.ports?.includes(port) ?? asked.length > 0
  const attachments = world.attachments.filter(({ gateway }) => names.has(nameOf(gateway)))
  const losing = profile.attachment.duplicateLoses === 'rule' ? droppedIn(world, attachments, profile) : []
  const out = groupedBy(losing, (one) => one.attachment)
  const here = new Set(listeners)
  const all = attachments.flatMap((one) =>
    candidatesOf(world, one, profile).flatMap((candidate) => {
      const { listener, match } = candidate
      if (!here.has(listener)) return []
      const lost = out.get(one)?.find((gone) => gone.listener === listener && gone.rule === match.rule)
      if (lost === undefined) return [candidate]
      return lost.isByChance ? [{ ...candidate, isByChance: true as const }] : []
    }),
  )
  const { duplicateLoses } = profile.attachment
  const candidates =
    duplicateLoses === 'router'
      ? withoutTwins(all)
      : duplicateLoses === 'rule'
        ? withTies(withoutReplaced(all, profile), profile)
        : withoutLate(all)
  const ranking = rankingOf(profile, (rule) => isUnsure(rule, profile, world.facts.inventory))
  const tables = withNamesTwice(
    groupsOf(listeners, profile).map((group) =>
      tableOf(
        group,
        candidates.filter(({ listener }) => group.includes(listener)),
        ranking,
      ),
    ),
  )
  return {
    port,
    profile,
    listeners,
    isShared: isOpen && profile.listeners.pool === 'port',
    readsHandshakes: wantingAlpn(world, profile) !== null,
    tables,
    dropped: losing.filter(({ isByChance }) => !isByChance),
  }
}

/**
 * Names of handshakes are told apart by one listener of the proxy for all of a port: what has one twice is refused whole.
 * Of the TCPRoutes of a listener the first one alone is there.
 */
function withNamesTwice(tables: readonly Table[]): readonly Table[] {
  const named = tables.filter(({ listeners }) => listeners.some(({ protocol }) => protocol === 'TLS'))
  const all = named.flatMap(({ hosts }) => [...hosts.values()].flatMap(({ candidates }) => candidates.filter(isThere)))
  const groups = [...groupedBy(all, ({ hostname }) => hostname)].filter(([, own]) => own.length > 1)
  const twice = new Map(groups.map(([hostname, own]) => [hostname, own.map(({ listener }) => listener)]))
  const isHit = ({ listeners }: Table) => listeners.some(({ protocol }) => protocol === 'TLS' || protocol === 'HTTPS')
  return twice.size === 0 ? tables : tables.map((one) => (isHit(one) ? { ...one, twice } : one))
}

function isThere({ match: { rule }, listener }: Candidate, i: number, all: readonly Candidate[]): boolean {
  if (rule.source.kind !== 'TCPRoute') return true
  return all.findIndex((one) => one.match.rule.source.kind === 'TCPRoute' && one.listener === listener) === i
}

function candidatesOf(world: World, attachment: Attachment, profile: GatewayProfile): Candidate[] {
  const { route, taken } = attachment
  const isByChance = profile.attachment.duplicateLoses === 'rule' && taken.length > 1 ? chanceIn(attachment) : null
  const own = world.rulesOf(route)
  if (isRefusedWhole(own, profile, world.facts.inventory)) return []
  const rules = own.filter((rule) => !isLeftOut(rule, profile) && !isRefused(rule, profile))
  return taken.flatMap(({ listener, hostnames }) => {
    const there = rules.filter((rule) => outBy(rule, listener, profile, world.facts.inventory) === null)
    const named = hostnames.flatMap((one) => one ?? [])
    return hostnames.flatMap((hostname) =>
      there.flatMap(({ matches }) =>
        matches
          .filter((match) => isRead(match, profile))
          .flatMap((match) => (isAskedFor(match, profile) ? [match, preflightOf(match)] : [match]))
          .map((match) => ({
            ...{ match, listener, hostname, hostnames: named },
            ...(isByChance?.(listener, hostname) && { isByChance: true as const }),
          })),
      ),
    )
  })
}

function isAskedFor({ method, rule }: Match, profile: GatewayProfile): boolean {
  const isOther = method !== null && method !== 'OPTIONS'
  return isOther && profile.outcome.cors === 'works-for-all-methods' && saysWhoAsks(rule, profile)
}

/**
 * Of matches that are written alike, with the same hostnames, the oldest stays, be they of requests or of connections; one
 * that a route has at listeners of two protocols has one name, so that it is there for the first of them alone.
 * @param candidates the oldest first
 */
function withoutTwins(candidates: readonly Candidate[]): Candidate[] {
  const holders = new Map<string, Pick<Candidate, 'match' | 'listener'>>()
  const protocols = new Map<string, string>()
  return candidates.filter(({ match, listener, hostnames }) => {
    // Held against a listener's own they come by the alphabet, else as they are written.
    const named = listener.hostname === null ? hostnames : [...hostnames].sort()
    const rule = `${match.isStream ? match.rule.source.kind : ''} ${named.join()} ${routerKey(match)}`
    const name = `${refKey(match.rule.source)} ${match.rule.index} ${nameOf(listener.gateway)} ${rule}`
    const protocol = protocols.get(name) ?? listener.protocol
    protocols.set(name, protocol)
    if (protocol !== listener.protocol) return false
    const holder = holders.get(rule) ?? { match, listener }
    holders.set(rule, holder)
    return holder.match === match && holder.listener === listener
  })
}

/** TLSRoutes are read first, and a TCPRoute has no listener where anything hangs already. */
function withoutLate(candidates: readonly Candidate[]): readonly Candidate[] {
  const taken = new Set(candidates.flatMap((one) => (one.match.rule.source.kind === 'TLSRoute' ? [one.listener] : [])))
  return candidates.filter((one) => one.match.rule.source.kind !== 'TCPRoute' || !taken.has(one.listener))
}

/** A match of a GRPCRoute takes the place of the same one of HTTPRoutes, which are read before. */
function withoutReplaced(candidates: readonly Candidate[], profile: GatewayProfile): Candidate[] {
  const keyOf = ({ match, listener, hostname }: Candidate) =>
    `${listenerKey(listener, hostname)} ${writtenKey(countingIn(match, profile), match.path)}`
  const isGrpc = ({ match }: Candidate) => match.grpc !== null
  const taken = new Set(candidates.filter(isGrpc).map(keyOf))
  return candidates.filter((one) => taken.size === 0 || isGrpc(one) || !taken.has(keyOf(one)))
}

/**
 * Of routes of connections those count that have a backend: the last one for a place, and they are read in no order. Where
 * nothing else is at the port, one without is kept, so that its answer tells why there is none.
 */
function withTies(candidates: readonly Candidate[], profile: GatewayProfile): readonly Candidate[] {
  const isAble = ({ match: { rule } }: Candidate) =>
    !isOfStreams(rule) || rule.backends.some((one) => one.weight > 0 && faultIn(one, profile) === null)
  const portOf = ({ listener: { gateway, port } }: Candidate) => `${nameOf(gateway)} ${port}`
  const keyOf = ({ match, listener, hostname }: Candidate) =>
    JSON.stringify([match.rule.source.kind, listenerKey(listener, hostname)])
  const taken = new Set(candidates.filter(isAble).map(portOf))
  const rivals = groupedBy(
    candidates.filter((one) => isOfStreams(one.match.rule) && isAble(one)),
    keyOf,
  )
  return candidates.flatMap((one) => {
    if (!isOfStreams(one.match.rule)) return [one]
    if (!isAble(one)) return taken.has(portOf(one)) ? [] : [one]
    const isAlone = rivals.get(keyOf(one))?.every(({ match }) => match.rule.route === one.match.rule.route)
    return [isAlone ? one : { ...one, isByChance: true as const }]
  })
}

/** Of gRPC it is a path, too, and what asks for the same path is one router, whichever kind of route it is from. */
function routerKey(match: Match): string {
  const { path, grpc } = match
  if (grpc !== null && path.value !== '/')
    return writtenKey(match, { type: 'RegularExpression', value: grpcPattern(match) })
  return writtenKey(match, path.type === 'PathPrefix' ? { ...path, value: withoutSlash(path.value) } : path)
}
