/**
 * More of what people reported, by kind, of routes, TLS and redirects, and of what stands before
 * and behind the controller.
 */
import type { Service } from '../../../src/domain/objects/objects.js'
import { at, aws, before, cdn, configured, one, open, secret, service, type Told, web } from './words.js'

/** The Service `shop/web`, which leads out of the cluster. */
const outside = (externalName: string, ports?: NonNullable<Service['spec']>['ports']): Service => ({
  ...cdn,
  spec: { type: 'ExternalName', externalName, ...(ports && { ports }) },
})
const passed = { flags: ['--enable-ssl-passthrough'] }
const passthrough = { 'backend-protocol': 'HTTPS', 'ssl-passthrough': 'true' }
const clients = (data: Readonly<Record<string, string>>) =>
  one({ 'auth-tls-secret': 'shop/ca', 'auth-tls-verify-client': 'on' }, web, { secrets: [secret('shop', 'ca', data)] })
/** The controller's Service, whose balancer hides the clients. */
const hidden = {
  services: [
    {
      kind: 'Service' as const,
      metadata: { namespace: 'edge', name: 'entry' },
      spec: { type: 'LoadBalancer', externalTrafficPolicy: 'Cluster', ports: [{ port: 443, targetPort: 'https' }] },
    },
  ],
  flags: ['--publish-service=edge/entry'],
  configMap: {},
}
const listed = { 'whitelist-source-range': '203.0.113.7/32' }

