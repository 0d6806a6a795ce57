/** Some entries of the ConfigMap of ingress-nginx, each with a value that its key has, good or odd. */
import fc from 'fast-check'

const sizes = ['8k', '1m', '0', '1g', '8', 'x', '1M', '8 k', '1.5m', '-1', '1kb']
const times = ['60s', '5', '1h30m', '10m', 'x', '-1', '1.5s', '240s']
const numbers = ['0', '1', '5', '64', '-1', 'x', '1.5', '99999999999']
const switches = ['true', 'false', 'yes', '1', 'on']
const networks = ['10.0.0.0/8', '10.0.0.1', '10.0.0.0/33', '10.0.0.0/8, ::1', 'x', '10.0.0.1-10.0.0.9', 'all']
const words = ['Bot', '~*bot', '"a b"', 'a b', '~*(', "it's", 'a;b', '~x, y']
const types = ['text/plain', 'text/plain application/json', '*', 'text/plain, text/css', 'a;b']
const methods = ['error timeout', 'off', 'http_505', 'error timeout http_503 non_idempotent', 'error,timeout']
const codes = ['404', '404,503', '200', 'x', '99', '600', '301', '']
const snippets = [
  'location = /a { return 204; }',
  'location /b { return 204; }',
  'add_header X-A b;',
  'set $x y;',
  '}',
  'x',
]

