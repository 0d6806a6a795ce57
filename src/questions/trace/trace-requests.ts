/** Request → trace: both answers side by side, redirects followed, what really answers beside them. */
import { controllerRef, isAssumed, type Replica } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { Served } from '../../domain/controllers/observation.js'
import { type Gap, isNotCaptured } from '../../domain/gap.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import type { ClusterReader } from '../../domain/ports.js'
import type { Hop, Reads, Trace, TraceRequest } from '../../domain/requests/trace.js'
import type { Route, RouteEndpoints } from '../../domain/routes/route.js'
import { inOrder } from '../attempt.js'
import { gatewayRows } from '../gateways/rows.js'
import { areRanked, openBoth, withoutOtherWorld } from '../worlds/both-worlds.js'
import { readsInside } from '../worlds/read-ones.js'
import type { World } from '../worlds/world.js'
import { assumptionGap, isAssuming, releaseGaps, type WorldsQuestion } from '../worlds/worlds.js'
import { addressHops, type ResolveNames } from './address-hop.js'
import { type Answering, ofOneProxy, worldsDiffer } from './beside.js'
import { completing } from './completing.js'
import { endpointFindings } from './endpoint-findings.js'
import { followRedirects } from './follow-redirects.js'
import { gatewayWorlds } from './gateway-worlds.js'
import { HostWorlds, type WorldsOfHost } from './host-worlds.js'
import { meantHops } from './meant-hop.js'
import { differences, lastOf, mainAnswer, outcomeOf } from './outcome.js'
import { probe } from './probe.js'
import { refusedLosers } from './refused-losers.js'
import type { Traced } from './remember-traces.js'
import { type Answered, type Readers, rememberTraces } from './remember-traces.js'
import { openSides, type Sides } from './sides.js'
import { unseenOwner } from './unseen-owner.js'

export interface TraceQuestion extends WorldsQuestion {
  /** all that are to be asked, but for those that redirects lead to; null: nobody knows them yet */
  readonly requests: readonly TraceRequest[] | null
  /** with hops and losers */
  readonly explain: boolean
  /** send the request, too */
  readonly probe: boolean
  /** may one answer stand for requests that differ in their query alone, see {@link Traced.filling}; absent: no */
  readonly fills?: boolean
  /** null: not asked for */
  readonly resolve: ResolveNames | null
}

export interface Tracing {
  trace(request: TraceRequest): Answered
  /** Asks all replicas that serve Ingresses side by side, before requests for all of them come one after the other. */
  prepare(first: TraceRequest): Promise<void>
  /** of the first controller; null: there is none */
  readonly replica: Replica | null
  /** of all namespaces that may be read */
  readonly inventory: Inventory
  /** of Gateways, those that hang on one */
  gatewayRoutes(): readonly Route[]
  /** of what was looked at so far */
  gaps(): readonly Gap[]
}

