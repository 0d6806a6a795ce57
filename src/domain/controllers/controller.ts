/** An ingress controller found in the cluster: the workload, its replicas, and what its flags say. */

import type { EndpointSlice, Ingress, IngressClass, Service } from '../objects/objects.js'
import type { NamespacedName, Ref } from '../objects/ref.js'
import type { Gap } from '../ports.js'
import type { TraceRequest, Tracer } from '../requests/trace.js'
import type { ServedRoute } from '../routes/served-route.js'
import type { WhyRow } from '../why.js'
import type { WhySources } from '../why-sources.js'
import type { Build } from './build.js'
import type { ConfBlock, ConfExcerpt, ConfPart } from './conf-part.js'
import type { LogRecord } from './log-record.js'
import type { Handshake, LogQuery, PodResponse, Terminal } from './pod-access.js'
import type { RoutingFacts } from './routing-facts.js'
import type { Upstream } from './upstream.js'

/** How one kind of controller thinks, by its short name, e.g. `traefik`. */
export type DialectId = string

/** Names a controller: the workload, whose kind is that of whatever owns the pods, and its dialect. */
export interface ControllerRef extends Ref {
  readonly dialect: DialectId
}

export function controllerRef({ kind, namespace, name, dialect }: ControllerRef): ControllerRef {
  return { kind, namespace, name, dialect }
}

export interface Controller extends ControllerRef {
  /** sorted: those that can be asked first, then by name */
  readonly replicas: readonly Replica[]
  /** of the first replica */
  readonly settings: ControllerSettings
  readonly release: Release
}

/**
 * Only `ready` replicas are asked without being named: what any other one serves, if it serves at all, may be of
 * yesterday, or only half loaded.
 */
export type ReplicaState = 'ready' | 'not-ready' | 'pending' | 'terminating' | 'failed'

/** One pod of a controller. */
export interface Replica extends Ref {
  readonly container: string
  readonly state: ReplicaState
  /** `CrashLoopBackOff`, `Evicted`, where the cluster says why */
  readonly reason: string | null
  readonly node: string | null
  readonly ip: string | null
  readonly restarts: number
  /** RFC 3339 */
  readonly createdAt: string | null
  readonly labels: Readonly<Record<string, string>>
  readonly settings: ControllerSettings
  readonly release: Release
}

/** What an image says of itself. Forks number their releases by schemes of their own: only `upstream` compares. */
export interface Release {
  readonly image: string
  /** the tag's number, e.g. `1.15.1` */
  readonly version: string | null
  /** whose build: `upstream`, or the fork's name */
  readonly origin: string
}

/** The flags that decide what a controller serves and where it can be asked, defaults filled in. */
export interface ControllerSettings {
  readonly httpPort: number
  readonly httpsPort: number
  /** where nginx ends TLS while it may be passed through: then `httpsPort` is another proxy's, before it */
  readonly sslProxyPort: number
  /** nginx' own answers, on loopback */
  readonly statusPort: number
  /** health and metrics */
  readonly healthPort: number
  /** answered on the default server, and on `healthPort` */
  readonly healthPath: string
  readonly ingressClass: string
  readonly controllerClass: string
  readonly classByName: boolean
  readonly withoutClass: boolean
  /** null: all */
  readonly watchNamespace: string | null
  readonly watchNamespaceSelector: string | null
  readonly annotationsPrefix: string
  readonly disableCatchAll: boolean
  readonly configMap: Ref | null
  readonly tcpServices: Ref | null
  readonly udpServices: Ref | null
  readonly publishService: Ref | null
  readonly defaultBackendService: Ref | null
  readonly defaultCertificate: Ref | null
  readonly electionId: string | null
  /** where the admission webhook listens */
  readonly webhook: string | null
  readonly metrics: boolean
  /** looks through hosts, paths and TLS for what tries to break out of the configuration */
  readonly deepInspect: boolean
  /** checks the values of annotations; null: as its release does where nothing is said */
  readonly enableAnnotationValidation: boolean | null
  readonly disableSvcExternalName: boolean
  readonly enableSslPassthrough: boolean
  readonly topologyAware: boolean
}

/** Everything that was found, and what could not be looked at. */
export interface FoundControllers {
  readonly controllers: readonly Controller[]
  readonly gaps: readonly Gap[]
}

/** How an answer came about: from the running proxy, from its disk, from the API, or from a capture. */
export type AnswerSource = 'live' | 'disk' | 'api' | 'capture'

export interface Answered<T> {
  readonly value: T
  readonly source: AnswerSource
  /** in words: `port-forward to 10246`, `exec cat /etc/nginx/nginx.conf` */
  readonly way: string
}

export interface Process {
  readonly pid: number
  /** `old worker`: it finishes its connections under the configuration of before */
  readonly role: 'controller' | 'master' | 'worker' | 'old worker' | 'helper'
  /** as ps writes it; null where this ps does not tell */
  readonly uptime: string | null
  readonly command: string
}

/** How long a release is looked after, and which of its flaws are public. */
export interface Support {
  /** one line */
  readonly sentence: string
  /** worst first; null: not known for this build */
  readonly flaws: readonly string[] | null
}

