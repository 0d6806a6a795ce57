/** Which rule has a request, and by which criterion it beat each of the others. */
import { expect, it } from 'vitest'
import type { TraceRequest } from '../../../src/domain/requests/trace.js'
import { sentenceOf } from '../../../src/findings/catalogue.js'
import { gatewayPlan } from '../../support/worlds/gateway-world.js'

const meta = (name: string, day = 1, namespace = 'shop') => ({
  namespace,
  name,
  creationTimestamp: `2026-01-${String(day).padStart(2, '0')}T00:00:00Z`,
})
const rule = (match: object) => ({ matches: [match], backendRefs: [{ name: 'web', port: 80 }] })
const prefix = (value: string, more: object = {}) => rule({ path: { type: 'PathPrefix', value }, ...more })
const route = (name: string, rules: object[], more: { hostnames?: string[]; day?: number; section?: string } = {}) => ({
  metadata: meta(name, more.day),
  spec: {
    parentRefs: [{ name: 'main', sectionName: more.section }],
    hostnames: more.hostnames ?? ['shop.example.com'],
    rules,
  },
})
const objects = (routes: object[], listeners: object[] = [{ name: 'http', port: 80, protocol: 'HTTP' }]) => ({
  Gateway: [{ metadata: meta('main'), spec: { gatewayClassName: 'any', listeners } }],
  HTTPRoute: routes,
  Service: [{ metadata: meta('web'), spec: { ports: [{ port: 80 }] } }],
})
const request = (host: string, target: string, more: Partial<TraceRequest> = {}): TraceRequest => ({
  ...{ scheme: 'http', method: 'GET', host, target, headers: new Map(), clientAddress: null, httpVersion: '1.1' },
  ...{ sni: null, gateway: { namespace: 'shop', name: 'main' } },
  ...more,
})

function told(world: ReturnType<typeof objects>, asked: TraceRequest): string[] {
  const { source, losers } = gatewayPlan(world).answer(asked, true)
  return [
    `won: ${source?.name ?? 'nobody'}`,
    ...losers.map((one) => `${one.source.name}, code: '${one.code}', ${sentenceOf(one)}`),
  ]
}

const beta = [{ name: 'x-beta', value: '1' }]

const twice = { ...route('c', [prefix('/cart')]) }
const byTwoNames = {
  ...twice,
  spec: { ...twice.spec, parentRefs: ['gone', 'http'].map((sectionName) => ({ name: 'main', sectionName })) },
}

it.each([
  [
    'a path, and no name of a listener, where another name led here',
    [byTwoNames],
    request('shop.example.com', '/'),
    ['won: nobody', "c, code: 'asks-otherwise', its path is /cart"],
  ],
  [
    'the longer path',
    [route('a', [prefix('/')]), route('b', [prefix('/cart')])],
    request('shop.example.com', '/cart/1'),
    ['won: b', "a, code: 'outranked', HTTPRoute shop/b has the longer path (PathPrefix /cart before PathPrefix /)"],
  ],
  [
    'the header that is asked for, too',
    [route('a', [prefix('/')]), route('b', [prefix('/', { headers: beta })])],
    request('shop.example.com', '/', { headers: new Map([['x-beta', '1']]) }),
    ['won: b', "a, code: 'outranked', HTTPRoute shop/b asks for more headers"],
  ],
  [
    'a header that is missing',
    [route('a', [prefix('/')]), route('b', [prefix('/', { headers: beta })])],
    request('shop.example.com', '/'),
    ['won: a', `b, code: 'asks-otherwise', header "x-beta" is missing or has another value`],
  ],
  [
    'the age, where they ask for the same',
    [route('a', [prefix('/')], { day: 2 }), route('b', [prefix('/')])],
    request('shop.example.com', '/'),
    ['won: b', "a, code: 'outranked', HTTPRoute shop/b is older"],
  ],
  [
    'the hostname before everything else',
    [route('a', [prefix('/cart')], { hostnames: ['*.example.com'] }), route('b', [prefix('/')])],
    request('shop.example.com', '/cart'),
    [
      'won: b',
      "a, code: 'outranked', HTTPRoute shop/b has the more specific hostname (shop.example.com before *.example.com)",
    ],
  ],
] as const)('tells of %s', (_what, routes, asked, lines) => {
  expect(told(objects([...routes]), asked)).toEqual(lines)
})

it('tells of listeners that have the host less specifically, and of routes that hang on none', () => {
  const listeners = [
    { name: 'any', port: 80, protocol: 'HTTP' },
    { name: 'shop', port: 80, protocol: 'HTTP', hostname: 'shop.example.com' },
  ]
  const routes = [
    route('a', [prefix('/')], { section: 'any' }),
    route('b', [prefix('/')], { section: 'shop' }),
    route('c', [prefix('/')], { section: 'gone' }),
  ]
  expect(told(objects(routes, listeners), request('shop.example.com', '/'))).toEqual([
    'won: b',
    "a, code: 'other-listener', it hangs on listener any, and listener shop has the request",
    "c, code: 'not-attached', Gateway shop/main does not take it: no listener has the section or port that it names",
  ])
})
