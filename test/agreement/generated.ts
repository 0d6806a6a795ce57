/** Small clusters, made of what people combine: hosts, paths, ports, annotations, classes, certificates. */
import fc from 'fast-check'
import { controllerPod } from '../support/fake-controller.js'
import { pem } from '../support/tls-files.js'
import type { Manifest } from './gather.js'

export interface Cluster {
  readonly items: readonly object[]
  readonly ingresses: readonly Manifest[]
}

const hosts = ['a.example', 'b.a.example', '*.a.example', 'www.a.example', 'localhost', undefined]
const paths = [
  '/',
  '/a',
  '/a/',
  '/a/b',
  '/A',
  '/a.b',
  '/a b',
  '/a%20b',
  '/a*',
  '/a(/|$)(.*)',
  '/[a-z]+',
  '/(a|b)/c$',
  '/b',
]
const pathTypes = ['Prefix', 'Prefix', 'Exact', 'ImplementationSpecific']

/** Service → its ports, and the endpoints behind it. */
const services: Readonly<Record<string, object>> = {
  web: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  api: {
    ports: [
      { name: 'http', port: 80, targetPort: 'web' },
      { name: 'udp', port: 80, protocol: 'UDP' },
    ],
  },
  udp: { ports: [{ name: 'dns', port: 80, protocol: 'UDP', targetPort: 8080 }] },
  empty: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  sleepy: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  hidden: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  outside: { type: 'ExternalName', externalName: 'api.example.org', ports: [{ port: 80 }] },
}
const names = [...Object.keys(services), 'web', 'web', 'api', 'missing']
const ports = [{ number: 80 }, { number: 80 }, { number: 80 }, { name: 'http' }, { number: 8080 }, { number: 81 }]

const annotations: readonly (readonly [name: string, value: string])[][] = [
  [],
  [],
  [],
  [['use-regex', 'true']],
  [['rewrite-target', '/$1']],
  [['rewrite-target', '/']],
  [
    ['canary', 'true'],
    ['canary-weight', '30'],
  ],
  [
    ['canary', 'true'],
    ['canary-weight', '100'],
  ],
  [
    ['canary', 'true'],
    ['canary-weight', '0'],
  ],
  [
    ['canary', 'true'],
    ['canary-by-header', 'X-Canary'],
  ],
  [
    ['canary', 'true'],
    ['canary-by-header', 'X-Canary'],
    ['canary-by-header-value', 'yes'],
  ],
  [
    ['canary', 'true'],
    ['canary-by-cookie', 'beta'],
  ],
  [['default-backend', 'web']],
  [['default-backend', 'empty']],
  [['service-upstream', 'true']],
  [['permanent-redirect', 'https://elsewhere.example/']],
  [['app-root', '/a']],
  [['ssl-redirect', 'false']],
  [['force-ssl-redirect', 'true']],
  [['server-alias', 'alias.example,a.example']],
  [['from-to-www-redirect', 'true']],
  [['auth-url', 'http://auth.example/']],
  [['auth-url', 'none']],
  [
    ['auth-type', 'basic'],
    ['auth-secret', 'none'],
  ],
  [['auth-tls-secret', 'default/none']],
  [['whitelist-source-range', '192.0.2.0/24']],
  [['whitelist-source-range', 'nothing']],
  [['ssl-passthrough', 'true']],
  [
    ['custom-http-errors', '404,503'],
    ['default-backend', 'web'],
  ],
  [['affinity', 'cookie']],
  [['configuration-snippet', 'return 403;']],
  [['server-snippet', 'location /a { return 204; }']],
  [['server-snippet', 'return 410;']],
  [['proxy-body-size', 'much']],
]

const backend = fc
  .tuple(fc.constantFrom(...names), fc.constantFrom(...ports))
  .map(([name, port]) => ({ service: { name, port } }))

const path = fc
  .tuple(fc.constantFrom(...paths), fc.constantFrom(...pathTypes), backend)
  .map(([at, pathType, to]) => ({ path: at, pathType, backend: to }))

const rule = fc
  .tuple(fc.constantFrom(...hosts), fc.array(path, { minLength: 1, maxLength: 3 }))
  .map(([host, all]) => ({ ...(host === undefined ? {} : { host }), http: { paths: all } }))

