/** A request of ours → as an entry point gets it. */
import { portOf } from '../../../domain/requests/host.js'
import type { TraceRequest } from '../../../domain/requests/trace.js'
import { type ProxyRequest, requestOf } from '../../../languages/traefik/route/request.js'
import { ownEntryPoints, type TraefikSettings } from '../workload/settings.js'

/** Nobody's requests come in by these. */
const inner: ReadonlySet<string> = new Set([...ownEntryPoints, 'metrics'])

/** @returns null: no such request is read, and it is answered with 400 */
export function proxyRequest(request: TraceRequest, settings: TraefikSettings): ProxyRequest | null {
  const { scheme, method, host, target, headers, clientAddress, httpVersion } = request
  if (host === null && httpVersion === '1.1') return null
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

/** That of the very port, where clients come in by it, too; else the usual one. */
function entryPointOf(request: TraceRequest, { entryPoints, http, https }: TraefikSettings): string | null {
  const exact = entryPoints.find(({ name, port }) => port === portOf(request) && !inner.has(name))
  return exact?.name ?? (request.scheme === 'https' ? https : http)
}
