/**
 * Every controller that takes Ingresses, side by side in one cluster: each verb, without a flag, names the owner of each
 * Ingress, and judges none by another one's rules.
 */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FakeApi } from '../../support/cluster/fake-api.js'
import { ingress, pod, rule, service, slice } from '../../support/objects.js'
import { session } from '../../support/program/session.js'
import { lookedInto, threeLookedInto } from '../../support/worlds/three-looked-into.js'

/** What runs it (image null: nothing in the cluster), the controller of its IngressClass, and the name of the class. */
interface Owner {
  readonly id: string
  readonly title: string
  readonly image: string | null
  readonly words: readonly string[]
  readonly controller: string
  readonly className: string
}

const owner = (id: string, title: string, image: string | null, controller: string, ...words: string[]): Owner => ({
  ...{ id, title, image, words, controller, className: classNames[id] ?? `of-${id}` },
})

/** Of those that go by the name of a class. */
const classNames: Readonly<Record<string, string>> = { contour: 'contour', skipper: 'skipper', gke: 'gce' }

const owners: readonly Owner[] = [
  owner(
    'ingress-nginx',
    'ingress-nginx',
    'ingress-nginx/controller:v1.15.1',
    'k8s.io/ingress-nginx',
    '/nginx-ingress-controller',
    '--ingress-class=of-ingress-nginx',
  ),
  owner(
    'f5-nginx',
    'NGINX Ingress Controller',
    'nginx/nginx-ingress:5.5.4',
    'nginx.org/ingress-controller',
    '-ingress-class=of-f5-nginx',
  ),
  owner('traefik', 'Traefik', 'traefik:v3.7.15', 'traefik.io/ingress-controller', '--providers.kubernetesingress'),
  owner('contour', 'Contour', 'projectcontour/contour:v1.33.6', 'projectcontour.io/contour', 'serve'),
  owner('haproxytech', 'HAProxy', 'haproxytech/kubernetes-ingress:3.2.11', 'haproxy.org/ingress-controller'),
  owner(
    'haproxy-ingress',
    'HAProxy Ingress',
    'jcmoraisjr/haproxy-ingress:v0.16.1',
    'haproxy-ingress.github.io/controller',
  ),
  owner('kong', 'Kong', 'kong/kubernetes-ingress-controller:3.5.9', 'ingress-controllers.konghq.com/kong'),
  owner('apisix', 'APISIX', 'apache/apisix-ingress-controller:2.0.1', 'apisix.apache.org/apisix-ingress-controller'),
  owner('istio', 'Istio', 'istio/pilot:1.29.1', 'istio.io/ingress-controller', 'discovery'),
  owner('emissary', 'Emissary', 'emissaryingress/emissary:3.12.2', 'getambassador.io/ingress-controller'),
  owner('aws-lbc', 'AWS Load Balancer Controller', 'eks/aws-load-balancer-controller:v2.17.1', 'ingress.k8s.aws/alb'),
  owner(
    'agic',
    'Application Gateway Ingress Controller',
    'azure-application-gateway/kubernetes-ingress:1.9.1',
    'azure/application-gateway',
  ),
  owner(
    'agc',
    'Application Gateway for Containers',
    'application-lb/images/alb-controller:1.8.12',
    'alb.networking.azure.io/alb-controller',
  ),
  owner('openshift', 'OpenShift router', 'openshift/ose-haproxy-router:v4.20', 'openshift.io/ingress-to-route'),
  owner('eks-auto', 'EKS Auto Mode', null, 'eks.amazonaws.com/alb'),
  owner('cilium', 'Cilium', 'cilium/operator-generic:v1.19.6', 'io.cilium/ingress-controller'),
  owner('skipper', 'Skipper', 'zalando/skipper:v0.27.50', '', '-kubernetes', '-kubernetes-ingress-class=skipper'),
  owner('gke', 'GKE Ingress', null, ''),
]

