/** Where an implementation departs from the specification, an explained answer says so in a sentence. */
import { expect, it } from 'vitest'
import { contourGatewayDialect } from '../../../src/controllers/shared/gateways/contour.js'
import { envoyGatewayDialect } from '../../../src/controllers/shared/gateways/envoy-gateway.js'
import { traefikGatewayDialect } from '../../../src/controllers/shared/gateways/traefik.js'
import type { GatewayDialect } from '../../../src/domain/gateway/profile.js'
import type { TraceRequest } from '../../../src/domain/requests/trace.js'
import { gatewayRows } from '../../../src/questions/gateways/rows.js'
import { fateAt } from '../../../src/semantics/gateway/fates.js'
import { gatewayPlan } from '../../support/worlds/gateway-world.js'

const meta = (name: string, day = 1) => ({
  ...{ namespace: 'shop', name, generation: 1 },
  creationTimestamp: `2026-01-0${day}T00:00:00Z`,
})
const rule = (value: string, more: object = {}, type = 'PathPrefix') => ({
  matches: [{ path: { type, value }, ...more }],
  backendRefs: [{ name: 'web', port: 80 }],
})
const route = (name: string, hostnames: string[], rules: object[], day = 1) => ({
  metadata: meta(name, day),
  spec: { parentRefs: [{ name: 'main' }], hostnames, rules },
})

const oneListener = [{ name: 'http', port: 80, protocol: 'HTTP' }]

function planOf({ controllerNames, ...dialect }: GatewayDialect, routes: object[], listeners: object[] = oneListener) {
  const objects = {
    GatewayClass: [{ metadata: { name: 'own' }, spec: { controllerName: controllerNames[0] } }],
    Gateway: [
      {
        metadata: meta('main'),
        spec: { gatewayClassName: 'own', listeners },
      },
    ],
    HTTPRoute: routes.filter((one) => !('isGrpc' in one)),
    GRPCRoute: routes.filter((one) => 'isGrpc' in one),
    Service: [
      { metadata: meta('web'), spec: { ports: [{ port: 80 }] } },
      { metadata: meta('odd'), spec: { ports: [{ port: 80, appProtocol: 'example.com/odd' }] } },
    ],
  }
  return gatewayPlan(objects, { controllerNames, ...dialect }, ['EndpointSlice'])
}

/** Who answers, and what is said of the specification. */
function told(dialect: GatewayDialect, routes: object[], asked: Partial<TraceRequest>) {
  const request: TraceRequest = {
    ...{
      scheme: 'http',
      method: 'GET',
      host: 'shop.example.com',
      target: '/',
      headers: new Map(),
      clientAddress: null,
    },
    ...{ httpVersion: '1.1', sni: null, gateway: { namespace: 'shop', name: 'main' }, ...asked },
  }
  const { source, status, hops, split } = planOf(dialect, routes).answer(request, true)
  const departs = hops.find(({ subject }) => subject === 'departs')?.detail ?? 'nothing'
  const shares = split.length === 0 ? '' : ` of ${split.length}`
  return `${source?.name ?? status}${source !== null && status !== null ? ` ${status}` : ''}${shares}, ${departs}`
}

const nested = [route('exact', ['shop.example.com'], [rule('/cart')]), route('any', [], [rule('/')])]
const flat = [route('host', ['shop.example.com'], [rule('/')]), route('path', [], [rule('/cart')])]
const twice = [
  route('old', ['shop.example.com'], [rule('/x'), rule('/')]),
  route('new', ['shop.example.com'], [rule('/', {}, 'RegularExpression'), rule('/')], 2),
]
const beta = {
  headers: [
    { name: 'x-a', value: '1' },
    { name: 'x-b', value: '1' },
  ],
}
const methods = [route('one', ['shop.example.com'], [rule('/', { method: 'GET' }), rule('/', beta)])]
const both = new Map([
  ['x-a', '1'],
  ['x-b', '1'],
])

const lists = [
  {
    isGrpc: true,
    ...route(
      'lists',
      ['shop.example.com'],
      [
        { matches: [{ method: { method: 'List' } }], backendRefs: [{ name: 'web', port: 80 }] },
        { matches: [{ headers: beta.headers.slice(0, 1) }], backendRefs: [{ name: 'web', port: 80 }] },
      ],
    ),
  },
]
const call = {
  ...{ method: 'POST', target: '/pkg.Svc/List' },
  headers: new Map([
    ['x-a', '1'],
    ['content-type', 'application/grpc'],
  ]),
}

