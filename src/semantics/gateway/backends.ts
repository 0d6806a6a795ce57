/** What stands behind a rule: each backendRef with its share, and what its requests get. */

import type { OwnKinds } from '../../domain/gateway/own-kinds.js'
import type { GatewayProfile } from '../../domain/gateway/profile.js'
import { addressAndPort } from '../../domain/objects/addresses.js'
import type { GatewayInventory } from '../../domain/objects/gateway/inventory.js'
import type { BackendRef, WireFilter } from '../../domain/objects/gateway/routes.js'
import type { Ref } from '../../domain/objects/ref.js'
import type { ServiceBackend } from '../../domain/requests/trace.js'
import { resolveService, withoutEndpoints } from '../../domain/routes/resolve-service.js'
import type { RouteEndpoints } from '../../domain/routes/route.js'
import { isPermitted } from './attachment/grants.js'
import { type BackendTls, policiesOf } from './attachment/policies.js'
import { breakOf, redirectOf } from './matching/filters.js'
import { type BackendFault, isOfStreams, type PlannedBackend, type Rule } from './matching/matches.js'

/** Filters of one backend, as far as they take effect. */
export function filtersOfBackend({ ref }: PlannedBackend, { outcome }: GatewayProfile): readonly WireFilter[] {
  return (ref.filters ?? []).filter((one) => outcome.backendFilters !== 'are-ignored' || !isMoreThanHeaders(one))
}

function isMoreThanHeaders({ type }: WireFilter): boolean {
  return type !== 'RequestHeaderModifier' && type !== 'ResponseHeaderModifier'
}

/** Resolves the backendRefs of rules; what many of them name is looked at once. @param owns kinds that implementations brought along */
export function backendResolver(
  inventory: GatewayInventory,
  owns: readonly OwnKinds[],
): (from: Ref, refs: readonly BackendRef[] | null | undefined) => PlannedBackend[] {
  const known = new Map<string, PlannedBackend>()
  return (from, refs) =>
    (refs ?? []).map((ref) => {
      const { group, kind, namespace, name, port } = ref
      const key = JSON.stringify([from.kind, from.namespace, group, kind, namespace, name, port])
      const found = known.get(key) ?? backendOf(inventory, from, ref, owns)
      known.set(key, found)
      const customFilters = (ref.filters ?? []).flatMap(({ extensionRef }) =>
        owns.flatMap((by) => {
          const is = extensionRef && by.filterOf(extensionRef, from.namespace, inventory.customOf)
          return is ? [{ by, is }] : []
        }),
      )
      return { ...found, ref, weight: ref.weight ?? 1, customFilters }
    })
}

/** @param from the route */
export function backendOf(
  inventory: GatewayInventory,
  from: Ref,
  ref: BackendRef,
  owns: readonly OwnKinds[],
): PlannedBackend {
  const group = ref.group ?? ''
  const kind = ref.kind || 'Service'
  const target = { kind, namespace: ref.namespace || from.namespace, name: ref.name, port: ref.port ?? null }
  const weight = ref.weight ?? 1
  const plain = {
    ...{ ref, target, weight, isUnsure: false, endpoints: withoutEndpoints('unknown', null), policies: null },
    ...{ routeKind: from.kind, appProtocol: null, isPortForTls: false, hasSlices: true, own: null, customFilters: [] },
  }
  const isService = group === '' && kind === 'Service'
  const own = isService ? null : ownOf(inventory, ref, target.namespace, owns)
  if (!isService && own === null) return { ...plain, fault: 'InvalidKind' }
  const permitted = isPermitted(inventory, from, { group, ...target })
  if (permitted === false) return { ...plain, own, fault: 'RefNotPermitted' }
  const isUnsure = permitted === null
  if (own !== null) return { ...plain, own, isUnsure, endpoints: own.endpoints, fault: faultOf(own.endpoints) }
  const { kind: _kind, port, ...service } = target
  const protocol = from.kind === 'UDPRoute' ? 'UDP' : 'TCP'
  const endpoints = resolveService(inventory.backends, service, port, protocol)
  const policies = policiesOf(inventory, service, port)
  const ports = inventory.backends.service(service)?.spec?.ports ?? []
  const found = ports.find((one) => one.port === port)
  const appProtocol = found?.appProtocol || null
  const isPortForTls = port === 443 || found?.name?.startsWith('https') === true
  const hasSlices = endpoints.state !== 'no-slices' || inventory.backends.slices(service).length > 0
  return { ...plain, isUnsure, endpoints, policies, appProtocol, isPortForTls, hasSlices, fault: faultOf(endpoints) }
}

