/**
 * Service + port → endpoints, by the rules of the API (not of any controller):
 * https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoint-slice-v1/
 */

import { compare } from '../compare.js'
import type { EndpointSlice, Service, ServicePort, SliceEndpoint, SlicePort } from '../objects/objects.js'
import type { Ref } from '../objects/ref.js'
import { nearest } from '../text/nearest.js'
import type { RouteEndpoint } from './route.js'

/** Only TCP carries HTTP; UDP counts for the services that a proxy hands on as they are. */
export type Protocol = 'TCP' | 'UDP'

/**
 * The port of the Service that a backend names, by number or by name.
 * @param wanted a number or a name; null where the backend names none
 */
export function servicePort(
  service: Service,
  wanted: number | string | null,
  protocol: Protocol,
): ServicePort | undefined {
  return service.spec?.ports?.find(
    (port) =>
      (typeof wanted === 'number' ? port.port === wanted : port.name === wanted) && protocolOf(port) === protocol,
  )
}

/**
 * The port that was probably meant: the one whose targetPort was named by mistake, the only one there is, the one of
 * the nearest name, or the nearest number.
 */
export function nearestPort(
  service: Service,
  wanted: number | string | null,
  protocol: Protocol,
): number | string | null {
  const ports = portsOf(service, protocol)
  const byTarget = ports.find((port) => wanted !== null && port.targetPort === wanted)
  if (byTarget) return inKindOf(wanted, byTarget)
  const [only] = ports
  if (only && ports.length === 1) return inKindOf(wanted, only)
  if (typeof wanted === 'number') {
    const sorted = ports.map(({ port }) => port).sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b)
    return sorted[0] ?? null
  }
  const names = ports.map((port) => port.name ?? '').filter((name) => name !== '')
  return wanted === null ? null : (nearest(wanted, names)[0] ?? null)
}

/** A name is answered with a name where the port has one. */
function inKindOf(wanted: number | string | null, port: ServicePort): number | string {
  return typeof wanted === 'string' && port.name ? port.name : port.port
}

function portsOf(service: Service, protocol: Protocol): readonly ServicePort[] {
  return (service.spec?.ports ?? []).filter((port) => protocolOf(port) === protocol)
}

function protocolOf({ protocol }: ServicePort | SlicePort): string {
  return protocol || 'TCP'
}

/**
 * The union of all slices, each pod once: an endpoint may be in two slices at a time, and a dual-stack pod is in one of
 * each family. Endpoints without an object behind them cannot be told apart across families, so of those only the
 * larger family counts.
 */
export function endpointsOf(slices: readonly EndpointSlice[], service: Service, port: ServicePort): RouteEndpoint[] {
  const found = slices.flatMap((slice) => endpointsOfSlice(slice, port)).sort(byPreference(service))
  const known = new Map<string, RouteEndpoint>()
  const addressesKnown = new Set<string>()
  for (const { identity, endpoint } of found) {
    if (identity === null) continue
    addressesKnown.add(addressKey(endpoint))
    known.set(identity, merged(known.get(identity), endpoint))
  }
  const families = { v4: new Map<string, RouteEndpoint>(), v6: new Map<string, RouteEndpoint>() }
  for (const { identity, endpoint, family } of found) {
    const key = addressKey(endpoint)
    if (identity !== null || addressesKnown.has(key)) continue
    families[family].set(key, merged(families[family].get(key), endpoint))
  }
  const nameless = families.v6.size > families.v4.size ? families.v6 : families.v4
  return [...known.values(), ...nameless.values()].sort(byAddress)
}

interface SlicedEndpoint {
  readonly identity: string | null
  readonly family: 'v4' | 'v6'
  readonly endpoint: RouteEndpoint
}

function endpointsOfSlice(slice: EndpointSlice, port: ServicePort): SlicedEndpoint[] {
  const match = (slice.ports ?? []).find((candidate) => isPortOf(candidate, port))
  if (!match) return []
  const number = match.port ?? (typeof port.targetPort === 'number' ? port.targetPort : port.port)
  return (slice.endpoints ?? []).flatMap((endpoint) => {
    // Addresses beyond the first have no meaning that consumers agree on.
    const address = endpoint.addresses?.[0]
    if (!address) return []
    return [
      {
        identity: identityOf(endpoint, slice.metadata.namespace ?? ''),
        family: slice.addressType === 'IPv6' || address.includes(':') ? ('v6' as const) : ('v4' as const),
        endpoint: routeEndpoint(endpoint, address, number, slice.metadata.namespace ?? ''),
      },
    ]
  })
}

/** Service ports and slice ports meet by name ("" where they have none) and protocol. */
function isPortOf(candidate: SlicePort, port: ServicePort): boolean {
  return (candidate.name ?? '') === (port.name ?? '') && protocolOf(candidate) === protocolOf(port)
}

function identityOf({ targetRef }: SliceEndpoint, namespace: string): string | null {
  if (targetRef?.uid) return targetRef.uid
  return targetRef?.name ? `${targetRef.kind ?? ''}/${targetRef.namespace ?? namespace}/${targetRef.name}` : null
}

/** Absent conditions mean ready, serving and not terminating. */
export function routeEndpoint(
  endpoint: SliceEndpoint,
  address: string,
  port: number,
  namespace: string,
): RouteEndpoint {
  const { conditions, targetRef } = endpoint
  const ready = conditions?.ready ?? true
  return {
    address,
    port,
    ready,
    serving: conditions?.serving ?? true,
    terminating: conditions?.terminating ?? false,
    pod: podOf(targetRef, namespace),
    node: endpoint.nodeName ?? null,
  }
}

function podOf(target: SliceEndpoint['targetRef'], namespace: string): Ref | null {
  if (!target?.name || (target.kind ?? 'Pod') !== 'Pod') return null
  return { kind: 'Pod', namespace: target.namespace ?? namespace, name: target.name }
}

/** The same pod seen twice: one slice may lag behind the other, so ready anywhere is ready. */
function merged(before: RouteEndpoint | undefined, now: RouteEndpoint): RouteEndpoint {
  if (!before) return now
  return before.ready ? before : now.ready ? { ...now, address: before.address, port: before.port } : before
}

function addressKey({ address, port }: RouteEndpoint): string {
  return `${address} ${port}`
}

/** A dual-stack pod shows the address of the Service's first family. */
function byPreference(service: Service): (a: SlicedEndpoint, b: SlicedEndpoint) => number {
  const first = service.spec?.clusterIP?.includes(':') ? 'v6' : 'v4'
  return (a, b) => Number(b.family === first) - Number(a.family === first)
}

export function byAddress(a: RouteEndpoint, b: RouteEndpoint): number {
  return compare(a.address, b.address) || (a.port ?? 0) - (b.port ?? 0)
}
