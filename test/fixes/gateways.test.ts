/** What is found of Gateways and routes: each finding in a small cluster, and its fix done as its words say. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FindingCode } from '../../src/domain/findings/facts.js'
import { fixOf, sentenceOf } from '../../src/findings/catalogue.js'
import {
  controllerName,
  type GatewayObjects,
  gateway,
  gatewayObjects,
  http,
  route,
  sliceOf,
  toldOf,
} from '../support/worlds/gateway-objects.js'

interface Case {
  readonly code: FindingCode
  readonly before: GatewayObjects
  /** part of its sentence */
  readonly says: string
  /** part of the words of the fix, which `after` does; null: it has none */
  readonly fix: string | null
  readonly after: GatewayObjects
  /** is something served before */
  readonly served?: true
}

const condition = (type: string, status: string, reason: string, more: object = {}) => ({
  ...{ type, status, reason, message: '', observedGeneration: 1, lastTransitionTime: '2026-05-01T00:00:01Z' },
  ...more,
})
const fine = [condition('Accepted', 'True', 'Accepted'), condition('Programmed', 'True', 'Programmed')]
const untouched = condition('Accepted', 'Unknown', 'Pending', { lastTransitionTime: '1970-01-01T00:00:00Z' })
const parentRef = { namespace: 'infra', name: 'web' }
const said = (conditions: readonly object[]) => ({ status: { parents: [{ parentRef, controllerName, conditions }] } })
const taken = said([condition('Accepted', 'True', 'Accepted')])
const watched = gateway([http], { status: { conditions: fine } })
const backend = (name: string, weight: number, more: object = {}) => ({ name, port: 80, weight, ...more })
const shared = (...backendRefs: readonly object[]) => [route('web', { rules: [{ backendRefs }] })]
const service = (name: string, more: object = {}, namespace = 'shop') => ({
  metadata: { namespace, name },
  spec: { clusterIP: '10.0.0.1', ports: [{ port: 80, targetPort: 8080 }], ...more },
})
const both = {
  Service: [service('web'), service('next')],
  EndpointSlice: [sliceOf('shop', 'web'), sliceOf('shop', 'next')],
}
const foreign = { Service: [service('cart', {}, 'team')], EndpointSlice: [sliceOf('team', 'cart')] }
const toTeam = shared(backend('cart', 1, { namespace: 'team' }))
const grant = (from: string) => ({
  metadata: { namespace: 'team', name: 'shop-to-cart' },
  spec: {
    from: [{ group: 'gateway.networking.k8s.io', kind: from, namespace: 'shop' }],
    to: [{ group: '', kind: 'Service', name: 'cart' }],
  },
})
const certificate = readFileSync(join(import.meta.dirname, '..', 'fixtures', 'tls', 'ca.pem'), 'utf8')
const authority = (data: object) => ({ metadata: { namespace: 'shop', name: 'ca' }, data })
const inTls = {
  BackendTLSPolicy: [
    {
      metadata: { namespace: 'shop', name: 'web' },
      spec: {
        targetRefs: [{ group: '', kind: 'Service', name: 'web' }],
        validation: { hostname: 'web.test', caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'ca' }] },
      },
    },
  ],
}
const good = {
  ...{ metadata: { namespace: 'infra', name: 'good' }, type: 'kubernetes.io/tls' },
  data: { 'tls.crt': btoa(certificate), 'tls.key': '' },
}
const ofInfra = { namespace: 'infra', name: 'ca' }
const https = { ...http, name: 'https', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'good' }] } }
const labelled = gateway([
  { ...http, allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { expose: 'yes' } } } } },
])
const namespaceWith = (labels: object) => ({ metadata: { name: 'shop', labels } })
const openGateway = gateway([http], {}, { allowedListeners: { namespaces: { from: 'All' } } })
const listenerSet = (name: string, port = 8080) => ({
  metadata: { namespace: 'infra', name },
  spec: { parentRef: { name: 'web' }, listeners: [{ name: 'l', port, protocol: 'HTTP' }] },
})
const checked = (name: string) =>
  gateway(
    [https],
    {},
    { tls: { frontend: { default: { validation: { caCertificateRefs: [{ kind: 'ConfigMap', name }] } } } } },
  )
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
const onBoth = { Gateway: [gateway([http, https])], Secret: [good] }
const uncertified = { Gateway: [gateway([http, https])] }
const on = (section: string) => ({ parentRefs: [{ ...parentRef, sectionName: section }] })
const contourClass = [{ metadata: { name: 'main' }, spec: { controllerName: 'projectcontour.io/gateway-controller' } }]
/** Whose listener has no certificate. */
const keeping = {
  GatewayClass: contourClass,
  Gateway: [gateway([http, { ...https, hostname: 'a.test', tls: { certificateRefs: [{ name: 'no-such' }] } }])],
}
const envoyClass = [
  { metadata: { name: 'main' }, spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' } },
]
const mixed = (kind: string) =>
  gateway([{ ...http, allowedRoutes: { kinds: [{ kind: 'HTTPRoute' }, { kind }], namespaces: { from: 'All' } } }])
const takenByEnvoy = {
  status: {
    parents: [
      {
        ...{ parentRef, controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
        conditions: [condition('Accepted', 'True', 'Accepted')],
      },
    ],
  },
}
const more = {
  metadata: { namespace: 'infra', name: 'more' },
  spec: { parentRef: { name: 'web' }, listeners: [{ ...http, name: 'more', port: 81 }] },
}
const onSet = { parentRefs: [{ kind: 'ListenerSet', namespace: 'infra', name: 'more' }] }
const istioClass = [{ metadata: { name: 'main' }, spec: { controllerName: 'istio.io/gateway-controller' } }]
const backendRefs = [{ name: 'web', port: 80 }]
const users = (type: string, value: string) =>
  route('web', { rules: [{ matches: [{ path: { type, value } }], backendRefs }, { backendRefs }] })
const asking = (method: object) => route('calls', { rules: [{ matches: [{ method }], backendRefs }] })
const traefikClass = [{ metadata: { name: 'main' }, spec: { controllerName: 'traefik.io/gateway-controller' } }]
const filtered = (filter: object) => [
  route('web', { rules: [{ filters: [filter], backendRefs: [backend('web', 1)] }] }),
]
const mirrorTo = (name: string) => ({ type: 'RequestMirror', requestMirror: { backendRef: { name, port: 80 } } })
const passing = { ...http, name: 'pass', port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' } }
const handed = (...hostnames: readonly string[]) => ({ hostnames, rules: [{ backendRefs: [backend('web', 1)] }] })
const calls = (hostname: string) => route('calls', handed(hostname), {}, { creationTimestamp: '2026-04-01T00:00:00Z' })
const beside = {
  ...{ GatewayClass: traefikClass, Secret: [good] },
  Gateway: [gateway([http, https, { ...passing, port: 8443 }])],
  TLSRoute: [route('db', { ...handed('db.test'), ...on('pass') })],
}
/** TCPRoutes of a Contour, each on one of its listeners. */
const connections = (ports: readonly number[], onPorts: readonly number[]) => ({
  GatewayClass: contourClass,
  Gateway: [gateway(ports.map((port) => ({ ...http, name: `tcp-${port}`, port, protocol: 'TCP' })))],
  HTTPRoute: [],
  TCPRoute: onPorts.map((port, i) => route(`tcp-${i}`, { hostnames: undefined, ...on(`tcp-${port}`) })),
})
const wild = { ...http, name: 'wild', hostname: '*.test' }

const cases: readonly Case[] = [
  {
    code: 'gateway-unclaimed',
    before: { GatewayClass: [{ metadata: { name: 'maim' }, spec: { controllerName } }] },
    says: 'there is no GatewayClass main',
    fix: 'gatewayClassName: maim',
    after: {
      GatewayClass: [{ metadata: { name: 'maim' }, spec: { controllerName } }],
      Gateway: [gateway([http], {}, { gatewayClassName: 'maim' })],
    },
  },
  {
    code: 'gateway-unclaimed',
    before: { Gateway: [gateway([http], { status: { conditions: [untouched] } })] },
    says: `its class main belongs to ${controllerName}`,
    fix: 'Install the controller',
    after: { Gateway: [watched], HTTPRoute: [route('web', {}, taken)] },
  },
  {
    code: 'gateway-condition',
    before: {
      Gateway: [gateway([http], { status: { conditions: [condition('Programmed', 'False', 'AddressNotAssigned')] } })],
      HTTPRoute: [route('web', {}, taken)],
    },
    says: 'no address was given to it',
    fix: 'something must give out addresses',
    after: { Gateway: [watched], HTTPRoute: [route('web', {}, taken)] },
    served: true,
  },
  {
    code: 'status-behind',
    before: { Gateway: [watched], HTTPRoute: [route('web', {}, taken, { generation: 2 })] },
    says: 'has read change 1 of 2',
    fix: 'Look at the log of the controller',
    after: { Gateway: [watched], HTTPRoute: [route('web', {}, taken)] },
    served: true,
  },
  {
    code: 'route-unclaimed',
    before: { Gateway: [watched] },
    says: 'has written nothing into the status',
    fix: null,
    after: { Gateway: [watched], HTTPRoute: [route('web', {}, taken)] },
    served: true,
  },
  {
    code: 'route-unclaimed',
    before: { Gateway: [watched], HTTPRoute: [route('web', {}, said([untouched]))] },
    says: 'has written nothing into the status',
    fix: null,
    after: { Gateway: [watched], HTTPRoute: [route('web', {}, taken)] },
    served: true,
  },
  {
    code: 'attachment-differs',
    before: {
      Gateway: [watched],
      HTTPRoute: [route('web', {}, said([condition('Accepted', 'False', 'NotAllowedByListeners')]))],
    },
    says: 'the route hangs on it by the objects',
    fix: null,
    after: { Gateway: [watched], HTTPRoute: [route('web', {}, taken)] },
    served: true,
  },
  {
    code: 'route-detached',
    before: { HTTPRoute: [route('web', { parentRefs: [{ name: 'web' }] })] },
    says: 'there is none of that name',
    fix: 'Write namespace: infra in the parentRef',
    after: {},
  },
  {
    code: 'route-detached',
    before: { HTTPRoute: [route('web', on('htpp'))] },
    says: 'it has no listener for sectionName htpp, it has http',
    fix: 'sectionName: http in place of htpp',
    after: { HTTPRoute: [route('web', on('http'))] },
  },
  {
    code: 'route-detached',
    before: { Gateway: [gateway([{ ...http, allowedRoutes: { namespaces: { from: 'Same' } } }])] },
    says: 'no listener takes routes of namespace shop',
    fix: 'from: All',
    after: {},
  },
  {
    code: 'route-detached',
    before: { Gateway: [labelled], Namespace: [namespaceWith({ exposed: 'yes' })] },
    says: 'no listener takes routes of namespace shop: http takes those of namespaces with expose=yes, which shop has not',
    fix: 'Give namespace shop the label expose=yes',
    after: { Gateway: [labelled], Namespace: [namespaceWith({ expose: 'yes' })] },
  },
  {
    code: 'route-detached',
    before: {
      Gateway: [gateway([{ ...http, allowedRoutes: { ...http.allowedRoutes, kinds: [{ kind: 'GRPCRoute' }] } }])],
    },
    says: 'no listener takes HTTPRoutes',
    fix: 'Name the kind in allowedRoutes.kinds',
    after: {},
  },
  {
    code: 'route-detached',
    before: { Gateway: [gateway([{ ...http, hostname: '*.example' }])] },
    says: 'hostname a.test goes with no hostname of a listener, it has http (*.example)',
    fix: 'Give the route a hostname that the listener covers',
    after: {
      Gateway: [gateway([{ ...http, hostname: '*.example' }])],
      HTTPRoute: [route('web', { hostnames: ['a.example'] })],
    },
  },
  {
    code: 'route-detached',
    before: {
      GatewayClass: contourClass,
      Gateway: [gateway([{ ...http, port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'no-such' }] } }])],
    },
    says: 'the listeners that would take it take no requests',
    fix: 'See what is said of the listener',
    after: { GatewayClass: contourClass },
  },
  {
    code: 'route-detached',
    before: {
      GatewayClass: envoyClass,
      Gateway: [gateway([http, { ...http, name: 'odd', protocol: 'TCP', hostname: 'a.test' }])],
    },
    says: 'the listeners that would take it take no requests',
    fix: 'See what is said of the listener',
    after: { GatewayClass: envoyClass },
  },
  {
    code: 'route-detached',
    before: { GatewayClass: traefikClass, GRPCRoute: [calls('a.test')] },
    says: 'Gateway infra/web: an older route of the other kind, HTTPRoute or GRPCRoute, has its hostnames',
    fix: 'hostnames of their own',
    after: { GatewayClass: traefikClass, GRPCRoute: [calls('calls.test')] },
    served: true,
  },
  {
    code: 'route-detached',
    before: { HTTPRoute: [route('web', { parentRefs: [] })] },
    says: 'it names no Gateway in spec.parentRefs',
    fix: 'Name a Gateway in spec.parentRefs',
    after: {},
  },
  {
    code: 'route-detached',
    before: { Gateway: [gateway()], ListenerSet: [more], HTTPRoute: [route('web', onSet)] },
    says: 'ListenerSet infra/more: it adds no listeners to a Gateway: the Gateway does not allow it',
    fix: 'Let spec.allowedListeners of its Gateway take the ListenerSet',
    after: {
      Gateway: [gateway([http], {}, { allowedListeners: { namespaces: { from: 'Same' } } })],
      ListenerSet: [more],
      HTTPRoute: [route('web', onSet)],
    },
  },
  {
    code: 'attachment-differs',
    before: { GatewayClass: envoyClass, Gateway: [mixed('TCPRoute')], HTTPRoute: [route('web', {}, takenByEnvoy)] },
    says: 'the route does not hang on it by the objects',
    fix: null,
    after: { GatewayClass: envoyClass, Gateway: [mixed('GRPCRoute')], HTTPRoute: [route('web', {}, takenByEnvoy)] },
  },
  {
    code: 'hostname-unserved',
    before: { ...keeping, HTTPRoute: [route('web', { hostnames: ['a.test', 'b.test'] })] },
    says: 'hostname a.test is kept by listener https, which gives it to nobody',
    fix: 'See what is said of listener https, or remove it',
    after: { GatewayClass: contourClass, HTTPRoute: [route('web', { hostnames: ['a.test', 'b.test'] })] },
    served: true,
  },
  {
    code: 'route-detached',
    before: { ...keeping, HTTPRoute: [route('web', { hostnames: ['a.test'], ...on('http') })] },
    says: 'hostname a.test is kept by listener https, which gives it to nobody',
    fix: 'See what is said of listener https, or remove it',
    after: { GatewayClass: contourClass },
  },
  {
    code: 'hostname-unserved',
    before: { Gateway: [gateway([wild])], HTTPRoute: [route('web', { hostnames: ['a.test', 'a.example'] })] },
    says: 'hostname a.example goes with none of its listeners (wild (*.test))',
    fix: 'Remove a.example from the route',
    after: { Gateway: [gateway([wild])] },
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
    code: 'match-taken',
    before: { Gateway: [gateway([{ ...https, tls: { certificateRefs: [{ name: 'foo', namespace: 'certs' }] } }])] },
    says: 'listener https takes no requests (RefNotPermitted: Secret certs/foo)',
    fix: null,
    after: {},
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
    fix: 'that other rules answer',
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
    after: {},
  },
  {
    code: 'share-fails',
    before: { EndpointSlice: [] },
    says: 'has no endpoints: all of the requests get 503',
    fix: 'Look at the pods that Service shop/web selects',
    after: {},
  },
  {
    code: 'share-fails',
    before: { Service: [service('web', { type: 'ExternalName', externalName: 'b.test' })] },
    says: 'is of type ExternalName',
    fix: 'Name a Service with endpoints',
    after: {},
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
    code: 'tls-passed-over',
    before: { GatewayClass: contourClass, ...inTls, ConfigMap: [authority({ 'ca.crt': 'none' })] },
    says: 'BackendTLSPolicy shop/web cannot be met in all it says, and is passed over: Service shop/web is asked in clear text',
    fix: 'Let caCertificateRefs of BackendTLSPolicy shop/web name ConfigMaps that have ca.crt',
    after: { GatewayClass: contourClass, ...inTls, ConfigMap: [authority({ 'ca.crt': certificate })] },
    served: true,
  },
  {
    code: 'share-fails',
    before: { GatewayClass: envoyClass, HTTPRoute: shared(backend('web', 1, { filters: [redirect] })) },
    says: 'has filters of its own that are not supported there: all of the requests get 500',
    fix: 'Move the filters of the backendRef to the rule',
    after: { GatewayClass: envoyClass, HTTPRoute: [route('web', { rules: [{ filters: [redirect] }] })] },
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
    says: 'mirrors are not supported: all of the requests get 500',
    fix: 'Remove the filter',
    after: { GatewayClass: traefikClass },
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
    code: 'share-fails',
    before: { GatewayClass: envoyClass, HTTPRoute: shared(backend('web', 1, { filters: [toOtherPath] })) },
    says: 'Service shop/web has filters of its own that are not supported there: all of the requests get 500',
    fix: 'Move the filters of the backendRef to the rule',
    after: { GatewayClass: envoyClass, HTTPRoute: filtered(toOtherPath) },
  },
  {
    code: 'listener-out',
    before: { Gateway: [checked('none')] },
    says: 'listener https: none of the certificates by which clients are checked can be used',
    fix: 'Name in spec.tls.frontend of the Gateway a ConfigMap with the authority in its key ca.crt',
    after: {
      Gateway: [checked('ca')],
      Secret: [good],
      ConfigMap: [{ ...authority({ 'ca.crt': certificate }), metadata: ofInfra }],
    },
  },
  {
    code: 'listener-out',
    before: { Gateway: [openGateway], ListenerSet: [listenerSet('one'), listenerSet('two')] },
    says: 'listener l of ListenerSet infra/two: another listener has its port, protocol and hostname (l of ListenerSet infra/one)',
    fix: 'Give one of the two another hostname',
    after: { Gateway: [openGateway], ListenerSet: [listenerSet('one'), listenerSet('two', 81)] },
    served: true,
  },
  {
    code: 'listener-out',
    before: uncertified,
    says: 'listener https: its certificate is missing or cannot be read',
    fix: 'Create the Secret, of type kubernetes.io/tls',
    after: { ...onBoth, Secret: [good] },
    served: true,
  },
  {
    code: 'listener-out',
    before: {
      Gateway: [gateway([http, { ...http, name: 'b', port: 81, allowedRoutes: { kinds: [{ kind: 'TCPRoute' }] } }])],
    },
    says: 'listener b: allowedRoutes.kinds names a kind that its protocol or the controller lacks',
    fix: 'Leave that kind out',
    after: {},
    served: true,
  },
  {
    code: 'grant-missing',
    before: { HTTPRoute: toTeam, ...foreign, ReferenceGrant: [grant('GRPCRoute')] },
    says: 'no ReferenceGrant there permits HTTPRoutes of shop to refer to it: all of the requests get 500',
    fix: 'from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop}], to: [{group: "", kind: Service, name: cart}]',
    after: { HTTPRoute: toTeam, ...foreign, ReferenceGrant: [grant('GRPCRoute'), grant('HTTPRoute')] },
  },
  {
    code: 'listener-out',
    before: {
      Gateway: [gateway([http, { name: 'raw', port: 80, protocol: 'TCP' }, { ...http, name: 'b', port: 81 }])],
    },
    says: 'listener raw: another listener has its port with a protocol that does not go with it (http)',
    fix: 'Give one of the two another port',
    after: { Gateway: [gateway([http, { name: 'raw', port: 82, protocol: 'TCP' }, { ...http, name: 'b', port: 81 }])] },
    served: true,
  },
  {
    code: 'port-frozen',
    before: { GatewayClass: envoyClass, Gateway: [gateway([http, wild])] },
    says: 'port 80: a.test comes from http and wild at once',
    fix: 'sectionName: http',
    after: { GatewayClass: envoyClass, Gateway: [gateway([http, wild])], HTTPRoute: [route('web', on('http'))] },
  },
  {
    code: 'port-frozen',
    before: {
      ...{ GatewayClass: envoyClass, HTTPRoute: [], Gateway: [gateway([passing])] },
      TLSRoute: [route('web', handed('a.test')), route('next', handed('a.test', 'b.test'))],
    },
    says: 'port 443: a.test comes from TLSRoute shop/next and TLSRoute shop/web at once',
    fix: 'Let TLSRoute shop/next alone have that hostname: take it out of TLSRoute shop/web',
    after: {
      ...{ GatewayClass: envoyClass, HTTPRoute: [], Gateway: [gateway([passing])] },
      TLSRoute: [route('web', handed('c.test')), route('next', handed('a.test', 'b.test'))],
    },
  },
  {
    code: 'alpn-wanted',
    before: { ...beside, HTTPRoute: [route('web', { hostnames: ['*.test'] })] },
    says: 'for *.test clients that name no protocol of HTTP in the handshake (ALPN) are refused, as long as TLSRoute shop/db is there',
    fix: 'Name in an HTTPRoute each host in full that such clients ask for',
    after: { ...beside, HTTPRoute: [route('web')] },
    served: true,
  },
  {
    code: 'listener-idle',
    before: { Gateway: [gateway([http, { ...http, name: 'b', port: 81 }])], HTTPRoute: [route('web', on('http'))] },
    says: 'listener b has no route',
    fix: null,
    after: { HTTPRoute: [route('web', on('http'))] },
    served: true,
  },
]

