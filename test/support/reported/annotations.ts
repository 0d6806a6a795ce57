/** What people reported of annotations: those that do nothing, those that do more than they read, and the common traps. */
import type { ConfigMap } from '../../../src/domain/objects/workloads.js'
import { at, canary, cdn, one, second, secret, service, type Told, web } from './words.js'

const php: ConfigMap = {
  kind: 'ConfigMap',
  metadata: { namespace: 'shop', name: 'php' },
  data: { SCRIPT_FILENAME: '/srv/index.php' },
}

export const annotations: Told = {
  'an annotation does nothing where it stands': [
    ['#11085', '1.10.0', second({ canary: 'true', 'canary-header': 'x' }), 'NO unknown-annotation'],
    ['docs: load-balance, ip_hash until 0.20', '1.9.6', one({ 'load-balance': 'ip_hash' }), 'yes annotation-invalid'],
    [
      'docs: load-balance, least_conn, checked',
      '1.12.1',
      one({ 'load-balance': 'least_conn' }),
      'NO annotation-invalid',
    ],
    ['#844', '1.11.5', one({ 'ingress.kubernetes.io/affinity': 'cookie' }), 'yes foreign-annotation'],
    ['#8303', '1.4.0', one({ 'nginx.org/location-snippets': 'deny all;' }), 'yes foreign-annotation'],
    ['#9745', '1.6.4', second({ ...canary, 'canary-weight-total': '1000' }), 'yes unknown-annotation'],
    ['argoproj/argo-helm#491', '1.11.5', one({ 'ssl-passthrough': 'true' }), 'yes passthrough-disabled'],
    ...(
      [
        ['/app', '/api Prefix web:80', 'yes no-effect'],
        ['/app(/|$)(.*)', '/app Prefix web:80', 'yes no-effect'],
        ['/ap', '/app Exact web:80', 'yes no-effect'],
        ['/app', '/ Prefix web:80', 'yes'],
        ['/app', '/app/x Exact web:80', 'yes'],
        ['/', '/app Prefix web:80', 'yes'],
      ] as const
    ).map(
      ([cookie, path, says]) =>
        [
          `docs: session-cookie-path ${cookie} on ${path}`,
          '1.11.5',
          one({ affinity: 'cookie', 'session-cookie-path': cookie }, [path]),
          says,
        ] as const,
    ),
    ['docs: canary', '1.11.5', second({ ...canary, 'proxy-read-timeout': '300' }), 'yes no-effect'],
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
    ...(['grpc', 'grpc-api', 'php-fpm', 'fastcgi'] as const).map((name): Told[string][number] => [
      'docs: backend-protocol, not set',
      '1.11.5',
      one({}, ['/ Prefix api:9000'], { services: [service('api', 9000, name)] }),
      'yes protocol-unsaid',
    ]),
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
}
