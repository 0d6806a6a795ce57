/** Does a request that asks for one match get there: where the tables of a port alone do not tell. */
import type { GatewayProfile } from '../../domain/gateway/profile.js'
import { speaksTls } from '../../domain/objects/gateway/listeners.js'
import { fullName, othersThan } from '../../domain/objects/ref.js'
import { urlOf } from '../../domain/requests/host.js'
import type { TraceRequest } from '../../domain/requests/trace.js'
import { type Fate, undefinedWinner } from '../../domain/routes/fate.js'
import { covers } from './attachment/hostnames.js'
import type { PlannedListener } from './attachment/listeners.js'
import type { Port } from './candidates.js'
import { equalRank } from './chance.js'
import { choose } from './choose.js'
import type { Match } from './matching/matches.js'
import { askedOf } from './matching/request.js'
import { hostsFor } from './matching/tables.js'
import type { Counter } from './trace.js'
import type { PlannedGateway } from './world.js'

/** Where a match has its requests. */
export interface HostAtListener {
  readonly gateway: PlannedGateway
  readonly listener: PlannedListener
  /** null: any */
  readonly hostname: string | null
}

/**
 * A handshake comes first, a path is not compared as it is written, or other hostnames count for as much as its own.
 * @returns null: the tables tell it, or no request can be made up for it
 */
export function probed(counter: Counter, port: Port, place: HostAtListener, match: Match): Fate | null {
  const { profile } = counter
  let lost: Fate | null = null
  for (const request of requestsFor(place, match)) {
    const asked = askedOf(request, profile)
    if ('status' in asked) return null
    if (!isDoubtful(port, place, match, profile)) return null
    const choice = choose(port, asked, profile)
    if ('status' in choice) {
      lost ??= { is: 'never-matches', to: null, why: choice.why }
      continue
    }
    if (!choice.table.listeners.includes(place.listener) && hasNamed(port, place, profile)) return null
    const won = counter.winner(choice, asked)
    const winner = won?.match
    if (winner === match) return { is: 'served' }
    const own = choice.hosts.flatMap((host) => host.near(asked.path)).find((one) => one.match === match)
    if (won && own && won.match.rule !== match.rule && counter.ranking.criterion(won, own) === null) {
      const { source } = won.match.rule
      return undefinedWinner(othersThan(null, [match.rule.source, source]), equalRank(match.rule.source, [source]))
    }
    // Requests of other methods are left.
    if (!match.isStream && match.method === null && winner?.method) return null
    const by = winner?.rule
    // What another match of its route has may be all that is taken from it: the next request tells.
    if (by?.route === match.rule.route) continue
    const url = urlOf(request)
    lost ??=
      by === undefined
        ? { is: 'never-matches', to: null, why: `not even a request for ${url} fits it` }
        : { is: 'never-matches', to: by.source, why: `${fullName(by.source)} has ${url}` }
  }
  return lost
}

/** Is a host below the wildcard named in full by a route of the listener: where what it lacks falls to the wildcard. */
function hasNamed({ tables }: Port, { listener, hostname }: HostAtListener, { listeners }: GatewayProfile): boolean {
  const table = tables.find((one) => one.listeners.includes(listener))
  const isBelow = (one: string | null) =>
    one !== null && one !== hostname && !one.startsWith('*.') && covers(hostname, one)
  return listeners.fallsThrough && [...(table?.hosts.keys() ?? [])].some(isBelow)
}

function isDoubtful(
  port: Port,
  { listener, hostname }: HostAtListener,
  { path }: Match,
  profile: GatewayProfile,
): boolean {
  if (speaksTls(listener.protocol) || path.value.includes('%')) return true
  if (profile.order[0] === 'hostname') return false
  const table = port.tables.find(({ listeners }) => listeners.includes(listener))
  const host = hostname?.replace('*', below) ?? null
  return table !== undefined && hostsFor(table, { host, hostSent: host }, profile).length > 1
}

/** A name that nobody has, and so has a path. */
const below = 'any-host-of-nobody'

/** Expressions that take one of them leave another. */
const belowPrefixes = [below, 'q', '0~']

/**
 * Its own path and, of a prefix, the same without its slash and some below it; none: it asks for a value or a path by a
 * pattern, or goes by its port alone.
 */
export function requestsFor({ listener, hostname }: Omit<HostAtListener, 'gateway'>, match: Match): TraceRequest[] {
  const { path, method, headers, query, grpc } = match
  const isSecure = speaksTls(listener.protocol)
  const patterns = [path, ...headers, ...query].some(({ type }) => type === 'RegularExpression')
  if (grpc !== null || patterns || !(isSecure || listener.protocol === 'HTTP')) return []
  const host = hostname === null ? `${below}.invalid` : hostname.replace('*', below)
  const search = query.map(({ name, value }) => `${name}=${value}`).join('&')
  const bare = path.value.replace(/\/$/, '')
  const deeper = belowPrefixes.map((name) => `${bare}/${name}`)
  const paths = path.type === 'Exact' ? [path.value] : [...new Set([path.value, bare || '/', ...deeper])]
  return paths.map((one) => ({
    scheme: isSecure ? 'https' : 'http',
    method: method ?? 'GET',
    host,
    target: search === '' ? one : `${one}?${search}`,
    headers: new Map(headers.map(({ name, value }) => [name.toLowerCase(), value])),
    clientAddress: null,
    httpVersion: '1.1',
    sni: isSecure ? host : null,
    port: listener.port,
  }))
}
