/** What a rule comes to with filters, backends and policies of Envoy Gateway's own: as its translator and Envoy have it. */
import { expect, it } from 'vitest'
import { envoyGateway } from '../../../src/controllers/envoy-gateway/index.js'
import type { TraceRequest } from '../../../src/domain/requests/trace.js'
import { gatewayPlan, type WireObjects } from '../../support/worlds/gateway-world.js'

const group = 'gateway.envoyproxy.io'
const meta = (name: string) => ({ namespace: 'shop', name, generation: 1 })
const object = (name: string, spec: object, more: object = {}) => ({ metadata: meta(name), spec, ...more })
const web = { name: 'web', port: 80 }
const own = (name: string) => ({ group, kind: 'Backend', name })
const filter = (name: string) => ({ type: 'ExtensionRef', extensionRef: { group, kind: 'HTTPRouteFilter', name } })
const ready = (name: string, endpoints: readonly object[]) => ({
  metadata: { ...meta(name), labels: { 'kubernetes.io/service-name': name } },
  addressType: 'IPv4',
  ports: ['TCP', 'UDP'].map((protocol) => ({ name: protocol, port: 8080, protocol })),
  endpoints,
})

/** @param policy of the route */
function answered(rule: object, policy: object | null, custom: object, request: object = {}, kind = 'HTTPRoute') {
  const isStream = kind !== 'HTTPRoute'
  const protocol = isStream ? kind.slice(0, 'TCP'.length) : 'HTTP'
  const listener = { name: 'a', port: 80, protocol }
  const targetRefs = [{ group: 'gateway.networking.k8s.io', kind: isStream ? 'Gateway' : 'HTTPRoute', name: 'r' }]
  const { status, ...spec } = { status: undefined, ...policy }
  const objects = {
    GatewayClass: [{ metadata: { name: 'own' }, spec: { controllerName: `${group}/gatewayclass-controller` } }],
    Gateway: [object('r', { gatewayClassName: 'own', listeners: [listener] })],
    Service: ['web', 'empty'].map((name) =>
      object(name, { ports: ['TCP', 'UDP'].map((one) => ({ name: one, port: 80, targetPort: 8080, protocol: one })) }),
    ),
    EndpointSlice: [ready('web', [{ addresses: ['10.0.0.1'], conditions: { ready: true } }]), ready('empty', [])],
    [kind]: [object('r', { parentRefs: [{ name: 'r' }], rules: [{ backendRefs: [web], ...rule }] })],
    SecurityPolicy: policy === null ? [] : [object('p', { targetRefs, ...spec }, status && { status })],
    ...custom,
  }
  const asked: TraceRequest = {
    ...{ scheme: 'http', method: 'GET', host: 'a.test', target: '/x', headers: new Map(), clientAddress: null },
    ...{ httpVersion: '1.1', sni: null, port: 80, gateway: { namespace: 'shop', name: 'r' }, ...request },
  }
  return gatewayPlan(objects as WireObjects, envoyGateway.gateway).answer(asked, true)
}

const backends = (specs: Readonly<Record<string, object>>, more: object = {}) => ({
  Backend: Object.entries(specs).map(([name, spec]) => object(name, spec, more)),
})
const named = { endpoints: [{ fqdn: { hostname: 'api.example.com', port: 443 } }] }
const placed = { endpoints: [{ ip: { address: '192.0.2.1', port: 80 } }] }
const refused = { status: { conditions: [{ type: 'Accepted', status: 'False', reason: 'Invalid' }] } }

