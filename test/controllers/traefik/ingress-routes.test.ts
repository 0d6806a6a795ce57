/** What Traefik makes of IngressRoutes, and of the kinds that they name: each row is a cluster in little. */
import { describe, expect, it } from 'vitest'
import { pod, service, slice } from '../../support/objects.js'
import { traefikLine, traefikPlan, traefikRequest, traefikTold } from '../../support/worlds/traefik-world.js'
import { route } from './custom-objects.js'

/** What stands behind nobody, and what stands behind that. */
const orphans = route('o', 'Host(`a.test`)', {}, { parentRefs: [{ name: 'nobody' }] })

const orphan = route('s', 'Path(`/x`)', {}, { parentRefs: [{ name: 'o' }], entryPoints: ['web'] })

const middleware = (name: string, spec: object) => ({ metadata: { namespace: 'default', name }, spec })

const several = { metadata: { namespace: 'default', name: 'several' }, data: { users: 'YQ==', auth: 'YQ==' } }

const users = { metadata: { namespace: 'default', name: 'users' }, data: { auth: '' } }

const crd = (routes: readonly object[], middlewares: readonly object[] = [], services: readonly object[] = []) => ({
  secrets: [users, several],
  custom: {
    'ingressroutes.traefik.io': routes,
    'middlewares.traefik.io': middlewares,
    'traefikservices.traefik.io': services,
  },
})

