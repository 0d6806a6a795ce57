/**
 * `default-backend`: takes the place of an upstream that has no endpoint, if its own Service has one, and answers for
 * `custom-http-errors`.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/controller.go (shouldCreateUpstreamForLocationDefaultBackend)
 */
import { endpointsFor } from './endpoints.js'
import type { Server, Upstream } from './types.js'
import type { Around } from './upstreams.js'

/** Changes `upstreams`, and the upstream of locations. */
export function useDefaultBackends(
  servers: ReadonlyMap<string, Server>,
  upstreams: Map<string, Upstream>,
  { facts, policy }: Around,
): void {
  for (const { locations } of servers.values())
    for (const location of locations) {
      const own = upstreams.get(location.upstream)
      const ref = location.owner?.annotations.defaultBackend
      const isEmpty = own?.endpoints?.length === 0
      const catches = (location.owner?.annotations.customHttpErrors.length ?? 0) > 0
      if (!ref || own === undefined || !(isEmpty || catches)) continue
      const port = facts.inventory.service(ref)?.spec?.ports?.[0]
      if (port === undefined) continue
      const found = endpointsFor(facts, policy, ref, port.port)
      if (found.endpoints?.length === 0) continue
      const name = `custom-default-backend-${ref.namespace}-${ref.name}`
      // It is a copy of the upstream whose place it takes, canaries included.
      upstreams.set(name, {
        ...own,
        name,
        service: { namespace: ref.namespace, service: ref.name, port: port.port },
        ...found,
      })
      location.errorUpstream = name
      if (isEmpty) location.upstream = name
    }
}
