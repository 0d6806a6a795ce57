/**
 * How an implementation of the Gateway API fills in what the specification leaves open, and where it departs from it. A
 * profile is a value: the resolver (semantics/gateway) reads it, a dialect owns it.
 */
import type { Controller } from '../controllers/controller.js'
import type { RoutingFacts } from '../controllers/routing-facts.js'
import type { Look } from '../look.js'
import type { GatewayRouteKind } from '../objects/gateway/routes.js'
import type { Kinds } from '../objects/objects.js'
import type { NamespacedName } from '../objects/ref.js'

import type { TraceRequest } from '../requests/trace.js'
import type { ValueMatch } from '../routes/route.js'
import type { OwnKinds } from './own-kinds.js'
import type { RankCriterion } from './rank-criterion.js'

/** A match, as it is ranked. */
export interface RankedMatch {
  readonly path: { readonly type: 'Exact' | 'PathPrefix' | 'RegularExpression'; readonly value: string }
  readonly method: string | null
  readonly headers: readonly ValueMatch[]
  readonly query: readonly ValueMatch[]
  /** of a GRPCRoute; null: of another */
  readonly grpc: { readonly service: string | null; readonly method: string | null; readonly isRegex: boolean } | null
  /** of its route, itself among them */
  readonly rulesAfter: number
  /** of connections or datagrams: nobody looks for a request in them, nor for a path */
  readonly isStream: boolean
}

/** Tries a pattern on a value; null: it cannot be told. */
export type Pattern = (value: string) => boolean | null

