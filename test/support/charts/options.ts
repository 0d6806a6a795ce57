/** Charts of the world with the options of their Ingresses turned on: another controller, more hosts, gRPC, a console of its own. */
import { alsoAt, issuer, n, type Shape } from './shape.js'

const ofHarbor = {
  ...n({ 'ssl-redirect': 'true', 'proxy-body-size': '0' }),
  'ingress.kubernetes.io/ssl-redirect': 'true',
  'ingress.kubernetes.io/proxy-body-size': '0',
}
const harbor = (kind: string, star: string): Partial<Shape> & Pick<Shape, 'paths' | 'services'> => ({
  paths: [
    ...['/api/', '/service/', '/v2/', '/c/'].map((path) => `${path}${star} ${kind} harbor-core:80`),
    `/${star} ${kind} harbor-portal:80`,
  ],
  services: { 'harbor-core': ['http-web=80'], 'harbor-portal': ['http=80'] },
})
const guarded = (more: Readonly<Record<string, string>>) =>
  n({
    'auth-url': 'https://oauth.example.com/oauth2/auth',
    'auth-signin': 'https://oauth.example.com/oauth2/start?rd=https://$host$request_uri',
    ...more,
  })

export const optionCharts: Readonly<Record<string, Shape>> = {
  'Harbor for an ALB, with annotations for all': {
    ...{ host: 'harbor.example.com', annotations: ofHarbor, class: 'alb' },
    ...harbor('ImplementationSpecific', '*'),
  },
  'Harbor for GCE, its class by the field': {
    ...{ host: 'harbor.example.com', annotations: ofHarbor, class: 'gce', tls: 'harbor-tls' },
    ...harbor('ImplementationSpecific', '*'),
  },
  'Harbor without TLS': { host: 'harbor.example.com', annotations: ofHarbor, ...harbor('Prefix', '') },
  'Argo CD with gRPC and its ApplicationSets': {
    host: 'argocd.example.com',
    paths: ['/ Prefix argocd-server:http'],
    annotations: { ...issuer, ...n({ 'force-ssl-redirect': 'true', 'backend-protocol': 'HTTP' }) },
    tls: 'argocd-server-tls',
    services: {
      'argocd-server': ['http=80', 'https=443'],
      'argocd-applicationset-controller': ['http-webhook=7000'],
    },
    more: [
      alsoAt('grpc', 'grpc.argocd.example.com', '/ Prefix argocd-server:https', n({ 'backend-protocol': 'GRPC' })),
      alsoAt('hooks', 'argocd.example.com', '/api/webhook Prefix argocd-applicationset-controller:http-webhook'),
    ],
  },
  'Keycloak and its console': {
    host: 'keycloak.example.com',
    hosts: ['keycloak.example.com', 'sso.example.com'],
    paths: ['/ ImplementationSpecific keycloak:http'],
    annotations: n({ 'proxy-buffer-size': '128k' }),
    tls: 'keycloak-tls',
    services: { keycloak: ['http=80', 'https=443'] },
    more: [
      alsoAt(
        'console',
        'admin.example.com',
        '/ ImplementationSpecific keycloak:http',
        n({ 'whitelist-source-range': '10.0.0.0/8' }),
      ),
    ],
  },
  'Nextcloud and its addresses of old': {
    host: 'nextcloud.example.com',
    paths: ['/ Prefix nextcloud:8080'],
    annotations: n({ 'proxy-body-size': '4G', 'upstream-hash-by': '$binary_remote_addr' }),
    services: { nextcloud: ['http=8080'], collabora: ['http=9980'] },
    more: [
      alsoAt(
        'dav',
        'nextcloud.example.com',
        '/.well-known/carddav Prefix nextcloud:8080',
        n({ 'permanent-redirect': 'https://nextcloud.example.com/remote.php/dav' }),
      ),
      alsoAt(
        'office',
        'office.example.com',
        '/ ImplementationSpecific collabora:http',
        n({ 'upstream-hash-by': '$arg_WOPISrc' }),
      ),
    ],
  },
  'an application behind oauth2-proxy, with nothing said of its snippet': {
    host: 'app.example.com',
    paths: ['/api Prefix app:http', '/ Exact app:http'],
    annotations: guarded({ 'auth-response-headers': 'Authorization', 'auth-snippet': '' }),
    tls: 'app-tls',
    services: { app: ['http=80'], 'oauth2-proxy': ['http=80'] },
    more: [alsoAt('oauth2-proxy', 'oauth.example.com', '/oauth2 Prefix oauth2-proxy:80')],
  },
}
