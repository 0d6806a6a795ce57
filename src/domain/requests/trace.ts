/** One request and what becomes of it: as the objects ask for it, and as the proxy's configuration serves it. */
import type { ControllerRef } from '../controllers/controller.js'
import type { LoserCode, Told } from '../findings/facts.js'
import type { Gap } from '../gap.js'
import type { NamespacedName, Ref } from '../objects/ref.js'

/** A request as a client sends it. */
export interface TraceRequest {
  readonly scheme: 'http' | 'https'
  readonly method: string
  /** the Host header as sent, with its port where it has one; null: none (HTTP/1.0) */
  readonly host: string | null
  /** path and query, raw: what stands in the request line */
  readonly target: string
  /** names in lower case, without Host */
  readonly headers: ReadonlyMap<string, string>
  /** where the client is, as the proxy sees it; null: not said */
  readonly clientAddress: string | null
  readonly httpVersion: '1.0' | '1.1'
  /** the name in the TLS handshake; null: none */
  readonly sni: string | null
  /** how those decide who are asked for it: a service, a list of passwords or of certificates; left out: not said */
  readonly auth?: 'pass' | 'deny'
  /** bytes of a connection, or datagrams, among which nobody looks for a request; left out: HTTP */
  readonly stream?: 'tcp' | 'udp'
  /** where it arrives; left out: at the port of the Host header, else of the scheme */
  readonly port?: number
  /** of the URL, where the Host header is another one; left out: it is sent to where its host leads */
  readonly address?: string
  /** to which it is sent; left out: not said, so that it may be any which serves the host */
  readonly gateway?: NamespacedName
}

/** A GET that says no more than where it goes; over TLS it asks for the certificate of the same name. */
export function plainGet(scheme: 'http' | 'https', host: string, target: string): TraceRequest {
  const sni = scheme === 'https' ? host : null
  return { scheme, method: 'GET', host, target, headers: new Map(), clientAddress: null, httpVersion: '1.1', sni }
}

export function hop(kind: HopKind, subject: string, detail: string): Hop {
  return { kind, subject, detail }
}

/**
 * - `served`: a backend gets it (or the proxy answers 2xx itself)
 * - `guarded`: a backend gets it if somebody lets it through: {@link Answer.outcomes} has each way that it may go
 * - `redirect`: 3xx
 * - `not-found`: 404, mostly of a default backend
 * - `unavailable`: 5xx: no endpoint, a location that is denied, a broken authentication
 * - `denied`: 4xx but 404: refused, not authenticated, not understood
 * - `unknown`: it cannot be told from here, and the hops say why
 */
export type Verdict = 'served' | 'guarded' | 'redirect' | 'not-found' | 'unavailable' | 'denied' | 'unknown'

export function verdictOf(status: number): Verdict {
  if (status === 404) return 'not-found'
  if (status < 300) return 'served'
  if (status < 400) return 'redirect'
  return status < 500 ? 'denied' : 'unavailable'
}

/** The Service, and its port as the Ingress names it. */
export interface ServiceBackend {
  readonly namespace: string
  readonly service: string
  readonly port: number | string | null
}

/** One of several upstreams that may get the request. */
export interface Split {
  readonly upstream: string
  /** `address:port` over which it balances; null: not known */
  readonly endpoints: readonly string[] | null
  /** of all requests like this one; null where a condition decides that cannot be told from here */
  readonly percent: number | null
  /** in words: `weight 30 of 100`, `header X-Canary: always`, `no canary applies` */
  readonly when: string
}

export type HopKind =
  | 'address'
  | 'controller'
  | 'tls'
  | 'server'
  | 'location'
  | 'ingress'
  | 'gateway'
  | 'listener'
  | 'route'
  | 'filter'
  | 'redirect'
  | 'access'
  | 'rewrite'
  | 'upstream'
  | 'service'
  | 'endpoint'
  | 'note'

/**
 * One way that a guarded request may go.
 * - `pass`: the request passes; the first one
 * - `deny`: it is not
 * - `fail`: whoever is asked gives no usable answer
 */
export interface GuardedOutcome {
  readonly when: 'pass' | 'deny' | 'fail'
  /** in words: `http://auth.example.com/check answers 2xx` */
  readonly condition: string
  readonly verdict: Verdict
  /** null: the backend's own, or not known */
  readonly status: number | null
  /** of a redirect */
  readonly location: string | null
}

/** How the proxy speaks to the backend. */
export interface LastHop {
  /** AUTO_HTTP: HTTP or HTTPS, as the client does */
  readonly protocol: 'HTTP' | 'HTTPS' | 'AUTO_HTTP' | 'GRPC' | 'GRPCS' | 'FCGI'
  /** endpoints of the Service, the address of the Service itself, or a name that leads elsewhere */
  readonly reached: 'pods' | 'cluster-ip' | 'name'
  /** null: they have several, or none is known */
  readonly port: number | null
  /** each Host header that is sent, mostly one; null: none that is known */
  readonly hosts: readonly (string | null)[]
  /** null: it is without TLS, or, of AUTO_HTTP, as the client's */
  readonly tls: LastHopTls | null
}

