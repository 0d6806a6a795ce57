/** What of a VirtualServer is rejected, whole or in part, and whose host and listener it has. */
import { describe, expect, it } from 'vitest'
import { sentenceOf } from '../../../src/findings/catalogue.js'
import { ingress, rule, service } from '../../support/objects.js'
import { type F5Words, f5Line, f5Plan, f5Why } from '../../support/worlds/f5-world.js'
import { behind, plan, to, upstreams, vs, vsr } from './virtual-servers.js'

it('of two that are handed on with one path the later is rejected', () => {
  const parts = [
    vsr('tea', [{ path: '/tea/green', ...to('web') }]),
    vsr('more', [{ path: '/tea/green', ...to('web') }]),
  ]
  const own = plan(vs(['tea', 'more'].map((name, i) => ({ path: ['/tea', '/tea/g'][i], route: `team/${name}` }))), {
    virtualServerRoutes: parts,
  })
  expect(f5Line(own, 'http://a.test/tea/green')).toBe('served tea /tea/green')
  expect(own.customRoutes?.map(({ source, fate }) => `${source.name} ${fate?.is}`)).toEqual([
    'tea served',
    'more dropped',
  ])
})

it('one of another class has no route, and is passed over', () => {
  const own = plan(vs([{ path: '/', ...to('web') }], { ingressClassName: 'other' }))
  const source = { kind: 'VirtualServer', namespace: 'default', name: 'one' }
  expect([own.customRoutes, own.passedOver]).toEqual([[], [{ source, class: 'other' }]])
})

describe('is rejected as a whole', () => {
  const route = (more: object) => ({ routes: [{ path: '/', ...to('web'), ...more }] })
  it.each<[string, object, string]>([
    ['a host that is none', { host: 'A_b' }, 'spec.host'],
    [
      'an upstream of a name that is none',
      { upstreams: [{ name: '1', service: 'web', port: 80 }] },
      'spec.upstreams[0].name',
    ],
    ['two upstreams of one name', { upstreams: [...upstreams, upstreams[0]] }, 'spec.upstreams[3].name'],
    ['a port that is none', { upstreams: [{ name: 'web', service: 'web', port: 0 }] }, 'spec.upstreams[0].port'],
    [
      'what needs NGINX Plus',
      { upstreams: [{ ...upstreams[0], healthCheck: { enable: true } }] },
      'spec.upstreams[0].healthCheck',
    ],
    ['an upstream that is not there', route(to('nobody')), 'spec.routes[0].action.pass'],
    ['no action', { routes: [{ path: '/' }] }, 'spec.routes[0]'],
    [
      'two actions',
      route({ action: { pass: 'web', redirect: { url: 'https://b.test' } } }),
      'spec.routes[0].action.redirect',
    ],
    ['an action beside a hand-over', route({ route: 'tea' }), 'spec.routes[0].route'],
    ['a path without a slash', route({ path: 'x' }), 'spec.routes[0].path'],
    ['a path that ends the block', route({ path: '/;}' }), 'spec.routes[0].path'],
    ['a path twice', { routes: [1, 2].map(() => ({ path: '/', ...to('web') })) }, 'spec.routes[1].path'],
    [
      'a redirect without a protocol',
      route({ action: { redirect: { url: '/x' } } }),
      'spec.routes[0].action.redirect.url',
    ],
    [
      'a code that is no redirect',
      route({ action: { redirect: { url: 'https://b.test', code: 200 } } }),
      'spec.routes[0].action.redirect.code',
    ],
    ['a code that is no answer', route({ action: { return: { code: 301 } } }), 'spec.routes[0].action.return.code'],
    ['one lot alone', { routes: [{ path: '/', splits: [{ weight: 100, ...to('web') }] }] }, 'spec.routes[0].splits'],
    [
      'lots that are not all',
      { routes: [{ path: '/', splits: [1, 2].map(() => ({ weight: 40, ...to('web') })) }] },
      'spec.routes[0].splits',
    ],
    ['no conditions', route({ matches: [{ conditions: [], ...to('web') }] }), 'spec.routes[0].matches[0].conditions'],
    [
      'a condition of a variable that is none',
      route({ matches: [{ conditions: [{ variable: '$x', value: '1' }], ...to('web') }] }),
      'spec.routes[0].matches[0].conditions[0].variable',
    ],
    [
      'a page for no status',
      route({ errorPages: [{ codes: [], return: { code: 200 } }] }),
      'spec.routes[0].errorPages[0].codes',
    ],
    [
      'a redirect of TLS with another code',
      { ...route({}), tls: { redirect: { enable: true, code: 200 } } },
      'spec.tls.redirect.code',
    ],
    [
      'a Policy twice',
      { ...route({}), policies: [{ name: 'a' }, { namespace: 'default', name: 'a' }] },
      'spec.policies',
    ],
  ])('%s', (_, more, field) => {
    const own = plan(vs([{ path: '/', ...to('web') }], more), { policies: [] })
    expect(own.model.asked[0]?.lack).toMatchObject({ is: 'dropped', found: { code: 'rejected', facts: { field } } })
    expect(f5Line(own, 'http://a.test/')).toBe('not-found 404')
  })
})

