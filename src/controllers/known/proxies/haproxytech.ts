/** HAProxy Kubernetes Ingress Controller, of HAProxy Technologies: https://github.com/haproxytech/kubernetes-ingress */
import { fullKey } from '../../shared/go/values.js'
import { claim } from '../../shared/named/claim.js'
import type { Family } from '../../shared/named/family.js'
import { isOn, listIn } from '../../shared/named/flags.js'
import type { NamedSettings } from '../../shared/named/settings.js'
import { snippetsAllowed } from '../../shared/named/snippets.js'

const controller = 'haproxy.org/ingress-controller'

export const haproxytech: Family = {
  id: 'haproxytech',
  title: 'HAProxy Kubernetes Ingress Controller',
  releases: {
    // https://github.com/haproxytech/kubernetes-ingress/blob/master/documentation/lifecycle.md: by months
    ends: [
      ...['1.8 2023-05-31', '1.9 2023-11-30', '1.10 2024-06-30', '1.11 2025-02-28', '3.0 2025-06-30', '3.1 2026-02-28'],
      '3.2 2027-01-31',
    ],
  },
  speaks: { prefixes: ['haproxy.org'], guards: ['auth-type', 'auth-secret', 'allow-list', 'whitelist', 'client-ca'] },
  runs: ({ path, argv }) =>
    /(?:^|\/)haproxytech\/kubernetes-ingress(?:-ubi)?$/.test(path) ||
    argv.some((word) => /^(?:\S*\/)?haproxy-ingress-controller$|^--ingress\.class(?:=|$)/.test(word)),
  // https://github.com/haproxytech/kubernetes-ingress/blob/master/documentation/controller.md (--ingress.class)
  claims: (flags) => {
    const name = flags.get('ingress.class') ?? ''
    return [
      claim({
        controllers: [name === '' ? controller : `${controller}/${name}`],
        names: name === '' ? [] : [name],
        withoutClass: name === '' || isOn(flags, 'empty-ingress-class'),
        first: 'annotation',
        namespaces: listIn(flags, 'namespace-whitelist'),
      }),
    ]
  },
  hasOneDefault: true,
  ports: { http: 8080, https: 8443 },
  publishes: (flags) => fullKey(flags.get('publish-service')),
  // https://github.com/haproxytech/kubernetes-ingress/blob/master/documentation/annotations.md
  config: {
    flag: '--configmap',
    keys: /^(?:(?:backend|global|stats|defaults|frontend)(?:-https?)?-config-snippet|timeout-[a-z-]+|ssl-(?:certificate|redirect(?:-code|-port)?|passthrough|numproc)|load-balance|maxconn|nbthread|pod-maxconn|forwarded-for|proxy-protocol|syslog-server|rate-limit-[a-z-]+|scale-server-slots|server-(?:ssl|ca|crt|proto|slots)|src-ip-header|(?:allow|deny|white|black)-?list|check(?:-http|-interval)?|cookie-persistence|cors-[a-z-]+|log-format(?:-tcp)?|logasap|dontlognull|http-(?:server-close|keep-alive|connection-mode)|request-[a-z-]+|response-set-header|path-rewrite|set-host|hard-stop-after|standalone-backend)$/,
  },
  keeps: ['disable-config-snippets'],
  // https://github.com/haproxytech/kubernetes-ingress/blob/master/documentation/controller.md (--disable-config-snippets)
  rules: [
    snippetsAllowed(/^(?:[\w-]+\.)*haproxy\.(?:org|com)\/backend-config-snippet$/, ({ settings }) =>
      /\b(?:all|backend)\b/.test((settings as NamedSettings).said?.['disable-config-snippets'] ?? '')
        ? null
        : {
            setting: 'backend-config-snippet is allowed where nothing else is said',
            undo: 'Start it with --disable-config-snippets=backend',
            isUsual: true,
          },
    ),
  ],
  flags: ['ingress.class', 'empty-ingress-class', 'namespace-whitelist', 'publish-service', 'configmap'],
}
