/** The rules that did not get a request, and the criterion that beat each: the nearest miss first. */
import type { LoserCode, Told } from '../../domain/findings/facts.js'
import { told } from '../../domain/findings/finding.js'
import type { GatewayProfile } from '../../domain/gateway/profile.js'
import { nameOf } from '../../domain/objects/ref.js'
import type { Loser } from '../../domain/requests/trace.js'
import { type Attachment, attach } from './attachment/attach.js'
import { covers } from './attachment/hostnames.js'
import type { Port } from './candidates.js'
import type { Choice } from './choose.js'
import { isOfStreams, type Match, type Rule } from './matching/matches.js'
import { missOf, type Patterns } from './matching/predicates.js'
import type { Candidate, Ranking } from './matching/rank.js'
import type { Asked } from './matching/request.js'
import { hostsFor } from './matching/tables.js'
import type { World } from './world.js'

export interface Contest {
  readonly world: World
  readonly port: Port
  readonly choice: Extract<Choice, { readonly table: unknown }>
  readonly asked: Asked
  readonly winner: Candidate | null
  readonly profile: GatewayProfile
  readonly ranking: Ranking
  readonly patterns: Patterns
}

/** One for each rule, by that of its matches which came nearest. */
export function losersOf(contest: Contest): Loser[] {
  const { port, asked, winner } = contest
  const nearest = new Map<Rule, { readonly rank: number; readonly loser: Loser }>()
  const hosts = port.tables.flatMap((table) => hostsFor(table, asked, contest.profile))
  for (const candidate of hosts.flatMap((host) => host.candidates)) {
    const { rule } = candidate.match
    if (rule === winner?.match.rule) continue
    const why = whyLost(candidate, contest)
    const rank = ranks.indexOf(why.code)
    const known = nearest.get(rule)
    if (known === undefined || rank < known.rank) nearest.set(rule, { rank, loser: loserOf(candidate, why) })
  }
  const all = [...nearest.values(), ...detached(contest)]
  // Another path could not have had it; where nobody got it, it may be what was meant.
  const shown =
    winner === null ? all : all.filter(({ loser }) => loser.code !== 'asks-otherwise' || loser.facts.what !== 'path')
  return shown.sort((a, b) => a.rank - b.rank).map(({ loser }) => loser)
}

/** Would have matched; hangs elsewhere; asks for something else. */
const ranks: readonly LoserCode[] = ['outranked', 'other-listener', 'not-attached', 'asks-otherwise']

function whyLost(
  candidate: Candidate,
  { choice, asked, winner, profile, ranking, patterns }: Contest,
): Told<LoserCode> {
  const miss = missOf(candidate.match, asked, profile, patterns)
  if (miss !== null) return told('asks-otherwise', miss)
  if (!choice.table.listeners.includes(candidate.listener))
    return told('other-listener', { listener: candidate.listener.name, chosen: choice.listener?.name ?? null })
  const [chosen] = choice.hosts
  const isLevel = choice.hosts.some(({ hostname }) => hostname === candidate.hostname)
  if (winner === null || !isLevel)
    return told('outranked', {
      by: winner?.match.rule.source ?? null,
      criterion: 'hostname',
      wins: chosen?.hostname ?? null,
      loses: candidate.hostname,
    })
  const criterion = ranking.criterion(winner, candidate)
  return told('outranked', {
    by: winner.match.rule.source,
    criterion,
    wins: criterion === 'hostname' ? winner.hostname : pathText(winner.match),
    loses: criterion === 'hostname' ? candidate.hostname : pathText(candidate.match),
  })
}

function pathText({ path }: Match): string {
  return `${path.type} ${path.value}`
}

/** Routes that want to hang here and have the host, and that no listener of the port takes, by whatever name they ask. */
function detached({ world, port, asked, winner }: Contest): { readonly rank: number; readonly loser: Loser }[] {
  const gateways = new Set(port.listeners.map(({ gateway }) => nameOf(gateway)))
  const own = world.attachments.filter(({ gateway }) => gateways.has(nameOf(gateway)))
  const isHere = ({ listener }: Attachment['taken'][number]) => port.listeners.includes(listener)
  const taken = new Set(own.flatMap((one) => (one.taken.some(isHere) ? one.route : [])))
  return own.flatMap((one) => {
    const { route, source, gateway, taken: elsewhere } = one
    // What is refused is told wherever the request comes in.
    if (one.reason === 'Refused' || taken.has(route)) return []
    // Of those at other ports only where nobody has it here: one of them may have been meant.
    if (one.reason === null && winner !== null) return []
    const hostname = (route.spec?.hostnames ?? []).find((one) => covers(one.toLowerCase(), asked.host))
    const isAny = (route.spec?.hostnames ?? []).length === 0
    if (hostname === undefined && !isAny) return []
    const { reason: named, isShut } = one.reason === null ? atPort(world, one, port.port) : one
    const reason = isShut ? 'ListenerNotReady' : named
    if (reason === null) return []
    const [other] = reason === 'NoMatchingParent' ? elsewhere : []
    const why =
      other === undefined
        ? told('not-attached', { reason, gateway })
        : told('other-listener', { listener: other.listener.name, chosen: null })
    const loser = { source, host: hostname ?? null, path: null, pathType: null, ...why }
    return [{ rank: ranks.indexOf('not-attached'), loser }]
  })
}

/** What would become of it at the listeners of one port alone. */
function atPort({ gateways, facts }: World, one: Attachment, port: number): Attachment {
  const { route, source, parentRef, parent, gateway } = one
  const planned = gateways.get(nameOf(gateway))
  if (planned === undefined || (parentRef.port ?? port) !== port) return { ...one, reason: 'NoMatchingParent' }
  return attach(route, source, { ...parentRef, port }, parent, planned, facts.inventory.labelsOf)
}

function loserOf({ match, hostname }: Candidate, why: Told<LoserCode>): Loser {
  const isStream = isOfStreams(match.rule)
  return {
    source: match.rule.source,
    host: hostname,
    path: isStream ? null : match.path.value,
    pathType: isStream ? null : match.path.type,
    ...why,
  } as Loser
}
