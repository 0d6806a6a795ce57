/** The rules of the Kubernetes documentation: its own tables, the order of hosts, defaults, losers, and speed. */
import { describe, expect, it } from 'vitest'
import { type Inventory, inventoryOf } from '../../src/domain/objects/inventory.js'
import type { Ingress, Kind, Kinds } from '../../src/domain/objects/objects.js'
import { project } from '../../src/domain/objects/project.js'
import type { Answer, TraceRequest } from '../../src/domain/requests/trace.js'
import { sentenceOf } from '../../src/findings/catalogue.js'
import { planIngresses } from '../../src/semantics/ingress/plan.js'
import { ingress, pod, service, slice } from '../support/objects.js'

/** @param owned null: all */
const planned = (objects: Inventory, owned: readonly Ingress[] | null = null) =>
  planIngresses({ inventory: objects, ingresses: owned ?? objects.ingresses, secretOf: () => null })

type PathOf = readonly [pathType: string, path: string, service: string]

/** One rule with several paths. */
const ruleOf = (host: string | null, ...paths: readonly PathOf[]) => ({
  ...(host === null ? {} : { host }),
  http: {
    paths: paths.map(([pathType, path, name]) => ({
      path,
      pathType,
      backend: { service: { name, port: { number: 80 } } },
    })),
  },
})

function inventory(ingresses: readonly object[], services: readonly object[], slices: readonly object[]) {
  const listing = <K extends Kind>(kind: K, objects: readonly object[]) => ({
    items: objects.map((object) => project(kind, object)) as Kinds[K][],
    coverage: 'all' as const,
    gaps: [],
  })
  return inventoryOf({
    ingresses: listing('Ingress', ingresses),
    classes: listing('IngressClass', []),
    services: listing('Service', services),
    slices: listing('EndpointSlice', slices),
  })
}

/** Every Service exists, and has one endpoint that is ready. */
function healthy(ingresses: readonly object[], names: readonly string[]) {
  return inventory(
    ingresses,
    names.map((name) => service(name)),
    names.map((name) =>
      slice(name, { service: name, ports: [{ port: 80 }], endpoints: [pod(`${name}-a`, '10.0.0.1')] }),
    ),
  )
}

const request = (host: string | null, target: string, more: Partial<TraceRequest> = {}): TraceRequest => ({
  scheme: 'http',
  method: 'GET',
  host,
  target,
  headers: new Map(),
  clientAddress: null,
  httpVersion: '1.1',
  sni: null,
  ...more,
})

const ask = (ingresses: readonly object[], host: string | null, target: string): Answer =>
  planned(healthy(ingresses, ['a', 'b', 'c', 'd'])).answer(request(host, target), true)

const winner = (answer: Answer) => answer.backend?.service ?? null
const lost = ({ losers }: Answer) => losers.map(({ source, path, code }) => `${source.name} ${path} ${code}`)

