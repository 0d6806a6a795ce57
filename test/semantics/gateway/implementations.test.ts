/** What implementations make of backends that cannot be asked, policies, selectors and addresses, as their source has it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { contourGatewayDialect } from '../../../src/controllers/shared/gateways/contour.js'
import { envoyGatewayDialect } from '../../../src/controllers/shared/gateways/envoy-gateway.js'
import { bySpecification, specificationProfile } from '../../../src/controllers/shared/gateways/specification.js'
import { traefikGatewayDialect } from '../../../src/controllers/shared/gateways/traefik.js'
import type { GatewayDialect } from '../../../src/domain/gateway/profile.js'
import type { TraceRequest } from '../../../src/domain/requests/trace.js'
import { gatewayRows } from '../../../src/questions/gateways/rows.js'
import { gatewayPlan, type WireObjects } from '../../support/worlds/gateway-world.js'

const specification: GatewayDialect = { controllerNames: ['example.com/own'], profile: specificationProfile }
const meta = (name: string, day = 1) => ({
  ...{ namespace: 'shop', name, generation: 1 },
  creationTimestamp: `2026-01-0${day}T00:00:00Z`,
})
const certificate = readFileSync(join(import.meta.dirname, '..', '..', 'fixtures', 'tls', 'ca.pem'), 'utf8')
const web = { name: 'http', port: 80, protocol: 'HTTP' }
const slice = (name: string, ready: boolean) => ({
  metadata: { ...meta(name), labels: { 'kubernetes.io/service-name': name } },
  addressType: 'IPv4',
  ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
  endpoints: ready ? [{ addresses: ['10.0.0.1'], conditions: { ready: true } }] : [],
})

function planOf({ controllerNames, ...dialect }: GatewayDialect, objects: WireObjects, gateway: object = {}) {
  const { spec, ...more } = { spec: {}, ...gateway }
  return gatewayPlan(
    {
      GatewayClass: [{ metadata: { name: 'own' }, spec: { controllerName: controllerNames[0] } }],
      Gateway: [{ metadata: meta('main'), spec: { gatewayClassName: 'own', listeners: [web], ...spec }, ...more }],
      Service: ['web', 'empty'].map((name) => ({
        metadata: meta(name),
        spec: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
      })),
      EndpointSlice: [slice('web', true), slice('empty', false)],
      ...objects,
    },
    { controllerNames, ...dialect },
  )
}

const asked: TraceRequest = {
  ...{ scheme: 'http', method: 'GET', host: 'a.example.com', target: '/', headers: new Map(), clientAddress: null },
  ...{ httpVersion: '1.1', sni: null, port: 80, gateway: { namespace: 'shop', name: 'main' } },
}

/** `NAME:WEIGHT`; one without weight has 1 */
const refs = (text: string) =>
  text.split(' ').map((one) => {
    const [name, weight = '1'] = one.split(':')
    return { name, port: 80, weight: Number(weight) }
  })
const routeOf = (name: string, backends: string, more: object = {}, day = 1) => ({
  metadata: meta(name, day),
  spec: { parentRefs: [{ name: 'main' }], rules: [{ backendRefs: refs(backends) }], ...more },
})

/** https://github.com/envoyproxy/gateway/blob/main/internal/gatewayapi/route.go and internal/xds/translator/route.go */
it.each([
  ['one without endpoints', 'empty', '503'],
  ['beside a broken one of weight 0', 'empty gone:0', '500'],
  ['beside one of weight 0 that is whole', 'empty web:0', '503'],
  ['beside a broken one', 'empty gone', '500 500'],
  ['a broken one and one that answers', 'gone web', '500 web'],
  ['one without endpoints and one that answers', 'empty web', '503 web'],
  ['all three: both that fail do so alike', 'gone empty web', '503 503 web'],
  ['a broken one of weight 0 beside one that answers', 'gone:0 web', 'web'],
])('Envoy Gateway, backends of a rule: %s', (_what, backends, wanted) => {
  const { status, backend, split } = planOf(envoyGatewayDialect, { HTTPRoute: [routeOf('r', backends)] }).answer(
    asked,
    true,
  )
  const shares = split.map(({ when, upstream }) => /answered with (\d+)/.exec(when)?.[1] ?? upstream.slice(5, -3))
  expect(shares.length === 0 ? `${status ?? backend?.service}` : shares.join(' ')).toBe(wanted)
})

