/** Which routes a request is held against: by its port, by the name in the handshake, by its Host. */

import type { GatewayProfile } from '../../domain/gateway/profile.js'
import { speaksTls } from '../../domain/objects/gateway/listeners.js'
import { nameOf, type Ref } from '../../domain/objects/ref.js'
import type { Attachment } from './attachment/attach.js'
import { bySpecificity, covers } from './attachment/hostnames.js'
import type { PlannedListener } from './attachment/listeners.js'
import type { Asked } from './matching/request.js'
import { type HostTable, hostsFor, type Table } from './matching/tables.js'
import type { World } from './world.js'

/** The routes of one port. */
export interface PortTables {
  readonly tables: readonly Table[]
  /** that can serve: no fault, and a certificate where one is needed */
  readonly listeners: readonly PlannedListener[]
  /** one server has the port for all Gateways, and listens there whether a listener can serve or not */
  readonly isShared: boolean
  /** there it looks into handshakes, also those that would be passed on by their port alone */
  readonly readsHandshakes: boolean
}

export type Choice =
  | {
      readonly table: Table
      /** the most specific that has the host; null: the routes decide */
      readonly listener: PlannedListener | null
      /** the most specific first; where nothing falls through, the first alone */
      readonly hosts: readonly HostTable[]
    }
  /** `status` null: the connection ends */
  | { readonly status: 404 | 421 | null; readonly why: string }

export function choose(port: PortTables, asked: Asked, profile: GatewayProfile): Choice {
  const { tables, listeners, isShared, readsHandshakes } = port
  const isSecure = asked.request.scheme === 'https'
  if (profile.listeners.closesIdlePorts && tables.every(({ hosts }) => hosts.size === 0))
    return { status: null, why: `nothing listens at port ${asked.port}, for it has no routes` }
  if (asked.request.stream !== undefined) return chooseStream(tables, listeners, asked, profile)
  // Whatever is said at such a port, nobody looks into it, unless one server has all ports and may know better.
  const passing = tables.filter(({ hosts }) => !isShared || (hosts.size > 0 && !(isSecure && readsHandshakes)))
  const stream = passing.flatMap((one) => one.listeners).find(({ protocol }) => protocol === 'TCP')
  if (stream !== undefined) return within(tables, stream, { host: null, hostSent: null }, profile)
  const fitting = listeners.filter(
    ({ protocol }) => protocol !== 'UDP' && protocol !== 'TCP' && speaksTls(protocol) === isSecure,
  )
  // Where one server has the port for all, it speaks both, and has no route for it.
  if (fitting.length === 0 && isShared)
    return { status: 404, why: `no route at port ${asked.port} is for ${asked.request.scheme}` }
  if (fitting.length === 0)
    return {
      status: null,
      why:
        listeners.length === 0
          ? `nothing listens at port ${asked.port}`
          : `port ${asked.port} does not speak ${asked.request.scheme}`,
    }
  return isSecure ? chooseSecure(tables, fitting, asked, profile) : chooseByHost(tables, fitting, asked, profile)
}

/** Bytes go by the port alone, or by the name of a handshake; where requests are read, nobody knows what to do with them. */
function chooseStream(
  tables: readonly Table[],
  listeners: readonly PlannedListener[],
  asked: Asked,
  profile: GatewayProfile,
): Choice {
  const { request, port, sni } = asked
  const isUdp = request.stream === 'udp'
  const own = listeners.filter(({ protocol }) => (protocol === 'UDP') === isUdp)
  const [first] = own
  if (first === undefined) return { status: null, why: `nothing listens at port ${port} for ${isUdp ? 'UDP' : 'TCP'}` }
  const plain = own.find(({ protocol }) => protocol === 'TCP' || protocol === 'UDP')
  if (plain !== undefined) return within(tables, plain, { host: null, hostSent: null }, profile)
  const sealed = own.filter(({ protocol }) => speaksTls(protocol))
  const protocols = [...new Set(own.map(({ protocol }) => protocol))].sort()
  if (!protocols.includes('TLS'))
    return {
      status: null,
      why: `port ${port} speaks ${protocols.join(' and ')}: ask it for ${protocols.join(' or ').toLowerCase()}://`,
    }
  const choice = chooseSecure(tables, sealed, { ...asked, host: sni, hostSent: sni }, profile)
  const isRead = 'table' in choice ? !isOfTls(choice.table) : choice.status !== null
  if (!isRead) return choice
  return { status: null, why: `what comes for ${sni ?? 'no name'} is read as requests: ask port ${port} for https://` }
}

/**
 * The TLSRoute for which clients have to name a protocol of HTTP in their handshake, wherever no route has the name in
 * full, where the profile has it so (tlsRoutesWantAlpn).
 * @returns null: they need not
 */
export function wantingAlpn({ attachments, gateways }: World, profile: GatewayProfile): Ref | null {
  const isOwn = ({ gateway }: Attachment) => gateways.get(nameOf(gateway))?.profile === profile
  const found = attachments.find((one) => one.route.kind === 'TLSRoute' && one.taken.length > 0 && isOwn(one))
  return profile.listeners.tlsRoutesWantAlpn && found ? found.source : null
}

