/** Connections and datagrams that are asked about as such, whatever is said there: which routers take them. */
import { onceFor } from '../../../domain/remember.js'
import { portOf } from '../../../domain/requests/host.js'
import type { TraceRequest } from '../../../domain/requests/trace.js'
import type { Router } from '../../../languages/traefik/config/types.js'
import type { Connected } from '../../../languages/traefik/route/connections.js'
import { type ProxyRequest, requestOf } from '../../../languages/traefik/route/request.js'
import type { Routing } from '../../../languages/traefik/route/serve.js'
import type { Arrival } from '../../shared/arrival.js'
import { ownEntryPoints, type TraefikSettings } from '../workload/settings.js'

/** Bytes that begin no TLS come first: of those that do, the name in the handshake decides. */
export function streamTakers(
  routing: Routing,
  settings: TraefikSettings,
  request: TraceRequest,
  arrival: Arrival,
): Connected {
  const { sni, clientAddress } = request
  const entryPoint = entryPointOf(settings, request, arrival)
  const none = { winners: [], untried: [], first: null }
  if (entryPoint === null) return none
  if (request.stream === 'udp') return { ...none, winners: listening(routing, 'udp', entryPoint) }
  const plain = routing.connections.takersOf({ entryPoint, tls: false, clientAddress }, null)
  const isTaken = plain.winners.length + plain.untried.length > 0
  return isTaken || sni === null ? plain : routing.connections.takersOf({ entryPoint, tls: true, clientAddress }, sni)
}

/** Is there anybody at all who takes such at the port. */
export function listensFor(
  routing: Routing,
  settings: TraefikSettings,
  request: TraceRequest,
  arrival: Arrival,
): boolean {
  const entryPoint = entryPointOf(settings, request, arrival)
  return entryPoint !== null && listening(routing, request.stream ?? 'tcp', entryPoint).length > 0
}

/**
 * Of datagrams one router has all that come in by an entry point: the one whose name is the last of the alphabet.
 * https://github.com/traefik/traefik/blob/v3.7/pkg/server/router/udp/router.go (buildEntryPointHandlers)
 */
export function listening(routing: Routing, over: NonNullable<Router['over']>, entryPoint: string): readonly Router[] {
  const known = listenersOf(routing)
  const key = `${over} ${entryPoint}`
  const found = known.get(key) ?? listenersAt(routing, over, entryPoint)
  known.set(key, found)
  return found
}

const listenersOf = onceFor((_: Routing) => new Map<string, readonly Router[]>())

function listenersAt({ config }: Routing, over: Router['over'], entryPoint: string): readonly Router[] {
  const all = config.routers.filter(
    (one) =>
      one.over === over &&
      one.errors.length === 0 &&
      (one.entryPoints.length === 0 ? over === 'udp' : one.entryPoints.includes(entryPoint)),
  )
  if (over === 'tcp') return all
  const plain = ({ name }: Router) => name.replace(/#\d+$/, '')
  const last = all.map(plain).sort().at(-1)
  return all.filter((one) => plain(one) === last)
}

/** A chart calls the ports of its pods as the entry points are called. */
function entryPointOf(
  { entryPoints, udpEntryPoints }: TraefikSettings,
  { stream }: TraceRequest,
  { port, name }: Arrival,
): string | null {
  const all = stream === 'udp' ? udpEntryPoints : entryPoints
  return all.find((one) => (name === null ? one.port === port : one.name === name))?.name ?? null
}

/** Nobody's requests come in by these. */
const inner: ReadonlySet<string> = new Set([...ownEntryPoints, 'metrics'])

/** @returns null: no such request is read, and it is answered with 400 */
export function proxyRequest(request: TraceRequest, settings: TraefikSettings): ProxyRequest | null {
  const { scheme, method, host, target, headers, clientAddress, httpVersion } = request
  if (host === null && httpVersion === '1.1') return null
  const tls = scheme === 'https'
  return requestOf(target, {
    entryPoint: entryPointFor(request, settings),
    tls,
    method,
    hostHeader: host,
    headers,
    clientAddress,
  })
}

/** That of the very port, where clients come in by it, too; else the usual one. */
function entryPointFor(request: TraceRequest, { entryPoints, http, https }: TraefikSettings): string | null {
  const exact = entryPoints.find(({ name, port }) => port === portOf(request) && !inner.has(name))
  return exact?.name ?? (request.scheme === 'https' ? https : http)
}
