/**
 * Does a replica serve what is planned: its last reload, its backends and its routes, looked at from both sides. What an
 * Ingress gets wrong is no lag of a replica, and counted apart.
 */
import { type ControllerRef, controllerRef, type Replica } from '../domain/controllers/controller.js'
import type { BackendLanguage, Controllers } from '../domain/controllers/dialect.js'
import { type EndpointDifference, endpointDifference } from '../domain/controllers/endpoint-difference.js'
import type { Backend, Reload, ServedRoute } from '../domain/controllers/observation.js'
import type { Plan, PlannedRoute, PlannedUpstream } from '../domain/controllers/plan.js'
import { refKey } from '../domain/objects/ref.js'
import type { Gap } from '../domain/ports.js'
import { attempt, inOrder } from './attempt.js'
import type { World } from './worlds/world.js'

export interface BackendDifference extends Omit<EndpointDifference, 'kept'> {
  /** of the upstream */
  readonly name: string
}

export interface ReplicaStatus {
  readonly controller: ControllerRef
  readonly replica: Replica
  /** null: it could not be asked */
  readonly reload: Reload | null
  readonly backends: {
    /** planned upstreams that have just the endpoints that are planned */
    readonly same: number
    readonly different: readonly BackendDifference[]
    /** planned, and unknown to the replica */
    readonly missing: readonly string[]
    /** known to the replica alone; null: not all that may be planned can be seen */
    readonly stale: readonly string[] | null
  } | null
  readonly routes: {
    /** those that the plan has in a configuration */
    readonly asked: number
    /** those of them that its configuration does not have */
    readonly missing: readonly ServedRoute[]
    /** those that its configuration has, and not asked for; null: not all that may be asked for can be seen */
    readonly stale: readonly ServedRoute[] | null
  } | null
  /** routes that no replica serves, since something is wrong with them: `why` tells what */
  readonly notServed: readonly ServedRoute[]
  /** null: something of it is not known, and the rest is in order */
  readonly inSync: boolean | null
}

export async function statusOf(
  controllers: Controllers,
  { chosen, dialect, facts, plan }: World,
  replica: Replica,
): Promise<{ readonly status: ReplicaStatus; readonly gaps: readonly Gap[] }> {
  const gaps: Gap[] = []
  const observation = controllers.observe(replica)
  const isWhole = facts.inventory.coverage === 'all'
  const [reload, listed, routes] = await Promise.all([
    attempt(replica, gaps, () => observation.reload()),
    attempt(replica, gaps, () => observation.backends()),
    attempt(replica, gaps, () => compareRoutes(plan, observation.routes(), isWhole)),
  ])
  const backends = listed && compareBackends(plan, listed.value, dialect.backends, isWhole)
  const inSync = inSyncOf(reload, backends && areSame(backends), routes && areSame(routes))
  const notServed = plan.routes.flatMap((one) => (one.isLost ? routesAt(one) : []))
  const status = { controller: controllerRef(chosen.controller), replica, reload, backends, routes, notServed, inSync }
  return { status, gaps: inOrder(gaps) }
}

/** Metrics are often off: backends and routes that are as planned prove that the last reload went well. */
function inSyncOf(reload: Reload | null, backends: boolean | null, routes: boolean | null): boolean | null {
  if (reload?.successful === false || backends === false || routes === false) return false
  return backends === null || routes === null ? null : true
}

type Compared = NonNullable<ReplicaStatus['backends'] | ReplicaStatus['routes']>

function areSame(compared: Compared): boolean {
  const different = 'different' in compared ? compared.different.length : 0
  return different + compared.missing.length + (compared.stale?.length ?? 0) === 0
}

function compareBackends(
  { upstreams }: Plan,
  listed: readonly Backend[],
  language: BackendLanguage | undefined,
  isWhole: boolean,
): ReplicaStatus['backends'] {
  if (language === undefined) return null
  const real = new Map(
    language
      .read(listed, [])
      .map(({ name, endpoints }) => [name, endpoints.map(({ address, port }) => `${address}:${port}`)]),
  )
  const known = upstreams.filter(({ endpoints }) => endpoints !== null)
  const missing = known.flatMap(({ name }) => (real.has(name) ? [] : [name]))
  const different = known.flatMap((one) => differenceOf(one, real.get(one.name)))
  const planned = new Set(upstreams.map(({ name }) => name))
  const stale = isWhole ? [...real.keys()].filter((name) => !planned.has(name)) : null
  const same = known.length - different.length - missing.length
  const compared = { same, different, missing, stale }
  return known.length < upstreams.length && areSame(compared) ? null : compared
}

function differenceOf({ name, endpoints }: PlannedUpstream, real: readonly string[] | undefined): BackendDifference[] {
  const found = endpointDifference(endpoints, real ?? null)
  return found === null ? [] : [{ name, gone: found.gone, missing: found.missing }]
}

/** Duplicates, what is dropped and canaries leave nothing in a configuration, and are no lag. */
async function compareRoutes(
  { routes, ownRoutes }: Plan,
  served: AsyncIterable<ServedRoute>,
  isWhole: boolean,
): Promise<ReplicaStatus['routes']> {
  const found = new Map<string, ServedRoute>()
  for await (const route of served) found.set(keyOf(route), route)
  const asked = keyed(routes.flatMap((one) => (one.isListed ? routesAt(one) : [])))
  const known = keyed(ownRoutes)
  const lacks = (all: ReadonlyMap<string, unknown>, key: string) => !all.has(key)
  return {
    asked: asked.size,
    missing: [...asked].flatMap(([key, route]) => (lacks(found, key) ? [route] : [])),
    stale: isWhole
      ? [...found].flatMap(([key, route]) => (lacks(asked, key) && lacks(known, key) ? [route] : []))
      : null,
  }
}

function routesAt({ source, host, match }: PlannedRoute): ServedRoute[] {
  const path = match?.path ?? null
  return path === null ? [] : [{ source, host, path }]
}

function keyed(routes: readonly ServedRoute[]): ReadonlyMap<string, ServedRoute> {
  return new Map(routes.map((route) => [keyOf(route), route]))
}

function keyOf({ source, host, path }: ServedRoute): string {
  return `${refKey(source)} ${host?.toLowerCase() ?? ''} ${path}`
}
