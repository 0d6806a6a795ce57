/** What an Ingress asks for: rules, default backends, TLS, class, addresses. */
import { describe, expect, it } from 'vitest'
import { resolveRoutes } from '../../src/domain/routes/resolve-routes.js'
import type { Route } from '../../src/domain/routes/route.js'
import { gatherRoutes } from '../../src/questions/gather.js'
import { memoryCluster } from '../support/memory-cluster.js'
import { ingress, rule } from '../support/objects.js'

async function routesOf(...ingresses: readonly object[]): Promise<Route[]> {
  const objects = {
    Ingress: ingresses,
    IngressClass: [{ metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } }],
  }
  return resolveRoutes(await gatherRoutes(memoryCluster({ objects }), { names: [], labelSelector: undefined }))
}

const brief = ({ host, path, pathType, isDefaultBackend, backend }: Route) => [
  host,
  path,
  pathType,
  isDefaultBackend,
  backend && 'service' in backend ? `${backend.service.name}:${backend.service.port}` : backend,
]

const fallback = { service: { name: 'fallback', port: { number: 8080 } } }

describe('rows', () => {
  it.each([
    ['a rule without host', { rules: [rule(undefined, '/prod', 'web')] }, [[null, '/prod', 'Prefix', false, 'web:80']]],
    ['an empty host', { rules: [rule('', '/', 'web')] }, [[null, '/', 'Prefix', false, 'web:80']]],
    ['an empty path', { rules: [rule('h', '', 'web')] }, [['h', '/', 'Prefix', false, 'web:80']]],
    ['no path', { rules: [rule('h', undefined, 'web')] }, [['h', '/', 'Prefix', false, 'web:80']]],
    ['a named port', { rules: [rule('h', '/', 'web', { name: 'http' })] }, [['h', '/', 'Prefix', false, 'web:http']]],
    [
      'no path type',
      { rules: [{ host: 'h', http: { paths: [{ path: '/', backend: fallback }] } }] },
      [['h', '/', 'ImplementationSpecific', false, 'fallback:8080']],
    ],
    ['a default backend alone', { defaultBackend: fallback }, [[null, null, null, true, 'fallback:8080']]],
    [
      'a default backend and no rules',
      { defaultBackend: fallback, rules: [] },
      [[null, null, null, true, 'fallback:8080']],
    ],
    [
      'a default backend beside rules, last',
      { defaultBackend: fallback, rules: [rule('h', '/', 'web')] },
      [
        ['h', '/', 'Prefix', false, 'web:80'],
        [null, null, null, true, 'fallback:8080'],
      ],
    ],
    [
      'http: null with a default backend',
      { defaultBackend: fallback, rules: [{ host: 'h', http: null }] },
      [
        ['h', '/', null, true, 'fallback:8080'],
        [null, null, null, true, 'fallback:8080'],
      ],
    ],
    ['http: null without one', { rules: [{ host: 'h', http: null }] }, [['h', '/', null, false, null]]],
    [
      'a resource',
      { defaultBackend: { resource: { apiGroup: 'k8s.example.com', kind: 'Bucket', name: 'icons' } } },
      [[null, null, null, true, { resource: { apiGroup: 'k8s.example.com', kind: 'Bucket', name: 'icons' } }]],
    ],
    [
      'the same host and path twice',
      { rules: [rule('h', '/', 'web'), rule('h', '/', 'web')] },
      [
        ['h', '/', 'Prefix', false, 'web:80'],
        ['h', '/', 'Prefix', false, 'web:80'],
      ],
    ],
    ['nothing at all', {}, []],
    ['rules of the wrong shape', { rules: { host: 'h' } }, []],
  ])('%s', async (_name, spec, expected) => {
    expect((await routesOf(ingress('a', spec))).map(brief)).toEqual(expected)
  })

  it('come by namespace and name, and in the order of the Ingress', async () => {
    const b = ingress('b', { rules: [rule('z', '/', 'web'), rule('a', '/', 'web')] })
    const a = ingress('a', { rules: [rule('y', '/', 'web')] })
    const early = ingress('z', { rules: [rule('x', '/', 'web')] }, { metadata: { namespace: 'a' } })
    expect((await routesOf(b, a, early)).map(({ host }) => host)).toEqual(['x', 'y', 'z', 'a'])
  })
})

