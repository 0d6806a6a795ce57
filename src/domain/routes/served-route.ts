/** A route as the proxy's configuration has it. */
import type { Ref } from '../objects/ref.js'

export interface ServedRoute {
  /** `_`: the default server */
  readonly host: string
  readonly path: string
  readonly source: Ref
  readonly upstream: string
}
