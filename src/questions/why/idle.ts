/** What a rule that is not served lacks behind it: whoever cures what keeps it from requests meets that next. */
import type { Plan } from '../../domain/controllers/plan.js'
import type { FindingCode } from '../../domain/findings/facts.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { type CountEndpoints, resolveRoutes } from '../../domain/routes/resolve-routes.js'
import { pathOf, type Route } from '../../domain/routes/route.js'
import { bySeverity, type WhyRow } from '../../domain/why/why.js'
import { idleBackends } from '../../semantics/ingress/why.js'

/**
 * @param rows of the Ingress, by the plan of the controller that takes it
 * @returns the same, each rule that is lost or left out with what is the matter with its backend
 */
export function withIdle(
  rows: readonly WhyRow[],
  ingress: Ingress,
  { endpointsOf }: Pick<Plan, 'endpointsOf'>,
  inventory: Inventory,
): readonly WhyRow[] {
  if (!rows.some(isIdle)) return rows
  const countOf: CountEndpoints = ({ namespace, name }, port) => endpointsOf({ namespace, service: name, port }, null)
  const routes = resolveRoutes({ ...inventory, ingresses: [ingress] }, { countOf: () => countOf })
  const found = idleBackends(routes, ingress)
  if (found.length === 0) return rows
  return rows.map((row) => {
    if (!isIdle(row)) return row
    const own = found.flatMap(({ route, finding }) => (isOf(row, route) ? [finding] : []))
    return own.length === 0 ? row : { ...row, causes: [...row.causes, ...own].sort(bySeverity) }
  })
}

function isIdle({ rule, served, causes }: WhyRow): boolean {
  const isLost = rule !== null && served !== true && causes.some(({ severity }) => severity === 'error')
  return isLost && !causes.some(({ code }) => ofBackends.has(code))
}

function isOf({ rule }: WhyRow, route: Route): boolean {
  return (
    rule !== null &&
    rule.host === route.host &&
    rule.path === pathOf(route) &&
    rule.pathType === (route.match?.pathType ?? null)
  )
}

/** The controller says it of its own accord, by its own rules. */
const ofBackends: ReadonlySet<FindingCode> = new Set([
  ...(['no-service', 'no-port', 'none-ready', 'no-endpoints', 'no-target-port', 'slices-hidden'] as const),
  ...(['external-name', 'external-port', 'backend-unseen', 'resource-backend', 'default-backend-empty'] as const),
])
