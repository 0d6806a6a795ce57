/** What the listeners of one port have to choose from: the matches of all rules, less those that lose from the start. */
import type { GatewayProfile } from '../../domain/gateway/profile.js'
import { nameOf, refKey } from '../../domain/objects/ref.js'
import type { Attachment } from './attachment/attach.js'
import type { PlannedListener } from './attachment/listeners.js'
import { redirectOf } from './matching/filters.js'
import type { Match, Rule } from './matching/matches.js'
import { type Candidate, rankingOf } from './matching/rank.js'
import { groupsOf, type Table, tableOf } from './matching/tables.js'
import type { PlannedGateway, World } from './world.js'

/** A match that another route has taken with its whole rule. */
export interface Dropped {
  readonly rule: Rule
  /** where it was, and who has it */
  readonly hostname: string | null
  readonly match: Match
  readonly by: Rule
}

export interface Port {
  readonly port: number
  readonly profile: GatewayProfile
  readonly listeners: readonly PlannedListener[]
  readonly tables: readonly Table[]
  readonly dropped: readonly Dropped[]
}

/** @param gateways whose routes are looked at together: one, or all that share what they have */
export function portOf(world: World, gateways: readonly PlannedGateway[], port: number, profile: GatewayProfile): Port {
  const names = new Set(gateways.map(({ ref }) => nameOf(ref)))
  const listeners = gateways.flatMap((one) =>
    one.listeners.filter((listener) => listener.port === port && one.serves(listener)),
  )
  const attachments = world.attachments.filter(({ gateway }) => names.has(nameOf(gateway)))
  const losing = profile.attachment.duplicateLoses === 'rule' ? droppedIn(world, attachments) : []
  const out = new Set(losing.map(({ rule }) => rule))
  const all = attachments.flatMap((one) =>
    candidatesOf(world, one, profile).filter(
      ({ listener, match }) => listeners.includes(listener) && !out.has(match.rule),
    ),
  )
  const candidates = profile.attachment.duplicateLoses === 'router' ? withoutTwins(all) : all
  const ranking = rankingOf(profile)
  const tables = groupsOf(listeners, profile).map((group) =>
    tableOf(
      group,
      candidates.filter(({ listener }) => group.includes(listener)),
      ranking,
    ),
  )
  return { port, profile, listeners, tables, dropped: losing }
}

function candidatesOf(world: World, { route, taken }: Attachment, profile: GatewayProfile): Candidate[] {
  const rules = world.rulesOf(route).filter((rule) => !isLeftOut(rule, profile))
  return taken.flatMap(({ listener, hostnames }) => {
    const named = hostnames.flatMap((one) => one ?? [])
    return hostnames.flatMap((hostname) =>
      rules.flatMap(({ matches }) =>
        matches
          .filter((match) => isRead(match, profile))
          .map((match) => ({ match, listener, hostname, hostnames: named })),
      ),
    )
  })
}

/** Of matches that ask for the same on the same hostnames the oldest stays. @param candidates the oldest first */
function withoutTwins(candidates: readonly Candidate[]): Candidate[] {
  const holders = new Map<string, Pick<Candidate, 'match' | 'listener'>>()
  return candidates.filter(({ match, listener, hostnames }) => {
    const key = `${listener.protocol} ${[...hostnames].sort().join()} ${match.rule.source.kind} ${match.key}`
    const holder = holders.get(key) ?? { match, listener }
    holders.set(key, holder)
    return holder.match === match && holder.listener === listener
  })
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

/** Is this kind of match one that the implementation understands. */
export function isRead({ grpc }: Match, { attachment }: GatewayProfile): boolean {
  if (grpc === null || !attachment.grpcExactOnly) return true
  return !grpc.isRegex && (grpc.service === null) === (grpc.method === null)
}

/** Where a later route loses the whole rule with one match: the oldest route first, whose own rules do not count against it. */
function droppedIn(world: World, attachments: readonly Attachment[]): Dropped[] {
  const holders = new Map<string, Match>()
  const dropped: Dropped[] = []
  const bySource = new Map<string, Attachment[]>()
  for (const one of attachments) bySource.set(refKey(one.source), [...(bySource.get(refKey(one.source)) ?? []), one])
  for (const own of bySource.values()) {
    const places = own.flatMap(({ taken }) =>
      taken.flatMap(({ listener: { port, protocol }, hostnames }) =>
        hostnames.map((hostname) => ({ hostname, place: `${port} ${protocol} ${hostname ?? ''}` })),
      ),
    )
    const [first] = own
    for (const rule of first ? world.rulesOf(first.route) : []) {
      const taken = places.flatMap(({ hostname, place }) =>
        rule.matches.flatMap((match) => {
          const holder = holders.get(keyAt(place, match))
          return holder && holder.rule.route !== rule.route ? [{ rule, hostname, match, by: holder.rule }] : []
        }),
      )
      dropped.push(...taken.slice(0, 1))
      if (taken.length > 0) continue
      for (const { place } of places)
        for (const match of rule.matches) {
          const key = keyAt(place, match)
          if (!holders.has(key)) holders.set(key, match)
        }
    }
  }
  return dropped
}

/** A prefix with a slash at its end is another one there. */
function keyAt(place: string, { rule, key, path }: Match): string {
  return `${place} ${rule.source.kind} ${path.value} ${key}`
}
