/** `lint --against`: what a change brings, cures and leaves, whose requests it moves; and that it would be so. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type FakeApi, fakeApi } from '../support/cluster/fake-api.js'
import { status } from '../support/cluster/fake-api-faults.js'
import { controllerPod } from '../support/cluster/fake-controller.js'
import { ingress, rule } from '../support/objects.js'
import { session } from '../support/program/session.js'
import { common } from './one-controller.js'

const meta = (name: string, namespace = 'shop', more: object = {}) => ({ name, namespace, ...more })

const svc = (name: string, namespace = 'shop', more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: meta(name, namespace, more),
  spec: { selector: { app: name }, ports: [{ port: 80 }] },
})

const ing = (
  name: string,
  namespace: string,
  host: string | undefined,
  path: string,
  to: string,
  more: object = {},
) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: meta(name, namespace, more),
  spec: { ingressClassName: 'nginx', rules: [rule(host, path, to)] },
})

const slices = (name: string, namespace = 'shop') => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: meta(`${name}-1`, namespace, { labels: { 'kubernetes.io/service-name': name } }),
  addressType: 'IPv4',
  endpoints: [{ addresses: ['10.0.0.1'] }],
  ports: [{ name: '', port: 80, protocol: 'TCP' }],
})

const day = (number: number) => ({ uid: `u${number}`, creationTimestamp: `2026-01-0${number}T00:00:00Z` })

const kinds = {
  Ingress: 'all',
  IngressClass: 'all',
  Service: 'all',
  EndpointSlice: 'all',
  Pod: 'all',
  Secret: 'all',
}

const cluster = [
  { apiVersion: 'tkng.dev/v1', kind: 'Capture', takenAt: '2026-11-20T00:00:00Z', source: 'x', kinds, gaps: [] },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: 'nginx' },
    spec: { controller: 'k8s.io/ingress-nginx' },
  },
  ...[svc('cart', 'shop', day(1)), svc('wp', 'blog', day(1)), slices('cart'), slices('wp', 'blog')],
  ing('web', 'shop', 'shop.example.com', '/cart', 'cart', day(2)),
  ing('bad', 'shop', 'bad.example.com', '/', 'gone', day(3)),
  ing('worse', 'shop', 'worse.example.com', '/', 'lost', day(4)),
  { apiVersion: 'v1', kind: 'Pod', ...controllerPod({ name: 'proxy-1', owner: ['DaemonSet', 'proxy'], args: [] }) },
]

const yaml = (...objects: readonly object[]) => objects.map((one) => JSON.stringify(one)).join('\n---\n')

async function compare(change: string, more: readonly object[] = [], ...words: string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'against-'))
  writeFileSync(join(cwd, 'cluster.yaml'), yaml(...cluster, ...more))
  writeFileSync(join(cwd, 'change.yaml'), change)
  const found = await session(
    [
      'lint',
      '-f',
      'change.yaml',
      '--against',
      'cluster.yaml',
      '--columns',
      'severity,code,where,message',
      '--no-headers',
      ...words,
    ],
    { cwd },
  )
  return {
    ...found,
    lines: found.stdout
      .trim()
      .split('\n')
      .map((line) => line.replaceAll(/ {2,}/g, ' ')),
  }
}

describe('a change that is applied to a capture', () => {
  it('tells whose requests it moves, and what it brings, cures and leaves', async () => {
    const change = yaml(
      { ...ing('web', 'blog', 'shop.example.com', '/cart', 'wp'), metadata: meta('web', 'blog') },
      { ...ing('web', 'shop', 'other.example.com', '/', 'crt'), metadata: meta('web') },
      svc('gone'),
    )
    const { lines, code } = await compare(change)
    expect(lines).toEqual([
      expect.stringMatching(/^error, new no-service change\.yaml:3 Service shop\/crt does not exist/),
      expect.stringMatching(/^info, new route-changes .*bad\.example\.com\/: 503 → shop\/gone$/),
      'info, new route-changes change.yaml:1 shop.example.com/cart: shop/cart → blog/wp',
      'info, new route-changes change.yaml:3 other.example.com/: 404 → 503',
      expect.stringMatching(/^error, cured no-service .*shop\/gone/),
      expect.stringMatching(/^error, as before no-service .*shop\/lost/),
      expect.stringMatching(/^warning, as before end-of-life/),
    ])
    expect(code).toBe(1)
  })

  it('ends with 0 where nothing is new', async () => {
    const { lines, code } = await compare(
      yaml({ ...ing('web', 'shop', 'shop.example.com', '/cart', 'cart'), metadata: meta('web') }),
    )
    expect(lines.every((line) => line.includes('as before'))).toBe(true)
    expect(code).toBe(0)
  })

  it('takes a Service that comes with it to have endpoints', async () => {
    const change = yaml(svc('fresh'), ing('fresh', 'shop', 'fresh.example.com', '/', 'fresh'))
    const { lines, code } = await compare(change)
    expect(lines.filter((line) => line.includes('new'))).toEqual([
      expect.stringContaining('fresh.example.com/: 404 → shop/fresh'),
    ])
    expect(code).toBe(0)
  })

  it('names a rule without a host as lists of routes do', async () => {
    const { lines } = await compare(yaml(ing('any', 'shop', undefined, '/late', 'cart')))
    expect(lines.filter((line) => line.includes('/late'))).toEqual([
      expect.stringContaining(' */late: 404 → shop/cart'),
    ])
  })

  it('tells shares that change, and requests that somebody must let through first', async () => {
    const annotated = (annotations: object) => ({ annotations })
    const next = (weight: number) =>
      ing('next', 'shop', 'shop.example.com', '/cart', 'next', {
        ...annotated({
          'nginx.ingress.kubernetes.io/canary': 'true',
          'nginx.ingress.kubernetes.io/canary-weight': String(weight),
        }),
      })
    const guarded = ing('web', 'shop', 'shop.example.com', '/cart', 'cart', {
      ...annotated({ 'nginx.ingress.kubernetes.io/auth-url': 'https://auth.example.com/check' }),
    })
    const moved = async (change: string, ...before: object[]) => {
      const { lines } = await compare(change, before)
      return lines
        .filter((line) => line.includes('route-changes'))
        .map((line) => line.replace(/.*route-changes (?:- |change.yaml:1 )/, ''))
    }
    const before = [svc('next'), slices('next'), next(30)]
    expect(await moved(yaml(next(50)), ...before)).toEqual([
      'shop.example.com/cart: shop/cart (70 % shop-cart-80, 30 % shop-next-80) → shop/cart (50 % shop-cart-80, 50 % shop-next-80)',
    ])
    expect(await moved(yaml(guarded))).toEqual(['shop.example.com/cart: shop/cart → shop/cart, if let through'])
  })

  it('has the bucket in JSON', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'against-'))
    writeFileSync(join(cwd, 'cluster.yaml'), yaml(...cluster))
    writeFileSync(join(cwd, 'change.yaml'), yaml(svc('gone')))
    const { stdout } = await session(['lint', '-f', 'change.yaml', '--against', 'cluster.yaml', '-o', 'json'], { cwd })
    const items = JSON.parse(stdout).items as readonly { readonly code: string; readonly bucket: string }[]
    expect(items.map(({ code, bucket }) => `${code} ${bucket}`)).toEqual([
      'route-changes introduced',
      'no-service fixed',
      'no-service unchanged',
      'end-of-life unchanged',
    ])
  })
})

