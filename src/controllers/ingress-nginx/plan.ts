/** What this controller makes of the objects: its model, and what every verb reads from it. */
import type { Plan, PlannedBreak, PlannedCertificate, PlannedRoute } from '../../domain/controllers/plan.js'
import type { RoutingFacts } from '../../domain/controllers/routing-facts.js'
import { AuthServices } from './answer/access/auth-services.js'
import type { NginxTracer } from './answer/answer.js'
import type { Site } from './answer/decision.js'
import { askedSite, askedTracer } from './answer/open.js'
import { Reaches } from './answer/reach.js'
import { entryAt, streamAnswer } from './answer/streams.js'
import { buildModel } from './model/build.js'
import { meantFor } from './model/certificates.js'
import { breaksOf } from './model/flaws/breaks.js'
import { type StreamEntry, streamEntries, whyNoStream } from './model/streams.js'
import type { Model } from './model/types.js'
import { endpointsFor } from './model/upstreams/endpoints.js'
import { upstreamName } from './model/upstreams/upstreams.js'
import { ownRoutesOf, routesOf } from './planned-routes.js'
import type { WhyFacts } from './why/parts.js'
import { whyIngresses } from './why/why.js'
import { policyOf } from './workload/policy.js'
import { proxySettings } from './workload/proxy-settings.js'
import type { NginxController } from './workload/settings.js'

export interface NginxPlan extends Plan, WhyFacts {
  readonly brokenBy: PlannedBreak | null
}

export function planOf(controller: NginxController, facts: RoutingFacts): NginxPlan {
  const { configMap, defaultBackendService } = controller.settings
  const configured = configMap === null ? undefined : facts.configMapOf(configMap)
  const policy = policyOf(controller, configured)
  const model = buildModel(facts, policy, defaultBackendService)
  let site: Site | undefined
  let tracer: NginxTracer | undefined
  let routes: readonly PlannedRoute[] | undefined
  let entries: readonly StreamEntry[] | undefined
  const plan: NginxPlan = {
    controller,
    facts,
    model,
    reaches: new Reaches(model, () => open()),
    authServices: new AuthServices(model, facts, () => open()),
    answer: (request, explain) =>
      request.stream === undefined
        ? asked().answer(request, explain)
        : streamAnswer(entryAt(plan.streams, request, plan), request, plan, explain),
    takesStream: (request) => entryAt(plan.streams, request, plan) !== undefined,
    whyNoStream: ({ stream = 'tcp' }) => whyNoStream(controller, facts, stream),
    reads: () => asked().reads(),
    namesUnder: (request, head) => asked().namesUnder(request, head),
    get streams() {
      entries ??= streamEntries(controller, facts, policy)
      return entries
    },
    get alsoAsking() {
      return plan.streams.flatMap(({ written, source }) => (written === null ? [] : source))
    },
    get routes() {
      routes ??= routesOf(model, facts, plan.reaches)
      return routes
    },
    get ownRoutes() {
      return ownRoutesOf(model)
    },
    get brokenBy() {
      const { first } = breaksOf(model)
      return first && { found: first.found, culprit: first.ingresses.at(-1) ?? null }
    },
    upstreams: [...model.upstreams.values()].map(({ name, service, endpoints, listed }) => ({
      ...{ name, service },
      endpoints: listed ?? endpoints,
    })),
    settings: proxySettings(configMap, configured),
    certificateFor: (host) => certificateFor(model, host),
    endpointsOf: (backend, name) => {
      const stream = name === null ? undefined : plan.streams.find((one) => one.upstream === name)
      if (stream?.found) return stream.found.counted
      const upstream = model.upstreams.get(name ?? '') ?? model.upstreams.get(upstreamName(backend))
      if (upstream) return upstream.counted
      const { namespace, service, port } = backend
      return endpointsFor(facts, policy, { namespace, name: service }, port).counted
    },
    why: (sources, wanted) => whyIngresses(plan, sources, wanted),
  }
  const asked = () => {
    tracer ??= askedTracer(facts.hosts ? askedSite(plan, facts.hosts) : open(), plan)
    return tracer
  }
  const open = () => {
    site ??= askedSite(plan, null)
    return site
  }
  return plan
}

/** It has one for a host that is passed through, too, and never shows it. */
function certificateFor(model: Model, host: string): PlannedCertificate | null {
  const own = meantFor(model, host) ?? null
  const through = model.passed.get(host)
  if (through === undefined) return own
  return { by: through.source, secret: null, certificate: null, flaw: null, ...own, isPassedThrough: true }
}
