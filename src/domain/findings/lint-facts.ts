/** What lies between objects, or in a controller as a whole, and the facts of each finding. */
import type { NamespacedName, Ref } from '../objects/ref.js'
import type { Refusal } from '../objects/refusals/refusal.js'
import type { BackendFlaw } from './backend-facts.js'

/** A public flaw that a release has. */
export interface Vulnerability {
  /** `CVE-2025-1974` */
  readonly id: string
  /** of CVSS, 0 to 10; null: not known */
  readonly score: number | null
  /** in words, what of this cluster leads to it: completes "it can be reached, since …" */
  readonly since: string
}

/** Of controllers. */
export interface ControllerLintFacts {
  /** `of`: who builds it; `on`: the last day, `2026-03-31` */
  'end-of-life': { title: string; version: string | null; of: string; on: string; isPast: boolean }
  /** the worst first */
  vulnerable: { title: string; version: string; flaws: readonly Vulnerability[] }
  /** `setting`: what allows them, in words; `undo`: what would not; `isUsual`: it is so where nothing is said; `count`: Ingresses with one */
  'snippets-on': { setting: string; undo: string; isUsual: boolean; count: number }
  /** `by`: an Ingress with the same Service */
  'default-server-shared': { service: NamespacedName; by: NamespacedName }
  /** in mebibytes: `takes`, about; `holds`: where they must fit */
  'backends-too-big': { takes: number; holds: number }
  /**
   * `flag`: that opens it; `port`: where it listens, for everybody who reaches the pod; `shows`: more than routes, or it may
   * be ended or changed there (absent: none of that); `by`: the Service that leads there (absent: none has to)
   */
  'api-insecure': { title: string; flag: string; port: number; shows?: 'keys' | 'end' | 'changes'; by?: string }
  /** `key`, `value`: of the entry; `stream`: in which protocol */
  'stream-service': { stream: 'tcp' | 'udp'; key: string; value: string; flaw: StreamFlaw }
  /** `of`: which configuration of webhooks */
  'webhook-blocks': { webhook: string; service: NamespacedName; is: WebhookFlaw }
  /** `other`: the configuration that is asked, too; `class`: `spec.controller` of what both lead to */
  'webhook-twice': { webhook: string; other: string; class: string }
}

/**
 * Why nothing comes of an entry that leads a port of the controller to a Service.
 * - `key`, `value`: it is no port, or no Service with a port
 * - `missing`: a flag names the ConfigMap, and it is not there; `unnamed`: the flag does not say in which namespace
 * - `unread`: no flag names the ConfigMap, which is called as in the documentation
 * - `reserved`: the controller itself listens there
 * - `shut`: the `service` by which clients come in does not lead there; `astray`: where it leads its port of that number instead
 * - `namespace`: what the entry names, or the ConfigMap itself, is in none that is `watched`
 */
export type StreamFlaw =
  | { readonly is: 'key' | 'value' | 'reserved' | 'missing' | 'unnamed' | 'unread' }
  | { readonly is: 'backend'; readonly by: BackendFlaw }
  | { readonly is: 'shut'; readonly service: NamespacedName; readonly astray?: number | string }
  | { readonly is: 'namespace'; readonly namespace: string; readonly watched: string }

/** Why a webhook gives no answer that counts. `ca-…`: of the authorities by which it is known */
export type WebhookFlaw = 'no-service' | 'no-endpoints' | 'ca-unreadable' | 'ca-expired'

/**
 * What a snippet does that nobody means:
 * - `alias-traversal`: files beside the folder can be asked for
 * - `request-forgery`: the client decides who is asked
 * - `header-splitting`: a line break in the path ends a header
 * - `host-spoofing`: the backend believes whatever host the client says
 * - `headers-replaced`: those of the server are not sent here
 * - `allow-without-deny`: all others are let in, too
 * - `referer-absent`: who says nothing is let in
 * - `resolver-outside`: names are asked of a stranger
 * - `variable-of-controller`: it overwrites what the controller reads itself
 * - `origin-unanchored`: other origins end likewise
 * - `script`: a program within the proxy
 */
export type UnsafeSnippet =
  | 'alias-traversal'
  | 'request-forgery'
  | 'header-splitting'
  | 'host-spoofing'
  | 'headers-replaced'
  | 'allow-without-deny'
  | 'referer-absent'
  | 'resolver-outside'
  | 'variable-of-controller'
  | 'origin-unanchored'
  | 'script'

