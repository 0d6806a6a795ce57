/** VirtualServers and VirtualServerRoutes: who has the host, what each path, condition and lot leads to. */
import { describe, expect, it } from 'vitest'
import { virtualServers } from '../../../src/controllers/f5-nginx/custom/kinds.js'
import { servedTracer } from '../../../src/controllers/f5-nginx/observe/served.js'
import { projectCustom, secretsNamed } from '../../../src/domain/objects/custom.js'
import { f5Line, f5Plan, f5Request, f5Told } from '../../support/worlds/f5-world.js'
import { behind, plan, to, upstreams, vs, vsr } from './virtual-servers.js'

describe('a request', () => {
  const routes = [
    { path: '/', ...to('web') },
    { path: '/api', action: { proxy: { upstream: 'api', rewritePath: '/v1' } } },
    { path: '=/exact', ...to('api') },
    { path: '~ ^/v[0-9]+/', action: { proxy: { upstream: 'api', rewritePath: '/any' } } },
    { path: '/old', action: { redirect: { url: `https://$\{host}/new`, code: 308 } } },
    { path: '/fixed', action: { return: { code: 418 } } },
    { path: '/gone', ...to('gone') },
  ]

  it.each([
    ['/', 'served one /'],
    ['/api/x', 'served one /v1/x'],
    ['/exact', 'served one /exact'],
    ['/v2/x', 'served one /any'],
    ['/old/x', 'redirect 308 https://a.test/new'],
    ['/fixed', 'denied 418'],
    ['/gone', 'unavailable 502'],
  ])('%s', (path, line) => {
    expect(f5Line(plan(vs(routes)), `http://a.test${path}`)).toBe(line)
  })

  it('redirects to the host without the dot at its end', () => {
    expect(f5Line(plan(vs(routes)), 'http://A.test./old/x')).toBe('redirect 308 https://a.test/new')
  })

  it('is not known to pass where a Policy that may not be looked at is named, for its route or for all', () => {
    const unseen = { policies: null }
    const named = { policies: [{ name: 'only-inside' }] }
    const one = vs([
      { path: '/', ...to('web') },
      { path: '/api', ...to('api'), ...named },
    ])
    const lines = ['http://a.test/', 'http://a.test/api'].map((url) => f5Line(plan(one, unseen), url))
    expect(lines).toEqual(['served one /', 'unknown'])
    expect(f5Line(plan(vs([{ path: '/', ...to('web') }], named), unseen), 'http://a.test/')).toBe('unknown')
  })

  it('is told over https of a host without TLS, whatever refuses the handshake', () => {
    const { verdict, hops, losers } = plan(vs(routes)).answer(f5Request('https://a.test/'), true)
    expect([verdict, losers]).toEqual(['denied', []])
    expect(hops.flatMap(({ gist }) => gist ?? [])).toEqual([
      'VirtualServer default/one asks for no TLS: its host a.test is served over http alone',
    ])
  })

  it('is redirected to https where that is said', () => {
    const one = vs(routes, { tls: { secret: 'tls', redirect: { enable: true } } })
    expect(f5Line(plan(one), 'http://a.test/x')).toBe('redirect 301 https://a.test/x')
    expect(f5Line(plan(one), 'https://a.test/x')).toBe('denied')
  })
})

describe('conditions', () => {
  const one = vs([
    {
      path: '/',
      matches: [
        {
          conditions: [
            { header: 'x-version', value: 'v2' },
            { argument: 'beta', value: '!no' },
          ],
          ...to('api'),
        },
        { conditions: [{ cookie: 'user', value: 'jo' }], action: { redirect: { url: 'https://a.test/jo' } } },
      ],
      ...to('web'),
    },
  ])
  const services = (headers: Record<string, string>, path = '/') => {
    const { backend, verdict, location } = plan(one).answer(f5Request(`http://a.test${path}`, headers), false)
    return backend?.service ?? `${verdict} ${location}`
  }

  it('all of one must hold, and the first that holds counts', () => {
    expect(services({})).toBe('web')
    expect(services({ 'x-version': 'v2' }, '/?beta=yes')).toBe('api')
    expect(services({ 'x-version': 'v2' }, '/?beta=no')).toBe('web')
    expect(services({ cookie: 'user=jo' })).toBe('redirect https://a.test/jo')
    expect(services({ cookie: 'user=jo', 'x-version': 'v2' })).toBe('api')
  })

  it('are listed as routes of their own', () => {
    const listed = plan(one).customRoutes ?? []
    expect(
      listed.map(({ match, backends, filters, fate }) => [
        match?.headers[0]?.value ?? null,
        backends[0]?.service?.name ?? filters[0]?.detail,
        fate?.is,
      ]),
    ).toEqual([
      ['v2', 'api', 'served'],
      [null, '301 https://a.test/jo', 'served'],
      [null, 'web', 'served'],
    ])
  })
})

