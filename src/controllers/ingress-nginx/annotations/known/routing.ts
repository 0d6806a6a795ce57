/**
 * Annotations that decide where a request goes, or what is answered in its place:
 * https://github.com/kubernetes/ingress-nginx/blob/main/docs/user-guide/nginx-configuration/annotations-risk.md
 */
import { group } from './known.js'

const seen = { seen: true } as const
const asCanary = { needs: 'canary' } as const
// Read since 1.0.1, and not for rules until 1.7.0: https://github.com/kubernetes/ingress-nginx/pull/9729
const withCookie = { needs: 'affinity' } as const

export const routingAnnotations = [
  ...group('Aliases', 'ingress', [['server-alias', 'High', 'serverNames', 'dropped', seen]]),
  ...group('Canary', 'ingress', [
    ['canary', 'Low', 'boolean', 'default', { ...seen, instead: 'false' }],
    ['canary-weight', 'Low', 'integer', 'default', { ...asCanary, ...seen, instead: '0' }],
    ['canary-weight-total', 'Low', 'integer', 'default', { ...asCanary, since: '1.7.0', instead: '100' }],
    ['canary-by-header', 'Medium', 'name', 'default', asCanary],
    ['canary-by-header-value', 'Medium', 'name', 'default', asCanary],
    ['canary-by-header-pattern', 'Medium', 'regex', 'default', asCanary],
    ['canary-by-cookie', 'Medium', 'name', 'default', asCanary],
  ]),
  ...group('Rewrite', 'ingress', [['rewrite-target', 'Medium', 'path', 'default', seen]]),
  ...group('Rewrite', 'location', [
    ['ssl-redirect', 'Low', 'boolean', 'default', seen],
    ['force-ssl-redirect', 'Medium', 'boolean', 'default'],
    ['preserve-trailing-slash', 'Medium', 'boolean', 'default'],
    ['use-regex', 'Low', 'boolean', 'default', { ...seen, instead: 'false' }],
    ['app-root', 'Medium', 'path', 'default', seen],
  ]),
  ...group('Redirect', 'location', [
    ['from-to-www-redirect', 'Low', 'boolean', 'dropped'],
    ['relative-redirects', 'Low', 'boolean', 'dropped', { since: '1.13.0' }],
    ['temporal-redirect', 'Medium', 'url', 'dropped', seen],
    ['temporal-redirect-code', 'Low', 'integer', 'dropped', { needs: 'temporal-redirect', since: '1.12.0' }],
    ['permanent-redirect', 'Medium', 'url', 'dropped', seen],
    ['permanent-redirect-code', 'Low', 'integer', 'dropped', { needs: 'permanent-redirect', ...seen }],
  ]),
  ...group('UsePortInRedirects', 'location', [['use-port-in-redirects', 'Low', 'boolean', 'default']]),
  ...group('DefaultBackend', 'location', [['default-backend', 'Low', 'serviceName', 'dropped', seen]]),
  ...group('CustomHTTPErrors', 'location', [['custom-http-errors', 'Low', 'errorCodes', 'dropped', seen]]),
  ...group('DisableProxyInterceptErrors', 'location', [
    ['disable-proxy-intercept-errors', 'Low', 'boolean', 'default', { since: '1.10.0' }],
  ]),
  ...group('ServiceUpstream', 'ingress', [['service-upstream', 'Low', 'boolean', 'default', { instead: 'false' }]]),
  ...group('SSLPassthrough', 'ingress', [['ssl-passthrough', 'Low', 'boolean', 'dropped']]),
  ...group('BackendProtocol', 'location', [
    ['backend-protocol', 'Low', 'protocol', 'default', { ...seen, instead: 'HTTP' }],
  ]),
  ...group('UpstreamVhost', 'location', [['upstream-vhost', 'Low', 'serverName', 'dropped']]),
  ...group('LoadBalancing', 'location', [['load-balance', 'Low', 'balancer', 'dropped']]),
  ...group('UpstreamHashBy', 'location', [
    ['upstream-hash-by', 'High', 'hash', 'dropped', seen],
    ['upstream-hash-by-subset', 'Low', 'boolean', 'dropped', { needs: 'upstream-hash-by' }],
    ['upstream-hash-by-subset-size', 'Low', 'integer', 'dropped', { needs: 'upstream-hash-by' }],
  ]),
  ...group('SessionAffinity', 'ingress', [
    ['affinity', 'Low', 'affinity', 'default', seen],
    ['affinity-mode', 'Medium', 'affinityMode', 'default', withCookie],
    ['affinity-canary-behavior', 'Low', 'canaryBehavior', 'default'],
    ['session-cookie-name', 'Medium', 'name', 'default', { ...withCookie, instead: 'INGRESSCOOKIE' }],
    ['session-cookie-secure', 'Low', 'boolean', 'default', withCookie],
    ['session-cookie-expires', 'Medium', 'seconds', 'default', withCookie],
    ['session-cookie-max-age', 'Medium', 'strictSeconds', 'default', withCookie],
    ['session-cookie-path', 'Medium', 'looseUrl', 'default', withCookie],
    ['session-cookie-domain', 'Medium', 'name', 'default', { ...withCookie, since: '1.4.0' }],
    ['session-cookie-samesite', 'Low', 'sameSite', 'default', withCookie],
    ['session-cookie-conditional-samesite-none', 'Low', 'boolean', 'default', withCookie],
    ['session-cookie-change-on-failure', 'Low', 'boolean', 'default', withCookie],
  ]),
  ...group('Mirror', 'ingress', [
    ['mirror-target', 'High', 'serverName', 'default'],
    ['mirror-host', 'High', 'serverName', 'default', { needs: 'mirror-target' }],
    ['mirror-request-body', 'Low', 'onOff', 'default', { needs: 'mirror-target', instead: 'on' }],
  ]),
  ...group('ConfigurationSnippet', 'location', [['configuration-snippet', 'Critical', 'anything', 'default', seen]]),
  ...group('ServerSnippet', 'ingress', [['server-snippet', 'Critical', 'anything', 'default', seen]]),
  ...group('StreamSnippet', 'ingress', [['stream-snippet', 'Critical', 'anything', 'default']]),
]
