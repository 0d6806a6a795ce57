/** What Contour makes of HTTPProxies: who has a request, what becomes of what they include, and why some are left out. */
import { describe, expect, it } from 'vitest'
import { request } from '../../support/worlds/ingress-world.js'
import { asked, at, proxy, root, to, why, world } from './proxies.js'

const child = (name: string, routes: readonly object[], more: object = {}) => proxy(name, { routes, ...more })

describe('a route', () => {
  const { plan } = world([
    root([
      at('/', 'web'),
      { conditions: [{ exact: '/one' }], ...to('api') },
      { conditions: [{ regex: '/o.*' }], ...to('old') },
      at('/one', 'web'),
      at('/replaced/', 'api', { pathRewritePolicy: { replacePrefix: [{ replacement: '/v1' }] } }),
      at('/moved', 'x', { services: [], requestRedirectPolicy: { hostname: 'b.test', statusCode: 301 } }),
      at('/fixed', 'x', { services: [], directResponsePolicy: { statusCode: 418 } }),
      at('/gone', 'missing'),
      at('/away', 'away'),
    ]),
  ])

  it.each([
    ['is one of the text, not of whole elements', '/anything', 'default/web:80 as /anything'],
    ['with an exact path comes first', '/one', 'default/api:80 as /one'],
    ['with a pattern comes before each prefix', '/one/x', 'default/old:80 as /one/x'],
    ['whose prefix is replaced loses no slash', '/replaced/x', 'default/api:80 as /v1/x'],
    ['whose prefix is replaced is taken without its slash, too', '/replaced', 'default/api:80 as /v1'],
    ['that redirects says where', '/moved/x', '301 http://b.test/moved/x'],
    ['that answers by itself does', '/fixed', '418'],
    ['without any Service that is there answers 503', '/gone', '503'],
    ['to a Service that is only another name does, too', '/away', '503'],
  ])('%s', (_, path, expected) => {
    expect(asked(plan, `http://a.test${path}`).replace(' by default/root', '')).toBe(expected)
  })

  it.each([
    [
      '/gone/x',
      'http',
      'HTTPProxy default/root: path /gone is handed on to HTTPProxy default/nobody, which does not exist',
    ],
    ['/', 'http', null],
    ['/', 'https', 'HTTPProxy default/root: it is rejected as a whole: spec.virtualhost.tls.secretName names'],
  ])('that keeps %s over %s from everybody is told beside the answer', (path, scheme, says) => {
    const tls = scheme === 'https' ? { tls: { secretName: 'certs/wild' } } : {}
    const includes = [{ name: 'nobody', conditions: [{ prefix: '/gone' }] }]
    const { plan: own } = world([root([at('/', 'web')], scheme === 'https' ? {} : { includes }, tls)])
    const gists = own.answer(request(`${scheme}://a.test${path}`), true).hops.flatMap(({ gist }) => gist ?? [])
    expect(gists.map((one) => says !== null && one.startsWith(says))).toEqual(says === null ? [] : [true])
  })

  it.each<[string, object[], Record<string, string>, string, boolean]>([
    ['a header that is there', [{ header: { name: 'X-A', present: true } }], { 'x-a': '' }, '', true],
    ['a header that is not there', [{ header: { name: 'X-A', notpresent: true } }], {}, '', true],
    ['a part of a header', [{ header: { name: 'X-A', contains: 'b' } }], { 'x-a': 'abc' }, '', true],
    [
      'a part of a header in any case',
      [{ header: { name: 'X-A', contains: 'B', ignoreCase: true } }],
      { 'x-a': 'abc' },
      '',
      true,
    ],
    ['what a header is not, of one that is missing', [{ header: { name: 'X-A', notexact: 'a' } }], {}, '', false],
    [
      'the same where missing counts as empty',
      [{ header: { name: 'X-A', notexact: 'a', treatMissingAsEmpty: true } }],
      {},
      '',
      true,
    ],
    ['a pattern for all of a header', [{ header: { name: 'X-A', regex: 'a' } }], { 'x-a': 'ab' }, '', false],
    ['the end of a parameter', [{ queryParameter: { name: 'q', suffix: 'c' } }], {}, '?q=abc', true],
    ['the beginning of a parameter', [{ queryParameter: { name: 'q', prefix: 'c' } }], {}, '?q=abc', false],
    ['a parameter that is there', [{ queryParameter: { name: 'q', present: true } }], {}, '?q', true],
    [
      'both of two',
      [{ header: { name: 'a', exact: '1' } }, { header: { name: 'b', exact: '2' } }],
      { a: '1' },
      '',
      false,
    ],
  ])('asks for %s', (_, conditions, headers, query, isTaken) => {
    const { plan: own } = world([root([{ conditions, ...to('api') }, to('web')])])
    expect(asked(own, `http://a.test/${query}`, headers)).toContain(isTaken ? 'default/api' : 'default/web')
  })

  it('shares requests by weight, evenly where none is said, and one that is missing leaves its share to the others', () => {
    const shares = (services: readonly object[]) =>
      world([root([{ services }])])
        .plan.answer(request('http://a.test/'), false)
        .split.map(({ upstream, percent }) => `${upstream.split('/')[1]} ${percent}`)
    const [web, api, gone] = ['web', 'api', 'gone'].map((name) => ({ name, port: 80 }))
    expect(
      shares([
        { ...web, weight: 9 },
        { ...api, weight: 1 },
      ]),
    ).toEqual(['web 90', 'api 10'])
    expect(shares([web, api] as object[])).toEqual(['web 50', 'api 50'])
    expect(
      shares([
        { ...web, weight: 1 },
        { ...api, weight: 1 },
        { ...gone, weight: 8 },
      ]),
    ).toEqual(['web 50', 'api 50'])
    expect(shares([web, { ...api, mirror: true }] as object[])).toEqual([])
  })

  it('that asks for the same as one before it in its object has all requests', async () => {
    const own = world([root([to('web'), to('api')])])
    expect(asked(own.plan, 'http://a.test/')).toContain('default/api')
    expect(await why(own)).toEqual(['root a.test/: false match-taken', 'root a.test/: true '])
  })

  it('that neither comes before nor after another one has no certain winner', () => {
    const header = (ignoreCase: boolean) => [{ header: { name: 'x', exact: 'a', ignoreCase } }]
    const { plan: own } = world([
      root([
        { conditions: header(true), ...to('web') },
        { conditions: header(false), ...to('api') },
      ]),
    ])
    const { source, split } = own.answer({ ...request('http://a.test/'), headers: new Map([['x', 'a']]) }, false)
    expect([source, split.map(({ endpoints }) => endpoints?.[0])]).toEqual([null, ['10.0.0.1:80', '10.0.0.2:80']])
    expect(own.customRoutes?.map(({ fate }) => fate?.is)).toEqual(['undefined-winner', 'undefined-winner'])
  })

  it('of a thousand with one condition has its place, and of more than that with several it is left open', () => {
    const header = (name: string, exact: string) => ({ header: { name, exact } })
    const many = (conditions: (i: number) => object[]) =>
      world([
        root(
          Array.from({ length: 1001 }, (_, i) => ({ conditions: conditions(i), ...to(i === 1000 ? 'api' : 'web') })),
        ),
      ])
    const fates = ({ plan: own }: ReturnType<typeof world>) => new Set(own.customRoutes?.map(({ fate }) => fate?.is))
    const one = many((i) => [{ header: { name: `x${i}`, present: true } }])
    expect(fates(one)).toEqual(new Set(['served']))
    expect(asked(one.plan, 'http://a.test/', { x1000: '', x999: '' })).toContain('default/api')
    expect(asked(one.plan, 'http://a.test/', { x1000: '', x100: '' })).toContain('default/web')
    const two = many((i) => [header('x', `${i}`), header('y', 'a')])
    expect(fates(two)).toEqual(new Set(['unknown']))
    expect(asked(two.plan, 'http://a.test/', { x: '1000', y: 'a' })).toContain('default/api')
  })

  it('of a wildcard host is one for one label', () => {
    const { plan: own } = world([proxy('root', { virtualhost: { fqdn: '*.w.test' }, routes: [to('web')] })])
    expect(asked(own, 'http://x.w.test/')).toContain('default/web')
    expect(asked(own, 'http://y.x.w.test/')).toBe('404')
  })
})

