/** Does a replica serve what is planned: its last reload, its backends and its routes, counted. */
import { type ControllerRef, controllerRef, type Replica } from '../domain/controllers/controller.js'
import type { BackendLanguage, Controllers } from '../domain/controllers/dialect.js'
import type { Backend, Reload, ServedRoute } from '../domain/controllers/observation.js'
import type { Plan } from '../domain/controllers/plan.js'
import { refKey } from '../domain/objects/ref.js'
import type { Gap } from '../domain/ports.js'
import { attempt, inOrder } from './attempt.js'
import type { World } from './worlds/world.js'

export type RouteKey = Pick<ServedRoute, 'source' | 'host' | 'path'>

export interface ReplicaStatus {
  readonly controller: ControllerRef
  readonly replica: Replica
  /** null: it could not be asked */
  readonly reload: Reload | null
  /** planned upstreams that have just the endpoints that are planned, and those that have not */
  readonly backends: { readonly same: number; readonly different: readonly string[] } | null
  /** routes that the plan has in a configuration, and those of them that its configuration does not have */
  readonly routes: { readonly asked: number; readonly missing: readonly RouteKey[] } | null
  /** null: something of it is not known, and the rest is in order */
  readonly inSync: boolean | null
}

export async function statusOf(
  controllers: Controllers,
  { chosen, dialect, plan }: World,
  replica: Replica,
): Promise<{ readonly status: ReplicaStatus; readonly gaps: readonly Gap[] }> {
  const gaps: Gap[] = []
  const observation = controllers.observe(replica)
  const [reload, listed, routes] = await Promise.all([
    attempt(replica, gaps, () => observation.reload()),
    attempt(replica, gaps, () => observation.backends()),
    attempt(replica, gaps, () => compareRoutes(plan, observation.routes())),
  ])
  const backends = listed && compareBackends(plan, listed.value, dialect.backends)
  const inSync = inSyncOf(reload, backends && backends.different.length === 0, routes && routes.missing.length === 0)
  const status = { controller: controllerRef(chosen.controller), replica, reload, backends, routes, inSync }
  return { status, gaps: inOrder(gaps) }
}

/** Metrics are often off: backends and routes that are as planned prove that the last reload went well. */
function inSyncOf(reload: Reload | null, backends: boolean | null, routes: boolean | null): boolean | null {
  if (reload?.successful === false || backends === false || routes === false) return false
  return backends === null || routes === null ? null : true
}

/** What is planned and not listed is as good as without endpoints. */
function compareBackends(
  { upstreams }: Plan,
  listed: readonly Backend[],
  language: BackendLanguage | undefined,
): ReplicaStatus['backends'] {
  if (language === undefined) return null
  const known = upstreams.filter((one) => one.endpoints !== null)
  const real = new Map(
    language
      .read(listed, [])
      .map(({ name, endpoints }) => [name, new Set(endpoints.map(({ address, port }) => `${address}:${port}`))]),
  )
  const different = known.flatMap(({ name, endpoints }) => (areSame(endpoints ?? [], real.get(name)) ? [] : [name]))
  if (known.length < upstreams.length && different.length === 0) return null
  return { same: known.length - different.length, different }
}

function areSame(planned: readonly string[], real: ReadonlySet<string> = new Set()): boolean {
  const wanted = new Set(planned)
  return wanted.size === real.size && [...wanted].every((one) => real.has(one))
}

/** Duplicates, what is dropped and canaries leave nothing in a configuration, and are no lag. */
async function compareRoutes(plan: Plan, served: AsyncIterable<ServedRoute>): Promise<ReplicaStatus['routes']> {
  const keys = new Set<string>()
  for await (const route of served) keys.add(keyOf(route))
  const asked = new Map(
    plan.routes.flatMap(({ source, host, match, isListed }): [string, RouteKey][] => {
      const path = match?.path ?? null
      return isListed && path !== null ? [[keyOf({ source, host, path }), { source, host, path }]] : []
    }),
  )
  return { asked: asked.size, missing: [...asked].flatMap(([key, route]) => (keys.has(key) ? [] : [route])) }
}

function keyOf({ source, host, path }: RouteKey): string {
  return `${refKey(source)} ${host?.toLowerCase() ?? ''} ${path}`
}
