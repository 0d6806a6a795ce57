/** Charts that the whole world uses, with values that people give them. */
import { alsoAt, issuer, n, type Shape } from './shape.js'

export const charts: Readonly<Record<string, Shape>> = {
  'Argo CD': {
    host: 'argocd.example.com',
    paths: ['/ Prefix argocd-server:https'],
    annotations: {
      ...issuer,
      ...n({ 'force-ssl-redirect': 'true', 'ssl-passthrough': 'false', 'backend-protocol': 'HTTPS' }),
    },
    tls: 'argocd-server-tls',
    services: { 'argocd-server': ['http=80', 'https=443'], 'argocd-redis': ['redis=6379'] },
    secrets: ['argocd-secret', 'argocd-initial-admin-secret'],
  },
  Harbor: {
    host: 'core.harbor.example.com',
    paths: [
      ...['/api/', '/service/', '/v2/', '/c/'].map((path) => `${path} Prefix harbor-core:80`),
      '/ Prefix harbor-portal:80',
    ],
    annotations: n({ 'ssl-redirect': 'true', 'proxy-body-size': '0' }),
    tls: 'harbor-ingress',
    services: { 'harbor-core': ['http-web=80'], 'harbor-portal': ['80'], 'harbor-registry': ['http-registry=5000'] },
    secrets: ['harbor-core', 'harbor-registry'],
  },
  GitLab: {
    host: 'gitlab.example.com',
    paths: ['/ Prefix gitlab-webservice-default:8181'],
    annotations: {
      'kubernetes.io/ingress.provider': 'nginx',
      'cert-manager.io/issuer': 'gitlab-issuer',
      ...n({
        'proxy-body-size': '512m',
        'proxy-read-timeout': '600',
        'proxy-connect-timeout': '15',
        'service-upstream': 'true',
      }),
    },
    tls: 'gitlab-webservice-tls',
    class: 'gitlab-nginx',
    services: { 'gitlab-webservice-default': ['http-webservice=8080', 'http-workhorse=8181'] },
    secrets: ['gitlab-rails-secret'],
    more: [
      {
        ...{ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass' },
        metadata: { name: 'gitlab-nginx' },
        ...{ spec: { controller: 'k8s.io/ingress-nginx' } },
      },
    ],
  },
  Keycloak: {
    host: 'sso.example.com',
    paths: ['/ ImplementationSpecific keycloak:http'],
    annotations: { ...issuer, ...n({ 'proxy-buffer-size': '128k', 'proxy-busy-buffers-size': '256k' }) },
    tls: 'sso.example.com-tls',
    services: { keycloak: ['http=80'], 'keycloak-headless': ['http=8080'] },
    secrets: ['keycloak'],
  },
  Grafana: {
    host: 'grafana.example.com',
    paths: ['/ Prefix grafana:80'],
    class: null,
    services: { grafana: ['service=80'] },
    secrets: ['grafana'],
  },
  Nextcloud: {
    host: 'cloud.example.com',
    paths: ['/ Prefix nextcloud:8080'],
    annotations: {
      ...issuer,
      ...n({ 'proxy-body-size': '4G', 'enable-cors': 'true', 'cors-allow-headers': 'X-Forwarded-For' }),
    },
    tls: 'nextcloud-tls',
    services: { nextcloud: ['http=8080'] },
    secrets: ['nextcloud', 'nextcloud-db'],
  },
  Rancher: {
    host: 'rancher.example.com',
    paths: ['/ ImplementationSpecific rancher:80'],
    annotations: {
      'cert-manager.io/issuer': 'rancher',
      'cert-manager.io/issuer-kind': 'Issuer',
      ...n({ 'proxy-connect-timeout': '30', 'proxy-read-timeout': '1800', 'proxy-send-timeout': '1800' }),
    },
    tls: 'tls-rancher-ingress',
    class: null,
    services: { rancher: ['http=80', 'https-internal=444'] },
    secrets: ['bootstrap-secret'],
  },
  'oauth2-proxy': {
    host: 'app.example.com',
    paths: ['/oauth2 Prefix oauth2-proxy:http'],
    annotations: issuer,
    tls: 'app-tls',
    services: { 'oauth2-proxy': ['http=80', 'metrics=44180'], app: ['80'] },
    secrets: ['oauth2-proxy'],
    more: [
      alsoAt(
        'app',
        'app.example.com',
        '/ Prefix app:80',
        n({
          'auth-url': 'https://$host/oauth2/auth',
          'auth-signin': 'https://$host/oauth2/start?rd=$escaped_request_uri',
          'auth-response-headers': 'X-Auth-Request-User,X-Auth-Request-Email',
        }),
      ),
    ],
  },
  Longhorn: {
    host: 'longhorn.example.com',
    paths: ['/ ImplementationSpecific longhorn-frontend:80'],
    annotations: n({ 'auth-type': 'basic', 'auth-secret': 'basic-auth', 'auth-realm': 'Authentication Required' }),
    services: { 'longhorn-frontend': ['http=80'], 'longhorn-backend': ['manager=9500'] },
    secrets: ['longhorn-grpc-tls'],
  },
  'kubernetes-dashboard': {
    host: 'localhost',
    paths: ['/ ImplementationSpecific kubernetes-dashboard-kong-proxy:443'],
    annotations: {
      'cert-manager.io/issuer': 'selfsigned',
      ...n({ 'backend-protocol': 'HTTPS', 'ssl-passthrough': 'false', 'ssl-redirect': 'true' }),
    },
    tls: 'kubernetes-dashboard-certs',
    services: { 'kubernetes-dashboard-kong-proxy': ['kong-proxy-tls=443'], 'kubernetes-dashboard-web': ['web=8000'] },
    secrets: ['kubernetes-dashboard-csrf'],
  },
}
