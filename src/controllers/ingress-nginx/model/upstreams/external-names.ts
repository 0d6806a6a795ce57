/** Services that are other names: what the controller calls, and which of them never get an answer. */
import type { ExternalNameFlaw } from '../../../../domain/findings/backend-facts.js'
import { told } from '../../../../domain/findings/finding.js'
import type { Inventory } from '../../../../domain/objects/inventory.js'
import type { Service, ServicePort } from '../../../../domain/objects/objects.js'
import type { NamespacedName } from '../../../../domain/objects/ref.js'
import { withoutEndpoints } from '../../../../domain/routes/resolve-service.js'
import type { RouteEndpoints } from '../../../../domain/routes/route.js'
import { serviceNamed } from '../../../../domain/routes/service-name.js'
import type { Policy } from '../../workload/policy.js'
import type { Lack } from '../types.js'

export interface FoundEndpoints {
  /** `address:port`; null: not known */
  readonly endpoints: readonly string[] | null
  /** where there is none or it is not known */
  readonly lack: Lack | null
  /** what every verb shows of it */
  readonly counted: RouteEndpoints
  /** as the controller's own list has it, where the proxy makes less of that */
  readonly listed?: readonly string[]
}

export function externalName(
  inventory: Inventory,
  { spec }: Service,
  policy: Pick<Policy, 'externalNames'>,
  service: NamespacedName,
  wanted: number | string | null,
): FoundEndpoints {
  const target = spec?.externalName ?? ''
  const port = externalPort(spec?.ports ?? [], wanted)
  // What is no port of it is port 0, on which nobody answers.
  const state = port === 0 ? 'no-port' : 'external-name'
  const counted = { ...withoutEndpoints(state, 0), externalName: spec?.externalName ?? null }
  const flaw = policy.externalNames ? (externalNameFlaw(target) ?? missing(inventory, target)) : 'forbidden'
  const called = [`${target}:${port}`]
  if (flaw === null) return { endpoints: called, lack: null, counted }
  const lack = told('external-name', { service, instead: { is: 'unsaid' }, target, flaw })
  // The controller takes these two for names; it is the proxy that asks for their addresses, and gets none.
  return { endpoints: [], lack, counted, ...(isUnanswered(flaw) ? { listed: called } : {}) }
}

/** Does the controller take it for a name like any other. */
export function isUnanswered(flaw: ExternalNameFlaw): boolean {
  return flaw === 'address' || flaw === 'unresolvable' || flaw === 'no-such-service'
}

/** Of a name in the cluster that the Services tell. */
function missing(inventory: Inventory, target: string): ExternalNameFlaw | null {
  const service = serviceNamed(target)
  if (service === null || !inventory.sees('Service', service.namespace)) return null
  return inventory.service(service) === undefined ? 'no-such-service' : null
}

/** Why the controller, or its Lua code, never gets an address from such a name; null: it may be resolved. */
export function externalNameFlaw(target: string): ExternalNameFlaw | null {
  if (target === 'localhost' || /^127\./.test(target) || target === '::1') return 'local'
  // The Lua code takes an address that resolves to itself for a name that could not be resolved.
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(target) || /^[\da-f]*:[\da-f:.]*$/i.test(target)) return 'address'
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
