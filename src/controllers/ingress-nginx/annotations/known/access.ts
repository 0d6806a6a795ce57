/**
 * Annotations that decide who may come in:
 * https://github.com/kubernetes/ingress-nginx/blob/main/docs/user-guide/nginx-configuration/annotations-risk.md
 */
import { group } from './known.js'

const withUrl = { needs: 'auth-url' } as const
const withType = { needs: 'auth-type' } as const
const withSecret = { needs: 'auth-tls-secret' } as const
const withLimit = { needs: 'limit-rps' } as const
const withRules = { needs: 'enable-modsecurity' } as const
const withCors = { needs: 'enable-cors' } as const

export const accessAnnotations = [
  ...group('Allowlist', 'location', [
    ['allowlist-source-range', 'Medium', 'networks', 'denied', { since: '1.9.0', seen: true }],
  ]),
  ...group('Denylist', 'location', [['denylist-source-range', 'Medium', 'networks', 'denied', { since: '1.4.0' }]]),
  ...group('BasicDigestAuth', 'location', [
    ['auth-type', 'Low', 'authType', 'dropped'],
    ['auth-secret-type', 'Low', 'secretType', 'dropped', withType],
    ['auth-secret', 'Medium', 'name', 'denied', withType],
    ['auth-realm', 'Medium', 'words', 'dropped', withType],
  ]),
  ...group('ExternalAuth', 'location', [
    ['auth-url', 'High', 'urlWithVariables', 'dropped', { seen: true }],
    ['auth-method', 'Low', 'method', 'denied', withUrl],
    ['auth-signin', 'High', 'urlWithVariables', 'default', withUrl],
    ['auth-signin-redirect-param', 'Medium', 'looseUrl', 'default', withUrl],
    ['auth-snippet', 'Critical', 'anything', 'default', withUrl],
    ['auth-cache-key', 'Medium', 'variable', 'default', withUrl],
    ['auth-keepalive', 'Low', 'integer', 'default', { ...withUrl, since: '1.2.0' }],
    ['auth-keepalive-share-vars', 'Low', 'boolean', 'default', { ...withUrl, since: '1.8.0' }],
    ['auth-keepalive-requests', 'Low', 'integer', 'default', { ...withUrl, since: '1.2.0' }],
    ['auth-keepalive-timeout', 'Low', 'integer', 'default', { ...withUrl, since: '1.2.0' }],
    ['auth-cache-duration', 'Medium', 'list', 'fail-open', withUrl],
    ['auth-response-headers', 'Medium', 'headers', 'denied', withUrl],
    ['auth-proxy-set-headers', 'Medium', 'name', 'default', withUrl],
    ['auth-request-redirect', 'Medium', 'looseUrl', 'fail-open', { ...withUrl, seen: true }],
    ['auth-always-set-cookie', 'Low', 'boolean', 'fail-open', { ...withUrl, since: '1.3.0' }],
  ]),
  ...group('EnableGlobalAuth', 'location', [['enable-global-auth', 'Low', 'boolean', 'default', { instead: 'true' }]]),
  ...group('CertificateAuth', 'location', [
    ['auth-tls-secret', 'Medium', 'name', 'dropped'],
    ['auth-tls-verify-client', 'Medium', 'verifyClient', 'default', { ...withSecret, instead: 'on' }],
    ['auth-tls-verify-depth', 'Low', 'integer', 'default', { ...withSecret, instead: '1' }],
    ['auth-tls-error-page', 'High', 'errorPage', 'dropped', withSecret],
    ['auth-tls-pass-certificate-to-upstream', 'Low', 'boolean', 'dropped', withSecret],
    ['auth-tls-match-cn', 'High', 'commonName', 'dropped', { ...withSecret, since: '1.2.0' }],
  ]),
  ...group('Satisfy', 'location', [['satisfy', 'Low', 'satisfy', 'default', { instead: 'all' }]]),
  ...group('RateLimit', 'location', [
    ['limit-rate', 'Low', 'integer', 'default'],
    ['limit-rate-after', 'Low', 'integer', 'default'],
    ['limit-rpm', 'Low', 'integer', 'dropped', { opens: true }],
    ['limit-rps', 'Low', 'integer', 'dropped', { opens: true }],
    ['limit-connections', 'Low', 'integer', 'dropped', { opens: true }],
    ['limit-burst-multiplier', 'Low', 'integer', 'default', { instead: '5', ...withLimit }],
    ['limit-allowlist', 'Low', 'networks', 'dropped', { since: '1.9.0', ...withLimit }],
  ]),
  ...group('CorsConfig', 'ingress', [
    ['enable-cors', 'Low', 'boolean', 'default', { instead: 'false' }],
    ['cors-allow-origin', 'Medium', 'origins', 'default', { ...withCors, instead: '*', opens: true }],
    ['cors-allow-headers', 'Medium', 'headers', 'default', withCors],
    ['cors-allow-methods', 'Medium', 'methods', 'default', withCors],
    ['cors-allow-credentials', 'Low', 'boolean', 'default', { ...withCors, instead: 'true', opens: true }],
    ['cors-expose-headers', 'Medium', 'exposed', 'default', withCors],
    ['cors-max-age', 'Low', 'integer', 'default', withCors],
  ]),
  ...group('ModSecurity', 'ingress', [
    ['enable-modsecurity', 'Low', 'boolean', 'default', { opens: true }],
    ['enable-owasp-core-rules', 'Low', 'boolean', 'default', { instead: 'false', opens: true, ...withRules }],
    ['modsecurity-transaction-id', 'High', 'variable', 'default', withRules],
    ['modsecurity-snippet', 'Critical', 'anything', 'default', withRules],
  ]),
]
