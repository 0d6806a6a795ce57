/** The rules that did not get a request, and why: the nearest miss first. */

import { nearest } from '../../domain/nearest.js'
import { nameOf } from '../../domain/objects/ref.js'
import type { Loser } from '../../domain/requests/trace.js'
import { isDefaultBackend, pathOf, type Route } from '../../domain/routes/route.js'
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
        losers.push(
          loser(route, ...(matched.has(route) ? whyLost(route, rules.host, winner) : whyNoMatch(route, path))),
        )
  }
  for (const rules of levelsOf(foreign, host))
    for (const route of matching(rules, path)) losers.push(loser(route, 'other-class', classMessage(route)))
  if (winner === null) losers.push(...onOtherHosts(contest))
  for (const route of index.defaults)
    if (route !== winner) losers.push(loser(route, 'default-backend', defaultMessage(winner)))
  // Another path could not have had it; where nobody got it, it may be what was meant.
  const told = winner === null ? losers : losers.filter(({ code }) => code !== 'other-path')
  // Stable: what is as near stays as it was, the more specific host first.
  return told.sort((a, b) => ranks.indexOf(a.code) - ranks.indexOf(b.code))
}

/** Would have matched; nearly matches; says something else. */
const ranks = [
  'duplicate',
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

function whyLost(route: Route, ruleHost: string | null, winner: Route | null): [code: string, message: string] {
  if (winner === null || ruleHost !== (winner.host?.toLowerCase() ?? null))
    return [
      'less-specific-host',
      `${ruleHost === null ? 'a rule without host' : `the wildcard ${ruleHost}`} comes after ${winner?.host ?? 'a named host'}`,
    ]
  if (samePath(route, winner))
    return ['duplicate', `${nameOf(winner.source)} has the same host and path, and is older, or comes first by name`]
  const isExact = isExactly(winner) && barePath(winner) === barePath(route)
  return [
    'shorter-path',
    `${pathOf(winner)} of ${nameOf(winner.source)} is ${isExact ? 'Exact, which comes first' : 'longer'}`,
  ]
}

function samePath(a: Route, b: Route): boolean {
  return isExactly(a) === isExactly(b) && barePath(a) === barePath(b)
}

function barePath(route: Route): string {
  return withoutSlash(pathOf(route) ?? '')
}

function whyNoMatch(route: Route, path: string): [code: string, message: string] {
  const rule = pathOf(route) ?? '/'
  const [lowerRule, lowerPath] = [withoutSlash(rule.toLowerCase()), withoutSlash(path.toLowerCase())]
  const isPrefix = !isExactly(route)
  if (lowerRule === lowerPath || (isPrefix && lowerPath.startsWith(`${lowerRule}/`))) {
    if (withoutSlash(path).startsWith(withoutSlash(rule)))
      return ['exact-only', `${rule} is Exact: a slash at the end makes it another path`]
    return ['path-case', `${rule}: paths are case-sensitive`]
  }
  if (!isPrefix && path.startsWith(`${withoutSlash(rule)}/`))
    return ['exact-only', `${rule} is Exact: it does not match what is below it`]
  if (isPrefix && path.startsWith(withoutSlash(rule)))
    return ['other-element', `${rule} ends within a part of the path, and Prefix compares whole parts`]
  return ['other-path', `its path is ${rule}`]
}

/** Where nothing matched: hosts of nearly the same name that have such a path. */
function onOtherHosts({ index, host, path }: Contest): Loser[] {
  if (host === null) return []
  const near = new Set([...twins(host), ...nearest(host, index.hosts.keys(), 5)])
  near.delete(host)
  return [...near].flatMap((other) => {
    const rules = index.hosts.get(other)
    const [route] = rules === undefined ? [] : matching(rules, path)
    return route === undefined ? [] : [loser(route, 'other-host', `it has such a path on ${other}`)]
  })
}

function twins(host: string): string[] {
  return host.startsWith('www.') ? [host.slice('www.'.length)] : [`www.${host}`]
}

function classMessage({ class: { name: className } }: Route): string {
  return className === null
    ? 'it has no class, so this controller does not serve it'
    : `its class ${className} is not of this controller`
}

function loser(route: Route, code: string, message: string): Loser {
  const { source, host, match } = route
  return { source, host, path: pathOf(route), pathType: match?.pathType ?? null, code, message }
}

function defaultMessage(winner: Route | null): string {
  return winner === null || isDefaultBackend(winner)
    ? 'another default backend comes first'
    : 'a rule matches, so no default backend is asked'
}
