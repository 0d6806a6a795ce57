/** What the ConfigMap and the flags of the controller change for every Ingress. */
import { describe, expect, it } from 'vitest'
import type { TraceRequest } from '../../../../src/domain/requests/trace.js'
import { ingress, line, request, tracer, type WorldWords } from '../../../support/worlds/ingress-world.js'

type Around = Omit<WorldWords, 'ingresses'>
type More = Partial<TraceRequest> & { readonly sent?: Record<string, string> }

const own = ingress('default/own', { rules: { 'a.test': ['/ Prefix web:80', '/open Prefix web:80'] } })
const told = (around: Around, url: string, more: More = {}, ingresses = [own]) =>
  line(tracer({ ...around, ingresses }).answer(request(url, more), false))

const served = 'default/web:80 as / by default/own'

describe('filters', () => {
  const agents = { 'block-user-agents': '~*bad[a-z]+, Old/1.0' }
  const referers = { 'block-referers': '~spam\\.test' }
  const from = (clientAddress: string) => ({ clientAddress })
  it.each<[what: string, configMap: Record<string, string>, url: string, more: More, answer: string]>([
    ['a user agent by pattern', agents, 'http://a.test/', { sent: { 'user-agent': 'my BADbot' } }, '403'],
    ['… by its whole text', agents, 'http://a.test/', { sent: { 'user-agent': 'old/1.0' } }, '403'],
    ['… another one', agents, 'http://a.test/', { sent: { 'user-agent': 'Old/1.01' } }, served],
    ['… on www names', agents, 'http://www.b.test/', { sent: { 'user-agent': 'badbot' } }, '403'],
    ['a referer', referers, 'http://a.test/', { sent: { referer: 'http://spam.test/' } }, '403'],
    ['… another one', referers, 'http://a.test/', { sent: { referer: 'http://spamXtest/' } }, served],
    ['a blocked network', { 'block-cidrs': '10.0.0.0/8, 192.0.2.1' }, 'http://a.test/', from('10.2.3.4'), '403'],
    ['… from elsewhere', { 'block-cidrs': '10.0.0.0/8' }, 'http://a.test/', from('192.0.2.7'), served],
    ['… from who knows where', { 'block-cidrs': '10.0.0.0/8' }, 'http://a.test/', {}, `${served} or 403`],
    ['an allowlist', { 'whitelist-source-range': '10.0.0.0/8' }, 'http://a.test/', from('192.0.2.7'), '403'],
    ['… is one', { 'whitelist-source-range': '10.0.0.0/8' }, 'http://a.test/', from('10.0.0.1'), served],
    ['a denylist', { 'denylist-source-range': '10.0.0.0/8' }, 'http://a.test/', from('10.0.0.1'), '403'],
    [
      '… in the place of blocked networks',
      { 'denylist-source-range': '10.0.0.0/8', 'block-cidrs': '192.0.2.0/24' },
      'http://a.test/',
      from('192.0.2.7'),
      served,
    ],
  ])('%s', (_, configMap, url, more, answer) => {
    const www = ingress('default/www', {
      rules: { 'b.test': ['/ Prefix web:80'] },
      annotations: { 'from-to-www-redirect': 'true' },
    })
    expect(told({ configMap }, url, more, [own, www])).toBe(answer)
  })
})

