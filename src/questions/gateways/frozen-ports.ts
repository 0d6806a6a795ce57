/** Ports of a Gateway whose routes the proxy refuses as a whole, since a hostname is there twice. */
import type { FindingFacts } from '../../domain/findings/facts.js'
import type { GatewayPlan } from '../../semantics/gateway/plan.js'
import { frozenName } from '../../semantics/gateway/trace.js'
import type { PlannedGateway } from '../../semantics/gateway/world.js'

export type FrozenPort = FindingFacts['port-frozen']

export function frozenPortsOf(plan: GatewayPlan, planned: PlannedGateway): FrozenPort[] {
  const counter = plan.at(planned)
  const ports = [...new Set(planned.listeners.map(({ port }) => port))]
  return ports.flatMap((port) =>
    counter.port(port).tables.flatMap((table) => {
      const hostname = frozenName({ table }, counter.profile)
      if (hostname === undefined) return []
      return { port, hostname, listeners: (table.twice.get(hostname) ?? []).map(({ name }) => name) }
    }),
  )
}
