/** Fixes of what `lint` alone tells of Ingresses, Services and controllers: each is done as its words say. */

import { webhook } from '../lint/rule-words.js'
import { pem } from '../support/cluster/tls-files.js'
import { ingress, pod, rule, service, slice } from '../support/objects.js'
import { annotated, config, haproxy, n, proveLintCures, proxy, web } from '../support/why/lint-table.js'

const shown = { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } }
const at = (name: string, status: object = shown, to = 'web', metadata: object = {}) =>
  ingress(name, { ingressClassName: 'nginx', rules: [rule(`${name}.test`, '/', to)] }, { metadata, status })
const onShop = (name: string, className: string, to = 'web', host = 'shop.test', more: object = {}) =>
  ingress(name, { ingressClassName: className, rules: [rule(host, '/', to)] }, { metadata: more })
const young = { creationTimestamp: '2026-12-01T00:00:00Z' }
const ofHaproxy = (annotations: Readonly<Record<string, string>>) =>
  web({ ingressClassName: 'haproxy' }, { annotations })
const outside = (externalName: string) => ({ Service: [service('web', { type: 'ExternalName', externalName })] })
const running = (image: string, ...args: string[]) => ({
  metadata: {
    name: 'proxy-1',
    namespace: 'edge',
    ownerReferences: [{ kind: 'DaemonSet', name: 'proxy', controller: true }],
  },
  spec: {
    containers: [{ name: 'c', image, args }],
  },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
})
const traefik = (...args: string[]) => running('docker.io/traefik:v3.7.15', '--providers.kubernetesingress', ...args)
const contour = (...args: string[]) =>
  running('ghcr.io/projectcontour/contour:v1.33.5', 'serve', '--xds-address=0.0.0.0', ...args)
const hook = { Service: [service('web'), service('hook')] }
const answering = {
  ...hook,
  EndpointSlice: ['web', 'hook'].map((name) =>
    slice(`${name}-1`, { service: name, endpoints: [pod(name, '10.0.0.9')] }),
  ),
}
const ofController = {
  ...answering,
  Service: [service('web'), service('hook', { selector: { app: 'proxy' }, ports: [{ port: 443 }] })],
  Pod: [proxy('1.15.1', { namespace: 'default', labels: { app: 'proxy' } })],
}
const manyIn = (size: number) => ({
  Ingress: [web({ rules: Array.from({ length: 1300 }, (_, i) => rule('a.test', `/${i}`, `web-${i}`)) })],
  ConfigMap: config({ 'lua-shared-dicts': `configuration_data: ${size}` }),
})
const authorities = (file: 'ca' | 'expired') =>
  webhook({ clientConfig: { service: { namespace: 'default', name: 'hook' }, caBundle: btoa(pem(file)) } })
