/** The requests of the conformance suite, by the words of the specification. */
import { expect, it } from 'vitest'
import type { Answer, TraceRequest } from '../../../src/domain/requests/trace.js'
import { covers } from '../../../src/semantics/gateway/attachment/hostnames.js'
import type { PlannedListener } from '../../../src/semantics/gateway/attachment/listeners.js'
import type { GatewayPlan } from '../../../src/semantics/gateway/plan.js'
import { objectsOf, planOf, type SuiteRequest, type SuiteTest, suite, withoutGrants } from './suite.js'

const address = '192.0.2.1'

/** The listener whose port is used. */
function portOf(plan: GatewayPlan, { gateway = '', listeners = [], request }: SuiteRequest): number {
  const all = plan.world.gateways.get(gateway)?.listeners ?? []
  const { scheme, host = null } = request
  const isMeant = (one: PlannedListener) => one.protocol.toLowerCase() === scheme && covers(one.hostname, host)
  const own = all.filter(isMeant)
  const named = all.find(({ name }) => listeners.includes(name)) ?? own.find(({ hostname }) => hostname) ?? own[0]
  return (named ?? all[0])?.port ?? 0
}

function requestOf(plan: GatewayPlan, one: SuiteRequest): TraceRequest {
  const { scheme = 'http', host, path = '/', method = 'GET', headers = {}, sni } = one.request
  const [namespace = '', name = ''] = (one.gateway ?? '').split('/')
  const isGrpc = scheme === 'grpc'
  return {
    scheme: scheme === 'https' || scheme === 'tls' ? 'https' : 'http',
    method,
    host: host || address,
    target: path,
    headers: new Map([
      ...(isGrpc ? [['content-type', 'application/grpc'] as const] : []),
      ...Object.entries(headers).map(([key, value]): [string, string] => [key.toLowerCase(), value]),
    ]),
    clientAddress: null,
    httpVersion: '1.1',
    sni: sni ?? host ?? null,
    port: portOf(plan, one),
    gateway: { namespace, name },
  }
}

/** What an answer lacks of what the suite expects; empty: nothing. */
function lacks(request: TraceRequest, answer: Answer, { expected }: SuiteRequest): string[] {
  const { status = 200, backend, redirect, upstream, grpcStatus, connection, Backend, distribution } = expected
  const name = answer.backend && `${answer.backend.namespace}/${answer.backend.service}`
  const isServed = answer.verdict === 'served'
  const said: string[] = []
  const want = (what: string, holds: boolean) => {
    if (!holds) said.push(what)
  }
  if (distribution !== undefined) {
    const shareOf = (wanted: string) =>
      answer.split.find(({ upstream }) => upstream.startsWith(`gateway-conformance-infra/${wanted}:`))?.percent ?? 0
    want(
      'shares',
      Object.entries(distribution).every(([wanted, share]) => Math.round(shareOf(wanted)) === 100 * share),
    )
    return said
  }
  if (connection !== undefined) {
    want(connection, !isServed && answer.status === null)
    return said
  }
  if (Backend !== undefined) want(Backend, isServed && answer.backend?.service === Backend)
  else if (grpcStatus !== undefined) {
    want(grpcStatus, isServed === (grpcStatus === 'OK'))
    if (grpcStatus === 'Unimplemented') want('404', answer.verdict === 'not-found' && answer.status === 200)
  } else {
    const real = answer.status ?? (isServed ? 200 : 0)
    const allowed = typeof status === 'number' ? [status] : status
    want(`status ${status}`, typeof allowed === 'string' ? real !== 200 : allowed.includes(real))
  }
  if (backend !== undefined)
    want(backend, name === backend || answer.split.some(({ upstream }) => upstream.startsWith(`${backend}:`)))
  if (upstream?.path !== undefined) want(`path ${upstream.path}`, answer.upstreamUri === upstream.path)
  if (redirect !== undefined) want(JSON.stringify(redirect), isRedirectTo(request, answer.location, redirect))
  return said
}

/** Parts that are absent are as in the request; a port that is absent is none, or that of the scheme. */
function isRedirectTo(
  request: TraceRequest,
  location: string | null,
  { scheme, host, port, path }: NonNullable<SuiteRequest['expected']['redirect']>,
): boolean {
  const url = new URL(location ?? '')
  return (
    url.protocol === `${scheme || request.scheme}:` &&
    url.hostname === (host || (request.host ?? '').replace(/:.*$/, '')) &&
    url.port === (port === '80' || port === '443' ? '' : (port ?? '')) &&
    url.pathname === (path ?? request.target)
  )
}

