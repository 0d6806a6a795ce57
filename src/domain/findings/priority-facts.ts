/** Where whoever has the highest priority gets a request, and the length of a rule is one: the facts of each finding. */
import type { NamespacedName, Others, Ref } from '../objects/ref.js'

export interface PriorityFacts {
  /** `others`: with the same rule and priority */
  'undefined-winner': Others & { priority: number | null }
  /** `by`: the rule that has all requests; null: nobody's. `isSame`: it is of the same object; `isInternal`: it is the proxy's own */
  'longer-rule': { by: Ref | null; isSame: boolean; isInternal: boolean; rule: string; priority: number; own: number }
  /** `path`: which of its host's requests another rule takes, and that is of no host */
  'hostless-first': { host: string; path: string; by: Ref; rule: string; priority: number; own: number }
  /** `by`: whose router has its connections; null: nobody's. `isTcp`: it takes them before any request is read; else HTTP comes first */
  'connection-taken': { by: Ref | null; over: 'http' | 'tcp' | 'udp'; name: string }
  /** `tls`: of the router; `other`: the entry point where such requests arrive; null: there is none */
  'entry-point-tls': { entryPoint: string; tls: boolean; other: string | null }
  /** `entryPoints`: where the rule listens; `other`: the entry point where TLS arrives; null: there is none */
  'tls-unheard': { host: string; entryPoints: readonly string[]; other: string | null }
  /** null: the rule has none, so that no TLS is handed on */
  'tls-passed': { host: string | null }
  /** null: the rule has none, and names in handshakes choose */
  'client-certificate-unasked': { host: string | null }
  /** `isLost`: it is its own that is lost, for the other one comes later */
  'router-collision': Others & { router: string; isLost: boolean }
  /** `first`: whose pods get all of it; null: nobody decides */
  'service-collision': {
    service: NamespacedName
    others: readonly NamespacedName[]
    name: string
    first: NamespacedName | null
  }
  /** `near`: one that there is, under the name by which it has to be called */
  /** `field`: of the Middleware, in which the fault is */
  'no-middleware': { middleware: string; fault: MiddlewareFault; field?: string; near?: string; entryPoint?: string }
  /** `of`: Middlewares that have its name */
  /** `known`: in lower case */
  'resolver-missing': { resolver: string; known: readonly string[] }
  'middleware-collision': { middleware: string; of: readonly Ref[] }
  /** `subject`: what its object names or says, in words */
  'route-refused': { subject: string; fault: RouteFault }
  /** `fault`: in words */
  'rule-invalid': { rule: string; fault: string }
  /** `text`: of a matcher, with `{name:pattern}` in it; `isIngress`: the rule was made of an Ingress */
  'rule-template': { matcher: string; text: string; isIngress: boolean }
  /**
   * `hosts`: beside rules it answers for their hosts, and none has one; `everybody`: for whatever nobody else asks for; null: it
   * never does. `isRepeated`: the rules say the same, and leave nothing open
   */
  'default-beside-rules': { only: 'hosts' | 'everybody' | null; isRepeated: boolean }
  /** `service`: whose annotation it is; null: that of the Ingress itself */
  'annotation-refused': {
    annotation: string
    fault: 'unknown' | 'incomplete' | 'integer' | 'boolean' | 'matcher' | 'headless' | 'snippet'
    service: NamespacedName | null
  }
  /** `field`: the later of the two, which counts */
  'asked-twice': { field: string }
}

/** Why a router cannot have a middleware. */
export type MiddlewareFault =
  | 'missing'
  | 'off'
  | 'nothing'
  | 'several'
  | 'empty'
  | 'network'
  | 'status'
  | 'pattern'
  | 'value'
  | 'time'
  | 'expression'
  | 'plugin'
  | 'users'
  | 'authority'
  | 'namespace'
  | 'loop'
  | 'secret'
  | 'service'
  | 'plain'
  | 'former'
  | 'newer'

/** Why a route of an object is left out as a whole. */
export type RouteFault =
  | 'namespace'
  | 'off'
  | 'unwatched'
  | 'nobody'
  | 'nothing'
  | 'loop'
  | 'empty'
  | 'plain'
  | 'former'
  | 'newer'
  | 'inner'
  | 'middle'
  | 'kind'
  | 'scheme'
  | 'strategy'
  | 'health-check'
  | 'entry-point'
  | 'handshake'
  | 'options'
  | 'unchecked'
  | 'percent'
  | 'panic'
