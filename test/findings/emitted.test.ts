/** Every code of the catalogue is found by somebody: small worlds bring each of them about, and its words fit its facts. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type CertificateFacts, readCertificate } from '../../src/domain/certificates.js'
import type { FindingCode, Told } from '../../src/domain/findings/facts.js'
import type { Service } from '../../src/domain/objects/objects.js'
import { resolveRoutes } from '../../src/domain/routes/resolve-routes.js'
import { catalogue, fixOf, sentenceOf } from '../../src/findings/catalogue.js'
import { type Judged, judge } from '../../src/questions/certificates/judge.js'
import { indexRoutes } from '../../src/semantics/ingress/index-rules.js'
import { losersOf } from '../../src/semantics/ingress/losers.js'
import { controllerPod } from '../support/cluster/fake-controller.js'
import { pem } from '../support/cluster/tls-files.js'
import { service as objectService, pod, slice } from '../support/objects.js'
import { gathered, ingressClass, proxy } from '../support/why/gathered.js'
import { rows } from '../support/why/told.js'
import { read } from '../support/worlds/ingress-policy.js'
import { type IngressWords, ingress, request, tracer, type WorldWords, world } from '../support/worlds/ingress-world.js'
import { elsewhere } from './elsewhere.js'

type Sources = Parameters<typeof rows>[1]

const why = async (words: WorldWords, sources?: Sources): Promise<readonly Told[]> =>
  (await rows(words, sources)).flatMap(({ causes }) => causes)
const lost = (url: string, words: WorldWords): readonly Told[] => tracer(words).answer(request(url), true).losers
const flaws = (annotations: Readonly<Record<string, string>>, more: Parameters<typeof read>[1] = {}) =>
  read(annotations, more).flaws

const a = (words: IngressWords = {}, name = 'shop/a') =>
  ingress(name, { rules: { 'a.test': ['/ Prefix web:80'] }, ...words })
const on = (host: string, paths: readonly string[], name: string, more: IngressWords = {}) =>
  ingress(name, { rules: { [host]: paths }, ...more })
const service = (name: string, spec: Service['spec'], namespace = 'shop'): Service => ({
  kind: 'Service',
  metadata: { namespace, name },
  spec,
})
const secret = (name: string, data: Readonly<Record<string, string>>) =>
  ({ kind: 'Secret', metadata: { namespace: 'shop', name }, data }) as const
const canary = (name: string, path: string, more: IngressWords = {}) =>
  on('a.test', [path], `shop/${name}`, {
    age: 1,
    ...more,
    annotations: { canary: 'true', 'canary-weight': '5', ...more.annotations },
  })

const backend = (name: string, more: object = {}) => ({
  name,
  endpoints: [{ address: '10.1.0.1', port: '8080' }],
  ...more,
})
const location = (inside = '') =>
  `location "/" { set $namespace "shop"; set $ingress_name "a"; set $location_path "/"; set $proxy_upstream_name "shop-web-80"; ${inside} }`
const replica = (server: string, backends: readonly object[] | null = null, more: Sources = {}): Sources => ({
  replica: { kind: 'Pod', namespace: 'edge', name: 'p' },
  conf: (read) =>
    read(
      (async function* () {
        yield new TextEncoder().encode(
          `events {}\nhttp {\nserver { server_name "a.test"; listen 80;\n${server}\n}\n}\n`,
        )
      })(),
    ),
  backends: async () => backends as never,
  ...more,
})

async function annotationFlaws(): Promise<readonly Told[]> {
  const config = { 'annotation-value-word-blocklist': 'load_module', 'global-allowed-response-headers': 'X-A' }
  const twoKeys = { 'ConfigMap shop/map': { 'X-A': 'b', 'X-B': 'c' } }
  return [
    ...flaws({ 'configuration-snippet': 'load_module', 'rewrite-taget': '/', 'nginx.org/rewrites': 'x' }, { config }),
    ...flaws({ 'server-snippet': 'x' }, { version: '1.11.0' }),
    ...flaws({}, { spec: { rules: [{ host: 'a.test', http: { paths: [{ path: '/x; root /etc/nginx;' }] } }] } }),
    ...flaws({}, { version: '1.5.2', spec: { rules: [{ host: 'a.test', http: { paths: [{ path: '/(x)' }] } }] } }),
    ...flaws({ 'auth-url': '', 'auth-secret': 'users', 'proxy-read-timeout': '1m', 'x-forwarded-prefix': 'true' }),
    ...flaws({ 'whitelist-source-range': '10.0.0.1', 'allowlist-source-range': '10.0.0.2', 'ssl-passthrough': 'true' }),
    ...flaws({ 'temporal-redirect': '/x', 'default-backend': 'gone', 'app-root': '/', 'rewrite-target': '$1' }),
    ...flaws({ 'temporal-redirect': 'http://x/', 'permanent-redirect': 'http://y/', 'temporal-redirect-code': '200' }),
    ...flaws({ 'canary-weight': '5' }),
    ...flaws({ canary: 'true' }, { spec: { rules: [{ host: 'a.test' }] } }),
    ...flaws({ 'auth-type': 'basic', 'auth-secret': 'other/users' }),
    ...flaws({ 'auth-type': 'basic' }),
    ...flaws({ 'auth-tls-secret': 'shop/ca' }, { objects: { 'Secret shop/ca': { 'tls.crt': 'eA==' } } }),
    ...flaws({ 'custom-headers': 'shop/gone' }),
    ...flaws({ 'custom-headers': 'shop/map' }, { objects: { 'ConfigMap shop/map': { 'X A': 'b' } } }),
    ...flaws({ 'custom-headers': 'shop/map' }, { objects: twoKeys, config }),
  ]
}

async function rulesAndBackends(): Promise<readonly Told[]> {
  const ports = (name: string, ...ports: readonly object[]) => service(name, { ports: ports as never })
  const external = (name: string, externalName: string) => service(name, { type: 'ExternalName', externalName })
  const bucket = { resource: { kind: 'Bucket', name: 'x' } }
  const { spec, ...own } = a({}, 'shop/bucket')
  return [
    ...(await why({
      ingresses: [on('a.test', ['/gone Prefix gone:80', '/none Prefix none:80', '/no Prefix target:81'], 'shop/a')],
      missing: ['shop/gone'],
      empty: ['shop/none'],
      services: [ports('target', { port: 80 })],
    })),
    ...(await why({
      ingresses: [on('a.test', ['/t Prefix target:8080', '/f Prefix far:80', '/z Prefix zero:http'], 'shop/a')],
      services: [
        ports('target', { port: 80, targetPort: 8080 }),
        external('far', 'localhost'),
        external('zero', 'x.example.com'),
      ],
    })),
    ...(await why({
      ingresses: [on('a.test', ['/ Prefix twice:8080'], 'shop/a')],
      services: [ports('twice', { name: 'a', port: 80, targetPort: 8080 }, { name: 'b', port: 8080, targetPort: 1 })],
    })),
    ...(await why({
      ingresses: [
        on('one.test', ['/ Prefix b-c:80'], 'team-a/one'),
        on('two.test', ['/ Prefix c:80'], 'team-a-b/two', { age: 1 }),
      ],
    })),
    ...(await why({
      ingresses: [
        a({ annotations: { 'service-upstream': 'true' } }),
        on('b.test', ['/ Prefix web:80'], 'shop/b', { age: 1 }),
      ],
    })),
    ...(await why({
      ingresses: [a({ annotations: { 'default-backend': 'errors' } })],
      services: [service('errors', { clusterIP: '10.96.0.2', ports: [{ port: 80 }] })],
      empty: ['shop/web', 'shop/errors'],
    })),
    ...(await why({
      ingresses: [
        { ...own, spec: { ...spec, rules: [{ host: 'b.test', http: { paths: [{ path: '/', backend: bucket }] } }] } },
      ],
    })),
    ...(await why({ ingresses: [a({ rules: { 'a.test': null } }), ingress('shop/x', {})] })),
    ...(await why({
      ingresses: [
        ingress('shop/d', { default: 'web:80' }),
        ingress('shop/e', { default: 'web:80', age: 1 }),
        on('a.test', ['/y Prefix web:80'], 'shop/f'),
        on('a.test', ['/x Prefix web:80'], 'shop/g', { default: 'web:80', age: 1 }),
      ],
    })),
  ]
}

async function hostsAndPaths(): Promise<readonly Told[]> {
  const tls = (secretName: string | undefined, hosts = ['a.test']) => ({
    tls: [{ hosts, ...(secretName === undefined ? {} : { secretName }) }],
  })
  const secrets = [secret('server', { 'tls.crt': btoa(pem('server')) }), secret('empty', {})]
  const certificate = (name: string | undefined, hosts?: string[]) => why({ ingresses: [a(tls(name, hosts))], secrets })
  return [
    ...(await why({
      ingresses: [
        a(),
        a({ age: 1 }, 'shop/b'),
        on('a.test', ['/foo/[a-z]{3} ImplementationSpecific web:80'], 'shop/r', {
          annotations: { 'use-regex': 'true', 'rewrite-target': '/$1' },
        }),
        on('a.test', ['/foo/bar Prefix web:80', '/caf%C3%A9 - web:80'], 'shop/p'),
      ],
    })),
    ...(await why({
      ingresses: [
        on('a.test', ['/ba[r]$ - web:80'], 'shop/r', { annotations: { 'use-regex': 'true' } }),
        on('a.test', ['/bar Prefix web:80'], 'shop/p'),
        on('b.test', ['/ Prefix web:80'], 'shop/away', { annotations: { 'permanent-redirect': 'https://c.test/' } }),
        on('round.test', ['/ Prefix web:80'], 'shop/round', { annotations: { 'permanent-redirect': '/x' } }),
        on('plain.test', ['/ Prefix web:80'], 'shop/plain', { annotations: { 'ssl-redirect': 'true' } }),
        on('c.test', ['/ Prefix web:80'], 'shop/odd', {
          annotations: { 'configuration-snippet': 'if ($time_iso8601 ~ T00) { return 403; }' },
        }),
      ],
      configMap: { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' },
    })),
    ...(await why({
      ingresses: [
        a({ annotations: { 'server-alias': 'b.test,x.test', 'from-to-www-redirect': 'true' } }),
        on('a.test', ['/x Prefix web:80'], 'shop/b', { annotations: { 'server-alias': 'y.test' }, age: 1 }),
        on('b.test', ['/ Prefix web:80'], 'shop/c', { annotations: { 'server-alias': 'x.test' }, age: 2 }),
        on('www.a.test', ['/a(b) Prefix web:80'], 'shop/w'),
      ],
      configMap: { 'annotations-risk-level': 'Critical' },
    })),
    ...(await why({
      ingresses: [
        a(),
        on('a.test', ['/x Prefix web:80'], 'shop/b', { annotations: { 'auth-tls-secret': 'shop/gone' } }),
      ],
    })),
    ...(await why({
      ingresses: [
        on('a.test', ['/foo Prefix web:80', '/foo/ Prefix other:80'], 'shop/a'),
        a({ age: 1, rules: { 'b.test': ['/ Prefix web:80'] } }, 'shop/b'),
        on('*.c.test', ['/ Prefix web:80'], 'shop/c', { annotations: { 'from-to-www-redirect': 'true' } }),
        on('d.test', ['/(x ImplementationSpecific web:80'], 'shop/d', { annotations: { 'use-regex': 'true' } }),
      ],
    })),
    ...(await why({
      ingresses: [
        a({ annotations: { 'configuration-snippet': 'proxy_read_timeout 1h;' } }),
        on('b.test', ['/ Prefix web:80'], 'shop/b', { annotations: { 'proxy-buffers-number': '1' } }),
      ],
      version: '1.8.0',
    })),
    ...(await why({
      ingresses: [
        on('a.test', ['/old Exact web:80', '/api/* Prefix web:80'], 'shop/a', {
          annotations: { 'permanent-redirect': 'https://b.test/' },
        }),
        on('b.test', ['/x Prefix web:80'], 'shop/b', { annotations: { 'app-root': '/y', 'rewrite-target': '/' } }),
        on('e.test', ['/ Prefix web:80'], 'shop/f', { annotations: { 'auth-url': 'http://auth/' } }),
        on('c.test', ['/ Prefix web:80', '/oauth2 Prefix auth:80'], 'shop/c', {
          annotations: { 'auth-url': 'http://auth.test/x', 'auth-signin': 'https://$host/oauth2/start' },
        }),
        on('d.test', ['/ Prefix web:80', '/x Prefix web:80'], 'shop/d'),
        on('d.test', ['/ Prefix new:80'], 'shop/e', {
          annotations: { canary: 'true', 'canary-weight': '1', 'app-root': '/x' },
          age: 1,
        }),
      ],
    })),
    ...(await why({ ingresses: [on('a.test', ['/a;b ImplementationSpecific web:80'], 'shop/a')], version: '1.12.8' })),
    ...(await certificate('gone', ['a.test', 'b.test'])),
    ...(await certificate('ns/gone')),
    ...(await certificate('empty')),
    ...(await certificate('server')),
    ...(await certificate(undefined)),
    ...(await why({
      ingresses: [
        a({ ...tls('gone'), age: -1 }, 'shop/o'),
        on('a.test', ['/x Prefix web:80'], 'shop/p', tls('server')),
      ],
      secrets,
    })),
    ...(await why({ ingresses: [on('', ['/ Prefix web:80'], 'shop/a', tls('server', []))], secrets })),
  ]
}

async function canaries(): Promise<readonly Told[]> {
  return [
    ...(await why({ ingresses: [canary('c', '/ Prefix new:80')] })),
    ...(await why({ ingresses: [on('b.test', ['/ Prefix web:80'], 'shop/a'), canary('c', '/ Prefix new:80')] })),
    ...(await why({
      ingresses: [on('a.test', ['/ Prefix web:80', '/n Prefix new:80'], 'shop/a'), canary('c', '/ Prefix new:80')],
    })),
    ...(await why({
      ingresses: [on('b.test', ['/ Prefix new:80'], 'shop/a'), a({}, 'shop/b'), canary('c', '/c Prefix new:80')],
    })),
    ...(await why({ ingresses: [a(), canary('c', '/ Prefix new:80', { annotations: { 'canary-weight': '0' } })] })),
    ...(await why({
      ingresses: [
        on('a.test', ['/ Prefix web:80', '/x Prefix other:80'], 'shop/a'),
        canary('c', '/ Prefix new:80'),
        canary('d', '/ Prefix newer:80', { age: 2 }),
        canary('e', '/x Prefix new:80', { age: 3 }),
        on('a.test', ['/new Prefix new:80'], 'shop/z', { age: 5 }),
      ],
    })),
  ]
}

async function replicas(): Promise<readonly Told[]> {
  const denied = '# Location denied. Reason: "no \\"x\\""\nreturn 503;'
  const reload = async () => ({ successful: false, succeededAt: null })
  return [
    ...(await why({ ingresses: [a()] }, replica(''))),
    ...(await why({ ingresses: [a()] }, replica(location(), []))),
    ...(await why({ ingresses: [a()] }, replica(location(denied)))),
    ...(await why({ ingresses: [a()] }, replica('# no CA\nreturn 403;'))),
    ...(await why({ ingresses: [a({ annotations: { 'configuration-snippet': 'x' } })] }, replica(location()))),
    ...(await why({ ingresses: [a()], empty: ['shop/web'] }, replica(location(), [backend('shop-web-80')]))),
    ...(await why(
      { ingresses: [a(), canary('c', '/ Prefix new:80')] },
      replica(location(), [backend('shop-web-80'), backend('shop-new-80')]),
    )),
    ...(await why({ ingresses: [a()] }, replica('', null, { reload }))),
  ]
}

/** By the words of the specification, which no controller adds to. */
async function bySpecification(): Promise<readonly Told[]> {
  const { inventory } = world({
    ingresses: [on('a.test', ['/cart Prefix web:80'], 'shop/a', { default: 'web:80' })],
  }).facts
  const contest = { index: indexRoutes(resolveRoutes(inventory)), foreign: indexRoutes([]), winner: null }
  return losersOf({ ...contest, host: 'a.test', path: '/other' })
}

