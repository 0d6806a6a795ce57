/** The rules that could have had a request, each with the reason why it did not get it; the nearest miss first. */
import type { LoserCode, Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import { nameOf } from '../../../domain/objects/ref.js'
import type { Loser } from '../../../domain/requests/trace.js'
import { nearest } from '../../../domain/text/nearest.js'
import { defaultServer } from '../model/types.js'
import { upstreamName } from '../model/upstreams/upstreams.js'
import { commonLength, matchesPath, missOf, takesPath } from './path-miss.js'
import type { IngressRule, Rules } from './rules.js'

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
  readonly rule: IngressRule | null
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
function gotIt(rule: IngressRule, winner: Winner): boolean {
  const backend = rule.fate?.code === 'canary' ? rule.asked?.backend : null
  return rule === winner.rule || (backend != null && winner.receivers.has(upstreamName(backend)))
}

interface Ranked {
  readonly loser: Loser
  /** the smaller, the nearer */
  readonly rank: number
  readonly near: number
}

/** The rules that the path of a request is compared with, unless nobody gets it. */
export function candidates({ byHost }: Rules, { host, server }: Pick<Winner, 'host' | 'server'>): IngressRule[] {
  const wildcard = host.replace(/^[^.]*/, '*')
  const named = server === defaultServer ? null : server.toLowerCase()
  const hosts = new Set<string | null>([host, wildcard, named, null])
  return [...hosts].flatMap((one) => byHost.get(one) ?? [])
}

function reasonFor(rule: IngressRule, winner: Winner): Ranked[] {
  const say = (why: Told<LoserCode>, rank: number): Ranked[] => [
    { loser: loserOf(rule, why), rank, near: commonLength(rule.path, winner.path) },
  ]
  if (!takesPath(rule, winner.path, rule.isPattern)) {
    const miss =
      isOfServer(rule, winner) && rule.fate === null && !winner.isRegex
        ? missOf(rule, winner.path, winner.rule === null)
        : null
    return miss ? say(miss, winner.rule === null ? 0 : 4) : []
  }
  const isLost = rule.fate?.code === 'canary' && winner.rule === null
  if (rule.fate) return say(isLost ? told('canary', { isAlone: true }) : rule.fate, 1)
  return isOfServer(rule, winner) ? say(byPathOf(rule, winner), 3) : say(byHostOf(rule, winner), 2)
}

function isOfServer({ host }: IngressRule, { server }: Winner): boolean {
  return (host?.toLowerCase() ?? defaultServer) === server.toLowerCase()
}

function byHostOf({ host }: IngressRule, { server }: Winner): Told<LoserCode> {
  return host === null
    ? told('no-fall-through', { chosen: server })
    : told('less-specific-host', { host, chosen: server })
}

function byPathOf(rule: IngressRule, { rule: won, isRegex, before }: Winner): Told<LoserCode> {
  if (before === 'server') return told('host-refused', {})
  const other = { path: won?.path ?? null, owner: won?.ref ?? null }
  if (isRegex) return told('regex-order', other)
  return won?.pathType === 'Exact' && won.path === rule.path
    ? told('exact-first', { path: won.path, owner: won.ref })
    : told('shorter-path', other)
}

/** The same path on another host, or another path on a host of a name much like it. */
function missesOf(rules: Rules, { host, path, server }: Winner, others: readonly Loser[]): Loser[] {
  const { byHost, byPath } = rules
  const hosts = [...byHost.keys()].filter((one) => one !== null && one !== server && one !== host) as string[]
  const alike = new Set(nearest(host, hosts, mostMisses))
  const twins = hosts.filter((one) => one === `www.${host}` || host === `www.${one}`)
  const elsewhere = server === defaultServer || others.length === 0 ? [...(byPath.get(path) ?? [])] : []
  const found = [...twins, ...alike].flatMap((one) => (byHost.get(one) ?? []).filter((rule) => matchesPath(rule, path)))
  const misses = [...found, ...elsewhere.filter((rule) => rule.host !== null && path !== '/')]
    .filter(({ host: own, fate }) => own !== null && own.toLowerCase() !== server && fate?.code !== 'other-class')
    .map((rule) => loserOf(rule, told('other-host', { host, isNamed: byHost.has(host), elsewhere: rule.host ?? '*' })))
  const known = new Set<string>()
  return [...aliased(rules, host, path, server), ...misses]
    .filter((loser) => {
      const key = `${nameOf(loser.source)} ${loser.host} ${loser.path}`
      return known.has(key) ? false : known.add(key)
    })
    .slice(0, mostMisses)
}

/** Rules of Ingresses that have this host for an alias, which counts for nothing. */
function aliased({ byHost, kept }: Rules, host: string, path: string, server: string): Loser[] {
  const isHost = byHost.has(host)
  if (!isHost && server !== defaultServer) return []
  return [...kept.values()].flatMap(({ annotations, ingress }) => {
    if (annotations.canary !== null || !annotations.aliases.includes(host)) return []
    const hosts = (ingress.spec?.rules ?? []).map((rule) => rule.host?.toLowerCase() ?? null)
    return [...new Set(hosts)].flatMap((one) =>
      (byHost.get(one) ?? [])
        .filter((rule) => matchesPath(rule, path))
        .map((rule) =>
          loserOf(
            rule,
            isHost ? told('alias-is-host', { alias: host }) : told('alias-of-other', { alias: host, host: one ?? '*' }),
          ),
        ),
    )
  })
}

function loserOf({ ref, host, path, pathType }: IngressRule, { code, facts }: Told<LoserCode>): Loser {
  return { source: ref, host, path, pathType, code, facts } as Loser
}

function compareText(a: Loser, b: Loser): number {
  const [left, right] = [a, b].map(({ source, host, path }) => `${nameOf(source)} ${host} ${path}`)
  return (left ?? '') < (right ?? '') ? -1 : 1
}
