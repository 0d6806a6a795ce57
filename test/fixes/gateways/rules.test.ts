/** Rules of routes: matches that others take, filters that cannot work, backends that cannot answer. */
import { gateway, http, route, sliceOf } from '../../support/worlds/gateway-objects.js'
import {
  authority,
  backend,
  backendRefs,
  certificate,
  contourClass,
  envoyClass,
  foreign,
  grant,
  inTls,
  on,
  onBoth,
  proveGatewayCures,
  service,
  shared,
  traefikClass,
} from './words.js'

const both = {
  Service: [service('web'), service('next')],
  EndpointSlice: [sliceOf('shop', 'web'), sliceOf('shop', 'next')],
}
const toTeam = shared(backend('cart', 1, { namespace: 'team' }))
const redirect = { type: 'RequestRedirect', requestRedirect: { hostname: 'b.test' } }
const toOtherPath = {
  type: 'URLRewrite',
  urlRewrite: { path: { type: 'ReplaceFullPath', replaceFullPath: '/b' } },
}
const toOtherHost = { type: 'URLRewrite', urlRewrite: { hostname: 'b.test' } }
const toHttps = { type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }
const toPath = {
  type: 'RequestRedirect',
  requestRedirect: { path: { type: 'ReplaceFullPath', replaceFullPath: '/new' } },
}
const istioClass = [{ metadata: { name: 'main' }, spec: { controllerName: 'istio.io/gateway-controller' } }]
const users = (type: string, value: string) =>
  route('web', { rules: [{ matches: [{ path: { type, value } }], backendRefs }, { backendRefs }] })
const asking = (method: object) => route('calls', { rules: [{ matches: [{ method }], backendRefs }] })
const filtered = (filter: object) => [
  route('web', { rules: [{ filters: [filter], backendRefs: [backend('web', 1)] }] }),
]
const mirrorTo = (name: string) => ({ type: 'RequestMirror', requestMirror: { backendRef: { name, port: 80 } } })
const connections = (ports: readonly number[], onPorts: readonly number[]) => ({
  GatewayClass: contourClass,
  Gateway: [gateway(ports.map((port) => ({ ...http, name: `tcp-${port}`, port, protocol: 'TCP' })))],
  HTTPRoute: [],
  TCPRoute: onPorts.map((port, i) => route(`tcp-${i}`, { hostnames: undefined, ...on(`tcp-${port}`) })),
})

const atPath = (type: string, value: string) => ({
  ...{ GatewayClass: envoyClass, Service: [service('web')] },
  HTTPRoute: [route('web', { rules: [{ matches: [{ path: { type, value } }], backendRefs: [backend('web', 1)] }] })],
})

