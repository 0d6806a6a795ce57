/** What of a replica is held against the plan, of Ingresses and of Gateways, and what both come to. */
import type { Reload } from '../../domain/controllers/observation.js'
import type { ComparedCertificates } from './compare-certificates.js'
import type { ComparedEndpoints } from './compare-endpoints.js'
import type { ComparedRoutes } from './compare-routes.js'
import type { ComparedSettings } from './compare-settings.js'

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
    endpoints: both(one.endpoints, other.endpoints, joinedEndpoints),
    routes: both(one.routes, other.routes, joinedRoutes),
    certificates: both(one.certificates, other.certificates, joinedCertificates),
    settings: one.settings ?? other.settings,
    untold: new Set([...one.untold].filter((what) => other.untold.has(what))),
  }
}

const nothing: ComparedParts = { endpoints: null, routes: null, certificates: null, settings: null, untold: new Set() }

function both<T>(one: T | null, other: T | null, join: (one: T, other: T) => T): T | null {
  return one === null || other === null ? (one ?? other) : join(one, other)
}

function joinedEndpoints(one: ComparedEndpoints, other: ComparedEndpoints): ComparedEndpoints {
  return {
    same: one.same + other.same,
    different: [...one.different, ...other.different],
    missing: [...one.missing, ...other.missing],
    stale: allOf(one.stale, other.stale),
  }
}

function joinedRoutes(one: ComparedRoutes, other: ComparedRoutes): ComparedRoutes {
  return {
    asked: one.asked + other.asked,
    missing: [...one.missing, ...other.missing],
    different: [...one.different, ...other.different],
    stale: allOf(one.stale, other.stale),
  }
}

function joinedCertificates(one: ComparedCertificates, other: ComparedCertificates): ComparedCertificates {
  return {
    same: one.same + other.same,
    different: [...one.different, ...other.different],
    unknown: one.unknown + other.unknown,
  }
}

/** What is there too much is told, though of the other part nobody knows. */
function allOf<T>(one: readonly T[] | null, other: readonly T[] | null): readonly T[] | null {
  return one === null ? other : [...one, ...(other ?? [])]
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
