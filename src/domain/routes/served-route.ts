/** A route as the proxy's configuration has it. */
import type { Ref } from '../objects/objects.js'

export interface ServedRoute {
  /** `_`: the default server */
  readonly host: string
  readonly path: string
  readonly ingress: Ref
  readonly upstream: string
}
