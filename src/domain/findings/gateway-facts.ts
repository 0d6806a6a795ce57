/** What can be found about Gateways and their routes, and why a rule of one did not get a request. */
import type { RankCriterion } from '../gateway/profile.js'
import type { NamespacedName, Ref } from '../objects/ref.js'

/**
 * Why a route hangs on no listener, as conditions name it; `ListenerNotReady`: it fits one that takes no
 * requests; `HostnameConflict`: a route of another kind has the hostname.
 */
export type DetachReason =
  | 'NoMatchingParent'
  | 'NotAllowedByListeners'
  | 'NoMatchingListenerHostname'
  | 'ListenerNotReady'
  | 'HostnameConflict'

/** Why a rule of a route did not get a request. */
export interface RouteContestFacts {
  /** `by`: null, nobody got it; `criterion`: null, they ask for the same; `wins`, `loses`: what was compared */
  outranked: { by: Ref | null; criterion: RankCriterion | null; wins: string | null; loses: string | null }
  'other-listener': { listener: string; chosen: string | null }
  'not-attached': { reason: DetachReason; gateway: NamespacedName }
  'asks-otherwise': { what: 'path' | 'method' | 'header' | 'query'; wanted: string }
}