describe('snippets of the ConfigMap', () => {
  it.each<[what: string, configMap: Record<string, string>, url: string, answer: string]>([
    [
      'a map of http is known to a server',
      { 'http-snippet': 'map $uri $shut { default 0; /shut 1; }', 'server-snippet': 'if ($shut) { return 410; }' },
      'http://a.test/shut',
      '410',
    ],
    ['a location of a server', { 'server-snippet': 'location = /ping { return 200; }' }, 'http://a.test/ping', '200'],
    [
      'patterns come behind those of Ingresses',
      { 'server-snippet': 'location ~ ^/re { return 418; }' },
      'http://re.test/re',
      'default/web:80 as /re by default/re',
    ],
    ['of a location', { 'location-snippet': 'return 418;' }, 'http://a.test/', '418'],
    ['of a location, of nobody’s, too', { 'location-snippet': 'return 418;' }, 'http://nobody.test/', '418'],
    [
      'of a location, behind that of the Ingress',
      { 'location-snippet': 'return 418;', 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' },
      'http://snippet.test/',
      '410',
    ],
    [
      'of a server, behind app-root',
      { 'server-snippet': 'return 418;' },
      'http://root.test/',
      '302 http://root.test/app',
    ],
    ['one that breaks leaves open what is loaded', { 'server-snippet': 'return 418; }' }, 'http://a.test/', 'unknown'],
  ])('%s', (_, configMap, url, answer) => {
    const rules = (host: string) => ({ [host]: ['/ Prefix web:80'] })
    const others = [
      ingress('default/re', { rules: rules('re.test'), annotations: { 'use-regex': 'true' } }),
      ingress('default/root', { rules: rules('root.test'), annotations: { 'app-root': '/app' } }),
      ingress('default/snippet', {
        rules: rules('snippet.test'),
        annotations: { 'configuration-snippet': 'return 410;' },
      }),
    ]
    expect(told({ configMap }, url, {}, [own, ...others])).toBe(answer)
  })
})

it.each([
  ['GET', '/', 'default/web:80 as / by default/own'],
  ['POST', '/', '503'],
  ['HEAD', '/', 'default/web:80 as / by default/own'],
])(
  'a snippet with limit_except GET leaves the balancer without a backend for others: %s %s',
  (method, path, answer) => {
    const annotations = { 'configuration-snippet': 'limit_except GET { deny all; }' }
    const ingresses = [ingress('default/own', { rules: { 'a.test': ['/ Prefix web:80'] }, annotations })]
    const configMap = { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' }
    expect(line(tracer({ ingresses, configMap }).answer(request(`http://a.test${path}`, { method }), false))).toBe(
      answer,
    )
  },
)

describe('authentication for all', () => {
  const global = { 'global-auth-url': 'http://auth.test/check' }
  const without = ingress('default/own', {
    rules: { 'a.test': ['/ Prefix web:80'] },
    annotations: { 'enable-global-auth': 'false' },
  })
  const basic = ingress('default/own', {
    rules: { 'a.test': ['/ Prefix web:80'] },
    annotations: { 'auth-type': 'basic', 'auth-secret': 'users' },
  })
  const secrets = [
    { kind: 'Secret' as const, metadata: { namespace: 'default', name: 'users' }, data: { auth: 'eDp5' } },
  ]
  it('asks a service, but for paths without and Ingresses that do without', () => {
    expect(told({ configMap: global }, 'http://a.test/')).toBe(`${served} or 401, 403, 500`)
    expect(told({ configMap: { ...global, 'no-auth-locations': '/open' } }, 'http://a.test/open/x')).toBe(
      'default/web:80 as /open/x by default/own',
    )
    expect(told({ configMap: global }, 'http://a.test/', {}, [without])).toBe(served)
    expect(told({ configMap: { 'global-auth-url': 'no-url' } }, 'http://a.test/')).toBe(served)
  })

  it('is off below such paths for passwords, too', () => {
    expect(told({ secrets }, 'http://a.test/', {}, [basic])).toBe(`${served} or 401`)
    expect(told({ secrets, configMap: { 'no-auth-locations': '/' } }, 'http://a.test/', {}, [basic])).toBe(served)
  })
})

describe('flags', () => {
  const from = (clientAddress: string) => ({ clientAddress })
  it.each<[what: string, around: Around, url: string, more: More, answer: string]>([
    ['the health page', {}, 'http://x.test/healthz', {}, '200'],
    ['… elsewhere', { flags: ['--health-check-path=/live'] }, 'http://x.test/healthz', {}, '404'],
    ['… there', { flags: ['--health-check-path=/live'] }, 'http://x.test/lively', {}, '200'],
    ['the status page', {}, 'http://x.test/nginx_status', from('127.0.0.1'), '200'],
    ['… from elsewhere', {}, 'http://x.test/nginx_status', from('10.0.0.1'), '403'],
    [
      '… which may be allowed',
      { configMap: { 'nginx-status-ipv4-whitelist': '10.0.0.0/8' } },
      'http://x.test/nginx_status',
      from('10.0.0.1'),
      '200',
    ],
    ['other ports', { flags: ['--http-port=8080', '--https-port=8443'] }, 'http://a.test/', {}, served],
    ['… of https', { flags: ['--http-port=8080', '--https-port=8443'] }, 'https://a.test/', {}, served],
  ])('%s', (_, around, url, more, answer) => {
    expect(told(around, url, more)).toBe(answer)
  })

  it('another prefix of annotations', () => {
    const other = ingress('default/own', {
      rules: { 'a.test': ['/ Prefix web:80'] },
      annotations: { 'force-ssl-redirect': 'true', 'p.example/app-root': '/app' },
    })
    expect(told({ flags: ['--annotations-prefix=p.example'] }, 'http://a.test/', {}, [other])).toBe(
      '302 http://a.test/app',
    )
  })

  it('no catch-all', () => {
    const all = ingress('default/all', { rules: { 'b.test': ['/ Prefix web:80'] }, default: 'all:80' })
    const rest = ingress('default/rest', { default: 'all:80' })
    expect(told({}, 'http://c.test/', {}, [rest])).toBe('default/all:80 as / by default/rest')
    expect(told({ flags: ['--disable-catch-all'] }, 'http://c.test/', {}, [rest, all])).toBe('404')
  })

  it('a default backend of its own, which gives way to nginx where it has no endpoint', () => {
    const service = {
      kind: 'Service' as const,
      metadata: { namespace: 'edge', name: 'errors' },
      spec: { ports: [{ port: 80, targetPort: 8080 }] },
    }
    const around = { flags: ['--default-backend-service=edge/errors'], services: [service] }
    const answer = (more: Around) => {
      const { verdict, status, backend } = tracer({ ingresses: [own], ...around, ...more }).answer(
        request('http://c.test/'),
        false,
      )
      return { verdict, status, service: backend?.service }
    }
    expect(answer({})).toEqual({ verdict: 'not-found', status: null, service: 'errors' })
    expect(answer({ empty: ['edge/errors'] })).toEqual({ verdict: 'not-found', status: 404, service: 'errors' })
    expect(answer({ services: [] })).toMatchObject({ verdict: 'not-found', status: 404 })
  })
})

describe('of Services', () => {
  const external = {
    kind: 'Service' as const,
    metadata: { namespace: 'default', name: 'web' },
    spec: { type: 'ExternalName', externalName: 'x.example', ports: [{ port: 80 }] },
  }
  it('an ExternalName may be forbidden', () => {
    expect(told({ services: [external] }, 'http://a.test/')).toBe(served)
    expect(told({ services: [external], flags: ['--disable-svc-external-name'] }, 'http://a.test/')).toBe('503')
  })

  it('their own address may stand for their endpoints, and refuses where nothing is behind it', () => {
    const empty = ['default/web']
    const configMap = { 'service-upstream': 'true' }
    expect(told({ empty }, 'http://a.test/')).toBe('503')
    expect(told({ empty, configMap }, 'http://a.test/')).toBe('502')
    expect(told({ configMap }, 'http://a.test/')).toBe(served)
  })
})

it('a handshake may be refused where no server has its name', () => {
  const configMap = { 'ssl-reject-handshake': 'true' }
  expect(told({}, 'https://c.test/')).toBe('404')
  expect(told({ configMap }, 'https://c.test/')).toBe('denied')
  expect(told({ configMap }, 'https://a.test/', { sni: null })).toBe('denied')
  expect(told({ configMap }, 'https://c.test/', { sni: 'a.test' })).toBe('404')
  expect([told({ configMap }, 'https://a.test/'), told({ configMap }, 'http://a.test/')]).toEqual([served, served])
})

it('a wildcard host was a name before 0.41, which covers all below it', () => {
  const wild = ingress('default/own', {
    rules: { '*.a.test': ['/ Prefix web:80'] },
    annotations: { 'temporal-redirect': 'https://own.test' },
  })
  const at = (version: string, host: string) => told({ version }, `http://${host}/`, {}, [wild])
  expect([at('0.41.0', 'y.x.a.test'), at('0.40.2', 'y.x.a.test')]).toEqual(['404', '302 https://own.test'])
})
