/**
 * `ssl-passthrough`: TLS connections that a proxy before nginx hands to a Service as they are, by the name of the handshake.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/nginx.go (OnUpdate)
 */

import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { Service } from '../../../domain/objects/objects.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import type { Passed } from './types.js'
import { defaultUpstream, type Location, type Server, type Upstream } from './types.js'

/** By host, as it stands in the Ingress: a wildcard matches no name. Only what `/` asks for counts. */
export function passedHosts(
  servers: ReadonlyMap<string, Server>,
  upstreams: ReadonlyMap<string, Upstream>,
  { inventory }: Pick<RoutingFacts, 'inventory'>,
): ReadonlyMap<string, Passed> {
  const passed = new Map<string, Passed>()
  for (const { host, sslPassthrough, byPath } of servers.values()) {
    const root = sslPassthrough ? byPath.get('/') : undefined
    const upstream = root && upstreams.get(root.upstream)
    if (root === undefined || upstream === undefined) continue
    const asked = root.asked?.backend ?? null
    const service = asked === null ? undefined : inventory.service({ namespace: asked.namespace, name: asked.service })
    // Where its Service does not exist, nginx gets the connection as usual.
    if (asked !== null && service === undefined && inventory.sees('Service', asked.namespace)) continue
    const isKnown = asked === null || service !== undefined
    passed.set(host, { upstream, source: root.owner?.ref ?? null, ...addressOf(root, asked, service), isKnown })
  }
  return passed
}

function addressOf(
  root: Location,
  asked: ServiceBackend | null,
  service: Service | undefined,
): Pick<Passed, 'address' | 'why'> {
  const none = (why: string) => ({ address: null, why })
  if (root.isDefault || root.upstream === defaultUpstream || asked === null)
    return none('no rule of the host asks for the path /, so there is no Service to pass it to')
  if (service === undefined) return none('its Service was not seen')
  const { clusterIP, ports } = service.spec ?? {}
  if (!clusterIP || clusterIP === 'None') return none('its Service has no address of its own to connect to')
  const port = typeof asked.port === 'string' ? ports?.find(({ name }) => name === asked.port)?.port : asked.port
  return port ? { address: `${clusterIP}:${port}`, why: null } : none(`its Service has no port ${asked.port}`)
}
