/** What the providers of a Traefik read of a cluster: flags, annotations and objects of their own, by chance. */
import { rootCertificates } from 'node:tls'
import type { ClusterGenerator, ClusterWords, GeneratedCluster } from '../generate-cluster.js'
import type { ServedObject } from '../watched-api.js'
import { CustomGenerator } from './generate-custom.js'

export interface ProviderCluster extends GeneratedCluster {
  /** by `PLURAL.GROUP` */
  readonly custom: Readonly<Record<string, readonly ServedObject[]>>
  readonly secrets?: readonly ServedObject[]
}

export interface Provider {
  readonly words: ClusterWords
  /** how it reads the cluster of an API server */
  readonly reads: (url: string) => readonly string[]
  /** some of its switches */
  readonly flags: (generator: ClusterGenerator) => readonly string[]
  readonly made: (cluster: GeneratedCluster, generator: ClusterGenerator) => ProviderCluster
}

/** Kinds that its providers list and watch. */
export const plurals: Readonly<Record<string, string>> = {
  'networking.k8s.io/v1/ingresses': 'Ingress',
  'networking.k8s.io/v1/ingressclasses': 'IngressClass',
  '/v1/services': 'Service',
  '/v1/secrets': 'Secret',
  '/v1/configmaps': 'ConfigMap',
  '/v1/namespaces': 'Namespace',
  '/v1/nodes': 'Node',
  'discovery.k8s.io/v1/endpointslices': 'EndpointSlice',
  ...Object.fromEntries(
    [
      ...['IngressRoute', 'IngressRouteTCP', 'IngressRouteUDP', 'Middleware', 'MiddlewareTCP', 'TraefikService'],
      ...['TLSOption', 'TLSStore', 'ServersTransport', 'ServersTransportTCP'],
    ].map((kind) => [`traefik.io/v1alpha1/${kind.toLowerCase()}s`, kind]),
  ),
}

export function served(apiVersion: string, kind: string, all: readonly Omit<ServedObject, 'apiVersion' | 'kind'>[]) {
  return all.map((one) => ({ ...one, apiVersion, kind }) as ServedObject)
}

const router = 'traefik.ingress.kubernetes.io/router.'
const service = 'traefik.ingress.kubernetes.io/service.'

/** Of the Services of all providers. */
const ofService: ClusterWords['ofService'] = (generator) =>
  generator.some(25, {
    [`${service}sticky.cookie`]: ['true'],
    [`${service}nativelb`]: ['true', 'false'],
    [`${service}passHostHeader`]: ['false'],
    [`${service}nothing`]: ['x'],
  })

const entryPoints = (generator: ClusterGenerator) => [
  ...(generator.chance(2) ? ['--entryPoints.websecure.http.tls=true'] : []),
  ...(generator.chance(8) ? ['--entryPoints.web.asDefault=true'] : []),
  ...(generator.chance(8) ? ['--entryPoints.websecure.http.middlewares=team-m0@kubernetescrd'] : []),
  ...(generator.chance(8)
    ? [`--entryPoints.web.http.redirections.entryPoint.to=${generator.one(['websecure', ':443'])}`]
    : []),
  ...(generator.chance(12) ? ['--core.defaultRuleSyntax=v2'] : []),
]

const reading =
  (provider: string): Provider['reads'] =>
  (url) => [`--providers.${provider}`, `--providers.${provider}.endpoint=${url}`, `--providers.${provider}.token=x`]

function switches(
  generator: ClusterGenerator,
  provider: string,
  names: Readonly<Record<string, number>>,
): readonly string[] {
  return Object.entries(names).flatMap(([name, times]) =>
    generator.chance(times) ? [`--providers.${provider}.${name.includes('=') ? name : `${name}=true`}`] : [],
  )
}

