/** What is found out from the objects alone, cause by cause; most of it was seen on a real controller. */
import { describe, expect, it } from 'vitest'
import type { Ingress, Secret, Service } from '../../../src/domain/objects/objects.js'
import { type IngressWords, ingress, type WorldWords } from '../../support/ingress-world.js'
import { pod, slice } from '../../support/objects.js'
import { pem } from '../../support/tls-files.js'
import { gathered } from '../../support/why-gathered.js'
import { told } from '../../support/why-told.js'

const a = (words: IngressWords = {}, name = 'shop/a') =>
  ingress(name, { rules: { 'a.test': ['/ Prefix web:80'] }, ...words })
const only = (words: IngressWords, more: Partial<WorldWords> = {}) => told({ ingresses: [a(words)], ...more })
const annotated = (annotations: Readonly<Record<string, string>>, more: Partial<WorldWords> = {}) =>
  only({ annotations }, more)

const secret = (name: string, data: Secret['data']): Secret => ({
  kind: 'Secret',
  metadata: { namespace: 'shop', name },
  data,
})
const service = (name: string, spec: Service['spec'], namespace = 'shop'): Service => ({
  kind: 'Service',
  metadata: { namespace, name },
  spec,
})

describe('in order', () => {
  it.each<[string, readonly Ingress[]]>([
    ['one rule', [a()]],
    ['every host', [ingress('shop/a', { rules: { '': ['/x Prefix web:80'] } })]],
    ['Exact beside Prefix', [a({ rules: { 'a.test': ['/x Exact web:80', '/x Prefix web:80'] } })]],
    ['a default backend', [ingress('shop/a', { default: 'web:80' })]],
    [
      'a rule without paths, and a default backend',
      [ingress('shop/a', { rules: { 'a.test': null }, default: 'web:80' })],
    ],
    [
      'a rewrite with its groups',
      [
        a({
          rules: { 'a.test': ['/x(/|$)(.*) ImplementationSpecific web:80'] },
          annotations: { 'rewrite-target': '/$2' },
        }),
      ],
    ],
    [
      'a canary with its primary',
      [
        a(),
        a(
          { rules: { 'a.test': ['/ Prefix new:80'] }, annotations: { canary: 'true', 'canary-weight': '10' }, age: 1 },
          'shop/b',
        ),
      ],
    ],
  ])('%s', async (_name, ingresses) => {
    const lines = await told({ ingresses })
    expect(Object.values(lines).length).toBeGreaterThan(0)
    expect([...new Set(Object.values(lines))]).toEqual(['yes'])
  })
})

describe('annotations', () => {
  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['drop the Ingress by their risk', { 'configuration-snippet': 'x' }, 'NO annotation-risk'],
    ['drop it by their value', { 'permanent-redirect': 'no url {' }, 'NO annotation-invalid'],
    ['deny', { 'auth-type': 'basic', 'auth-secret': 'gone' }, 'NO secret-missing'],
    ['deny the whole server', { 'auth-tls-secret': 'shop/gone' }, 'NO secret-missing'],
    ['leave it open', { 'auth-url': '' }, 'yes annotation-empty'],
    [
      'leave it open by another one',
      { 'auth-url': 'http://x.test/', 'auth-request-redirect': 'https://$host' },
      'yes annotation-invalid',
    ],
  ])('%s', async (_name, annotations, line) => {
    expect((await annotated(annotations))['shop/a a.test/']).toBe(line)
  })

  it('that are ignored are told of the Ingress as a whole', async () => {
    expect(await annotated({ 'rewrite-taget': '/', 'proxy-body-size': 'lots' })).toEqual({
      'shop/a': 'yes annotation-invalid unknown-annotation',
      'shop/a a.test/': 'yes',
    })
  })

  it('go by the release and the ConfigMap', async () => {
    const snippet = { 'configuration-snippet': 'gzip on;' }
    expect(await annotated(snippet, { version: '1.8.0' })).toEqual({ 'shop/a a.test/': 'yes' })
    expect(await annotated(snippet, { version: '1.11.0' })).toEqual({
      'shop/a': 'yes snippet-not-allowed',
      'shop/a a.test/': 'yes',
    })
    const allowed = { 'annotations-risk-level': 'Critical', 'allow-snippet-annotations': 'true' }
    expect(await annotated(snippet, { configMap: allowed })).toEqual({ 'shop/a a.test/': 'yes' })
  })

  it('that kill the controller leave all open', async () => {
    const line = await only({ rules: { 'a.test': null }, annotations: { canary: 'true' } })
    expect(line).toEqual({ 'shop/a': 'NO canary-without-paths', 'shop/a a.test': 'NO canary-without-paths no-paths' })
  })
})

