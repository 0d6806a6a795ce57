/** The rules of `lint` about what implementations make of Gateways: what is found, and the same after its fix. */
import { expect, it } from 'vitest'
import { pem, type ServerCertificate } from '../support/cluster/tls-files.js'
import { service } from '../support/objects.js'
import { found, table } from '../support/why/lint-table.js'
import { contour, edge, envoy, http, plain, route, traefik } from './gateway-words.js'

const to = (...backends: readonly (readonly [name: string, weight?: number])[]) => ({
  backendRefs: backends.map(([name, weight]) => ({ name, port: 80, ...(weight === undefined ? {} : { weight }) })),
})

const under = (value: string, name = 'web') => ({ matches: [{ path: { type: 'PathPrefix', value } }], ...to([name]) })

table(
  ['weights-zero'],
  [
    [
      'of all backends',
      { ...edge(plain), ...http(to(['web', 0], ['next', 0])) },
      [/^warning r: "web", "next": no backendRef of the rule has a weight above 0/],
    ],
    ['of one of two', { ...edge(plain), ...http(to(['web', 0], ['next', 1])) }, []],
    ['of a GRPCRoute', { ...edge(plain), GRPCRoute: [route('g', [to(['web', 0])], {}, 'GRPCRoute')] }, [/^warning g/]],
    [
      'beside a redirect',
      {
        ...edge(plain),
        ...http({ ...to(['web', 0]), filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }] }),
      },
      [],
    ],
  ],
)

const secret = (name: string, file: ServerCertificate) => ({
  metadata: { namespace: 'default', name },
  type: 'kubernetes.io/tls',
  data: { 'tls.crt': btoa(pem(file)), 'tls.key': btoa('-') },
})

const tls = (name: string, hostname: string | undefined, certificate: string, mode = 'Terminate') => ({
  ...{ name, port: 443, protocol: mode === 'Terminate' ? 'HTTPS' : 'TLS', ...(hostname ? { hostname } : {}) },
  tls: mode === 'Terminate' ? { certificateRefs: [{ name: certificate }] } : { mode },
})

const secrets = { Secret: [secret('wide', 'server'), secret('shop', 'expired')] }

table(
  ['listener-overlap'],
  [
    [
      'a name below a wildcard whose certificate is for it',
      { ...edge([tls('all', '*.test', 'wide'), tls('shop', 'kubernetes.test', 'shop')]), ...secrets },
      [/^warning edge: "kubernetes\.test" of listener shop lies in what listener all covers, which has other/],
    ],
    [
      'the same where no certificate is seen',
      { ...edge([tls('all', '*.test', 'gone'), tls('shop', 'kubernetes.test', 'shop')]) },
      [/^info edge: .*if the certificate there is for it/],
    ],
    [
      'with one certificate',
      { ...edge([tls('all', '*.test', 'wide'), tls('shop', 'kubernetes.test', 'wide')]), ...secrets },
      [],
    ],
    [
      'whose TLS is passed on',
      {
        ...edge([tls('all', '*.test', 'wide'), tls('shop', 'kubernetes.test', '', 'Passthrough')]),
        ...secrets,
      },
      [/and one of both passes TLS on/],
    ],
    ['of other hosts', { ...edge([tls('a', '*.a.test', 'shop'), tls('b', 'b.test', 'wide')]), ...secrets }, []],
  ],
)

const able = { supportedFeatures: ['HTTPRoute', 'HTTPRouteQueryParamMatching'] }

const posts = { matches: [{ method: 'POST' }], ...to(['web']) }

