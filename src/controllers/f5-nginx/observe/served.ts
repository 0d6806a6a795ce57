/** What the files of a replica say: an answer to requests, and the routes that are in them. */
import type { ServedRoute } from '../../../domain/controllers/replica-facts.js'
import type { Tracer } from '../../../domain/requests/trace.js'
import { serversFor } from '../../../languages/nginx/servers/skip-servers.js'
import { type Directive, ownStatements } from '../../../languages/nginx/text/directive.js'
import { type DumpedPiece, dumpedPieces } from '../../../languages/nginx/text/dump.js'
import { isCut } from '../../../languages/nginx/text/flaw.js'
import { placeIn } from '../answer/place.js'
import { hostOfServer } from '../answer/server-of.js'
import { type LiveUpstream, portsOf, type Stream, siteOf, type TracerFacts } from '../answer/site.js'
import { tracerOf } from '../answer/tracer.js'
import { transportServers } from '../custom/kinds.js'
import type { Model } from '../model/types.js'
import { usualPorts } from '../workload/settings.js'
import { addressesIn, backendOf } from './upstreams.js'

/** @throws SyntaxError where the text is no configuration */
export async function servedTracer(plan: TracerFacts, bytes: AsyncIterable<Uint8Array>): Promise<Tracer> {
  const { facts, model } = plan
  const statements: Directive[] = []
  const upstreams = new Map<string, LiveUpstream>()
  const wanted = facts.hosts ? serversFor(facts.hosts) : undefined
  const passed = new PassedStreams()
  for await (const piece of dumpedPieces(bytes, { wanted })) {
    const { context, directive, flaw } = piece
    if (context !== 'http') passed.read(piece)
    if (flaw !== null) throw new SyntaxError(`it ${isCut(flaw) ? 'is cut' : 'breaks'} at line ${flaw.line}`)
    if (context !== 'http' || directive === null) continue
    if (directive.name === 'upstream') {
      const backend = backendOf(directive)
      const endpoints = addressesIn(backend)
      upstreams.set(backend.name, {
        name: backend.name,
        endpoints,
        why: endpoints.length === 0 ? 'its file has no address that anybody listens behind' : null,
        service: model.upstreams.get(backend.name)?.service ?? null,
      })
    } else statements.push(directive)
  }
  return tracerOf({ ...siteOf(statements, upstreams, portsOf(model), true), streams: passed.found(model) }, plan)
}

