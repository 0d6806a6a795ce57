/** Generated clusters: Ingresses of every kind and the Services behind them, and requests that try them. */
import { randomFrom } from '../support/random.js'

/** What differs between the controllers that read it. */
export interface ClusterWords {
  readonly ofIngress: (generator: ClusterGenerator) => Readonly<Record<string, string>>
  readonly ofService: (generator: ClusterGenerator) => Readonly<Record<string, string>>
  /** of `spec.ingressClassName`; undefined: none is named */
  readonly classes: readonly (string | undefined)[]
}

export interface GeneratedCluster {
  readonly ingresses: readonly WireObject[]
  readonly services: readonly WireObject[]
  readonly slices: readonly WireObject[]
}

export interface WireObject {
  readonly metadata: { readonly namespace: string; readonly name: string; readonly [field: string]: unknown }
  readonly [field: string]: unknown
}

/** Where the pods listen: each address on each port. */
export interface Pods {
  readonly addresses: readonly string[]
  readonly ports: readonly number[]
}

/** An address at which nobody listens. */
export const nobody = '127.0.0.9'

const namespaces = ['team', 'team-b', 'shop']
const serviceNames = ['web', 'api', 'svc', 'b-svc', 'one']
const hosts = ['a.test', 'b.a.test', 'c.b.a.test', '*.a.test', 'a-b.test', 'other.test', '*.b.a.test']
const plainPaths = ['/', '/a', '/a/', '/a/b', '/ab', '/A', '/a.b', '/a-b', '/x/y/z', '/a%20b', '/é', '/a"b', '/a\\b']
const patterns = ['/[a-z]+', '/a|/b', '/(a|x)/.*', '/a(', '']
const targets = [
  ...[
    '/',
    '/a',
    '/a/',
    '/a/b',
    '/a/b/',
    '/ab',
    '/A',
    '/a.b',
    '/a-b',
    '/a%20b',
    '/%C3%A9',
    '/x/y/z',
    '/x/y/z/0',
    '/abc',
  ],
  ...['/a/../ab', '/a//b', '/a?x=1', '/%61', '/a%2Fb', '/nobody', '/a/b/c', '/a%22b', '/b', '/A/b', '/a/./b', '/a%5Cb'],
]
const sentHosts = [
  ...hosts.map((one) => one.replace('*', 'any')),
  'x.y.a.test',
  'A.TEST',
  'nobody.test',
  'a.test.',
  'www.a.test',
  'www.other.test',
]

export class ClusterGenerator {
  readonly #below: (limit: number) => number
  readonly #words: ClusterWords

  constructor(seed: number, words: ClusterWords) {
    this.#below = randomFrom(seed)
    this.#words = words
  }

  cluster({ addresses, ports }: Pods, count: number): GeneratedCluster {
    const services = namespaces.flatMap((namespace) =>
      serviceNames.map((name) => this.#service(namespace, name, ports)),
    )
    const slices = services.flatMap((service) => this.#slicesOf(service, { addresses, ports }))
    const ingresses = Array.from({ length: count }, (_, i) => this.#ingress(i))
    return { ingresses: [...new Map(ingresses.map((one) => [keyOf(one), one])).values()], services, slices }
  }

  request(): {
    readonly method: string
    readonly tls: boolean
    readonly host: string
    readonly target: string
    readonly headers: ReadonlyMap<string, string>
  } {
    const isAskedBefore = this.chance(20)
    const method = isAskedBefore ? 'OPTIONS' : this.one(['GET', 'GET', 'POST'])
    const headers = new Map(
      Object.entries({
        ...this.some(4, { 'x-kind': ['red', 'always', 'never'], cookie: ['kind=always', 'a=b; kind=never'] }),
        ...(isAskedBefore && { origin: 'https://new.test', 'access-control-request-method': 'PUT' }),
      }),
    )
    return { method, tls: this.chance(3), host: this.one(sentHosts), target: this.one(targets), headers }
  }

  one<T>(all: readonly T[]): T {
    return all[this.#below(all.length)] as T
  }

  /** One time in so many. */
  chance(times: number): boolean {
    return this.#below(times) === 0
  }

  /** Each of these one time in so many, with one of its values. */
  some(times: number, all: Readonly<Record<string, readonly string[]>>): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(all).flatMap(([name, values]) => (this.chance(times) ? [[name, this.one(values)]] : [])),
    )
  }

  #metadata(namespace: string, name: string, annotations: Readonly<Record<string, string>>) {
    const creationTimestamp = `2026-01-01T00:00:${String(this.#below(60)).padStart(2, '0')}Z`
    return { namespace, name, uid: `uid-${namespace}-${name}`, resourceVersion: '1', creationTimestamp, annotations }
  }

  #service(namespace: string, name: string, [first = 0, second = 0]: readonly number[]) {
    const metadata = this.#metadata(namespace, name, this.#words.ofService(this))
    const kind = this.#below(10)
    if (kind === 0) {
      const ports = this.chance(4) ? [] : [{ name: 'http', port: first, targetPort: first, protocol: 'TCP' }]
      return { metadata, spec: { type: 'ExternalName', externalName: nobody, ports } }
    }
    const ports = [
      { name: kind === 1 ? undefined : 'http', port: 80, targetPort: first, protocol: 'TCP' },
      { name: 'other', port: 8080, targetPort: second, protocol: kind === 2 ? 'UDP' : 'TCP' },
      { name: 'last', port: second, targetPort: second, protocol: 'TCP' },
    ]
    const spec = { type: 'ClusterIP', clusterIP: kind === 3 ? 'None' : nobody, ports }
    return { metadata, spec: { ...spec, ports: kind === 1 ? ports.slice(0, 1) : ports } }
  }

