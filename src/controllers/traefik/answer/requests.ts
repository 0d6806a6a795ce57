/** A request of ours → as an entry point gets it. */
import { portOf } from '../../../domain/requests/host.js'
import type { TraceRequest } from '../../../domain/requests/trace.js'
import { type ProxyRequest, requestOf } from '../../../languages/traefik/route/request.js'
import type { TraefikSettings } from '../workload/settings.js'

/** @returns null: no such request is read, and it is answered with 400 */
export function proxyRequest(request: TraceRequest, settings: TraefikSettings): ProxyRequest | null {
  const { scheme, method, host, target, headers, clientAddress } = request
  const tls = scheme === 'https'
  return requestOf(target, {
    entryPoint: entryPointOf(request, settings),
    tls,
    method,
    hostHeader: host,
    headers,
    clientAddress,
  })
}

/** That of the very port, where one was said; else the usual one. */
function entryPointOf(request: TraceRequest, { entryPoints, http, https }: TraefikSettings): string | null {
  const exact = request.port === undefined ? undefined : entryPoints.find(({ port }) => port === portOf(request))
  return exact?.name ?? (request.scheme === 'https' ? https : http)
}
