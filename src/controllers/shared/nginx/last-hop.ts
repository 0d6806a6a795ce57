/** How nginx talks to a backend: by which protocol, to which address, with which Host, and whose certificate is looked at. */

import { onceFor } from '../../../domain/remember.js'
import type { LastHop, LastHopTls } from '../../../domain/requests/trace.js'
import { beginnings } from '../../../languages/nginx/text/beginnings.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import { ownStatements } from '../../../languages/nginx/text/own-statements.js'
import type { LiveBackend } from './live-backend.js'

/** What the location of a request says of the way to its backend. */
export interface Way {
  /** the `proxy_pass` or its like */
  readonly handler: Directive
  readonly location: Directive | undefined
  readonly server: Directive | null
  /** the Host of the request */
  readonly asked: string | null
}

export function lastHopOf({ handler, location, server, asked }: Way, backend: LiveBackend): LastHop {
  const hosts = location ? hostsIn(location) : []
  return {
    protocol: protocolOf(handler),
    reached: backend.isAddress ? 'cluster-ip' : isOutside(backend) ? 'name' : 'pods',
    port: portOf(backend),
    hosts: hosts.length === 0 ? [asked] : hosts.map((host) => host ?? asked),
    tls: tlsOf(handler, [location?.block ?? [], ownStatements(server)]),
  }
}

/** @returns in words that follow the number of endpoints; '' for plain HTTP to pods */
export function lastHopText(way: Way, hop: LastHop, { endpoints, service }: LiveBackend): string {
  const [endpoint] = service === null ? [] : (endpoints ?? [])
  const protocol = protocols[hop.protocol]
  const isWell = hop.reached === 'name' && hop.hosts.length === 1
  return [
    endpoint === undefined || hop.reached === 'pods'
      ? ''
      : ` at ${endpoint}${hop.reached === 'name' ? '' : ', the address of the Service (service-upstream)'}`,
    protocol === '' ? '' : `, over ${protocol}`,
    hostText(way.location ? hostsIn(way.location) : [], isWell ? way.asked : null),
    hop.tls === null ? '' : tlsText(hop.tls, hop.reached === 'name'),
  ].join('')
}

/** @param outside the Host of the request, where it leaves the cluster: there mostly another one is waited for */
function hostText([first, second]: readonly (string | null)[], outside: string | null): string {
  const own = 'that of the request'
  if (second !== undefined) return `, with two Host headers, ${first ?? own} and ${second ?? own}`
  if (first != null) return `, with Host: ${first}`
  return outside === null ? '' : `, with Host: ${outside}, ${own}`
}

/** @param isOutside there many names have one address, and the handshake tells which is meant */
function tlsText({ serverName, verifiedFor, hasCertificate }: LastHopTls, isOutside: boolean): string {
  return [
    verifiedFor === null ? '' : `, whose certificate is verified for ${verifiedFor}`,
    serverName === null ? (isOutside ? ', without SNI' : '') : `, with SNI ${serverName}`,
    hasCertificate ? ', with a certificate of its own' : '',
  ].join('')
}

/** Why a backend is never content with what it shows, in a sentence; null: it may be. */
export function unverifiable({ tls }: LastHop): string | null {
  return tls?.verifiedFor === nameless
    ? `the certificate of the backend is verified for ${nameless}, the name that nginx has for it, since proxy-ssl-name is not set`
    : null
}

/** What nginx takes for the name of a backend where it is told none: https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_ssl_name */
const nameless = 'upstream_balancer'

function tlsOf({ args: [url = ''] }: Directive, levels: readonly (readonly Directive[])[]): LastHopTls | null {
  const family = /^https:/.test(url) ? 'proxy' : /^grpcs:/.test(url) ? 'grpc' : null
  if (family === null) return null
  // What a location does not say its server says.
  const said = (what: string) => {
    const name = `${family}_ssl_${what}`
    return levels.map((level) => level.findLast((one) => one.name === name)?.args[0]).find((one) => one !== undefined)
  }
  const name = said('name') ?? nameless
  return {
    serverName: said('server_name') === 'on' ? name : null,
    verifiedFor: said('verify') === 'on' ? name : null,
    hasCertificate: (said('certificate') ?? '') !== '',
  }
}

const protocols: Readonly<Record<LastHop['protocol'], string>> = {
  HTTP: '',
  HTTPS: 'HTTPS',
  AUTO_HTTP: "the client's own protocol (AUTO_HTTP)",
  GRPC: 'gRPC',
  GRPCS: 'gRPC with TLS',
  FCGI: 'FastCGI',
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

function isOutside({ endpoints }: LiveBackend): boolean {
  const [endpoint = ''] = endpoints ?? []
  return /[a-z]/i.test(endpoint.slice(0, endpoint.lastIndexOf(':'))) && !endpoint.startsWith('[')
}

/** null: they have several, or none is known */
function portOf({ endpoints }: LiveBackend): number | null {
  const ports = new Set((endpoints ?? []).map((endpoint) => Number(endpoint.slice(endpoint.lastIndexOf(':') + 1))))
  const [port] = ports
  return ports.size === 1 && port !== undefined && Number.isInteger(port) ? port : null
}
