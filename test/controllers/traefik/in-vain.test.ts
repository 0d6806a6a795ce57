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

const nginx = 'nginx.ingress.kubernetes.io/'
const router = 'traefik.ingress.kubernetes.io/router.'
const web = '--entryPoints.web.address=:8000'
const ofOthers = [web, '--providers.kubernetesingressnginx']
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
  expect(Object.values(await traefikTold(words))).toEqual([told])
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
