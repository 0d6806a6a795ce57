/** What this controller makes of the objects: its model, and what every verb reads from it. */

import type { Plan, PlannedCertificate, PlannedRoute, PlannedUpstream } from '../../domain/controllers/plan.js'
import type { ServedRoute } from '../../domain/controllers/replica-facts.js'
import type { RoutingFacts } from '../../domain/controllers/routing-facts.js'
import { type NamespacedName, nameOf, type Ref, refOf } from '../../domain/objects/ref.js'
import type { Tracer } from '../../domain/requests/trace.js'
import { arrivalOf } from '../shared/arrival.js'
import { Fates } from './answer/fates.js'
import { namesFor, serverFor } from './answer/server-of.js'
import { askedSite, streamsOf } from './answer/site.js'
import { streamsAt } from './answer/streams.js'
import { tracerOf } from './answer/tracer.js'
import { passedOver } from './custom/kinds.js'
import { handedOn, transportRoute, virtualRoutes } from './custom/planned.js'
import { policies } from './custom/policies/kinds.js'
import { virtualsOf } from './custom/read.js'
import { transportsOf } from './custom/transports.js'
import { buildModel } from './model/build.js'
import { endpointsFor } from './model/endpoints.js'
import { policiesNamed } from './model/ingress-guards.js'
import { pathWritten } from './model/location-lines.js'
import type { Model } from './model/types.js'
import type { WhyFacts } from './why/judge.js'
import { whyRows } from './why/why.js'
import { policyOf } from './workload/policy.js'
import type { F5Controller, F5Settings } from './workload/settings.js'

export interface F5Plan extends Plan, WhyFacts {}

export function planOf(controller: F5Controller, facts: RoutingFacts): F5Plan {
  const { settings } = controller
  const policy = policyOf(settings, settings.configMap === null ? undefined : facts.configMapOf(settings.configMap))
  const model = buildModel(facts, policy)
  const fates = new Fates(model, () => askedSite(model, null))
  let tracer: Tracer | undefined
  let routes: readonly PlannedRoute[] | undefined
  const plan: F5Plan = {
    controller,
    facts,
    model,
    fates,
    answer: (request, explain) => {
      tracer ??= tracerOf(askedSite(model, facts.hosts ?? null), plan)
      return tracer.answer(request, explain)
    },
    takesStream: (request) => streamsAt(streamsOf(model), request, arrivalOf(request, plan)).length > 0,
    get routes() {
      routes ??= routesOf(model, fates)
      return routes
    },
    get customRoutes() {
      const { namespace, name, kind, dialect } = controller
      const around = {
        ...{ model, fates, controller: { kind, namespace, name, dialect }, className: controller.traits.className },
        count: (service: NamespacedName, port: number | null) =>
          endpointsFor(facts.inventory, service, port, { byAddressOf: false, isPlus: settings.isPlus }).counted,
      }
      return [
        ...virtualRoutes(virtualsOf(facts, settings), around),
        ...transportsOf(facts, settings).map((one) => transportRoute(one, around)),
      ]
    },
    brokenBy: model.breaks.first && {
      found: model.breaks.first.found,
      culprit: model.breaks.first.ingresses.at(-1) ?? null,
    },
    passedOver: passedOver(facts, settings),
    usersOf: (named) => [
      ...policyUsers(named, facts, settings),
      ...new Set(handedOn(model, named).map(({ ref }) => ref)),
    ],
    listsCustomRoutes: true,
    ownRoutes: defaultsOf(model),
    upstreams: upstreamsOf(model),
    ...(settings.defaultCertificate === null ? { refusesOthers: true } : {}),
    certificateFor: (host) => certificateFor(model, host),
    endpointsOf: ({ namespace, service, port }, name) => {
      const upstream = name === null ? undefined : model.upstreams.get(name)
      if (upstream !== undefined) return upstream.counted
      const plain = { byAddressOf: false, isPlus: settings.isPlus }
      return endpointsFor(facts.inventory, { namespace, name: service }, port, plain).counted
    },
    why: (sources, wanted) => whyRows(plan, sources, wanted),
  }
  return plan
}

function routesOf({ asked, servers }: Model, fates: Fates): PlannedRoute[] {
  const heads = new Map([...servers.values()].flatMap(({ locations }) => locations.map((one) => [one.asked, one.head])))
  return asked
    .filter(({ ref }) => ref.kind === 'Ingress')
    .map((one) => ({
      source: one.ref,
      host: one.host,
      match: one.match,
      get fate() {
        return fates.of(one)
      },
      isListed: heads.has(one) && one.match !== null,
      ...(heads.has(one) && { listedPath: pathWritten(heads.get(one) ?? '') }),
      isLost: one.lack?.is === 'dropped' || one.lack?.is === 'lost',
    }))
}

/** A default backend answers at / of the hosts of its Ingress. */
function defaultsOf({ servers }: Model): readonly ServedRoute[] {
  return [...servers.values()].flatMap(({ host, locations }) =>
    locations.flatMap(({ source, asked }) =>
      asked !== null && asked.match?.path == null ? [{ source, host: host || null, path: '/' }] : [],
    ),
  )
}

/** Nobody knows whether those are there whose file is written for another object, too, or whose host is another one's. */
function upstreamsOf({ servers, upstreams }: Model): readonly PlannedUpstream[] {
  const doubted = new Set(
    [...servers.values()].flatMap(({ doubt, locations }) =>
      doubt === null ? [] : locations.flatMap(({ asked }) => [...(asked?.upstreams ?? [])]),
    ),
  )
  return [...upstreams.values()].map(({ name, service, endpoints }) => ({
    ...{ name, service },
    endpoints: doubted.has(name) ? null : endpoints,
  }))
}

function certificateFor(model: Model, host: string): PlannedCertificate | null {
  const names = namesFor(host.toLowerCase())
  if (model.transports.some(({ listener, host: own }) => listener === null && names.includes(own)))
    return { by: null, secret: null, certificate: null, flaw: null, isPassedThrough: true }
  const tls = serverFor(model, host)?.tls
  if (tls == null || tls.by === null) return null
  const { by, secret, certificate, isUnseen, rejects } = tls
  const flaw = !rejects ? null : secret === null ? 'no-secret' : 'no-certificate'
  return { by, secret, certificate, flaw, ...(isUnseen ? { isUnseen } : {}), ...(rejects ? { isRefused: true } : {}) }
}

/** What names a Policy, and so hangs on it. */
function policyUsers(named: Ref, facts: RoutingFacts, settings: F5Settings): readonly Ref[] {
  if (named.kind !== policies.kind) return []
  const { servers, routes } = virtualsOf(facts, settings)
  const ofVirtuals = [...servers, ...routes].filter((one) =>
    [...one.policies, ...one.routes.flatMap((route) => route.policies ?? [])].some(
      (policy) => nameOf(policy) === nameOf(named),
    ),
  )
  const ofIngresses = facts.ingresses.filter((one) =>
    policiesNamed(one).some((policy) => nameOf(policy) === nameOf(named)),
  )
  return [...ofVirtuals.map(({ ref }) => ref), ...ofIngresses.map(refOf)]
}
