/** F5 NGINX Ingress Controller: https://github.com/nginx/kubernetes-ingress */
import { claim } from '../../shared/named/claim.js'
import type { Family, Releases } from '../../shared/named/family.js'
import { listIn } from '../../shared/named/flags.js'

/** F5 NGINX Ingress Controller's lines of releases that have ended, and its public flaws. */
const releases: Releases = {
  // https://docs.nginx.com/nginx-ingress-controller/technical-specifications/ (end of technical support)
  ends: [
    ...['3.3 2025-11-01', '3.4 2026-02-19', '3.5 2026-05-31', '3.6 2026-08-19', '3.7 2026-11-25', '4.0 2027-02-07'],
    ...['5.0 2027-04-16', '5.1 2027-08-15', '5.2 2027-10-10', '5.3 2028-02-17'],
  ],
  // Flaws of nginx itself, by the nginx in each release: https://docs.nginx.com/nginx-ingress-controller/technical-specifications/
  flaws: ['CVE-2026-42945 0 5.4.3', 'CVE-2026-1642 0 5.3.3'],
  knowsSomeFlaws: true,
}

export const f5Nginx: Family = {
  id: 'f5-nginx',
  title: 'F5 NGINX Ingress Controller',
  releases,
  speaks: { prefixes: ['nginx.org', 'nginx.com'], guards: ['basic-auth-secret', 'jwt-key', 'policies'], bounds: true },
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
  // https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/configmap-resource/
  config: {
    flag: '-nginx-configmaps',
    keys: /^(?:(?:main|http|server|location|stream)-snippets|(?:main|ingress|virtualserver|transportserver)-template|proxy-(?:(?:connect|read|send)-timeout|buffer(?:ing|s|-size)|busy-buffers-size|max-temp-file-size|(?:set|hide|pass)-headers|protocol)|client-(?:max-body|body-buffer)-size|(?:ssl-redirect|redirect-to-https|http-redirect-code)|hsts(?:-[a-z-]+)?|ssl-(?:protocols|ciphers|prefer-server-ciphers|dhparam-file)|set-real-ip-from|real-ip-(?:header|recursive)|lb-method|server-(?:tokens|names-hash-[a-z-]+)|keepalive(?:-timeout|-requests)?|max-fails|fail-timeout|upstream-zone-size|(?:variables|map)-hash-[a-z-]+|worker-[a-z-]+|error-log-level|access-log(?:-off)?|default-server-(?:access-log-off|return)|(?:stream-)?log-format(?:-escaping)?|resolver-[a-z]+|http2|otel-[a-z-]+|app-protect-[a-z-]+)$/,
  },
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
