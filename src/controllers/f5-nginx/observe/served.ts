/** What the files of a replica say: an answer to requests, and the routes that are in them. */
import type { ServedRoute } from '../../../domain/controllers/observation.js'
import type { Tracer } from '../../../domain/requests/trace.js'
import { serversFor } from '../../../languages/nginx/servers/skip-servers.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import { dumpedPieces } from '../../../languages/nginx/text/dump.js'
import { isCut } from '../../../languages/nginx/text/flaw.js'
import { placeIn } from '../answer/place.js'
import { hostOfServer } from '../answer/server-of.js'
import { type LiveUpstream, portsOf, siteOf, type TracerFacts } from '../answer/site.js'
import { tracerOf } from '../answer/tracer.js'
import { PassedStreams } from './passed.js'
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
  for await (const { context, directive, flaw } of dumpedPieces(bytes)) {
    if (flaw !== null) throw new SyntaxError(`it breaks at line ${flaw.line}`)
    if (context === 'http' && directive?.name === 'server') yield* routesOf(directive)
  }
}

function* routesOf(server: Directive): Generator<ServedRoute> {
  const host = hostOfServer(server)
  for (const location of server.block ?? []) {
    // The controller answers by itself for the root of all hosts, where no object does.
    if (location.block?.length === 1 && location.block[0]?.name === 'return') continue
    const { source } = placeIn(server, location)
    const path = location.name === 'location' ? pathIn(location, source?.kind === 'Ingress') : null
    if (source !== null && path !== null) yield { host: host || null, path, source }
  }
}

/** As the object has it; null: a location of the controller's own. Patterns of Ingresses are anchored by the controller. */
function pathIn({ args }: Directive, isAnchored: boolean): string | null {
  const path = args.join(' ').replace(/^(?:=|~\*?|\^~)\s*/, '')
  if (/^(?:@|\/internal_location_|\/_external_auth)/.test(path)) return null
  return isAnchored && args[0]?.startsWith('~') ? path.replace(/^\^/, '') : path
}
