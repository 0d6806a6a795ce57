/** Does the Service behind a rule get anything: by the controller's rules, which are not quite the API's. */

import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { Instead } from '../../../domain/findings/backend-facts.js'
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import type { Inventory } from '../../../domain/objects/inventory.js'
import type { Service } from '../../../domain/objects/objects.js'
import { type NamespacedName, nameOf } from '../../../domain/objects/ref.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import { servicePort } from '../../../domain/routes/resolve-endpoints.js'
import { resolveService } from '../../../domain/routes/resolve-service.js'
import type { Lack, Upstream } from '../model/types.js'
import { endpointsFor, isHollow } from '../model/upstreams/endpoints.js'
import type { Policy } from '../workload/policy.js'
import { blocking, type Cause, causeOf, doubtful, remark } from './cause.js'

export interface Named {
  readonly backend: ServiceBackend
  /** where the Ingress names it: `spec.rules[0].http.paths[1].backend` */
  readonly field: string
  /** who answers where it has no endpoint */
  readonly instead: Instead
}

type SeenBackends = Pick<Inventory, 'service' | 'slices' | 'sees' | 'seesSlices'>

/** Upstreams of which there is nothing to say, whoever names the Service and port that they are made for. */
const sound = new WeakSet<Upstream>()

/** What is wrong with what stands behind an upstream, which many rules may name. */
export function backendCauses(seen: SeenBackends, named: Named, upstream: Upstream): readonly Cause[] {
  const { backend } = named
  const { service } = upstream
  const isMadeForIt =
    service?.port === backend.port && service.service === backend.service && service.namespace === backend.namespace
  if (isMadeForIt && sound.has(upstream)) return []
  const found = lookedAt(seen, named, upstream)
  if (isMadeForIt && found.length === 0) sound.add(upstream)
  return found
}

function lookedAt(seen: SeenBackends, named: Named, upstream: Upstream): Cause[] {
  const { backend, field } = named
  const stolen = collision(backend, upstream, field)
  if (stolen !== null) return [stolen]
  const ref = { namespace: backend.namespace, name: backend.service }
  const { endpoints, lack } = upstream
  const service = seen.service(ref)
  const ports = service === undefined ? [] : portCauses(service, backend, field)
  if (endpoints === null) {
    const unseen = lack?.code === 'backend-unseen' ? lack.facts.unseen : 'EndpointSlice'
    return [doubtful('backend-unseen', { service: ref, unseen }), ...ports]
  }
  if (endpoints.length === 0) return [nothing(seen, ref, named, lack), ...ports]
  if (isHollow(upstream)) return [behindAddress(seen, ref, named)]
  if (endpoints.every((one) => one.endsWith(':0')))
    return [blocking('external-port', { service: ref, port: backend.port }, { field: `${field}.service.port` })]
  return ports.length > 0 ? ports : countCauses(seen, ref, backend, upstream, field)
}

/** Where nothing else says why the API has another number of endpoints. */
function countCauses(
  seen: SeenBackends,
  ref: NamespacedName,
  { port }: ServiceBackend,
  upstream: Upstream,
  field: string,
): Cause[] {
  const { state, ready: api } = resolveService(seen, ref, port, 'TCP')
  const { ready: controller } = upstream.counted
  if (state === 'external-name' || api === null || controller === null || api === controller) return []
  return [remark('counted-otherwise', { service: ref, controller, api }, { field: `${field}.service` })]
}

/** Of a rule that became no location: what is wrong with its Service for certain, whoever asks for it. */
export function backendAlone(
  { inventory }: Pick<RoutingFacts, 'inventory'>,
  policy: Policy,
  backend: ServiceBackend,
  field: string,
): readonly Cause[] {
  const found = endpointsFor({ inventory }, policy, serviceOf(backend), backend.port)
  if (found.endpoints === null) return []
  const named: Named = { backend, field, instead: { is: 'nobody' } }
  const plain = { noServer: false, canary: null, alternatives: [], affinity: null, creator: null }
  return backendCauses(inventory, named, { name: '', service: backend, ...found, ...plain })
}

/** Names of upstreams are joined by dashes, which names hold, too. */
export function collision(backend: ServiceBackend, { service, creator, name }: Upstream, field: string): Cause | null {
  if (service === null || (service.namespace === backend.namespace && service.service === backend.service)) return null
  const facts = { service: serviceOf(backend), other: serviceOf(service), upstream: name, first: creator }
  return blocking('upstream-collision', facts, { field: `${field}.service` })
}