/** One that is there as soon as all objects are read. */
function withSentinel(cluster: GeneratedCluster, ingressClass: string): GeneratedCluster {
  const metadata = { namespace: 'shop', name: 'ready' }
  const backend = { service: { name: 'ready', port: { number: 80 } } }
  const ports = [{ name: 'http', port: 80, protocol: 'TCP' }]
  const labels = { 'kubernetes.io/service-name': 'ready' }
  return {
    ingresses: [
      ...cluster.ingresses,
      {
        metadata: { ...metadata, annotations: { 'kubernetes.io/ingress.class': ingressClass } },
        spec: { rules: [{ host: 'ready.test', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }] },
      },
    ],
    services: [...cluster.services, { metadata, spec: { type: 'ClusterIP', clusterIP: '127.0.0.1', ports } }],
    slices: [
      ...cluster.slices,
      { metadata: { ...metadata, labels }, addressType: 'IPv4', ports, endpoints: [{ addresses: ['127.0.0.1'] }] },
    ],
  }
}

const ingress: Provider = {
  words: {
    classes: [undefined, 'traefik', 'traefik', 'traefik', 'traefik', 'nginx', 'second'],
    ofIngress: (generator) =>
      generator.some(30, {
        [`${router}entrypoints`]: ['web', 'websecure', 'web,websecure', 'nobody'],
        [`${router}priority`]: ['5', '300', '-1', '0', 'high'],
        [`${router}pathmatcher`]: ['Path', 'PathPrefix', 'PathRegexp', 'Host'],
        [`${router}tls`]: ['true', 'false', 'yes'],
        [`${router}tls.certresolver`]: ['le'],
        [`${router}middlewares`]: ['team-none@kubernetescrd'],
        [`${router}ruleSyntax`]: ['v2'],
        [`${router}nothing`]: ['x'],
        'kubernetes.io/ingress.class': ['traefik', 'nginx', ''],
      }),
    ofService,
  },
  reads: reading('kubernetesingress'),
  flags: (generator) => [
    ...entryPoints(generator),
    ...switches(generator, 'kubernetesingress', {
      allowEmptyServices: 2,
      allowExternalNameServices: 2,
      strictPrefixMatching: 2,
      nativeLBByDefault: 12,
      disableIngressClassLookup: 20,
      'ingressClass=traefik': 10,
      'namespaces=team,shop': 10,
    }),
  ],
  made: (cluster) => ({ ...withSentinel(cluster, 'traefik'), custom: {} }),
}

const nginx = 'nginx.ingress.kubernetes.io/'