/** Requests whose answer no objects tell, with the reason. */
const beyond: readonly (readonly [RegExp, string])[] = [
  [/^HTTPRouteRetry/, 'answers of backends decide whether they are tried again'],
  [/^HTTPRouteTimeout/, 'the time of backends decides'],
  [/^HTTPRouteServiceTypes/, 'endpoints that the test makes belong to another Service'],
  [/^GatewayFrontendClientCertificateValidation: /, 'the facts do not say which certificate the client shows'],
  [/^BackendTLSPolicy(?:GRPC|TLS)Route/, 'the Service that is asked has the pods of the one that is named'],
  [/^BackendTLSPolicy/, 'the certificate of the backend decides, which no object holds'],
]

interface OwnRoute {
  readonly metadata: { readonly name: string }
  readonly spec: { readonly hostnames?: readonly string[]; readonly parentRefs: readonly { readonly name: string }[] }
}

/** Names that the facts leave to the routes of the test: in handshakes, and of the Gateway that many requests are sent to. */
function filledIn(test: SuiteTest, one: SuiteRequest): SuiteRequest {
  const { TLSRoute = [], HTTPRoute = [], GRPCRoute = [], TCPRoute = [] } = objectsOf(test)
  const own = [...TLSRoute, ...HTTPRoute, ...GRPCRoute, ...TCPRoute] as readonly OwnRoute[]
  const { gateway = `gateway-conformance-infra/${own[0]?.spec.parentRefs[0]?.name}`, request } = one
  const [, which] = /^\$\{hostnames(\w*)\[0\]\}$/.exec(request.sni ?? '') ?? []
  const named =
    which === undefined ? undefined : own.find(({ metadata }) => metadata.name.includes(which.toLowerCase()))
  const scheme = test.test.startsWith('GRPC') ? 'grpc' : request.scheme
  return {
    ...one,
    gateway,
    request: { ...request, ...(scheme && { scheme }), ...(named && { sni: named.spec.hostnames?.[0] ?? '' }) },
  }
}

function resultsOf(test: SuiteTest): { readonly passed: number; readonly failures: readonly string[] } {
  const plan = planOf(test)
  // Its last request is sent after the test has taken the grant away.
  const isAfter = ({ expected }: SuiteRequest) => test.test === 'HTTPRouteReferenceGrant' && expected.status === 500
  const without = planOf(test, withoutGrants)
  const asked = test.requests.map((one) => filledIn(test, one))
  const failures = asked.flatMap((one) => {
    const request = requestOf(plan, one)
    // The suite never reaches the backend that it names there.
    const { backend: _backend, ...expected } = one.expected
    const isUnnamed = test.test === 'HTTPRouteInvalidReferenceGrant'
    const found = lacks(
      request,
      (isAfter(one) ? without : plan).answer(request, false),
      isUnnamed ? { ...one, expected } : one,
    )
    const what = `${request.scheme}://${request.host}${request.target}`
    return found.length === 0 ? [] : [`${test.test}: ${what}: not ${found.join(', ')}`]
  })
  return { passed: asked.length - failures.length, failures }
}

it.each([
  ['routes, ListenerSets and listeners of HTTP', /^(?:HTTPRoute|ListenerSet|GatewayHTTPListenerIsolation)/, 354, 14],
  ['routes of gRPC', /^GRPC/, 33, 0],
  ['backends in TLS', /^BackendTLSPolicy/, 21, 6],
  ['routes of TLS and TCP', /^(?:TLSRoute|TCPRoute)/, 27, 0],
  ['certificates of clients, and all else of Gateways', /^Gateway(?!HTTPListenerIsolation)/, 13, 2],
] as const)('answers as the suite wants for %s', (_what, tests, all, untold) => {
  const results = suite.filter(({ test }) => tests.test(test)).map(resultsOf)
  const failures = results.flatMap((one) => one.failures)
  const passed = results.reduce((sum, one) => sum + one.passed, 0)
  expect(failures.filter((one) => !beyond.some(([test]) => test.test(one)))).toEqual([])
  expect({ passed, untold: failures.length }).toEqual({ passed: all - untold, untold })
})
