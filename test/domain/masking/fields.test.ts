/**
 * A canary in every string of every kind, known to these commands or not, one after the other: it comes through where a
 * name, a host, a path or an address stands, and nowhere else.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { customKinds } from '../../../src/controllers/files.js'
import { known } from '../../../src/controllers/ingress-nginx/annotations/known/catalogue.js'
import { masker } from '../../../src/controllers/masker.js'
import { projectCustom, type Shape } from '../../../src/domain/objects/custom.js'
import { type Kind, kinds } from '../../../src/domain/objects/objects.js'
import { project } from '../../../src/domain/objects/project.js'
import { canary, misplaced } from '../../support/worlds/canary-world.js'
import { samples } from './samples.js'

const authority = readFileSync(join(import.meta.dirname, '..', '..', 'fixtures', 'tls', 'ca.pem'), 'utf8')

const metadata = {
  name: 'n',
  namespace: 'ns',
  uid: 'u',
  generateName: 'g',
  creationTimestamp: '2026-01-01T00:00:00Z',
  labels: { app: 'a', other: 'b', token: 'c' },
  annotations: {
    'kubectl.kubernetes.io/last-applied-configuration': '{}',
    'nginx.ingress.kubernetes.io/auth-url': 'http://h/',
    'nginx.ingress.kubernetes.io/configuration-snippet': 'set $a "b";',
    'example.com/anything': 'a',
  },
  ownerReferences: [{ kind: 'k', name: 'n', controller: true }],
  managedFields: [{ manager: 'm' }],
  finalizers: ['f'],
}

type Path = readonly (string | number)[]

function* stringsIn(value: unknown, path: Path = []): Generator<Path> {
  if (typeof value === 'string') yield path
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value))
    yield* stringsIn(member, [...path, Array.isArray(value) ? Number(key) : key])
}

function withAt(value: unknown, [first, ...rest]: Path, text: string): unknown {
  if (first === undefined) return text
  if (Array.isArray(value)) return value.map((one, i) => (i === first ? withAt(one, rest, text) : one))
  return { ...(value as object), [first]: withAt((value as Record<string, unknown> | undefined)?.[first], rest, text) }
}

/** Every object has a field that nobody knows. */
function strange(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strange)
  if (typeof value !== 'object' || value === null) return value
  return { ...Object.fromEntries(Object.entries(value).map(([key, one]) => [key, strange(one)])), stranger: 'x' }
}

const under = (place: string, names: readonly string[]) => names.map((name) => `${place}.${name}`)
const throughRef = ['group', 'kind', 'name', 'namespace']
const throughConditions = ['conditions.lastTransitionTime', 'conditions.status']
const throughAllowed = [
  'from',
  ...under('selector', ['matchExpressions.key', 'matchExpressions.operator', 'matchLabels.app']),
]
const throughListeners = under('spec.listeners', [
  ...['hostname', 'name', 'protocol', 'tls.mode', ...under('tls.certificateRefs', throughRef)],
  ...['allowedRoutes.kinds.group', 'allowedRoutes.kinds.kind', ...under('allowedRoutes.namespaces', throughAllowed)],
])
const throughListenersStatus = [
  ...under('status', throughConditions),
  ...under('status.listeners', ['name', 'supportedKinds.group', 'supportedKinds.kind', ...throughConditions]),
]
const throughListenerSet = [...under('spec.parentRef', throughRef), ...throughListeners, ...throughListenersStatus]
const throughPath = under('path', ['replaceFullPath', 'replacePrefixMatch', 'type'])
const throughModifier = ['add.name', 'remove', 'set.name']
const throughFilters = under('filters', [
  ...under('cors', ['allowHeaders', 'allowMethods', 'allowOrigins', 'exposeHeaders']),
  ...under('extensionRef', ['group', 'kind', 'name']),
  ...under('requestHeaderModifier', throughModifier),
  ...under('requestMirror.backendRef', throughRef),
  ...under('requestRedirect', ['hostname', 'scheme', ...throughPath]),
  ...under('responseHeaderModifier', throughModifier),
  ...under('urlRewrite', ['hostname', ...throughPath]),
  'type',
])
const throughStream = [
  'spec.hostnames',
  ...under('spec.parentRefs', [...throughRef, 'sectionName']),
  ...under('spec.rules', ['name', ...under('backendRefs', throughRef)]),
  ...under('status.parents', ['controllerName', ...throughConditions]),
  ...under('status.parents.parentRef', [...throughRef, 'sectionName']),
]
const throughWeb = [
  ...throughStream,
  ...under('spec.rules', [...throughFilters, ...under('backendRefs', throughFilters)]),
]