const policy = (validation: object) => ({
  metadata: meta('tls'),
  spec: { targetRefs: [{ group: '', kind: 'Service', name: 'web' }], validation },
})
const authority = { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'gone' }], hostname: 'web.shop.svc' }

/** https://github.com/projectcontour/contour/blob/main/internal/dag/gatewayapi_processor.go, computeBackendTLSPolicies */
it.each([
  [
    'authorities that are not there',
    contourGatewayDialect,
    authority,
    'HTTPRoute',
    'served',
    /passed over.*clear text/,
  ],
  [
    'those of the system',
    contourGatewayDialect,
    { wellKnownCACertificates: 'System', hostname: 'a.b' },
    'HTTPRoute',
    'served',
    /clear text/,
  ],
  [
    'of GRPCRoutes nothing is asked',
    contourGatewayDialect,
    authority,
    'GRPCRoute',
    'served',
    /no GRPCRoute is held to/,
  ],
  ['elsewhere they fail', envoyGatewayDialect, authority, 'HTTPRoute', 'unavailable', /cannot be met/],
  [
    'and the system has some',
    envoyGatewayDialect,
    { wellKnownCACertificates: 'System', hostname: 'a.b' },
    'HTTPRoute',
    'served',
    /asks for TLS/,
  ],
] as const)('a BackendTLSPolicy: %s', (_what, dialect, validation, kind, verdict, words) => {
  const plan = planOf(dialect, { [kind]: [routeOf('r', 'web')], BackendTLSPolicy: [policy(validation)] })
  const headers = new Map(kind === 'GRPCRoute' ? [['content-type', 'application/grpc']] : [])
  const answer = plan.answer({ ...asked, headers }, true)
  expect(answer.verdict).toBe(verdict)
  expect(answer.hops.find(({ kind }) => kind === 'tls')?.detail).toMatch(words)
})

it.each([
  ['that asks for nothing takes all', envoyGatewayDialect, {}, true],
  ['so it does not', contourGatewayDialect, {}, false],
  ['that is not there takes none', envoyGatewayDialect, undefined, false],
  [
    'that asks for something',
    contourGatewayDialect,
    { matchExpressions: [{ key: 'x', operator: 'DoesNotExist' }] },
    true,
  ],
] as const)('a selector of namespaces %s', (_what, dialect, selector, isTaken) => {
  const namespaces = { from: 'Selector', ...(selector && { selector }) }
  const spec = { listeners: [{ ...web, allowedRoutes: { namespaces } }] }
  const Namespace = [{ metadata: { name: 'shop', labels: {} } }]
  const plan = planOf(dialect, { HTTPRoute: [routeOf('r', 'web')], Namespace }, { spec })
  expect(plan.world.attachments.map(({ reason }) => reason)).toEqual([isTaken ? null : 'NotAllowedByListeners'])
})

it.each([
  ['none of which it has', contourGatewayDialect, { addresses: [] }, null],
  ['one of which it has', contourGatewayDialect, { addresses: [{ type: 'IPAddress', value: '192.0.2.2' }] }, 'r'],
  ['of which nothing is known, for it is not in a cluster', contourGatewayDialect, undefined, 'r'],
  ['which nobody waits for', envoyGatewayDialect, { addresses: [] }, 'r'],
] as const)('a Gateway that asks for addresses, %s', (_what, dialect, status, answers) => {
  const conditions = status ? [{ type: 'Accepted', status: 'True' }] : []
  const spec = { addresses: [{ value: '192.0.2.1' }, { value: '192.0.2.2' }] }
  const plan = planOf(dialect, { HTTPRoute: [routeOf('r', 'web')] }, { spec, status: { conditions, ...status } })
  expect(plan.answer(asked, false).source?.name ?? null).toBe(answers)
})

