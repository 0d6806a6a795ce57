/** A request → the router that takes it, what its middlewares do, and which service gets it. */

import { texts } from '../../values.js'
import { providerOf, qualified } from '../config/read.js'
import type { Router, Service, TraefikConfig } from '../config/types.js'
import { isAmong } from './codes.js'
import { Connections } from './connections.js'
import { noRequest, type ProxyRequest } from './request.js'
import type { End, Guard, Routed, Target } from './result.js'
import { RouterTable, type Takers } from './table.js'
import { isCutOff, type Options, optionsOf } from './tls-options.js'
import { Way } from './way.js'

export interface Answered extends Takers {
  /** what each winner makes of it; empty: nobody takes it */
  readonly routed: readonly Routed[]
  /** where nobody takes it: what is asked of a client before that is said. Absent: nothing */
  readonly guards?: readonly Guard[]
  /** why there is no request at all: the connection ends in the handshake, or may. Absent: it does not */
  readonly cut?: { readonly isSure: boolean; readonly why: string }
}

/** What is asked of a client before any request is read, by the words of the API. */
const conditions: Readonly<Record<string, string>> = {
  RequireAndVerifyClientCert: 'a certificate of the client that is trusted',
  RequireAnyClientCert: 'a certificate of the client',
}

const openToAll = { guards: [], end: null }

const nobody = { winners: [], untried: [], others: [], routed: [] }

/** Rounds of middlewares in middlewares, and of services in services. */
const mostRounds = 100

/** Services that name two of the next each have more parts than any request needs. */
const mostParts = 1_000

export class Routing {
  readonly config: TraefikConfig
  readonly table: RouterTable
  readonly connections: Connections
  readonly #own: ReadonlySet<string>
  readonly #isRefused: (service: Service) => boolean
  #options: Options | undefined
  /** of those that stand behind a router, by its name */
  readonly #inner = new Map<string, RouterTable>()

  /**
   * @param own as {@link RouterTable} has it
   * @param isRefused it has servers, and nobody can be there
   */
  constructor(config: TraefikConfig, own: ReadonlySet<string>, isRefused: (service: Service) => boolean = () => false) {
    this.config = config
    this.#own = own
    this.#isRefused = isRefused
    this.table = new RouterTable(config.routers, own)
    this.connections = new Connections(config.routers, own)
  }

  /** What becomes of a connection that is not taken as HTTP: whatever is said on it, a service gets it. */
  connected(router: Router, clientAddress: string | null): Routed {
    const { name, tlsOptions } = router
    if (isCutOff(router)) {
      const why = `there are no TLS options ${tlsOptions}, so that ${name} ends the handshake`
      return { router, end: { is: 'answer', status: 503, why }, guards: [], steps: [] }
    }
    const way = new Way({ ...noRequest, clientAddress })
    for (const name of router.middlewares) {
      const middleware = this.config.middlewares.get(name)
      if (middleware === undefined)
        way.guards.push({ middleware: name, condition: `${name} lets the connection through`, status: null })
      const end = middleware && way.meets(middleware)
      if (end) return { router, end, guards: way.guards, steps: way.steps }
    }
    const targets = this.#targets(router.service, 1, 0)
    const isShut = targets.every(({ service }) => service === null || service.servers?.length === 0)
    const end: End = isShut
      ? { is: 'answer', status: 503, why: `${router.service} has no servers: the connection is closed` }
      : { is: 'forward', targets, uri: null }
    return { router, end, guards: way.guards, steps: way.steps }
  }

  /** @param name in the handshake; null: none */
  answer(request: ProxyRequest, name: string | null = request.host): Answered {
    const cut = request.tls ? this.#cut(request.entryPoint, name ?? '') : null
    if (cut !== null) return { ...nobody, cut }
    const takers = this.table.takersOf(request)
    const connection = (router: Router | null) =>
      request.tls ? this.#connection(request.entryPoint, name ?? '', router) : openToAll
    const { guards, end } = takers.winners.length > 0 ? openToAll : connection(null)
    if (end?.is === 'unknown') return { ...nobody, cut: { isSure: false, why: end.why } }
    return {
      winners: takers.winners,
      untried: takers.untried,
      get others() {
        return takers.others
      },
      guards,
      routed: takers.winners.map((router) => {
        const own = this.through(router, request)
        const { guards, end } = connection(router)
        return { ...own, guards: [...guards, ...(end === null ? own.guards : [])], end: end ?? own.end }
      }),
    }
  }

