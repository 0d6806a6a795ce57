/** Routes of Gateways as rows: a match of a rule under a hostname, with the listeners that take it and what becomes of it. */

import type { GatewayProfile } from '../../domain/gateway/profile.js'
import { gatewayAddresses } from '../../domain/objects/addresses.js'
import { speaksTls } from '../../domain/objects/gateway/listeners.js'
import type { GatewayRoute } from '../../domain/objects/gateway/routes.js'
import type { ObjectMeta } from '../../domain/objects/meta.js'
import { nameOf, type Ref, refOf } from '../../domain/objects/ref.js'
import type { Fate } from '../../domain/routes/fate.js'
import { withoutEndpoints } from '../../domain/routes/resolve-service.js'
import type {
  Route,
  RouteBackend,
  RouteClass,
  RouteEndpoints,
  RouteMatch,
  RouteTls,
} from '../../domain/routes/route.js'
import type { Attachment } from '../../semantics/gateway/attachment/attach.js'
import type { PlannedListener } from '../../semantics/gateway/attachment/listeners.js'
import { faultIn, isAskedUnready, isNeverAsked, sharing } from '../../semantics/gateway/backends.js'
import { fateAt } from '../../semantics/gateway/fates.js'
import { filterText } from '../../semantics/gateway/matching/filters.js'
import type { Match, PlannedBackend, Rule } from '../../semantics/gateway/matching/matches.js'
import { type GatewayPlan, otherwiseTaken } from '../../semantics/gateway/plan.js'
import type { PlannedGateway } from '../../semantics/gateway/world.js'
import { detachedWords, withoutGateway } from './detached.js'
import { isUnclaimed } from './gateway-findings.js'
import type { OpenGateways, OwnerOf } from './open.js'

/** A row, and what it was made of. */
export interface GatewayRow {
  readonly route: Route
  readonly rule: Rule
  readonly match: Match
}

/** Where one hostname of a route is served, or would be. */
interface ServedPlace {
  readonly hostname: string | null
  readonly at: readonly { readonly gateway: PlannedGateway; readonly listener: PlannedListener }[]
}

type Opened = Pick<OpenGateways, 'plan' | 'ownerOf' | 'inventory' | 'isOff'> &
  Partial<Pick<OpenGateways, 'refusedFate'>>

/** In the order of their objects, and within one in its own. @param wanted by the object that asks */
export function gatewayRows(opened: Opened, wanted: (source: Ref) => boolean): GatewayRow[] {
  return opened.plan.world.routes.flatMap((route) => (wanted(refOf(route)) ? rowsOf(opened, route) : []))
}

/** Those of one route. */
export function rowsOf(opened: Opened, route: GatewayRoute): GatewayRow[] {
  const { plan, ownerOf } = opened
  const { world } = plan
  const source = refOf(route)
  const own = world.attachmentsOf(source)
  const refused = opened.refusedFate?.(source) ?? null
  const common = commonOf(plan, source, own, route.metadata, ownerOf)
  const places = placesOf(plan, own, route.spec?.hostnames ?? [])
  return world.rulesOf(route).flatMap((rule) => {
    const backendsOf = backendsIn(rule)
    const filters = rule.filters.map((filter) => ({ type: filter.type, detail: filterText(filter) }))
    return rule.matches.flatMap((match) =>
      places.map(({ hostname, at }): GatewayRow => {
        const listeners = at.map(({ listener }) => listener)
        const backends = backendsOf(at[0]?.gateway.profile)
        const row: Route = {
          ...common,
          parents: listeners.map(({ gateway, name, port, protocol }) => ({ gateway, listener: name, port, protocol })),
          host: hostname,
          match: route.kind === 'HTTPRoute' || route.kind === 'GRPCRoute' ? matchOf(match) : null,
          backends,
          filters,
          tls: tlsOf(at),
          fate:
            refused ??
            (at.length === 0
              ? detached(opened, route, own)
              : together(at.map((one) => fateOf(opened, one, hostname, match)))),
        }
        return { route: row, rule, match }
      }),
    )
  })
}

function fateOf(
  opened: Pick<OpenGateways, 'plan' | 'inventory' | 'isOff'>,
  { gateway, listener }: ServedPlace['at'][number],
  hostname: string | null,
  match: Match,
): Fate {
  const { plan } = opened
  if (isUnclaimed(opened, gateway)) return { is: 'dropped', why: `no controller takes Gateway ${nameOf(gateway.ref)}` }
  return fateAt(plan, { gateway, listener, hostname }, match)
}

/** Served by one listener is served, and its own at one is lost at none, be it by chance or for all that is known; and who has its requests at one says more than that another one gets none. */
function together(fates: readonly Fate[]): Fate {
  const best = ['served', 'fails', 'undefined-winner', 'unknown', 'lost'].flatMap(
    (wanted) => fates.find(({ is }) => is === wanted) ?? [],
  )
  return best[0] ?? fates[0] ?? { is: 'unknown', why: 'no listener takes it' }
}

