/** Gateways of two controllers whose proxies are Envoys: their objects, and what such an Envoy says of itself. */

import { pem } from '../../../support/cluster/tls-files.js'
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

const type = (name: string) => `type.googleapis.com/envoy.${name}`
const key = { inline_string: `-----BEGIN PRIVATE KEY-----\n${canary}\n-----END PRIVATE KEY-----\n` }
const headers = [
  { header: { key: 'Authorization', value: `Basic ${canary}` }, append_action: 'OVERWRITE_IF_EXISTS_OR_ADD' },
  { header: { key: 'x-note', value: `word ${canary}` } },
]
const auth = {
  'envoy.filters.http.basic_auth': {
    '@type': type('extensions.filters.http.basic_auth.v3.BasicAuthPerRoute'),
    users: { inline_string: `ann:{SHA}${canary}` },
  },
  'envoy.filters.http.api_key_auth': {
    '@type': type('extensions.filters.http.api_key_auth.v3.ApiKeyAuthPerRoute'),
    credentials: [{ key: canary, client: canary }],
  },
}
const filter = (name: string, more: object) => ({
  name: `envoy.filters.http.${name}`,
  typed_config: { '@type': type(`extensions.filters.http.${name}.v3.X`), ...more },
})
const connection = {
  '@type': type('extensions.filters.network.http_connection_manager.v3.HttpConnectionManager'),
  stat_prefix: 'http-10080',
  rds: { route_config_name: 'table' },
  access_log: [{ typed_config: { log_format: { text_format: `%REQ(X)% ${canary}` } } }],
  local_reply_config: { mappers: [{ body: { inline_string: canary }, headers_to_add: headers }] },
  http_filters: [
    filter('jwt_authn', {
      providers: { a: { local_jwks: { inline_string: `{"keys":[{"kty":"oct","k":"${canary}"}]}` }, issuer: canary } },
    }),
    filter('oauth2', {
      config: { credentials: { client_id: canary, token_secret: { name: 'x' }, hmac_secret: { name: 'y' } } },
    }),
    filter('lua', {
      inline_code: `function envoy_on_request(h) h:headers():add("x-key", "${canary}") end`,
      default_source_code: { inline_string: `-- ${canary}` },
    }),
    filter('ext_authz', {
      http_service: {
        server_uri: { uri: `https://u:${canary}@h/?token=${canary}` },
        path_prefix: `/${canary}`,
        authorization_request: { headers_to_add: [{ key: 'x', value: canary }] },
      },
    }),
    filter('credential_injector', { credential: { typed_config: { credential: { name: 'x' }, header: canary } } }),
    filter('header_mutation', { mutations: { request_mutations: [{ append: headers[0] }] } }),
  ],
}
const resources = {
  resources: [{ kind: 'HTTPRoute', namespace: 'shop', name: 'web-eg', annotations: { token: canary } }],
}
const match = {
  prefix: '/',
  headers: [{ name: 'x-api-key', string_match: { exact: `k-${canary}` } }],
  query_parameters: [{ name: 'token', string_match: { exact: canary } }],
}
const redirect = { host_redirect: 'elsewhere.example', path_redirect: `/?token=${canary}` }