  #slicesOf(
    { metadata: { namespace, name }, spec }: ReturnType<ClusterGenerator['cluster']>['services'][number],
    pods: Pods,
  ) {
    const { type, ports } = spec as {
      type: string
      ports: readonly { name?: string; targetPort: number; protocol: string }[]
    }
    if (type === 'ExternalName') return []
    // An address that two slices speak of differently has no certain state.
    const free = [...pods.addresses]
    return Array.from({ length: this.one([0, 1, 1, 1, 2]) }, (_, i) => ({
      metadata: {
        ...this.#metadata(namespace, `${name}-${i}`, {}),
        labels: { 'kubernetes.io/service-name': name },
      },
      addressType: 'IPv4',
      ports: ports.flatMap((port) =>
        this.chance(12) ? [] : [{ name: port.name ?? '', port: port.targetPort, protocol: port.protocol }],
      ),
      endpoints: Array.from({ length: Math.min(free.length, this.#below(4)) }, () => ({
        addresses: free.splice(this.#below(free.length), 1),
        conditions: this.one([
          ...[{}, { ready: true }, { ready: true, serving: true, terminating: false }],
          ...[{ ready: false, serving: false }, { ready: false, serving: true, terminating: true }, { ready: false }],
        ]),
      })),
    }))
  }

  #ingress(index: number): WireObject {
    const names = ['web', 'x', 'b-x', 'one', 'shop'].map((name) => (this.chance(3) ? name : `${name}-${index}`))
    const isBare = this.chance(12)
    const spec = {
      ingressClassName: this.one(this.#words.classes),
      ...((isBare || this.chance(12)) && { defaultBackend: this.#backend() }),
      ...(!isBare && { rules: Array.from({ length: 1 + this.#below(3) }, () => this.#rule()) }),
      ...(this.chance(4) && { tls: [{ hosts: [this.one(hosts)], secretName: this.one(['cert', 'none']) }] }),
    }
    // Of several for all requests one counts, and chance decides which: so they are alike in all else.
    const annotations = isBare ? {} : this.#words.ofIngress(this)
    return { metadata: this.#metadata(this.one(namespaces), this.one(names), annotations), spec }
  }

  #rule(): object {
    const host = this.chance(8) ? undefined : this.one(hosts)
    if (this.chance(25)) return { host }
    return { host, http: { paths: Array.from({ length: 1 + this.#below(3) }, () => this.#path()) } }
  }

  #path(): object {
    const pathType = this.one(['Exact', 'Prefix', 'Prefix', 'ImplementationSpecific'])
    const path = pathType === 'ImplementationSpecific' && this.chance(4) ? this.one(patterns) : this.one(plainPaths)
    return { ...(path !== '' && { path }), pathType, backend: this.#backend() }
  }

  #backend(): object {
    if (this.chance(30)) return { resource: { apiGroup: 'example.test', kind: 'Bucket', name: 'files' } }
    const port = this.one<object>([
      { number: 80 },
      { number: 80 },
      { name: 'http' },
      { number: 8080 },
      { name: 'other' },
      { number: 81 },
      { name: 'none' },
    ])
    return { service: { name: this.chance(15) ? 'missing' : this.one(serviceNames), port } }
  }
}

function keyOf({ metadata: { namespace, name } }: WireObject): string {
  return `${namespace}/${name}`
}
