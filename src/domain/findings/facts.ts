/**
 * What can be found, and the facts of each finding: code → what its sentence needs.
 *
 * A finding carries facts, not prose: the catalogue (src/findings) words each code once, complete by type. Codes are
 * stable: programs compare them, people look them up. Two findings share a code only if one page explains both.
 */
import type { EndpointDifference } from '../controllers/endpoint-difference.js'
import type { Gap, GapReason } from '../gap.js'
import type { NamespacedName } from '../objects/ref.js'
import type { ActingFacts } from './acting-facts.js'
import type { AnnotationFacts } from './annotation-facts.js'
import type { BackendFacts } from './backend-facts.js'
import type { TlsFacts } from './certificate-facts.js'
import type { ClassFacts } from './class-facts.js'
import type { GatewayFlaws, RouteContestFacts } from './gateway-flaws.js'
import type { LintFindingFacts } from './lint-facts.js'
import type { OwnershipFacts } from './ownership-facts.js'
import type { PriorityFacts } from './priority-facts.js'

/** Code with its facts; a plain `Told` is any of them. */
export type Told<C extends FindingCode = FindingCode> = {
  [K in C]: { readonly code: K; readonly facts: Readonly<FindingFacts[K]> }
}[C]

/** What several that may serve a host make of the same request. */
export interface WorldFacts {
  /** `by`: who it is, in words; `addresses`: those by which it is reached; `answer`: in words */
  'worlds-differ': {
    host: string
    answers: readonly { readonly by: string; readonly addresses: readonly string[]; readonly answer: string }[]
  }
}

/** Rules without paths, and default backends. */
export interface WholeFacts {
  /** `isMaster`: its paths are those of other objects */
  'no-paths': { isMaster?: true }
  'nothing-asked': Record<never, never>
  'catch-all-taken': { owner: NamespacedName | null }
  'default-backend-unused': { host: string; first: NamespacedName }
}

/**
 * Who gets a request in the place of a rule.
 * - `rule`: the path of an Ingress
 * - `canary`: a canary of the path gets all of its requests; `ingress`: null, nobody knows whose it is
 * - `primary`: what a canary tries out gets all
 * - `default`: no rule matches
 * - `host`: it is answered before any path of the host is looked at; `status`: null, it is not known how
 */
export type Taker =
  | { readonly is: 'rule'; readonly path: string; readonly ingress: NamespacedName }
  | { readonly is: 'canary' | 'primary'; readonly upstream: string; readonly ingress: NamespacedName | null }
  | { readonly is: 'default' }
  /** the ports at which it would listen are named, and nobody says which they are */
  | { readonly is: 'unheard'; readonly listeners: readonly string[] }
  | { readonly is: 'host'; readonly status: number | null }
  /** TLS connections are passed through as they are, and their Service has no address */
  | { readonly is: 'passed' }
  /** a location of `snippet`, which names the object that has it, too */
  | { readonly is: 'snippet'; readonly snippet: string; readonly location: string }

/** What becomes of a rule's host and path. A host of null is that of all requests no other host takes. */
export interface PathFacts {
  /** `canary`: it has annotations of one, and not the one that makes it one */
  duplicate: { host: string | null; path: string; winner: NamespacedName | null; canary?: true }
  /** `request`: a URL that the rule should have */
  'never-matches': { request: string; taker: Taker }
  /** `why`: what stands in the way, in words */
  undecided: { why: string }
  /** `status`: what the location answers by itself; `location`: where that leads */
  'backend-not-asked': { status: number | null; location: string | null }
  /** `url`: where a way of redirects without end begins */
  /** `section`: the listener of a Gateway on which alone it is meant. Absent: that is not the way out */
  'redirect-endless': { url: string; section?: string }
  shadowed: { host: string; path: string; other: string; owner: NamespacedName }
  'regex-mode': { host: string; source: NamespacedName }
  /** `isLost`: nothing else says that no request gets to the rule */
  'path-encoded': { path: string; encoded: string; isLost: boolean }
  /** `allowed`: characters, in words; `isLeftOut`: it is the controller, and not its webhook, that asks */
  'path-type': { path: string; pathType: string | null; allowed: string; isLeftOut: boolean }
  /** `groups` that the path has, and the highest one that `target` speaks of */
  'rewrite-group-missing': { target: string; path: string; groups: number; wanted: number }
  /** reason null: it can be used, and clients are asked */
  'auth-tls-of-other': { host: string; culprit: NamespacedName | null; reason: string | null }
  'alias-is-host': { alias: string }
  'alias-of-other': { alias: string; host: string }
  'alias-taken': { alias: string; host: string }
  'www-host-exists': { from: string }
}

interface Breaking {
  /** the Ingresses that have a part in it, beside the one that it is told of */
  others: readonly NamespacedName[]
  /** the controller tries each file, and takes back the one that holds it. Absent: all stays as it was loaded last */
  isUndone?: true
}

