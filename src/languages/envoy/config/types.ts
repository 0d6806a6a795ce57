/** What Envoy's configuration says, as far as it decides what becomes of a request: compact, for there may be a lot of it. */
import type { Wire } from '../../values.js'
import type { DomainBook } from '../route/domains.js'
import type { HeaderRule, PathRule, TextRule } from './rules.js'

/** https://www.envoyproxy.io/docs/envoy/latest/api-v3/admin/v3/config_dump.proto */
export interface EnvoyConfig {
  readonly listeners: readonly Listener[]
  /** those that are sent apart from their listeners, by name */
  readonly routeTables: ReadonlyMap<string, RouteTable>
  readonly clusters: ReadonlyMap<string, Cluster>
  /** by the name under which a cluster asks for them; empty where the dump is without endpoints */
  readonly endpoints: ReadonlyMap<string, readonly Locality[]>
  /** PEM without keys, by the name of the secret */
  readonly certificates: ReadonlyMap<string, string>
  /** updates that Envoy would not take: what it runs with is older */
  readonly refused: readonly Refusal[]
}

export interface Refusal {
  readonly name: string
  readonly details: string
}

export interface Listener {
  readonly name: string
  /** null: a socket of another kind */
  readonly port: number | null
  /** for datagrams, and no connections */
  readonly isUdp: boolean
  readonly chains: readonly Chain[]
  /** for what no chain takes; null: the connection is closed */
  readonly fallback: Chain | null
}

/** https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/listener/v3/listener_components.proto */
export interface Chain {
  readonly name: string
  /** names in the handshake, in lower case: exact, or with `*.` in front; empty: any */
  readonly servers: readonly string[]
  /** `tls`, `raw_buffer`; '': either */
  readonly transport: string
  readonly port: number | null
  /** what else it asks for, which is not tried here */
  readonly untried: readonly string[]
  readonly tls: Tls | null
  /** kinds of filters that may end the connection before its target has it */
  readonly enders: readonly string[]
  readonly target: Target
}

export interface Tls {
  /** names of secrets */
  readonly secrets: readonly string[]
  /** those that stand in the listener itself, as PEM */
  readonly inline: readonly string[]
}

export type Target =
  | { readonly is: 'http'; readonly connection: Connection }
  /** bytes are passed on as they are */
  | { readonly is: 'tcp'; readonly clusters: readonly Share[] }
  | { readonly is: 'other'; readonly what: string }

/** How HTTP is read on a connection: https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/network/http_connection_manager/v3/http_connection_manager.proto */
export interface Connection {
  /** the name of a table, or the table; null: found in another way */
  readonly routes: string | RouteTable | null
  readonly normalizesPath: boolean
  readonly mergesSlashes: boolean
  readonly escapedSlashes: 'keep' | 'reject' | 'redirect' | 'forward'
  readonly stripsPort: 'no' | 'matching' | 'any'
  readonly stripsDot: boolean
  /** names of headers with `_` in them */
  readonly underscores: 'allow' | 'reject' | 'drop'
  readonly takesHttp10: boolean
  readonly defaultHost: string | null
  readonly filters: readonly Filter[]
}

/** Something that sees a request before the routes have their say. */
export interface Filter {
  readonly name: string
  /** by its type: `ext_authz`, `lua` */
  readonly kind: string
  /** unless a route switches it on */
  readonly isDisabled: boolean
  /** may it answer by itself, as it is set */
  readonly mayAnswer: boolean
  /** of one that is a script: its source */
  readonly script: string | null
}

/** https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route.proto */
export interface RouteTable {
  readonly name: string
  readonly ignoresPort: boolean
  readonly virtualHosts: readonly VirtualHost[]
  readonly domains: DomainBook<VirtualHost>
}

export interface VirtualHost {
  readonly name: string
  readonly domains: readonly string[]
  readonly routes: readonly Route[]
  readonly requiresTls: boolean
  /** how else its routes are found, which is not tried here; null: one after the other */
  readonly untried: string | null
  readonly filters: FilterSwitches
}

/** Names of filters that are set, or switched on, for some routes alone, and of those that are switched off. */
export interface FilterSwitches {
  readonly on: readonly string[]
  readonly off: readonly string[]
}

export interface Route {
  readonly name: string
  readonly match: Match
  readonly action: Action
  /** `filter_metadata`: who made it, in the words of whoever wrote the configuration */
  readonly metadata: Wire
  readonly filters: FilterSwitches
}

export interface Match {
  readonly path: PathRule
  readonly headers: readonly HeaderRule[]
  readonly query: readonly QueryRule[]
  readonly isGrpc: boolean
  /** of a hundred requests; null: all */
  readonly percent: number | null
  /** what else it asks for, which is not tried here */
  readonly untried: readonly string[]
}

export interface QueryRule {
  readonly name: string
  /** null: it must be there */
  readonly value: TextRule | null
  /** false: it must not be there, where `value` is null */
  readonly isPresent: boolean
}

export type Action =
  | { readonly is: 'forward'; readonly forward: Forward }
  | { readonly is: 'redirect'; readonly redirect: Redirect }
  | { readonly is: 'direct'; readonly status: number }
  | { readonly is: 'other'; readonly what: string }

export interface Forward {
  /** one, or several by weight; empty: found in another way */
  readonly clusters: readonly Share[]
  /** in which other way; null: in none */
  readonly untried: string | null
  readonly statusWithoutCluster: number
  readonly rewrite: Rewrite
  readonly host: HostRewrite | null
  readonly mirrors: readonly string[]
}

export interface Share {
  /** null: a header names it */
  readonly cluster: string | null
  readonly weight: number
  readonly hostRewrite: string | null
}

export interface Rewrite {
  readonly prefix: string | null
  readonly regex: { readonly pattern: string; readonly substitution: string } | null
  /** in another way that is not tried here */
  readonly untried: string | null
}

export type HostRewrite =
  | { readonly is: 'literal'; readonly host: string }
  | { readonly is: 'header'; readonly name: string }
  | { readonly is: 'path'; readonly pattern: string; readonly substitution: string }
  /** that of the endpoint */
  | { readonly is: 'endpoint' }

export interface Redirect {
  readonly scheme: string | null
  readonly https: boolean
  readonly host: string | null
  readonly port: number | null
  readonly path: string | null
  readonly rewrite: Rewrite
  readonly status: number
  readonly stripsQuery: boolean
}

export interface Cluster {
  readonly name: string
  /** under which endpoints come */
  readonly endpointName: string
  /** what stands in the cluster itself */
  readonly localities: readonly Locality[] | null
  /** hosts below this percentage of healthy ones: all are asked */
  readonly panicThreshold: number
  readonly failsInPanic: boolean
  /** `EDS`, `STATIC`, `STRICT_DNS`, `LOGICAL_DNS`, `ORIGINAL_DST` */
  readonly type: string
  /** of connections to its endpoints; null: they have none */
  readonly tls: UpstreamTls | null
}

/** https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/tls/v3/tls.proto */
export interface UpstreamTls {
  /** in the handshake; null: none is sent */
  readonly serverName: string | null
  /** for which name the certificate must be; null: it is not looked at, or any will do */
  readonly verifiedFor: string | null
  readonly hasCertificate: boolean
}

/** Endpoints that stand together. */
export interface Locality {
  readonly weight: number | null
  readonly priority: number
  readonly endpoints: readonly Endpoint[]
}

export interface Endpoint {
  readonly address: string
  readonly port: number | null
  /** what it is called in requests, where it has a say in that; null: nothing */
  readonly hostname: string | null
  readonly isHealthy: boolean
}
