/** Rules and matches that lose from the start: those that are refused, and those whose place an older rule has. */
import type { GatewayProfile } from '../../domain/gateway/profile.js'
import type { GatewayInventory } from '../../domain/objects/gateway/inventory.js'
import { fullName, nameOf } from '../../domain/objects/ref.js'
import { onceFor } from '../../domain/remember.js'
import type { Attachment } from './attachment/attach.js'
import type { PlannedListener } from './attachment/listeners.js'
import { redirectOf } from './matching/filters.js'
import { isOfStreams, type Match, type Rule } from './matching/matches.js'
import { countingHeaders, countingQuery } from './matching/predicates.js'
import { ownAnswerOf } from './own-answers.js'
import type { World } from './world.js'

/** A match that another rule has taken, and with it the whole rule. */
export interface Dropped {
  readonly rule: Rule
  readonly listener: PlannedListener
  readonly attachment: Attachment
  /** where it was, and who has it */
  readonly hostname: string | null
  readonly match: Match
  readonly by: Rule
  /** whether the other one is there, nobody decides */
  readonly isByChance: boolean
}

/** Is a rule without backends none at all. */
export function isLeftOut({ backends, filters, route }: Rule, { outcome }: GatewayProfile): boolean {
  return (
    outcome.noBackendRefs === 'left-out' &&
    (route.kind === 'HTTPRoute' || route.kind === 'GRPCRoute') &&
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
  return matching.refusedLoses === 'rule' && matches.flatMap(patternsOf).some(matching.refuses)
}

function patternsOf({ path, headers, query, grpc }: Match): string[] {
  return [
    ...(path.type === 'RegularExpression' && (grpc?.isRegex ?? true) ? [path.value] : []),
    ...[...headers, ...query].flatMap(({ type, value }) => (type === 'RegularExpression' ? [value] : [])),
  ]
}

/** Is this kind of match one that the implementation understands. */
export function isRead({ grpc }: Match, { attachment }: GatewayProfile): boolean {
  if (grpc === null || !attachment.grpcExactOnly) return true
  return !grpc.isRegex && (grpc.service === null) === (grpc.method === null)
}

/** A route that is not there, since nothing is left of it. @param rules all that it has */
export function isRefusedWhole(rules: readonly Rule[], profile: GatewayProfile, inventory: GatewayInventory): boolean {
  const isOut = profile.attachment.refusedCalls === 'left-out' && rules[0]?.route.kind === 'GRPCRoute'
  return isOut && rules.every((rule) => ownAnswerOf(rule, profile, inventory)?.isRefused || isRefused(rule, profile))
}

/** Why nothing of a match is configured anywhere, whoever else asks for the same; null: it is. */
export function whyAbsent(match: Match, world: World, profile: GatewayProfile): string | null {
  const { rule } = match
  if (isLeftOut(rule, profile)) return 'a rule without backends is left out'
  if (isRefused(rule, profile)) return 'it has an expression that cannot be read, and is left out whole'
  if (isRefusedWhole(world.rulesOf(rule.route), profile, world.facts.inventory))
    return `each rule of ${fullName(rule.source)} has a filter that is refused, and it is left out whole`
  return isRead(match, profile)
    ? null
    : `${profile.title} reads a method of gRPC only where it names service and method exactly`
}

/**
 * Where the whole rule is lost with one match that a rule before it has at the same port: the oldest route first, each with
 * its rules in their order. What a rule has at another listener of the same parentRef already is its own; and what it has
 * by chance alone, the next one loses by chance.
 */
export function droppedIn(world: World, attachments: readonly Attachment[], profile: GatewayProfile): Dropped[] {
  const holders = new Map<string, Holder>()
  const dropped: Dropped[] = []
  const holds = onceFor(
    (match: Match) => isRead(match, profile) && !patternsOf(match).some((one) => profile.matching.refuses(one)),
  )
  for (const attachment of attachments) {
    const isByChance = chanceIn(attachment)
    for (const { listener, hostnames } of attachment.taken)
      for (const rule of world.rulesOf(attachment.route)) {
        if (isLeftOut(rule, profile) || isOfStreams(rule)) continue
        const places = hostnames.flatMap((hostname) =>
          rule.matches.filter(holds).map((match) => ({
            ...{ hostname, match, rule, attachment, isByChance: isByChance(listener, hostname) },
            key: `${listenerKey(listener, hostname)} ${rule.source.kind} ${writtenKey(countingIn(match, profile), match.path)}`,
          })),
        )
        const met = places.flatMap((place) => {
          const by = holders.get(place.key)
          return by === undefined || (by.rule === rule && by.attachment === attachment) ? [] : [{ place, by }]
        })
        const found = met.find(({ by }) => !by.isByChance) ?? met[0]
        if (found !== undefined) {
          const { hostname, match } = found.place
          const { rule: by, isByChance: isOpen } = found.by
          dropped.push({ rule, listener, attachment, hostname, match, by, isByChance: isOpen })
        }
        if (found !== undefined && !found.by.isByChance) continue
        for (const place of places) {
          const isOpen = place.isByChance || found !== undefined
          const known = holders.get(place.key)
          if (known === undefined || (known.isByChance && !isOpen))
            holders.set(place.key, { rule, attachment, isByChance: isOpen })
        }
      }
  }
  return dropped
}

interface Holder {
  readonly rule: Rule
  readonly attachment: Attachment
  /** it may not have it, after all */
  readonly isByChance: boolean
}

/**
 * Listeners of one parentRef are read in no order, and a rule that one of them has is lost at the others of the port, if
 * they share a hostname: their further hostnames are served only where they come first.
 */
export function chanceIn({ taken }: Attachment): (listener: PlannedListener, hostname: string | null) => boolean {
  return (listener, hostname) =>
    taken.some(
      (other) =>
        other.listener !== listener &&
        listenerKey(other.listener, null) === listenerKey(listener, null) &&
        !other.hostnames.includes(hostname) &&
        other.hostnames.some((one) => taken.some((own) => own.listener === listener && own.hostnames.includes(one))),
    )
}

export function listenerKey({ gateway, port, protocol }: PlannedListener, hostname: string | null): string {
  return `${nameOf(gateway)} ${port} ${protocol} ${hostname ?? ''}`
}

/** What of a match counts, one name of a header or parameter once. */
export function countingIn(match: Match, profile: GatewayProfile): Pick<Match, 'method' | 'headers' | 'query'> {
  return {
    method: match.method,
    headers: countingHeaders(match.headers, profile),
    query: countingQuery(match, profile),
  }
}

/** As it is written: headers in their own order, and the letters of their names. */
export function writtenKey(
  { method, headers, query }: Pick<Match, 'method' | 'headers' | 'query'>,
  { type, value }: Match['path'],
): string {
  const [ofHeaders, ofQuery] = [headers, query].map((values) => values.map((one) => [one.name, one.type, one.value]))
  return JSON.stringify([type, value, ofHeaders, method, ofQuery])
}
