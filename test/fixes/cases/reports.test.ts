/**
 * What people reported, by kind: each row is a small cluster of a public thread, documentation or source, at a release at
 * which it shows, and what the first line of `why` says of it: is it served, and the cause. The objects are told in our own names.
 * `#NUMBER` is an issue of kubernetes/ingress-nginx.
 */
import type { ConfigMap } from '../../../src/domain/objects/workloads.js'
import {
  type Annotations,
  allowed,
  at,
  aws,
  before,
  type Caused,
  cdn,
  configured,
  itIsTold,
  one,
  open,
  secret,
  service,
  web,
} from '../../support/worlds/reported.js'

/** A second Ingress, beside one that asks for the same host and path. */
const second = (annotations: Annotations) => ({
  ingresses: [at('m'), at('a', annotations, ['/ Prefix v2:80'], 'a.test', 1)],
})
const canary = { canary: 'true', 'canary-weight': '50' }
const php: ConfigMap = {
  kind: 'ConfigMap',
  metadata: { namespace: 'shop', name: 'php' },
  data: { SCRIPT_FILENAME: '/srv/index.php' },
}

itIsTold({
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
    [
      'docs: default-backend, whose Service has no endpoint',
      '1.12.1',
      one({ 'custom-http-errors': '404', 'default-backend': 'pages' }, web, {
        services: [service('pages', 80, 'http')],
        empty: ['shop/pages'],
      }),
      'yes errors-without-pages',
    ],
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
    ...(['grpc', 'grpc-api', 'php-fpm', 'fastcgi'] as const).map(
      (name): Caused => [
        'docs: backend-protocol, not set',
        '1.11.5',
        one({}, ['/ Prefix api:9000'], { services: [service('api', 9000, name)] }),
        'yes protocol-unsaid',
      ],
    ),
    [
      'docs: grpc-web, which is HTTP/1.1',
      '1.11.5',
      one({}, ['/ Prefix api:9000'], { services: [service('api', 9000, 'grpc-web')] }),
      'yes',
    ],
    [
      '#2785: appProtocol says it',
      '1.4.0',
      one({}, ['/ Prefix api:9000'], {
        services: [
          {
            ...cdn,
            metadata: { namespace: 'shop', name: 'api' },
            spec: { ports: [{ name: 'a', port: 9000, appProtocol: 'grpc' }] },
          },
        ],
      }),
      'yes protocol-unsaid',
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
            metadata: {
              namespace: 'edge',
              name: 'entry',
              annotations: { 'service.beta.kubernetes.io/do-loadbalancer-enable-proxy-protocol': 'true' },
            },
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
  'what may be busy, by release': [
    ['#13598', '1.13.0', one({ 'proxy-buffer-size': '16k' }), '? value-breaks'],
    [
      '#13598: of annotations alone',
      '1.13.1',
      configured({ 'proxy-busy-buffers-size': '2k' }, { 'proxy-buffer-size': '16k' }),
      'yes',
    ],
    ['#13790', '1.13.2', one({ 'proxy-buffer-size': '16k' }), 'yes'],
    ['#13674', '1.13.2', one({ 'proxy-buffer-size': '16k', 'proxy-busy-buffers-size': '64k' }), '? value-breaks'],
  ],
  'another rule, or none, decides': [
    ['#7896', '1.1.1', one(canary), 'NO canary-no-primary'],
    ['#8972', '1.3.0', { ingresses: [at('m'), at('a', {}, web, 'a.test', 1)] }, 'NO duplicate'],
    ['vmware-archive/kube-prod-runtime#733', '1.11.5', one({}, web, { empty: ['shop/web'] }), 'NO no-endpoints'],
    ['#3253', '1.11.5', one({}, web, { missing: ['shop/web'] }), 'NO no-service'],
  ],
})
