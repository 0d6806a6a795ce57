/**
 * Does a route hang on a listener: parent, section and port, kind, namespace and hostname, in this order.
 * https://gateway-api.sigs.k8s.io/reference/spec/#parentreference
 */
import type { DetachReason } from '../../../domain/findings/gateway-flaws.js'
import type { GatewayInventory } from '../../../domain/objects/gateway/inventory.js'
import type { GatewayRoute, GatewayRouteKind, ParentRef } from '../../../domain/objects/gateway/routes.js'
import type { Ref } from '../../../domain/objects/ref.js'
import { gatewayGroup } from './grants.js'
import { hostnameOf, meet } from './hostnames.js'
import { kindsAbleAt, type PlannedListener } from './listeners.js'
import { allowsNamespace } from './namespaces.js'

/** A listener that takes a route, and the hostnames that it gives to it; null: all. */
export interface Attached {
  readonly listener: PlannedListener
  readonly hostnames: readonly (string | null)[]
}

/** What becomes of one parentRef of a route at one Gateway. */
export interface Attachment {
  readonly route: GatewayRoute
  readonly source: Ref
  readonly parentRef: ParentRef
  /** the Gateway or the ListenerSet */
  readonly parent: Ref
  readonly gateway: Ref
  readonly taken: readonly Attached[]
  /** null: at least one listener takes it */
  readonly reason: DetachReason | null
  /** of those that do not allow it: which of the two */
  readonly refused: 'kind' | 'namespace' | null
  /** of those that meet in no hostname: is there a listener of that hostname, which takes no requests */
  readonly isShut: boolean
  /** hostnames that one of its listeners covers, and that another listener keeps, which gives them to nobody */
  readonly held: readonly Held[]
  /** it hangs on labels that may not be seen, and is taken to be allowed */
  readonly isUnsure: boolean
}

export interface Held {
  readonly hostname: string
  /** name of the listener that keeps it */
  readonly by: string
}

export function kindOfParent({ group, kind }: ParentRef): string {
  return (group ?? gatewayGroup) === gatewayGroup || group === 'gateway.networking.x-k8s.io' ? kind || 'Gateway' : ''
}

/** A Gateway as far as routes hang on it. */
export interface Listening {
  readonly ref: Ref
  /** merged */
  readonly listeners: readonly PlannedListener[]
  /** has it a certificate, where one is needed */
  readonly serves: (listener: PlannedListener) => boolean
}

/**
 * @param parent whose listeners are meant: the Gateway's own, or those of one ListenerSet
 */
export function attach(
  route: GatewayRoute,
  source: Ref,
  parentRef: ParentRef,
  parent: Ref,
  { ref: gateway, listeners, serves: shakes }: Listening,
  labelsOf: GatewayInventory['labelsOf'],
): Attachment {
  const own = listeners.filter(
    ({ owner }) => owner.kind === parent.kind && owner.name === parent.name && owner.namespace === parent.namespace,
  )
  const meant = own.filter(({ name, port }) => meansListener(parentRef, name, port))
  const ofKind = meant.filter((listener) => takesKind(listener, route.kind))
  const answers = ofKind.map((listener) => ({
    listener,
    allowed: allowsNamespace(
      listener.listener.allowedRoutes?.namespaces,
      'Same',
      listener.owner.namespace,
      source.namespace,
      labelsOf,
      listener.profile.attachment.emptySelector,
    ),
  }))
  const allowed = answers.flatMap(({ listener, allowed: answer }) => (answer === false ? [] : [listener]))
  const left = listeners.filter((one) => !allowed.includes(one) || !shakes(one))
  const met = allowed.map((listener) => ({ listener, ...hostnamesAt(listener, route, listeners, left) }))
  // Who gives hosts of a listener away that is not ready gives it nothing either.
  const fitting = met
    .filter(({ hostnames, listener }) => hostnames.length > 0 && (!subtractsLeftOut(listener) || shakes(listener)))
    .map(({ listener, hostnames }) => ({ listener, hostnames }))
  const taken = fitting.filter(
    ({ listener }) => listener.fault === null && (listener.profile.attachment.takesUnready || shakes(listener)),
  )
  const reason: DetachReason | null =
    taken.length > 0
      ? null
      : meant.length === 0
        ? 'NoMatchingParent'
        : allowed.length === 0
          ? 'NotAllowedByListeners'
          : fitting.length === 0
            ? 'NoMatchingListenerHostname'
            : 'ListenerNotReady'
  return {
    ...{ route, source, parentRef, parent, gateway, taken, reason },
    refused: reason !== 'NotAllowedByListeners' ? null : ofKind.length === 0 ? 'kind' : 'namespace',
    isShut:
      reason === 'NoMatchingListenerHostname' &&
      allowed.some((one) => !shakes(one) && hostnamesAt(one, route, [one], []).hostnames.length > 0),
    held: met.flatMap((one) => one.held),
    isUnsure: answers.some(({ allowed: answer }) => answer === null),
  }
}

/** Does a parentRef mean this listener of its parent. */
export function meansListener(parentRef: ParentRef, name: string, port: number): boolean {
  return (
    (!parentRef.sectionName || parentRef.sectionName === name) && (parentRef.port == null || parentRef.port === port)
  )
}

function subtractsLeftOut({ profile }: PlannedListener): boolean {
  return profile.attachment.subtracts === 'listeners-left-out'
}

function takesKind({ listener, profile }: PlannedListener, kind: GatewayRouteKind): boolean {
  const named = listener.allowedRoutes?.kinds ?? []
  const isNamed =
    named.length === 0 || named.some((one) => one.kind === kind && (one.group ?? gatewayGroup) === gatewayGroup)
  return isNamed && kindsAbleAt(listener, profile).includes(kind)
}

function hostnamesAt(
  listener: PlannedListener,
  { kind, spec }: GatewayRoute,
  all: readonly PlannedListener[],
  left: readonly PlannedListener[],
): { readonly hostnames: readonly (string | null)[]; readonly held: readonly Held[] } {
  const { widerWildcards, subtracts, tcpNames } = listener.profile.attachment
  if (kind === 'TCPRoute' || kind === 'UDPRoute')
    return { hostnames: [listener.protocol === 'TLS' && tcpNames === 'listener' ? listener.hostname : null], held: [] }
  const said = (spec?.hostnames ?? []).map(hostnameOf)
  const hostnames = new Set<string | null>()
  const held: Held[] = []
  for (const hostname of said.length === 0 ? [null] : said) {
    const found = meet(listener.hostname, hostname, widerWildcards)
    if (found === undefined) continue
    const holder = found === null ? undefined : holderOf(found, hostname)
    if (holder === undefined) hostnames.add(found)
    else if (found !== null) held.push({ hostname: found, by: holder.name })
  }
  return { hostnames: [...hostnames], held }

  /** The listener that has it, so that this one gives it to nobody; undefined: none has. */
  function holderOf(found: string, hostname: string | null): PlannedListener | undefined {
    // One that is out for having the name of this one has it all the same, from routes that name theirs.
    if (subtracts === 'equal-listener' && hostname !== null)
      return all.find((one) => one !== listener && one.hostname === found && one.port === listener.port)
    if (found === listener.hostname || subtracts !== 'listeners-left-out' || hostname === null) return undefined
    return left.find(
      (one) =>
        one.hostname === hostname ||
        (one.hostname?.startsWith('*.') &&
          meet(one.hostname, hostname, false) === hostname &&
          one.hostname.length > (listener.hostname ?? '').length),
    )
  }
}
