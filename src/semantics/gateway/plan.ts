/**
 * Gateways and their routes by the words of the Gateway API, with a profile for what implementations choose:
 * https://gateway-api.sigs.k8s.io/reference/spec/
 */
import type { GatewayProfile } from '../../domain/gateway/profile.js'
import { isSame, type NamespacedName, nameOf } from '../../domain/objects/ref.js'
import { portOf, requestHost } from '../../domain/requests/host.js'
import type { Answer, TraceRequest, Tracer } from '../../domain/requests/trace.js'
import type { Attachment } from './attachment/attach.js'
import { covers } from './attachment/hostnames.js'
import { Counter, type Specified } from './trace.js'
import { type GatewayFacts, mayHaveOther, type PlannedGateway, type ProfileOf, type World, worldOf } from './world.js'

export interface GatewayPlan extends Tracer {
  readonly world: World
  /** in the order of their names */
  readonly gateways: readonly PlannedGateway[]
  /** those that listen at the port of a request for a host like its own: which of them it reaches, an address decides */
  gatewaysFor(request: TraceRequest): readonly PlannedGateway[]
  /** as it is where none of the certificates are there that may not be seen; null: all may be */
  readonly otherwise: GatewayPlan | null
  /** what requests at a Gateway are held against */
  at(gateway: PlannedGateway): Counter
  /** where no Gateway is named, the first that listens there answers */
  answer(request: TraceRequest, explain: boolean): Answer
}

/** Hostnames of an attachment where none of the certificates are there that may not be seen. */
export function otherwiseTaken(plan: GatewayPlan, { source, parentRef, gateway }: Attachment): Attachment['taken'] {
  const all = plan.otherwise?.world.attachmentsOf(source) ?? []
  return all.find((one) => one.parentRef === parentRef && isSame(one.gateway, gateway))?.taken ?? []
}

export function planGateways(facts: GatewayFacts, profileOf: ProfileOf): GatewayPlan {
  const world = worldOf(facts, profileOf)
  const gateways = [...world.gateways.values()].sort((a, b) => (nameOf(a.ref) < nameOf(b.ref) ? -1 : 1))
  const counters = new Map<string | GatewayProfile, Counter>()
  const at = (gateway: PlannedGateway) => {
    const { profile, ref } = gateway
    const isPool = profile.listeners.pool === 'port'
    const key = isPool ? profile : nameOf(ref)
    const own = isPool ? gateways.filter((one) => one.profile === profile) : [gateway]
    const known = counters.get(key) ?? new Counter(world, own, profile, specified(profile, own))
    counters.set(key, known)
    return known
  }
  let words: GatewayPlan | undefined
  /** What the specification would answer, where a profile departs from it. */
  function specified({ specification }: GatewayProfile, own: readonly PlannedGateway[]): Specified | null {
    if (specification === undefined) return null
    const isOnly = own.length === 1 ? own[0]?.ref : undefined
    return (request) => {
      words ??= planGateways(facts, () => specification)
      const gateway = request.gateway ?? isOnly
      return words.answer(gateway === undefined ? request : { ...request, gateway }, false)
    }
  }
  const gatewaysFor = (request: TraceRequest) => {
    const port = portOf(request)
    const host = requestHost(request.host)
    return gateways.filter(({ listeners }) =>
      listeners.some(
        (one) =>
          one.port === port &&
          one.fault === null &&
          (one.protocol === 'UDP') === (request.stream === 'udp') &&
          covers(one.hostname, host),
      ),
    )
  }
  let otherwise: GatewayPlan | null | undefined
  const bare = (): GatewayPlan | null => {
    const isSeen = gateways.every((one) =>
      one.listeners.every(
        (listener) => !mayHaveOther(listener) && !one.certificatesOf(listener).some(({ isUnseen }) => isUnseen),
      ),
    )
    const strict = {
      ...facts,
      secretOf: (ref: NamespacedName) => facts.secretOf(ref) ?? undefined,
      isStrict: true,
    } as const
    return isSeen ? null : planGateways(strict, profileOf)
  }
  return {
    world,
    gateways,
    gatewaysFor,
    get otherwise() {
      if (otherwise === undefined) otherwise = bare()
      return otherwise
    },
    at,
    answer: (request, explain) => {
      const named = request.gateway && world.gateways.get(nameOf(request.gateway))
      const gateway = named ?? gatewaysFor(request)[0] ?? gateways[0]
      if (gateway === undefined) throw new Error('no Gateway was seen')
      return at(gateway).answer(request, explain)
    },
  }
}
