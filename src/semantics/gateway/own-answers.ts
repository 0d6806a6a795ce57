/** What the proxy itself answers to each request of a rule, whatever its backends are like. */
import type { OwnFilter } from '../../domain/gateway/own-kinds.js'
import type { GatewayProfile } from '../../domain/gateway/profile.js'
import type { GatewayInventory } from '../../domain/objects/gateway/inventory.js'
import type { WireFilter } from '../../domain/objects/gateway/routes.js'
import { backendOf, faultIn, isForeignOpen, sharing } from './backends.js'
import { breakOf, filterText, isLeftOpen, redirectOf, rewriteOf } from './matching/filters.js'
import type { PlannedBackend, Rule } from './matching/matches.js'

export interface OwnAnswer {
  readonly status: number
  readonly why: string
  /** null: it is for want of backends */
  readonly filter: WireFilter | null
  /** a filter is there to answer in the place of backends. Absent: something is wrong */
  readonly isMeant?: true
  /** the filter is one that is refused, and not for what it names and cannot be had */
  readonly isRefused?: true
}

/** Is a filter a mirror whose backend cannot be had. */
export function isLostMirror(
  filter: WireFilter,
  rule: Rule,
  inventory: GatewayInventory,
  profile: GatewayProfile,
): boolean {
  if (filter.type !== 'RequestMirror') return false
  const mirror = mirrorOf(filter, rule, inventory, profile)
  return mirror === null || faultIn(mirror, profile) !== null
}

function mirrorOf(
  { requestMirror }: WireFilter,
  { source }: Rule,
  inventory: GatewayInventory,
  { own }: GatewayProfile,
): PlannedBackend | null {
  const ref = requestMirror?.backendRef
  return ref ? backendOf(inventory, source, ref, own ? [own] : []) : null
}

/** What one of the implementation's own does; null: it is none. */
export function ownFilterOf(
  { extensionRef }: WireFilter,
  { source: { namespace } }: Rule,
  { own }: GatewayProfile,
  { customOf }: GatewayInventory,
): OwnFilter | null {
  return extensionRef ? (own?.filterOf(extensionRef, namespace, customOf) ?? null) : null
}

/** Does it name a filter or a backend of a kind that only its implementation knows, which is not known here. */
export function namesForeign({ filters, backends }: Rule, profile: GatewayProfile): boolean {
  return (
    filters.some((one) => isLeftOpen(one, profile)) ||
    backends.some((one) => one.weight > 0 && isForeignOpen(one, profile))
  )
}

/** Does a filter of it decide which requests it has, in a way that is not worked out. */
export function isUnsure(rule: Rule, profile: GatewayProfile, inventory: GatewayInventory): boolean {
  return (
    namesForeign(rule, profile) ||
    rule.filters.some((one) => ownFilterOf(one, rule, profile, inventory)?.is === 'unknown')
  )
}

/** Why filters of the implementation's own cannot stand in one rule; null: they can. */
function clashOf(owns: readonly (OwnFilter | null)[], filters: readonly WireFilter[]): string | null {
  const changing = owns.flatMap((one) => (one?.is === 'works' && (one.changesPath || one.changesHost) ? [one] : []))
  const { path, hostname } = rewriteOf(filters) ?? {}
  const isTwice =
    changing.length > 1 || changing.some((one) => (one.changesPath && path) || (one.changesHost && hostname))
  return isTwice ? 'two filters rewrite the same' : null
}

/** Has it backends, none of which has a share, and no redirect in their place. */
export function sharesNothing({ backends, filters }: Rule): boolean {
  return backends.length > 0 && backends.every(({ weight }) => weight === 0) && redirectOf(filters) === null
}

/** @returns null: a redirect does, or a backend */
export function ownAnswerOf(rule: Rule, profile: GatewayProfile, inventory: GatewayInventory): OwnAnswer | null {
  const { backends, filters } = rule
  // One that has no endpoints is not there.
  const mirrors = filters.some(
    (one) => one.type === 'RequestMirror' && mirrorOf(one, rule, inventory, profile)?.endpoints.total !== 0,
  )
  for (const filter of filters) {
    const own = ownFilterOf(filter, rule, profile, inventory)
    if (own?.is === 'answers' && own.status < 300 && rule.route.kind === 'GRPCRoute')
      return { status: 500, why: 'an answer without a message is none to a call', filter, isRefused: true }
    if (own?.is === 'answers') return { status: own.status, why: filterText(filter), filter, isMeant: true }
    if (own?.is === 'fails')
      return { status: 500, why: own.why, filter, ...(!own.isMissing && { isRefused: true as const }) }
    if (filter.type === 'RequestRedirect' && profile.outcome.mirror === 'fails' && mirrors)
      return { status: 500, why: 'what is redirected is not mirrored', filter }
    const why =
      own === null
        ? breakOf(filter, rule.route, isLostMirror(filter, rule, inventory, profile), profile)
        : clashOf(
            filters.map((one) => ownFilterOf(one, rule, profile, inventory)),
            filters,
          )
    if (why !== null)
      return { status: 500, why, filter, ...(filter.type !== 'RequestMirror' && { isRefused: true as const }) }
  }
  if (redirectOf(filters) !== null || sharing(rule, profile).some(({ weight }) => weight > 0)) return null
  if (backends.length > 0) return { status: profile.outcome.allWeightsZero, why: 'all weights are 0', filter: null }
  const isAsZero = filters.length > 0 && profile.outcome.noBackendRefs === 'fails-without-filters'
  return { status: isAsZero ? profile.outcome.allWeightsZero : 500, why: 'it has no backendRefs', filter: null }
}
