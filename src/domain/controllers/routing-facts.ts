/** The objects that decide where requests go: what a dialect builds its model from. */

import type { Inventory } from '../objects/inventory.js'
import type { Ingress, Secret } from '../objects/objects.js'
import type { NamespacedName } from '../objects/ref.js'
import type { ConfigMap } from '../objects/workloads.js'

/** `undefined`: there is none; `null`: it could not be seen. */
export type Look<T> = (name: NamespacedName) => T | undefined | null

export interface RoutingFacts {
  /** Ingresses of every class, with classes, Services and EndpointSlices */
  readonly inventory: Inventory
  /** those that the controller owns by class and namespace, in any order */
  readonly ingresses: readonly Ingress[]
  /** the controller's own ConfigMap; undefined: there is none; null: not seen */
  readonly configMap: ConfigMap | undefined | null
  /** of any ConfigMap that annotations name */
  readonly configMapOf: Look<ConfigMap>
  /** certificates only: keys are never read */
  readonly secretOf: Look<Secret>
  /** milliseconds since the epoch */
  readonly now: number
}
