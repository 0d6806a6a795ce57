/** What the listeners of one port have to choose from: the matches of all rules, less those that lose from the start. */

import type { GatewayProfile } from '../../domain/gateway/profile.js'
import { groupedBy } from '../../domain/groups.js'
import { nameOf, refKey } from '../../domain/objects/ref.js'
import type { Attachment } from './attachment/attach.js'
import type { PlannedListener } from './attachment/listeners.js'
import { redirectOf } from './matching/filters.js'
import { grpcPattern, type Match, type Rule } from './matching/matches.js'
import { withoutSlash } from './matching/paths.js'
import { countingHeaders, countingQuery } from './matching/predicates.js'
import { type Candidate, rankingOf } from './matching/rank.js'
import { groupsOf, type Table, tableOf } from './matching/tables.js'
import type { PlannedGateway, World } from './world.js'

/** A match that another rule has taken, and with it the whole rule. */
export interface Dropped {
  readonly rule: Rule
  readonly listener: PlannedListener
  readonly attachment: Attachment
  /** where it was, and who has it */
  readonly hostname: string | null
  readonly match: Match
  readonly by: Rule
}

export interface Port {
  readonly port: number
  readonly profile: GatewayProfile
  readonly listeners: readonly PlannedListener[]
  /** one server has the port for all Gateways, and listens there whether a listener can serve or not */
  readonly isShared: boolean
  readonly tables: readonly Table[]
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
  const all = attachments.flatMap((one) => {
    const lost = out.get(one) ?? []
    return candidatesOf(world, one, profile).filter(
      ({ listener, match }) =>
        here.has(listener) && !lost.some((gone) => gone.listener === listener && gone.rule === match.rule),
    )
  })
  const { duplicateLoses } = profile.attachment
  const candidates =
    duplicateLoses === 'router' ? withoutTwins(all) : duplicateLoses === 'rule' ? withoutReplaced(all, profile) : all
  const ranking = rankingOf(profile)
  const tables = groupsOf(listeners, profile).map((group) =>
    tableOf(
      group,
      candidates.filter(({ listener }) => group.includes(listener)),
      ranking,
    ),
  )
  return { port, profile, listeners, isShared: isOpen && profile.listeners.pool === 'port', tables, dropped: losing }
}

function candidatesOf(world: World, attachment: Attachment, profile: GatewayProfile): Candidate[] {
  const { route, taken } = attachment
  const isByChance = profile.attachment.duplicateLoses === 'rule' && taken.length > 1 ? chanceIn(attachment) : null
  const rules = world.rulesOf(route).filter((rule) => !isLeftOut(rule, profile) && !isRefused(rule, profile))
  return taken.flatMap(({ listener, hostnames }) => {
    const named = hostnames.flatMap((one) => one ?? [])
    return hostnames.flatMap((hostname) =>
      rules.flatMap(({ matches }) =>
        matches
          .filter((match) => isRead(match, profile))
          .map((match) => ({
            ...{ match, listener, hostname, hostnames: named },
            ...(isByChance?.(listener, hostname) && { isByChance: true as const }),
          })),
      ),
    )
  })
}

/**
 * Listeners of one parentRef are read in no order, and a rule that one of them has is lost at the others of the port, if
 * they share a hostname: their further hostnames are served only where they come first.
 */
function chanceIn({ taken }: Attachment): (listener: PlannedListener, hostname: string | null) => boolean {
  return (listener, hostname) =>
    taken.some(
      (other) =>
        other.listener !== listener &&
        placeOf(other.listener, null) === placeOf(listener, null) &&
        !other.hostnames.includes(hostname) &&
        other.hostnames.some((one) => taken.some((own) => own.listener === listener && own.hostnames.includes(one))),
    )
}

function placeOf({ gateway, port, protocol }: PlannedListener, hostname: string | null): string {
  return `${nameOf(gateway)} ${port} ${protocol} ${hostname ?? ''}`
}

/**
 * Of matches that are written alike, with the same hostnames, the oldest stays; one that a route has at listeners of two
 * protocols has one name, so that it is there for the first of them alone. @param candidates the oldest first
 */
function withoutTwins(candidates: readonly Candidate[]): Candidate[] {
  const holders = new Map<string, Pick<Candidate, 'match' | 'listener'>>()
  const protocols = new Map<string, string>()
  return candidates.filter(({ match, listener, hostnames }) => {
    // Its own name comes last, whether a route names it or one that is wider.
    const isOwn = (one: string) => one === listener.hostname
    const named = [...hostnames.filter((one) => !isOwn(one)), ...hostnames.filter(isOwn)]
    const rule = `${named.join()} ${routerKey(match)}`
    const name = `${refKey(match.rule.source)} ${match.rule.index} ${nameOf(listener.gateway)} ${rule}`
    const protocol = protocols.get(name) ?? listener.protocol
    protocols.set(name, protocol)
    if (protocol !== listener.protocol) return false
    const key = `${listener.protocol} ${rule}`
    const holder = holders.get(key) ?? { match, listener }
    holders.set(key, holder)
    return holder.match === match && holder.listener === listener
  })
}

