/** Annotations and paths that act otherwise than they read: not at all, further, or on something else. */
import { describe, expect, it } from 'vitest'
import type { Secret, Service, ServicePort } from '../../../../src/domain/objects/objects.js'
import { pem } from '../../../support/cluster/tls-files.js'
import { rows, told } from '../../../support/why/told.js'
import { ingress, line, request, tracer, type WorldWords } from '../../../support/worlds/ingress-world.js'

type Annotations = Readonly<Record<string, string>>

const of = (name: string, annotations: Annotations, paths: readonly string[], host = 'a.test', age = 0) =>
  ingress(`shop/${name}`, { rules: { [host]: paths }, annotations, age })
const main = (annotations: Annotations = {}) => of('main', annotations, ['/ Prefix web:80'])
const canary = (annotations: Annotations) =>
  of('canary', { canary: 'true', 'canary-weight': '10', ...annotations }, ['/ Prefix new:80'], 'a.test', 1)

const open = { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' }

/** What is said of some codes: `NAME CODE annotation, …`. */
async function said(words: WorldWords, code: string): Promise<string[]> {
  const all = await rows({ version: '1.11.8', configMap: open, ...words })
  return all.flatMap(({ source, causes }) =>
    causes.flatMap((cause) => {
      if (cause.code !== code) return []
      const names = cause.code === 'no-effect' ? cause.facts.annotations : [cause.code]
      return [`${source.name} ${names.join(', ')}`]
    }),
  )
}

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
    [
      'what belongs to its own upstream',
      { 'upstream-hash-by': '$uri', affinity: 'cookie', 'load-balance': 'ewma' },
      {},
    ],
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
      { affinity: 'cookie', 'session-cookie-path': '/b' },
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

describe('acts further', () => {
  it.each<[annotations: Annotations, paths: readonly string[], others: readonly string[], spreads: boolean]>([
    [{ 'permanent-redirect': 'https://b.test/' }, ['/old Exact web:80'], [], true],
    [{ 'temporal-redirect': 'https://b.test/' }, ['/old Prefix web:80'], [], true],
    [{ 'permanent-redirect': 'https://b.test/' }, ['/ Prefix web:80'], [], false],
    [{ 'permanent-redirect': 'https://b.test/' }, ['/old Exact web:80'], ['/ Prefix web:80'], false],
    [{}, ['/old Exact web:80'], [], false],
  ])('as a redirect: %j on %j beside %j: %s', async (annotations, paths, others, spreads) => {
    const ingresses = [
      of('old', annotations, paths),
      ...(others.length > 0 ? [of('rest', {}, others, 'a.test', 1)] : []),
    ]
    const found = await said({ ingresses }, 'redirect-spreads')
    expect(found).toEqual(spreads ? ['old redirect-spreads'] : [])
    const other = line(tracer({ ingresses }).answer(request('http://a.test/new'), false))
    expect(other.startsWith('30')).toBe(spreads || paths[0] === '/ Prefix web:80')
  })

  it.each<[target: string, other: string | null, isEndless: boolean]>([
    ['a.test', null, true],
    ['a.test/new', null, true],
    ['/new', null, true],
    ['https://a.test/', null, true],
    ['https://b.test/', 'https://a.test/', true],
    ['https://b.test/', 'https://c.test/', false],
    ['https://c.test/', null, false],
  ])('as a redirect to %s, beside one to %s: comes to no end: %s', async (target, other, isEndless) => {
    const to = (url: string) => ({ 'permanent-redirect': url })
    const beside = other === null ? [] : [of('b', to(other), ['/ Prefix web:80'], 'b.test', 1)]
    const ingresses = [of('a', to(target), ['/ Prefix web:80']), ...beside]
    expect((await said({ ingresses }, 'redirect-endless')).includes('a redirect-endless')).toBe(isEndless)
    let asked: string | null = 'http://a.test/x'
    const way: string[] = []
    for (let step = 0; step < 6 && asked !== null; step++) {
      way.push(asked)
      const { location } = tracer({ ingresses }).answer(request(asked), false)
      asked = location === null ? null : new URL(location, asked).href
    }
    expect(asked !== null).toBe(isEndless)
  })

  it.each<[what: string, other: Parameters<typeof of>, spreads: boolean]>([
    ['on another host', ['other', {}, ['/ Prefix web:80'], 'b.test', 2], true],
    ['on another path', ['other', {}, ['/x Prefix web:80'], 'a.test', 2], true],
    ['on nothing else', ['other', {}, ['/ Prefix else:80'], 'b.test', 2], false],
  ])('as a canary, %s', async (_, other, spreads) => {
    const found = await said({ ingresses: [main(), canary({}), of(...other)] }, 'canary-spreads')
    expect(found).toEqual(spreads ? ['canary canary-spreads'] : [])
  })

  it.each<[paths: readonly string[], turned: boolean]>([
    [['/ Prefix web:80'], false],
    [['/foo Exact web:80'], true],
    [['/foo Prefix web:80'], true],
  ])('as patterns of a sibling, on %j: %s', async (paths, turned) => {
    const ingresses = [
      of('regex', { 'use-regex': 'true' }, ['/[a-z]+/x ImplementationSpecific web:80']),
      of('plain', {}, paths, 'a.test', 1),
    ]
    expect(await said({ ingresses }, 'regex-mode')).toEqual(turned ? ['plain regex-mode'] : [])
  })

  it.each<
    [paths: readonly string[], elsewhere: boolean, more?: Annotations, others?: readonly ReturnType<typeof of>[]]
  >([
    [['/services/std Prefix web:80'], true],
    [['/ Prefix web:80'], false],
    [['/x Prefix web:80', '/ Prefix web:80'], false],
    [['/services Prefix web:80'], false],
    [['/services Exact web:80'], false],
    [['/(.*) ImplementationSpecific web:80'], true],
    [['/(.*) ImplementationSpecific web:80'], false, { 'use-regex': 'true' }],
    [['/services(/|$)(.*) ImplementationSpecific web:80'], false, { 'rewrite-target': '/$2' }],
    [['/services Prefix web:80'], true, {}, [of('home', {}, ['/ Prefix home:80'], 'a.test', 1)]],
    [['/services Prefix web:80'], false, {}, [of('home', {}, ['/ Prefix home:80'], 'b.test', 1)]],
  ])('as app-root on %j: %s', async (paths, elsewhere, more = {}, others = []) => {
    const ingresses = [of('root', { 'app-root': '/services', ...more }, paths), ...others]
    const found = await said({ ingresses }, 'app-root-elsewhere')
    expect(found).toEqual(elsewhere ? ['root app-root-elsewhere'] : [])
  })
})

describe('a port for TLS that is spoken to without TLS', () => {
  it.each<[port: ServicePort, annotations: Annotations, codes: string]>([
    [{ port: 443 }, {}, 'yes plain-to-tls'],
    [{ port: 443, name: 'https', targetPort: 8443 }, {}, 'yes plain-to-tls'],
    [{ port: 9000, name: 'https' }, {}, 'yes plain-to-tls'],
    [{ port: 9000, appProtocol: 'https' }, {}, 'yes plain-to-tls'],
    [{ port: 443, targetPort: 'https-web' }, {}, 'yes plain-to-tls'],
    [{ port: 443 }, { 'backend-protocol': 'HTTPS' }, 'yes'],
    // Whoever wrote it has decided.
    [{ port: 443 }, { 'backend-protocol': 'GRPC' }, 'yes'],
    [{ port: 443 }, { 'backend-protocol': 'HTTP' }, 'yes'],
    // TLS ends before the Service, or nowhere.
    [{ port: 443, name: 'https', targetPort: 8080 }, {}, 'yes'],
    [{ port: 443, targetPort: 'http' }, {}, 'yes'],
    [{ port: 9000, name: 'http' }, {}, 'yes'],
    [{ port: 80 }, {}, 'yes'],
  ])('%j with %j: %s', async (port, annotations, codes) => {
    const services: Service[] = [
      { kind: 'Service', metadata: { namespace: 'shop', name: 'tls' }, spec: { ports: [port] } },
    ]
    const all = await told({
      ingresses: [of('a', annotations, [`/ Prefix tls:${port.port}`])],
      services,
      version: '1.11.8',
    })
    expect(all['shop/a a.test/']).toBe(codes)
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

describe('a port without TLS that is spoken to over TLS', () => {
  const https = { 'backend-protocol': 'HTTPS' }
  it.each<[port: ServicePort, annotations: Annotations, codes: string]>([
    [{ port: 80, name: 'http' }, https, 'yes tls-to-plain'],
    [{ port: 80, name: 'http', targetPort: 3000 }, { 'backend-protocol': 'GRPCS' }, 'yes tls-to-plain'],
    [{ port: 9000, appProtocol: 'http' }, https, 'yes tls-to-plain'],
    [{ port: 80, name: 'http' }, { 'ssl-passthrough': 'true' }, 'yes tls-to-plain'],
    [{ port: 80, name: 'http' }, {}, 'yes'],
    // What it leads to may well speak TLS.
    [{ port: 80, name: 'http', targetPort: 8443 }, https, 'yes'],
    [{ port: 80, name: 'http', targetPort: 'https' }, https, 'yes'],
    [{ port: 9000, name: 'http' }, https, 'yes'],
    [{ port: 80 }, https, 'yes'],
    [{ port: 443, name: 'http' }, https, 'yes'],
    [{ port: 443, name: 'https' }, { 'ssl-passthrough': 'true' }, 'yes'],
  ])('%j with %j: %s', async (port, annotations, codes) => {
    const services: Service[] = [
      {
        kind: 'Service',
        metadata: { namespace: 'shop', name: 'plain' },
        spec: { clusterIP: '10.96.0.7', ports: [port] },
      },
    ]
    const all = await told({
      ingresses: [of('a', annotations, [`/ Prefix plain:${port.port}`])],
      services,
      version: '1.11.8',
      flags: ['--enable-ssl-passthrough'],
    })
    expect(all['shop/a a.test/']).toBe(codes)
  })
})

describe('the other name that is redirected', () => {
  const www = (host: string, tls: boolean) =>
    ingress('shop/a', {
      rules: { [host]: ['/ Prefix web:80'] },
      annotations: { 'from-to-www-redirect': 'true' },
      tls: tls ? [{ hosts: [host], secretName: 'shown' }] : [],
    })
  it.each<[what: string, certificate: 'server' | 'wildcard', host: string, tls: boolean, codes: string | undefined]>([
    ['is not covered', 'server', 'kubernetes.test', true, 'yes tls-mismatch'],
    ['is covered by a wildcard', 'wildcard', 'a.example', true, undefined],
    ['has no TLS, as the host has none', 'server', 'kubernetes.test', false, undefined],
  ])('%s', async (_, certificate, host, tls, codes) => {
    const secret: Secret = {
      kind: 'Secret',
      metadata: { namespace: 'shop', name: 'shown' },
      data: { 'tls.crt': btoa(pem(certificate)) },
    }
    const all = await told({ ingresses: [www(host, tls)], secrets: [secret] })
    expect(all['shop/a']).toBe(codes)
  })
})

describe('a cookie that browsers do not keep', () => {
  const none = { affinity: 'cookie', 'session-cookie-samesite': 'None' }
  it.each<[annotations: Annotations, codes: string | undefined]>([
    [none, 'yes cookie-not-secure'],
    [{ ...none, 'session-cookie-secure': 'false' }, 'yes cookie-not-secure'],
    [{ ...none, 'session-cookie-secure': 'true' }, undefined],
    [{ ...none, 'session-cookie-samesite': 'Lax' }, undefined],
  ])('%j: %s', async (annotations, codes) => {
    const all = await told({ ingresses: [of('a', annotations, ['/ Prefix web:80'])], version: '1.11.8' })
    expect(all['shop/a']).toBe(codes)
  })
})

describe('traps', () => {
  it.each<[path: string, annotations: Annotations, codes: string]>([
    ['/* Prefix web:80', {}, 'yes glob-path'],
    ['/api/* ImplementationSpecific web:80', {}, 'yes glob-path'],
    ['/api/*/x Exact web:80', {}, 'yes glob-path'],
    ['/*.png Prefix web:80', {}, 'yes glob-path'],
    ['/api/* ImplementationSpecific web:80', { 'use-regex': 'true' }, 'yes glob-path'],
    ['/api/.* ImplementationSpecific web:80', { 'use-regex': 'true' }, 'yes'],
    ['/api/.* ImplementationSpecific web:80', {}, 'yes glob-path'],
    ['/api(/|$)(.*) ImplementationSpecific web:80', {}, 'yes glob-path'],
    ['/v[0-9]+/x ImplementationSpecific web:80', {}, 'yes glob-path'],
    ['/a+b ImplementationSpecific web:80', {}, 'yes'],
    ['/x(y) ImplementationSpecific web:80', {}, 'yes'],
    ['/api Prefix web:80', {}, 'yes'],
    ['/api Prefix web:80', { 'rewrite-target': '/' }, 'yes rewrite-all'],
    ['/api Exact web:80', { 'rewrite-target': '/' }, 'yes'],
    ['/ Prefix web:80', { 'rewrite-target': '/' }, 'yes'],
    ['/api(/|$)(.*) ImplementationSpecific web:80', { 'rewrite-target': '/$2' }, 'yes'],
    ['/api Prefix web:80', { 'rewrite-target': '/x' }, 'yes rewrite-all'],
  ])('%s with %j: %s', async (path, annotations, codes) => {
    const all = await told({ ingresses: [of('a', annotations, [path])], version: '1.11.8' })
    expect(all[`shop/a a.test${path.split(' ')[0]}`]).toBe(codes)
  })

  it('are losers of what they were meant for', () => {
    const words = { ingresses: [of('a', {}, ['/api/* ImplementationSpecific web:80', '/x*/y Prefix web:80'])] }
    const codes = (url: string) =>
      tracer(words)
        .answer(request(url), true)
        .losers.map(({ code, path }) => `${path} ${code}`)
    expect(codes('http://a.test/api/users')).toEqual(['/api/* glob-path'])
    expect(codes('http://a.test/x1/y')).toEqual(['/x*/y glob-path'])
    expect(codes('http://a.test/other')).toEqual([])
  })

  const guard = {
    'auth-url': 'http://auth.test/oauth2/auth',
    'auth-signin': 'https://$host/oauth2/start?rd=$escaped_request_uri',
  }
  const both = of('app', guard, ['/ Prefix web:80', '/oauth2 Prefix auth:80'])
  const apart = of('signin', {}, ['/oauth2 Prefix auth:80'], 'a.test', 1)

  it.each<[what: string, ingresses: readonly ReturnType<typeof of>[], config: Annotations, loops: boolean]>([
    ['its sign-in page in itself', [both], {}, true],
    ['nobody else for its sign-in page', [of('app', guard, ['/ Prefix web:80'])], {}, true],
    ['its sign-in page apart', [of('app', guard, ['/ Prefix web:80']), apart], {}, false],
    ['paths without authentication', [both], { 'no-auth-locations': '/oauth2' }, false],
    [
      'its sign-in page elsewhere',
      [of('app', { ...guard, 'auth-signin': 'https://login.test/' }, ['/ Prefix web:80'])],
      {},
      false,
    ],
  ])('a sign-in without end: %s', async (_, ingresses, config, loops) => {
    const words = { ingresses, configMap: { ...open, ...config }, version: '1.11.8' }
    expect(await said(words, 'auth-loop')).toEqual(loops ? ['app auth-loop'] : [])
    const { hops } = tracer(words).answer(request('https://a.test/x'), true)
    expect(hops.some(({ subject }) => subject === 'loop')).toBe(loops)
  })
})

describe('an authentication service that cannot be asked', () => {
  const auth = of('auth', {}, ['/ Prefix auth:80'], 'auth.test')
  it.each<[url: string, words: Partial<WorldWords>, more: Annotations, fails: boolean]>([
    ['http://auth.shop.svc.cluster.local/x', {}, {}, false],
    ['http://auth/x', {}, {}, true],
    ['http://auth/x', { configMap: { ...open, 'no-auth-locations': '/' } }, {}, false],
    ['http://auth/x', {}, { satisfy: 'any' }, true],
    ['http://auth/x', {}, { satisfy: 'any', 'whitelist-source-range': '10.0.0.0/8' }, false],
    ['http://auth.shop/x', {}, {}, true],
    ['http://auth.example/x', {}, {}, false],
    ['http://10.0.0.1:80/x', {}, {}, false],
    ['http://$http_x/x', {}, {}, false],
    ['http://auth.shop.svc:80/x', {}, {}, true],
    ['http://auth.shop.svc:80/x', { configMap: { ...open, 'use-http2': 'false' } }, { 'auth-keepalive': '9' }, false],
    ['http://auth.shop.svc.cluster.local:4180/x', {}, {}, true],
    ['http://gone.shop.svc.cluster.local/x', {}, {}, true],
    ['http://gone.shop.svc.other.example/x', {}, {}, false],
    ['http://auth.shop.svc.cluster.local/x', { empty: ['shop/auth'] }, {}, true],
  ])('%s, %j, %j: %s', async (url, words, more, fails) => {
    const world = { configMap: open, ingresses: [main({ 'auth-url': url, ...more }), auth], ...words }
    const all = await told(world)
    expect(all['shop/main a.test/']).toBe(fails ? 'NO auth-unreachable' : 'yes')
    expect(line(tracer(world).answer(request('http://a.test/'), false))).toMatch(fails ? /^500$/ : /^shop\/web/)
  })

  it('is told of the ConfigMap, too', async () => {
    const world = { configMap: { ...open, 'global-auth-url': 'http://auth/x' }, ingresses: [main()] }
    expect((await told(world))['shop/main a.test/']).toBe('NO auth-unreachable')
  })
})

describe('a balancer that hides the client', () => {
  const nlb = 'service.beta.kubernetes.io/aws-load-balancer-target-group-attributes'
  const entry = (externalTrafficPolicy: string, annotations: Annotations = {}): Service => ({
    kind: 'Service',
    metadata: { namespace: 'edge', name: 'entry', annotations },
    spec: { type: 'LoadBalancer', externalTrafficPolicy, ports: [{ name: 'https', port: 443, targetPort: 'https' }] },
  })
  const hides = ['main allowlist-behind-proxy']
  it.each<[annotations: Annotations, service: Service, config: Annotations, says: readonly string[]]>([
    [{ 'whitelist-source-range': '192.0.2.0/24' }, entry('Cluster'), {}, hides],
    [{ 'denylist-source-range': '192.0.2.0/24' }, entry('Cluster'), {}, hides],
    [{ 'limit-rps': '5' }, entry('Cluster'), {}, hides],
    [{ 'limit-connections': '0' }, entry('Cluster'), {}, []],
    [{ 'whitelist-source-range': '0.0.0.0/0,::/0' }, entry('Cluster'), {}, []],
    [{ 'limit-rps': '5' }, entry('Local'), {}, []],
    [{ 'limit-rps': '5' }, entry('Cluster', { [nlb]: 'preserve_client_ip.enabled=true' }), {}, []],
    [{ 'limit-rps': '5' }, entry('Cluster'), { 'use-forwarded-headers': 'true' }, []],
    [{ 'limit-rps': '5' }, entry('Cluster'), { 'use-proxy-protocol': 'true' }, []],
    [{}, entry('Cluster'), {}, []],
  ])('%j, %j, %j: %j', async (annotations, service, config, says) => {
    const words = { ingresses: [main(annotations)], services: [service], flags: ['--publish-service=edge/entry'] }
    expect(await said({ ...words, configMap: config }, 'allowlist-behind-proxy')).toEqual(says)
  })
})

describe('a server outside of the cluster', () => {
  it.each<[target: string, annotations: Annotations, says: boolean]>([
    ['d111.cloudfront.net', {}, true],
    ['shop.azurewebsites.net', {}, true],
    ['other.co.uk', {}, true],
    ['d111.cloudfront.net', { 'upstream-vhost': 'd111.cloudfront.net' }, false],
    ['d111.cloudfront.net', { 'backend-protocol': 'HTTP' }, false],
    ['old.shop.co.uk', {}, false],
    ['lb-1.eu-west-1.elb.amazonaws.com', {}, false],
    ['web.other.svc.cluster.local', {}, false],
    ['api.corp', {}, false],
  ])('%s, %j: asked for a host that it may not know: %s', async (target, annotations, says) => {
    const to: Service = {
      kind: 'Service',
      metadata: { namespace: 'shop', name: 'web' },
      spec: { type: 'ExternalName', externalName: target },
    }
    const own = { 'backend-protocol': 'HTTPS', ...annotations }
    const words = { ingresses: [of('main', own, ['/ Prefix web:443'], 'www.shop.co.uk')], services: [to] }
    expect(await said(words, 'outside-host')).toEqual(says ? ['main outside-host'] : [])
  })
})

describe('who answers, in one line', () => {
  const root = of('root', { 'app-root': '/x' }, ['/ Prefix web:80'])
  it.each<[what: string, words: WorldWords, url: string, reason: string, more?: Parameters<typeof request>[1]]>([
    [
      'permanent-redirect',
      { ingresses: [main({ 'permanent-redirect': 'https://b.test/' })] },
      'http://a.test/x',
      'https://b.test/: permanent-redirect of Ingress shop/main',
    ],
    [
      'temporal-redirect',
      { ingresses: [main({ 'temporal-redirect': 'https://b.test/' })] },
      'http://a.test/x',
      'https://b.test/: temporal-redirect of Ingress shop/main',
    ],
    ['app-root', { ingresses: [root] }, 'http://a.test/', 'http://a.test/x: app-root of Ingress shop/root'],
    [
      'from-to-www-redirect',
      { ingresses: [main({ 'from-to-www-redirect': 'true' })] },
      'http://www.a.test/x',
      'http://a.test/x: from-to-www-redirect of Ingress shop/main',
    ],
    [
      'server-snippet',
      { ingresses: [main({ 'server-snippet': 'return 418;' })] },
      'http://a.test/x',
      'server-snippet of Ingress shop/main',
    ],
    [
      'a location of a server-snippet',
      { ingresses: [main({ 'server-snippet': 'location /x { return 410; }' })] },
      'http://a.test/x',
      'server-snippet of Ingress shop/main',
    ],
    [
      'configuration-snippet',
      { ingresses: [main({ 'configuration-snippet': 'return 418;' })] },
      'http://a.test/x',
      'configuration-snippet of Ingress shop/main',
    ],
    [
      'whitelist-source-range',
      { ingresses: [main({ 'whitelist-source-range': '10.0.0.0/8' })] },
      'http://a.test/x',
      'deny all refuses 192.0.2.1 (whitelist-source-range of Ingress shop/main)',
    ],
    [
      'denylist-source-range',
      { ingresses: [main({ 'denylist-source-range': '192.0.2.0/24' })] },
      'http://a.test/x',
      'deny 192.0.2.0/24 refuses 192.0.2.1 (denylist-source-range of Ingress shop/main)',
    ],
    [
      'denylist-source-range, for what a proxy says of the client',
      {
        ingresses: [main({ 'denylist-source-range': '192.0.2.0/24' })],
        configMap: { ...open, 'use-forwarded-headers': 'true' },
      },
      'http://a.test/x',
      'deny 192.0.2.0/24 refuses 192.0.2.77 (denylist-source-range of Ingress shop/main)',
      { sent: { 'x-forwarded-for': '192.0.2.77' } },
    ],
    [
      'a location of a server-snippet that refuses',
      { ingresses: [main({ 'server-snippet': 'location ~ ^/x { deny all; }' })] },
      'http://a.test/x',
      'deny all refuses 192.0.2.1 (server-snippet of Ingress shop/main)',
    ],
    [
      'a location of a server-snippet that passes on',
      { ingresses: [main({ 'server-snippet': 'location /x { proxy_pass http://192.0.2.9; }' })] },
      'http://a.test/x',
      'server-snippet of Ingress shop/main made this location',
    ],
    [
      'force-ssl-redirect',
      { ingresses: [main({ 'force-ssl-redirect': 'true' })] },
      'http://a.test/x',
      'https://a.test/x: http is redirected to https (force-ssl-redirect of Ingress shop/main)',
    ],
    [
      'force-ssl-redirect of the ConfigMap',
      { ingresses: [main()], configMap: { 'force-ssl-redirect': 'true' } },
      'http://a.test/x',
      "https://a.test/x: http is redirected to https (force-ssl-redirect of the controller's ConfigMap)",
    ],
    [
      'the ConfigMap',
      { ingresses: [main()], configMap: { 'whitelist-source-range': '10.0.0.0/8' } },
      'http://a.test/x',
      "deny all refuses 192.0.2.1 (whitelist-source-range of the controller's ConfigMap)",
    ],
  ])('%s', (_, words, url, reason, more = {}) => {
    const { hops } = tracer({ version: '1.11.8', configMap: open, ...words }).answer(
      request(url, { clientAddress: '192.0.2.1', ...more }),
      true,
    )
    expect(hops.map(({ detail }) => detail)).toContain(reason)
    expect(hops.filter(({ subject }) => /^(?:if|return)/.test(subject))).toEqual([])
  })

  it('tells the Ingress whose patterns all paths of a host are', () => {
    const ingresses = [
      of('regex', { 'use-regex': 'true' }, ['/[a-z]+/x ImplementationSpecific web:80']),
      of('plain', {}, ['/foo Prefix web:80'], 'a.test', 1),
    ]
    const { hops } = tracer({ ingresses }).answer(request('http://a.test/FOObar'), true)
    expect(hops.find(({ subject }) => subject === 'regex mode')?.detail).toMatch(/^Ingress shop\/regex has use-regex/)
  })
})
