/**
 * Annotations of ingress-nginx that the provider for its Ingresses does: all others say nothing there.
 * https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/ingress-nginx/annotations.go
 */
export const nginxWords: readonly string[] = [
  'auth-type auth-secret auth-realm auth-secret-type auth-url auth-signin auth-response-headers auth-snippet auth-method',
  'enable-global-auth auth-tls-secret auth-tls-verify-client auth-tls-pass-certificate-to-upstream force-ssl-redirect',
  'ssl-redirect ssl-passthrough use-regex rewrite-target app-root permanent-redirect permanent-redirect-code',
  'temporal-redirect temporal-redirect-code from-to-www-redirect server-alias affinity affinity-canary-behavior',
  'session-cookie-name session-cookie-secure session-cookie-path session-cookie-domain session-cookie-samesite',
  'session-cookie-max-age session-cookie-expires service-upstream upstream-hash-by backend-protocol proxy-ssl-secret',
  'proxy-ssl-verify proxy-ssl-name proxy-ssl-server-name proxy-connect-timeout proxy-read-timeout proxy-send-timeout',
  'proxy-next-upstream proxy-next-upstream-tries proxy-next-upstream-timeout proxy-http-version enable-cors',
  'cors-allow-credentials cors-expose-headers cors-allow-headers cors-allow-methods cors-allow-origin cors-max-age',
  'enable-access-log whitelist-source-range allowlist-source-range limit-rpm limit-rps limit-burst-multiplier',
  'limit-connections custom-headers upstream-vhost x-forwarded-prefix custom-http-errors default-backend',
  'proxy-request-buffering client-body-buffer-size proxy-body-size proxy-buffering proxy-buffer-size',
  'proxy-buffers-number proxy-max-temp-file-size configuration-snippet server-snippet canary canary-by-cookie',
  'canary-by-header canary-by-header-value canary-by-header-pattern canary-weight canary-weight-total',
  'enable-modsecurity enable-owasp-core-rules modsecurity-transaction-id modsecurity-snippet',
].flatMap((line) => line.split(' ').map((name) => `nginx.ingress.kubernetes.io/${name}`))
