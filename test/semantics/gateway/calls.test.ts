/** What calls of gRPC and datagrams get, where implementations differ: each was seen at the real one. */
import { expect, it } from 'vitest'
import { envoyGateway } from '../../../src/controllers/envoy-gateway/index.js'
import { contourGatewayDialect } from '../../../src/controllers/shared/gateways/contour.js'
import { traefikGatewayDialect } from '../../../src/controllers/shared/gateways/traefik.js'
import type { GatewayDialect } from '../../../src/domain/gateway/profile.js'
import { plainGet, type TraceRequest } from '../../../src/domain/requests/trace.js'
import { fateAt } from '../../../src/semantics/gateway/fates.js'
import { gatewayPlan } from '../../support/worlds/gateway-world.js'

const meta = (name: string) => ({ namespace: 'shop', name, generation: 1 })
const to = (...names: string[]) => ({ backendRefs: names.map((name) => ({ name, port: 80 })) })
const service = (name: string, appProtocol?: string) => ({
  metadata: meta(name),
  spec: {
    ports: [
      { name: 'x', port: 80, ...(appProtocol && { appProtocol }) },
      { name: 'dns', port: 80, protocol: 'UDP' },
    ],
  },
})
const endpoints = (name: string, addresses: string[]) => ({
  metadata: { ...meta(name), labels: { 'kubernetes.io/service-name': name } },
  ports: [
    { name: 'x', port: 8080 },
    { name: 'dns', port: 5353, protocol: 'UDP' },
  ],
  endpoints: addresses.map((one) => ({ addresses: [one], conditions: { ready: true } })),
})
const apiVersion = 'gateway.envoyproxy.io/v1alpha1'
const direct = { apiVersion, kind: 'HTTPRouteFilter', metadata: meta('direct'), spec: { directResponse: {} } }
const users = { users: { group: '', kind: 'Secret', name: 'users' } }
const asksPassword = {
  ...{ apiVersion, kind: 'SecurityPolicy', metadata: meta('asks') },
  spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'GRPCRoute', name: 'a' }], basicAuth: users },
}

function planOf(
  { controllerNames, ...dialect }: GatewayDialect,
  kind: string,
  rule: object | readonly object[],
  more: object = {},
) {
  const secure = { name: 'secure', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'any' }] } }
  const datagrams = { name: 'dns', port: 53, protocol: 'UDP' }
  const listeners = [{ name: 'http', port: 80, protocol: 'HTTP' }, secure, datagrams]
  const route = { metadata: meta('a'), spec: { parentRefs: [{ name: 'main' }], rules: [rule].flat() } }
  const objects = {
    GatewayClass: [{ metadata: { name: 'own' }, spec: { controllerName: controllerNames[0] } }],
    Gateway: [{ metadata: meta('main'), spec: { gatewayClassName: 'own', listeners } }],
    [kind]: [route],
    Service: [service('web'), service('none'), service('plain', 'kubernetes.io/h2c')],
    EndpointSlice: [endpoints('web', ['10.0.0.1']), endpoints('none', []), endpoints('plain', ['10.0.0.2'])],
    ...more,
  }
  return gatewayPlan(objects, { controllerNames, ...dialect }, ['Secret'])
}

const call = (target: string, type = 'application/grpc', scheme: 'http' | 'https' = 'http'): TraceRequest => ({
  ...{ ...plainGet(scheme, 'a.test', target), method: 'POST' },
  headers: new Map([['content-type', type]]),
})
const method = (match: object) => ({ matches: [{ method: match }] })
const envoy = envoyGateway.gateway
const toOne = to('web')

it.each([
  ['of no rule', envoy, { ...method({ service: 'a' }), ...toOne }, '/b/c', '200 12 not-found'],
  ['without endpoints', envoy, to('none'), '/b/c', '200 14 unavailable'],
  ['of no Service', envoy, to('gone'), '/b/c', '200 2 unavailable'],
  ['with an escaped slash', envoy, toOne, '/b%2Fc', '200 13 denied'],
  ['with an escaped slash, which Contour leaves', contourGatewayDialect, toOne, '/b%2Fc', 'served'],
  ['of no rule at Traefik', traefikGatewayDialect, { ...method({ service: 'a' }), ...toOne }, '/b/c', '404 not-found'],
  ['without endpoints at Traefik', traefikGatewayDialect, to('none'), '/b/c', '503 unavailable'],
  ['of no Service at Traefik', traefikGatewayDialect, to('gone'), '/b/c', '200 unavailable as JSON'],
] as const)('a call %s', (_what, dialect, rule, target, wanted) => {
  const { status, grpcStatus, verdict, hops } = planOf(dialect, 'GRPCRoute', rule).answer(call(target), true)
  const isJson = hops.some(({ detail }) => detail.includes('JSON')) && 'as JSON'
  expect([status, grpcStatus, verdict, isJson].filter(Boolean).join(' ')).toBe(wanted)
})

it.each([
  [envoy, 'grpc-status 2'],
  [traefikGatewayDialect, 'a status as JSON'],
])('a route of calls fails with what a call gets', (dialect, wanted) => {
  const filters = [{ type: 'ExtensionRef', extensionRef: { group: 'a.b', kind: 'Filter', name: 'any' } }]
  // One that keeps nothing may not be there at all.
  const plan = planOf(dialect, 'GRPCRoute', [
    { ...toOne, filters },
    { ...method({ service: 'b', method: 'c' }), ...toOne },
  ])
  const [gateway] = plan.gateways
  const [listener] = gateway?.listeners ?? []
  const [route] = plan.world.routes
  const match = route && plan.world.rulesOf(route)[0]?.matches[0]
  if (!gateway || !listener || !match) throw new Error('no such route')
  const fate = fateAt(plan, { gateway, listener, hostname: null }, match)
  expect(fate).toMatchObject({ is: 'fails', status: 200, why: expect.stringContaining(wanted) })
})

