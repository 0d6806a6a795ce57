/** Which objects are asked about: Ingresses, Gateways and their routes. */

import { compare } from '../../domain/compare.js'
import type { ListenerSet } from '../../domain/objects/gateway/gateways.js'
import type { GatewayRoute } from '../../domain/objects/gateway/routes.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import { matchesLabels, parseLabelSelector } from '../../domain/objects/label-selector.js'
import type { KubeObject } from '../../domain/objects/meta.js'
import { isNamedBy, type ObjectName } from '../../domain/objects/object-name.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { nameOf, refOf } from '../../domain/objects/ref.js'
import { type ClusterReader, isInScope } from '../../domain/ports.js'
import type { PlannedGateway } from '../../semantics/gateway/world.js'
import type { OpenGateways } from '../gateways/open.js'
import type { ControllerSelection } from '../worlds/choose-controller.js'

export interface WhyQuestion {
  /** by name in the scope of the cluster, or with a namespace of its own; empty: all */
  readonly names: readonly ObjectName[]
  readonly labelSelector: string | undefined
  readonly selection: ControllerSelection
  /** null: the rules of the controller */
  readonly semantics: string | null
  readonly now: number
  /** no replica is asked: what is told of is still to come */
  readonly fromObjects?: true
  /** each replica is asked how its last reload went, and not only the one that tells what is served */
  readonly everyReplica?: boolean
}

/** Objects that are asked about, each kind by namespace and name. */
export interface Selected {
  readonly ingresses: readonly Ingress[]
  readonly gateways: readonly PlannedGateway[]
  readonly listenerSets: readonly ListenerSet[]
  readonly routes: readonly GatewayRoute[]
  /** all that could be asked about, wanted or not */
  readonly all: readonly KubeObject[]
}

/** @returns without a name or labels Gateways, too, and all routes */
export function selectAsking(
  { scope }: ClusterReader,
  { ingresses }: Inventory,
  { plan, inventory }: OpenGateways,
  { names, labelSelector }: WhyQuestion,
): Selected {
  const labels = parseLabelSelector(labelSelector ?? '')
  const isWanted = (one: KubeObject) => {
    const ref = refOf(one)
    return names.length > 0
      ? names.some((name) => isNamedBy(name, ref, scope))
      : isInScope(scope, ref.namespace) && matchesLabels(labels, one.metadata.labels)
  }
  return {
    ingresses: byName(ingresses.filter(isWanted)),
    gateways: plan.gateways.filter(({ gateway }) => isWanted(gateway)),
    listenerSets: byName(inventory.listenerSets.filter(isWanted)),
    routes: byName(inventory.routes.filter(isWanted)),
    all: [...ingresses, ...inventory.gateways, ...inventory.listenerSets, ...inventory.routes],
  }
}

function byName<One extends KubeObject>(all: readonly One[]): One[] {
  return all
    .map((one) => ({ one, name: nameOf(refOf(one)) }))
    .sort((a, b) => compare(a.name, b.name) || compare(a.one.kind, b.one.kind))
    .map(({ one }) => one)
}
