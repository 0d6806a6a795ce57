/** Annotations that do nothing where they stand. */
import { describe, expect, it } from 'vitest'
import type { Secret } from '../../../../src/domain/objects/objects.js'
import { fixOf } from '../../../../src/findings/catalogue.js'
import { rows, told } from '../../../support/why/told.js'
import { ingress, line, request, tracer } from '../../../support/worlds/ingress-world.js'
import { type Annotations, canary, main, of, said } from './annotated.js'

describe('does nothing on a canary', () => {
  it.each<[annotations: Annotations, names: string]>([
    [{ 'permanent-redirect': 'https://b.test/' }, 'canary permanent-redirect'],
    [{ 'temporal-redirect': 'https://b.test/' }, 'canary temporal-redirect'],
    [{ 'app-root': '/x' }, 'canary app-root'],
    [{ 'rewrite-target': '/x', 'use-regex': 'true' }, 'canary rewrite-target, use-regex'],
    [{ 'auth-url': 'http://auth/x' }, 'canary auth-url'],
    [{ 'allowlist-source-range': '10.0.0.0/8' }, 'canary allowlist-source-range'],
    [{ 'configuration-snippet': 'return 418;' }, 'canary configuration-snippet'],
    [{ 'server-alias': 'b.test' }, 'canary server-alias'],
    [{ 'proxy-read-timeout': '5' }, 'canary proxy-read-timeout'],
  ])('%j', async (annotations, names) => {
    expect(await said({ ingresses: [main(), canary(annotations)] }, 'no-effect')).toEqual([names])
  })

  it.each<[what: string, own: Annotations, mains: Annotations]>([
    ['what belongs to its own upstream', { 'upstream-hash-by': '$uri', 'load-balance': 'ewma' }, {}],
    ['a copy of what it tries out', { 'rewrite-target': '/x' }, { 'rewrite-target': '/x' }],
    ['what is switched off', { 'use-regex': 'false' }, {}],
  ])('but not %s', async (_, own, mains) => {
    expect(await said({ ingresses: [main(mains), canary(own)] }, 'no-effect')).toEqual([])
  })
})

describe('does nothing', () => {
  it.each<[annotations: Annotations, names: string]>([
    [{ 'app-root': '/x' }, 'all app-root'],
    [{ 'permanent-redirect': 'https://b.test/' }, 'all permanent-redirect'],
    [{ affinity: 'cookie', 'session-cookie-name': 'x' }, 'all affinity, session-cookie-name'],
    [{ 'ssl-ciphers': 'HIGH' }, 'all ssl-ciphers'],
    [{ 'rewrite-target': '/x' }, 'all rewrite-target'],
    [{ 'server-snippet': 'return 418;' }, 'all server-snippet'],
  ])('on a default backend without rules: %j', async (annotations, names) => {
    const ingresses = [ingress('shop/all', { default: 'web:80', annotations })]
    expect(await said({ ingresses }, 'no-effect')).toEqual([names])
  })

  it.each<[first: Annotations, second: Annotations, names: readonly string[]]>([
    [{}, { 'upstream-hash-by': '$uri' }, ['second upstream-hash-by']],
    [{ 'upstream-hash-by': '$host' }, { 'upstream-hash-by': '$uri' }, ['second upstream-hash-by']],
    [{ 'upstream-hash-by': '$uri' }, { 'upstream-hash-by': '$uri' }, []],
    [{}, { 'load-balance': 'ewma' }, ['second load-balance']],
    [
      { affinity: 'cookie', 'session-cookie-name': 'a' },
      { affinity: 'cookie', 'session-cookie-name': 'b' },
      ['main session-cookie-name'],
    ],
    [
      { affinity: 'cookie', 'session-cookie-path': '/a' },
      { affinity: 'cookie', 'session-cookie-path': '/x/b' },
      ['main session-cookie-path'],
    ],
    [{ affinity: 'cookie', 'session-cookie-max-age': '9' }, { affinity: 'cookie' }, ['main session-cookie-max-age']],
    [{ affinity: 'cookie' }, { affinity: 'cookie' }, []],
    [{ affinity: 'cookie', 'session-cookie-name': 'a' }, {}, []],
    [{}, { affinity: 'cookie' }, []],
  ])('on a Service that another Ingress named first: %j, then %j', async (first, second, names) => {
    const ingresses = [main(first), of('second', second, ['/x Prefix web:80'], 'b.test', 1)]
    expect(await said({ ingresses }, 'no-effect')).toEqual(names)
  })

  it.each<[first: Annotations, second: Annotations, names: readonly string[]]>([
    [{ 'server-snippet': 'gzip on;' }, { 'server-snippet': 'gzip off;' }, ['second server-snippet']],
    [{ 'server-snippet': 'gzip on;' }, { 'server-snippet': 'gzip on;' }, []],
    [{}, { 'server-snippet': 'gzip on;' }, []],
    [{ 'ssl-ciphers': 'A' }, { 'ssl-ciphers': 'B' }, ['second ssl-ciphers']],
  ])('on a host where another Ingress set it first: %j, then %j', async (first, second, names) => {
    const ingresses = [main(first), of('second', second, ['/x Prefix web:80'], 'a.test', 1)]
    expect(await said({ ingresses }, 'no-effect')).toEqual(names)
  })
})

