/** A Gateway as it is told: its class and whose it is, its listeners, and what is wrong with it. */
import type { Finding } from '../../domain/findings/finding.js'
import type { Ref } from '../../domain/objects/ref.js'

export interface DescribedListener {
  /** the Gateway, or the ListenerSet in which it stands */
  readonly owner: Ref
  readonly name: string
  readonly protocol: string
  readonly port: number
  /** null: all */
  readonly hostname: string | null
  /** Secrets of its certificates */
  readonly certificates: readonly Ref[]
  /** how many routes hang on it, as it is worked out here */
  readonly routes: number
  /** the same as the status has it; null: it says nothing */
  readonly routesInStatus: number | null
}

export interface DescribedCondition {
  readonly type: string
  readonly status: string
  readonly reason: string | null
  readonly message: string | null
}

/** Without its findings, of which programs get the words. */
export interface GatewayCore {
  readonly source: Ref
  readonly class: string
  /** of its class; null: there is no such class, or it may not be seen */
  readonly controllerName: string | null
  /** the implementation as people call it; null: nobody knows that controllerName */
  readonly title: string | null
  /** by whose rules its routes are told, in words */
  readonly rules: string
  /** of its status */
  readonly addresses: readonly string[]
  readonly listeners: readonly DescribedListener[]
  readonly conditions: readonly DescribedCondition[]
  /** RFC 3339; null in hand-written files */
  readonly createdAt: string | null
}

export interface DescribedGateway extends GatewayCore {
  /** worst first */
  readonly causes: readonly Finding[]
}
