/** The routers of a configuration, so that those which may take a request are found without trying all of them. */
import type { Router } from '../config/types.js'
import { takes } from '../rule/match.js'
import { readRule } from '../rule/read.js'
import { matches } from '../rule/regex.js'
import type { Rule } from '../rule/rule.js'
import type { ProxyRequest } from './request.js'

/** Routers that take a request, best first. */
export interface Takers {
  /** all of the highest priority: of several nobody decides which one gets it */
  readonly winners: readonly Router[]
  /** in the order of their priorities; looked for where it is asked for */
  readonly others: readonly Router[]
  /** those that could have taken it, if only it could be told */
  readonly untried: readonly Router[]
}

/** Entry points that are the proxy's own, unless a router names them: https://doc.traefik.io/traefik/reference/install-configuration/entrypoints/ */
export class RouterTable {
  /** those that stand behind others, by the names of these */
  readonly behind: ReadonlyMap<string, readonly Router[]>
  readonly #isInner: boolean
  /** each list, the best first */
  readonly #byHost = new Map<string, Router[]>()
  readonly #anyHost: Router[] = []
  readonly #wrong = new Map<string, string>()
  readonly #rules = new Map<Router, Rule>()
  /** how each path begins that a router takes, where its rule says that */
  readonly #heads = new Map<Router, string>()
  readonly #own: ReadonlySet<string>

