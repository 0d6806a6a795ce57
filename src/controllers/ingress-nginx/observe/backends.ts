/** The body of /configuration/backends → the controller's array, and the same as upstreams. */

import type { Backend } from '../../../domain/controllers/replica-facts.js'
import type { Upstream } from '../../../domain/controllers/upstream.js'
import { addTo } from '../../../domain/groups.js'
import type { Ingress, IngressBackend } from '../../../domain/objects/objects.js'
import { isRecord, record, text } from '../../../domain/objects/project-fields.js'
import { type Ref, refOf } from '../../../domain/objects/ref.js'
import { jsonOf } from '../../../domain/text/values-in.js'
import { oldestFirst } from '../model/order.js'
import { serviceBackend, upstreamName } from '../model/upstreams/upstreams.js'

/**
 * @returns null before the first sync, when the body is empty; entries that have no name are none
 * @throws SyntaxError for what is no JSON, or too much of it
 */
export function parseBackends(body: string): Backend[] | null {
  if (body.trim() === '') return null
  const value = jsonOf(body)
  if (value === null) return []
  if (!Array.isArray(value)) throw new SyntaxError('not an array')
  return value.filter((item): item is Backend => isRecord(item) && typeof item.name === 'string')
}

/** @param names see {@link upstreamNames} */
export function upstreamsIn(backends: readonly Backend[], names: ReadonlyMap<string, Ref>): Upstream[] {
  const primaries = new Map<unknown, string[]>()
  for (const { name, alternativeBackends: own } of backends)
    for (const one of new Set<unknown>(Array.isArray(own) ? own : [])) addTo(primaries, one, name)
  return backends.map((one) => upstreamOf(one, primaries.get(one.name) ?? [], names))
}

function upstreamOf(backend: Backend, canaryOf: readonly string[], names: ReadonlyMap<string, Ref>): Upstream {
  const { name, port, endpoints } = backend
  const affinity = record(backend.sessionAffinityConfig).name
  return {
    name,
    service: backend.source === 'api' ? refIn(backend) : (names.get(name) ?? null),
    port: (typeof port === 'number' && port !== 0) || typeof port === 'string' ? port : null,
    endpoints: (Array.isArray(endpoints) ? endpoints : []).map((endpoint) => ({
      address: String(record(endpoint).address ?? ''),
      port: String(record(endpoint).port ?? ''),
    })),
    loadBalancing: text(backend['load-balance']) || null,
    affinity: text(affinity) || null,
    canaryOf,
    source: backend.source === 'api' ? 'api' : 'live',
  }
}

/** Of an entry that was computed from objects; the controller's own do not name their Service. */
function refIn({ service }: Backend): Ref | null {
  const { namespace, name } = record(record(service).metadata)
  return typeof namespace === 'string' && typeof name === 'string' ? { kind: 'Service', namespace, name } : null
}

/**
 * The name of each upstream that Ingresses ask for, computed, since a name cannot be split: `a-b` + `c` and `a` + `b-c`
 * are the same. Of two Services with one name the older Ingress' counts, as in the controller.
 */
export function upstreamNames(ingresses: readonly Ingress[]): Map<string, Ref> {
  const names = new Map<string, Ref>()
  for (const ingress of oldestFirst(ingresses)) {
    const { namespace } = refOf(ingress)
    for (const backend of backendsOf(ingress)) {
      const asked = serviceBackend(namespace, backend)
      const name = asked && upstreamName(asked)
      if (asked && name && !names.has(name)) names.set(name, { kind: 'Service', namespace, name: asked.service })
    }
  }
  return names
}

function backendsOf({ spec }: Ingress): (IngressBackend | null | undefined)[] {
  return [
    spec?.defaultBackend,
    ...(spec?.rules ?? []).flatMap(({ http }) => http?.paths?.map(({ backend }) => backend) ?? []),
  ]
}
