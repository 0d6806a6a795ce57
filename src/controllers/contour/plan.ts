/** What Contour makes of the objects: the configuration of its Envoy by them, asked as a real one is. */
import { certificateOf } from '../../domain/certificates.js'
import { type Controller, controllerRef } from '../../domain/controllers/controller.js'
import type { ServedRoute } from '../../domain/controllers/observation.js'
import type { Plan, PlannedCertificate, PlannedRoute } from '../../domain/controllers/plan.js'
import type { RoutingFacts } from '../../domain/controllers/routing-facts.js'
import { nameOf, type Ref, refKey } from '../../domain/objects/ref.js'
import type { Answer, Split, TraceRequest } from '../../domain/requests/trace.js'
import type { Fate } from '../../domain/routes/fate.js'
import { resolveService } from '../../domain/routes/resolve-service.js'
import { EnvoyTracer } from '../shared/envoy/answer.js'
import { pathOf } from '../shared/envoy/path.js'
import { type ContourModel, modelOf, type Taken } from './model.js'
import { whyRow } from './why.js'
import { words } from './words.js'

export function planOf(controller: Controller, facts: RoutingFacts): Plan {
  const model = modelOf(facts)
  const tracer = new EnvoyTracer(model.config, words)
  const rivals = rivalsOf(model.taken)
  const { inventory } = facts
  return {
    answer: (request, explain) => answerOf(tracer, rivals, request, explain),
    routes: model.taken.map(plannedRoute),
    ownRoutes: model.taken.filter((one) => !isListed(one)).map(servedAs),
    upstreams: upstreamsOf(model),
    certificateFor: (host) => certificateFor(model, host, facts),
    endpointsOf: ({ namespace, service, port }) => resolveService(inventory, { namespace, name: service }, port, 'TCP'),
    why: async (_sources, wanted) =>
      model.taken.filter(({ ingress }) => wanted(ingress)).map((one) => whyRow(controllerRef(controller), one)),
  }
}

/** By the Ingress and the host and path of the route that stands for all. */
type Rivals = ReadonlyMap<string, readonly Taken[]>

function rivalsOf(taken: readonly Taken[]): Rivals {
  const found = new Map<string, Taken[]>()
  const byRoute = new Map(taken.map((one) => [one.route, one]))
  for (const one of taken) {
    if (one.rivals.length === 0) continue
    const all = [one, ...one.rivals.flatMap((rival) => byRoute.get(rival) ?? [])]
    found.set(keyOf(one.ingress, one.route.host, one.path), all)
  }
  return found
}

function keyOf(source: Ref, host: string | null, path: string): string {
  return `${refKey(source)} ${host?.toLowerCase() ?? '*'} ${path}`
}

function answerOf(tracer: EnvoyTracer, rivals: Rivals, request: TraceRequest, explain: boolean): Answer {
  const answer = tracer.answer(request, explain)
  const { route, virtualHost } = rivals.size === 0 ? nothing : tracer.outcome(request)
  const [domain = '*'] = virtualHost?.domains ?? []
  const all = answer.source && route && rivals.get(keyOf(answer.source, domain, pathRuleText(route)))
  if (!all || answer.verdict === 'redirect') return answer
  const names = all.map((one) => nameOf(one.ingress)).join(', ')
  const detail = `${names} ask for the same: which one has it changes with every change of any object`
  const hops = answer.hops.filter(({ kind }) => kind !== 'upstream')
  return {
    ...answer,
    source: null,
    backend: null,
    upstream: null,
    endpoints: null,
    split: all.map(candidate),
    hops: explain ? [...hops, { kind: 'note', subject: 'choice', detail }] : answer.hops,
  }
}

const nothing = { route: null, virtualHost: null }

function pathRuleText({ match }: NonNullable<ReturnType<EnvoyTracer['outcome']>['route']>): string {
  return pathOf(match.path).path
}

function candidate({ ingress, route, cluster }: Taken): Split {
  const items = route.backends[0]?.endpoints.items.filter(({ ready }) => ready) ?? []
  return {
    upstream: cluster,
    endpoints: items.map(addressOf),
    percent: null,
    when: `${nameOf(ingress)} has it, which nobody decides`,
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
  return { source, host, match, fate, isListed: isListed(one), isLost: fate.is === 'dropped' }
}

/** A slash at the end of a prefix is not written, and of several that ask for the same one is there. */
function isListed({ route, dropped, rivals, path }: Taken): boolean {
  return dropped === null && rivals.length === 0 && route.match?.path === path
}

function servedAs({ route: { source, host }, path }: Taken): ServedRoute {
  return { source, host, path }
}

function upstreamsOf({ config, taken }: ContourModel): Plan['upstreams'] {
  const used = new Set(taken.flatMap(({ dropped, cluster }) => (dropped === null ? [cluster] : [])))
  return [...config.clusters.values()]
    .filter(({ name }) => used.has(name))
    .map(({ name, localities }) => ({
      name,
      endpoints: localities?.flatMap(({ endpoints }) => endpoints.map(addressOf)) ?? null,
    }))
}

function addressOf({ address, port }: { readonly address: string; readonly port: number | null }): string {
  return `${address}:${port ?? ''}`
}

/** Where no Secret of that name holds a certificate no handshake succeeds. */
function certificateFor({ tls }: ContourModel, host: string, { secretOf }: RoutingFacts): PlannedCertificate | null {
  const name = host.toLowerCase()
  const asked = tls.get(name) ?? tls.get(`*${name.slice(name.indexOf('.'))}`)
  if (asked === undefined) return null
  const { by, secret, isGood } = asked
  if (!isGood) return { by, secret, certificate: null, flaw: 'no-secret' }
  const seen = secretOf(secret)
  if (seen === null || seen === undefined) return { by, secret, certificate: null, flaw: null, isUnseen: true }
  return { by, secret, certificate: certificateOf(seen), flaw: null }
}
