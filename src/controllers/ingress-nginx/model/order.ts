/** The order in which Ingresses count: of two that ask for the same, the first wins. */

import type { Ingress } from '../../../domain/objects/objects.js'
import { nameOf } from '../../../domain/objects/ref.js'

/**
 * Oldest first; within one second the higher `namespace/name`. One without a time, from a file, counts as youngest.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/store/store.go (sortIngressSlice)
 */
export function byAge(a: Ingress, b: Ingress): number {
  const [ageA, ageB] = [ageOf(a), ageOf(b)]
  if (ageA !== ageB) return ageA < ageB ? -1 : 1
  return idOf(a) > idOf(b) ? -1 : 1
}

function ageOf({ metadata }: Ingress): string {
  return metadata.creationTimestamp ?? '9999'
}

function idOf({ metadata }: Ingress): string {
  return nameOf({ namespace: metadata.namespace ?? '', name: metadata.name ?? '' })
}
