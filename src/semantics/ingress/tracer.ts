/**
 * A request by the words of the Kubernetes documentation alone, whatever controller there is:
 * https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types and #hostname-wildcards
 *
 * Of all rules that match host and path, an exact host comes before a wildcard, a wildcard before none, and then the
 * longest path, Exact before Prefix. Where none matches, a default backend answers.
 */

import type { Inventory } from '../../domain/objects/inventory.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { isSame, refKey, refOf } from '../../domain/objects/ref.js'
import { requestHost, requestPath } from '../../domain/requests/host.js'
import type { Tracer } from '../../domain/requests/trace.js'
import { resolveRoutes } from '../../domain/routes/resolve-routes.js'
import { isDefaultBackend, type Route } from '../../domain/routes/route.js'
import { answerOf, unanswered } from './answer.js'
import { type HostRules, indexRoutes, levelsOf, matching, type RouteIndex } from './index-rules.js'
import { losersOf } from './losers.js'

/** @param owned the Ingresses that count; null: all of them. The others are named among the losers */
export function specTracer(inventory: Inventory, owned: readonly Ingress[] | null = null): Tracer {
  const mine = owned === null ? null : new Set(owned.map((ingress) => refKey(refOf(ingress))))
  const routes = resolveRoutes(inventory)
  const isMine = ({ source }: Route) => mine === null || mine.has(refKey(source))
  const index = indexRoutes(mine === null ? routes : routes.filter(isMine))
  const foreign = indexRoutes(mine === null ? [] : routes.filter((route) => !isMine(route)))
  return {
    answer: (request, explain) => {
      const host = requestHost(request.host)
      const path = requestPath(request.target)
      const found = find(index, host, path)
      const answer = found === null ? unanswered(request, explain) : answerOf(request, found, explain)
      return explain
        ? { ...answer, losers: losersOf({ index, foreign, host, path, winner: found?.route ?? null }) }
        : answer
    },
  }
}

/** The rule that wins, and whether others would have a claim just as good. */
export interface SpecFound {
  readonly route: Route
  readonly isDefault: boolean
  readonly host: string | null
}

function find(index: RouteIndex, host: string | null, path: string): SpecFound | null {
  const levels = levelsOf(index, host)
  for (const rules of levels) {
    const { value } = matching(rules, path).next()
    if (value) return { route: value, isDefault: isDefaultBackend(value), host: rules.host }
  }
  const route = defaultFor(index, levels)
  return route === null ? null : { route, isDefault: true, host: null }
}

/** That of an Ingress which names the host, else the oldest. */
function defaultFor({ defaults }: RouteIndex, levels: readonly HostRules[]): Route | null {
  if (defaults.length < 2) return defaults[0] ?? null
  for (const { routes } of levels)
    for (const { source } of routes) {
      const own = defaults.find((one) => isSame(one.source, source))
      if (own) return own
    }
  return defaults[0] ?? null
}
