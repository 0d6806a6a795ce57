/** Routes of Gateways of the wire, or of a stranger's file → the fields that we read. */
import { flag, integer, isRecord, list, record, text, texts, type Wire } from '../project-fields.js'
import { conditions, generationMetadata, localRef, someRef } from './project-gateways.js'
import type {
  BackendRef,
  GRPCRoute,
  GrpcMatch,
  HeaderModifier,
  HTTPRoute,
  HttpMatch,
  ParentRef,
  ParentStatus,
  PathModifier,
  RouteRule,
  TCPRoute,
  TLSRoute,
  UDPRoute,
  WireFilter,
  WireValueMatch,
} from './routes.js'

export function projectHttpRoute(wire: Wire): HTTPRoute {
  return { kind: 'HTTPRoute', ...route(wire, (rule) => ({ ...webRule(rule), matches: list(rule.matches, httpMatch) })) }
}

export function projectGrpcRoute(wire: Wire): GRPCRoute {
  return { kind: 'GRPCRoute', ...route(wire, (rule) => ({ ...webRule(rule), matches: list(rule.matches, grpcMatch) })) }
}

/** Their rules match nothing but what the listener gives them. */
const streamRoute = (wire: Wire) =>
  route<never>(wire, (rule) => ({ name: text(rule.name), backendRefs: list(rule.backendRefs, streamBackend) }))

export function projectTlsRoute(wire: Wire): TLSRoute {
  return { kind: 'TLSRoute', ...streamRoute(wire) }
}

export function projectTcpRoute(wire: Wire): TCPRoute {
  return { kind: 'TCPRoute', ...streamRoute(wire) }
}

export function projectUdpRoute(wire: Wire): UDPRoute {
  return { kind: 'UDPRoute', ...streamRoute(wire) }
}

function route<M>(wire: Wire, ruleOf: (rule: Wire) => RouteRule<M>) {
  const spec = record(wire.spec)
  return {
    metadata: generationMetadata(wire.metadata),
    spec: {
      parentRefs: list(spec.parentRefs, parentRef),
      hostnames: texts(spec.hostnames),
      rules: list(spec.rules, ruleOf),
    },
    status: { parents: list(record(wire.status).parents, parentStatus) },
  }
}

function webRule(rule: Wire): Omit<RouteRule, 'matches'> {
  const { timeouts } = rule
  return {
    name: text(rule.name),
    filters: list(rule.filters, filter),
    backendRefs: list(rule.backendRefs, backendRef),
    timeouts: isRecord(timeouts)
      ? { request: text(timeouts.request), backendRequest: text(timeouts.backendRequest) }
      : null,
  }
}

function parentRef(wire: Wire): ParentRef {
  return { ...someRef(wire), sectionName: text(wire.sectionName), port: integer(wire.port) }
}

function parentStatus(wire: Wire): ParentStatus {
  return {
    parentRef: isRecord(wire.parentRef) ? parentRef(wire.parentRef) : null,
    controllerName: text(wire.controllerName),
    conditions: conditions(wire.conditions),
  }
}

function httpMatch(wire: Wire): HttpMatch {
  const { path } = wire
  return {
    path: isRecord(path) ? { type: text(path.type), value: text(path.value) } : null,
    method: text(wire.method),
    headers: list(wire.headers, valueMatch),
    queryParams: list(wire.queryParams, valueMatch),
  }
}

function grpcMatch(wire: Wire): GrpcMatch {
  const { method } = wire
  return {
    method: isRecord(method)
      ? { type: text(method.type), service: text(method.service), method: text(method.method) }
      : null,
    headers: list(wire.headers, valueMatch),
  }
}

function valueMatch(wire: Wire): WireValueMatch {
  return { type: text(wire.type), ...pair(wire) }
}

function pair(wire: Wire) {
  return { name: text(wire.name) ?? '', value: text(wire.value) ?? '' }
}

function backendRef(wire: Wire): BackendRef {
  return { ...streamBackend(wire), filters: list(wire.filters, filter) }
}

function streamBackend(wire: Wire): BackendRef {
  return { ...someRef(wire), port: integer(wire.port), weight: integer(wire.weight) }
}

/** Of a filter only the member that its type names means anything; the others are kept, to be told. */
function filter(wire: Wire): WireFilter {
  const { requestMirror: mirror, requestRedirect: redirect, urlRewrite: rewrite, cors, extensionRef } = wire
  return {
    type: text(wire.type) ?? '',
    requestHeaderModifier: headerModifier(wire.requestHeaderModifier),
    responseHeaderModifier: headerModifier(wire.responseHeaderModifier),
    requestMirror: isRecord(mirror)
      ? {
          backendRef: isRecord(mirror.backendRef) ? streamBackend(mirror.backendRef) : null,
          percent: integer(mirror.percent),
          fraction: isRecord(mirror.fraction)
            ? { numerator: integer(mirror.fraction.numerator), denominator: integer(mirror.fraction.denominator) }
            : null,
        }
      : null,
    requestRedirect: isRecord(redirect)
      ? {
          scheme: text(redirect.scheme),
          hostname: text(redirect.hostname),
          path: pathModifier(redirect.path),
          port: integer(redirect.port),
          statusCode: integer(redirect.statusCode),
        }
      : null,
    urlRewrite: isRecord(rewrite) ? { hostname: text(rewrite.hostname), path: pathModifier(rewrite.path) } : null,
    cors: isRecord(cors)
      ? {
          allowOrigins: texts(cors.allowOrigins),
          allowMethods: texts(cors.allowMethods),
          allowHeaders: texts(cors.allowHeaders),
          exposeHeaders: texts(cors.exposeHeaders),
          allowCredentials: flag(cors.allowCredentials),
          maxAge: integer(cors.maxAge),
        }
      : null,
    extensionRef: isRecord(extensionRef) ? localRef(extensionRef) : null,
  }
}

function headerModifier(value: unknown): HeaderModifier | null {
  if (!isRecord(value)) return null
  return { set: list(value.set, pair), add: list(value.add, pair), remove: texts(value.remove) }
}

function pathModifier(value: unknown): PathModifier | null {
  if (!isRecord(value)) return null
  return {
    type: text(value.type),
    replaceFullPath: text(value.replaceFullPath),
    replacePrefixMatch: text(value.replacePrefixMatch),
  }
}