export interface GatewayProfile {
  /** by whose rules, in words: `the Gateway API specification` */
  readonly title: string
  /** the words from which it departs, to be told where they would answer otherwise; absent: it is those */
  readonly specification?: GatewayProfile
  /** what rules may say that it passes over without a word, by the names of the conformance suite; without one: the field */
  readonly lacks: readonly string[]
  /** where a rule has requests asked again: how often and after which codes, if it says neither; and is what took too long tried again */
  readonly retries: { readonly attempts: number; readonly codes: string; readonly afterTimeout: boolean }
  /** what it brought along that acts on routes; absent: nothing that is read */
  readonly own?: OwnKinds
  /** nobody here knows which kinds it brought along: what names one is left open; absent: such a kind is none */
  readonly leavesForeignOpen?: true
  readonly attachment: {
    /** are clients asked for certificates, where the Gateway names their authorities */
    readonly clientAuthorities: boolean
    /** a parentRef without namespace means the route's own, or any Gateway of that name */
    readonly parentNamespace: 'route' | 'any'
    /** hostnames that a listener does not get, though they fit: those that are the very name of another listener, or those that the listeners have which the parentRef leaves out, whatever their port */
    readonly subtracts: 'nothing' | 'equal-listener' | 'listeners-left-out'
    /** does a wildcard of a route that is wider than the listener's wildcard meet it */
    readonly widerWildcards: boolean
    /** listeners of a Gateway whose port has a protocol that does not go with theirs, or their hostname twice: all are out, all of those that have what a handshake needs, or the first one stays; `none`: one port may speak all protocols */
    readonly conflict: 'all-out' | 'able-out' | 'first-stays' | 'none'
    /** what is lost with a match that an older route has: the match on that host, the whole rule at that listener (where a rule before it in its own route has it, too), or the match where all hostnames are the same, whatever their priority */
    readonly duplicateLoses: 'match' | 'rule' | 'router'
    /** of GRPCRoutes only Exact service and method together are understood */
    readonly grpcExactOnly: boolean
    /** a GRPCRoute of which each rule has a filter that is refused: is left out whole, or fails */
    readonly refusedCalls: 'left-out' | 'fail'
    /** is an HTTPRoute refused that shares a hostname with a GRPCRoute */
    readonly sharesHostsWithGrpc: boolean
    readonly listenerSets: boolean
    /** where it listens at all; null: wherever a Gateway says */
    readonly ports: readonly number[] | null
    /** what listeners may speak */
    readonly protocols: readonly string[]
    /** a listener that allows a kind which it cannot carry: takes the others, or is out */
    readonly wrongKinds: 'others-taken' | 'listener-out'
    /** does a route hang on a listener without a good certificate, though nothing gets there */
    readonly takesUnready: boolean
    /** a selector of namespaces that asks for nothing */
    readonly emptySelector: 'all' | 'none'
    /** kinds of routes that TLS which is passed on takes */
    readonly passedOn: readonly GatewayRouteKind[]
    /** names in handshakes that a TCPRoute has at a listener for TLS: its own alone, all, or none, for it takes no TCPRoute */
    readonly tcpNames: 'listener' | 'all' | 'none'
    /** addresses that the Gateway asks for: is nothing served while its status has none of them */
    readonly waitsForAddress: boolean
    /** a listener with several certificates is out */
    readonly oneCertificate: boolean
  }
  readonly listeners: {
    /** whose routes may answer at a port: the Gateway's own, or those of all Gateways */
    readonly pool: 'gateway' | 'port'
    /** does nothing listen at a port that has no routes */
    readonly closesIdlePorts: boolean
    /** only routes of the most specific listener that has the host */
    readonly isolated: boolean
    /** does a request that no rule of the most specific hostname matches fall to the next one */
    readonly fallsThrough: boolean
    /** one hostname twice at an HTTP port: the proxy refuses all routes of that port */
    readonly duplicateHostname: 'merged' | 'refuses-port'
    /** TLS for one name and a Host of another: as the specification has it, 404 unless the same listener has it, always 421, or served */
    readonly misdirected: 'specified' | 'same-listener' | 'refused' | 'served'
    /** no listener for the name in the handshake, or one without certificate: the connection is closed, or some certificate is shown */
    readonly unknownSni: 'reset' | 'other-certificate'
    /** as soon as a TLSRoute hangs anywhere: is a handshake that names no protocol of HTTP refused, where no route has its name in full */
    readonly tlsRoutesWantAlpn: boolean
  }
  /** the criteria by which matches are ranked, the first one first */
  readonly order: readonly RankCriterion[]
  /** by the criterion `path-type`, the first one first: where expressions stand the specification leaves open */
  readonly pathTypes: readonly string[]
  /** one number for a match under all hostnames that it has at a listener, the highest first; null: there is none */
  readonly priority: ((match: RankedMatch, hostnames: readonly string[]) => number) | null
  readonly matching: {
    /** what a regular expression takes, the whole value or a part of it; null: it is none that can be read */
    readonly pattern: (text: string) => Pattern | null
    /** is an expression one that it refuses */
    readonly refuses: (text: string) => boolean
    /** what is lost with such an expression: the match, or its whole rule */
    readonly refusedLoses: 'match' | 'rule'
    /** in words: `the whole value`, `any part of the value` */
    readonly patternMeans: 'whole' | 'anywhere'
    /** one name twice among the headers of a match: the first counts, or all must hold */
    readonly repeatedHeader: 'first' | 'all'
    /** do rules that redirect ask for query parameters, as all others do */
    readonly redirectsAskQuery: boolean
    /** a method of gRPC without its service: an expression over the path, or one header more, which asks for the end of the path */
    readonly grpcMethodAlone: 'path' | 'header'
    /** what stands in an expression of gRPC for a service, and for a method, that it does not name */
    readonly grpcNames: { readonly service: string; readonly method: string }
    /** raw bytes and the first value of a name, or decoded and any */
    readonly query: 'raw-first' | 'decoded-any'
    readonly path: {
      /** are slashes merged and dots resolved before anything is matched */
      readonly normalised: boolean
      /** `%2F` and `%5C`: kept and compared as they are, or answered with 307 to the path without them */
      readonly escapedSlash: 'kept' | 'redirected'
      /** a backslash counts as a slash */
      readonly backslash: boolean
      /** are escapes decoded before anything is matched: all, or those that need none */
      readonly decoded: 'all' | 'unreserved' | 'nothing'
      /** what is answered with 400: letters beyond ASCII, NUL and fragments; a percent sign that begins no escape, and a fragment of the path; nothing */
      readonly refuses: 'non-ascii' | 'bad-escape' | 'nothing'
      /** a path of two slashes and nothing else stays as it is */
      readonly keepsTwoSlashes: boolean
      /** what may not stand in a URL is escaped before it is sent on */
      readonly escapes: boolean
      /** `OPTIONS *` is about the server: it answers itself */
      readonly answersAsterisk: boolean
    }
    /** does a rule that asks for a header Host see it */
    readonly hostIsHeader: boolean
    /** `shop.example.com.` is `shop.example.com`; under a wildcard it is not */
    readonly ignoresTrailingDot: boolean
    /** a wildcard stands for letters, digits, hyphens and dots only */
    readonly plainWildcards: boolean
  }
  readonly outcome: {
    /** a rule without backendRefs and redirect answers 500, does so where it has no filters (else as if all weights were 0), or is left out */
    readonly noBackendRefs: 'fails' | 'fails-without-filters' | 'left-out'
    readonly allWeightsZero: 500 | 503
    /** the share of a backend that cannot be used: fails, or goes to those that can */
    readonly brokenShare: 'fails' | 'goes-to-others'
    /** connections and datagrams of one that cannot be used, or has no endpoints: end, or go to those that answer */
    readonly streamShares: 'each' | 'of-answering'
    /** a Service for which there is no EndpointSlice at all, not even an empty one */
    readonly noSlices: 500 | 503
    /** values of appProtocol that are understood, in lower case; null: any other means nothing */
    readonly appProtocols: readonly string[] | null
    /** a port 443, or one whose name begins with https, is spoken to in TLS by itself */
    readonly tlsByPort: boolean
    /** are backends of GRPCRoutes spoken to in TLS where the listener is, unless their port says by appProtocol how they are */
    readonly grpcAsListener: boolean
    /** the filter CORS: works, and does so for preflights where its match names another method; is passed over */
    readonly cors: 'works' | 'works-for-all-methods' | 'ignored'
    /** filters of the specification that make a rule of such a route fail */
    readonly lacks: Readonly<Partial<Record<GatewayRouteKind, readonly string[]>>>
    /** of a rule with several backends that cannot be asked each fails as it does alone, or as one of them does for all: any that cannot be used where none is left, be its weight 0; else one without endpoints */
    readonly brokenStatus: 'each' | 'one-for-all'
    /** a BackendTLSPolicy that cannot be met: its backend fails, or is asked in clear text; so it is then by all but HTTPRoutes, and where anything is asked of it beyond own authorities and one hostname */
    readonly unmetTls: 'fails' | 'clear-text'
    /** do BackendTLSPolicies, and what ports say is spoken there, count for HTTPRoutes alone: all others are asked in clear text */
    readonly tlsForWebAlone: boolean
    /** of several BackendTLSPolicies for one Service: that of the very port before the oldest, or the oldest alone */
    readonly tlsPolicies: 'port-first' | 'oldest'
    /** of the authorities that one names: one that can be used is enough, or each has to be good */
    readonly authorities: 'one' | 'each'
    /** endpoints of which none is ready are asked nevertheless */
    readonly servesNotReady: boolean
    /** a mirror that cannot be had: dropped, or the rule fails */
    readonly mirror: 'dropped' | 'fails'
    /** filters of a single backend beside those of headers: work, do so where they write its Host and nothing else (with others it fails), or are passed over */
    readonly backendFilters: 'work' | 'host-alone' | 'are-ignored'
    /** a filter of a kind that it does not know */
    readonly unknownFilter: 'fails' | 'ignored'
    /** a request header modifier that names Host */
    readonly hostModifier: 'set' | 'fails'
    /** what the proxy answers itself is HTTP 200: to all calls, with a status of gRPC; or in the place of 500 of GRPCRoutes, whoever asks, as JSON */
    readonly grpcErrors: 'to-calls' | 'of-grpc-routes'
  }
  readonly redirect: {
    /** the port that the filter names: left out where the scheme has it anyway, where any scheme has it, or always written */
    readonly ownPort: 'omitted' | 'usual-omitted' | 'written'
    /** is the listener's port taken where the filter names neither port nor scheme */
    readonly listenerPort: boolean
    /** does the port of the Host header stay where no other one is written: never, where the host stays, or where the scheme does */
    readonly keepsHostPort: 'never' | 'same-host' | 'same-scheme'
  }
  readonly prefix: {
    /** a replacement that ends with a slash keeps it, so that two follow each other: in redirects, in rewrites too */
    readonly keepsSlash: 'nowhere' | 'redirects' | 'everywhere'
    /** the prefix `/` is cut off whole, so that nothing stands between the replacement and the rest */
    readonly rootIsCut: boolean
    /** where nothing but `/` replaces it: as any other; only where the path has it as it is written, slash at its end and all; an empty replacement takes the slash of the rest, too, and what is left is answered with 502 */
    readonly removed: 'as-any' | 'as-written' | 'empty-breaks'
  }
}

/** What a dialect says of Gateways. */
export interface GatewayDialect {
  /** `spec.controllerName` of the GatewayClasses that are its own */
  readonly controllerNames: readonly string[]
  readonly profile: GatewayProfile
  /** The same, as the controllers that were found are started. Absent: nothing of that changes it. */
  readonly profileOf?: (controllers: readonly Controller[], configMapOf: Look<Kinds['ConfigMap']>) => GatewayProfile
  /** ConfigMaps of a controller that change it, too. Absent: none does. */
  readonly configMaps?: (controller: Controller) => readonly NamespacedName[]
  /** The port of its pods, where its Gateways listen, to which a request leads that comes by its Service. Absent: a listener has the port of the Service. */
  readonly arrivesAt?: (
    controller: Controller,
    request: TraceRequest,
    inventory: Pick<RoutingFacts['inventory'], 'service'>,
  ) => number
  /** Is it started so that it reads Gateways; null: that is said in a way that is not seen. Absent: all do. */
  readonly isOn?: (controller: Controller) => boolean | null
  /** Do the replicas of a controller serve this Gateway. Absent: those of each serve all that are of its classes. */
  readonly serves?: (controller: Controller, gateway: NamespacedName) => boolean
}