const query = (type: string) => ({ queryParams: [{ name: 'x', type, value: '1' }] })
const ranked = [
  route('any', ['shop.example.com'], [rule('/', query('RegularExpression'))]),
  route('very', ['shop.example.com'], [rule('/', query('Exact'))], 2),
]
const header = (name: string) => ({ headers: [{ name, value: '1' }] })
const respelt = [
  route('old', ['shop.example.com'], [rule('/', header('X-A')), rule('/')]),
  route('new', ['shop.example.com'], [rule('/', header('x-a')), rule('/cart')], 2),
]
const again = [
  route(
    'own',
    ['shop.example.com'],
    [rule('/'), { ...rule('/'), matches: [rule('/').matches[0], rule('/cart').matches[0]] }],
  ),
]
const halfGone = [
  route(
    'half',
    ['shop.example.com'],
    [
      {
        ...rule('/'),
        backendRefs: [
          { name: 'web', port: 80 },
          { name: 'gone', port: 80 },
        ],
      },
    ],
  ),
]
const odd = [route('odd', ['shop.example.com'], [{ ...rule('/'), backendRefs: [{ name: 'odd', port: 80 }] }])]
const bad = [
  route(
    'bad',
    ['shop.example.com'],
    [{ ...rule('/'), matches: [rule('/').matches[0], rule('(?=x)', {}, 'RegularExpression').matches[0]] }],
  ),
]
const cors = [
  route('cors', ['shop.example.com'], [{ ...rule('/'), filters: [{ type: 'CORS', cors: { allowOrigins: ['*'] } }] }]),
]
const silent = [
  route(
    'silent',
    ['shop.example.com'],
    [
      {
        ...rule('/'),
        backendRefs: [],
        filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['x'] } }],
      },
    ],
  ),
]

const away = [
  route(
    'away',
    ['shop.example.com'],
    [
      {
        ...rule('/', query('Exact')),
        backendRefs: [],
        filters: [{ type: 'RequestRedirect', requestRedirect: { hostname: 'new.example.com' } }],
      },
    ],
  ),
]

