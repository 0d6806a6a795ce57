/**
 * The routes of a root and of all that it includes: internal/dag/httpproxy_processor.go (computeRoutes) of
 * https://github.com/projectcontour/contour
 *
 * What is wrong with a route takes all routes of its object, and all that this includes, with it; what is wrong with an
 * include takes that one alone.
 */
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import type { DelegateFault } from '../../../domain/findings/ownership-facts.js'
import type { CustomObject } from '../../../domain/objects/custom.js'
import { text, type Wire, wires } from '../../../domain/objects/project-fields.js'
import { nameOf, refOf } from '../../../domain/objects/ref.js'
import type { Action } from '../../../languages/envoy/config/types.js'
import { oneLabel, withoutSlashes } from '../model/paths.js'
import type { Matching, Wanted } from '../model/types.js'
import { actionOf, replacementOf, rewriteTo } from './actions.js'
import {
  type Block,
  blockOf,
  includeKey,
  merged,
  wrongHeaders,
  wrongInclude,
  wrongPath,
  wrongQuery,
} from './conditions.js'
import { guardsOf, type Root } from './guards.js'
import { hostOf } from './headers.js'
import { lostText, namedBackends, servicesOf } from './services.js'
import type { AskedRoute, ProxyWorld } from './types.js'
import { type WrongRoute, wrongGuards, wrongRoute } from './wrong.js'

/**
 * Routes of objects that were included before: those that include each other twice would make more than any proxy takes.
 * Counted by the namespace of the root, so that nobody uses up what is for others.
 */
export const mostAgain = 30_000

/** Objects that lead to one another. */
export const deepest = 20

export class Tree {
  readonly #world: ProxyWorld
  readonly #root: Root
  /** all that some root includes, by `NAMESPACE/NAME` */
  readonly #included: Set<string>

  constructor(world: ProxyWorld, root: Root, included: Set<string>) {
    this.#world = world
    this.#root = root
    this.#included = included
  }

  /** @param above conditions of the includes that lead to it @param way the objects that do */
  routesOf(object: CustomObject, above: Block = [], way: readonly CustomObject[] = []): readonly AskedRoute[] {
    const included = this.#includesOf(object, above, [...way, object])
    const own: AskedRoute[] = []
    for (const [i, route] of wires(object.spec.routes).entries()) {
      const one = this.#routeOf(object, route, i, above)
      own.push(one)
      if (one.lack !== null) return this.#rejected(object, one.lack, own, included, above)
    }
    return expanded([...included, ...own])
  }

  /** It was included before, and so was too much else. */
  #isTooMuch(target: CustomObject): boolean {
    const { again } = this.#world
    const { namespace } = refOf(this.#root.object)
    const size = [target.spec.routes, target.spec.includes].flatMap((one) => wires(one)).length
    const count = (again.get(namespace) ?? 0) + 1 + size
    again.set(namespace, count)
    return count > mostAgain
  }

