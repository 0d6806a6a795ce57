/** The rules that did not get a request, and why: the nearest miss first. */
import type { LoserCode, Told } from '../../domain/findings/facts.js'
import { told } from '../../domain/findings/finding.js'
import type { Loser } from '../../domain/requests/trace.js'
import { isDefaultBackend, pathOf, type Route } from '../../domain/routes/route.js'
import { nearest } from '../../domain/text/nearest.js'
import { isExactly, levelsOf, matching, type RouteIndex, withoutSlash } from './index-rules.js'

export interface Contest {
  readonly index: RouteIndex
  /** of Ingresses that another controller, or none, serves */
  readonly foreign: RouteIndex
  readonly host: string | null
  readonly path: string
  readonly winner: Route | null
}

export function losersOf(contest: Contest): Loser[] {
  const { index, foreign, host, path, winner } = contest
  const losers: Loser[] = []
  for (const rules of levelsOf(index, host)) {
    const matched = new Set(matching(rules, path))
    for (const route of rules.routes)
      if (route !== winner)
        losers.push(loser(route, matched.has(route) ? whyLost(route, rules.host, winner) : whyNoMatch(route, path)))
  }
  for (const rules of levelsOf(foreign, host))
    for (const route of matching(rules, path))
      losers.push(loser(route, told('other-class', { class: route.class.name })))
  if (winner === null) losers.push(...onOtherHosts(contest))
  for (const route of index.defaults)
    if (route !== winner)
      losers.push(loser(route, told('default-backend', { isTaken: winner === null || isDefaultBackend(winner) })))
  // Another path could not have had it; where nobody got it, it may be what was meant.
  const shown = winner === null ? losers : losers.filter(({ code }) => code !== 'other-path')
  // Stable: what is as near stays as it was, the more specific host first.
  return shown.sort((a, b) => ranks.indexOf(a.code) - ranks.indexOf(b.code))
}

/** Would have matched; nearly matches; says something else. */
const ranks: readonly LoserCode[] = [
  'duplicate',
  'exact-first',
  'shorter-path',
  'less-specific-host',
  'other-class',
  'path-case',
  'exact-only',
  'other-element',
  'other-host',
  'other-path',
  'default-backend',
]

function whyLost(route: Route, ruleHost: string | null, winner: Route | null): Told<LoserCode> {
  if (winner === null || ruleHost !== (winner.host?.toLowerCase() ?? null))
    return told('less-specific-host', { host: ruleHost, chosen: winner?.host ?? null })
  const { host, source } = winner
  const path = pathOf(winner)
  if (samePath(route, winner)) return told('duplicate', { host, path: path ?? '/', winner: source })
  return isExactly(winner) && barePath(winner) === barePath(route)
    ? told('exact-first', { path: path ?? '/', owner: source })
    : told('shorter-path', { path, owner: source })
}

function samePath(a: Route, b: Route): boolean {
  return isExactly(a) === isExactly(b) && barePath(a) === barePath(b)
}

function barePath(route: Route): string {
  return withoutSlash(pathOf(route) ?? '')
}

function whyNoMatch(route: Route, asked: string): Told<LoserCode> {
  const path = pathOf(route) ?? '/'
  const [lowerRule, lowerPath] = [withoutSlash(path.toLowerCase()), withoutSlash(asked.toLowerCase())]
  const isPrefix = !isExactly(route)
  if (lowerRule === lowerPath || (isPrefix && lowerPath.startsWith(`${lowerRule}/`)))
    return withoutSlash(asked).startsWith(withoutSlash(path))
      ? told('exact-only', { path, isSlash: true })
      : told('path-case', { path })
  if (!isPrefix && asked.startsWith(`${withoutSlash(path)}/`)) return told('exact-only', { path, isSlash: false })
  return isPrefix && asked.startsWith(withoutSlash(path))
    ? told('other-element', { path, asked })
    : told('other-path', { path })
}

/** Where nothing matched: hosts of nearly the same name that have such a path. */
function onOtherHosts({ index, host, path }: Contest): Loser[] {
  if (host === null) return []
  const near = new Set([...twins(host), ...nearest(host, index.hosts.keys(), 5)])
  near.delete(host)
  return [...near].flatMap((other) => {
    const rules = index.hosts.get(other)
    const [route] = rules === undefined ? [] : matching(rules, path)
    const isNamed = index.hosts.has(host)
    return route === undefined ? [] : [loser(route, told('other-host', { host, isNamed, elsewhere: other }))]
  })
}

function twins(host: string): string[] {
  return host.startsWith('www.') ? [host.slice('www.'.length)] : [`www.${host}`]
}

function loser(route: Route, { code, facts }: Told<LoserCode>): Loser {
  const { source, host, match } = route
  return { source, host, path: pathOf(route), pathType: match?.pathType ?? null, code, facts } as Loser
}
