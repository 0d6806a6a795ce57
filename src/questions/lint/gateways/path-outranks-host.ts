/**
 * Where an implementation ranks all matches by one number, a longer path of other hostnames, or of none, may outrank a route
 * of the very host: told where the specification would give a request to that route.
 */
import { type Finding, finding, told } from '../../../domain/findings/finding.js'
import type { Gap } from '../../../domain/gap.js'
import type { GatewayRoute } from '../../../domain/objects/gateway/routes.js'
import { isSame, type Ref, refKey } from '../../../domain/objects/ref.js'
import { urlOf } from '../../../domain/requests/host.js'
import type { TraceRequest } from '../../../domain/requests/trace.js'
import { covers } from '../../../semantics/gateway/attachment/hostnames.js'
import type { PlannedListener } from '../../../semantics/gateway/attachment/listeners.js'
import { type GatewayPlan, planGateways } from '../../../semantics/gateway/plan.js'
import { requestsFor } from '../../../semantics/gateway/probes.js'
import type { PlannedGateway } from '../../../semantics/gateway/world.js'
import type { GatewayRule } from './rule.js'

export const pathOutranksHost: GatewayRule = {
  codes: ['path-outranks-host'],
  needs: [],
  find: ({ plan }, _, cut) => plan.gateways.flatMap((gateway) => outranked(plan, gateway, cut)),
}

/** A hostname that a route has at a listener. */
interface RouteAtListener {
  readonly route: GatewayRoute
  readonly source: Ref
  readonly listener: PlannedListener
  readonly hostname: string | null
}

/** Requests that are tried at one Gateway. */
const most = 20_000

function outranked(plan: GatewayPlan, gateway: PlannedGateway, cut: (gap: Gap) => void): Finding[] {
  const { specification, priority, title } = gateway.profile
  if (specification === undefined || priority === null) return []
  const { world } = plan
  const places = world.attachments
    .filter((one) => isSame(one.gateway, gateway.ref))
    .flatMap(({ route, source, taken }) =>
      taken.flatMap(({ listener, hostnames }) =>
        hostnames.map((hostname): RouteAtListener => ({ route, source, listener, hostname })),
      ),
    )
  const wide = places.filter(({ hostname }) => hostname === null || hostname.startsWith('*.'))
  if (wide.length === 0 || wide.length === places.length) return []
  const words = planGateways(world.facts, () => specification)
  let tried = 0
  let isCut = false
  const offenders = new Map<string, { readonly by: Ref; readonly request: string; readonly losers: Map<string, Ref> }>()
  for (const other of wide)
    for (const place of places) {
      const known = offenders.get(refKey(other.source))
      if (known?.losers.has(refKey(place.source)) || !isWithin(place, other)) continue
      const request = takenBy(other, place)
      if (request === undefined) continue
      const one = known ?? { by: other.source, request: urlOf(request), losers: new Map<string, Ref>() }
      one.losers.set(refKey(place.source), place.source)
      offenders.set(refKey(other.source), one)
    }
  if (isCut) {
    const { namespace, kind, name } = gateway.ref
    const message = `path-outranks-host is told of ${most.toLocaleString('en')} requests to ${name} at most: the others are not tried`
    cut({ kind, namespace, reason: 'limited', message })
  }
  return [...offenders.values()].flatMap(({ by, request, losers }) => {
    const [from] = losers.values()
    return from === undefined
      ? []
      : [
          finding(told('path-outranks-host', { request, from, others: losers.size - 1, title }), by, {
            field: 'spec.rules',
          }),
        ]
  })

  /** A request for a host that the other route has, though the specification would give it to the one of the host. */
  function takenBy(other: RouteAtListener, place: RouteAtListener): TraceRequest | undefined {
    for (const match of world.rulesOf(other.route).flatMap(({ matches }) => matches)) {
      const [request] = requestsFor(place, match)
      if (request === undefined) continue
      isCut = tried === most
      if (isCut) return undefined
      tried += 1
      const by = plan.at(gateway).answer(request, false).source
      if (by === null || !isSame(by, other.source)) continue
      const meant = words.answer({ ...request, gateway: gateway.ref }, false).source
      if (meant !== null && isSame(meant, place.source)) return request
    }
    return undefined
  }
}

function isWithin({ source, listener, hostname }: RouteAtListener, wide: RouteAtListener): boolean {
  const isOther = hostname !== null && hostname !== wide.hostname && !isSame(source, wide.source)
  return isOther && listener.port === wide.listener.port && covers(wide.hostname, hostname)
}
