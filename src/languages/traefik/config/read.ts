/** Entries of the configuration, as the API shows them and as a file has them → what is read of them. */

import { integer, text, texts, type Wire, wire, wires } from '../../values.js'
import { tcpPriorityOf } from '../route/connections.js'
import { usualOptions } from '../route/tls-options.js'
import { snippetWork } from './snippet.js'
import type { Middleware, Origin, Router, Service, Weighted } from './types.js'

/** `NAME` of one provider → `NAME@PROVIDER`, which is how all others call it. */
export function qualified(name: string, of: string): string {
  return name.includes('@') ? name : `${name}@${providerOf(of)}`
}

function allQualified(names: unknown, of: string): readonly string[] {
  const said = texts(names)
  return said.length === 0 ? said : said.map((one) => qualified(one, of))
}

/** @param name `NAME@PROVIDER` */
export function providerOf(name: string): string {
  return name.slice(name.lastIndexOf('@') + 1)
}

/** The length of its rule, in bytes, counts where no priority is said. */
export function priorityOf(rule: string, said: number | null): number {
  return said === null || said === 0 ? new TextEncoder().encode(rule).length : said
}

const both = 'router has both a service and'

/** What is called an error of a router and switches none off: https://github.com/traefik/traefik/blob/v3.7/pkg/server/router/router.go */
const harmless = new RegExp(`^(?:${both}|entryPoint |cyclic reference)`)

/** Long rules are cut by their reader. */
export function readRouter(name: string, entry: Wire): Router {
  const rule = text(entry.rule) ?? ''
  const metadata = wire(wire(entry.observability).metadata)
  const errors = texts(entry.error)
  const parents = allQualified(entry.parentRefs, name)
  // It is called an error, and those behind it decide all the same, unless it stands behind others itself.
  const isRoot = parents.length === 0
  const isParent = isRoot && errors.some((one) => one.startsWith(both)) && errors.every((one) => harmless.test(one))
  const isOff = entry.status === 'disabled' ? !isParent : !isRoot && errors.length > 0
  const router = {
    name,
    entryPoints: texts(entry.entryPoints),
    rule,
    syntax: text(entry.ruleSyntax) === 'v2' ? ('v2' as const) : ('v3' as const),
    priority: priorityOf(rule, integer(entry.priority)),
    tls: entry.tls !== undefined && entry.tls !== null,
    middlewares: allQualified(entry.middlewares, name),
    service: text(entry.service) && !isParent ? qualified(text(entry.service) ?? '', name) : '',
    parents,
    errors: isOff ? [...errors, 'it is disabled'] : [],
    origin: originOf(wire(metadata.ingress)),
  }
  const tlsOptions = optionsIn(name, entry)
  // One that is put together of two takes twice the room, and of these there are thousands.
  return tlsOptions === null ? router : { ...router, tlsOptions }
}

/** Of a router that lost its options to others that differ, only its name tells. */
function optionsIn(name: string, { tls, entryPoints }: Wire): string | null {
  const said = text(wire(tls).options) ?? ''
  const isLost = texts(entryPoints).some((one) => name.startsWith(`${one}-conflicted-`))
  if (said === '' || said === usualOptions) return null
  return isLost ? usualOptions : qualified(said, name)
}

/** Of connections, and of datagrams. */
export type Over = NonNullable<Router['over']>

/** One of connections or datagrams: its name begins with `tcp/` or `udp/`, for one of requests may be called as it is. */
export function readStreamRouter(over: Over, name: string, entry: Wire): Router {
  const own = readRouter(name, entry)
  return {
    ...own,
    name: streamName(over, name),
    service: streamName(over, own.service),
    middlewares: own.middlewares.map((one) => streamName(over, one)),
    priority: over === 'udp' ? 0 : tcpPriorityOf(own.rule, integer(entry.priority)),
    over,
    ...(wire(entry.tls).passthrough === true && { passthrough: true }),
  }
}

export function streamName(over: Over, name: string): string {
  return `${over}/${name}`
}

