/** What Traefik makes of the objects: its model, and what every verb reads from it. */
import { controllerRef } from '../../domain/controllers/controller.js'
import type { Plan, PlannedRoute, PlannedUpstream } from '../../domain/controllers/plan.js'
import type { RoutingFacts } from '../../domain/controllers/routing-facts.js'
import type { Gap } from '../../domain/gap.js'
import type { CustomObject } from '../../domain/objects/custom.js'
import { record, text } from '../../domain/objects/project-fields.js'
import { refKey } from '../../domain/objects/ref.js'
import { hostAnswers } from '../../domain/routes/match-host.js'
import type { Route } from '../../domain/routes/route.js'
import { plainName } from '../../languages/traefik/config/read.js'
import { Routing } from '../../languages/traefik/route/serve.js'
import { arrivalOf } from '../shared/arrival.js'
import { ofObject } from '../shared/custom-route.js'
import { withTlsFaults } from '../shared/tls-faults.js'
import { answerOf } from './answer/answer.js'
import { certificates, named } from './answer/certificates.js'
import { Fates } from './answer/fates.js'
import { Hostless } from './answer/hostless.js'
import { refusedBy } from './answer/in-vain.js'
import { listensFor } from './answer/streams.js'
import { absentOf, type Names } from './answer/told.js'
import { buildModel } from './model/build.js'
import { isSameBackend } from './model/builder.js'
import { isOfConnections } from './model/custom/connections.js'
import { ingressRoutes, tcpRoutes, traefikServices, udpRoutes } from './model/custom/kinds.js'
import { mostTargets } from './model/custom/services.js'
import { classNameOf, passedOver } from './model/custom/taken.js'
import { usersOf } from './model/custom/users.js'
import { countedFor } from './model/targets.js'
import type { Made, Model, Target } from './model/types.js'
import { hostAndPath } from './observe/served.js'
import { tlsHostsOf } from './secure.js'
import { type WhyFacts, whyRows } from './why.js'
import { ownEntryPoints, type TraefikController } from './workload/settings.js'

export interface TraefikPlan extends Plan, WhyFacts {
  readonly facts: RoutingFacts
}

export function planOf(controller: TraefikController, facts: RoutingFacts): TraefikPlan {
  const { settings } = controller
  const model = buildModel(facts, settings)
  const names = namesOf(model, absentOf(model, facts, settings))
  const routing = new Routing(model.config, ownEntryPoints, refusedBy(names, facts))
  const fates = new Fates(model, routing, { settings, facts }, (request) =>
    answerOf(routing, names, plan, request, false),
  )
  const objects = new Map(
    [ingressRoutes, tcpRoutes, udpRoutes].flatMap((kind) =>
      (facts.customOf?.(kind).items ?? []).map((object) => {
        const common = ofObject(object, classNameOf(object) || null, controllerRef(controller))
        return [refKey(common.source), { object, common }] as const
      }),
    ),
  )
  const plan: TraefikPlan = {
    ...(model.isCut && { gaps: [cutServices] }),
    controller,
    facts,
    model,
    fates,
    hostless: new Hostless(model, routing, settings),
    tlsHosts: tlsHostsOf(facts),
    answer: (request, explain) => answerOf(routing, names, plan, request, explain),
    takesStream: (request) => listensFor(routing, settings, request, arrivalOf(request, plan)),
    routes: model.made
      .filter(({ source }) => source.kind === 'Ingress')
      .map((made) => plannedRoute(made, fates, model)),
    customRoutes: model.made.flatMap((made) => {
      const object = objects.get(refKey(made.source))
      if (object === undefined) return []
      return [made.host, ...(made.moreHosts ?? [])].map((host) => customRoute(made, host, { fates, model }, object))
    }),
    listsCustomRoutes: true,
    passedOver: passedOver({ facts, settings }),
    usersOf: (named) => usersOf(facts, named),
    ownRoutes: [],
    upstreams: upstreamsOf(model),
    certificateFor: certificates(facts, settings),
    endpointsOf: (backend, upstream) =>
      targetsOf(model, upstream ?? '').find(({ backend: own }) => isSameBackend(own, backend))?.counted ??
      countedFor(facts.inventory, backend, settings.nginx.isOn, isOfConnections(upstream)),
    why: async (sources, wanted) =>
      withTlsFaults(await whyRows(plan, sources, wanted), named(facts, settings), plan, facts),
  }
  return plan
}

