/** Routes → one request for each, as a client would send it that wants just this route. */

import type { Gap } from '../../domain/gap.js'
import { bareMask } from '../../domain/masking/words.js'
import { speaksTls } from '../../domain/objects/gateway/listeners.js'
import { nameOf } from '../../domain/objects/ref.js'
import type { TraceRequest } from '../../domain/requests/trace.js'
import { parseRequestUrl } from '../../domain/requests/url.js'
import { pathOf, type Route } from '../../domain/routes/route.js'

/** What of a route says by which URL it is asked. */
export type AskedRoute = Pick<Route, 'source' | 'parents' | 'host' | 'match' | 'addresses'> & {
  readonly tls: object | null
}

/** Where it goes, as {@link parseRequestUrl} has it, and what it must have besides. */
export interface RequestParts extends Pick<TraceRequest, 'scheme' | 'host' | 'sni' | 'target'> {
  /** null: any */
  readonly method: string | null
  readonly headers: ReadonlyMap<string, string>
}

/** What ends a path, also several of them, that is meant as a regular expression and still begins with a path that it matches. */
const openEnds = ['(/|$)', '(.*)', '(.+)', '.*', '$']

/** A host that no rule names: https://www.rfc-editor.org/rfc/rfc2606#section-2 */
export const anyHost = 'any-host.invalid'

/**
 * A wildcard is asked by a name below it, a route without host by its published address, and a path that is a regular
 * expression by the path with which it begins. Routes with the same URL are one request.
 * @returns a gap for each route of which no URL can be made
 */
export function placesOfRoutes(routes: readonly AskedRoute[]): {
  readonly places: readonly RequestParts[]
  readonly gaps: readonly Gap[]
} {
  const hosts = new Set(routes.flatMap(({ host }) => host?.toLowerCase() ?? []))
  const places = new Map<string, RequestParts>()
  const gaps: Gap[] = []
  for (const route of routes) {
    const place = requestOfRoute(route, hosts)
    if ('wrong' in place) gaps.push(gapOf(route, place.wrong))
    else places.set(sameRequest(place), place)
  }
  return { places: [...places.values()], gaps }
}

function sameRequest({ scheme, host, target, method, headers }: RequestParts): string {
  return JSON.stringify([scheme, host, target, method, ...headers])
}

/**
 * One that a client would send that wants just this route.
 * @param hosts that are named, in lower case: a name below a wildcard is none of them
 */
export function requestOfRoute(
  route: AskedRoute,
  hosts: ReadonlySet<string>,
): RequestParts | { readonly wrong: string } {
  if (route.match?.pathType === 'Rule') return { wrong: 'its rule is no path, and no request is made up for it' }
  const path = examplePath(pathOf(route) ?? '/', route.match)
  if (path === null) return { wrong: 'its path is a regular expression, and no request is made up for it' }
  const { method = null, headers = [], query = [] } = route.match ?? {}
  if ([...headers, ...query].some(({ type }) => type !== 'Exact'))
    return { wrong: 'it asks for a value by a regular expression, and no request is made up for it' }
  // As every list of routes shows it, where it may be a password.
  if ([...headers, ...query].some(({ value }) => value === bareMask))
    return { wrong: 'a value that it asks for is masked, and no request is made up for it' }
  const scheme = route.tls === null ? 'http' : 'https'
  const [first] = route.parents
  // Where a listener speaks TLS, it is asked of that one.
  const parent = route.tls === null ? first : (route.parents.find(({ protocol }) => speaksTls(protocol)) ?? first)
  const port = parent === undefined ? '' : `:${parent.port}`
  const asked = query.map(({ name, value }) => `${name}=${value}`).join('&')
  const url = parseRequestUrl(`${scheme}://${hostFor(route, hosts)}${port}${path}${asked === '' ? '' : `?${asked}`}`)
  if ('wrong' in url) return url
  const isGrpc = route.source.kind === 'GRPCRoute'
  const own = new Map(headers.map(({ name, value }) => [name.toLowerCase(), value]))
  return isGrpc
    ? { ...url, method: 'POST', headers: new Map([...own, ['content-type', 'application/grpc']]) }
    : { ...url, method, headers: own }
}

function hostFor({ host, addresses: [first] }: AskedRoute, hosts: ReadonlySet<string>): string {
  if (host === null) return first === undefined ? anyHost : first.includes(':') ? `[${first}]` : first
  if (!host.startsWith('*.')) return host
  let name = `any${host.slice(1)}`
  for (let i = 2; hosts.has(name.toLowerCase()); i++) name = `any-${i}${host.slice(1)}`
  return name
}

/** What an Ingress writes as its path may be a pattern, whatever its type; of a Gateway's route the type says it. */
function examplePath(path: string, match: AskedRoute['match']): string | null {
  if (match?.pathType === 'PathPrefix') return path
  let end = path.length
  for (;;) {
    const found = openEnds.find((one) => path.endsWith(one, end))
    if (found === undefined) break
    end -= found.length
  }
  const start = path.slice(0, end)
  if (/[()*+?[\]^$|\\{}]/.test(start)) return null
  return start === '' ? '/' : start
}

function gapOf({ source, host, match }: AskedRoute, why: string): Gap {
  const message = `${nameOf(source)} ${host ?? '*'}${match?.path ?? ''}: ${why}`
  return { kind: source.kind, namespace: source.namespace, reason: 'invalid', message }
}
