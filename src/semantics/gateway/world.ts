/** Gateways with their listeners, and the routes that hang on them: everything that requests are held against. */

import { type CertificateFacts, certificateOf } from '../../domain/certificates.js'
import type { GatewayProfile } from '../../domain/gateway/profile.js'
import { groupedBy } from '../../domain/groups.js'
import type { Look } from '../../domain/look.js'
import type { Gateway, GatewayAddress, ListenerSet } from '../../domain/objects/gateway/gateways.js'
import type { GatewayInventory } from '../../domain/objects/gateway/inventory.js'
import type { GatewayRoute, ParentRef } from '../../domain/objects/gateway/routes.js'
import type { Secret } from '../../domain/objects/objects.js'
import { nameOf, type Ref, refKey, refOf } from '../../domain/objects/ref.js'
import { type Attachment, attach, kindOfParent } from './attachment/attach.js'
import { isPermitted } from './attachment/grants.js'
import { covers } from './attachment/hostnames.js'
import {
  byAge,
  listenerSetsOf,
  listenersOf,
  type PlannedListener,
  type PlannedListenerSet,
} from './attachment/listeners.js'
import { backendResolver } from './backends.js'
import { type Rule, rulesOf } from './matching/matches.js'

export interface GatewayFacts {
  readonly inventory: GatewayInventory
  /** of the certificates that listeners name */
  readonly secretOf: Look<Secret>
  /** a listener that names no certificate has none, also where its implementation may have it by means of its own */
  readonly isStrict?: true
}

/** By whose rules a Gateway is read. @param controllerName of its class; null: there is no such class, or it is not seen */
export type ProfileOf = (controllerName: string | null) => GatewayProfile

export interface PlannedGateway {
  readonly gateway: Gateway & { readonly ref: Ref }
  readonly ref: Ref
  readonly className: string | null
  readonly controllerName: string | null
  readonly profile: GatewayProfile
  /** in the order in which they are merged */
  readonly listeners: readonly PlannedListener[]
  readonly certificatesOf: (listener: PlannedListener) => readonly ListenerCertificate[]
  /** does it take requests: no fault, and a certificate where one is needed */
  readonly serves: (listener: PlannedListener) => boolean
  /** what keeps it from that, in the words of conditions; null: nothing that they name */
  readonly faultOf: (listener: PlannedListener) => string | null
}

/** Of a listener that does not serve. */
export function shutText({ faultOf }: PlannedGateway, listener: PlannedListener): string {
  const fault = faultOf(listener)
  return `takes no requests${fault === null ? '' : ` (${fault})`}`
}

export interface World {
  readonly facts: GatewayFacts
  /** by name */
  readonly gateways: ReadonlyMap<string, PlannedGateway>
  readonly listenerSets: ReadonlyMap<ListenerSet, PlannedListenerSet>
  /** the oldest first */
  readonly routes: readonly GatewayRoute[]
  /** one for each parentRef and Gateway */
  readonly attachments: readonly Attachment[]
  /** of one route, parentRefs that lead to no Gateway that is seen */
  readonly orphansOf: (route: GatewayRoute) => readonly Orphan[]
  /** routes on ListenerSets that a Gateway does not let in */
  readonly heldOut: readonly { readonly gateway: Ref; readonly route: GatewayRoute }[]
  readonly listenerSetOf: (ref: Ref) => PlannedListenerSet | undefined
  /** those of one route, found without a look at all of them */
  readonly attachmentsOf: (route: Ref) => readonly Attachment[]
  readonly rulesOf: (route: GatewayRoute) => readonly Rule[]
}

export type Orphan = Pick<Attachment, 'route' | 'source' | 'parentRef' | 'parent'>

