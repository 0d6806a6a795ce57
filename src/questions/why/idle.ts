/** What a rule that is not served lacks behind it: whoever cures what keeps it from requests meets that next. */
import type { Plan } from '../../domain/controllers/plan.js'
import type { FindingCode } from '../../domain/findings/facts.js'
import { type Finding, uniqueFindings } from '../../domain/findings/finding.js'
import { groupedBy } from '../../domain/groups.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { refKey } from '../../domain/objects/ref.js'
import { type CountEndpoints, resolveRoutes } from '../../domain/routes/resolve-routes.js'
import type { Route } from '../../domain/routes/route.js'
import { bySeverity, type WhyRow } from '../../domain/why/why.js'
import { idleBackend, idleBackends } from '../../semantics/ingress/why.js'
import { placeKey } from '../routes/fates.js'

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
  return withFound(rows, idleBackends(routes, ingress))
}

/** The same for what a controller's own kinds ask for. */
export function withIdleOwn(
  rows: readonly WhyRow[],
  { customRoutes = [] }: Pick<Plan, 'customRoutes'>,
): readonly WhyRow[] {
  const idle = new Set(rows.filter(isIdle).map(({ source }) => refKey(source)))
  if (idle.size === 0) return rows
  const found = customRoutes.flatMap((route) => {
    const finding = idle.has(refKey(route.source)) ? idleBackend(route) : null
    return finding === null ? [] : [{ route, finding }]
  })
  return withFound(rows, found)
}

/** Each with what belongs to its rule. */
function withFound(
  rows: readonly WhyRow[],
  found: readonly { readonly route: Route; readonly finding: Finding }[],
): readonly WhyRow[] {
  if (found.length === 0) return rows
  const byPlace = groupedBy(found, ({ route }) => placeKey(route))
  return rows.map((row) => {
    if (row.rule === null || !isIdle(row)) return row
    const own = byPlace.get(placeKey({ source: row.source, host: row.rule.host, match: row.rule })) ?? []
    const all = uniqueFindings(own.map(({ finding }) => finding))
    return all.length === 0 ? row : { ...row, causes: [...row.causes, ...all].sort(bySeverity) }
  })
}

function isIdle({ rule, served, causes }: WhyRow): boolean {
  const isLost = rule !== null && served !== true && causes.some(({ severity }) => severity === 'error')
  return isLost && !causes.some(({ code }) => ofBackends.has(code))
}

/** The controller says it of its own accord, by its own rules. */
const ofBackends: ReadonlySet<FindingCode> = new Set([
  ...(['no-service', 'no-port', 'none-ready', 'no-endpoints', 'no-target-port', 'slices-hidden'] as const),
  ...(['external-name', 'external-port', 'backend-unseen', 'resource-backend', 'default-backend-empty'] as const),
])