/** https://kubernetes.io/docs/concepts/services-networking/ingress/#examples */
describe('the table of paths', () => {
  it.each<[paths: readonly (readonly [string, string])[], target: string, which: number | null]>([
    [[['Prefix', '/']], '/', 0],
    [[['Prefix', '/']], '/any/thing?x=1', 0],
    [[['Exact', '/foo']], '/foo', 0],
    [[['Exact', '/foo']], '/foo?bar', 0],
    [[['Exact', '/foo']], '/bar', null],
    [[['Exact', '/foo']], '/foo/', null],
    [[['Exact', '/foo/']], '/foo', null],
    [[['Exact', '/foo']], '/FOO', null],
    [[['Prefix', '/foo']], '/foo', 0],
    [[['Prefix', '/foo']], '/foo/', 0],
    [[['Prefix', '/foo/']], '/foo', 0],
    [[['Prefix', '/foo/']], '/foo/', 0],
    [[['Prefix', '/foo']], '/Foo', null],
    [[['Prefix', '/aaa/bb']], '/aaa/bbb', null],
    [[['Prefix', '/aaa/bbb']], '/aaa/bbb', 0],
    [[['Prefix', '/aaa/bbb/']], '/aaa/bbb', 0],
    [[['Prefix', '/aaa/bbb']], '/aaa/bbb/', 0],
    [[['Prefix', '/aaa/bbb']], '/aaa/bbb/ccc', 0],
    [[['Prefix', '/aaa/bbb']], '/aaa/bbbxyz', null],
    [
      [
        ['Prefix', '/'],
        ['Prefix', '/aaa'],
      ],
      '/aaa/ccc',
      1,
    ],
    [
      [
        ['Prefix', '/'],
        ['Prefix', '/aaa'],
        ['Prefix', '/aaa/bbb'],
      ],
      '/aaa/bbb',
      2,
    ],
    [
      [
        ['Prefix', '/'],
        ['Prefix', '/aaa'],
        ['Prefix', '/aaa/bbb'],
      ],
      '/ccc',
      0,
    ],
    [[['Prefix', '/aaa']], '/ccc', null],
    [
      [
        ['Prefix', '/foo'],
        ['Exact', '/foo'],
      ],
      '/foo',
      1,
    ],
    [
      [
        ['Prefix', '/foo'],
        ['Exact', '/foo'],
      ],
      '/foo/',
      0,
    ],
    [
      [
        ['Prefix', '/foo/'],
        ['Exact', '/foo'],
      ],
      '/foo',
      1,
    ],
    [[['ImplementationSpecific', '/foo']], '/foo/bar', 0],
    [[['ImplementationSpecific', '']], '/x', 0],
    [[['Prefix', '/foo']], '//foo', null],
    [[['Prefix', '/foo']], '/foo//', 0],
    [[['Prefix', '/']], '*', null],
  ])('%j for %s', (paths, target, which) => {
    const names = ['a', 'b', 'c']
    const rules = [ruleOf('x.example.com', ...paths.map(([type, path], i): PathOf => [type, path, names[i] ?? '']))]
    expect(winner(ask([ingress('web', { rules })], 'x.example.com', target))).toBe(which === null ? null : names[which])
  })
})

/** https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards */
describe('the table of hosts', () => {
  it.each<[rule: string, host: string | null, matches: boolean]>([
    ['*.foo.com', 'bar.foo.com', true],
    ['*.foo.com', 'baz.bar.foo.com', false],
    ['*.foo.com', 'foo.com', false],
    ['*.foo.com', 'BAR.foo.COM:8080', true],
    ['foo.com', 'foo.com', true],
    ['foo.com', 'FOO.com.', true],
    ['foo.com', 'foo.com:8443', true],
    ['foo.com', 'bar.foo.com', false],
    ['foo.com', null, false],
    ['foo.com', '[::1]:80', false],
  ])('%s and %s', (rule, host, matches) => {
    const answer = ask([ingress('web', { rules: [ruleOf(rule, ['Prefix', '/', 'a'])] })], host, '/')
    expect(winner(answer)).toBe(matches ? 'a' : null)
    expect(answer.status).toBe(matches ? null : 404)
  })

  const mixed = [
    ingress('exact', { rules: [ruleOf('bar.foo.com', ['Prefix', '/x', 'a'])] }),
    ingress('wildcard', { rules: [ruleOf('*.foo.com', ['Prefix', '/x', 'b'], ['Prefix', '/y', 'b'])] }),
    ingress('all', { rules: [ruleOf(null, ['Prefix', '/', 'c'])] }),
  ]

  it.each([
    ['bar.foo.com', '/x/long/er', 'a'],
    ['bar.foo.com', '/y', 'b'],
    ['bar.foo.com', '/z', 'c'],
    ['other.foo.com', '/x', 'b'],
    ['foo.com', '/x', 'c'],
    [null, '/', 'c'],
  ])('an exact host comes before a wildcard, and that before none: %s%s', (host, target, name) => {
    expect(winner(ask(mixed, host, target))).toBe(name)
  })
})

