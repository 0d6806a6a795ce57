/** What answers are made from, whether objects told it or the files of a replica. */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import { nameOf, type Ref } from '../../../domain/objects/ref.js'
import type { ServiceBackend, TraceRequest } from '../../../domain/requests/trace.js'
import { sentenceOf } from '../../../findings/catalogue.js'
import { Router } from '../../../languages/nginx/route/router.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import { parse } from '../../../languages/nginx/text/parse.js'
import { render } from '../model/render.js'
import type { Model, Upstream } from '../model/types.js'
import { nobody } from '../model/upstreams.js'
import { type F5Controller, usualPorts } from '../workload/settings.js'

/** An upstream as nginx has it, or would have it. */
export interface LiveUpstream {
  readonly name: string
  /** `address:port`, without those where nobody listens; null: not known */
  readonly endpoints: readonly string[] | null
  /** in words, where there is none, or it is not known */
  readonly why: string | null
  /** null: no object explains it */
  readonly service: ServiceBackend | null
}

/** One of the values that a variable may get, and how often. */
export interface Lot {
  readonly value: string
  readonly percent: number
}

/** Connections or datagrams of a port; of several at one port the name in the handshake decides. */
export interface Stream {
  readonly source: Ref
  readonly upstream: LiveUpstream
  readonly over: NonNullable<TraceRequest['stream']>
  readonly port: number
  /** '': whatever name a handshake has, or none */
  readonly host: string
  /** TLS ends behind it, and not at the proxy */
  readonly isPassed: boolean
}

/** What a tracer reads of a plan. */
export interface TracerFacts {
  readonly controller: F5Controller
  readonly facts: RoutingFacts
  readonly model: Model
}

export interface Site {
  readonly router: Router
  /** at which clients come in, beside the usual ones */
  readonly ports: ReadonlySet<number>
  /** what stands in `http` itself, for all servers */
  readonly http: readonly Directive[]
  readonly upstreams: ReadonlyMap<string, LiveUpstream>
  /** by lower-case name without `$` */
  readonly lots: ReadonlyMap<string, readonly Lot[]>
  /** what is passed on as it is, and to which upstream */
  readonly streams: readonly Stream[]
  /** is there a text whose lines can be told */
  readonly lines: boolean
}

/**
 * Written as a configuration and read again, so that both ways to an answer are one. What cannot be read of one server
 * leaves the others as they are.
 * @param hosts of the requests; null: all
 */
export function askedSite(model: Model, hosts: readonly string[] | null): Site {
  const statements = render(model, hosts).flatMap((text) => {
    const { statements: found, flaw } = parse(text)
    return flaw === null ? found : []
  })
  const upstreams = new Map([...model.upstreams].map(([name, upstream]) => [name, liveOf(upstream)]))
  return { ...siteOf(statements, upstreams, portsOf(model), false), streams: streamsOf(model) }
}

/** Those of the model: where the port is not known, there is none. */
export function streamsOf({ transports, upstreams }: Pick<Model, 'transports' | 'upstreams'>): readonly Stream[] {
  return [...transports]
    .sort((a, b) => (nameOf(a.ref) < nameOf(b.ref) ? -1 : 1))
    .flatMap(({ ref, host, upstream: name, listener }): Stream[] => {
      const upstream = upstreams.get(name)
      const port = listener === null ? usualPorts.https : listener.port
      if (upstream === undefined || port === null) return []
      const over = listener?.stream ?? 'tcp'
      return [{ source: ref, upstream: liveOf(upstream), over, port, host, isPassed: listener === null }]
    })
}

/** Those that objects ask for. */
export function portsOf({ servers }: Pick<Model, 'servers'>): ReadonlySet<number> {
  return new Set([...servers.values()].flatMap(({ ports }) => [...ports.http, ...ports.https]))
}

/** Where TLS connections of some hosts are passed on as they are, those of all others come in by a socket. */
const handedOn = new Map([['unix:/var/lib/nginx/passthrough-https.sock', usualPorts.https]])

/**
 * @param statements of `http`, in the order of the files
 * @param ports see {@link Site.ports}
 */
export function siteOf(
  statements: Iterable<Directive>,
  upstreams: ReadonlyMap<string, LiveUpstream>,
  ports: ReadonlySet<number>,
  lines: boolean,
): Site {
  const router = new Router([usualPorts.http, usualPorts.https, ...ports], undefined, handedOn)
  const http: Directive[] = []
  const lots = new Map<string, readonly Lot[]>()
  for (const statement of statements) {
    if (statement.name === 'split_clients')
      lots.set((statement.args[1] ?? '').slice(1).toLowerCase(), lotsIn(statement))

    // Without `listen`, nginx takes 8000 where it is not root, as here, and nobody comes in there.
    if (statement.name !== 'server' || statement.block?.some(({ name }) => name === 'listen')) router.offer(statement)
    if (statement.block === null) http.push(statement)
  }
  return { router, ports, http, upstreams, lots, lines, streams: [] }
}

/** `20% value;`, and `* value;` for the rest: https://nginx.org/en/docs/http/ngx_http_split_clients_module.html */
function lotsIn({ block }: Directive): Lot[] {
  let left = 100
  return (block ?? []).map(({ name, args }) => {
    const percent = name === '*' ? left : Number.parseFloat(name) || 0
    left -= percent
    return { value: args[0] ?? '', percent }
  })
}

function liveOf({ name, endpoints, lack, service }: Upstream): LiveUpstream {
  return { name, endpoints, why: lack && sentenceOf(lack), service }
}

/** Nothing listens behind these: they are written where a Service has no endpoint, and one answers 502 by itself. */
export function isNobody(address: string): boolean {
  return address === nobody || /^unix:.*(?:-502-server|\/non-existing-unix-socket)\.sock$/.test(address)
}
