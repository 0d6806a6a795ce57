/** Ingresses whose requests come to nothing: what becomes of one, and what why says of it, are the same. */
import { expect, it } from 'vitest'
import { ingress, rule, service } from '../../support/objects.js'
import { silent } from '../../support/why/sources.js'
import {
  type TraefikWords,
  traefikLine,
  traefikPlan,
  traefikRequest,
  traefikTold,
} from '../../support/worlds/traefik-world.js'
import { route } from './custom-objects.js'

const nginx = 'nginx.ingress.kubernetes.io/'
const router = 'traefik.ingress.kubernetes.io/router.'
const web = '--entryPoints.web.address=:8000'
const ofOthers = [web, '--providers.kubernetesingressnginx']
const offOverTls = [
  ...ofOthers,
  '--entryPoints.websecure.address=:8443',
  '--entryPoints.websecure.http.middlewares=default-strip@kubernetescrd',
]
const external = service('away', { type: 'ExternalName', externalName: 'b.example', ports: [{ port: 80 }] })

const own = (path: string, annotations: object = {}, name = 'web') =>
  ingress('a', { ingressClassName: 'traefik', rules: [rule('a.test', path, name)] }, { metadata: { annotations } })
const old = (annotations: object = {}, path = '/', name = 'web') =>
  ingress('a', { ingressClassName: 'nginx', rules: [rule('a.test', path, name)] }, { metadata: { annotations } })

it.each<[name: string, words: TraefikWords, path: string, expected: string, told: string]>([
  [
    'a path that is encoded meets no request, since paths are compared decoded',
    { ingresses: [own('/my%20files')] },
    '/my%20files',
    'not-found 404',
    'NO path-encoded',
  ],
  [
    'an entry point that is not there',
    { args: [web, '--providers.kubernetesingress'], ingresses: [own('/', { [`${router}entrypoints`]: 'nobody' })] },
    '/',
    'not-found 404',
    'NO route-refused',
  ],
  [
    'no TLS where TLS arrives',
    {
      args: [web, '--entryPoints.websecure.address=:8443', '--providers.kubernetesingress'],
      ingresses: [own('/', { [`${router}entrypoints`]: 'websecure' })],
    },
    '/',
    'not-found 404',
    'NO entry-point-tls',
  ],
  [
    'TLS alone where none arrives',
    {
      args: [web, '--entryPoints.websecure.address=:8443', '--providers.kubernetesingress'],
      ingresses: [own('/', { [`${router}entrypoints`]: 'web', [`${router}tls`]: 'true' })],
    },
    '/',
    'not-found 404',
    'NO entry-point-tls',
  ],
  [
    'the address of a Service with nobody behind it',
    {
      args: ['--providers.kubernetesingress', '--providers.kubernetesingress.nativelbbydefault=true'],
      ingresses: [own('/', {}, 'empty')],
      services: [service('empty', { clusterIP: '10.96.0.9', ports: [{ port: 80 }] })],
    },
    '/',
    'unavailable a /',
    'NO no-endpoints',
  ],
  [
    'a Middleware of a provider that is off',
    {
      args: [web, '--providers.kubernetesingress'],
      ingresses: [own('/', { [`${router}middlewares`]: 'default-strip@kubernetescrd' })],
    },
    '/',
    'not-found 404',
    'NO no-middleware',
  ],
  [
    'a redirect that leads to itself',
    { args: ofOthers, ingresses: [old({ [`${nginx}permanent-redirect`]: '/elsewhere' })] },
    '/',
    'redirect 301 /elsewhere',
    'NO redirect-endless',
  ],
  ...[
    [{}, 'NO tls-passed backend-not-asked'],
    [{ rules: [rule(undefined, '/app', 'web')] }, 'NO longer-rule tls-passed'],
  ].map(([spec, expected]): [string, TraefikWords, string, string, string] => [
    `a redirect to TLS that is passed on for no path, beside ${JSON.stringify(spec)}`,
    {
      args: ofOthers,
      ingresses: [
        old({ [`${nginx}ssl-passthrough`]: 'true', [`${nginx}force-ssl-redirect`]: 'true' }, '/app'),
        ingress('z', { ingressClassName: 'nginx', ...(spec as object) }),
      ],
    },
    '/app',
    'redirect 308 https://a.test/app',
    expected as string,
  ]),
  [
    'what ties with another one, and both are redirected to where nobody is',
    {
      args: offOverTls,
      ingresses: ['a', 'z'].map((name) =>
        ingress(name, { ingressClassName: 'nginx', rules: [rule('a.test', '/', 'web')], tls: [{ hosts: ['a.test'] }] }),
      ),
    },
    '/',
    'redirect 308 https://a.test/',
    'NO no-middleware backend-not-asked',
  ],
  [
    'a rule for every host that is redirected to where nobody is',
    {
      args: offOverTls,
      ingresses: [
        ingress(
          'a',
          { ingressClassName: 'nginx', rules: [rule(undefined, '/', 'web')] },
          { metadata: { annotations: { [`${nginx}force-ssl-redirect`]: 'true' } } },
        ),
      ],
    },
    '/',
    'redirect 308 https://a.test/',
    'NO no-middleware backend-not-asked',
  ],
  [
    'a path of plain type that is none',
    { args: ofOthers, ingresses: [old({}, '/a|b')] },
    '/a|b',
    'not-found 404',
    'NO path-type',
  ],
  [
    'a name of elsewhere, where none is taken',
    {
      args: [...ofOthers, '--providers.kubernetesingressnginx.disablesvcexternalname=true'],
      ingresses: [old({}, '/', 'away')],
      services: [external],
    },
    '/',
    'unavailable 503',
    'NO external-name',
  ],
])('%s', async (_name, words, path, expected, told) => {
  expect(traefikLine(traefikPlan(words), `http://a.test${path}`)).toBe(expected)
  const ofFirst = Object.entries(await traefikTold(words)).filter(([name]) => name.startsWith('a '))
  expect(ofFirst.map(([, one]) => one)).toEqual([told])
})

