/** One Traefik that serves Ingresses and a Gateway: which rule has a request of both, and by which port a Gateway is reached. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { session } from '../support/program/session.js'
import { traefikPod } from '../support/worlds/traefik-world.js'

const group = 'gateway.networking.k8s.io'
const meta = (name: string, namespace = 'shop') => ({ namespace, name, uid: name })
const service = (name: string, spec: object, namespace = 'shop') => ({
  ...{ apiVersion: 'v1', kind: 'Service', metadata: meta(name, namespace), spec },
})
const providers = ['--providers.kubernetesIngress=true', '--providers.kubernetesGateway=true']

/** @param targetPort of the Service in front; null: it is named nowhere, and has a port of its own */
async function traced(
  url: string,
  path: string,
  entry: number,
  targetPort: number | string | null,
  started: readonly string[] = providers,
) {
  const published = '--providers.kubernetesIngress.ingressEndpoint.publishedService=traefik/traefik'
  const args = [`--entryPoints.web.address=:${entry}`, ...started, ...(targetPort === null ? [] : [published])]
  const backend = { service: { name: 'old', port: { number: 80 } } }
  const listeners = [{ name: 'http', port: entry, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } }]
  const items = [
    { apiVersion: 'v1', kind: 'Pod', ...traefikPod(args) },
    service('traefik', { type: 'LoadBalancer', ports: [{ name: 'web', port: 80, targetPort }] }, 'traefik'),
    ...['old', 'new'].map((name) => service(name, { ports: [{ name: 'http', port: 80 }] })),
    {
      ...{ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'traefik', uid: 'class' } },
      spec: { controller: 'traefik.io/ingress-controller' },
    },
    {
      ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: meta('old') },
      spec: {
        ingressClassName: 'traefik',
        rules: [{ host: 'a.shop.test', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
      },
    },
    {
      ...{ apiVersion: `${group}/v1`, kind: 'GatewayClass', metadata: { name: 'own', uid: 'own' } },
      spec: { controllerName: 'traefik.io/gateway-controller' },
    },
    {
      apiVersion: `${group}/v1`,
      kind: 'Gateway',
      metadata: meta('main'),
      spec: { gatewayClassName: 'own', listeners },
    },
    {
      ...{ apiVersion: `${group}/v1`, kind: 'HTTPRoute', metadata: meta('new') },
      spec: {
        ...{ parentRefs: [{ name: 'main' }], hostnames: ['a.shop.test'] },
        rules: [{ matches: [{ path: { value: path } }], backendRefs: [{ name: 'new', port: 80 }] }],
      },
    },
  ]
  const folder = mkdtempSync(join(tmpdir(), 'tkng-one-proxy-'))
  const file = join(folder, 'all.json')
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
  const { stdout } = await session(['trace', url, '-o', 'json', '--from', file])
  const why = await session(['why', 'httproute/new', '-n', 'shop', '-o', 'json', '--from', file])
  rmSync(folder, { recursive: true })
  const { asked, beside } = JSON.parse(stdout)
  const lost = asked.losers.map(
    ({ code, source }: { code: string; source: { kind: string } }) => `${source.kind} ${code}`,
  )
  const rows: readonly { readonly served: boolean | null }[] = JSON.parse(why.stdout).items
  const isNone = rows.every(({ served }) => served === false)
  return `${asked.source?.kind ?? asked.status}, ${beside.length} beside, lost: ${lost.join()}${isNone ? ', no route' : ''}`
}

it.each([
  [
    'the rule of the Ingress is longer than that for all paths',
    '/x',
    '/',
    'Ingress, 0 beside, lost: HTTPRoute lower-priority, no route',
  ],
  ['any path of the Gateway counts for more', '/api/x', '/api', 'HTTPRoute, 0 beside, lost: Ingress lower-priority'],
  ['what only one has it answers', '/x', '/api', 'Ingress, 0 beside, lost: '],
])('%s', async (_what, target, path, wanted) => {
  expect(await traced(`http://a.shop.test${target}`, path, 80, 80)).toBe(wanted)
})

it.each([
  ['as a number', 8000],
  ['by the name of an entry point', 'web'],
  ['nowhere', null],
])('a Gateway listens in the pods, and the Service in front says where: %s', async (_what, targetPort) => {
  const wanted = 'HTTPRoute, 0 beside, lost: Ingress lower-priority'
  expect(await traced('http://a.shop.test/api/x', '/api', 8000, targetPort)).toBe(wanted)
})

it.each([
  ['its flags tell that', ['--providers.kubernetesIngress=true'], 'Ingress, 0 beside, lost: , no route'],
  ['nobody sees how it is started', [], 'HTTPRoute, 0 beside, lost: Ingress lower-priority'],
])('a Traefik without Gateways serves none, where %s', async (_what, started, wanted) => {
  expect(await traced('http://a.shop.test/api/x', '/api', 80, null, started)).toBe(wanted)
})
