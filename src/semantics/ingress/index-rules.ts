/** Routes, indexed by host and path, so that a request finds its rule without a look at the others. */

import { compare } from '../../domain/compare.js'
import { addTo } from '../../domain/groups.js'
import { nameOf } from '../../domain/objects/ref.js'
import { pathOf, type Route } from '../../domain/routes/route.js'

/** The rules of one host: exact, wildcard, or none. */
export interface HostRules {
  /** null: rules without a host */
  readonly host: string | null
  /** those with a path, oldest first */
  readonly routes: readonly Route[]
  readonly exact: ReadonlyMap<string, readonly Route[]>
  /** by path without its trailing slash; `ImplementationSpecific` counts as Prefix */
  readonly prefix: ReadonlyMap<string, readonly Route[]>
  /** of the longest prefix: a longer part of a request need not be looked up */
  readonly longest: number
}

export interface RouteIndex {
  readonly hosts: ReadonlyMap<string, HostRules>
  /** by what follows the star: `.foo.com` */
  readonly wildcards: ReadonlyMap<string, HostRules>
  readonly hostless: HostRules
  /** default backends of Ingresses, oldest first */
  readonly defaults: readonly Route[]
}

export function indexRoutes(routes: readonly Route[]): RouteIndex {
  const sorted = [...routes].sort(byAge)
  const groups = new Map<string, Route[]>()
  const hostless: Route[] = []
  const defaults: Route[] = []
  for (const route of sorted) {
    if (route.match === null) defaults.push(route)
    else if (route.host === null) hostless.push(route)
    else {
      const host = route.host.toLowerCase()
      addTo(groups, host, route)
    }
  }
  const hosts = new Map<string, HostRules>()
  const wildcards = new Map<string, HostRules>()
  for (const [host, group] of groups) {
    if (host.startsWith('*.')) wildcards.set(host.slice(1), rulesOf(host, group))
    else hosts.set(host, rulesOf(host, group))
  }
  return { hosts, wildcards, hostless: rulesOf(null, hostless), defaults }
}

/** The specification is silent on conflicts between Ingresses; controllers let the oldest win. */
function byAge(a: Route, b: Route): number {
  return compare(a.createdAt ?? '~', b.createdAt ?? '~') || compare(nameOf(a.source), nameOf(b.source))
}

function rulesOf(host: string | null, routes: readonly Route[]): HostRules {
  const exact = new Map<string, Route[]>()
  const prefix = new Map<string, Route[]>()
  let longest = 0
  for (const route of routes) {
    const path = pathOf(route) ?? '/'
    const isExact = isExactly(route)
    const key = isExact ? path : withoutSlash(path)
    const map = isExact ? exact : prefix
    addTo(map, key, route)
    if (!isExact && key.length > longest) longest = key.length
  }
  return { host, routes, exact, prefix, longest }
}

export function isExactly({ match }: Route): boolean {
  return match?.pathType === 'Exact'
}

/** A Prefix ignores the slash at its end. */
export function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path
}

/** Rules that speak of this host, the most specific first. */
export function levelsOf({ hosts, wildcards, hostless }: RouteIndex, host: string | null): readonly HostRules[] {
  if (host === null) return [hostless]
  const dot = host.indexOf('.')
  const exact = hosts.get(host)
  const wildcard = dot > 0 ? wildcards.get(host.slice(dot)) : undefined
  return [...(exact ? [exact] : []), ...(wildcard ? [wildcard] : []), hostless]
}

/** Every rule that matches a path, the best first: Exact, then the longest Prefix, element by element. */
export function* matching({ exact, prefix, longest }: HostRules, path: string): Generator<Route> {
  yield* exact.get(path) ?? []
  const whole = withoutSlash(path)
  let end = whole.length
  if (end > longest) end = whole.lastIndexOf('/', longest)
  for (; end >= 0; end = whole.lastIndexOf('/', end - 1)) {
    yield* prefix.get(whole.slice(0, end)) ?? []
    // lastIndexOf takes a negative start for 0.
    if (end === 0) return
  }
}
