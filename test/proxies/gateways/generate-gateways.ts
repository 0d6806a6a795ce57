/** Generated clusters with Gateways and their routes, and requests that try them. */
import type { ServedObject } from '../watched-api.js'
import { aged, type Breadth, breadthOf, Chance, group } from './chance.js'
import { CallGenerator, nameIn, type Place } from './generate-calls.js'
import { type Extras, RuleGenerator } from './generate-gateway-rules.js'
import { ListenerGenerator } from './generate-listeners.js'
import { backendsOf, grant, secretOf } from './generate-services.js'

export interface GatewayPorts {
  /** where listeners of HTTP are */
  readonly http: readonly number[]
  readonly https: number
  /** of connections that go by their port, and of those that go by the name in their handshake */
  readonly tcp: number
  readonly tls: number
  /** of datagrams; absent: whoever serves the cluster takes none */
  readonly udp?: number
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
  /** `grpc`: HTTP/2 without TLS; `tcp`, `udp`: nobody looks into it on its way */
  readonly over: 'http' | 'grpc' | 'tcp' | 'udp'
}

export interface Certificate {
  readonly cert: string
  readonly key: string
}

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
  readonly #chance: Chance
  readonly #ports: GatewayPorts
  readonly #breadth: Breadth
  readonly #count: number
  readonly #rules: RuleGenerator
  readonly #extras: Extras | undefined
  readonly #listeners: ListenerGenerator
  readonly #calls: CallGenerator
  /** ports of the servers that speak nothing but TLS */
  sealed: readonly number[] = []

  /**
   * @param count of HTTPRoutes
   * @param extras what its rules may name besides: of kinds that one implementation has
   */
  constructor(seed: number, ports: GatewayPorts, count: number, extras?: Extras) {
    this.#chance = new Chance(seed)
    this.#ports = ports
    this.#breadth = breadthOf(count)
    this.#count = count
    this.#extras = extras
    this.#rules = new RuleGenerator(this.#chance, ports.http[0] ?? 80, extras)
    this.#listeners = new ListenerGenerator(this.#chance, ports, this.#breadth)
    this.#calls = new CallGenerator(new Chance(~seed), ports, this.#breadth, extras)
  }

  get chance(): Chance {
    return this.#chance
  }

  get breadth(): Breadth {
    return this.#breadth
  }

  objects(controllerName: string, behind: Behind, certificate: Certificate): ServedObject[] {
    const { namespaces, listenerSets } = this.#breadth
    this.sealed = behind.sealed
    const several = (length: number, make: (i: number) => ServedObject) => Array.from({ length }, (_, i) => make(i))
    const count = this.#count
    return [
      {
        apiVersion: `${group}/v1`,
        kind: 'GatewayClass',
        metadata: { name: 'own', ...aged(1) },
        spec: { controllerName },
      },
      ...this.#listeners.gateways(),
      ...namespaces.flatMap((namespace, n) => backendsOf(namespace, n, behind, certificate)),
      grant('team-a', ['HTTPRoute', 'shop'], 'Service'),
      grant('team-b', ['GRPCRoute', 'shop'], 'Service'),
      grant('infra', ['Gateway', 'shop'], 'Secret'),
      ...['infra', 'team-a'].map((namespace) => secretOf(namespace, 'good', certificate)),
      ...several(count, (i) => this.#route(i)),
      ...several(Math.ceil(count / 12), (i) => this.#grpcRoute(i)),
      ...several(Math.ceil(count / 12), (i) => this.#streamRoute('TLSRoute', i)),
      ...several(Math.ceil(count / 20), (i) => this.#streamRoute('TCPRoute', i)),
      ...several(listenerSets, (i) => this.#listeners.listenerSet(i)),
      ...several(Math.ceil(count / 12), (i) => this.#calls.grpcRoute(this.#place(`h${i}`))),
      ...several(this.#ports.udp === undefined ? 0 : 4, (i) => this.#calls.udpRoute(this.#place(`u${i}`))),
    ]
  }

  request(): GatewayAsked {
    const { below, one } = this.#chance
    const { http, https, tcp, tls } = this.#ports
    const port = below(6) === 0 ? one([tcp, tls]) : one([...http, https])
    const isSecure = port === tls || (port === https) !== (port !== tcp && below(12) === 0)
    const host = one(this.#breadth.hosts)
    const headers = new Map<string, string>()
    if (below(2) === 0) headers.set('x-a', one(['1', '1', '2', 'one']))
    if (below(3) === 0) headers.set('x-b', one(['1', '2']))
    if (below(4) === 0) headers.set('x-c', 'abc')
    const isFromElsewhere = below(16) === 0
    if (isFromElsewhere) headers.set('origin', one(['https://a.example.test', 'https://b.test']))
    if (isFromElsewhere && below(4) > 0) headers.set('access-control-request-method', one(['GET', 'PUT']))
    if (this.#extras !== undefined) {
      if (below(3) === 0) headers.set('authorization', one(['Basic bWU6cGFzcw==', 'Basic bWU6bm8=', 'Bearer x']))
      if (below(3) === 0) headers.set('x-key', one(['key', 'other']))
      if (below(3) === 0) headers.set('cookie', one(['c=1', 'c=2']))
    }
    const gateways = this.#breadth.gateways
    return this.#calls.turned({
      over: port === tcp || port === tls ? 'tcp' : 'http',
      scheme: isSecure ? 'https' : 'http',
      port,
      gateway: one([...gateways.slice(0, 1), ...gateways]),
      method: isFromElsewhere ? 'OPTIONS' : one(['GET', 'GET', 'GET', 'POST', 'DELETE', 'HEAD']),
      host: below(12) === 0 ? `${host}:${port}` : host,
      target: one(targets),
      headers,
      sni: isSecure ? (below(8) === 0 ? 'other.test' : nameIn(host)) : null,
    })
  }

  #parentRefs({ below, one } = this.#chance): object[] {
    const { gateways, listenerSets } = this.#breadth
    const sets = Array.from({ length: listenerSets }, (_, i) => `set${i}`)
    const refs = Array.from({ length: below(5) === 0 ? 2 : 1 }, () => {
      const port = one([...this.#ports.http, this.#ports.https])
      const { namespace, name } = one([...gateways.slice(0, 1), ...gateways, { namespace: 'infra', name: 'gone' }])
      return {
        group,
        ...(below(12) === 0
          ? { kind: 'ListenerSet', namespace: one(['infra', 'shop']), name: one(sets) }
          : { kind: 'Gateway', name, ...(below(20) === 0 ? {} : { namespace }) }),
        ...(below(4) === 0 ? { sectionName: `p${port}-${below(3)}` } : {}),
        ...(below(6) === 0 ? { port } : {}),
      }
    })
    // One that is named twice is refused by the API server.
    return refs.slice(0, refs[1] !== undefined && refs[0]?.name === refs[1].name ? 1 : 2)
  }

  #metadata(name: string, { below, one } = this.#chance) {
    const labels = { tier: one(['a', 'b', 'c']) }
    return { namespace: one(this.#breadth.namespaces), name, labels, generation: 1, ...aged(1 + below(4)) }
  }

  /** Of a route whose chances are its own. */
  #place(name: string): Place {
    return { metadata: this.#metadata(name, this.#calls.chance), parentRefs: this.#parentRefs(this.#calls.chance) }
  }

  #route(i: number): ServedObject {
    const { below, one } = this.#chance
    const metadata = this.#metadata(one(['r', 'route', 'z', 'a']) + i)
    const own = this.#chance.shuffled(this.#breadth.hostnames).slice(0, below(4))
    return {
      apiVersion: `${group}/${one(['v1', 'v1', 'v1beta1'])}`,
      kind: 'HTTPRoute',
      metadata,
      spec: {
        parentRefs: this.#parentRefs(),
        ...(own.length === 0 ? {} : { hostnames: own }),
        rules: Array.from({ length: 1 + below(4) }, (_, rule) => ({
          ...(below(3) === 0 && { name: `rule${rule}` }),
          ...this.#rules.rule(`${metadata.namespace}/${metadata.name}/${rule}`),
        })),
      },
    }
  }

  #grpcRoute(i: number): ServedObject {
    const { below, one } = this.#chance
    const metadata = this.#metadata(`g${i}`)
    const set = [{ name: 'x-rule', value: `${metadata.namespace}/${metadata.name}/0` }]
    const hostname = one(['grpc.example.test', 'grpc.example.test', 'long-name.example.test', '*.other.test'])
    return {
      apiVersion: `${group}/v1`,
      kind: 'GRPCRoute',
      metadata,
      spec: {
        parentRefs: this.#parentRefs(),
        ...(below(5) === 0 ? {} : { hostnames: [hostname] }),
        rules: [
          {
            matches: [
              one<object>([
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
    const { below, one } = this.#chance
    const isNamed = kind === 'TLSRoute'
    const sectionName = isNamed ? one([undefined, 'tls-0', 'tls-1']) : one(['tcp', 'tcp', 'tls-0'])
    const isPassed = this.#listeners.passes && sectionName !== 'tcp'
    const name = isPassed ? 'secure' : one(['one', 'two', 'one', 'two', 'none', 'gone'])
    const own = this.#chance.shuffled(this.#breadth.hostnames).slice(0, 1 + below(3))
    const gateway = one([...this.#breadth.gateways.slice(0, 1), ...this.#breadth.gateways])
    return {
      apiVersion: `${group}/${isNamed ? one(['v1', 'v1alpha3']) : 'v1alpha2'}`,
      kind,
      metadata: this.#metadata(`${isNamed ? 's' : 'c'}${i}`),
      spec: {
        parentRefs: [{ group, kind: 'Gateway', ...gateway, ...(sectionName && { sectionName }) }],
        ...(isNamed && { hostnames: own }),
        rules: [
          { backendRefs: [{ group: '', kind: 'Service', name, port: 80, weight: 1 }, ...this.#calls.second(isPassed)] },
        ],
      },
    }
  }
}
