/** The order in which Ingresses count: of two that ask for the same, the first wins. */

import type { Ingress } from '../../../domain/objects/objects.js'
import { nameOf } from '../../../domain/objects/ref.js'

/**
 * Oldest first; within one second the higher `namespace/name`. One without a time, from a file, counts as youngest.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/store/store.go (sortIngressSlice)
 */
export function oldestFirst(ingresses: readonly Ingress[]): Ingress[] {
  // What they are sorted by is made once for each, and not at each comparison.
  return ingresses
    .map((ingress) => ({ ingress, age: ageOf(ingress), id: idOf(ingress) }))
    .sort((a, b) => (a.age === b.age ? (a.id > b.id ? -1 : 1) : a.age < b.age ? -1 : 1))
    .map(({ ingress }) => ingress)
}

function ageOf({ metadata }: Ingress): string {
  return metadata.creationTimestamp ?? '9999'
}

function idOf({ metadata }: Ingress): string {
  return nameOf({ namespace: metadata.namespace ?? '', name: metadata.name ?? '' })
}
