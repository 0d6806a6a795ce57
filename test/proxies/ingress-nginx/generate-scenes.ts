/** Ingresses as they stand together in people's clusters: of one host, each with annotations that go with the others'. */
import fc from 'fast-check'
import type { Ingress } from '../../agreement/generated/ingresses.js'

/** What goes with any application, by names without the prefix. */
const common: readonly Readonly<Record<string, string>>[] = [
  {},
  {},
  { 'ssl-redirect': 'false' },
  { 'force-ssl-redirect': 'true' },
  { 'proxy-body-size': '50m', 'proxy-read-timeout': '3600', 'proxy-send-timeout': '3600' },
  { 'proxy-buffering': 'off', 'proxy-request-buffering': 'off', 'proxy-http-version': '1.1' },
  {
    'backend-protocol': 'HTTPS',
    'proxy-ssl-verify': 'on',
    'proxy-ssl-name': 'a.example',
    'proxy-ssl-server-name': 'on',
  },
  { 'backend-protocol': 'HTTPS', 'upstream-vhost': 'inside.example' },
  { 'backend-protocol': 'GRPCS' },
  { 'backend-protocol': 'AUTO_HTTP' },
  {
    'enable-cors': 'true',
    'cors-allow-origin': 'https://*.example, https://a.example',
    'cors-allow-methods': 'GET, PUT',
  },
  { 'enable-cors': 'true', 'cors-allow-credentials': 'false', 'cors-max-age': '600' },
  { 'from-to-www-redirect': 'true' },
  { 'server-alias': 'alias.example, x.alias.example' },
  { 'app-root': '/a/x' },
  { 'app-root': '/a', 'rewrite-target': '/$1', 'use-regex': 'true' },
  { 'rewrite-target': '/$2', 'x-forwarded-prefix': '/a' },
  { 'rewrite-target': '/', 'x-forwarded-prefix': 'true' },
  { 'use-regex': 'true' },
  { 'use-regex': 'false', 'rewrite-target': '/b' },
  { 'permanent-redirect': 'https://b.a.example$request_uri', 'permanent-redirect-code': '307' },
  { 'temporal-redirect': 'https://b.a.example', 'temporal-redirect-code': '303', 'relative-redirects': 'true' },
  { 'temporal-redirect': '/b', 'relative-redirects': 'true' },
  { 'default-backend': 'api', 'custom-http-errors': '404,502,503' },
  { 'default-backend': 'web', 'disable-proxy-intercept-errors': 'true', 'custom-http-errors': '503' },
  { 'whitelist-source-range': '127.0.0.0/8', 'denylist-source-range': '192.0.2.0/24' },
  { 'whitelist-source-range': '192.0.2.0/24', satisfy: 'any', 'auth-type': 'basic', 'auth-secret': 'users' },
  { satisfy: 'any', 'auth-url': 'http://auth.example/', 'whitelist-source-range': '127.0.0.1' },
  { 'auth-type': 'basic', 'auth-secret': 'users', 'auth-realm': 'Ask somebody' },
  { 'auth-url': 'http://web.default.svc.cluster.local/verify', 'auth-response-headers': 'X-User, X-Groups' },
  {
    'auth-url': 'https://auth.example/check',
    'auth-signin': 'https://auth.example/start',
    'auth-signin-redirect-param': 'back',
  },
  { 'auth-url': 'http://auth.example/', 'auth-snippet': 'proxy_set_header X-A b;', 'auth-cache-key': '$remote_user' },
  {
    'auth-tls-secret': 'default/ca',
    'auth-tls-verify-client': 'optional_no_ca',
    'auth-tls-pass-certificate-to-upstream': 'true',
  },
  { 'auth-tls-secret': 'default/ca', 'auth-tls-verify-client': 'on', 'auth-tls-verify-depth': '2' },
  { affinity: 'cookie', 'affinity-mode': 'persistent', 'session-cookie-name': 'route', 'session-cookie-path': '/a' },
  {
    affinity: 'cookie',
    'session-cookie-max-age': '600',
    'session-cookie-samesite': 'None',
    'session-cookie-secure': 'true',
  },
  { 'service-upstream': 'true', 'upstream-vhost': 'web.default.svc.cluster.local' },
  { 'upstream-hash-by': '$remote_addr', 'upstream-hash-by-subset': 'true', 'upstream-hash-by-subset-size': '1' },
  { 'proxy-redirect-from': 'http://web/', 'proxy-redirect-to': 'https://a.example/' },
  {
    'mirror-target': 'http://mirror.example$request_uri',
    'mirror-request-body': 'off',
    'mirror-host': 'mirror.example',
  },
  { 'limit-rps': '100', 'limit-burst-multiplier': '2', 'limit-allowlist': '127.0.0.1' },
  { 'limit-connections': '10', 'limit-rate': '100', 'limit-rate-after': '10' },
  { 'enable-opentelemetry': 'true', 'opentelemetry-operation-name': 'HTTP $request_method' },
  { 'enable-modsecurity': 'true', 'enable-owasp-core-rules': 'true' },
  { 'ssl-passthrough': 'true', 'backend-protocol': 'HTTPS' },
  { 'custom-headers': 'default/config' },
  { 'connection-proxy-header': 'keep-alive', 'use-port-in-redirects': 'true' },
  { 'preserve-trailing-slash': 'true', 'force-ssl-redirect': 'true' },
  { 'http2-push-preload': 'true', 'enable-access-log': 'false', 'enable-rewrite-log': 'true' },
]

