/** What a replica shows, held against what the objects lead to: evidence, contradictions, and what is seen nowhere. */
import { describe, expect, it } from 'vitest'
import type { Backend } from '../../../../src/domain/controllers/replica-facts.js'
import type { Event } from '../../../../src/domain/objects/objects.js'
import type { WhySources } from '../../../../src/domain/why/why-sources.js'
import { rows, told } from '../../../support/why/told.js'
import { type IngressWords, ingress } from '../../../support/worlds/ingress-world.js'

interface Shown {
  readonly host?: string
  readonly name?: string
  readonly path?: string
  readonly upstream?: string
  /** lines before the end of the location */
  readonly inside?: string
}

const location = ({ name = 'a', path = '/', upstream = 'shop-web-80', inside = '' }: Shown) =>
  `location "${path}" { set $namespace "shop"; set $ingress_name "${name}"; set $location_path "${path}"; set $proxy_upstream_name "${upstream}"; ${inside} }`
const server = (host: string, inside: string) =>
  `server { server_name "${host}"; listen 80; listen 443 ssl;\n${inside}\n}\n`
const confOf = (...servers: readonly string[]) => `events {}\nhttp {\n${servers.join('')}}\n`
const shown = (...all: readonly Shown[]) => confOf(...all.map((one) => server(one.host ?? 'a.test', location(one))))

const sources = (
  conf: string,
  backends: readonly Backend[] | null = null,
  more: Partial<WhySources> = {},
): Partial<WhySources> => ({
  replica: { kind: 'Pod', namespace: 'edge', name: 'p' },
  conf: (read) =>
    read(
      (async function* () {
        yield new TextEncoder().encode(conf)
      })(),
    ),
  backends: async () => backends,
  ...more,
})
const backend = (name: string, more: object = {}): Backend => ({
  name,
  endpoints: [{ address: '10.1.0.1', port: '8080' }],
  ...more,
})

const a = (words: IngressWords = {}, name = 'shop/a') =>
  ingress(name, { rules: { 'a.test': ['/ Prefix web:80'] }, ...words })
const basic = { annotations: { 'auth-type': 'basic', 'auth-secret': 'gone' } }
const denied = '# Location denied. Reason: "no \\"x\\""\nreturn 503;'

