/** What an F5 NGINX Ingress Controller reads of a cluster: annotations, whole and broken, masters and minions, by chance. */
import type { ClusterGenerator, ClusterWords, WireObject } from '../generate-cluster.js'

const own = 'nginx.org/'

export const f5Words: ClusterWords = {
  classes: ['nginx', 'nginx', 'nginx', 'nginx', 'nginx', undefined, 'other'],
  ofService: () => ({}),
  ofIngress: (generator) => ({
    ...generator.some(25, {
      [`${own}ssl-redirect`]: ['false', 'true', 'perhaps'],
      'ingress.kubernetes.io/ssl-redirect': ['false', 'on'],
      [`${own}redirect-to-https`]: ['true', 'false'],
      [`${own}http-redirect-code`]: ['302', '307', '308', '300', 'x'],
      [`${own}app-root`]: ['/home', '/a/b', 'home', '/a/', '/a b'],
      [`${own}rewrite-target`]: ['/new', '/new/$1', 'new', '/a;b'],
      [`${own}path-regex`]: ['case_sensitive', 'case_insensitive', 'exact', 'other', ''],
      [`${own}use-cluster-ip`]: ['true', 'false', 'x'],
      [`${own}rewrites`]: ['serviceName=web rewrite=/', 'serviceName=api rewrite=/v1/', 'serviceName=web', 'web=/'],
      [`${own}websocket-services`]: ['web', 'api,web', 'web, api', 'missing'],
    }),
    ...generator.some(40, {
      [`${own}lb-method`]: [
        'round_robin',
        'least_conn',
        'ip_hash',
        'random two least_conn',
        'hash $request_uri',
        'none',
      ],
      [`${own}server-tokens`]: ['false', 'x y'],
      [`${own}proxy-connect-timeout`]: ['30s', '1m30s', 'x', '5 s', ''],
      [`${own}proxy-read-timeout`]: ['10', '10q'],
      [`${own}proxy-send-timeout`]: ['2h', '-1s'],
      [`${own}proxy-hide-headers`]: ['X-A,X-B', 'X A'],
      [`${own}proxy-pass-headers`]: ['Server', 'X:A'],
      [`${own}proxy-set-headers`]: ['X-A: b', 'X-A', 'X A: b', 'X-A: "b"'],
      [`${own}add-header`]: ['X-A: b', 'X-A', 'X A: b'],
      [`${own}client-max-body-size`]: ['8m', '1g', '8x', ''],
      [`${own}client-body-buffer-size`]: ['16k', '16g', 'k'],
      [`${own}proxy-buffering`]: ['false', 'off'],
      [`${own}hsts`]: ['true', 'yes'],
      [`${own}proxy-buffers`]: ['8 4k', '4k 8', '8'],
      [`${own}proxy-buffer-size`]: ['8k', '8192'],
      [`${own}proxy-max-temp-file-size`]: ['1024m', 'big'],
      [`${own}proxy-next-upstream`]: ['error timeout', 'off', 'sometimes'],
      [`${own}proxy-next-upstream-tries`]: ['2', '-2'],
      [`${own}proxy-next-upstream-timeout`]: ['5s', 'soon'],
      [`${own}upstream-zone-size`]: ['512k', '0', '1q'],
      [`${own}keepalive`]: ['16', 'many'],
      [`${own}max-fails`]: ['3', '-1'],
      [`${own}max-conns`]: ['100', 'x'],
      [`${own}fail-timeout`]: ['10s', 'x'],
      [`${own}limit-req-rate`]: ['100000r/s', '5r/h'],
      [`${own}limit-req-key`]: ['$binary_remote_addr', '$uri', 'x y'],
      [`${own}sticky-cookie-services`]: ['serviceName=web srv_id expires=1h path=/'],
      [`${own}basic-auth-realm`]: ['here', 'a"b'],
      'nginx.com/health-checks': ['true'],
      'nginx.com/slow-start': ['30s'],
      'nginx.com/sticky-cookie-services': ['serviceName=web srv_id'],
      'nginx.com/jwt-key': ['key'],
      'appprotect.f5.com/app-protect-enable': ['True'],
      [`${own}policies`]: ['none', 'inside', 'a b'],
      [`${own}nothing`]: ['x'],
      'nginx.org/proxy-redirect-from': ['off', 'default', 'http://a.test/', 'x y'],
      'nginx.org/location-snippets': [
        ...['return 418;', 'add_header x y;', 'limit_except GET { deny all; }', 'rewrite ^/a(.*)$ /x$1 break;'],
        ...['if ($http_x_kind = red) { return 403; }', 'allow 127.0.0.1;\ndeny all;', 'deny all;'],
        ...['proxy_set_header X-A b;', 'auth_request /nobody;', 'satisfy any;\nallow 127.0.0.1;'],
      ],
      'nginx.org/server-snippets': [
        ...['return 410;', 'if ($host = a.test) { return 403; }', 'location = /a { return 204; }'],
        ...['location ~ ^/x { return 418; }', 'rewrite ^/b$ /a last;', 'rewrite ^/b$ https://x.test/ permanent;'],
        ...['merge_slashes off;', 'deny all;', 'error_page 404 =200 /a;', 'large_client_header_buffers 4 16k;'],
      ],
    }),
  }),
}