export interface LastHopTls {
  /** that is sent in the handshake; null: none */
  readonly serverName: string | null
  /** for which name the certificate of the backend must be; null: it is not looked at */
  readonly verifiedFor: string | null
  /** is the backend shown one */
  readonly hasCertificate: boolean
}

/** One step of the way: `subject` names what was met, `detail` says what it did. */
export interface Hop {
  readonly kind: HopKind
  readonly subject: string
  readonly detail: string
  /** what of it whoever reads the first line alone should know; left out: nothing */
  readonly gist?: string
}

/** A rule that could have had the request, and why it did not get it. */
export type Loser = Told<LoserCode> & {
  /** the rule's Ingress */
  readonly source: Ref
  readonly host: string | null
  readonly path: string | null
  readonly pathType: string | null
}

/** What becomes of a request, without what only those need who ask on. */
export interface AnswerCore {
  readonly verdict: Verdict
  /** null: the backend's own, or not known; of a guarded one what this very request gets, without a password for one */
  readonly status: number | null
  /** of a redirect */
  readonly location: string | null
  /** path and query as the backend gets them; null where none gets it */
  readonly upstreamUri: string | null
  /** whose rule decides; null: nobody's */
  readonly source: Ref | null
  readonly backend: ServiceBackend | null
  /** the live backend inside the proxy, by name */
  readonly upstream: string | null
  /** `address:port` over which that balances, as whoever answers has it; null: not known, or there is none */
  readonly endpoints: readonly string[] | null
  /** every upstream that may get it; empty where one gets all */
  readonly split: readonly Split[]
  /** where it hangs on who asks, or from where: each way that it may go, that to the backend first; else empty */
  readonly outcomes: readonly GuardedOutcome[]
  readonly hops: readonly Hop[]
}

export interface Answer extends AnswerCore {
  /** of the router that has it: where one proxy has rules of two worlds, the highest answers. Absent: no router has it, or none is ranked so */
  readonly priority?: number
  /** of gRPC, beside HTTP 200. Absent: a backend answers, or it is none */
  readonly grpcStatus?: number
  /** the place of the rule in its route, from 0; absent: of what has no rules by number */
  readonly rule?: number
  /** left out: no backend gets it, or it is not known how it is spoken to */
  readonly lastHop?: LastHop
  /** nearest miss first */
  readonly losers: readonly Loser[]
}

/** The answer to a request that no backend gets. */
export function withoutBackend(verdict: Verdict, status: number | null): Answer {
  return {
    verdict,
    status,
    location: null,
    upstreamUri: null,
    source: null,
    backend: null,
    upstream: null,
    endpoints: null,
    split: [],
    outcomes: [],
    hops: [],
    losers: [],
  }
}

export interface Trace {
  readonly request: TraceRequest
  readonly controller: ControllerRef | null
  /** the Gateway that is asked; null: a controller of Ingresses is */
  readonly gateway: Ref | null
  /** null: it could not be worked out (the gaps say why) */
  readonly asked: Answer | null
  readonly served: Answer | null
  /** null where one of the two is missing or unknown */
  readonly agree: boolean | null
  /** where the replica does not follow the objects, beside what the two answers say */
  readonly findings: readonly Told[]
  /** the redirects that were followed from here, one trace each; the last one is where it ends */
  readonly followed: readonly Trace[]
  /** the redirects come back to where they were */
  readonly isLoop: boolean
  readonly probe: Probe | null
  /**
   * the same request as others answer it that may serve the host, too: which of them a client reaches, the address that
   * the host's name leads to decides. Their redirects are not followed
   */
  readonly beside: readonly Trace[]
  readonly gaps: readonly Gap[]
}

/** What a replica really answered. */
export interface Probe {
  readonly replica: Ref
  readonly status: number
  readonly location: string | null
  readonly milliseconds: number
  /** does it fit the prediction; null: nothing definite was predicted */
  readonly agrees: boolean | null
}

/**
 * How often something of requests was looked at until now, and not only copied: an answer for which nobody did is that to
 * every other query, and to every other path that no name of {@link Tracer.namesUnder} tells from it.
 */
export interface Reads {
  readonly queries: number
  readonly paths: number
}

/** Answers requests by one set of rules over one state of the world; building one is the expensive part. */
export interface Tracer {
  /** @param explain with hops and losers, which takes longer */
  answer(request: TraceRequest, explain: boolean): Answer
  /** Absent: nobody knows. */
  reads?(): Reads
  /** Those that go on from `head`, in lower case, of all that the path of this request was compared with. */
  namesUnder?(request: TraceRequest, head: string): readonly string[]
}
