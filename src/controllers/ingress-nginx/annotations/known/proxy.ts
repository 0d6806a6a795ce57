/**
 * Annotations that decide how a request and its answer are carried:
 * https://github.com/kubernetes/ingress-nginx/blob/main/docs/user-guide/nginx-configuration/annotations-risk.md
 */
import { group } from './known.js'

const withSecret = { needs: 'proxy-ssl-secret' } as const
const withFcgi = { needs: 'backend-protocol' } as const
const withTracing = { needs: 'enable-opentelemetry', since: '1.7.0' } as const

export const proxyAnnotations = [
  ...group('Proxy', 'location', [
    ['proxy-connect-timeout', 'Low', 'integer', 'default'],
    ['proxy-send-timeout', 'Low', 'integer', 'default'],
    ['proxy-read-timeout', 'Low', 'integer', 'default', { seen: true }],
    ['proxy-buffers-number', 'Low', 'integer', 'default'],
    ['proxy-buffer-size', 'Low', 'size', 'default'],
    ['proxy-busy-buffers-size', 'Low', 'size', 'default', { since: '1.13.0' }],
    ['proxy-cookie-path', 'Medium', 'looseUrl', 'default'],
    ['proxy-cookie-domain', 'Medium', 'cookieDomain', 'default'],
    ['proxy-body-size', 'Medium', 'size', 'default', { seen: true }],
    ['proxy-next-upstream', 'Medium', 'nextUpstream', 'default'],
    ['proxy-next-upstream-timeout', 'Low', 'integer', 'default'],
    ['proxy-next-upstream-tries', 'Low', 'integer', 'default'],
    ['proxy-request-buffering', 'Low', 'trimmedOnOff', 'default'],
    ['proxy-redirect-from', 'Medium', 'looseUrl', 'default'],
    ['proxy-redirect-to', 'Medium', 'looseUrl', 'default'],
    ['proxy-buffering', 'Low', 'trimmedOnOff', 'default'],
    ['proxy-http-version', 'Low', 'httpVersion', 'default'],
    ['proxy-max-temp-file-size', 'Low', 'size', 'default'],
  ]),
  ...group('ProxySSL', 'ingress', [
    ['proxy-ssl-secret', 'Medium', 'name', 'dropped'],
    ['proxy-ssl-ciphers', 'Medium', 'proxyCiphers', 'default', withSecret],
    ['proxy-ssl-protocols', 'Low', 'proxyProtocols', 'default', withSecret],
    ['proxy-ssl-name', 'High', 'serverName', 'default', withSecret],
    ['proxy-ssl-verify', 'Low', 'onOff', 'default', { ...withSecret, instead: 'off', opens: true }],
    ['proxy-ssl-verify-depth', 'Low', 'integer', 'default', withSecret],
    ['proxy-ssl-server-name', 'Low', 'onOff', 'default', { ...withSecret, instead: 'off' }],
  ]),
  ...group('ClientBodyBufferSize', 'location', [['client-body-buffer-size', 'Low', 'size', 'dropped']]),
  ...group('Connection', 'location', [['connection-proxy-header', 'Low', 'connection', 'dropped']]),
  ...group('CustomHeaders', 'location', [['custom-headers', 'Medium', 'name', 'default', { since: '1.11.0' }]]),
  ...group('FastCGI', 'location', [
    ['fastcgi-index', 'Medium', 'fileName', 'dropped', withFcgi],
    ['fastcgi-params-configmap', 'Medium', 'name', 'dropped', withFcgi],
  ]),
  ...group('HTTP2PushPreload', 'location', [['http2-push-preload', 'Low', 'boolean', 'dropped']]),
  ...group('Logs', 'location', [
    ['enable-access-log', 'Low', 'boolean', 'default', { instead: 'true' }],
    ['enable-rewrite-log', 'Low', 'boolean', 'default', { instead: 'false' }],
  ]),
  ...group('Opentelemetry', 'location', [
    ['enable-opentelemetry', 'Low', 'boolean', 'default', { since: '1.7.0' }],
    ['opentelemetry-trust-incoming-span', 'Low', 'boolean', 'default', withTracing],
    ['opentelemetry-operation-name', 'Medium', 'operation', 'dropped', withTracing],
  ]),
  ...group('SSLCipher', 'ingress', [
    ['ssl-prefer-server-ciphers', 'Low', 'boolean', 'default'],
    ['ssl-ciphers', 'Low', 'ciphers', 'dropped'],
  ]),
  ...group('XForwardedPrefix', 'location', [['x-forwarded-prefix', 'Medium', 'loosePath', 'dropped']]),
]