describe('rules', () => {
  it('lose to an older one, and to a canary that has their backend', async () => {
    const canary = a(
      { rules: { 'a.test': ['/ Prefix new:80'] }, annotations: { canary: 'true', 'canary-weight': '1' } },
      'shop/c',
    )
    const late = a({ rules: { 'a.test': ['/ Prefix other:80', '/new Prefix new:80'] }, age: 5 }, 'shop/z')
    expect(await told({ ingresses: [a(), canary, late] })).toMatchObject({
      'shop/z a.test/': 'NO duplicate',
      'shop/z a.test/new': 'NO canary-backend',
    })
  })

  it('without a Service, or without paths, are no rules', async () => {
    const { spec, ...own } = a()
    const resource = { resource: { kind: 'Bucket', name: 'x' } }
    const rules = [{ host: 'a.test', http: { paths: [{ path: '/', pathType: 'Prefix', backend: resource }] } }]
    expect(await told({ ingresses: [{ ...own, spec: { ...spec, rules } }] })).toEqual({
      'shop/a a.test/': 'NO resource-backend',
    })
    expect(await told({ ingresses: [a({ rules: { 'a.test': null } })] })).toEqual({ 'shop/a a.test': 'NO no-paths' })
  })

  it('may be read otherwise than they are written', async () => {
    expect(await only({ rules: { 'a.test': ['/a(b) Prefix web:80'] } })).toEqual({
      'shop/a a.test/a(b)': 'yes path-type',
    })
    const two = {
      rules: { 'a.test': ['/x(.*) ImplementationSpecific web:80', '/y Prefix web:80'] },
      annotations: { 'rewrite-target': '/$1' },
    }
    expect(await only(two)).toMatchObject({
      'shop/a a.test/x(.*)': 'yes',
      'shop/a a.test/y': 'yes rewrite-group-missing',
    })
    const regex = a(
      { rules: { 'a.test': ['/r[0-9] ImplementationSpecific web:80'] }, annotations: { 'use-regex': 'true' }, age: 1 },
      'shop/r',
    )
    expect(await told({ ingresses: [a({ rules: { 'a.test': ['/a Prefix web:80'] } }), regex] })).toEqual({
      'shop/a': 'yes regex-mode',
      'shop/a a.test/a': 'yes',
      'shop/r a.test/r[0-9]': 'yes',
    })
  })

  it('are compared with what is decoded', async () => {
    const rules = { 'a.test': ['/caf%C3%A9 - web:80', '/%zz - web:80', '/%FF - web:80'] }
    expect(await only({ rules })).toMatchObject({
      'shop/a a.test/caf%C3%A9': 'NO never-matches path-encoded',
      'shop/a a.test/%zz': 'NO never-matches',
      'shop/a a.test/%FF': 'NO never-matches path-encoded',
    })
  })
})

describe('a longer pattern', () => {
  const pattern = (path: string) =>
    a(
      { rules: { 'a.test': [`${path} ImplementationSpecific web:80`] }, annotations: { 'use-regex': 'true' } },
      'shop/r',
    )
  const plain = a({ rules: { 'a.test': ['/foo/bar Prefix web:80'] } })
  it.each<[string, string, string]>([
    ['takes all', '/foo/[a-z]{3}', 'NO never-matches'],
    ['takes the path alone', '/foo/[a-z]{3}$', 'yes shadowed'],
    ['takes what is below it', '/foo/[a-z]{3}/.*', 'yes'],
    ['takes something else', '/foo/[0-9]{30}', 'yes'],
  ])('%s', async (_name, path, line) => {
    expect((await told({ ingresses: [plain, pattern(path)] }))['shop/a a.test/foo/bar']).toBe(line)
  })

  it('is no pattern on a host without any', async () => {
    const longer = a({ rules: { 'a.test': ['/foo/[a-z]{3} ImplementationSpecific web:80'] } }, 'shop/r')
    expect((await told({ ingresses: [plain, longer] }))['shop/a a.test/foo/bar']).toBe('yes')
  })
})

