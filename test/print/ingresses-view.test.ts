/** Every truth has a word of its own in the cells of `ingresses`. */
import { expect, it } from 'vitest'
import type { Route, RouteEndpoints } from '../../src/domain/routes/route.js'
import { ingressesView } from '../../src/print/views/ingresses.js'

const endpoints: RouteEndpoints = { state: 'ok', ready: 1, total: 1, items: [], nearestPort: null, externalName: null }
const route: Route = {
  source: { kind: 'Ingress', namespace: 'default', name: 'a' },
  class: { name: null, from: 'none', exists: null, controller: null },
  controller: null,
  host: 'h',
  path: '/p',
  pathType: 'Prefix',
  isDefaultBackend: false,
  backend: { service: { name: 'web', port: 80 } },
  addresses: [],
  tls: null,
  endpoints,
  createdAt: null,
  deletingSince: null,
}

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
  expect(cell('ENDPOINTS', { endpoints: { ...endpoints, ...change } })).toBe(expected)
})

const item = { address: '10.0.0.1', port: 8080, ready: true, serving: true, terminating: false, pod: null, node: null }

it.each<[string, Partial<Route>, string]>([
  ['HOST+PATH', {}, 'h/p'],
  ['HOST+PATH', { host: null }, '/p'],
  ['HOST+PATH', { host: null, path: null, isDefaultBackend: true }, '* (default backend)'],
  ['HOST+PATH', { path: '/', isDefaultBackend: true }, 'h/'],
  ['ADDRESSES', {}, '<none>'],
  ['ADDRESSES', { addresses: ['198.51.100.0', 'lb.example.com'] }, '198.51.100.0,lb.example.com'],
  ['TLS', {}, 'NO'],
  ['TLS', { tls: { secretName: 's', match: 'wildcard' } }, 'YES'],
  ['TLS SECRET', {}, '-'],
  ['TLS SECRET', { tls: { secretName: 's', match: 'host' } }, 's'],
  ['TLS SECRET', { tls: { secretName: null, match: 'all' } }, '<controller default>'],
  ['SERVICE', { backend: null }, '<controller default>'],
  [
    'SERVICE',
    { backend: { resource: { apiGroup: 'k8s.example.com', kind: 'Bucket', name: 'icons' } } },
    'Bucket.k8s.example.com/icons',
  ],
  ['SERVICE PORT', {}, '80'],
  ['SERVICE PORT', { backend: { service: { name: 'web', port: 'http' } } }, 'http'],
  ['SERVICE PORT', { backend: { service: { name: 'web', port: null } } }, '-'],
  ['ENDPOINTS', { backend: null }, '-'],
  ['CLASS', {}, '<none>'],
  ['CLASS', { class: { name: 'nope', from: 'field', exists: false, controller: null } }, 'nope (no such class)'],
  ['CONTROLLER', {}, '<none>'],
  [
    'CONTROLLER',
    { class: { name: 'alb', from: 'field', exists: true, controller: 'ingress.k8s.aws/alb' } },
    '<none> (ingress.k8s.aws/alb)',
  ],
  [
    'CONTROLLER',
    { controller: { kind: 'Deployment', namespace: 'edge', name: 'proxy', dialect: 'ingress-nginx' } },
    'edge/proxy',
  ],
  ['PATH TYPE', { pathType: null }, '-'],
  ['AGE', {}, '<unknown>'],
  ['AGE', { createdAt: '2026-11-23T00:00:00Z', deletingSince: '2026-11-24T00:00:00Z' }, '24h (terminating)'],
  ['ENDPOINT ADDRESSES', {}, '<none>'],
  [
    'ENDPOINT ADDRESSES',
    { endpoints: { ...endpoints, items: [item, { ...item, address: 'fd00::1', ready: false }] } },
    '10.0.0.1:8080,[fd00::1]:8080 (not ready)',
  ],
])('%s %j → %s', (header, change, expected) => {
  expect(cell(header, change)).toBe(expected)
})
