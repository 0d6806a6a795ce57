/** One cluster with every controller that is read and every kind of object, with a canary wherever one may stand. */
import type { Kind } from '../../../../src/domain/objects/objects.js'
import { type FakeApi, fakeApi } from '../../../support/cluster/fake-api.js'
import { type Fault, on, raw } from '../../../support/cluster/fake-api-faults.js'
import { type FakeInside, insideOf } from '../../../support/cluster/fake-controller.js'
import { ingress, pod, rule, service, slice } from '../../../support/objects.js'
import { canary, canaryWorld, inside } from '../../../support/worlds/canary-world.js'
import { envoyPages } from './envoy.js'
import { f5Objects, f5Programs } from './f5.js'
import { gatewayObjects } from './gateways.js'
import { traefikObjects, traefikPages } from './traefik.js'

interface Wire {
  readonly apiVersion?: string
  readonly kind?: string
  readonly metadata: { readonly name: string; readonly namespace?: string }
  readonly spec?: object
}

/** In the namespace of the routes: what they lead to. */
const inShop = <T extends { readonly metadata: object }>(object: T): T => ({
  ...object,
  metadata: { ...object.metadata, namespace: 'shop', annotations: { token: canary } },
})

const classes = {
  contour: 'projectcontour.io/ingress-controller',
  traefik: 'traefik.io/ingress-controller',
  f5: 'nginx.org/ingress-controller',
}

/** Without an apiVersion: as a server lists those that it knows by its own. */
export const objects: readonly Wire[] = [
  ...Object.entries(canaryWorld.objects ?? {}).flatMap(([kind, items]) =>
    (items ?? []).map((one) => ({ kind, ...one }) as Wire),
  ),
  ...(gatewayObjects as readonly Wire[]),
  ...(traefikObjects as readonly Wire[]),
  ...(f5Objects as readonly Wire[]),
  ...Object.entries(classes).flatMap(([name, controller]) => [
    { kind: 'IngressClass', metadata: { name }, spec: { controller } },
    {
      kind: 'Ingress',
      ...inShop(ingress(name, { ingressClassName: name, rules: [rule(`${name}-ingress.example`, '/', 'web')] })),
    },
  ]),
  { kind: 'Service', ...inShop(service('web', { ports: [{ port: 80, targetPort: 8080 }] })) },
  {
    kind: 'EndpointSlice',
    ...inShop(slice('web-1', { ports: [{ port: 8080 }], endpoints: [pod('web-a', '10.0.0.1')] })),
  },
  ...['shop', 'infra', 'eg-system', 'projectcontour'].map((name) => ({ kind: 'Namespace', metadata: { name } })),
  { kind: 'Lease', metadata: { namespace: 'edge', name: 'ingress-nginx-leader' }, spec: { holderIdentity: 'proxy-1' } },
]

const insides: Readonly<Record<string, FakeInside>> = {
  'proxy-1': inside,
  'traefik-1': { port: 8080, pages: traefikPages, headers: { 'content-type': 'application/json' } },
  'f5-1': { programs: f5Programs },
  'envoy-eg-1': { port: 19_000, pages: envoyPages },
  'envoy-1': { port: 9001, pages: envoyPages },
}

/** Nothing answers in it. */
const silent = insideOf({})

const log = [
  `{"start_time":"2026-11-24T03:00:00Z","method":"GET","path":"/?token=${canary}","authority":"eg.example","response_code":200,"x":"${canary}"}`,
  `[2026-11-24 03:00:00.000][1][warning][config] gRPC config rejected: password ${canary}`,
  `192.0.2.7 - ${canary} [24/Nov/2026:03:00:00 +0000] "GET /?token=${canary} HTTP/1.1" 404 19 "-" "-" 1 "shop-web@kubernetescrd" "http://10.0.0.1:8080" 1ms`,
  `{"level":"error","msg":"secret ${canary}","time":"2026-11-24T03:00:00Z"}`,
].join('\n')

/** What controllers brought with them has no place in the fake's table. */
const ownKinds: Fault = (seen, response) => {
  const [, group, version, plural] =
    /^\/apis\/([^/]+)\/([^/]+)(?:\/namespaces\/[^/]+)?\/([a-z]+)$/.exec(seen.path) ?? []
  const items = objects.filter(
    ({ apiVersion, kind = '' }) => apiVersion === `${group}/${version}` && plural === pluralOf(kind),
  )
  const [first] = items
  if (first === undefined || group?.startsWith('gateway.networking.')) return false
  const body = { kind: `${first.kind}List`, apiVersion: `${group}/${version}`, metadata: {}, items }
  return raw(200, JSON.stringify(body), { 'content-type': 'application/json' })(seen, response)
}

function pluralOf(kind: string): string {
  const lower = kind.toLowerCase()
  return lower.endsWith('y') ? `${lower.slice(0, -1)}ies` : `${lower}s`
}

export function plantedApi(): Promise<FakeApi> {
  const byKind = new Map<string, Wire[]>()
  for (const one of objects) byKind.set(one.kind ?? '', [...(byKind.get(one.kind ?? '') ?? []), one])
  const upgrades = new Map(Object.entries(insides).map(([name, one]) => [name, insideOf(one)]))
  const gatewayKinds: readonly Kind[] = [
    ...(['GatewayClass', 'Gateway', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'] as const),
    ...(['ReferenceGrant', 'ListenerSet', 'BackendTLSPolicy'] as const),
  ]
  return fakeApi({
    objects: Object.fromEntries(byKind) as never,
    served: Object.fromEntries(gatewayKinds.map((kind) => [kind, 'v1'])),
    faults: [ownKinds, on('/pods/proxy-1/log', canaryLog), on('/log', raw(200, log))],
    upgrade: (seen, ...rest) => {
      const name = /\/pods\/([^/]+)\//.exec(seen.path)?.[1] ?? ''
      const upgrade = upgrades.get(name) ?? silent
      upgrade(seen, ...rest)
    },
  })
}

const canaryLog: Fault = (seen, response) => canaryWorld.faults?.some((fault) => fault(seen, response)) ?? false

/** Namespace and name of each controller, as `--controller` takes them. */
export const controllers = ['edge/proxy', 'edge/traefik', 'edge/f5', 'eg-system/envoy-eg', 'projectcontour/contour']