describe('default backends', () => {
  it('belong to the first', async () => {
    const later = ingress('shop/b', { default: 'web:80', age: 1 })
    expect(await told({ ingresses: [ingress('shop/a', { default: 'web:80' }), later] })).toEqual({
      'shop/a': 'yes',
      'shop/b': 'NO catch-all-taken',
    })
  })

  it('count on hosts that their Ingress named first', async () => {
    const later = a({ rules: { 'a.test': ['/x Prefix web:80'] }, default: 'web:80', age: 1 }, 'shop/b')
    const first = a({ rules: { 'a.test': ['/y Prefix web:80'] } })
    expect(await told({ ingresses: [first, later] })).toMatchObject({ 'shop/b': 'yes default-backend-unused' })
  })

  it('leaves the Ingress served where another part of it is', async () => {
    const both = a({ default: 'gone:80' })
    expect(await told({ ingresses: [both], missing: ['shop/gone'] })).toEqual({
      'shop/a': 'yes no-service',
      'shop/a a.test/': 'yes',
    })
  })

  it('of nobody, or of what is no Service, answer nothing', async () => {
    expect(await told({ ingresses: [ingress('shop/a', { default: 'web:80' })], missing: ['shop/web'] })).toEqual({
      'shop/a': 'NO no-service',
    })
    const { spec, ...own } = ingress('shop/a', {})
    const defaultBackend = { resource: { kind: 'Bucket', name: 'x' } }
    expect(await told({ ingresses: [{ ...own, spec: { ...spec, defaultBackend } }] })).toEqual({
      'shop/a': 'NO resource-backend',
    })
  })

  it('step in by annotation, if they can', async () => {
    const more = {
      services: [service('errors', { clusterIP: '10.96.0.2', ports: [{ port: 80 }] })],
      empty: ['shop/web'],
    }
    expect(await annotated({ 'default-backend': 'errors' }, more)).toEqual({ 'shop/a a.test/': 'yes no-endpoints' })
    const empty = { ...more, empty: ['shop/web', 'shop/errors'] }
    expect(await annotated({ 'default-backend': 'errors' }, empty)).toEqual({
      'shop/a a.test/': 'NO no-endpoints default-backend-empty',
    })
  })
})

describe('backends', () => {
  const to = (port: string, spec: Service['spec']) =>
    only({ rules: { 'a.test': [`/ Prefix svc:${port}`] } }, { services: [service('svc', spec)] })

  it.each<[string, Promise<Record<string, string>>, string]>([
    ['no Service', only({}, { missing: ['shop/web'] }), 'NO no-service'],
    ['no endpoint', only({}, { empty: ['shop/web'] }), 'NO no-endpoints'],
    ['no port', to('81', { ports: [{ port: 80 }] }), 'NO no-port'],
    ['a port by its targetPort', to('8080', { ports: [{ port: 80, targetPort: 8080 }] }), 'yes port-by-target'],
    [
      'a port that two have',
      to('8080', {
        ports: [
          { name: 'a', port: 80, targetPort: 8080 },
          { name: 'b', port: 8080, targetPort: 1 },
        ],
      }),
      'yes port-ambiguous',
    ],
    ['localhost', to('80', { type: 'ExternalName', externalName: 'localhost' }), 'NO external-name'],
    ['an address as a name', to('80', { type: 'ExternalName', externalName: '192.0.2.1' }), 'NO external-name'],
    ['a name', to('80', { type: 'ExternalName', externalName: 'x.example.com' }), 'yes'],
    [
      'a name without that port',
      to('http', { type: 'ExternalName', externalName: 'x.example.com' }),
      'NO external-port',
    ],
  ])('%s', async (_name, lines, line) => {
    expect(await lines).toEqual({ 'shop/a a.test/': line })
  })

  it('names that are forbidden', async () => {
    const services = [service('web', { type: 'ExternalName', externalName: 'x.example.com' })]
    expect(await only({}, { services, flags: ['--disable-svc-external-name'] })).toEqual({
      'shop/a a.test/': 'NO external-name',
    })
  })

  it('of which two have one name', async () => {
    const one = ingress('team-a/one', { rules: { 'one.test': ['/ Prefix b-c:80'] } })
    const two = ingress('team-a-b/two', { rules: { 'two.test': ['/ Prefix c:80'] }, age: 1 })
    expect(await told({ ingresses: [one, two] })).toEqual({
      'team-a/one one.test/': 'yes',
      'team-a-b/two two.test/': 'NO upstream-collision',
    })
  })
})

