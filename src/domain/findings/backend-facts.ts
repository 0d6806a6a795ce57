/** What stands behind a rule: facts of findings about Services, their ports and their endpoints. */
import type { NamespacedName } from '../objects/ref.js'

/** A port as an Ingress or a Service names it; null: it names none. */
type Port = number | string | null

/** Who answers where a Service has nothing that could: the primary of a canary, or another upstream. */
export type Instead =
  /** `status`: with which requests are answered; absent: 503 */
  | { readonly is: 'nobody'; readonly status?: number }
  /** `others`: the rule is left out, and whoever else takes its requests gets them */
  | { readonly is: 'primary' | 'others' | 'unsaid' }
  /** `isEmpty`: it has no endpoint, either */
  | { readonly is: 'upstream'; readonly name: string; readonly annotation: string; readonly isEmpty?: true }

/** Why no address can come of an ExternalName; `passed-over`: the controller takes none; `not-allowed`: unless it is told to. */
export type ExternalNameFlaw =
  | 'not-asked'
  | 'forbidden'
  | 'not-allowed'
  | 'local'
  | 'address'
  | 'no-name'
  | 'unresolvable'
  | 'no-such-service'
  | 'passed-over'
  | 'stands-in'

interface OfService {
  service: NamespacedName
  instead: Instead
}

/** Pods that a Service was meant for, as it seems: `labels` would select them. `isSure`: it is known to select none */
export interface Astray {
  readonly selector: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
  readonly of: { readonly kind: string; readonly name: string }
  readonly isSure: boolean
}

/** What stands behind a rule. */
export interface BackendFacts {
  /**
   * `meant`: one that is there, of nearly that name or of another namespace; `isUnseen`: others of its own are not seen;
   * `action`: no Service is meant, but the annotation, which is not there
   */
  'no-service': OfService & { meant?: NamespacedName; isUnseen?: true; action?: string }
  'no-port': OfService & { port: Port; near: Port }
  'none-ready': OfService & { total: number }
  'no-endpoints': OfService & { port: Port; astray?: Astray }
  'no-target-port': OfService & { port: Port; targetPort: string }
  'slices-hidden': OfService & { slice: string; ready: number }
  'external-name': OfService & { target: string; flaw: ExternalNameFlaw }
  'external-port': { service: NamespacedName; port: Port }
  'backend-unseen': { service: NamespacedName; unseen: 'Service' | 'EndpointSlice' }
  /** how many endpoints are ready, as the controller counts them and as the API does */
  'counted-otherwise': { service: NamespacedName; controller: number; api: number }
  /** `taken`: the port of the Service that the controller takes for the `wanted` one */
  'port-by-target': { wanted: number | string; taken: { readonly port: number; readonly name: string | null } }
  'port-ambiguous': { wanted: number | string; taken: { readonly port: number; readonly name: string | null } }
  /** `first`: the Ingress whose Service has the name */
  'upstream-collision': {
    service: NamespacedName
    other: NamespacedName
    upstream: string
    first: NamespacedName | null
  }
  'service-upstream-of-other': { upstream: string; other: NamespacedName; isSet: boolean }
  /** `codes`: errors in whose place it would answer, and `instead` does; absent: it would answer where the rule's Service has no endpoint */
  'default-backend-empty': { service: NamespacedName; codes?: readonly number[]; instead?: NamespacedName | null }
  'resource-backend': { isDefault: boolean }
}

/** One of these findings: as a `Told` of its code, which knows all codes. */
export type BackendFlaw = {
  [K in keyof BackendFacts]: { readonly code: K; readonly facts: Readonly<BackendFacts[K]> }
}[keyof BackendFacts]
