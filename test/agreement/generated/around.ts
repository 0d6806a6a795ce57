/** What stands around generated Ingresses: controllers with their flags and ConfigMaps, classes, Services, slices, Secrets. */
import fc from 'fast-check'
import { controllerPod } from '../../support/cluster/fake-controller.js'
import { pem } from '../../support/cluster/tls-files.js'

/** Service → its ports. */
const services: Readonly<Record<string, object>> = {
  web: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  api: {
    ports: [
      { name: 'http', port: 80, targetPort: 'web' },
      { name: 'udp', port: 80, protocol: 'UDP' },
    ],
  },
  both: {
    ports: [
      { name: 'dns', port: 80, protocol: 'UDP', targetPort: 8053 },
      { name: 'http', port: 80, targetPort: 8080 },
      { name: 'more', port: 8080, targetPort: 9090 },
    ],
  },
  udp: { ports: [{ name: 'dns', port: 80, protocol: 'UDP', targetPort: 8080 }] },
  empty: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  sleepy: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  hidden: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  headless: { clusterIP: 'None', ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  outside: { type: 'ExternalName', externalName: 'api.example.org', ports: [{ port: 80 }] },
  'outside-bare': { type: 'ExternalName', externalName: 'api.example.org' },
  leaving: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  'two-families': { ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  portless: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  nameless: { ports: [{ port: 80, targetPort: 8080 }] },
  early: { publishNotReadyAddresses: true, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
}
export const serviceNames = Object.keys(services)

/** Releases with rules of their own. */
const releases = ['1.0.0', '1.0.5', '1.5.1', '1.8.4', '1.9.6', '1.11.5', '1.12.8', '1.15.1']

const flags: readonly (readonly string[])[] = [
  [],
  [],
  ['--enable-ssl-passthrough'],
  ['--watch-ingress-without-class'],
  ['--default-backend-service=default/web'],
  ['--default-backend-service=default/empty'],
  ['--disable-catch-all'],
  ['--watch-namespace=default'],
  ['--default-ssl-certificate=default/good'],
  ['--disable-svc-external-name'],
  ['--ingress-class-by-name'],
  ['--ingress-class=other'],
  ['--enable-ssl-passthrough', '--default-ssl-certificate=default/wild'],
  ['--default-ssl-certificate=default/none'],
  ['--enable-annotation-validation=false'],
  ['--https-port=8443', '--http-port=8080'],
]

const configs: readonly Readonly<Record<string, string>>[] = [
  {},
  {},
  { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' },
  { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' },
  { 'service-upstream': 'true' },
  { 'custom-http-errors': '404,503' },
  { 'ssl-redirect': 'false' },
  { 'force-ssl-redirect': 'true' },
  { 'strict-validate-path-type': 'false' },
  { 'strict-validate-path-type': 'true' },
  { 'annotation-value-word-blocklist': 'elsewhere,return' },
  { 'global-auth-url': 'http://auth.example/' },
  { 'allow-cross-namespace-resources': 'true' },
  { 'denylist-source-range': '192.0.2.0/24' },
  { 'ssl-reject-handshake': 'true' },
  { 'whitelist-source-range': '192.0.2.0/24' },
  { 'no-tls-redirect-locations': '/a' },
  { 'location-snippet': 'return 403;', 'allow-snippet-annotations': 'true' },
  { 'server-snippet': 'location = /a { return 204; }' },
  { 'disable-catch-all': 'true', 'use-http2': 'false' },
]

/** A controller of the class of its name. */
export interface Controller {
  readonly name: 'nginx' | 'second'
  readonly release: string
  readonly flags: readonly string[]
  readonly config: Readonly<Record<string, string>>
}

const oneController = (name: Controller['name']): fc.Arbitrary<Controller> =>
  fc.record({
    name: fc.constant(name),
    release: fc.constantFrom(...releases),
    flags: fc.constantFrom(...flags),
    config: fc.constantFrom(...configs),
  })

/** The first one, and at times a second one. */
export const controllers: fc.Arbitrary<readonly Controller[]> = fc
  .tuple(oneController('nginx'), fc.option(oneController('second'), { freq: 4 }))
  .map(([first, second]) => (second === null ? [first] : [first, second]))

const typed = (apiVersion: string, kind: string) => ({ apiVersion, kind })

/** The name of the pod that runs a controller. */
export function podOf({ name }: Controller): { readonly namespace: string; readonly name: string } {
  return { namespace: namespaceOf(name), name: `${name}-1` }
}

const namespaceOf = (name: Controller['name']) => (name === 'nginx' ? 'edge' : 'more-edge')

function ofController({ name, release, flags: said, config }: Controller): object[] {
  const image = `registry.example/ingress-nginx/controller:v${release}`
  const namespace = namespaceOf(name)
  const args = [`--configmap=${namespace}/config`, `--controller-class=${controllerClass[name]}`, ...said]
  const pod = controllerPod({ name: `${name}-1`, namespace, owner: ['DaemonSet', name], image, args })
  return [
    { ...typed('v1', 'Pod'), ...pod },
    { ...typed('v1', 'ConfigMap'), metadata: { namespace, name: 'config' }, data: config },
  ]
}

const controllerClass = { nginx: 'k8s.io/ingress-nginx', second: 'example.com/second', other: 'example.com/other' }

export function around(all: readonly Controller[]): object[] {
  return [
    ...all.flatMap(ofController),
    ...Object.entries(controllerClass).map(([name, controller]) => ({
      ...typed('networking.k8s.io/v1', 'IngressClass'),
      metadata: { name },
      spec: { controller },
    })),
    ...['default', 'team', 'edge', 'more-edge'].map((name) => ({ ...typed('v1', 'Namespace'), metadata: { name } })),
    ...['default', 'team'].flatMap(inNamespace),
  ]
}

function inNamespace(namespace: string): object[] {
  const secret = (name: string, certificate: string) => ({
    ...typed('v1', 'Secret'),
    metadata: { namespace, name },
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': Buffer.from(certificate).toString('base64'), 'tls.key': '' },
  })
  const opaque = (name: string, texts: Readonly<Record<string, string>>) => ({
    ...typed('v1', 'Secret'),
    metadata: { namespace, name },
    type: 'Opaque',
    data: Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString('base64')])),
  })
  const own = namespace === 'default' ? Object.entries(services) : Object.entries(services).slice(0, 3)
  return [
    secret('good', pem('server')),
    secret('broken', 'no certificate'),
    secret('wild', pem('wildcard')),
    opaque('users', { auth: 'somebody:$apr1$x$y' }),
    opaque('ca', { 'ca.crt': pem('ca') }),
    ...own.flatMap(([name, spec], i) => [
      {
        ...typed('v1', 'Service'),
        metadata: { namespace, name },
        spec: { ...('type' in spec ? {} : { type: 'ClusterIP', clusterIP: `10.96.0.${i + 1}` }), ...spec },
      },
      ...(name === 'empty' || name.startsWith('outside') ? [] : slicesOf(namespace, name, i)),
    ]),
  ]
}

function slicesOf(namespace: string, service: string, i: number): object[] {
  const slice = (family: 'IPv4' | 'IPv6') => ({
    ...typed('discovery.k8s.io/v1', 'EndpointSlice'),
    metadata: {
      namespace,
      // The controller looks at slices whose name begins with that of their Service.
      name: service === 'hidden' ? 'by-hand' : `${service}-${family === 'IPv4' ? 'x1' : 'x2'}`,
      labels: {
        'kubernetes.io/service-name': service,
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      },
    },
    addressType: family,
    ports: slicePorts[service] ?? [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints: [1, 2].map((n) => ({
      addresses: [family === 'IPv4' ? `10.1.${i}.${n}` : `fd00::${i}:${n}`],
      conditions: conditions[service]?.[n - 1] ?? { ready: true },
    })),
  })
  return service === 'two-families' ? [slice('IPv4'), slice('IPv6')] : [slice('IPv4')]
}

/** Of the endpoints of a Service, where they are not ready or do not say so. */
const conditions: Readonly<Record<string, readonly object[]>> = {
  sleepy: [{ ready: false }, { ready: false }],
  leaving: [{ ready: false, serving: true, terminating: true }, {}],
  early: [
    { ready: true, serving: false },
    { ready: true, serving: true, terminating: true },
  ],
}

const slicePorts: Readonly<Record<string, readonly object[]>> = {
  udp: [{ name: 'dns', port: 8080, protocol: 'UDP' }],
  both: [
    { name: 'dns', port: 8053, protocol: 'UDP' },
    { name: 'http', port: 8080, protocol: 'TCP' },
    { name: 'more', port: 9090, protocol: 'TCP' },
  ],
  portless: [],
  nameless: [{ name: '', port: 8080, protocol: 'TCP' }],
}