describe('TLS', () => {
  it.each([
    ['none', [], 'a.foo.com', null],
    ['the host itself', [{ hosts: ['a.foo.com'], secretName: 's' }], 'a.foo.com', { secretName: 's', match: 'host' }],
    [
      'the host in other letters',
      [{ hosts: ['A.Foo.com'], secretName: 's' }],
      'a.foo.com',
      { secretName: 's', match: 'host' },
    ],
    ['another host', [{ hosts: ['b.foo.com'], secretName: 's' }], 'a.foo.com', null],
    ['a wildcard', [{ hosts: ['*.foo.com'], secretName: 's' }], 'a.foo.com', { secretName: 's', match: 'wildcard' }],
    ['a wildcard, two labels', [{ hosts: ['*.foo.com'], secretName: 's' }], 'b.a.foo.com', null],
    ['a wildcard for its own parent', [{ hosts: ['*.foo.com'], secretName: 's' }], 'foo.com', null],
    [
      'the same wildcard as the rule',
      [{ hosts: ['*.foo.com'], secretName: 's' }],
      '*.foo.com',
      { secretName: 's', match: 'host' },
    ],
    ['an entry without hosts', [{ secretName: 's' }], 'a.foo.com', { secretName: 's', match: 'all' }],
    [
      'an entry with null hosts, for a rule without host',
      [{ hosts: null, secretName: 's' }],
      undefined,
      { secretName: 's', match: 'all' },
    ],
    ['an entry with hosts, for a rule without host', [{ hosts: ['a.foo.com'], secretName: 's' }], undefined, null],
    ['no secret name', [{ hosts: ['a.foo.com'] }], 'a.foo.com', { secretName: null, match: 'host' }],
    [
      'the name before the wildcard before all',
      [
        { secretName: 'all' },
        { hosts: ['*.foo.com'], secretName: 'wild' },
        { hosts: ['a.foo.com'], secretName: 'own' },
      ],
      'a.foo.com',
      { secretName: 'own', match: 'host' },
    ],
    [
      'the wildcard before all',
      [{ secretName: 'all' }, { hosts: ['*.foo.com'], secretName: 'wild' }],
      'a.foo.com',
      { secretName: 'wild', match: 'wildcard' },
    ],
  ])('%s', async (_name, tls, host, expected) => {
    const [route] = await routesOf(ingress('a', { tls, rules: [rule(host, '/', 'web')] }))
    expect(route?.tls).toEqual(expected)
  })
})

describe('class', () => {
  it.each([
    [
      'by field',
      { ingressClassName: 'nginx' },
      {},
      { name: 'nginx', from: 'field', exists: true, controller: 'k8s.io/ingress-nginx' },
    ],
    [
      'by field, unknown',
      { ingressClassName: 'nope' },
      {},
      { name: 'nope', from: 'field', exists: false, controller: null },
    ],
    [
      'by annotation',
      {},
      { 'kubernetes.io/ingress.class': 'nginx' },
      { name: 'nginx', from: 'annotation', exists: null, controller: null },
    ],
    [
      'by both: the field wins',
      { ingressClassName: 'nginx' },
      { 'kubernetes.io/ingress.class': 'old' },
      { name: 'nginx', from: 'field', exists: true, controller: 'k8s.io/ingress-nginx' },
    ],
    ['by neither', {}, {}, { name: null, from: 'none', exists: null, controller: null }],
  ])('%s', async (_name, spec, annotations, expected) => {
    const [route] = await routesOf(
      ingress('a', { ...spec, rules: [rule('h', '/', 'web')] }, { metadata: { annotations } }),
    )
    expect(route?.class).toEqual(expected)
  })
})

describe('the rest of the Ingress', () => {
  it('lists addresses in their order, each once, names and both families', async () => {
    const status = {
      loadBalancer: {
        ingress: [
          { ip: '198.51.100.0' },
          { hostname: 'lb.example.com' },
          { ip: 'fd00::1' },
          { ip: '198.51.100.0' },
          {},
          { ip: '' },
        ],
      },
    }
    const [route] = await routesOf(ingress('a', { rules: [rule('h', '/', 'web')] }, { status }))
    expect(route?.addresses).toEqual(['198.51.100.0', 'lb.example.com', 'fd00::1'])
  })

  it('tells when it was made and when its deletion began', async () => {
    const metadata = { deletionTimestamp: '2026-11-24T00:00:00Z' }
    const [route] = await routesOf(ingress('a', { rules: [rule('h', '/', 'web')] }, { metadata }))
    expect(route).toMatchObject({ createdAt: '2026-11-23T08:48:05Z', deletingSince: '2026-11-24T00:00:00Z' })
  })

  it('names an object that waits for its generated name', async () => {
    const [route] = await routesOf({
      metadata: { namespace: 'default', generateName: 'shop-' },
      spec: { defaultBackend: fallback },
    })
    expect(route?.source).toEqual({ kind: 'Ingress', namespace: 'default', name: 'shop-<generated>' })
  })

  it('has null where a file says nothing', async () => {
    const [route] = await routesOf({
      metadata: { name: 'bare', creationTimestamp: null },
      spec: { defaultBackend: fallback },
    })
    expect(route).toMatchObject({
      source: { kind: 'Ingress', namespace: '', name: 'bare' },
      createdAt: null,
      deletingSince: null,
      addresses: [],
      tls: null,
    })
  })
})