it('any port of a name of elsewhere will do', async () => {
  const ingresses = [
    ingress('a', { ingressClassName: 'nginx', rules: [rule('a.test', '/', 'away', { number: 8443 })] }),
  ]
  const words = { args: ofOthers, ingresses, services: [external] }
  const plan = traefikPlan(words)
  expect(plan.answer(traefikRequest('http://a.test/'), false).endpoints).toEqual(['b.example:8443'])
  expect(await traefikTold(words)).toEqual({ 'a a.test/': 'yes' })
  const asked = { namespace: 'default', service: 'away', port: 8443 }
  expect(plan.endpointsOf(asked, null).state).toBe('external-name')
})

it('a rule is served where one entry point alone has another one in its place', async () => {
  const both = ingress('b', { ingressClassName: 'traefik', rules: [rule('a.test', '/', 'web')] })
  const first = own('/', { [`${router}priority`]: '1000', [`${router}entrypoints`]: 'web' })
  const args = [web, '--entryPoints.websecure.address=:8443', '--entryPoints.websecure.http.tls=true']
  const words = { args: [...args, '--providers.kubernetesingress'], ingresses: [first, both] }
  expect(await traefikTold(words)).toEqual({ 'a a.test/': 'yes', 'b a.test/': 'yes' })
})

it('the path of an Ingress that is left out is told with its Service', async () => {
  const [row] = await traefikPlan({ args: ofOthers, ingresses: [old({}, '/a|b')] }).why(silent, () => true)
  expect(row?.rule?.backend).toBe('web:80')
})

const empty = service('empty', { clusterIP: '10.96.0.9', ports: [{ port: 80 }] })
const both = (more: object = {}) => [
  { name: 'empty', port: 80, ...more },
  { name: 'missing', port: 80, ...more },
]
const crd = [web, '--providers.kubernetescrd', '--providers.kubernetescrd.allowEmptyServices=true']
const inOrder = (...matches: readonly (readonly [string, object?])[]): TraefikWords => ({
  args: crd,
  services: [empty, service('missing', { clusterIP: '10.96.0.8', ports: [{ port: 80 }] })],
  custom: { 'ingressroutes.traefik.io': matches.map(([match, more], i) => route(`r${i}`, match, more)) },
})

