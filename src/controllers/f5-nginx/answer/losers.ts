/** The rules that could have had a request, each with the reason why it did not get it; the nearest miss first. */
import { compare } from '../../../domain/compare.js'
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { LoserCode, Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import { classNameOf } from '../../../domain/objects/class-name.js'
import { pathsOf } from '../../../domain/objects/ingress-paths.js'
import { nameOf, refKey, refOf } from '../../../domain/objects/ref.js'
import { requestHost } from '../../../domain/requests/host.js'
import type { Loser, TraceRequest } from '../../../domain/requests/trace.js'
import { pathMatch, pathOf } from '../../../domain/routes/route.js'
import { nearest } from '../../../domain/text/nearest.js'
import { globMiss } from '../../shared/glob.js'
import { isBreak } from '../model/breaks.js'
import type { Asked, Model } from '../model/types.js'
import type { Decision } from './decide.js'
import { namesFor, serverHost } from './server-of.js'

export interface Contest {
  readonly model: Model
  readonly facts: Pick<RoutingFacts, 'inventory' | 'ingresses'>
  readonly decision: Decision
  readonly request: TraceRequest
  /** null: no rule got it */
  readonly winner: Asked | null
}

/** Near misses on other hosts are told where nobody got it, and no more than these. */
const mostMisses = 10

type AskedRule = Pick<Asked, 'ref' | 'host' | 'match'>

export function losersOf(contest: Contest): Loser[] {
  const { model, decision, winner } = contest
  const path = decision.outcome.uri
  // A request that nginx cannot understand was never compared with anything.
  if (path === '') return []
  const host = requestHost(contest.request.host) ?? ''
  const hosts = new Set(namesFor(host))
  const own = model.asked.filter(
    (one) => one !== winner && !(one.isHandedOn && one.lack === null) && hosts.has((one.host ?? '').toLowerCase()),
  )
  const chosen = serverHost(decision)
  const lost = own.flatMap((one) => whyLost(one, path, chosen, winner))
  const others = foreign(contest).filter((rule) => hosts.has((rule.host ?? '').toLowerCase()) && takes(rule, path))
  const all = [
    ...lost,
    ...others.map((rule) => ranked(rule, told('other-class', { class: rule.class }), 5)),
    ...(winner === null ? missesElsewhere(model, host, path) : []),
  ]
  return all
    .sort((a, b) => a.rank - b.rank || compare(nameOf(a.loser.source), nameOf(b.loser.source)))
    .map(({ loser }) => loser)
}

interface Ranked {
  readonly loser: Loser
  /** the smaller, the nearer */
  readonly rank: number
}

function ranked({ ref, host, match }: AskedRule, { code, facts }: Told<LoserCode>, rank: number): Ranked {
  const loser = { source: ref, host, path: pathOf({ match }), pathType: match?.pathType ?? null, code, facts } as Loser
  return { loser, rank }
}

function whyLost(one: Asked, path: string, chosen: string | null, winner: Asked | null): Ranked[] {
  if (one.lack !== null) return takes(one, path) && !isBreak(one.lack.found) ? [ranked(one, one.lack.found, 0)] : []
  if (one.match === null)
    return winner === null ? [] : [ranked(one, told('default-backend', { isTaken: winner.match === null }), 6)]
  if (!takes(one, path)) return winner === null && (one.host ?? '') === chosen ? missed(one, path) : []
  if ((one.host ?? '') !== chosen) {
    // The server of all hosts is chosen before one of the host where that does not listen.
    if (one.host !== null && chosen === '') return []
    const why =
      one.host === null
        ? told('no-fall-through', { chosen: chosen || '_' })
        : told('less-specific-host', { host: one.host, chosen })
    return [ranked(one, why, 2)]
  }
  // It has no location.
  if (one.ref.kind === 'Ingress' && one.match.path === null) return []
  if (winner === null && one.refusal !== null) return [ranked(one, one.refusal, 0)]
  const other = winner && pathOf(winner)
  return winner?.match?.pathType === 'Exact' && other !== null && other === pathOf(one)
    ? [ranked(one, told('exact-first', { path: other, owner: winner.ref }), 3)]
    : [ranked(one, told('shorter-path', { path: other, owner: winner?.ref ?? null }), 3)]
}

/** As the controller compares: a Prefix is one of the text. */
export function takes(rule: Pick<AskedRule, 'match'>, path: string): boolean {
  const own = pathOf(rule) ?? '/'
  return rule.match?.pathType === 'Exact' ? path === own : path.startsWith(own)
}

function missed(one: Asked, path: string): Ranked[] {
  const own = pathOf(one) ?? '/'
  const glob = one.way === null ? null : globMiss(own, path, one.way)
  if (glob !== null) return [ranked(one, glob, 1)]
  const lower = { match: one.match && { ...one.match, path: own.toLowerCase() } }
  if (takes(lower, path.toLowerCase())) return [ranked(one, told('path-case', { path: own }), 1)]
  if (one.match?.pathType !== 'Exact') return []
  return path.startsWith(own) ? [ranked(one, told('exact-only', { path: own, isSlash: path === `${own}/` }), 1)] : []
}

/** Rules of Ingresses that another controller, or none, serves. */
function foreign({ facts: { inventory, ingresses } }: Contest): (AskedRule & { readonly class: string | null })[] {
  const own = new Set(ingresses.map((one) => refKey(refOf(one))))
  return inventory.ingresses.flatMap((ingress) => {
    const ref = refOf(ingress)
    if (own.has(refKey(ref))) return []
    const name = classNameOf(ingress)
    return pathsOf(ingress).map(({ host, path, pathType }) => ({
      ref,
      host,
      match: pathMatch(path || '/', pathType ?? 'ImplementationSpecific'),
      class: name,
    }))
  })
}

/** The same path on a host of a name much like it. */
function missesElsewhere({ asked, hosts }: Model, host: string, path: string): Ranked[] {
  if (host === '') return []
  const twin = host.startsWith('www.') ? host.slice('www.'.length) : `www.${host}`
  const near = new Set([
    twin,
    ...nearest(
      host,
      [...hosts.keys()].filter((one) => one !== ''),
      mostMisses,
    ),
  ])
  near.delete(host)
  return asked
    .filter((one) => one.host !== null && near.has(one.host) && takes(one, path))
    .slice(0, mostMisses)
    .map((one) => ranked(one, told('other-host', { host, isNamed: hosts.has(host), elsewhere: one.host ?? '*' }), 7))
}
