/** What lies between objects, or in a controller as a whole, and the facts of each finding. */
import type { NamespacedName, Ref } from '../objects/ref.js'

/** A public flaw that a release has. */
export interface Vulnerability {
  /** `CVE-2025-1974` */
  readonly id: string
  /** of CVSS, 0 to 10 */
  readonly score: number
  /** in words, what of this cluster leads to it: completes "it can be reached, since …" */
  readonly since: string
}

/** Of controllers. */
interface ControllerLintFacts {
  /** `of`: who builds it; `on`: the last day, `2026-03-31` */
  'end-of-life': { title: string; version: string | null; of: string; on: string; isPast: boolean }
  /** the worst first */
  vulnerable: { title: string; version: string; flaws: readonly Vulnerability[] }
  'snippets-on': { configMap: NamespacedName | null; count: number }
  /** `of`: which configuration of webhooks */
  'webhook-blocks': { webhook: string; service: NamespacedName; is: 'no-service' | 'no-endpoints' }
}

/** Of Ingresses. */
interface ObjectLintFacts {
  'host-two-classes': { host: string; class: string; other: Ref; otherClass: string }
  /** `annotations`: with their prefix; `of`: as people call the controller that reads them; `by`: the one that takes the Ingress */
  'annotation-of-other': { annotations: readonly string[]; of: string; by: string }
  /** the same of what keeps somebody out */
  'auth-lost': { annotations: readonly string[]; of: string; by: string; effect: 'fail-open' }
  'external-inside': { service: NamespacedName; target: string; is: 'metadata' | 'api-server' | 'namespace' }
  /** `directive`: as it stands in the snippet; `guard`: the annotation whose work it undoes */
  'snippet-opens': { annotation: string; directive: string; guard: string; effect: 'fail-open' }
  'snippet-of-host': { host: string; others: readonly NamespacedName[] }
  'limit-per-replica': { annotation: string; replicas: number }
}

/** Of a change. */
export interface ChangeFacts {
  /** `request`: host and path; `from`, `to`: who answers it, `NAMESPACE/SERVICE`, or how it is answered */
  'route-changes': { request: string; from: string; to: string }
}

/** Of what somebody wants to be passed over. */
export interface IgnoreFacts {
  /** `word`: the code that is none, or those that stand without a reason */
  'ignore-invalid': { is: 'no-code' | 'no-reason' | 'unknown'; word: string }
  'ignore-unused': { code: string }
}

/** Of what is a matter of taste. */
interface OpinionFacts {
  'single-endpoint': { service: NamespacedName }
  'single-replica': { title: string }
}

export interface LintFindingFacts
  extends ControllerLintFacts,
    ObjectLintFacts,
    ChangeFacts,
    IgnoreFacts,
    OpinionFacts {}