describe.each(cases)('$code: $says', ({ code, before, says, fix, after, served }) => {
  it('is found, in words that fit its facts', async () => {
    const { findings, rows } = await toldOf(gatewayObjects(before))
    const found = findings.filter((one) => one.code === code)
    expect(found.map(sentenceOf).join('\n')).toContain(says)
    if (fix === null) expect(found.map(fixOf)).toEqual(found.map(() => null))
    else expect(found.map(fixOf).join('\n')).toContain(fix)
    for (const one of found) expect(`${sentenceOf(one)} ${fixOf(one)}`).not.toMatch(/undefined|\[object|NaN/)
    const isServed = rows.some((row) => row.rule !== null && row.served === true)
    expect(isServed).toBe(served ?? false)
  })

  it('is cured', async () => {
    const { findings, rows } = await toldOf(gatewayObjects(after))
    expect(findings.filter((one) => one.code === code)).toEqual([])
    expect(rows.filter(({ rule }) => rule !== null).every((row) => row.served === true)).toBe(true)
  })
})

it('a route of a mesh is not judged by the rules of Gateways', async () => {
  const { findings, rows } = await toldOf(
    gatewayObjects({ HTTPRoute: [route('web', { parentRefs: [{ group: '', kind: 'Service', name: 'web' }] })] }),
  )
  expect(findings.map(({ code }) => code)).toEqual(['listener-idle'])
  expect(rows.flatMap(({ rule, served }) => (rule === null ? [] : served))).toEqual([null])
})

it('a route to which another one hands requests on is not judged by the rules of Gateways', async () => {
  const above = (name: string) =>
    route('above', {
      ...on('http'),
      rules: [{ backendRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name }] }],
    })
  const below = route('below', { parentRefs: [] })
  for (const [name, codes] of [
    ['below', []],
    ['*', []],
    ['other', ['route-detached']],
  ] as const) {
    const { findings, rows } = await toldOf(gatewayObjects({ HTTPRoute: [above(name), below] }))
    expect(findings.filter(({ source }) => source.name === 'below').map(({ code }) => code)).toEqual(codes)
    const fates = rows.flatMap(({ source, rule, served }) => (source.name === 'below' && rule !== null ? [served] : []))
    expect(fates).toEqual([name === 'other' ? false : null])
  }
})