export const causes: Told = {
  'gRPC over plain HTTP': [
    ['#5034', '1.5.1', one({ 'backend-protocol': 'GRPC' }), 'yes grpc-without-http2'],
    ['#6736', '1.9.6', one({ 'backend-protocol': 'GRPCS', 'ssl-redirect': 'false' }), 'yes grpc-without-http2'],
    ['#3897: HTTP/2 without TLS, with nginx 1.25', '1.10.0', one({ 'backend-protocol': 'GRPC' }), 'yes'],
    [
      'docs: a default certificate for all',
      '1.9.6',
      one({ 'backend-protocol': 'GRPC' }, web, { flags: ['--default-ssl-certificate=edge/all'] }),
      'yes',
    ],
  ],
  'one Service, several Ingresses': [
    [
      '#4043',
      '1.11.5',
      {
        ingresses: [at('a', { 'upstream-hash-by': '$request_uri' }), at('b', { affinity: 'cookie' }, web, 'b.test', 1)],
      },
      'yes no-effect',
    ],
    [
      '#4043: of another port',
      '1.11.5',
      {
        ingresses: [
          at('a', { 'upstream-hash-by': '$request_uri' }),
          at('b', { affinity: 'cookie' }, ['/ Prefix web:81'], 'b.test', 1),
        ],
      },
      'yes',
    ],
  ],
  'outside of the cluster': [
    [
      '#1600',
      '1.5.1',
      one({}, ['/ Prefix web:443'], { services: [outside('search.es.amazonaws.com')] }),
      'yes plain-to-tls',
    ],
    [
      '#4494',
      '1.5.1',
      one({}, web, { services: [outside('sonar.example.com', [{ port: 80, targetPort: 443 }])] }),
      'yes plain-to-tls',
    ],
    ['#1600: a port for HTTP', '1.11.5', one({}, web, { services: [outside('search.es.amazonaws.com')] }), 'yes'],
    [
      '#1332',
      '1.11.5',
      one({ 'rewrite-target': '/' }, web, { services: [outside('10.100.195.135')] }),
      'NO external-name',
    ],
    ['#5471', '1.5.1', one({}, web, { services: [outside('https://b.test/path')] }), 'NO external-name'],
    [
      '#11035',
      '1.5.1',
      one(
        { 'backend-protocol': 'HTTPS', 'upstream-vhost': 'b.test', 'proxy-ssl-secret': 'shop/client' },
        ['/ Prefix web:443'],
        {
          services: [outside('b.test', [{ port: 443 }])],
          secrets: [secret('shop', 'client', { 'tls.crt': 'eA==', 'tls.key': 'eA==' })],
        },
      ),
      'yes secret-incomplete',
    ],
  ],
  'redirects that come back': [
    [
      '#6341',
      '1.5.1',
      one({ 'server-alias': 'b.test', 'permanent-redirect': 'https://a.test$request_uri' }),
      'NO redirect-endless',
    ],
    ['#11432', '1.10.1', one({ 'mirror-target': 'https://b.test/$request_uri' }), 'yes slash-twice'],
    ['docs: mirror-target', '1.11.5', one({ 'mirror-target': 'https://b.test$request_uri' }), 'yes'],
    [
      '#6341: to another host',
      '1.11.5',
      one({ 'permanent-redirect': 'https://b.test$request_uri' }),
      'yes backend-not-asked',
    ],
    [
      'cert-manager/cert-manager#973',
      '1.9.6',
      { ingresses: [at('a', { 'from-to-www-redirect': 'true' }), at('b', {}, web, 'www.a.test', 1)] },
      'yes www-host-exists',
    ],
    [
      'helm/charts#10988',
      '1.5.1',
      { ...one({ 'force-ssl-redirect': 'true' }), ...before({ [`${aws}-ssl-cert`]: 'arn:x' }, 'http') },
      'yes balancer-loop',
    ],
  ],
  'patterns of a host': [
    [
      '#10020',
      '1.8.0',
      {
        ingresses: [
          at('m', { 'rewrite-target': '/x' }, ['/assets Exact m:80']),
          at('a', {}, ['/hello Exact web:80'], 'a.test', 1),
        ],
      },
      'yes regex-mode',
    ],
    [
      '#11078',
      '1.10.0',
      {
        ingresses: [
          at('m', { 'rewrite-target': '/$1' }, ['/(.*) Prefix m:80']),
          at('a', {}, ['/ws/ Prefix web:80'], 'a.test', 1),
        ],
      },
      'NO regex-mode',
    ],
    ['cytomine/cytomine#328', '1.12.2', one({}, ['/ims/(formats|image/upload) Prefix web:80']), 'yes path-type'],
    [
      'grafana/pyroscope#2887',
      '1.8.4',
      one({}, ['/querier.v1.QuerierService/ Prefix web:80'], { configMap: { 'strict-validate-path-type': 'true' } }),
      'yes path-type',
    ],
  ],
  'another rule, or none, decides': [
    [
      '#9453',
      '1.5.1',
      {
        ingresses: [
          at('m'),
          at(
            'a',
            { canary: 'true', 'canary-by-header': 'x', 'temporal-redirect': 'https://b.test' },
            ['/ Prefix v2:80'],
            'a.test',
            1,
          ),
        ],
      },
      'yes no-effect',
    ],
    [
      '#7370',
      '1.5.1',
      {
        ingresses: [
          at('m'),
          at('a', { canary: 'true', 'canary-by-header': 'x' }, ['/products Exact v2:80'], 'a.test', 1),
        ],
      },
      'NO canary-no-primary',
    ],
  ],
  'TLS that is passed on': [
    ['#9871', '1.6.4', { ingresses: [at('a', passthrough, web, '')], ...passed }, 'yes no-effect'],
    [
      '#9807',
      '1.5.1',
      one(passthrough, ['/ Prefix web:443', '/ddi Prefix ddi:443'], {
        ...passed,
        services: [service('web', 443, 'https'), service('ddi', 443, 'https')],
      }),
      'yes tls-passed-by',
    ],
    ['#9924', '1.7.1', one({ ...passthrough, 'rewrite-target': '/' }, ['/tls Prefix web:443'], passed), 'NO no-effect'],
  ],
  'a Secret that an annotation names': [
    ['#3106', '1.11.5', clients({ 'ca-chain.cert.pem': 'eA==' }), 'NO secret-incomplete'],
    ['#2918', '1.12.1', clients({ 'CA.crt': 'eA==' }), 'NO secret-incomplete'],
  ],
  'forwarded headers': [
    ['#1859', '1.11.5', { ...one(listed), ...hidden }, 'yes allowlist-behind-proxy'],
    ['#1981', '1.11.5', { ...one({ 'limit-rps': '1' }), ...hidden }, 'yes allowlist-behind-proxy'],
  ],
  'what stands before the controller': [
    [
      '#11365',
      '1.10.1',
      { ...one({}), ...before({}, 'https'), configMap: { 'use-proxy-protocol': 'true' } },
      'yes proxy-protocol-unread',
    ],
    [
      '#3996',
      '1.10.1',
      {
        ...one({}),
        ...before({ 'service.beta.kubernetes.io/do-loadbalancer-enable-proxy-protocol': 'true' }, 'https'),
        configMap: { 'use-proxy-protocol': 'true' },
      },
      'yes',
    ],
  ],
  'the service that knows who may pass': [
    [
      '#1416',
      '1.11.5',
      {
        ingresses: [
          at('a', { 'auth-url': 'http://b.test/oauth2/auth' }),
          at('b', { 'force-ssl-redirect': 'true' }, ['/oauth2 Prefix oauth2-proxy:80'], 'b.test', 1),
        ],
        services: [service('oauth2-proxy', 80, 'http')],
      },
      'NO auth-unreachable',
    ],
  ],
  'a snippet, and names that nobody reads': [
    [
      '#13351',
      '1.12.1',
      open({ 'configuration-snippet': 'more_set_headers "X-Frame-Options: DENY";\'\nmore_set_headers "A: b";' }),
      '? snippet-breaks',
    ],
    [
      '#14112',
      '1.12.1',
      open({ 'configuration-snippet': 'proxy_set_header Upgrade $http_upgrade;' }),
      'yes header-twice',
    ],
    ['#8050', '1.5.1', one({ 'server-snippet': 'client_header_buffer_size 100k;' }), 'yes no-effect'],
    [
      '#10122',
      '1.8.0',
      one({ 'server-snippet': 'client_header_buffer_size 32k;\nlarge_client_header_buffers 4 32k;' }),
      'yes no-effect',
    ],
    [
      '#5601',
      '1.8.4',
      one({ 'enable-modsecurity': 'true', 'enable-owasp-core-rules': 'true' }),
      'yes modsecurity-logs',
    ],
    [
      '#5601: meant',
      '1.8.4',
      one({ 'enable-modsecurity': 'true', 'modsecurity-snippet': 'SecRuleEngine DetectionOnly' }),
      'yes',
    ],
    [
      '#5099: of all',
      '1.8.4',
      configured({ 'modsecurity-snippet': 'SecRuleEngine On' }, { 'enable-modsecurity': 'true' }),
      'yes',
    ],
    ['#5005', '1.8.4', configured({ 'enable-modsecurity': 'true' }, { 'enable-modsecurity': 'false' }), 'yes'],
    ['#8846', '1.5.1', one({ 'large-client-header-buffers': '4 100k' }), 'yes unknown-annotation'],
    ['#2735', '1.5.1', one({ affinity: 'cookie', 'session-cookie-hash': 'sha1' }), 'yes unknown-annotation'],
    ['#5539', '1.5.1', one({ 'websocket-services': 'web' }), 'yes unknown-annotation'],
    [
      'rancher-archives/rke#3774',
      '1.12.0',
      configured({ 'allow-snippet-annotations': 'true' }, { 'server-snippet': 'client_header_buffer_size 2m;' }),
      'NO annotation-risk',
    ],
    [
      '#3974',
      '1.11.5',
      { ingresses: [{ ...at('a'), spec: { ingressClassName: 'nginx', rules: [{ host: 'a.test' }] } }] },
      'NO no-paths',
    ],
  ],
}