/** Names of objects and their parts, hosts, paths, addresses and instants: what the answers are made of. */
const throughs: { readonly [K in Kind]: readonly string[] } = {
  Ingress: [
    ...['resource.apiGroup', 'resource.kind', 'resource.name', 'service.name', 'service.port.name'].flatMap((one) => [
      `spec.defaultBackend.${one}`,
      `spec.rules.http.paths.backend.${one}`,
    ]),
    ...['spec.ingressClassName', 'spec.rules.host', 'spec.rules.http.paths.path', 'spec.rules.http.paths.pathType'],
    ...[
      'spec.tls.hosts',
      'spec.tls.secretName',
      'status.loadBalancer.ingress.hostname',
      'status.loadBalancer.ingress.ip',
    ],
  ],
  IngressClass: ['spec.controller'],
  Service: [
    ...['spec.clusterIP', 'spec.externalIPs', 'spec.externalName'],
    ...['appProtocol', 'name', 'protocol', 'targetPort'].map((field) => `spec.ports.${field}`),
    ...['spec.selector.app', 'spec.type', 'status.loadBalancer.ingress.hostname', 'status.loadBalancer.ingress.ip'],
  ],
  EndpointSlice: [
    ...['addressType', 'endpoints.addresses', 'endpoints.nodeName', 'ports.name', 'ports.protocol'],
    ...['kind', 'name', 'namespace', 'uid'].map((one) => `endpoints.targetRef.${one}`),
  ],
  Endpoints: [
    ...['addresses.ip', 'addresses.nodeName', 'notReadyAddresses.ip', 'ports.name', 'ports.protocol'],
    ...['kind', 'name', 'namespace', 'uid'].map((one) => `addresses.targetRef.${one}`),
  ].map((one) => `subsets.${one}`),
  ValidatingWebhookConfiguration: [
    ...['failurePolicy', 'name', 'rules.apiGroups', 'rules.resources'],
    ...['clientConfig.service.name', 'clientConfig.service.namespace'],
  ].map((one) => `webhooks.${one}`),
  Namespace: [],
  Secret: [],
  ConfigMap: [],
  Pod: [
    ...['metadata.ownerReferences.kind', 'metadata.ownerReferences.name', 'spec.nodeName', 'status.podIP'],
    ...['spec.containers.image', 'spec.containers.name', 'status.containerStatuses.name', 'status.phase'],
    ...['status.conditions.status', 'status.conditions.type', 'status.containerStatuses.state.waiting.reason'],
  ],
  Deployment: [],
  DaemonSet: [],
  StatefulSet: [],
  Lease: ['spec.holderIdentity', 'spec.renewTime'],
  Event: ['involvedObject.kind', 'involvedObject.name', 'involvedObject.namespace', 'type'],
  GatewayClass: ['spec.controllerName', ...under('status', throughConditions)],
  Gateway: [
    ...['spec.addresses.type', 'spec.addresses.value', 'spec.gatewayClassName'],
    ...['status.addresses.type', 'status.addresses.value'],
    ...under('spec.allowedListeners.namespaces', throughAllowed),
    ...under('spec.tls.backend.clientCertificateRef', throughRef),
    ...['default.validation', 'perPort.tls.validation'].flatMap((one) =>
      under(`spec.tls.frontend.${one}`, ['mode', ...under('caCertificateRefs', throughRef)]),
    ),
    ...throughListeners,
    ...throughListenersStatus,
  ],
  ListenerSet: throughListenerSet,
  XListenerSet: throughListenerSet,
  HTTPRoute: [
    ...throughWeb,
    ...under('spec.rules.matches', ['headers.name', 'headers.type', 'method', 'path.type', 'path.value']),
    ...under('spec.rules.matches', ['queryParams.name', 'queryParams.type']),
    ...under('spec.rules.timeouts', ['backendRequest', 'request']),
  ],
  GRPCRoute: [
    ...throughWeb,
    ...under('spec.rules.matches', ['headers.name', 'headers.type']),
    ...under('spec.rules.matches.method', ['method', 'service', 'type']),
  ],
  TLSRoute: throughStream,
  TCPRoute: throughStream,
  UDPRoute: throughStream,
  ReferenceGrant: [
    ...under('spec.from', ['group', 'kind', 'namespace']),
    ...under('spec.to', ['group', 'kind', 'name']),
  ],
  BackendTLSPolicy: [
    ...under('spec.targetRefs', ['group', 'kind', 'name', 'sectionName']),
    ...under('spec.validation', ['hostname', 'wellKnownCACertificates']),
    ...under('spec.validation.caCertificateRefs', ['group', 'kind', 'name']),
    ...under('spec.validation.subjectAltNames', ['hostname', 'type', 'uri']),
    ...under('status.ancestors', ['controllerName', ...throughConditions]),
    ...under('status.ancestors.ancestorRef', throughRef),
  ],
}
const ofAll = [
  ...['metadata.creationTimestamp', 'metadata.generateName', 'metadata.labels.app', 'metadata.name'],
  ...['metadata.namespace', 'metadata.uid'],
]

