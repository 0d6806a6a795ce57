/** How nginx talks to a backend: by which protocol, to which address, with which Host, and whose certificate is looked at. */

import { onceFor } from '../../../domain/remember.js'
import { hopTo } from '../../../domain/requests/last-hop.js'
import type { LastHop, LastHopTls } from '../../../domain/requests/trace.js'
import { beginnings } from '../../../languages/nginx/text/beginnings.js'
import { type Directive, ownStatements } from '../../../languages/nginx/text/directive.js'

/** What the location of a request says of the way to its backend. */
export interface Way {
  /** the `proxy_pass` or its like */
  readonly handler: Directive
  readonly location: Directive | undefined
  readonly server: Directive | null
  /** the Host of the request */
  readonly asked: string | null
  /** what nginx takes for the name of a backend where it is told none: https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_ssl_name */
  readonly nameless: string
}

/** @param endpoints `address:port` of the backend */
export function lastHopOf(
  { handler, location, server, asked, nameless }: Way,
  endpoints: readonly string[] | null,
): LastHop {
  const hosts = location ? hostsIn(location) : []
  return hopTo(endpoints, {
    protocol: protocolOf(handler),
    hosts: hosts.length === 0 ? [asked] : hosts.map((host) => host ?? asked),
    tls: tlsOf(handler, nameless, [location?.block ?? [], ownStatements(server)]),
  })
}

function tlsOf(
  { args: [url = ''] }: Directive,
  nameless: string,
  levels: readonly (readonly Directive[])[],
): LastHopTls | null {
  const family = /^https:/.test(url) ? 'proxy' : /^grpcs:/.test(url) ? 'grpc' : null
  if (family === null) return null
  // What a location does not say its server says.
  const said = (what: string) => {
    const name = `${family}_ssl_${what}`
    return levels.map((level) => level.findLast((one) => one.name === name)?.args[0]).find((one) => one !== undefined)
  }
  const named = said('name') ?? ''
  const name = named === '' || named.startsWith('$') ? nameless : named
  return {
    serverName: said('server_name') === 'on' ? name : null,
    verifiedFor: said('verify') === 'on' ? name : null,
    hasCertificate: (said('certificate') ?? '') !== '',
  }
}

const bySchemes: ReadonlyMap<string, LastHop['protocol']> = new Map([
  ['https', 'HTTPS'],
  ['$scheme', 'AUTO_HTTP'],
  ['grpcs', 'GRPCS'],
  ['grpc', 'GRPC'],
])

function protocolOf({ name, args: [url = ''] }: Directive): LastHop['protocol'] {
  if (name === 'fastcgi_pass') return 'FCGI'
  const [scheme = ''] = url.split(':', 1)
  return bySchemes.get(scheme) ?? 'HTTP'
}

const hostHeaders = beginnings(
  ...['proxy', 'grpc'].flatMap((family) => ['H', 'h'].map((first) => `${family}_set_header ${first}`)),
)

/** Each Host header that is sent, in order; null: that of the client. Where nothing is said of it, it is that alone. */
const hostsIn = onceFor((location: Directive): readonly (string | null)[] =>
  location
    .beginning(hostHeaders)
    .filter(({ name, args }) => /^(?:proxy|grpc)_set_header$/.test(name) && args[0]?.toLowerCase() === 'host')
    .map(({ args: [, host = ''] }) => (host.startsWith('$') ? null : host)),
)
