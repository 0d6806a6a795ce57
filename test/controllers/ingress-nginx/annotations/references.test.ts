/** What annotations point at: there, gone, of another namespace, or out of sight. */
import { describe, expect, it } from 'vitest'
import { namedObjects } from '../../../../src/controllers/ingress-nginx/annotations/named-objects.js'
import { nameOf } from '../../../../src/domain/objects/ref.js'
import { ingress } from '../../../support/objects.js'
import { effects, kept, type Objects, read } from '../../../support/worlds/ingress-policy.js'

const basic = (secret: string) => ({ 'auth-type': 'basic', 'auth-secret': secret, 'auth-realm': 'zoo' })
const headers = (map: string) => ({ 'auth-url': 'http://a/', 'auth-proxy-set-headers': map })

describe.each<[annotations: Record<string, string>, objects: Objects, expected: string[], denied: string | null]>([
  [basic('users'), { 'Secret shop/users': { auth: '' } }, [], null],
  [basic('shop/users'), { 'Secret shop/users': { auth: '' } }, [], null],
  [
    basic('users'),
    {},
    ['auth-secret: denied secret-missing'],
    'unexpected error reading secret shop/users: no object matching key "shop/users" in local store',
  ],
  [
    basic('users'),
    { 'Secret shop/users': { passwords: 'eA==' } },
    ['auth-secret: denied secret-incomplete'],
    'the secret users does not contain a key with value auth',
  ],
  [basic('users'), { 'Secret shop/users': { auth: '' } }, [], null],
  [{ ...basic('users'), 'auth-secret-type': 'auth-map' }, { 'Secret shop/users': { ann: 'eA==' } }, [], null],
  [basic('a/b/c'), {}, ['auth-secret: denied annotation-invalid'], 'error reading secret name from annotation'],
  [{ 'auth-type': 'basic' }, {}, ['auth-secret: denied secret-missing'], 'error reading secret name from annotation'],
  [
    basic('sec/users'),
    { 'Secret sec/users': { auth: '' } },
    ['auth-secret: denied cross-namespace'],
    'cross namespace usage of secrets is not allowed',
  ],
  [headers('shop/map'), { 'ConfigMap shop/map': { 'X-A': 'b' } }, [], null],
  [
    headers('shop/map'),
    { 'ConfigMap shop/map': { 'X A': 'b' } },
    ['auth-proxy-set-headers: denied configmap-invalid'],
    'location denied, reason: invalid proxy-set-headers in configmap',
  ],
  [
    headers('shop/map'),
    {},
    ['auth-proxy-set-headers: denied configmap-missing'],
    'location denied, reason: unable to find configMap "shop/map"',
  ],
  [
    headers('map'),
    { 'ConfigMap shop/map': {} },
    ['auth-proxy-set-headers: denied annotation-invalid'],
    'location denied, reason: unable to find configMap "map"',
  ],
  [
    headers('sec/map'),
    { 'ConfigMap sec/map': {} },
    ['auth-proxy-set-headers: denied cross-namespace'],
    'cross namespace usage of secrets is not allowed',
  ],
  [{ 'custom-headers': 'shop/map' }, { 'ConfigMap shop/map': { 'X-A': 'b' } }, [], null],
  [{ 'custom-headers': 'sec/map' }, { 'ConfigMap sec/map': { 'X-A': 'b' } }, [], null],
  [
    { 'custom-headers': 'shop/map' },
    { 'ConfigMap shop/map': { 'X-B': 'b' } },
    ['custom-headers: denied header-not-allowed'],
    'location denied, reason: header X-B is not allowed, defined allowed headers inside global-allowed-response-headers [X-A]',
  ],
  [
    { 'custom-headers': 'shop/map' },
    { 'ConfigMap shop/map': { 'X-A': 'é' } },
    ['custom-headers: denied configmap-invalid'],
    'location denied, reason: invalid header value in configmap',
  ],
  [
    { 'custom-headers': 'map' },
    { 'ConfigMap shop/map': {} },
    ['custom-headers: denied annotation-invalid'],
    'location denied, reason: unable to find configMap "map"',
  ],
  [{ 'proxy-ssl-secret': 'shop/ca' }, { 'Secret shop/ca': { 'ca.crt': 'eA==' } }, [], null],
  [
    { 'proxy-ssl-secret': 'shop/ca', 'proxy-ssl-verify': 'on' },
    { 'Secret shop/ca': { 'tls.crt': 'eA==' } },
    ['proxy-ssl-secret: fail-open secret-incomplete'],
    null,
  ],
  [
    { 'proxy-ssl-secret': 'shop/ca' },
    { 'Secret shop/ca': { 'tls.crt': 'eA==' } },
    ['proxy-ssl-secret: ignored secret-incomplete'],
    null,
  ],
  [
    { 'proxy-ssl-secret': 'shop/ca' },
    {},
    ['proxy-ssl-secret: denied secret-missing'],
    'error obtaining certificate: local SSL certificate shop/ca was not found',
  ],
  [
    { 'proxy-ssl-secret': 'shop/ca' },
    { 'Secret shop/ca': {} },
    ['proxy-ssl-secret: denied secret-incomplete'],
    'error obtaining certificate: local SSL certificate shop/ca was not found',
  ],
  [
    { 'proxy-ssl-secret': 'ca' },
    {},
    ['proxy-ssl-secret: denied annotation-invalid'],
    "location denied, reason: invalid format (namespace/name) found in 'ca'",
  ],
  [
    { 'proxy-ssl-secret': 'sec/ca' },
    { 'Secret sec/ca': {} },
    ['proxy-ssl-secret: denied cross-namespace'],
    'location denied, reason: cross namespace secrets are not supported',
  ],
  [{ 'default-backend': 'errors' }, { 'Service shop/errors': {} }, [], null],
  [{ 'default-backend': 'errors' }, {}, ['default-backend: ignored service-missing'], null],
])('%j with %j', (annotations, objects, expected, denied) => {
  const config = { 'global-allowed-response-headers': 'X-A' }
  const reading = read(annotations, { objects, config })

  it('is judged', () => {
    expect(effects(reading)).toEqual(expected)
    expect(kept(reading).denied).toBe(denied)
    expect(reading.unseen).toEqual([])
  })

  it('is not held against an Ingress where nothing may be seen', () => {
    const blind: Objects = Object.fromEntries(
      ['Secret', 'ConfigMap', 'Service'].flatMap((kind) =>
        ['shop', 'sec'].flatMap((namespace) =>
          ['users', 'map', 'ca', 'errors'].map((name) => [`${kind} ${namespace}/${name}`, null]),
        ),
      ),
    )
    const unseen = read(annotations, { objects: blind, config })
    const certain = expected.filter((one) => /cross-namespace|annotation-invalid/.test(one))
    if (certain.length > 0) expect(effects(unseen)).toEqual(certain)
    else if (kept(unseen).denied === null) expect(unseen.unseen).toHaveLength(1)
  })
})