describe('an include', () => {
  const include = (name: string, prefix?: string, namespace = 'default') => ({
    ...{ name, namespace },
    ...(prefix !== undefined && { conditions: [{ prefix }] }),
  })

  it('has its prefix before that of each route, and all headers of the way', () => {
    const way = { name: 'child', conditions: [{ prefix: '/blog' }, { header: { name: 'x', present: true } }] }
    const { plan } = world([root([to('web')], { includes: [way] }), child('child', [at('/new', 'api')])])
    expect(asked(plan, 'http://a.test/blog/new', { x: '1' })).toBe('default/api:80 as /blog/new by default/child')
    expect(asked(plan, 'http://a.test/blog/new')).toBe('default/web:80 as /blog/new by default/root')
    expect(plan.customRoutes?.map(({ source, host, match }) => `${source.name} ${host}${match?.path}`)).toEqual([
      'child a.test/blog/new',
      'root a.test/',
    ])
  })

  it('of what is not there answers 502, and the rest is served', async () => {
    const own = world([root([to('web')], { includes: [include('gone', '/x'), include('gone')] })])
    expect([asked(own.plan, 'http://a.test/x'), asked(own.plan, 'http://a.test/y')]).toEqual([
      '502',
      'default/web:80 as /y by default/root',
    ])
    expect(await why(own)).toEqual([
      'root a.test/x: false delegate-missing',
      'root a.test/: false delegate-missing',
      'root a.test/: true ',
    ])
  })

  it('that leads back, or to another root, leads nowhere', () => {
    const other = proxy('other', { virtualhost: { fqdn: 'b.test' }, routes: [to('web')] })
    const loop = child('loop', [at('/in', 'api')], { includes: [include('loop', '/again')] })
    const own = world([root([], { includes: [include('loop', '/l'), include('other', '/o')] }), loop, other])
    expect(['/l/in', '/l/again/in', '/o'].map((path) => asked(own.plan, `http://a.test${path}`))).toEqual([
      'default/api:80 as /l/in by default/loop',
      '404',
      '502',
    ])
    const standing = ['root', 'loop', 'other'].map((name) =>
      own.model.faults.standing({ kind: 'HTTPProxy', namespace: 'default', name }),
    )
    expect(standing).toEqual(['invalid', 'invalid', 'valid'])
  })

  it('beyond what is looked at is named as that', () => {
    const next = (i: number) => child(`c${i}`, [to('web')], { includes: [include(`c${i + 1}`, `/${i}`)] })
    const { plan } = world([root([], { includes: [include('c0')] }), ...Array.from({ length: 25 }, (_, i) => next(i))])
    expect(plan.gaps?.map(({ namespace, reason }) => [namespace, reason])).toEqual([['default', 'limited']])
    expect(world([root([to('web')])]).plan.gaps).toEqual([])
  })

  it('of a team with a broken route costs that team all of its routes, and nobody else', async () => {
    const broken = child('child', [at('/ok', 'api'), at('no-slash', 'api')])
    const own = world([root([to('web')], { includes: [include('child', '/team')] }), broken])
    expect(asked(own.plan, 'http://a.test/team/ok')).toBe('default/web:80 as /team/ok by default/root')
    expect(await why(own)).toEqual([
      'root a.test/: true ',
      'child: false rejected',
      'child a.test/team/ok: false rejected',
      'child a.test/teamno-slash: false rejected',
    ])
  })

  it('is what an HTTPProxy without a host needs', async () => {
    expect(await why(world([child('alone', [to('web')])]))).toEqual([
      'alone: false no-master',
      'alone /: false no-master',
    ])
  })
})
