/** Routes → one request for each, as a client would send it that wants just this route. */
import { nameOf } from '../../domain/objects/ref.js'
import type { Gap } from '../../domain/ports.js'
import type { TraceRequest } from '../../domain/requests/trace.js'
import { parseRequestUrl } from '../../domain/requests/url.js'
import { pathOf, type Route } from '../../domain/routes/route.js'

/** What of a route says by which URL it is asked. */
export type AskedRoute = Pick<Route, 'source' | 'host' | 'match' | 'addresses'> & { readonly tls: object | null }

/** Where it goes, as {@link parseRequestUrl} has it. */
export type Place = Pick<TraceRequest, 'scheme' | 'host' | 'sni' | 'target'>

/** What ends a path that is meant as a regular expression and still begins with a path that it matches. */
const openEnd = /(?:\(\/\|\$\)|\(\.\*\)|\(\.\+\)|\.\*|\$)+$/

/** A host that no rule names: https://www.rfc-editor.org/rfc/rfc2606#section-2 */
const anyHost = 'any-host.invalid'

/**
 * A wildcard is asked by a name below it, a route without host by its published address, and a path that is a regular
 * expression by the path with which it begins. Routes with the same URL are one request.
 * @returns a gap for each route of which no URL can be made
 */
export function placesOfRoutes(routes: readonly AskedRoute[]): {
  readonly places: readonly Place[]
  readonly gaps: readonly Gap[]
} {
  const hosts = new Set(routes.flatMap(({ host }) => host?.toLowerCase() ?? []))
  const places = new Map<string, Place>()
  const gaps: Gap[] = []
  for (const route of routes) {
    const place = placeOf(route, hosts)
    if ('wrong' in place) gaps.push(gapOf(route, place.wrong))
    else places.set(`${place.scheme}://${place.host}${place.target}`, place)
  }
  return { places: [...places.values()], gaps }
}

function placeOf(route: AskedRoute, hosts: ReadonlySet<string>): Place | { readonly wrong: string } {
  const path = examplePath(pathOf(route) ?? '/')
  if (path === null) return { wrong: 'its path is a regular expression, and no request is made up for it' }
  return parseRequestUrl(`${route.tls === null ? 'http' : 'https'}://${hostFor(route, hosts)}${path}`)
}

function hostFor({ host, addresses: [first] }: AskedRoute, hosts: ReadonlySet<string>): string {
  if (host === null) return first === undefined ? anyHost : first.includes(':') ? `[${first}]` : first
  if (!host.startsWith('*.')) return host
  let name = `any${host.slice(1)}`
  for (let i = 2; hosts.has(name.toLowerCase()); i++) name = `any-${i}${host.slice(1)}`
  return name
}

function examplePath(path: string): string | null {
  const start = path.replace(openEnd, '')
  if (/[()*+?[\]^$|\\{}]/.test(start)) return null
  return start === '' ? '/' : start
}

function gapOf({ source, host, match }: AskedRoute, why: string): Gap {
  const message = `${nameOf(source)} ${host ?? '*'}${match?.path ?? ''}: ${why}`
  return { kind: source.kind, namespace: source.namespace, reason: 'invalid', message }
}
