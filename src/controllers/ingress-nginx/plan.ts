/** What this controller makes of the objects: its model, and what every verb reads from it. */
import type { ServedRoute } from '../../domain/controllers/observation.js'
import type { Plan, PlannedCertificate, PlannedRoute } from '../../domain/controllers/plan.js'
import type { RoutingFacts } from '../../domain/controllers/routing-facts.js'
import { told } from '../../domain/findings/finding.js'
import { nameOf } from '../../domain/objects/ref.js'
import { urlOf } from '../../domain/requests/host.js'
import type { Tracer } from '../../domain/requests/trace.js'
import type { Fate } from '../../domain/routes/fate.js'
import { pathMatch } from '../../domain/routes/route.js'
import { sentenceOf } from '../../findings/catalogue.js'
import type { Site } from './answer/decide.js'
import { askedSite, askedTracer } from './answer/open.js'
import { type Reach, Reaches } from './answer/reach.js'
import { rulesOf } from './answer/rules.js'
import { breaksOf } from './model/breaks.js'
import { buildModel } from './model/build.js'
import { registeredFor } from './model/certificates.js'
import { endpointsFor } from './model/endpoints.js'
import { type Asked, type CanaryFate, defaultServer, type Model } from './model/types.js'
import { upstreamName } from './model/upstreams.js'
import { whyIngresses } from './why/why.js'
import { policyOf } from './workload/policy.js'
import type { NginxController } from './workload/settings.js'

export interface NginxPlan extends Plan {
  readonly controller: NginxController
  readonly facts: RoutingFacts
  readonly model: Model
  readonly reaches: Reaches
}

export function planOf(controller: NginxController, facts: RoutingFacts): NginxPlan {
  const { configMap, defaultBackendService } = controller.settings
  const policy = policyOf(controller, configMap === null ? undefined : facts.configMapOf(configMap))
  const model = buildModel(facts, policy, defaultBackendService)
  let site: Site | undefined
  let tracer: Tracer | undefined
  let routes: readonly PlannedRoute[] | undefined
  const plan: NginxPlan = {
    controller,
    facts,
    model,
    reaches: new Reaches(model, () => open()),
    answer: (request, explain) => {
      tracer ??= askedTracer(open(), plan)
      return tracer.answer(request, explain)
    },
    get routes() {
      routes ??= routesOf(plan)
      return routes
    },
    get ownRoutes() {
      return ownRoutesOf(model)
    },
    upstreams: [...model.upstreams.values()].map(({ name, endpoints, listed }) => ({
      name,
      endpoints: listed ?? endpoints,
    })),
    certificateFor: (host) => certificateFor(model, host),
    endpointsOf: (backend, name) => {
      const upstream = model.upstreams.get(name ?? '') ?? model.upstreams.get(upstreamName(backend))
      if (upstream) return upstream.counted
      const { namespace, service, port } = backend
      return endpointsFor(facts, policy, { namespace, name: service }, port).counted
    },
    why: (sources, wanted) => whyIngresses(plan, sources, wanted),
  }
  const open = () => {
    site ??= askedSite(plan)
    return site
  }
  return plan
}

function certificateFor({ registered }: Model, host: string): PlannedCertificate | null {
  return registeredFor(registered, host) ?? null
}

function routesOf({ model, facts, reaches }: NginxPlan): PlannedRoute[] {
  const canaries = new Map(
    model.canaries.map(({ canary, host, path, fate }) => [`${nameOf(canary.ref)} ${host} ${path}`, fate]),
  )
  const owners = new Map(model.kept.map((one) => [nameOf(one.ref), one]))
  const kept = model.asked.map((asked): PlannedRoute => {
    const { ref, host, path, pathType } = asked
    const isRefused = serverOf(model, host)?.authTlsError != null
    return {
      source: ref,
      host,
      match: path === null ? null : pathMatch(path, pathType),
      get fate() {
        const canary = canaries.get(`${nameOf(ref)} ${host} ${path}`)
        const owner = owners.get(nameOf(ref))
        return lostBefore(model, asked, canary) ?? fateOf(model, asked, owner ? reaches.of(owner, asked) : null)
      },
      isListed: asked.location !== null && !isRefused,
      get isLost() {
        const is = lostBefore(model, asked, canaries.get(`${nameOf(ref)} ${host} ${path}`))?.is
        return is === 'lost' || is === 'dropped'
      },
    }
  })
  const { byHost } = rulesOf(model, facts)
  const owned = new Set(facts.ingresses.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`))
  const dropped = [...byHost.values()].flat().flatMap(({ ref, host, path, pathType, fate, asked }): PlannedRoute[] =>
    asked === null && fate !== null && owned.has(nameOf(ref))
      ? [
          {
            source: ref,
            host,
            match: path === null ? null : pathMatch(path, pathType),
            fate: { is: 'dropped', why: sentenceOf(fate) },
            isListed: false,
            isLost: true,
          },
        ]
      : [],
  )
  return [...kept, ...dropped]
}

/** The location for what no rule of a host matches carries the name of an Ingress, too: of one that has rules for the host. */
function ownRoutesOf({ servers }: Model): ServedRoute[] {
  return [...servers.values()].flatMap(({ host, locations, authTlsError }) =>
    authTlsError !== null
      ? []
      : locations.flatMap(({ owner, asked, path }) =>
          owner === null || asked !== null
            ? []
            : [{ host: host === defaultServer ? null : host, path, source: owner.ref }],
        ),
  )
}

/** What keeps a route out before any request is looked at; null: nothing does. */
function lostBefore(model: Model, asked: Asked, canary: CanaryFate['fate'] | undefined): Fate | null {
  const { fate, location, host } = asked
  if (canary !== undefined)
    return canary === 'merged' ? null : { is: 'lost', to: null, why: 'it is a canary of nothing' }
  const refused = serverOf(model, host)?.authTlsError
  if (refused != null) return { is: 'dropped', why: refused }
  if (location !== null) {
    const denied = location.owner?.annotations.denied ?? null
    return denied === null ? null : { is: 'dropped', why: denied }
  }
  if (fate === null) return { is: 'unknown', why: 'it became no location' }
  if (fate.code === 'resource-backend') return { is: 'dropped', why: sentenceOf(fate) }
  return { is: 'lost', to: winnerOf(model, asked), why: sentenceOf(fate) }
}

/** @param reach null: no request for it is known */
function fateOf(model: Model, { ref }: Asked, reach: Reach | null): Fate {
  const flaw = breaksOf(model).before(ref)
  if (reach?.is === 'missed') {
    const { request, by: taker } = reach
    const ingress = 'ingress' in taker ? taker.ingress : null
    const why = sentenceOf(told('never-matches', { request: urlOf(request), taker }))
    return { is: 'never-matches', to: ingress && { kind: 'Ingress', ...ingress }, why }
  }
  if (reach?.is === 'answered' && reach.status !== null && reach.status >= 400)
    return { is: 'never-matches', to: null, why: sentenceOf(told('backend-not-asked', reach)) }
  if (flaw !== null) return { is: 'unknown', why: sentenceOf(flaw.found) }
  return reach?.is === 'unknown' ? { is: 'unknown', why: reach.why } : { is: 'served' }
}

function winnerOf(model: Model, { host, path }: Asked) {
  return serverOf(model, host)?.byPath.get(path)?.owner?.ref ?? null
}

function serverOf({ servers }: Model, host: string | null) {
  return servers.get(host ?? defaultServer) ?? servers.get(defaultServer)
}
