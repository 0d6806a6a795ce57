/** Gateways of two controllers whose proxies are Envoys: their objects, and what such an Envoy says of itself. */
import { canary } from '../../../support/worlds/canary-world.js'
import { planted } from './plant.js'

const group = 'gateway.networking.k8s.io/v1'

const object = (kind: string, name: string, more: object, namespace: string | null = 'shop') => ({
  apiVersion: group,
  kind,
  metadata: { ...(namespace && { namespace }), name, annotations: { note: '', 'x-api-key': '' }, labels: { team: '' } },
  ...planted(more),
})

const condition = { type: 'Accepted', status: 'False', reason: 'Invalid', message: 'the token is ' }

const header = { name: 'X-Api-Key', value: 'key', type: 'Exact' }

const modifier = {
  set: [header, { name: 'Authorization', value: 'Bearer ' }],
  add: [{ name: 'X-Note', value: 'note' }],
  remove: ['X-Gone'],
}

const filters = [
  { type: 'RequestHeaderModifier', requestHeaderModifier: modifier },
  { type: 'ResponseHeaderModifier', responseHeaderModifier: modifier },
  { type: 'ExtensionRef', extensionRef: { group: 'x', kind: 'Auth', name: 'auth', secret: 'x' } },
  { type: 'ExtensionRef', extensionRef: { group: 'gateway.envoyproxy.io', kind: 'HTTPRouteFilter', name: 'works' } },
]

const backendRefs = [{ name: 'web', port: 80, filters, weight: 1, token: '' }]

const parents = (controllerName: string, name: string) => ({
  parents: [{ controllerName, parentRef: { name, namespace: 'infra' }, conditions: [condition] }],
})

const implementations = [
  ['eg', 'gateway.envoyproxy.io/gatewayclass-controller'],
  ['contour', 'projectcontour.io/gateway-controller'],
] as const

const ofImplementation = ([name, controllerName]: (typeof implementations)[number]) => [
  object(
    'GatewayClass',
    name,
    { spec: { controllerName, description: '' }, status: { conditions: [condition] } },
    null,
  ),
  object(
    'Gateway',
    name,
    {
      spec: {
        gatewayClassName: name,
        infrastructure: { annotations: { token: '' } },
        listeners: [
          { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } },
          {
            name: 'https',
            port: 443,
            protocol: 'HTTPS',
            tls: { mode: 'Terminate', certificateRefs: [{ name: 'tls' }], options: { password: '' } },
            allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { token: '' } } } },
          },
        ],
      },
      status: { conditions: [condition], listeners: [{ name: 'http', conditions: [condition] }] },
    },
    'infra',
  ),
  object('HTTPRoute', `web-${name}`, {
    spec: {
      parentRefs: [{ name, namespace: 'infra' }],
      hostnames: [`${name}.example`],
      rules: [
        {
          matches: [
            {
              path: { type: 'PathPrefix', value: '/' },
              headers: [header],
              queryParams: [{ ...header, name: 'token' }],
            },
          ].map(({ path, ...more }) => ({ ...more, path: { type: path.type } })),
          filters,
          backendRefs,
        },
        { filters: [{ type: 'RequestRedirect', requestRedirect: { hostname: 'elsewhere.example' } }] },
      ],
    },
    status: parents(controllerName, name),
  }),
  object('GRPCRoute', `grpc-${name}`, {
    spec: {
      parentRefs: [{ name, namespace: 'infra' }],
      rules: [{ matches: [{ headers: [header] }], filters, backendRefs }],
    },
    status: parents(controllerName, name),
  }),
]

const ofOtherKinds = [
  ...['TLSRoute', 'TCPRoute', 'UDPRoute'].map((kind) =>
    object(kind, 'other', {
      spec: { parentRefs: [{ name: 'eg', namespace: 'infra' }], rules: [{ backendRefs }] },
      status: parents('gateway.envoyproxy.io/gatewayclass-controller', 'eg'),
    }),
  ),
  object('ReferenceGrant', 'grant', { spec: { from: [{ group: 'x', kind: 'HTTPRoute', namespace: 'shop' }], to: [] } }),
  object('ListenerSet', 'more', {
    spec: { parentRef: { name: 'eg', namespace: 'infra' }, listeners: [{ name: 'x', port: 8081, protocol: 'HTTP' }] },
    status: { conditions: [condition] },
  }),
  object('BackendTLSPolicy', 'policy', {
    spec: {
      targetRefs: [{ group: '', kind: 'Service', name: 'web' }],
      validation: { hostname: 'web.example' },
      options: { key: '' },
    },
    status: { ancestors: [{ ancestorRef: { name: 'eg' }, controllerName: 'x', conditions: [condition] }] },
  }),
]

