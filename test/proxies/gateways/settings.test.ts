/** What a rule says of time, of asking again and of staying with one endpoint: what ours tells of it, and what a client sees. */
import { createServer, type RequestListener } from 'node:http'
import { expect, it } from 'vitest'
import { contourGatewayDialect } from '../../../src/controllers/shared/gateways/contour.js'
import { envoyGatewayDialect } from '../../../src/controllers/shared/gateways/envoy-gateway.js'
import { traefikGatewayDialect } from '../../../src/controllers/shared/gateways/traefik.js'
import type { GatewayDialect } from '../../../src/domain/gateway/profile.js'
import { plainGet } from '../../../src/domain/requests/trace.js'
import { yamlBlock } from '../../../src/print/document.js'
import { freePorts } from '../../support/free-ports.js'
import { gatewayPlan } from '../../support/worlds/gateway-world.js'
import { Client } from '../client.js'
import { contourKinds, runContour } from '../contour.js'
import { withTraefikOfGateways } from '../traefik.js'
import { type ServedObject, watchedGateways, withWatchedApi } from '../watched-api.js'
import { group } from './chance.js'
import { byKind, certificate } from './compare-gateways.js'
import { withEnvoyGateway } from './envoy-gateway.js'

const addresses = ['127.0.0.11', '127.0.0.12', '127.0.0.13']

/** Longer than any limit of the rules. */
const slow = 700

const rules: Readonly<Record<string, object>> = {
  whole: { timeouts: { request: '200ms' } },
  both: { timeouts: { request: '5s', backendRequest: '200ms' } },
  endless: { timeouts: { request: '200ms', backendRequest: '0s' } },
  tries: { timeouts: { request: '5s', backendRequest: '200ms' }, retry: { codes: [503, 504], attempts: 1 } },
  codes: { retry: { codes: [500], attempts: 2 } },
  usual: { retry: { codes: [503] } },
  all: { retry: { attempts: 3 } },
  cookie: { sessionPersistence: { type: 'Cookie' } },
  header: { sessionPersistence: { type: 'Header', sessionName: 'x-stay' } },
}

/** Sends to where the Gateway is served, while it is. */
type Serve = (
  objects: readonly ServedObject[],
  http: number,
  use: (address: string, port: number) => Promise<void>,
) => Promise<void>

const ofEnvoyGateway: Serve = (objects, http, use) =>
  withEnvoyGateway(objects, certificate(), (gateways) => use(gateways.get('shop/one')?.address ?? '', http))

const ofTraefik: Serve = (objects, http, use) =>
  withTraefikOfGateways(objects, [http], [], () => use('127.0.0.1', http))

const ofContour: Serve = (objects, http, use) =>
  withWatchedApi(objects, { ...watchedGateways, ...contourKinds }, ({ url, statuses }) =>
    runContour(
      url,
      yamlBlock({ gateway: { gatewayRef: { namespace: 'shop', name: 'one' } } }),
      async () => statuses.has('Gateway/shop/one'),
      async ({ page, until }) => {
        await until(async () => Buffer.from(await page()).includes('/whole'))
        await use('127.0.0.1', http + 8000)
      },
    ),
  )

const all: readonly (readonly [title: string, dialect: GatewayDialect, serve: Serve, isThere: boolean])[] = [
  ['Envoy Gateway', envoyGatewayDialect, ofEnvoyGateway, process.env.TKNG_ENVOY_GATEWAY !== undefined],
  ['Contour', contourGatewayDialect, ofContour, process.env.TKNG_CONTOUR !== undefined],
  ['Traefik', traefikGatewayDialect, ofTraefik, true],
]

