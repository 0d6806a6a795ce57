/** Policies: who may pass, where they are named, and what happens where one of them does not count. */
import { describe, expect, it } from 'vitest'
import { pem } from '../../support/cluster/tls-files.js'
import { ingress, pod, rule, service, slice } from '../../support/objects.js'
import { type F5Words, f5Plan, f5Request, f5Told } from '../../support/worlds/f5-world.js'

const policy = (name: string, spec: object, namespace = 'default') => ({ metadata: { namespace, name }, spec })
const secret = (name: string, type: string, data: object = {}) => ({
  metadata: { namespace: 'default', name },
  type,
  data,
})
const base64 = Buffer.from(pem('server')).toString('base64')
const secrets = [
  secret('tls', 'kubernetes.io/tls', { 'tls.crt': base64 }),
  secret('users', 'nginx.org/htpasswd', { htpasswd: 'eA==' }),
  secret('keys', 'nginx.org/apikey', { one: 'eA==' }),
  secret('ca', 'nginx.org/ca', { 'ca.crt': base64 }),
  secret('jwk', 'nginx.org/jwk', { jwk: 'eA==' }),
  secret('idp', 'nginx.org/oidc', { 'client-secret': 'eA==' }),
]
const idp = 'https://idp.example.org'
/** As the controller takes it. */
const perClient = `$\{binary_remote_addr}`
const policies = [
  policy('inside', { accessControl: { allow: ['10.0.0.0/8'] } }),
  policy('outside', { accessControl: { deny: ['192.0.2.0/24'] } }),
  policy('users', { basicAuth: { secret: 'users', realm: 'Shop' } }),
  policy('no-users', { basicAuth: { secret: 'tls' } }),
  policy('lost-users', { basicAuth: { secret: 'no-such' } }),
  policy('keys', { apiKey: { suppliedIn: { header: ['x-key'] }, clientSecret: 'keys' } }),
  policy('certificates', { ingressMTLS: { clientCertSecret: 'ca' } }),
  policy('backend', { egressMTLS: { verifyServer: true, trustedCertSecret: 'ca' } }),
  policy('tokens', { jwt: { realm: 'Shop', secret: 'jwk' } }),
  policy('idp', {
    oidc: {
      ...{ authEndpoint: idp, tokenEndpoint: idp, jwksURI: idp, clientID: 'shop', clientSecret: 'idp' },
    },
  }),
  policy('ask', { externalAuth: { authURI: '/verify', authServiceName: 'auth' } }),
  policy('ask-nobody', { externalAuth: { authURI: '/verify', authServiceName: 'no-such' } }),
  policy('limit', { rateLimit: { rate: '1r/s', key: perClient, zoneSize: '10M', rejectCode: 429 } }),
  policy('unlucky', { rateLimit: { rate: '1r/s', key: perClient, zoneSize: '10M' } }),
  policy('unbraced', { rateLimit: { rate: '1r/s', key: '$binary_remote_addr', zoneSize: '10M' } }),
  policy('of-host', { rateLimit: { rate: '1r/s', key: `$\{host}`, zoneSize: '10M' } }),
  policy('narrow', { rateLimit: { rate: '1r/s', key: perClient, zoneSize: '16k' } }),
  policy('cors', { cors: { allowOrigin: ['*'] } }),
  policy('both', { accessControl: { allow: ['10.0.0.0/8'], deny: ['10.1.0.0/16'] } }),
  policy('two', { accessControl: { allow: ['10.0.0.0/8'] }, basicAuth: { secret: 'users' } }),
  policy('strange', { ingressClassName: 'other', accessControl: { allow: ['10.0.0.0/8'] } }),
  policy('far', { accessControl: { allow: ['10.0.0.0/8'] } }, 'team'),
]
const around: Partial<F5Words> = {
  policies,
  secrets,
  services: [service('auth', { ports: [{ port: 80, targetPort: 8080 }] })],
  slices: [
    slice('auth-1', { service: 'auth', ports: [{ port: 8080 }], endpoints: [pod('b', '10.0.0.2', { ready: true })] }),
  ],
}
const named = (...names: readonly string[]) => ({
  policies: names.map((one) => {
    const [first, second] = one.split('/')
    return second === undefined ? { name: first } : { namespace: first, name: second }
  }),
})
const vs = (route: object, spec: object = {}) => ({
  metadata: { namespace: 'default', name: 'one', creationTimestamp: '2026-11-23T08:00:05Z' },
  spec: {
    host: 'a.test',
    upstreams: [{ name: 'web', service: 'web', port: 80 }],
    routes: [
      { path: '/', action: { pass: 'web' }, ...route },
      { path: '/open', action: { pass: 'web' } },
    ],
    ...spec,
  },
})
const limitedIngress = (annotations: object) => {
  const metadata = { annotations: { 'nginx.org/limit-req-rate': '5r/s', ...annotations } }
  return { ingresses: [ingress('limited', { rules: [rule('a.test', '/', 'web')] }, { metadata })] }
}
const plus = ['-nginx-plus', '-enable-oidc']
const tls = { tls: { secret: 'tls' } }