it('files against files stand for themselves: what is gone is gone', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'against-'))
  const both = [svc('web'), ing('a', 'shop', 'a.test', '/', 'web'), ing('b', 'shop', 'b.test', '/', 'web')]
  writeFileSync(join(cwd, 'old.yaml'), yaml(...both))
  writeFileSync(join(cwd, 'new.yaml'), yaml(...both.slice(0, 2)))
  const { stdout, code } = await session(['lint', '-f', 'new.yaml', '--against', 'old.yaml', '-o', 'json'], { cwd })
  expect(JSON.parse(stdout).items.map(({ message }: { message: string }) => message)).toEqual([
    'b.test/: shop/web → 404',
  ])
  expect(code).toBe(0)
})

it('routes of Gateways move, come and go, too', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'against-'))
  const gateway = 'gateway.networking.k8s.io/v1'
  const common = [
    { apiVersion: gateway, kind: 'GatewayClass', metadata: { name: 'c' }, spec: { controllerName: 'x.io/y' } },
    {
      ...{ apiVersion: gateway, kind: 'Gateway', metadata: meta('gw') },
      spec: { gatewayClassName: 'c', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
    },
    ...[svc('cart'), svc('next')],
  ]
  const route = (name: string, host: string, path: string, to: string) => ({
    ...{ apiVersion: gateway, kind: 'HTTPRoute', metadata: meta(name) },
    spec: {
      ...{ parentRefs: [{ name: 'gw' }], hostnames: [host] },
      rules: [{ matches: [{ path: { type: 'PathPrefix', value: path } }], backendRefs: [{ name: to, port: 80 }] }],
    },
  })
  const old = [...common, route('a', 'shop.example.com', '/cart', 'cart'), route('b', 'b.example.com', '/', 'cart')]
  const now = [...common, route('a', 'shop.example.com', '/cart', 'next'), route('d', 'd.example.com', '/', 'cart')]
  writeFileSync(join(cwd, 'old.yaml'), yaml(...old))
  writeFileSync(join(cwd, 'new.yaml'), yaml(...now))
  const { stdout, code } = await session(['lint', '-f', './new.yaml', '--against', 'old.yaml', '-o', 'json'], { cwd })
  const items = JSON.parse(stdout).items as readonly { readonly message: string; readonly file: string | null }[]
  expect(items.map(({ message, file }) => `${file ?? '-'} ${message}`)).toEqual([
    '- b.example.com/: shop/cart → 404',
    'new.yaml shop.example.com/cart: shop/cart → shop/next',
    'new.yaml d.example.com/: 404 → shop/cart',
  ])
  expect(code).toBe(0)
})

const toWeb = (to: string) => ({ services: [{ name: to, port: 80 }] })

