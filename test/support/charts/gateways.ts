/** Charts of the world that come out by a Gateway in the place of an Ingress: what their values offer today. */
import { stringify } from 'yaml'

interface Routed {
  /** name → ports: `name=number` or a number */
  readonly services: Readonly<Record<string, readonly string[]>>
  /** `KIND HOST[,HOST] PATH TYPE SERVICE:PORT`; a path of `-` is none */
  readonly routes: readonly string[]
  readonly more?: readonly object[]
}

const one = (service: string, port: string, host: string, more: Partial<Routed> = {}): Routed => ({
  services: { [service]: [port] },
  routes: [`HTTPRoute ${host} / PathPrefix ${service}:${port.replace(/.*=/, '')}`],
  ...more,
})
const parents = (sectionName: string) => ({ parentRefs: [{ name: 'shared', namespace: 'gateways', sectionName }] })
const gatewayApi = (kind: string, version = 'v1') => ({ apiVersion: `gateway.networking.k8s.io/${version}`, kind })
const tlsTo = (service: string, sectionName: string) => ({
  ...gatewayApi('BackendTLSPolicy'),
  metadata: { name: service },
  spec: {
    targetRefs: [{ group: '', kind: 'Service', name: service, sectionName }],
    validation: { hostname: `${service}.svc`, wellKnownCACertificates: 'System' },
  },
})
const sentOn = (host: string, path: string, requestRedirect: object, section = 'https') => ({
  ...gatewayApi('HTTPRoute'),
  metadata: { name: `sent-on-${path.replaceAll(/\W+/g, '')}` },
  spec: {
    ...parents(section),
    hostnames: [host],
    rules: [
      {
        matches: [{ path: { type: 'PathPrefix', value: path } }],
        filters: [{ type: 'RequestRedirect', requestRedirect: { statusCode: 301, ...requestRedirect } }],
      },
    ],
  },
})
const dav = { path: { type: 'ReplaceFullPath', replaceFullPath: '/remote.php/dav' } }

