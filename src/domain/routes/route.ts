/** A route: one host + path that one Ingress asks for, with its backend resolved as far as it goes. */
import type { ControllerRef } from '../controllers/controller.js'
import type { Ref } from '../objects/ref.js'

export interface Route {
  readonly source: Ref
  readonly class: RouteClass
  /** the controller found to own the Ingress; null where none is known */
  readonly controller: ControllerRef | null
  /** null: all hosts */
  readonly host: string | null
  /** "/" where the rule has none; null for a default backend */
  readonly path: string | null
  readonly pathType: string | null
  /** what an Ingress gives to requests that no rule matches */
  readonly isDefaultBackend: boolean
  /** null: a rule without `http` in an Ingress without default backend: the controller's own default answers */
  readonly backend: RouteBackend | null
  /** of the Ingress' status: IP addresses and host names, in its order */
  readonly addresses: readonly string[]
  readonly tls: RouteTls | null
  readonly endpoints: RouteEndpoints
  /** RFC 3339; null in hand-written files */
  readonly createdAt: string | null
  /** RFC 3339, once the Ingress is being deleted */
  readonly deletingSince: string | null
}

export interface RouteClass {
  readonly name: string | null
  readonly from: 'field' | 'annotation' | 'none'
  /** does an IngressClass of that name exist; null: not asked of any (annotation, none), or not allowed to look */
  readonly exists: boolean | null
  /** `spec.controller` of that IngressClass */
  readonly controller: string | null
}

export type RouteBackend =
  | { readonly service: { readonly name: string; readonly port: number | string | null } }
  | { readonly resource: { readonly apiGroup: string | null; readonly kind: string; readonly name: string } }

/** How `spec.tls` covers the route's host: by its very name, by a wildcard, or by an entry without hosts. */
export interface RouteTls {
  readonly secretName: string | null
  readonly match: 'host' | 'wildcard' | 'all'
}

/**
 * - `ok`: at least one endpoint is ready
 * - `none-ready`: endpoints exist, none is ready
 * - `no-slices`: no endpoint at all for that port, ready or not
 * - `no-service`, `no-port`: the Ingress names what does not exist
 * - `external-name`, `resource`: the backend is of a kind that has no endpoints
 * - `unknown`: not allowed to look, or not captured
 */
export type EndpointState =
  | 'ok'
  | 'none-ready'
  | 'no-slices'
  | 'no-service'
  | 'no-port'
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
