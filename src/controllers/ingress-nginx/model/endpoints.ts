/**
 * What the controller balances over for one Service and port, and why where it is nothing:
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/controller.go (serviceEndpoints)
 */

import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { EndpointSlice, Service, ServicePort } from '../../../domain/objects/objects.js'
import { type NamespacedName, nameOf } from '../../../domain/objects/ref.js'
import { expectedEndpoints, isVisible } from '../observe/expected-endpoints.js'
import { isSince, type Policy, type Version } from '../workload/policy.js'

export interface Found {
  /** `address:port`; null: not known */
  readonly endpoints: readonly string[] | null
  /** in words, where there is none or it is not known */
  readonly why: string | null
}

type Seen = Pick<RoutingFacts, 'inventory'>

/** @param wanted the port as the Ingress names it; null: it names none */
export function endpointsFor(
  { inventory }: Seen,
  policy: Policy,
  ref: NamespacedName,
  wanted: number | string | null,
): Found {
  const name = `Service ${nameOf(ref)}`
  const service = inventory.service(ref)
  if (service === undefined)
    return inventory.sees('Service', ref.namespace) ? none(`${name} does not exist`) : unknown(`${name} was not seen`)
  if (service.spec?.type === 'ExternalName') return externalName(service, policy, name, wanted)
  if (!inventory.sees('EndpointSlice', ref.namespace)) return unknown(`the EndpointSlices of ${name} were not seen`)
  const slices = inventory.slices(ref).filter((slice) => isSince(policy.version, readsSlices) || isMirrored(slice))
  const endpoints = [...(expectedEndpoints(service, slices, wanted ?? '') ?? [])]
  if (endpoints.length > 0) return { endpoints, why: null }
  if (!hasPort(service, wanted)) return none(`${name} has no port ${wanted}`)
  const hidden = slices.find((slice) => !isVisible(service, slice) && (slice.endpoints ?? []).length > 0)
  return none(
    hidden === undefined
      ? `${name} has no ready endpoint on port ${wanted}`
      : `the controller does not see EndpointSlice ${hidden.metadata.name} of ${name}, since its name does not begin with that of the Service`,
  )
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

function externalName({ spec }: Service, policy: Policy, name: string, wanted: number | string | null): Found {
  const target = spec?.externalName ?? ''
  if (!policy.externalNames) return none(`${name} is an ExternalName, which --disable-svc-external-name forbids`)
  const flaw = externalNameFlaw(target)
  if (flaw !== null) return none(`${name} points to "${target}", ${flaw}`)
  return { endpoints: [`${target}:${externalPort(spec?.ports ?? [], wanted)}`], why: null }
}

/** Why the controller, or its Lua code, never gets an address from such a name; null: it may be resolved. */
export function externalNameFlaw(target: string): string | null {
  if (target === 'localhost' || /^127\./.test(target) || target === '::1') return 'which the controller refuses'
  // The Lua code takes an address that resolves to itself for a name that could not be resolved.
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(target) || target.includes(':')) return 'an address where a DNS name is needed'
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?\.?$/.test(target)) return 'which is no DNS name'
  // https://www.rfc-editor.org/rfc/rfc6761#section-6.4
  return /(?:^|\.)invalid\.?$/.test(target) ? 'which can never be resolved' : null
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

function none(why: string): Found {
  return { endpoints: [], why }
}

function unknown(why: string): Found {
  return { endpoints: null, why }
}