const shortened = [
  route(
    'short',
    ['shop.example.com'],
    [
      {
        ...rule('/cart'),
        filters: [
          { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new/' } } },
        ],
      },
    ],
  ),
]
const emptyAndGone = [
  route(
    'half',
    ['shop.example.com'],
    [{ ...rule('/'), backendRefs: ['web', 'odd', 'gone'].map((name) => ({ name, port: name === 'odd' ? 81 : 80 })) }],
  ),
]

it.each([
  [
    'a rewrite that keeps two slashes',
    contourGatewayDialect,
    shortened,
    { target: '/cart/x' },
    'short, by the words of the specification rule 0 of HTTPRoute shop/short would send on /new/x',
  ],
  ['shares that fail as they do by the specification', envoyGatewayDialect, emptyAndGone, {}, 'half of 3, nothing'],
  [
    'a redirect that asks for no query parameter',
    contourGatewayDialect,
    away,
    {},
    'away 302, by the words of the specification the answer would be 404',
  ],
  [
    'a query parameter by its very value',
    envoyGatewayDialect,
    ranked,
    { target: '/?x=1' },
    'very, by the words of the specification rule 0 of HTTPRoute shop/any would answer',
  ],
  [
    'a header of other letters as another one',
    traefikGatewayDialect,
    respelt,
    { headers: both, target: '/cart' },
    'new, nothing',
  ],
  ['the same, which keeps the whole rule', contourGatewayDialect, respelt, { headers: both }, 'old, nothing'],
  [
    'a rule with a match of an earlier one of its route',
    contourGatewayDialect,
    again,
    { target: '/cart' },
    'own, by the words of the specification rule 1 of HTTPRoute shop/own would answer',
  ],
  [
    'a share that goes to the others',
    contourGatewayDialect,
    halfGone,
    {},
    'half, by the words of the specification rule 0 of HTTPRoute shop/half would share its requests: shop/web:80 50 % (weight 1 of 2), shop/gone:80 50 % (weight 1 of 2, answered with 500)',
  ],
  ['a share that fails', envoyGatewayDialect, halfGone, {}, 'half of 2, nothing'],
  [
    'a protocol that is not known',
    contourGatewayDialect,
    odd,
    {},
    'odd 500, by the words of the specification rule 0 of HTTPRoute shop/odd would answer',
  ],
  [
    'a rule that is lost with a bad expression',
    envoyGatewayDialect,
    bad,
    {},
    '404, by the words of the specification rule 0 of HTTPRoute shop/bad would answer',
  ],
  [
    'CORS, which is not supported',
    traefikGatewayDialect,
    cors,
    {},
    'cors 500, by the words of the specification rule 0 of HTTPRoute shop/cors would answer',
  ],
  ['CORS, which is passed over', contourGatewayDialect, cors, {}, 'cors, nothing'],
  [
    'filters without a backend',
    traefikGatewayDialect,
    silent,
    {},
    'silent 503, by the words of the specification rule 0 of HTTPRoute shop/silent would answer 500',
  ],
  [
    'an exact host without the path: 404',
    envoyGatewayDialect,
    nested,
    {},
    '404, by the words of the specification rule 0 of HTTPRoute shop/any would answer',
  ],
  [
    'the same',
    contourGatewayDialect,
    nested,
    {},
    '404, by the words of the specification rule 0 of HTTPRoute shop/any would answer',
  ],
  ['falling to the next host', traefikGatewayDialect, nested, {}, 'any, nothing'],
  [
    'the path before the host',
    traefikGatewayDialect,
    flat,
    { target: '/cart' },
    'path, by the words of the specification rule 0 of HTTPRoute shop/host would answer',
  ],
  ['the host before the path', envoyGatewayDialect, flat, { target: '/cart' }, 'host, nothing'],
  [
    'a method as one header',
    envoyGatewayDialect,
    methods,
    { headers: both },
    'one, by the words of the specification rule 0 of HTTPRoute shop/one would answer',
  ],
  ['a method before all headers', contourGatewayDialect, methods, { headers: both }, 'one, nothing'],
  ['an earlier rule of a newer route', contourGatewayDialect, twice, {}, 'new, nothing'],
  [
    'a method of gRPC without its service as the weaker header',
    envoyGatewayDialect,
    lists,
    call,
    'lists, by the words of the specification rule 0 of GRPCRoute shop/lists would answer',
  ],
  [
    'an escaped slash',
    envoyGatewayDialect,
    nested,
    { target: '/cart%2Fx' },
    '307, by the words of the specification rule 0 of HTTPRoute shop/any would answer',
  ],
] as const)('%s', (_what, dialect, routes, asked, line) => {
  expect(told(dialect, [...routes], asked)).toBe(line)
})

it.each([
  ['at a listener with a name of its own they come by the alphabet, so that the two are alike', '*.example.com', 'old'],
  ['so they do at a listener for names that neither has', '*.com', 'old'],
  ['at one for all hosts they are as they are written', undefined, 'young'],
] as const)('hostnames of one server for all Gateways: %s', (_what, hostname, winner) => {
  const routes = [
    route('young', ['*.example.com', 'a.example.com'], [rule('/a'), rule('/b')], 2),
    route('old', ['a.example.com', '*.example.com'], [rule('/a')]),
  ]
  const plan = planOf(traefikGatewayDialect, routes, [{ ...oneListener[0], ...(hostname && { hostname }) }])
  const request: TraceRequest = {
    ...{ scheme: 'http', method: 'GET', host: 'a.example.com', target: '/a', headers: new Map(), clientAddress: null },
    ...{ httpVersion: '1.1', sni: null, port: 80, gateway: { namespace: 'shop', name: 'main' } },
  }
  expect(plan.answer(request, false).source?.name).toBe(winner)
})

it('of one server for all Gateways: a port whose listeners are all out is listened at, and has no routes', () => {
  const kinds = [{ kind: 'TCPRoute' }]
  const plan = planOf(
    traefikGatewayDialect,
    [route('any', [], [rule('/')])],
    [{ ...oneListener[0], allowedRoutes: { kinds } }],
  )
  const request: TraceRequest = {
    ...{ scheme: 'http', method: 'GET', host: 'a.example.com', target: '/', headers: new Map(), clientAddress: null },
    ...{ httpVersion: '1.1', sni: null, gateway: { namespace: 'shop', name: 'main' } },
  }
  expect([80, 81].map((port) => plan.answer({ ...request, port }, false).status)).toEqual([404, null])
})

/** Of two listeners at one port; one for HTTPS has no certificate here. */
it.each([
  ['both are out', envoyGatewayDialect, ['HTTP', 'TCP'], ['ProtocolConflict', 'ProtocolConflict']],
  ['one that has no certificate is no rival', envoyGatewayDialect, ['HTTP', 'HTTPS'], [null, null]],
  ['the first one stays', contourGatewayDialect, ['HTTP', 'HTTPS'], [null, 'ProtocolConflict']],
  ['the first one stays, whichever it is', contourGatewayDialect, ['HTTPS', 'HTTP'], [null, 'ProtocolConflict']],
  ['both stay', traefikGatewayDialect, ['HTTPS', 'HTTP'], [null, null]],
] as const)('protocols of a port: %s', (_what, dialect, protocols, faults) => {
  const plan = planOf(
    dialect,
    [],
    protocols.map((protocol) => ({ name: protocol.toLowerCase(), port: 80, protocol })),
  )
  expect(plan.gateways[0]?.listeners.map(({ fault }) => fault)).toEqual(faults)
})

it.each([
  ['takes the place of the same match of an older HTTPRoute', contourGatewayDialect, 2, 'calls'],
  ['leaves it to the older one', envoyGatewayDialect, 2, 'web'],
  ['leaves it to the younger one, too', envoyGatewayDialect, 0, 'web'],
] as const)('a GRPCRoute for all methods %s', (_what, dialect, day, winner) => {
  const calls = { ...route('calls', [], [{ ...rule('/'), matches: [{}] }], day), isGrpc: true }
  expect(told(dialect, [route('web', [], [rule('/')]), calls], { target: '/x' })).toContain(winner)
})

it.each([
  ['Envoy Gateway', envoyGatewayDialect, null],
  ['the specification', null, 'HostnameConflict'],
] as const)('a listener without certificate, and the hostname of one in a ListenerSet: %s', (_what, dialect, fault) => {
  const secure = { name: 'a', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'gone' }] } }
  const listeners = [{ ...secure, name: 'b', tls: { certificateRefs: [{ name: 'good' }] } }]
  const spec = { gatewayClassName: 'own', listeners: [secure], allowedListeners: { namespaces: { from: 'Same' } } }
  const plan = gatewayPlan(
    {
      GatewayClass: [{ metadata: { name: 'own' }, spec: { controllerName: dialect?.controllerNames[0] ?? 'x' } }],
      Gateway: [{ metadata: meta('main'), spec }],
      ListenerSet: [{ metadata: meta('more', 2), spec: { parentRef: { name: 'main' }, listeners } }],
    },
    dialect,
  )
  expect(plan.gateways[0]?.listeners.find(({ name }) => name === 'b')?.fault).toBe(fault)
})