  #optionsOf({ routers, noOptions }: TraefikConfig): Options {
    this.#options ??= optionsOf(routers, noOptions)
    return this.#options
  }

  /** Who is asked for by a name whose TLS options are not there has no connection. */
  #cut(entryPoint: string | null, name: string): NonNullable<Answered['cut']> | null {
    const { missing, of } = this.#optionsOf(this.config)
    if (missing.size === 0) return null
    const all = of(entryPoint, name.toLowerCase())
    const [lost, ...more] = all.filter((one) => missing.has(one))
    if (lost === undefined) return null
    const why = `connections for ${name} have TLS options ${lost}, and there are none of that name`
    return { isSure: more.length + 1 === all.length, why }
  }

  /** Before any request is read, a certificate may be asked of the client; and a router answers on connections like its own. */
  #connection(
    entryPoint: string | null,
    name: string,
    router: Router | null,
  ): { readonly guards: readonly Guard[]; readonly end: End | null } {
    const { clients } = this.config
    if (clients === undefined || clients.size === 0) return openToAll
    const options = this.#optionsOf(this.config)
    const all = options.of(entryPoint, name.toLowerCase())
    const own = router === null ? null : options.ofRouter(entryPoint, router)
    const asked = new Set(all.map((one) => conditions[clients.get(one) ?? '']))
    const chance = `chance decides which TLS options a connection for ${name} has: ${all.join(' or ')}`
    if (asked.size > 1 || (all.length > 1 && own !== null && all.includes(own)))
      return { guards: [], end: { is: 'unknown', why: chance } }
    const [condition] = asked
    const guards = condition === undefined ? [] : [{ middleware: `TLS options ${all[0]}`, condition, status: null }]
    const why = `connections for ${name} have TLS options ${all[0]}, and the router has ${own}`
    return { guards, end: own === null || all.includes(own) ? null : { is: 'answer', status: 421, why } }
  }

  /** What becomes of a request that a router has, whether its rule takes it or not. */
  through(router: Router, request: ProxyRequest): Routed {
    const way = new Way(request)
    let taker = router
    let end = this.#through(router.middlewares, way)
    while (end === null && taker.service === '') {
      const next = this.#behind(taker, way)
      if ('is' in next) end = next
      else {
        taker = next
        end = this.#through(taker.middlewares, way)
      }
    }
    const last = this.#inPlaceOf(end ?? this.#forwarded(taker, way), way)
    return { router: taker, end: last, guards: way.guards, steps: way.steps }
  }

  /** Another service may answer in the place of errors: with the code of the error, but for one that has it from elsewhere. */
  #inPlaceOf(end: End, { caught, guards }: Way): End {
    if (caught === null) return end
    for (const [i, guard] of guards.entries())
      if (guard.status !== null && isAmong(guard.status, caught.status)) guards[i] = { ...guard, status: null }
    if (end.is !== 'answer' || !isAmong(end.status, caught.status)) return end
    const targets = this.#targets(caught.service, 1, 0)
    const why = `${end.why}; ${caught.by} has ${caught.service} answer in its place`
    const isEmpty = targets.every(({ service }) => service === null || service.servers?.length === 0)
    if (providerOf(caught.by) !== 'kubernetesingressnginx') return { ...end, why }
    return isEmpty ? { is: 'answer', status: 503, why } : { is: 'forward', targets, uri: '/' }
  }

  /** A router that hands requests on has those behind it tried, on what its middlewares made of a request. */
  #behind({ name }: Router, way: Way): Router | End {
    if (++way.rounds > mostRounds) return { is: 'unknown', why: `more than ${mostRounds} routers and middlewares` }
    // An entry point's own copy of a router hands on to the same ones.
    const own =
      this.table.behind.get(name) ?? [...this.table.behind].find(([one]) => name.endsWith(`-${one}`))?.[1] ?? []
    const table = this.#inner.get(name) ?? new RouterTable(own, this.#own, true)
    this.#inner.set(name, table)
    const { winners, untried } = table.takersOf(way.asked())
    const [first, ...others] = winners
    if (untried.length > 0 || others.length > 0)
      return { is: 'unknown', why: `${name} hands on to several, and which of them gets it cannot be told` }
    return first ?? { is: 'answer', status: 404, why: `${name} hands on, and nobody behind it takes it` }
  }

  /** null: it goes on */
  #through(names: readonly string[], way: Way): End | null {
    for (const name of names) {
      if (++way.rounds > mostRounds) return { is: 'unknown', why: `more than ${mostRounds} middlewares` }
      const middleware = this.config.middlewares.get(name)
      if (middleware === undefined) return { is: 'unknown', why: `middleware ${name} is not known` }
      const end =
        middleware.kind === 'chain'
          ? this.#through(
              texts(middleware.settings.middlewares).map((one) => qualified(one, name)),
              way,
            )
          : way.meets(middleware)
      if (end !== null) return end
    }
    return null
  }

  #forwarded(router: Router, way: Way): End {
    const seen = { parts: 0 }
    const targets = this.#targets(router.service, 1, 0, [], seen)
    if (seen.parts > mostParts) return { is: 'unknown', why: `${router.service} has more than ${mostParts} parts` }
    const [only, ...others] = targets
    if (others.length > 0 && targets.some(({ name }) => name.endsWith('@internal')))
      return { is: 'unknown', why: `a part of ${router.service} is answered by the proxy itself` }
    const own = /^(api|dashboard|ping|prometheus|rest|acme-http)@internal$/.exec(only?.name ?? '')?.[1]
    if (own === 'api' && !/^\/(?:(?:api|dashboard|debug)(?:\/|$)|$)/.test(way.path))
      return { is: 'answer', status: 404, why: 'the API has no such path' }
    // https://github.com/traefik/traefik/blob/v3.7/pkg/api/handler.go
    if (own === 'api' && way.asked().method !== 'GET')
      return { is: 'answer', status: 405, why: 'the API takes no other method than GET' }
    if (own === 'api' && way.path.replace(/^\/$/, '') === '')
      return { is: 'redirect', status: 302, location: '/dashboard/' }
    // It takes what is put at one path, and is no page.
    if (own === 'rest') return { is: 'answer', status: 404, why: `${only?.name} has no such page` }
    if (own !== undefined) return { is: 'answer', status: 200, why: `${only?.name} answers itself` }
    if (only?.name === 'noop@internal') return { is: 'answer', status: 418, why: 'no service is meant' }
    if (only === undefined) return { is: 'answer', status: 503, why: `${router.service} has no servers` }
    if (targets.every(({ service }) => service === null)) {
      // What is missing of a GRPCRoute is told behind an answer that seems to go well.
      const status = /^grpcroute-.*@kubernetesgateway$/.test(router.name) ? 200 : 500
      return { is: 'answer', status, why: `there is no service ${only.name}`, isFailure: true }
    }
    const end = others.length === 0 && only.service !== null ? this.#through(only.service.middlewares, way) : null
    if (end !== null) return end
    if (targets.every(({ service }) => service?.servers?.length === 0))
      return { is: 'answer', status: 503, why: `${targets.map(({ name }) => name).join(', ')}: no servers` }
    if (way.path !== '' && !way.path.startsWith('/'))
      return { is: 'answer', status: 502, why: `${way.path} is no path that can be sent on` }
    if (way.path.startsWith('//'))
      return { is: 'answer', status: 400, why: `${way.path} is no path that can be sent on` }
    return { is: 'forward', targets, uri: `${way.path || '/'}${way.query}`, host: way.asked().hostHeader }
  }

  /** Those that weigh nothing get nothing. */
  #targets(name: string, share: number, depth: number, found: Target[] = [], seen = { parts: 0 }): Target[] {
    const service = this.config.services.get(name)
    if (++seen.parts > mostParts) return found
    if (service === undefined || depth > mostRounds) found.push({ name, service: null, percent: share * 100 })
    else if (service.instead !== null) {
      const own = this.#targets(service.instead, share, depth + 1, [], seen)
      const isRefused = own.every((one) => one.service !== null && this.#isRefused(one.service))
      const status = own.every((one) => one.service?.servers?.length === 0) ? 503 : isRefused ? 502 : null
      if (status !== null && service.spare !== undefined && isAmong(status, service.spare.status))
        this.#targets(service.spare.name, share, depth + 1, found, seen)
      else found.push(...own)
    } else if (service.weighted === null) found.push({ name, service, percent: share * 100 })
    else {
      const sum = service.weighted.reduce((all, { weight }) => all + weight, 0)
      for (const { name: part, weight } of service.weighted)
        if (weight !== 0) this.#targets(part, (share * weight) / sum, depth + 1, found, seen)
    }
    return found
  }
}
