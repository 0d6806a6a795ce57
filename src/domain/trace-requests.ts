/** Request → trace: both answers side by side, redirects followed, what really answers beside them. */

import { addressHop, type ResolveNames } from './address-hop.js'
import { inOrder } from './attempt.js'
import type { ControllerSelection } from './choose-controller.js'
import type { ControllerSettings, Controllers } from './controller.js'
import { nextRequest } from './follow-redirect.js'
import { gatherRoutes } from './gather.js'
import type { ClusterReader, Gap } from './ports.js'
import { probe } from './probe.js'
import { requestHost, urlOf } from './request-host.js'
import { resolveService } from './resolve-service.js'
import type { RouteEndpoints } from './route.js'
import { serviceHops } from './service-hops.js'
import type { Answer, Hop, ServiceBackend, Trace, TraceRequest } from './trace.js'
import { differences, lastOf, mainAnswer, mostRedirects, type Outcome, outcomeOf } from './trace-outcome.js'
import type { Semantics, World } from './trace-world.js'
import { type Worlds, worldsOf } from './trace-worlds.js'

export interface TraceQuestion {
  readonly selection: ControllerSelection
  /** in which controllers are looked for; null: all */
  readonly namespace: string | null
  readonly semantics: Semantics | null
  /** with hops and losers */
  readonly explain: boolean
  /** send the request, too */
  readonly probe: boolean
  /** null: not asked for */
  readonly resolve: ResolveNames | null
  readonly now: number
}

/** A trace, with what a table says of it. */
export interface Traced {
  readonly trace: Trace
  readonly outcome: Outcome
  /** of the backend where the redirects end; null: there is none */
  readonly endpoints: RouteEndpoints | null
}

export interface Tracing {
  /** @throws Problem `ambiguous` */
  trace(request: TraceRequest): Promise<Traced>
  /** of the first controller; null: there is none */
  readonly settings: ControllerSettings | null
  /** of what was looked at so far */
  gaps(): readonly Gap[]
}

export async function openTracing(
  cluster: ClusterReader,
  controllers: Controllers,
  question: TraceQuestion,
): Promise<Tracing> {
  const [found, inventory] = await Promise.all([
    controllers.find(question.namespace),
    gatherRoutes({ ...cluster, scope: 'all-namespaces' }, { names: [], labelSelector: undefined }),
  ])
  const { selection, semantics, now, explain } = question
  const worlds = worldsOf({ cluster, controllers, inventory, selection, semantics, now }, found, question.namespace)
  const seen = new Set<World>()
  const own: Gap[] = []
  const endpoints = endpointsOf((ref, port) => resolveService(inventory, ref, port, 'TCP'))

  const one = async (request: TraceRequest): Promise<{ readonly trace: Trace; readonly world: World }> => {
    const { world, note } = await worlds.worldFor(requestHost(request.host))
    seen.add(world)
    const address = explain
      ? [await addressHop(inventory, world, request, question.resolve)].flatMap((hop) => hop ?? [])
      : []
    const notes = [...address, ...world.before.asked, ...(note ? [note] : [])]
    const asked = world.asked && whole(world.asked.answer(request, explain), notes)
    const served = world.served && whole(world.served.answer(request, explain), world.before.served)
    const differ = differences(asked, served)
    const agree = differ === null ? null : differ.length === 0
    const controller = world.chosen === null ? null : refOfController(world.chosen.controller)
    return {
      world,
      trace: { request, controller, asked, served, agree, followed: [], isLoop: false, probe: null, gaps: [] },
    }
  }

  /** An engine that ends at the Service leaves its endpoints to us. */
  const whole = (answer: Answer, before: readonly Hop[]): Answer => {
    if (!explain) return answer
    const { backend, hops } = answer
    const end =
      backend === null || hops.some(({ kind }) => kind === 'endpoint' || kind === 'service')
        ? []
        : serviceHops(backend, endpoints(backend))
    return { ...answer, hops: [...before, ...hops, ...end] }
  }

  return {
    settings: found.controllers[0]?.settings ?? null,
    gaps: () => [...found.gaps, ...inventory.gaps, ...inOrder([...seen].flatMap(({ gaps }) => gaps)), ...own],
    trace: async (request) => {
      const { trace: first, world } = await one(request)
      const way = await followed(first, worlds, async (next) => (await one(next)).trace)
      const probed = question.probe ? await probe(controllers, world, { ...first, ...way }) : {}
      const trace: Trace = { ...first, ...way, ...probed }
      own.push(...trace.gaps.slice(0, Math.max(0, mostGaps - own.length)))
      const backend = mainAnswer(lastOf(trace))?.backend
      return { trace, outcome: outcomeOf(trace), endpoints: backend ? endpoints(backend) : null }
    },
  }
}

/** A list of requests may have very many. */
const mostGaps = 1000

function refOfController({ namespace, name }: { readonly namespace: string; readonly name: string }) {
  return { namespace, name }
}

function endpointsOf(
  resolve: (ref: { namespace: string; name: string }, port: ServiceBackend['port']) => RouteEndpoints,
) {
  const known = new Map<string, RouteEndpoints>()
  return ({ namespace, service, port }: ServiceBackend): RouteEndpoints => {
    const key = `${namespace}/${service}/${typeof port}/${port}`
    const found = known.get(key) ?? resolve({ namespace, name: service }, port)
    known.set(key, found)
    return found
  }
}

async function followed(
  first: Trace,
  worlds: Worlds,
  ask: (request: TraceRequest) => Promise<Trace>,
): Promise<Partial<Trace>> {
  const all = [first]
  const visited = new Set([keyOf(first.request)])
  for (;;) {
    const last = all.at(-1) ?? first
    const answer = mainAnswer(last)
    const done = (isLoop: boolean, stop?: string) => {
      const ended = stop === undefined ? last : noting(last, stop)
      const rest = all.slice(1, -1)
      return all.length === 1 ? { ...ended, followed: [], isLoop } : { followed: [...rest, ended], isLoop }
    }
    if (answer?.verdict !== 'redirect' || answer.location === null) return done(false)
    if (all.length > mostRedirects) return done(false, `more than ${mostRedirects} redirects: clients give up`)
    const next = nextRequest(last.request, answer.location, answer.status)
    if ('wrong' in next) return done(false, next.wrong)
    const host = requestHost(next.host)
    if (host !== requestHost(last.request.host) && (host === null || !worlds.knows(host)))
      return done(false, `it leads to ${next.host}, which no Ingress names: not followed`)
    if (visited.has(keyOf(next))) return done(true, `it comes back to ${urlOf(next)}: a loop`)
    visited.add(keyOf(next))
    all.push(await ask(next))
  }
}

function keyOf(request: TraceRequest): string {
  return `${request.method} ${urlOf(request)}`
}

/** The end of a way is told where it is: in the last answer. */
function noting(trace: Trace, detail: string): Trace {
  const hop: Hop = { kind: 'redirect', subject: 'end', detail }
  const { asked, served } = trace
  const isAsked = mainAnswer(trace) === asked
  return {
    ...trace,
    asked: asked && isAsked ? { ...asked, hops: [...asked.hops, hop] } : asked,
    served: served && !isAsked ? { ...served, hops: [...served.hops, hop] } : served,
  }
}
