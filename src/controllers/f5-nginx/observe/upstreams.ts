/** The upstreams of a configuration: what a replica balances over, and for which Service. */
import type { Backend } from '../../../domain/controllers/replica-facts.js'
import type { Upstream } from '../../../domain/controllers/upstream.js'
import { pathsOf } from '../../../domain/objects/ingress-paths.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { list, record, text } from '../../../domain/objects/project-fields.js'
import { type NamespacedName, type Ref, refOf } from '../../../domain/objects/ref.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import { dumpedPieces } from '../../../languages/nginx/text/dump.js'
import { passOf, upstreamIn } from '../answer/decide.js'
import { placeIn } from '../answer/place.js'
import { isNobody } from '../answer/site.js'
import { serviceOf } from '../model/asked.js'
import { upstreamName } from '../model/upstreams.js'

/** An `upstream` block, in the words of nginx. */
export function backendOf({ args, block }: Directive): Backend {
  const [name = ''] = args
  const servers = (block ?? []).filter((one) => one.name === 'server')
  const method = (block ?? []).find((one) => methods.has(one.name))
  const sticky = (block ?? []).find((one) => one.name === 'sticky')
  return {
    name,
    servers: servers.map((one) => ({ address: one.args[0] ?? '', parameters: one.args.slice(1) })),
    loadBalancing: method === undefined ? null : [method.name, ...method.args].join(' '),
    sticky: sticky === undefined ? null : sticky.args.join(' '),
  }
}

const methods = new Set(['random', 'least_conn', 'ip_hash', 'hash', 'least_time'])

/** All that objects ask for, each with the Service that its locations name. @throws SyntaxError for what is no configuration */
export async function backendsIn(bytes: AsyncIterable<Uint8Array>): Promise<Backend[]> {
  const backends = new Map<string, Backend>()
  const services = new Map<string, NamespacedName>()
  for await (const { context, directive, flaw } of dumpedPieces(bytes)) {
    if (flaw !== null) throw new SyntaxError(`it breaks at line ${flaw.line}`)
    if (context === 'main' || directive === null) continue
    const [name = ''] = directive.args
    const isAsked = context === 'http' || /^ts_[^_]+_[^_]+_/.test(name)
    if (directive.name === 'upstream' && isAsked) backends.set(name, backendOf(directive))
    if (context === 'http' && directive.name === 'server')
      for (const [name, service] of servicesIn(directive)) services.set(name, service)
  }
  return [...backends.values()].map((one) => ({ ...one, service: services.get(one.name) ?? null }))
}

function* servicesIn(server: Directive): Generator<[upstream: string, service: NamespacedName]> {
  for (const location of server.block ?? []) {
    if (location.name !== 'location') continue
    const pass = passOf(location, undefined)
    const { source, service } = placeIn(server, location)
    if (pass !== null && source !== null && service !== null)
      yield [upstreamIn(pass), { namespace: source.namespace, name: service }]
  }
}

/** Only what is nginx' own: nothing else is in there. */
export function harmless(backend: Backend): Backend {
  const { name, servers, loadBalancing, sticky, service } = backend
  return { name, servers, loadBalancing, sticky, service }
}

/** @param names see {@link upstreamNames} */
export function upstreamOf(backend: Backend, names: ReadonlyMap<string, Ref>): Upstream {
  const { namespace, name } = record(backend.service)
  const said =
    typeof namespace === 'string' && typeof name === 'string' ? { kind: 'Service', namespace, name } : undefined
  const service = names.get(backend.name) ?? said ?? null
  const port = service === null ? undefined : portBehind(backend.name, service.name)
  return {
    name: backend.name,
    service,
    port: port === undefined || !/^[\w-]{1,63}$/.test(port) ? null : Number(port) || port,
    endpoints: addressesIn(backend).map((address) => ({
      address: address.replace(/:\d+$/, ''),
      port: /:(\d+)$/.exec(address)?.[1] ?? '',
    })),
    loadBalancing: text(backend.loadBalancing),
    affinity: text(backend.sticky) === null ? null : 'cookie',
    canaryOf: [],
    source: 'live',
    emptyStatus: 502,
  }
}

/** A host may be named as the Service is, and the upstream of a VirtualServer has a name of its own, without a port. */
function portBehind(upstream: string, service: string): string | undefined {
  const named = `-${service}-`
  const at = upstream.lastIndexOf(named)
  return at === -1 ? undefined : upstream.slice(at + named.length)
}

/** Those that somebody listens behind. */
export function addressesIn(backend: Backend): string[] {
  const addresses = list(backend.servers, (one) => text(record(one).address) ?? '') ?? []
  return addresses.filter((address) => address !== '' && !isNobody(address))
}

/** The upstreams that Ingresses ask for: a name cannot be split, so it is computed. */
export function upstreamNames(ingresses: readonly Ingress[]): Map<string, Ref> {
  const names = new Map<string, Ref>()
  for (const ingress of ingresses) {
    const ref = refOf(ingress)
    const add = (host: string, backend: Parameters<typeof serviceOf>[1]) => {
      const service = serviceOf(ref.namespace, backend)
      if (service === null) return
      const found: Ref = { kind: 'Service', namespace: ref.namespace, name: service.service }
      names.set(upstreamName(ref, host, service), found)
    }
    add('', ingress.spec?.defaultBackend)
    for (const { host, backend } of pathsOf(ingress)) add(host ?? '', backend)
  }
  return names
}
