/** Ports of a Gateway whose routes the proxy refuses as a whole, since a hostname is there twice. */
import type { FindingFacts } from '../../domain/findings/facts.js'
import { fullName } from '../../domain/objects/ref.js'
import { isOfStreams } from '../../semantics/gateway/matching/matches.js'
import type { GatewayPlan } from '../../semantics/gateway/plan.js'
import { frozenName } from '../../semantics/gateway/trace.js'
import type { PlannedGateway } from '../../semantics/gateway/world.js'

export type FrozenPort = FindingFacts['port-frozen']

export function frozenPortsOf(plan: GatewayPlan, planned: PlannedGateway): FrozenPort[] {
  const counter = plan.at(planned)
  const ports = [...new Set(planned.listeners.map(({ port }) => port))]
  return ports.flatMap((number) => {
    const port = counter.port(number)
    const [found] = port.tables.flatMap((table) => {
      const hostname = frozenName({ table }, counter.profile)
      return hostname === undefined ? [] : [{ hostname, table }]
    })
    if (found === undefined) return []
    const { hostname, table } = found
    const asking = port.tables.flatMap(({ hosts }) => hosts.get(hostname)?.candidates ?? [])
    const streams = asking.flatMap(({ match: { rule } }) => (isOfStreams(rule) ? fullName(rule.source) : []))
    const listeners = [...new Set((table.twice.get(hostname) ?? []).map(({ name }) => name))]
    return [{ port: number, hostname, listeners, routes: [...new Set(streams)] }]
  })
}