it('a cluster where all is well has no finding', async () => {
  expect((await toldOf(gatewayObjects())).findings).toEqual([])
})

it('a listener that takes all namespaces, and other kinds, is none that refuses one', async () => {
  const calls = {
    ...http,
    name: 'calls',
    port: 81,
    allowedRoutes: { ...http.allowedRoutes, kinds: [{ kind: 'GRPCRoute' }] },
  }
  const Gateway = [gateway([{ ...http, allowedRoutes: { namespaces: { from: 'Same' } } }, calls])]
  const { findings } = await toldOf(gatewayObjects({ Gateway }))
  expect(findings.filter(({ code }) => code === 'route-detached').map(sentenceOf)).toEqual([
    expect.stringMatching(/no listener takes routes of namespace shop: http takes those of namespace infra$/),
  ])
})

it('one cause of a route hides no other', async () => {
  const broken = shared(backend('gone', 1), backend('cart', 1, { namespace: 'team' }))
  const objects = { ...foreign, Gateway: [labelled], Namespace: [namespaceWith({})], HTTPRoute: broken }
  const { findings } = await toldOf(gatewayObjects(objects))
  const own = findings.filter(({ source }) => source.kind === 'HTTPRoute')
  expect(own.map(({ code }) => code)).toEqual(['route-detached', 'grant-missing', 'share-fails'])
  // It gets no requests, so that none of them fails.
  expect(own.map(sentenceOf).filter((one) => / get \d/.test(one))).toEqual([])
})