/** The answer to `/config_dump`, with what a real one has in it, and more. */
export const configDump = JSON.stringify({
  configs: [
    {
      '@type': type('admin.v3.BootstrapConfigDump'),
      bootstrap: { node: { id: canary, metadata: { token: canary } }, admin: { token: canary } },
    },
    {
      '@type': type('admin.v3.ClustersConfigDump'),
      dynamic_active_clusters: [
        {
          version_info: '1',
          cluster: {
            name: 'shop/web/80/0',
            transport_socket: {
              typed_config: {
                common_tls_context: {
                  tls_certificates: [
                    {
                      certificate_chain: { inline_string: pem('server') },
                      private_key: key,
                      password: { inline_string: canary },
                    },
                  ],
                },
              },
            },
            health_checks: [{ http_health_check: { path: `/?token=${canary}`, request_headers_to_add: headers } }],
            metadata: { filter_metadata: { x: { token: canary } } },
            load_assignment: {
              cluster_name: 'shop/web/80/0',
              endpoints: [
                {
                  lb_endpoints: [
                    {
                      endpoint: { address: { socket_address: { address: '10.0.0.1', port_value: 8080 } } },
                      metadata: { filter_metadata: { x: { token: canary } } },
                    },
                  ],
                },
              ],
            },
          },
        },
      ],
    },
    {
      '@type': type('admin.v3.ListenersConfigDump'),
      dynamic_listeners: [
        {
          name: 'http',
          active_state: {
            version_info: '1',
            listener: {
              name: 'http',
              address: { socket_address: { address: '0.0.0.0', port_value: 10080 } },
              filter_chains: [{ filters: [{ name: 'hcm', typed_config: connection }] }],
              access_log: [{ typed_config: { path: canary } }],
            },
          },
          error_state: {
            details: `rejected: password ${canary}`,
            failed_configuration: { name: 'http', token: canary },
          },
        },
      ],
    },
    {
      '@type': type('admin.v3.RoutesConfigDump'),
      dynamic_route_configs: [
        {
          version_info: '1',
          route_config: {
            name: 'table',
            request_headers_to_add: headers,
            virtual_hosts: [
              {
                name: 'eg.example',
                domains: ['eg.example', 'contour.example'],
                response_headers_to_add: headers,
                typed_per_filter_config: auth,
                routes: [
                  {
                    name: 'one',
                    match,
                    route: {
                      cluster: 'shop/web/80/0',
                      hash_policy: [{ cookie: { name: 'session', path: `/?token=${canary}` } }],
                      host_rewrite_literal: 'web.example',
                    },
                    metadata: { filter_metadata: { 'envoy-gateway': resources } },
                    request_headers_to_add: headers,
                    typed_per_filter_config: auth,
                  },
                  { name: 'two', match: { prefix: '/old' }, redirect },
                  {
                    name: 'three',
                    match: { path: '/said' },
                    direct_response: { status: 403, body: { inline_string: `go ${canary}` } },
                  },
                  {
                    name: 'four',
                    match: { safe_regex: { regex: '/[a-z]+' } },
                    route: {
                      cluster: 'shop/web/80/0',
                      regex_rewrite: { pattern: { regex: '/x' }, substitution: '/y' },
                    },
                  },
                  {
                    name: 'five',
                    match: { prefix: '/' },
                    route: {
                      weighted_clusters: {
                        clusters: [{ name: 'shop/web/80/0', weight: 1, request_headers_to_add: headers }],
                      },
                    },
                  },
                ],
              },
            ],
          },
        },
      ],
    },
    {
      '@type': type('admin.v3.SecretsConfigDump'),
      dynamic_active_secrets: [
        {
          name: 'tls',
          secret: {
            name: 'tls',
            tls_certificate: {
              certificate_chain: { inline_bytes: Buffer.from(pem('server')).toString('base64') },
              private_key: key,
            },
          },
        },
        { name: 'generic', secret: { name: 'generic', generic_secret: { secret: { inline_string: canary } } } },
        {
          name: 'keys',
          secret: {
            name: 'keys',
            session_ticket_keys: { keys: [{ inline_bytes: Buffer.from(canary).toString('base64') }] },
          },
        },
      ],
    },
  ],
})

export const envoyPages: Readonly<Record<string, string>> = {
  '/config_dump?include_eds': configDump,
  '/clusters?format=json': JSON.stringify({
    cluster_statuses: [
      {
        name: 'shop/web/80/0',
        added_via_api: true,
        observability_name: 'x',
        host_statuses: [
          {
            address: { socket_address: { address: '10.0.0.1', port_value: 8080 } },
            metadata: { token: canary },
            note: canary,
          },
        ],
        circuit_breakers: { thresholds: [{ priority: 'DEFAULT', token: canary }] },
        token: canary,
      },
    ],
  }),
  '/server_info': JSON.stringify({
    version: 'abc/1.36.0/Clean/RELEASE/BoringSSL',
    state: 'LIVE',
    command_line_options: { config_yaml: canary, base_id: canary },
    node: { id: canary, metadata: { token: canary } },
  }),
  '/stats?filter=update_rejected': `cluster_manager.cds.update_rejected: 1\n${canary}: 7\nlistener ${canary}\n`,
}