export async function openTracing(
  cluster: ClusterReader,
  controllers: Controllers,
  question: TraceQuestion,
): Promise<Tracing> {
  const { explain } = question
  const { worlds, opened } = await openBoth(cluster, controllers, question, false)
  const gateways = gatewayWorlds(controllers, worlds, opened, question)
  const hosts = new HostWorlds(controllers, worlds, question.requests, gateways)
  const addressOf = addressHops(worlds.inventory, question.resolve)
  const sides = new Map<World, Promise<Sides>>()
  const answering = new Set<Served>()
  const own: Gap[] = []
  const whole = completing(controllers, worlds, explain)

  const refusedFor = refusedLosers(cluster, worlds, opened)
  const meantHop = meantHops(cluster, worlds.inventory)

  const sidesOf = (world: World, request: TraceRequest) => {
    // Where a redirect leads is a request that nobody has thought of.
    const coming = question.requests?.includes(request) ? question.requests : [request]
    const known = sides.get(world) ?? openSides(cluster, controllers, worlds, world, question.namespace, coming)
    sides.set(world, known)
    return known
  }

  const one = async (request: TraceRequest, world: World, note: Hop | null): Promise<Trace> => {
    const { asked: byObjects, served: byReplica, before } = await sidesOf(world, request)
    if (byReplica !== null) answering.add(byReplica)
    const bare = byObjects?.answer(request, explain) ?? null
    const address = explain ? await addressOf(world, request, bare?.source ?? null) : null
    const isLeft = bare?.verdict === 'not-found' || !world.dialect.reads.rules
    const isUnseen = explain && world.gateway === null && isLeft
    const unseen = isUnseen ? unseenOwner(controllers, worlds, request, (bare?.losers ?? []).length > 0) : null
    const meant = explain && bare?.backend ? await meantHop(world, bare) : null
    const notes = [address, ...before.asked, note, unseen, meant].filter((hop) => hop !== null)
    const told = bare && whole(world, bare, notes, [])
    const asked = told && explain ? { ...told, losers: refusedFor(request, world, told.losers) } : told
    await byReplica?.learn(request)
    const { stream } = request
    const isAble = stream === undefined || byReplica?.streams?.includes(stream) === true
    const real = (isAble && byReplica?.answer(request, explain)) || null
    const findings = endpointFindings(world.replica, asked, real)
    const served = real && whole(world, real, before.served, findings)
    const differ = differences(asked, served)
    const agree = findings.length > 0 ? false : differ && differ.length === 0
    const { controller } = world.chosen
    const about = isAssumed(controller) ? null : controllerRef(controller)
    const gateway = world.gateway?.ref ?? null
    return { ...empty, request, controller: about, gateway, asked, served, agree, findings }
  }

  /** Of a host that nobody names only those are told that answer it. */
  const answersOf = async (
    request: TraceRequest,
    { world: first, beside: others, isNamed, note }: WorldsOfHost,
  ): Promise<readonly [Answering, ...Answering[]]> => {
    const all = [first, ...others]
    const traces = await Promise.all(all.map((world) => one(request, world, note)))
    const found = traces.map((trace, i) => ({ trace, world: all[i] ?? first }))
    const named = isNamed ? found : found.filter(({ trace }) => mainAnswer(trace)?.verdict !== 'not-found')
    const [main, ...beside] = ofOneProxy(named)
    return [main ?? { trace: await one(request, first, note), world: first }, ...beside]
  }

  const withBeside = async (request: TraceRequest): Promise<Answering> => {
    const all = await answersOf(request, await hosts.worldsFor(request))
    const [main, ...beside] = all
    const differ = worldsDiffer(controllers, worlds, request, all)
    return {
      world: main.world,
      trace: { ...main.trace, beside: beside.map(({ trace }) => trace), findings: [...main.trace.findings, ...differ] },
    }
  }

  /** Nobody keeps endpoints in files, and the backend is known all the same. */
  const isUncaptured = (endpoints: RouteEndpoints | null) =>
    endpoints?.state === 'unknown' && worlds.inventory.gaps.some(isNotCaptured)

  const answer = async (request: TraceRequest): Promise<Traced> => {
    const { trace: first, world } = await withBeside(request)
    let end = world
    const way = await followRedirects(
      first,
      (host) => hosts.knows(host),
      async (next) => {
        const reached = await hosts.worldsFor(next)
        const all = [reached.world, ...reached.beside]
        // Whoever was reached by a Gateway is sent on by it, and comes back there as far as anybody knows.
        const through = world.gateway !== null && gateways.serves(world, next) ? world : reached.world
        const rivals = all.filter((other) => areRanked(through, other))
        const [{ trace, world: other }] = await answersOf(next, { ...reached, world: through, beside: rivals })
        end = other
        return trace
      },
    )
    const probed = question.probe ? await probe(controllers, world, { ...first, ...way }) : {}
    const trace: Trace = { ...first, ...way, ...probed }
    own.push(...trace.gaps.slice(0, Math.max(0, mostGaps - own.length)))
    const last = mainAnswer(lastOf(trace))
    // A probe that was asked for and got no answer leaves the question open.
    const isOpen = question.probe && trace.probe === null && outcomeOf(trace) === 'clean'
    const protocol = request.stream === 'udp' ? 'UDP' : 'TCP'
    const endpoints = last?.backend ? end.plan.endpointsOf(last.backend, last.upstream, protocol) : null
    const outcome = isOpen ? 'unanswered' : outcomeOf(trace)
    return { trace, outcome: outcome === 'unanswered' && isUncaptured(endpoints) ? 'clean' : outcome, endpoints }
  }

  const tracers = async () =>
    (await Promise.all(sides.values())).flatMap(({ asked, served }) => [asked ?? [], served ?? []].flat())
  const readers: Readers = {
    reads: async () =>
      (await tracers()).reduce<Reads | null>((sum, { reads }) => (sum && reads ? added(sum, reads()) : null), {
        queries: 0,
        paths: 0,
      }),
    namesUnder: async (request, head) => (await tracers()).flatMap((one) => one.namesUnder?.(request, head) ?? []),
  }

  return {
    replica:
      (worlds.chosen.find((one) => readsInside(controllers, one)) ?? worlds.chosen[0])?.controller.replicas[0] ?? null,
    inventory: worlds.inventory,
    prepare: async (first) => {
      const serving = worlds.chosen.filter((one) => readsInside(controllers, one) && worlds.ingressesOf(one).length > 0)
      await Promise.all(serving.map(async (one) => sidesOf(await worlds.open(one, null), first)))
    },
    gatewayRoutes: () =>
      gatewayRows(opened, () => true).flatMap(({ route }) => (route.parents.length > 0 && route.match ? route : [])),
    gaps: () => [
      ...(isByGateways(sides)
        ? []
        : isAssuming(worlds)
          ? [assumptionGap(controllers, worlds)]
          : releaseGaps(controllers, worlds)),
      ...withoutOtherWorld(worlds.gaps, opened.inventory),
      ...opened.gaps,
      ...inOrder([...sides.keys()].flatMap(({ gaps }) => gaps)),
      ...[...answering].flatMap((one) => one.gaps?.() ?? []),
      ...own,
    ],
    // Each probe is a request of its own.
    trace: question.probe ? answer : rememberTraces(answer, question.fills ? readers : null),
  }
}

function added(one: Reads, other: Reads): Reads {
  return { queries: one.queries + other.queries, paths: one.paths + other.paths }
}

/** Was nobody asked but Gateways, so that it does not matter who else there is. */
function isByGateways(asked: ReadonlyMap<World, unknown>): boolean {
  return asked.size > 0 && [...asked.keys()].every(({ gateway }) => gateway !== null)
}

/** Nothing followed, nothing sent. */
const empty = { gateway: null, followed: [], isLoop: false, probe: null, beside: [], gaps: [] } as const

/** A list of requests may have very many. */
const mostGaps = 1000
