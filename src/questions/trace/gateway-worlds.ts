/** Gateways as worlds that answer requests: which of them may, and which have a route for the host. */
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { Plan } from '../../domain/controllers/plan.js'
import type { Gap } from '../../domain/gap.js'
import { gatewayAddresses } from '../../domain/objects/addresses.js'
import { nameOf } from '../../domain/objects/ref.js'
import { problem } from '../../domain/problem.js'
import { portOf, requestHost } from '../../domain/requests/host.js'
import { type Answer, hop, type TraceRequest, withoutBackend } from '../../domain/requests/trace.js'
import { resolveService } from '../../domain/routes/resolve-service.js'
import { nearest } from '../../domain/text/nearest.js'
import { bySpecificity, covers } from '../../semantics/gateway/attachment/hostnames.js'
import { namesHost } from '../../semantics/gateway/names-host.js'
import { type GatewayPlan, listensFor } from '../../semantics/gateway/plan.js'
import type { PlannedGateway } from '../../semantics/gateway/world.js'
import { isUnclaimed } from '../gateways/gateway-findings.js'
import { certificateAt } from '../gateways/listener-certificates.js'
import type { OpenGateways } from '../gateways/open.js'
import { replicaOrGap } from '../worlds/choose-controller.js'
import type { World } from '../worlds/world.js'
import type { Worlds, WorldsQuestion } from '../worlds/worlds.js'

export interface GatewayWorlds {
  /** empty: there is no Gateway, or none that listens there */
  worldsFor(request: TraceRequest): GatewaysOfHost
  /** does a route of that Gateway name the host of a request */
  serves(world: World, request: TraceRequest): boolean
  /** does a route of any Gateway name this host */
  knows(host: string): boolean
}

export interface GatewaysOfHost {
  /** the request says of itself where it goes: nobody else is asked */
  readonly isMeant: boolean
  readonly worlds: readonly World[]
  /** does one of their routes name the host; those that do not are left out then */
  readonly isNamed: boolean
}

/** @throws Problem `not-found` from `worldsFor`, for a Gateway that is not there */
export function gatewayWorlds(
  controllers: Controllers,
  worlds: Worlds,
  opened: OpenGateways,
  question: Pick<WorldsQuestion, 'now' | 'selection'>,
): GatewayWorlds {
  const { plan } = opened
  const { selection } = question
  const known = new Map<PlannedGateway, World>()
  const open = (gateway: PlannedGateway) => {
    const world = known.get(gateway) ?? worldOf(controllers, worlds, opened, gateway, question)
    known.set(gateway, world)
    return world
  }
  // Who names a controller asks nobody else.
  const isChosen = Object.values(selection).some((one) => one !== undefined)
  const owners = new Set(worlds.chosen.map(({ controller }) => controller.dialect))
  const isAsked = ({ controllerName }: PlannedGateway) =>
    !isChosen || owners.has(opened.dialectOf(controllerName)?.id ?? '')
  const all = plan.gateways.filter(isAsked)
  return {
    worldsFor: (request) => {
      const meant = meantBy(plan, request)
      if (meant !== null) return { isMeant: true, worlds: meant.map(open), isNamed: true }
      const host = requestHost(request.host)
      const reached = plan.gateways.filter((one) => listensFor(one, arrived(worlds, opened, one, request)))
      // Where no listener has the host, whoever has a route for it answers that.
      const asked = reached.length > 0 ? reached : plan.gateways
      const found = asked.filter((one) => isAsked(one) && !isUnclaimed(opened, one))
      const naming = found
        .filter((gateway) => host !== null && namesHost(plan, gateway, host))
        .sort((a, b) => bySpecificity(nameFor(plan, a, host), nameFor(plan, b, host)))
      const answering = naming.length > 0 || reached.length === 0 ? naming : found
      return { isMeant: false, worlds: answering.map(open), isNamed: naming.length > 0 }
    },
    serves: (world, request) => {
      const host = requestHost(request.host)
      const gateway = world.gateway && plan.world.gateways.get(nameOf(world.gateway.ref))
      return host !== null && gateway != null && namesHost(plan, gateway, host)
    },
    knows: (host) => all.some((gateway) => namesHost(plan, gateway, host)),
  }
}