const nginxProvider: Provider = {
  words: {
    classes: ['nginx', 'nginx', 'nginx', 'traefik', undefined],
    ofIngress: (generator) => ({
      ...generator.some(20, {
        [`${nginx}use-regex`]: ['true', ' true'],
        [`${nginx}ssl-redirect`]: ['false', 'true', ''],
        [`${nginx}force-ssl-redirect`]: ['true'],
        [`${nginx}service-upstream`]: ['true'],
        [`${nginx}from-to-www-redirect`]: ['true'],
        [`${nginx}server-alias`]: [
          'nobody.test',
          'b.a.test',
          'Nobody.test, any.a.test',
          'www.other.test',
          'www.a.test,',
        ],
        [`${nginx}permanent-redirect`]: ['https://new.test/', ''],
        [`${nginx}permanent-redirect-code`]: ['308', '299', '+307', ' 308'],
        [`${nginx}temporal-redirect`]: ['https://later.test/x', '/here'],
        [`${nginx}app-root`]: ['/home', 'home', ' /home'],
        [`${nginx}rewrite-target`]: ['/new', '/$1', '/a'],
        [`${nginx}ssl-passthrough`]: ['true', 'True', 'false'],
        [`${nginx}default-backend`]: ['api', 'missing'],
        [`${nginx}custom-http-errors`]: ['404,503', '401,403,503-504', '404,', '5xx'],
        [`${nginx}auth-type`]: ['basic', 'digest', 'other'],
        [`${nginx}auth-secret-type`]: ['auth-map', 'auth-file', 'none'],
        [`${nginx}auth-tls-secret`]: ['team/cert', 'team/none', 'clients', 'team/clients', 'shop/clients'],
        [`${nginx}auth-tls-verify-client`]: ['on', 'optional', 'off'],
        [`${nginx}enable-cors`]: ['true', 'false'],
        [`${nginx}auth-url`]: ['http://127.0.0.9:9/check'],
        [`${nginx}enable-global-auth`]: ['false'],
        [`${nginx}allowlist-source-range`]: ['127.0.0.0/8', '10.0.0.0/8, 192.0.2.1', 'nobody', '', '127.0.0.1,'],
        [`${nginx}whitelist-source-range`]: ['10.0.0.0/8'],
      }),
      ...generator.some(60, {
        [`${nginx}server-snippet`]: ['return 410;', 'if ($host = a.test) { return 403; }'],
        [`${nginx}configuration-snippet`]: [
          'return 403;',
          'more_set_headers "X-A: b";',
          'return 302 https://new.test/y;',
        ],
      }),
      ...(generator.chance(8) && {
        [`${nginx}auth-type`]: 'basic',
        [`${nginx}auth-secret`]: generator.one(['users', 'team/users', 'shop/users', 'none', 'clients', 'a/b/c']),
      }),
      ...(generator.chance(10) && {
        [`${nginx}auth-tls-secret`]: generator.one(['team/clients', 'shop/clients']),
        ...generator.some(2, { [`${nginx}auth-tls-verify-client`]: ['optional', 'off', 'optional_no_ca'] }),
      }),
      ...(generator.chance(4) && {
        [`${nginx}canary`]: 'true',
        ...generator.some(2, {
          [`${nginx}canary-weight`]: ['0', '30', '100', '150'],
          [`${nginx}canary-weight-total`]: ['200', '10'],
          [`${nginx}canary-by-header`]: ['X-Kind'],
          [`${nginx}canary-by-header-value`]: ['red'],
          [`${nginx}canary-by-cookie`]: ['kind'],
        }),
      }),
    }),
    ofService,
  },
  reads: reading('kubernetesingressnginx'),
  flags: (generator) => [
    ...entryPoints(generator),
    ...switches(generator, 'kubernetesingressnginx', {
      watchIngressWithoutClass: 4,
      allowSnippetAnnotations: 2,
      allowCrossNamespaceResources: 3,
      disableSvcExternalName: 4,
      'defaultBackendService=shop/web': 3,
      'customHTTPErrors=404,503': 5,
      'globalAuthURL=http://127.0.0.9:9/all': 12,
      'strictValidatePathType=false': 4,
    }),
  ],
  made: (cluster) => ({ ...withSentinel(cluster, 'nginx'), custom: {}, secrets }),
}

const secretOf = (namespace: string, name: string, data: object, type = 'Opaque'): ServedObject => ({
  ...{ apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name }, type },
  data: Object.fromEntries(Object.entries(data).map(([key, text]) => [key, btoa(text)])),
})

/** Passwords, an authority, and certificates that nobody looks into. */
const secrets: readonly ServedObject[] = ['team', 'shop'].flatMap((namespace) => [
  secretOf(namespace, 'users', { auth: 'somebody:{SHA}x\n' }),
  secretOf(namespace, 'realms', { auth: 'somebody:here:x\n' }),
  secretOf(namespace, 'clients', { 'ca.crt': rootCertificates[0] ?? '' }),
  secretOf(namespace, 'login', { username: 'somebody', password: 'secret' }, 'kubernetes.io/basic-auth'),
  secretOf(namespace, 'password', { password: 'secret' }, 'kubernetes.io/basic-auth'),
  secretOf(namespace, 'cert', { 'tls.crt': 'a certificate', 'tls.key': 'its key' }, 'kubernetes.io/tls'),
])

/** Its own kinds; Ingresses are nobody's. */
const customProvider: Provider = {
  words: { classes: [undefined], ofIngress: () => ({}), ofService: () => ({}) },
  reads: reading('kubernetescrd'),
  flags: (generator) => [
    ...entryPoints(generator),
    ...switches(generator, 'kubernetescrd', {
      allowEmptyServices: 2,
      allowExternalNameServices: 2,
      allowCrossNamespace: 3,
      nativeLBByDefault: 12,
      'namespaces=team,shop': 10,
    }),
  ],
  made: (cluster, generator) => ({
    ...withSentinel(cluster, 'nobody'),
    ingresses: [],
    custom: new CustomGenerator(generator).objects(),
    secrets,
  }),
}

export const providers: Readonly<Record<string, Provider>> = {
  kubernetesingress: ingress,
  kubernetesingressnginx: nginxProvider,
  kubernetescrd: customProvider,
}