export function worldOf(facts: GatewayFacts, profileOf: ProfileOf): World {
  const { inventory, secretOf } = facts
  const classOf = (gateway: Gateway) => inventory.classOf(gateway.spec?.gatewayClassName ?? '')
  const controllerNameOf = (gateway: Gateway) => classOf(gateway)?.spec?.controllerName || null
  const listenerSets = listenerSetsOf(inventory, (gateway) => profileOf(controllerNameOf(gateway)))
  const gateways = new Map(
    inventory.gateways.map((gateway): [string, PlannedGateway] => {
      const ref = refOf(gateway)
      const controllerName = controllerNameOf(gateway)
      const profile = profileOf(controllerName)
      const listeners = listenersOf(gateway, listenerSets, profile, inventory, (one) =>
        canShake(one, certificatesOf(one, inventory, secretOf), facts),
      )
      const certificates = new Map(listeners.map((one) => [one.listener, certificatesOf(one, inventory, secretOf)]))
      const own = (listener: PlannedListener) => certificates.get(listener.listener) ?? []
      const planned = {
        ...{ gateway: { ...gateway, ref }, ref, controllerName, profile, listeners, certificatesOf: own },
        className: gateway.spec?.gatewayClassName ?? null,
        faultOf: (listener: PlannedListener) => {
          const bad = own(listener).find(({ fault }) => fault !== null)
          if (listener.fault === 'Refused') return 'the API server refuses the Gateway'
          return listener.fault ?? (bad ? `${bad.fault}: Secret ${nameOf(bad.secret)}` : null)
        },
        serves: (listener: PlannedListener) =>
          listener.fault === null && canShake(listener, own(listener), facts) && hasAddress(gateway, profile),
      }
      return [nameOf(ref), planned]
    }),
  )
  const routes = inventory.routes
    .map((route) => ({ route, ref: refOf(route), createdAt: route.metadata.creationTimestamp ?? null }))
    .sort(byAge)
    .map(({ route }) => route)
  const sets = new Map([...listenerSets.values()].map((one) => [refKey(one.ref), one]))
  const parents = routes.flatMap((route) =>
    (route.spec?.parentRefs ?? []).map((parentRef) =>
      parentOf({ inventory, gateways, listenerSets: sets }, route, parentRef),
    ),
  )
  const rules = new Map<GatewayRoute, readonly Rule[]>()
  const backendsOf = backendResolver(inventory, [
    ...new Set([...gateways.values()].flatMap(({ profile }) => profile.own ?? [])),
  ])
  const attachments = apart(
    parents.flatMap(({ attachments }) => attachments),
    gateways,
  )
  const byRoute = groupedBy(attachments, ({ source }) => refKey(source))
  const orphans = groupedBy(
    parents.flatMap(({ orphan }) => orphan ?? []),
    ({ route }) => route,
  )
  return {
    facts,
    gateways,
    listenerSets,
    routes,
    attachments,
    attachmentsOf: (route) => byRoute.get(refKey(route)) ?? [],
    orphansOf: (route) => orphans.get(route) ?? [],
    heldOut: [...orphans.values()].flat().flatMap(({ route, parent }) => {
      const gateway = sets.get(refKey(parent))?.gateway ?? null
      return gateway === null ? [] : [{ gateway, route }]
    }),
    listenerSetOf: (ref) => sets.get(refKey(ref)),
    rulesOf: (route) => {
      const source = refOf(route)
      const known = rules.get(route) ?? rulesOf(route, source, ({ backendRefs }) => backendsOf(source, backendRefs))
      rules.set(route, known)
      return known
    },
  }
}

/** What was not yet in a cluster has no conditions, and nothing to wait for. */
function hasAddress({ spec, status }: Gateway, { attachment }: GatewayProfile): boolean {
  const wanted = spec?.addresses ?? []
  if (!attachment.waitsForAddress || wanted.length === 0 || !status?.conditions?.length) return true
  const typeOf = ({ type }: GatewayAddress) => type ?? 'IPAddress'
  const given = status.addresses ?? []
  return wanted.some((one) => given.some((other) => typeOf(other) === typeOf(one) && other.value === one.value))
}

/**
 * Where HTTPRoutes and GRPCRoutes may not share a listener's hostnames, the older route has them: a wildcard is shared with
 * all that it covers, and one hostname that is taken keeps the whole route from that listener.
 * @param attachments the oldest first
 */
function apart(
  attachments: readonly Attachment[],
  gateways: ReadonlyMap<string, PlannedGateway>,
): readonly Attachment[] {
  const holders = new Map<PlannedListener, Map<string | null, GatewayRoute['kind']>>()
  const isTaken = (listener: PlannedListener, kind: GatewayRoute['kind'], hostnames: readonly (string | null)[]) =>
    [...(holders.get(listener) ?? [])].some(
      ([held, holder]) => holder !== kind && hostnames.some((one) => covers(held, one) || covers(one, held)),
    )
  return attachments.map((one) => {
    const { route, gateway, taken } = one
    const isApart = gateways.get(nameOf(gateway))?.profile.attachment.sharesHostsWithGrpc === false
    if (!isApart || (route.kind !== 'HTTPRoute' && route.kind !== 'GRPCRoute')) return one
    const left = taken.filter(({ listener, hostnames }) => !isTaken(listener, route.kind, hostnames))
    for (const { listener, hostnames } of left) {
      const held = holders.get(listener) ?? new Map<string | null, GatewayRoute['kind']>()
      for (const hostname of hostnames) held.set(hostname, route.kind)
      holders.set(listener, held)
    }
    return left.length > 0 || taken.length === 0
      ? { ...one, taken: left }
      : { ...one, taken: [], reason: 'HostnameConflict' as const }
  })
}

