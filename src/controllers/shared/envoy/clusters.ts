/** The answer to `/clusters?format=json` → clusters as Envoy lists them, and the same as upstreams. */
import type { Backend } from '../../../domain/controllers/observation.js'
import type { Upstream } from '../../../domain/controllers/upstream.js'
import { integer, isRecord, list, record, text, type Wire } from '../../../domain/objects/project-fields.js'
import { jsonOf } from '../../../domain/text/values-in.js'
import type { EnvoyWords } from './words.js'

/** @throws SyntaxError for what is no JSON, or too much of it */
export function parseClusters(body: string): readonly Backend[] {
  const statuses = record(jsonOf(body)).cluster_statuses
  if (!Array.isArray(statuses)) throw new SyntaxError('it lists no clusters')
  return statuses.filter((one): one is Backend => isRecord(one) && typeof one.name === 'string')
}

/** Those that the controller made: the others are Envoy's own, for its counters and for what steers it. */
export function upstreamsOf(words: EnvoyWords, clusters: readonly Backend[]): readonly Upstream[] {
  return clusters.filter(({ added_via_api: isMade }) => isMade === true).map((one) => upstreamOf(words, one))
}

function upstreamOf({ serviceOf }: EnvoyWords, cluster: Backend): Upstream {
  const service = serviceOf(cluster.name)
  return {
    name: cluster.name,
    service: service && { kind: 'Service', namespace: service.namespace, name: service.service },
    port: service?.port ?? null,
    endpoints: (list(cluster.host_statuses, endpointOf) ?? []).flatMap((one) => one ?? []),
    loadBalancing: null,
    affinity: null,
    canaryOf: [],
    source: 'live',
  }
}

/** null: a socket of another kind */
function endpointOf({ address }: Wire): { readonly address: string; readonly port: string } | null {
  const socket = record(record(address).socket_address)
  const host = text(socket.address)
  return host === null ? null : { address: host, port: String(integer(socket.port_value) ?? '') }
}