const tls = fc.constantFrom(
  undefined,
  undefined,
  [{ hosts: ['a.example'], secretName: 'good' }],
  [{ hosts: ['b.a.example'], secretName: 'none' }],
  [{ secretName: 'good' }],
  // Its certificate is for this name.
  [{ hosts: ['localhost'], secretName: 'good' }],
  [{ hosts: ['a.example', 'tls.example'] }],
)

const oneIngress = fc.record({
  rules: fc.array(rule, { minLength: 0, maxLength: 2 }),
  annotations: fc.constantFrom(...annotations),
  tls,
  defaultBackend: fc.option(backend, { freq: 6, nil: undefined }),
  className: fc.constantFrom('nginx', 'nginx', 'nginx', 'nginx', 'other', undefined),
  age: fc.nat(3),
})

/** Releases with rules of their own. */
const releases = ['1.0.0', '1.5.1', '1.9.6', '1.11.5', '1.12.8', '1.15.1']

export const clusters: fc.Arbitrary<Cluster> = fc
  .record({
    ingresses: fc.array(oneIngress, { minLength: 1, maxLength: 4 }),
    release: fc.constantFrom(...releases),
    flags: fc.constantFrom([], [], ['--enable-ssl-passthrough'], ['--watch-ingress-without-class']),
    config: fc.constantFrom({}, { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' }),
  })
  .map(({ ingresses, release, flags, config }) => {
    const made = ingresses.map((one, i) => ({
      ...typed('networking.k8s.io/v1', 'Ingress'),
      metadata: {
        namespace: 'default',
        name: `i${i}`,
        creationTimestamp: `2026-01-01T00:00:0${one.age}Z`,
        annotations: Object.fromEntries(
          one.annotations.map(([name, value]) => [`nginx.ingress.kubernetes.io/${name}`, value]),
        ),
      },
      spec: {
        ingressClassName: one.className,
        rules: one.rules,
        tls: one.tls,
        defaultBackend:
          one.defaultBackend ??
          (one.rules.length === 0 ? { service: { name: 'web', port: { number: 80 } } } : undefined),
      },
    }))
    return {
      ingresses: made,
      items: [...made, ...around(release, flags, config)],
      // A counterexample without what is the same in all clusters.
      [fc.toStringMethod]: () => JSON.stringify({ release, flags, config, ingresses: made }),
    }
  })

const typed = (apiVersion: string, kind: string) => ({ apiVersion, kind })

function around(release: string, flags: readonly string[], config: object): object[] {
  const image = `registry.example/ingress-nginx/controller:v${release}`
  const args = ['--configmap=edge/config', '--controller-class=k8s.io/ingress-nginx', ...flags]
  return [
    { ...typed('v1', 'Pod'), ...controllerPod({ name: 'proxy-1', owner: ['DaemonSet', 'proxy'], image, args }) },
    { ...typed('v1', 'ConfigMap'), metadata: { namespace: 'edge', name: 'config' }, data: config },
    ...['nginx', 'other'].map((name) => ({
      ...typed('networking.k8s.io/v1', 'IngressClass'),
      metadata: { name },
      spec: { controller: name === 'nginx' ? 'k8s.io/ingress-nginx' : 'example.com/other' },
    })),
    {
      ...typed('v1', 'Secret'),
      metadata: { namespace: 'default', name: 'good' },
      type: 'kubernetes.io/tls',
      data: { 'tls.crt': Buffer.from(pem('server')).toString('base64'), 'tls.key': '' },
    },
    ...Object.entries(services).flatMap(([name, spec], i) => [
      {
        ...typed('v1', 'Service'),
        metadata: { namespace: 'default', name },
        spec: { ...('type' in spec ? {} : { type: 'ClusterIP', clusterIP: `10.96.0.${i + 1}` }), ...spec },
      },
      ...(name === 'empty' || name === 'outside' ? [] : [sliceOf(name, i)]),
    ]),
  ]
}

function sliceOf(service: string, i: number): object {
  const ready = service !== 'sleepy'
  return {
    ...typed('discovery.k8s.io/v1', 'EndpointSlice'),
    metadata: {
      namespace: 'default',
      // The controller looks at slices whose name begins with that of their Service.
      name: service === 'hidden' ? 'by-hand' : `${service}-x1`,
      labels: {
        'kubernetes.io/service-name': service,
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      },
    },
    addressType: 'IPv4',
    ports:
      service === 'udp'
        ? [{ name: 'dns', port: 8080, protocol: 'UDP' }]
        : [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints: [1, 2].map((n) => ({ addresses: [`10.1.${i}.${n}`], conditions: { ready } })),
  }
}