const cutServices: Gap = {
  ...{ kind: traefikServices.kind, namespace: null, reason: 'limited' },
  message: `TraefikServices lead to more than ${mostTargets} Services: the others are not looked at`,
}

/** Of several, each has a number behind the name. */
function targetsOf({ backendsOf }: Model, name: string): readonly Target[] {
  const [, base = name, at] = /^(.*?)(?:#(\d+))?$/.exec(name) ?? []
  const all = backendsOf.get(base) ?? []
  return at === undefined ? all : all.slice(Number(at), Number(at) + 1)
}

function namesOf(model: Model, absentFor: Names['absentFor']): Names {
  const { madeOf, twins } = model
  return {
    absentFor,
    sourceOf: (router) => madeOf.get(router.name)?.source ?? null,
    ruleOf: (router, asked) => {
      const { host: first = null, moreHosts = [], match = null } = madeOf.get(router.name) ?? {}
      const host = moreHosts.find((one) => asked !== null && hostAnswers(one, asked)) ?? first
      return { host, path: match?.path ?? null, pathType: match?.pathType ?? null }
    },
    backendOf: ({ name }) => targetsOf(model, name)[0]?.backend ?? null,
    canaryOf: ({ name }) => targetsOf(model, name)[0]?.canary,
    unseenOf: ({ name }) => madeOf.get(name)?.unseen,
    doubtOf: (router) =>
      madeOf.get(router.name)?.doubt ??
      (twins.has(router.name)
        ? `another object, or another host, makes a router ${router.name.replace(/#\d+$/, '')}, too: one of the two is lost, and nobody decides which`
        : null),
  }
}

function plannedRoute(made: Made, fates: Fates, { displaced }: Model): PlannedRoute {
  const { source, host, match, routers, lack } = made
  const router = routers.find(({ over }) => over === undefined)
  let known: ReturnType<typeof hostAndPath> | undefined
  const place = () => {
    if (known === undefined) known = router === undefined ? null : hostAndPath({ ...router, origin: source })
    return known
  }
  return {
    source,
    host,
    match,
    get fate() {
      return fates.of(made)
    },
    // One for all paths has none by which it could be found.
    get isListed() {
      return match !== null && place() !== null && !displaced.has(made)
    },
    get listedPath() {
      return place()?.path ?? match?.path ?? ''
    },
    isLost: displaced.has(made) || (lack !== null && routers.length === 0),
  }
}

/** @param host one of those that its rule names */
function customRoute(
  made: Made,
  host: string | null,
  { fates, model: { config } }: Pick<TraefikPlan, 'fates' | 'model'>,
  { object, common }: { readonly object: CustomObject; readonly common: ReturnType<typeof ofObject> },
): Route {
  const { match, targets, routers } = made
  const { source, parents, class: ofClass, controller, createdAt, deletingSince } = common
  const own = [...new Set(routers.flatMap(({ middlewares }) => middlewares))]
  const secret = text(record(object.spec.tls).secretName)
  return {
    // Not spread: of thousands of routes each would be larger by kilobytes.
    source,
    parents,
    class: ofClass,
    controller,
    createdAt,
    deletingSince,
    host,
    match,
    backends: targets.map(({ backend: { namespace, service, port }, counted, weight }) => ({
      service: { namespace, name: service, port },
      resource: null,
      weight: targets.length > 1 ? weight : null,
      endpoints: counted,
    })),
    filters: own.map((name) => ({ type: config.middlewares.get(name)?.kind ?? 'middleware', detail: plainName(name) })),
    addresses: [],
    tls: routers.some(({ tls }) => tls)
      ? { secret: secret ? { kind: 'Secret', namespace: source.namespace, name: secret } : null, match: 'all' }
      : null,
    get fate() {
      return fates.of(made)
    },
  }
}

function upstreamsOf({ backendsOf, decided, config }: Model): readonly PlannedUpstream[] {
  return [...backendsOf].flatMap(([name, targets]) => {
    const [target] = targets
    if (target === undefined) return []
    // Of several with one name nobody knows whose pods it has, nor whether it has any where one is made of others.
    const isAlone = (targets.length === 1 || decided.has(name)) && config.services.get(name)?.weighted === null
    const isSure = isAlone && target.counted.state !== 'unknown'
    return [{ name, service: target.backend, endpoints: isSure ? target.servers : null }]
  })
}