async function classes(): Promise<readonly Told[]> {
  const named = { ingressClassName: 'nginx' }
  const alb = ingressClass('alb', 'x/alb')
  const two = [proxy(), controllerPod({ name: 'b-1', owner: ['DaemonSet', 'b'] })]
  const other = { metadata: { annotations: { 'kubernetes.io/ingress.class': 'other' } } }
  const all = await Promise.all([
    gathered({}),
    gathered({ ingressClassName: 'ngnix' }),
    gathered({ ingressClassName: 'alb' }, { IngressClass: [alb] }),
    gathered(named, { Pod: two }, other),
    gathered(named, {}, {}, ['IngressClass']),
    gathered(named, { Pod: [proxy('--watch-namespace=other')] }),
    gathered(
      { ...named, defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
      {
        Pod: [proxy('--disable-catch-all')],
      },
    ),
    gathered(named, {}, { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }),
  ])
  return all.flatMap(causesOf)
}

/** What only a whole cluster has: endpoints that are not ready, named ports, and kinds that may not be seen. */
async function endpoints(): Promise<readonly Told[]> {
  const named = { ingressClassName: 'nginx' }
  const down = slice('web-1', { endpoints: [pod('web-a', '10.0.0.1', { ready: false })] })
  const http = objectService('web', { ports: [{ name: 'http', port: 80, targetPort: 'http' }] })
  const admin = slice('web-1', { ports: [{ name: 'admin', port: 81 }], endpoints: [pod('web-a', '10.0.0.1')] })
  const all = await Promise.all([
    gathered(named, { EndpointSlice: [down] }),
    gathered(named, { Service: [http], EndpointSlice: [admin] }),
    gathered(named, {
      EndpointSlice: [
        {
          ...slice('web-1', { endpoints: [pod('web-a', '10.0.0.1')] }),
          metadata: { namespace: 'default', name: 'mine', labels: { 'kubernetes.io/service-name': 'web' } },
        },
      ],
    }),
    gathered(named, {}, {}, ['EndpointSlice', 'Endpoints']),
    gathered(
      named,
      { EndpointSlice: [slice('web-1', { endpoints: [pod('web-a', '10.0.0.1'), pod('web-b', '10.0.0.2')] })] },
      { metadata: { annotations: { 'nginx.ingress.kubernetes.io/service-upstream': 'true' } } },
    ),
  ])
  return all.flatMap(causesOf)
}

function causesOf({ rows, gaps }: Awaited<ReturnType<typeof gathered>>): Told[] {
  return [
    ...rows.flatMap(({ causes }) => causes),
    ...gaps.map(({ reason, ...facts }) => ({ code: `gap-${reason}`, facts }) as Told),
  ]
}

async function certificates(): Promise<readonly Told[]> {
  const now = Date.parse('2026-06-01T00:00:00Z')
  const certificate = (more: Partial<CertificateFacts> = {}): CertificateFacts => ({
    ...(readCertificate(pem('server')) as CertificateFacts),
    sans: ['a.test'],
    notBefore: '2026-01-01T00:00:00Z',
    notAfter: '2027-01-01T00:00:00Z',
    ...more,
  })
  const secret = { kind: 'Secret', namespace: 'shop', name: 'tls' }
  const base: Judged = {
    host: 'a.test',
    asked: true,
    planned: { by: { kind: 'Ingress', namespace: 'shop', name: 'a' }, secret, certificate: certificate(), flaw: null },
    secretState: { is: 'there', certificate: certificate() },
    served: certificate(),
    isFake: false,
  }
  const cases: readonly Partial<Judged>[] = [
    {},
    { served: certificate({ notAfter: '2026-06-10T00:00:00Z' }), secretState: { is: 'unseen' } },
    { served: certificate({ notAfter: '2026-05-01T00:00:00Z' }) },
    { served: certificate({ notBefore: '2026-07-01T00:00:00Z' }) },
    { served: certificate(), isFake: true },
    { asked: false, planned: null, secretState: null, served: null },
    { served: null, secretState: { is: 'unseen' } },
    { shown: null },
    { planned: { by: null, secret, certificate: null, flaw: null, isPassedThrough: true } },
    { served: certificate({ sha256: 'other' }) },
  ]
  return cases.map((more) => judge({ ...base, ...more }, now, 30).found)
}

async function losers(): Promise<readonly Told[]> {
  const ingresses = [
    on('a.test', ['/cart Prefix web:80', '/cart/pay Exact pay:80', '/Cart Prefix up:80', '/ Prefix root:80'], 'shop/a'),
    on('a.test', ['/cart Exact exact:80'], 'shop/x'),
    on('a.test', ['/cart Prefix twin:80'], 'shop/twin', { age: 1 }),
    on('*.test', ['/cart Prefix wild:80'], 'shop/wild'),
    on('', ['/cart Prefix any:80'], 'shop/any'),
    on('a.test', ['/cart Prefix f:80'], 'shop/foreign', { class: 'other' }),
    a({ rules: { 'a.test': ['/cart Prefix d:80'] }, annotations: { 'configuration-snippet': 'x' } }, 'shop/dropped'),
    canary('c', '/cart Prefix new:80'),
  ]
  const regex = on('a.test', ['/cart(.*) - r:80'], 'shop/r', { annotations: { 'use-regex': 'true' } })
  const refusing = a({ annotations: { 'auth-tls-secret': 'shop/gone' } })
  return [
    ...['/cart/x', '/cart', '/CART', '/cart/pay/', '/carts'].flatMap((path) =>
      lost(`http://a.test${path}`, { ingresses }),
    ),
    ...lost('http://a.test/cart/x', { ingresses: [...ingresses, regex] }),
    ...lost('http://a.test/x', { ingresses: [refusing] }),
    ...lost('http://aa.test/cart', { ingresses: [on('a.test', ['/cart Prefix web:80'], 'shop/a')] }),
  ]
}

it.each(Object.entries(elsewhere))('%s is held by %j', (_code, [file, words]) => {
  expect(readFileSync(join(import.meta.dirname, '..', file), 'utf8')).toContain(words)
})

it('every code is found, in words that fit its facts', async () => {
  const found = [
    ...(await annotationFlaws()),
    ...(await rulesAndBackends()),
    ...(await hostsAndPaths()),
    ...(await canaries()),
    ...(await replicas()),
    ...(await losers()),
    ...(await certificates()),
    ...(await classes()),
    ...(await bySpecification()),
    ...(await endpoints()),
  ]
  for (const one of found) {
    const words = `${sentenceOf(one)} ${fixOf(one) ?? ''}`
    expect(words, one.code).not.toMatch(/undefined|\bnull\b|\[object|NaN|[\r\n]/)
  }
  const codes = new Set(found.map(({ code }) => code))
  const missing = (Object.keys(catalogue) as FindingCode[]).filter((code) => !codes.has(code) && !(code in elsewhere))
  expect(missing).toEqual([])
})
