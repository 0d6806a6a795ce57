/**
 * Canaries: upstreams without a server of their own, which share the traffic of others. A canary is a matter of the
 * upstream, not of the path: wherever the primary is used, the canary gets its share.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/controller.go (mergeAlternativeBackends)
 */

import { pathTypeOf } from './locations.js'
import {
  type CanaryFate,
  defaultServer,
  defaultUpstream,
  type Kept,
  type Location,
  type Server,
  type Upstream,
} from './types.js'
import { serviceBackend, upstreamName } from './upstreams/upstreams.js'

/** Without any ordinary Ingress there is nothing to share. Changes `upstreams`. */
export function mergeCanaries(
  kept: readonly Kept[],
  upstreams: Map<string, Upstream>,
  servers: ReadonlyMap<string, Server>,
): CanaryFate[] {
  const canaries = kept.filter(({ annotations }) => annotations.canary)
  if (canaries.length === kept.length) return []
  return canaries.flatMap((canary) => mergeCanary(canary, upstreams, servers))
}

function mergeCanary(
  canary: Kept,
  upstreams: Map<string, Upstream>,
  servers: ReadonlyMap<string, Server>,
): CanaryFate[] {
  const { ref, ingress } = canary
  const fates: CanaryFate[] = []
  const fallback = serviceBackend(ref.namespace, ingress.spec?.defaultBackend)
  if (fallback) merge(null, null, upstreamName(fallback), servers.get(defaultServer), () => true)
  for (const { host, path, pathType, upstream } of canary.asked) {
    const isSame = (location: Location) => location.path === path && location.pathType === pathTypeOf(pathType)
    if (upstream !== null) merge(host, path, upstream, servers.get(host ?? defaultServer), isSame)
  }
  return fates

  function merge(
    host: string | null,
    path: string | null,
    name: string,
    server: Server | undefined,
    isSame: (location: Location) => boolean,
  ): void {
    fates.push({ canary, host, path, fate: fateOf(name, server, isSame) })
  }

  function fateOf(
    name: string,
    server: Server | undefined,
    isSame: (location: Location) => boolean,
  ): CanaryFate['fate'] {
    const own = upstreams.get(name)
    if (own === undefined) return 'gone'
    if (server === undefined) return 'no-host'
    let merged = false
    for (const location of server.locations) {
      const primary = upstreams.get(location.upstream)
      if (primary === undefined) continue
      // Wherever on the host that is, the search is over.
      if (primary === own) return 'is-primary'
      if (primary.name === defaultUpstream || primary.noServer || !isSame(location)) continue
      if (!primary.alternatives.includes(name)) {
        if (canary.annotations.affinity?.canaryBehavior !== 'legacy') own.affinity = primary.affinity
        primary.alternatives.push(name)
      }
      merged = true
    }
    if (!merged) upstreams.delete(name)
    return merged ? 'merged' : 'no-primary'
  }
}
