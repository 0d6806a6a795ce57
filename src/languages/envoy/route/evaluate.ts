/** What Envoy does with a request, as far as its configuration decides: listener, chain, virtual host, route, cluster. */
import type { Chain, Connection, EnvoyConfig, Listener, Route, RouteTable, VirtualHost } from '../config/types.js'
import { headerOf, type Miss, matches } from '../match/match.js'
import { chooseChain } from './chains.js'
import { type Arrived, domainOf, type Request, readRequest } from './request.js'
import { passedOn, type Result, resultOf } from './result.js'

export interface Outcome {
  readonly listener: Listener | null
  readonly chain: Chain | null
  readonly table: RouteTable | null
  readonly virtualHost: VirtualHost | null
  readonly route: Route | null
  /** what the routes were asked with; null: nothing came so far */
  readonly arrived: Arrived | null
  /** kinds of filters that may answer before the route does */
  readonly guards: readonly string[]
  readonly result: Result
}

/** A route that did not get a request, in the order in which it would have been tried. */
export interface Passed {
  readonly route: Route
  readonly virtualHost: VirtualHost
  /**
   * - `later`: it matches, and another one was tried before
   * - `host`: it matches, and a virtual host with a more specific domain answers
   * - `miss`: it does not match
   */
  readonly why: { readonly is: 'later' } | { readonly is: 'host' } | { readonly is: 'miss'; readonly miss: Miss }
}

/** What a script that stands before the routes answers: a status, null for nothing, undefined where it is not known. */
export type Scripts = (source: string, request: Request, arrived: Arrived) => number | null | undefined

export class Evaluator {
  readonly #config: EnvoyConfig
  readonly #scripts: Scripts

  constructor(config: EnvoyConfig, scripts: Scripts = () => undefined) {
    this.#config = config
    this.#scripts = scripts
  }

