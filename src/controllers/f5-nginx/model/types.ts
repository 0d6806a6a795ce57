/**
 * What the controller makes of the objects, before it writes files for nginx: a server for each host, its locations, and
 * the upstreams behind them. The words are those of https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs
 */
import type { CertificateFacts } from '../../../domain/certificates.js'
import type { PatternWay } from '../../../domain/findings/acting-facts.js'
import type { BreakCode, OwnershipCode, Told } from '../../../domain/findings/facts.js'
import type { RejectedFor } from '../../../domain/findings/ownership-facts.js'
import type { CustomObject } from '../../../domain/objects/custom.js'
import type { NamespacedName, Ref } from '../../../domain/objects/ref.js'
import type { ServiceBackend, TraceRequest } from '../../../domain/requests/trace.js'
import type { RouteEndpoints, RouteMatch } from '../../../domain/routes/route.js'
import type { Breaks } from '../../shared/nginx/breaks.js'
import type { Policy } from '../workload/policy.js'
import type { Rewrite } from './location-lines.js'
import type { Block, Surround } from './statements.js'

/** One route that an object asks for, and what keeps it from being served before any request is looked at. */
export interface Asked {
  /** its place among all: what the locations say that it became */
  readonly index: number
  readonly ref: Ref
  /** null: all hosts */
  readonly host: string | null
  /** null: a default backend */
  readonly match: RouteMatch | null
  readonly backend: ServiceBackend | null
  /** where it stands in the object */
  readonly field: string
  /** how its path would be a pattern; null: it is one, or has none */
  readonly way: PatternWay | null
  /** its path is another object's: what it leads to is told there */
  readonly isHandedOn: boolean
  /** its paths are those of its minions */
  readonly isMaster?: true
  lack: Lack | null
  /** names of those that get its requests; several share them, or conditions decide */
  readonly upstreams: Set<string>
  /** a Policy that is named for it does not count, and it is answered with 500 */
  refusal: Told<'policy-refuses'> | null
  /** what may not be looked at, so that it is not known what becomes of its requests; null: nothing */
  unseen: Unseen | null
  /** one that is named for it hangs on this Secret, which may not be looked at; null: none does */
  unseenSecret: NamespacedName | null
}

/** A Policy of the route, the object to which its path is handed on, or the one that would hand it on. */
export type Unseen = 'policy' | 'part' | 'master'

/** Why it is not known what becomes of a request for such a route. */
export const unseenWords: Readonly<Record<Unseen, string>> = {
  policy: 'a Policy of the route decides who passes, and it may not be looked at',
  part: 'a VirtualServerRoute has the path, and those are not seen',
  master: 'a VirtualServer would hand its paths on to it, and those are not seen',
}

/**
 * Why a route is not served.
 * - `dropped`: the object is not taken at all; `lost`: another one has the host or the path
 * - `unknown`: the objects do not tell which of two it is
 */
export interface Lack {
  readonly is: 'dropped' | 'lost' | 'unknown'
  readonly to: Ref | null
  readonly found: Told<LackCode>
  /** what would be in the way after that; absent: nothing that is known */
  readonly besides?: readonly Told<LackCode>[]
}

export type LackCode = OwnershipCode | BreakCode | 'duplicate' | 'reload-blocked'

/** The certificate of a server; null in `certificate` and `secret`: the handshake is refused. */
export interface Tls {
  /** whose TLS section asks for it; null: the controller's own flags do */
  readonly by: Ref | null
  readonly secret: Ref | null
  readonly certificate: CertificateFacts | null
  /** the Secret may not be looked at: it is taken to be good */
  readonly isUnseen: boolean
  /** no client gets in: there is no certificate that could be shown */
  readonly rejects: boolean
}

export interface Location {
  /** as nginx.conf has it: `/foo`, `= /foo` */
  readonly head: string
  /** whose it is: of a merged host that of a minion */
  readonly source: Ref
  readonly service: string
  /** which route it serves; null: none, as where the object has no rule for it */
  readonly asked: Asked | null
  /** its statements */
  readonly lines: readonly string[]
  /** by annotation. Absent: its path stays */
  readonly rewrite?: Rewrite
  /** what stands around that. Absent: nothing that could be refused */
  readonly surround?: Surround
}

/** What answers for one host. */
export interface Server {
  /** '': all hosts that no other server names */
  readonly host: string
  readonly source: Ref
  readonly ports: { readonly http: readonly number[]; readonly https: readonly number[] }
  /** the listeners that it names, where none of them has a port; null: whether one has may not be looked at. Absent: one has */
  readonly unheard?: readonly string[] | null
  readonly tls: Tls | null
  /** statements of `http` that it needs: maps */
  readonly http: readonly string[]
  /** statements before its locations */
  readonly lines: readonly string[]
  /** what stands around that. Absent: nothing that could be refused */
  readonly surround?: Surround
  /** what its file has beside its server */
  readonly files?: readonly Block[]
  readonly locations: readonly Location[]
  /** why it is not known whether it is there; null: it is */
  readonly doubt: Lack | null
}

export interface Upstream {
  readonly name: string
  readonly service: ServiceBackend
  /** `address:port`; null: not known */
  readonly endpoints: readonly string[] | null
  /** where there is none, or it is not known */
  readonly lack: Told<
    'no-service' | 'no-port' | 'no-endpoints' | 'none-ready' | 'external-name' | 'backend-unseen'
  > | null
  readonly counted: RouteEndpoints
  /** the number of the port that the Service has, where the Ingress names another one, and this is taken */
  readonly otherPort: number | null
}

/** Who has a host, and who asked for it in vain. */
export interface HostOwner {
  readonly winner: Ref
  /** who asks for it, the winner first */
  readonly all: readonly Ref[]
  /** they were made in the same second, and what decides then is not known */
  readonly isTied: boolean
}

export interface Model {
  readonly policy: Policy
  /** by host */
  readonly servers: ReadonlyMap<string, Server>
  readonly upstreams: ReadonlyMap<string, Upstream>
  /** those that have what they ask for: connections with TLS of a host, or a listener */
  readonly transports: readonly Transport[]
  /** all that ask for a listener which is there */
  readonly contenders: readonly Transport[]
  /** in the order of their objects */
  readonly asked: readonly Asked[]
  readonly askedOf: (ref: Ref) => readonly Asked[]
  /** of a place in an object */
  readonly askedAt: (ref: Ref, field: string) => Asked | null
  readonly hosts: ReadonlyMap<string, HostOwner>
  readonly breaks: Breaks
}

export interface Transport {
  readonly object: CustomObject
  readonly ref: Ref
  /** '': whatever name a handshake has, or none */
  readonly host: string
  /** as nginx has it */
  readonly upstream: string
  readonly service: ServiceBackend
  /** null: of the connections with TLS at the usual port those of the host */
  readonly listener: Listener | null
  /** what is wrong with it by itself; null: nothing is */
  readonly rejected: Lack | null
  /** its snippets */
  readonly files: readonly Block[]
}

export interface Listener {
  readonly name: string
  readonly stream: NonNullable<TraceRequest['stream']>
  /** null: the GlobalConfiguration may not be looked at */
  readonly port: number | null
}

export interface Rejection {
  readonly field: string
  readonly reason: RejectedFor
  readonly value: string | null
}
