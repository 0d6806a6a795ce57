/** What an Ingress asks for: rules, default backends, TLS, class, addresses. */
import { describe, expect, it } from 'vitest'
import { resolveRoutes } from '../../src/domain/routes/resolve-routes.js'
import type { Route } from '../../src/domain/routes/route.js'
import { gatherRoutes } from '../../src/questions/routes/gather.js'
import { memoryCluster } from '../support/cluster/memory-cluster.js'
import { ingress, rule } from '../support/objects.js'

async function routesOf(...ingresses: readonly object[]): Promise<Route[]> {
  const objects = {
    Ingress: ingresses,
    IngressClass: [{ metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } }],
  }
  return resolveRoutes(await gatherRoutes(memoryCluster({ objects }), { scope: 'all-namespaces' }))
}

const brief = ({ host, match, backends }: Route) => [
  host,
  ...(match === null ? ['default'] : [match.path, match.pathType]),
  ...backends.map(({ service, resource }) => (service === null ? resource : `${service.name}:${service.port}`)),
]

const fallback = { service: { name: 'fallback', port: { number: 8080 } } }

describe('rows', () => {
  it.each([
    ['a rule without host', { rules: [rule(undefined, '/prod', 'web')] }, [[null, '/prod', 'Prefix', 'web:80']]],
    ['an empty host', { rules: [rule('', '/', 'web')] }, [[null, '/', 'Prefix', 'web:80']]],
    ['an empty path', { rules: [rule('h', '', 'web')] }, [['h', '/', 'Prefix', 'web:80']]],
    ['no path', { rules: [rule('h', undefined, 'web')] }, [['h', '/', 'Prefix', 'web:80']]],
    ['a named port', { rules: [rule('h', '/', 'web', { name: 'http' })] }, [['h', '/', 'Prefix', 'web:http']]],
    [
      'no path type',
      { rules: [{ host: 'h', http: { paths: [{ path: '/', backend: fallback }] } }] },
      [['h', '/', 'ImplementationSpecific', 'fallback:8080']],
    ],
    ['a default backend alone', { defaultBackend: fallback }, [[null, 'default', 'fallback:8080']]],
    ['a default backend and no rules', { defaultBackend: fallback, rules: [] }, [[null, 'default', 'fallback:8080']]],
    [
      'a default backend beside rules, last',
      { defaultBackend: fallback, rules: [rule('h', '/', 'web')] },
      [
        ['h', '/', 'Prefix', 'web:80'],
        [null, 'default', 'fallback:8080'],
      ],
    ],
    [
      'http: null with a default backend',
      { defaultBackend: fallback, rules: [{ host: 'h', http: null }] },
      [
        ['h', null, null, 'fallback:8080'],
        [null, 'default', 'fallback:8080'],
      ],
    ],
    ['http: null without one', { rules: [{ host: 'h', http: null }] }, [['h', null, null]]],
    [
      'a resource',
      { defaultBackend: { resource: { apiGroup: 'k8s.example.com', kind: 'Bucket', name: 'icons' } } },
      [[null, 'default', { apiGroup: 'k8s.example.com', kind: 'Bucket', namespace: 'default', name: 'icons' }]],
    ],
    [
      'the same host and path twice',
      { rules: [rule('h', '/', 'web'), rule('h', '/', 'web')] },
      [
        ['h', '/', 'Prefix', 'web:80'],
        ['h', '/', 'Prefix', 'web:80'],
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
    ['the host itself', [{ hosts: ['a.foo.com'], secretName: 's' }], 'a.foo.com', { secret: 's', match: 'host' }],
    [
      'the host in other letters',
      [{ hosts: ['A.Foo.com'], secretName: 's' }],
      'a.foo.com',
      { secret: 's', match: 'host' },
    ],
    ['another host', [{ hosts: ['b.foo.com'], secretName: 's' }], 'a.foo.com', null],
    ['a wildcard', [{ hosts: ['*.foo.com'], secretName: 's' }], 'a.foo.com', { secret: 's', match: 'wildcard' }],
    ['a wildcard, two labels', [{ hosts: ['*.foo.com'], secretName: 's' }], 'b.a.foo.com', null],
    ['a wildcard for its own parent', [{ hosts: ['*.foo.com'], secretName: 's' }], 'foo.com', null],
    [
      'the same wildcard as the rule',
      [{ hosts: ['*.foo.com'], secretName: 's' }],
      '*.foo.com',
      { secret: 's', match: 'host' },
    ],
    ['an entry without hosts', [{ secretName: 's' }], 'a.foo.com', { secret: 's', match: 'all' }],
    [
      'an entry with null hosts, for a rule without host',
      [{ hosts: null, secretName: 's' }],
      undefined,
      { secret: 's', match: 'all' },
    ],
    ['an entry with hosts, for a rule without host', [{ hosts: ['a.foo.com'], secretName: 's' }], undefined, null],
    ['no secret name', [{ hosts: ['a.foo.com'] }], 'a.foo.com', { secret: null, match: 'host' }],
    [
      'the name before the wildcard before all',
      [
        { secretName: 'all' },
        { hosts: ['*.foo.com'], secretName: 'wild' },
        { hosts: ['a.foo.com'], secretName: 'own' },
      ],
      'a.foo.com',
      { secret: 'own', match: 'host' },
    ],
    [
      'the wildcard before all',
      [{ secretName: 'all' }, { hosts: ['*.foo.com'], secretName: 'wild' }],
      'a.foo.com',
      { secret: 'wild', match: 'wildcard' },
    ],
  ])('%s', async (_name, entries, host, expected) => {
    const [route] = await routesOf(ingress('a', { tls: entries, rules: [rule(host, '/', 'web')] }))
    const tls = route?.tls
    expect(tls && { ...tls, secret: tls.secret?.name ?? null }).toEqual(expected)
  })

  it('names the Secret whole', async () => {
    const tls = [{ hosts: ['h'], secretName: 's' }]
    const [route] = await routesOf(ingress('a', { tls, rules: [rule('h', '/', 'web')] }))
    expect(route?.tls?.secret).toEqual({ kind: 'Secret', namespace: 'default', name: 's' })
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