it('is none by another type of content', () => {
  const plan = planOf(envoy, 'GRPCRoute', to('gone'))
  for (const type of ['application/grpc;a=b', 'Application/grpc', 'application/grpc-web'])
    expect(plan.answer(call('/b/c', type), false)).toMatchObject({ status: 500, verdict: 'unavailable' })
  expect(plan.answer(call('/b/c', 'application/grpc+proto'), false)).toMatchObject({ status: 200, grpcStatus: 2 })
})

it('a redirect is told to a call with its location, and as a status of gRPC', () => {
  const rule = { filters: [{ type: 'RequestRedirect', requestRedirect: { hostname: 'b.test' } }] }
  const { status, grpcStatus, location } = planOf(envoy, 'HTTPRoute', rule).answer(call('/b/c'), false)
  expect({ status, grpcStatus, location }).toEqual({ status: 200, grpcStatus: 2, location: 'http://b.test/b/c' })
})

it('what is asked before a call is denied with a status of gRPC', () => {
  const plan = planOf(envoy, 'GRPCRoute', toOne, { SecurityPolicy: [asksPassword] })
  expect(plan.answer({ ...call('/b/c'), auth: 'deny' }, false)).toMatchObject({ status: 200, grpcStatus: 16 })
})

it('a share that fails is told with its status of gRPC', () => {
  const whens = (dialect: GatewayDialect) =>
    planOf(dialect, 'GRPCRoute', to('web', 'gone'))
      .answer(call('/b/c'), false)
      .split.map(({ when }) => when)
  expect(whens(envoy)).toEqual(['weight 1 of 2', 'weight 1 of 2, answered with grpc-status 14'])
  expect(whens(traefikGatewayDialect)).toEqual(['weight 1 of 2', 'weight 1 of 2, fails, answered with 200'])
})

it.each([
  ['takes capitals for small letters', envoy, '/b/pay', 'served'],
  ['wants a service that is a name', envoy, '/b-b/Pay', 'not-found'],
  ['takes them as they are', contourGatewayDialect, '/b/pay', 'not-found'],
] as const)('an expression for methods of all services %s', (_what, dialect, target, wanted) => {
  const plan = planOf(
    {
      ...dialect,
      profile: { ...dialect.profile, attachment: { ...dialect.profile.attachment, grpcExactOnly: false } },
    },
    'GRPCRoute',
    { ...method({ type: 'RegularExpression', method: 'P[a-z]+' }), ...toOne },
  )
  expect(plan.answer(call(target), false).verdict).toBe(wanted)
})

/** https://github.com/envoyproxy/gateway/blob/main/internal/gatewayapi/route.go, processGRPCRouteParentRefs */
it('an answer of 2xx is none to a call, and the rule of its filter fails, or its route is left out with all rules', () => {
  const extensionRef = { group: 'gateway.envoyproxy.io', kind: 'HTTPRouteFilter', name: 'direct' }
  const rule = { ...toOne, filters: [{ type: 'ExtensionRef', extensionRef }] }
  const statusOf = (kind: string, ...rules: object[]) =>
    planOf(envoy, kind, rules, { HTTPRouteFilter: [direct] }).answer(plainGet('http', 'a.test', '/'), false).status
  const whole = { ...method({ service: 'b', method: 'c' }), ...toOne }
  const missing = { ...rule, filters: [{ type: 'ExtensionRef', extensionRef: { ...extensionRef, name: 'gone' } }] }
  expect([statusOf('GRPCRoute', rule), statusOf('GRPCRoute', rule, whole)]).toEqual([404, 500])
  expect([statusOf('GRPCRoute', missing), statusOf('HTTPRoute', rule)]).toEqual([500, 200])
})

it('Contour speaks TLS to backends of GRPCRoutes where it does so with clients, unless their port says otherwise', () => {
  const hopOf = (name: string, scheme: 'http' | 'https', dialect: GatewayDialect = contourGatewayDialect) =>
    planOf(dialect, 'GRPCRoute', to(name)).answer(call('/b/c', 'application/grpc', scheme), false).lastHop?.protocol
  expect([hopOf('web', 'https'), hopOf('web', 'http'), hopOf('plain', 'https')]).toEqual(['GRPCS', 'GRPC', 'GRPC'])
  expect(hopOf('web', 'https', envoy)).toBe('GRPC')
})

it.each([
  ['Envoy Gateway gives it to the others', envoy, ['served', '10.0.0.1:5353', 0]],
  [
    'and to nobody',
    { ...envoy, profile: { ...envoy.profile, outcome: { ...envoy.profile.outcome, streamShares: 'each' } } },
    ['unavailable', '', 2],
  ],
] as const)('the share of a backend without endpoints of a UDPRoute: %s', (_what, dialect, wanted) => {
  const plan = planOf(dialect, 'UDPRoute', to('none', 'web'))
  const request = { ...plainGet('http', 'a.test', '/'), port: 53, stream: 'udp' } as const
  const { verdict, endpoints, split } = plan.answer(request, false)
  expect([verdict, endpoints?.join(), split.length]).toEqual(wanted)
})