describe('defaults', () => {
  const fallback = (name: string) => ({ service: { name, port: { number: 80 } } })

  it('an Ingress without rules takes all', () => {
    const answer = ask([ingress('all', { defaultBackend: fallback('d') })], 'x', '/y')
    expect([winner(answer), answer.source?.name, answer.verdict]).toEqual(['d', 'all', 'served'])
  })

  it('that of the Ingress which names the host comes before an older one', () => {
    const old = ingress(
      'old',
      { defaultBackend: fallback('d') },
      { metadata: { creationTimestamp: '2020-01-01T00:00:00Z' } },
    )
    const own = ingress('own', { defaultBackend: fallback('c'), rules: [ruleOf('x', ['Exact', '/a', 'a'])] })
    expect(winner(ask([old, own], 'x', '/b'))).toBe('c')
    expect(winner(ask([old, own], 'y', '/b'))).toBe('d')
  })

  it('a rule without paths gives its host to the default backend', () => {
    const own = ingress('own', { defaultBackend: fallback('c'), rules: [{ host: 'x' }] })
    expect(winner(ask([own, ingress('all', { rules: [ruleOf(null, ['Prefix', '/', 'a'])] })], 'x', '/b'))).toBe('c')
  })

  it('a rule without paths and without default backend is answered by the controller itself', () => {
    const { verdict, status, source: by } = ask([ingress('own', { rules: [{ host: 'x' }] })], 'x', '/b')
    expect([verdict, status, by?.name]).toEqual(['not-found', 404, 'own'])
  })
})

describe('backends', () => {
  const web = ingress('web', { rules: [ruleOf('x', ['Prefix', '/', 'a'])] })
  const at = (services: readonly object[], slices: readonly object[]) =>
    planned(inventory([web], services, slices)).answer(request('x', '/'), true)

  it.each<[string, readonly object[], readonly object[], string, string]>([
    ['no Service', [], [], 'unavailable', 'no such Service'],
    [
      'no port',
      [service('a', { ports: [{ port: 81 }] })],
      [],
      'unavailable',
      'the Service has no such port: did you mean 81?',
    ],
    ['no endpoints', [service('a')], [], 'unavailable', 'no endpoints'],
    [
      'none ready',
      [service('a')],
      [slice('a', { service: 'a', ports: [{ port: 80 }], endpoints: [pod('p', '10.0.0.1', { ready: false })] })],
      'unavailable',
      '0 of 1 endpoint ready',
    ],
    [
      'a name outside',
      [service('a', { type: 'ExternalName', externalName: 'x.example.org' })],
      [],
      'served',
      'leads out of the cluster, to x.example.org',
    ],
  ])('%s', (_name, services, slices, verdict, detail) => {
    const answer = at(services, slices)
    expect(answer.verdict).toBe(verdict)
    expect(answer.hops.find(({ kind }) => kind === 'service')?.detail).toBe(detail)
  })

  it('a resource is up to the controller', () => {
    const rules = [
      { http: { paths: [{ path: '/', pathType: 'Prefix', backend: { resource: { kind: 'Bucket', name: 'x' } } }] } },
    ]
    const { verdict, hops } = planned(inventory([ingress('r', { rules })], [], [])).answer(request('x', '/'), true)
    expect([verdict, hops.at(-1)?.subject]).toEqual(['unknown', 'Bucket/x'])
  })

  it('says that ImplementationSpecific is taken as Prefix, and which Secret is named', () => {
    const own = ingress('web', {
      rules: [ruleOf('x', ['ImplementationSpecific', '/', 'a'])],
      tls: [{ hosts: ['x'], secretName: 's' }],
    })
    const { hops } = planned(healthy([own], ['a'])).answer(request('x', '/', { scheme: 'https' }), true)
    expect(hops.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      'note rules',
      'tls s',
      'ingress default/web',
      'note ImplementationSpecific',
      'service default/a:80',
      'endpoint 10.0.0.1:80',
    ])
  })
})