describe('a lot', () => {
  const splits = [
    { weight: 90, ...to('web') },
    { weight: 10, ...to('api') },
  ]

  it('of which one way is answered by nginx itself is told by the other one', () => {
    const splits = [
      { weight: 50, action: { return: { code: 200, body: 'x' } } },
      { weight: 50, ...to('api') },
    ]
    const { verdict, backend, split } = plan(vs([{ path: '/', splits }])).answer(f5Request('http://a.test/x'), true)
    expect([verdict, backend?.service, split.map(({ percent }) => percent)]).toEqual(['served', 'api', [50]])
  })

  it('answers of its own that differ are told together, and none of them is the one', () => {
    const sends = (url: string, code: number) => ({ weight: 50, action: { redirect: { url, code } } })
    const answer = (other: number) => {
      const splits = [sends('https://new.test/', 301), sends('https://new.test/', other)]
      return plan(vs([{ path: '/', splits }])).answer(f5Request('http://a.test/x'), true)
    }
    expect(answer(301)).toMatchObject({ verdict: 'redirect', status: 301, location: 'https://new.test/' })
    expect(answer(302)).toMatchObject({ verdict: 'unknown', status: null, location: null })
    const returned = { weight: 50, action: { return: { code: 200, body: 'x' } } }
    const mixed = plan(vs([{ path: '/', splits: [returned, sends('https://new.test/', 301)] }]))
    expect(mixed.answer(f5Request('http://a.test/x'), false)).toMatchObject({ verdict: 'unknown', status: null })
    expect(answer(302).hops.map(({ detail }) => detail)).toContain(
      'a lot decides: 50 %: 301 to https://new.test/, 50 %: 302 to https://new.test/',
    )
  })

  it.each<[string, object]>([
    ['of a path', { path: '/', splits }],
    ['of a condition', { path: '/', matches: [{ conditions: [{ header: 'x', value: '1' }], splits }], ...to('web') }],
  ])('%s: each way is told with its share', (_, route) => {
    const { verdict, split, backend } = plan(vs([route])).answer(f5Request('http://a.test/x', { x: '1' }), true)
    expect([verdict, backend?.service]).toEqual(['served', 'web'])
    expect(split.map(({ upstream, percent }) => [upstream, percent])).toEqual([
      ['vs_default_one_web', 90],
      ['vs_default_one_api', 10],
    ])
  })
})

describe('a path that is handed on', () => {
  const routes = (route: object) => [
    { path: '/', ...to('web') },
    { path: '/tea', ...route },
  ]
  const tea = vsr('tea', [{ path: '/tea/green', ...to('web') }])

  it.each<[string, object]>([
    ['by name', { route: 'team/tea' }],
    ['by labels', { routeSelector: { matchLabels: { part: 'tea' } } }],
  ])('%s: the other object has it', (_, route) => {
    const own = plan(vs(routes(route)), { virtualServerRoutes: [tea] })
    expect(f5Line(own, 'http://a.test/tea/green/1')).toBe('served tea /tea/green/1')
    expect(own.answer(f5Request('http://a.test/tea/green'), true).source?.kind).toBe('VirtualServerRoute')
    expect(f5Line(own, 'http://a.test/tea')).toBe('served one /tea')
    expect(own.customRoutes?.map(({ source, fate }) => `${source.name} ${fate?.is}`)).toEqual([
      'one served',
      'tea served',
    ])
  })

  it.each<[string, readonly object[], readonly string[]]>([
    ['is not there', [], []],
    ['has another host', [vsr('tea', [{ path: '/tea', ...to('web') }], 'b.test')], ['host']],
    ['has a path of its own', [vsr('tea', [{ path: '/milk', ...to('web') }])], ['paths']],
  ])('the other object %s: it is dropped, and said so', (_, others, faults) => {
    const own = plan(vs(routes({ route: 'team/tea' })), { virtualServerRoutes: others })
    const [first, second, ...lacks] = own.model.asked.map(({ lack }) => lack?.found)
    expect([first, second?.code]).toEqual([undefined, 'delegate-missing'])
    expect(lacks).toMatchObject(faults.map((fault) => ({ code: 'no-master', facts: { by: { fault } } })))
  })

  it('is not served where the object that names it is rejected, which is said', () => {
    const own = plan(vs([...routes({ route: 'team/tea' }), { path: 'no-path' }]), { virtualServerRoutes: [tea] })
    const facts = { by: { ref: { kind: 'VirtualServer', name: 'one' }, fault: 'unserved' } }
    expect(own.model.asked.at(-1)?.lack?.found).toMatchObject({ code: 'no-master', facts })
  })
})

