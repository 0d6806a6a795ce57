/** What implementations make of backends that cannot be asked, filters and addresses, as their source has it. */
import { expect, it } from 'vitest'
import { dialects } from '../../../src/controllers/index.js'
import { contourGatewayDialect } from '../../../src/controllers/shared/gateways/contour.js'
import { envoyGatewayDialect } from '../../../src/controllers/shared/gateways/envoy-gateway.js'
import { bySpecification } from '../../../src/controllers/shared/gateways/specification.js'
import { traefikGatewayDialect } from '../../../src/controllers/shared/gateways/traefik.js'
import type { GatewayDialect } from '../../../src/domain/gateway/profile.js'
import type { GatewayRoute } from '../../../src/domain/objects/gateway/routes.js'
import { gatewayRows } from '../../../src/questions/gateways/rows.js'
import { fateAt } from '../../../src/semantics/gateway/fates.js'
import { asked, planOf, refs, routeOf, specification, web } from './implementation-words.js'

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

/**
 * https://github.com/projectcontour/contour/blob/main/internal/dag/gatewayapi_processor.go, handlePathRewritePrefixRemoval;
 * https://github.com/envoyproxy/gateway/blob/main/internal/xds/translator/route.go, prefix2RegexRewrite
 */
it.each([
  ['that the path has without its slash', contourGatewayDialect, '/a', '/a'],
  ['that the path has', contourGatewayDialect, '/a/b', '/b'],
  ['that the path has without its slash', envoyGatewayDialect, '/a', '/a'],
  ['that the path has without its slash', specification, '/a', '/'],
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
  const opened = { plan, inventory: plan.world.facts.inventory, ownerOf: () => null, isOff: () => false }
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

/** What is read of those whose own rules are not: https://gateway-api.sigs.k8s.io/reference/spec/ leaves both open. */
it.each([
  ['istio.io/gateway-controller', 'prefix', 404],
  ['openshift.io/gateway-controller/v1', 'prefix', 404],
  ['io.cilium/gateway-controller', 'expression', 404],
  ['gateway.nginx.org/nginx-gateway-controller', 'expression', 404],
  ['kgateway.dev/kgateway', 'expression', 404],
  ['konghq.com/kic-gateway-controller', 'expression', null],
])('%s: whether expressions come before prefixes, and a wildcard after its host', (name, first, wild) => {
  const dialect = dialects.flatMap(({ gateway }) => (gateway?.controllerNames.includes(name) ? gateway : []))
  const rule = (type: string, value: string) => ({ matches: [{ path: { type, value } }], backendRefs: refs('web') })
  const HTTPRoute = [
    routeOf('prefix', 'web', { hostnames: ['a.example.com'], rules: [rule('PathPrefix', '/a')] }),
    routeOf('expression', 'web', { hostnames: ['a.example.com'], rules: [rule('RegularExpression', '/a.*')] }, 2),
    routeOf('wild', 'web', { hostnames: ['*.example.com'] }),
  ]
  const plan = planOf(dialect[0] ?? specification, { HTTPRoute })
  expect(plan.answer({ ...asked, target: '/a' }, false).source?.name).toBe(first)
  expect(plan.answer({ ...asked, target: '/b' }, false).status).toBe(wild)
})

it('a listener without a certificate leaves all open, where it may have one that it does not name', () => {
  const listeners = [{ name: 'https', port: 443, protocol: 'HTTPS' }]
  const request = { ...asked, scheme: 'https', sni: 'a.example.com', port: 443 } as const
  const tell = (dialect: GatewayDialect) => {
    const plan = planOf(dialect, { HTTPRoute: [routeOf('r', 'web')] }, { spec: { listeners } })
    const [gateway] = plan.gateways
    const [match] = plan.world.rulesOf(plan.world.routes[0] as GatewayRoute)[0]?.matches ?? []
    const [listener] = gateway?.listeners ?? []
    if (gateway === undefined || match === undefined || listener === undefined) throw new Error('nothing is there')
    const { verdict, hops, source } = plan.answer(request, true)
    const why = hops.find(({ subject }) => subject === 'open')?.detail ?? ''
    return [
      verdict,
      source?.name ?? null,
      /names no certificate/.test(why),
      fateAt(plan, { gateway, listener, hostname: null }, match).is,
    ]
  }
  expect(tell(bySpecification('networking.gke.io/gateway'))).toEqual(['unknown', 'r', true, 'unknown'])
  expect(tell(specification)).toEqual(['unavailable', null, false, 'dropped'])
})
