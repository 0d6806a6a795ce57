/** The routes in a replica's configuration, held against those that the plan has there: from both sides. */

import type { Plan, PlannedRoute } from '../../domain/controllers/plan.js'
import type { ServedRoute } from '../../domain/controllers/replica-facts.js'
import { refKey } from '../../domain/objects/ref.js'

export interface ComparedRoutes {
  /** those that the plan has in a configuration */
  readonly asked: number
  /** those of them that its configuration does not have */
  readonly missing: readonly ServedRoute[]
  /** those of them that lead elsewhere than is planned, as far as the configuration names it or requests were tried */
  readonly different: readonly DifferentRoute[]
  /** those that its configuration has, and not asked for; null: not all that may be asked for can be seen */
  readonly stale: readonly ServedRoute[] | null
}

/** A route that is there, and answers in another way. */
export interface DifferentRoute extends ServedRoute {
  /** whose it is, and where it leads */
  readonly planned: readonly string[]
  readonly served: readonly string[]
}

type PlannedRoutes = Pick<Plan, 'routes' | 'ownRoutes' | 'customRoutes' | 'listsCustomRoutes'>

/**
 * Duplicates, what is dropped and canaries leave nothing in a configuration, and are no lag. Of those between which nobody
 * decides any may be there or not.
 * @param isWhole are all objects seen that may ask for routes
 */
export function compareRoutes(plan: PlannedRoutes, served: Iterable<ServedRoute>, isWhole: boolean): ComparedRoutes {
  const { routes, customRoutes = [], listsCustomRoutes } = plan
  const asked = new Map(routes.flatMap((one) => (one.isListed ? listedAt(one) : [])))
  const listed = listsCustomRoutes ? customRoutes : []
  const hosts = new Set<string>()
  const reached = new Set<PlannedRoute>()
  // Of tens of thousands nearly all are as planned, and nothing of those is kept. What is there twice counts as it is last.
  const others = new Map<string, ServedRoute>()
  for (const route of served) {
    const key = servedKey(route)
    const planned = asked.get(key)
    if (planned !== undefined) reached.add(planned)
    if (planned === undefined || elsewhere(planned, route).length > 0) others.set(key, route)
    else others.delete(key)
    if (listed.length > 0) hosts.add(hostKey(route))
  }
  const missing = [...asked.values()].filter((one) => !reached.has(one) && one.fate.is !== 'undefined-winner')
  const unserved = listed.filter(
    (one) => one.fate?.is === 'served' && one.match?.path?.startsWith('/') && !hosts.has(hostKey(one)),
  )
  const known = new Set(others.size === 0 ? [] : [...plan.ownRoutes, ...customRoutes.flatMap(routesAt)].map(servedKey))
  return {
    asked: asked.size,
    missing: [...missing, ...unserved].flatMap(routesAt),
    different: [...others].flatMap(([key, real]) => {
      const planned = asked.get(key)
      return planned === undefined ? [] : elsewhere(planned, real)
    }),
    stale: isWhole ? [...others].flatMap(([key, route]) => (asked.has(key) || known.has(key) ? [] : [route])) : null,
  }
}

/** A Service that is another one now, in a configuration that was not loaded since. */
function elsewhere({ listedUpstream: planned }: PlannedRoute, real: ServedRoute): DifferentRoute[] {
  const served = real.upstreams ?? []
  if (planned === undefined || served.length === 0 || served.includes(planned)) return []
  return [{ ...real, planned: [planned], served }]
}

type RoutePlace = Pick<PlannedRoute, 'source' | 'host' | 'match'>

/** A default backend is in no list of paths. */
function routesAt(route: RoutePlace): ServedRoute[] {
  return route.match?.path == null ? [] : [asServed(route)]
}

/** A default backend has every path. */
export function asServed({ source, host, match }: RoutePlace): ServedRoute {
  return { source, host, path: match?.path ?? '/' }
}

function listedAt(route: PlannedRoute): [string, PlannedRoute][] {
  return routesAt(route).map((one) => [servedKey({ ...one, path: route.listedPath ?? one.path }), route])
}

/** Paths of other kinds than Ingresses are written in many ways, of which a proxy lists another one: their hosts are not. Streams are in no list. */
function hostKey({ source, host }: Pick<ServedRoute, 'source' | 'host'>): string {
  return `${refKey(source)} ${host?.toLowerCase() ?? ''}`
}

export function servedKey({ source, host, path }: ServedRoute): string {
  return `${refKey(source)} ${host?.toLowerCase() ?? ''} ${path}`
}