it('patterns are handed on together, and all must stand on both sides', () => {
  const routes = ['~ ^/v1/', '~* ^/v2/'].map((path) => ({ path, route: 'team/versions' }))
  const part = (...paths: readonly string[]) =>
    vsr(
      'versions',
      paths.map((path) => ({ path, ...to('web') })),
    )
  const lines = (other: object) => {
    const own = plan(vs(routes), { virtualServerRoutes: [other] })
    return ['/v1/x', '/V2/x', '/v3/x'].map((path) => f5Line(own, `http://a.test${path}`))
  }
  expect(lines(part('~ ^/v1/', '~*  ^/v2/'))).toEqual([
    'served versions /v1/x',
    'served versions /V2/x',
    'not-found 404',
  ])
  expect(lines(part('~ ^/v1/'))).toEqual(['not-found 404', 'not-found 404', 'not-found 404'])
})

it('why says of each route whether it is served', async () => {
  const one = vs([
    { path: '/', ...to('web') },
    { path: '/gone', ...to('gone') },
    {
      path: '/lot',
      splits: [
        { weight: 50, ...to('web') },
        { weight: 50, ...to('gone') },
      ],
    },
    { path: '/tea', route: 'team/tea' },
  ])
  const words = {
    ingresses: [],
    ...behind,
    virtualServers: [one],
    virtualServerRoutes: [vsr('tea', [{ path: '/tea/green', ...to('web') }])],
  }
  expect(await f5Told(words)).toEqual({
    'one a.test/': 'yes',
    'one a.test/gone': 'NO no-service',
    'one a.test/lot': 'yes no-service',
    'tea a.test/tea/green': 'yes',
  })
})

it('one without routes is told of all the same: its host answers 404', async () => {
  const words = { ingresses: [], virtualServers: [vs([])] }
  expect(await f5Told(words)).toEqual({ 'one a.test': 'NO no-paths' })
  expect(f5Plan(words).customRoutes?.map(({ host, fate }) => [host, fate?.is])).toEqual([['a.test', 'never-matches']])
})

it('pods that are chosen by labels are not known, unless all of the Service have them', () => {
  const line = (subselector: object) =>
    f5Line(plan(vs([{ path: '/', ...to('web') }], { upstreams: [{ ...upstreams[0], subselector }] })), 'http://a.test/')
  expect([line({ version: 'v2' }), line({})]).toEqual(['unknown', 'served one /'])
})

it.each<[string, object, object]>([
  ['a variable without braces', {}, { action: { redirect: { url: 'https://$host/' } } }],
  ['a variable that is not known there', {}, { action: { redirect: { url: `https://$\{uri}/` } } }],
  ['a way of balancing that there is not', { 'lb-method': 'wrong' }, to('web')],
  ['a time that is none', { 'connect-timeout': '5x' }, to('web')],
  ['a name of several parts', {}, { route: 'a/b/c' }],
  ['a group without a number', {}, { action: { proxy: { upstream: 'web', rewritePath: '/$x' } } }],
])('%s rejects the whole', async (_, upstream, route) => {
  const one = vs([{ path: '/', ...route }], { upstreams: [{ ...upstreams[0], ...upstream }] })
  expect((await f5Told({ ingresses: [], ...behind, virtualServers: [one] })).one).toBe('NO rejected')
})