/** What each takes of the Gateway API, and no Ingress. */
const gateways = [
  ['kgateway', 'kgateway', 'kgateway-dev/kgateway:v2.2.0', 'kgateway.dev/kgateway'],
  ['kong-operator', 'Kong Operator', 'kong/kong-operator:2.0.5', 'konghq.com/gateway-operator'],
  ['agentgateway', 'agentgateway', 'agentgateway.dev/controller:v1.5.0', 'agentgateway.dev/agentgateway'],
  [
    'nginx-gateway-fabric',
    'NGINX Gateway Fabric',
    'nginx/nginx-gateway-fabric:2.4.0',
    'gateway.nginx.org/nginx-gateway-controller',
  ],
  ['gke-gateway', 'GKE Gateway', null, 'networking.gke.io/gateway'],
  ['envoy-gateway', 'Envoy Gateway', 'envoyproxy/gateway:v1.9.1', 'gateway.envoyproxy.io/gatewayclass-controller'],
] as const

const podOf = (id: string, image: string, words: readonly string[]) => ({
  ...{ apiVersion: 'v1', kind: 'Pod' },
  metadata: {
    namespace: `at-${id}`,
    name: 'one-0',
    ownerReferences: [{ kind: 'StatefulSet', name: 'one', controller: true }],
  },
  spec: { containers: [{ name: 'one', image: `registry.example/${image}`, args: words }] },
  status: { phase: 'Running', podIP: '10.9.0.1', conditions: [{ type: 'Ready', status: 'True' }] },
})

const nameOf = ({ id, title }: Pick<Owner, 'id' | 'title'>) => new RegExp(`(?:at-${id}/one|outside/${id}|${title})`)
/** As it is named where a controller is meant. */
const placeOf = (id: string, image: string | null) => (image === null ? `outside/${id}` : `at-${id}/one`)
const hostOf = ({ id }: Owner) => `${id}.example`
const ofGke = { 'kubernetes.io/ingress.class': 'gce', 'ingress.kubernetes.io/url-map': 'k8s2-um-1' }
const objects = owners.flatMap((one) => [
  ...(one.image === null ? [] : [podOf(one.id, one.image, one.words)]),
  ...(one.controller === ''
    ? []
    : [
        {
          ...{ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass' },
          ...{ metadata: { name: one.className }, spec: { controller: one.controller } },
        },
      ]),
  {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
    ...ingress(
      one.id,
      { ...(one.id !== 'gke' && { ingressClassName: one.className }), rules: [rule(hostOf(one), '/', 'web')] },
      { metadata: { annotations: one.id === 'gke' ? ofGke : {} } },
    ),
  },
])
const asked = gateways.flatMap(([id, , image, controllerName]) => [
  ...(image === null ? [] : [podOf(id, image, [])]),
  {
    ...{ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: { name: `of-${id}` } },
    spec: { controllerName },
  },
  {
    ...{ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { namespace: 'default', name: id } },
    spec: { gatewayClassName: `of-${id}`, listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
    status: { addresses: [{ value: '192.0.2.9' }] },
  },
  {
    ...{ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' },
    metadata: { namespace: 'default', name: id, labels: { of: id } },
    spec: {
      ...{ parentRefs: [{ name: id }], hostnames: [`${id}.example`] },
      rules: [{ backendRefs: [{ name: 'web', port: 80 }] }],
    },
  },
])
const behind = [
  { apiVersion: 'v1', kind: 'Service', ...service('web', { ports: [{ port: 80, targetPort: 8080 }] }) },
  {
    ...{ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' },
    ...slice('web-1', { ports: [{ port: 8080 }], endpoints: [pod('web-a', '10.0.0.1', { ready: true })] }),
  },
]

let file: string
beforeAll(() => {
  file = join(mkdtempSync(join(tmpdir(), 'tkng-every-')), 'all.json')
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...objects, ...asked, ...behind] }))
})
const run = (...words: readonly string[]) => session([...words, '--from', file])

/** A finding of another controller would name it. */
const strangers = (text: string, own: string) =>
  own.includes('nginx')
    ? []
    : [...text.matchAll(/nginx\.(?:ingress\.kubernetes\.io|org)\/|nginx\.conf/g)].map(([one]) => one)

