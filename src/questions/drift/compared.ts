/** What of a replica is held against the plan, of Ingresses and of Gateways, and what both come to. */
import type { Observation } from '../../domain/controllers/observation.js'
import type { Plan, PlannedSetting } from '../../domain/controllers/plan.js'
import type { Reload } from '../../domain/controllers/replica-facts.js'
import type { ComparedCertificates } from './compare-certificates.js'
import type { ComparedEndpoints } from './compare-endpoints.js'
import type { ComparedRoutes } from './compare-routes.js'

/** null, of each of these: that is not known */
export interface Parts {
  readonly endpoints: ComparedEndpoints | null
  readonly routes: ComparedRoutes | null
  readonly certificates: ComparedCertificates | null
  readonly settings: ComparedSettings | null
}

export type Compared = keyof Parts

export interface ComparedParts extends Parts {
  /** what such controllers do not tell, so that nobody can wait for it */
  readonly untold: ReadonlySet<Compared>
}

/** Where only one of two tells something, that is told. */
export function joined(one: ComparedParts | null, other: ComparedParts | null): ComparedParts {
  if (one === null || other === null) return one ?? other ?? nothing
  return {
    endpoints: both(one.endpoints, other.endpoints),
    routes: both(one.routes, other.routes),
    certificates: both(one.certificates, other.certificates),
    settings: one.settings ?? other.settings,
    untold: new Set([...one.untold].filter((what) => other.untold.has(what))),
  }
}

const nothing: ComparedParts = { endpoints: null, routes: null, certificates: null, settings: null, untold: new Set() }

/** Numbers are added, lists are put together. */
function both<T extends object>(one: T | null, other: T | null): T | null {
  if (one === null || other === null) return one ?? other
  const parts = Object.entries(one).map(([name, part]) => [name, sum(part, other[name as keyof T] as Tally)])
  return Object.fromEntries(parts) as T
}

/** null: of what there is too much nobody knows */
type Tally = number | readonly unknown[] | null

/** What is there too much is told, though of the other part nobody knows. */
function sum(one: Tally, other: Tally): Tally {
  if (one === null || other === null) return one ?? other
  return typeof one === 'number' ? one + Number(other) : [...one, ...(other as readonly unknown[])]
}

/** Metrics are often off: what is as planned proves that the last reload went well. Null: not all of it is known. */
export function inSyncOf(
  reload: Reload | null,
  { endpoints, routes, certificates, settings, untold }: ComparedParts,
): boolean | null {
  if (reload?.successful === false) return false
  const parts = [
    ['endpoints', endpoints && endpoints.different.length + endpoints.missing.length + (endpoints.stale?.length ?? 0)],
    ['routes', routes && routes.missing.length + routes.different.length + (routes.stale?.length ?? 0)],
    ['certificates', certificates?.different.length ?? null],
    ['settings', settings?.different.length ?? null],
  ] as const
  if (parts.some(([, faults]) => faults !== null && faults > 0)) return false
  const open = parts.some(([what, faults]) => faults === null && !untold.has(what))
  return open || (untold.has('endpoints') && untold.has('routes')) ? null : true
}

/** What is set for the whole proxy, held against its configuration. */
interface DifferentSetting extends PlannedSetting {
  /** null: its configuration has none */
  readonly served: string | null
}

interface ComparedSettings {
  readonly same: number
  readonly different: readonly DifferentSetting[]
}

/** @throws Problem as {@link Observation.settings} */
export async function compareSettings(
  { settings = [] }: Pick<Plan, 'settings'>,
  observation: Pick<Observation, 'settings'>,
): Promise<ComparedSettings> {
  if (settings.length === 0 || observation.settings === undefined) return { same: 0, different: [] }
  const found = await observation.settings(settings.map(({ directive }) => directive))
  const different = settings.flatMap((one) => {
    const served = found.get(one.directive) ?? null
    return served === one.value ? [] : [{ ...one, served }]
  })
  return { same: settings.length - different.length, different }
}
