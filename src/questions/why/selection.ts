/** Which Ingresses are asked about. */

import { compare } from '../../domain/compare.js'
import type { IngressName } from '../../domain/objects/ingress-name.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import { matchesLabels, parseLabelSelector } from '../../domain/objects/label-selector.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { nameOf, refOf } from '../../domain/objects/ref.js'
import type { ClusterReader, Gap } from '../../domain/ports.js'
import { isNamed, missingNames } from '../named-ingresses.js'
import type { ControllerSelection } from '../worlds/choose-controller.js'

export interface WhyQuestion {
  /** by name in the scope of the cluster, or with a namespace of its own; empty: all */
  readonly names: readonly IngressName[]
  readonly labelSelector: string | undefined
  readonly selection: ControllerSelection
  /** null: the rules of the controller */
  readonly semantics: string | null
  readonly now: number
  /** no replica is asked: what is told of is still to come */
  readonly fromObjects?: true
}

/** @returns by namespace and name; and a gap for each name that is not there */
export function selectIngresses(
  cluster: ClusterReader,
  { ingresses, coverage }: Inventory,
  { names, labelSelector }: WhyQuestion,
): { readonly wanted: readonly Ingress[]; readonly missing: readonly Gap[] } {
  const { scope } = cluster
  const labels = parseLabelSelector(labelSelector ?? '')
  const inScope = (namespace: string) => scope === 'all-namespaces' || scope.namespace === namespace
  const wanted = ingresses
    .filter((one) =>
      names.length > 0
        ? isNamed(one, names, scope)
        : inScope(refOf(one).namespace) && matchesLabels(labels, one.metadata.labels),
    )
    .sort((a, b) => compare(nameOf(refOf(a)), nameOf(refOf(b))))
  return { wanted, missing: coverage === 'none' ? [] : missingNames(wanted, names, scope, ingresses) }
}
