/**
 * TCP and UDP services: two ConfigMaps lead ports of the controller to Services, whatever is said there.
 * https://kubernetes.github.io/ingress-nginx/user-guide/exposing-tcp-udp-services/
 */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import type { StreamFlaw } from '../../../domain/findings/lint-facts.js'
import type { ServicePort } from '../../../domain/objects/objects.js'
import { nameOf, type Ref } from '../../../domain/objects/ref.js'
import type { ConfigMap } from '../../../domain/objects/workloads.js'
import type { ServiceBackend, TraceRequest } from '../../../domain/requests/trace.js'
import type { Policy } from '../workload/policy.js'
import { type NginxController, streamsOf } from '../workload/settings.js'
import { endpointsFor } from './upstreams/endpoints.js'
import type { FoundEndpoints } from './upstreams/external-names.js'

export interface StreamEntry {
  /** the ConfigMap that it stands in */
  readonly source: Ref
  readonly over: NonNullable<TraceRequest['stream']>
  /** of its data; null: the ConfigMap may not be looked at, and may lead any port anywhere */
  readonly written: { readonly key: string; readonly value: string } | null
  /** of the controller's pods; null: the key is none, or is not known */
  readonly port: number | null
  /** as the proxy calls it; null: nothing is made of the entry */
  readonly upstream: string | null
  readonly service: ServiceBackend | null
  /** null: it is not looked for */
  readonly found: FoundEndpoints | null
  /** why nothing comes of it, or of whoever comes from outside */
  readonly flaws: readonly Told<'stream-service'>[]
  /** does a client have to begin with the PROXY protocol, and is it sent on */
  readonly proxyProtocol: { readonly expected: boolean; readonly sent: boolean }
}

type SeenPolicy = Pick<Policy, 'version' | 'externalNames'>
type SeenFacts = Pick<RoutingFacts, 'inventory' | 'configMapOf'>

/** A ConfigMap that no flag names counts for nothing, whatever it is called. */
export function whyNoStream(
  controller: Pick<NginxController, 'settings' | 'namespace'>,
  { configMapOf }: Pick<RoutingFacts, 'configMapOf'>,
  over: StreamEntry['over'],
): string {
  const { settings } = controller
  const named = over === 'tcp' ? settings.tcpServices : settings.udpServices
  const flag = `--${over}-services-configmap`
  if (settings.unnamedStreams.includes(over))
    return `is started with a ${flag} that is not NAMESPACE/NAME, and reads none`
  if (named === null) {
    const usual = streamsOf(controller, over)
    return `has no ${flag}, which names the ConfigMap that leads its ports to Services${isUnread(configMapOf(usual)) ? `; ConfigMap ${nameOf(usual)} counts for nothing without it` : ''}`
  }
  return `reads ConfigMap ${nameOf(named)} (${flag}), which ${configMapOf(named) === undefined ? 'does not exist' : 'has no such port among its keys'}`
}

