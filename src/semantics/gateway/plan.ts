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
  /** as it is where none of the certificates are there that may not be seen; null: all may be */
  readonly otherwise: GatewayPlan | null
  /** what requests at a Gateway are held against */
  at(gateway: PlannedGateway): Counter
  /** rules of Ingresses that its proxy ranks among those of Gateways by one number; undefined: it has none, or does not */
  besideOf: BesideOf
  /** where no Gateway is named, the first that listens there answers */
  answer(request: TraceRequest, explain: boolean): Answer
}

export type BesideOf = (gateway: PlannedGateway) => Tracer | undefined

/** Hostnames of an attachment where none of the certificates are there that may not be seen. */
export function otherwiseTaken(plan: GatewayPlan, { source, parentRef, gateway }: Attachment): Attachment['taken'] {
  const all = plan.otherwise?.world.attachmentsOf(source) ?? []
  return all.find((one) => one.parentRef === parentRef && isSame(one.gateway, gateway))?.taken ?? []
}

/** Does it listen at the port of a request for a host like its own: which of several it reaches, an address decides. */
export function listensFor({ listeners }: PlannedGateway, request: TraceRequest): boolean {
  const port = portOf(request)
  const host = requestHost(request.host)
  return listeners.some(
    (one) =>
      one.port === port &&
      one.fault === null &&
      (one.protocol === 'UDP') === (request.stream === 'udp') &&
      covers(one.hostname, host),
  )
}

export function planGateways(
  facts: GatewayFacts,
  profileOf: ProfileOf,
  besideOf: BesideOf = () => undefined,
): GatewayPlan {
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
    get otherwise() {
      if (otherwise === undefined) otherwise = bare()
      return otherwise
    },
    at,
    besideOf,
    answer: (request, explain) => {
      const named = request.gateway && world.gateways.get(nameOf(request.gateway))
      const gateway = named ?? gateways.find((one) => listensFor(one, request)) ?? gateways[0]
      if (gateway === undefined) throw new Error('no Gateway was seen')
      return at(gateway).answer(request, explain)
    },
  }
}
