/** Further charts, and further values of those that the whole world uses: sockets, gRPC, several hosts, big bodies, sub-paths. */
import { alsoAt, issuer, n, type Shape } from './shape.js'

const endless = n({ 'proxy-read-timeout': '3600', 'proxy-send-timeout': '3600' })
const anyBody = n({ 'proxy-body-size': '0', 'proxy-buffering': 'off', 'proxy-request-buffering': 'off' })
const basic = n({ 'auth-type': 'basic', 'auth-secret': 'basic-auth', 'auth-realm': 'Authentication Required - ok' })
const subPath = n({ 'rewrite-target': '/$2', 'use-regex': 'true' })

const one = (host: string, service: string, port: string, annotations = {}, more: Partial<Shape> = {}): Shape => ({
  ...{ host, annotations: { ...issuer, ...annotations }, tls: `${service}-tls` },
  ...{ paths: [`/ Prefix ${service}:${port.split('=')[0]}`], services: { [service]: [port] } },
  ...more,
})

export const moreCharts: Readonly<Record<string, Shape>> = {
  'Argo CD, with gRPC on a host of its own': one(
    'argocd.example.com',
    'argocd-server',
    'http=80',
    n({ 'force-ssl-redirect': 'true', 'backend-protocol': 'HTTP' }),
    {
      services: { 'argocd-server': ['http=80', 'https=443'] },
      more: [
        alsoAt('grpc', 'grpc.argocd.example.com', '/ Prefix argocd-server:https', n({ 'backend-protocol': 'GRPC' })),
      ],
    },
  ),
  'Argo CD, with TLS passed through': one('cd.example.com', 'argocd-server', 'https=443', {
    ...n({ 'ssl-passthrough': 'true', 'force-ssl-redirect': 'true' }),
  }),
  'kube-prometheus-stack': one(
    'grafana.example.com',
    'kps-grafana',
    'http-web=80',
    {},
    {
      services: {
        'kps-grafana': ['http-web=80'],
        'kps-prometheus': ['http-web=9090'],
        'kps-alertmanager': ['http-web=9093'],
      },
      more: [
        alsoAt('prometheus', 'prometheus.example.com', '/ Prefix kps-prometheus:9090', basic),
        alsoAt('alertmanager', 'alerts.example.com', '/ Prefix kps-alertmanager:9093', basic),
      ],
    },
  ),
  Jenkins: one(
    'ci.example.com',
    'jenkins',
    'http=8080',
    n({ 'proxy-body-size': '50m', 'proxy-request-buffering': 'off' }),
    {
      paths: ['/jenkins ImplementationSpecific jenkins:8080'],
    },
  ),
  MinIO: one('s3.example.com', 'minio', 'minio-api=9000', anyBody, {
    services: { minio: ['minio-api=9000'], 'minio-console': ['minio-console=9001'] },
    more: [alsoAt('console', 'minio.example.com', '/ Prefix minio-console:minio-console', endless)],
  }),
  Vault: one('vault.example.com', 'vault-active', 'http=8200', n({ 'backend-protocol': 'HTTPS' })),
  SonarQube: one('sonar.example.com', 'sonarqube', 'http=9000', n({ 'proxy-body-size': '64m' })),
  Nexus: one('nexus.example.com', 'nexus', 'nexus-ui=8081', anyBody, {
    services: { nexus: ['nexus-ui=8081', 'docker=5000'] },
    more: [alsoAt('docker', 'docker.example.com', '/ Prefix nexus:5000', anyBody)],
  }),
  RabbitMQ: one(
    'rabbitmq.example.com',
    'rabbitmq',
    'http-stats=15672',
    {},
    { services: { rabbitmq: ['amqp=5672', 'http-stats=15672'] } },
  ),
  Airflow: one(
    'airflow.example.com',
    'airflow-webserver',
    'airflow-ui=8080',
    {},
    {
      services: { 'airflow-webserver': ['airflow-ui=8080'], 'airflow-flower': ['flower-ui=5555'] },
      more: [alsoAt('flower', 'airflow.example.com', '/flower ImplementationSpecific airflow-flower:flower-ui')],
    },
  ),
  JupyterHub: one('hub.example.com', 'proxy-public', 'http=80', { ...endless, ...n({ 'proxy-body-size': '64m' }) }),
  Loki: one('loki.example.com', 'loki-querier', 'http-metrics=3100', basic, {
    paths: [
      '/loki/api/v1/push Exact loki-distributor:3100',
      '/loki/api/v1/tail Prefix loki-querier:3100',
      '/loki/api Prefix loki-querier:3100',
    ],
    services: { 'loki-querier': ['http-metrics=3100'], 'loki-distributor': ['http-metrics=3100'] },
  }),
  Tempo: one('tempo.example.com', 'tempo-distributor', 'grpc-otlp=4317', n({ 'backend-protocol': 'GRPC' }), {
    paths: ['/opentelemetry.proto.collector.trace.v1.TraceService/ Prefix tempo-distributor:4317'],
  }),
  Kibana: one(
    'kibana.example.com',
    'kibana',
    'https=5601',
    n({ 'backend-protocol': 'HTTPS', 'proxy-ssl-verify': 'off' }),
  ),
  n8n: one('n8n.example.com', 'n8n', 'http=80', {
    ...endless,
    ...n({ 'proxy-body-size': '100m', 'proxy-http-version': '1.1' }),
  }),
  WordPress: one(
    'www.example.com',
    'wordpress',
    'http=80',
    n({ 'from-to-www-redirect': 'true', 'proxy-body-size': '256m' }),
    {
      services: { wordpress: ['http=80', 'https=443'] },
    },
  ),
  Mattermost: one(
    'chat.example.com',
    'mattermost',
    'http=8065',
    n({ 'proxy-body-size': '50m', 'proxy-max-temp-file-size': '0' }),
  ),
  'Uptime Kuma': one('up.example.com', 'uptime-kuma', 'http=3001', endless),
  'GitLab registry, by the old annotation': one(
    'registry.example.com',
    'gitlab-registry',
    'registry=5000',
    { 'kubernetes.io/ingress.class': 'gitlab-nginx', ...n({ 'proxy-body-size': '0', 'service-upstream': 'true' }) },
    { class: null },
  ),
  'Keycloak, its pages alone, and its console for a few': one(
    'sso.example.com',
    'keycloak',
    'http=80',
    n({ 'proxy-buffer-size': '128k', 'proxy-buffers-number': '4' }),
    {
      paths: ['/realms Prefix keycloak:http', '/resources Prefix keycloak:http', '/robots.txt Exact keycloak:http'],
      more: [
        alsoAt(
          'admin',
          'admin.example.com',
          '/ Prefix keycloak:http',
          n({ 'whitelist-source-range': '10.0.0.0/8,192.168.0.0/16' }),
        ),
      ],
    },
  ),
  'oauth2-proxy for two hosts': one(
    'a.example.com',
    'oauth2-proxy',
    'http=80',
    {},
    {
      hosts: ['a.example.com', 'b.example.com'],
      paths: ['/oauth2 Prefix oauth2-proxy:http'],
      services: { 'oauth2-proxy': ['http=80'], app: ['80'] },
      more: [
        alsoAt(
          'app',
          'a.example.com',
          '/ Prefix app:80',
          n({
            'auth-url': 'http://oauth2-proxy.charts.svc.cluster.local/oauth2/auth',
            'auth-signin': 'https://a.example.com/oauth2/start?rd=$scheme://$host$escaped_request_uri',
            'auth-cache-key': '$cookie__oauth2_proxy',
          }),
        ),
      ],
    },
  ),
  'Longhorn below a path': one(
    'ops.example.com',
    'longhorn-frontend',
    'http=80',
    { ...basic, ...subPath, ...n({ 'proxy-body-size': '10000m' }) },
    {
      paths: ['/longhorn(/|$)(.*) ImplementationSpecific longhorn-frontend:80'],
    },
  ),
  'kubernetes-dashboard below a path': one(
    'ops.example.com',
    'kong-proxy',
    'kong-proxy-tls=443',
    { ...subPath, ...n({ 'backend-protocol': 'HTTPS' }) },
    {
      paths: ['/dashboard(/|$)(.*) ImplementationSpecific kong-proxy:443'],
    },
  ),
  'Harbor behind the default certificate': one('harbor.example.com', 'harbor', 'http=80', anyBody, { tls: '' }),
  'Grafana on Traefik': one(
    'grafana.example.com',
    'grafana',
    'service=80',
    {
      'traefik.ingress.kubernetes.io/router.entrypoints': 'websecure',
      'traefik.ingress.kubernetes.io/router.middlewares': 'mon-auth@kubernetescrd',
    },
    { class: 'traefik' },
  ),
  'Grafana on AWS': one(
    'grafana.example.com',
    'grafana',
    'service=80',
    {
      'alb.ingress.kubernetes.io/scheme': 'internet-facing',
      'alb.ingress.kubernetes.io/actions.ssl-redirect': '{"Type":"redirect"}',
    },
    { class: 'alb', paths: ['/ Prefix ssl-redirect:use-annotation', '/grafana Prefix grafana:80'] },
  ),
  'Sentry on AWS': one(
    'sentry.example.com',
    'sentry-web',
    'sentry=9000',
    {
      'alb.ingress.kubernetes.io/actions.ssl-redirect':
        '{"Type": "redirect", "RedirectConfig": { "Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}}',
    },
    {
      class: 'alb',
      paths: [
        '/* ImplementationSpecific ssl-redirect:use-annotation',
        '/api/0/* ImplementationSpecific sentry-web:9000',
        '/* ImplementationSpecific sentry-web:9000',
      ],
    },
  ),
  'Grafana on GKE': one(
    'grafana.example.com',
    'grafana',
    'service=80',
    {
      'kubernetes.io/ingress.class': 'gce',
      'networking.gke.io/managed-certificates': 'grafana',
    },
    { class: null, paths: ['/* ImplementationSpecific grafana:80'] },
  ),
  'Grafana on F5': one('grafana.example.com', 'grafana', 'service=80', {
    'nginx.org/client-max-body-size': '50m',
    'nginx.org/websocket-services': 'grafana',
  }),
  'Grafana on HAProxy': one(
    'grafana.example.com',
    'grafana',
    'service=80',
    { 'haproxy.org/timeout-server': '60s' },
    { class: 'haproxy' },
  ),
  'Grafana on Kong': one(
    'grafana.example.com',
    'grafana',
    'service=80',
    { 'konghq.com/strip-path': 'true' },
    { class: 'kong' },
  ),
}