/** https://github.com/envoyproxy/gateway/blob/main/internal/gatewayapi/backend.go and route.go */
it.each<[what: string, refs: readonly object[], custom: object, wanted: string]>([
  ['a name and its port', [own('b')], backends({ b: named }), 'served null api.example.com:443'],
  ['an address', [own('b')], backends({ b: placed }), 'served null 192.0.2.1:80'],
  [
    'an address of the proxy itself',
    [own('b')],
    backends({ b: { endpoints: [{ ip: { address: '127.0.0.1', port: 80 } }] } }),
    'unavailable 500 ',
  ],
  ['a socket', [own('b')], backends({ b: { endpoints: [{ unix: { path: '/x' } }] } }), 'unavailable 500 '],
  ['one that is refused', [own('b')], backends({ b: named }, refused), 'unavailable 500 '],
  ['one that is not there', [own('gone')], backends({ b: named }), 'unavailable 500 '],
  ['whatever host the request names', [own('b')], backends({ b: { type: 'DynamicResolver' } }), 'served null unknown'],
  ['whatever host, beside another one', [own('b'), web], backends({ b: { type: 'DynamicResolver' } }), '500 and 500'],
  [
    'a spare one, which is not asked',
    [web, own('b')],
    backends({ b: { ...placed, fallback: true } }),
    'served null 10.0.0.1:8080',
  ],
  [
    'a spare one where no other can be',
    [{ name: 'empty', port: 80 }, own('b')],
    backends({ b: { ...placed, fallback: true } }),
    '503 and 192.0.2.1:80',
  ],
  [
    'a spare one that is found by name, which is asked beside one of another kind',
    [web, own('b')],
    backends({ b: { ...named, fallback: true } }),
    '10.0.0.1:8080 and api.example.com:443',
  ],
])('a backend that is %s', (_what, backendRefs, custom, wanted) => {
  const { verdict, status, endpoints, split } = answered({ backendRefs }, null, custom)
  const shares = split.map((one) => /with (\d+)$/.exec(one.when)?.[1] ?? one.endpoints?.join()).join(' and ')
  expect(shares || `${verdict} ${status} ${endpoints === null ? 'unknown' : endpoints.join()}`).toBe(wanted)
})

const invalid = (message: string) => ({
  status: { ancestors: [{ conditions: [{ type: 'Accepted', status: 'False', reason: 'Invalid', message }] }] },
})
const conflicted = { type: 'Accepted', status: 'False', reason: 'Conflicted' }
const elsewhere = {
  status: {
    ancestors: [{ ancestorRef: { name: 'r' }, conditions: [conflicted] }, ...invalid('JWT: no.').status.ancestors],
  },
}
const accepted = {
  status: {
    ancestors: [
      {
        ancestorRef: { name: 'r', sectionName: 'gone' },
        conditions: [{ ...conflicted, status: 'True', reason: 'Accepted' }],
      },
      ...invalid('JWT: no.').status.ancestors,
    ],
  },
}
const asking = (principal: object) => ({ authorization: { rules: [{ action: 'Allow', principal }] } })
const contrary = 'only one of headers, params or cookies must be specified'
const ofStreams = invalid('Invalid SecurityPolicy for TCP route: only authorization is supported.')
const merged = (sectionName: string, message: string) => ({
  mergeType: 'StrategicMerge',
  status: {
    ancestors: [
      { ancestorRef: { namespace: 'shop', name: 'r', sectionName }, ...invalid(message).status.ancestors[0] },
    ],
  },
})
const preflight = {
  method: 'OPTIONS',
  headers: new Map([
    ['origin', 'https://a.test'],
    ['access-control-request-method', 'PUT'],
  ]),
}
const passwords = { basicAuth: {} }
const direct = { HTTPRouteFilter: [object('own', { directResponse: { statusCode: 418 } })] }
const cookies = { HTTPRouteFilter: [object('own', { matches: [{ cookies: [{ name: 'a', value: 'b' }] }] })] }
const rewriting = (urlRewrite: object) => ({ HTTPRouteFilter: [object('own', { urlRewrite })] })
const expression = (pattern: string) =>
  rewriting({ path: { type: 'ReplaceRegexMatch', replaceRegexMatch: { pattern } } })