  /** Nothing of it is served: neither its own routes, nor those of what it includes. */
  #rejected(
    object: CustomObject,
    lack: Told,
    own: readonly AskedRoute[],
    included: readonly AskedRoute[],
    above: Block,
  ): readonly AskedRoute[] {
    const orphan = told('no-master', { host: this.#root.host, part: object.kind })
    const rest = wires(object.spec.routes)
      .slice(own.length)
      .map((route, i) => ({
        ...this.#plain(
          object,
          route,
          `spec.routes[${own.length + i}]`,
          merged([...above, ...blockOf(route.conditions)]),
        ),
        ...{ backends: namedBackends(this.#world, object, route), lack },
      }))
    return [
      ...included.map((one) => ({ ...one, made: [], lack: one.lack ?? orphan })),
      ...own.map((one) => ({ ...one, made: [], lack })),
      ...rest,
    ]
  }

  #plain(object: CustomObject, route: Wire, field: string, matching: Matching): AskedRoute {
    return { object, field, host: this.#root.host, route, ...matching, backends: [], lack: null, flaws: [], made: [] }
  }

  #includesOf(object: CustomObject, above: Block, way: readonly CustomObject[]): readonly AskedRoute[] {
    const { faults, proxies } = this.#world
    const seen = new Set<string>()
    return wires(object.spec.includes).flatMap((include, i): readonly AskedRoute[] => {
      const field = `spec.includes[${i}]`
      const own = blockOf(include.conditions)
      const matching = merged([...above, ...own])
      const name = { namespace: text(include.namespace) || refOf(object).namespace, name: text(include.name) ?? '' }
      const lost = (
        reason: string,
        fault: DelegateFault,
        detail: string | null = null,
        made: readonly Wanted[] = [],
        of = object,
      ) => {
        const path = 'path' in matching.path ? matching.path.path : '/'
        const found = told('delegate-missing', { path, wanted: nameOf(name), kind: object.kind, fault, detail })
        faults.add(of, { found, field, reason })
        return [{ ...this.#plain(object, include, field, matching), lack: found, made }]
      }
      const conditions = [
        ['PathMatchConditionsNotValid', wrongInclude(own) ?? wrongPath(own)],
        ['HeaderMatchConditionsNotValid', wrongHeaders(own)],
        ['QueryParameterMatchConditionsNotValid', wrongQuery(own)],
      ] as const
      for (const [reason, wrong] of conditions) if (wrong !== null) return lost(reason, 'conditions', wrong)
      const key = includeKey(own)
      if (key !== null && seen.has(key)) return lost('DuplicateMatchConditions', 'twice')
      if (key !== null) seen.add(key)
      // Where it has conditions, requests for them are answered in its place.
      const gap = own.length === 0 ? [] : [{ ...this.#wanted(object, merged(own), badGateway), isUpgraded: false }]
      const target = proxies.get(nameOf(name))
      if (target === undefined) return lost('IncludeNotFound', 'missing', null, gap)
      if (target.spec.virtualhost != null) return lost('RootIncludesRoot', 'root', null, gap)
      const isNew = !this.#included.has(nameOf(name))
      this.#included.add(nameOf(name))
      if (way.includes(target)) return lost('IncludeCreatesCycle', 'loop', null, [], target)
      const isLeftOut = way.length > deepest || (!isNew && this.#isTooMuch(target))
      if (isLeftOut) this.#world.cut.add(refOf(this.#root.object).namespace)
      return isLeftOut ? [] : this.routesOf(target, [...above, ...own], way)
    })
  }

  #routeOf(object: CustomObject, route: Wire, index: number, above: Block): AskedRoute {
    const { faults, config } = this.#world
    const at = `spec.routes[${index}]`
    const block = [...above, ...blockOf(route.conditions)]
    const matching = merged(block)
    const plain = this.#plain(object, route, at, matching)
    const reject = ({ reason, field, why, value }: WrongRoute) =>
      faults.reject(object, reason, `${at}.${field}`, why, value)
    const wrong = wrongRoute(route, block, matching)
    if (wrong !== null) return { ...plain, lack: reject(wrong) }
    const host = hostOf(route.requestHeadersPolicy)
    const found = servicesOf(this.#world, object, route, at, host)
    const flaws = lostText(object, found.lost, found.shares.length === 0)
    for (const flaw of flaws) faults.add(object, { found: flaw, field: at, reason: 'ServiceUnresolvedReference' })
    if (found.rejected !== null) return { ...plain, backends: found.backends, lack: found.rejected }
    const late = wrongGuards(route)
    if (late !== null) return { ...plain, backends: found.backends, flaws, lack: reject(late) }
    const action = actionOf(route, matching, found, host)
    const isUpgraded = this.#root.isSecure && !(route.permitInsecure === true && config.permitsInsecure)
    const own = { ...matching, headers: [...matching.headers, ...oneLabel(this.#root.host)] }
    const wanted = { ...this.#wanted(object, own, action), isUpgraded, filters: guardsOf(route, this.#root) }
    const replacement = 'path' in matching.path ? replacementOf(route, matching.path.path) : null
    return { ...plain, backends: found.backends, flaws, made: [{ ...wanted, replacement }] }
  }

  #wanted(object: CustomObject, matching: Matching, action: Action): Omit<Wanted, 'isUpgraded'> {
    return { source: refOf(object), ...matching, action, replacement: null, filters: { on: [], off: [] } }
  }
}

const badGateway: Action = { is: 'direct', status: 502 }

/**
 * A prefix that is replaced, as two: one for what stands behind a slash, so that none is lost or doubled; one that several
 * routes ask for, with or without a slash, stays as it is. internal/dag/httpproxy_processor.go (expandPrefixMatches)
 */
function expanded(asked: readonly AskedRoute[]): readonly AskedRoute[] {
  const counts = new Map<string, number>()
  for (const { made } of asked)
    for (const one of made) {
      const prefix = prefixOf(one)
      if (prefix !== null) counts.set(prefix, (counts.get(prefix) ?? 0) + 1)
    }
  return asked.map((one) => {
    const made = one.made.flatMap((wanted) => {
      const prefix = prefixOf(wanted)
      return prefix === null || prefix === '/' || counts.get(prefix) !== 1 ? [wanted] : inTwo(wanted, prefix)
    })
    return made.length === one.made.length ? one : { ...one, made }
  })
}

/** Without the slashes at its end; null: it has none. */
function prefixOf({ path }: Wanted): string | null {
  if (path.is !== 'prefix') return null
  return path.path === '/' ? '/' : withoutSlashes(path.path)
}

function inTwo(wanted: Wanted, prefix: string): readonly Wanted[] {
  const { action, replacement } = wanted
  if (replacement === null) return [wanted]
  const bare = withoutSlashes(replacement)
  const to = (path: string, own: string): Wanted => ({
    ...wanted,
    ...{ path: { is: 'prefix', path, ignoresCase: false }, replacement: own },
    action:
      action.is === 'forward' ? { is: 'forward', forward: { ...action.forward, rewrite: rewriteTo(own) } } : action,
  })
  return [to(prefix, bare || '/'), to(`${prefix}/`, `${bare}/`)]
}