/** What makes the proxy refuse its whole configuration. */
export interface BreakFacts {
  /** `paths`: with their types, as they stand in the Ingresses; `form`: as the proxy's configuration has them both */
  'duplicate-location': Breaking & { host: string; paths: readonly [string, string]; form: string }
  'path-breaks': Breaking & { path: string; pathType: string }
  /** `fault`: in the words of its library for patterns */
  'regex-breaks': Breaking & { host: string; path: string; fault: string }
  'www-of-wildcard': Breaking & { host: string }
  /**
   * `key`: the annotation, or the key of the controller's `configMap`; `refusal`: in the proxy's words; `line`: of the
   * snippet; `instead`: the annotation that sets what the snippet sets once more
   */
  'snippet-breaks': Breaking & {
    key: string
    configMap: NamespacedName | null
    refusal: string
    line: number
    instead: string | null
  }
  /** `refusal`: in the proxy's words */
  'value-breaks': Breaking & { annotation: string; value: string; refusal: string }
}

export type BreakCode = keyof BreakFacts

export interface BlockedFacts {
  /** `culprit`: whose Ingress broke it; `isOwn`: another path of the same Ingress did */
  'reload-blocked': { by: Told<BreakCode>; culprit: NamespacedName | null; isOwn: boolean }
}

/** What becomes of a canary. A path of null is its default backend. */
export interface CanaryFacts {
  'canary-no-host': { host: string | null }
  'canary-no-primary': { host: string | null; path: string | null; pathType: string | null }
  'canary-as-location': { upstream: string; creator: NamespacedName | null }
  'canary-is-primary': { upstream: string; creator: NamespacedName | null }
  /** `before`: the upstream that is the first alternative of `primary` */
  'canary-not-first': { primary: string; before: string; creator: NamespacedName | null }
  'canary-policy-of-other': { upstream: string; creator: NamespacedName }
  'canary-weight-0': Record<never, never>
  'canary-backend': { canary: NamespacedName | null }
}

interface OfReplica {
  /** the pod; null: none */
  replica: NamespacedName | null
}

/** What a replica shows beside what the objects lead to. */
export interface ReplicaFacts {
  'not-in-conf': OfReplica
  /** `reason`: as the controller wrote it down */
  refused: OfReplica & { reason: string }
  denied: OfReplica & { reason: string }
  'old-version-served': OfReplica & { than: FindingCode }
  'replica-differs': OfReplica & { upstream: string } & (
      | (EndpointDifference & { how: 'endpoints' })
      | { how: 'no-canary' }
      | { how: 'still-served' }
    )
  /** `by`: what breaks it by the objects; `said`: in the proxy's words; `since`: no configuration was taken after (RFC 3339) */
  'reload-failed': OfReplica & {
    culprit: NamespacedName | null
    by: Told<BreakCode> | null
    said: string | null
    since: string | null
  }
}

/** Why a rule did not get a request. */
export interface ContestFacts {
  'lower-priority': { own: number; winner: number }
  'equal-priority': { priority: number }
  'path-case': { path: string }
  'exact-only': { path: string; isSlash: boolean }
  'other-element': { path: string; asked: string }
  'other-path': { path: string }
  'exact-first': { path: string; owner: NamespacedName }
  'shorter-path': { path: string | null; owner: NamespacedName | null }
  'regex-order': { path: string | null; owner: NamespacedName | null }
  /** `chosen`: the host that answers; null: none */
  'less-specific-host': { host: string | null; chosen: string | null }
  'no-fall-through': { chosen: string }
  'host-refused': Record<never, never>
  /** `isNamed`: does any rule name the host that was asked for */
  'other-host': { host: string; isNamed: boolean; elsewhere: string }
  /** `by`: why no controller takes it; left out: another one does, or nobody was asked */
  'other-class': { class: string | null; by?: Told<keyof ClassFacts> }
  /** `by`: what is wrong with its annotations; null: not known */
  dropped: { by: Told<keyof AnnotationFacts> | null }
  /** `isAlone`: nothing that it could try out is there */
  canary: { isAlone?: true }
  /** `isTaken`: another one answers; else a rule does */
  'default-backend': { isTaken: boolean }
}

/** What could not be seen. */
export type GapFacts = Record<`gap-${GapReason}`, Pick<Gap, 'kind' | 'namespace' | 'message'>>

export interface FindingFacts
  extends ClassFacts,
    WorldFacts,
    GatewayFlaws,
    BackendFacts,
    WholeFacts,
    OwnershipFacts,
    PathFacts,
    ActingFacts,
    BreakFacts,
    BlockedFacts,
    CanaryFacts,
    TlsFacts,
    ReplicaFacts,
    ContestFacts,
    RouteContestFacts,
    PriorityFacts,
    AnnotationFacts,
    LintFindingFacts,
    GapFacts {}

export type FindingCode = keyof FindingFacts
export type AnnotationCode = keyof AnnotationFacts
export type CertificateCode = keyof TlsFacts

/** Why a rule became no location of its own, or not the one that it asks for. */
export type FateCode = 'duplicate' | 'resource-backend' | 'canary' | 'canary-backend' | 'dropped' | 'other-class'
export type LoserCode =
  | keyof ContestFacts
  | keyof RouteContestFacts
  | FateCode
  | OwnershipCode
  | 'path-encoded'
  | 'policy-refuses'
  | 'glob-path'
  | 'alias-is-host'
  | 'alias-of-other'
  | 'api-refuses'
/** Why an object, or a part of it, is not taken where hosts have owners. */
export type OwnershipCode =
  | 'rejected'
  | 'host-taken'
  | 'host-tied'
  | 'file-collision'
  | 'no-master'
  | 'delegate-missing'
