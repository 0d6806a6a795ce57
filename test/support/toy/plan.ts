/** What a toy makes of Ingresses: an exact host, the longest path that begins a request, and the oldest of two alike. */
import type { Controller } from '../../../src/domain/controllers/controller.js'
import type { Plan, PlannedRoute } from '../../../src/domain/controllers/plan.js'
import type { RoutingFacts } from '../../../src/domain/controllers/routing-facts.js'
import { finding, told } from '../../../src/domain/findings/finding.js'
import type { IngressBackend } from '../../../src/domain/objects/objects.js'
import { type NamespacedName, refOf } from '../../../src/domain/objects/ref.js'
import { requestHost, requestPath } from '../../../src/domain/requests/host.js'
import type { Answer, ServiceBackend, TraceRequest } from '../../../src/domain/requests/trace.js'
import { resolveService } from '../../../src/domain/routes/resolve-service.js'
import { pathMatch } from '../../../src/domain/routes/route.js'
import type { WhyRow } from '../../../src/domain/why/why.js'

export interface ToyPlan extends Plan {
  readonly routes: readonly (PlannedRoute & ToyRoute)[]
}

interface ToyRoute extends Pick<PlannedRoute, 'source' | 'host'> {
  readonly path: string
  readonly backend: ServiceBackend | null
}

export function planOf(_controller: Controller, { inventory, ingresses }: RoutingFacts): ToyPlan {
  const endpointsOf = ({ namespace, service, port }: ServiceBackend) =>
    resolveService(inventory, { namespace, name: service }, port, 'TCP')
  const routes: (PlannedRoute & ToyRoute)[] = []
  const lost: (PlannedRoute & ToyRoute)[] = []
  for (const ingress of ingresses)
    for (const { host, http } of ingress.spec?.rules ?? [])
      for (const { path, pathType, backend } of http?.paths ?? []) {
        const source = refOf(ingress)
        const own = {
          source,
          host: host ?? null,
          path: path ?? '/',
          match: pathMatch(path ?? '/', pathType ?? null),
          backend: named(backend, source),
        }
        const first = routes.find((one) => one.host === own.host && one.path === own.path)
        if (own.host === null || own.host.startsWith('*'))
          lost.push({
            ...own,
            fate: { is: 'dropped', why: 'a toy serves exact hosts only' },
            isListed: false,
            isLost: true,
          })
        else if (first)
          lost.push({
            ...own,
            fate: { is: 'lost', to: first.source, why: 'it is older' },
            isListed: false,
            isLost: true,
          })
        else routes.push({ ...own, host: own.host, fate: { is: 'served' }, isListed: true, isLost: false })
      }
  const all = [...routes, ...lost]
  return {
    routes,
    ownRoutes: [],
    upstreams: routes.map(({ backend }) => ({
      name: nameOf(backend),
      endpoints: backend
        ? endpointsOf(backend)
            .items.filter(({ ready }) => ready)
            .map(({ address, port }) => `${address}:${port}`)
        : [],
    })),
    answer: (request) => answerFrom(routes, request),
    certificateFor: () => null,
    endpointsOf,
    why: async (_sources, wanted) => all.filter(({ source }) => wanted(source)).map(rowOf),
  }
}

/** `SERVICE:PORT` */
function nameOf(backend: ServiceBackend | null): string {
  return backend === null ? 'none' : `${backend.service}:${backend.port}`
}

function named(backend: IngressBackend | null | undefined, { namespace }: NamespacedName): ServiceBackend | null {
  const service = backend?.service
  return service ? { namespace, service: service.name, port: service.port?.number ?? service.port?.name ?? null } : null
}

/** Also of what a replica told of its routes. */
export function answerFrom(routes: readonly ToyRoute[], request: TraceRequest): Answer {
  const [host, path] = [requestHost(request.host), requestPath(request.target)]
  const [winner] = routes
    .filter((one) => one.host === host && path.startsWith(one.path))
    .sort((a, b) => b.path.length - a.path.length)
  const { source = null, backend = null } = winner ?? {}
  return {
    verdict: winner ? 'served' : 'not-found',
    status: winner ? null : 404,
    location: null,
    upstreamUri: winner ? request.target : null,
    source,
    backend,
    upstream: null,
    endpoints: null,
    split: [],
    outcomes: [],
    hops: [{ kind: 'note', subject: 'toy', detail: winner ? 'has a route' : 'has no route' }],
    losers: [],
  }
}

function rowOf({ source, host, path, match, backend, fate }: PlannedRoute & ToyRoute): WhyRow {
  return {
    source,
    controller: null,
    rule: { host, path, pathType: match?.pathType ?? null, backend: backend && nameOf(backend) },
    served: fate.is === 'served',
    causes: 'why' in fate ? [finding(told('refused', { replica: null, reason: fate.why }), source)] : [],
  }
}