it('the address of a Service that has none, or no port of the name, breaks all files', () => {
  const outside = service('outside', { type: 'ExternalName', externalName: 'api.example.org', clusterIP: undefined })
  const own = { name: 'out', service: 'outside', port: 80, 'use-cluster-ip': true }
  const one = vs([{ path: '/', ...to('web') }], { upstreams: [upstreams[0], own] })
  expect(plan(one, { services: [outside] }).brokenBy?.found).toMatchObject({ code: 'value-breaks' })
  const backend = { service: { name: 'named', port: { name: 'other' } } }
  const rules = [{ host: 'a.test', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }]
  const metadata = { annotations: { 'nginx.org/use-cluster-ip': 'true' } }
  const ingresses = [ingress('own', { ingressClassName: 'nginx', rules }, { metadata })]
  const ports = [{ name: 'http', port: 80, protocol: 'TCP' }]
  const name = { type: 'ExternalName', externalName: 'api.example.org', clusterIP: undefined }
  for (const spec of [{ ports }, { ...name, ports }]) {
    const named = f5Plan({ ingresses, services: [service('named', spec)] })
    expect(named.brokenBy?.found.facts).toMatchObject({ refusal: expect.stringContaining('invalid port in upstream') })
  }
  const known = f5Plan({ ingresses, services: [service('named', { ...name, ports: [{ name: 'other', port: 80 }] })] })
  expect(known.brokenBy?.found.facts).toMatchObject({ refusal: 'no host in upstream ":80"' })
})

describe('listeners', () => {
  const listeners = [
    { name: 'plain', port: 8083, protocol: 'HTTP' },
    { name: 'safe', port: 8443, protocol: 'HTTP', ssl: true },
  ]
  const words = {
    flags: ['-global-configuration=edge/f5'],
    globalConfigurations: [{ metadata: { namespace: 'edge', name: 'f5' }, spec: { listeners } }],
  }
  const lines = (listener: object, more: Partial<F5Words> = words) => {
    const own = plan(vs([{ path: '/', ...to('web') }], { listener }), more)
    const fates = own.customRoutes?.map(({ fate }) => fate?.is)
    return [...['', ':8083'].map((port) => f5Line(own, `http://a.test${port}/`)), ...(fates ?? [])]
  }

  it.each<[string, object, Partial<F5Words>, readonly string[]]>([
    ['it has the port of its own', { http: 'plain' }, words, ['not-found 404', 'served one /', 'served']],
    ['one of TLS is none for http', { http: 'safe' }, words, ['not-found 404', 'not-found 404', 'never-matches']],
    [
      'without a GlobalConfiguration nginx has a port by which nobody comes in',
      { http: 'plain' },
      {},
      ['not-found 404', 'not-found 404', 'never-matches'],
    ],
  ])('%s', (_, listener, more, wanted) => {
    expect(lines(listener, more)).toEqual(wanted)
  })

  it('one that no GlobalConfiguration has is told by its name', async () => {
    const one = vs([{ path: '/', ...to('web') }], { listener: { http: 'plainer' } })
    const [row] = await f5Why({ ingresses: [], virtualServers: [one], ...behind, ...words })
    expect(row?.causes.map(sentenceOf)).toEqual([
      expect.stringMatching(
        /no GlobalConfiguration has listener plainer as a listener of HTTP.* has http:\/\/a\.test\//,
      ),
    ])
  })
})

describe('the host', () => {
  const older = ingress(
    'older',
    { ingressClassName: 'nginx', rules: [rule('a.test', '/', 'web')] },
    { metadata: { creationTimestamp: '2026-11-23T08:00:01Z' } },
  )
  const younger = { ...older, metadata: { ...older.metadata, creationTimestamp: '2026-11-23T08:00:09Z' } }

  it('belongs to the older one, be it an Ingress or a VirtualServer', () => {
    const one = vs([{ path: '/', ...to('api') }])
    const [lost, won] = [older, younger].map((other) => plan(one, { ingresses: [other] }))
    expect(lost && f5Line(lost, 'http://a.test/')).toBe('served older /')
    expect(lost?.customRoutes?.map(({ fate }) => fate)).toMatchObject([{ is: 'lost', to: { name: 'older' } }])
    expect(won && f5Line(won, 'http://a.test/')).toBe('served one /')
    expect(won?.routes.map(({ fate }) => fate)).toMatchObject([{ is: 'lost', to: { kind: 'VirtualServer' } }])
  })

  it('is nothing to a VirtualServer of another class', () => {
    expect(f5Line(plan(vs([{ path: '/', ...to('api') }], { ingressClassName: 'other' })), 'http://a.test/')).toBe(
      'not-found 404',
    )
  })
})

it.each<[paths: readonly string[], code: string | undefined]>([
  [['/a', '^~ /a'], 'duplicate-location'],
  [['/a', '=/a'], undefined],
  [['/a', '^~ /b'], undefined],
])('nginx takes %j for one place: %s', (paths, code) => {
  expect(plan(vs(paths.map((path) => ({ path, ...to('web') })))).brokenBy?.found.code).toBe(code)
})