describe('canaries', () => {
  const canary = (
    name: string,
    to: string,
    annotations: Readonly<Record<string, string>>,
    age = 1,
    path = '/ Prefix',
  ) =>
    a(
      { rules: { 'a.test': [`${path} ${to}:80`] }, annotations: { canary: 'true', ...annotations }, age },
      `shop/${name}`,
    )
  const weight = { 'canary-weight': '10' }

  it.each<[string, readonly Ingress[], string]>([
    ['without any Ingress beside it', [canary('c', 'new', weight)], 'NO canary-no-primary'],
    [
      'without its host',
      [a({ rules: { 'b.test': ['/ Prefix web:80'] } }), canary('c', 'new', weight)],
      'NO canary-no-host',
    ],
    ['of another path type', [a(), canary('c', 'new', weight, 1, '/ Exact')], 'NO canary-no-primary'],
    [
      'of a Service that is an ordinary one',
      [a({ rules: { 'a.test': ['/ Prefix web:80', '/n Prefix new:80'] } }), canary('c', 'new', weight)],
      'NO canary-is-primary',
    ],
    ['with weight 0', [a(), canary('c', 'new', { 'canary-weight': '0' })], 'NO canary-weight-0'],
  ])('%s', async (_name, ingresses, line) => {
    expect((await told({ ingresses }))['shop/c a.test/']).toBe(line)
  })

  it('count once for each upstream, and by the policy of the first', async () => {
    const ingresses = [
      a({ rules: { 'a.test': ['/ Prefix web:80', '/x Prefix other:80'] } }),
      canary('c', 'new', weight),
      canary('d', 'newer', weight, 2),
      canary('e', 'new', { 'canary-by-header': 'x' }, 3, '/x Prefix'),
    ]
    expect(await told({ ingresses })).toMatchObject({
      'shop/c a.test/': 'yes',
      'shop/d a.test/': 'NO canary-not-first',
      'shop/e a.test/x': 'yes canary-policy-of-other',
    })
  })

  it('without endpoints leave all to the primary', async () => {
    const lines = await told({ ingresses: [a(), canary('c', 'new', weight)], empty: ['shop/new'] })
    expect(lines).toEqual({ 'shop/a a.test/': 'yes', 'shop/c a.test/': 'NO no-endpoints' })
  })
})

describe('default backends of canaries', () => {
  const canary = ingress('shop/c', { default: 'new:80', annotations: { canary: 'true', 'canary-weight': '5' }, age: 1 })
  it.each<[string, readonly Ingress[], string]>([
    ['share what answers for every host', [ingress('shop/a', { default: 'web:80' }), canary], 'yes'],
    ['share nothing where nobody does', [a(), canary], 'NO canary-no-primary'],
  ])('%s', async (_name, ingresses, line) => {
    expect((await told({ ingresses }))['shop/c']).toBe(line)
  })
})

it('an Ingress that asks for nothing gets nothing', async () => {
  expect(await told({ ingresses: [ingress('shop/a', {})] })).toEqual({ 'shop/a': 'NO nothing-asked' })
})

it('service-upstream is a matter of whoever names the Service first', async () => {
  const annotations = { 'service-upstream': 'true' }
  const later = a({ rules: { 'b.test': ['/ Prefix web:80'] }, age: 1 }, 'shop/b')
  expect(await told({ ingresses: [a({ annotations }), later] })).toEqual({
    'shop/a a.test/': 'yes',
    'shop/b b.test/': 'yes service-upstream-of-other',
  })
})