function serviceOf({ namespace, service }: ServiceBackend) {
  return { namespace, name: service }
}

function nothing(
  seen: SeenBackends,
  ref: NamespacedName,
  { backend, field, instead }: Named,
  lack: Lack | null,
): Cause {
  const { found, at } = exactly(seen, ref, backend, lack)
  const isServed = instead.is === 'upstream' && !instead.isEmpty
  const isExternal = found.code === 'external-name'
  return causeOf({ ...found, facts: { ...found.facts, instead } } as Told, !isServed, {
    field: `${field}.service${at}`,
    marks: [isExternal ? `name ${found.facts.target} in "${nameOf(ref)}"` : `Service "${nameOf(ref)}"`],
    shows: isServed ? null : isExternal ? 'unusable' : 'empty',
  })
}

/** With `service-upstream` the address of the Service is called: where nothing is ready behind it, or at no port of it, in vain. */
function behindAddress(seen: SeenBackends, ref: NamespacedName, { backend, field }: Named): Cause {
  const { state, nearestPort: near } = resolveService(seen, ref, backend.port, 'TCP')
  const { found, at }: Exactly =
    state === 'no-port'
      ? { found: told('no-port', { service: ref, instead: refused, port: backend.port, near }), at: '.port' }
      : exactly(seen, ref, backend, null)
  const facts = { ...found.facts, instead: refused }
  return causeOf({ ...found, facts } as Told, true, { field: `${field}.service${at}` })
}

const refused = { is: 'nobody', status: 502 } as const

interface Exactly {
  readonly found: Lack | Told<'none-ready' | 'no-target-port'>
  /** below `service` of the backend */
  readonly at: '' | '.name' | '.port'
}

/** The controller sees that there is no endpoint; why the API tells. */
function exactly(seen: SeenBackends, ref: NamespacedName, { port }: ServiceBackend, lack: Lack | null): Exactly {
  if (lack?.code === 'no-service' || lack?.code === 'external-name') return { found: lack, at: '.name' }
  if (lack?.code === 'no-port') return { found: lack, at: '.port' }
  const { state, total, ready } = resolveService(seen, ref, port, 'TCP')
  const facts = { service: ref, instead: { is: 'nobody' } } as const
  const strange = seen.slices(ref).find(({ metadata }) => !(metadata.name ?? '').startsWith(ref.name.slice(0, 57)))
  if (state === 'ok' && strange !== undefined)
    return { found: told('slices-hidden', { ...facts, slice: strange.metadata.name ?? '', ready: ready ?? 0 }), at: '' }
  if (state === 'none-ready') return { found: told('none-ready', { ...facts, total: total ?? 0 }), at: '' }
  const service = seen.service(ref)
  const { targetPort } = (service && servicePort(service, port, 'TCP')) ?? {}
  const hasOthers = seen.slices(ref).some(({ endpoints }) => (endpoints ?? []).length > 0)
  if (hasOthers && typeof targetPort === 'string')
    return { found: told('no-target-port', { ...facts, port, targetPort }), at: '.port' }
  return { found: told('no-endpoints', { ...facts, port }), at: '' }
}

/** The controller takes the first port that fits by number, name or targetPort, even if a later one fits better. */
function portCauses(service: Service, { port: wanted }: ServiceBackend, field: string): Cause[] {
  if (wanted === null || service.spec?.type === 'ExternalName') return []
  const ports = service.spec?.ports ?? []
  const taken = ports.find(
    ({ name, port, targetPort }) => port === wanted || String(targetPort ?? '') === String(wanted) || name === wanted,
  )
  const meant = servicePort(service, wanted, 'TCP')
  if (taken === undefined || taken === meant) return []
  // By number or name it is that port, if not for TCP: no targetPort was taken for it.
  if (meant === undefined && (taken.port === wanted || taken.name === wanted)) return []
  // Of one number for UDP and TCP the controller asks the endpoints for TCP.
  if (meant !== undefined && String(taken.targetPort ?? taken.port) === String(meant.targetPort ?? meant.port))
    return []
  const facts = { wanted, taken: { port: taken.port, name: taken.name ?? null } }
  return [remark(meant === undefined ? 'port-by-target' : 'port-ambiguous', facts, { field: `${field}.service.port` })]
}
