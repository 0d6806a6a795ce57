/** What is set as people write it, and does what nobody means: traps, services and balancers that are elsewhere. */
import { describe, expect, it } from 'vitest'
import type { Service } from '../../../../src/domain/objects/objects.js'
import { told } from '../../../support/why/told.js'
import { line, request, tracer, type WorldWords } from '../../../support/worlds/ingress-world.js'
import { type Annotations, main, of, open, said } from './annotated.js'

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
  const entry = (externalTrafficPolicy: string | null, annotations: Annotations = {}): Service => ({
    kind: 'Service',
    metadata: { namespace: 'edge', name: 'entry', annotations },
    spec: { type: 'LoadBalancer', externalTrafficPolicy, ports: [{ name: 'https', port: 443, targetPort: 'https' }] },
  })
  const hides = ['main allowlist-behind-proxy']
  it.each<[annotations: Annotations, service: Service, config: Annotations, says: readonly string[]]>([
    [{ 'whitelist-source-range': '192.0.2.0/24' }, entry('Cluster'), {}, hides],
    [{ 'denylist-source-range': '192.0.2.0/24' }, entry('Cluster'), {}, hides],
    [{ 'limit-rps': '5' }, entry('Cluster'), {}, hides],
    [{ 'limit-rps': '5' }, entry(null), {}, hides],
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
