/**
 * Which TLS options a connection has: those of the routers of the host that its handshake names. Where routers of a host
 * differ in them, none of these count for any of them; nor do those of a router whose rule names no host.
 * https://github.com/traefik/traefik/blob/v3.7/pkg/server/aggregator.go (resolveHTTPTLSOptions)
 */
import type { Router } from '../config/types.js'
import { namesIn, readRule } from '../rule/read.js'

/** Of a router that names none, and of a host that nobody names. */
export const usualOptions = 'default'

type Listening = Pick<Router, 'entryPoints' | 'tls' | 'tlsOptions' | 'rule' | 'syntax' | 'over' | 'parents'>

/** Routers whose options do not count at one of their entry points, by that. Those that name no entry points count for ''. */
export function conflictsAmong<R extends Listening>(routers: readonly R[]): ReadonlyMap<string, ReadonlySet<R>> {
  const found = new Map<string, Set<R>>()
  // Most have no options that could differ.
  if (routers.every(({ tlsOptions }) => tlsOptions === undefined)) return found
  const groups = new Map<string, Map<string, R[]>>()
  const lose = (entryPoint: string, router: R) =>
    found.set(entryPoint, (found.get(entryPoint) ?? new Set<R>()).add(router))
  for (const router of routers.filter(isAsked)) {
    const hosts = hostsNamed(router)
    for (const entryPoint of placesOf(router)) {
      if (hosts.length === 0 && router.tlsOptions !== undefined) lose(entryPoint, router)
      for (const host of hosts) {
        const key = JSON.stringify([entryPoint, host])
        const own = groups.get(key) ?? new Map<string, R[]>()
        const options = router.tlsOptions ?? usualOptions
        const alike = own.get(options)
        if (alike === undefined) own.set(options, [router])
        else alike.push(router)
        groups.set(key, own)
      }
    }
  }
  for (const [key, own] of groups) {
    const [entryPoint = ''] = JSON.parse(key) as string[]
    if (own.size > 1) for (const router of [...own.values()].flat()) lose(entryPoint, router)
  }
  return found
}

/**
 * @returns an entry point (null: any) and the name in a handshake → the name of the options; of a host and a wildcard that
 * are equally long both, since chance decides which of the two is tried first
 */
export function optionsByHost(
  routers: readonly Router[],
): (entryPoint: string | null, host: string) => readonly [string, ...string[]] {
  const conflicts = conflictsAmong(routers)
  const named = new Set<string>()
  const found = new Map<string, string>()
  for (const router of routers)
    if (isAsked(router))
      for (const entryPoint of placesOf(router))
        for (const host of hostsNamed(router))
          for (const place of [entryPoint, null].map((one) => JSON.stringify([one, host]))) {
            named.add(place)
            if (router.tlsOptions !== undefined && !conflicts.get(entryPoint)?.has(router))
              found.set(place, router.tlsOptions)
          }
  const at = (entryPoint: string | null, name: string): string | undefined => {
    const places = [entryPoint, ''].map((place) => JSON.stringify([place, name]))
    const own = places.flatMap((place) => found.get(place) ?? [])[0]
    return own ?? (places.some((place) => named.has(place)) ? usualOptions : undefined)
  }
  return (entryPoint, host) => {
    const wildcard = host.replace(/^[^.]*/, '*')
    const [own, wide] = [at(entryPoint, host), at(entryPoint, wildcard)]
    if (own === undefined || wide === undefined) return [own ?? wide ?? usualOptions]
    return own !== wide && host.length === wildcard.length ? [own, wide] : [own]
  }
}

/** Whether it can serve, is known only later. */
function isAsked({ tls, over, parents }: Listening): boolean {
  return tls && over === undefined && parents.length === 0
}

function placesOf({ entryPoints }: Listening): readonly string[] {
  return entryPoints.length === 0 ? [''] : entryPoints
}

function hostsNamed({ rule, syntax }: Listening): readonly string[] {
  const read = readRule(rule, syntax)
  return 'wrong' in read ? [] : namesIn(read).hosts.map((host) => host.toLowerCase())
}