describe('IngressRoutes', () => {
  it.each([
    ['/', 'redirect 302 /dashboard/'],
    ['/dashboard/', 'served 200'],
    ['/else', 'not-found 404'],
  ])('to the API of the proxy: %s', (path, line) => {
    const own = { services: [{ name: 'api@internal', kind: 'TraefikService' }] }
    const words = crd([route('r', 'Host(`a.test`)', own)])
    const args = ['--entryPoints.web.address=:80', '--providers.kubernetescrd', '--api.dashboard=true']
    expect(traefikLine(traefikPlan({ ...words, args }), `http://a.test${path}`)).toBe(line)
  })

  it('are served by their rule, and named by their kind', async () => {
    const one = route('r', 'Host(`a.test`) && PathPrefix(`/api`)')
    const deletingSince = '2026-11-24T00:00:00Z'
    const plan = traefikPlan(crd([{ ...one, metadata: { ...one.metadata, deletionTimestamp: deletingSince } }]))
    expect(traefikLine(plan, 'http://a.test/api/x')).toBe('served r /api/x')
    expect(plan.customRoutes).toMatchObject([
      {
        source: { kind: 'IngressRoute', name: 'r' },
        host: 'a.test',
        match: { path: '/api', pathType: 'PathPrefix' },
        fate: { is: 'served' },
        deletingSince,
      },
    ])
    expect(await traefikTold(crd([route('r', 'Host(`a.test`)')]))).toEqual({ 'r a.test/': 'yes' })
  })

  it.each([
    ['Header(`X`, `y`)', 11, 'served'],
    ['Header(`X`, `y`)', 9, 'lost'],
    ['Method(`POST`)', 11, 'served'],
    ['Query(`a`, `b c`)', 11, 'served'],
    ['Query(`a`, `b c`)', 9, 'lost'],
    ['PathPrefix(`/x`) && Header(`X`, `y`) || Path(`/z`)', 11, 'served'],
    // No example of what it takes is known.
    ['HeaderRegexp(`X`, `b.*`)', 9, 'served'],
    ['!Method(`GET`)', 11, 'served'],
  ])('with %s and priority %i beside one for all of its host with 10', (asked, priority, expected) => {
    const all = route('all', 'Host(`a.test`)', { priority: 10 })
    const few = route('few', `Host(\`a.test\`) && (${asked})`, { priority })
    const { customRoutes = [] } = traefikPlan(crd([all, few]))
    expect(customRoutes.map(({ source, fate }) => `${source.name} ${fate?.is}`)).toContain(`few ${expected}`)
  })

  it.each([
    ['stripPrefix', { stripPrefix: { prefixes: ['/api'] } }, 'served r /x'],
    ['addPrefix', { addPrefix: { prefix: '/v1' } }, 'served r /v1/api/x'],
    ['replacePath', { replacePath: { path: '/fixed' } }, 'served r /fixed'],
    ['replacePathRegex', { replacePathRegex: { regex: '^/api/(.*)', replacement: '/$1/y' } }, 'served r /x/y'],
    ['redirectScheme', { redirectScheme: { scheme: 'https', permanent: true } }, 'redirect 301 https://a.test/api/x'],
    [
      'redirectRegex',
      { redirectRegex: { regex: '^http://a.test/(.*)', replacement: 'http://b.test/$1' } },
      'redirect 302 http://b.test/api/x',
    ],
    ['basicAuth', { basicAuth: { secret: 'users' } }, 'guarded r /api/x'],
    ['basicAuth without its Secret', { basicAuth: { secret: 'none' } }, 'not-found 404'],
    ['basicAuth whose Secret has several keys', { basicAuth: { secret: 'several' } }, 'not-found 404'],
    ['forwardAuth', { forwardAuth: { address: 'http://auth.test' } }, 'guarded r /api/x'],
    ...['auth.test', 'ftp://auth.test', 'http:/auth.test', 'http://', 'http://a b/', 'http://[bad', 'http://%zz/'].map(
      (address): [string, object, string] => [
        `forwardAuth to ${address}`,
        { forwardAuth: { address } },
        'unavailable 500',
      ],
    ),
    [
      'forwardAuth whose Secret is missing',
      { forwardAuth: { address: 'https://auth.test', tls: { caSecret: 'none' } } },
      'not-found 404',
    ],
    ['errors', { errors: { status: ['500'], service: { name: 'web', port: 80 } } }, 'served r /api/x'],
    [
      'errors whose Service is missing',
      { errors: { status: ['500'], service: { name: 'none', port: 80 } } },
      'not-found 404',
    ],
    ['ipAllowList', { ipAllowList: { sourceRange: ['10.0.0.0/8'] } }, 'guarded r /api/x'],
    ['plugin that nothing builds in', { plugin: { mine: {} } }, 'not-found 404'],
    ['chain of one of a provider that is off', { chain: { middlewares: [{ name: 'x@file' }] } }, 'not-found 404'],
    ['redirectRegex whose pattern is none', { redirectRegex: { regex: '(' } }, 'not-found 404'],
    ['redirectRegex that looks ahead', { redirectRegex: { regex: '^(?!x)' } }, 'not-found 404'],
    ['replacePathRegex whose pattern is none', { replacePathRegex: { regex: '(' } }, 'not-found 404'],
    ['stripPrefixRegex whose pattern is none', { stripPrefixRegex: { regex: ['('] } }, 'not-found 404'],
    ['circuitBreaker', { circuitBreaker: { expression: 'NetworkErrorRatio() > 0.5' } }, 'served r /api/x'],
    ['circuitBreaker that counts nothing known', { circuitBreaker: { expression: 'No() > 1' } }, 'not-found 404'],
    ['circuitBreaker without an expression', { circuitBreaker: {} }, 'not-found 404'],
    ['buffering that tries again', { buffering: { retryExpression: 'Attempts() < 2' } }, 'served r /api/x'],
    ['buffering with half an expression', { buffering: { retryExpression: 'Attempts(' } }, 'not-found 404'],
    ['retry', { retry: { attempts: 2 } }, 'served r /api/x'],
    ['retry without attempts', { retry: {} }, 'not-found 404'],
    ['headers', { headers: { frameDeny: true } }, 'served r /api/x'],
    ['headers of which none is set', { headers: { frameDeny: false } }, 'not-found 404'],
    ['headers for its host', { headers: { allowedHosts: ['A.test'] } }, 'served r /api/x'],
    ['headers for another host alone', { headers: { allowedHosts: ['b.test'] } }, 'unavailable 500'],
    ['compress', { compress: { excludedContentTypes: ['text/event-stream'] } }, 'served r /api/x'],
    [
      'compress with types that are and are not',
      { compress: { includedContentTypes: ['a/b'], excludedContentTypes: ['c/d'] } },
      'not-found 404',
    ],
    ['compress with what nobody reads', { compress: { encodings: ['lzw'] } }, 'not-found 404'],
    ['inFlightReq', { inFlightReq: { amount: 9 } }, 'served r /api/x'],
    ['inFlightReq without an amount', { inFlightReq: {} }, 'denied 429'],
    ['rateLimit', { rateLimit: { average: 9 } }, 'served r /api/x'],
    [
      'rateLimit by two things',
      { rateLimit: { sourceCriterion: { requestHost: true, requestHeaderName: 'X' } } },
      'not-found 404',
    ],
    [
      'rateLimit with an address that is none',
      { rateLimit: { sourceCriterion: { ipStrategy: { excludedIPs: ['here'] } } } },
      'not-found 404',
    ],
    ['rateLimit whose Secret is missing', { rateLimit: { redis: { secret: 'none' } } }, 'not-found 404'],
    [
      'ipAllowList with an address that is none elsewhere',
      { ipAllowList: { sourceRange: ['10.0.0.0/8'], ipStrategy: { excludedIPs: ['here'] } } },
      'not-found 404',
    ],
    [
      'ipAllowList with a code that is none',
      { ipAllowList: { sourceRange: ['10.0.0.0/8'], rejectStatusCode: 9999 } },
      'not-found 404',
    ],
  ])('with the middleware %s', (_, spec, expected) => {
    const words = crd([route('r', 'Host(`a.test`)', { middlewares: [{ name: 'm' }] })], [middleware('m', spec)])
    expect(traefikLine(traefikPlan(words), 'http://a.test/api/x')).toBe(expected)
  })

  it.each([
    [
      'an expression looks at what another one wrote, not at what is sent of it',
      [{ replacePath: { path: '/fi xed' } }, { replacePathRegex: { regex: '^/fi x(.*)', replacement: '/$1' } }],
      'served r /ed',
    ],
    [
      'a redirect that does not redirect takes a path without its slash for a part of the host',
      [{ replacePathRegex: { regex: '^/api/', replacement: 'v1/' } }, { redirectScheme: { scheme: 'http' } }],
      'served r /x',
    ],
    [
      'so does one to another port',
      [
        { replacePathRegex: { regex: '^/api/', replacement: 'v1/' } },
        { redirectScheme: { scheme: 'https', port: '8443' } },
      ],
      'redirect 302 https://a.testv1:8443/x',
    ],
    [
      'an expression looks at a path with a prefix before it as it was sent',
      [{ addPrefix: { prefix: '/é' } }, { replacePathRegex: { regex: "^/é/a'(.*)", replacement: '/$1' } }],
      'served r /b',
      "/a'b",
    ],
  ])('%s', (_, specs, expected, path = '/api/x') => {
    const names = specs.map((_spec, i) => ({ name: `m${i}` }))
    const all = specs.map((spec, i) => middleware(`m${i}`, spec))
    const plan = traefikPlan(crd([route('r', 'Host(`a.test`)', { middlewares: names })], all))
    expect(traefikLine(plan, `http://a.test${path}`)).toBe(expected)
  })

  it('hand on to none that listens by itself, and without any other are switched off', () => {
    const inner = route('inner', 'PathPrefix(`/api`)', {}, { parentRefs: [{ name: 'outer' }], entryPoints: ['web'] })
    const words = crd([route('outer', 'Host(`a.test`) && PathPrefix(`/`)'), inner, route('other', 'Host(`a.test`)')])
    expect(traefikLine(traefikPlan(words), 'http://a.test/api')).toBe('served other /api')
  })

  it.each([
    ['HostRegexp(`{sub:[a-z]+}.test`)', {}, 'yes rule-template'],
    ['Host(`a.test`) && (PathPrefix(`/x`) || Path(`/{id}`))', {}, 'yes rule-template'],
    ['Host(`a.test`) && !PathPrefix(`/{id:[0-9]{2}}`)', {}, 'yes rule-template'],
    ['HostRegexp(`^[a-z]{1,3}\\.test$`)', {}, 'yes'],
    ['Host(`a.test`) && Header(`X-A`, `{a}`)', {}, 'yes'],
    ['HostRegexp(`{sub:[a-z]+}.test`)', { syntax: 'v2' }, 'yes'],
  ])('%s with %j is told as: %s', async (match, more, fate) => {
    expect(Object.values(await traefikTold(crd([route('r', match, more)])))).toEqual([fate])
  })

  // https://github.com/k3s-io/k3s/issues/12800
  it.each([
    ['v2.9.10', 'traefik.containo.us', 'yes'],
    ['v2.10.4', 'traefik.containo.us', 'yes'],
    ['v3.3.6', 'traefik.containo.us', 'NO route-refused'],
    ['v2.9.10', 'traefik.io', 'NO route-refused'],
    ['v2.10.4', 'traefik.io', 'yes'],
  ])('are told by %s of group %s: %s', async (release, group, expected) => {
    const one = { ...route('r', 'Host(`a.test`)'), apiVersion: `${group}/v1alpha1` }
    expect(await traefikTold({ ...crd([one]), release })).toEqual({ 'r a.test/': expected })
  })

  // https://github.com/traefik/traefik/blob/v2.11/pkg/rules/parser.go
  it.each([
    ['v2.11.2', 'HostRegexp(`{sub:[a-z]+}.test`)', 'served r /x7'],
    ['v3.3.6', 'HostRegexp(`{sub:[a-z]+}.test`)', 'not-found 404'],
    ['v2.10.4', 'Host(`b.test`, `a.test`) && Path(`/{id:[a-z][0-9]}`)', 'served r /x7'],
    ['v3.3.6', 'Host(`b.test`, `a.test`) && Path(`/{id:[a-z][0-9]}`)', 'not-found 404'],
    ['v2.10.4', 'Host(`a.test`) && PathRegexp(`^/x`)', 'not-found 404'],
    ['v3.0.0', 'Host(`a.test`) && PathRegexp(`^/x`)', 'served r /x7'],
  ])('are read by %s in its own syntax: %s is %s', (release, match, expected) => {
    expect(traefikLine(traefikPlan({ ...crd([route('r', match)]), release }), 'http://a.test/x7')).toBe(expected)
  })

  // https://doc.traefik.io/traefik/v2.11/migration/v2/#v249-to-v2410
  it.each([
    ['v2.4.9', 'NO no-endpoints'],
    ['v2.4.10', 'NO route-refused'],
  ])('may name a Service of another namespace, which is looked for, in %s: %s', async (release, expected) => {
    const one = route('r', 'Host(`a.test`)', { services: [{ name: 'web', namespace: 'shop', port: 80 }] })
    const there = { ...service('web'), metadata: { namespace: 'shop', name: 'web' } }
    const words = { ...crd([{ ...one, apiVersion: 'traefik.containo.us/v1alpha1' }]), release, services: [there] }
    expect(Object.values(await traefikTold(words)).map((line) => line.split(' ', 2).join(' '))).toEqual([expected])
  })

  it.each(['(', 'a)', '[a', '*a', 'a**', 'b{2,1}', '\\'])(
    'are left out where %s is to be a pattern',
    async (pattern) => {
      const told = await traefikTold(crd([route('r', `HostRegexp(\`${pattern}\`)`)]))
      expect(Object.values(told)).toEqual(['NO rule-invalid'])
    },
  )

  it('are left out where their rule cannot be read', async () => {
    const words = crd([route('r', 'Host(a.test)'), route('s', 'Host(`a.test`)')])
    const told = await traefikTold(words)
    expect(Object.values(told)).toEqual(['NO rule-invalid', 'yes'])
    expect(traefikLine(traefikPlan(words), 'http://a.test/')).toBe('served s /')
  })

  it.each([
    [
      'a Service of another namespace',
      { services: [{ name: 'web', namespace: 'shop', port: 80 }] },
      'NO route-refused',
    ],
    ['a TraefikService that is not there', { services: [{ name: 'w', kind: 'TraefikService' }] }, 'NO route-refused'],
    ['a Middleware that does two things', { middlewares: [{ name: 'two' }] }, 'NO no-middleware'],
    [
      'a Middleware that another one has the name of',
      { middlewares: [{ name: 'b-m' }] },
      '? middleware-collision undecided',
    ],
    // https://github.com/traefik/traefik/issues/5280
    ['a chain of plain texts', { middlewares: [{ name: 'texts' }] }, 'NO no-middleware'],
    ['a Middleware by a plain text', { middlewares: ['two'] }, 'NO route-refused'],
    ['a Service by a plain text', { services: ['web'] }, 'NO route-refused'],
    [
      'a Middleware of another namespace, and a Service that is not there',
      { middlewares: [{ name: 'm', namespace: 'b' }], services: [{ name: 'gone', port: 80 }] },
      'NO route-refused no-service',
    ],
    [
      'a Service and a Middleware that are not there',
      { middlewares: [{ name: 'gone' }], services: [{ name: 'gone', port: 80 }] },
      'NO no-service no-middleware',
    ],
    ['a Middleware of the group before', { middlewares: [{ name: 'old' }] }, 'NO no-middleware'],
    [
      'the API of the proxy, which is off',
      { services: [{ name: 'api@internal', kind: 'TraefikService' }] },
      'NO route-refused',
    ],
    ['nobody of the proxy', { services: [{ name: 'noop@internal', kind: 'TraefikService' }] }, 'yes'],
    [
      'a Service of a provider that is off',
      { services: [{ name: 'x@file', kind: 'TraefikService' }] },
      'NO route-refused',
    ],
    [
      'a header of which no example is known, and a Middleware whose name two have',
      { match: 'Host(`a.test`) && HeaderRegexp(`X`, `b.*`)', middlewares: [{ name: 'b-m' }] },
      '? middleware-collision undecided',
    ],
    ['a class of its own', { class: 'nginx' }, undefined],
  ])('with %s', async (_, { class: ingressClassName, ...more }: { class?: string } & object, expected) => {
    const words = crd(
      [route('r', 'Host(`a.test`)', more, ingressClassName === undefined ? {} : { ingressClassName })],
      [
        middleware('two', { addPrefix: { prefix: '/v1' }, compress: {} }),
        middleware('b-m', { compress: {} }),
        { ...middleware('old', { compress: {} }), apiVersion: 'traefik.containo.us/v1alpha1' },
        middleware('texts', { chain: { middlewares: ['b-m'] } }),
        { metadata: { namespace: 'default-b', name: 'm' }, spec: { addPrefix: { prefix: '/v1' } } },
      ],
    )
    expect((await traefikTold(words))['r a.test/']).toBe(expected)
  })

  it('stand behind others, and get what these made of a request', () => {
    const routes = [
      route('r', 'Host(`a.test`)', { services: [], middlewares: [{ name: 'm' }] }),
      route('s', 'Path(`/v1/x`)', {}, { parentRefs: [{ name: 'r' }] }),
    ]
    const plan = traefikPlan(crd(routes, [middleware('m', { addPrefix: { prefix: '/v1' } })]))
    expect([traefikLine(plan, 'http://a.test/x'), traefikLine(plan, 'http://a.test/y')]).toEqual([
      'served s /v1/x',
      'not-found 404',
    ])
  })

  it.each<[what: string, routes: readonly object[], expected: string, args?: readonly string[]]>([
    ['where those before it are not there, it listens by itself', [orphans, orphan], 'served s /x'],
    [
      'where no entry point has settings of its own, it does not',
      [orphans, orphan],
      'not-found 404',
      ['--entryPoints.web.address=:8000', '--providers.kubernetescrd'],
    ],
    [
      'where one of those before it is there, the other one is forgotten',
      [
        route('r', 'Host(`a.test`)', { services: [] }),
        orphans,
        route('s', 'Path(`/x`)', {}, { parentRefs: [{ name: 'r' }, { name: 'o' }] }),
      ],
      'served s /x',
    ],
    [
      'one between two others may have no service',
      [
        route('r', 'Host(`a.test`)', { services: [] }),
        route('m', 'PathPrefix(`/`)', {}, { parentRefs: [{ name: 'r' }] }),
        route('s', 'Path(`/x`)', {}, { parentRefs: [{ name: 'm' }] }),
      ],
      'not-found 404',
    ],
    [
      'the first of them may have one that nobody asks',
      [route('r', 'Host(`a.test`)'), route('s', 'Path(`/x`)', {}, { parentRefs: [{ name: 'r' }] })],
      'served s /x',
    ],
    [
      'where those before it are there, to listen is an error',
      [
        route('r', 'Host(`b.test`)', { services: [] }),
        route('s', 'Path(`/x`)', {}, { parentRefs: [{ name: 'r' }], entryPoints: ['web'] }),
      ],
      'not-found 404',
    ],
    [
      'one that has neither a service nor anybody behind it is none, and so is what stands before it',
      [
        route('r', 'Host(`a.test`) && Path(`/x`)', { services: [] }),
        route('s', 'Path(`/x`)', { services: [] }, { parentRefs: [{ name: 'r' }] }),
        route('t', 'Host(`a.test`)'),
      ],
      'served t /x',
    ],
  ])('stand behind others: %s', (_, routes, expected, args) => {
    const words = { ...crd(routes), ...(args && { args }) }
    expect(traefikLine(traefikPlan(words), 'http://a.test/x')).toBe(expected)
  })

  it.each<[string, object, string]>([
    ['at all of its entry points', {}, 'served r /x'],
    ['at one of them', { entryPoints: ['websecure'] }, 'served r /x'],
    ['at none', { tls: { options: { name: 'strict' } } }, 'served s /x'],
  ])('are not found by those behind them where their TLS options do not count: %s', (_, more, expected) => {
    const strict = { options: { name: 'strict' } }
    const routes = [
      route('r', 'Host(`a.test`)', {}, { tls: strict }),
      route('s', 'Path(`/x`)', {}, { parentRefs: [{ name: 'r' }] }),
      route('other', 'Host(`a.test`) && Path(`/else`)', {}, { tls: {}, ...more }),
    ]
    const options = { metadata: { namespace: 'default', name: 'strict' }, spec: {} }
    const { custom, ...words } = crd(routes)
    const entries = ['--entryPoints.web.address=:8000', '--entryPoints.websecure.address=:8443']
    const plan = traefikPlan({
      ...{ ...words, args: [...entries, '--providers.kubernetescrd'] },
      custom: { ...custom, 'tlsoptions.traefik.io': [options] },
    })
    expect(traefikLine(plan, 'https://a.test/x')).toBe(expected)
  })

  it('are lost where they stand behind others with TLS of their own', () => {
    const inner = route('s', 'Path(`/x`)', {}, { parentRefs: [{ name: 'r' }], tls: {} })
    const plan = traefikPlan(crd([route('r', 'Host(`a.test`)', { services: [] }), inner]))
    expect(plan.customRoutes?.map(({ source, fate }) => `${source.name} ${fate?.is}`)).toContain('s dropped')
  })

  it('lose their name to one that cannot serve, by chance', () => {
    const twin = route('web', 'Host(`a.test`)', { services: [{ name: 'none', kind: 'TraefikService' }] })
    const routes = [
      { ...route('b-web', 'Host(`a.test`)'), metadata: { namespace: 'default', name: 'b-web' } },
      { ...twin, metadata: { namespace: 'default-b', name: 'web' } },
    ]
    expect(traefikLine(traefikPlan(crd(routes)), 'http://a.test/')).toBe('unknown')
  })

  it.each([
    [['default-b/s', 'default/b-s'], 'unknown'],
    [['default-b/s'], 'not-found'],
  ])('that lead to a name of %j, of which the first leads back to them', (names, expected) => {
    const to = (name: string) => ({ weighted: { services: [{ kind: 'TraefikService', name }] } })
    const specs = { 'default-b/s': to('back'), 'default/b-s': to('end') }
    const named = (key: string, spec: object) => {
      const [namespace, name] = key.split('/')
      return { metadata: { namespace, name }, spec }
    }
    const all = [
      ...names.map((key) => named(key, specs[key as keyof typeof specs])),
      named('default-b/back', to('s')),
      named('default/end', { weighted: { services: [{ name: 'web', port: 80 }] } }),
    ]
    const services = [{ name: 'back', kind: 'TraefikService' }]
    const routes = [{ ...route('r', 'Host(`a.test`)', { services }), metadata: { namespace: 'default-b', name: 'r' } }]
    expect(traefikLine(traefikPlan(crd(routes, [], all)), 'http://a.test/')).toMatch(new RegExp(`^${expected}`))
  })

  it('share requests by weight, over TraefikServices, too', () => {
    const words = {
      ...crd(
        [route('r', 'Host(`a.test`)', { services: [{ name: 'w', kind: 'TraefikService' }] })],
        [],
        [
          {
            metadata: { namespace: 'default', name: 'w' },
            spec: {
              weighted: {
                services: [
                  { name: 'web', port: 80, weight: 3 },
                  { name: 'other', port: 80, weight: 1 },
                ],
              },
            },
          },
        ],
      ),
      services: [service('other')],
      slices: [slice('other-1', { service: 'other', endpoints: [pod('o', '10.0.0.2')] })],
    }
    const { split } = traefikPlan(words).answer(traefikRequest('http://a.test/'), false)
    expect(split.map(({ percent, endpoints }) => [percent, endpoints])).toEqual([
      [75, ['10.0.0.1:8080']],
      [25, ['10.0.0.2:8080']],
    ])
  })

  it('with TLS take no plain request', () => {
    const plan = traefikPlan(crd([route('r', 'Host(`a.test`)', {}, { tls: {}, entryPoints: ['websecure'] })]))
    expect([traefikLine(plan, 'http://a.test/'), traefikLine(plan, 'https://a.test/')]).toEqual([
      'not-found 404',
      'served r /',
    ])
  })
})