export const routedCharts: Readonly<Record<string, Routed>> = {
  'Argo CD': {
    services: { 'argocd-server': ['http=80', 'https=443'] },
    routes: [
      'HTTPRoute argocd.example.com / PathPrefix argocd-server:80',
      'GRPCRoute grpc.argocd.example.com - - argocd-server:80',
    ],
  },
  'Argo CD with TLS behind': one('argocd-server', 'https=443', 'argocd.example.com', {
    more: [tlsTo('argocd-server', 'https')],
  }),
  Grafana: one('grafana', 'service=80', 'grafana.example.com', {
    more: [sentOn('grafana.example.com', '/', { scheme: 'https' }, 'http')],
  }),
  'kube-prometheus-stack': {
    services: { prometheus: ['http-web=9090', 'reloader-web=8080'], alertmanager: ['http-web=9093'] },
    routes: [
      'HTTPRoute prometheus.example.com / PathPrefix prometheus:9090',
      'HTTPRoute alertmanager.example.com / PathPrefix alertmanager:9093',
    ],
  },
  Harbor: {
    services: { 'harbor-core': ['http-web=80'], 'harbor-portal': ['80'] },
    routes: [
      ...['/api/', '/service/', '/v2/', '/c/'].map(
        (path) => `HTTPRoute h.example.com ${path} PathPrefix harbor-core:80`,
      ),
      'HTTPRoute h.example.com / PathPrefix harbor-portal:80',
    ],
  },
  GitLab: {
    services: {
      'gitlab-webservice-default': ['http-webservice=8080', 'http-workhorse=8181'],
      ...{ 'gitlab-registry': ['http-registry=5000'], 'gitlab-kas': ['http-kas=8150'], 'gitlab-shell': ['ssh=22'] },
    },
    routes: [
      'HTTPRoute gitlab.example.com / PathPrefix gitlab-webservice-default:8181',
      'HTTPRoute registry.example.com / PathPrefix gitlab-registry:5000',
      'HTTPRoute kas.example.com / PathPrefix gitlab-kas:8150',
    ],
    more: [
      {
        ...gatewayApi('TCPRoute', 'v1alpha2'),
        metadata: { name: 'gitlab-shell' },
        spec: { ...parents('ssh'), rules: [{ backendRefs: [{ name: 'gitlab-shell', port: 22 }] }] },
      },
    ],
  },
  Keycloak: {
    services: { keycloak: ['http=8080', 'http-internal=9000'] },
    routes: [
      ...['/realms/', '/resources/', '/.well-known/'].map(
        (path) => `HTTPRoute k.example.com ${path} PathPrefix keycloak:8080`,
      ),
      'HTTPRoute admin.example.com / PathPrefix keycloak:8080',
    ],
  },
  Nextcloud: one('nextcloud', 'http=8080', 'cloud.example.com', {
    more: ['/.well-known/carddav', '/.well-known/caldav'].map((path) => sentOn('cloud.example.com', path, dav)),
  }),
  Rancher: one('rancher', 'http=80', 'rancher.example.com'),
  'oauth2-proxy before an application': {
    services: { 'oauth2-proxy': ['http=80', 'metrics=44180'], app: ['80'] },
    routes: [
      'HTTPRoute sso.example.com,app.example.com /oauth2 PathPrefix oauth2-proxy:80',
      'HTTPRoute app.example.com / PathPrefix app:80',
    ],
  },
  Longhorn: one('longhorn-frontend', 'http=80', 'longhorn.example.com'),
  'kubernetes-dashboard': one('kong-proxy', 'kong-proxy-tls=443', 'dash.example.com', {
    more: [tlsTo('kong-proxy', 'kong-proxy-tls')],
  }),
  'Vault, passed through': {
    services: { 'vault-active': ['https=8200', 'https-internal=8201'] },
    routes: [],
    more: [
      {
        ...gatewayApi('TLSRoute', 'v1alpha3'),
        metadata: { name: 'vault' },
        spec: {
          ...{ ...parents('tls'), hostnames: ['vault.example.com'] },
          rules: [{ backendRefs: [{ name: 'vault-active', port: 8200 }] }],
        },
      },
    ],
  },
  'a solver of cert-manager': {
    services: { 'cm-acme-http-solver-x7k2p': ['http=8089'], web: ['80'] },
    routes: [
      'HTTPRoute new.example.com /.well-known/acme-challenge/3yQ Exact cm-acme-http-solver-x7k2p:8089',
      'HTTPRoute new.example.com / PathPrefix web:80',
    ],
  },
  Immich: one('immich-server', 'http=2283', 'photos.example.com'),
  'Home Assistant': one('home-assistant', 'http=8080', 'home.example.com'),
  Authentik: one('authentik-server', 'http=80', 'auth.example.com'),
  Dex: {
    services: { dex: ['http=5556', 'grpc=5557', 'telemetry=5558'] },
    routes: ['HTTPRoute dex.example.com / PathPrefix dex:5556', 'GRPCRoute grpc.dex.example.com - - dex:5557'],
  },
  Temporal: {
    services: { 'temporal-frontend': ['grpc-rpc=7233', 'http=7243'], 'temporal-web': ['http=8080'] },
    routes: [
      'HTTPRoute temporal.example.com / PathPrefix temporal-web:8080',
      'GRPCRoute api.temporal.example.com - - temporal-frontend:7233',
    ],
  },
  'Jenkins below a path': {
    services: { jenkins: ['http=8080'], 'jenkins-agent': ['agent-listener=50000'] },
    routes: ['HTTPRoute ci.example.com /jenkins PathPrefix jenkins:8080'],
  },
  Gitea: one('gitea-http', 'http=3000', 'git.example.com'),
  MinIO: {
    services: { minio: ['http=9000'], 'minio-console': ['http=9001'] },
    routes: [
      'HTTPRoute s3.example.com / PathPrefix minio:9000',
      'HTTPRoute minio.example.com / PathPrefix minio-console:9001',
    ],
  },
  Superset: one('superset', 'http=8088', 'superset.example.com'),
  n8n: {
    services: { n8n: ['http=5678'], 'n8n-webhook': ['http=5678'] },
    routes: [
      'HTTPRoute n8n.example.com /webhook/ PathPrefix n8n-webhook:5678',
      'HTTPRoute n8n.example.com / PathPrefix n8n:5678',
    ],
  },
  Mattermost: one('mattermost', 'http=8065', 'chat.example.com'),
  'Rocket.Chat': {
    services: { rocketchat: ['http=80'], 'rocketchat-ddp': ['http=80'] },
    routes: [
      ...['/sockjs', '/websocket'].map((path) => `HTTPRoute rocket.example.com ${path} PathPrefix rocketchat-ddp:80`),
      'HTTPRoute rocket.example.com / PathPrefix rocketchat:80',
    ],
  },
  Loki: one('loki-gateway', 'http-metrics=80', 'loki.example.com'),
  Nexus: one('nexus', 'nexus-ui=8081', 'nexus.example.com'),
  SonarQube: one('sonarqube', 'http=9000', 'sonar.example.com'),
  JupyterHub: one('proxy-public', 'http=80', 'hub.example.com'),
  WordPress: one('wordpress', 'http=80', 'blog.example.com'),
  'Sentry, whose paths are patterns': {
    services: { 'sentry-relay': ['relay=3000'], 'sentry-web': ['sentry=9000'] },
    routes: [
      'HTTPRoute s.example.com /api/[1-9][0-9]*/(envelope|store)/?.* RegularExpression sentry-relay:3000',
      'HTTPRoute s.example.com / PathPrefix sentry-web:9000',
    ],
  },
  Airflow: one('airflow-api-server', 'api-server=8080', 'airflow.example.com'),
}

