/** Whom IngressRouteTCPs give connections to, beside what routers of HTTP take. */
import { describe, expect, it } from 'vitest'
import { pod, service, slice } from '../../support/objects.js'
import { traefikPlan, traefikRequest, traefikTold } from '../../support/worlds/traefik-world.js'
import { route } from './custom-objects.js'

describe('IngressRouteTCPs', () => {
  const tcp = (name: string, match: string, spec: object = {}) => ({
    metadata: { namespace: 'default', name },
    spec: { ...spec, routes: [{ match, services: [{ name: 'web', port: 80 }] }] },
  })
  const both = (routes: readonly object[], connections: readonly object[]) => ({
    custom: { 'ingressroutes.traefik.io': routes, 'ingressroutetcps.traefik.io': connections },
  })
  const passing = { tls: { passthrough: true } }
  const behind = slice('api-1', { service: 'api', endpoints: [pod('p', '10.0.0.2', { ready: true })] })

  it.each<[name: string, routes: readonly object[], connections: readonly object[], url: string, expected: string]>([
    ['take TLS by its name', [], [tcp('t', 'HostSNI(`a.test`)', passing)], 'https://a.test/x', 'served t'],
    ['take no other name', [], [tcp('t', 'HostSNI(`a.test`)', passing)], 'https://b.test/', 'not-found'],
    ['take nothing without TLS', [], [tcp('t', 'HostSNI(`a.test`)', passing)], 'http://a.test/', 'not-found'],
    [
      'stand behind HTTP of the same name',
      [route('r', 'Host(`a.test`)', {}, { tls: {} })],
      [tcp('t', 'HostSNI(`a.test`)', passing)],
      'https://a.test/',
      'served r',
    ],
    [
      'stand before HTTP for any name',
      [route('r', 'PathPrefix(`/`)', {}, { tls: {} })],
      [tcp('t', 'HostSNI(`a.test`)', passing)],
      'https://a.test/',
      'served t',
    ],
    [
      'stand behind HTTP for any name where they take any themselves',
      [route('r', 'PathPrefix(`/`)', {}, { tls: {} })],
      [tcp('t', 'HostSNI(`*`)', { tls: {} })],
      'https://a.test/',
      'served r',
    ],
    // Where nobody asks for TLS, nobody looks at what is said.
    ['take TLS, too', [], [tcp('t', 'HostSNI(`*`)', { entryPoints: ['websecure'] })], 'https://a.test/', 'served t'],
    [
      'take no TLS beside HTTP that does',
      [route('r', 'Host(`b.test`)', {}, { tls: {} })],
      [tcp('t', 'HostSNI(`*`)')],
      'https://a.test/',
      'not-found',
    ],
    // The first name in a rule is the one that asks for TLS.
    ['for all or one', [], [tcp('t', 'HostSNI(`*`) || HostSNI(`b.test`)')], 'http://a.test/', 'served t'],
    [
      'take every request of an entry point without TLS',
      [route('r', 'Host(`a.test`)')],
      [tcp('t', 'HostSNI(`*`)', { entryPoints: ['web'] })],
      'http://a.test/',
      'served t',
    ],
  ])('%s', (_, routes, connections, url, expected) => {
    const { verdict, source } = traefikPlan(both(routes, connections)).answer(traefikRequest(url), false)
    expect([verdict, source?.name].filter((one) => one !== undefined).join(' ')).toBe(expected)
  })

  const streamed = (plan: ReturnType<typeof traefikPlan>, url: string) => {
    const [, stream = '', host = ''] = /^(tcp|udp):\/\/(.*)$/.exec(url) ?? []
    const asked = { ...traefikRequest(`https://${host}/`), scheme: 'http' as const, stream: stream as 'tcp' | 'udp' }
    const { verdict, source, endpoints } = plan.answer(asked, true)
    const said = [verdict, source?.name, endpoints?.join(' ')].filter((one) => one !== undefined).join(' ')
    return `${plan.takesStream?.(asked)} ${said}`
  }
  const args = [
    '--entryPoints.web.address=:8000',
    '--entryPoints.pg.address=:5432',
    '--entryPoints.dns.address=:5353/udp',
    '--providers.kubernetescrd',
    '--providers.kubernetesingress.ingressEndpoint.publishedService=edge/front',
  ]
  const front = {
    metadata: { namespace: 'edge', name: 'front' },
    spec: {
      ports: [
        { name: 'pg', port: 5433, targetPort: 'pg' },
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 5353 },
      ],
    },
  }

  it.each<[url: string, expected: string]>([
    ['tcp://a.test:5433', 'true served named 10.0.0.1:8080'],
    ['tcp://192.0.2.1:5433', 'true not-found'],
    ['tcp://b.test:5433', 'true not-found'],
    // Nothing in front leads there.
    ['tcp://a.test:5432', 'true served named 10.0.0.1:8080'],
    ['tcp://a.test:8000', 'false not-found'],
    ['udp://a.test:53', 'true served u 10.0.0.1:8080'],
    ['udp://a.test:54', 'false not-found'],
  ])('are asked as connections and datagrams: %s', (url, expected) => {
    const custom = {
      'ingressroutetcps.traefik.io': [
        tcp('named', 'HostSNI(`a.test`)', { entryPoints: ['pg'], tls: { passthrough: true } }),
      ],
      'ingressrouteudps.traefik.io': [
        {
          metadata: { namespace: 'default', name: 'u' },
          spec: { routes: [{ services: [{ name: 'web', port: 80 }] }] },
        },
      ],
    }
    expect(streamed(traefikPlan({ args, services: [front], custom }), url)).toBe(expected)
  })

  const udp = (name: string, services: readonly object[], more: object = {}) => ({
    metadata: { namespace: 'default', name },
    spec: { ...more, routes: [{ services }] },
  })

  it('of datagrams the last name of the alphabet has them all, and the others have none', async () => {
    const own = [{ name: 'web', port: 80 }]
    const custom = { 'ingressrouteudps.traefik.io': [udp('b', own), udp('a', own), udp('c', [])] }
    expect(streamed(traefikPlan({ args, services: [front], custom }), 'udp://a.test:53')).toContain('served b')
    const told = await traefikTold({ args, custom })
    expect(Object.entries(told).map(([name, said]) => `${name}: ${said}`)).toEqual([
      'b *UDP: yes',
      'a *UDP: NO connection-taken',
      'c *UDP: NO route-refused',
    ])
  })

  it('are led to whoever is said to be ready, and by weights to parts that are called as the proxy calls them', () => {
    const slices = [
      slice('app-1', {
        service: 'app',
        endpoints: [
          pod('a', '10.0.0.2'),
          pod('b', '10.0.0.3', { ready: true }),
          pod('c', '10.0.0.4', { serving: true }),
        ],
      }),
    ]
    const all = [
      { name: 'web', port: 80 },
      { name: 'app', port: 80, weight: 2 },
    ]
    const plan = traefikPlan({
      ...{ args, services: [service('app')], slices },
      custom: { 'ingressrouteudps.traefik.io': [udp('u', all)] },
    })
    expect(plan.upstreams).toMatchObject([
      { name: 'udp/default-u-0-web-80@kubernetescrd', endpoints: ['10.0.0.1:8080'] },
      { name: 'udp/default-u-0-app-80@kubernetescrd', endpoints: ['10.0.0.3:8080'] },
    ])
    const { items } = plan.endpointsOf(
      { namespace: 'default', service: 'app', port: 80 },
      'udp/default-u-0-app-80@kubernetescrd',
    )
    expect(items.map(({ address, ready }) => `${address} ${ready}`)).toEqual([
      '10.0.0.2 false',
      '10.0.0.3 true',
      '10.0.0.4 false',
    ])
  })

  const guarded = (works: Readonly<Record<string, object>>) => ({
    args,
    custom: {
      'ingressroutetcps.traefik.io': [
        {
          metadata: { namespace: 'default', name: 't' },
          spec: {
            entryPoints: ['pg'],
            routes: [{ match: 'HostSNI(`*`)', middlewares: [{ name: 'm' }], services: [{ name: 'web', port: 80 }] }],
          },
        },
      ],
      'middlewaretcps.traefik.io': Object.entries(works).map(([name, spec]) => ({
        metadata: { namespace: 'default', name },
        spec,
      })),
    },
  })
  const near = { ipAllowList: { sourceRange: ['10.0.0.0/8'] } }

  it.each<[name: string, works: Readonly<Record<string, object>>, client: string | null, expected: string]>([
    ['lets its networks through', { m: near }, '10.1.2.3', 'served'],
    ['keeps others out', { m: near }, '192.0.2.1', 'denied'],
    ['may keep a client out', { m: near }, null, 'guarded'],
    ['takes as many connections as it says', { m: { inFlightConn: { amount: 10 } } }, null, 'served'],
    ['takes none where it says no number', { m: { inFlightConn: {} } }, null, 'unavailable'],
    ['does the last of several things', { m: { ...near, inFlightConn: {} } }, '10.1.2.3', 'served'],
    ['takes no connection where it cannot be read', { m: { ipAllowList: {} } }, null, 'not-found'],
    ['takes no connection where it is missing', {}, null, 'not-found'],
  ])('a MiddlewareTCP %s', (_, works, clientAddress, expected) => {
    const asked = { ...traefikRequest('http://a.test:5432/'), stream: 'tcp' as const, sni: null, clientAddress }
    expect(traefikPlan(guarded(works)).answer(asked, true).verdict).toBe(expected)
  })

  it('name MiddlewareTCPs that are not there', async () => {
    expect(await traefikTold(guarded({}))).toEqual({ 't *HostSNI(`*`)': 'NO no-middleware' })
  })

  it('of two rules of one text the last one counts', () => {
    const routes = ['web', 'api'].map((name) => ({ match: 'HostSNI(`*`)', services: [{ name, port: 80 }] }))
    const plan = traefikPlan({
      args,
      ...{ services: [service('api')], slices: [behind] },
      ...both([], [{ metadata: { namespace: 'default', name: 't' }, spec: { entryPoints: ['pg'], routes } }]),
    })
    const asked = { ...traefikRequest('http://a.test:5432/'), stream: 'tcp' as const, sni: null }
    expect(plan.answer(asked, true)).toMatchObject({ verdict: 'served', endpoints: ['10.0.0.2:8080'] })
    expect(plan.customRoutes?.map(({ fate }) => fate?.is)).toEqual(['dropped', 'served'])
    expect(plan.upstreams.map(({ endpoints }) => endpoints)).toEqual([['10.0.0.2:8080']])
  })

  it('a rule whose middlewares are refused makes no service', () => {
    const words = guarded({ m: near })
    const names = (middlewares: readonly object[]) => {
      const [one] = words.custom['ingressroutetcps.traefik.io']
      const routes = one?.spec.routes.map((route) => ({ ...route, middlewares }))
      const custom = { ...words.custom, 'ingressroutetcps.traefik.io': [{ ...one, spec: { ...one?.spec, routes } }] }
      return traefikPlan({ ...words, custom } as never).upstreams.map(({ name }) => name)
    }
    expect(names([{ name: 'm' }])).toHaveLength(1)
    expect(names([{ name: 'm', namespace: 'other' }])).toEqual([])
  })

  it.each<[name: string, counts: readonly number[], isEnd: boolean]>([
    ['one Service, and then several', [1, 2], true],
    ['several, and then one', [2, 1], false],
    ['one, and then one', [1, 1], false],
  ])('of one rule with %s: does the provider panic', async (_, counts, isEnd) => {
    const one = { name: 'web', port: 80 }
    const routes = counts.map((length) => ({ match: 'HostSNI(`*`)', services: Array.from({ length }, () => one) }))
    const custom = {
      'ingressroutes.traefik.io': [route('r', 'Host(`a.test`)', {}, { entryPoints: ['web'] })],
      'ingressroutetcps.traefik.io': [
        { metadata: { namespace: 'default', name: 't' }, spec: { entryPoints: ['pg'], routes } },
      ],
    }
    expect((await traefikTold({ args, custom }))['r a.test/']).toBe(isEnd ? 'NO route-refused' : 'yes')
  })

  it('tell what takes their connections, and those of others', async () => {
    const secure = both([route('r', 'Host(`a.test`)', {}, { tls: {} })], [tcp('t', 'HostSNI(`a.test`)', passing)])
    expect(await traefikTold(secure)).toEqual({
      'r a.test/': 'yes',
      't a.testHostSNI(`a.test`)': 'NO connection-taken',
    })
    const plain = both(
      [route('r', 'Host(`a.test`)', {}, { entryPoints: ['web'] })],
      [tcp('t', 'HostSNI(`*`)', { entryPoints: ['web'] }), tcp('u', 'HostSNI(`b.test`)')],
    )
    expect(await traefikTold(plain)).toMatchObject({ 'r a.test/': 'NO connection-taken', 't *HostSNI(`*`)': 'yes' })
  })
})