it.each(all.filter(([, , , isThere]) => isThere))('%s', async (_title, dialect, serve) => {
  const tries = new Map<string, number>()
  const [behind = 0] = await freePorts(1)
  const answer: RequestListener = ({ url = '', socket }, response) => {
    tries.set(url, (tries.get(url) ?? 0) + 1)
    const [, , what] = url.split('/')
    response.statusCode = Number(what) || 200
    response.setHeader('x-address', `${socket.localAddress}`)
    if (what === 'slow') setTimeout(() => response.end(), slow)
    else response.end()
  }
  const servers = await Promise.all(
    addresses.map(async (address) => {
      const server = createServer(answer)
      await new Promise<void>((resolve) => server.listen(behind, address, resolve))
      return server
    }),
  )
  const [http = 0] = (await freePorts(1)).map((port) => (dialect === contourGatewayDialect ? port - 8000 : port))
  const objects = objectsOf(dialect, http, behind)
  const plan = gatewayPlan(byKind(objects), dialect)
  const said = (rule: string, subject: string) => {
    const { hops } = plan.answer({ ...plainGet('http', 'a.test', `/${rule}`), port: http }, true)
    return hops.find((one) => one.subject === subject)?.detail ?? ''
  }
  const client = new Client()
  const wrong: string[] = []
  try {
    await serve(objects, http, async (address, port) => {
      const ask = (target: string, headers: readonly (readonly [string, string])[] = []) =>
        client.ask({ address, port, method: 'GET', target, headers: [['host', 'a.test'], ...headers], sni: null })
      for (const rule of Object.keys(rules)) {
        const limit = said(rule, 'timeout')
        const ends = /504 after \d+ms|a try ends/.test(limit)
        const { status } = await ask(`/${rule}/slow`)
        if (limit !== '' && (status === 504) !== ends) wrong.push(`${rule}: ${limit}, real ${status}`)
        const again = said(rule, 'retry')
        const [, codes = '', times = '0'] = /asks again after ([\d ]+), (\d+) time/.exec(again) ?? []
        for (const code of ['500', '502', '503', '504']) {
          await ask(`/${rule}/${code}`)
          const wanted = codes.split(' ').includes(code) ? 1 + Number(times) : 1
          const real = tries.get(`/${rule}/${code}`)
          if (real !== wanted) wrong.push(`${rule}: ${again} of ${code}, real ${real}`)
        }
        const isLast = limit.includes('the last one')
        if (isLast && tries.get(`/${rule}/slow`) !== 1)
          wrong.push(`${rule}: ${limit}, real ${tries.get(`/${rule}/slow`)}`)
        const stays = said(rule, 'session')
        if (stays === '') continue
        const first = await ask(`/${rule}/first`)
        const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? ''
        const kept = [
          ['cookie', cookie],
          ['x-stay', first.headers.get('x-stay') ?? ''],
        ] as const
        const met = new Set([first.headers.get('x-address')])
        for (let i = 0; i < 6; i++) met.add((await ask(`/${rule}/${i + 700}`, kept)).headers.get('x-address'))
        if ((met.size === 1) !== stays.includes('stays')) wrong.push(`${rule}: ${stays}, real ${met.size}`)
      }
    })
  } finally {
    client.close()
    for (const one of servers) one.close()
  }
  expect(wrong).toEqual([])
})

function objectsOf({ controllerNames: [controllerName] }: GatewayDialect, http: number, port: number): ServedObject[] {
  const meta = (name: string) => ({ namespace: 'shop', name, generation: 1, creationTimestamp: '2026-01-01T00:00:00Z' })
  const ofGateways = (kind: string, metadata: ServedObject['metadata'], spec: object) => ({
    ...{ apiVersion: `${group}/v1`, kind, metadata, spec },
  })
  const allowedRoutes = { namespaces: { from: 'Same' } }
  const listeners = [{ name: 'http', port: http, protocol: 'HTTP', allowedRoutes }]
  const backendRefs = [{ group: '', kind: 'Service', name: 'web', port: 80, weight: 1 }]
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    ofGateways('GatewayClass', { name: 'own' }, { controllerName }),
    ofGateways('Gateway', meta('one'), { gatewayClassName: 'own', listeners }),
    ofGateways('HTTPRoute', meta('route'), {
      parentRefs: [{ group, kind: 'Gateway', name: 'one', namespace: 'shop' }],
      rules: Object.entries(rules).map(([name, more]) => ({
        ...{ matches: [{ path: { type: 'PathPrefix', value: `/${name}` } }], ...more, backendRefs },
      })),
    }),
    {
      ...{ apiVersion: 'v1', kind: 'Service', metadata: meta('web') },
      spec: { type: 'ClusterIP', clusterIP: '10.96.0.1', ports: [{ name: 'http', port: 80, protocol: 'TCP' }] },
    },
    ...addresses.map((address, i) => ({
      ...{ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', addressType: 'IPv4' },
      metadata: { ...meta(`web-${i}`), labels: { 'kubernetes.io/service-name': 'web' } },
      ports: [{ name: 'http', port, protocol: 'TCP' }],
      endpoints: [{ addresses: [address], conditions: { ready: true, serving: true } }],
    })),
  ]
}