export async function* servedRoutes(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ServedRoute> {
  const sharedOut = new Map<string, string>()
  for await (const { context, directive, flaw } of dumpedPieces(bytes)) {
    if (flaw !== null) throw new SyntaxError(`it breaks at line ${flaw.line}`)
    if (context !== 'http' || directive === null) continue
    if (directive.name === 'map') noteShared(directive, sharedOut)
    if (directive.name === 'server') yield* routesOf(directive, sharedOut)
  }
}

/** What fits a condition may be shared out in its turn: by the variable of the conditions, that of the first such share. */
function noteShared({ args: [, variable = ''], block }: Directive, sharedOut: Map<string, string>): void {
  const share = block?.map(({ args }) => args[0] ?? '').find((value) => /^\$vs_\w+_splits_\d+$/.test(value))
  if (share !== undefined) sharedOut.set(variable, share)
}

function* routesOf(server: Directive, sharedOut: ReadonlyMap<string, string>): Generator<ServedRoute> {
  const host = hostOfServer(server)
  const locations = (server.block ?? []).filter(({ name }) => name === 'location')
  for (const location of locations) {
    const sent = location.block?.find(({ name }) => name === 'rewrite')?.args[1] ?? ''
    const inner = innerOf(sent)
    const within = (begins: string | null) =>
      begins === null ? undefined : locations.find(({ args }) => args[0]?.startsWith(begins))
    const told = inner === null ? location : (within(inner) ?? within(innerOf(sharedOut.get(sent) ?? '')))
    // What the controller writes says which Service it is for; a snippet does not, nor what answers where no object does.
    const isOwn = told && ownStatements(told).some(({ name, args }) => name === 'set' && args[0] === '$service')
    if (!isOwn) continue
    const { source } = placeIn(server, told)
    const path = pathIn(location, source?.kind === 'Ingress')
    if (source !== null && path !== null) yield { host: host || null, path, source }
  }
}

/** Of a path whose requests are shared out: how the locations begin to which it leads, and which tell whose they are. */
function innerOf(sent: string): string | null {
  const [, parts] = /^\$vs_\w+_((?:splits|matches)_\d+)$/.exec(sent) ?? []
  return parts === undefined ? null : `/internal_location_${parts}_`
}

/** As the object has it; null: a location of the controller's own. Patterns of Ingresses are anchored by the controller. */
function pathIn({ args }: Directive, isAnchored: boolean): string | null {
  const path = args.join(' ').replace(/^(?:=|~\*?|\^~)\s*/, '')
  if (/^(?:@|\/internal_location_|\/_external_auth)/.test(path)) return null
  return isAnchored && args[0]?.startsWith('~') ? path.replace(/^\^/, '') : path
}

/**
 * What a replica passes on as it is: `stream` takes it before `http` sees any of it. Hosts whose TLS is passed on are told
 * apart by a list, and each listener of its own has a server.
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/version2/nginx.transportserver.tmpl
 */
const hostsFile = '/tls-passthrough-hosts.conf'

interface Listening {
  /** as it stands in the file: a socket, or a port */
  readonly at: string
  readonly over: Stream['over']
  readonly host: string
  readonly upstream: string
}

class PassedStreams {
  /** host → socket */
  readonly #sockets = new Map<string, string>()
  readonly #upstreams = new Map<string, readonly string[]>()
  readonly #servers: Listening[] = []

  /** @param piece outside of `http` */
  read({ file, context, directive }: Pick<DumpedPiece, 'file' | 'context' | 'directive'>): void {
    if (directive === null) return
    const { name, args, block } = directive
    if (file?.endsWith(hostsFile)) this.#sockets.set(name, args[0] ?? '')
    if (context !== 'stream') return
    if (name === 'upstream') {
      const backend = backendOf(directive)
      this.#upstreams.set(backend.name, addressesIn(backend))
    }
    const wordsOf = (word: string) => block?.find((one) => one.name === word)?.args ?? []
    const [at, ...parameters] = wordsOf('listen')
    const [upstream] = wordsOf('proxy_pass')
    if (name !== 'server' || at === undefined || upstream === undefined) return
    const over = parameters.includes('udp') ? 'udp' : 'tcp'
    this.#servers.push({ at, over, host: wordsOf('server_name')[0] ?? '', upstream })
  }

  found(model: Pick<Model, 'upstreams'>): readonly Stream[] {
    const passed = [...this.#sockets].flatMap(([host, socket]) => {
      const server = this.#servers.find(({ at }) => at === socket)
      return this.#streamOf(model, { ...(server ?? { over: 'tcp', upstream: '' }), host, at: socket }, usualPorts.https)
    })
    const listening = this.#servers.flatMap((one) => {
      const port = Number(/^(?:[\d.]+:)?(\d{1,5})$/.exec(one.at)?.[1] ?? Number.NaN)
      return Number.isNaN(port) ? [] : this.#streamOf(model, one, port)
    })
    return [...passed, ...listening]
  }

  #streamOf(
    { upstreams }: Pick<Model, 'upstreams'>,
    { at, over, host, upstream: name }: Listening,
    port: number,
  ): Stream[] {
    const isPassed = at.startsWith('unix:')
    const [, namespace, object] =
      (isPassed
        ? /\/passthrough-([a-z0-9-]{1,63})_([a-z0-9.-]{1,253})\.sock$/.exec(at)
        : /^ts_([a-z0-9-]{1,63})_([a-z0-9.-]{1,253})_/.exec(name)) ?? []
    if (namespace === undefined || object === undefined) return []
    const endpoints = this.#upstreams.get(name) ?? null
    const why = endpoints?.length === 0 ? 'its file has no address that anybody listens behind' : null
    const upstream: LiveUpstream = { name, endpoints, why, service: upstreams.get(name)?.service ?? null }
    return [{ source: { kind: transportServers.kind, namespace, name: object }, upstream, over, port, host, isPassed }]
  }
}