/** By name, else by the address to which it is sent; null: it says neither, or the address is of no Gateway. */
function meantBy(plan: GatewayPlan, { gateway, address, host }: TraceRequest): readonly PlannedGateway[] | null {
  if (gateway !== undefined) {
    const found = plan.world.gateways.get(nameOf(gateway))
    if (found !== undefined) return [found]
    const near = nearest(nameOf(gateway), new Set(plan.world.gateways.keys()))
    throw problem('not-found', { what: `Gateway ${nameOf(gateway)}`, where: 'in the cluster', near })
  }
  const at = address ?? requestHost(host)
  const reached = plan.gateways.filter((one) => at !== null && gatewayAddresses(one.gateway).includes(at))
  return reached.length === 0 ? null : reached
}

/** The most specific hostname that it has for a host. */
function nameFor({ world }: GatewayPlan, { ref }: PlannedGateway, host: string | null): string | null {
  const all = world.attachments.flatMap(({ gateway, taken }) =>
    nameOf(gateway) === nameOf(ref) ? taken.flatMap(({ hostnames }) => hostnames) : [],
  )
  return all.filter((one) => covers(one, host)).sort(bySpecificity)[0] ?? null
}

/** Whatever its routes ask for, nothing listens. */
function unclaimed({ ref }: PlannedGateway): Answer {
  const detail = `no controller takes Gateway ${nameOf(ref)}, so that nothing listens there`
  return { ...withoutBackend('unavailable', null), hops: [hop('listener', 'none', detail)] }
}

/** At the pods: what no listener has a port for, a Service may lead to another one. */
function arrived(
  { inventory, found }: Worlds,
  opened: OpenGateways,
  gateway: PlannedGateway,
  request: TraceRequest,
): TraceRequest {
  const from = portOf(request)
  if (gateway.listeners.some(({ port }) => port === from)) return request
  const owner = opened.controllerOf(gateway, found.controllers)
  const { arrivesAt } = opened.dialectOf(gateway.controllerName)?.gateway ?? {}
  const port = (owner && arrivesAt?.(owner, request, inventory)) ?? from
  return port === from ? request : { ...request, port }
}

function worldOf(
  controllers: Controllers,
  worlds: Worlds,
  opened: OpenGateways,
  gateway: PlannedGateway,
  { now, selection }: Pick<WorldsQuestion, 'now' | 'selection'>,
): World {
  const { inventory, found } = worlds
  const { controllerName } = gateway
  const dialect = opened.dialectOf(controllerName) ?? controllers.fallback
  const owner = opened.controllerOf(gateway, found.controllers)
  // Only of one that says which Gateways its replicas serve these can be asked about one.
  const replicas = dialect.gateway?.serves === undefined ? [] : (owner?.replicas ?? [])
  const chosen = { controller: owner ?? controllers.assumed(dialect), replicas }
  const gaps: Gap[] = []
  const counter = opened.plan.at(gateway)
  const plan: Plan = {
    answer: (request, explain) => {
      if (isUnclaimed(opened, gateway)) return unclaimed(gateway)
      const asked = arrived(worlds, opened, gateway, request)
      const answer = counter.answer(asked, explain)
      if (asked === request || !explain) return answer
      const way = hop('note', `port ${portOf(request)}`, `of the Service leads to port ${asked.port} of the pods`)
      return { ...answer, hops: [way, ...answer.hops] }
    },
    routes: [],
    ownRoutes: [],
    upstreams: [],
    certificateFor: (host) => certificateAt(gateway, host),
    endpointsOf: ({ namespace, service, port }, _upstream, protocol = 'TCP') =>
      resolveService(inventory, { namespace, name: service }, port, protocol),
    why: async () => [],
  }
  return {
    chosen,
    dialect,
    facts: { inventory, ingresses: [], configMapOf: () => null, secretOf: () => null, now },
    plan,
    asked: plan,
    gateway: {
      ref: gateway.ref,
      addresses: gatewayAddresses(gateway.gateway),
      about: [
        `class ${gateway.className ?? 'none'}`,
        opened.dialectOf(controllerName)?.title ?? controllerName ?? 'of nobody',
      ],
    },
    replica: replicaOrGap(chosen, selection, gaps),
    gaps,
  }
}
