/**
 * TCP and UDP services: two ConfigMaps lead ports of the controller to Services, whatever is said there.
 * https://kubernetes.github.io/ingress-nginx/user-guide/exposing-tcp-udp-services/
 */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { Ref } from '../../../domain/objects/ref.js'
import type { ServiceBackend, TraceRequest } from '../../../domain/requests/trace.js'
import { sentenceOf } from '../../../findings/catalogue.js'
import type { Policy } from '../workload/policy.js'
import type { NginxNature } from '../workload/settings.js'
import { endpointsFor, type FoundEndpoints } from './endpoints.js'

export interface StreamEntry {
  /** the ConfigMap that it stands in */
  readonly source: Ref
  readonly over: NonNullable<TraceRequest['stream']>
  /** of the controller's pods; null: the ConfigMap may not be looked at, and may lead any of them anywhere */
  readonly port: number | null
  /** as the proxy calls it; null: nothing is made of the entry */
  readonly upstream: string | null
  readonly service: ServiceBackend | null
  /** null: it is not looked for */
  readonly found: FoundEndpoints | null
  /** in words: why nobody listens, or nobody knows; null: it works */
  readonly why: string | null
  /** does a client have to begin with the PROXY protocol, and is it sent on */
  readonly proxyProtocol: { readonly expected: boolean; readonly sent: boolean }
}

type SeenPolicy = Pick<Policy, 'version' | 'externalNames'>
type SeenFacts = Pick<RoutingFacts, 'inventory' | 'configMapOf'>

/** In the order of the ports, TCP first. */
export function streamEntries({ settings }: NginxNature, facts: SeenFacts, policy: SeenPolicy): readonly StreamEntry[] {
  const { tcpServices, udpServices, reservedPorts } = settings
  return [
    ...(tcpServices === null ? [] : entriesOf('tcp', tcpServices)),
    ...(udpServices === null ? [] : entriesOf('udp', udpServices)),
  ]

  function entriesOf(over: StreamEntry['over'], source: Ref): StreamEntry[] {
    const configMap = facts.configMapOf(source)
    const nothing = { source, over, port: null, upstream: null, service: null, found: null, proxyProtocol: plain }
    if (configMap === null) return [{ ...nothing, why: 'the ConfigMap may not be looked at' }]
    return Object.entries(configMap?.data ?? {})
      .flatMap(([key, value]) => (/^\+?\d+$/.test(key) ? [{ port: Number(key), value }] : []))
      .sort((a, b) => a.port - b.port)
      .map(({ port, value }): StreamEntry => {
        if (reservedPorts.includes(port))
          return { ...nothing, port, why: `port ${port} is the controller's own, and the entry is passed over` }
        const read = readValue(value)
        if (read === null)
          return { ...nothing, port, why: `its value is not NAMESPACE/SERVICE:PORT, and is passed over` }
        const { service, marks } = read
        const ref = { namespace: service.namespace, name: service.service }
        const found = endpointsFor(facts, policy, ref, service.port, over === 'tcp' ? 'TCP' : 'UDP')
        const upstream = `${over}-${service.namespace}-${service.service}-${service.port}`
        const why = found.lack === null ? null : sentenceOf(found.lack)
        return { ...nothing, port, upstream, service, found, why, proxyProtocol: over === 'tcp' ? marks : plain }
      })
  }
}

const plain: StreamEntry['proxyProtocol'] = { expected: false, sent: false }

/** `NAMESPACE/SERVICE:PORT[:PROXY][:PROXY]`: expected of clients, and sent to the Service; null: it is not */
function readValue(value: string): { service: ServiceBackend; marks: StreamEntry['proxyProtocol'] } | null {
  const parts = value.split(':')
  const [name = '', port, expected, sent] = parts
  const [namespace, service, ...more] = name.split('/')
  if (port === undefined || namespace === undefined || service === undefined || more.length > 0) return null
  const isMarked = (word: string | undefined) => word?.toUpperCase() === 'PROXY'
  return {
    service: { namespace, service, port: /^[+-]?\d+$/.test(port) ? Number(port) : port },
    // Of a longer value the last word counts for nothing.
    marks: { expected: isMarked(expected), sent: parts.length === 4 && isMarked(sent) },
  }
}
