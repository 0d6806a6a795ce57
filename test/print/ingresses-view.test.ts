/** Every truth has a word of its own in the cells of `ingresses`. */
import { expect, it } from 'vitest'
import type { Route, RouteBackend, RouteEndpoints, RouteMatch } from '../../src/domain/routes/route.js'
import { ingressesView } from '../../src/print/views/routes/ingresses.js'

const endpoints: RouteEndpoints = { state: 'ok', ready: 1, total: 1, items: [], nearestPort: null, externalName: null }
const match: RouteMatch = { path: '/p', pathType: 'Prefix', method: null, headers: [], query: [] }
const service = { namespace: 'default', name: 'web', port: 80 }
const backend: RouteBackend = { service, resource: null, weight: null, endpoints }
const route: Route = {
  source: { kind: 'Ingress', namespace: 'default', name: 'a' },
  parents: [],
  class: { name: null, from: 'none', exists: null, controller: null },
  controller: null,
  host: 'h',
  match,
  backends: [backend],
  filters: [],
  addresses: [],
  tls: null,
  fate: null,
  createdAt: null,
  deletingSince: null,
}

const to = (...backends: readonly Partial<RouteBackend>[]): Partial<Route> => ({
  backends: backends.map((one) => ({ ...backend, ...one })),
})
const secret = { kind: 'Secret', namespace: 'default', name: 's' }

function cell(header: string, change: Partial<Route>): string {
  const column = ingressesView.columns.find((one) => one.header === header)
  const value = column?.cell({ ...route, ...change }, { now: Date.parse('2026-11-24T00:00:00Z'), allNamespaces: true })
  return typeof value === 'object' ? value.text : String(value)
}

it.each<[string, Partial<RouteEndpoints>, string]>([
  ['all ready', { ready: 3, total: 3 }, '3'],
  ['some ready', { ready: 2, total: 3 }, '2/3'],
  ['none ready', { state: 'none-ready', ready: 0, total: 2 }, '0/2 none ready'],
  ['no endpoint', { state: 'no-slices', ready: 0, total: 0 }, 'no endpoints'],
  ['no Service', { state: 'no-service', ready: 0, total: 0 }, 'no such service'],
  ['no port', { state: 'no-port', ready: 0, total: 0 }, 'no such port'],
  ['no port, one near', { state: 'no-port', ready: 0, total: 0, nearestPort: 'http' }, 'no such port (http?)'],
  ['ExternalName', { state: 'external-name', externalName: 'db.example.com' }, 'external: db.example.com'],
  ['a resource', { state: 'resource' }, 'resource'],
  ['unknown', { state: 'unknown', ready: null, total: null }, 'unknown'],
])('ENDPOINTS of %s', (_name, change, expected) => {
  expect(cell('ENDPOINTS', to({ endpoints: { ...endpoints, ...change } }))).toBe(expected)
})

const item = { address: '10.0.0.1', port: 8080, ready: true, serving: true, terminating: false, pod: null, node: null }

it.each<[string, Partial<Route>, string]>([
  ['HOST+PATH', {}, 'h/p'],
  ['HOST+PATH', { host: null }, '/p'],
  ['HOST+PATH', { host: null, match: null }, '* (default backend)'],
  ['HOST+PATH', { match: { ...match, path: null, pathType: null } }, 'h/'],
  ['ADDRESSES', {}, '-'],
  ['ADDRESSES', { addresses: ['198.51.100.0', 'lb.example.com'] }, '198.51.100.0,lb.example.com'],
  ['TLS', {}, 'no'],
  ['TLS', { tls: { secret, match: 'wildcard' } }, 'yes'],
  ['TLS SECRET', {}, '-'],
  ['TLS SECRET', { tls: { secret, match: 'host' } }, 's'],
  ['TLS SECRET', { tls: { secret: null, match: 'all' } }, '<controller default>'],
  ['SERVICE', to(), '<controller default>'],
  [
    'SERVICE',
    to({
      service: null,
      resource: { apiGroup: 'k8s.example.com', kind: 'Bucket', namespace: 'default', name: 'icons' },
    }),
    'Bucket.k8s.example.com/icons',
  ],
  ['SERVICE PORT', {}, '80'],
  ['SERVICE PORT', to({ service: { ...service, port: 'http' } }), 'http'],
  ['SERVICE PORT', to({ service: { ...service, port: null } }), '-'],
  ['ENDPOINTS', to(), '-'],
  ['SERVICE', to({}, { service: { ...service, name: 'canary' } }), 'web,canary'],
  ['ENDPOINTS', to({}, { endpoints: { ...endpoints, ready: 0, total: 0, state: 'no-slices' } }), '1,no endpoints'],
  ['CLASS', {}, '-'],
  ['CLASS', { class: { name: 'nope', from: 'field', exists: false, controller: null } }, 'nope (no such class)'],
  ['CONTROLLER', {}, '-'],
  [
    'CONTROLLER',
    { class: { name: 'alb', from: 'field', exists: true, controller: 'ingress.k8s.aws/alb' } },
    'none (ingress.k8s.aws/alb)',
  ],
  [
    'CONTROLLER',
    { controller: { kind: 'Deployment', namespace: 'edge', name: 'proxy', dialect: 'ingress-nginx' } },
    'edge/proxy',
  ],
  ['PATH TYPE', { match: { ...match, pathType: null } }, '-'],
  ['AGE', {}, '<unknown>'],
  ['AGE', { createdAt: '2026-11-23T00:00:00Z', deletingSince: '2026-11-24T00:00:00Z' }, '24h (terminating)'],
  ['ENDPOINT ADDRESSES', {}, '-'],
  [
    'ENDPOINT ADDRESSES',
    to({ endpoints: { ...endpoints, items: [item, { ...item, address: 'fd00::1', ready: false }] } }),
    '10.0.0.1:8080,[fd00::1]:8080 (not ready)',
  ],
])('%s %j → %s', (header, change, expected) => {
  expect(cell(header, change)).toBe(expected)
})

it('shows several backends in the tone of the worst', () => {
  const column = ingressesView.columns.find(({ header }) => header === 'ENDPOINTS')
  const none = { ...endpoints, state: 'no-slices', ready: 0, total: 0 } as const
  const context = { now: 0, allNamespaces: true }
  expect(column?.cell({ ...route, ...to({}, { endpoints: none }) }, context)).toEqual({
    text: '1,no endpoints',
    tone: 'bad',
  })
})
