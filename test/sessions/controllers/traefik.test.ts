/** Command lines in a cluster of Traefik with objects of its own kinds, and what its one replica says of itself. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { ingress, pod, rule, service, slice } from '../../support/objects.js'
import { session, transcript } from '../../support/program/session.js'
import { traefikClasses, traefikPod } from '../../support/worlds/traefik-world.js'
import { expectGolden } from '../golden.js'

const of = (apiVersion: string, kind: string, object: object) => ({ apiVersion, kind, ...object })
const named = (name: string, spec: object) => ({ metadata: { namespace: 'default', name }, spec })
const route = (name: string, match: string, service: string, more: object = {}) =>
  of(
    'traefik.io/v1alpha1',
    'IngressRoute',
    named(name, {
      entryPoints: ['web'],
      routes: [{ kind: 'Rule', match, services: [{ name: service, port: 80 }], ...more }],
    }),
  )

const origin = (kind: string, name: string) => ({
  observability: { metadata: { ingress: { kind, namespace: 'default', name } } },
})
/** As its API has them, with what is nobody's business. */
const rawData = JSON.stringify({
  routers: {
    'default-web-web-test@kubernetes': {
      entryPoints: ['web'],
      rule: 'Host("web.test") && PathPrefix("/")',
      priority: 35,
      service: 'default-web-80',
      status: 'enabled',
      ...origin('Ingress', 'web'),
    },
    'default-shop-dc02d37e5b0aca752756@kubernetescrd': {
      entryPoints: ['web'],
      rule: 'Host(`shop.test`) && PathPrefix(`/api`)',
      priority: 39,
      service: 'default-shop-dc02d37e5b0aca752756',
      middlewares: ['default-users@kubernetescrd'],
      status: 'enabled',
      ...origin('IngressRoute', 'shop'),
    },
  },
  middlewares: { 'default-users@kubernetescrd': { basicAuth: { users: ['ann:$apr1$secret'] }, status: 'enabled' } },
  services: Object.fromEntries(
    ['default-web-80@kubernetes', 'default-shop-dc02d37e5b0aca752756@kubernetescrd'].map((name) => [
      name,
      {
        loadBalancer: { servers: [{ url: 'http://10.0.0.1:8080' }] },
        observability: { metadata: { kubernetes: { namespace: 'default', name: 'web', port: '80' } } },
      },
    ]),
  ),
})

const items = [
  of('v1', 'Pod', traefikPod()),
  ...traefikClasses.map((one) => of('networking.k8s.io/v1', 'IngressClass', one)),
  of('v1', 'Service', service('web')),
  of('discovery.k8s.io/v1', 'EndpointSlice', slice('web-1', { endpoints: [pod('web-a', '10.0.0.1')] })),
  of(
    'networking.k8s.io/v1',
    'Ingress',
    ingress('web', { ingressClassName: 'traefik', rules: [rule('web.test', '/', 'web')] }),
  ),
  route('shop', 'Host(`shop.test`) && PathPrefix(`/api`)', 'web', { middlewares: [{ name: 'users' }] }),
  route('lost', 'Host(`lost.test`)', 'nobody'),
  of('traefik.io/v1alpha1', 'Middleware', named('users', { basicAuth: { secret: 'users' } })),
  of('tkng.dev/v1', 'Observation', {
    metadata: { namespace: 'edge', name: 'traefik-1' },
    texts: { 'rawdata.json': rawData, 'api-version.json': '{"Version":"3.7.15"}', 'api-certificates.json': '[]' },
  }),
]

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tkng-traefik-'))
  writeFileSync(join(folder, 'lab.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
})

it.each([
  'ingresses -A -o wide',
  'why -A',
  'why lost -n default',
  'trace http://shop.test/api/1',
  'trace http://web.test/',
  'backends -o table',
  'conf --host shop.test',
  'certs',
  'info',
  'drift',
])('%s', async (line) => {
  const whole = `${line} --from lab.json`
  const seen = await session(whole.split(' '), { cwd: folder })
  await expectGolden(transcript(whole, seen), `golden/traefik/${line.replaceAll(/[^\w.-]+/g, '_')}.txt`)
})

it('a capture keeps its kinds and its routers, and no password', async () => {
  const kept = await session('capture -A --from lab.json -o kept.json'.split(' '), { cwd: folder })
  expect(kept.code).toBe(0)
  expect(readFileSync(join(folder, 'kept.json'), 'utf8')).not.toMatch(/apr1|ann:/)
  for (const line of ['why -A', 'trace http://shop.test/api/1', 'conf --host shop.test']) {
    const [first, second] = await Promise.all(
      ['lab.json', 'kept.json'].map((file) => session(`${line} --from ${file}`.split(' '), { cwd: folder })),
    )
    expect([second?.code, second?.stdout.replaceAll('kept.json', 'lab.json')]).toEqual([first?.code, first?.stdout])
  }
})