describe.each(owners.map((one) => [one.id, one] as const))('%s', (id, one) => {
  it('has its Ingress, in the list and in why', async () => {
    const { stdout } = await run('ingresses', '-n', 'default', '-o', 'json', '--host', hostOf(one))
    const [item] = JSON.parse(stdout).items
    expect([item?.source.name, item?.controller?.dialect]).toEqual([id, id])
    const why = await run('why', id, '-n', 'default')
    expect(`${why.stdout}${why.stderr}`).toMatch(nameOf(one))
    expect(strangers(`${why.stdout}${why.stderr}`, id)).toEqual([])
    expect(why.code).toBeLessThan(2)
  })

  it('answers for its host, and no other one does', async () => {
    const { stdout, stderr } = await run('trace', `http://${hostOf(one)}/`)
    const said = `${stdout}${stderr}`
    expect(said).toMatch(nameOf(one))
    expect(strangers(said, id)).toEqual([])
  })

  if (one.image !== null)
    it.each(['conf', 'backends', 'status', 'drift', 'certs', 'info', 'logs'])(
      '%s is answered, or says why not',
      async (verb) => {
        const { stdout, stderr, code } = await run(verb, '--controller', `at-${id}/one`)
        expect(`${stdout}${stderr}`.trim()).not.toBe('')
        expect(code).toBeLessThanOrEqual(2)
        if (code === 2) expect(stderr).toMatch(/capture|replica|configuration|report|read/)
      },
    )
})

describe.each(gateways)('%s', (id, title, image) => {
  const name = nameOf({ id, title })

  it('has its Gateway and its route, and answers for its host', async () => {
    for (const words of [
      ['gateways', '-A'],
      ['trace', `http://${id}.example/`],
    ]) {
      const { stdout, stderr, code } = await run(...words)
      expect(`${stdout}${stderr}`).toMatch(name)
      expect(code).toBeLessThan(2)
    }
  })

  it.each(['conf', 'backends', 'status', 'drift', 'info', 'logs'])('%s is answered, or says why not', async (verb) => {
    const { stdout, stderr, code } = await run(verb, '--controller', placeOf(id, image))
    expect(`${stdout}${stderr}`.trim()).not.toBe('')
    if (code === 2) expect(stderr).toMatch(/capture|replica|configuration|report|read|outside/)
    expect(strangers(`${stdout}${stderr}`, id)).toEqual([])
  })
})

// Gateways of Envoy Gateway are its proxies', of which there are none here.
const named = gateways.slice(0, -1)
it.each(named)('%s is named as the owner, with its class and where it is reached', async (id, title, image) => {
  const place = placeOf(id, image)
  const { stdout } = await run('info', '--controller', place, '-o', 'json')
  const [item] = JSON.parse(stdout).items
  expect([item?.gatewayClasses, item?.addresses]).toEqual([[`of-${id}`], ['192.0.2.9']])
  expect((await run('describe', `gateway/${id}`, '-n', 'default')).stdout).toContain(`owner      ${title}\n`)
  const routes = await run('routes', '-n', 'default', '-l', `of=${id}`, '-o', 'wide')
  expect(routes.stdout).toContain(place)
  expect(routes.stderr).not.toContain('is not known')
})

it('a proxy that is steered is told with where it is reached, and owns nothing', async () => {
  const proxy = {
    ...podOf('istio', 'istio/proxyv2:1.29.1', ['proxy', 'router']),
    metadata: { namespace: 'at-istio', name: 'ingressgateway', labels: { app: 'ingressgateway' } },
  }
  const front = {
    ...{ apiVersion: 'v1', kind: 'Service', metadata: { namespace: 'at-istio', name: 'istio-ingressgateway' } },
    spec: { type: 'LoadBalancer', selector: { app: 'ingressgateway' }, ports: [{ port: 80, targetPort: 8080 }] },
    status: { loadBalancer: { ingress: [{ ip: '192.0.2.7' }] } },
  }
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...objects, ...asked, proxy, front] })
  const told = await session(['info', '-o', 'json', '--from', '-'], { stdin })
  const own = JSON.parse(told.stdout).items.filter((one: { addresses: string[] }) =>
    one.addresses.includes('192.0.2.7'),
  )
  expect(
    own.map((one: { controller: { name: string }; classes: string[] }) => [one.controller.name, one.classes]),
  ).toEqual([
    ['ingressgateway', []],
    ['one', ['of-istio']],
  ])
  const { stdout } = await session(['ingresses', '-n', 'default', '-o', 'wide', '--from', '-'], { stdin })
  expect(stdout).not.toContain('at-istio/ingressgateway')
})

