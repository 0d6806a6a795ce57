/** ListenerSets: does each add its listeners to a Gateway, and what does its status say. */
import { type Finding, finding, told } from '../../domain/findings/finding.js'
import type { ListenerSet } from '../../domain/objects/gateway/gateways.js'
import { nameOf, type Ref, refOf } from '../../domain/objects/ref.js'
import { bySeverity } from '../../domain/why/why.js'
import { conditionFindings } from './conditions.js'
import { nearTo } from './near.js'
import type { OpenGateways } from './open.js'

/** What is found of one, worst first. */
export function listenerSetFindings(opened: OpenGateways, set: ListenerSet): Finding[] {
  const { plan } = opened
  const source = refOf(set)
  const planned = plan.world.listenerSets.get(set)
  const out = setOutFinding(opened, source, { source, field: 'spec.parentRef' })
  const conditions = conditionFindings(set.status?.conditions, {
    ...{ source, kind: set.kind, part: `${set.kind} ${nameOf(source)}`, field: 'status.conditions' },
    generation: set.metadata.generation ?? null,
    controller: (planned?.gateway && plan.world.gateways.get(nameOf(planned.gateway))?.controllerName) ?? null,
  })
  const known = conditions.filter((one) => out === null || one.code !== 'gateway-condition')
  return [...opened.refusals(source), ...(out === null ? [] : [out]), ...known].sort(bySeverity)
}

/**
 * Why it adds nothing, told of itself or of a route that hangs on it.
 * @returns null: it adds its listeners, or that hangs on what may not be seen
 */
export function setOutFinding(
  { plan, inventory }: OpenGateways,
  of: Ref,
  { source, field }: { readonly source: Ref; readonly field: string },
): Finding | null {
  const planned = plan.world.listenerSetOf(of)
  const why = planned?.fault ?? null
  if (planned === undefined || why === null || why === 'unknown') return null
  const { spec } =
    inventory.listenerSets.find((one) => refOf(one).kind === of.kind && nameOf(refOf(one)) === nameOf(of)) ?? {}
  const { name = '', namespace } = spec?.parentRef ?? {}
  const gateway = { kind: 'Gateway', namespace: namespace || of.namespace, name }
  if (why === 'no-gateway' && !inventory.sees('Gateway', gateway.namespace)) return null
  const near =
    why === 'no-gateway'
      ? nearTo(
          gateway,
          plan.gateways.map(({ ref }) => ref),
        )
      : []
  return finding(told('listener-set-out', { set: of, gateway, why, near }), source, { field })
}
