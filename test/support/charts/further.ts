/** Still more charts, with the annotations that their values files suggest or that their own pages tell people to write. */
import { alsoAt, issuer, n, type Shape } from './shape.js'

const alb = { 'alb.ingress.kubernetes.io/scheme': 'internet-facing', 'alb.ingress.kubernetes.io/target-type': 'ip' }
const server = { name: 'argocd-server', port: 80 }
const headers = 'more_set_headers "X-Robots-Tag: noindex";'

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

export const furtherCharts: Readonly<Record<string, Shape>> = {
  'Nextcloud, with its headers': chart('nextcloud', ['http=8080'], {
    ...issuer,
    ...n({
      'enable-cors': 'true',
      'cors-allow-headers': 'X-Forwarded-For',
      'proxy-body-size': '4G',
      'server-snippet':
        'server_tokens off;\nproxy_hide_header X-Powered-By;\nrewrite ^/.well-known/webfinger /index.php/.well-known/webfinger last;\nlocation = /.well-known/carddav {\n  return 301 $scheme://$host/remote.php/dav;\n}',
    }),
  }),
  'Mattermost, with its cache': chart('mattermost', ['app=8065'], {
    ...n({
      'configuration-snippet': 'proxy_force_ranges on;\nproxy_cache mattermost_cache;\nproxy_cache_revalidate on;',
      'proxy-buffering': 'on',
    }),
  }),
  'Vault, with TLS of its own': chart(
    'vault',
    ['https=8200'],
    n({ 'backend-protocol': 'HTTPS', 'ssl-passthrough': 'true' }),
  ),
  'SonarQube, with a large body': chart('sonarqube', ['http=9000'], n({ 'proxy-body-size': '64m' })),
  'Jenkins below a path': chart(
    'jenkins',
    ['http=8080'],
    n({ 'ssl-redirect': 'true', 'proxy-request-buffering': 'off' }),
    {
      paths: ['/jenkins Prefix jenkins:http'],
    },
  ),
  'MinIO, objects of any size': chart(
    'minio',
    ['minio-api=9000', 'minio-console=9001'],
    n({ 'proxy-body-size': '0', 'proxy-http-version': '1.1' }),
  ),
  'Loki with users': chart(
    'loki-gateway',
    ['http-metrics=80'],
    n({ 'auth-type': 'basic', 'auth-secret': 'loki-users', 'auth-secret-type': 'auth-map', 'auth-realm': 'Loki' }),
    { secrets: ['loki-users'] },
  ),
  'Airflow with its two hosts': chart('airflow-webserver', ['airflow-ui=8080'], {
    ...issuer,
    ...n({ 'proxy-connect-timeout': '60', 'app-root': '/home' }),
  }),
  'Nexus with a registry': chart('nexus', ['nexus-ui=8081', 'registry=5000'], n({ 'proxy-body-size': '0' }), {
    paths: ['/ Prefix nexus:nexus-ui', '/v2 Prefix nexus:registry'],
  }),
  'Gitea with large pushes': chart(
    'gitea-http',
    ['http=3000'],
    n({ 'proxy-body-size': '512m', 'proxy-buffer-size': '16k' }),
  ),
  'n8n with its sockets': chart('n8n', ['http=5678'], {
    ...issuer,
    ...n({ 'proxy-read-timeout': '3600', 'proxy-send-timeout': '3600' }),
  }),
  'Ghost of bitnami': chart('ghost', ['http=80'], {}, { paths: ['/ ImplementationSpecific ghost:http'] }),
  'WordPress of bitnami': chart(
    'wordpress',
    ['http=80', 'https=443'],
    {
      ...issuer,
      ...n({ 'proxy-body-size': '128m' }),
      'kubernetes.io/tls-acme': 'true',
    },
    { paths: ['/ ImplementationSpecific wordpress:http'] },
  ),
  'Kibana of ECK': chart(
    'kibana-kb-http',
    ['https=5601'],
    n({ 'backend-protocol': 'HTTPS', 'proxy-ssl-verify': 'off' }),
  ),
  'RabbitMQ and its management': chart('rabbitmq', ['http-stats=15672', 'amqp=5672'], issuer, {
    paths: ['/ ImplementationSpecific rabbitmq:http-stats'],
  }),
  'Temporal with gRPC': chart('temporal-frontend', ['grpc-rpc=7233'], n({ 'backend-protocol': 'GRPC' })),
  'Temporal web': chart('temporal-web', ['http=8080'], { ...issuer, ...n({ 'enable-cors': 'true' }) }),
  'Keycloak that hides its console': chart(
    'keycloak-http',
    ['http=80'],
    n({ 'proxy-buffer-size': '128k', 'proxy-buffers-number': '4' }),
    {
      paths: [
        '/realms Prefix keycloak-http:http',
        '/resources Prefix keycloak-http:http',
        '/js Prefix keycloak-http:http',
      ],
    },
  ),
  'Harbor on an ALB': chart(
    'harbor-portal',
    ['80'],
    { ...alb, 'alb.ingress.kubernetes.io/listen-ports': '[{"HTTPS":443}]' },
    { class: 'alb' },
  ),
  'GitLab and its agents, with no pages of errors': chart('gitlab-kas', ['api=8150'], {
    ...n({ 'custom-http-errors': '', 'proxy-buffering': 'off' }),
  }),
  'Argo CD on an ALB, gRPC by its header': chart(
    'argocd-server',
    ['https=443'],
    {
      'alb.ingress.kubernetes.io/backend-protocol': 'HTTPS',
      'alb.ingress.kubernetes.io/conditions.argogrpc': '[{"field":"http-header"}]',
    },
    {
      ...{ class: 'alb', paths: ['/ Prefix argogrpc:443', '/ Prefix argocd-server:443'] },
      services: { 'argocd-server': ['https=443'], argogrpc: ['https=443'] },
    },
  ),
  'Argo CD on Traefik, gRPC by its header': chart(
    'argocd-server',
    ['80'],
    { 'traefik.ingress.kubernetes.io/router.entrypoints': 'web' },
    {
      class: 'traefik',
      more: [
        {
          ...{ apiVersion: 'traefik.io/v1alpha1', kind: 'IngressRoute', metadata: { name: 'argocd-server' } },
          spec: {
            entryPoints: ['websecure'],
            routes: [
              { kind: 'Rule', match: 'Host(`cd.example.com`)', priority: 10, services: [server] },
              {
                ...{ kind: 'Rule', match: 'Host(`cd.example.com`) && Header(`Content-Type`, `application/grpc`)' },
                ...{ priority: 11, services: [{ ...server, scheme: 'h2c' }] },
              },
            ],
            tls: {},
          },
        },
        alsoAt(
          'secure',
          'argocd-server.example.com',
          '/ Prefix argocd-server:80',
          { 'traefik.ingress.kubernetes.io/router.entrypoints': 'websecure' },
          'traefik',
        ),
      ],
    },
  ),
  'Longhorn with users and a large body': chart(
    'longhorn-frontend',
    ['http=80'],
    n({
      'auth-type': 'basic',
      'auth-secret': 'basic-auth',
      'auth-realm': 'Authentication Required',
      'proxy-body-size': '10000m',
      'ssl-redirect': 'false',
    }),
    { paths: ['/ Prefix longhorn-frontend:http'] },
  ),
  'Uptime Kuma': chart(
    'uptime-kuma',
    ['http=3001'],
    n({ 'proxy-read-timeout': '3600', 'configuration-snippet': headers }),
  ),
  'Rancher behind a balancer': chart(
    'rancher',
    ['http=80', 'https-internal=443'],
    n({
      'proxy-connect-timeout': '30',
      'proxy-read-timeout': '1800',
      'proxy-send-timeout': '1800',
      'ssl-redirect': 'false',
    }),
  ),
}