describe('losers', () => {
  const older = { metadata: { creationTimestamp: '2020-01-01T00:00:00Z' } }

  it('are told apart, the nearest miss first', () => {
    const ingresses = [
      ingress('short', { rules: [ruleOf('x', ['Prefix', '/', 'a'])] }),
      ingress('win', { rules: [ruleOf('x', ['Prefix', '/foo', 'a'])] }, older),
      ingress('young', { rules: [ruleOf('x', ['Prefix', '/foo/', 'b'])] }),
      ingress('case', { rules: [ruleOf('x', ['Prefix', '/FOO', 'b'])] }),
      ingress('exact', { rules: [ruleOf('x', ['Exact', '/foo', 'b'])] }),
      ingress('part', { rules: [ruleOf('x', ['Prefix', '/fo', 'b'])] }),
      ingress('else', { rules: [ruleOf('x', ['Prefix', '/else', 'b'])] }),
      ingress('all', { rules: [ruleOf(null, ['Prefix', '/foo', 'b'])] }),
      ingress('default', { defaultBackend: { service: { name: 'd', port: { number: 80 } } } }),
    ]
    const answer = ask(ingresses, 'x', '/foo/bar')
    expect(winner(answer)).toBe('a')
    expect(lost(answer)).toEqual([
      'young /foo/ duplicate',
      'short / shorter-path',
      'all /foo less-specific-host',
      'case /FOO path-case',
      'exact /foo exact-only',
      'part /fo other-element',
      'default null default-backend',
    ])
  })

  it('an Exact that comes first is told as such', () => {
    const own = ingress('web', { rules: [ruleOf('x', ['Prefix', '/foo', 'a'], ['Exact', '/foo', 'b'])] })
    expect(ask([own], 'x', '/foo').losers.map(sentenceOf)).toEqual([
      'Exact /foo of Ingress default/web comes before a Prefix',
    ])
  })

  it('a twin with www, and a host mistyped, are named where nothing matched', () => {
    const www = ingress('www', { rules: [ruleOf('www.shop.example.com', ['Prefix', '/', 'a'])] })
    const typed = ingress('typed', { rules: [ruleOf('shopp.example.com', ['Prefix', '/x', 'a'])] })
    expect(ask([www, typed], 'shop.example.com', '/x').losers.map(sentenceOf)).toEqual([
      'no rule names host shop.example.com; this rule has such a path on www.shop.example.com',
      'no rule names host shop.example.com; this rule has such a path on shopp.example.com',
    ])
  })

  it('an Ingress of another class, or of none, is named with it', () => {
    const ours = project('Ingress', ingress('ours', { rules: [ruleOf('x', ['Prefix', '/', 'a'])] }))
    const theirs = ingress('theirs', { ingressClassName: 'other', rules: [ruleOf('x', ['Exact', '/foo', 'b'])] })
    const bare = ingress('bare', { rules: [ruleOf('x', ['Prefix', '/foo', 'b'])] })
    const all = healthy([ingress('ours', { rules: [ruleOf('x', ['Prefix', '/', 'a'])] }), theirs, bare], ['a', 'b'])
    const answer = planned(all, [ours]).answer(request('x', '/foo'), true)
    expect(winner(answer)).toBe('a')
    expect(answer.losers.map((one) => `${one.code}: ${sentenceOf(one)}`)).toEqual([
      "other-class: its class other is not this controller's, or its namespace is not watched",
      'other-class: it names no class, and this controller takes only Ingresses that do',
    ])
  })
})

describe('size', () => {
  it('a path of 200,000 slashes is read once', () => {
    const own = [ingress('web', { rules: [ruleOf('x', ['Prefix', '/a/b', 'a'])] })]
    expect(winner(ask(own, 'x', `/a/b${'/'.repeat(200_000)}`))).toBe('a')
    expect(winner(ask(own, 'x', `/${'a/'.repeat(100_000)}`))).toBe(null)
  })
})