interface Sent {
  readonly auth?: 'pass' | 'deny'
  readonly clientAddress?: string
  readonly method?: string
}

/** `VERDICT STATUS`, and each way that it may go. */
function line(words: Partial<F5Words>, url: string, sent: Sent = {}): string {
  const plan = f5Plan({ ingresses: [], ...around, ...words })
  const { verdict, status, outcomes } = plan.answer({ ...f5Request(url), ...sent }, true)
  const ways = outcomes.map((one) => `${one.when} ${one.verdict}${one.status === null ? '' : ` ${one.status}`}`)
  return [[verdict, status].filter((one) => one != null).join(' '), ...ways].join(', ')
}

it.each<[string, Partial<F5Words>, string | undefined]>([
  ['by a Policy', { virtualServers: [vs(named('limit'))] }, '429'],
  [
    'by a Policy, for what is sent on',
    { virtualServers: [vs({ ...named('limit'), action: { redirect: { url: 'http://b.test' } } })] },
    '429',
  ],
  [
    'by a Policy for all of the host, also where nobody has the path',
    { virtualServers: [vs({ path: '/x' }, named('unlucky'))] },
    '503',
  ],
  ['by an annotation', limitedIngress({}), '429'],
  ['by an annotation, with another code', limitedIngress({ 'nginx.org/limit-req-reject-code': '509' }), '509'],
  ['by an annotation, for the log alone', limitedIngress({ 'nginx.org/limit-req-dry-run': 'true' }), undefined],
  ['by an annotation that says nothing', limitedIngress({ 'nginx.org/limit-req-rate': '5r/h' }), undefined],
])('who sends too much is told what comes of it, %s', (_, words, code) => {
  const { hops } = f5Plan({ ingresses: [], ...around, ...words }).answer(f5Request('http://a.test/'), true)
  expect(
    hops
      .find(({ subject }) => subject === 'rateLimit')
      ?.detail.split(' ')
      .at(-1),
  ).toBe(code)
})

