/** Rules of Ingresses and of a Gateway in one real Traefik: which of them has each request, beside what `trace` says of the same objects. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { session } from '../../support/program/session.js'
import { randomFrom, seed } from '../../support/random.js'
import { Client } from '../client.js'
import { echoing } from '../echo.js'
import { group } from '../gateways/chance.js'
import { echoIn } from '../http.js'
import { runTraefik } from '../traefik.js'
import { type ServedObject, watchedGateways, withWatchedApi } from '../watched-api.js'

const hosts = ['a.shop.test', 'b.shop.test', 'c.other.test']
const paths = ['/', '/api', '/api/v1', '/long/path/of/an/ingress', '/x']
const kinds = {
  ...watchedGateways,
  'networking.k8s.io/v1/ingresses': 'Ingress',
  'networking.k8s.io/v1/ingressclasses': 'IngressClass',
  '/v1/nodes': 'Node',
}

it(`both in one, TKNG_SEED=${seed}`, async () => {
  const below = randomFrom(seed)
  const one = <T>(all: readonly T[]) => all[below(all.length)] as T
  await echoing(2, async (ports) => {
    const backends = ['old', 'new'].flatMap((name, i) => backendOf(name, ports[i] ?? 0))
    const pathType = () => one(['Prefix', 'Exact'])
    const service = { service: { name: 'old', port: { number: 80 } } }
    const rules = (host: string) => ({
      host,
      http: { paths: paths.flatMap((path) => (below(2) ? [{ path, pathType: pathType(), backend: service }] : [])) },
    })
    const ingresses = hosts.map((host, i) => ({
      ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: meta(`old${i}`) },
      spec: { ingressClassName: 'traefik', rules: [rules(host)] },
    }))
    const routes = [...hosts, '*.shop.test', undefined].map((host, i) => ({
      ...{ apiVersion: `${group}/v1`, kind: 'HTTPRoute', metadata: meta(`new${i}`) },
      spec: {
        ...(host && { hostnames: [host] }),
        parentRefs: [{ group, kind: 'Gateway', name: 'main', namespace: 'shop' }],
        rules: [...new Set([one(paths), one(paths)])].map((value) => ({
          matches: [{ path: { type: one(['PathPrefix', 'Exact']), value } }],
          backendRefs: [{ group: '', kind: 'Service', name: 'new', port: 80, weight: 1 }],
        })),
      },
    }))
    const objects: ServedObject[] = [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
      ...backends,
      ...ingresses,
      {
        ...{ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'traefik' } },
        spec: { controller: 'traefik.io/ingress-controller' },
      },
      {
        ...{ apiVersion: `${group}/v1`, kind: 'GatewayClass', metadata: { name: 'own' } },
        spec: { controllerName: 'traefik.io/gateway-controller' },
      },
      ...routes,
    ]
    const made: ServedObject[] = []
    await withWatchedApi(made, kinds, async ({ url }) => {
      const words = (api: string) => [
        ...['--providers.kubernetesIngress=true', `--providers.kubernetesIngress.endpoint=${api}`],
        ...['--providers.kubernetesGateway=true', `--providers.kubernetesGateway.endpoint=${api}`],
        '--providers.kubernetesIngress.ingressClass=traefik',
      ]
      await runTraefik(
        words(url),
        '@kubernetesgateway',
        async ({ web, argv }) => {
          const folder = mkdtempSync(join(tmpdir(), 'tkng-both-'))
          const file = join(folder, 'all.json')
          const items = [...made, podOf(argv)]
          writeFileSync(
            file,
            JSON.stringify({
              apiVersion: 'v1',
              kind: 'List',
              items: items.map((each, i) => ({ ...each, metadata: { ...each.metadata, uid: `${i}` } })),
            }),
          )
          const asked = [...hosts, 'd.shop.test', 'nobody.test'].flatMap((host) =>
            [...paths, '/api/v1/deeper', '/nobody'].map((path) => ({ scheme: 'http', host, path, port: web })),
          )
          const { stdout } = await session(['trace', '--input', '-', '-o', 'json', '--from', file], {
            stdin: asked.map((each) => JSON.stringify(each)).join('\n'),
          })
          rmSync(folder, { recursive: true })
          const said = (JSON.parse(stdout) as { items: Said[] }).items
          const client = new Client()
          const wrong: string[] = []
          for (const [i, { host, path }] of asked.entries()) {
            const place = { address: '127.0.0.1', port: web, method: 'GET', target: path, sni: null }
            const reply = await client.ask({ ...place, headers: [['host', host]] })
            const port = echoIn(reply)?.port
            const real = port === undefined ? `${reply.status}` : port === ports[0] ? 'Ingress' : 'HTTPRoute'
            const answers = [said[i]?.asked, ...(said[i]?.beside ?? []).map((each) => each.asked)]
            const ours = answers.map((each) => each?.source?.kind ?? `${each?.status}`).join()
            if (ours !== real) wrong.push(`${host}${path}: ours ${ours}, real ${real}`)
          }
          client.close()
          expect(wrong).toEqual([])
        },
        (web) => made.push(...objects, gatewayAt(web)),
      )
    })
  })
})

interface Said {
  readonly asked: { readonly source: { readonly kind: string } | null; readonly status: number | null } | null
  readonly beside: readonly Said[]
}

function meta(name: string): ServedObject['metadata'] {
  return { namespace: 'shop', name, generation: 1, creationTimestamp: '2026-01-01T00:00:00Z' }
}

function gatewayAt(port: number): ServedObject {
  const listeners = [{ name: 'http', port, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'Same' } } }]
  return {
    apiVersion: `${group}/v1`,
    kind: 'Gateway',
    metadata: meta('main'),
    spec: { gatewayClassName: 'own', listeners },
  }
}

function backendOf(name: string, port: number): ServedObject[] {
  return [
    {
      ...{ apiVersion: 'v1', kind: 'Service', metadata: meta(name) },
      spec: { type: 'ClusterIP', clusterIP: '10.96.0.1', ports: [{ name: 'http', port: 80, protocol: 'TCP' }] },
    },
    {
      ...{ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', addressType: 'IPv4' },
      metadata: { ...meta(`${name}-1`), labels: { 'kubernetes.io/service-name': name } },
      ports: [{ name: 'http', port, protocol: 'TCP' }],
      endpoints: [{ addresses: ['127.0.0.1'], conditions: { ready: true, serving: true } }],
    },
  ]
}

function podOf(args: readonly string[]): ServedObject {
  const containers = [{ name: 'traefik', image: 'traefik:v3.7.15', args }]
  return {
    ...{
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace: 'traefik', name: 'traefik-1', labels: { app: 'traefik' } },
    },
    ...{
      spec: { containers },
      status: { phase: 'Running', podIP: '10.0.0.9', conditions: [{ type: 'Ready', status: 'True' }] },
    },
  }
}
