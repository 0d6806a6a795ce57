/** F5 NGINX Ingress Controller: https://github.com/nginx/kubernetes-ingress */
import { claim } from '../../shared/named/claim.js'
import type { Family } from '../../shared/named/family.js'
import { listIn } from '../../shared/named/flags.js'
import { releases } from './releases.js'

export const f5Nginx: Family = {
  id: 'f5-nginx',
  title: 'F5 NGINX Ingress Controller',
  releases,
  speaks: { prefixes: ['nginx.org', 'nginx.com'], guards: ['basic-auth-secret', 'jwt-key', 'policies'] },
  classFlag: '-ingress-class',
  runs: ({ path, argv }) =>
    !argv.some((word) => word.endsWith('/nginx-ingress-controller')) &&
    (/(?:^|\/)nginx(?:-plus)?-ingress$/.test(path) ||
      argv.some((word) => /^--?nginx-(?:configmaps|plus)(?:=|$)/.test(word))),
  // https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/command-line-arguments/
  claims: (flags) => [
    claim({
      controllers: ['nginx.org/ingress-controller'],
      names: [flags.get('ingress-class') || 'nginx'],
      by: 'both',
      first: 'annotation',
      namespaces: listIn(flags, 'watch-namespace'),
      // Which namespaces have a label is not seen.
      isSure: !flags.has('watch-namespace-label') || flags.get('watch-namespace-label') === '',
    }),
  ],
  ports: { http: 80, https: 443 },
  publishes: (flags, namespace) => {
    const name = flags.get('external-service')
    return name ? { namespace, name } : null
  },
  events: ['nginx-ingress-controller'],
  refusals: ['Rejected', 'NoIngressMasterFound'],
  flags: [
    ...[
      'ingress-class',
      'watch-namespace',
      'watch-namespace-label',
      'external-service',
      'nginx-configmaps',
      'nginx-plus',
    ],
    ...['allow-empty-ingress-host', 'enable-custom-resources', 'enable-snippets', 'wildcard-tls-secret'],
    ...[
      'enable-oidc',
      'enable-app-protect',
      'enable-app-protect-dos',
      'enable-tls-passthrough',
      'global-configuration',
    ],
    ...['default-server-tls-secret', 'default-http-listener-port', 'default-https-listener-port'],
    ...[
      'leader-election-lock-name',
      'enable-prometheus-metrics',
      'prometheus-metrics-listen-port',
      'health-status-uri',
    ],
  ],
}