it.each<[name: string, words: TraefikWords, url: string, expected: string, told: readonly string[]]>([
  [
    'several services, and nobody behind any',
    inOrder(['Host(`a.test`)', { services: both() }]),
    'http://a.test/',
    'unavailable 503',
    ['NO no-endpoints no-endpoints'],
  ],
  [
    'the addresses of several Services, and nobody behind any',
    inOrder(['Host(`a.test`)', { services: both({ nativeLB: true }) }]),
    'http://a.test/',
    'unavailable r0 /',
    ['NO no-endpoints no-endpoints'],
  ],
  [
    'one of several has somebody',
    inOrder(['Host(`a.test`)', { services: [{ name: 'web', port: 80 }, ...both()] }]),
    'http://a.test/',
    'served r0 /',
    ['yes no-endpoints no-endpoints'],
  ],
  [
    'what is left is what another one does not want: by method',
    inOrder(['Host(`a.test`)', { priority: 1 }], ['Host(`a.test`) && Method(`GET`)']),
    'http://a.test/',
    'served r1 /',
    ['yes', 'yes'],
  ],
  [
    'by path',
    inOrder(['Host(`a.test`)', { priority: 1 }], ['Host(`a.test`) && !Path(`/a`)']),
    'http://a.test/a',
    'served r0 /a',
    ['yes', 'yes'],
  ],
  [
    'beside the path, which is the beginning of a text',
    inOrder(['PathPrefix(`/a`) && !Path(`/a`)', { priority: 1 }], ['PathPrefix(`/a/`)']),
    'http://a.test/ab',
    'served r0 /ab',
    ['yes', 'yes'],
  ],
  [
    'TLS of one that names a parent',
    {
      args: crd,
      custom: {
        'ingressroutes.traefik.io': [
          route('r0', 'Host(`a.test`)'),
          route('r1', 'Path(`/b`)', {}, { tls: {}, parentRefs: [{ name: 'r0' }] }),
        ],
      },
    },
    'http://a.test/b',
    'served r0 /b',
    ['yes', 'NO route-refused'],
  ],
])('of IngressRoutes: %s', async (_name, words, url, expected, told) => {
  expect(traefikLine(traefikPlan(words), url)).toBe(expected)
  expect(Object.values(await traefikTold(words))).toEqual(told)
})

it('of two routes with one match the services of the last one answer', () => {
  const services = [{ name: 'web', port: 80 }, ...both()]
  const { spec, ...one } = route('r0', 'Host(`a.test`)', { services: both() })
  const routes = [...spec.routes, { match: 'Host(`a.test`)', kind: 'Rule', services }]
  const words = { ...inOrder(), custom: { 'ingressroutes.traefik.io': [{ ...one, spec: { routes } }] } }
  const { split } = traefikPlan(words).answer(traefikRequest('http://a.test/'), false)
  expect(split.map(({ upstream }) => upstream.replace(/-80@.*/, ''))).toEqual([
    'default-web',
    'default-empty',
    'default-missing',
  ])
})

it('of a TraefikService whose main Service cannot be had no mirror is planned', () => {
  const services = [{ kind: 'TraefikService', name: 'both' }]
  const mirroring = { name: 'gone', port: 80, mirrors: [{ name: 'web', port: 80 }] }
  const both = { metadata: { namespace: 'default', name: 'both' }, spec: { mirroring } }
  const custom = {
    'ingressroutes.traefik.io': [route('r0', 'Host(`a.test`)', { services })],
    'traefikservices.traefik.io': [both],
  }
  expect(traefikPlan({ args: [web, '--providers.kubernetescrd'], custom }).upstreams).toEqual([])
})

it('of a backend for all the rest a rule takes no more than what begins like it', async () => {
  const spec = { ingressClassName: 'traefik', defaultBackend: { service: { name: 'web', port: { number: 80 } } } }
  const words = { ingresses: [ingress('a', spec), ingress('z', { rules: [rule(undefined, '/a', 'web')] })] }
  expect(await traefikTold(words)).toMatchObject({ a: 'yes' })
})
