/** The objects that decide where requests go: what a dialect builds its plan from. */
import type { Look } from '../look.js'
import type { CustomKind } from '../objects/custom.js'
import type { Inventory } from '../objects/inventory.js'
import type { Ingress, Secret } from '../objects/objects.js'
import type { ConfigMap } from '../objects/workloads.js'
import type { CustomListing } from '../ports.js'
import type { Tracer } from '../requests/trace.js'

export interface RoutingFacts {
  /** Ingresses of every class, with classes, Services and EndpointSlices */
  readonly inventory: Inventory
  /** those that the controller owns by class and namespace, in any order */
  readonly ingresses: readonly Ingress[]
  /** of those that the dialect said that it needs */
  readonly configMapOf: Look<ConfigMap>
  /** those that were seen, and that no flag of a controller names. Absent: nobody looked */
  readonly unread?: readonly ConfigMap[]
  /** certificates only: keys are never read */
  readonly secretOf: Look<Secret>
  /** of a kind that the dialect said that it needs, in all namespaces that may be seen */
  readonly customOf?: (kind: CustomKind) => CustomListing
  /** its Gateways, where it ranks their rules among all others by one number. Absent: it has none, or does not */
  readonly beside?: Tracer | undefined
  /** of all requests that will be answered, in lower case; what cannot mean anything to them may be left out. Absent or null: any */
  readonly hosts?: readonly string[] | null
  /** milliseconds since the epoch */
  readonly now: number
}
