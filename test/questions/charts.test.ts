/**
 * The shapes that charts of the world render: nothing is wrong with them, and nothing is said of them. Each is what such a
 * chart asks for in our own words: its annotations, its TLS by an issuer, its ports by name, its own Secrets beside.
 */
import { expect, it } from 'vitest'
import { stringify } from 'yaml'
import { session } from '../support/session.js'

interface Shape {
  readonly host: string
  /** `PATH TYPE SERVICE:PORT` */
  readonly paths: readonly string[]
  readonly annotations?: Readonly<Record<string, string>>
  readonly tls?: string
  /** name → ports: `name=number` or a number */
  readonly services: Readonly<Record<string, readonly string[]>>
  readonly class?: string | null
  /** names of Secrets and ConfigMaps that the chart brings along */
  readonly secrets?: readonly string[]
  readonly more?: readonly object[]
}

const n = (annotations: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(annotations).map(([name, value]) => [`nginx.ingress.kubernetes.io/${name}`, value]))
const issuer = { 'cert-manager.io/cluster-issuer': 'letsencrypt' }

const charts: Readonly<Record<string, Shape>> = {
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
        apiVersion: 'networking.k8s.io/v1',
        kind: 'IngressClass',
        metadata: { name: 'gitlab-nginx' },
        spec: { controller: 'k8s.io/ingress-nginx' },
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
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: {
          name: 'app',
          namespace: 'charts',
          annotations: n({
            'auth-url': 'https://$host/oauth2/auth',
            'auth-signin': 'https://$host/oauth2/start?rd=$escaped_request_uri',
            'auth-response-headers': 'X-Auth-Request-User,X-Auth-Request-Email',
          }),
        },
        spec: {
          ingressClassName: 'nginx',
          rules: [
            {
              host: 'app.example.com',
              http: {
                paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'app', port: { number: 80 } } } }],
              },
            },
          ],
        },
      },
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

function manifestsOf(shape: Shape): string {
  const { host, paths, annotations = {}, tls, services, secrets = [], more = [] } = shape
  const metadata = (name: string) => ({ name, namespace: 'charts' })
  const ingress = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { ...metadata('main'), annotations },
    spec: {
      ...(shape.class === null ? {} : { ingressClassName: shape.class ?? 'nginx' }),
      ...(tls === undefined ? {} : { tls: [{ hosts: [host], secretName: tls }] }),
      rules: [{ host, http: { paths: paths.map(pathOf) } }],
    },
  }
  const ports = (words: readonly string[]) =>
    words.map((word) => {
      const [name, number] = word.includes('=') ? word.split('=') : [undefined, word]
      return { ...(name === undefined ? {} : { name }), port: Number(number), targetPort: name ?? Number(number) }
    })
  const objects = [
    ...Object.entries(services).map(([name, words]) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadata(name),
      spec: { selector: { app: name }, ports: ports(words) },
    })),
    ...secrets.map((name) => ({ apiVersion: 'v1', kind: 'Secret', metadata: metadata(name), data: {} })),
    ...secrets.map((name) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(name), data: {} })),
    ingress,
    ...more,
  ]
  return objects.map((one) => stringify(one)).join('---\n')
}

function pathOf(words: string) {
  const [path = '', pathType = '', to = ''] = words.split(' ')
  const [name = '', port = ''] = to.split(':')
  return {
    path,
    pathType,
    backend: { service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } },
  }
}

it.each(Object.entries(charts))('the chart of %s', async (_, shape) => {
  const { stdout, code } = await session(['lint', '-f', '-'], { stdin: manifestsOf(shape) })
  expect([stdout, code]).toEqual(['', 0])
})

it('all of them in one namespace each', async () => {
  const all = Object.entries(charts).map(([name, shape]) =>
    manifestsOf(shape).replaceAll('namespace: charts', `namespace: ${name.toLowerCase().replaceAll(/[^a-z]/g, '-')}`),
  )
  const { stdout, code } = await session(['lint', '-f', '-'], { stdin: all.join('---\n') })
  expect([stdout, code]).toEqual(['', 0])
})
