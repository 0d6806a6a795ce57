/** Request → trace: both answers side by side, redirects followed, what really answers beside them. */

import { type ControllerSettings, type Controllers, controllerRef } from '../../domain/controllers/controller.js'
import type { NamespacedName } from '../../domain/objects/ref.js'
import type { ClusterReader, Gap } from '../../domain/ports.js'
import { requestHost } from '../../domain/requests/host.js'
import { serviceHops } from '../../domain/requests/service-hops.js'
import type { Answer, Hop, ServiceBackend, Trace, TraceRequest } from '../../domain/requests/trace.js'
import { resolveService } from '../../domain/routes/resolve-service.js'
import type { RouteEndpoints } from '../../domain/routes/route.js'
import { inOrder } from '../attempt.js'
import { gatherRoutes } from '../gather.js'
import type { ControllerSelection } from '../worlds/choose-controller.js'
import type { Semantics, World } from '../worlds/world.js'
import { worldsOf } from '../worlds/worlds.js'
import { addressHops, type ResolveNames } from './address-hop.js'
import { followRedirects } from './follow-redirects.js'
import { differences, lastOf, mainAnswer, type Outcome, outcomeOf } from './outcome.js'
import { probe } from './probe.js'

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
  const isBlind = found.gaps.some(({ kind, reason }) => kind === 'Pod' && reason !== 'not-found')
  const facts = { cluster, controllers, inventory, isBlind, selection, semantics, now }
  const worlds = worldsOf(facts, found, question.namespace)
  const seen = new Set<World>()
  const own: Gap[] = []
  const endpoints = endpointsOf((ref, port) => resolveService(inventory, ref, port, 'TCP'))

  const addressOf = addressHops(inventory, question.resolve)

  const one = async (request: TraceRequest): Promise<{ readonly trace: Trace; readonly world: World }> => {
    const host = requestHost(request.host)
    const { world, note } = await worlds.worldFor(host)
    seen.add(world)
    const bare = world.asked?.answer(request, explain) ?? null
    const address = explain ? await addressOf(world, request, bare?.source ?? null) : null
    const notes = [...(address ? [address] : []), ...world.before.asked, ...(note ? [note] : [])]
    const asked = bare && whole(bare, notes)
    // With a certificate for its host, http is redirected.
    if (request.scheme === 'http' && host !== null) await world.learn(host)
    const served = world.served && whole(world.served.answer(request, explain), world.before.served)
    const differ = differences(asked, served)
    const agree = differ === null ? null : differ.length === 0
    const controller = world.chosen === null ? null : controllerRef(world.chosen.controller)
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
      const way = await followRedirects(first, worlds.knows, async (next) => (await one(next)).trace)
      const probed = question.probe ? await probe(controllers, world, { ...first, ...way }) : {}
      const trace: Trace = { ...first, ...way, ...probed }
      own.push(...trace.gaps.slice(0, Math.max(0, mostGaps - own.length)))
      const backend = mainAnswer(lastOf(trace))?.backend
      // A probe that was asked for and got no answer leaves the question open.
      const isOpen = question.probe && trace.probe === null && outcomeOf(trace) === 'clean'
      const outcome = isOpen ? 'unanswered' : outcomeOf(trace)
      return { trace, outcome, endpoints: backend ? endpoints(backend) : null }
    },
  }
}

/** A list of requests may have very many. */
const mostGaps = 1000

function endpointsOf(resolve: (service: NamespacedName, port: ServiceBackend['port']) => RouteEndpoints) {
  const known = new Map<string, RouteEndpoints>()
  return ({ namespace, service, port }: ServiceBackend): RouteEndpoints => {
    const key = `${namespace}/${service}/${typeof port}/${port}`
    const found = known.get(key) ?? resolve({ namespace, name: service }, port)
    known.set(key, found)
    return found
  }
}