const risky = { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' }
const semicolon = 'location ~ ";." { return 403; }'
const named = (name: string, data: object) => ({ metadata: { namespace: 'edge', name }, data })
const snippets = { ConfigMap: config({ 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' }) }
const written = (annotations: Readonly<Record<string, string>>) => ({
  ...snippets,
  Ingress: [annotated(n(annotations))],
})
const pattern = (path: string) => ({
  host: 'web.test',
  http: {
    paths: [{ path, pathType: 'ImplementationSpecific', backend: { service: { name: 'web', port: { number: 80 } } } }],
  },
})
const rewritten = (path: string, target: string) => ({
  Ingress: [
    ingress(
      'web',
      { ingressClassName: 'nginx', rules: [pattern(path)] },
      { metadata: { annotations: n({ 'rewrite-target': target, 'use-regex': 'true' }) } },
    ),
  ],
})
const backed = { Pod: [proxy('1.15.1', { args: ['--default-backend-service=default/pages'] })] }
const guarded = { 'auth-url': 'https://sso.test/auth' }
const shops = (annotations: Readonly<Record<string, string>>) => ({
  ...snippets,
  Ingress: ['default', 'blog'].map((namespace) =>
    ingress(
      'web',
      { ingressClassName: 'nginx', rules: [rule('shop.test', `/${namespace}`, 'web')] },
      { metadata: { namespace, annotations: namespace === 'blog' ? {} : n(annotations) } },
    ),
  ),
})
const solver = { labels: { 'acme.cert-manager.io/http01-solver': 'true' } }
const twin = (host: string, to: string) => ({
  Ingress: [at('a')],
  HTTPRoute: [
    {
      metadata: { namespace: 'default', name: 'r' },
      spec: { hostnames: [host], rules: [{ backendRefs: [{ name: to, port: 80 }] }] },
    },
  ],
})

proveLintCures([
  {
    code: 'end-of-life',
    fix: 'Plan the move to a build that is looked after',
    before: {},
    after: { Pod: [proxy('', { image: 'cgr.dev/chainguard/ingress-nginx-controller:1.15.1' })] },
  },
  {
    code: 'vulnerable',
    fix: 'Update ingress-nginx to its last release',
    before: { Pod: [proxy('1.11.3', { args: ['--validating-webhook=:8443'] })] },
    after: { Pod: [proxy('1.15.1', { args: ['--validating-webhook=:8443'] })] },
  },
  {
    code: 'snippets-on',
    fix: 'Set allow-snippet-annotations: "false" in ConfigMap edge/proxy',
    before: snippets,
    after: { ConfigMap: config({ 'annotations-risk-level': 'Critical' }) },
  },
  {
    code: 'webhook-blocks',
    fix: 'Delete this configuration',
    before: { ValidatingWebhookConfiguration: [webhook()] },
    after: {},
  },
  {
    code: 'webhook-blocks',
    fix: 'or bring back Service default/hook',
    before: { ValidatingWebhookConfiguration: [webhook()] },
    after: { ...answering, ValidatingWebhookConfiguration: [webhook()] },
  },
  {
    code: 'webhook-blocks',
    fix: 'hook',
    before: { ...hook, ValidatingWebhookConfiguration: [webhook()] },
    after: { ...answering, ValidatingWebhookConfiguration: [webhook()] },
  },
  {
    code: 'webhook-blocks',
    fix: 'caBundle',
    before: { ...answering, ValidatingWebhookConfiguration: [authorities('expired')] },
    after: { ...answering, ValidatingWebhookConfiguration: [authorities('ca')] },
  },
  {
    code: 'webhook-twice',
    fix: 'Delete the configuration of the release that is gone',
    before: {
      ...ofController,
      ValidatingWebhookConfiguration: [webhook(), { ...webhook(), metadata: { name: 'old' } }],
    },
    after: { ...ofController, ValidatingWebhookConfiguration: [webhook()] },
  },
  ...(['a.test', 'b.test'] as const).map((host) => ({
    code: 'host-two-classes' as const,
    fix:
      host === 'a.test'
        ? 'Give both the same paths and backends'
        : 'or one of them, this one or default/a, another host',
    before: { Ingress: [onShop('a', 'nginx'), onShop('b', 'haproxy', 'next', 'shop.test', young)] },
    after: {
      Ingress: [
        onShop('a', 'nginx'),
        host === 'a.test'
          ? onShop('b', 'haproxy', 'web', 'shop.test', young)
          : onShop('b', 'haproxy', 'next', host, young),
      ],
    },
  })),
  {
    code: 'annotation-of-other',
    fix: 'remove it',
    before: { Pod: [haproxy], Ingress: [ofHaproxy(n({ 'app-root': '/x' }))] },
    after: { Pod: [haproxy], Ingress: [ofHaproxy({ 'haproxy.org/request-redirect': 'x' })] },
  },
  {
    code: 'auth-lost',
    fix: 'Ask for the same in the annotations of HAProxy',
    before: { Pod: [haproxy], Ingress: [ofHaproxy(n(guarded))] },
    after: { Pod: [haproxy], Ingress: [ofHaproxy({ 'haproxy.org/auth-type': 'basic-auth' })] },
  },
  {
    code: 'external-inside',
    fix: 'Remove the Ingress',
    before: outside('metadata.google.internal'),
    after: { ...outside('metadata.google.internal'), Ingress: [] },
  },
  {
    code: 'api-insecure',
    fix: 'Take --api.insecure out',
    before: { Pod: [traefik('--api.insecure=true')] },
    after: { Pod: [traefik()] },
  },
  {
    code: 'api-insecure',
    fix: 'Take --insecure out, and give it and its proxies certificates',
    before: { Pod: [contour('--insecure')] },
    after: { Pod: [contour('--contour-cafile=/certs/ca.crt')] },
  },
  {
    code: 'default-server-shared',
    fix: 'Give the controller a small default backend of its own',
    before: { Pod: [proxy('1.15.1', { args: ['--default-backend-service=default/web'] })] },
    after: { ...backed, Service: [service('web'), service('pages')] },
  },
  {
    code: 'default-server-shared',
    fix: 'or none',
    before: { Pod: [proxy('1.15.1', { args: ['--default-backend-service=default/web'] })] },
    after: { ConfigMap: config({}) },
  },
  {
    code: 'no-address',
    fix: 'Look with "kubectl tkng why"',
    before: { Ingress: [at('a'), at('b', {})] },
    after: { Ingress: [at('a'), at('b')] },
  },
  {
    code: 'solver-stuck',
    fix: 'Ask "kubectl tkng trace" for the path of its rule',
    before: { Ingress: [at('s', shown, 'web', solver)] },
    after: { Ingress: [] },
  },
  {
    code: 'ingress-twin',
    fix: 'Give both the same Services',
    before: twin('a.test', 'next'),
    after: twin('a.test', 'web'),
  },
  {
    code: 'ingress-twin',
    fix: 'or one of them, this one or default/r, another host',
    before: twin('a.test', 'next'),
    after: twin('b.test', 'next'),
  },
  {
    code: 'no-effect',
    fix: 'Write location ~ ";." into server-snippet of Ingress default/web: that stands before the paths',
    before: {
      Ingress: [annotated(n({ 'use-regex': 'true' }))],
      ConfigMap: config({ ...risky, 'server-snippet': semicolon }),
    },
    after: {
      Ingress: [annotated(n({ 'use-regex': 'true', 'server-snippet': semicolon }))],
      ConfigMap: config(risky),
    },
  },
  {
    code: 'configmap-unread',
    fix: 'Write them into ConfigMap edge/proxy',
    before: { ConfigMap: [...config({}), named('nginx-configuration', { 'proxy-body-size': '8m' })] },
    after: { ConfigMap: [...config({ 'proxy-body-size': '8m' }), named('nginx-configuration', {})] },
  },
  {
    code: 'configmap-unread',
    fix: 'or start the controller with --configmap=edge/nginx-configuration',
    before: { ConfigMap: [...config({}), named('nginx-configuration', { 'proxy-body-size': '8m' })] },
    after: {
      Pod: [proxy('1.15.1', { args: ['--configmap=edge/nginx-configuration'] })],
      ConfigMap: [named('nginx-configuration', { 'proxy-body-size': '8m' })],
    },
  },
  {
    code: 'flag-missing',
    fix: 'Create ConfigMap proxy in namespace edge',
    before: { ConfigMap: [named('other', { a: 'b' })] },
    after: { ConfigMap: [named('other', { a: 'b' }), ...config({})] },
  },
  {
    code: 'flag-missing',
    fix: 'or name the right one by --configmap',
    before: { ConfigMap: [named('other', { a: 'b' })] },
    after: {
      Pod: [proxy('1.15.1', { args: ['--configmap=edge/other'] })],
      ConfigMap: [named('other', { a: 'b' })],
    },
  },
  {
    code: 'unknown-key',
    fix: 'Write annotations-risk-level in place of annotation-risk-level',
    before: { ConfigMap: config({ 'annotation-risk-level': 'Critical' }) },
    after: { ConfigMap: config({ 'annotations-risk-level': 'Critical' }) },
  },
  {
    code: 'unread-value',
    fix: 'Write proxy-read-timeout: "3600"',
    before: { ConfigMap: config({ 'proxy-read-timeout': '3600s' }) },
    after: { ConfigMap: config({ 'proxy-read-timeout': '3600' }) },
  },
  {
    code: 'unread-value',
    fix: 'Write load-balance: "ewma"',
    before: { ConfigMap: config({ 'load-balance': 'least_conn' }) },
    after: { ConfigMap: config({ 'load-balance': 'ewma' }) },
  },
  {
    code: 'needs-another',
    fix: 'Set otlp-collector-host too',
    before: { ConfigMap: config({ 'enable-opentelemetry': 'true' }) },
    after: { ConfigMap: config({ 'enable-opentelemetry': 'true', 'otlp-collector-host': 'otel.obs' }) },
  },
  {
    code: 'needs-another',
    fix: 'or remove enable-opentelemetry',
    before: { ConfigMap: config({ 'enable-opentelemetry': 'true' }) },
    after: { ConfigMap: config({}) },
  },
  ...(
    [
      ['forwarded-for-header', 'CF-Connecting-IP'],
      ['proxy-real-ip-cidr', '173.245.48.0/20'],
      ['compute-full-forwarded-for', 'true'],
    ] as const
  ).map(([key, value]) => ({
    code: 'needs-another' as const,
    fix: 'Set use-forwarded-headers: "true" too',
    before: { ConfigMap: config({ [key]: value }) },
    after: { ConfigMap: config({ [key]: value, 'use-forwarded-headers': 'true' }) },
  })),
  {
    code: 'rewrite-traversal',
    fix: 'Write path: /api(/|$)(.*) and rewrite-target: /$2',
    before: rewritten('/api(.*)', '/$1'),
    after: rewritten('/api(/|$)(.*)', '/$2'),
  },
  ...(
    [
      ['slash at its end', 'location /s { alias /srv/s/; }', 'location /s/ { alias /srv/s/; }'],
      [
        'Write the name of whoever is to be asked',
        'location /p/ { proxy_pass http://$arg_to/; }',
        'location /p/ { proxy_pass http://web.test/; }',
      ],
      ['$request_uri', 'return 301 https://x.test$uri;', 'return 301 https://x.test$request_uri;'],
      ['resolver', 'resolver 8.8.8.8;', 'resolver 10.96.0.10;'],
    ] as const
  ).map(([fix, bad, good]) => ({
    code: 'snippet-unsafe' as const,
    fix,
    before: written({ 'server-snippet': bad }),
    after: written({ 'server-snippet': good }),
  })),
  ...(
    [
      ['$host', 'proxy_set_header Host $http_host;', 'proxy_set_header Host $host;'],
      ['deny all', 'allow 10.0.0.0/8;', 'allow 10.0.0.0/8;\ndeny all;'],
      ['Take another name', 'set $proxy_upstream_name "x";', 'set $mine "x";'],
      [
        'Write $ at the end of the pattern',
        'if ($http_origin ~* "a.test") { set $x 1; }',
        'if ($http_origin ~* "^https://a.test$") { set $x 1; }',
      ],
    ] as const
  ).map(([fix, bad, good]) => ({
    code: 'snippet-unsafe' as const,
    fix,
    before: written({ 'configuration-snippet': bad }),
    after: written({ 'configuration-snippet': good }),
  })),
  {
    code: 'snippet-opens',
    fix: 'Take it out of configuration-snippet',
    before: written({ ...guarded, 'configuration-snippet': 'auth_request off;' }),
    after: written(guarded),
  },
  {
    code: 'snippet-opens',
    fix: 'or move what shall be open to an Ingress without auth-url',
    before: written({ ...guarded, 'configuration-snippet': 'auth_request off;' }),
    after: written({ 'configuration-snippet': 'auth_request off;' }),
  },
  {
    code: 'backends-too-big',
    fix: 'Set lua-shared-dicts: "configuration_data: 2"',
    before: manyIn(1),
    after: manyIn(2),
  },
  {
    code: 'snippet-of-host',
    fix: 'Write it as configuration-snippet',
    before: shops({ 'server-snippet': 'deny 192.0.2.1;' }),
    after: shops({ 'configuration-snippet': 'deny 192.0.2.1;' }),
  },
  {
    code: 'ignore-invalid',
    fix: 'CODE[,CODE] # reason',
    before: { Ingress: [web({}, { annotations: { 'tkng.dev/ignore': 'no-service' } })], Service: [] },
    after: { Ingress: [web({}, { annotations: { 'tkng.dev/ignore': 'no-service # it comes' } })], Service: [] },
  },
  {
    code: 'ignore-unused',
    fix: 'Take no-port out of it',
    before: { Ingress: [web({}, { annotations: { 'tkng.dev/ignore': 'no-port # x' } })] },
    after: { Ingress: [web()] },
  },
  {
    code: 'single-endpoint',
    fix: 'Run at least two pods behind Service default/web',
    before: { EndpointSlice: [slice('web-1', { endpoints: [pod('a', '10.0.0.1')] })] },
    after: {},
  },
  {
    code: 'single-replica',
    fix: 'Run at least two replicas',
    before: {},
    after: { Pod: [proxy(), proxy('1.15.1', { name: 'proxy-2' })] },
  },
])
