/** What people reported of what is around an Ingress: releases, load balancers, services, other Ingresses. */
import { allowed, at, aws, before, canary, cdn, one, second, type Told, web } from './words.js'

/** Answers of everybody's are taken from a Service, and from the one that is asked who may pass. */
const taken = (codes: string) =>
  one({ 'auth-url': 'https://sso.example.com/' }, web, { configMap: { 'custom-http-errors': codes } })

const colon = one({}, ['/v1/auth:check Prefix web:80'])
const ofServer = { 'server-snippet': 'client_max_body_size 5m; # as at the root' }
const ofLocation = { 'configuration-snippet': 'more_set_headers "A: b";' }

export const surroundings: Told = {
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
  'a build of others, by its own release': [
    [
      'learn.microsoft.com: AKS',
      'mcr.microsoft.com/oss/kubernetes/ingress/nginx-ingress-controller:v1.11.5',
      colon,
      'yes',
    ],
    [
      'the same, a later one',
      'mcr.microsoft.com/oss/v2/kubernetes/ingress/nginx-ingress-controller:v1.12.1',
      colon,
      'yes path-type',
    ],
    [
      'bitnami/charts: nginx-ingress-controller',
      'docker.io/bitnami/nginx-ingress-controller:1.12.1-debian-12-r2',
      colon,
      'yes path-type',
    ],
    ['bitnamilegacy', 'docker.io/bitnamilegacy/nginx-ingress-controller:1.11.3-debian-12-r0', colon, 'yes'],
    [
      'rancher/rke2#4736: the number of nginx before it',
      'rancher/nginx-ingress-controller:nginx-1.9.3-hardened1',
      colon,
      'yes',
    ],
    ['rancher/rke2: hardened', 'rancher/nginx-ingress-controller:v1.12.1-hardened1', colon, 'yes path-type'],
    ['chainguard: a tag that moves', 'cgr.dev/chainguard/ingress-nginx-controller:latest', colon, 'yes path-type'],
    ['deckhouse: a digest', 'registry.deckhouse.io/deckhouse/ee@sha256:0123', colon, 'yes path-type'],
    ['docs: offline, a copy', 'harbor.corp.example/mirror/ingress-nginx/controller:v1.8.1', colon, 'yes'],
    ['aliyun', 'registry.aliyuncs.com/acs/aliyun-ingress-controller:v1.9.3-aliyun.1', colon, 'yes'],
  ],
  'a default of the release': [
    ['nextcloud/helm#188: a blocklist', '1.0.5', one(ofServer), 'NO word-blocked'],
    ['#7837: none any more', '1.1.1', one(ofServer), 'yes'],
    ['changelog of 1.9.0: snippets', '1.8.1', one(ofLocation), 'yes'],
    ['changelog of 1.9.0: none', '1.9.0', one(ofLocation), 'yes snippet-not-allowed'],
    ['changelog of 1.12.0: annotations-risk-level', '1.11.5', allowed(ofLocation), 'yes'],
    ['changelog of 1.12.0: High', '1.12.1', allowed(ofLocation), 'NO annotation-risk'],
    ['source of 1.5.1', '1.5.1', colon, 'yes'],
    ['source of 1.5.2: paths', '1.5.2', colon, 'NO path-refused'],
    ['source of 1.6.3', '1.6.3', colon, 'NO path-refused'],
    ['source of 1.6.4', '1.6.4', colon, 'yes'],
    ['#13798: a dot in a path', '1.12.5', one({}, ['/a.b Exact web:80']), 'yes path-type'],
    ['#13798: let in', '1.12.6', one({}, ['/a.b Exact web:80']), 'yes'],
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
  'a balancer that takes less silence': [
    [
      '#5167',
      '1.11.5',
      { ...one({ 'proxy-read-timeout': '3600' }), ...before({ [`${aws}-backend-protocol`]: 'tcp' }, 'https') },
      'yes balancer-idle',
    ],
    [
      'docs: NLB idle timeouts',
      '1.12.1',
      { ...one({ 'proxy-send-timeout': '3600' }), ...before({ [`${aws}-type`]: 'nlb' }, 'https') },
      'yes balancer-idle',
    ],
    [
      'docs: azure-load-balancer-tcp-idle-timeout',
      '1.12.1',
      {
        ...one({ 'proxy-read-timeout': '600' }),
        ...before({ 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' }, 'https'),
      },
      'yes balancer-idle',
    ],
    [
      '#3046: as long as that, of one for TCP',
      '1.11.5',
      { ...one({ 'proxy-read-timeout': '3600' }), ...before({ [`${aws}-connection-idle-timeout`]: '3600' }, 'https') },
      'yes',
    ],
    [
      '#5830: of MetalLB, which has none',
      '1.11.5',
      { ...one({ 'proxy-read-timeout': '3600' }), ...before({ 'metallb.universe.tf/address-pool': 'x' }, 'https') },
      'yes',
    ],
  ],
  'an answer of the service that knows who may pass': [
    ['oauth2-proxy/oauth2-proxy#2111', '1.7.0', taken('401,404'), 'yes errors-without-pages'],
    ['#14495: as the backend says it, since then', '1.14.3', taken('401,404'), 'yes'],
    ['#14496', '1.13.6', taken('403'), 'yes errors-without-pages'],
    ['docs: custom-http-errors, others', '1.13.6', taken('404,503'), 'yes'],
    [
      'docs: global-auth-url',
      '1.12.1',
      one({}, web, { configMap: { 'custom-http-errors': '401', 'global-auth-url': 'https://sso.example.com/' } }),
      'yes errors-without-pages',
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
      'docs: use-http2',
      '1.11.5',
      one({ 'backend-protocol': 'GRPC' }, web, { configMap: { 'use-http2': 'false' } }),
      'yes grpc-without-http2',
    ],
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
  'another rule, or none, decides': [
    ['#7896', '1.1.1', one(canary), 'NO canary-no-primary'],
    ['#8972', '1.3.0', { ingresses: [at('m'), at('a', {}, web, 'a.test', 1)] }, 'NO duplicate'],
    ['vmware-archive/kube-prod-runtime#733', '1.11.5', one({}, web, { empty: ['shop/web'] }), 'NO no-endpoints'],
    ['#3253', '1.11.5', one({}, web, { missing: ['shop/web'] }), 'NO no-service'],
  ],
}