/** A match of a GRPCRoute takes the place of the same one of HTTPRoutes, which are read before. */
function withoutReplaced(candidates: readonly Candidate[], profile: GatewayProfile): Candidate[] {
  const keyOf = ({ match, listener, hostname }: Candidate) =>
    `${placeOf(listener, hostname)} ${writtenKey(countingIn(match, profile), match.path)}`
  const isGrpc = ({ match }: Candidate) => match.grpc !== null
  const taken = new Set(candidates.filter(isGrpc).map(keyOf))
  return candidates.filter((one) => taken.size === 0 || isGrpc(one) || !taken.has(keyOf(one)))
}

/** Is a rule without backends none at all. */
export function isLeftOut({ backends, filters, route }: Rule, { outcome }: GatewayProfile): boolean {
  return (
    outcome.noBackendRefs === 'left-out' &&
    route.kind === 'HTTPRoute' &&
    backends.length === 0 &&
    redirectOf(filters) === null
  )
}

const refused = new WeakMap<GatewayProfile, WeakMap<Rule, boolean>>()

/** Is a rule lost with one of its expressions, which cannot be read: each of its matches under each hostname asks that. */
export function isRefused(rule: Rule, profile: GatewayProfile): boolean {
  const known = refused.get(profile) ?? new WeakMap<Rule, boolean>()
  refused.set(profile, known)
  const found = known.get(rule) ?? hasRefused(rule, profile)
  known.set(rule, found)
  return found
}

function hasRefused({ matches }: Rule, { matching }: GatewayProfile): boolean {
  const patterns = matches.flatMap(({ path, headers, query, grpc }) => [
    ...(path.type === 'RegularExpression' && (grpc?.isRegex ?? true) ? [path.value] : []),
    ...[...headers, ...query].flatMap(({ type, value }) => (type === 'RegularExpression' ? [value] : [])),
  ])
  return matching.refusedLoses === 'rule' && patterns.some(matching.refuses)
}

/** Is this kind of match one that the implementation understands. */
export function isRead({ grpc }: Match, { attachment }: GatewayProfile): boolean {
  if (grpc === null || !attachment.grpcExactOnly) return true
  return !grpc.isRegex && (grpc.service === null) === (grpc.method === null)
}

/**
 * Where the whole rule is lost with one match that a rule before it has at the same port: the oldest route first, each with
 * its rules in their order. What a rule has at another listener of the same parentRef already is its own.
 */
function droppedIn(world: World, attachments: readonly Attachment[], profile: GatewayProfile): Dropped[] {
  const holders = new Map<string, Holder>()
  const dropped: Dropped[] = []
  for (const attachment of attachments) {
    const { route, taken } = attachment
    for (const { listener, hostnames } of taken)
      for (const rule of world.rulesOf(route)) {
        if (isLeftOut(rule, profile)) continue
        const places = hostnames.map((hostname) => ({
          hostname,
          place: placeOf(listener, hostname),
        }))
        const keyed = rule.matches.map((match) => ({
          match,
          key: `${rule.source.kind} ${writtenKey(countingIn(match, profile), match.path)}`,
        }))
        const found = firstTaken(places, keyed, { rule, attachment }, holders)
        if (found !== null) dropped.push({ rule, listener, attachment, ...found })
        else
          for (const { place } of places)
            for (const { match, key } of keyed)
              if (!holders.has(`${place} ${key}`)) holders.set(`${place} ${key}`, { rule: match.rule, attachment })
      }
  }
  return dropped
}

interface Holder {
  readonly rule: Rule
  readonly attachment: Attachment
}

function firstTaken(
  places: readonly { readonly hostname: string | null; readonly place: string }[],
  keyed: readonly { readonly match: Match; readonly key: string }[],
  { rule, attachment }: Holder,
  holders: ReadonlyMap<string, Holder>,
): Pick<Dropped, 'hostname' | 'match' | 'by'> | null {
  for (const { hostname, place } of places)
    for (const { match, key } of keyed) {
      const holder = holders.get(`${place} ${key}`)
      if (holder !== undefined && (holder.rule !== rule || holder.attachment !== attachment))
        return { hostname, match, by: holder.rule }
    }
  return null
}

/** Of gRPC it is a path, too, and what asks for the same path is one router, whichever kind of route it is from. */
function routerKey(match: Match): string {
  const { path, grpc } = match
  if (grpc !== null && path.value !== '/')
    return writtenKey(match, { type: 'RegularExpression', value: grpcPattern(match) })
  return writtenKey(match, path.type === 'PathPrefix' ? { ...path, value: withoutSlash(path.value) } : path)
}

/** What of a match counts, one name of a header or parameter once. */
function countingIn(match: Match, profile: GatewayProfile): Pick<Match, 'method' | 'headers' | 'query'> {
  return {
    method: match.method,
    headers: countingHeaders(match.headers, profile),
    query: countingQuery(match, profile),
  }
}

/** As it is written: headers in their own order, and the letters of their names. */
function writtenKey(
  { method, headers, query }: Pick<Match, 'method' | 'headers' | 'query'>,
  { type, value }: Match['path'],
): string {
  const [ofHeaders, ofQuery] = [headers, query].map((values) => values.map((one) => [one.name, one.type, one.value]))
  return JSON.stringify([type, value, ofHeaders, method, ofQuery])
}
