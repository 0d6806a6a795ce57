/**
 * Connections that are not taken as HTTP: before any request is read, the name in the handshake may lead elsewhere.
 * https://github.com/traefik/traefik/blob/v3.7/pkg/server/router/tcp/router.go (ServeTCP)
 */
import type { Router } from '../config/types.js'
import { takes } from '../rule/match.js'
import { readRule } from '../rule/read.js'
import type { Rule } from '../rule/rule.js'
import { noRequest, type ProxyRequest } from './request.js'
import { keysOf } from './table.js'
import { hostsNamed, isCutOff } from './tls-options.js'

interface Entry {
  readonly router: Router
  readonly rule: Rule
}

interface Near {
  readonly isTls: boolean
  readonly near: readonly Entry[]
  /** by whom, whatever the name: known as soon as it was asked for nobody's address */
  taken?: Connected
}

/** `winners`: all of the highest priority; `untried`: those that could have taken it, if only it could be told. */
export interface Connected {
  readonly winners: readonly Router[]
  readonly untried: readonly Router[]
  /** of HTTP with TLS, for whose sake it is taken as HTTP although others ask for it; null: none */
  readonly first: Router | null
}

/** What is asked of a connection. */
export type Connection = Pick<ProxyRequest, 'entryPoint' | 'tls' | 'clientAddress'>

const none: Connected = { winners: [], untried: [], first: null }

export class Connections {
  readonly #entries: readonly Entry[]
  /** of HTTP with TLS, by the names that they ask for */
  readonly #byHost = new Map<string, Router[]>()
  readonly #anyHost: Router[] = []
  readonly #own: ReadonlySet<string>
  readonly #known = new Map<string, Near>()

  /** @param own names of entry points that a router without any does not listen to */
  constructor(routers: readonly Router[], own: ReadonlySet<string>) {
    this.#own = own
    this.#entries = routers.flatMap((router) => {
      if (router.errors.length > 0 && !isCutOff(router)) return []
      const rule = router.over === 'tcp' ? readRule(router.rule, tcpSyntax(router)) : null
      return rule === null || 'wrong' in rule ? [] : [{ router, rule }]
    })
    if (this.#entries.length === 0) return
    // Of one that is switched off the names count all the same.
    for (const router of routers)
      if (router.over === undefined && router.tls && router.parents.length === 0) this.#addHttp(router)
  }

  /** @param name in the handshake; null: none. @returns no winners where it is taken as HTTP */
  takersOf(connection: Connection, name: string | null): Connected {
    const here = this.#near(connection)
    const { isTls, near } = here
    const isPlain = !isTls && connection.clientAddress === null
    if (isPlain && here.taken !== undefined) return here.taken
    if (near.length === 0) return none
    const specific = isTls ? this.#http(connection, name, false) : undefined
    if (specific !== undefined) return { ...none, first: specific }
    const request = { ...noRequest, ...connection, host: (isTls && name?.toLowerCase()) || '' }
    const found: Router[] = []
    const untried: Router[] = []
    for (const { router, rule } of near) {
      const tried = takes(rule, request)
      if (tried === true) found.push(router)
      else if (tried === 'untried') untried.push(router)
    }
    const best = Math.max(...found.map(({ priority }) => priority))
    const winners = found.filter(({ priority }) => priority === best)
    const [winner] = winners
    // One that takes every name stands behind HTTP that does.
    const general = winner !== undefined && isTls && isForAll(winner) ? this.#http(connection, name, true) : undefined
    if (general !== undefined) return { ...none, first: general }
    const left = untried.filter(({ priority }) => winner === undefined || priority >= best)
    const taken = { winners, untried: left, first: null }
    if (isPlain) here.taken = taken
    return taken
  }

  /** Those that listen; where nobody asks for TLS, nobody looks at what is said. */
  #near(connection: Connection): Near {
    const key = `${connection.tls} ${connection.entryPoint ?? ''}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const here = this.#entries.filter(({ router }) => this.#listens(router, connection))
    const isTls = connection.tls && (here.some(({ router }) => router.tls) || this.#hasHttp(connection))
    const found: Near = { isTls, near: here.filter(({ router }) => router.tls === isTls) }
    this.#known.set(key, found)
    return found
  }

  #addHttp(router: Router): void {
    const hosts = hostsNamed(router)
    if (hosts === null) return
    if (hosts.length === 0) this.#anyHost.push(router)
    for (const host of new Set(hosts)) {
      const own = this.#byHost.get(host)
      if (own) own.push(router)
      else this.#byHost.set(host, [router])
    }
  }

  /** One of HTTP for the very name, or for whatever name. */
  #http(connection: Connection, name: string | null, isForAny: boolean): Router | undefined {
    const near = name === null ? [] : keysOf(name.toLowerCase()).flatMap((key) => this.#byHost.get(key) ?? [])
    return [...near, ...(isForAny ? this.#anyHost : [])].find((router) => this.#listens(router, connection))
  }

  #hasHttp(connection: Connection): boolean {
    return [...this.#anyHost, ...[...this.#byHost.values()].flat()].some((router) => this.#listens(router, connection))
  }

  #listens({ entryPoints }: Router, { entryPoint }: Connection): boolean {
    if (entryPoint === null) return entryPoints.length === 0 || entryPoints.some((one) => !this.#own.has(one))
    return entryPoints.length === 0 ? !this.#own.has(entryPoint) : entryPoints.includes(entryPoint)
  }
}

export function tcpSyntax({ syntax }: Pick<Router, 'syntax'>): 'tcp' | 'tcp-v2' {
  return syntax === 'v2' ? 'tcp-v2' : 'tcp'
}

function isForAll({ rule }: Pick<Router, 'rule'>): boolean {
  return /^\s*hostsni\(\s*[`"]\*[`"]\s*\)\s*$/i.test(rule)
}

/** The length of its rule, in bytes, where none is said; one for all names is the last. */
export function tcpPriorityOf(rule: string, said: number | null): number {
  if (said !== null && said !== 0) return said
  return isForAll({ rule }) ? -1 : new TextEncoder().encode(rule).length
}