function detached(opened: Opened, route: GatewayRoute, [first]: readonly Attachment[]): Fate {
  if (first === undefined) return withoutGateway(opened, route)
  return { is: otherwiseTaken(opened.plan, first).length > 0 ? 'unknown' : 'dropped', why: detachedWords(first) }
}

type Common = Pick<Route, 'source' | 'class' | 'controller' | 'addresses' | 'createdAt' | 'deletingSince'>

function commonOf(
  { world }: GatewayPlan,
  source: Ref,
  own: readonly Attachment[],
  { creationTimestamp, deletionTimestamp }: ObjectMeta,
  ownerOf: OwnerOf,
): Common {
  const gateways = own.flatMap(({ gateway, taken }) =>
    taken.length > 0 ? (world.gateways.get(nameOf(gateway)) ?? []) : [],
  )
  const all = gateways.length > 0 ? gateways : own.flatMap(({ gateway }) => world.gateways.get(nameOf(gateway)) ?? [])
  const [first] = all
  return {
    source,
    class: classOf(first),
    controller: first === undefined ? null : ownerOf(first),
    addresses: [...new Set(gateways.flatMap(({ gateway }) => gatewayAddresses(gateway)))],
    createdAt: creationTimestamp ?? null,
    deletingSince: deletionTimestamp ?? null,
  }
}

function classOf(gateway: PlannedGateway | undefined): RouteClass {
  if (gateway === undefined) return { name: null, from: 'none', exists: null, controller: null }
  const { className, controllerName } = gateway
  return { name: className, from: 'field', exists: controllerName !== null, controller: controllerName }
}

/** By hostname, each with all listeners that give it; where none does, those that it names itself. */
function placesOf({ world }: GatewayPlan, own: readonly Attachment[], said: readonly string[]): ServedPlace[] {
  const places = new Map<string | null, { gateway: PlannedGateway; listener: PlannedListener }[]>()
  for (const { gateway: ref, taken } of own) {
    const gateway = world.gateways.get(nameOf(ref))
    for (const { listener, hostnames } of gateway === undefined ? [] : taken)
      for (const hostname of hostnames) {
        const known = places.get(hostname) ?? []
        if (gateway !== undefined && !known.some((one) => one.listener === listener)) known.push({ gateway, listener })
        places.set(hostname, known)
      }
  }
  if (places.size > 0) return [...places].map(([hostname, at]) => ({ hostname, at }))
  return (said.length === 0 ? [null] : said).map((hostname) => ({ hostname, at: [] }))
}

function matchOf({ path, method, headers, query }: Match): RouteMatch {
  return { path: path.value, pathType: path.type, method, headers, query }
}

/** The backends of a rule by the profile that reads it, which for most rules is one. */
function backendsIn(rule: Rule): (profile: GatewayProfile | undefined) => readonly RouteBackend[] {
  const { backends } = rule
  const known = new Map<GatewayProfile | undefined, readonly RouteBackend[]>()
  return (profile) => {
    const able = profile === undefined ? backends : sharing(rule, profile)
    const found =
      known.get(profile) ??
      backends.map((one) => ({
        ...backendOf(one, profile),
        ...(!able.includes(one) && { skipped: true as const }),
        ...(profile && isAskedUnready(one, profile) && { asksUnready: true as const }),
      }))
    known.set(profile, found)
    return found
  }
}

function backendOf(planned: PlannedBackend, profile: GatewayProfile | undefined): RouteBackend {
  const { target, weight, ref } = planned
  const { kind, namespace, name, port } = target
  if (kind !== 'Service' || ref.group)
    return {
      service: null,
      resource: { apiGroup: ref.group || null, kind, namespace, name },
      weight,
      endpoints: planned.own === null ? withoutEndpoints('unsupported', 0) : endpointsOf(planned, profile),
    }
  return {
    service: { namespace, name, port },
    resource: null,
    weight,
    endpoints: endpointsOf(planned, profile),
  }
}

function endpointsOf(planned: PlannedBackend, profile: GatewayProfile | undefined): RouteEndpoints {
  const { endpoints } = planned
  const fault = profile === undefined ? planned.fault : faultIn(planned, profile)
  if (fault === 'RefNotPermitted') return withoutEndpoints('not-permitted', null)
  const isUnasked = profile !== undefined && isNeverAsked(planned, profile)
  return fault === 'UnsupportedValue' || fault === 'UnsupportedProtocol' || isUnasked
    ? { ...endpoints, state: 'unsupported' }
    : endpoints
}

/** Of the first listener that speaks TLS. */
function tlsOf(at: ServedPlace['at']): RouteTls | null {
  const found = at.find(({ listener }) => speaksTls(listener.protocol))
  if (found === undefined) return null
  const { gateway, listener } = found
  const [first] = gateway.certificatesOf(listener)
  const match = listener.hostname === null ? 'all' : listener.hostname.startsWith('*.') ? 'wildcard' : 'host'
  return { secret: first?.secret ?? null, match }
}
