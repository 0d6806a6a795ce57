/**
 * What the controller makes of the objects, before it writes nginx.conf: servers, locations and upstreams.
 * The words are those of https://github.com/kubernetes/ingress-nginx/blob/main/pkg/apis/ingress/types.go
 */
import type { CertificateFacts } from '../../../domain/certificates.js'
import type { DefaultFlaw, ShownFlaw } from '../../../domain/findings/certificate-facts.js'
import type { FateCode, Told } from '../../../domain/findings/facts.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import type { Ref } from '../../../domain/objects/ref.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import type { RouteEndpoints } from '../../../domain/routes/route.js'
import type { AnnotationFlaw, Annotations, AuthTls, Canary, ProxySsl } from '../annotations/reading.js'
import type { Policy } from '../workload/policy.js'

/** The server of everything that no other one names. */
export const defaultServer = '_'
/** The upstream of what no Ingress asks for. */
export const defaultUpstream = 'upstream-default-backend'

/** ImplementationSpecific, and none at all, become Prefix. */
export type PathType = 'Exact' | 'Prefix'

/** An Ingress that the controller keeps. */
export interface Kept {
  readonly ingress: Ingress
  readonly ref: Ref
  readonly annotations: Annotations
  /** its paths, rule by rule */
  readonly asked: readonly Asked[]
  /** whose annotations these are, where another Ingress has put its default backend there; absent: its own */
  readonly annotationsOf?: Ref
}

/** One path of one rule: what an Ingress asks for, and what became of it. */
export interface Asked {
  readonly ref: Ref
  /** null: all hosts */
  readonly host: string | null
  readonly path: string
  /** as the Ingress has it */
  readonly pathType: string
  readonly backend: ServiceBackend | null
  /** the name of that Service's upstream; null: it is no Service */
  readonly upstream: string | null
  /** where it stands in the Ingress: `spec.rules[0].http.paths[1]` */
  readonly field: string
  /** the location that it became; null where it became none */
  location: Location | null
  /** why it became none, or not what it asks for */
  fate: Fate | null
}

export type Fate = Told<FateCode>

/** Why an upstream has no endpoint, or none that is known. */
export type Lack = Told<
  'no-service' | 'no-port' | 'no-endpoints' | 'slices-hidden' | 'external-name' | 'backend-unseen'
>

export interface Location {
  readonly path: string
  readonly pathType: PathType
  /** made by the controller for what no rule of the host matches */
  isDefault: boolean
  upstream: string
  /** what answers in the place of its custom-http-errors */
  errorUpstream: string
  /** null: nobody asked for it */
  owner: Kept | null
  asked: Asked | null
}

export interface Server {
  readonly host: string
  readonly locations: Location[]
  /** path → the first location that has it */
  readonly byPath: Map<string, Location>
  aliases: readonly string[]
  /** every request is refused with 403, since the Secret of auth-tls-secret cannot be used */
  authTlsError: string | null
  /** of the first Ingress whose Secret can be used; null: no client is asked for a certificate */
  clientAuth: AuthTls | null
  /** of the first Ingress whose Secret has authorities; it counts for backends of the others, too */
  proxySsl: ProxySsl | null
  redirectsFromWww: boolean
  /** of the first Ingress that has one */
  snippet: string
  snippetBy: Ref | null
  sslPassthrough: boolean
  /** null: nothing is registered for its name: clients see the default certificate, and http is not redirected */
  shown: Shown | null
}

/** The certificate that is registered for a server. */
export interface Shown {
  /** the Ingress whose TLS section decided; null: the controller's own default */
  readonly by: Ref | null
  readonly secret: Ref | null
  /** null: the default certificate */
  readonly certificate: CertificateFacts | null
  /** why it is the default certificate although TLS was asked for */
  readonly flaw: ShownFlaw | null
  /** the Secret may not be looked at: it is taken to be good */
  readonly isUnseen?: boolean
}

export interface Upstream {
  readonly name: string
  /** null: the controller's own default, or one whose Service is not a Service */
  readonly service: ServiceBackend | null
  /** `address:port`; null: not known (Services or slices may not be seen, a name to be resolved) */
  endpoints: readonly string[] | null
  /** where `endpoints` is null or empty */
  lack: Lack | null
  /** what every verb shows of them */
  readonly counted: RouteEndpoints
  /** as the controller's own list has them, where the proxy makes less of that */
  readonly listed?: readonly string[]
  /** its one endpoint is the address of its Service (service-upstream) */
  readonly isAddress?: true
  /** only a canary's: it gets no location of its own */
  readonly noServer: boolean
  readonly canary: Canary | null
  readonly alternatives: string[]
  affinity: Annotations['affinity']
  readonly creator: Ref | null
}

/** What became of a canary's path (or of its default backend). */
export interface CanaryFate {
  readonly canary: Kept
  readonly host: string | null
  /** null: its default backend */
  readonly path: string | null
  /**
   * - `merged`: it shares the traffic of a primary
   * - `is-primary`: its upstream is a primary of this host itself
   * - `no-host`, `no-primary`: nothing asks for the same host, path and path type; its upstream is gone
   * - `gone`: its upstream went with another path of it
   */
  readonly fate: 'merged' | 'is-primary' | 'no-host' | 'no-primary' | 'gone'
}

export interface Model {
  readonly policy: Policy
  /** is it certain that no such host is found, see host-lookup.ts */
  readonly isUnknownHost: (host: string) => boolean
  /** by host */
  readonly servers: ReadonlyMap<string, Server>
  /** `www.x` → `x`, or the other way round */
  readonly wwwRedirects: ReadonlyMap<string, string>
  readonly upstreams: ReadonlyMap<string, Upstream>
  /** every path of every rule, in the order in which they count */
  readonly asked: readonly Asked[]
  readonly kept: readonly Kept[]
  /** `NAMESPACE/NAME` → what is wrong with its annotations, of kept and of dropped Ingresses */
  readonly flaws: ReadonlyMap<string, readonly AnnotationFlaw[]>
  /** `NAMESPACE/NAME` → what its annotations name and may not be looked at: taken to be as it should */
  readonly unseen: ReadonlyMap<string, readonly string[]>
  readonly canaries: readonly CanaryFate[]
  /** hosts whose TLS connections never reach nginx */
  readonly passed: ReadonlyMap<string, Passed>
  /** name → the certificate that is registered for it */
  readonly registered: ReadonlyMap<string, Shown>
  /** what is wrong with the certificate of all that name none, for a host; null: nothing, nobody gave one, or it is not seen */
  readonly defaultFlawOf: (host: string | null) => DefaultFlaw | null
}

/** The server that a host of an Ingress has: the default one where it names none. */
export function serverOf({ servers }: Model, host: string | null): Server | undefined {
  return servers.get(host ?? defaultServer) ?? servers.get(defaultServer)
}

export interface Passed {
  readonly upstream: Upstream
  /** whose rule it is */
  readonly source: Ref | null
  /** `address:port` of the Service; null: there is nothing to connect to, or it is not known */
  readonly address: string | null
  /** in words, where `address` is null */
  readonly why: string | null
  /** false: the Service may not be looked at */
  readonly isKnown: boolean
}
