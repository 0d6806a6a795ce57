/**
 * What people reported, by kind: each row is a small cluster of a public thread, documentation or source, at a release at
 * which it shows, and what the first line of `why` says of it: is it served, and the cause. The objects are told in our own names.
 * `#NUMBER` is an issue of kubernetes/ingress-nginx.
 */
import { expect, it } from 'vitest'
import { releaseOf } from '../../src/controllers/ingress-nginx/workload/release.js'
import { numberOf, versionOf } from '../../src/controllers/ingress-nginx/workload/version.js'
import type { Secret, Service } from '../../src/domain/objects/objects.js'
import type { ConfigMap } from '../../src/domain/objects/workloads.js'
import { told } from '../support/why/told.js'
import { ingress, request, tracer, type WorldWords } from '../support/worlds/ingress-world.js'

type Annotations = Readonly<Record<string, string>>

const web = ['/ Prefix web:80']
const at = (name: string, annotations: Annotations = {}, paths: readonly string[] = web, host = 'a.test', age = 0) =>
  ingress(`shop/${name}`, { rules: { [host]: paths }, annotations, age })
const one = (annotations: Annotations, paths?: readonly string[], more: Omit<WorldWords, 'ingresses'> = {}) => ({
  ingresses: [at('a', annotations, paths)],
  ...more,
})
const cdn: Service = {
  kind: 'Service',
  metadata: { namespace: 'shop', name: 'web' },
  spec: {
    type: 'ExternalName',
    externalName: 'cdn.example.com',
    ports: [{ name: 'https', port: 80, targetPort: 443 }],
  },
}
/** Where snippets are allowed, and where whatever is risky is allowed, too. */
const allowed = (annotations: Annotations) => configured({ 'allow-snippet-annotations': 'true' }, annotations)
const open = (annotations: Annotations) =>
  configured({ 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' }, annotations)
const configured = (configMap: Annotations, annotations: Annotations = {}) => one(annotations, web, { configMap })
/** A second Ingress, beside one that asks for the same host and path. */
const second = (annotations: Annotations) => ({
  ingresses: [at('m'), at('a', annotations, ['/ Prefix v2:80'], 'a.test', 1)],
})
const canary = { canary: 'true', 'canary-weight': '50' }
const secret = (namespace: string, name: string, data: Readonly<Record<string, string>>): Secret => ({
  kind: 'Secret',
  metadata: { namespace, name },
  data,
})
const service = (name: string, port: number, portName: string): Service => ({
  kind: 'Service',
  metadata: { namespace: 'shop', name },
  spec: { clusterIP: '10.96.0.9', ports: [{ name: portName, port, targetPort: portName }] },
})

const aws = 'service.beta.kubernetes.io/aws-load-balancer'
const php: ConfigMap = {
  kind: 'ConfigMap',
  metadata: { namespace: 'shop', name: 'php' },
  data: { SCRIPT_FILENAME: '/srv/index.php' },
}
/** A Service of the controller, whose port for https leads to `to`. */
const before = (annotations: Annotations, to: string) => ({
  services: [
    {
      kind: 'Service' as const,
      metadata: { namespace: 'edge', name: 'entry', annotations },
      spec: { type: 'LoadBalancer', ports: [{ name: 'https', port: 443, targetPort: to }] },
    },
  ],
  flags: ['--publish-service=edge/entry'],
  configMap: {},
})

type Row = readonly [source: string, release: string, words: WorldWords, says: string]

const kinds: Readonly<Record<string, readonly Row[]>> = {
  'a snippet breaks the configuration, or loses a line of it': [
    ['nginx: add_header', '1.11.5', allowed({ 'configuration-snippet': 'add_header A b' }), '? snippet-breaks'],
    ['#1429', '1.9.6', allowed({ 'configuration-snippet': 'set $a $locations;' }), '? snippet-breaks'],
    ['docs: server-snippet', '1.15.1', open({ 'server-snippet': 'location / { return 403; }' }), 'NO snippet-breaks'],
    [
      'docs: auth-snippet',
      '1.15.1',
      open({ 'auth-url': 'http://auth.test/x', 'auth-snippet': 'proxy_set_headers A b;' }),
      '? snippet-breaks',
    ],
    [
      'headers-more: more_set_headers',
      '1.12.1',
      open({ 'configuration-snippet': 'more_set_headers "A: b"\nproxy_set_header X-A b;' }),
      'yes snippet-swallows',
    ],
    [
      'docs: location-snippet',
      '1.11.5',
      configured({ 'location-snippet': 'more_set_headers "A: b"' }),
      'NO snippet-swallows',
    ],
  ],
  'a snippet is not allowed': [
    ['#12648', '1.12.0', allowed({ 'server-snippet': 'client_header_buffer_size 32k;' }), 'NO annotation-risk'],
    [
      '#13003',
      '1.12.0',
      one({ 'server-snippet': 'set $a b;' }, web, {
        configMap: { 'allow-snippet-annotations': 'true', 'annotation-risk-level': 'Critical' },
        flags: ['--enable-annotation-validation=false'],
      }),
      'NO annotation-risk',
    ],
    ['#13156', '1.12.1', allowed({ 'configuration-snippet': 'more_set_headers "A : b";' }), 'NO annotation-risk'],
    ['#13910', '1.13.2', allowed({ 'server-snippet': 'set $a b;' }), 'NO annotation-risk'],
    ['#10543', '1.10.1', one({ 'configuration-snippet': 'set $a b;' }), 'yes snippet-not-allowed'],
  ],
  'an annotation does nothing where it stands': [
    ['#11085', '1.10.0', second({ canary: 'true', 'canary-header': 'x' }), 'NO unknown-annotation'],
    ['#844', '1.11.5', one({ 'ingress.kubernetes.io/affinity': 'cookie' }), 'yes foreign-annotation'],
    ['#8303', '1.4.0', one({ 'nginx.org/location-snippets': 'deny all;' }), 'yes foreign-annotation'],
    ['#9745', '1.6.4', second({ ...canary, 'canary-weight-total': '1000' }), 'yes unknown-annotation'],
    ['argoproj/argo-helm#491', '1.11.5', one({ 'ssl-passthrough': 'true' }), 'yes passthrough-disabled'],
    [
      'docs: permanent-redirect',
      '1.12.1',
      second({ ...canary, 'permanent-redirect': 'https://b.test/' }),
      'yes no-effect',
    ],
  ],
  'an annotation acts further than it reads': [
    [
      'docs: permanent-redirect',
      '1.15.1',
      one({ 'permanent-redirect': 'https://b.test/' }, ['/old Prefix web:80']),
      'yes redirect-spreads',
    ],
    ['#4712', '1.11.5', one({ 'custom-http-errors': '404,503' }), 'yes errors-without-pages'],
    ['docs: app-root', '1.10.1', one({ 'app-root': '/ui' }, ['/x Prefix web:80']), 'yes app-root-elsewhere'],
    [
      'docs: use-regex',
      '1.12.1',
      {
        ingresses: [
          at('m', { 'use-regex': 'true' }, ['/v[0-9] ImplementationSpecific web:80']),
          at('a', {}, ['/a.b Exact web:80'], 'a.test', 1),
        ],
      },
      'yes regex-mode',
    ],
  ],
  'a common trap': [
    ['#9241', '1.4.0', one({ 'rewrite-target': '/' }, ['/shop Prefix web:80']), 'yes rewrite-all'],
    ['#10108', '1.8.1', one({ 'rewrite-target': '/$1' }, ['/ui Prefix web:80']), 'yes rewrite-group-missing'],
    ['#4680', '1.12.1', one({}, ['/images/* ImplementationSpecific web:80']), 'yes glob-path'],
    [
      'oauth2-proxy/oauth2-proxy#3201',
      '1.12.1',
      one(
        {
          'auth-url': 'http://oauth2-proxy.shop.svc.cluster.local/oauth2/auth',
          'auth-signin': 'https://$host/oauth2/start',
        },
        ['/ Prefix web:80', '/oauth2 Prefix oauth2-proxy:80'],
      ),
      'yes auth-loop',
    ],
    [
      '#2831',
      '1.12.1',
      one({ 'auth-url': 'http://oauth2-proxy/oauth2/auth' }, web, { services: [service('oauth2-proxy', 80, 'http')] }),
      'NO auth-unreachable',
    ],
    [
      'argoproj/argo-cd#2953',
      '1.12.1',
      one({}, ['/ Prefix argocd:443'], { services: [service('argocd', 443, 'https')] }),
      'yes plain-to-tls',
    ],
  ],
  'a Secret that an annotation names': [
    ['docs: auth-secret', '1.15.1', one({ 'auth-type': 'basic', 'auth-secret': 'users' }), 'NO secret-missing'],
    [
      'docs: auth-secret',
      '1.12.1',
      one({ 'auth-type': 'basic', 'auth-secret': 'users' }, web, {
        secrets: [secret('shop', 'users', { htpasswd: 'eA==' })],
      }),
      'NO secret-incomplete',
    ],
    [
      'docs: allow-cross-namespace-resources',
      '1.12.1',
      one({ 'auth-type': 'basic', 'auth-secret': 'ops/users' }, web, {
        secrets: [secret('ops', 'users', { auth: 'eA==' })],
      }),
      'NO cross-namespace',
    ],
    [
      'docs: auth-tls-secret',
      '1.12.1',
      one({ 'auth-tls-secret': 'shop/ca' }, web, { secrets: [secret('shop', 'ca', { 'tls.crt': 'eA==' })] }),
      'yes secret-incomplete',
    ],
  ],
  'the release decides': [
    ['#12637', '1.12.0', one({}, ['/v1/auth:check Prefix web:80']), 'yes path-type'],
    [
      'kubernetes-sigs/kind#3764',
      '1.12.0',
      one({ 'use-regex': 'true' }, ['/foo(/|$)(.*) Prefix web:80']),
      'yes path-type',
    ],
    ['#10281', '1.8.1', one({ 'use-regex': 'true' }, ['/db(.*) Prefix web:80']), 'yes'],
    ['changelog of 1.7.0, #9729', '1.7.0', second({ ...canary, 'canary-weight-total': '1000' }), 'yes'],
  ],
  'what stands before the controller': [
    [
      'nginx/kubernetes-ingress#576',
      '1.9.6',
      { ...one({ 'force-ssl-redirect': 'true' }), ...before({}, 'http') },
      'yes balancer-loop',
    ],
    [
      '#12877',
      '1.12.0',
      {
        ...one({ 'force-ssl-redirect': 'true' }),
        ...before({ [`${aws}-type`]: 'nlb', [`${aws}-ssl-cert`]: 'arn:x' }, 'http'),
        configMap: { 'use-forwarded-headers': 'true' },
      },
      'yes balancer-loop',
    ],
    [
      'vitobotta/hetzner-k3s#292',
      '1.9.4',
      { ...one({}), ...before({ 'load-balancer.hetzner.cloud/uses-proxyprotocol': 'true' }, 'https') },
      'yes proxy-protocol-unread',
    ],
    [
      '#13143',
      '1.12.1',
      { ...one({}), ...before({ [`${aws}-proxy-protocol`]: '*' }, 'https') },
      'yes proxy-protocol-unread',
    ],
    [
      'the same, awaited',
      '1.12.1',
      {
        ...one({}),
        ...before({ [`${aws}-proxy-protocol`]: '*' }, 'https'),
        configMap: { 'use-proxy-protocol': 'true' },
      },
      'yes',
    ],
  ],
  'the service that knows who may pass': [
    [
      'kubernetes/ingress-nginx#10821',
      '1.9.5',
      {
        ingresses: [
          at('a', { 'auth-url': 'https://auth.test/verify' }),
          at('b', {}, ['/ Prefix auth:80'], 'auth.test'),
        ],
        services: [
          {
            kind: 'Service',
            metadata: { namespace: 'edge', name: 'entry' },
            spec: { type: 'LoadBalancer', ports: [{ name: 'https', port: 443, targetPort: 'https' }] },
            status: { loadBalancer: { ingress: [{ ip: '203.0.113.9' }] } },
          },
        ],
        flags: ['--publish-service=edge/entry'],
        configMap: { 'use-proxy-protocol': 'true' },
      },
      'NO auth-unreachable',
    ],
    [
      'docs: auth-url over http, of a host that is redirected',
      '1.12.1',
      {
        ingresses: [
          at('a', { 'auth-url': 'http://auth.test/verify' }),
          at('b', { 'force-ssl-redirect': 'true' }, ['/ Prefix auth:80'], 'auth.test'),
        ],
      },
      'NO auth-unreachable',
    ],
    [
      'oauth2-proxy: its paths in the Ingress that it guards',
      '1.11.5',
      one({ 'auth-url': 'https://$host/oauth2/auth' }, ['/ Prefix web:80', '/oauth2 Prefix oauth2-proxy:80']),
      'NO auth-unreachable',
    ],
  ],
  'one Service, several Ingresses': [
    [
      'kubernetes/ingress-nginx#14042',
      '1.12.7',
      {
        ingresses: [
          at('a', { affinity: 'cookie', 'session-cookie-path': '/path' }, ['/path Prefix web:80']),
          at('b', { affinity: 'cookie', 'session-cookie-path': '/path/x' }, ['/path/x Prefix web:80'], 'a.test', 1),
        ],
      },
      'yes no-effect',
    ],
  ],
  'HTTP/2, addresses, groups, names': [
    [
      'kubernetes/ingress-nginx#7872',
      '1.5.1',
      one({ 'backend-protocol': 'GRPC' }, web, { configMap: { 'use-http2': 'false' } }),
      'yes grpc-without-http2',
    ],
    [
      'kubernetes/ingress-nginx#3427',
      '1.11.5',
      { ingresses: [at('a', { 'backend-protocol': 'HTTPS' })], services: [cdn] },
      'yes outside-host',
    ],
    [
      'docs: rewrite, a number too high',
      '1.11.5',
      one({ 'rewrite-target': '/$2' }, ['/api/(.*) ImplementationSpecific web:80']),
      'yes rewrite-group-missing',
    ],
  ],
  FastCGI: [
    [
      '#4822',
      '1.4.0',
      one(
        { 'backend-protocol': 'FCGI', 'fastcgi-index': 'index.php', 'fastcgi-params-configmap': 'php' },
        ['/* ImplementationSpecific web:80'],
        { configMaps: [php] },
      ),
      'yes glob-path',
    ],
    ['#6897', '1.12.1', one({ 'backend-protocol': 'FCGI', fastcgi_buffers: '16 16k' }), 'yes unknown-annotation'],
    [
      'docs: fastcgi-params-configmap',
      '1.11.5',
      one({ 'backend-protocol': 'FCGI', 'fastcgi-params-configmap': 'gone' }),
      'NO configmap-missing',
    ],
    ['docs: fastcgi-index', '1.11.5', one({ 'fastcgi-index': 'index.php' }), 'yes needs-another'],
  ],
  'ModSecurity and streams': [
    [
      '#11349',
      '1.10.0',
      one({ 'enable-modsecurity': 'true', 'modsecurity-snippet': 'SecRuleEngine On' }),
      'yes snippet-not-allowed',
    ],
    [
      '#11531',
      '1.10.1',
      allowed({ 'enable-modsecurity': 'true', 'modsecurity-snippet': 'SecRule ARGS "@contains x" "deny"' }),
      '? snippet-breaks',
    ],
    [
      'ministryofjustice/cloud-platform-infrastructure#433',
      '1.9.6',
      allowed({
        'enable-modsecurity': 'true',
        'modsecurity-snippet': 'SecRule ARGS "x" "id:7,deny"\nSecRule ARGS "y" "id:7,deny"',
      }),
      '? snippet-breaks',
    ],
    [
      'docs: modsecurity-snippet, a quote in it',
      '1.11.5',
      allowed({ 'enable-modsecurity': 'true', 'modsecurity-snippet': 'SecRule ARGS \'x\' "id:7,deny"' }),
      '? snippet-breaks',
    ],
    [
      '#8536',
      '1.4.0',
      allowed({ 'stream-snippet': 'server { listen 7788 proxy_protocol; proxy_passs a:1; }' }),
      '? snippet-breaks',
    ],
    [
      'docs: stream-snippet, with directives of streams',
      '1.11.5',
      allowed({
        'stream-snippet': 'proxy_connect_timeout 5s; server { listen 7788; proxy_pass 127.0.0.1:1; ssl_preread on; }',
      }),
      'yes',
    ],
    [
      'docs: stream-snippet, without its end',
      '1.11.5',
      allowed({ 'stream-snippet': 'server { listen 7788; proxy_pass a:1;' }),
      '? snippet-breaks',
    ],
    [
      'docs: stream-snippet, in a location',
      '1.11.5',
      allowed({ 'stream-snippet': 'location / { return 200; }' }),
      '? snippet-breaks',
    ],
  ],
  'another rule, or none, decides': [
    ['#7896', '1.1.1', one(canary), 'NO canary-no-primary'],
    ['#8972', '1.3.0', { ingresses: [at('m'), at('a', {}, web, 'a.test', 1)] }, 'NO duplicate'],
    ['vmware-archive/kube-prod-runtime#733', '1.11.5', one({}, web, { empty: ['shop/web'] }), 'NO no-endpoints'],
    ['#3253', '1.11.5', one({}, web, { missing: ['shop/web'] }), 'NO no-service'],
  ],
}

/** An image, and whether a snippet of 1.11 passes there: since 1.12 its risk is too high. */
const builds: readonly (readonly [image: string, says: string])[] = [
  ['mcr.microsoft.com/oss/kubernetes/ingress/nginx-ingress-controller:v1.11.5', 'yes'],
  ['mcr.microsoft.com/oss/v2/kubernetes/ingress/nginx-ingress-controller:v1.12.1', 'NO annotation-risk'],
  ['docker.io/bitnami/nginx-ingress-controller:1.11.3-debian-12-r0', 'yes'],
  ['docker.io/bitnamilegacy/nginx-ingress-controller:1.13.0-debian-12-r1', 'NO annotation-risk'],
  ['rancher/nginx-ingress-controller:nginx-1.9.6-rancher1', 'yes'],
  ['rancher/nginx-ingress-controller:v1.12.0-hardened3', 'NO annotation-risk'],
  ['cgr.dev/chainguard/ingress-nginx-controller:1.11', 'yes'],
  ['cgr.dev/chainguard/ingress-nginx-controller:1.12.2-r0', 'NO annotation-risk'],
  ['registry.deckhouse.io/deckhouse/ce/ingress-nginx/controller-1-10:1.10.6', 'yes'],
  ['registry.example/platform/ingress-nginx-controller:1.12.4-corp.7', 'NO annotation-risk'],
  ['registry.example/platform/ingress-nginx-controller:v1.8.1-20260101', 'yes'],
  ['registry.example/fury/ingress-nginx/controller:v1.15.5-chainguard', 'NO annotation-risk'],
  ['harbor.example/k8s/ingress-nginx-controller:2025.06.1-1.11.5', 'yes'],
  ['us.icr.example/iks/ingress-nginx:1.5.1_3703_iks', 'yes'],
]

it.each(builds)('%s, judged by its own release: %s', async (image, says) => {
  const version = numberOf(versionOf(releaseOf(image)))
  const words = allowed({ 'configuration-snippet': 'set $a b;' })
  const first = (await told({ ...words, version: version.replace(/^(\d+\.\d+)$/, '$1.99') }))['shop/a a.test/'] ?? 'yes'
  expect(first).toBe(says)
})

type Sent = Readonly<{ sent?: Record<string, string>; clientAddress?: string }>
type Asked = readonly [source: string, release: string, words: WorldWords, says: RegExp, sent?: Sent, url?: string]

const listed = { 'whitelist-source-range': '203.0.113.0/24' }
const from = (address: string, clientAddress = '198.51.100.7'): Sent => ({
  sent: { 'x-forwarded-for': address },
  clientAddress,
})
const tls = (annotations: Annotations) => one({ 'backend-protocol': 'HTTPS', ...annotations })

const answers: Readonly<Record<string, readonly Asked[]>> = {
  'forwarded headers': [
    ['#2257', '1.11.5', one(listed), /^denied 403[\s\S]*not trusted/, from('203.0.113.9')],
    [
      '#1000',
      '1.9.6',
      configured({ 'use-forwarded-headers': 'true' }, listed),
      /^served[\s\S]*whoever sends it/,
      from('203.0.113.9'),
    ],
    [
      '#11994',
      '1.11.2',
      configured({ 'enable-real-ip': 'true', 'proxy-real-ip-cidr': '10.20.30.40/32' }, listed),
      /^served[\s\S]*counts as 203\.0\.113\.9/,
      from('203.0.113.9', '10.20.30.40'),
    ],
    [
      '#12702',
      '1.11.3',
      configured({ 'use-proxy-protocol': 'true' }, listed),
      /^denied 403[\s\S]*proxy protocol/,
      from('203.0.113.9'),
    ],
    [
      '#9163',
      '1.2.1',
      configured(
        { 'use-forwarded-headers': 'true', 'proxy-real-ip-cidr': '10.0.0.0/8' },
        { 'force-ssl-redirect': 'true' },
      ),
      /^redirect 308 https:\/\/evil\.test/,
      { sent: { 'x-forwarded-host': 'evil.test' }, clientAddress: '198.51.100.7' },
    ],
  ],
  'the last hop': [
    [
      '#4928',
      '1.11.5',
      {
        ...tls({ 'proxy-ssl-secret': 'shop/ca', 'proxy-ssl-verify': 'on' }),
        secrets: [secret('shop', 'ca', { 'ca.crt': 'eA==' })],
      },
      /^unavailable 502[\s\S]*upstream_balancer/,
    ],
    [
      '#11170',
      '1.10.0',
      { ingresses: [at('a', { 'backend-protocol': 'HTTPS', 'upstream-vhost': 'cdn.example.com' })], services: [cdn] },
      /^served[\s\S]*cdn\.example\.com:443, over HTTPS, with Host: cdn\.example\.com, without SNI/,
    ],
    ['docs: GRPCS', '1.12.1', one({ 'backend-protocol': 'GRPCS' }), /^served[\s\S]*over gRPC with TLS/],
    [
      'docs: service-upstream',
      '1.9.6',
      one({ 'service-upstream': 'true' }),
      /10\.96\.0\.1:80, the address of the Service/,
    ],
    ['docs: upstream-vhost', '1.11.5', one({ 'upstream-vhost': 'b.test' }), /with Host: b\.test/],
  ],
  'who redirects, and who refuses': [
    [
      '#8713',
      '1.2.1',
      one({ 'permanent-redirect': 'https://b.test/' }),
      /redirect[\s\S]*permanent-redirect of Ingress shop\/a/,
    ],
    [
      '#12874',
      '1.12.0',
      one({ 'from-to-www-redirect': 'true' }),
      /redirect 308 http:\/\/a\.test:80\/x[\s\S]*from-to-www-redirect of Ingress shop\/a/,
      {},
      'http://www.a.test/x',
    ],
    [
      '#3210',
      '1.11.5',
      one(listed),
      /denied 403[\s\S]*whitelist-source-range of Ingress shop\/a/,
      { clientAddress: '198.51.100.7' },
    ],
    [
      'docs: denylist-source-range',
      '1.11.5',
      one({ 'denylist-source-range': '198.51.100.0/24' }),
      /denied 403[\s\S]*denylist-source-range of Ingress shop\/a/,
      { clientAddress: '198.51.100.7' },
    ],
    [
      'docs: block-user-agents',
      '1.11.5',
      configured({ 'block-user-agents': 'curl' }),
      /denied 403[\s\S]*block-user-agents/,
      { sent: { 'user-agent': 'curl' } },
    ],
    ['docs: app-root', '1.9.6', one({ 'app-root': '/ui' }, web), /redirect 302[\s\S]*app-root of Ingress shop\/a/],
    [
      'docs: server-snippet',
      '1.11.5',
      open({ 'server-snippet': 'location /x { return 403; }' }),
      /denied 403[\s\S]*server-snippet of Ingress shop\/a/,
      {},
      'http://a.test/x',
    ],
    [
      'docs: no-tls-redirect-locations',
      '1.11.5',
      one({ 'force-ssl-redirect': 'true' }, ['/.well-known/acme-challenge/x Exact web:80']),
      /^served/,
      {},
      'http://a.test/.well-known/acme-challenge/x',
    ],
  ],
}

const asked = Object.entries(answers).flatMap(([kind, members]) =>
  members.map((row): [string, ...Asked] => [kind, ...row]),
)

it.each(asked)('%s: %s at %s', (_, __, version, words, says, sent = {}, url = 'http://a.test/') => {
  const { verdict, status, location, hops } = tracer({ ...words, version }).answer(request(url, sent), true)
  const lines = hops.map(({ subject, detail }) => `${subject}: ${detail}`)
  expect([[verdict, status, location].filter((one) => one !== null).join(' '), ...lines].join('\n')).toMatch(says)
})

const rows = Object.entries(kinds).flatMap(([kind, members]) => members.map((row) => [kind, ...row] as const))

it.each(rows)('%s: %s at %s', async (_, __, version, words, says) => {
  const lines = Object.entries(await told({ ...words, version })).flatMap(([name, line]) =>
    name.startsWith('shop/a') && line !== 'yes' ? [line] : [],
  )
  expect(lines[0]?.split(' ', 2).join(' ') ?? 'yes').toBe(says)
})