const canaries: readonly Readonly<Record<string, string>>[] = [
  { 'canary-weight': '25' },
  { 'canary-weight': '100' },
  { 'canary-weight': '300', 'canary-weight-total': '300' },
  { 'canary-by-header': 'X-Canary' },
  { 'canary-by-header': 'X-Canary', 'canary-by-header-value': 'yes', 'canary-weight': '0' },
  { 'canary-by-header': 'X-Canary', 'canary-by-header-pattern': '^(yes|always)$' },
  { 'canary-by-cookie': 'beta', 'canary-weight': '10' },
  { 'canary-by-cookie': 'beta', 'canary-by-header': 'X-Canary' },
  { 'canary-weight': '50', affinity: 'cookie', 'affinity-canary-behavior': 'legacy' },
  { 'canary-weight': '50', 'rewrite-target': '/b' },
]

/** Each works where a ConfigMap allows it. */
const snippets: readonly Readonly<Record<string, string>>[] = [
  ...[
    'more_set_headers "X-Frame-Options: DENY";\nmore_clear_headers Server;',
    'add_header X-Robots-Tag "noindex, nofollow" always;',
    'proxy_set_header X-Forwarded-Proto https;\nproxy_set_header X-Forwarded-Port 443;',
    'proxy_set_header Host inside.example;',
    'if ($request_method = OPTIONS) { return 204; }',
    'if ($http_user_agent ~* "bot|curl") { return 403; }',
    'if ($host = a.example) { return 301 https://b.a.example$request_uri; }',
    'if ($scheme = http) { return 301 https://$host$request_uri; }',
    'if ($http_x_canary = "yes") { rewrite ^/a(.*)$ /b$1 break; }',
    'rewrite ^(/a)$ $1/ redirect;',
    'rewrite ^/a/(.*)$ /$1 break;',
    'rewrite ^/(.*)$ https://elsewhere.example/$1 permanent;',
    'rewrite ^/b/?$ /a last;',
    'error_page 404 = https://elsewhere.example/;\nproxy_intercept_errors on;',
    'return 302 $scheme://$host/a;',
    'return 200 "ok";',
    'deny 127.0.0.1;\nallow all;',
    'satisfy any;\nallow 127.0.0.1;\ndeny all;',
    'auth_request off;',
    'limit_except GET POST { deny all; }',
    'set $x $http_origin;\nif ($x = "https://a.example") { return 405; }',
    'location ~ \\.php$ { return 403; }',
    'location /a/b { return 204; }',
    'sub_filter "a" "b";\nsub_filter_once off;',
    'client_max_body_size 0;\nproxy_read_timeout 1h;',
    'include /etc/nginx/mime.types;',
    'proxy_pass http://127.9.0.1:81;',
    'access_by_lua_block { if ngx.var.arg_a == "b" then return ngx.exit(403) end }',
    'if ($arg_a) { return 409; }',
    'if (!-f $request_filename) { return 404; }',
  ].map((text) => ({ 'configuration-snippet': text })),
  ...[
    'location ~ /\\.git { deny all; }',
    'location /a { return 200 "a"; }',
    'location = /b { return 301 /a; }',
    'location ^~ /a/b { proxy_pass http://127.9.0.1:81; }',
    'location ~* ^/A { return 410; }',
    'location / { return 404; }',
    'set $mobile 0;\nif ($http_user_agent ~* "(Bot|Mobile)") { set $mobile 1; }\nif ($mobile = 1) { return 301 https://m.example; }',
    'if ($host ~ ^www\\.(.+)$) { return 301 $scheme://$1$request_uri; }',
    'rewrite ^/b(.*)$ /a$1 permanent;',
    'rewrite ^/b(.*)$ /a$1;',
    'error_page 404 /a;\nerror_page 503 @down;\nlocation @down { return 200; }',
    'listen 8081;',
    'server_name more.example;',
    'merge_slashes off;',
    'underscores_in_headers on;',
    'client_header_buffer_size 16k;\nlarge_client_header_buffers 4 32k;',
    'if ($request_uri ~* "//+") { return 400; }',
    'ssl_verify_client off;',
    'deny all;',
  ].map((text) => ({ 'server-snippet': text })),
]