const secure = { name: 'tls', port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' } }
const named = { hostnames: ['a.example.com'] }

it.each([
  ['nobody decides', contourGatewayDialect, 'web', true, 'old'],
  ['unless the other has no backend', contourGatewayDialect, 'gone', false, 'old'],
  ['the proxy refuses the whole port', envoyGatewayDialect, 'web', false, null],
  ['by the words of the specification the older one has it', specification, 'web', false, 'old'],
] as const)('two TLSRoutes for one name: %s', (_what, dialect, backends, isRandom, winner) => {
  const TLSRoute = [routeOf('old', 'web', named), routeOf('new', backends, named, 2)]
  const request = { ...asked, scheme: 'https' as const, port: 443, sni: 'a.example.com' }
  const answer = planOf(dialect, { TLSRoute }, { spec: { listeners: [secure] } }).answer(request, true)
  const isSaid = answer.hops.some(({ subject }) => subject === 'random')
  expect([isSaid, answer.source?.name ?? null]).toEqual([isRandom, winner])
})

it.each([
  ['has the name', envoyGatewayDialect, 'r'],
  ['by the words of the specification the nearest listener alone counts', specification, null],
] as const)('TLS of a port, where a route of a wider listener %s', (_what, dialect, winner) => {
  const listeners = [secure, { ...secure, name: 'near', hostname: '*.example.com' }]
  const TLSRoute = [
    routeOf('r', 'web', { ...named, parentRefs: [{ name: 'main', sectionName: 'tls' }] }),
    routeOf('other', 'web', { hostnames: ['b.example.com'], parentRefs: [{ name: 'main', sectionName: 'near' }] }),
  ]
  const request = { ...asked, scheme: 'https' as const, port: 443, sni: 'a.example.com', target: '/a%2Fb' }
  const answer = planOf(dialect, { TLSRoute }, { spec: { listeners } }).answer(request, true)
  expect(answer.source?.name ?? null).toBe(winner)
})

it('Contour: a TLSRoute without a usable backend leaves its names to wider ones', () => {
  const TLSRoute = [
    routeOf('gone', 'gone', { hostnames: ['a.example.com'] }),
    routeOf('wide', 'web', { hostnames: ['*.example.com'] }, 2),
  ]
  const plan = planOf(contourGatewayDialect, { TLSRoute }, { spec: { listeners: [secure] } })
  const request = { ...asked, scheme: 'https' as const, port: 443, sni: 'a.example.com' }
  expect(plan.answer(request, false).source?.name).toBe('wide')
  const rows = gatewayRows({ plan, ownerOf: () => null, inventory: plan.world.facts.inventory }, () => true)
  expect(rows.map(({ route: { source, fate } }) => [source.name, fate?.is])).toEqual([
    ['gone', 'dropped'],
    ['wide', 'served'],
  ])
})

it.each([
  ['its own alone', envoyGatewayDialect, null],
  ['all', contourGatewayDialect, 'r'],
] as const)('names that a TCPRoute has at a listener for TLS: %s', (_what, dialect, winner) => {
  const tls = { mode: 'Terminate', certificateRefs: [{ name: 'good' }] }
  const Secret = [{ metadata: meta('good'), type: 'kubernetes.io/tls', data: { 'tls.crt': btoa(certificate) } }]
  const spec = { listeners: [{ ...secure, tls, hostname: 'b.example.com' }] }
  const request = { ...asked, scheme: 'https' as const, port: 443, sni: 'a.example.com' }
  const plan = planOf(dialect, { TCPRoute: [routeOf('r', 'web')], Secret }, { spec })
  expect(plan.answer(request, false).source?.name ?? null).toBe(winner)
  expect(plan.answer({ ...request, sni: 'b.example.com' }, false).source?.name).toBe('r')
})

it('Envoy Gateway: of two TCPRoutes at a listener for TLS the older one is there, and refuses nothing', () => {
  const tls = { mode: 'Terminate', certificateRefs: [{ name: 'good' }] }
  const Secret = [{ metadata: meta('good'), type: 'kubernetes.io/tls', data: { 'tls.crt': btoa(certificate) } }]
  const TCPRoute = [routeOf('old', 'web'), routeOf('new', 'web', {}, 2)]
  const plan = planOf(envoyGatewayDialect, { TCPRoute, Secret }, { spec: { listeners: [{ ...secure, tls }] } })
  const request = { ...asked, scheme: 'https' as const, port: 443, sni: 'a.example.com' }
  expect(plan.answer(request, false).source?.name).toBe('old')
  const rows = gatewayRows({ plan, ownerOf: () => null, inventory: plan.world.facts.inventory }, () => true)
  expect(rows.map(({ route: { source, fate } }) => [source.name, fate?.is])).toEqual([
    ['old', 'served'],
    ['new', 'lost'],
  ])
})

it('Envoy Gateway: a TCPRoute has no listener on which a TLSRoute hangs, however old it is', () => {
  const tls = { mode: 'Terminate', certificateRefs: [{ name: 'good' }] }
  const Secret = [{ metadata: meta('good'), type: 'kubernetes.io/tls', data: { 'tls.crt': btoa(certificate) } }]
  const TLSRoute = [routeOf('named', 'web', { hostnames: ['a.example.com'] }, 2)]
  const spec = { listeners: [{ ...secure, tls, hostname: '*.example.com' }] }
  const plan = planOf(envoyGatewayDialect, { TCPRoute: [routeOf('old', 'web')], TLSRoute, Secret }, { spec })
  const request = { ...asked, scheme: 'https' as const, port: 443, sni: 'a.example.com' }
  expect(plan.answer(request, false).source?.name).toBe('named')
  expect(plan.answer({ ...request, sni: 'b.example.com' }, false).source).toBeNull()
  const rows = gatewayRows({ plan, ownerOf: () => null, inventory: plan.world.facts.inventory }, () => true)
  expect(rows.map(({ route: { source, fate } }) => [source.name, fate?.is]).sort()).toEqual([
    ['named', 'served'],
    ['old', 'lost'],
  ])
})

it.each([
  ['takes TCPRoutes', contourGatewayDialect, null],
  ['does not', envoyGatewayDialect, 'NotAllowedByListeners'],
] as const)('TLS that is passed on %s', (_what, dialect, reason) => {
  const plan = planOf(dialect, { TCPRoute: [routeOf('r', 'web')] }, { spec: { listeners: [secure] } })
  expect(plan.world.attachments.map((one) => one.reason)).toEqual([reason])
})

/** https://github.com/projectcontour/contour/blob/main/internal/dag/gatewayapi_processor.go, hasConflictRoute */
it.each([
  ['one that an older route has by chance', 'b.example.org', 'random'],
  ['one that it has in any case', 'a.example.com', 'both'],
  ['another one of the younger', 'c.example.org', 'random'],
])('Contour, a rule that asks for the same: %s', (_what, host, wanted) => {
  const listeners = [web, { ...web, name: 'wild', hostname: '*.example.com' }]
  const HTTPRoute = [
    routeOf('both', 'web', { hostnames: ['a.example.com', 'b.example.org'] }),
    routeOf('new', 'web', { hostnames: ['b.example.org', 'c.example.org'] }, 2),
  ]
  const answer = planOf(contourGatewayDialect, { HTTPRoute }, { spec: { listeners } }).answer({ ...asked, host }, true)
  const isRandom = answer.hops.some(({ subject }) => subject === 'random')
  expect(isRandom ? 'random' : answer.source?.name).toBe(wanted)
})

it('Contour: what it refuses keeps no place', () => {
  const unread = [{ path: { type: 'RegularExpression', value: '(?=x)' } }]
  const refused = {
    path: { type: 'PathPrefix', value: '/' },
    headers: [{ name: 'x', type: 'RegularExpression', value: '(' }],
  }
  const rules = (matches: object[]) => ({ rules: [{ matches, backendRefs: refs('web') }] })
  const HTTPRoute = [
    routeOf('old', 'web', rules([...unread, refused])),
    routeOf('new', 'web', rules([refused, { path: { type: 'PathPrefix', value: '/' } }]), 2),
  ]
  expect(planOf(contourGatewayDialect, { HTTPRoute }).answer(asked, false).source?.name).toBe('new')
})

/** https://github.com/projectcontour/contour/blob/main/internal/dag/gatewayapi_processor.go, handlePathRewritePrefixRemoval */
it.each([
  ['that the path has without its slash', contourGatewayDialect, '/a', '/a'],
  ['that the path has', contourGatewayDialect, '/a/b', '/b'],
  ['that the path has without its slash', envoyGatewayDialect, '/a', '/'],
])('a prefix /a/ that is taken away, %s', (_what, dialect, target, wanted) => {
  const path = { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' }
  const rules = (filter: object) => [
    { matches: [{ path: { type: 'PathPrefix', value: '/a/' } }], filters: [filter], backendRefs: refs('web') },
  ]
  const answerTo = (filter: object) =>
    planOf(dialect, { HTTPRoute: [routeOf('r', 'web', { rules: rules(filter) })] }).answer({ ...asked, target }, false)
  expect(answerTo({ type: 'URLRewrite', urlRewrite: { path } }).upstreamUri).toBe(wanted)
  expect(answerTo({ type: 'RequestRedirect', requestRedirect: { path } }).location).toBe(
    `http://a.example.com${wanted}`,
  )
})

/** https://github.com/traefik/traefik/blob/v3.7/pkg/server/router/tcp/router.go, ServeTCP */
it.each([
  ['the name in full comes before a wildcard', ['a.example.com'], ['*.example.com'], 'a.example.com', 'web'],
  ['the name in full comes before the same one', ['a.example.com'], ['a.example.com'], 'a.example.com', 'web'],
  ['a wildcard comes after the name in full', ['*.example.com'], ['a.example.com'], 'a.example.com', 'db'],
  ['a wildcard comes after a wildcard', ['*.example.com'], ['*.example.com'], 'b.example.com', 'db'],
  ['one for all names comes before one for all names', [], [], 'other.test', 'web'],
  ['one that names another in full is not for all names', ['a.example.com'], [], 'other.test', 'db'],
])('Traefik, HTTPS beside TLS at one port: of requests %s', (_what, read, passed, sni, wanted) => {
  const Secret = [{ metadata: meta('good'), type: 'kubernetes.io/tls', data: { 'tls.crt': btoa(certificate) } }]
  const tls = { mode: 'Terminate', certificateRefs: [{ name: 'good' }] }
  const listeners = [
    { name: 'web', port: 443, protocol: 'HTTPS', tls },
    { name: 'pass', port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' } },
  ]
  const at = (sectionName: string, hostnames: readonly string[]) => ({
    parentRefs: [{ name: 'main', sectionName }],
    ...(hostnames.length > 0 && { hostnames }),
  })
  const HTTPRoute = [routeOf('web', 'web', at('web', read))]
  const TLSRoute = [routeOf('db', 'web', at('pass', passed))]
  const plan = planOf(traefikGatewayDialect, { HTTPRoute, Secret, TLSRoute }, { spec: { listeners } })
  const request = { ...asked, scheme: 'https', port: 443, host: sni, sni } as const
  expect(plan.answer(request, false).source?.name).toBe(wanted)
  expect(plan.answer({ ...request, stream: 'tcp' }, false).source?.name).toBe(wanted === 'db' ? 'db' : undefined)
})

/** https://github.com/traefik/traefik/blob/master/pkg/provider/kubernetes/gateway/tlsroute.go; so has a real one of 3.7.15 */
it.each([
  ['of a wildcard, beside a TLSRoute', traefikGatewayDialect, 'b.example.com', ['TLSRoute'], true],
  ['of nobody, beside a TLSRoute', traefikGatewayDialect, 'other.test', ['TLSRoute'], true],
  ['in full, beside a TLSRoute', traefikGatewayDialect, 'a.example.com', ['TLSRoute'], false],
  ['of a wildcard, without a TLSRoute', traefikGatewayDialect, 'b.example.com', [], false],
  ['elsewhere', envoyGatewayDialect, 'b.example.com', ['TLSRoute'], false],
])('a handshake without ALPN for a name %s', (_what, dialect, host, kinds, isTold) => {
  const tls = { mode: 'Terminate', certificateRefs: [{ name: 'good' }] }
  const Secret = [{ metadata: meta('good'), type: 'kubernetes.io/tls', data: { 'tls.crt': btoa(certificate) } }]
  const spec = {
    listeners: [
      { ...secure, protocol: 'HTTPS', tls },
      { ...secure, name: 'pass', port: 8443 },
    ],
  }
  const at = (sectionName: string) => ({ parentRefs: [{ name: 'main', sectionName }] })
  const HTTPRoute = [routeOf('web', 'web', { ...at('tls'), hostnames: ['a.example.com', '*.example.com'] })]
  const TLSRoute = [routeOf('db', 'web', { ...at('pass'), hostnames: ['db.test'] })]
  const plan = planOf(dialect, { HTTPRoute, Secret, ...(kinds.length > 0 && { TLSRoute }) }, { spec })
  const { hops } = plan.answer({ ...asked, scheme: 'https', port: 443, host, sni: host }, true)
  expect(hops.some(({ subject, detail }) => subject === 'handshake' && detail.includes('TLSRoute shop/db'))).toBe(
    isTold,
  )
})

const rewrites = (urlRewrite: object) => ({ type: 'URLRewrite', urlRewrite })
const toPath = { path: { type: 'ReplaceFullPath', replaceFullPath: '/b' } }
const setsHost = {
  type: 'RequestHeaderModifier',
  requestHeaderModifier: { set: [{ name: 'Host', value: 'b.test' }] },
}
const customFilter = { type: 'ExtensionRef', extensionRef: { group: 'a.b', kind: 'Filter', name: 'any' } }

/**
 * https://github.com/envoyproxy/gateway/blob/v1.9.1/internal/gatewayapi/validate.go, validateBackendRefFilters;
 * https://github.com/projectcontour/contour/blob/v1.33.6/internal/dag/gatewayapi_processor.go, httpClusters;
 * https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/gateway/httproute.go, loadService
 */
it.each([
  ['another host', rewrites({ hostname: 'b.test' }), 'b.test /', 'a.example.com /', 'b.test /', '/'],
  ['another path', rewrites(toPath), '500', 'a.example.com /', 'a.example.com /b', '/b'],
  [
    'a redirect',
    { type: 'RequestRedirect', requestRedirect: { hostname: 'b' } },
    '500',
    'a.example.com /',
    '302',
    '302',
  ],
  ['a mirror', { type: 'RequestMirror', requestMirror: refs('web')[0] }, '500', 'a.example.com /', '500', '/'],
  ['one of nobody', customFilter, '500', 'a.example.com /', '500', '500'],
  ['another Host header', setsHost, '500', 'b.test /', 'b.test /', '/'],
])('of one backend alone, %s', (_what, filter, eg, contour, traefik, words) => {
  const [web] = refs('web')
  const HTTPRoute = [routeOf('r', 'web', { rules: [{ backendRefs: [{ ...web, filters: [filter] }] }] })]
  const answers = [envoyGatewayDialect, contourGatewayDialect, traefikGatewayDialect, specification].map((dialect) => {
    const { status, lastHop, upstreamUri } = planOf(dialect, { HTTPRoute }).answer(asked, true)
    return status === null ? [lastHop?.hosts, upstreamUri].flat().filter(Boolean).join(' ') : `${status}`
  })
  expect(answers).toEqual([eg, contour, traefik, words])
})

it.each([
  [envoyGatewayDialect, 'served'],
  [contourGatewayDialect, 'served'],
  [traefikGatewayDialect, 'not-found'],
])('a rule that asks for a header Host has the requests for it where the Host is one, %#', (dialect, wanted) => {
  const matches = [{ headers: [{ name: 'Host', value: 'a.example.com' }] }]
  const HTTPRoute = [routeOf('r', 'web', { rules: [{ matches, backendRefs: refs('web') }] })]
  expect(planOf(dialect, { HTTPRoute }).answer(asked, false).verdict).toBe(wanted)
})

it.each([
  ['a backend', { backendRefs: [{ group: 'a.b', kind: 'Backend', name: 'json' }] }],
  ['a filter', { filters: [customFilter], backendRefs: refs('web') }],
])('%s of a kind that only its implementation knows is left open', (_what, rule) => {
  const plan = planOf(bySpecification('example.com/own'), { HTTPRoute: [routeOf('r', 'web', { rules: [rule] })] })
  expect(plan.answer(asked, true).verdict).toBe('unknown')
  const opened = { plan, inventory: plan.world.facts.inventory, ownerOf: () => null }
  expect(gatewayRows(opened, () => true).map(({ route }) => route.fate?.is)).toEqual(['unknown'])
})

it.each([
  ['a Host header', setsHost, 'http://b.test/'],
  ['a host', rewrites({ hostname: 'c.test' }), 'http://c.test/'],
  ['a path alone', rewrites(toPath), 'http://a.example.com/b'],
])('a redirect of a backend begins where the filters of the rule lead: %s', (_what, filter, wanted) => {
  const [web] = refs('web')
  const backendRefs = [{ ...web, filters: [{ type: 'RequestRedirect', requestRedirect: {} }] }]
  const HTTPRoute = [routeOf('r', 'web', { rules: [{ filters: [filter], backendRefs }] })]
  expect(planOf(traefikGatewayDialect, { HTTPRoute }).answer(asked, true).location).toBe(wanted)
})

it('a backend whose own filter redirects has that answer for its share', () => {
  const [web] = refs('web')
  const redirect = { type: 'RequestRedirect', requestRedirect: { hostname: 'b', statusCode: 301 } }
  const backendRefs = [web, { ...web, filters: [redirect] }]
  const HTTPRoute = [routeOf('r', 'web', { rules: [{ backendRefs }] })]
  const { split } = planOf(traefikGatewayDialect, { HTTPRoute }).answer(asked, true)
  expect(split.map(({ when }) => when)).toEqual(['weight 1 of 2', 'weight 1 of 2, answered with 301'])
  const [empty] = refs('empty')
  const objects = {
    HTTPRoute: [routeOf('r', 'web', { rules: [{ backendRefs: [{ ...empty, filters: [redirect] }] }] })],
  }
  expect(planOf(traefikGatewayDialect, objects).answer(asked, false).status).toBe(301)
})

it.each([
  [
    envoyGatewayDialect,
    ['504 after 1s', 'asks again after 500 503, 2 times at most', 'by a header', 'of web alone: Host'],
  ],
  [
    contourGatewayDialect,
    ['504 after 1s', 'is passed over: Contour', 'is passed over: Contour', 'of web alone: is passed over'],
  ],
  [
    traefikGatewayDialect,
    ['is passed over: Traefik', 'is passed over: Traefik', 'is passed over', 'of web alone: Host'],
  ],
])('what a rule says of how its backends are asked is told, %#', (dialect, wanted) => {
  const [web] = refs('web')
  const rule = {
    ...{
      timeouts: { request: '1s' },
      retry: { codes: [500, 503], attempts: 2 },
      sessionPersistence: { type: 'Header' },
    },
    backendRefs: [{ ...web, filters: [rewrites({ hostname: 'b.test' })] }],
  }
  const { hops } = planOf(dialect, { HTTPRoute: [routeOf('r', 'web', { rules: [rule] })] }).answer(asked, true)
  const said = hops.flatMap(({ subject, detail }) =>
    ['timeout', 'retry', 'session', 'URLRewrite'].includes(subject) ? [detail] : [],
  )
  expect(said).toEqual(wanted.map((part) => expect.stringContaining(part)))
})

/** Each was seen at the real ones: test/proxies/gateways/settings.test.ts. */
it.each([
  [
    'the shorter of two limits',
    envoyGatewayDialect,
    { timeouts: { request: '5s', backendRequest: '1s' } },
    ['504 after 1s'],
  ],
  ['none', contourGatewayDialect, { timeouts: { request: '5s', backendRequest: '0s' } }, ['none']],
  [
    'a limit of all, and one of each try',
    envoyGatewayDialect,
    { timeouts: { request: '5s', backendRequest: '1s' }, retry: { codes: [503], attempts: 1 } },
    ['504 after 5s; a try ends after 1s, and is the last one', 'asks again after 503, 1 time at most'],
  ],
  ['a number of its own', envoyGatewayDialect, { retry: {} }, ['asks again after 503, 2 times at most']],
])('of time and tries is told %s', (_what, dialect, more, wanted) => {
  const rules = [{ ...more, backendRefs: refs('web') }]
  const { hops } = planOf(dialect, { HTTPRoute: [routeOf('r', 'web', { rules })] }).answer(asked, true)
  expect(hops.flatMap(({ subject, detail }) => (/^(?:timeout|retry)$/.test(subject) ? [detail] : []))).toEqual(wanted)
})

/**
 * https://github.com/envoyproxy/gateway/blob/v1.9.1/internal/gatewayapi/backendtlspolicy.go;
 * https://github.com/projectcontour/contour/blob/v1.33.6/internal/dag/gatewayapi_processor.go, computeBackendTLSPolicies;
 * https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/gateway/httproute.go, loadHTTPServers
 */
it.each([
  ['that can be met', [['good']], 'TLS TLS TLS TLS'],
  ['whose authority is missing', [['gone']], '500 plain 500 500'],
  ['of whose authorities one is missing', [['good', 'gone']], '500 plain 500 TLS'],
  ['whose authority is of no kind that is known', [['pod']], '500 plain 500 500'],
  ['older than one for the very port, which alone can be met', [['gone'], ['good', 'http']], 'TLS TLS 500 TLS'],
  ['older than one for another port', [['good'], ['gone', 'other']], 'TLS TLS TLS TLS'],
])('a policy for TLS %s', (_what, policies, wanted) => {
  const sections = ['http', 'other']
  const BackendTLSPolicy = policies.map((all, i) => ({
    metadata: meta(`policy${i}`, i + 1),
    spec: {
      targetRefs: [{ group: '', kind: 'Service', name: 'web', sectionName: all.find((one) => sections.includes(one)) }],
      validation: {
        hostname: 'web.test',
        caCertificateRefs: all
          .filter((one) => !sections.includes(one))
          .map((name) => ({ group: '', kind: name === 'pod' ? 'Pod' : 'ConfigMap', name })),
      },
    },
  }))
  const ConfigMap = [{ metadata: meta('good'), data: { 'ca.crt': certificate } }]
  const answers = [envoyGatewayDialect, contourGatewayDialect, traefikGatewayDialect, specification].map((dialect) => {
    const plan = planOf(dialect, { HTTPRoute: [routeOf('r', 'web')], BackendTLSPolicy, ConfigMap })
    const { status, hops } = plan.answer(asked, true)
    const isInTls = hops.some(({ kind, detail }) => kind === 'tls' && detail.startsWith('asks for TLS'))
    return status === null ? (isInTls ? 'TLS' : 'plain') : `${status}`
  })
  expect(answers.join(' ')).toBe(wanted)
})
