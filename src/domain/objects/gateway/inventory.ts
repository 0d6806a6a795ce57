/** The objects of the Gateway API that a verb looks at, and the gaps: what could not or may not be seen. */

import { type Gap, isNotCaptured } from '../../gap.js'
import type { ObjectsOf } from '../../gateway/own-kinds.js'
import type { Look, Looked, LookedCustom } from '../../look.js'
import { type Coverage, type Listing, namespaceIn, type Scope } from '../../ports.js'
import { covers, type Inventory } from '../inventory.js'
import { byName, type NamespacedName, nameOf, type Ref, refOf } from '../ref.js'
import type { ConfigMap } from '../workloads.js'
import type { BackendTLSPolicy, ForeignRef, Gateway, GatewayClass, ListenerSet, ReferenceGrant } from './gateways.js'
import type { GatewayKind, GatewayRoute, GatewayRouteKind } from './routes.js'

/** The routes of each kind mean the same wherever they are asked for. */
export const gatewayRouteKinds = [
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
  'UDPRoute',
] as const satisfies readonly GatewayRouteKind[]

export const gatewayKinds = [
  ...(['GatewayClass', 'Gateway', 'ListenerSet', 'XListenerSet'] as const),
  ...gatewayRouteKinds,
  ...(['ReferenceGrant', 'BackendTLSPolicy'] as const),
] as const satisfies readonly GatewayKind[]

/** Services and what answers behind them: those of the other world are the same. */
export type Backends = Pick<Inventory, 'service' | 'slices' | 'sees' | 'seesSlices'>

export interface GatewayInventory {
  readonly classes: readonly GatewayClass[]
  readonly gateways: readonly Gateway[]
  /** of both groups */
  readonly listenerSets: readonly ListenerSet[]
  /** of every kind */
  readonly routes: readonly GatewayRoute[]
  readonly grants: readonly ReferenceGrant[]
  readonly policies: readonly BackendTLSPolicy[]
  /** those with authorities */
  readonly configMapOf: Look<ConfigMap>
  readonly backends: Backends
  /** of kinds that an implementation brought along */
  readonly customOf: ObjectsOf
  readonly gateway: (name: NamespacedName) => Gateway | undefined
  readonly classOf: (name: string) => GatewayClass | undefined
  /** undefined: there is no such namespace; null: namespaces may not be seen, or were not asked for */
  readonly labelsOf: (namespace: string) => Readonly<Record<string, string>> | undefined | null
  /** does absence mean "none" for this kind in this namespace, or only "not seen" */
  readonly sees: (kind: GatewayKind, namespace: string) => boolean
  /** does the API server refuse it, so that it is in no cluster: nobody is served by it */
  readonly isRefused: (of: Ref) => boolean
  readonly gaps: readonly Gap[]
}

export type GatewayListings = { readonly [K in GatewayKind]: Listing<K> } & {
  /** absent: nobody selects by their labels */
  readonly Namespace?: Listing<'Namespace'> | undefined
}

/** May there be some of these kinds that could not be looked at: then none found is no answer. */
export function hides(
  { sees, gaps }: Pick<GatewayInventory, 'sees' | 'gaps'>,
  kinds: readonly GatewayKind[],
  scope: Scope,
): boolean {
  return kinds.some(
    (kind) => !sees(kind, namespaceIn(scope) ?? '') && gaps.some((gap) => gap.kind === kind && !isNotCaptured(gap)),
  )
}

/** The ConfigMaps with the authorities that certificates of backends, or of clients, are held against. */
export function authoritiesOf(owner: BackendTLSPolicy | Gateway): NamespacedName[] {
  const { namespace: own } = refOf(owner)
  const { default: usual, perPort } = (owner.kind === 'Gateway' && owner.spec?.tls?.frontend) || {}
  const validations =
    owner.kind === 'Gateway'
      ? [usual, ...(perPort ?? []).map(({ tls }) => tls)].map((one) => one?.validation)
      : [owner.spec?.validation]
  const refs: readonly ForeignRef[] = validations.flatMap((one) => one?.caCertificateRefs ?? [])
  return refs.flatMap(({ group, kind, namespace, name }) =>
    !group && kind === 'ConfigMap' ? [{ namespace: namespace || own, name }] : [],
  )
}

/**
 * @param authorities as they were looked for; absent: nobody names any
 * @param isRefused of what is asked about it is told; all else that is refused is left out
 */
export function gatewayInventoryOf(
  listings: GatewayListings,
  backends: Backends,
  authorities?: Looked<'ConfigMap'>,
  custom?: LookedCustom,
  isRefused: GatewayInventory['isRefused'] = () => false,
): GatewayInventory {
  const isTaken = (one: GatewayClass | ReferenceGrant | BackendTLSPolicy) => !isRefused(refOf(one))
  const allClasses = listings.GatewayClass.items.filter(isTaken)
  const gateways = byName(listings.Gateway.items)
  const classes = new Map(allClasses.map((item) => [refOf(item).name, item]))
  const namespaces = listings.Namespace
  const labels = new Map(namespaces?.items.map((item) => [refOf(item).name, item.metadata.labels ?? {}]))
  const seesNamespaces = namespaces !== undefined && namespaces.coverage === 'all'
  const coverage = Object.fromEntries(gatewayKinds.map((kind) => [kind, listings[kind].coverage])) as {
    readonly [K in GatewayKind]: Coverage
  }
  const all = [...gatewayKinds.map((kind) => listings[kind]), ...(namespaces === undefined ? [] : [namespaces])]
  return {
    classes: allClasses,
    gateways: listings.Gateway.items,
    listenerSets: [...listings.ListenerSet.items, ...listings.XListenerSet.items],
    routes: gatewayRouteKinds.flatMap((kind): readonly GatewayRoute[] => listings[kind].items),
    grants: listings.ReferenceGrant.items.filter(isTaken),
    policies: listings.BackendTLSPolicy.items.filter(isTaken),
    configMapOf: authorities?.of ?? (() => null),
    backends,
    customOf: custom?.of ?? ((kind) => ({ kind, items: [], coverage: 'none', gaps: [] })),
    gateway: (name) => gateways.get(nameOf(name)),
    classOf: (name) => classes.get(name),
    labelsOf: (namespace) => labels.get(namespace) ?? (seesNamespaces ? undefined : null),
    sees: (kind, namespace) => covers(coverage[kind], namespace),
    isRefused,
    gaps: [
      ...[...all, ...(authorities === undefined ? [] : [authorities.listing])].flatMap(({ gaps }) => gaps),
      // Who writes down no such object wants none.
      ...(custom?.gaps ?? []).filter((gap) => !isNotCaptured(gap)),
    ],
  }
}