describe('does nothing where TLS is passed through', () => {
  it.each<[annotations: Annotations, names: readonly string[]]>([
    [{ 'auth-url': 'http://auth/x' }, ['main auth-url']],
    [{ 'whitelist-source-range': '10.0.0.0/8', 'limit-rpm': '9' }, ['main whitelist-source-range, limit-rpm']],
    [{ 'rewrite-target': '/x' }, ['main rewrite-target']],
    [{ 'proxy-read-timeout': '9' }, []],
  ])('%j', async (annotations, names) => {
    const own = main({ 'ssl-passthrough': 'true', ...annotations })
    const words = { ingresses: [own], flags: ['--enable-ssl-passthrough'] }
    expect(await said(words, 'no-effect')).toEqual(names)
    expect((await told(words))['shop/main a.test/']).toMatch(/^yes/)
    expect(line(tracer(words).answer(request('https://a.test/'), false))).toMatch(/^shop\/web/)
    expect(await said({ ...words, flags: [] }, 'no-effect')).toEqual([])
  })
})

describe('does nothing', () => {
  const guarded = { 'auth-tls-secret': 'shop/ca' }
  const secrets: Secret[] = [
    { kind: 'Secret', metadata: { namespace: 'shop', name: 'ca' }, data: { 'ca.crt': 'eA==' } },
  ]
  it.each<[annotations: Annotations, names: readonly string[]]>([
    [{ affinity: 'cookie', 'service-upstream': 'true' }, ['main affinity']],
    [{ 'upstream-hash-by': '$uri', 'service-upstream': 'true' }, ['main upstream-hash-by']],
    [{ affinity: 'cookie' }, []],
    [guarded, ['main auth-tls-secret']],
    [{ ...guarded, 'force-ssl-redirect': 'true' }, []],
    [{ ...guarded, 'auth-tls-verify-client': 'optional' }, []],
  ])('where there is nothing to choose from, or no TLS: %j', async (annotations, names) => {
    expect(await said({ ingresses: [main(annotations)], secrets }, 'no-effect')).toEqual(names)
  })
})

it('does nothing as a label, and something where it is moved to', async () => {
  const name = 'nginx.ingress.kubernetes.io/force-ssl-redirect'
  const own = ingress('shop/a', { rules: { 'a.test': ['/ Prefix web:80'] } })
  const labelled = { ...own, metadata: { ...own.metadata, labels: { [name]: 'true', app: 'web' } } }
  const moved = { ...own, metadata: { ...own.metadata, annotations: { [name]: 'true' } } }
  const [found] = (await rows({ ingresses: [labelled] })).flatMap(({ causes }) => causes)
  expect(found && fixOf(found)).toBe('Move force-ssl-redirect from metadata.labels to metadata.annotations.')
  expect((await rows({ ingresses: [moved] })).flatMap(({ causes }) => causes)).toEqual([])
  const first = (one: typeof own) => tracer({ ingresses: [one] }).answer(request('http://a.test/'), false).verdict
  expect([labelled, moved].map(first)).toEqual(['served', 'redirect'])
})
