/** The rules of the Kubernetes documentation: its own tables, the order of hosts, defaults, losers, and speed. */
import { describe, expect, it } from 'vitest'
import { ingress } from '../support/objects.js'
import { ask, type PathOf, ruleOf, winner } from './ingresses.js'

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
    ['*.foo.com', '.foo.com', false],
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

describe('size', () => {
  it('a path of 200,000 slashes is read once', () => {
    const own = [ingress('web', { rules: [ruleOf('x', ['Prefix', '/a/b', 'a'])] })]
    expect(winner(ask(own, 'x', `/a/b${'/'.repeat(200_000)}`))).toBe('a')
    expect(winner(ask(own, 'x', `/${'a/'.repeat(100_000)}`))).toBe(null)
  })
})
