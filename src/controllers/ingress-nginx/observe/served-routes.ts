/** nginx.conf → the routes that it serves, each with the Ingress that asked for it, as its variables tell. */
import type { ServedRoute } from '../../../domain/controllers/replica-facts.js'
import { nameOf } from '../../../domain/objects/ref.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import { factsIn, factWays, unlikeLocations } from '../answer/location-facts.js'
import { readServers } from '../answer/server-host.js'
import { defaultServer } from '../model/types.js'

/** A Prefix path is written twice, and counts once. */
export async function* servedRoutes(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ServedRoute> {
  for await (const { server, host } of readServers(bytes, factWays))
    yield* routesOf(server, host === defaultServer ? null : host)
}

function routesOf(server: Directive, host: string | null): Iterable<ServedRoute> {
  const routes = new Map<string, ServedRoute>()
  for (const location of unlikeLocations(server)) {
    const { source, path, upstream } = factsIn(location.beginning(factWays))
    if (source === null) continue
    const key = `${nameOf(source)} ${path}`
    const known = routes.get(key)?.upstreams
    if (known !== undefined && (upstream === null || known.includes(upstream))) continue
    const upstreams = [...(known ?? []), ...(upstream === null ? [] : [upstream])]
    routes.set(key, { host, path: path || '/', source, upstreams })
  }
  return routes.values()
}
