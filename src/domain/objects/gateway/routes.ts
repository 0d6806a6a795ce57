/**
 * Routes of Gateways, in wire JSON cut down to the fields that we read. What a file leaves out and an API server fills in
 * is left out here, too: https://gateway-api.sigs.k8s.io/reference/spec/
 */
import type { KubeObject, Maybe } from '../meta.js'
import type { Condition, ForeignRef, LocalRef } from './gateways.js'

/** Where a route wants to hang: a Gateway, a ListenerSet, or one listener of it. */
export interface ParentRef extends ForeignRef {
  readonly sectionName?: Maybe<string>
  readonly port?: Maybe<number>
}

export interface ParentStatus {
  readonly parentRef?: Maybe<ParentRef>
  readonly controllerName?: Maybe<string>
  readonly conditions?: Maybe<readonly Condition[]>
}

/** Name and value; `type` is `Exact` or `RegularExpression`. */
export interface WireValueMatch {
  readonly type?: Maybe<string>
  readonly name: string
  readonly value: string
}

export interface HttpMatch {
  readonly path?: Maybe<{ readonly type?: Maybe<string>; readonly value?: Maybe<string> }>
  readonly method?: Maybe<string>
  readonly headers?: Maybe<readonly WireValueMatch[]>
  readonly queryParams?: Maybe<readonly WireValueMatch[]>
}

export interface GrpcMatch {
  readonly method?: Maybe<{
    readonly type?: Maybe<string>
    readonly service?: Maybe<string>
    readonly method?: Maybe<string>
  }>
  readonly headers?: Maybe<readonly WireValueMatch[]>
}

export interface HeaderModifier {
  readonly set?: Maybe<readonly { readonly name: string; readonly value: string }[]>
  readonly add?: Maybe<readonly { readonly name: string; readonly value: string }[]>
  readonly remove?: Maybe<readonly string[]>
}

/** `ReplaceFullPath` or `ReplacePrefixMatch`, with the value of that name. */
export interface PathModifier {
  readonly type?: Maybe<string>
  readonly replaceFullPath?: Maybe<string>
  readonly replacePrefixMatch?: Maybe<string>
}

export interface WireFilter {
  readonly type: string
  readonly requestHeaderModifier?: Maybe<HeaderModifier>
  readonly responseHeaderModifier?: Maybe<HeaderModifier>
  readonly requestMirror?: Maybe<{
    readonly backendRef?: Maybe<BackendRef>
    readonly percent?: Maybe<number>
    readonly fraction?: Maybe<{ readonly numerator?: Maybe<number>; readonly denominator?: Maybe<number> }>
  }>
  readonly requestRedirect?: Maybe<{
    readonly scheme?: Maybe<string>
    readonly hostname?: Maybe<string>
    readonly path?: Maybe<PathModifier>
    readonly port?: Maybe<number>
    readonly statusCode?: Maybe<number>
  }>
  readonly urlRewrite?: Maybe<{ readonly hostname?: Maybe<string>; readonly path?: Maybe<PathModifier> }>
  readonly cors?: Maybe<{
    readonly allowOrigins?: Maybe<readonly string[]>
    readonly allowMethods?: Maybe<readonly string[]>
    readonly allowHeaders?: Maybe<readonly string[]>
    readonly exposeHeaders?: Maybe<readonly string[]>
    readonly allowCredentials?: Maybe<boolean>
    readonly maxAge?: Maybe<number>
  }>
  readonly extensionRef?: Maybe<LocalRef>
}

export interface BackendRef extends ForeignRef {
  readonly port?: Maybe<number>
  /** absent: 1 */
  readonly weight?: Maybe<number>
  readonly filters?: Maybe<readonly WireFilter[]>
}

/** Durations as `1h2m3s4ms`; `0s`: none. */
export interface Timeouts {
  readonly request?: Maybe<string>
  readonly backendRequest?: Maybe<string>
}

export interface RouteRule<M = never> {
  readonly name?: Maybe<string>
  readonly matches?: Maybe<readonly M[]>
  readonly filters?: Maybe<readonly WireFilter[]>
  readonly backendRefs?: Maybe<readonly BackendRef[]>
  readonly timeouts?: Maybe<Timeouts>
}

interface RouteObject<K extends string, M> extends KubeObject<K> {
  readonly spec?: Maybe<{
    readonly parentRefs?: Maybe<readonly ParentRef[]>
    readonly hostnames?: Maybe<readonly string[]>
    readonly rules?: Maybe<readonly RouteRule<M>[]>
  }>
  readonly status?: Maybe<{ readonly parents?: Maybe<readonly ParentStatus[]> }>
}

export type HTTPRoute = RouteObject<'HTTPRoute', HttpMatch>
export type GRPCRoute = RouteObject<'GRPCRoute', GrpcMatch>
/** Those below hand on what they cannot look into: they match by a name in the handshake, or not at all. */
export type TLSRoute = RouteObject<'TLSRoute', never>
export type TCPRoute = RouteObject<'TCPRoute', never>
export type UDPRoute = RouteObject<'UDPRoute', never>

export type GatewayRoute = HTTPRoute | GRPCRoute | TLSRoute | TCPRoute | UDPRoute
export type GatewayRouteKind = GatewayRoute['kind']