const values: Readonly<Record<string, readonly string[]>> = {
  // With 0 no header fits, and nobody gets an answer.
  ...of(
    sizes.filter((one) => one !== '0'),
    'client-header-buffer-size',
  ),
  ...of(sizes, 'client-body-buffer-size', 'proxy-body-size', 'proxy-buffer-size'),
  ...of(sizes, 'proxy-max-temp-file-size', 'proxy-busy-buffers-size', 'ssl-buffer-size', 'ssl-session-cache-size'),
  ...of(times, 'ssl-session-timeout', 'worker-shutdown-timeout', 'upstream-keepalive-time'),
  ...of(numbers, 'client-header-timeout', 'client-body-timeout', 'proxy-connect-timeout', 'proxy-read-timeout'),
  ...of(numbers, 'proxy-send-timeout', 'proxy-next-upstream-timeout', 'proxy-next-upstream-tries', 'keep-alive'),
  ...of(numbers, 'keep-alive-requests', 'upstream-keepalive-connections', 'upstream-keepalive-timeout'),
  ...of(numbers, 'proxy-buffers-number', 'limit-rate', 'limit-rate-after', 'gzip-level'),
  ...of(numbers, 'gzip-min-length', 'hsts-max-age', 'worker-processes', 'grpc-buffer-size-kb', 'max-worker-open-files'),
  ...of(['0', '1024', '-1', 'x'], 'max-worker-connections'),
  ...of(numbers, 'http2-max-concurrent-streams'),
  // What fits into them depends on all that stands in the file.
  ...of(['1024', '-1', 'x'], 'server-name-hash-max-size'),
  // What fits into them depends on all that stands in the file.
  ...of(['64', '128', '-1', 'x'], 'map-hash-bucket-size', 'variables-hash-bucket-size', 'server-name-hash-bucket-size'),
  ...of(switches, 'use-gzip', 'use-forwarded-headers', 'ssl-redirect', 'force-ssl-redirect', 'hsts', 'use-http2'),
  ...of(switches, 'ssl-session-cache', 'ssl-session-tickets', 'enable-real-ip', 'allow-snippet-annotations'),
  ...of(switches, 'proxy-request-buffering', 'proxy-buffering', 'service-upstream', 'preserve-trailing-slash'),
  ...of(switches, 'retry-non-idempotent', 'reuse-port', 'relative-redirects', 'compute-full-forwarded-for'),
  ...of(networks, 'block-cidrs', 'proxy-real-ip-cidr', 'whitelist-source-range', 'denylist-source-range'),
  ...of(words, 'block-user-agents', 'block-referers', 'hide-headers', 'gzip-disable', 'forwarded-for-header'),
  ...of(types, 'gzip-types', 'default-type'),
  ...of(methods, 'proxy-next-upstream'),
  ...of(codes, 'custom-http-errors', 'http-redirect-code', 'limit-req-status-code', 'limit-conn-status-code'),
  ...of(snippets, 'server-snippet', 'location-snippet', 'http-snippet'),
  ...of(['TLSv1.2 TLSv1.3', 'TLSv1.2', 'TLSv1.2,TLSv1.3', 'tls', 'SSLv3'], 'ssl-protocols'),
  ...of(['HIGH:!aNULL', 'x', 'ECDHE-RSA-AES128-GCM-SHA256', 'a b', 'ALL;'], 'ssl-ciphers'),
  ...of(['auto', 'secp384r1', 'X25519:prime256v1', 'x', 'a b'], 'ssl-ecdh-curve'),
  ...of(['4 8k', '8k', '4 8kb', '4', '4 8k 1'], 'large-client-header-buffers'),
  ...of(['notice', 'warning', 'debug', 'x', 'error;'], 'error-log-level'),
  ...of(['$remote_addr $request', '$nothing', "it's", '{"a": "$host"}', '$req_id "$http_x"'], 'log-format-upstream'),
  ...of(['1.1', '1.0', '2', 'x', 'off', '/a /b'], 'proxy-http-version', 'proxy-cookie-path', 'proxy-cookie-domain'),
  ...of(['round_robin', 'ewma', 'ip_hash', 'x'], 'load-balance'),
  ...of(['$binary_remote_addr', '$http_x', 'x', '$nothing'], 'limit-conn-zone-variable'),
  ...of(['', 'auto', '0101 1010', 'x'], 'worker-cpu-affinity'),
  ...of(['http://auth.example/', '/x', 'x', 'http://a b/', ''], 'global-auth-url', 'global-auth-signin'),
  ...of(switches, 'enable-underscores-in-headers', 'ignore-invalid-headers', 'generate-request-id', 'server-tokens'),
  ...of(switches, 'disable-proxy-intercept-errors', 'proxy-ssl-location-only', 'ssl-early-data', 'enable-brotli'),
  ...of(switches, 'hsts-include-subdomains', 'hsts-preload', 'disable-ipv6', 'allow-backend-server-header'),
  ...of(switches, 'disable-access-log', 'enable-access-log-for-default-backend', 'enable-auth-access-log'),
  ...of(
    switches,
    'global-auth-always-set-cookie',
    'use-port-in-redirects',
    'upstream-hash-by-subset',
    'enable-aio-write',
  ),
  ...of(
    switches,
    'ssl-reject-handshake',
    'proxy-add-original-uri-header',
    'log-format-escape-json',
    'disable-ipv6-dns',
  ),
  ...of(['default/config', 'edge/config', 'default/none', 'config', ''], 'proxy-set-headers', 'add-headers'),
  ...of(
    ['X-Forwarded-For', 'CF-Connecting-IP', 'X Real', 'proxy_protocol'],
    'forwarded-for-header',
    'forwarded-host-header',
  ),
  ...of(['GET', 'POST', 'get', 'x'], 'global-auth-method'),
  ...of(['X-A, X-B', 'x', 'a b', ''], 'global-auth-response-headers', 'global-allowed-response-headers'),
  ...of(['200 5m', '200 202 401 5m', 'x', ''], 'global-auth-cache-duration'),
  ...of(['$remote_user', 'x', '$a b'], 'global-auth-cache-key', 'upstream-hash-by'),
  ...of(['https://a.example/$uri', '/x', ''], 'global-auth-request-redirect'),
  ...of(['rd', 'back', 'a b'], 'global-auth-signin-redirect-param'),
  ...of(['proxy_set_header X-A b;', 'x'], 'global-auth-snippet'),
  ...of(['/a', '/a,/b', '/.well-known/acme-challenge', ''], 'no-auth-locations', 'no-tls-redirect-locations'),
  ...of(['127.0.0.1', '10.0.0.0/8', 'x', '10.0.0.0/8,::1'], 'nginx-status-ipv4-whitelist'),
  // It is written where a pod has such an address: none has here.
  ...of(['::1', '::1,2001:db8::/32', 'x'], 'nginx-status-ipv6-whitelist'),
  ...of(['4', '11', '-1', 'x'], 'brotli-level', 'brotli-min-length', 'upstream-keepalive-requests'),
  ...of(['text/plain', '*', 'a b'], 'brotli-types'),
  ...of(['env A;', 'worker_priority 1;', 'x', '}'], 'main-snippet'),
  ...of(['127.0.0.1', 'x', ''], 'bind-address'),
  ...of(['/a', '/a,/b', '"x', '~ /a'], 'skip-access-log-urls'),
  ...of(['/tmp/access.log', 'off'], 'http-access-log-path'),
  ...of(['/tmp/access.log', 'off'], 'access-log-path'),
  ...of(['/tmp/error.log'], 'error-log-path'),
  ...of(['buffer=16k', 'buffer=16k flush=1s', 'x'], 'access-log-params'),
  ...of(
    ['configuration_data: 10', 'certificate_data: 5, x: 1', 'x', 'x: 0', 'y:4k', 'y:8k, z: 900'],
    'lua-shared-dicts',
  ),
  ...of(
    ['64', '1024', 'x', '-1'],
    'variables-hash-max-size',
    'proxy-headers-hash-max-size',
    'proxy-headers-hash-bucket-size',
  ),
  ...of(['http://a/ http://b/', 'default', 'off', 'x'], 'proxy-redirect-from', 'proxy-redirect-to'),
  ...of(['High', 'Critical', 'Low', 'x'], 'annotations-risk-level'),
  ...of(['deny,return', 'x', '}', ''], 'annotation-value-word-blocklist'),
  ...of(['5s', '300', 'x', '-1'], 'proxy-protocol-header-timeout', 'proxy-stream-timeout'),
  ...of(['127.0.0.1', '10.0.0.0/8 127.0.0.1', 'x'], 'debug-connections'),
}

function of(some: readonly string[], ...keys: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(keys.map((key) => [key, some]))
}

const entry = fc
  .constantFrom(...Object.keys(values))
  .chain((key) => fc.tuple(fc.constant(key), fc.constantFrom(...(values[key] ?? []))))

/** Keys → values. */
export const anySettings: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .array(entry, { maxLength: 3 })
  .map((all) => Object.fromEntries(all))