it.each<[string, number, string]>([
  ['as many endpoints as the API', 1, 'yes'],
  ['another number, which is told', 2, 'yes counted-otherwise'],
])('service-upstream counts the address of a Service: %s', async (_name, pods, line) => {
  const endpoints = Array.from({ length: pods }, (_, i) => pod(`web-${i}`, `10.0.0.${i + 1}`))
  const metadata = { annotations: { 'nginx.ingress.kubernetes.io/service-upstream': 'true' } }
  const objects = { EndpointSlice: [slice('web-1', { endpoints })] }
  const { rows } = await gathered({ ingressClassName: 'nginx' }, objects, { metadata })
  const lines = rows.map(({ served, causes }) => [served ? 'yes' : 'NO', ...causes.map(({ code }) => code)].join(' '))
  expect(lines).toEqual([line])
})

it('service-upstream calls the address of a Service in vain where nothing stands behind it', async () => {
  const annotations = { 'service-upstream': 'true' }
  const lines = await told({ ingresses: [a({ annotations })], empty: ['shop/web'] })
  expect(lines).toEqual({ 'shop/a a.test/': 'NO no-endpoints' })
})

describe('hosts', () => {
  it('are refused as a whole for one broken auth-tls-secret', async () => {
    const broken = a(
      { rules: { 'a.test': ['/x Prefix web:80'] }, annotations: { 'auth-tls-secret': 'shop/gone' }, age: 1 },
      'shop/b',
    )
    expect(await told({ ingresses: [a(), broken] })).toMatchObject({
      'shop/a a.test/': 'NO auth-tls-of-other',
      'shop/b a.test/x': 'NO secret-missing',
    })
  })

  it('have aliases that may do nothing', async () => {
    const configMap = { 'annotations-risk-level': 'Critical' }
    const first = a({ annotations: { 'server-alias': 'b.test,x.test' } })
    const second = a(
      { rules: { 'a.test': ['/x Prefix web:80'] }, annotations: { 'server-alias': 'y.test' }, age: 1 },
      'shop/b',
    )
    const other = a(
      { rules: { 'b.test': ['/ Prefix web:80'] }, annotations: { 'server-alias': 'x.test' }, age: 2 },
      'shop/c',
    )
    expect(await told({ ingresses: [first, second, other], configMap })).toMatchObject({
      'shop/a': 'yes alias-is-host',
      'shop/b': 'yes alias-of-other',
      'shop/c': 'yes alias-taken',
    })
  })

  it('may have their www name already', async () => {
    const www = a({ rules: { 'www.a.test': ['/ Prefix web:80'] } }, 'shop/b')
    const lines = await told({ ingresses: [a({ annotations: { 'from-to-www-redirect': 'true' } }), www] })
    expect(lines['shop/a']).toBe('yes www-host-exists')
  })
})

it('what keeps an Ingress out hides no flaw of its paths', async () => {
  const annotations = { 'configuration-snippet': 'more_set_headers "a: b";', 'rewrite-target': '/$2' }
  const dropped = ingress('shop/a', { rules: { 'a.test': ['/x Prefix web:80', '/y/* Prefix gone:80'] }, annotations })
  expect(await told({ ingresses: [dropped], missing: ['shop/gone'] })).toEqual({
    'shop/a': 'NO annotation-risk snippet-not-allowed',
    'shop/a a.test/x': 'NO annotation-risk rewrite-group-missing',
    'shop/a a.test/y/*': 'NO annotation-risk no-service path-type rewrite-group-missing glob-path',
  })
})

