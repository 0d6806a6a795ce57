/** nginx.conf → the routes that it serves, each with the Ingress that asked for it, as its variables tell. */
import type { ServedRoute } from '../../../domain/controllers/observation.js'
import { nameOf } from '../../../domain/objects/ref.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import { pieces } from '../../../languages/nginx/text/pieces.js'
import { readFacts } from '../answer/location-facts.js'
import { serverHost } from '../answer/server-host.js'
import { defaultServer } from '../model/types.js'

/** A Prefix path is written twice, and counts once. */
export async function* servedRoutes(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ServedRoute> {
  for await (const { inHttp, directive, flaw } of pieces(bytes, { isLent: true })) {
    if (flaw !== null) throw new SyntaxError(`it breaks at line ${flaw.line}`)
    if (!inHttp || directive?.name !== 'server') continue
    const host = serverHost(directive)
    yield* routesOf(directive, host === defaultServer ? null : host)
  }
}

function routesOf(server: Directive, host: string | null): Iterable<ServedRoute> {
  const routes = new Map<string, ServedRoute>()
  for (const location of server.block ?? []) {
    if (location.name !== 'location') continue
    const { source, path, upstream } = readFacts(location)
    if (source === null) continue
    const key = `${nameOf(source)} ${path}`
    const known = routes.get(key)?.upstreams ?? []
    const upstreams = upstream === null || known.includes(upstream) ? known : [...known, upstream]
    routes.set(key, { host, path: path || '/', source, upstreams })
  }
  return routes.values()
}