const configMap = { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' }

describe('a rule', () => {
  it.each<[string, IngressWords, string, readonly Backend[] | null, string]>([
    ['is there', {}, shown({}), [backend('shop-web-80')], 'yes'],
    ['is there, and its endpoints are not known', {}, shown({}), null, 'yes'],
    ['is absent', {}, confOf(), null, 'NO not-in-conf'],
    ['is there under another Ingress', {}, shown({ name: 'b' }), null, 'NO not-in-conf'],
    ['is there with another upstream', {}, shown({ upstream: 'upstream-default-backend' }), null, 'NO not-in-conf'],
    ['has no endpoint', {}, shown({}), [], 'NO replica-differs'],
    ['is denied as it should', basic, shown({ inside: denied }), null, 'NO secret-missing'],
    ['is denied unexpectedly', {}, shown({ inside: denied }), null, 'NO denied'],
    ['is not denied, as it should be', basic, shown({}), null, 'yes secret-missing old-version-served'],
    ['belongs to a server that refuses all', {}, confOf(server('a.test', '# no CA\nreturn 403;')), null, 'NO refused'],
  ])('%s', async (_name, words, conf, backends, line) => {
    expect((await told({ ingresses: [a(words)] }, sources(conf, backends)))['shop/a a.test/']).toBe(line)
  })

  it.each<[string, readonly string[], readonly string[], string]>([
    ['as it should', ['10.1.0.1'], [], 'yes'],
    ['one more, which is gone', ['10.1.0.1', '10.1.0.9'], [], 'yes replica-differs'],
    ['others, as after a roll', ['10.1.0.9'], [], 'NO replica-differs'],
    ['none', [], [], 'NO replica-differs'],
    ['those of before, where the objects have none', ['10.1.0.9'], ['shop/web'], 'NO no-endpoints replica-differs'],
    ['none, as the objects', [], ['shop/web'], 'NO no-endpoints'],
  ])('is balanced over %s', async (_name, addresses, empty, line) => {
    const list = [backend('shop-web-80', { endpoints: addresses.map((address) => ({ address, port: '8080' })) })]
    const lines = await told({ ingresses: [a()], empty }, sources(shown({}), list))
    expect(lines['shop/a a.test/']).toBe(line)
  })

  it('is there, and what its snippet does is known from nothing', async () => {
    const own = a({ annotations: { 'configuration-snippet': 'if (!-f $request_filename) { return 404; }' } })
    const lines = await told({ ingresses: [own], configMap }, sources(shown({}), [backend('shop-web-80')]))
    expect(lines['shop/a a.test/']).toBe('? undecided')
  })

  it('that is dropped may be served in an older version', async () => {
    const dropped = a({ annotations: { 'configuration-snippet': 'x' } })
    const lines = await told({ ingresses: [dropped] }, sources(shown({}), [backend('shop-web-80')]))
    expect(lines['shop/a a.test/']).toBe('yes annotation-risk old-version-served')
  })

  it.each([
    ['/old', 'yes annotation-risk old-version-served'],
    // No client sends it so that nginx would see it.
    ['/a%20b', 'NO annotation-risk path-encoded'],
  ])('that is dropped is served in its older version where a request gets to %s', async (path, line) => {
    const rules = { 'a.test': [`${path} ImplementationSpecific web:80`] }
    const dropped = a({ annotations: { 'configuration-snippet': 'x' }, rules })
    const inside = 'proxy_pass http://upstream_balancer;'
    const rest = location({ name: 'b', upstream: 'upstream-default-backend', inside })
    const conf = confOf(server('a.test', `${location({ path, inside })}${rest}`))
    const backends = [backend('shop-web-80'), backend('upstream-default-backend')]
    const lines = await told({ ingresses: [dropped] }, sources(conf, backends))
    expect(lines[`shop/a a.test${path}`]).toBe(line)
  })

  it('that another one takes is served as long as the replica has not heard of that', async () => {
    const shut = a(
      { annotations: { 'server-snippet': 'return 204;' }, rules: { 'a.test': ['/other Prefix web:80'] } },
      'shop/s',
    )
    const inside = 'proxy_pass http://upstream_balancer;'
    const at = async (conf: string) =>
      (await told({ ingresses: [a(), shut], configMap }, sources(conf, [backend('shop-web-80')])))['shop/a a.test/']
    expect(await at(confOf(server('a.test', location({ inside }))))).toBe('yes never-matches replica-differs')
    expect(await at(confOf(server('a.test', `return 204; ${location({ inside })}`)))).toBe('NO never-matches')
  })

  it('for all hosts is served as long as the replica has not heard of the one that has taken its place', async () => {
    const all = ingress('shop/all', { default: 'web:80', age: 1 })
    const first = ingress('shop/first', { default: 'other:80' })
    const before = confOf(server('_', location({ name: 'all' })))
    const after = confOf(server('_', location({ name: 'first', upstream: 'shop-other-80' })))
    const at = async (conf: string) => (await told({ ingresses: [all, first] }, sources(conf)))['shop/all']
    expect([await at(before), await at(after)]).toEqual([
      'yes catch-all-taken old-version-served',
      'NO catch-all-taken',
    ])
  })

  it('for all hosts is served up to 1.3.0 until the replica has heard of whose annotations it has now', async () => {
    const all = ingress('shop/all', { default: 'web:80', age: 1 })
    const first = ingress('shop/first', { default: 'web:80', ...basic })
    const conf = (inside: string) => confOf(server('_', location({ name: 'all', inside })))
    const at = async (inside: string) =>
      (await told({ ingresses: [first, all], version: '1.0.0' }, sources(conf(inside))))['shop/all']
    expect(await at('proxy_pass http://upstream_balancer;')).toBe('yes replica-differs backend-not-asked')
    expect(await at('return 503;')).toBe('NO backend-not-asked')
  })

  it('without authentication is held against its location', async () => {
    const open = a({ annotations: { 'auth-url': '' } })
    const evidenceIn = async (inside: string) => {
      const [whole] = await rows({ ingresses: [open] }, sources(shown({ inside })))
      return whole?.causes.flatMap(({ evidence }) => evidence)
    }
    expect(await evidenceIn('')).toEqual(['nginx.conf line 4 of replica edge/p: the location has no authentication'])
    expect(await evidenceIn('auth_request /_external-auth;')).toEqual([
      'nginx.conf line 4 of replica edge/p: authentication is still there',
    ])
  })

  it('that stopped a reload long ago is there nevertheless', async () => {
    const breaks = a({ rules: { 'a.test': ['/foo Prefix web:80', '/foo/ Prefix other:80'] } })
    const later = a({ rules: { 'b.test': ['/ Prefix web:80'] }, age: 1 }, 'shop/b')
    const conf = shown({ host: 'b.test', name: 'b' })
    expect(await told({ ingresses: [breaks, later] }, sources(conf, [backend('shop-web-80')]))).toEqual({
      'shop/a a.test/foo': 'NO duplicate-location',
      'shop/a a.test/foo/': 'NO duplicate-location',
      'shop/b b.test/': 'yes',
    })
  })
})

describe('a canary', () => {
  const canary = a(
    { rules: { 'a.test': ['/ Prefix new:80'] }, annotations: { canary: 'true', 'canary-weight': '5' }, age: 1 },
    'shop/c',
  )
  const later = { creationTimestamp: '2026-01-01T00:00:05Z' }
  const primary = (alternatives: readonly string[]) => backend('shop-web-80', { alternativeBackends: alternatives })

  it.each<[string, string, readonly Backend[], string]>([
    ['is in the list of its primary', shown({}), [primary(['shop-new-80']), backend('shop-new-80')], 'yes'],
    ['is not in it', shown({}), [primary([]), backend('shop-new-80')], 'NO replica-differs'],
    [
      'is not the first of it',
      shown({}),
      [primary(['x', 'shop-new-80']), backend('shop-new-80')],
      'NO replica-differs',
    ],
    [
      'has endpoints there that are gone',
      shown({}),
      [primary(['shop-new-80']), backend('shop-new-80', { endpoints: [{ address: '10.1.0.9', port: '8080' }] })],
      'NO replica-differs',
    ],
    ['has no endpoint there', shown({}), [primary(['shop-new-80'])], 'NO replica-differs'],
    ['has no path there', confOf(), [primary(['shop-new-80']), backend('shop-new-80')], 'NO replica-differs'],
  ])('%s', async (_name, conf, backends, line) => {
    expect((await told({ ingresses: [a(), canary] }, sources(conf, backends)))['shop/c a.test/']).toBe(line)
  })

  it('is there, whatever keeps newer ones out', async () => {
    const breaks = a({ rules: { 'b.test': ['/foo Prefix web:80', '/foo/ Prefix other:80'] } }, 'shop/0')
    const both = [breaks, a({ age: 1 }), { ...canary, metadata: { ...canary.metadata, ...later } }]
    const at = async (backends: readonly Backend[]) =>
      (await told({ ingresses: both }, sources(shown({}), backends)))['shop/c a.test/']
    expect(await at([primary(['shop-new-80']), backend('shop-new-80')])).toBe('yes')
    expect(await at([primary([])])).toBe('NO reload-blocked undecided')
  })
})

describe('further evidence', () => {
  const invalid = a({ annotations: { 'permanent-redirect': 'no url {' } })
  const causes = async (more: Partial<WhySources>, ingresses = [invalid]) => {
    const all = await rows({ ingresses }, { replica: { kind: 'Pod', namespace: 'edge', name: 'p' }, ...more })
    return all.flatMap((row) => row.causes)
  }
  const line = (name: string) =>
    `W1124 03:00:00.000001       7 validators.go:244] validation error on ingress ${name}: annotation permanent-redirect contains invalid value no url {`

  it('is a line of the log that names the Ingress, and then nothing is inferred', async () => {
    const [cause] = await causes({ log: async () => [line('shop/a'), 'noise', line('shop/a-b')] })
    expect(cause).toMatchObject({ inferred: false })
    expect(cause?.evidence).toEqual([
      'log of replica edge/p: validators.go:244: validation error on ingress shop/a: annotation permanent-redirect contains invalid value no url {',
    ])
  })

  it.each([['shop/a-b'], ['my-shop/a'], ['shop/a.b']])('is none that names %s', async (name) => {
    const [cause] = await causes({ log: async () => [line(name)] })
    expect(cause?.evidence).toEqual([])
  })

  it('is masked and cut', async () => {
    const log = async () => [`${line('shop/a')} Authorization: Bearer abcdefghijk ${'x'.repeat(500)}`]
    const [cause] = await causes({ log })
    expect(cause?.evidence.join()).not.toContain('abcdefghijk')
    expect(cause?.evidence.join().length).toBeLessThan(340)
  })

  it('is an Event about the Ingress, of its namespace', async () => {
    const reason = 'unexpected error reading secret shop/gone: no object matching key "shop/gone" in local store'
    const event = (namespace: string, type = 'Warning'): Event => ({
      kind: 'Event',
      metadata: { namespace, name: 'x' },
      involvedObject: { kind: 'Ingress', namespace, name: 'a' },
      reason: 'AnnotationParsingFailed',
      message: `Error parsing annotations: ${reason}`,
      type,
    })
    const seen = async (...events: Event[]) =>
      (await causes({ events: async () => events }, [a(basic)])).flatMap(({ evidence }) => evidence)
    const text = `Event AnnotationParsingFailed: Error parsing annotations: ${reason}`
    expect(await seen(event('shop'))).toEqual([text, text])
    expect(await seen(event('other'), event('shop', 'Normal'))).toEqual([])
  })

  it('is asked for only where there is something to explain', async () => {
    const never = async () => {
      throw new Error('nobody needs that')
    }
    expect(await causes({ log: never, events: never }, [a()])).toEqual([])
  })

  it('is that nginx refused a configuration', async () => {
    const failing: Partial<WhySources> = {
      ...sources(confOf()),
      reload: async () => ({ successful: false, succeededAt: null }),
      failedConf: async () => 'nginx-cfg9',
      log: async () => ['2026/11/24 03:00:00 [emerg] 30#30: duplicate location "/foo/" in /tmp/nginx/nginx-cfg9:7'],
    }
    const breaks = a({ rules: { 'a.test': ['/foo Prefix web:80', '/foo/ Prefix other:80'] } })
    const found = await rows(
      { ingresses: [breaks, a({ rules: { 'b.test': ['/ Prefix web:80'] }, age: -1 }, 'shop/b')] },
      failing,
    )
    const [culprit, , old] = found.filter(({ rule }) => rule !== null)
    expect(culprit?.causes[0]?.evidence.join('\n')).toMatch(/nginx-cfg9:7|successful=0/)
    expect(old).toMatchObject({ served: false, causes: [{ code: 'reload-failed' }] })
    expect(old?.causes[0]?.facts).toMatchObject({ culprit: { namespace: 'shop', name: 'a' } })
  })
})
