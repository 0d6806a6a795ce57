/** What Traefik makes of the objects: routers, services and middlewares, each known by whose it is. */
import type { Told } from '../../../domain/findings/facts.js'
import type { MiddlewareFault } from '../../../domain/findings/priority-facts.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { type NamespacedName, type Ref, refOf } from '../../../domain/objects/ref.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import type { RouteEndpoints, RouteMatch } from '../../../domain/routes/route.js'
import type { Router, Speech, TraefikConfig } from '../../../languages/traefik/config/types.js'
import type { Aside } from './asides.js'

/** One backend of a path or a route. */
export interface Target {
  readonly backend: ServiceBackend
  readonly counted: RouteEndpoints
  /** `address:port` of those that get requests; null: that may not be seen */
  readonly servers: readonly string[] | null
  readonly weight: number
  /** absent: there is no such port */
  readonly speech?: Speech
  /** the Ingress that tries it out beside another's backend; absent: none */
  readonly canary?: Ref
}

/** What one path of an Ingress, its default backend, or one rule of an IngressRoute became. */
export interface Made {
  readonly source: Ref
  readonly host: string | null
  /** of a rule that names several */
  readonly moreHosts?: readonly string[]
  /** null: a default backend */
  readonly match: RouteMatch | null
  /** `spec.rules[0].http.paths[1]` */
  readonly field: string
  readonly targets: readonly Target[]
  /** the backend that it names, where another one stands in for it */
  readonly named?: Pick<Target, 'backend' | 'counted'>
  /** a part of the requests of this one's routers is its own: what becomes of them decides */
  readonly partOf?: { readonly source: Ref; readonly field: string }
  /** empty: none, and `lack` says why */
  readonly routers: readonly Router[]
  /** why it is not known whether its router is there, in words. Absent: it is known */
  readonly doubt?: string
  /** the one name of its routers, before entry points make copies of them. Absent: each has its own */
  readonly base?: string
  /** its service where nobody is found behind it, though others are meant to be; null: none. Absent: it is alone anyway */
  readonly alone?: string | null
  readonly lack: Told | null
  /** what would keep it from being served after that; absent: nothing that is known */
  readonly besides?: readonly Told[]
  /** what does not keep it from being served */
  readonly remark?: Told
  /** of its whole object, at the first of its rules */
  readonly asides?: readonly Aside[]
  /** the Secret on which it hangs whether it is taken at all, and that may not be seen: it is taken to be good */
  readonly unseen?: NamespacedName
}

/** Of a part of an Ingress, before it is known what comes of it. */
export function emptyOf(ingress: Ingress, field: string): Made {
  return { source: refOf(ingress), host: null, match: null, field, targets: [], routers: [], lack: null }
}

export interface Model {
  readonly config: TraefikConfig
  /** some service leads to more than is looked at */
  readonly isCut: boolean
  readonly made: readonly Made[]
  /** by the name of a router */
  readonly madeOf: ReadonlyMap<string, Made>
  /** by the name of a service: of several, whose servers it has is decided by nobody, unless `decided` names it */
  readonly backendsOf: ReadonlyMap<string, readonly Target[]>
  /** names of services of which the first of several has it */
  readonly decided: ReadonlySet<string>
  /** names of routers that several objects made: all but one are lost, and nobody decides which */
  readonly twins: ReadonlyMap<string, readonly Made[]>
  /** those whose router a later object of the same host and name has, and whose that is */
  readonly displaced: ReadonlyMap<Made, Ref>
  /** of which clients should be asked for a certificate, and are not: routers of their hosts differ in it, or they have none */
  readonly unasked: ReadonlySet<Made>
  /** names of routers that have another one at each of their entry points, for their TLS options do not count */
  readonly gone: ReadonlySet<string>
  /** Middlewares by the name of what they make: of several, which one has it is decided by nobody */
  readonly makersOf: ReadonlyMap<string, readonly Ref[]>
}

/** Why no router can have a middleware. `field`: in which that is, as it is written */
export interface Flaw {
  readonly fault: MiddlewareFault
  readonly field?: string
}