/** In the order of the ports, TCP first. */
export function streamEntries(
  controller: Pick<NginxController, 'settings' | 'namespace'>,
  facts: SeenFacts,
  policy: SeenPolicy,
): readonly StreamEntry[] {
  const { settings } = controller
  const { tcpServices, udpServices, reservedPorts } = settings
  const { publishService, watchNamespace } = settings
  const front = publishService === null ? undefined : facts.inventory.service(publishService)
  return [
    ...(tcpServices === null ? unread('tcp') : entriesOf('tcp', tcpServices)),
    ...(udpServices === null ? unread('udp') : entriesOf('udp', udpServices)),
  ]

  function unread(over: StreamEntry['over']): StreamEntry[] {
    const source = streamsOf(controller, over)
    const entry = nothingOf(over, source)
    return isUnread(facts.configMapOf(source)) ? [flawed(entry, { key: '', value: '' }, [{ is: 'unread' }])] : []
  }

  function entriesOf(over: StreamEntry['over'], source: Ref): StreamEntry[] {
    if (settings.unnamedStreams.includes(over))
      return [flawed(nothingOf(over, source), { key: '', value: '' }, [{ is: 'unnamed' }])]
    const configMap = facts.configMapOf(source)
    const nothing = nothingOf(over, source)
    if (configMap === null) return [nothing]
    if (configMap === undefined) return [flawed(nothing, { key: '', value: '' }, [{ is: 'missing' }])]
    return Object.entries(configMap?.data ?? {})
      .map(([key, value]) => entryOf(nothing, { key, value }))
      .sort((a, b) => (a.port ?? 0) - (b.port ?? 0))
  }

  function entryOf(nothing: StreamEntry, written: { readonly key: string; readonly value: string }): StreamEntry {
    const { over, source } = nothing
    const port = /^\+?\d+$/.test(written.key) ? Number(written.key) : null
    const own = { ...nothing, port }
    if (port === null) return flawed(own, written, [{ is: 'key' }])
    if (reservedPorts.includes(port)) return flawed(own, written, [{ is: 'reserved' }])
    const read = readValue(written.value)
    if (read === null) return flawed(own, written, [{ is: 'value' }])
    const { service, marks } = read
    const unwatched = [source.namespace, service.namespace].find(
      (one) => watchNamespace !== null && one !== watchNamespace,
    )
    if (watchNamespace !== null && unwatched !== undefined)
      return flawed({ ...own, service }, written, [{ is: 'namespace', namespace: unwatched, watched: watchNamespace }])
    const protocol = over === 'tcp' ? 'TCP' : 'UDP'
    const ref = { namespace: service.namespace, name: service.service }
    const found = endpointsFor(facts, policy, ref, service.port, protocol)
    const upstream = `${over}-${service.namespace}-${service.service}-${service.port}`
    const doors = front?.spec?.ports ?? []
    const isShut = front !== undefined && !doors.some((one) => leadsTo(one, port, protocol))
    const astray = doors.find((one) => one.port === port && (one.protocol ?? 'TCP') === protocol)?.targetPort
    const flaws: StreamFlaw[] = [
      ...(found.lack !== null && found.endpoints !== null ? [{ is: 'backend', by: found.lack } as const] : []),
      ...(isShut && publishService !== null
        ? [{ is: 'shut', service: publishService, ...(astray != null && { astray }) } as const]
        : []),
    ]
    return flawed({ ...own, upstream, service, found, proxyProtocol: over === 'tcp' ? marks : plain }, written, flaws)
  }
}

/** Only who wrote entries of that form meant the controller. */
function isUnread(configMap: ConfigMap | undefined | null): boolean {
  return Object.entries(configMap?.data ?? {}).some(([key, value]) => /^\d+$/.test(key) && readValue(value) !== null)
}

/** A name that says no number may be that of any port but those which the chart names so. */
function leadsTo({ port, targetPort, protocol }: ServicePort, to: number, wanted: 'TCP' | 'UDP'): boolean {
  if ((protocol ?? 'TCP') !== wanted) return false
  const target = targetPort ?? port
  if (typeof target === 'number') return target === to
  return !/^(?:https?|metrics|webhook)$/.test(target) && (numberIn(target) ?? to) === to
}

/** The chart names a port of the pods by its number, `5432-tcp`, and in front of that what is set for all; null: there is none. */
export function numberIn(name: string): number | null {
  const [, number] = /(?:^|-)(\d+)-(?:tcp|udp)$/.exec(name) ?? []
  return number === undefined ? null : Number(number)
}

function flawed(
  entry: StreamEntry,
  written: NonNullable<StreamEntry['written']>,
  flaws: readonly StreamFlaw[],
): StreamEntry {
  const facts = { stream: entry.over, ...written }
  return { ...entry, written, flaws: flaws.map((flaw) => told('stream-service', { ...facts, flaw })) }
}

function nothingOf(over: StreamEntry['over'], source: Ref): StreamEntry {
  const nothing = { written: null, port: null, upstream: null, service: null, found: null, flaws: [] }
  return { source, over, ...nothing, proxyProtocol: plain }
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
