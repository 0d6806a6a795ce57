/** The matches of a route's rules in one form, with what the API server fills in where nothing is said. */
import type { OwnBackend, OwnFilter, OwnKinds } from '../../../domain/gateway/own-kinds.js'
import type { GatewayProfile, RankedMatch } from '../../../domain/gateway/profile.js'
import type {
  BackendRef,
  GatewayRoute,
  GrpcMatch,
  HttpMatch,
  RouteRule,
  WireFilter,
  WireValueMatch,
} from '../../../domain/objects/gateway/routes.js'
import type { Maybe } from '../../../domain/objects/meta.js'
import type { Ref } from '../../../domain/objects/ref.js'
import { onceFor } from '../../../domain/remember.js'
import type { RouteEndpoints, ValueMatch } from '../../../domain/routes/route.js'
import type { BackendPolicies } from '../attachment/policies.js'
import { withoutSlash } from './paths.js'

/** A rule of a route. */
export interface Rule {
  readonly route: GatewayRoute
  readonly source: Ref
  /** its place in its route, from 0 */
  readonly index: number
  readonly name: string | null
  readonly createdAt: string | null
  readonly filters: readonly WireFilter[]
  readonly backends: readonly PlannedBackend[]
  /** as it is written */
  readonly wire: RouteRule<unknown>
  readonly matches: readonly Match[]
}

export interface Match extends RankedMatch {
  readonly rule: Rule
  /** its place in its rule, from 0 */
  readonly place: number
  /** it was added for preflights: of the filters of its rule CORS alone is there. Absent: it is written */
  readonly isPreflight?: true
  /** equal where two ask for the same */
  readonly key: string
}

/** Is it of connections or datagrams: nobody looks for a request in them, nor for a path. */
export function isOfStreams({ route: { kind } }: Pick<Rule, 'route'>): boolean {
  return kind !== 'HTTPRoute' && kind !== 'GRPCRoute'
}

type Described = Omit<RankedMatch, 'rulesAfter' | 'isStream'>

/** @param backendsOf of one rule */
export function rulesOf(
  route: GatewayRoute,
  source: Ref,
  backendsOf: (rule: RouteRule<unknown>) => readonly PlannedBackend[],
): Rule[] {
  const wires: readonly RouteRule<unknown>[] = route.spec?.rules ?? []
  // An HTTPRoute without rules has one that matches all.
  const rules = wires.length === 0 && route.kind === 'HTTPRoute' ? [{}] : wires
  return rules.map((wire, index) => {
    const described = describedOf(route, index)
    const matches: Match[] = []
    const rule: Rule = {
      ...{ route, source, index, name: wire.name ?? null, matches },
      createdAt: route.metadata.creationTimestamp ?? null,
      filters: wire.filters ?? [],
      backends: backendsOf(wire),
      wire,
    }
    matches.push(
      ...described.map((one, place) => ({
        ...{ ...one, rule, place, rulesAfter: rules.length - index, isStream: isOfStreams(rule) },
        key: matchKey(one),
      })),
    )
    return rule
  })
}

function describedOf({ kind, spec }: GatewayRoute, index: number): readonly Described[] {
  switch (kind) {
    case 'HTTPRoute':
      return orOne(spec?.rules?.[index]?.matches, {}).map(httpMatch)
    case 'GRPCRoute':
      return orOne(spec?.rules?.[index]?.matches, {}).map(grpcMatch)
    default:
      return [anything]
  }
}

/** What is added to a match that names another method, so that browsers may ask whether they may send it. */
export const preflightOf = onceFor((match: Match): Match => {
  const asks = ['origin', 'access-control-request-method'].map(
    (name): ValueMatch => ({ name, type: 'RegularExpression', value: '.*' }),
  )
  const own = { ...match, method: 'OPTIONS', headers: [...match.headers, ...asks] }
  return { ...own, key: matchKey(own), isPreflight: true }
})

function orOne<T>(said: Maybe<readonly T[]>, otherwise: T): readonly T[] {
  return said && said.length > 0 ? said : [otherwise]
}

const anything: Described = {
  path: { type: 'PathPrefix', value: '/' },
  method: null,
  headers: [],
  query: [],
  grpc: null,
}

function httpMatch({ path, method, headers, queryParams }: HttpMatch): Described {
  const type = path?.type || 'PathPrefix'
  return {
    path: { type: isPathType(type) ? type : 'PathPrefix', value: path?.value || '/' },
    method: method || null,
    headers: valuesOf(headers),
    query: valuesOf(queryParams),
    grpc: null,
  }
}

function isPathType(type: string): type is RankedMatch['path']['type'] {
  return type === 'Exact' || type === 'PathPrefix' || type === 'RegularExpression'
}