const ofEnvoyGateway = [
  {
    ...object('SecurityPolicy', 'guard', {
      spec: {
        ...{ targetRefs: [{ group, kind: 'HTTPRoute', name: 'web-eg' }], mergeType: '' },
        targetSelectors: [
          {
            group,
            kind: 'HTTPRoute',
            matchLabels: { team: '' },
            matchExpressions: [{ operator: '', values: [''] }],
          },
        ],
        apiKeyAuth: { credentialRefs: [{ name: 'tls' }], extractFrom: [{ headers: [''] }], forwardClientIDHeader: '' },
        basicAuth: { users: { name: 'tls' }, forwardUsernameHeader: '' },
        oidc: {
          clientID: '',
          clientSecret: { name: 'tls' },
          provider: { issuer: '', tokenEndpoint: '' },
          cookieNames: { idToken: '' },
        },
        jwt: { optional: '', providers: [{ name: 'a', issuer: '', localJWKS: { inline: '' } }] },
        extAuth: { failOpen: '', http: { path: '', headersToBackend: [''] } },
        authorization: { rules: [{ principal: { headers: [{ name: 'x', values: [''] }] } }] },
      },
      status: { ancestors: [{ controllerName: 'x', conditions: [condition] }] },
    }),
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
  },
  ...['BackendTrafficPolicy', 'ClientTrafficPolicy', 'EnvoyExtensionPolicy', 'EnvoyPatchPolicy'].map((kind) => ({
    ...object(kind, 'unread', {
      spec: {
        targetRef: { group, kind: 'Gateway', name: 'eg' },
        targetSelectors: [{ group, kind: 'HTTPRoute', matchLabels: { team: '' } }],
        ...{ rateLimit: { global: '' }, path: { escapedSlashesAction: '' }, lua: [{ inline: '' }], jsonPatches: [''] },
      },
    }),
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
  })),
  {
    ...object('HTTPRouteFilter', 'works', {
      spec: {
        urlRewrite: {
          hostname: { type: 'Header', header: '' },
          path: { type: 'ReplaceRegexMatch', replaceRegexMatch: { substitution: '' } },
        },
        directResponse: { statusCode: 403, contentType: '', body: { inline: '' } },
        credentialInjection: { header: '', credential: { valueRef: { name: 'tls' } } },
        matches: [{ cookies: [{ name: 'session', value: '' }] }],
      },
    }),
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
  },
]

const envoyPod = (namespace: string, name: string, labels: object, images: readonly [string, string]) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    namespace,
    name,
    labels: { ...labels, token: canary },
    ownerReferences: [{ kind: 'DaemonSet', name: name.replace(/-1$/, ''), controller: true }],
  },
  spec: {
    containers: [
      {
        name: 'envoy',
        image: images[0],
        command: ['envoy'],
        args: ['--config-yaml', `token: ${canary}`, `--key=${canary}`],
      },
      { name: 'shutdown-manager', image: images[1], args: ['shutdown-manager', `--password=${canary}`] },
    ],
  },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
})

const steeringPod = (namespace: string, name: string, image: string, args: readonly string[]) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    namespace,
    name,
    ownerReferences: [{ kind: 'Deployment', name: name.replace(/-1$/, ''), controller: true }],
  },
  spec: {
    containers: [
      {
        name: 'steering',
        image,
        args: [...args, `--token=${canary}`, '--x=$(X)'],
        env: [{ name: 'X', value: canary }],
      },
    ],
  },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
})

export const gatewayObjects: readonly object[] = [
  ...implementations.flatMap(ofImplementation),
  ...ofOtherKinds,
  ...ofEnvoyGateway,
  envoyPod(
    'eg-system',
    'envoy-eg-1',
    { 'gateway.envoyproxy.io/owning-gateway-name': 'eg', 'gateway.envoyproxy.io/owning-gateway-namespace': 'infra' },
    ['docker.io/envoyproxy/envoy:distroless-v1.36.0', 'docker.io/envoyproxy/gateway:v1.6.0'],
  ),
  steeringPod('eg-system', 'envoy-gateway-1', 'docker.io/envoyproxy/gateway:v1.6.0', ['server']),
  envoyPod('projectcontour', 'envoy-1', {}, [
    'docker.io/envoyproxy/envoy:v1.36.0',
    'ghcr.io/projectcontour/contour:v1.33.0',
  ]),
  steeringPod('projectcontour', 'contour-1', 'ghcr.io/projectcontour/contour:v1.33.0', [
    'serve',
    '--ingress-class-name=contour',
    '--config-path=/config/contour.yaml',
  ]),
  {
    ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'projectcontour', name: 'contour' } },
    data: {
      'contour.yaml': `disablePermitInsecure: true\npolicy:\n  request-headers:\n    set:\n      x: ${canary}\n`,
    },
  },
  {
    apiVersion: 'projectcontour.io/v1',
    kind: 'HTTPProxy',
    metadata: { namespace: 'shop', name: 'proxy', annotations: { token: canary } },
    spec: {
      virtualhost: {
        fqdn: 'proxy.example',
        ...planted({
          jwtProviders: [{ issuer: '', remoteJWKS: { uri: '' } }],
          authorization: { authPolicy: { context: { key: '' } } },
        }),
      },
      routes: [
        ...planted([
          {
            conditions: [
              { header: { name: 'authorization', exact: 'x' } },
              { queryParameter: { name: 'token', exact: 'x' } },
            ],
            requestHeadersPolicy: { set: [{ name: 'x', value: 'x' }] },
            services: [{ name: 'web', port: 80, responseHeadersPolicy: { set: [{ name: 'x', value: 'x' }] } }],
            loadBalancerPolicy: { requestHashPolicies: [{ headerHashOptions: { note: '' } }] },
            rateLimitPolicy: { global: { descriptors: [{ entries: [{ genericKey: { key: '', value: '' } }] }] } },
          },
          { conditions: [{ prefix: '/old?token=' }], requestRedirectPolicy: { path: '/x', note: '' } },
        ]),
        { conditions: [{ prefix: '/said' }], directResponsePolicy: { statusCode: 200, body: canary } },
      ],
    },
    status: { currentStatus: 'valid', description: canary },
  },
]
