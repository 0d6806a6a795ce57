/** The listeners of a Gateway, those of its ListenerSets among them, and which of them take no requests. */
import { compare } from '../../../domain/compare.js'
import type { GatewayProfile } from '../../../domain/gateway/profile.js'
import type { SetOut } from '../../../domain/gateway/set-out.js'
import type { Gateway, Listener, ListenerSet } from '../../../domain/objects/gateway/gateways.js'
import type { GatewayInventory } from '../../../domain/objects/gateway/inventory.js'
import type { GatewayRouteKind } from '../../../domain/objects/gateway/routes.js'
import { isSame, nameOf, type Ref, refOf } from '../../../domain/objects/ref.js'
import { type ClientCheck, clientCheckOf } from './authorities.js'
import { gatewayGroup } from './grants.js'
import { hostnameOf } from './hostnames.js'
import { allowsNamespace } from './namespaces.js'

/** Why a listener takes no requests, as conditions name it. */
export type ListenerFault =
  | 'HostnameConflict'
  | 'ProtocolConflict'
  | 'PortUnavailable'
  | 'UnsupportedProtocol'
  | 'InvalidRouteKinds'
  | 'NoValidCACertificate'
  | 'Refused'

export interface PlannedListener {
  readonly gateway: Ref
  /** the Gateway or the ListenerSet in which it stands */
  readonly owner: Ref
  readonly listener: Listener
  readonly name: string
  readonly port: number
  readonly protocol: string
  readonly hostname: string | null
  /** what its clients must show; null: nothing */
  readonly clients: ClientCheck | null
  readonly fault: ListenerFault | null
  /** the one that it conflicts with */
  readonly rival: PlannedListener | null
  readonly profile: GatewayProfile
}

/** Why a ListenerSet adds nothing to its Gateway; `unknown`: that hangs on what may not be seen. */
export type ListenerSetFault = SetOut | 'unknown'

export interface PlannedListenerSet {
  readonly ref: Ref
  readonly gateway: Ref | null
  readonly fault: ListenerSetFault | null
}

/** Older first, then by name: so are conflicts settled. */
export function byAge(
  a: { readonly createdAt: string | null; readonly ref: Ref },
  b: { readonly createdAt: string | null; readonly ref: Ref },
): number {
  return compare(a.createdAt ?? '~', b.createdAt ?? '~') || compare(nameOf(a.ref), nameOf(b.ref))
}

/** The ListenerSets of all Gateways, and whether each is let in. */
export function listenerSetsOf(
  inventory: GatewayInventory,
  profileOf: (gateway: Gateway) => GatewayProfile,
): ReadonlyMap<ListenerSet, PlannedListenerSet> {
  return new Map(
    inventory.listenerSets.map((set): [ListenerSet, PlannedListenerSet] => {
      const ref = refOf(set)
      const { name = '', namespace } = set.spec?.parentRef ?? {}
      const gateway = inventory.gateway({ namespace: namespace || ref.namespace, name })
      if (gateway === undefined) return [set, { ref, gateway: null, fault: 'no-gateway' }]
      const parent = refOf(gateway)
      const allowed = allowsNamespace(
        gateway.spec?.allowedListeners?.namespaces,
        'None',
        parent.namespace,
        ref.namespace,
        inventory.labelsOf,
      )
      const isRead = profileOf(gateway).attachment.listenerSets
      const isRefused = inventory.isRefused(ref) || inventory.isRefused(parent)
      const own = isRefused ? 'refused' : isRead ? null : 'unsupported'
      const fault = own ?? (allowed === null ? 'unknown' : allowed ? null : 'NotAllowed')
      return [set, { ref, gateway: parent, fault }]
    }),
  )
}

/**
 * In the order in which they are merged: the Gateway's own, then those of its ListenerSets, the oldest first.
 * @param shakes has a listener a certificate, where one is needed
 */