interface Parents {
  readonly inventory: GatewayInventory
  readonly gateways: ReadonlyMap<string, PlannedGateway>
  /** by {@link refKey} */
  readonly listenerSets: ReadonlyMap<string, PlannedListenerSet>
}

function parentOf(
  { inventory, gateways, listenerSets }: Parents,
  route: GatewayRoute,
  parentRef: ParentRef,
): { readonly attachments: readonly Attachment[]; readonly orphan?: Orphan } {
  const source = refOf(route)
  const kind = kindOfParent(parentRef)
  const parent = { kind, namespace: parentRef.namespace || source.namespace, name: parentRef.name }
  const at = (gateway: PlannedGateway, whose: Ref): Attachment => {
    const found = attach(route, source, parentRef, whose, gateway, inventory.labelsOf)
    if (inventory.isRefused(gateway.ref)) return { ...found, reason: 'Refused' }
    return inventory.isRefused(source) ? { ...found, taken: [], reason: found.reason ?? 'Refused' } : found
  }
  if (kind === 'ListenerSet' || kind === 'XListenerSet') {
    const found = listenerSets.get(refKey(parent))
    const gateway = found?.gateway && found.fault === null ? gateways.get(nameOf(found.gateway)) : undefined
    return gateway
      ? { attachments: [at(gateway, parent)] }
      : { attachments: [], orphan: { route, source, parentRef, parent } }
  }
  const met = [...gateways.values()].filter(({ ref, profile }) => {
    if (kind !== 'Gateway' || ref.name !== parent.name) return false
    return ref.namespace === parent.namespace || (!parentRef.namespace && profile.attachment.parentNamespace === 'any')
  })
  return met.length > 0
    ? { attachments: met.map((gateway) => at(gateway, gateway.ref)) }
    : { attachments: [], orphan: { route, source, parentRef, parent } }
}

/** Why a certificate cannot be used, as conditions name it. */
type CertificateFault = 'InvalidCertificateRef' | 'RefNotPermitted'

interface ListenerCertificate {
  readonly secret: Ref
  readonly fault: CertificateFault | null
  /** is there one of that name, whatever it holds; only where that is what is wrong */
  readonly isThere?: boolean
  /** null: it may not be seen, or cannot be used */
  readonly certificate: CertificateFacts | null
  /** it may not be seen, and is taken to be good */
  readonly isUnseen: boolean
}

export function certificatesOf(
  { owner, listener }: Pick<PlannedListener, 'owner' | 'listener'>,
  inventory: Pick<GatewayInventory, 'grants' | 'sees'>,
  secretOf: Look<Secret>,
): ListenerCertificate[] {
  return (listener.tls?.certificateRefs ?? []).map((ref) => {
    const kind = ref.kind || 'Secret'
    const secret = { kind, namespace: ref.namespace || owner.namespace, name: ref.name }
    const bad = { secret, certificate: null, isUnseen: false }
    const group = ref.group ?? ''
    if (group !== '' || kind !== 'Secret') return { ...bad, fault: 'InvalidCertificateRef' }
    const permitted = isPermitted(inventory, owner, { group, ...secret })
    if (permitted === false) return { ...bad, fault: 'RefNotPermitted' }
    const found = secretOf(secret)
    if (found === null) return { ...bad, fault: null, isUnseen: true }
    const certificate = found === undefined || found.type !== 'kubernetes.io/tls' ? null : certificateOf(found)
    return certificate === null
      ? { ...bad, fault: 'InvalidCertificateRef', isThere: found !== undefined }
      : { ...bad, fault: null, certificate }
  })
}

/** Is there one that a client can be shown; a listener that passes TLS on needs none. */
function canShake(
  { protocol, listener, profile }: PlannedListener,
  certificates: readonly ListenerCertificate[],
  { isStrict }: Pick<GatewayFacts, 'isStrict'>,
): boolean {
  if (!needsCertificate({ protocol, listener })) return true
  if (profile.attachment.oneCertificate && certificates.length > 1) return false
  if (certificates.length === 0) return isStrict !== true && profile.leavesForeignOpen === true
  return certificates.every(({ fault }) => fault === null)
}

/** Is its certificate, if it has one, none that it names: GKE's stand in annotations and options. */
export function mayHaveOther(one: PlannedListener): boolean {
  const isNamed = (one.listener.tls?.certificateRefs ?? []).length > 0
  return needsCertificate(one) && !isNamed && one.profile.leavesForeignOpen === true
}

/** What is said of such a listener. */
export const withoutCertificate =
  'names no certificate, and whether its implementation has one for it by other means is not read'

function needsCertificate({ protocol, listener }: Pick<PlannedListener, 'protocol' | 'listener'>): boolean {
  return protocol === 'HTTPS' || (protocol === 'TLS' && listener.tls?.mode !== 'Passthrough')
}
