/** What a real controller was seen to do with hosts, paths, ties and patterns: each case a small cluster and a request. */
import { describe, expect, it } from 'vitest'
import { ingress, line, request, tracer } from '../../../support/worlds/ingress-world.js'

const told = (ingresses: Parameters<typeof tracer>[0]['ingresses'], urls: readonly string[]) => {
  const { answer } = tracer({ ingresses })
  return Object.fromEntries(urls.map((url) => [url, line(answer(request(url), false))]))
}

describe('paths', () => {
  it('take a Prefix by whole elements, with and without slash', () => {
    const own = [ingress('default/web', { rules: { 'a.test': ['/aaa/bbb Prefix web:80'] } })]
    expect(
      told(own, [
        'http://a.test/aaa/bbb',
        'http://a.test/aaa/bbb/',
        'http://a.test/aaa/bbb/ccc?x=1',
        'http://a.test/aaa/bbbxyz',
        'http://a.test/AAA/bbb',
      ]),
    ).toEqual({
      'http://a.test/aaa/bbb': 'default/web:80 as /aaa/bbb by default/web',
      'http://a.test/aaa/bbb/': 'default/web:80 as /aaa/bbb/ by default/web',
      'http://a.test/aaa/bbb/ccc?x=1': 'default/web:80 as /aaa/bbb/ccc?x=1 by default/web',
      'http://a.test/aaa/bbbxyz': '404',
      'http://a.test/AAA/bbb': '404',
    })
  })

  it('redirect to the slash that a path has more, and send the path as it came', () => {
    const own = [ingress('default/web', { rules: { 'a.test': ['/img/ Prefix web:80', '/only/ Exact web:80'] } })]
    expect(told(own, ['http://a.test/img?q=1', 'http://a.test//img/./x%2Fy', 'http://a.test/only'])).toEqual({
      'http://a.test/img?q=1': '301 http://a.test/img/?q=1',
      'http://a.test//img/./x%2Fy': 'default/web:80 as //img/./x%2Fy by default/web',
      'http://a.test/only': '301 http://a.test/only/',
    })
  })

  it('prefer Exact, and the longest', () => {
    const paths = ['/foo Prefix prefix:80', '/foo Exact exact:80', '/foo/bar - longer:80', '/ Prefix root:80']
    expect(
      told(
        [ingress('default/web', { rules: { 'a.test': paths } })],
        ['http://a.test/foo', 'http://a.test/foo/x', 'http://a.test/foo/bar/x', 'http://a.test/x'],
      ),
    ).toEqual({
      'http://a.test/foo': 'default/exact:80 as /foo by default/web',
      'http://a.test/foo/x': 'default/prefix:80 as /foo/x by default/web',
      'http://a.test/foo/bar/x': 'default/longer:80 as /foo/bar/x by default/web',
      'http://a.test/x': 'default/root:80 as /x by default/web',
    })
  })
})

describe('ties', () => {
  it('go to the older Ingress, and within one second to the higher name', () => {
    const rules = (service: string) => ({ 'a.test': [`/ Prefix ${service}:80`] })
    const a = ingress('default/a', { rules: rules('a') })
    const b = ingress('default/b', { rules: rules('b') })
    const older = ingress('zone/a', { rules: rules('older'), age: -1 })
    expect(told([a, b], ['http://a.test/'])).toEqual({ 'http://a.test/': 'default/b:80 as / by default/b' })
    expect(told([a, b, older], ['http://a.test/'])).toEqual({ 'http://a.test/': 'zone/older:80 as / by zone/a' })
  })
})