it('a listener of a ListenerSet that is out for its hostname takes it from routes that name theirs, with Envoy Gateway', () => {
  const listeners = [{ ...oneListener[0], hostname: '*.example.com' }]
  const set = { parentRef: { name: 'main' }, listeners: [{ ...listeners[0], name: 'twin' }] }
  const plan = gatewayPlan(
    {
      GatewayClass: [{ metadata: { name: 'own' }, spec: { controllerName: envoyGatewayDialect.controllerNames[0] } }],
      Gateway: [
        {
          metadata: meta('main'),
          spec: { gatewayClassName: 'own', listeners, allowedListeners: { namespaces: { from: 'Same' } } },
        },
      ],
      ListenerSet: [{ metadata: meta('more', 2), spec: set }],
      HTTPRoute: [route('named', ['*.com'], [rule('/a')]), route('any', [], [rule('/')], 2)],
    },
    envoyGatewayDialect,
  )
  expect(plan.world.attachments.map(({ source, taken }) => [source.name, taken.length])).toEqual([
    ['named', 0],
    ['any', 1],
  ])
})

it('looks at no path where the connection ends before', () => {
  const plan = planOf(envoyGatewayDialect, [route('any', [], [rule('/')])])
  const request: TraceRequest = {
    ...{ method: 'GET', host: 'a.test', target: '/a%2Fb', headers: new Map(), clientAddress: null, httpVersion: '1.1' },
    ...{ scheme: 'http', sni: null, port: 80, gateway: { namespace: 'shop', name: 'main' } },
  }
  const statuses = [request, { ...request, port: 81 }, { ...request, scheme: 'https' as const }].map(
    (one) => plan.answer(one, false).status,
  )
  expect(statuses).toEqual([307, null, null])
})

/** The fate of the first match of route `own`, beside another one with a wider expression. */
const over = (value: string, more: object = {}) => route('wide', [], [rule(value, more, 'RegularExpression')])
const own = (value: string, more: object = {}, type = 'PathPrefix') => route('own', [], [rule(value, more, type)], 2)