/** Asks one replica. Every method throws a Problem `not-observed` that names each way that was tried. */
export interface Observer {
  /** the body of /configuration/backends as it came: may be empty before the first sync */
  backends(replica: Replica): Promise<Answered<string>>
  /**
   * The bytes of nginx.conf, pulled as they are read; leaving early stops the remote side.
   * @param whole true: they end with Problem `connection-lost` where the file is cut, which who reads it as a
   *   configuration sees for himself
   */
  conf(replica: Replica, options?: { readonly whole: boolean }): Promise<Answered<AsyncIterable<Uint8Array>>>
  /** the chain that is served for a registered name, as PEM without its key; null: no such name */
  certificate(replica: Replica, name: string): Promise<Answered<string | null>>
  /** a page of text of the status server (`/nginx_status`) or of the health server (`/metrics`) */
  page(replica: Replica, page: '/nginx_status' | '/is-dynamic-lb-initialized' | '/metrics'): Promise<Answered<string>>
  /** what its HTTPS port shows to a client that asks for this name */
  handshake(replica: Replica, servername: string): Promise<Handshake>
  /** the real request, to its HTTP or HTTPS port: GET and HEAD only */
  request(replica: Replica, request: TraceRequest): Promise<PodResponse>
  /** the bytes of the container's log */
  logs(replica: Replica, query: LogQuery): Promise<AsyncIterable<Uint8Array>>
  /** what the program says of itself */
  version(replica: Replica): Promise<Answered<Build>>
  /** processes of the container, those of nginx and of the controller */
  processes(replica: Replica): Promise<Answered<readonly Process[]>>
  /** runs what a person typed, at a person's own risk. @returns the remote exit code */
  attach(replica: Replica, argv: readonly string[], terminal: Terminal): Promise<number>
  /** the configuration that failed its test last: its text and nothing where there is none */
  failedConf(
    replica: Replica,
  ): Promise<Answered<{ readonly name: string; readonly bytes: AsyncIterable<Uint8Array> } | null>>
}

/** An IngressClass by its name; null in its place: they may not be seen. */
export type FindClass = (name: string) => IngressClass | undefined

/** One entry of the controller's own list, as it wrote it. */
export type Backend = Readonly<Record<string, unknown>> & { readonly name: string }

/** Finds controllers, asks them, and knows how they think; live or from a capture. */
export interface Controllers {
  /** @param namespace null: all that may be seen */
  find(namespace: string | null): Promise<FoundControllers>
  readonly observer: Observer
  /** Does this controller serve this Ingress? null: cannot be told. */
  owns(controller: Controller, ingress: Ingress, classOf: FindClass | null): boolean | null
  /** The body that {@link Observer.backends} gave; null before the first sync. @throws SyntaxError */
  backends(body: string): readonly Backend[] | null
  support(release: Release): Support
  /** reads lines of a log. @param format of the access log, as configured; null: the default */
  logReader(format: string | null): (line: string) => LogRecord
  /** does that format tell the host, or the Ingress, of a request */
  tellsOf(format: string | null): { readonly host: boolean; readonly ingress: boolean }
  /** the names of the upstreams that these Ingresses ask for */
  upstreamNames(ingresses: readonly Ingress[]): ReadonlyMap<string, Ref>
  /** a part of a configuration, found while it streams by */
  excerpt(conf: AsyncIterable<Uint8Array>, part: ConfPart): Promise<ConfExcerpt>
  /** the routes of a configuration. @throws SyntaxError where it breaks */
  servedRoutes(conf: AsyncIterable<Uint8Array>): AsyncIterable<ServedRoute>
  /** `address:port` of each endpoint that the controller should use; null where it uses none (ExternalName) */
  expectedEndpoints(
    service: Service,
    slices: readonly EndpointSlice[],
    port: number | string,
  ): ReadonlySet<string> | null
  /** a configuration as blocks that can be compared between replicas */
  confBlocks(conf: AsyncIterable<Uint8Array>): AsyncIterable<ConfBlock>
  /** by the rules of the dialect, from the objects alone */
  asked(controller: Controller, facts: RoutingFacts): Tracer
  /**
   * from what a replica runs with; the configuration is read once
   * @param certificates registered name → is there one, as the replica says: it may grow between two answers
   */
  served(
    controller: Controller,
    conf: AsyncIterable<Uint8Array>,
    backends: readonly Backend[] | null,
    facts: RoutingFacts,
    certificates: ReadonlyMap<string, boolean>,
  ): Promise<Tracer>
  /** Is what was asked about served, rule by rule, and why not. @param facts of which `ingresses` are those to judge among */
  why(
    controller: Controller,
    facts: RoutingFacts,
    sources: WhySources,
    wanted: (ref: Ref) => boolean,
  ): Promise<readonly WhyRow[]>
  /** the line of a log that says why an Ingress of nobody is passed over; null: there is none */
  whyIgnored(log: readonly string[], ref: Ref): string | null
  /** hosts and wildcards under which the proxy would answer for an Ingress, aliases included; not regular expressions */
  hostNames(settings: ControllerSettings | null, ingress: Ingress): readonly string[]
  /** what annotations of these Ingresses name */
  namedObjects(
    controller: Controller,
    ingresses: readonly Ingress[],
  ): { readonly configMaps: readonly NamespacedName[]; readonly secrets: readonly NamespacedName[] }
  /** one with the flags that are usual, where none was found */
  assumed(): Controller
  /** @param ingresses the objects from which names are computed, since a name cannot be split */
  upstreams(backends: readonly Backend[], ingresses: readonly Ingress[]): readonly Upstream[]
}
