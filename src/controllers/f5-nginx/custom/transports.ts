/**
 * TransportServers: connections and datagrams that are passed on as they are, at a listener of their own, or those with TLS
 * for one host at the usual port. nginx' http sees nothing of them.
 * https://docs.nginx.com/nginx-ingress-controller/configuration/transportserver-resource/
 */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import { integer, record, text, type Wire, wires } from '../../../domain/objects/project-fields.js'
import { nameOf, refOf } from '../../../domain/objects/ref.js'
import { type Faults, fault, rejectedFor, someOf } from '../model/rejections.js'
import { fixed, snippetBy } from '../model/statements.js'
import type { Listener, Transport } from '../model/types.js'
import type { F5Settings } from '../workload/settings.js'
import { isOfClass, transportServers } from './kinds.js'
import { listenersIn } from './listeners.js'
import { isHost, wrongUpstreams } from './wrong.js'

const passthrough = { name: 'tls-passthrough', protocol: 'TLS_PASSTHROUGH' } as const

export function transportsOf(facts: Pick<RoutingFacts, 'customOf'>, settings: F5Settings): readonly Transport[] {
  if (!settings.hasCustomResources) return []
  const known = listenersIn(facts, settings)
  return (facts.customOf?.(transportServers).items ?? [])
    .filter((one) => isOfClass(one, settings))
    .map((object) => {
      const { spec } = object
      const ref = refOf(object)
      const pass = text(record(spec.action).pass)
      const { service, port } = wires(spec.upstreams).find(({ name }) => text(name) === pass) ?? {}
      return {
        ...{
          object,
          ref,
          rejected: rejectedFor(someOf(faultsOf(spec, settings, known))),
          host: text(spec.host) ?? '',
          upstream: `ts_${nameOf(ref).replace('/', '_')}_${pass}`,
        },
        service: { namespace: ref.namespace, service: text(service) ?? '', port: integer(port) },
        listener: isPassed(spec) ? null : listenerOf(spec, known),
        files: snippetsIn(spec),
      }
    })
}

/** They are written only where they are allowed: else the whole object is rejected. */
function snippetsIn({ streamSnippets, serverSnippets }: Wire): Transport['files'] {
  const [stream, server] = [
    snippetBy('spec.streamSnippets', text(streamSnippets) ?? '', null),
    snippetBy('spec.serverSnippets', text(serverSnippets) ?? '', null),
  ]
  const around = ['server {', 'proxy_pass x; proxy_timeout 10m; proxy_connect_timeout 60s; }'].map(fixed)
  return [
    ...(stream === null ? [] : [{ context: 't', statements: [stream] } as const]),
    ...(server === null ? [] : [{ context: 't', statements: around.toSpliced(1, 0, server) } as const]),
  ]
}

function isPassed({ listener }: Wire): boolean {
  const { name, protocol } = record(listener)
  return text(name) === passthrough.name || text(protocol) === passthrough.protocol
}

function listenerOf({ listener }: Wire, known: readonly Wire[] | null): Listener {
  const name = text(record(listener).name) ?? ''
  const protocol = text(record(listener).protocol)
  const found = known?.find((one) => text(one.name) === name && text(one.protocol) === protocol)
  return { name, stream: protocol === 'UDP' ? 'udp' : 'tcp', port: integer(found?.port) }
}

/** https://github.com/nginx/kubernetes-ingress/blob/main/pkg/apis/configuration/validation/transportserver.go */
function* faultsOf(spec: Wire, settings: F5Settings, known: readonly Wire[] | null): Faults {
  const listener = record(spec.listener)
  const [name, protocol] = [text(listener.name) ?? '', text(listener.protocol) ?? '']
  const [host, secret] = [text(spec.host) ?? '', text(record(spec.tls).secret) ?? '']
  if (isPassed(spec)) {
    if (!settings.tlsPassthrough) yield fault('spec.listener', 'needs-setting', 'flag -enable-tls-passthrough')
    if (name !== passthrough.name) yield fault('spec.listener.name', 'value', name)
    if (protocol !== passthrough.protocol) yield fault('spec.listener.protocol', 'value', protocol)
    if (host === '') yield fault('spec.host', 'missing')
    if (secret !== '') yield fault('spec.tls', 'conflict', `listener ${passthrough.name}`)
  } else if (protocol === 'UDP' && host !== '') yield fault('spec.host', 'conflict', 'protocol UDP')
  else if (host !== '' && secret === '') yield fault('spec.host', 'needs', 'spec.tls.secret')
  if (host !== '' && !isHost(host)) yield fault('spec.host', 'value', host)
  for (const name of ['serverSnippets', 'streamSnippets'])
    if (text(spec[name]) && !settings.allowsSnippets) yield fault(`spec.${name}`, 'snippets-off')
  const upstreams = yield* wrongUpstreams(spec, settings)
  const pass = text(record(spec.action).pass)
  if (!pass) yield fault('spec.action.pass', 'missing')
  else if (!upstreams.has(pass)) yield fault('spec.action.pass', 'value', pass)
  const isThere = known?.some((one) => text(one.name) === name && text(one.protocol) === protocol) ?? true
  if (!isPassed(spec) && !isThere)
    yield fault(
      'spec.listener',
      'needs-setting',
      `a listener ${name} of protocol ${protocol} in ${globalName(settings)}`,
    )
}

function globalName({ globalConfiguration }: F5Settings): string {
  return globalConfiguration === null
    ? 'the GlobalConfiguration of flag -global-configuration'
    : `GlobalConfiguration ${nameOf(globalConfiguration)}`
}