it.each([
  {
    kind: 'IngressRoute',
    apiVersion: 'traefik.io/v1alpha1',
    spec: (to: string) => ({
      routes: [
        { kind: 'Rule', match: 'Host(`a.test`)', ...toWeb(to) },
        { kind: 'Rule', match: 'Host(`a.test`) && PathPrefix(`/b`)', ...toWeb('cart') },
      ],
    }),
  },
  {
    kind: 'HTTPProxy',
    apiVersion: 'projectcontour.io/v1',
    spec: (to: string) => ({
      virtualhost: { fqdn: 'a.test' },
      routes: [
        { conditions: [{ prefix: '/' }], ...toWeb(to) },
        { conditions: [{ prefix: '/b' }], ...toWeb('cart') },
      ],
    }),
  },
  {
    kind: 'VirtualServer',
    apiVersion: 'k8s.nginx.org/v1',
    spec: (to: string) => ({
      host: 'a.test',
      upstreams: [to, 'cart'].map((service) => ({ name: service, service, port: 80 })),
      routes: [
        { path: '/', action: { pass: to } },
        { path: '/b', action: { pass: 'cart' } },
      ],
    }),
  },
])('routes of $kind move, too, each told once', async ({ kind, apiVersion, spec }) => {
  const cwd = mkdtempSync(join(tmpdir(), 'against-'))
  const state = (to: string) =>
    yaml(svc('web'), svc('next'), svc('cart'), { apiVersion, kind, metadata: meta('r'), spec: spec(to) })
  writeFileSync(join(cwd, 'old.yaml'), state('web'))
  writeFileSync(join(cwd, 'new.yaml'), state('next'))
  const { stdout, code } = await session(['lint', '-f', 'new.yaml', '--against', 'old.yaml', '-o', 'json'], { cwd })
  const items = JSON.parse(stdout).items as readonly { readonly message: string; readonly code: string }[]
  expect(items.filter((one) => one.code === 'route-changes').map(({ message }) => message)).toEqual([
    'a.test/: shop/web → shop/next',
  ])
  expect(code).toBe(0)
})

describe('a change that is looked at in a cluster', () => {
  let api: FakeApi | undefined
  afterEach(() => api?.close())

  const live = {
    ...common,
    Ingress: [ingress('web', { ingressClassName: 'nginx', rules: [rule('shop.example.com', '/cart', 'a')] })],
    Namespace: [{ metadata: { name: 'default' } }],
  }
  const change = yaml({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    ...ingress('web', {
      ingressClassName: 'nginx',
      rules: [rule('shop.example.com', '/cart', 'b'), rule('new.test', '/', 'no')],
    }),
  })

  it.each([[['--live']], [['--context', 'fake']]])(
    'by %s: it is asked, and nothing is changed there',
    async (words) => {
      api = await fakeApi({ objects: live as never })
      const cwd = mkdtempSync(join(tmpdir(), 'against-'))
      writeFileSync(join(cwd, 'config'), api.kubeconfig())
      writeFileSync(join(cwd, 'change.yaml'), change)
      const argv = ['lint', '-f', 'change.yaml', ...words, '--no-headers', '--columns', 'severity,code,where,message']
      const { stdout, code } = await session(argv, { cwd, env: { KUBECONFIG: join(cwd, 'config') } })
      const lines = stdout
        .trim()
        .split('\n')
        .map((line) => line.replaceAll(/ {2,}/g, ' '))
      expect(lines).toEqual([
        expect.stringMatching(/^error, new no-service change\.yaml:1 Service default\/no does not exist/),
        'info, new route-changes change.yaml:1 shop.example.com/cart: default/a → default/b',
        'info, new route-changes change.yaml:1 new.test/: 404 → 503',
        expect.stringMatching(/^warning, as before end-of-life/),
      ])
      expect(code).toBe(1)
      expect(new Set(api.requests.map(({ method }) => method))).toEqual(new Set(['GET']))
    },
  )

  it('where nothing may be seen: that is told, and no route is said to change', async () => {
    api = await fakeApi({ objects: live as never, faults: [status(403, 'Forbidden', 'no')] })
    const cwd = mkdtempSync(join(tmpdir(), 'against-'))
    writeFileSync(join(cwd, 'config'), api.kubeconfig())
    writeFileSync(join(cwd, 'change.yaml'), change)
    const argv = ['lint', '-f', 'change.yaml', '--live', '-o', 'json']
    const { stdout, stderr, code } = await session(argv, { cwd, env: { KUBECONFIG: join(cwd, 'config') } })
    expect(stdout).not.toContain('route-changes')
    expect(stderr).toContain('error: Ingress: not allowed to look')
    expect(code).toBe(2)
  })
})

it.each([
  [['--live'], '--live needs a change'],
  [['-f', 'x', '--against', 'y', '--live'], '--against names files'],
  [['-f', 'x', '--against', 'y', '--context', 'z'], '--against names files'],
])('%s is refused', async (argv, words) => {
  const { stderr, code } = await session(['lint', ...argv])
  expect([code, stderr]).toEqual([2, expect.stringContaining(words)])
})
