/**
 * What the controller balances over for one Service and port, and why where it is nothing:
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/controller.go (serviceEndpoints)
 */

import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { ExternalNameFlaw } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import type { EndpointSlice, Service, ServicePort } from '../../../domain/objects/objects.js'
import type { NamespacedName } from '../../../domain/objects/ref.js'
import { nearestPort } from '../../../domain/routes/resolve-endpoints.js'
import { expectedEndpoints, isVisible } from '../observe/expected-endpoints.js'
import { isSince, type Policy, type Version } from '../workload/policy.js'
import type { Lack } from './types.js'

export interface Found {
  /** `address:port`; null: not known */
  readonly endpoints: readonly string[] | null
  /** where there is none or it is not known */
  readonly lack: Lack | null
}

type Seen = Pick<RoutingFacts, 'inventory'>

/** @param wanted the port as the Ingress names it; null: it names none */
export function endpointsFor(
  { inventory }: Seen,
  policy: Policy,
  ref: NamespacedName,
  wanted: number | string | null,
): Found {
  const service = inventory.service(ref)
  const facts = { service: ref, instead: { is: 'unsaid' } } as const
  if (service === undefined)
    return inventory.sees('Service', ref.namespace) ? none(told('no-service', facts)) : unseen(ref, 'Service')
  if (service.spec?.type === 'ExternalName') return externalName(service, policy, ref, wanted)
  if (!inventory.sees('EndpointSlice', ref.namespace)) return unseen(ref, 'EndpointSlice')
  const slices = inventory.slices(ref).filter((slice) => isSince(policy.version, readsSlices) || isMirrored(slice))
  const endpoints = [...(expectedEndpoints(service, slices, wanted ?? '') ?? [])]
  if (endpoints.length > 0) return { endpoints, lack: null }
  if (!hasPort(service, wanted)) {
    const near = nearestPort(service, wanted, 'TCP')
    return none(told('no-port', { ...facts, port: wanted, near }))
  }
  const hidden = slices.find((slice) => !isVisible(service, slice) && (slice.endpoints ?? []).length > 0)
  if (hidden === undefined) return none(told('no-endpoints', { ...facts, port: wanted }))
  const ready = (hidden.endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false).length
  return none(told('slices-hidden', { ...facts, slice: hidden.metadata.name ?? '', ready }))
}

/** Before, the controller read Endpoints: https://github.com/kubernetes/ingress-nginx/pull/8890 */
const readsSlices: Version = [1, 4, 0]

/** Slices that a person made have no Endpoints beside them. */
function isMirrored({ metadata }: EndpointSlice): boolean {
  return metadata.labels?.['endpointslice.kubernetes.io/managed-by']?.endsWith('.k8s.io') ?? false
}

/** With `service-upstream` the one endpoint is the Service's own address; null: it has none, and endpoints count. */
export function clusterEndpoint(
  { inventory }: Seen,
  ref: NamespacedName,
  wanted: number | string | null,
): string | null {
  const { spec } = inventory.service(ref) ?? {}
  if (!spec?.clusterIP || spec.clusterIP === 'None') return null
  const port = typeof wanted === 'string' ? spec.ports?.find(({ name }) => name === wanted)?.port : wanted
  return port === undefined || port === null ? null : `${spec.clusterIP}:${port}`
}

function externalName(
  { spec }: Service,
  policy: Policy,
  service: NamespacedName,
  wanted: number | string | null,
): Found {
  const target = spec?.externalName ?? ''
  const flaw = policy.externalNames ? externalNameFlaw(target) : 'forbidden'
  return flaw === null
    ? { endpoints: [`${target}:${externalPort(spec?.ports ?? [], wanted)}`], lack: null }
    : none(told('external-name', { service, instead: { is: 'unsaid' }, target, flaw }))
}

/** Why the controller, or its Lua code, never gets an address from such a name; null: it may be resolved. */
export function externalNameFlaw(target: string): ExternalNameFlaw | null {
  if (target === 'localhost' || /^127\./.test(target) || target === '::1') return 'local'
  // The Lua code takes an address that resolves to itself for a name that could not be resolved.
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(target) || target.includes(':')) return 'address'
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?\.?$/.test(target)) return 'no-name'
  // https://www.rfc-editor.org/rfc/rfc6761#section-6.4
  return /(?:^|\.)invalid\.?$/.test(target) ? 'unresolvable' : null
}

/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/controller.go (externalNamePorts) */
function externalPort(ports: readonly ServicePort[], wanted: number | string | null): number {
  const named = typeof wanted === 'string' ? ports.find(({ name }) => name === wanted) : undefined
  if (named) return numberOf(named.targetPort) || named.port
  const number = numberOf(wanted)
  const known = ports.find(({ port }) => port === number)
  return known ? numberOf(known.targetPort ?? known.port) : number
}

/** As Go's `IntValue`: a name that is no number is 0. */
function numberOf(port: number | string | null | undefined): number {
  return typeof port === 'number' ? port : Number(/^\d+$/.exec(port ?? '')?.[0] ?? 0)
}

function hasPort(service: Service, wanted: number | string | null): boolean {
  return (service.spec?.ports ?? []).some(
    ({ name, port, targetPort }) => port === wanted || name === wanted || String(targetPort ?? '') === String(wanted),
  )
}

function none(lack: Lack): Found {
  return { endpoints: [], lack }
}

function unseen(service: NamespacedName, kind: 'Service' | 'EndpointSlice'): Found {
  return { endpoints: null, lack: told('backend-unseen', { service, unseen: kind }) }
}