describe('a Policy of a route', () => {
  it.each<[string, string, string, Sent, (readonly string[])?]>([
    ['inside', 'inside', 'served', { clientAddress: '10.1.2.3' }],
    ['inside', 'elsewhere', 'denied 403', { clientAddress: '192.0.2.1' }],
    ['inside', 'nobody knows where', 'guarded, pass served, deny denied 403', {}],
    ['outside', 'refused', 'denied 403', { clientAddress: '192.0.2.1' }],
    ['outside', 'any other', 'served', { clientAddress: '10.1.2.3' }],
    ['users', 'without a password', 'guarded 401, pass served, deny denied 401', {}],
    ['users', 'who passes', 'served', { auth: 'pass' }],
    ['users', 'who does not', 'denied 401', { auth: 'deny' }],
    ['keys', 'any', 'guarded, pass served, deny denied 401, deny denied 403', {}],
    ['keys', 'with the key', 'served', { auth: 'pass' }],
    ['ask', 'any', 'guarded, pass served, deny denied 401, deny denied 403, fail unavailable 500', {}],
    ['ask-nobody', 'any, where nobody can be asked', 'unavailable 500', {}],
    ['limit', 'any', 'served', {}],
    ['backend', 'any', 'served', {}],
    ['cors', 'a preflight', 'served 204', { method: 'OPTIONS' }],
    ['cors', 'any other', 'served', {}],
    ['team/far', 'of another namespace', 'denied 403', { clientAddress: '192.0.2.1' }],
    ['tokens', 'without a token', 'guarded 401, pass served, deny denied 401', {}, plus],
    ['idp', 'who is not signed in', 'guarded, pass served, deny redirect 302', {}, plus],
  ])('%s: %s', (name, _, wanted, sent, flags = []) => {
    const words = { flags, virtualServers: [vs(named(name))] }
    expect(line(words, 'http://a.test/', sent)).toBe(wanted)
    expect(line(words, 'http://a.test/open', sent)).toBe('served')
  })

  it.each<[string, string, string]>([
    ['no-such', 'is not there', 'missing'],
    ['strange', 'is of another class', 'class'],
    ['both', 'allows and denies', 'invalid'],
    ['two', 'says two things', 'invalid'],
    ['unbraced', 'has a variable without braces', 'invalid'],
    ['of-host', 'counts by a variable that may not be there', 'invalid'],
    ['narrow', 'has too small a zone', 'invalid'],
    ['no-users', 'names a Secret of another type', 'secret-invalid'],
    ['lost-users', 'names a Secret that is not there', 'secret-missing'],
    ['tokens', 'needs NGINX Plus', 'paid-only'],
    ['certificates', 'may be named for the host alone', 'place'],
  ])('%s, which %s: 500, and no other route', async (name, _, fault) => {
    const words = { ingresses: [], ...around, virtualServers: [vs(named(name))] }
    expect(line(words, 'http://a.test/')).toBe('unavailable 500')
    expect(line(words, 'http://a.test/open')).toBe('served')
    const [one] = f5Plan(words).model.asked
    expect(one?.refusal).toMatchObject({ code: 'policy-refuses', facts: { fault } })
    expect(f5Plan(words).customRoutes?.map(({ fate }) => fate?.is)).toEqual(['never-matches', 'served'])
  })
})

describe('a Policy of a host', () => {
  it('stands before all routes, and one of a route in its place', () => {
    const words = { virtualServers: [vs(named('outside'), named('inside'))] }
    const from = (path: string, clientAddress: string) => line(words, `http://a.test${path}`, { clientAddress })
    expect([from('/open', '172.16.0.1'), from('/', '172.16.0.1'), from('/', '192.0.2.1')]).toEqual([
      'denied 403',
      'served',
      'denied 403',
    ])
  })

  it('that does not count answers 500 for all of it, behind the redirect to https', () => {
    const redirect = { tls: { secret: 'tls', redirect: { enable: true } } }
    const words = { virtualServers: [vs({}, { ...named('no-such'), ...redirect })] }
    expect(line(words, 'http://a.test/open')).toBe('redirect 301')
    expect(line(words, 'https://a.test/open')).toBe('unavailable 500')
    const fates = f5Plan({ ingresses: [], ...around, ...words }).customRoutes?.map(({ fate }) => fate)
    expect(fates).toMatchObject([
      { is: 'never-matches', why: expect.stringContaining('Policy default/no-such') },
      { is: 'never-matches' },
    ])
  })

  it('asks clients for certificates over https, and needs TLS', () => {
    const words = { virtualServers: [vs({}, { ...named('certificates'), ...tls })] }
    expect(line(words, 'https://a.test/')).toBe('guarded 400, pass served, deny denied 400')
    expect(line(words, 'https://a.test/', { auth: 'pass' })).toBe('served')
    expect(line(words, 'http://a.test/')).toBe('served')
    expect(line({ virtualServers: [vs({}, named('certificates'))] }, 'http://a.test/')).toBe('unavailable 500')
  })

  it('is that of a path that is handed on, unless the other object has its own', () => {
    const part = (name: string, more: object) => ({
      metadata: { namespace: 'team', name },
      spec: {
        host: 'a.test',
        upstreams: [{ name: 'web', service: 'default/web', port: 80 }],
        subroutes: [{ path: `/${name}`, action: { pass: 'web' }, ...more }],
      },
    })
    const words = {
      virtualServers: [
        vs(
          {},
          { routes: ['own', 'taken'].map((name) => ({ path: `/${name}`, route: `team/${name}`, ...named('users') })) },
        ),
      ],
      virtualServerRoutes: [part('own', named('far')), part('taken', {})],
    }
    expect(line(words, 'http://a.test/own', { clientAddress: '192.0.2.1' })).toBe('denied 403')
    expect(line(words, 'http://a.test/taken')).toBe('guarded 401, pass served, deny denied 401')
  })
})

