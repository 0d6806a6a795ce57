/** Generated clusters with Gateways and their routes, and requests that try them. */
import { randomFrom } from '../../support/random.js'
import type { ServedObject } from '../watched-api.js'
import { RuleGenerator } from './generate-gateway-rules.js'

export interface GatewayPorts {
  /** where listeners of HTTP are */
  readonly http: readonly number[]
  readonly https: number
  /** of connections that go by their port, and of those that go by the name in their handshake */
  readonly tcp: number
  readonly tls: number
}

/** Ports on the loopback of the servers behind it, those of clear text and those of TLS. */
export interface Behind {
  readonly plain: readonly number[]
  readonly sealed: readonly number[]
}

export interface GatewayAsked {
  readonly scheme: 'http' | 'https'
  readonly port: number
  readonly gateway: { readonly namespace: string; readonly name: string }
  readonly method: string
  readonly host: string
  readonly target: string
  readonly headers: ReadonlyMap<string, string>
  readonly sni: string | null
  /** nobody looks into it on its way */
  readonly isStream: boolean
}

export interface Certificate {
  readonly cert: string
  readonly key: string
}

const group = 'gateway.networking.k8s.io'
const namespaces = ['infra', 'shop', 'team-a', 'team-b']
const hostnames = [
  ...[
    'a.example.test',
    'b.example.test',
    'x.a.example.test',
    'other.test',
    'deep.x.a.example.test',
    'long-name.example.test',
  ],
  ...['*.example.test', '*.a.example.test', '*.test', '*.other.test'],
]
const hosts = [
  ...[
    'a.example.test',
    'b.example.test',
    'x.a.example.test',
    'other.test',
    'deep.x.a.example.test',
    'long-name.example.test',
  ],
  ...['unknown.example.test', 'y.a.example.test', 'q.test', 'A.Example.Test', 'z.other.test', 'nowhere.invalid'],
  ...['grpc.example.test', 'a.example.test.', 'example.test', '.example.test', 'a_b.example.test', 'test'],
]
const listenerHosts = [undefined, '*.example.test', 'a.example.test', '*.a.example.test', 'other.test', '*.test']
const targets = [
  ...[
    '/',
    '/a',
    '/a/',
    '/a/b',
    '/a/b/c',
    '/ab',
    '/A',
    '/cart',
    '/cart/',
    '/cart/pay',
    '/x.y',
    '/v1',
    '/v1/items',
    '/v1/items/1',
  ],
  ...[
    '/v22/z',
    '/long/prefix/here/x',
    '/nobody',
    '/a//b',
    '/a/../cart',
    '/a/./b',
    '/%61',
    '/a%2Fb',
    '/a?x=1',
    '/?x=1&y=2',
  ],
  ...[
    '/pkg.Svc/Get',
    '/pkg.Svc/Put',
    '/x/pkg.Svc/Get',
    '/a?x=1;y=2',
    '/a%5Cb',
    '/cart?q',
    '/a/%2e%2e/b',
    '/a;b',
    '/v1/items?y=2&x=1',
  ],
  ...['/a?x=2', '/cart?x=1&x=2', '/v1?y=2', '/a?x=%31', '/b', '//', '/cart/?x=1', '/x/b', '/a?y=2&x=1'],
]

export class GatewayGenerator {
  readonly #below: (limit: number) => number
  readonly #ports: GatewayPorts
  readonly #rules: RuleGenerator
  /** is what goes by the name in the handshake passed on as it is */
  readonly #passes: boolean

  constructor(seed: number, ports: GatewayPorts) {
    this.#below = randomFrom(seed)
    this.#ports = ports
    this.#rules = new RuleGenerator(this.#below, ports.http[0] ?? 80)
    this.#passes = this.#below(2) === 0
  }

