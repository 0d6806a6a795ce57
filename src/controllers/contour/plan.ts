/** What Contour makes of the objects: the configuration of its Envoy by them, asked as a real one is. */
import { certificateOf } from '../../domain/certificates.js'
import type { Controller } from '../../domain/controllers/controller.js'
import type { Plan, PlannedCertificate, PlannedRoute } from '../../domain/controllers/plan.js'
import type { RoutingFacts } from '../../domain/controllers/routing-facts.js'
import { nameOf, type Ref, refKey } from '../../domain/objects/ref.js'
import { requestHost } from '../../domain/requests/host.js'
import type { Answer, Hop, Split, TraceRequest } from '../../domain/requests/trace.js'
import type { Fate } from '../../domain/routes/fate.js'
import { wildcardCovers } from '../../domain/routes/match-host.js'
import { resolveService } from '../../domain/routes/resolve-service.js'
import { pathOf, type Route } from '../../domain/routes/route.js'
import { whyRows } from '../../semantics/ingress/why.js'
import { EnvoyTracer } from '../shared/envoy/answer.js'
import { type ContourModel, clusterName, modelOf, type Taken } from './model.js'
import { words } from './words.js'

export function planOf(_controller: Controller, facts: RoutingFacts): Plan {
  const model = modelOf(facts)
  const tracer = new EnvoyTracer(model.config, words)
  const rivals = rivalsOf(model.taken)
  const { inventory } = facts
  return {
    answer: (request, explain) => answerOf(tracer, rivals, request, explain),
    routes: model.taken.map(plannedRoute),
    ownRoutes: [],
    upstreams: upstreamsOf(model),
    certificateFor: (host) => certificateFor(model, host, facts),
    endpointsOf: ({ namespace, service, port }) => resolveService(inventory, { namespace, name: service }, port, 'TCP'),
    why: async (_sources, wanted) =>
      whyRows(
        model.taken.map((one) => ({ route: one.route, fate: fateOf(one) })).filter(({ route }) => wanted(route.source)),
      ),
  }
}

/** By the Ingress and the host and path of the route that stands for all. */
type Rivals = ReadonlyMap<string, readonly Route[]>

function rivalsOf(taken: readonly Taken[]): Rivals {
  return new Map(
    taken
      .filter(({ rivals }) => rivals.length > 0)
      .map(({ route, rivals }) => [`${refKey(route.source)} ${route.host ?? '*'}`, [route, ...rivals]]),
  )
}

function answerOf(tracer: EnvoyTracer, rivals: Rivals, request: TraceRequest, explain: boolean): Answer {
  const answer = tracer.answer(request, explain)
  const { source } = answer
  const host = requestHost(request.host)
  const all =
    source === null ? undefined : (rivals.get(`${refKey(source)} ${host}`) ?? rivals.get(`${refKey(source)} *`))
  if (all === undefined || answer.verdict === 'redirect') return answer
  const names = all.map((one) => nameOf(one.source)).join(', ')
  const hop: Hop = {
    kind: 'note',
    subject: 'choice',
    detail: `${names} ask for the same: which one has it changes with every change of any object`,
  }
  return {
    ...answer,
    source: null,
    backend: null,
    upstream: null,
    endpoints: null,
    split: all.map((one) => candidate(one)),
    hops: explain ? [...answer.hops.filter(({ kind }) => kind !== 'upstream'), hop] : answer.hops,
  }
}

function candidate({ source, backends: [backend] }: Route): Split {
  const items = backend?.endpoints.items.filter(({ ready }) => ready) ?? []
  return {
    upstream: clusterName(backend),
    endpoints: items.map(({ address, port }) => `${address}:${port ?? ''}`),
    percent: null,
    when: `${nameOf(source)} has it, which nobody decides`,
  }
}

function fateOf({ dropped, rivals }: Taken): Fate {
  if (dropped !== null) return { is: 'dropped', why: dropped }
  if (rivals.length === 0) return { is: 'served' }
  const among: readonly Ref[] = rivals.map(({ source }) => source)
  return { is: 'undefined-winner', among, why: 'which of them has it changes with every change of any object' }
}

function plannedRoute(one: Taken): PlannedRoute {
  const { source, host, match } = one.route
  const fate = fateOf(one)
  // A slash at the end of a prefix is not written.
  const isListed = fate.is === 'served' && (match?.pathType === 'Exact' || !(pathOf(one.route) ?? '').endsWith('/'))
  return { source, host, match, fate, isListed, isLost: fate.is === 'dropped' }
}

function upstreamsOf({ config, taken }: ContourModel): Plan['upstreams'] {
  const used = new Set(
    taken.filter(({ dropped }) => dropped === null).map(({ route }) => clusterName(route.backends[0])),
  )
  return [...config.clusters.values()]
    .filter(({ name }) => used.has(name))
    .map(({ name, localities }) => ({
      name,
      endpoints:
        localities?.flatMap(({ endpoints }) => endpoints.map(({ address, port }) => `${address}:${port ?? ''}`)) ??
        null,
    }))
}

function certificateFor(
  { secrets, taken }: ContourModel,
  host: string,
  { secretOf }: RoutingFacts,
): PlannedCertificate | null {
  const name = host.toLowerCase()
  const wildcard = [...secrets.keys()].find((one) => one.startsWith('*.') && wildcardCovers(one, name))
  const owner = secrets.has(name) ? name : wildcard
  const secret = owner === undefined ? undefined : secrets.get(owner)
  if (owner === undefined || secret === undefined) return null
  const by = taken.find(({ route }) => route.host?.toLowerCase() === owner && route.tls !== null)?.ingress ?? null
  const seen = secretOf(secret)
  if (seen === null || seen === undefined) return { by, secret, certificate: null, flaw: null, isUnseen: true }
  return { by, secret, certificate: certificateOf(seen), flaw: null }
}
