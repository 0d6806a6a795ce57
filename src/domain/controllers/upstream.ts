/** An upstream: a live backend inside the proxy, as the controller itself lists them. */
import type { Ref } from '../objects/ref.js'

export interface Upstream {
  readonly name: string
  /** the Service that gave it its name; null for the controller's own, and where no object explains it */
  readonly service: Ref | null
  readonly port: number | string | null
  readonly endpoints: readonly { readonly address: string; readonly port: string }[]
  readonly loadBalancing: string | null
  /** `cookie`, or null */
  readonly affinity: string | null
  /** names of the upstreams that send a part of their traffic here */
  readonly canaryOf: readonly string[]
  /** `api`: computed from the cluster's objects, since the proxy does not tell */
  readonly source: 'live' | 'capture' | 'api'
  /** what a request gets where it has no endpoint; absent: 503 */
  readonly emptyStatus?: number
}