function found(kind: Kind): string[] {
  const whole = strange({ kind, metadata, ...samples[kind] })
  const through = [...stringsIn(whole)].filter((path) => {
    const object = project(kind, withAt(whole, path, canary) as Record<string, unknown>)
    return JSON.stringify(masker.object<Kind>(kind, object)).includes(canary)
  })
  return [...new Set(through.map((path) => path.filter((part) => typeof part === 'string').join('.')))].sort()
}

it.each(Object.keys(kinds) as Kind[])('in %s', (kind) => {
  expect(found(kind)).toEqual([...throughs[kind], ...ofAll].sort())
})

it.each(Object.keys(kinds) as Kind[])('in no field of %s a sentence, an assignment, a user or a key', (kind) => {
  const whole = strange({ kind, metadata, ...samples[kind] })
  const through = [...stringsIn(whole)].flatMap((path) =>
    misplaced.flatMap((text) => {
      const object = project(kind, withAt(whole, path, text) as Record<string, unknown>)
      return JSON.stringify(masker.object<Kind>(kind, object)).includes(canary) ? [[path.join('.'), text]] : []
    }),
  )
  expect(through).toEqual([])
})

/** Places of all values of a shape, in lists where the API has them. */
function* leavesOf(shape: Shape, path: Path): Generator<Path> {
  if (shape === 'map') yield [...path, 'app']
  else if (typeof shape === 'string' || Array.isArray(shape)) yield path
  else for (const [field, one] of Object.entries(shape)) yield* leavesOf(one, [...path, field])
}

it.each(customKinds.map((one) => [one.kind, one] as const))('nor in one of %s', (_, kind) => {
  const places = (['spec', 'status'] as const).flatMap((part) => [...leavesOf(kind.shape[part] ?? {}, [part])])
  const through = places.flatMap((path) =>
    misplaced.flatMap((text) => {
      const object = projectCustom(kind, withAt({ metadata: { name: 'n' } }, path, text))
      return JSON.stringify(masker.custom(object)).includes(canary) ? [[path.join('.'), text]] : []
    }),
  )
  expect(through).toEqual([])
})

/** One of each kind that is shown: of Kubernetes, of Traefik, of F5 NGINX, and of controllers that are only named. */
const annotationsOfOthers = [
  ...['kubernetes.io/ingress.class', 'kubernetes.io/ingress.allow-http', 'meta.helm.sh/release-name'],
  ...['external-dns.alpha.kubernetes.io/hostname', 'cert-manager.io/cluster-issuer', 'ingress.kubernetes.io/backends'],
  ...['group.name', 'group.order', 'scheme', 'target-type'].map((name) => `alb.ingress.kubernetes.io/${name}`),
  ...[
    'router.entrypoints',
    'router.middlewares',
    'router.tls.options',
    'router.pathmatcher',
    'service.sticky.cookie.name',
  ].map((name) => `traefik.ingress.kubernetes.io/${name}`),
  ...['rewrites', 'rewrite-target', 'app-root', 'path-regex', 'lb-method', 'listen-ports', 'grpc-services', 'policies']
    .concat(['max-fails', 'proxy-read-timeout', 'ssl-redirect', 'basic-auth-realm', 'mergeable-ingress-type'])
    .map((name) => `nginx.org/${name}`),
]

it('nor in an annotation of anybody', () => {
  const names = [...annotationsOfOthers, ...[...known.keys()].map((name) => `nginx.ingress.kubernetes.io/${name}`)]
  const through = names.flatMap((name) =>
    misplaced.flatMap((text) => {
      const ingress = masker.object(
        'Ingress',
        project('Ingress', { metadata: { name: 'a', annotations: { [name]: text } } }),
      )
      return JSON.stringify(ingress).includes(canary) ? [[name, text]] : []
    }),
  )
  expect(through).toEqual([])
})

it.each<[Kind, Record<string, unknown>]>([
  ['Ingress', { labels: { tier: 'web' }, annotations: { 'example.com/on': 'true' } }],
  ['Ingress', { labels: { tier: 'web', 'example.com/tier': 'web', 'app.kubernetes.io/instance': canary } }],
  ['Pod', { spec: { containers: [{ name: 'c', image: 'x:1', args: ['--v=2'] }] }, status: { reason: 'Evicted' } }],
  ['Pod', { spec: { containers: [{ name: 'c', command: ['/bin/x', 'run'] }] } }],
  ['Secret', { type: 'kubernetes.io/tls', data: {} }],
  ['Secret', { data: {} }],
  ['ConfigMap', { data: { 'use-http2': 'false', 'ca.crt': authority } }],
  ['HTTPRoute', { spec: { rules: [{ matches: [{ headers: [{ name: 'x-env', value: 'canary' }] }] }] } }],
])('leaves what is harmless in %s: %j', (kind, { labels, annotations, ...object }) => {
  const whole = project(kind, { metadata: { name: 'n', namespace: 'ns', labels, annotations }, ...object })
  expect(JSON.stringify(masker.object<Kind>(kind, whole))).toBe(JSON.stringify(whole))
})

