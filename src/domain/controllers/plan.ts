/** What one controller makes of the objects: worked out once, and read by every verb. */
import type { CertificateFacts } from '../certificates.js'
import type { ShownFlaw } from '../findings/certificate-facts.js'
import type { BreakCode, Told } from '../findings/facts.js'
import type { Gap } from '../gap.js'
import type { Ref } from '../objects/ref.js'
import type { ServiceBackend, TraceRequest, Tracer } from '../requests/trace.js'
import type { Fate } from '../routes/fate.js'
import type { Protocol } from '../routes/resolve-endpoints.js'
import type { Route, RouteEndpoints } from '../routes/route.js'
import type { WhyRow } from '../why/why.js'
import type { WhySources } from '../why/why-sources.js'
import type { ServedRoute } from './replica-facts.js'

export interface PlannedRoute extends Pick<Route, 'source' | 'host' | 'match'> {
  readonly fate: Fate
  /** does a replica that follows the plan have it in its configuration, under this host, path and source */
  readonly isListed: boolean
  /** its path there; absent: as the object has it */
  readonly listedPath?: string
  /** where it leads there, by the proxy's name for it; absent: that is not compared */
  readonly listedUpstream?: string
  /** is it dropped, or another one's, whatever is asked for: known without trying a request, which the whole fate takes */
  readonly isLost: boolean
}

/** One of the backends over which a replica that follows the plan balances. */
export interface PlannedUpstream {
  readonly name: string
  /** `address:port`; null: not known */
  readonly endpoints: readonly string[] | null
  /** whose endpoints they are; null: no Service's. Absent: not told */
  readonly service?: ServiceBackend | null | undefined
}

/** The certificate that is meant for a host. */
export interface PlannedCertificate {
  /** whose TLS section decides; null: the controller's own flags do */
  readonly by: Ref | null
  readonly secret: Ref | null
  /** null: the default certificate, or one that may not be looked at */
  readonly certificate: CertificateFacts | null
  /** why it is the default certificate although TLS was asked for */
  readonly flaw: ShownFlaw | null
  /** the Secret may not be looked at: it is taken to be good */
  readonly isUnseen?: boolean
  /** there is none that could be shown, and the handshake is refused. Absent: the default certificate steps in */
  readonly isRefused?: true
  /** TLS does not end at the proxy: whoever is behind it shows one of its own. Absent: it does */
  readonly isPassedThrough?: true
}

/** What is set for the whole proxy, where its configuration tells just that. */
export interface PlannedSetting {
  /** as people set it: `keep-alive` */
  readonly key: string
  /** the object that sets it */
  readonly source: Ref
  /** what it is in the proxy's configuration */
  readonly directive: string
  /** as it stands there */
  readonly value: string
}

/** What makes the proxy refuse its whole configuration, so that it goes on with the one that it loaded last. */
export interface PlannedBreak {
  readonly found: Told<BreakCode>
  /** whose object brings it about: of several the one that came last; null: none of those that ask for routes */
  readonly culprit: Ref | null
}

export interface PassedOver {
  readonly source: Ref
  /** null: it names none */
  readonly class: string | null
}

/** The answers to requests and the fates of routes come from one model. */
export interface Plan extends Tracer {
  /** what of the objects is more than is looked at. Absent: nothing */
  readonly gaps?: readonly Gap[]
  readonly routes: readonly PlannedRoute[]
  /** what objects of other kinds than Ingress ask for, whole, each with its fate. Absent: nothing */
  readonly customRoutes?: readonly Route[]
  /** a replica tells of its routes which are theirs. Absent: it does not */
  readonly listsCustomRoutes?: true
  /** objects that `why` has rows of although they ask for no route. Absent: there are none */
  readonly alsoAsking?: readonly Ref[]
  /** objects of the controller's kinds that ask for routes, and that it does not take: of another class, or elsewhere. Absent: none */
  readonly passedOver?: readonly PassedOver[]
  /** what asks for routes and names this object, which asks for none itself. Absent: that is not known */
  usersOf?(named: Ref): readonly Ref[]
  /** what a replica that follows the plan has in its configuration beside those: made by the controller itself */
  readonly ownRoutes: readonly ServedRoute[]
  readonly upstreams: readonly PlannedUpstream[]
  /** of several the one that holds longest; null: nothing. Absent: its proxy takes each object for itself */
  readonly brokenBy?: PlannedBreak | null
  /** those that are set, and can be told surely. Absent: none can */
  readonly settings?: readonly PlannedSetting[]
  /** to a name without a certificate of its own the handshake is refused. Absent: the default certificate is shown */
  readonly refusesOthers?: true
  /** does anything of it take connections or datagrams, whatever is said there, where such a {@link TraceRequest.stream} arrives. Absent: nothing ever does */
  takesStream?(request: TraceRequest): boolean
  /** Why it takes none, in words that follow its name, where that is more than that nobody asks for it. */
  whyNoStream?(request: TraceRequest): string | null
  /** null: no Ingress asks for TLS on it, so that the default certificate is shown */
  certificateFor(host: string): PlannedCertificate | null
  /** what answers behind a backend, by the rules of this controller. @param upstream its name inside, where one is known; protocol absent: TCP */
  endpointsOf(backend: ServiceBackend, upstream: string | null, protocol?: Protocol): RouteEndpoints
  /** Answers by what the controller wrote into the cluster, too. Absent: that makes no difference */
  heard?(sources: Pick<WhySources, 'events'>): Promise<Tracer>
  /** Is what was asked about served, rule by rule, and why not. */
  why(sources: WhySources, wanted: (source: Ref) => boolean): Promise<readonly WhyRow[]>
}