  answer(request: Request): Outcome {
    const { listeners, routeTables } = this.#config
    const isTls = request.scheme === 'https'
    const { port, sni, isUdp = false } = request
    const chosen = chooseChain(listeners, { port, isTls, isUdp, sni })
    const nothing = {
      listener: null,
      chain: null,
      table: null,
      virtualHost: null,
      route: null,
      arrived: null,
      guards: [],
    }
    if (chosen.is === 'refused')
      return { ...nothing, result: { is: 'closed', why: `nothing listens on ${request.port}` } }
    const { listener } = chosen
    if (chosen.is === 'closed') return { ...nothing, listener, result: { is: 'closed', why: chosen.why } }
    if (chosen.is === 'untried')
      return { ...nothing, listener, result: unknown(`a filter chain hangs on ${chosen.what}`) }
    const { chain } = chosen
    const met = { ...nothing, listener, chain, guards: chain.enders }
    if (chain.target.is === 'other') return { ...met, result: unknown(`${chain.target.what} takes the connection`) }
    if (chain.target.is === 'tcp') return { ...met, result: passedOn(chain.target.clusters, this.#config) }
    if (request.isBytes === true) return { ...met, result: { is: 'closed', why: 'requests of HTTP are read there' } }
    const { connection } = chain.target
    const read = readRequest(request, connection)
    if (read.is === 'answered') {
      const { status, location, why } = read
      return { ...met, result: { is: 'status', status, location, why } }
    }
    const { arrived } = read
    const table = tableOf(connection, routeTables)
    if (table === undefined) return { ...met, arrived, result: unknown('its routes are found in another way') }
    return { ...met, arrived, ...this.#route(request, connection, table, arrived, chain.enders) }
  }

  /** Everything else that the table has for such a request: what comes later, what a virtual host hides, what misses. */
  *passed({ table, route, virtualHost, arrived }: Outcome): Generator<Passed> {
    if (table === null || arrived === null) return
    for (const host of table.domains.all(domainOf(arrived.authority, table.ignoresPort)))
      for (const one of host.routes) {
        if (one === route) continue
        const matched = matches(one.match, arrived)
        if (matched.is === 'no') yield { route: one, virtualHost: host, why: { is: 'miss', miss: matched.miss } }
        else if (host !== virtualHost) yield { route: one, virtualHost: host, why: { is: 'host' } }
        else yield { route: one, virtualHost: host, why: { is: 'later' } }
      }
  }

  #route(
    request: Request,
    { filters }: Connection,
    table: RouteTable | null,
    arrived: Arrived,
    enders: readonly string[],
  ): Pick<Outcome, 'table' | 'virtualHost' | 'route' | 'guards' | 'result'> {
    const virtualHost = table?.domains.find(domainOf(arrived.authority, table.ignoresPort)) ?? null
    const found = virtualHost === null ? null : findRoute(virtualHost, arrived)
    const route = found === null || 'untried' in found ? null : found.route
    const guards = [...enders]
    for (const filter of filters) {
      // What a virtual host says of filters is found by way of a route.
      const said = route === null ? [] : [route.filters, virtualHost?.filters]
      const isOff = said.some((one) => one?.off.includes(filter.name))
      const isOn = said.some((one) => one?.on.includes(filter.name))
      if (isOff || !(isOn || (filter.mayAnswer && !filter.isDisabled))) continue
      const answered = filter.script === null ? undefined : this.#scripts(filter.script, request, arrived)
      if (typeof answered === 'number') {
        const result: Result = {
          is: 'status',
          status: answered,
          location: null,
          why: `a script of ${filter.kind} answers`,
        }
        return { table, virtualHost, route, guards: enders, result }
      }
      if (answered === undefined && !isHarmless(filter.kind, arrived)) guards.push(filter.kind)
    }
    const met = { table, virtualHost, route, guards }
    if (table === null) return { ...met, result: missing('it has no routes: none came for this listener') }
    if (virtualHost === null) return { ...met, result: missing('no virtual host has such a domain') }
    if (virtualHost.untried !== null)
      return { ...met, result: unknown(`its routes are found by ${virtualHost.untried}`) }
    if (virtualHost.requiresTls && headerOf(arrived.headers, 'x-forwarded-proto') !== 'https') {
      const location = `https://${arrived.authority.replace(/:\d+$/, '')}${arrived.target}`
      return { ...met, result: { is: 'status', status: 301, location, why: 'its virtual host wants TLS' } }
    }
    if (found === null) return { ...met, result: missing('no route of its virtual host matches') }
    if ('untried' in found) return { ...met, result: unknown(`a route before hangs on ${found.untried}`) }
    return { ...met, result: resultOf(found.route, arrived, this.#config) }
  }
}

function missing(why: string): Result {
  return { is: 'status', status: 404, location: null, why }
}

function unknown(why: string): Result {
  return { is: 'unknown', why }
}

/** @returns null: Envoy has none of that name; undefined: it is not to be found here */
function tableOf({ routes }: Connection, tables: EnvoyConfig['routeTables']): RouteTable | null | undefined {
  if (routes === null) return undefined
  return typeof routes === 'string' ? (tables.get(routes) ?? null) : routes
}

/** The first that matches; one that may or may not match ends the search. */
function findRoute(
  { routes }: VirtualHost,
  arrived: Arrived,
): { readonly route: Route } | { readonly untried: string } | null {
  for (const route of routes) {
    const matched = matches(route.match, arrived)
    if (matched.is === 'untried') return { untried: matched.what }
    if (matched.is === 'no') continue
    return route.match.percent === null ? { route } : { untried: `chance (${route.match.percent} %)` }
  }
  return null
}

/** What answers preflights alone, which name their origin and the method that is to follow. */
function isHarmless(kind: string, { headers }: Arrived): boolean {
  if (kind === 'compressor' || kind === 'header_mutation' || kind === 'stateful_session') return true
  const isPreflight =
    headerOf(headers, ':method') === 'OPTIONS' &&
    ['origin', 'access-control-request-method'].every((name) => headerOf(headers, name))
  return kind === 'cors' && !isPreflight
}
