/** What is found of Gateways and their routes, and why a rule of one did not get a request. */
import type { RankCriterion } from '../gateway/rank-criterion.js'
import type { SetOut } from '../gateway/set-out.js'
import type { NamespacedName, Ref } from '../objects/ref.js'
import type { Called } from '../requests/called.js'
import type { Astray } from './backend-facts.js'

/**
 * Why a route does not hang on a parent:
 * - `no-parentRefs`: it names none
 * - `no-parent`: there is no such Gateway or ListenerSet
 * - `no-listener`: it has no listener of that sectionName or port
 * - `kind`, `namespace`: no listener takes such routes
 * - `hostname`: no hostname of the route goes with one of a listener
 * - `out`: the listeners that would take it take no requests themselves
 * - `refused`: no API server takes the parent
 */
export type Detached =
  | 'no-parentRefs'
  | 'no-parent'
  | 'no-listener'
  | 'kind'
  | 'namespace'
  | 'hostname'
  | 'other-kind'
  | 'out'
  | 'refused'

/** Why a share of the requests fails. */
export type BrokenBackend =
  | 'no-service'
  | 'no-port'
  | 'no-endpoints'
  | 'none-ready'
  | 'external-name'
  | 'kind'
  | 'protocol'
  | 'tls'
  | 'filter'

export interface GatewayFlaws {
  /** `kind`: of the object, or `listener`; `part`: the listener or the parent that it is about, null: all of it */
  'gateway-condition': {
    kind: string
    part: string | null
    type: string
    status: string
    reason: string
    message: string
  }
  /** `observed`, `generation`: the change that was read, and the last one */
  'status-behind': { controller: string | null; part: string | null; observed: number; generation: number }
  /** `controllerName`: null, there is no class of that name */
  /** `isOff`: who has that name is started without Gateways; `isElsewhere`: not all classes are seen, and one of those is meant */
  'gateway-unclaimed': {
    class: string
    controllerName: string | null
    near: readonly string[]
    title: string | null
    isOff: boolean
    isElsewhere?: true
  }
  /**
   * `listeners`: those of the parent that count, each with its hostname, or with what it takes; `asked`: what the route
   * says of itself; `label`: one that lets the namespace in, as `key=value`; null: none alone does; `holder`: the
   * listener that keeps its hostname from the others; null: none does
   */
  'route-detached': {
    parent: Ref
    section: string | null
    why: Detached
    asked: string
    listeners: readonly string[]
    near: readonly string[]
    label: string | null
    holder: string | null
  }
  /** no controller has said anything of it for this parent */
  'route-unclaimed': { parent: Ref; section: string | null; controllerName: string | null }
  /** `attached`: as it is worked out here; the status says the opposite. `reason`: of the status */
  'attachment-differs': { parent: Ref; section: string | null; attached: boolean; reason: string; by: string }
  /** `holder`: the listener that keeps it from those; null: none of them covers it */
  'hostname-unserved': { hostname: string; listeners: readonly string[]; holder: string | null }
  /** `match`: in words; `winner`: null, it is not known whose; `section`: the listener on which alone the winner, which sends on to https, is meant. Absent: that is not the way out */
  /** `match`: null, of connections or datagrams nothing is asked */
  'match-taken': {
    host: string | null
    match: string | null
    winner: Ref | null
    why: string
    section?: string
    order?: string
  }
  /** `why`: a sentence */
  'match-by-chance': { why: string }
  /** `percent`: of the requests of the rule, null: it gets none; `status`: what they get, null: they are connections, which end; `called`: what is a call gets */
  'share-fails': {
    percent: number | null
    status: number | null
    called?: Called
    backend: NamespacedName & { readonly kind: string; readonly port: number | string | null }
    how: BrokenBackend
    /** as its port of the Service names it */
    appProtocol: string | null
    /** the policy that cannot be met, and why as conditions name it; null: none */
    policy: (NamespacedName & { readonly fault: string }) | null
    near: number | string | null
    /** of a Service that is not there, and of one that selects no pod */
    meant?: NamespacedName
    astray?: Astray
  }
  /** `service`: asked in clear text, whatever the policy asks for; `route`: kind of the route */
  'tls-passed-over': { policy: NamespacedName; service: NamespacedName; route: string }
  /** `status`: what all requests of the rule get, null: they are served without it; `isKnown`: does the implementation have such filters */
  'filter-broken': { type: string; why: string; status: number | null; called?: Called; isKnown: boolean }
  /** `from`: the object that refers, `to`: what it refers to */
  'grant-missing': { from: Ref; to: Ref; percent: number | null; called?: Called }
  /** `set`: the ListenerSet; `near`: what its parentRef may mean, where there is no such Gateway */
  'listener-set-out': { set: Ref; gateway: Ref; why: SetOut; near: readonly string[] }
  /**
   * `rival`: the listener that it conflicts with; `ports`: where the proxy listens, which its own port is none of; `secret`: the
   * one that its certificate should be in. Absent: that is not what is wrong
   */
  'listener-out': {
    listener: string
    fault: string
    rival: string | null
    ports?: readonly number[]
    secret?: Certificateless
  }
  /** `hostname`: null, the one of all hosts; `routes`: those of connections that ask for it, of others none */
  'port-frozen': { port: number; hostname: string | null; listeners: readonly string[]; routes: readonly string[] }
  /** `hostnames`: those in which clients have to name a protocol in the handshake, null is that of all hosts; `by`: the TLSRoute for which they have to */
  'alpn-wanted': { hostnames: readonly (string | null)[]; by: Ref }
  /** `status`: of what reaches it, null: its connections end */
  'listener-idle': { listener: string; hostname: string | null; status: number | null }
}

/** `isThere`: with no certificate that can be read; absent: its kind holds none */
export interface Certificateless extends Ref {
  readonly isThere?: boolean
  /** a namespace in which one of its name lies */
  readonly beside?: string
}

/**
 * Why a route hangs on no listener, as conditions name it; `ListenerNotReady`: it fits one that takes no
 * requests; `HostnameConflict`: a route of another kind has the hostname; `Refused`: the API server takes one of the two not.
 */
export type DetachReason =
  | 'NoMatchingParent'
  | 'NotAllowedByListeners'
  | 'NoMatchingListenerHostname'
  | 'ListenerNotReady'
  | 'HostnameConflict'
  | 'Refused'

/** Why a rule of a route did not get a request. */
export interface RouteContestFacts {
  /** `by`: null, nobody got it; `criterion`: null, they ask for the same; `wins`, `loses`: what was compared */
  outranked: { by: Ref | null; criterion: RankCriterion | null; wins: string | null; loses: string | null }
  'other-listener': { listener: string; chosen: string | null }
  'not-attached': { reason: DetachReason; gateway: NamespacedName }
  'asks-otherwise': { what: 'path' | 'method' | 'header' | 'query'; wanted: string }
}
