/** The Host header in the form in which rules have hosts. */
import type { TraceRequest } from './trace.js'

/**
 * Lower case, without port and trailing dot: https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards
 * @returns null where the request names none
 */
export function requestHost(host: string | null): string | null {
  if (host === null || host === '') return null
  const name = host.startsWith('[') ? host.slice(0, host.indexOf(']') + 1) : host.replace(/:\d*$/, '')
  return name.replace(/\.$/, '').toLowerCase() || null
}

/** The port that a Host header names; null: none. */
function portOfHost(host: string | null): number | null {
  const [, port] = /:(\d{1,5})$/.exec(host ?? '') ?? []
  return port === undefined ? null : Number(port)
}

/** The port at which a request arrives. */
export function portOf({ port, host, scheme }: Pick<TraceRequest, 'port' | 'host' | 'scheme'>): number {
  return port ?? portOfHost(host) ?? (scheme === 'https' ? 443 : 80)
}

/** The path of a request line, without its query. */
export function requestPath(target: string): string {
  const query = target.indexOf('?')
  return query === -1 ? target : target.slice(0, query)
}

/** `https://shop.example.com/x`: a request as a person would type it. */
export function urlOf(request: {
  readonly scheme: string
  readonly stream?: string
  readonly host: string | null
  readonly target: string
}): string {
  const { scheme, stream, host, target } = request
  return `${stream ?? scheme}://${host ?? '(no host)'}${stream === undefined ? target : ''}`
}
