/** How backends are spoken to, as far as their addresses tell it, and in words. */
import type { Service } from '../objects/objects.js'
import type { LastHop, LastHopTls } from './trace.js'

/**
 * What a pod's address looks like, that of a Service does, too: see {@link reachedBy}.
 * @param endpoints `address:port`
 */
export function hopTo(endpoints: readonly string[] | null, said: Pick<LastHop, 'protocol' | 'hosts' | 'tls'>): LastHop {
  const ports = new Set((endpoints ?? []).map((endpoint) => Number(endpoint.slice(endpoint.lastIndexOf(':') + 1))))
  const [port] = ports
  return {
    ...said,
    reached: (endpoints ?? []).some(isName) ? 'name' : 'pods',
    port: ports.size === 1 && port !== undefined && Number.isInteger(port) ? port : null,
  }
}

/** @param endpoint `address:port` */
function isName(endpoint: string): boolean {
  return /[a-z]/i.test(addressIn(endpoint)) && !endpoint.startsWith('[')
}

function addressIn(endpoint: string): string {
  return endpoint.slice(0, endpoint.lastIndexOf(':')).replace(/^\[|\]$/g, '')
}

/** The addresses are those of the Service itself. */
export function isByAddress(endpoints: readonly string[] | null, { spec }: Service): boolean {
  return endpoints !== null && endpoints.length > 0 && endpoints.every((one) => addressIn(one) === spec?.clusterIP)
}

/**
 * @param asked the Host of the request
 * @returns words that follow the number of endpoints; '' for plain HTTP to pods
 */
export function lastHopText(hop: LastHop, endpoints: readonly string[] | null, asked: string | null): string {
  const [endpoint] = endpoints ?? []
  const protocol = protocols[hop.protocol]
  return [
    endpoint === undefined || hop.reached === 'pods'
      ? ''
      : ` at ${endpoint}${hop.reached === 'name' ? '' : ', the address of the Service'}`,
    protocol === '' ? '' : `, over ${protocol}`,
    hostText(hop, asked),
    hop.tls === null ? '' : tlsText(hop.tls, hop.reached === 'name'),
  ].join('')
}

const protocols: Readonly<Record<LastHop['protocol'], string>> = {
  HTTP: '',
  HTTPS: 'HTTPS',
  AUTO_HTTP: "the client's own protocol (AUTO_HTTP)",
  GRPC: 'gRPC',
  GRPCS: 'gRPC with TLS',
  FCGI: 'FastCGI',
}

/** Out of the cluster mostly another one is waited for. */
function hostText({ hosts: [first, second], reached }: LastHop, asked: string | null): string {
  const own = 'that of the request'
  const named = (host: string | null | undefined) => (host == null || host === asked ? own : host)
  if (second !== undefined) return `, with two Host headers, ${named(first)} and ${named(second)}`
  if (first != null && first !== asked) return `, with Host: ${first}`
  return reached === 'name' && asked !== null ? `, with Host: ${asked}, ${own}` : ''
}

/** @param isOutside there many names have one address, and the handshake tells which is meant */
function tlsText({ serverName, verifiedFor, hasCertificate }: LastHopTls, isOutside: boolean): string {
  return [
    verifiedFor === null ? '' : `, whose certificate is verified for ${verifiedFor}`,
    serverName === null ? (isOutside ? ', without SNI' : '') : `, with SNI ${serverName}`,
    hasCertificate ? ', with a certificate of its own' : '',
  ].join('')
}
