/** What becomes of a request that a rule won, as far as the specification goes: a Service and what stands behind it. */

import { nameOf } from '../../domain/objects/ref.js'
import { serviceHops } from '../../domain/requests/service-hops.js'
import {
  type Answer,
  type Hop,
  hop,
  type ServiceBackend,
  type TraceRequest,
  type Verdict,
  withoutBackend,
} from '../../domain/requests/trace.js'
import type { Route } from '../../domain/routes/route.js'
import { pathOf, type RouteEndpoints } from '../../domain/routes/route.js'

/** The rule that wins, and whether others would have a claim just as good. */
export interface SpecFound {
  readonly route: Route
  readonly isDefault: boolean
  readonly host: string | null
}

const nothing = withoutBackend('not-found', 404)

const rules = hop('note', 'rules', 'of the Kubernetes documentation; annotations count for nothing')

/** No rule, and no default backend of an Ingress: the controller's own answers. */
export function unanswered(request: TraceRequest, explain: boolean): Answer {
  if (!explain) return nothing
  const first = hop('ingress', 'none', `no rule fits ${request.host ?? 'no host'} and this path`)
  const last = hop('service', 'default backend', "the controller's own, which answers 404")
  return { ...nothing, hops: [rules, first, last] }
}

export function answerOf(request: TraceRequest, { route, isDefault, host }: SpecFound, explain: boolean): Answer {
  const [backend] = route.backends
  const { verdict, status } = backend === undefined ? nothing : outcomeOf(backend.endpoints)
  const target = backendOf(route)
  const answer: Answer = {
    ...nothing,
    verdict,
    status,
    source: route.source,
    backend: target,
    upstreamUri: verdict === 'served' ? request.target : null,
  }
  return explain ? { ...answer, hops: hopsOf(route, isDefault, host, request, target) } : answer
}

/** null: no Service */
export function backendOf({ backends: [backend] }: Route): ServiceBackend | null {
  if (backend === undefined || backend.service === null) return null
  const { namespace, name, port } = backend.service
  return { namespace, service: name, port }
}

/** The specification has no word for a backend without endpoints; controllers answer 503. */
function outcomeOf({ state }: RouteEndpoints): { readonly verdict: Verdict; readonly status: number | null } {
  switch (state) {
    case 'ok':
    case 'external-name':
      return { verdict: 'served', status: null }
    case 'unknown':
    case 'resource':
      return { verdict: 'unknown', status: null }
    default:
      return { verdict: 'unavailable', status: 503 }
  }
}

function hopsOf(
  route: Route,
  isDefault: boolean,
  host: string | null,
  { scheme }: TraceRequest,
  target: ServiceBackend | null,
): Hop[] {
  const [backend] = route.backends
  const pathType = route.match?.pathType ?? null
  const hops: Hop[] = [rules]
  if (scheme === 'https') hops.push(tlsHop(route))
  const detail = isDefault
    ? 'its default backend: no rule matches'
    : `host ${host ?? '(any)'}, path ${pathOf(route)} ${pathType}`
  hops.push(hop('ingress', nameOf(route.source), detail))
  if (pathType === 'ImplementationSpecific')
    hops.push(hop('note', pathType, "is up to the controller's class: taken as Prefix here"))
  if (backend === undefined) hops.push(hop('service', 'default backend', "the controller's own: the rule has no paths"))
  else if (backend.resource !== null)
    hops.push(
      hop(
        'service',
        `${backend.resource.kind}/${backend.resource.name}`,
        'a resource: what it does is up to the controller',
      ),
    )
  else if (target !== null) hops.push(...serviceHops(target, backend.endpoints))
  return hops
}

function tlsHop({ tls }: Route): Hop {
  if (tls === null)
    return hop('tls', 'no TLS entry', "of the Ingress is for this host: the controller's own certificate")
  const how = { host: 'by name', wildcard: 'by a wildcard', all: 'by an entry without hosts' }[tls.match]
  return hop('tls', tls.secret?.name ?? "the controller's own certificate", `named for the host ${how}`)
}