/** The most specific listener of a name; none: undefined. */
function best(listeners: readonly PlannedListener[], name: string | null): PlannedListener | undefined {
  return listeners
    .filter(({ hostname }) => covers(hostname, name))
    .sort((a, b) => bySpecificity(a.hostname, b.hostname))[0]
}

type Named = Pick<Asked, 'host' | 'hostSent'>

function within(tables: readonly Table[], listener: PlannedListener, host: Named, profile: GatewayProfile): Choice {
  const table = tables.find(({ listeners }) => listeners.includes(listener))
  if (table === undefined) return { status: 404, why: 'the listener has no routes' }
  return { table, listener: table.listeners.length === 1 ? listener : null, hosts: levels(table, host, profile) }
}

function levels(table: Table, host: Named, profile: GatewayProfile): HostTable[] {
  const all = hostsFor(table, host, profile)
  return profile.listeners.fallsThrough ? all : all.slice(0, 1)
}

function chooseByHost(
  tables: readonly Table[],
  listeners: readonly PlannedListener[],
  asked: Asked,
  profile: GatewayProfile,
): Choice {
  const { host } = asked
  const [first] = listeners
  const chosen = profile.listeners.isolated ? best(listeners, host) : first
  if (chosen === undefined) return { status: 404, why: `no listener has the host ${host ?? '(none)'}` }
  return within(tables, chosen, asked, profile)
}

function chooseSecure(
  tables: readonly Table[],
  listeners: readonly PlannedListener[],
  asked: Asked,
  profile: GatewayProfile,
): Choice {
  const { host, sni } = asked
  const shaken: Named = { host: sni, hostSent: sni }
  const { misdirected, unknownSni } = profile.listeners
  const [first] = listeners
  const reset = { status: null, why: `no listener has the name ${sni ?? '(none)'} of the handshake` } as const
  const [web, stream] = tablesOfTls(tables)
  if (misdirected === 'served') return chooseServed(web, stream, asked, profile)
  const isByListener = misdirected === 'specified'
  const named = best(isByListener ? listeners : listeners.filter(({ protocol }) => protocol === 'HTTPS'), sni)
  const [read] = misdirected === 'refused' && web ? hostsFor(web, shaken, profile) : [named]
  const [passed] = !isByListener && stream ? hostsFor(stream, shaken, profile) : []
  const isFirst = !read || !passed || bySpecificity(passed.hostname, read.hostname) <= 0
  if (stream && passed && isFirst) return { table: stream, listener: null, hosts: levels(stream, shaken, profile) }
  if (misdirected === 'refused') {
    if (!web || !read) return reset
    if (host !== sni) return { status: 421, why: `the handshake was for ${sni ?? 'no name'}` }
    return { table: web, listener: null, hosts: levels(web, asked, profile) }
  }
  if (named === undefined) return unknownSni === 'reset' || !first ? reset : within(tables, first, asked, profile)
  // What is passed on as it is nobody looks into.
  if (named.protocol === 'TLS') return within(tables, named, shaken, profile)
  if (misdirected === 'specified') {
    const meant = best(listeners, host)
    if (meant === undefined) return { status: 404, why: `no listener has the host ${host ?? '(none)'}` }
    if (meant !== named)
      return { status: 421, why: `the handshake was for ${sni ?? 'no name'}, whose listener is another one` }
  }
  return within(tables, named, asked, profile)
}

/** What is read at a port where TLS is spoken, and what goes by the name of the handshake alone. */
function tablesOfTls(tables: readonly Table[]): readonly [web: Table | undefined, stream: Table | undefined] {
  const isRead = ({ listeners }: Table) => listeners.some(({ protocol }) => protocol === 'HTTPS')
  return [tables.find(isRead), tables.find(isOfTls)]
}

function isOfTls({ listeners }: Table): boolean {
  return listeners.some(({ protocol }) => protocol === 'TLS')
}

/**
 * One server for all: routes of requests come first that have the very name of the handshake, then those of connections,
 * and of both those last that take every name.
 */
function chooseServed(
  web: Table | undefined,
  stream: Table | undefined,
  asked: Asked,
  profile: GatewayProfile,
): Choice {
  const { sni } = asked
  const passed = stream ? levels(stream, { host: sni, hostSent: sni }, profile) : []
  if (stream && passed.length > 0 && !isReadFirst(web, passed, sni))
    return { table: stream, listener: null, hosts: passed }
  return web
    ? { table: web, listener: null, hosts: levels(web, asked, profile) }
    : { status: 404, why: `no route has the name ${sni ?? '(none)'} of the handshake` }
}

/** @param passed of connections, the hostnames that cover the name */
function isReadFirst(web: Table | undefined, passed: readonly HostTable[], sni: string | null): boolean {
  if (web === undefined) return false
  if (sni !== null && web.hosts.has(sni)) return true
  // One whose route names no host in full takes every name.
  const isForAll = ({ candidates }: HostTable) =>
    candidates.some(({ hostnames }) => hostnames.every((one) => one.startsWith('*.')))
  return !passed[0]?.hostname && [...web.hosts.values()].some(isForAll)
}