  /**
   * @param own names of entry points that a router without any does not listen to
   * @param isInner these stand behind another one: they get what it hands them, wherever that came in
   */
  constructor(routers: readonly Router[], own: ReadonlySet<string>, isInner = false) {
    this.#own = own
    this.#isInner = isInner
    const behind = new Map<string, Router[]>()
    this.behind = behind
    for (const router of routers) {
      if (router.errors.length > 0 || router.over !== undefined) continue
      for (const parent of router.parents) {
        const found = behind.get(parent)
        if (found) found.push(router)
        else behind.set(parent, [router])
      }
      if (router.parents.length > 0 && !isInner) continue
      const rule = readRule(router.rule, router.syntax)
      if ('wrong' in rule) this.#wrong.set(router.name, rule.wrong)
      else this.#add(router, rule)
    }
    for (const all of [...this.#byHost.values(), this.#anyHost]) all.sort(byPriority)
  }

  /** Why a rule cannot be read; undefined: it can. */
  wrong(router: Router): string | undefined {
    return this.#wrong.get(router.name)
  }

  takersOf(request: ProxyRequest): Takers {
    const near = this.#near(request)
    const found = new Set<Router>()
    const untried: Router[] = []
    let best = Number.NEGATIVE_INFINITY
    // The list with the best router first: of the rest little has to be tried.
    for (const all of near.toSorted(byHead))
      for (const router of all) {
        if (router.priority < best) break
        const head = this.#heads.get(router)
        if (head !== undefined && !request.routingPath.startsWith(head)) continue
        if (!this.#listens(router, request)) continue
        const tried = takes(this.#ruleOf(router), request)
        if (tried === 'untried') untried.push(router)
        if (tried !== true) continue
        found.add(router)
        best = router.priority
      }
    const others = () =>
      near.flatMap((all) => all.filter((one) => one.priority < best && this.#isTakenBy(one, request))).sort(byPriority)
    return {
      winners: near.flatMap((all) => all.filter((one) => found.has(one) && one.priority === best)),
      untried: untried.filter(({ priority }) => priority >= best),
      get others() {
        return others()
      },
    }
  }

  #isTakenBy(router: Router, request: ProxyRequest): boolean {
    return this.#listens(router, request) && takes(this.#ruleOf(router), request) === true
  }

  /** Those whose rule takes a request that comes in where they do not listen. */
  elsewhere(request: ProxyRequest): readonly Router[] {
    return this.#near(request)
      .flat()
      .filter((router) => !this.#listens(router, request) && takes(this.#ruleOf(router), request) === true)
  }

  /** Names of those that may take a request for this host, whatever else they ask for. */
  forHost({ host, tls }: Pick<ProxyRequest, 'host' | 'tls'>): readonly string[] {
    const near = keysOf(host).flatMap((key) => this.#byHost.get(key) ?? [])
    const any = this.#anyHost.filter((router) => mayTakeHost(this.#ruleOf(router), host))
    return [...near, ...any].flatMap((router) => (router.tls === tls ? [router.name] : []))
  }

  #near({ host }: ProxyRequest): readonly (readonly Router[])[] {
    return [...keysOf(host).map((key) => this.#byHost.get(key) ?? []), this.#anyHost]
  }

  /** Of all routers as trees, rules are larger than everything else that is known of them: few are asked about. */
  #ruleOf(router: Router): Rule {
    const known = this.#rules.get(router)
    if (known !== undefined) return known
    const rule = readRule(router.rule, router.syntax) as Rule
    if (this.#rules.size >= mostRules) this.#rules.clear()
    this.#rules.set(router, rule)
    return rule
  }

  #add(router: Router, rule: Rule): void {
    const head = headOf(rule)
    if (head !== null) this.#heads.set(router, head)
    const hosts = hostsRequired(rule)
    if (hosts === null) {
      this.#anyHost.push(router)
      return
    }
    for (const host of new Set(hosts.map((one) => one.toLowerCase()))) {
      const own = this.#byHost.get(host)
      if (own) own.push(router)
      else this.#byHost.set(host, [router])
    }
  }

  #listens({ entryPoints, tls }: Router, request: ProxyRequest): boolean {
    if (this.#isInner) return true
    if (tls !== request.tls) return false
    if (request.entryPoint === null) return entryPoints.length === 0 || entryPoints.some((one) => !this.#own.has(one))
    return entryPoints.length === 0 ? !this.#own.has(request.entryPoint) : entryPoints.includes(request.entryPoint)
  }
}

function byPriority(a: Router, b: Router): number {
  return b.priority - a.priority
}

function byHead([a]: readonly Router[], [b]: readonly Router[]): number {
  return (b?.priority ?? Number.NEGATIVE_INFINITY) - (a?.priority ?? Number.NEGATIVE_INFINITY) || 0
}

/** That are held at a time. */
const mostRules = 10_000

/** The only hosts that a rule can take; null: it may take others. */
function hostsRequired(rule: Rule): readonly string[] | null {
  switch (rule.is) {
    case 'matcher':
      return rule.name === 'Host' || rule.name === 'HostHeader' ? rule.args : null
    case 'and':
      return rule.parts.map(hostsRequired).find((hosts) => hosts !== null) ?? null
    case 'or': {
      const all = rule.parts.map(hostsRequired)
      return all.includes(null) ? null : all.flatMap((hosts) => hosts ?? [])
    }
    case 'not':
      return null
  }
}

/** How every path begins that it takes; null: as it likes */
function headOf(rule: Rule): string | null {
  if (rule.is === 'and') return rule.parts.map(headOf).find((head) => head !== null) ?? null
  if (rule.is !== 'matcher' || (rule.name !== 'Path' && rule.name !== 'PathPrefix')) return null
  const [only = null, ...others] = rule.args
  return others.length === 0 ? only : null
}

/** Under which a host is found: itself, with and without the dot at its end, and the wildcard above it. */
export function keysOf(host: string): readonly string[] {
  const dot = host.indexOf('.')
  const bare = host.replace(/\.$/, '')
  const wildcards = dot === -1 ? [] : [`*${host.slice(dot)}`, `*${bare.slice(dot)}`]
  return [...new Set([host, bare, `${bare}.`, ...wildcards])]
}

/** false: a pattern for hosts keeps it out */
function mayTakeHost(rule: Rule, host: string): boolean {
  switch (rule.is) {
    case 'matcher':
      return rule.name !== 'HostRegexp' || rule.args.some((pattern) => matches(pattern, host) !== false)
    case 'and':
      return rule.parts.every((part) => mayTakeHost(part, host))
    default:
      return true
  }
}