function ownOf(
  { customOf }: GatewayInventory,
  ref: BackendRef,
  namespace: string,
  owns: readonly OwnKinds[],
): PlannedBackend['own'] {
  for (const by of owns) {
    const found = by.backendOf(ref, namespace, customOf)
    if (found !== null) return { ...found, by }
  }
  return null
}

/** A Service out of the cluster is refused by all that were tried; a port that it does not have is as good as no Service. */
function faultOf({ state }: RouteEndpoints): BackendFault | null {
  switch (state) {
    case 'no-service':
      return 'BackendNotFound'
    case 'no-port':
      return 'PortNotFound'
    case 'external-name':
    case 'unsupported':
      return 'UnsupportedValue'
    default:
      return null
  }
}

/** Is it of a kind that only its implementation knows, which is not known here. */
export function isForeignOpen({ ref, fault }: PlannedBackend, { leavesForeignOpen }: GatewayProfile): boolean {
  return fault === 'InvalidKind' && Boolean(ref.group) && leavesForeignOpen === true
}

/** Why an implementation does not use it; null: it does. */
export function faultIn(backend: PlannedBackend, profile: GatewayProfile): BackendFault | null {
  const { fault, appProtocol, own } = backend
  const { outcome, own: known } = profile
  if (isForeignOpen(backend, profile)) return null
  if (own !== null && own.by !== known) return 'InvalidKind'
  if (fault !== null || appProtocol === null || outcome.appProtocols === null || isInClear(backend, profile))
    return fault
  return outcome.appProtocols.includes(appProtocol.toLowerCase()) ? null : 'UnsupportedProtocol'
}

/** Those that have a share: where others take that of one which cannot be used, it has none. */
export function sharing(
  { backends: all, route }: Pick<Rule, 'backends' | 'route'>,
  profile: GatewayProfile,
): readonly PlannedBackend[] {
  if (isOfStreams({ route }) && profile.outcome.streamShares === 'of-answering') {
    const answering = all.filter((one) => statusAlone(one, profile) === null)
    return answering.some(({ weight }) => weight > 0) ? answering : all
  }
  const isNeeded = ({ own, weight }: PlannedBackend) => !own?.isSpare && weight > 0
  const isSpared = hasSpare(all) && all.some((one) => isNeeded(one) && statusAlone(one, profile) === null)
  const backends = isSpared ? all.filter(({ own }) => !own?.isSpare) : all
  if (profile.outcome.brokenShare === 'fails') return backends
  const usable = backends.filter((one) => faultIn(one, profile) === null)
  return usable.length > 0 ? usable : backends
}

/** Is one among them that waits for the others to fail, which it does where all are one to the proxy. */
function hasSpare(all: readonly PlannedBackend[]): boolean {
  if (!all.some(({ own }) => own?.isSpare)) return false
  const [first = 'both', ...others] = new Set(all.map(({ own }) => own?.foundBy ?? 'address'))
  return first !== 'both' && others.length === 0 && all.every(({ ref }) => !ref.filters?.length)
}

/** Is it never asked, though it is there: its TLS cannot be met, or it has filters that are not understood there. */
export function isNeverAsked(backend: PlannedBackend, profile: GatewayProfile): boolean {
  const isFiltered = backend.ref.filters?.some((one) => breaksBackend(one, backend, profile)) === true
  return isFiltered || (profile.outcome.unmetTls === 'fails' && tlsIn(backend, profile)?.fault != null)
}

/** The policy that counts, as it is read; null: there is none. */
export function policyIn({ policies }: PlannedBackend, { outcome }: GatewayProfile): BackendTls | null {
  if (policies === null) return null
  const found = outcome.tlsPolicies === 'oldest' ? policies.oldest : policies.first
  return { ...found, fault: outcome.authorities === 'each' ? found.strictFault : found.fault }
}