const pair = (exact: string, below: string) =>
  route('wide', [], [rule(exact, {}, 'Exact'), rule(below, {}, 'RegularExpression')])

it.each([
  ['an expression for all paths stands before every prefix', envoyGatewayDialect, over('.*'), own('/cart'), 'wide'],
  ['so it does elsewhere', contourGatewayDialect, over('/.*'), own('/cart'), 'wide'],
  ['one for all paths below another one', envoyGatewayDialect, over('/ca.*'), own('/cart'), 'wide'],
  ['but not an exact path', envoyGatewayDialect, over('.*'), own('/cart', {}, 'Exact'), null],
  ['nor what lies beside it', envoyGatewayDialect, over('/cart/.*'), own('/cart'), null],
  ['nor where it asks for more', envoyGatewayDialect, over('.*', { method: 'GET' }), own('/cart'), null],
  ['what asks for more, too', envoyGatewayDialect, over('.*'), own('/cart', { method: 'GET' }), 'wide'],
  ['a part of the path is enough', traefikGatewayDialect, over('/cart/items'), own('/cart/items/'), null],
  ['a longer one counts for more', traefikGatewayDialect, over('^/c.*'), own('/c'), 'wide'],
  ['an expression that nobody looks through', envoyGatewayDialect, over('/[a-z]+'), own('/cart'), null],
  ['one that ends at a slash', envoyGatewayDialect, over('/cart(/.*)?'), own('/cart'), 'wide'],
  ['one that ends at a slash, in older words', contourGatewayDialect, over('/cart(/|$)(.*)'), own('/cart/'), 'wide'],
  ['one that ends at a slash elsewhere', envoyGatewayDialect, over('/car(/.*)?'), own('/cart'), null],
  ['all that lies below, and the path itself', envoyGatewayDialect, pair('/cart', '/cart/.*'), own('/cart'), 'wide'],
  ['all that lies below, and not the path itself', envoyGatewayDialect, pair('/car', '/cart/.*'), own('/cart'), null],
  ['all that lies below, but the slash alone', envoyGatewayDialect, pair('/cart', '/cart/.+'), own('/cart'), null],
  ['the root, and all below it', envoyGatewayDialect, pair('/', '/.+'), own('/'), 'wide'],
] as const)('%s', (_what, dialect, wide, narrow, taker) => {
  const plan = planOf(dialect, [wide, narrow])
  const [gateway] = plan.gateways
  const [listener] = gateway?.listeners ?? []
  const found = plan.world.routes.find(({ metadata }) => metadata.name === 'own')
  const match = found && plan.world.rulesOf(found)[0]?.matches[0]
  if (!gateway || !listener || !match) throw new Error('no such route')
  const fate = fateAt(plan, { gateway, listener, hostname: null }, match)
  expect(fate.is === 'never-matches' ? fate.to?.name : null).toBe(taker)
})

/** Of Contour: the fate of a route for each of its hostnames, at a listener for all hosts and one for a wildcard. */
it.each([
  ['one parentRef: which listener is read first nobody decides', [{ name: 'main' }], 'undefined-winner', 'served'],
  [
    'two, by the names of both: they share no hostname',
    ['wild', 'any'].map((sectionName) => ({ name: 'main', sectionName })),
    'served',
    'served',
  ],
  [
    'two: the first one has its hostnames, and the whole rule is lost where the other one has them again',
    [{ name: 'main', sectionName: 'wild' }, { name: 'main' }],
    'lost',
    'served',
  ],
] as const)('%s', (_what, parentRefs, further, shared) => {
  const asking = route('both', ['a.example.com', 'b.example.org'], [rule('/')])
  const plan = planOf(
    contourGatewayDialect,
    [{ ...asking, spec: { ...asking.spec, parentRefs } }],
    [
      { name: 'any', port: 80, protocol: 'HTTP' },
      { name: 'wild', port: 80, protocol: 'HTTP', hostname: '*.example.com' },
    ],
  )
  const rows = gatewayRows(
    { plan, ownerOf: () => null, isOff: () => false, inventory: plan.world.facts.inventory },
    () => true,
  )
  const fates = new Map(rows.map(({ route: { host, fate } }) => [host, fate?.is]))
  expect(Object.fromEntries(fates)).toEqual({ 'a.example.com': shared, 'b.example.org': further })
})
