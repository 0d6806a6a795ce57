/** HAProxy Ingress, N42 Gateway from 0.17 on: https://github.com/jcmoraisjr/haproxy-ingress */
import { bySpecification } from '../../shared/gateways/specification.js'
import { fullKey } from '../../shared/go/values.js'
import { claim } from '../../shared/named/claim.js'
import type { Family } from '../../shared/named/family.js'
import { isOn, listIn } from '../../shared/named/flags.js'

const controller = 'haproxy-ingress.github.io/controller'

export const haproxyIngress: Family = {
  id: 'haproxy-ingress',
  title: 'HAProxy Ingress',
  gateway: bySpecification(controller),
  releases: {
    // https://github.com/jcmoraisjr/haproxy-ingress#readme (supported versions)
    ends: ['0.12 2025-10-15'],
  },
  speaks: {
    prefixes: ['haproxy-ingress.github.io', 'ingress.kubernetes.io'],
    guards: [
      'auth-type',
      'auth-secret',
      'auth-url',
      'auth-tls-secret',
      'whitelist-source-range',
      'allowlist-source-range',
    ],
  },
  runs: ({ path }) => /(?:^|\/)(?:haproxy-ingress|n42-gateway)$/.test(path),
  // https://haproxy-ingress.github.io/docs/configuration/command-line/#ingress-class
  claims: (flags) => {
    const suffix = flags.get('controller-class') ?? ''
    return [
      claim({
        controllers: [suffix === '' ? controller : `${controller}/${suffix.replace(/^\//, '')}`],
        names: [flags.get('ingress-class') || 'haproxy'],
        withoutClass: isOn(flags, 'watch-ingress-without-class'),
        first: isOn(flags, 'ingress-class-precedence') ? 'class' : 'annotation',
        namespaces: listIn(flags, 'watch-namespace'),
      }),
    ]
  },
  hasOneDefault: true,
  ports: { http: 80, https: 443 },
  publishes: (flags) => fullKey(flags.get('publish-service')),
  // https://haproxy-ingress.github.io/docs/configuration/keys/
  config: {
    flag: '--configmap',
    keys: /^(?:timeout-[a-z-]+|config-(?:backend|frontend|global|defaults|proxy|sections|tcp|peers)[a-z-]*|max-connections|nbthread|nbproc-ssl|forwardfor|ssl-[a-z\d-]+|hsts[a-z-]*|balance-algorithm|backend-[a-z-]+|proxy-body-size|proxy-protocol|use-(?:proxy-protocol|haproxy-user|htx|cpu-map)|syslog-[a-z-]+|dynamic-scaling|drain-support[a-z-]*|dns-[a-z-]+|(?:https?|tcp)-log-format|bind-[a-z-]+|cookie-key|health-check-[a-z-]+|stats-[a-z-]+|tls-alpn|(?:real-ip|forwarded-for)-[a-z-]+|load-server-state|original-forwarded-for-hdr|worker-max-reloads)$/,
  },
  flags: [
    'configmap',
    'controller-class',
    'ingress-class',
    'watch-ingress-without-class',
    'ingress-class-precedence',
    'watch-namespace',
    'publish-service',
  ],
}