function breaksBackend(filter: WireFilter, { customFilters }: PlannedBackend, profile: GatewayProfile): boolean {
  const { type, urlRewrite } = filter
  const { backendFilters } = profile.outcome
  if (backendFilters === 'are-ignored') return false
  const own = customFilters.filter(({ by }) => by === profile.own)
  if (type === 'ExtensionRef' && own.length > 0) return own.some(({ is }) => is.is === 'fails')
  if (backendFilters === 'work' || !isMoreThanHeaders(filter))
    return breakOf(filter, { kind: 'HTTPRoute' }, false, profile) !== null
  return type !== 'URLRewrite' || urlRewrite?.path != null
}

/** Does nothing that its Service says of TLS count for routes of this kind. */
export function isInClear({ routeKind }: PlannedBackend, { outcome }: GatewayProfile): boolean {
  return outcome.tlsForWebAlone && routeKind !== 'HTTPRoute'
}

/** What the backend is asked with; null: in clear text, whatever a policy asks for. */
export function tlsIn(backend: PlannedBackend, profile: GatewayProfile): BackendTls | null {
  const tls = policyIn(backend, profile)
  if (isInClear(backend, profile)) return null
  if (tls === null || profile.outcome.unmetTls === 'fails') return tls
  return backend.routeKind === 'HTTPRoute' && tls.isPlain ? { ...tls, otherNames: [] } : null
}

/** Has it no endpoint that is ready, and those that are not are asked. */
export function isAskedUnready({ endpoints: { state } }: PlannedBackend, { outcome }: GatewayProfile): boolean {
  return state === 'none-ready' && outcome.servesNotReady
}

/**
 * The status that the proxy itself answers with; null: the backend answers.
 * @param rule all that it shares its requests with
 */
export function statusOf(
  backend: PlannedBackend,
  { backends, route }: Pick<Rule, 'backends' | 'route'>,
  profile: GatewayProfile,
): number | null {
  const own = isCrowded(backends) ? 500 : statusAlone(backend, profile)
  if (own === null || profile.outcome.brokenStatus === 'each') return own
  const isBroken = (one: PlannedBackend) =>
    one.weight === 0 ? faultIn(one, profile) !== null : statusAlone(one, profile) === 500
  const statuses = backends.flatMap((one) => (one.weight === 0 ? [] : statusAlone(one, profile)))
  if (!statuses.includes(null)) return backends.some(isBroken) ? 500 : own
  return route.kind === 'GRPCRoute' || statuses.includes(503) ? 503 : own
}

/** Is one among them beside which there may be no other. */
function isCrowded(backends: readonly PlannedBackend[]): boolean {
  return backends.length > 1 && backends.some(({ own, weight }) => own?.isAlone && weight > 0)
}

function statusAlone(backend: PlannedBackend, profile: GatewayProfile): number | null {
  const { endpoints, hasSlices } = backend
  const { outcome } = profile
  if (faultIn(backend, profile) !== null || isNeverAsked(backend, profile)) return 500
  // Who is sent elsewhere asks nobody, if somebody could be asked.
  if (hasSlices && redirectOf(filtersOfBackend(backend, profile)) !== null) return null
  switch (endpoints.state) {
    case 'no-slices':
      return hasSlices ? 503 : outcome.noSlices
    case 'none-ready':
      return isAskedUnready(backend, profile) ? null : 503
    default:
      return null
  }
}

/** null: it names no Service */
export function serviceOf({ target }: PlannedBackend): ServiceBackend | null {
  const { kind, namespace, name, port } = target
  return kind === 'Service' ? { namespace, service: name, port } : null
}

/** `address:port`, those that are asked; null: not known. */
export function addressesOf({ endpoints }: PlannedBackend, { outcome }: GatewayProfile): string[] | null {
  if (endpoints.total === null) return null
  const ready = endpoints.items.filter((item) => item.ready)
  const asked = ready.length === 0 && outcome.servesNotReady ? endpoints.items : ready
  return asked.map(({ address, port }) => addressAndPort(address, port))
}