/** Entries of its ConfigMap: broken ones where they stand in nginx.conf itself, which is there whatever else is. */
export function f5Config(generator: ClusterGenerator): Readonly<Record<string, string>> {
  return generator.some(25, {
    'ssl-redirect': ['true', 'false', 'on'],
    'redirect-to-https': ['true', 'false', '1'],
    'http-redirect-code': ['302', '307', '308', '300', 'x'],
    'server-tokens': ['false', 'true', 'x y'],
    'default-server-return': ['404', '418', '444', '302 https://x.test/', '200 "ok"', 'x'],
    'default-server-access-log-off': ['true', 'false'],
    'client-max-body-size': ['8m', '0'],
    'client-body-buffer-size': ['16k', '1q'],
    'proxy-connect-timeout': ['30s', '5'],
    'proxy-read-timeout': ['30s'],
    'proxy-buffering': ['false', 'off'],
    'proxy-buffers': ['8 8k', '8'],
    'proxy-buffer-size': ['8k', 'x'],
    'proxy-busy-buffers-size': ['8k'],
    'proxy-max-temp-file-size': ['0', '1024m'],
    'proxy-hide-headers': ['X-A,X-B'],
    'proxy-pass-headers': ['Server'],
    'proxy-set-headers': ['X-A: b', 'X A'],
    'add-header': ['X-A: b', 'X-A'],
    'proxy-next-upstream': ['error timeout', 'sometimes'],
    hsts: ['true', 'x'],
    'hsts-max-age': ['100', 'x'],
    http2: ['true', 'false'],
    'lb-method': ['round_robin', 'ip_hash', 'least_conn', 'hash $request_uri', 'x'],
    keepalive: ['16', 'x'],
    'keepalive-timeout': ['75s', 'x'],
    'keepalive-requests': ['100', 'x'],
    'max-fails': ['3', 'x'],
    'fail-timeout': ['10s'],
    'upstream-zone-size': ['512k', '0'],
    'error-log-level': ['debug', 'loud'],
    'log-format': ['$remote_addr', '{"a": "$host"}'],
    'log-format-escaping': ['json', 'none', 'x'],
    'server-names-hash-bucket-size': ['256', 'x'],
    'server-names-hash-max-size': ['1024', 'x'],
    'variables-hash-bucket-size': ['256', 'x'],
    'map-hash-bucket-size': ['256', 'x'],
    'worker-shutdown-timeout': ['5m', 'x'],
    'ssl-protocols': ['TLSv1.2 TLSv1.3', 'x'],
    'ssl-ciphers': ['HIGH:!aNULL', 'x'],
    'ssl-prefer-server-ciphers': ['true', 'x'],
    'set-real-ip-from': ['127.0.0.0/8', '10.0.0.0/8, 192.0.2.1'],
    'real-ip-header': ['X-Forwarded-For', 'X-Real-IP'],
    'real-ip-recursive': ['true', 'x'],
    'http-snippets': ['add_header x y;', 'map $host $x { default y; }', 'x'],
    'server-snippets': ['return 410;', 'location = /x/y/z { return 204; }'],
    'location-snippets': ['add_header x y;', 'return 418;'],
    'limit-req-key': ['$binary_remote_addr', 'x y'],
    'limit-req-rate': ['100000r/s', '5r/h'],
    nothing: ['x'],
  })
}

/** Some of these Ingresses as masters and minions, rightly and wrongly made. */
export function merged(ingresses: readonly WireObject[], generator: ClusterGenerator): readonly WireObject[] {
  return ingresses.map((one) => {
    if (!generator.chance(3)) return one
    const type = generator.one(['master', 'minion', 'minion', 'minion'])
    const annotations = {
      ...(one.metadata.annotations as object),
      [`${own}mergeable-ingress-type`]: generator.chance(12) ? 'other' : type,
    }
    const { rules = [], tls, ...spec } = one.spec as { readonly rules?: readonly object[]; readonly tls?: object }
    const isRight = !generator.chance(8)
    const first = rules.slice(0, 1).map((rule) => ({ ...rule, ...(type === 'master' && { http: undefined }) }))
    return {
      ...one,
      metadata: { ...one.metadata, annotations },
      spec: {
        ...spec,
        ...(tls && (type === 'master' || !isRight) && { tls }),
        rules: isRight ? first : rules,
      },
    }
  })
}
