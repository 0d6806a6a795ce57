/**
 * The upstreams that Ingresses ask for. The first Ingress that names a Service and port makes the upstream, and its
 * annotations are those of the upstream for everybody; a default backend makes it anew.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/controller.go (createUpstreams)
 */
import type { RoutingFacts } from '../../../../domain/controllers/routing-facts.js'
import type { IngressBackend } from '../../../../domain/objects/objects.js'
import type { Ref } from '../../../../domain/objects/ref.js'
import type { ServiceBackend } from '../../../../domain/requests/trace.js'
import { withoutEndpoints } from '../../../../domain/routes/resolve-service.js'
import type { Policy } from '../../workload/policy.js'
import { defaultUpstream, type Kept, type Upstream } from '../types.js'
import { clusterEndpoint, endpointsFor } from './endpoints.js'
import type { FoundEndpoints } from './external-names.js'

export interface UpstreamFacts {
  readonly facts: Pick<RoutingFacts, 'inventory'>
  readonly policy: Policy
  readonly defaultBackend: Ref | null
}

export function createUpstreams(kept: readonly Kept[], around: UpstreamFacts): Map<string, Upstream> {
  const upstreams = new Map<string, Upstream>([[defaultUpstream, ownDefault(around)]])
  for (const one of kept) {
    const { ref, ingress } = one
    const fallback = serviceBackend(ref.namespace, ingress.spec?.defaultBackend)
    if (fallback) upstreams.set(upstreamName(fallback), upstreamOf(fallback, one, around))
    for (const { backend, upstream: name } of one.asked)
      if (backend && name && !upstreams.has(name)) upstreams.set(name, upstreamOf(backend, one, around))
  }
  return upstreams
}

/** null: no Service, but another object or nothing */
export function serviceBackend(namespace: string, backend: IngressBackend | null | undefined): ServiceBackend | null {
  const service = backend?.service
  if (!service) return null
  return { namespace, service: service.name, port: service.port?.number || service.port?.name || null }
}

/**
 * A name cannot be split again: `a-b` + `c` and `a` + `b-c` are one upstream.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/util.go (upstreamName)
 */
export function upstreamName({ namespace, service, port }: ServiceBackend): string {
  return `${namespace}-${service}-${port ?? 'INVALID'}`
}

function upstreamOf(backend: ServiceBackend, { ref, annotations }: Kept, { facts, policy }: UpstreamFacts): Upstream {
  const service = { namespace: backend.namespace, name: backend.service }
  const own = annotations.serviceUpstream ? clusterEndpoint(facts, service, backend.port) : null
  return {
    name: upstreamName(backend),
    service: backend,
    ...(own === null ? endpointsFor(facts, policy, service, backend.port) : { ...own, isAddress: true as const }),
    noServer: annotations.canary !== null,
    canary: annotations.canary,
    alternatives: [],
    affinity: null,
    creator: ref,
  }
}

/** Without `--default-backend-service` it is a server of nginx' own, which answers 404. */
function ownDefault({ facts, policy, defaultBackend }: UpstreamFacts): Upstream {
  const service = defaultBackend && facts.inventory.service(defaultBackend)
  const port = service?.spec?.ports?.[0]
  const own: FoundEndpoints = { endpoints: ['127.0.0.1:8181'], lack: null, counted: withoutEndpoints('unknown', null) }
  const found = defaultBackend ? endpointsFor(facts, policy, defaultBackend, port?.port ?? null) : own
  return {
    name: defaultUpstream,
    service: defaultBackend && {
      namespace: defaultBackend.namespace,
      service: defaultBackend.name,
      port: port?.port ?? null,
    },
    // Where the Service has no endpoint, the controller falls back to its own.
    ...(found.endpoints?.length === 0 ? own : found),
    noServer: false,
    canary: null,
    alternatives: [],
    affinity: null,
    creator: null,
  }
}
