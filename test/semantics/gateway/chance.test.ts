/** Rules of the same rank or name, and listeners of one port, as the source of the implementations has it: what chance decides, and what it does not. */
import { expect, it } from 'vitest'
import { contourGatewayDialect } from '../../../src/controllers/shared/gateways/contour.js'
import { envoyGatewayDialect } from '../../../src/controllers/shared/gateways/envoy-gateway.js'
import { traefikGatewayDialect } from '../../../src/controllers/shared/gateways/traefik.js'
import type { GatewayDialect } from '../../../src/domain/gateway/profile.js'
import type { TraceRequest } from '../../../src/domain/requests/trace.js'
import { gatewayRows } from '../../../src/questions/gateways/rows.js'
import { gatewayPlan, type WireObjects } from '../../support/worlds/gateway-world.js'

const meta = (name: string, day = 1) => ({
  ...{ namespace: 'shop', name, generation: 1 },
  creationTimestamp: `2026-01-0${day}T00:00:00Z`,
})
const backendRefs = [{ name: 'web', port: 80 }]
const named = (name: string, value = '1', type = 'Exact') => ({ name, value, type })
const routeOf = (name: string, rules: readonly object[], more: object = {}, day = 1) => ({
  metadata: meta(name, day),
  spec: { parentRefs: [{ name: 'main' }], rules: rules.map((one) => ({ backendRefs, ...one })), ...more },
})
const web = { name: 'http', port: 80, protocol: 'HTTP' }
const tcp = { name: 'tcp', port: 9000, protocol: 'TCP' }
const tls = { name: 'tls', port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' } }

function planOf({ controllerNames, ...dialect }: GatewayDialect, objects: WireObjects, listeners: readonly object[]) {
  const spec = { gatewayClassName: 'own', listeners }
  return gatewayPlan(
    {
      GatewayClass: [{ metadata: { name: 'own' }, spec: { controllerName: controllerNames[0] } }],
      Gateway: ['main', 'other'].map((name) => ({ metadata: meta(name), spec })),
      Service: [{ metadata: meta('web'), spec: { ports: [{ name: 'http', port: 80 }] } }],
      ...objects,
    },
    { controllerNames, ...dialect },
    ['EndpointSlice'],
  )
}

/** Who answers, or the status; `random` where chance decides. */
function answered(
  plan: ReturnType<typeof planOf>,
  { headers = {}, ...more }: Partial<Omit<TraceRequest, 'headers'>> & { readonly headers?: object },
): string {
  const request: TraceRequest = {
    ...{ scheme: 'http', method: 'GET', host: 'a.example.com', target: '/', clientAddress: null, httpVersion: '1.1' },
    ...{ sni: null, port: 80, gateway: { namespace: 'shop', name: 'main' }, ...more },
    headers: new Map(Object.entries(headers) as [string, string][]),
  }
  const { hops, source, status } = plan.answer(request, true)
  if (hops.some(({ subject }) => subject === 'random')) return 'random'
  return [source?.name, status].filter((one) => one != null).join(' ') || 'closed'
}

const fates = (plan: ReturnType<typeof planOf>) =>
  gatewayRows({ plan, ownerOf: () => null, isOff: () => false, inventory: plan.world.facts.inventory }, () => true).map(
    ({ route: { source, fate } }) => `${source.name} ${fate?.is}`,
  )

/** https://github.com/projectcontour/contour/blob/main/internal/sorter/sorter.go, compareRoutesByMethodHeaderQueryParams */
it.each([
  ['headers and parameters that say the same', ['x-a', 'x'], ['x-b', 'y'], 'one'],
  ['headers alone', ['x-a', 'x'], ['x-b', 'x'], 'one'],
  ['headers that say otherwise than parameters', ['x-a', 'y'], ['x-b', 'x'], 'random'],
])('Contour, rules that ask for as much of other names: %s', (_what, one, other, wanted) => {
  const rule = ([header = '', parameter = '']: readonly string[]) => ({
    matches: [{ headers: [named(header)], queryParams: [named(parameter)] }],
  })
  // The older one comes last in the alphabet.
  const HTTPRoute = [routeOf('other', [rule(other)]), routeOf('one', [rule(one)], {}, 2)]
  const plan = planOf(contourGatewayDialect, { HTTPRoute }, [web])
  expect(answered(plan, { headers: { 'x-a': '1', 'x-b': '1' }, target: '/?x=1&y=1' })).toBe(wanted)
})

const elsewhere = { parentRefs: [{ name: 'other' }] }
const handshake = { hostnames: ['a.example.com'] }

/** https://github.com/traefik/traefik/blob/master/pkg/muxer/tcp/mux.go and pkg/server/router/tcp/router.go */
it.each([
  ['one', { TCPRoute: [routeOf('r', [{}])] }, {}, 'r'],
  ['one of another Gateway', { TCPRoute: [routeOf('r', [{}], elsewhere)] }, {}, 'r'],
  [
    'several, of which the oldest is there',
    { TCPRoute: [routeOf('r', [{}], {}, 2), routeOf('s', [{}], elsewhere)] },
    {},
    's',
  ],
  ['none: it speaks HTTP there', {}, {}, '404'],
  ['TLS, of which nobody looks at names', { TCPRoute: [routeOf('r', [{}])] }, { scheme: 'https' }, 'r'],
  [
    'TLS, as soon as somebody does',
    { TCPRoute: [routeOf('r', [{}])], TLSRoute: [routeOf('s', [{}], handshake)] },
    { scheme: 'https' },
    '404',
  ],
] as const)('Traefik, TCPRoutes at a port: %s', (_what, objects, asked, wanted) => {
  const plan = planOf(traefikGatewayDialect, objects, [tcp, tls])
  expect(answered(plan, { port: 9000, sni: 'a.example.com', ...asked })).toBe(wanted)
})

it('Traefik: of several TCPRoutes at a port the oldest alone is said to be served', () => {
  const plan = planOf(traefikGatewayDialect, { TCPRoute: [routeOf('r', [{}]), routeOf('s', [{}], {}, 2)] }, [tcp])
  expect(fates(plan)).toEqual(['r served', 's lost'])
})

/** So has a real one of 3.7.15. */
it.each([
  ['of the first', ['a.example.com', 'b.example.org'], 'a.example.com', 'r'],
  ['of the last', ['a.example.com', 'b.example.org'], 'b.example.org', 'r'],
  ['of none', ['a.example.com', 'b.example.org'], 'c.example.org', '404'],
])('Traefik: a TLSRoute has at a port the hostnames of all its listeners: %s', (_what, hostnames, sni, wanted) => {
  const listeners = [
    { ...tls, name: 'one', hostname: '*.example.com' },
    { ...tls, name: 'two', hostname: '*.example.org' },
  ]
  const plan = planOf(traefikGatewayDialect, { TLSRoute: [routeOf('r', [{}], { hostnames })] }, listeners)
  expect(answered(plan, { scheme: 'https', port: 443, sni })).toBe(wanted)
})

/** So has a real one of 3.7.15. */
it.each([
  ['written alike', ['a.example.com', 'b.example.com'], 'older'],
  ['of the same length alone', ['b.example.com', 'a.example.com'], 'random'],
])('Traefik: of two TLSRoutes with hostnames that are %s', (_what, hostnames, wanted) => {
  const TLSRoute = [
    routeOf('older', [{}], { hostnames: ['a.example.com', 'b.example.com'] }),
    routeOf('newer', [{}], { hostnames }, 2),
  ]
  expect(
    answered(planOf(traefikGatewayDialect, { TLSRoute }, [tls]), { scheme: 'https', port: 443, sni: 'a.example.com' }),
  ).toBe(wanted)
})

it('Traefik: a TCPRoute hangs on no listener for TLS', () => {
  const plan = planOf(traefikGatewayDialect, { TCPRoute: [routeOf('r', [{}])] }, [tls])
  expect(plan.world.attachments.map(({ reason }) => reason)).toEqual(['NotAllowedByListeners'])
})

/** https://github.com/envoyproxy/gateway/blob/main/internal/gatewayapi/sort.go, pathMatchCount */
it('Envoy Gateway: a prefix for all paths counts no more than none, so that a method of gRPC comes before it', () => {
  const HTTPRoute = [routeOf('all', [{ matches: [{ headers: [named('x-a')] }] }])]
  const call = { matches: [{ method: { method: 'Put' }, headers: [named('x-a')] }] }
  const GRPCRoute = [routeOf('call', [call], {}, 2)]
  const plan = planOf(envoyGatewayDialect, { HTTPRoute, GRPCRoute }, [web])
  expect(answered(plan, { headers: { 'x-a': '1' }, target: '/pkg.Svc/Put' })).toBe('call')
})

/** https://github.com/envoyproxy/gateway/blob/main/internal/gatewayapi/validate.go, validateConflictedProtocolsListeners */
it.each([
  ['all that join them', [web, { ...tcp, port: 80 }], 'ProtocolConflict'],
  ['none that joins one alone', [web], null],
])('Envoy Gateway: listeners of a Gateway that are out for their protocols take along %s', (_what, own, fault) => {
  const allowedListeners = { namespaces: { from: 'Same' } }
  const Gateway = [{ metadata: meta('main'), spec: { gatewayClassName: 'own', listeners: own, allowedListeners } }]
  const more = { parentRef: { name: 'main' }, listeners: [{ ...web, name: 'more', hostname: 'a.example.com' }] }
  const plan = planOf(envoyGatewayDialect, { Gateway, ListenerSet: [{ metadata: meta('set'), spec: more }] }, [])
  expect(plan.gateways[0]?.listeners.find(({ name }) => name === 'more')?.fault).toBe(fault)
})

const cors = { type: 'CORS', cors: { allowOrigins: ['https://b.test'] } }
const redirect = { type: 'RequestRedirect', requestRedirect: { hostname: 'b.test' } }
const preflight = { origin: 'https://b.test', 'access-control-request-method': 'POST' }

/** https://github.com/envoyproxy/gateway/blob/main/internal/gatewayapi/route.go, cors-preflight */
it.each([
  ['of which nobody is asked from elsewhere', { filters: [] }, preflight, 'any'],
  ['which takes them for CORS', { filters: [cors] }, preflight, 'post 200'],
  ['which takes no others for it', { filters: [cors] }, {}, 'any'],
  ['whose redirect they do not get', { filters: [redirect, cors] }, preflight, 'post 200'],
  ['and without backends none gets them', { filters: [redirect, cors], backendRefs: [] }, preflight, 'post 500'],
])('Envoy Gateway, preflights at a rule for another method, %s', (_what, rule, headers, wanted) => {
  const post = { matches: [{ method: 'POST' }], ...rule }
  const HTTPRoute = [routeOf('any', [{}]), routeOf('post', [post], {}, 2)]
  expect(answered(planOf(envoyGatewayDialect, { HTTPRoute }, [web]), { method: 'OPTIONS', headers })).toBe(wanted)
})