const services = [
  'web',
  'web',
  'api',
  'both',
  'headless',
  'outside',
  'outside-bare',
  'empty',
  'nameless',
  'two-families',
]

const path = fc.record({
  path: fc.constantFrom('/', '/', '/a', '/a/', '/a(/|$)(.*)', '/a/(.*)', '/b', '/a/b', '/a.*', '/(.*)', '/A'),
  pathType: fc.constantFrom('Prefix', 'ImplementationSpecific', 'Exact'),
})

const certificates = fc.constantFrom(undefined, 'good', 'wild')

const member = fc.record({
  service: fc.constantFrom(...services),
  age: fc.nat(3),
  paths: fc.array(path, { minLength: 1, maxLength: 3 }),
  with: fc.array(fc.constantFrom(...common), { minLength: 1, maxLength: 2 }),
  snippet: fc.option(fc.constantFrom(...snippets), { freq: 2, nil: {} }),
  canary: fc.option(fc.constantFrom(...canaries), { freq: 2, nil: null }),
  certificate: certificates,
})

const scene = fc
  .record({
    host: fc.constantFrom('a.example', 'a.example', 'b.a.example', '*.a.example', 'www.a.example', undefined),
    paths: fc.array(path, { minLength: 1, maxLength: 3 }),
    members: fc.array(member, { minLength: 1, maxLength: 4 }),
  })
  .map(({ host, paths, members }) =>
    members.map((one, i) => {
      // A canary stands beside the first one and has its paths.
      const canary = i === 0 ? null : one.canary
      const annotations = canary ? { canary: 'true', ...canary } : Object.assign({}, ...one.with, one.snippet)
      return { ...one, host, annotations, paths: canary || i === 0 ? paths : one.paths }
    }),
  )

/** Ingresses of some hosts, in the default namespace. */
export const anyScenes: fc.Arbitrary<readonly Ingress[]> = fc
  .array(scene, { minLength: 1, maxLength: 2 })
  .map((all) => all.flat().map(ingressOf))

type Member = (typeof scene extends fc.Arbitrary<readonly (infer T)[]> ? T : never) & {
  readonly annotations: Readonly<Record<string, string>>
}

function ingressOf({ host, service, age, paths, annotations, certificate }: Member, i: number): Ingress {
  const backend = { service: { name: service, port: { number: 80 } } }
  return {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' as const },
    metadata: {
      ...{ namespace: 'default', name: `s${i}`, creationTimestamp: `2026-01-01T00:00:0${age}Z` },
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([name, value]) => [`nginx.ingress.kubernetes.io/${name}`, value]),
      ),
    },
    spec: {
      ingressClassName: 'nginx',
      rules: [{ ...(host && { host }), http: { paths: paths.map((one) => ({ ...one, backend })) } }],
      ...(certificate && { tls: [{ hosts: host ? [host] : [], secretName: certificate }] }),
    },
  } as Ingress
}