table(
  ['feature-unsupported'],
  [
    [
      'a method',
      { ...edge(plain, envoy, able), ...http(posts) },
      [
        /^warning r: it uses HTTPRouteMethodMatching, which GatewayClass edge does not have among its supportedFeatures/,
      ],
    ],
    [
      'filters and timeouts',
      {
        ...edge(plain, envoy, able),
        ...http({
          ...to(['web']),
          filters: [
            { type: 'URLRewrite', urlRewrite: { hostname: 'a.test' } },
            { type: 'RequestMirror', requestMirror: { backendRef: { name: 'web', port: 80 } } },
          ],
          timeouts: { request: '1s' },
        }),
      },
      [/HTTPRouteHostRewrite/, /HTTPRouteRequestMirror/, /HTTPRouteRequestTimeout/],
    ],
    [
      'what it claims',
      {
        ...edge(plain, envoy, able),
        ...http({ matches: [{ queryParams: [{ name: 'a', value: 'b' }] }], ...to(['web']) }),
      },
      [],
    ],
    [
      'what is passed over, whatever the class says',
      {
        ...edge(plain, contour, { supportedFeatures: ['HTTPRoute', 'HTTPRouteRetry'] }),
        ...http({
          backendRefs: [
            { name: 'web', port: 80, filters: [{ type: 'URLRewrite', urlRewrite: { hostname: 'a.test' } }] },
          ],
          retry: { attempts: 2 },
          sessionPersistence: { type: 'Cookie' },
        }),
      },
      [
        /it uses HTTPRouteRetry, which Contour passes over: nothing of it is done/,
        /sessionPersistence, which Contour/,
        /HTTPRouteBackendURLRewrite, which Contour/,
      ],
    ],
    [
      'what has no name in the list',
      { ...edge(plain, envoy, able), ...http({ ...to(['web']), sessionPersistence: {} }) },
      [],
    ],
    ['it claims nothing', { ...edge(plain, envoy), ...http(posts) }, []],
    ['a list that nobody has filled in', { ...edge(plain, envoy, { supportedFeatures: [] }), ...http(posts) }, []],
  ],
)

const owner = {
  'gateway.envoyproxy.io/owning-gateway-name': 'edge',
  'gateway.envoyproxy.io/owning-gateway-namespace': 'default',
}

const envoyPod = {
  metadata: {
    ...{ name: 'envoy-0', namespace: 'edge', labels: owner },
    ownerReferences: [{ kind: 'DaemonSet', name: 'envoy', controller: true }],
  },
  spec: {
    containers: [
      { name: 'envoy', image: 'envoyproxy/envoy:distroless-v1.38.0' },
      { name: 'shutdown-manager', image: 'envoyproxy/gateway:v1.9.1', args: ['envoy', 'shutdown-manager'] },
    ],
  },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
}

const entry = (ports: readonly object[]) => ({
  metadata: { name: 'envoy', namespace: 'edge' },
  spec: { selector: owner, ports },
})

const odd = [{ name: 'web', port: 8080, protocol: 'HTTP' }]

const moved = (more: object = {}) =>
  http({ filters: [{ type: 'RequestRedirect', requestRedirect: { hostname: 'new.test', ...more } }] })

table(
  ['redirect-to-listener-port'],
  [
    [
      'where nobody sees how clients come in',
      { ...edge(odd, envoy), ...moved() },
      [/^info r: the redirect leads to port 8080 of listener web, which clients must reach/],
    ],
    [
      'where its Service maps another port to it',
      {
        ...{ ...edge(odd, envoy), ...moved(), Pod: [envoyPod] },
        Service: [service('web'), entry([{ port: 80, targetPort: 8080 }])],
      },
      [/^warning r: .* port 8080 of listener web, and clients come in by port 80 of Service edge\/envoy$/],
    ],
    [
      'where its Service has it, too',
      {
        ...{ ...edge(odd, envoy), ...moved(), Pod: [envoyPod] },
        Service: [service('web'), entry([{ port: 8080, targetPort: 8080 }])],
      },
      [],
    ],
    ['with a port', { ...edge(odd, envoy), ...moved({ port: 80 }) }, []],
    ['with a scheme', { ...edge(odd, envoy), ...moved({ scheme: 'https' }) }, []],
    ['at the usual port', { ...edge(plain, envoy), ...moved() }, []],
    ['of one that says no port of its own', { ...edge(odd, traefik), ...moved() }, []],
  ],
)

const named = (name: string, hostname: string, ...rules: readonly object[]) =>
  route(name, rules, { hostnames: [hostname] })

