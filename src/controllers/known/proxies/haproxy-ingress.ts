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
  ports: { http: 80, https: 443 },
  publishes: (flags) => fullKey(flags.get('publish-service')),
  flags: [
    'controller-class',
    'ingress-class',
    'watch-ingress-without-class',
    'ingress-class-precedence',
    'watch-namespace',
    'publish-service',
  ],
}