it('proxies that stand for their controller are counted by their own workload', async () => {
  const owned = (kind: string, name: string, containers: object[]) => ({
    ...{ apiVersion: 'v1', kind: 'Pod', spec: { containers } },
    metadata: { namespace: 'edge', name: `${name}-0`, ownerReferences: [{ kind, name, controller: true }] },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  })
  const contour = 'projectcontour/contour:v1.33.6'
  const manager = { name: 'manager', image: contour, args: ['envoy', 'shutdown-manager'] }
  const metadata = { namespace: 'edge', name: 'envoy' }
  const items = [
    owned('StatefulSet', 'contour', [{ name: 'contour', image: contour, args: ['serve'] }]),
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { namespace: 'edge', name: 'contour' },
      spec: { replicas: 1 },
    },
    owned('DaemonSet', 'envoy', [{ name: 'envoy', image: 'envoyproxy/envoy:v1.35.9' }, manager]),
    { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata, spec: {}, status: { desiredNumberScheduled: 3 } },
  ]
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items })
  const { stdout } = await session(['info', '--from', '-'], { stdin })
  expect(stdout).toMatch(/^edge\/contour .* 1\/3 /m)
})

it('a host that nobody serves has no rule of another controller among those that lost', async () => {
  const { stdout } = await run('trace', 'http://traefik.exampl/api')
  expect(stdout).toContain('traefik.exampl')
  expect(stdout).not.toContain('other-host')
})

it.each(['info', 'why -A', 'lint', 'status', 'certs', 'drift'])(
  '%s names them all, or speaks of none',
  async (verb) => {
    const { stdout, stderr } = await run(...verb.split(' '))
    const named = [...owners, ...gateways.map(([id, title]) => ({ id, title }))]
    const said = `${stdout}${stderr}`
    expect(said.trim()).not.toBe('')
    if (verb === 'info') expect(named.filter((one) => !nameOf(one).test(said)).map(({ id }) => id)).toEqual([])
  },
)

describe('looked into, without a flag', () => {
  let api: FakeApi
  let folder = ''
  beforeAll(async () => {
    api = await threeLookedInto()
    folder = mkdtempSync(join(tmpdir(), 'tkng-inside-'))
    writeFileSync(join(folder, 'config'), api.kubeconfig())
    await look('capture -A --logs -o kept.json')
  })
  afterAll(() => api.close())

  const look = (words: string) =>
    session(words.split(' '), { env: { KUBECONFIG: join(folder, 'config') }, cwd: folder })

  /** Each verb, what each of the three answers, and whether the others are told to be left out. */
  const asked: readonly (readonly [verb: string, expected: (name: string) => RegExp])[] = [
    ['backends -o table', (name) => new RegExp(`^${name}/proxy-0 +default-\\S+ +default/web +80 +1 `, 'm')],
    ['status', (name) => new RegExp(`^${name}/proxy-0 +yes `, 'm')],
    ['logs', (name) => new RegExp(`^${name}/proxy-0 *\\| .*GET /${name} `, 'm')],
    ['logs --status 5xx', (name) => new RegExp(`GET /${name} `)],
    ['conf', (name) => new RegExp(`${name}.test`)],
    ['info', (name) => new RegExp(`^${name}/proxy-0 .* 1/1 `, 'm')],
  ]

  it.each(asked)('%s', async (verb, expected) => {
    const live = await look(verb)
    const kept = await look(`${verb} --from kept.json`)
    for (const { stdout } of [live, kept]) for (const name of lookedInto) expect(stdout).toMatch(expected(name))
    expect(live.code).toBe(0)
    if (verb !== 'info')
      expect(live.stderr).toMatch(/HAProxy .*\(haproxy\/proxy-0\).*Kong .*\(kong\/proxy-0\).*not read/)
  })

  it('drift finds none, and ps has the processes of those that have any to show', async () => {
    expect([(await look('drift')).code, (await look('drift')).stdout]).toEqual([0, ''])
    const { stdout, stderr } = await look('ps')
    expect(stdout.match(/^\S+\/proxy-0/gm)).toEqual(['community/proxy-0', 'f5/proxy-0', 'f5/proxy-0'])
    expect(stderr).toContain('Traefik does not report its processes')
  })

  it.each(lookedInto)('trace and why of %s are its own, and the proxy agrees', async (name) => {
    const { stdout, code } = await look(`trace http://${name}.test/`)
    expect([code, stdout]).toEqual([0, expect.stringMatching(new RegExp(`${name}/proxy-0[^]*proxy agrees: served`))])
    expect((await look(`why ${name} -n default`)).stdout).toMatch(new RegExp(`served by ${name}/proxy-0`))
  })
})