const prefix = { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplaceFullPath', replaceFullPath: '/y' } } }
const mirror = { type: 'RequestMirror', requestMirror: { backendRef: web } }

/** https://github.com/envoyproxy/gateway/blob/main/internal/gatewayapi/securitypolicy.go and filters.go */
it.each<[what: string, rule: object, policy: object | null, custom: object, request: object, wanted: string]>([
  [
    'who is asked comes before what the proxy answers',
    { filters: [filter('own')] },
    passwords,
    direct,
    {},
    '401: 418 401',
  ],
  ['and before what fails', { backendRefs: [{ name: 'gone', port: 80 }] }, passwords, {}, {}, '401: 500 401'],
  ['a policy of which a part fails', {}, { ...passwords, jwt: {}, ...invalid('JWT: no.') }, {}, {}, '401: 500 401'],
  ['a policy that fails', {}, { jwt: {}, ...invalid('JWT: no.') }, {}, {}, '500'],
  ['one of which another Gateway alone says so', {}, { jwt: {}, ...elsewhere }, {}, {}, '500'],
  ['one that a listener which is not there has accepted', {}, { jwt: {}, ...accepted }, {}, {}, '500'],
  [
    'one that contradicts itself',
    {},
    { ...passwords, ...invalid(`Invalid SecurityPolicy: ${contrary}.`) },
    {},
    {},
    'null 10.0.0.1:8080',
  ],
  [
    'one that contradicts what it is merged with',
    {},
    { ...passwords, ...merged('a', contrary) },
    {},
    {},
    'null 10.0.0.1:8080',
  ],
  [
    'one that fails merged at another listener',
    {},
    { ...passwords, ...merged('b', 'JWT: no.') },
    {},
    {},
    '401: null 401',
  ],
  ['one that is none for a connection alone', {}, { ...passwords, ...ofStreams }, {}, {}, '401: null 401'],
  ['one that says nothing of it', {}, { jwt: {}, ...invalid('') }, {}, {}, '500'],
  [
    'one whose service may fail',
    {},
    { extAuth: { failOpen: true }, ...invalid('ExtAuth: service gone.') },
    {},
    {},
    'null 10.0.0.1:8080',
  ],
  ['one whose service fails', {}, { extAuth: {}, ...invalid('ExtAuth: service gone.') }, {}, {}, '500'],
  [
    'a service that has a status for its failure',
    {},
    { extAuth: { statusOnError: 502 } },
    {},
    {},
    'null: null 403 502',
  ],
  ['a preflight comes before who is asked', {}, { ...passwords, cors: {} }, {}, preflight, '200'],
  ['and is none without its headers', {}, { ...passwords, cors: {} }, {}, { method: 'OPTIONS' }, '401: null 401'],
  ['and is passed by where the proxy answers', { filters: [filter('own')] }, { cors: {} }, direct, preflight, '418'],
  ['a rule that asks for cookies, and fails', { filters: [filter('own'), filter('gone')] }, null, cookies, {}, 'null'],
  ['an expression that is none', { filters: [filter('own')] }, null, expression('('), {}, '500'],
  ['a rewrite beside another one', { filters: [prefix, filter('own')] }, null, expression('x'), {}, '500'],
  [
    'a rewrite of the host beside one of the path',
    { filters: [prefix, filter('own')] },
    null,
    rewriting({ hostname: { type: 'Backend' } }),
    {},
    'null 10.0.0.1:8080',
  ],
  [
    'a mirror without endpoints beside a redirect, which is none',
    {
      backendRefs: [],
      filters: [
        { ...mirror, requestMirror: { backendRef: { ...web, name: 'empty' } } },
        { type: 'RequestRedirect', requestRedirect: {} },
      ],
    },
    null,
    {},
    {},
    '302',
  ],
  [
    'a mirror beside a redirect',
    { backendRefs: [], filters: [mirror, { type: 'RequestRedirect', requestRedirect: {} }] },
    null,
    {},
    {},
    '500',
  ],
])('%s', (_what, rule, policy, custom, request, wanted) => {
  const { status, endpoints, outcomes } = answered(rule, policy, custom, request)
  const ways = outcomes.map((one) => `${one.status}`).join(' ')
  expect(`${status}${ways ? `: ${ways}` : endpoints?.length ? ` ${endpoints.join()}` : ''}`).toBe(wanted)
})

it.each([
  ['who may connect', { authorization: {} }, 'guarded: null null'],
  ['an address', asking({ clientCIDRs: ['10.0.0.0/8'] }), 'guarded: null null'],
  ['a header, which no connection has, so that the route is left out', asking({ headers: [{}] }), 'unavailable: '],
  ['a password, which nobody looks for', passwords, 'served: '],
])('a policy of the Gateway asks connections for %s', (_what, policy, wanted) => {
  const { verdict, outcomes } = answered({}, policy, {}, { stream: 'tcp' }, 'TCPRoute')
  expect(`${verdict}: ${outcomes.map(({ status }) => `${status}`).join(' ')}`).toBe(wanted)
  // Nobody asks datagrams.
  expect(answered({}, policy, {}, { stream: 'udp' }, 'UDPRoute').verdict).toBe('served')
})

it('a policy whose status tells of conflicts alone may fail', () => {
  const status = { ancestors: [{ ancestorRef: { name: 'r' }, conditions: [conflicted] }] }
  expect(answered({}, { ...passwords, status }, {}).verdict).toBe('unknown')
})

it('a rule that asks for a cookie comes before an earlier one that asks for the same without', () => {
  const rules = [{ backendRefs: [web] }, { backendRefs: [web], filters: [filter('own')] }]
  const HTTPRoute = [object('r', { parentRefs: [{ name: 'r' }], rules })]
  const { verdict, rule } = answered({}, null, { ...cookies, HTTPRoute })
  expect([verdict, rule]).toEqual(['unknown', 1])
})