describe('parameters of FastCGI', () => {
  const fcgi = { 'backend-protocol': 'FCGI', 'fastcgi-params-configmap': 'map' }

  it.each<[annotations: Record<string, string>, objects: Objects, expected: string[]]>([
    [fcgi, { 'ConfigMap shop/map': { SCRIPT_FILENAME: '/x.php' } }, []],
    [{ ...fcgi, 'fastcgi-params-configmap': 'shop/map' }, { 'ConfigMap shop/map': {} }, []],
    [fcgi, {}, ['fastcgi-params-configmap: denied configmap-missing']],
    [fcgi, { 'ConfigMap shop/map': { A: 'b;' } }, ['fastcgi-params-configmap: dropped configmap-invalid']],
    [{ ...fcgi, 'fastcgi-params-configmap': 'sec/map' }, {}, ['fastcgi-params-configmap: ignored cross-namespace']],
    [{ ...fcgi, 'fastcgi-params-configmap': 'a/b/c' }, {}, ['fastcgi-params-configmap: denied annotation-invalid']],
  ])('%j with %j', (annotations, objects, expected) => {
    expect(effects(read(annotations, { objects }))).toEqual(expected)
  })

  it('were not looked at closely before 1.9', () => {
    const reading = read(fcgi, { objects: { 'ConfigMap shop/map': { A: 'b;' } }, version: '1.8.0' })
    expect(reading.flaws).toEqual([])
  })
})

describe('client certificates', () => {
  const tls = { 'auth-tls-secret': 'shop/ca' }

  it('are asked for', () => {
    const reading = read(
      { ...tls, 'auth-tls-match-cn': 'CN=x' },
      { objects: { 'Secret shop/ca': { 'ca.crt': 'eA==' } } },
    )
    expect(kept(reading).authTls).toEqual({
      error: null,
      secret: { namespace: 'shop', name: 'ca' },
      verifyClient: 'on',
      matchCn: 'CN=x',
      errorPage: '',
    })
    expect(reading.flaws).toEqual([])
  })

  it.each<[annotations: Record<string, string>, objects: Objects, flaw: string, error: string | undefined]>([
    [
      tls,
      {},
      'server-denied secret-missing',
      'error obtaining certificate: local SSL certificate shop/ca was not found',
    ],
    [
      { 'auth-tls-secret': 'ca' },
      {},
      'server-denied annotation-invalid',
      "location denied, reason: invalid format (namespace/name) found in 'ca'",
    ],
    [
      { 'auth-tls-secret': 'sec/ca' },
      {},
      'server-denied cross-namespace',
      'location denied, reason: cross namespace secrets are not supported',
    ],
    [tls, { 'Secret shop/ca': { 'tls.crt': 'eA==' } }, 'fail-open secret-incomplete', undefined],
    [
      tls,
      { 'Secret shop/ca': {} },
      'server-denied secret-incomplete',
      'error obtaining certificate: local SSL certificate shop/ca was not found',
    ],
  ])('%j with %j: %s', (annotations, objects, flaw, error) => {
    const reading = read(annotations, { objects })
    expect(effects(reading)).toEqual([`auth-tls-secret: ${flaw}`])
    expect(kept(reading).authTls?.error).toBe(error)
  })

  it('are taken to be in order where the Secret may not be seen', () => {
    const reading = read(tls, { objects: { 'Secret shop/ca': null } })
    expect(kept(reading).authTls).toMatchObject({ error: null })
    expect(reading.unseen).toEqual(['Secret shop/ca'])
  })
})

it('crosses namespaces where that is allowed', () => {
  const objects = { 'Secret sec/users': { auth: '' } }
  const crossing = { objects, config: { 'allow-cross-namespace-resources': 'true' } }
  expect(kept(read(basic('sec/users'), crossing)).access.basicAuth?.secret).toEqual({ namespace: 'sec', name: 'users' })
  expect(kept(read(basic('sec/users'), { objects, version: '1.11.0' })).access.basicAuth).not.toBeNull()
})

it('parameters for FastCGI are looked for in the namespace of the Ingress, too, whatever namespace is written', () => {
  const annotations = { 'nginx.ingress.kubernetes.io/fastcgi-params-configmap': 'other/map' }
  const one = { kind: 'Ingress' as const, ...ingress('web', {}, { metadata: { annotations } }) }
  const { configMaps } = namedObjects({ annotationsPrefix: 'nginx.ingress.kubernetes.io' }, [one], [])
  expect(configMaps.map(nameOf)).toEqual(['other/map', 'default/map'])
})
