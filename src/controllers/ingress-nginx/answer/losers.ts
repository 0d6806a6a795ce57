/** The rules that could have had a request, each with the reason why it did not get it; the nearest miss first. */

import { nearest } from '../../../domain/nearest.js'
import { nameOf, refKey } from '../../../domain/objects/ref.js'
import type { Loser } from '../../../domain/requests/trace.js'
import { defaultServer } from '../model/types.js'
import { upstreamName } from '../model/upstreams.js'
import { commonLength, matchesPath, missOf } from './path-miss.js'
import type { Rule, Rules } from './rules.js'

/** What was asked, and who got it. */
export interface Winner {
  /** in normal form; `_` where none was sent */
  readonly host: string
  /** in normal form */
  readonly path: string
  /** of the server that answers: `_`, or what its rules name */
  readonly server: string
  readonly isRegex: boolean
  /** what stood in the way of all paths; null: a location was looked for */
  readonly before: 'request' | 'server' | null
  /** null: no rule of an Ingress got it */
  readonly rule: Rule | null
  /** the upstreams that may get it: a canary's may be among them */
  readonly receivers: ReadonlySet<string>
}

/** Near misses that match nothing of the request are only told where nobody got it, and no more than these. */
const mostMisses = 10

export function losersOf(rules: Rules, winner: Winner): Loser[] {
  // A request that nginx cannot understand was never compared with anything.
  if (winner.before === 'request') return []
  const lost = candidates(rules, winner).flatMap((rule) => (gotIt(rule, winner) ? [] : reasonFor(rule, winner)))
  const sorted = lost.sort((a, b) => a.rank - b.rank || b.near - a.near || compareText(a.loser, b.loser))
  const all = sorted.map(({ loser }) => loser)
  const misses = winner.rule === null && winner.before === null ? missesOf(rules, winner, all) : []
  return [...all, ...misses]
}

/** A canary has no location, and what it tries out gets its name into the answer. */
function gotIt(rule: Rule, winner: Winner): boolean {
  const backend = rule.fate?.code === 'canary' ? rule.asked?.backend : null
  return rule === winner.rule || (backend != null && winner.receivers.has(upstreamName(backend)))
}

interface Ranked {
  readonly loser: Loser
  /** the smaller, the nearer */
  readonly rank: number
  readonly near: number
}

function candidates({ byHost }: Rules, { host, server }: Winner): Rule[] {
  const wildcard = host.replace(/^[^.]*/, '*')
  const named = server === defaultServer ? null : server.toLowerCase()
  const hosts = new Set<string | null>([host, wildcard, named, null])
  return [...hosts].flatMap((one) => byHost.get(one) ?? [])
}

function reasonFor(rule: Rule, winner: Winner): Ranked[] {
  const say = (code: string, message: string, rank: number): Ranked[] => [
    { loser: loserOf(rule, code, message), rank, near: commonLength(rule.path, winner.path) },
  ]
  if (!matchesPath(rule, winner.path)) {
    const miss = isOfServer(rule, winner) && rule.fate === null && !winner.isRegex ? missOf(rule, winner.path) : null
    return miss ? say(miss.code, miss.message, winner.rule === null ? 0 : 4) : []
  }
  if (rule.fate) return say(rule.fate.code, rule.fate.message, 1)
  if (!isOfServer(rule, winner)) return say(...byHostOf(rule, winner), 2)
  return say(...byPathOf(rule, winner), 3)
}

function isOfServer({ host }: Rule, { server }: Winner): boolean {
  return (host?.toLowerCase() ?? defaultServer) === server.toLowerCase()
}

function byHostOf({ host }: Rule, { server }: Winner): [code: string, message: string] {
  return host === null
    ? [
        'no-fall-through',
        `it names no host, so it counts only for hosts without a server of their own; ${server} has one`,
      ]
    : [
        'less-specific-host',
        `${host} ranks below ${server}, which is chosen first, and nothing falls through to another host`,
      ]
}

function byPathOf(rule: Rule, { rule: won, isRegex, before }: Winner): [code: string, message: string] {
  if (before === 'server') return ['host-refused', 'nginx answers for the whole host before any path is looked at']
  const other = won === null ? 'another location' : `${won.path} of Ingress ${nameOf(won.ref)}`
  if (isRegex)
    return [
      'regex-order',
      `all paths of the host are patterns, tried from the longest on, and ${other} comes before it`,
    ]
  if (won?.pathType === 'Exact' && won.path === rule.path)
    return ['exact-first', `Exact ${other} comes before a Prefix`]
  return ['shorter-path', `${other} is longer`]
}

/** The same path on another host, or another path on a host of a name much like it. */
function missesOf({ byHost, byPath }: Rules, { host, path, server }: Winner, told: readonly Loser[]): Loser[] {
  const hosts = [...byHost.keys()].filter((one) => one !== null && one !== server && one !== host) as string[]
  const alike = new Set(nearest(host, hosts, mostMisses))
  const twins = hosts.filter((one) => one === `www.${host}` || host === `www.${one}`)
  const elsewhere = server === defaultServer || told.length === 0 ? [...(byPath.get(path) ?? [])] : []
  const found = [...twins, ...alike].flatMap((one) => (byHost.get(one) ?? []).filter((rule) => matchesPath(rule, path)))
  const here = byHost.has(host) ? `host ${host} has no such path` : `no rule names host ${host}`
  const misses = [...found, ...elsewhere.filter((rule) => rule.host !== null && path !== '/')]
    .filter((rule) => rule.host !== null && rule.host.toLowerCase() !== server)
    .map((rule) => loserOf(rule, 'other-host', `${here}; ${nameOf(rule.ref)} has such a path on ${rule.host}`))
  const known = new Set<string>()
  return misses
    .filter((loser) => {
      const key = `${refKey(loser.source)} ${loser.host} ${loser.path}`
      return known.has(key) ? false : known.add(key)
    })
    .slice(0, mostMisses)
}

function loserOf({ ref, host, path, pathType }: Rule, code: string, message: string): Loser {
  return { source: ref, host, path, pathType, code, message }
}

function compareText(a: Loser, b: Loser): number {
  const [left, right] = [a, b].map(({ source, host, path }) => `${nameOf(source)} ${host} ${path}`)
  return (left ?? '') < (right ?? '') ? -1 : 1
}
