/**
 * Routes of Gateways, in wire JSON cut down to the fields that we read. What a file leaves out and an API server fills in
 * is left out here, too: https://gateway-api.sigs.k8s.io/reference/spec/
 */
import type { KubeObject, Maybe } from '../meta.js'
import type { Shaped } from '../shaped.js'
import { conditions, foreignRef, gatewayShapes, localRef } from './gateways.js'

/** Where a route wants to hang: a Gateway, a ListenerSet, or one listener of it. */
const parentRef = { ...foreignRef, sectionName: 'text', port: 'integer' } as const

/** What the controller of one parent says. */
const parentStatus = { parentRef, controllerName: 'text', conditions } as const

/** Type: `Exact` or `RegularExpression`. */
const valueMatch = { type: 'text', name: 'text!', value: 'value!' } as const

const httpMatch = {
  path: { type: 'text', value: 'path' },
  method: 'text',
  headers: [valueMatch],
  queryParams: [valueMatch],
} as const

const grpcMatch = {
  method: { type: 'text', service: 'text', method: 'text' },
  headers: [valueMatch],
} as const

const pair = { name: 'text!', value: 'value!' } as const
const headerModifier = { set: [pair], add: [pair], remove: ['text'] } as const

/** `ReplaceFullPath` or `ReplacePrefixMatch`, with the value of that name. */
const pathModifier = { type: 'text', replaceFullPath: 'path', replacePrefixMatch: 'path' } as const

/** Without a weight: 1. */
const streamBackend = { ...foreignRef, port: 'integer', weight: 'integer' } as const

/** Only the member that its type names means anything; the others are kept, to be told. */
const filter = {
  type: 'text!',
  requestHeaderModifier: headerModifier,
  responseHeaderModifier: headerModifier,
  requestMirror: {
    backendRef: streamBackend,
    percent: 'integer',
    fraction: { numerator: 'integer', denominator: 'integer' },
  },
  requestRedirect: { scheme: 'text', hostname: 'text', path: pathModifier, port: 'integer', statusCode: 'integer' },
  urlRewrite: { hostname: 'text', path: pathModifier },
  cors: {
    ...({ allowOrigins: ['text'], allowMethods: ['text'], allowHeaders: ['text'], exposeHeaders: ['text'] } as const),
    ...({ allowCredentials: 'flag', maxAge: 'integer' } as const),
  },
  extensionRef: localRef,
} as const

const backendRef = { ...streamBackend, filters: [filter] } as const

const webRule = {
  name: 'text',
  filters: [filter],
  backendRefs: [backendRef],
  /** durations as `1h2m3s4ms`; `0s`: none */
  timeouts: { request: 'text', backendRequest: 'text' },
  retry: { codes: ['integer'], attempts: 'integer', backoff: 'text' },
  sessionPersistence: { type: 'text' },
} as const

/** Its rules match nothing but what the listener gives them. */
const streamRoute = routeOf({ name: 'text', backendRefs: [streamBackend] } as const)

export const routeShapes = {
  HTTPRoute: routeOf({ ...webRule, matches: [httpMatch] } as const),
  GRPCRoute: routeOf({ ...webRule, matches: [grpcMatch] } as const),
  TLSRoute: streamRoute,
  TCPRoute: streamRoute,
  UDPRoute: streamRoute,
} as const

/** What is read of each kind, and how it is shown. */
export const shapesOfGateways = { ...gatewayShapes, ...routeShapes }

export type GatewayKind = keyof typeof shapesOfGateways

function routeOf<const R>(rule: R) {
  return {
    spec: { parentRefs: [parentRef], hostnames: ['text'], rules: [rule] },
    status: { parents: [parentStatus] },
  } as const
}

export type ParentRef = Shaped<typeof parentRef>
export type ParentStatus = Shaped<typeof parentStatus>
export type WireValueMatch = Shaped<typeof valueMatch>
export type HttpMatch = Shaped<typeof httpMatch>
export type GrpcMatch = Shaped<typeof grpcMatch>
export type PathModifier = Shaped<typeof pathModifier>
export type WireFilter = Shaped<typeof filter>
export type BackendRef = Shaped<typeof backendRef>

export type RouteRule<M = never> = Shaped<typeof webRule> & { readonly matches?: Maybe<readonly M[]> }

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