/** Without what tells it from one of requests. */
export function plainName(name: string): string {
  return name.replace(/^(?:tcp|udp)\//, '')
}

export function readStreamService(over: Over, name: string, entry: Wire): Service {
  const own = readService(name, entry)
  const weighted = own.weighted?.map(({ name: part, weight }) => ({ name: streamName(over, part), weight })) ?? null
  return { ...own, name: streamName(over, name), weighted }
}

/** Section of an answer of the API → what its entries are of; undefined: of requests, or nothing that is read. */
export const streamSections: Readonly<
  Record<string, { readonly over: Over; readonly is: 'router' | 'service' | 'middleware' }>
> = {
  tcpRouters: { over: 'tcp', is: 'router' },
  tcpServices: { over: 'tcp', is: 'service' },
  tcpMiddlewares: { over: 'tcp', is: 'middleware' },
  udpRouters: { over: 'udp', is: 'router' },
  udpServices: { over: 'udp', is: 'service' },
}

function originOf({ kind, namespace, name }: Wire): Origin | null {
  const found = { kind: text(kind) ?? 'Ingress', namespace: text(namespace) ?? '', name: text(name) ?? '' }
  return found.name === '' ? null : found
}

export function readService(name: string, entry: Wire): Service {
  const balancer = wire(entry.loadBalancer)
  const isBalancer = entry.loadBalancer !== undefined
  const of = wire(wire(wire(entry.observability).metadata).kubernetes)
  const among = entry.weighted ?? entry.highestRandomWeight
  const other = text(wire(entry.mirroring).service) ?? text(wire(entry.failover).service)
  return {
    name,
    servers: isBalancer
      ? wires(balancer.servers).flatMap((one) =>
          one.fenced === true ? [] : serverOf(text(one.url), text(one.address)),
        )
      : null,
    weighted: among === undefined ? null : wires(wire(among).services).map((one) => weightedOf(one, name)),
    instead: other === null ? null : qualified(other, name),
    ...spareOf(wire(entry.failover), name),
    middlewares: allQualified(entry.middlewares, name),
    of:
      text(of.name) === null
        ? null
        : { namespace: text(of.namespace) ?? '', name: text(of.name) ?? '', port: text(of.port) ?? '' },
    sticky: wire(wire(balancer.sticky).cookie).name !== undefined,
    ...speechOf(balancer),
  }
}

function spareOf({ fallback, errors }: Wire, of: string): Pick<Service, 'spare'> {
  const spare = text(fallback)
  return spare === null ? {} : { spare: { name: qualified(spare, of), status: texts(wire(errors).status) } }
}

/** Of several schemes none is told. */
function speechOf({ servers, passHostHeader, serversTransport }: Wire): Pick<Service, 'speech'> {
  const schemes = new Set(
    wires(servers).flatMap(({ url }) => /^[a-z0-9+.-]+(?=:\/\/)/i.exec(text(url) ?? '')?.[0] ?? []),
  )
  const [scheme] = schemes
  if (scheme === undefined || schemes.size > 1) return {}
  return {
    speech: { scheme, passesHost: passHostHeader !== false, hasTransport: (text(serversTransport) ?? '') !== '' },
  }
}

function weightedOf(entry: Wire, of: string): Weighted {
  return { name: qualified(text(entry.name) ?? '', of), weight: Math.max(0, integer(entry.weight) ?? 1) }
}

/** @param plain of a server of connections */
function serverOf(url: string | null, plain: string | null): string[] {
  if (plain !== null) return [plain]
  const [, address] = /^[a-z0-9+.-]+:\/\/(?:[^/?#@]*@)?([^/?#@]+)/i.exec(url ?? '') ?? []
  return address === undefined ? [] : [address]
}

/** Fields that are no work of theirs. */
const about = new Set(['status', 'usedBy', 'error'])

/** @returns null: it does nothing that is known here */
export function readMiddleware(name: string, entry: Wire): Middleware | null {
  const kind = Object.keys(entry).find((field) => !about.has(field))
  return kind === undefined ? null : { name, kind, settings: kept(kind, wire(entry[kind])) }
}

/** Of several things that one does before connections, the last of these counts. */
const ofConnections = ['inFlightConn', 'ipWhiteList', 'ipAllowList']

/** @returns null: it does nothing that is known here */
export function readStreamMiddleware(over: Over, name: string, entry: Wire): Middleware | null {
  const kind = ofConnections.findLast((field) => entry[field] !== undefined)
  return kind === undefined ? null : readMiddleware(streamName(over, name), { [kind]: entry[kind] })
}

/** Those by which a proxy answers what browsers ask before they ask. */
export const corsFields: readonly string[] = [
  ...['accessControlAllowCredentials', 'accessControlAllowHeaders', 'accessControlAllowMethods'],
  ...['accessControlAllowOriginList', 'accessControlAllowOriginListRegex', 'accessControlExposeHeaders'],
  ...['accessControlMaxAge', 'addVaryHeader'],
]

/** Of each kind the fields that decide where a request goes; passwords and keys are in none of them. */
const fields: Readonly<Record<string, readonly string[]>> = {
  redirectScheme: ['scheme', 'port', 'permanent'],
  redirectRegex: ['regex', 'replacement', 'permanent', 'statusCode'],
  stripPrefix: ['prefixes', 'forceSlash'],
  stripPrefixRegex: ['regex'],
  addPrefix: ['prefix'],
  replacePath: ['path'],
  replacePathRegex: ['regex', 'replacement'],
  rewriteTarget: ['regex', 'replacement'],
  chain: ['middlewares'],
  forwardAuth: ['address'],
  ipAllowList: ['sourceRange', 'rejectStatusCode'],
  ipWhiteList: ['sourceRange'],
  inFlightConn: ['amount'],
  inFlightReq: ['amount'],
  errors: ['status', 'service'],
  appRoot: ['path'],
  headers: [...corsFields, 'allowedHosts', 'hostsProxyHeaders'],
  requestRedirect: ['scheme', 'hostname', 'port', 'path', 'pathPrefix', 'statusCode'],
  URLRewrite: ['hostname', 'path', 'pathPrefix'],
}

/** Of snippets no more is kept than what they do. */
function kept(kind: string, settings: Wire): Wire {
  if (kind === 'snippet')
    return {
      ...(settings.auth !== undefined && { auth: { address: text(wire(settings.auth).address) } }),
      ...{ work: [settings.serverSnippet, settings.configurationSnippet].map((one) => snippetWork(text(one) ?? '')) },
    }
  return Object.fromEntries((fields[kind] ?? []).flatMap((name) => (name in settings ? [[name, settings[name]]] : [])))
}