proveGatewayCures([
  {
    code: 'glob-path',
    before: atPath('PathPrefix', '/api/*'),
    says: 'only a request with a star in it matches',
    fix: 'Write type: PathPrefix and value: /api',
    after: atPath('PathPrefix', '/api'),
    served: true,
  },
  {
    code: 'glob-path',
    before: atPath('Exact', '/v[0-9]+/x'),
    says: 'is written as a pattern, and a Gateway takes it as it stands',
    fix: 'Write type: RegularExpression and value: /v[0-9]+/x',
    after: atPath('RegularExpression', '/v[0-9]+/x'),
    served: true,
  },
  {
    code: 'match-taken',
    before: { HTTPRoute: [route('web'), route('copy', {}, {}, { creationTimestamp: '2026-05-02T00:00:00Z' })] },
    says: 'HTTPRoute shop/web asks for the same and is older',
    fix: 'Change host or match',
    after: { HTTPRoute: [route('web'), route('copy', { hostnames: ['copy.test'] })] },
    served: true,
  },
  {
    code: 'match-taken',
    before: { GatewayClass: istioClass, HTTPRoute: [users('RegularExpression', '/user/[0-9]+')] },
    says: 'HTTPRoute shop/web comes first with the prefix /, which takes all of its paths',
    fix: 'Change host or match',
    after: { GatewayClass: istioClass, HTTPRoute: [users('PathPrefix', '/user')] },
    served: true,
  },
  {
    code: 'match-taken',
    before: { GatewayClass: contourClass, GRPCRoute: [asking({ service: 'pkg.Svc' })] },
    says: 'Contour reads a method of gRPC only where it names service and method exactly',
    fix: null,
    after: { GatewayClass: contourClass, GRPCRoute: [asking({ service: 'pkg.Svc', method: 'Get' })] },
    served: true,
  },
  {
    code: 'match-by-chance',
    before: connections([9000], [9000, 9000]),
    says: 'is not the only TCPRoute for the port',
    fix: 'Give each of the routes a listener of its own',
    after: connections([9000, 9001], [9000, 9001]),
  },
  {
    code: 'weights-zero',
    before: { HTTPRoute: shared(backend('web', 0)) },
    says: '"web": no backendRef of the rule has a weight above 0',
    fix: 'Give one of them a weight',
    after: { HTTPRoute: shared(backend('web', 1)) },
  },
  {
    code: 'weights-zero',
    before: { HTTPRoute: shared() },
    says: 'the rule has no backendRefs',
    fix: 'Name a backend',
    after: { HTTPRoute: shared(backend('web', 1)) },
  },
  {
    code: 'redirect-endless',
    before: { ...onBoth, HTTPRoute: [route('web', { rules: [{ filters: [toHttps] }] })] },
    says: 'its redirect leads to https://a.test/, which is redirected again',
    fix: 'Let it hang on listener http alone: write sectionName: http in its parentRef.',
    after: {
      ...onBoth,
      HTTPRoute: [route('to-https', { ...on('http'), rules: [{ filters: [toHttps] }] }), route('web', on('https'))],
    },
  },
  {
    code: 'redirect-endless',
    before: { HTTPRoute: [route('web', { rules: [{ filters: [toPath] }] })] },
    says: 'its redirect leads to http://a.test/new, which is redirected again',
    fix: 'that other rules answer',
    after: {
      HTTPRoute: [
        route('web', {
          rules: [
            { filters: [toPath] },
            { matches: [{ path: { type: 'Exact', value: '/new' } }], backendRefs: [backend('web', 1)] },
          ],
        }),
      ],
    },
  },
  {
    code: 'share-fails',
    before: { HTTPRoute: shared(backend('web', 90), backend('next', 10)) },
    says: 'Service shop/next does not exist: 10 % of the requests get 500',
    fix: 'Create Service shop/next',
    after: { HTTPRoute: shared(backend('web', 90), backend('next', 10)), ...both },
    served: true,
  },
  {
    code: 'share-fails',
    before: { HTTPRoute: shared(backend('web', 1, { port: 81 })) },
    says: 'Service shop/web has no port 81',
    fix: 'Write port: 80',
  },
  {
    code: 'share-fails',
    before: { EndpointSlice: [] },
    says: 'has no endpoints: all of the requests get 503',
    fix: 'Look at the pods that Service shop/web selects',
  },
  {
    code: 'share-fails',
    before: { Service: [service('web', { type: 'ExternalName', externalName: 'b.test' })] },
    says: 'is of type ExternalName',
    fix: 'Name a Service with endpoints',
  },
  {
    code: 'share-fails',
    before: {
      GatewayClass: envoyClass,
      HTTPRoute: shared(backend('web', 1, { group: 'example.com', kind: 'Bucket' })),
    },
    says: 'Bucket shop/web is of a kind that is not known',
    fix: 'Name a Service',
    after: { GatewayClass: envoyClass },
  },
  {
    code: 'share-fails',
    before: { ...inTls, ConfigMap: [authority({ 'ca.crt': 'none' })] },
    says: 'is to be asked in TLS, and BackendTLSPolicy shop/web cannot be met (InvalidCACertificateRef): all of the requests get 500',
    fix: 'Give BackendTLSPolicy shop/web a ConfigMap of its namespace with the authority in its key ca.crt',
    after: { ...inTls, ConfigMap: [authority({ 'ca.crt': certificate })] },
  },
  {
    code: 'share-fails',
    before: { GatewayClass: envoyClass, HTTPRoute: shared(backend('web', 1, { filters: [redirect] })) },
    says: 'has filters of its own that are not supported there: all of the requests get 500',
    fix: 'Move the filters of the backendRef to the rule',
    after: { GatewayClass: envoyClass, HTTPRoute: [route('web', { rules: [{ filters: [redirect] }] })] },
  },
  {
    code: 'share-fails',
    before: { GatewayClass: envoyClass, HTTPRoute: shared(backend('web', 1, { filters: [toOtherPath] })) },
    says: 'Service shop/web has filters of its own that are not supported there: all of the requests get 500',
    fix: 'Move the filters of the backendRef to the rule',
    after: { GatewayClass: envoyClass, HTTPRoute: filtered(toOtherPath) },
  },
  {
    code: 'share-fails',
    before: { GatewayClass: envoyClass, HTTPRoute: [], GRPCRoute: shared(backend('next', 1)) },
    says: 'Service shop/next does not exist: all of the requests get grpc-status 2',
    fix: 'Create Service shop/next, or correct the backendRef',
    after: { GatewayClass: envoyClass, HTTPRoute: [], GRPCRoute: shared(backend('web', 1)) },
  },
  {
    code: 'filter-broken',
    before: {
      GatewayClass: envoyClass,
      HTTPRoute: filtered({ type: 'ExtensionRef', extensionRef: { group: 'a.b', kind: 'Filter', name: 'any' } }),
    },
    says: 'the filter Filter any is of a kind that is not known here: all of the requests get 500',
    fix: 'Remove the filter',
    after: { GatewayClass: envoyClass },
  },
  {
    code: 'filter-broken',
    before: { HTTPRoute: filtered(mirrorTo('next')) },
    says: 'the backend of its mirror cannot be had: requests are served without it',
    fix: 'Name a Service in the mirror that is there',
    after: { HTTPRoute: filtered(mirrorTo('web')) },
    served: true,
  },
  {
    code: 'filter-broken',
    before: { GatewayClass: envoyClass, HTTPRoute: filtered(mirrorTo('next')) },
    says: 'the backend of its mirror cannot be had: all of the requests get 500',
    fix: 'Name a Service in the mirror that is there',
    after: { GatewayClass: envoyClass, HTTPRoute: filtered(mirrorTo('web')) },
  },
  {
    code: 'filter-broken',
    before: { GatewayClass: traefikClass, HTTPRoute: filtered(mirrorTo('web')) },
    says: 'the filter RequestMirror is not supported there: all of the requests get 500',
    fix: 'Remove the filter',
    after: { GatewayClass: traefikClass },
  },
  {
    code: 'filter-broken',
    before: {
      ...{ GatewayClass: traefikClass, HTTPRoute: [] },
      GRPCRoute: filtered({ type: 'ResponseHeaderModifier', responseHeaderModifier: { remove: ['x-a'] } }),
    },
    says: 'the filter ResponseHeaderModifier is not supported there: all of the requests get 200 with a status as JSON',
    fix: 'Remove the filter',
    after: { GatewayClass: traefikClass, HTTPRoute: [], GRPCRoute: [route('web')] },
  },
  {
    code: 'filter-broken',
    before: {
      GatewayClass: envoyClass,
      HTTPRoute: filtered({
        type: 'RequestHeaderModifier',
        requestHeaderModifier: { set: [{ name: 'Host', value: 'b' }] },
      }),
    },
    says: 'a header modifier names Host: all of the requests get 500',
    fix: 'Write hostname in a filter URLRewrite',
    after: { GatewayClass: envoyClass, HTTPRoute: filtered({ type: 'URLRewrite', urlRewrite: { hostname: 'b' } }) },
  },
  {
    code: 'filter-broken',
    before: {
      GatewayClass: contourClass,
      HTTPRoute: filtered({ type: 'ExtensionRef', extensionRef: { group: 'a.b', kind: 'Filter', name: 'any' } }),
    },
    says: 'Contour passes the filter over: requests are served without it',
    fix: 'Remove the filter',
    after: { GatewayClass: contourClass },
    served: true,
  },
  {
    code: 'filter-broken',
    before: { GatewayClass: contourClass, HTTPRoute: shared(backend('web', 1, { filters: [toOtherHost] })) },
    says: 'Contour passes the filter over: requests are served without it',
    fix: 'Remove the filter',
    after: { GatewayClass: contourClass },
    served: true,
  },
  {
    code: 'grant-missing',
    before: { HTTPRoute: toTeam, ...foreign, ReferenceGrant: [grant('GRPCRoute')] },
    says: 'no ReferenceGrant there permits HTTPRoutes of shop to refer to it: all of the requests get 500',
    fix: 'from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop}], to: [{group: "", kind: Service, name: cart}]',
    after: { HTTPRoute: toTeam, ...foreign, ReferenceGrant: [grant('GRPCRoute'), grant('HTTPRoute')] },
  },
])
