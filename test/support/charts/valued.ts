/** Charts of the world with other values than the usual ones: what their pages offer, and people choose. */
import { alsoAt, issuer, n, type Shape } from './shape.js'

const chart = (
  service: string,
  ports: readonly string[],
  annotations: Readonly<Record<string, string>> = {},
  more: Partial<Shape> = {},
): Shape => ({
  ...{ host: `${service}.example.com`, annotations, tls: `${service}-tls` },
  ...{ paths: [`/ Prefix ${service}:${ports[0]?.split('=')[0]}`], services: { [service]: ports } },
  ...more,
})

export const valuedCharts: Readonly<Record<string, Shape>> = {
  'Argo CD that ends TLS at the proxy': chart('argocd-server', ['http=80', 'https=443'], {
    ...issuer,
    ...n({ 'backend-protocol': 'HTTP', 'force-ssl-redirect': 'true' }),
  }),
  'Argo CD below a path': chart('argocd-server', ['https=443'], n({ 'backend-protocol': 'HTTPS' }), {
    paths: ['/argocd Prefix argocd-server:https'],
  }),
  'Argo CD and its web hook': chart('argocd-server', ['http=80', 'https=443'], n({ 'backend-protocol': 'HTTPS' }), {
    paths: ['/ Prefix argocd-server:https', '/api/webhook Exact argocd-server:https'],
  }),
  'Harbor, its core and portal': chart(
    'harbor-core',
    ['http-web=80'],
    {
      ...issuer,
      ...n({ 'ssl-redirect': 'true', 'proxy-body-size': '0' }),
      'ingress.kubernetes.io/proxy-body-size': '0',
    },
    {
      services: { 'harbor-core': ['http-web=80'], 'harbor-portal': ['80'] },
      paths: [
        '/api Prefix harbor-core:80',
        '/v2 Prefix harbor-core:80',
        '/c Prefix harbor-core:80',
        '/ Prefix harbor-portal:80',
      ],
    },
  ),
  'GitLab, its web service': chart(
    'gitlab-webservice-default',
    ['http-webservice=8080', 'http-workhorse=8181'],
    {
      ...issuer,
      ...n({
        'proxy-body-size': '512m',
        'proxy-read-timeout': '3600',
        'proxy-connect-timeout': '15',
        'service-upstream': 'true',
      }),
    },
    { paths: ['/ Prefix gitlab-webservice-default:8181'] },
  ),
  'GitLab, its agents': chart(
    'gitlab-kas',
    ['http-kas=8150', 'http-kubernetes-api=8154'],
    {
      ...n({ 'proxy-buffering': 'off', 'custom-http-errors': '404' }),
    },
    { paths: ['/k8s-proxy/ Prefix gitlab-kas:8154', '/ Prefix gitlab-kas:8150'] },
  ),
  'Keycloak with large headers': chart('keycloak', ['http=80'], {
    ...issuer,
    ...n({ 'proxy-buffer-size': '128k', 'proxy-buffers-number': '4', 'proxy-busy-buffers-size': '256k' }),
  }),
  'Keycloak whose TLS is its own': chart('keycloak', ['https=443'], n({ 'backend-protocol': 'HTTPS' })),
  'Grafana below a path': chart('grafana', ['service=80'], n({ 'rewrite-target': '/$1', 'use-regex': 'true' }), {
    paths: ['/grafana/?(.*) ImplementationSpecific grafana:service'],
  }),
  'Grafana for a few networks': chart('grafana', ['service=80'], {
    ...issuer,
    ...n({ 'whitelist-source-range': '10.0.0.0/8,192.168.0.0/16' }),
  }),
  'Grafana for pages of others': chart(
    'grafana',
    ['service=80'],
    n({ 'enable-cors': 'true', 'cors-allow-origin': 'https://portal.example.org', 'cors-allow-credentials': 'true' }),
  ),
  'Nextcloud with sticky sessions': chart('nextcloud', ['http=8080'], {
    ...issuer,
    ...n({
      ...{ affinity: 'cookie', 'session-cookie-name': 'nc', 'session-cookie-max-age': '3600' },
      ...{ 'proxy-body-size': '10g', 'proxy-request-buffering': 'off' },
    }),
  }),
  'Rancher with its own certificate': chart(
    'rancher',
    ['http=80', 'https-internal=444'],
    {
      ...n({ 'proxy-connect-timeout': '30', 'proxy-read-timeout': '1800', 'backend-protocol': 'HTTPS' }),
    },
    { paths: ['/ ImplementationSpecific rancher:444'] },
  ),
  'Rancher whose TLS ends outside': {
    host: 'rancher.example.com',
    annotations: n({ 'ssl-redirect': 'false' }),
    paths: ['/ Prefix rancher:http'],
    services: { rancher: ['http=80'] },
  },
  'oauth2-proxy that asks for others': chart(
    'oauth2-proxy',
    ['http=80'],
    { ...issuer, ...n({ 'proxy-buffer-size': '16k' }) },
    { paths: ['/oauth2 Prefix oauth2-proxy:http'] },
  ),
  'an application behind oauth2-proxy': chart(
    'dashboard',
    ['http=80'],
    {
      ...n({
        'auth-url': 'https://$host/oauth2/auth',
        'auth-signin': 'https://$host/oauth2/start?rd=$escaped_request_uri',
        'auth-response-headers': 'X-Auth-Request-User,X-Auth-Request-Email',
      }),
    },
    {
      services: { dashboard: ['http=80'], 'oauth2-proxy': ['http=80'] },
      more: [alsoAt('oauth2', 'dashboard.example.com', '/oauth2 Prefix oauth2-proxy:http')],
    },
  ),
  'Longhorn behind a sign-in': chart('longhorn-frontend', ['http=80'], {
    ...n({
      'auth-url': 'https://auth.example.org/validate',
      'auth-signin': 'https://auth.example.org/login?url=$scheme://$host$request_uri',
    }),
  }),
  'kubernetes-dashboard and its Kong': chart(
    'kubernetes-dashboard-kong-proxy',
    ['kong-proxy-tls=443'],
    {
      ...issuer,
      ...n({ 'ssl-redirect': 'true', 'backend-protocol': 'HTTPS', 'ssl-passthrough': 'false' }),
    },
    { paths: ['/ ImplementationSpecific kubernetes-dashboard-kong-proxy:443'] },
  ),
  'Prometheus with users': chart(
    'prometheus-operated',
    ['http-web=9090'],
    n({ 'auth-type': 'basic', 'auth-secret': 'prometheus-users' }),
  ),
  'Home Assistant and its sockets': chart('home-assistant', ['http=8080'], {
    ...issuer,
    ...n({ 'proxy-read-timeout': '3600', 'proxy-send-timeout': '3600', 'proxy-http-version': '1.1' }),
  }),
  'JupyterHub of several hosts': chart('proxy-public', ['http=80'], n({ 'proxy-body-size': '64m' }), {
    hosts: ['hub.example.com', 'lab.example.com'],
  }),
  // The page to sign in at is in an Ingress that Authentik makes by itself.
  'an application behind Authentik': chart(
    'whoami',
    ['http=80'],
    n({
      'auth-url': 'http://ak-outpost.authentik.svc.cluster.local:9000/outpost.goauthentik.io/auth/nginx',
      'auth-signin':
        'https://whoami.example.com/outpost.goauthentik.io/start?rd=$scheme://$http_host$escaped_request_uri',
      'auth-response-headers': 'Set-Cookie,X-authentik-username,X-authentik-groups',
    }),
  ),
  'Authentik itself': chart('authentik-server', ['http=80', 'https=443', 'metrics=9300']),
  'Sentry, whose paths are patterns': chart('sentry-web', ['sentry=9000'], n({ 'use-regex': 'true' }), {
    services: { 'sentry-web': ['sentry=9000'], 'sentry-relay': ['sentry-relay=3000'] },
    paths: [
      '/api/0 ImplementationSpecific sentry-web:9000',
      '/api/store ImplementationSpecific sentry-relay:3000',
      '/api/[1-9][0-9]*/(.*) ImplementationSpecific sentry-relay:3000',
      '/ ImplementationSpecific sentry-web:9000',
    ],
  }),
  'Loki of several parts': chart('loki-read', ['http-metrics=3100', 'grpc=9095'], issuer, {
    services: { 'loki-read': ['http-metrics=3100'], 'loki-write': ['http-metrics=3100'] },
    paths: ['/loki/api/v1/push Prefix loki-write:3100', '/loki/api Prefix loki-read:3100'],
  }),
  'n8n with a part for webhooks': chart('n8n', ['http=5678'], issuer, {
    services: { n8n: ['http=5678'], 'n8n-webhook': ['http=5678'] },
    paths: ['/ Prefix n8n:http', '/webhook/ Prefix n8n-webhook:http', '/webhook-test/ Prefix n8n:http'],
  }),
  'Vaultwarden and its sockets': chart(
    'vaultwarden',
    ['http=80'],
    n({ 'limit-rps': '15', 'proxy-body-size': '525M' }),
    {
      services: { vaultwarden: ['http=80'], 'vaultwarden-ws': ['websocket=3012'] },
      paths: ['/ Prefix vaultwarden:80', '/notifications/hub Prefix vaultwarden-ws:3012'],
    },
  ),
  'Zitadel and its pages': chart('zitadel', ['http2-server=8080'], issuer, {
    services: { zitadel: ['http2-server=8080'], 'zitadel-login': ['http=3000'] },
    paths: ['/ Prefix zitadel:8080', '/ui/v2/login Prefix zitadel-login:3000'],
  }),
  'Argo Workflows with TLS of its own': chart(
    'argo-workflows-server',
    ['web=2746'],
    n({ 'backend-protocol': 'https' }),
  ),
}