it('of two upstreams with one Service the last says whether its own address stands for its pods', () => {
  const both = [upstreams[0], { ...upstreams[0], name: 'again', 'use-cluster-ip': true }]
  const { upstreams: planned } = plan(vs([{ path: '/', ...to('web') }], { upstreams: both }))
  expect(new Set(planned.map(({ endpoints }) => endpoints?.[0])).size).toBe(1)
})

it('the files of a replica are read alike: conditions, lots, redirects and delegates', async () => {
  const dump = `# configuration file /etc/nginx/nginx.conf:
http { map $request_uri $request_uri_no_args { "~^(?P<path>[^?]*)(\\?.*)?$" $path; } include /etc/nginx/conf.d/*.conf; }
# configuration file /etc/nginx/conf.d/vs_default_one.conf:
upstream vs_default_one_web { server 10.0.0.1:8080; }
upstream vs_default_one_api { server unix:/var/lib/nginx/nginx-502-server.sock; }
split_clients $request_id $vs_default_one_splits_0 { 20% /internal_location_splits_0_split_0; 80% /internal_location_splits_0_split_1; }
map $http_x $vs_default_one_matches_0_match_0_cond_0 { "1" 1; default 0; }
map $vs_default_one_matches_0_match_0_cond_0 $vs_default_one_matches_0 { "~^1" /internal_location_matches_0_match_0; default /internal_location_matches_0_default; }
server {
  listen 80; server_name a.test;
  set $resource_type "virtualserver"; set $resource_name "one"; set $resource_namespace "default"; set $service "-";
  location /lot { rewrite ^ $vs_default_one_splits_0 last; }
  location /if { rewrite ^ $vs_default_one_matches_0 last; }
  location /internal_location_splits_0_split_0 { set $service "web"; internal; proxy_pass http://vs_default_one_web$request_uri; }
  location /internal_location_splits_0_split_1 { set $service "api"; internal; proxy_pass http://vs_default_one_api$request_uri; }
  location /internal_location_matches_0_match_0 { set $service "web"; internal; rewrite ^ $request_uri_no_args; rewrite "^/if(.*)$" "/then$1" break; proxy_pass http://vs_default_one_web; }
  location /internal_location_matches_0_default { internal; proxy_intercept_errors on; proxy_pass http://unix:/var/lib/nginx/nginx-418-server.sock; error_page 418 =302 "https://$host/else"; }
  location /tea { set $service "web"; set $resource_type "virtualserverroute"; set $resource_name "tea"; set $resource_namespace "team"; proxy_pass http://vs_default_one_web; }
}
`
  const own = plan(vs([{ path: '/', ...to('web') }]))
  const tracer = await servedTracer(own, [new TextEncoder().encode(dump)] as never)
  const told = (path: string, headers: Record<string, string> = {}) =>
    tracer.answer(f5Request(`http://a.test${path}`, headers), true)
  expect(told('/lot?q=1')).toMatchObject({
    verdict: 'served',
    upstreamUri: '/lot?q=1',
    split: [
      { percent: 20, upstream: 'vs_default_one_web' },
      { percent: 80, endpoints: [] },
    ],
  })
  expect(told('/if/x', { x: '1' })).toMatchObject({ verdict: 'served', upstreamUri: '/then/x' })
  expect(told('/if/x')).toMatchObject({ verdict: 'redirect', status: 302, location: 'https://a.test/else' })
  expect(told('/tea').source).toEqual({ kind: 'VirtualServerRoute', namespace: 'team', name: 'tea' })
})

it('one whose certificate is not there refuses every handshake, and why says so', async () => {
  const one = vs([{ path: '/', ...to('web') }], { tls: { secret: 'none' } })
  expect(await f5Told({ ingresses: [], virtualServers: [one] })).toMatchObject({ one: 'yes handshake-refused' })
})

it('the Secret of a VirtualServer is one whose certificate is asked for', () => {
  const secrets = (more: object) =>
    secretsNamed({ kind: virtualServers, items: [projectCustom(virtualServers, vs([], more))] })
  expect(secrets({ tls: { secret: 'own' } })).toEqual([{ namespace: 'default', name: 'own' }])
  expect(secrets({ tls: {} })).toEqual([])
})
