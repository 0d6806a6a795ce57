/** Small clusters with one controller or two, whose replicas are in step, lag behind, or say nothing. */
import fc from 'fast-check'
import type { Kind } from '../../../src/domain/objects/objects.js'
import { type Objects, saidInStep } from '../../support/why/replica-in-step.js'
import { around, type Controller, controllers, podOf } from './around.js'
import { type Ingress, ingresses, ingressesOf } from './ingresses.js'

export interface Cluster {
  readonly ingresses: readonly Ingress[]
  readonly controllers: readonly Controller[]
  /** `lagging`: they have not heard of the last Ingress */
  readonly replicas: 'silent' | 'in step' | 'lagging'
  /** the Ingresses, and what stands around them */
  readonly items: readonly object[]
}

export const clusters: fc.Arbitrary<Cluster> = fc
  .record({ ingresses, controllers, replicas: fc.constantFrom('silent', 'in step', 'lagging') })
  .map((said) => ({
    ...said,
    items: [...said.ingresses, ...around(said.controllers)],
    // A counterexample without what is the same in all clusters.
    [fc.toStringMethod]: () => JSON.stringify(said),
  }))

export function objectsOf(items: readonly object[]): Objects {
  const objects: Partial<Record<Kind, object[]>> = {}
  for (const item of items as readonly { readonly kind: Kind }[])
    objects[item.kind] = [...(objects[item.kind] ?? []), item]
  return objects
}

/** What each replica says, as a capture keeps it. */
export function observationsOf({ replicas, ...cluster }: Cluster): Promise<readonly object[]> {
  const unknown = replicas === 'lagging' ? cluster.ingresses.at(-1) : undefined
  const known = objectsOf(cluster.items.filter((one) => one !== unknown))
  return Promise.all(
    (replicas === 'silent' ? [] : cluster.controllers).map(async (one) => ({
      apiVersion: 'tkng.dev/v1',
      kind: 'Observation',
      metadata: podOf(one),
      texts: await saidInStep(known, one.name),
    })),
  )
}

/** With one controller of that release, in step, and so many Ingresses. */
export const clustersOf = (size: number, release: string): fc.Arbitrary<Cluster> =>
  fc.record({ ingresses: ingressesOf(size), controllers }).map((said) => {
    const only = said.controllers.slice(0, 1).map((one) => ({ ...one, release }))
    return { ...said, controllers: only, replicas: 'in step', items: [...said.ingresses, ...around(only)] }
  })
