/** A route: one host and match that one object (an Ingress rule, say) asks for, its backends resolved as far as it goes. */
import type { ControllerRef } from '../controllers/controller.js'
import type { NamespacedName, Ref } from '../objects/ref.js'
import type { Fate } from './fate.js'

export interface Route {
  readonly source: Ref
  /** listeners of Gateways on which it hangs; empty: on none, as every rule of an Ingress */
  readonly parents: readonly RouteParent[]
  readonly class: RouteClass
  /** the controller found to own the source; null where none is known */
  readonly controller: ControllerRef | null
  /** null: all hosts */
  readonly host: string | null
  /** null: a default backend, for requests that no rule matches */
  readonly match: RouteMatch | null
  /** empty: a rule without `http` in an Ingress without default backend: the controller's own default answers */
  readonly backends: readonly RouteBackend[]
  /** in their order; empty for an Ingress, whose annotations are the controller's matter */
  readonly filters: readonly RouteFilter[]
  /** of the source's status: IP addresses and host names, in its order */
  readonly addresses: readonly string[]
  readonly tls: RouteTls | null
  /** null: not worked out */
  readonly fate: Fate | null
  /** RFC 3339; null in hand-written files */
  readonly createdAt: string | null
  /** RFC 3339, once the source is being deleted */
  readonly deletingSince: string | null
}

/** A listener of a Gateway, which may stand in a ListenerSet. */
export interface RouteParent {
  readonly gateway: Ref
  readonly listener: string
  readonly port: number
  /** that of the listener: `HTTP`, `HTTPS`, `TLS`, … */
  readonly protocol: string
}

/** What a request must have; what is null or empty asks for nothing. An Ingress asks for a path alone. */
export interface RouteMatch {
  /** null: the rule has no paths, so every one of its host is meant */
  readonly path: string | null
  /** null: as `path` */
  readonly pathType: string | null
  readonly method: string | null
  readonly headers: readonly ValueMatch[]
  readonly query: readonly ValueMatch[]
}

/** All that an Ingress can ask for. */
export function pathMatch(path: string | null, pathType: string | null): RouteMatch {
  return { path, pathType, method: null, headers: nothing, query: nothing }
}

const nothing: readonly never[] = []

/** https://gateway-api.sigs.k8s.io/reference/spec/#httpheadermatch */
export interface ValueMatch {
  readonly name: string
  /** what the API of Gateways has, and then what others have beside it */
  readonly type: 'Exact' | 'RegularExpression' | 'Prefix' | 'Suffix' | 'Contains' | 'Present'
  /** '' for `Present` */
  readonly value: string
  /** it must not be so */
  readonly isInverted?: true
  readonly ignoresCase?: true
}

/** Either a Service or a resource. */
export interface RouteBackend {
  readonly service: RouteService | null
  readonly resource: RouteResource | null
  /** its share, to be compared with those of the others; null: none is said, as in every Ingress */
  readonly weight: number | null
  readonly endpoints: RouteEndpoints
  /** it cannot be used, and the others take its share; absent: it has it, whatever comes of that */
  readonly skipped?: true
  /** none of its endpoints is ready, and they are asked nevertheless; absent: they are not */
  readonly asksUnready?: true
}

export interface RouteService extends NamespacedName {
  /** by number or name, as it is asked for; null: not said */
  readonly port: number | string | null
}

/** What it does is up to the controller. */
export interface RouteResource extends Ref {
  readonly apiGroup: string | null
}

/** What is done to a request on its way. */
export interface RouteFilter {
  /** as the API names it: `URLRewrite`, `RequestRedirect` */
  readonly type: string
  /** what it does, in words */
  readonly detail: string
}

/** Does the default backend of its Ingress answer: for what no rule matches, or for a host without paths. */
export function isDefaultBackend({ match, backends }: Route): boolean {
  return match === null || (match.path === null && backends.length > 0)
}

/** The path that a route asks for, `/` where it names none; null: a default backend. */
export function pathOf({ match }: Pick<Route, 'match'>): string | null {
  return match && (match.path ?? '/')
}

export interface RouteClass {
  readonly name: string | null
  readonly from: 'field' | 'annotation' | 'none'
  /** does an IngressClass of that name exist; null: not asked of any (annotation, none), or not allowed to look */
  readonly exists: boolean | null
  /** `spec.controller` of that IngressClass */
  readonly controller: string | null
}

/** How `spec.tls` covers the route's host: by its very name, by a wildcard, or by an entry without hosts. */
export interface RouteTls {
  /** null: the controller's own certificate */
  readonly secret: Ref | null
  readonly match: 'host' | 'wildcard' | 'all'
}

/**
 * - `ok`: at least one endpoint is ready
 * - `none-ready`: endpoints exist, none is ready
 * - `no-slices`: no endpoint at all for that port, ready or not
 * - `no-service`, `no-port`: the Ingress names what does not exist
 * - `unsupported`: nobody takes a backend of its kind or type, so that requests for it fail
 * - `not-permitted`: it is in another namespace, which does not say that it may be referred to
 * - `external-name`, `resource`: the backend is of a kind that has no endpoints
 * - `unknown`: not allowed to look, or not captured
 */
export type EndpointState =
  | 'ok'
  | 'none-ready'
  | 'no-slices'
  | 'no-service'
  | 'no-port'
  | 'not-permitted'
  | 'unsupported'
  | 'external-name'
  | 'resource'
  | 'unknown'

export interface RouteEndpoints {
  readonly state: EndpointState
  /** null: unknown */
  readonly ready: number | null
  /** null: unknown */
  readonly total: number | null
  readonly items: readonly RouteEndpoint[]
  /** for `no-port`: the port of the Service that was probably meant */
  readonly nearestPort: number | string | null
  /** for `external-name`: the name */
  readonly externalName: string | null
}

export interface RouteEndpoint {
  readonly address: string
  readonly port: number | null
  readonly ready: boolean
  readonly serving: boolean
  readonly terminating: boolean
  readonly pod: Ref | null
  readonly node: string | null
}
