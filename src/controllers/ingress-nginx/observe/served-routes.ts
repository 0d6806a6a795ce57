/** nginx.conf → the routes that it serves, each with the Ingress that asked for it, as its variables tell. */
import { nameOf } from '../../../domain/objects/ref.js'
import type { ServedRoute } from '../../../domain/routes/served-route.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import { pieces } from '../../../languages/nginx/text/pieces.js'
import { serverHost } from '../answer/server-host.js'

/** A Prefix path is written twice, and counts once. */
export async function* servedRoutes(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ServedRoute> {
  for await (const { inHttp, directive, flaw } of pieces(bytes)) {
    if (flaw !== null) throw new SyntaxError(`it breaks at line ${flaw.line}`)
    if (!inHttp || directive?.name !== 'server') continue
    for (const route of routesOf(directive, serverHost(directive))) yield route
  }
}

function routesOf(server: Directive, host: string): Iterable<ServedRoute> {
  const routes = new Map<string, ServedRoute>()
  for (const location of server.block ?? []) {
    if (location.name !== 'location') continue
    const variables = new Map<string, string>()
    for (const { name, args } of location.block ?? []) if (name === 'set') variables.set(args[0] ?? '', args[1] ?? '')
    const [namespace = '', ingress = ''] = [variables.get('$namespace'), variables.get('$ingress_name')]
    const path = variables.get('$location_path')?.replaceAll(/\$\{literal_dollar\}/g, '$') || '/'
    const upstream = variables.get('$proxy_upstream_name') ?? ''
    if (ingress === '') continue
    const source = { kind: 'Ingress', namespace, name: ingress }
    routes.set(`${nameOf(source)} ${path}`, { host, path, source, upstream })
  }
  return routes.values()
}