describe('certificates', () => {
  const tls = (secretName: string | undefined, hosts = ['a.test']) => ({
    tls: [{ hosts, ...(secretName ? { secretName } : {}) }],
  })
  const server = secret('server', { 'tls.crt': btoa(pem('server')) })

  it.each<[string, IngressWords, string]>([
    ['no Secret', tls('gone'), 'yes tls-secret-missing'],
    ['a Secret without a certificate', tls('empty'), 'yes tls-invalid'],
    ['another name', tls('server'), 'yes tls-mismatch'],
    ['none named', tls(undefined), 'yes tls-no-secret'],
    ['a host of no rule', tls('gone', ['a.test', 'b.test']), 'yes tls-secret-missing tls-host-without-rule'],
  ])('%s', async (_name, words, line) => {
    const lines = await only(words, { secrets: [server, secret('empty', {})] })
    expect(lines).toEqual({ 'shop/a': line, 'shop/a a.test/': 'yes' })
  })

  it.each<[what: string, host: string, line: string]>([
    ['is meant where it is good for the host', 'localhost', 'yes'],
    ['is none where it is for other hosts', 'a.test', 'yes tls-no-secret'],
    ['is meant for a rule without host', '', 'yes'],
  ])('the default one of a flag %s', async (_name, host, line) => {
    const section = { rules: { [host]: ['/ Prefix web:80'] }, tls: [{ hosts: host === '' ? [] : [host] }] }
    const lines = await told({
      ingresses: [ingress('shop/a', section)],
      ...{ flags: ['--default-ssl-certificate=shop/server'], secrets: [server] },
    })
    expect(Object.values(lines)[0]).toBe(line)
  })

  it('of another Ingress decide', async () => {
    const older = a({ ...tls('gone'), age: -1, rules: { 'a.test': ['/x Prefix web:80'] } }, 'shop/o')
    const lines = await told({ ingresses: [older, a(tls('server'))], secrets: [server] })
    expect(lines['shop/a']).toBe('yes tls-of-other')
  })

  it('are no matter of a rule without host', async () => {
    const lines = await told({
      ingresses: [ingress('shop/a', { rules: { '': ['/ Prefix web:80'] }, ...tls('server', []) })],
      secrets: [server],
    })
    expect(lines['shop/a']).toBe('yes tls-default-server')
  })
})

describe('what nginx refuses', () => {
  const same = { 'a.test': ['/foo/bar Prefix web:80', '/foo/bar/ Prefix other:80'] }
  it('stops everybody who comes later', async () => {
    const lines = await told({
      ingresses: [
        a({ rules: { 'o.test': ['/ Prefix web:80'] } }, 'shop/old'),
        a({ rules: same, age: 1 }),
        a({ rules: { 'n.test': ['/ Prefix web:80'] }, age: 2 }, 'shop/new'),
      ],
    })
    expect(lines).toEqual({
      'shop/old o.test/': 'yes',
      'shop/a a.test/foo/bar': '? duplicate-location',
      'shop/a a.test/foo/bar/': '? duplicate-location',
      'shop/new n.test/': '? reload-blocked',
    })
  })

  it('are paths without quotes, before they were quoted', async () => {
    const words = {
      ingresses: [a({ rules: { 'a.test': ['/a;b ImplementationSpecific web:80', '/ok Prefix web:80'] } })],
    }
    expect(await told({ ...words, version: '1.12.8' })).toEqual({
      'shop/a a.test/a;b': '? path-breaks',
      'shop/a a.test/ok': '? reload-blocked',
    })
    expect(await told(words)).toEqual({ 'shop/a a.test/a;b': 'yes', 'shop/a a.test/ok': 'yes' })
  })

  it.each<[string, string, string]>([
    ['/a(b', '? regex-breaks', 'yes'],
    ['/a)b', '? regex-breaks', 'yes'],
    ['/a[b', '? regex-breaks', 'yes'],
    ['/a[]b', '? regex-breaks', 'yes'],
    ['/a\\(b', 'yes', 'yes glob-path'],
    ['/a[(]b', 'yes', 'yes glob-path'],
    ['/a[[:alpha:]]', 'yes', 'yes glob-path'],
    ['/a[]b]', 'yes', 'yes'],
    ['/a(b(c))', 'yes', 'yes'],
  ])('is a pattern that is none: %s', async (path, asPattern, asText) => {
    const rules = { 'a.test': [`${path} ImplementationSpecific web:80`] }
    const regex = await only({ rules, annotations: { 'use-regex': 'true' } })
    expect(regex).toEqual({ [`shop/a a.test${path}`]: asPattern })
    expect(await only({ rules })).toEqual({ [`shop/a a.test${path}`]: asText })
  })

  it('is www before a wildcard', async () => {
    const lines = await only({
      rules: { '*.a.test': ['/ Prefix web:80'] },
      annotations: { 'from-to-www-redirect': 'true' },
    })
    expect(lines).toEqual({ 'shop/a': '? www-of-wildcard', 'shop/a *.a.test/': '? www-of-wildcard' })
  })
})
