/** Which Ingresses are asked about. */

import { compare } from '../../domain/compare.js'
import { nearest } from '../../domain/nearest.js'
import type { Inventory } from '../../domain/objects/inventory.js'
import { matchesLabels, parseLabelSelector } from '../../domain/objects/label-selector.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { nameOf, type Ref, refOf } from '../../domain/objects/ref.js'
import type { ClusterReader, Gap } from '../../domain/ports.js'
import type { ControllerSelection } from '../worlds/choose-controller.js'

export interface WhyQuestion {
  /** by name in the scope of the cluster, or with a namespace of its own; empty: all */
  readonly names: readonly { readonly namespace: string | null; readonly name: string }[]
  readonly labelSelector: string | undefined
  readonly selection: ControllerSelection
  /** null: the rules of the controller */
  readonly semantics: string | null
  readonly now: number
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
  const isNamed = ({ namespace, name }: Ref) =>
    names.some(
      (one) => one.name === name && (one.namespace === null ? inScope(namespace) : one.namespace === namespace),
    )
  const wanted = ingresses
    .filter((one) => {
      const ref = refOf(one)
      return names.length > 0 ? isNamed(ref) : inScope(ref.namespace) && matchesLabels(labels, one.metadata.labels)
    })
    .sort((a, b) => compare(nameOf(refOf(a)), nameOf(refOf(b))))
  const missing = names
    .filter(({ namespace, name }) =>
      wanted.every((one) => refOf(one).name !== name || (namespace !== null && refOf(one).namespace !== namespace)),
    )
    .map((one) => notFound(one, cluster, ingresses))
  return { wanted, missing: coverage === 'none' ? [] : missing }
}

function notFound(
  { namespace, name }: WhyQuestion['names'][number],
  { scope }: ClusterReader,
  ingresses: readonly Ingress[],
): Gap {
  const where = namespace ?? (scope === 'all-namespaces' ? null : scope.namespace)
  const refs = ingresses.map(refOf)
  const elsewhere = refs.filter((ref) => ref.name === name).map(nameOf)
  const here = refs.filter((ref) => where === null || ref.namespace === where).map((ref) => ref.name)
  const near = elsewhere.length > 0 ? elsewhere.slice(0, 3) : nearest(name, new Set(here))
  const hint = near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`
  return {
    kind: 'Ingress',
    namespace: where,
    reason: 'not-found',
    message: `ingresses.networking.k8s.io "${name}" not found${hint}`,
  }
}
