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
      'nginx.org/location-snippets': ['return 418;', 'add_header x y;'],
      'nginx.org/server-snippets': ['return 410;', 'if ($host = a.test) { return 403; }'],
    }),
  }),
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
