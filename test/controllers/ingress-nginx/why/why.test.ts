/** What is found out from the objects alone, cause by cause; most of it was seen on a real controller. */
import { describe, expect, it } from 'vitest'
import type { Ingress, Secret } from '../../../../src/domain/objects/objects.js'
import { pem } from '../../../support/cluster/tls-files.js'
import { rows, told } from '../../../support/why/told.js'
import { type IngressWords, ingress, type WorldWords } from '../../../support/worlds/ingress-world.js'

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

  it('without an endpoint are not served by an error page in their place', async () => {
    const ingresses = [a({ annotations: { 'app-root': '/a' } })]
    const empty = { ingresses, empty: ['shop/web'], configMap: { 'custom-http-errors': '503' } }
    expect(Object.values(await told(empty))).toEqual([expect.stringContaining('NO no-endpoints')])
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

  it('the default one of a flag, where it is no good, is named with what lacks', async () => {
    const section = { rules: { 'a.test': ['/ Prefix web:80'] }, tls: [{ hosts: ['a.test'] }] }
    const lacks = async (...secrets: Secret[]) => {
      const flags = ['--default-ssl-certificate=shop/server']
      const found = await rows({ ingresses: [ingress('shop/a', section)], flags, secrets })
      return found.flatMap(({ causes }) =>
        causes.flatMap((one) => (one.code === 'tls-no-secret' ? one.facts.meant?.is : [])),
      )
    }
    expect(await lacks()).toEqual(['missing'])
    expect(await lacks(secret('server', {}))).toEqual(['no-certificate'])
    expect(await lacks(server)).toEqual(['not-covered'])
  })

  it('of all names below one have that one in them', async () => {
    const section = { rules: { '*.a.test': ['/ Prefix web:80'] }, ...tls('gone', ['a.test', '*.a.test', 'b.test']) }
    const lines = await told({ ingresses: [ingress('shop/a', section)] })
    expect(lines['shop/a']).toBe('yes tls-secret-missing tls-host-without-rule')
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
