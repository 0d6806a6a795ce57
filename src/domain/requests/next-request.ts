/** A redirect → the request that a client sends next. */
import { requestPath } from './host.js'
import type { TraceRequest } from './trace.js'
import { parseRequestUrl, type RequestUrl } from './url.js'

/**
 * As RFC 9110, section 10.2.2 and 15.4, and as clients do it: 307 and 308 keep the method, after the others a POST
 * becomes a GET.
 * @returns `wrong`: why nobody can follow it
 */
export function nextRequest(
  request: TraceRequest,
  location: string,
  status: number | null,
): TraceRequest | { readonly wrong: string } {
  const url = resolved(request, location)
  if ('wrong' in url) return { wrong: `"${location}" cannot be followed: ${url.wrong}` }
  // The next one goes to where its own URL says.
  const { port: _port, address: _address, ...rest } = request
  const isKept = status === 307 || status === 308 || request.method === 'HEAD'
  return { ...rest, ...url, method: isKept ? request.method : 'GET' }
}

function resolved(request: TraceRequest, location: string): RequestUrl | { readonly wrong: string } {
  if (/^[a-z][a-z0-9+.-]*:/i.test(location)) return parseRequestUrl(location)
  if (location.startsWith('//')) return parseRequestUrl(`${request.scheme}:${location}`)
  const [reference = ''] = location.split('#', 1)
  const path = requestPath(request.target)
  const base =
    reference === '' ? request.target : reference.startsWith('?') ? path : path.slice(0, path.lastIndexOf('/') + 1)
  const { scheme, host, sni } = request
  return { scheme, host: host ?? '', sni, target: reference.startsWith('/') ? reference : `${base}${reference}` }
}
