/**
 * Clusters of public threads about Gateways, in little: `why` names first what the thread found in the end, its fix as it is
 * written cures, and `trace` says what the requests get before and after.
 */
import { describe, expect, it } from 'vitest'
import { pem } from '../../support/cluster/tls-files.js'
import { session } from '../../support/program/session.js'

type Wire = Readonly<Record<string, unknown>>

const api = 'gateway.networking.k8s.io'
const object = (kind: string, namespace: string | null, name: string, spec: Wire, more: Wire = {}): Wire => ({
  ...{ apiVersion: `${api}/v1`, kind, metadata: { ...(namespace && { namespace }), name, ...more }, spec },
})
const ofClass = (controllerName: string) => object('GatewayClass', null, 'main', { controllerName })
const [envoy, istio, traefik, cilium] = [
  ...['gateway.envoyproxy.io/gatewayclass-controller', 'istio.io/gateway-controller'],
  ...['traefik.io/gateway-controller', 'io.cilium/gateway-controller'],
].map(ofClass)
const gateway = (listeners: readonly Wire[], spec: Wire = {}) =>
  object('Gateway', 'infra', 'edge', { gatewayClassName: 'main', listeners, ...spec })
const from = (namespaces: string) => ({ allowedRoutes: { namespaces: { from: namespaces } } })
const http = { name: 'http', port: 80, protocol: 'HTTP', ...from('All') }
const https = { ...http, name: 'https', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'tls' }] } }
const edge = { namespace: 'infra', name: 'edge' }
const web = { name: 'web', port: 80 }
const next = { name: 'next', port: 80 }
const match = (value: string, type = 'PathPrefix') => ({ matches: [{ path: { type, value } }] })
const route = (name: string, spec: Wire = {}, more: Wire = {}, kind = 'HTTPRoute') =>
  object(
    ...([kind, 'shop', name] as const),
    { parentRefs: [edge], hostnames: ['app.example.com'], rules: [{ backendRefs: [web] }], ...spec },
    more,
  )