describe('a Policy on an Ingress', () => {
  const one = (name: string, policiesOf: string, path: string, kind: string | null, more: object = {}) =>
    ingress(
      name,
      {
        ingressClassName: 'nginx',
        rules: kind === 'master' ? [{ host: 'a.test' }] : [rule('a.test', path, 'web')],
        ...more,
      },
      {
        metadata: {
          creationTimestamp: '2026-11-23T08:00:05Z',
          annotations: {
            ...(policiesOf === '' ? {} : { 'nginx.org/policies': policiesOf }),
            ...(kind === null ? {} : { 'nginx.org/mergeable-ingress-type': kind }),
          },
        },
      },
    )
  const elsewhere = { clientAddress: '192.0.2.1' }

  it.each<[string, string, string]>([
    ['inside', 'counts for all of it', 'denied 403'],
    ['team/far', 'of another namespace counts', 'denied 403'],
    ['users', 'of a kind that may not stand there is answered with 500', 'unavailable 500'],
    ['inside, no-such', 'beside one that is not there does not help', 'unavailable 500'],
  ])('%s %s', (name, _, wanted) => {
    expect(line({ ingresses: [one('web', name, '/', null)] }, 'http://a.test/', elsewhere)).toBe(wanted)
  })

  it('of a minion counts for its own paths', () => {
    const ingresses = [
      one('host', '', '', 'master'),
      one('tea', 'inside', '/tea', 'minion'),
      one('milk', '', '/milk', 'minion'),
      one('lost', 'no-such', '/lost', 'minion'),
    ]
    const lines = ['tea', 'milk', 'lost'].map((path) => line({ ingresses }, `http://a.test/${path}`, elsewhere))
    expect(lines).toEqual(['denied 403', 'served', 'unavailable 500'])
  })

  it('is told by why, and cured by what it advises', async () => {
    const words = { ...around, ingresses: [one('web', 'no-such', '/', null)] }
    expect(await f5Told(words)).toEqual({ 'web a.test/': 'NO policy-refuses' })
    const cured = { ...words, policies: [...policies, policy('no-such', { accessControl: { allow: ['10.0.0.0/8'] } })] }
    expect(await f5Told(cured)).toEqual({ 'web a.test/': 'yes' })
  })
})

describe('pages for errors', () => {
  const page = (errorPages: readonly object[], more: object = {}, upstream = 'web') => ({
    virtualServers: [
      vs(
        { ...more, errorPages },
        {
          upstreams: [{ name: 'web', service: upstream, port: 80 }],
        },
      ),
    ],
  })

  it.each<[string, Partial<F5Words>, Sent, string]>([
    [
      'a text with another status hides from clients that nobody answers',
      page([{ codes: [502], return: { code: 200, body: 'later' } }], {}, 'no-such'),
      {},
      'unavailable 200',
    ],
    ['a text with the same', page([{ codes: [502], return: { body: 'later' } }], {}, 'no-such'), {}, 'unavailable 502'],
    [
      'a redirect',
      page([{ codes: [500, 502], redirect: { url: 'https://b.test/later', code: 302 } }], {}, 'no-such'),
      {},
      'redirect 302',
    ],
    [
      'of another status',
      page([{ codes: [404], redirect: { url: 'https://b.test/' } }], {}, 'no-such'),
      {},
      'unavailable 502',
    ],
    [
      'of who is refused',
      page([{ codes: [403], redirect: { url: 'https://b.test/no' } }], named('inside')),
      { clientAddress: '192.0.2.1' },
      'redirect 301',
    ],
    [
      'of a Policy that does not count',
      page([{ codes: [500], return: { code: 503 } }], named('no-such')),
      {},
      'unavailable 503',
    ],
  ])('%s', (_, words, sent, wanted) => {
    expect(line(words, 'http://a.test/', sent)).toBe(wanted)
  })

  it('that take the place of what the backend says are told', () => {
    const plan = f5Plan({ ingresses: [], ...around, ...page([{ codes: [404, 500], return: { code: 200 } }]) })
    const { verdict, hops } = plan.answer(f5Request('http://a.test/'), true)
    expect(verdict).toBe('served')
    expect(hops).toContainEqual({
      kind: 'note',
      subject: 'errorPages',
      detail: 'answers of the backend with 404, 500 are replaced',
    })
  })
})