describe('hosts', () => {
  const own = [
    ingress('default/any', { rules: { '': ['/ Prefix any:80', '/dev Prefix dev:80'] } }),
    ingress('default/named', { rules: { prod: ['/ Prefix prod:80'] } }),
    ingress('default/wild', { rules: { '*.a.test': ['/ Prefix wild:80'] } }),
    ingress('default/exact', { rules: { 'x.a.test': ['/only Prefix exact:80'] } }),
  ]
  it('are chosen first, and nothing falls through to another one', () => {
    expect(
      told(own, [
        'http://prod/dev',
        'http://PROD:8080/dev',
        'http://nobody/dev',
        'http://y.a.test/',
        'http://z.y.a.test/x',
        'http://x.a.test/other',
        'http://a..b/',
      ]),
    ).toEqual({
      'http://prod/dev': 'default/prod:80 as /dev by default/named',
      'http://PROD:8080/dev': 'default/prod:80 as /dev by default/named',
      'http://nobody/dev': 'default/dev:80 as /dev by default/any',
      'http://y.a.test/': 'default/wild:80 as / by default/wild',
      'http://z.y.a.test/x': 'default/any:80 as /x by default/any',
      'http://x.a.test/other': '404',
      'http://a..b/': '400',
    })
  })

  it('have aliases, of which a native wildcard beats a wildcard host', () => {
    const aliased = ingress('default/alias', {
      rules: { 'a.test': ['/ Prefix alias:80'] },
      annotations: { 'server-alias': '*.b.test,c.test,~^re-\\d+\\.test$' },
    })
    const wild = ingress('default/wild', { rules: { '*.y.b.test': ['/ Prefix wild:80'] } })
    const taken = ingress('default/taken', { rules: { 'c.test': ['/ Prefix taken:80'] } })
    expect(
      told([aliased, wild, taken], ['http://x.b.test/', 'http://x.y.b.test/', 'http://c.test/', 'http://re-7.test/']),
    ).toEqual({
      'http://x.b.test/': 'default/alias:80 as / by default/alias',
      'http://x.y.b.test/': 'default/alias:80 as / by default/alias',
      'http://c.test/': 'default/taken:80 as / by default/taken',
      'http://re-7.test/': 'default/alias:80 as / by default/alias',
    })
  })
})

describe('regex mode', () => {
  it('spreads over the host: case does not count, ends are open, the longest pattern comes first', () => {
    const plain = ingress('default/plain', { rules: { 'a.test': ['/foo Prefix foo:80', '/exact Exact exact:80'] } })
    const regex = ingress('default/regex', {
      rules: { 'a.test': ['/v[0-9]+/x ImplementationSpecific regex:80'] },
      annotations: { 'use-regex': 'true' },
    })
    expect(
      told(
        [plain, regex],
        ['http://a.test/foobar', 'http://a.test/FOO', 'http://a.test/exact/x', 'http://a.test/v12/xy'],
      ),
    ).toEqual({
      'http://a.test/foobar': 'default/foo:80 as /foobar by default/plain',
      'http://a.test/FOO': 'default/foo:80 as /FOO by default/plain',
      'http://a.test/exact/x': 'default/exact:80 as /exact/x by default/plain',
      'http://a.test/v12/xy': 'default/regex:80 as /v12/xy by default/regex',
    })
  })

  it('rewrites by a pattern that is open at both ends', () => {
    const something = ingress('default/r', {
      rules: { 'a.test': ['/something(/|$)(.*) ImplementationSpecific r:80'] },
      annotations: { 'rewrite-target': '/$2' },
    })
    const api = ingress('default/api', {
      rules: { 'b.test': ['/api Prefix api:80'] },
      annotations: { 'rewrite-target': '/' },
    })
    expect(
      told(
        [something, api],
        [
          'http://a.test/something',
          'http://a.test/something/a/b?q=1',
          'http://a.test/Something/A',
          'http://b.test/api/v1',
          'http://b.test/apiary',
        ],
      ),
    ).toEqual({
      'http://a.test/something': 'default/r:80 as / by default/r',
      'http://a.test/something/a/b?q=1': 'default/r:80 as /a/b?q=1 by default/r',
      'http://a.test/Something/A': 'default/r:80 as /A by default/r',
      'http://b.test/api/v1': 'default/api:80 as / by default/api',
      'http://b.test/apiary': 'default/api:80 as / by default/api',
    })
  })

  it('comes on for a target that is its own Prefix path, but not for / at /', () => {
    const same = ingress('default/same', {
      rules: { 'a.test': ['/same Prefix same:80'] },
      annotations: { 'rewrite-target': '/same' },
    })
    const root = ingress('default/root', {
      rules: { 'b.test': ['/ Prefix root:80', '/Case Exact x:80'] },
      annotations: { 'rewrite-target': '/' },
    })
    expect(told([same], ['http://a.test/same/x'])).toEqual({
      'http://a.test/same/x': 'default/same:80 as /same by default/same',
    })
    expect(told([root], ['http://b.test/x'])).toEqual({ 'http://b.test/x': 'default/root:80 as /x by default/root' })
  })
})