const sendsOn = { type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }
const behind = ['web', 'next'].flatMap((name): Wire[] => [
  {
    ...{ apiVersion: 'v1', kind: 'Service', metadata: { namespace: 'shop', name } },
    spec: { clusterIP: '10.0.0.1', selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  },
  {
    ...{ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', addressType: 'IPv4' },
    metadata: { namespace: 'shop', name: `${name}-1`, labels: { 'kubernetes.io/service-name': name } },
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints: [{ addresses: ['10.1.0.1'], conditions: { ready: true } }],
  },
])
const secret = {
  ...{ apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/tls', metadata: { namespace: 'infra', name: 'tls' } },
  data: { 'tls.crt': btoa(pem('server')), 'tls.key': btoa('none') },
}
const ofTraefik = {
  ...{ apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'edge', name: 'traefik-1' } },
  spec: {
    containers: [
      {
        ...{ name: 'traefik', image: 'docker.io/traefik:v3.7.15' },
        args: [
          '--entryPoints.web.address=:8000',
          '--entryPoints.secure.address=:8443',
          '--providers.kubernetesGateway',
        ],
      },
    ],
  },
  status: { phase: 'Running', podIP: '10.2.0.1', conditions: [{ type: 'Ready', status: 'True' }] },
}
const set = (name: string, spec: Wire, more: Wire = {}) =>
  object('ListenerSet', 'shop', name, { parentRef: edge, listeners: [{ ...http, port: 8080 }], ...spec }, more)

interface Report {
  readonly thread: string
  readonly url: string
  readonly before: readonly (Wire | undefined)[]
  /** who asks, with the code and a part of the sentence */
  readonly why: readonly [asked: string, code: string, says: string]
  readonly fix: string
  readonly after: readonly (Wire | undefined)[]
  /** what gets the request before; null: nobody, or what was not meant */
  readonly gets?: string
  /** where it arrives after */
  readonly at?: string
}

const reports: readonly Report[] = [
  {
    thread: 'nginx/nginx-gateway-fabric#2299',
    url: 'http://app.example.com/',
    before: [
      envoy,
      gateway([{ ...http, allowedRoutes: { kinds: [{ kind: 'GRPCRoute' }], namespaces: { from: 'All' } } }]),
      route('web'),
    ],
    why: ['HTTPRoute/web', 'route-detached', 'no listener takes HTTPRoutes'],
    fix: 'Name the kind in allowedRoutes.kinds of the listener',
    after: [
      envoy,
      gateway([
        {
          ...http,
          allowedRoutes: { kinds: [{ kind: 'GRPCRoute' }, { kind: 'HTTPRoute' }], namespaces: { from: 'All' } },
        },
      ]),
      route('web'),
    ],
  },
  {
    thread: 'AndriyKalashnykov/kind-cluster#122',
    url: 'https://app.example.com/',
    before: [traefik, ofTraefik, gateway([{ ...http, port: 8000 }, https]), secret, route('web')],
    why: ['Gateway/infra/edge', 'listener-out', 'its port cannot be used: the proxy listens at 8000, 8443'],
    fix: 'Write a port at which the proxy listens: 8000, 8443.',
    after: [
      traefik,
      ofTraefik,
      gateway([
        { ...http, port: 8000 },
        { ...https, port: 8443 },
      ]),
      secret,
      route('web'),
    ],
    at: 'https://app.example.com:8443/',
  },
  {
    thread: 'vdupain/gitops-k8s#53',
    url: 'http://app.example.com/',
    before: [cilium, gateway([{ ...http, allowedRoutes: {} }]), route('web')],
    why: [
      'HTTPRoute/web',
      'route-detached',
      'no listener takes routes of namespace shop: http takes those of namespace infra',
    ],
    fix: 'Let allowedRoutes.namespaces of the listener take the namespace of the route, for instance with from: All.',
    after: [cilium, gateway([http]), route('web')],
  },
  {
    thread: 'cilium/cilium#28796',
    url: 'https://app.example.com/',
    before: [
      cilium,
      gateway([http, https]),
      secret,
      route('redirect', { rules: [{ filters: [sendsOn] }] }),
      route('web'),
    ],
    why: ['HTTPRoute/web', 'match-taken', 'HTTPRoute shop/redirect asks for the same'],
    fix: 'Let HTTPRoute shop/redirect hang on listener http alone: write sectionName: http in its parentRef.',
    after: [
      ...[cilium, gateway([http, https]), secret, route('web', { parentRefs: [{ ...edge, sectionName: 'https' }] })],
      route('redirect', { parentRefs: [{ ...edge, sectionName: 'http' }], rules: [{ filters: [sendsOn] }] }),
    ],
  },
  {
    thread: 'kubernetes-sigs/gateway-api#2095',
    url: 'https://app.example.com/',
    before: [
      istio,
      gateway([http, https]),
      secret,
      route('web', { rules: [{ filters: [sendsOn], backendRefs: [web] }] }),
    ],
    why: ['HTTPRoute/web', 'api-refuses', 'spec.rules[0] has both a filter RequestRedirect and backendRefs'],
    fix: 'Leave one of both out.',
    after: [istio, gateway([http, https]), secret, route('web')],
  },
  {
    thread: 'kubernetes-sigs/gateway-api#1532',
    url: 'http://app.example.com/',
    before: [envoy, gateway([http]), route('web', { parentRefs: [{ ...edge, port: 81 }] })],
    why: ['HTTPRoute/web', 'route-detached', 'it has no listener for port 81, it has http'],
    fix: 'Correct the parentRef: Gateway infra/edge has http.',
    after: [envoy, gateway([http]), route('web', { parentRefs: [{ ...edge, port: 80 }] })],
  },
  {
    thread: 'istio/istio#58441',
    url: 'http://app.example.com/api/test/check',
    before: [
      ...[
        istio,
        gateway([http]),
        route('a', { rules: [{ ...match('/api/test/[0-9a-z-]+', 'RegularExpression'), backendRefs: [web] }] }),
      ],
      route('b', { rules: [{ ...match('/api'), backendRefs: [next] }] }),
    ],
    why: [
      'HTTPRoute/a',
      'match-taken',
      'HTTPRoute shop/b comes first with the prefix /api, which takes all of its paths',
    ],
    fix: 'Change host or match of one of the two',
    after: [
      ...[istio, gateway([http]), route('a', { rules: [{ ...match('/api/test'), backendRefs: [web] }] })],
      route('b', { rules: [{ ...match('/api'), backendRefs: [next] }] }),
    ],
    gets: 'next',
  },
  {
    thread: 'istio/istio#60695',
    url: 'http://app.example.com/else/x',
    before: [
      ...[istio, gateway([http])],
      route('a', {
        rules: [{ ...match('/(some|else)/.*', 'RegularExpression'), backendRefs: [web] }, { backendRefs: [next] }],
      }),
    ],
    why: ['HTTPRoute/a', 'match-taken', 'HTTPRoute shop/a comes first with the prefix /, which takes all of its paths'],
    fix: 'Change host or match of one of the two',
    after: [
      istio,
      gateway([http]),
      route('a', { rules: [{ ...match('/else'), backendRefs: [web] }, { backendRefs: [next] }] }),
    ],
    gets: 'next',
  },
  {
    thread: 'envoyproxy/gateway#5322',
    url: 'http://app.example.com/',
    before: [envoy, gateway([http, { ...http, name: 'wild', hostname: '*.example.com' }]), route('web')],
    why: ['Gateway/infra/edge', 'port-frozen', 'app.example.com comes from http and wild at once'],
    fix: 'Let each route with that hostname name its listener, with sectionName: http for instance.',
    after: [
      envoy,
      gateway([http, { ...http, name: 'wild', hostname: '*.example.com' }]),
      route('web', { parentRefs: [{ ...edge, sectionName: 'http' }] }),
    ],
  },
  {
    thread: 'envoyproxy/gateway#9135',
    url: 'http://app.example.com/',
    before: [
      ...[envoy, gateway([http]), route('web', {}, { creationTimestamp: '2026-02-01T00:00:00Z' })],
      route('old', { rules: [{ backendRefs: [next] }] }, { creationTimestamp: '2026-01-01T00:00:00Z' }),
    ],
    why: ['HTTPRoute/web', 'match-taken', 'HTTPRoute shop/old asks for the same and is older'],
    fix: 'remove the rule that is no longer meant',
    after: [envoy, gateway([http]), route('web')],
    gets: 'next',
  },
  {
    thread: 'kubernetes-sigs/gateway-api#5210',
    url: 'https://app.example.com/',
    before: [envoy, gateway([{ ...https, tls: { mode: 'Passthrough' } }]), route('web', {}, {}, 'TLSRoute')],
    why: ['Gateway/infra/edge', 'api-refuses', 'spec.listeners[0].tls.mode Passthrough is none of Terminate'],
    fix: 'Write Terminate.',
    after: [envoy, gateway([https]), secret, route('web')],
  },
  {
    thread: 'envoyproxy/gateway#9767',
    url: 'http://app.example.com:8080/',
    before: [
      ...[envoy, gateway([http], { allowedListeners: { namespaces: { from: 'All' } } })],
      ...[
        set('old', {}, { creationTimestamp: '2026-01-01T00:00:00Z' }),
        set('more', {}, { creationTimestamp: '2026-02-01T00:00:00Z' }),
      ],
      route('web', { parentRefs: [{ kind: 'ListenerSet', name: 'more' }] }),
    ],
    why: [
      'ListenerSet/shop/more',
      'listener-out',
      'another listener has its port, protocol and hostname (http of ListenerSet shop/old)',
    ],
    fix: 'Give one of the two another hostname, or leave it out.',
    after: [
      ...[envoy, gateway([http], { allowedListeners: { namespaces: { from: 'All' } } })],
      ...[set('more', {}), route('web', { parentRefs: [{ kind: 'ListenerSet', name: 'more' }] })],
    ],
  },
  {
    thread: 'cert-manager/website#2193',
    url: 'http://app.example.com:8080/',
    before: [
      envoy,
      gateway([http]),
      set('more', {}),
      route('web', { parentRefs: [{ kind: 'ListenerSet', name: 'more' }] }),
    ],
    why: ['HTTPRoute/web', 'listener-set-out', 'ListenerSet shop/more adds no listeners to Gateway infra/edge'],
    fix: 'Write spec.allowedListeners: {namespaces: {from: All}} into Gateway infra/edge',
    after: [
      ...[envoy, gateway([http], { allowedListeners: { namespaces: { from: 'All' } } }), set('more', {})],
      route('web', { parentRefs: [{ kind: 'ListenerSet', name: 'more' }] }),
    ],
  },
]

describe.each(reports)('$thread', ({ url, before, why: [asked, code, says], fix, after, gets = null, at = url }) => {
  const told = async (objects: Report['before'], ...words: readonly string[]) => {
    const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...objects, ...behind] })
    return (await session([...words, '--from', '-'], { stdin })).stdout
  }
  const taker = async (objects: Report['before'], to: string) => {
    const { asked: answer } = JSON.parse(await told(objects, 'trace', to, '-o', 'json'))
    return answer?.verdict === 'served' ? answer.backend.service : null
  }

  it('is told by its cause, and the fix', async () => {
    const [first] = (await told(before, 'why', '-n', 'shop', asked)).split('(1) ').slice(1)
    expect(first).toContain(` ${code}: `)
    expect(first?.split('\n')[0]).toContain(says)
    expect(first).toContain(`fix  ${fix}`.slice(0, 'fix  '.length))
    expect(first).toContain(fix)
    expect(await taker(before, url)).toBe(gets)
  })

  it('is cured as the fix says', async () => {
    const { items } = JSON.parse(await told(after, 'why', '-A', '-o', 'json'))
    const codes = items.flatMap(({ causes }: { causes: { code: string; severity: string }[] }) =>
      causes.flatMap((one) => (one.severity === 'info' ? [] : [one.code])),
    )
    expect(codes).toEqual([])
    expect(await taker(after, at)).toBe('web')
  })
})

it('a port that does not take a route is told, though another one does', async () => {
  const objects = [envoy, gateway([{ ...http, ...from('Same') }, https]), secret, route('solver'), ...behind]
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects })
  const { stdout } = await session(['trace', 'http://app.example.com/', '--from', '-'], { stdin })
  expect(stdout).toContain('not found (404): Gateway infra/edge does not take it: no listener')
})
