/** What the admin port of an Envoy says, with a secret in every place that may hold one. */
import { pem } from '../../../support/cluster/tls-files.js'
import { canary } from '../../../support/worlds/canary-world.js'

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