  /**
   * @param count of HTTPRoutes
   * @param names of the Gateways
   */
  objects(
    controllerName: string,
    behind: Behind,
    certificate: Certificate,
    count: number,
    names: readonly string[] = ['one', 'two'],
  ): ServedObject[] {
    const gateways = this.#gateways(names)
    return [
      {
        apiVersion: `${group}/v1`,
        kind: 'GatewayClass',
        metadata: { name: 'own', ...aged(1) },
        spec: { controllerName },
      },
      ...namespaces.map(
        (name): ServedObject => ({
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: {
            name,
            labels: { 'kubernetes.io/metadata.name': name, ...(name.startsWith('team') ? { kind: 'team' } : {}) },
          },
        }),
      ),
      ...gateways,
      ...namespaces.flatMap((namespace, n) => this.#services(namespace, n, behind)),
      this.#grant('team-a', 'HTTPRoute', 'shop'),
      this.#grant('team-b', 'GRPCRoute', 'shop'),
      secretOf('infra', 'good', certificate),
      ...Array.from({ length: count }, (_, i) => this.#route(i)),
      ...Array.from({ length: Math.ceil(count / 12) }, (_, i) => this.#grpcRoute(i)),
      ...Array.from({ length: Math.ceil(count / 12) }, (_, i) => this.#streamRoute('TLSRoute', i)),
      ...Array.from({ length: Math.ceil(count / 20) }, (_, i) => this.#streamRoute('TCPRoute', i)),
      ...Array.from({ length: 3 }, (_, i) => this.#listenerSet(i)),
      ...namespaces.flatMap((namespace) => this.#policies(namespace, certificate)),
    ]
  }

  request(): GatewayAsked {
    const { http, https, tcp, tls } = this.#ports
    const port = this.#below(6) === 0 ? this.#one([tcp, tls]) : this.#one([...http, https])
    const isSecure = port === tls || (port === https) !== (port !== tcp && this.#below(12) === 0)
    const host = this.#one(hosts)
    const headers = new Map<string, string>()
    if (this.#below(2) === 0) headers.set('x-a', this.#one(['1', '1', '2', 'one']))
    if (this.#below(3) === 0) headers.set('x-b', this.#one(['1', '2']))
    if (this.#below(4) === 0) headers.set('x-c', 'abc')
    return {
      isStream: port === tcp || port === tls,
      scheme: isSecure ? 'https' : 'http',
      port,
      gateway: { namespace: 'infra', name: this.#one(['one', 'one', 'two']) },
      method: this.#one(['GET', 'GET', 'GET', 'POST', 'DELETE', 'HEAD']),
      host: this.#below(12) === 0 ? `${host}:${port}` : host,
      target: this.#one(targets),
      headers,
      sni: isSecure ? (this.#below(8) === 0 ? 'other.test' : host.toLowerCase().replace(/^\.|\.$/g, '')) : null,
    }
  }

  #gateways(names: readonly string[]): ServedObject[] {
    return names.map((name, at) => {
      const listeners: object[] = [...this.#ports.http, this.#ports.https].flatMap((port) => {
        const isSecure = port === this.#ports.https
        const own = shuffled(listenerHosts, this.#below).slice(0, 1 + this.#below(3))
        return own.map((hostname, i) => ({
          name: `p${port}-${i}`,
          port,
          protocol: isSecure ? 'HTTPS' : 'HTTP',
          ...(hostname === undefined ? {} : { hostname }),
          ...(isSecure
            ? {
                tls: {
                  mode: 'Terminate',
                  certificateRefs: [secretRef(this.#below(8) === 0 ? 'missing' : 'good')],
                },
              }
            : {}),
          allowedRoutes: { namespaces: this.#allowed(), ...this.#kinds() },
        }))
      })
      const [first = 0] = this.#ports.http
      // One whose protocol does not go with those of its port: which of them comes first may decide.
      const odd = this.#one([
        { port: first, protocol: 'HTTPS', tls: { mode: 'Terminate', certificateRefs: [secretRef('good')] } },
        { port: this.#ports.https, protocol: 'HTTP' },
      ])
      if (this.#below(4) === 0)
        listeners.splice(this.#below(listeners.length + 1), 0, {
          ...{
            name: 'odd',
            ...odd,
            hostname: this.#one(['odd.example.test', 'a.example.test', '*.example.test']),
            allowedRoutes: { namespaces: this.#allowed() },
          },
        })
      const { tcp, tls } = this.#ports
      const byName = shuffled(listenerHosts, this.#below).slice(0, 1 + this.#below(2))
      listeners.push(
        { name: 'tcp', port: tcp, protocol: 'TCP', allowedRoutes: { namespaces: this.#allowed() } },
        ...byName.map((hostname, i) => ({
          ...{ name: `tls-${i}`, port: tls, protocol: 'TLS', ...(hostname && { hostname }) },
          tls: this.#passes
            ? { mode: 'Passthrough' }
            : { mode: 'Terminate', certificateRefs: [secretRef(this.#below(8) === 0 ? 'missing' : 'good')] },
          allowedRoutes: { namespaces: this.#allowed() },
        })),
      )
      const from = this.#one(['All', 'All', 'Same', 'None', undefined])
      return {
        apiVersion: `${group}/v1`,
        kind: 'Gateway',
        metadata: { namespace: 'infra', name, generation: 1, ...aged(1 + at) },
        spec: {
          ...{ gatewayClassName: 'own', listeners },
          ...(from && { allowedListeners: { namespaces: { from } } }),
        },
      }
    })
  }

  /** Listeners that a Gateway gets from others, on the ports that it has. */
  #listenerSet(i: number): ServedObject {
    const listeners = shuffled(listenerHosts, this.#below)
      .slice(0, 1 + this.#below(2))
      .map((hostname, at) => ({
        ...{ name: `more-${at}`, port: this.#one(this.#ports.http), protocol: 'HTTP', ...(hostname && { hostname }) },
        allowedRoutes: { namespaces: this.#allowed() },
      }))
    return {
      apiVersion: `${group}/v1`,
      kind: 'ListenerSet',
      metadata: {
        namespace: this.#one(['infra', 'shop']),
        name: `set${i}`,
        generation: 1,
        ...aged(1 + this.#below(3)),
      },
      spec: { parentRef: { group, kind: 'Gateway', namespace: 'infra', name: this.#one(['one', 'two']) }, listeners },
    }
  }

  /** Of one Service that speaks TLS, and of one that does not, whose policy cannot be met. */
  #policies(namespace: string, { cert }: Certificate): ServedObject[] {
    const policy = (name: string, authority: string): ServedObject => ({
      apiVersion: `${group}/v1`,
      kind: 'BackendTLSPolicy',
      metadata: { namespace, name, generation: 1, ...aged(1) },
      spec: {
        targetRefs: [{ group: '', kind: 'Service', name }],
        validation: {
          caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: authority }],
          hostname: 'backend.example.test',
        },
      },
    })
    return [
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name: 'authority' }, data: { 'ca.crt': cert } },
      policy('sealed', 'authority'),
      policy('unmet', 'gone'),
    ]
  }

  #kinds(): object {
    switch (this.#below(12)) {
      case 0:
        return { kinds: [{ group, kind: 'HTTPRoute' }] }
      case 1:
        return {
          kinds: [
            { group, kind: 'HTTPRoute' },
            { group, kind: this.#one(['GRPCRoute', 'TCPRoute']) },
          ],
        }
      default:
        return {}
    }
  }

  #allowed(): object {
    switch (this.#below(6)) {
      case 0:
        return { from: 'Same' }
      case 1:
        return { from: 'Selector', selector: { matchLabels: { kind: 'team' } } }
      case 2:
        return {
          from: 'Selector',
          selector: {
            matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['team-b'] }],
          },
        }
      default:
        return { from: 'All' }
    }
  }

  #services(namespace: string, n: number, { plain, sealed }: Behind): ServedObject[] {
    return ['one', 'two', 'none', 'bare', 'typed', 'unmet', 'sealed', 'secure'].flatMap((name, at): ServedObject[] => {
      const ports = name === 'sealed' || name === 'secure' ? sealed : plain
      const port = ports[(n * 2 + at) % ports.length] as number
      const labels = { 'kubernetes.io/service-name': name }
      return [
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { namespace, name },
          spec: {
            type: 'ClusterIP',
            clusterIP: `10.96.${n}.${at + 1}`,
            ports: [
              {
                name: 'http',
                port: 80,
                targetPort: port,
                protocol: 'TCP',
                ...(name === 'typed'
                  ? { appProtocol: ['http', 'kubernetes.io/ws', 'odd.example/protocol', 'kubernetes.io/ws'][n] }
                  : {}),
              },
            ],
          },
        },
        ...(name === 'bare'
          ? []
          : [
              {
                apiVersion: 'discovery.k8s.io/v1',
                kind: 'EndpointSlice',
                metadata: { namespace, name: `${name}-1`, labels },
                addressType: 'IPv4',
                ports: [{ name: 'http', port, protocol: 'TCP' }],
                endpoints:
                  name === 'none' ? [] : [{ addresses: ['127.0.0.1'], conditions: { ready: true, serving: true } }],
              },
            ]),
      ]
    })
  }

  #grant(namespace: string, kind: string, from: string): ServedObject {
    return {
      apiVersion: `${group}/v1beta1`,
      kind: 'ReferenceGrant',
      metadata: { namespace, name: `from-${from}` },
      spec: { from: [{ group, kind, namespace: from }], to: [{ group: '', kind: 'Service' }] },
    }
  }

  #parentRefs(): object[] {
    const refs = Array.from({ length: this.#below(5) === 0 ? 2 : 1 }, () => {
      const port = this.#one([...this.#ports.http, this.#ports.https])
      return {
        group,
        ...(this.#below(12) === 0
          ? { kind: 'ListenerSet', namespace: this.#one(['infra', 'shop']), name: this.#one(['set0', 'set1', 'set2']) }
          : {
              ...{ kind: 'Gateway', name: this.#one(['one', 'one', 'one', 'two', 'two', 'gone']) },
              ...(this.#below(20) === 0 ? {} : { namespace: 'infra' }),
            }),
        ...(this.#below(4) === 0 ? { sectionName: `p${port}-${this.#below(3)}` } : {}),
        ...(this.#below(6) === 0 ? { port } : {}),
      }
    })
    // One that is named twice is refused by the API server.
    return [...new Map(refs.map((one) => [`${JSON.stringify(one)}`, one])).values()].slice(
      0,
      refs[0] && refs[1] && refs[0].name === refs[1].name ? 1 : 2,
    )
  }

  #route(i: number): ServedObject {
    const namespace = this.#one(namespaces)
    const name = this.#one(['r', 'route', 'z', 'a']) + i
    const own = shuffled(hostnames, this.#below).slice(0, this.#below(4))
    return {
      apiVersion: `${group}/v1`,
      kind: 'HTTPRoute',
      metadata: { namespace, name, generation: 1, ...aged(1 + this.#below(4)) },
      spec: {
        parentRefs: this.#parentRefs(),
        ...(own.length === 0 ? {} : { hostnames: own }),
        rules: Array.from({ length: 1 + this.#below(4) }, (_, rule) =>
          this.#rules.rule(`${namespace}/${name}/${rule}`),
        ),
      },
    }
  }

  #grpcRoute(i: number): ServedObject {
    const namespace = this.#one(namespaces)
    const name = `g${i}`
    const set = [{ name: 'x-rule', value: `${namespace}/${name}/0` }]
    return {
      apiVersion: `${group}/v1`,
      kind: 'GRPCRoute',
      metadata: { namespace, name, generation: 1, ...aged(1 + this.#below(4)) },
      spec: {
        parentRefs: this.#parentRefs(),
        ...(this.#below(5) === 0
          ? {}
          : {
              hostnames: [
                this.#one(['grpc.example.test', 'grpc.example.test', 'long-name.example.test', '*.other.test']),
              ],
            }),
        rules: [
          {
            matches: [
              this.#one([
                { method: { type: 'Exact', service: 'pkg.Svc', method: 'Get' } },
                { method: { type: 'Exact', service: 'pkg.Svc' } },
                { method: { type: 'RegularExpression', service: 'pkg..*', method: 'G.*' } },
                { method: { type: 'Exact', method: 'Put' }, headers: [{ name: 'x-a', type: 'Exact', value: '1' }] },
                {},
              ]),
            ],
            filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set } }],
            backendRefs: [{ group: '', kind: 'Service', name: 'one', port: 80, weight: 1 }],
          },
        ],
      },
    }
  }

  #streamRoute(kind: 'TLSRoute' | 'TCPRoute', i: number): ServedObject {
    const isNamed = kind === 'TLSRoute'
    const sectionName = isNamed ? this.#one([undefined, 'tls-0', 'tls-1']) : this.#one(['tcp', 'tcp', 'tls-0'])
    const isPassed = this.#passes && sectionName !== 'tcp'
    const name = isPassed ? 'secure' : this.#one(['one', 'two', 'one', 'two', 'none', 'gone'])
    const own = shuffled(hostnames, this.#below).slice(0, 1 + this.#below(3))
    return {
      apiVersion: `${group}/${isNamed ? 'v1' : 'v1alpha2'}`,
      kind,
      metadata: {
        namespace: this.#one(namespaces),
        name: `${isNamed ? 's' : 'c'}${i}`,
        generation: 1,
        ...aged(1 + this.#below(4)),
      },
      spec: {
        parentRefs: [
          {
            ...{ group, kind: 'Gateway', namespace: 'infra', name: this.#one(['one', 'one', 'two']) },
            ...(sectionName && { sectionName }),
          },
        ],
        ...(isNamed && { hostnames: own }),
        rules: [{ backendRefs: [{ group: '', kind: 'Service', name, port: 80, weight: 1 }] }],
      },
    }
  }

  #one<T>(all: readonly T[]): T {
    return all[this.#below(all.length)] as T
  }
}

function secretRef(name: string): object {
  return { group: '', kind: 'Secret', name }
}

function aged(day: number): { readonly creationTimestamp: string } {
  return { creationTimestamp: `2026-01-0${day}T00:00:00Z` }
}

function secretOf(namespace: string, name: string, { cert, key }: Certificate): ServedObject {
  const data = { 'tls.crt': Buffer.from(cert).toString('base64'), 'tls.key': Buffer.from(key).toString('base64') }
  return { apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name }, type: 'kubernetes.io/tls', data }
}

function shuffled<T>(all: readonly T[], below: (limit: number) => number): T[] {
  const left = [...all]
  return all.flatMap(() => left.splice(below(left.length), 1))
}