/** @param namespace in which all of it stands, and below which its hosts are */
export function routedManifests({ services, routes, more = [] }: Routed, namespace: string): string {
  const placed = (name: string) => ({ name, namespace })
  const objects = [
    ...Object.entries(services).map(([name, words]) => ({
      ...{ apiVersion: 'v1', kind: 'Service', metadata: placed(name) },
      spec: { selector: { app: name }, ports: words.map(portOf) },
    })),
    ...routes.map((words, i) => ({ ...routeOf(words), metadata: placed(`route-${i}`) })),
    ...more.map((object) => ({
      ...object,
      metadata: placed((object as { metadata: { name: string } }).metadata.name),
    })),
  ]
  return objects
    .map((object) => stringify(object))
    .join('---\n')
    .replaceAll('.example.com', `.${namespace}.example.com`)
}

function portOf(word: string) {
  const [name, number = name] = word.split('=')
  return { ...(number === name ? {} : { name }), port: Number(number) }
}

function routeOf(words: string) {
  const [kind = '', hosts = '', path, type, to = ''] = words.split(' ')
  const [name, port] = to.split(':')
  const matches = path === '-' ? {} : { matches: [{ path: { type, value: path } }] }
  const rules = [{ ...matches, backendRefs: [{ name, port: Number(port) }] }]
  return { ...gatewayApi(kind), spec: { ...parents('https'), hostnames: hosts.split(','), rules } }
}

const open = { allowedRoutes: { namespaces: { from: 'All' } } }

/** The Gateway that all of them name, and its class. */
export function sharedGateway(controllerName: string): string {
  const listeners = [
    { name: 'http', port: 80, protocol: 'HTTP', ...open },
    { name: 'https', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'wildcard' }] }, ...open },
    { name: 'tls', port: 8443, protocol: 'TLS', tls: { mode: 'Passthrough' }, ...open },
    { name: 'ssh', port: 22, protocol: 'TCP', ...open },
  ]
  const gatewayClass = { ...gatewayApi('GatewayClass'), metadata: { name: 'edge' }, spec: { controllerName } }
  const metadata = { name: 'shared', namespace: 'gateways' }
  return [gatewayClass, { ...gatewayApi('Gateway'), metadata, spec: { gatewayClassName: 'edge', listeners } }]
    .map((object) => stringify(object))
    .join('---\n')
}