it('hides what has the shape of a token, be it in a path', () => {
  const path = '/hook/ghp_HUNTER2HUNTER2HUNTER2/x'
  const rules = [{ host: 'a.test', http: { paths: [{ path, pathType: 'Prefix' }] } }]
  const ingress = masker.object('Ingress', project('Ingress', { metadata: { name: 'n' }, spec: { rules } }))
  expect(ingress.spec?.rules?.[0]?.http?.paths?.[0]?.path).toBe('/hook/<masked>')
})

it('leaves nothing but certificates where an authority should stand', () => {
  const asking = (caBundle: string) => ({
    metadata: { name: 'n' },
    webhooks: [{ name: 'w', clientConfig: { caBundle } }],
  })
  const shown = (text: string) =>
    masker.object('ValidatingWebhookConfiguration', project('ValidatingWebhookConfiguration', asking(btoa(text))))
      .webhooks?.[0]?.clientConfig?.caBundle
  expect([atob(shown(canary) ?? ''), atob(shown(authority) ?? '')]).toEqual(['<masked>', authority])
})

/**
 * Of ingress-nginx, those that name an object, a host, a path, a header or a cookie, or that lead somewhere.
 */
const namingAnnotations = [
  ...['app-root', 'auth-proxy-set-headers', 'auth-request-redirect', 'auth-secret', 'auth-signin'],
  ...['auth-signin-redirect-param', 'auth-tls-error-page', 'auth-tls-secret', 'auth-url', 'canary-by-cookie'],
  ...['canary-by-header', 'cors-allow-origin', 'custom-headers'],
  ...['fastcgi-params-configmap', 'mirror-host', 'mirror-target', 'permanent-redirect'],
  ...['proxy-cookie-path', 'proxy-redirect-from', 'proxy-redirect-to', 'proxy-ssl-name', 'proxy-ssl-secret'],
  ...['rewrite-target', 'server-alias', 'session-cookie-domain', 'session-cookie-name', 'session-cookie-path'],
  ...['temporal-redirect', 'upstream-vhost', 'x-forwarded-prefix'],
]

it('in every annotation that is known', () => {
  const through = [...known.keys()].filter((name) =>
    [canary, `a ${canary} b`, `http://${canary}/${canary}`, `{${canary}}`, `Basic ${canary}`].some((value) => {
      const annotations = { [`nginx.ingress.kubernetes.io/${name}`]: value }
      const ingress = masker.object('Ingress', project('Ingress', { metadata: { name: 'a', annotations } }))
      return JSON.stringify(ingress).includes(canary)
    }),
  )
  expect(through.sort()).toEqual(namingAnnotations)
})

it.each([
  ...['kubernetes.io/ingress.class', 'meta.helm.sh/release-name'],
  ...['external-dns.alpha.kubernetes.io/ttl', 'nginx.org/max-fails', 'nginx.org/proxy-read-timeout'],
  ...['nginx.org/ssl-redirect', 'nginx.org/use-cluster-ip', 'ingress.kubernetes.io/ssl-redirect'],
  ...['nginx.ingress.kubernetes.io/auth-secret', 'nginx.ingress.kubernetes.io/custom-headers'],
])('and no sentence in the place of a name, a number or a switch: %s', (annotation) => {
  const shown = (value: string) =>
    JSON.stringify(
      masker.object('Ingress', project('Ingress', { metadata: { name: 'a', annotations: { [annotation]: value } } })),
    )
  for (const value of [`Bearer ${canary}`, `X-Api-Key: ${canary}`]) expect(shown(value)).not.toContain(canary)
  expect(shown('10')).toContain('10')
})

it('of what a header must be for a canary words alone', () => {
  const through = [`Basic ${canary}`, `token=${canary}`, canary, 'beta', 'team 7'].filter((value) => {
    const annotations = { 'nginx.ingress.kubernetes.io/canary-by-header-value': value }
    const ingress = masker.object('Ingress', project('Ingress', { metadata: { name: 'a', annotations } }))
    return JSON.stringify(ingress).includes(value)
  })
  expect(through).toEqual(['beta', 'team 7'])
})