/** A method of gRPC is the path `/SERVICE/METHOD`. */
function grpcMatch({ method, headers }: GrpcMatch): Described {
  const { service, method: name } = method ?? {}
  const isRegex = method?.type === 'RegularExpression'
  const grpc = { service: service || null, method: name || null, isRegex }
  return { path: grpcPath(grpc), method: null, headers: valuesOf(headers), query: [], grpc }
}

function grpcPath({ service, method, isRegex }: NonNullable<RankedMatch['grpc']>): RankedMatch['path'] {
  if (service === null && method === null) return { type: 'PathPrefix', value: '/' }
  if (isRegex) return { type: 'RegularExpression', value: `/${service ?? '[^/]+'}/${method ?? '[^/]+'}` }
  if (service !== null && method !== null) return { type: 'Exact', value: `/${service}/${method}` }
  if (service !== null) return { type: 'PathPrefix', value: `/${service}` }
  return { type: 'RegularExpression', value: `/[^/]+/${(method ?? '').replaceAll(/[^\w]/g, '\\$&')}` }
}

/** Is it a method of gRPC that is asked for by a header of its own: the end of the path. */
export function isByHeader({ grpc }: Pick<RankedMatch, 'grpc'>, { matching }: GatewayProfile): boolean {
  return matching.grpcMethodAlone === 'header' && grpc?.service === null && grpc.method !== null && !grpc.isRegex
}

/** The path of a match: what an expression of gRPC leaves open is filled in. */
export function pathIn({ path, grpc }: RankedMatch, { matching }: GatewayProfile): RankedMatch['path'] {
  if (grpc === null || !grpc.isRegex || (grpc.service !== null && grpc.method !== null)) return path
  const { service, method } = matching.grpcNames
  return { ...path, value: `/${grpc.service ?? service}/${grpc.method ?? method}` }
}

/** The path by which a match is ranked: where a header asks for its end, or it takes all, it has none. */
export function rankedPath(match: RankedMatch, profile: GatewayProfile): RankedMatch['path'] {
  const path = pathIn(match, profile)
  const isAny = path.type === 'PathPrefix' && path.value === '/'
  const isNone = profile.matching.grpcMethodAlone === 'header' && isAny
  return isNone || isByHeader(match, profile) ? { type: 'PathPrefix', value: '' } : path
}

/** The path of a method of gRPC as an expression that may match anywhere. */
export function grpcPattern({ grpc, path }: Pick<RankedMatch, 'grpc' | 'path'>): string {
  const { service = null, method = null, isRegex = false } = grpc ?? {}
  if (service === null && method === null) return `^${path.value}`
  const word = (text: string | null) =>
    text === null ? '[^/]+' : isRegex ? text : text.replaceAll(/[\\.+*?()|[\]{}^$]/g, '\\$&')
  return `/${word(service)}/${word(method)}`
}

function valuesOf(said: Maybe<readonly WireValueMatch[]>): ValueMatch[] {
  return (said ?? []).map(({ name, type, value }) => ({
    name,
    type: type === 'RegularExpression' ? 'RegularExpression' : 'Exact',
    value,
  }))
}

function matchKey({ path, method, headers, query }: Described): string {
  const all = (values: readonly ValueMatch[], fold: (name: string) => string) =>
    values.map(({ name, type, value }) => JSON.stringify([fold(name), type, value])).sort()
  const value = path.type === 'PathPrefix' ? withoutSlash(path.value) : path.value
  return JSON.stringify([
    path.type,
    value,
    method,
    all(headers, (name) => name.toLowerCase()),
    all(query, (name) => name),
  ])
}

/** Why a backendRef cannot be used, as conditions name it. */
export type BackendFault =
  | 'InvalidKind'
  | 'BackendNotFound'
  | 'RefNotPermitted'
  | 'PortNotFound'
  | 'UnsupportedValue'
  | 'UnsupportedProtocol'

export interface PlannedBackend {
  /** of the route that names it */
  readonly routeKind: string
  readonly ref: BackendRef
  /** what it names, whether it exists or not */
  readonly target: Ref & { readonly port: number | null }
  readonly weight: number
  /** what filters of its own are to those that brought their kinds along */
  readonly customFilters: readonly { readonly by: OwnKinds; readonly is: OwnFilter }[]
  /** by the words of the specification; what an implementation refuses besides, `faultIn` tells */
  readonly fault: BackendFault | null
  /** what its port says is spoken there; null: nothing */
  readonly appProtocol: string | null
  /** is it the port of HTTPS, or called like it */
  readonly isPortForTls: boolean
  /** is there an EndpointSlice of its Service, be it empty */
  readonly hasSlices: boolean
  /** grants that may not be seen decide */
  readonly isUnsure: boolean
  readonly endpoints: RouteEndpoints
  /** of a kind that an implementation brought along; null: a Service, or of a kind that nobody knows */
  readonly own: (OwnBackend & { readonly by: OwnKinds }) | null
  /** null: it is spoken to in clear text */
  readonly policies: BackendPolicies | null
}