it.each([
  ['that its replica does not have is missing', rawData, ['missing late.test/']],
  ['is not missing where no router says whose it is', rawData.replaceAll('metadata', 'other'), ['unknown null']],
])('an IngressRoute %s', async (_, said, expected) => {
  const texts = { 'rawdata.json': said, 'api-version.json': '{"Version":"3.1.0"}', 'api-certificates.json': '[]' }
  const all = [
    ...items.filter((one) => one.kind !== 'Observation'),
    route('late', 'Host(`late.test`)', 'web'),
    of('tkng.dev/v1', 'Observation', { metadata: { namespace: 'edge', name: 'traefik-1' }, texts }),
  ]
  writeFileSync(join(folder, 'late.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items: all }))
  const { stdout } = await session('drift -o json --from late.json'.split(' '), { cwd: folder })
  const rows: { what: string; change: string; subject: string | null }[] = JSON.parse(stdout).items
  const routes = rows.filter(({ what }) => what === 'route')
  expect(routes.map(({ change, subject }) => `${change} ${subject}`)).toEqual(expected)
})

it('tells of an IngressRoute whose class nobody takes', async () => {
  const other = of('traefik.io/v1alpha1', 'IngressRoute', named('other', { ingressClassName: 'internal', routes: [] }))
  writeFileSync(join(folder, 'other.json'), JSON.stringify(other))
  const { stdout, code } = await session('why other -n default --from lab.json --from other.json'.split(' '), {
    cwd: folder,
  })
  expect(stdout).toContain('IngressRoute default/other is NOT served')
  expect(stdout).toContain('none of the controllers found takes class internal in its namespace')
  expect(code).toBe(1)
})

it('is reached by a Service that leads to its pods, whatever it publishes', async () => {
  const front = {
    metadata: { namespace: 'edge', name: 'front' },
    spec: { type: 'LoadBalancer', selector: { app: 'traefik' }, ports: [{ port: 80, targetPort: 8000 }] },
    status: { loadBalancer: { ingress: [{ ip: '203.0.113.5' }] } },
  }
  writeFileSync(join(folder, 'front.json'), JSON.stringify(of('v1', 'Service', front)))
  const words = ['trace', 'http://web.test/', '--from', 'lab.json', '--from', 'front.json']
  const { stdout } = await session(words, { cwd: folder })
  expect(stdout).toContain('address     203.0.113.5: of Service edge/front')
})

it('where nothing is known of the one Ingress, why says so', async () => {
  const middlewares = { 'traefik.ingress.kubernetes.io/router.middlewares': 'default-strip@kubernetescrd' }
  const one = ingress(
    'a',
    { ingressClassName: 'traefik', rules: [rule('a.test', '/', 'web')] },
    { metadata: { annotations: middlewares } },
  )
  const file = join(mkdtempSync(join(tmpdir(), 'traefik-')), 'cluster.json')
  const few = [
    of('v1', 'Pod', traefikPod(undefined, 'v3.7.8')),
    of('networking.k8s.io/v1', 'Ingress', one),
    of('v1', 'Service', service('web')),
    ...traefikClasses.map((one) => of('networking.k8s.io/v1', 'IngressClass', one)),
    of('discovery.k8s.io/v1', 'EndpointSlice', slice('web-1', { endpoints: [pod('web-a', '10.0.0.1')] })),
  ]
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: few }))
  const { stderr, code } = await session(['why', '-A', '--from', file])
  expect([code, stderr]).toEqual([2, expect.stringContaining('but some could not be checked')])
})

it('what the provider for Ingresses of ingress-nginx reads is done, whatever the class is called', async () => {
  const controller = 'rke2.cattle.io/ingress-nginx-migration'
  const flags = ['ingressclass=moving', `controllerclass=${controller}`].map(
    (one) => `--providers.kubernetesingressnginx.${one}`,
  )
  const annotations = Object.fromEntries(
    ['rewrite-target', 'auth-cache-key'].map((name) => [`nginx.ingress.kubernetes.io/${name}`, '/new']),
  )
  const one = ingress(
    'a',
    { ingressClassName: 'moving', rules: [rule('a.test', '/', 'web')] },
    { metadata: { annotations } },
  )
  const file = join(mkdtempSync(join(tmpdir(), 'traefik-')), 'cluster.json')
  const few = [
    of('v1', 'Pod', traefikPod(['--entryPoints.web.address=:80', '--providers.kubernetesingress', ...flags])),
    of('networking.k8s.io/v1', 'Ingress', one),
    of('networking.k8s.io/v1', 'IngressClass', { metadata: { name: 'moving' }, spec: { controller } }),
    of('v1', 'Service', service('web')),
    of('discovery.k8s.io/v1', 'EndpointSlice', slice('web-1', { endpoints: [pod('web-a', '10.0.0.1')] })),
  ]
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: few }))
  const { stdout } = await session(['why', '-A', '--from', file])
  expect(stdout).toContain('auth-cache-key is read by ingress-nginx alone')
  expect(stdout).not.toContain('rewrite-target is')
})