table(
  ['path-outranks-host'],
  [
    [
      'a path of all hosts',
      { ...edge(plain, traefik), HTTPRoute: [route('api', [under('/api')]), named('shop', 'shop.test', under('/'))] },
      [/^warning api: it has http:\/\/shop\.test\/api and .* give to HTTPRoute default\/shop: .* paths count before/],
    ],
    [
      'beside one as long of the host',
      {
        ...edge(plain, traefik),
        HTTPRoute: [route('api', [under('/api')]), named('shop', 'shop.test', under('/api'), under('/'))],
      },
      [],
    ],
    [
      'of an implementation where hostnames count first',
      { ...edge(plain, envoy), HTTPRoute: [route('api', [under('/api')]), named('shop', 'shop.test', under('/'))] },
      [],
    ],
  ],
)

it.each([
  [101, ['path-outranks-host is told of 20,000 requests to edge at most: the others are not tried']],
  [100, []],
])(
  'path-outranks-host says that it did not try all, of 200 paths and %i hosts',
  { timeout: 60_000 },
  async (hosts, said) => {
    const wide = route(
      'api',
      Array.from({ length: 200 }, (_, i) => under(`/api/${i}`)),
    )
    const own = Array.from({ length: hosts }, (_, i) => named(`shop-${i}`, `s${i}.test`, under('/own')))
    const { told, gaps } = await found(['path-outranks-host'], { ...edge(plain, traefik), HTTPRoute: [wide, ...own] })
    expect(told).toEqual([])
    expect(gaps.filter((one) => one.includes('outranks'))).toEqual(said)
  },
)

const grant = (from: readonly object[], target: object = { group: '', kind: 'Service' }) => ({
  metadata: { namespace: 'back', name: 'g' },
  spec: { from, to: [target] },
})

const routesOf = (namespace: string) => ({ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace })

const across = http({ backendRefs: [{ name: 'api', namespace: 'back', port: 80 }] })

table(
  ['grant-useless', 'grant-wide'],
  [
    [
      'that nobody uses',
      { ...edge(plain), ReferenceGrant: [grant([routesOf('default')])] },
      [/^info g: no Gateway and no route that is seen refers to what it allows/],
    ],
    ['that a route uses', { ...edge(plain), ...across, ReferenceGrant: [grant([routesOf('default')])] }, []],
    [
      'of another name',
      { ...edge(plain), ...across, ReferenceGrant: [grant([routesOf('default')], { kind: 'Service', name: 'web' })] },
      [/refers to what it allows/],
    ],
    ['of a kind that is not read', { ReferenceGrant: [grant([{ ...routesOf('default'), kind: 'HTTPProxy' }])] }, []],
    [
      'for several namespaces',
      { ...edge(plain), ...across, ReferenceGrant: [grant([routesOf('default'), routesOf('blog')])] },
      [/^info g: every Service of this namespace may be used from default, blog/],
    ],
  ],
)

table(
  ['gateway-condition'],
  [
    [
      'kinds of another release than the controller knows',
      edge(plain, envoy, {
        conditions: [{ type: 'SupportedVersion', status: 'False', reason: 'UnsupportedVersion', message: 'v9' }],
      }),
      [/^warning edge: GatewayClass edge: .*SupportedVersion False, UnsupportedVersion/],
    ],
    ['of one that it knows', edge(plain, envoy, { conditions: [{ type: 'SupportedVersion', status: 'True' }] }), []],
  ],
)

const annotated = (annotations: object) => {
  const [own] = http({ backendRefs: [] }).HTTPRoute
  return { ...edge(plain), HTTPRoute: [{ ...own, metadata: { ...own?.metadata, annotations } }] }
}

table(
  ['annotation-of-other'],
  [
    [
      'of Ingresses, on a route',
      annotated({ 'nginx.ingress.kubernetes.io/auth-url': 'http://x/' }),
      [
        /^warning r: nginx\.ingress\.kubernetes\.io\/auth-url is read by ingress-nginx alone, of Ingresses, and of no HTTPRoute/,
      ],
    ],
    [
      'of a size',
      annotated({ 'nginx.org/client-max-body-size': '5m' }),
      [/^info r: .* by F5 NGINX Ingress Controller alone/],
    ],
    ['that an implementation reads of routes', annotated({ 'konghq.com/strip-path': 'true' }), []],
  ],
)