/** Of Ingresses. */
export interface ObjectLintFacts {
  'host-two-classes': { host: string; class: string; other: Ref; otherClass: string }
  /** `annotations`: with their prefix; `of`: as people call the controller that reads them; `by`: the one that takes the Ingress; where `isRoute`, the kind of the route that has them */
  'annotation-of-other': { annotations: readonly string[]; of: string; by: string; isBounded: boolean; isRoute?: true }
  /** the same of what keeps somebody out */
  'auth-lost': { annotations: readonly string[]; of: string; by: string; effect: 'fail-open' }
  'external-inside': { service: NamespacedName; target: string; is: 'metadata' | 'api-server' | 'namespace' }
  /** `directive`: as it stands in the snippet; `guard`: the annotation whose work it undoes */
  'snippet-opens': { annotation: string; directive: string; guard: string; effect: 'fail-open' }
  /** `directive`: as it stands there */
  'snippet-unsafe': { annotation: string; directive: string; is: UnsafeSnippet }
  /** `address`: that others of the controller have */
  'no-address': { title: string; address: string }
  /** `host`: null, all; `hours`: for how long it has been there */
  'solver-stuck': { host: string | null; hours: number }
  'ingress-twin': { host: string; route: Ref }
  /** `service`: by which clients come in */
  'allowlist-behind-proxy': { annotation: string; service: NamespacedName }
  'rewrite-traversal': { path: string; target: string }
  'no-redirect': { host: string }
  /** `keys`: of a ConfigMap that nobody reads; `read`: the one that is read instead, by the `flag`; null: it is not set */
  'configmap-unread': {
    controller: NamespacedName
    keys: readonly string[]
    read: NamespacedName | null
    isThere: boolean
    own: NamespacedName
    flag: string
  }
  /** `near`: what the controller reads; `isAnnotation`: it is no key of the data, but an annotation of the ConfigMap */
  /** `is`: what the value must be */
  'unread-value': { key: string; value: string; is: 'switch' | 'number' | 'size' | 'balancer' }
  'unknown-key': { key: string; near: string; isAnnotation?: true }
  'snippet-of-host': { host: string; others: readonly NamespacedName[] }
  'limit-per-replica': { annotation: string; replicas: number }
}

/** Of what an API server takes so many and no more. */
export type LimitedPart = 'hostnames' | 'rules' | 'matches' | 'matches in all' | 'filters' | 'backendRefs' | 'listeners'

/** Of routes and Gateways, as they are written. */
export interface RouteLintFacts {
  'api-refuses': Refusal
  'match-header-twice': { name: string; part: 'headers' | 'queryParams' }
  'too-many': { part: LimitedPart; count: number; most: number }
  'weights-zero': { backends: readonly string[] }
  /** `wide`: the listener whose hostname covers this one's; `isPassedOn`: of one TLS is passed on; `isCovered`: by the certificate of that one */
  'listener-overlap': { listener: string; hostname: string; wide: string; isPassedOn: boolean; isCovered: boolean }
  /** `by`: who is known to pass it over; null: the class does not list it */
  'feature-unsupported': { feature: string; class: string; by: string | null }
  /** `isSeen`: is it known who implements the Gateway */
  'backend-https-plain': {
    service: NamespacedName & { port: number | null }
    appProtocol: string | null
    /** a policy that asks for TLS to a port of another name, and the names that it says; null: none does */
    beside: (NamespacedName & { sections: readonly string[]; ports: readonly string[] }) | null
    isSeen: boolean
  }
  /** `service`, `from`: by which and by which port of it clients come in; null: that is not seen */
  'redirect-to-listener-port': { listener: string; port: number; service: string | null; from: number | null }
  /** `from`: the route of the very host that loses the request; `others`: that lose some, too; `title`: by whose rules */
  'path-outranks-host': { request: string; from: Ref; others: number; title: string }
  /** `by`: the older one; `section`: the port that it names */
  'policy-conflict': { target: Ref; section: string | null; by: Ref }
  'grant-useless': object
  'grant-wide': { kinds: readonly string[]; namespaces: readonly string[] }
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
export interface OpinionFacts {
  'single-endpoint': { service: NamespacedName }
  'single-replica': { title: string }
}

export interface LintFindingFacts
  extends ControllerLintFacts,
    ObjectLintFacts,
    RouteLintFacts,
    ChangeFacts,
    IgnoreFacts,
    OpinionFacts {}
