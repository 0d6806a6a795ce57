/**
 * Which TLS options a connection has: those of the routers of the host that its handshake names. Where routers of a host
 * differ in them, none of these count for any of them; nor do those of a router whose rule names no host.
 * https://github.com/traefik/traefik/blob/v3.7/pkg/server/aggregator.go (resolveHTTPTLSOptions)
 */
import type { Router } from '../config/types.js'
import { readRule } from '../rule/read.js'
import { namesIn } from '../rule/rule.js'

/** Of a router that names none, of a host that nobody names, and by name of one that lost its own to others that differ. */
export const usualOptions = 'default'

/** What Traefik says of a router whose options are not there, or cannot be made. */
export const noOptions = 'unknown TLS options'
const brokenOptions = 'building TLS config'

/** Whose connections end in the handshake. */
export function isCutOff({ errors }: Pick<Router, 'errors'>): boolean {
  return errors.some((one) => one.includes(noOptions) || one.includes(brokenOptions))
}

type Listening = Pick<Router, 'name' | 'entryPoints' | 'tls' | 'tlsOptions' | 'rule' | 'syntax' | 'over' | 'parents'>

/** Routers whose options do not count at one of their entry points, by that. Those that name no entry points count for ''. */
export function conflictsAmong<R extends Listening>(routers: readonly R[]): ReadonlyMap<string, ReadonlySet<R>> {
  const found = new Map<string, Set<R>>()
  // Most have no options that could differ.
  if (routers.every(({ tlsOptions }) => tlsOptions === undefined)) return found
  const groups = new Map<string, Map<string, R[]>>()
  const lose = (entryPoint: string, router: R) =>
    found.set(entryPoint, (found.get(entryPoint) ?? new Set<R>()).add(router))
  // One that stands behind others is among them, though it may ask for no TLS.
  for (const router of routers.filter((one) => one.tls && one.over === undefined && one.tlsOptions !== usualOptions)) {
    const hosts = hostsNamed(router)
    // Of a rule that cannot be read nobody looks at its options.
    if (hosts === null) continue
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

/** Of connections by the name in their handshake, and of each router: one answers 421 to connections that have others. */
export interface Options {
  /** Those that are not there: connections that should have them end in the handshake. */
  readonly missing: ReadonlySet<string>
  /**
   * @param entryPoint null: any
   * @returns several: chance decides. So it does where routers of a host lost theirs for another host of theirs, where all of
   * a host have the name of others, so that they may not be there, and of a host and a wildcard that are equally long
   */
  of(entryPoint: string | null, host: string): readonly [string, ...string[]]
  ofRouter(entryPoint: string | null, router: Router): string
}

/** @param noneSeen names of which it is known that there are none; of others routers tell */
export function optionsOf(routers: readonly Router[], noneSeen: ReadonlySet<string> = new Set()): Options {
  const conflicts = conflictsAmong(routers)
  const found = new Map<string, Set<string>>()
  const sure = new Set<string>()
  const shared = sharedNames(routers)
  const ofRouter = (entryPoint: string | null, router: Router) =>
    conflicts.get(entryPoint ?? '')?.has(router) ? usualOptions : (router.tlsOptions ?? usualOptions)
  for (const router of routers)
    if (isAsked(router))
      for (const entryPoint of placesOf(router))
        for (const host of hostsNamed(router) ?? [])
          for (const place of [entryPoint, null].map((one) => JSON.stringify([one, host]))) {
            found.set(place, (found.get(place) ?? new Set<string>()).add(ofRouter(entryPoint, router)))
            if (!shared.has(nameInside(router))) sure.add(place)
          }
  const places = (entryPoint: string | null, name: string) =>
    [entryPoint, ''].map((place) => JSON.stringify([place, name]))
  const at = (entryPoint: string | null, name: string) =>
    places(entryPoint, name).flatMap((place) => [...(found.get(place) ?? [])])
  return {
    ofRouter,
    missing: new Set(
      [
        ...noneSeen,
        ...routers.flatMap((one) =>
          one.tlsOptions !== undefined && one.over === undefined && isCutOff(one) ? one.tlsOptions : [],
        ),
      ].filter((one) => one !== usualOptions),
    ),
    of: (entryPoint, host) => {
      const wildcard = host.replace(/^[^.]*/, '*')
      const [own, wide] = [at(entryPoint, host), at(entryPoint, wildcard)]
      const isSure = places(entryPoint, host).some((one) => sure.has(one))
      const others = isSure ? [] : wide.length === 0 && own.length > 0 ? [usualOptions] : wide
      const both = host.length === wildcard.length ? [...own, ...wide] : [...own, ...others]
      const [first = usualOptions, ...more] = new Set(both)
      return [first, ...more]
    },
  }
}

/** Of those that have one name all but one are lost. */
function sharedNames(routers: readonly Pick<Router, 'name'>[]): ReadonlySet<string> {
  return new Set(routers.flatMap((router) => (nameInside(router) === router.name ? [] : nameInside(router))))
}

function nameInside({ name }: Pick<Router, 'name'>): string {
  return name.replace(/#\d+$/, '')
}

/** Whether it can serve, is known only later: so one that stands behind others is asked, too, where it names entry points itself. */
function isAsked({ tls, over, parents, entryPoints }: Listening): boolean {
  return tls && over === undefined && (parents.length === 0 || entryPoints.length > 0)
}

function placesOf({ entryPoints }: Listening): readonly string[] {
  return entryPoints.length === 0 ? [''] : entryPoints
}

/** Looked for in either syntax, whatever the rule is meant for. @returns null: it cannot be read at all */
export function hostsNamed({ rule, syntax }: Pick<Router, 'rule' | 'syntax'>): readonly string[] | null {
  const own = readRule(rule, syntax, true)
  const read = 'wrong' in own ? readRule(rule, syntax === 'v2' ? 'v3' : 'v2', true) : own
  return 'wrong' in read ? null : namesIn(read).hosts.map((host) => host.toLowerCase())
}