export function listenersOf(
  gateway: Gateway,
  sets: ReadonlyMap<ListenerSet, PlannedListenerSet>,
  profile: GatewayProfile,
  inventory: GatewayInventory,
  shakes: (listener: PlannedListener) => boolean,
): PlannedListener[] {
  const ref = refOf(gateway)
  const { conflict } = profile.attachment
  const isRival = (one: PlannedListener) => conflict !== 'able-out' || shakes(one)
  const isRefused = inventory.isRefused(ref)
  const planned = (owner: Ref, listener: Listener): PlannedListener => {
    const one = plannedOf(ref, owner, listener, profile, clientCheckOf(gateway, listener, profile, inventory))
    return isRefused ? { ...one, fault: 'Refused' } : one
  }
  const own = [...sets]
    .filter(([, { gateway: parent, fault }]) => fault === null && parent !== null && nameOf(parent) === nameOf(ref))
    .map(([set, { ref: owner }]) => ({
      ref: owner,
      createdAt: set.metadata.creationTimestamp ?? null,
      listeners: set.spec?.listeners ?? [],
    }))
    .sort(byAge)
  const groups = [{ ref, listeners: gateway.spec?.listeners ?? [] }, ...own]
  // Between a Gateway and its ListenerSets the first has it; of one object no winner may be picked, though some do.
  const all: PlannedListener[] = []
  for (const { ref: owner, listeners } of groups) {
    const own = listeners.map((listener) => faulted(planned(owner, listener), all.filter(isRival)))
    const rivalsOf = (one: PlannedListener, i: number) =>
      own.filter((other, j) => other !== one && isRival(other) && (conflict !== 'first-stays' || j < i))
    all.push(...own.map((one, i) => (isRival(one) ? faulted(one, rivalsOf(one, i)) : one)))
  }
  return all
}

function plannedOf(
  gateway: Ref,
  owner: Ref,
  listener: Listener,
  profile: GatewayProfile,
  clients: ClientCheck | null,
): PlannedListener {
  const { name, port, protocol } = listener
  const fault = ownFault(listener, profile) ?? (clients?.fault ? 'NoValidCACertificate' : null)
  const hostname = hostnameOf(listener.hostname)
  return { gateway, owner, listener, name, port, protocol, hostname, clients, fault, rival: null, profile }
}

/** What is wrong with a listener alone. */
function ownFault(listener: Listener, profile: GatewayProfile): ListenerFault | null {
  const { port, protocol, allowedRoutes } = listener
  const { ports, protocols, wrongKinds } = profile.attachment
  if (!protocols.includes(protocol)) return 'UnsupportedProtocol'
  if (ports !== null && !ports.includes(port)) return 'PortUnavailable'
  const able: readonly string[] = kindsAbleAt(listener, profile)
  const isWrong = (allowedRoutes?.kinds ?? []).some(
    ({ group, kind }) => (group ?? gatewayGroup) !== gatewayGroup || !able.includes(kind),
  )
  return isWrong && wrongKinds === 'listener-out' ? 'InvalidRouteKinds' : null
}

const kindsOf: Readonly<Record<string, readonly GatewayRouteKind[]>> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'],
  HTTPS: ['HTTPRoute', 'GRPCRoute'],
  TLS: ['TLSRoute'],
  TCP: ['TCPRoute'],
  UDP: ['UDPRoute'],
}

/** Kinds that a listener's protocol can carry: where TLS ends at the proxy, what is in it may be passed on by the port alone. */
export function kindsAbleAt({ protocol, tls }: Listener, { attachment }: GatewayProfile): readonly GatewayRouteKind[] {
  const own = kindsOf[protocol] ?? []
  if (protocol === 'TLS' && tls?.mode === 'Passthrough') return attachment.passedOn
  const takesTcp = attachment.tcpNames !== 'none' && attachment.protocols.includes('TCP')
  return protocol === 'TLS' && takesTcp ? [...own, 'TCPRoute'] : own
}

/** @param others that it may conflict with */
function faulted(one: PlannedListener, others: readonly PlannedListener[]): PlannedListener {
  if (one.fault !== null) return one
  const isAnyTaken = one.profile.attachment.conflict === 'none'
  const rivals = others.filter(({ port, fault }) => port === one.port && fault === null)
  const twin = rivals.find(
    ({ protocol, hostname }) =>
      (isAnyTaken ? protocol === one.protocol : familyOf(protocol) === familyOf(one.protocol)) &&
      (isStream(protocol) || hostname === one.hostname),
  )
  if (twin) return { ...one, fault: 'HostnameConflict', rival: twin }
  // Where those of the Gateway itself are out for their protocols, so are all that join them.
  const isLost = (other: PlannedListener) =>
    one.profile.attachment.conflict === 'able-out' &&
    other.port === one.port &&
    other.fault === 'ProtocolConflict' &&
    isSame(other.owner, other.gateway)
  const foe = isAnyTaken
    ? undefined
    : (rivals.find(({ protocol }) => !goTogether(protocol, one.protocol)) ?? others.find(isLost))
  return foe === undefined ? one : { ...one, fault: 'ProtocolConflict', rival: foe }
}

function isStream(protocol: string): boolean {
  return protocol === 'TCP' || protocol === 'UDP'
}

/** HTTPS and TLS are told apart by the name in the handshake, and so is UDP from all others. */
function familyOf(protocol: string): string {
  return protocol === 'TLS' ? 'HTTPS' : protocol
}

function goTogether(a: string, b: string): boolean {
  return familyOf(a) === familyOf(b) || a === 'UDP' || b === 'UDP'
}
