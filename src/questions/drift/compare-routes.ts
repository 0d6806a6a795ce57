/** The routes in a replica's configuration, held against those that the plan has there: from both sides. */
import type { ServedRoute } from '../../domain/controllers/observation.js'
import type { Plan, PlannedRoute } from '../../domain/controllers/plan.js'
import { refKey } from '../../domain/objects/ref.js'

export interface ComparedRoutes {
  /** those that the plan has in a configuration */
  readonly asked: number
  /** those of them that its configuration does not have */
  readonly missing: readonly ServedRoute[]
  /** those that its configuration has, and not asked for; null: not all that may be asked for can be seen */
  readonly stale: readonly ServedRoute[] | null
}

/**
 * Duplicates, what is dropped and canaries leave nothing in a configuration, and are no lag.
 * @param isWhole are all objects seen that may ask for routes
 */
export async function compareRoutes(
  { routes, ownRoutes }: Pick<Plan, 'routes' | 'ownRoutes'>,
  served: AsyncIterable<ServedRoute>,
  isWhole: boolean,
): Promise<ComparedRoutes> {
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

export function routesAt({ source, host, match }: PlannedRoute): ServedRoute[] {
  const path = match?.path ?? null
  return path === null ? [] : [{ source, host, path }]
}

function keyed(routes: readonly ServedRoute[]): ReadonlyMap<string, ServedRoute> {
  return new Map(routes.map((route) => [keyOf(route), route]))
}

function keyOf({ source, host, path }: ServedRoute): string {
  return `${refKey(source)} ${host?.toLowerCase() ?? ''} ${path}`
}
