/** Generated objects of Traefik's own kinds: IngressRoutes with rules of every kind, Middlewares, whole and broken, and TraefikServices. */
import type { ClusterGenerator } from '../generate-cluster.js'
import type { ServedObject } from '../watched-api.js'

const namespaces = ['team', 'team-b', 'shop']
const names = ['web', 'x', 'b-x', 'one']
const hosts = ['a.test', 'b.a.test', '*.a.test', 'a-b.test', 'other.test']
const paths = ['/', '/a', '/a/', '/a/b', '/ab', '/A', '/x/y', '/a-b', '/x/y/z']
const matchers = [
  ...['Method(`POST`)', 'Header(`X-Kind`, `red`)', 'HeaderRegexp(`X-Kind`, `^(red|never)$`)', 'Query(`x`, `1`)'],
  ...['ClientIP(`127.0.0.0/8`)', 'ClientIP(`10.0.0.0/8`)', '!Path(`/a`)', 'HostRegexp(`^.+\\.a\\.test$`)'],
  ...['PathRegexp(`^/[a-z]+$`)', '(PathPrefix(`/a`) || PathPrefix(`/x`))', 'Method("GET")'],
]
const wrong = ['Host(a.test)', 'Nothing(`x`)', 'Host(`a.test`) &&', 'Path(`/a`', '']

interface Named {
  readonly namespace?: string
  readonly name: string
}

/** Settings of middlewares; some can be no middleware at all. */
const works: readonly object[] = [
  { stripPrefix: { prefixes: ['/a', '/x'] } },
  { stripPrefix: { prefixes: ['/a/'], forceSlash: true } },
  { stripPrefixRegex: { regex: ['^/[a-z]'] } },
  { addPrefix: { prefix: '/v1' } },
  { replacePath: { path: '/new' } },
  { replacePathRegex: { regex: '^/a(.*)', replacement: '/b$1' } },
  { redirectScheme: { scheme: 'https', permanent: true } },
  { redirectScheme: { scheme: 'https', port: '8443' } },
  { redirectRegex: { regex: '^http://([^/]+)/x(.*)', replacement: 'http://$1/y$2' } },
  { ipAllowList: { sourceRange: ['127.0.0.0/8'] } },
  { ipAllowList: { sourceRange: ['10.0.0.0/8', '192.0.2.1'] } },
  { ipAllowList: { sourceRange: ['10.0.0.0/8'], rejectStatusCode: 404 } },
  { compress: {} },
  { compress: { includedContentTypes: ['a/b'], excludedContentTypes: ['c/d'] } },
  { circuitBreaker: { expression: 'NetworkErrorRatio() > 0.9' } },
  { circuitBreaker: { expression: 'No() > 1' } },
  { retry: {} },
  { plugin: { mine: { a: 'b' } } },
  { rateLimit: { average: 100_000, burst: 100_000, sourceCriterion: { requestHost: true, requestHeaderName: 'X' } } },
  { redirectRegex: { regex: '(', replacement: '/' } },
  { replacePathRegex: { regex: '^/(?!x)', replacement: '/' } },
  { headers: {} },
  { headers: { customRequestHeaders: { 'X-Own': 'one' } } },
  {},
  { addPrefix: { prefix: '/v1' }, compress: {} },
  { addPrefix: { prefix: '' } },
  { redirectScheme: { permanent: true } },
  { ipAllowList: { sourceRange: [] } },
  { ipAllowList: { sourceRange: ['10.0.0'] } },
  ...['users', 'clients', 'cert', 'login', 'password', 'none', ''].map((secret) => ({ basicAuth: { secret } })),
  ...['realms', 'none'].map((secret) => ({ digestAuth: { secret } })),
  { forwardAuth: { address: 'http://127.0.0.9:9/check' } },
  { forwardAuth: { address: '' } },
  { forwardAuth: { address: 'http://127.0.0.9:9/check', tls: { caSecret: 'none' } } },
  { forwardAuth: { address: 'https://127.0.0.9:9/check', tls: { caSecret: 'clients' } } },
  ...[
    { name: 'web', port: 80 },
    { name: 'api', port: 'http' },
    { name: 'missing', port: 80 },
    { name: 'svc', port: 81 },
    { name: 'ts0', kind: 'TraefikService' },
    { name: 'none', kind: 'TraefikService' },
    { name: 'x@file', kind: 'TraefikService' },
    { name: 'web', port: 80, namespace: 'shop' },
  ].map((service) => ({ errors: { status: ['404', '500-599'], query: '/', service } })),
]

export class CustomGenerator {
  readonly #of: ClusterGenerator

  constructor(of: ClusterGenerator) {
    this.#of = of
  }

  /** By `PLURAL.GROUP`. */
  objects(): Readonly<Record<string, readonly ServedObject[]>> {
    const each = (kind: string, of: readonly string[], spec: () => object) =>
      namespaces.flatMap((namespace) =>
        of.flatMap((name) => (this.#of.chance(5) ? [] : [this.#object(kind, { namespace, name }, spec())])),
      )
    return {
      'middlewares.traefik.io': [
        ...each('Middleware', ['m0', 'm1', 'm2', 'm3', 'b-m0', 'm4', 'm5'], () => this.#of.one(works)),
        ...each('Middleware', ['chain'], () => ({ chain: { middlewares: this.#middlewares(3) } })),
      ],
      'tlsoptions.traefik.io': each('TLSOption', ['strict', 'default'], () => ({})),
      'serverstransports.traefik.io': each('ServersTransport', this.#of.chance(2) ? ['tr'] : [], () => ({})),
      'traefikservices.traefik.io': each('TraefikService', ['ts0', 'ts1', 'b-ts0', 'ts2'], () => this.#composed()),
      'ingressroutes.traefik.io': [
        ...each('IngressRoute', names, () => this.#route()),
        ...each('IngressRoute', ['more', 'last', 'b-one', 'two', 'three'], () => this.#route()),
        this.#object(
          'IngressRoute',
          { namespace: 'shop', name: 'ready' },
          { routes: [{ kind: 'Rule', match: 'Host(`ready.test`)', services: [{ name: 'ready', port: 80 }] }] },
        ),
      ],
    }
  }

  #object(kind: string, { namespace, name }: Required<Named>, spec: object): ServedObject {
    const isReady = name === 'ready'
    const annotations = isReady ? {} : this.#of.some(30, { 'kubernetes.io/ingress.class': ['traefik', 'nginx', ''] })
    const creationTimestamp = '2026-01-01T00:00:00Z'
    return {
      ...{ apiVersion: 'traefik.io/v1alpha1', kind },
      metadata: { namespace, name, uid: `${kind}-${namespace}-${name}`, creationTimestamp, annotations },
      spec,
    }
  }

  #route(): object {
    const one = this.#of
    return {
      ...one.some(20, { ingressClassName: ['traefik', 'nginx', ''] }),
      ...(one.chance(2) && { entryPoints: one.one([['web'], ['websecure'], ['web', 'websecure'], ['web', 'nobody']]) }),
      ...(one.chance(4) && { tls: this.#tls() }),
      ...(one.chance(12) && { parentRefs: [{ name: one.one(names) }] }),
      routes: Array.from({ length: one.one([1, 1, 2, 3]) }, () => ({
        kind: 'Rule',
        match: this.#match(),
        ...(one.chance(4) && { priority: one.one([1, 10, 25, 40, 100, -1, 0]) }),
        ...(one.chance(12) && { syntax: one.one(['v2', 'v3', 'default']) }),
        ...(one.chance(3) && { middlewares: this.#middlewares(2) }),
        services: Array.from({ length: one.one([1, 1, 1, 1, 2, 3, 0]) }, () => this.#service()),
      })),
    }
  }

  #tls(): object {
    const one = this.#of
    const options = one.chance(6) && { options: { name: one.one(['strict', 'strict', 'gone', 'default', 'x@file']) } }
    return { ...one.one([{}, { secretName: 'cert' }, { secretName: 'none' }]), ...options }
  }

  #match(): string {
    const one = this.#of
    if (one.chance(25)) return one.one(wrong)
    const host = one.chance(5) ? [] : [`Host(\`${one.one(hosts)}\`)`]
    const more = one.chance(12) ? [`(${host[0] ?? 'Method(`GET`)'} || Host(\`${one.one(hosts)}\`))`] : host
    const path = one.chance(4) ? [] : [`${one.one(['Path', 'PathPrefix', 'PathPrefix'])}(\`${one.one(paths)}\`)`]
    const other = one.chance(4) ? [one.one(matchers)] : []
    const all = [...more, ...path, ...other]
    return all.length === 0 ? 'PathPrefix(`/`)' : all.join(' && ')
  }

  #middlewares(most: number): readonly Named[] {
    const one = this.#of
    return Array.from({ length: 1 + (one.chance(3) ? most - 1 : 0) }, () => ({
      name: one.chance(15)
        ? one.one(['none', 'team-m0@kubernetescrd', 'chain', 'x@file'])
        : one.one(['m0', 'm1', 'm2', 'm3', 'm4', 'm5']),
      ...(one.chance(12) && { namespace: one.one(namespaces) }),
    }))
  }

  #service(): object {
    const one = this.#of
    const weight = one.chance(3) ? { weight: one.one([0, 1, 3]) } : {}
    const own = one.chance(12) ? { namespace: one.one(namespaces) } : {}
    if (one.chance(4))
      return {
        kind: 'TraefikService',
        name: one.chance(10)
          ? one.one(['none', 'team-ts0@kubernetescrd', 'api@internal', 'noop@internal', 'ping@internal', 'x@file'])
          : one.one(['ts0', 'ts1', 'b-ts0', 'ts2']),
        ...own,
        ...weight,
      }
    return { ...this.#plain(), ...own, ...weight }
  }

  #plain(): object {
    const one = this.#of
    const port = one.one<number | string>([80, 80, 80, 'http', 8080, 'other', one.chance(3) ? 81 : 80])
    return {
      name: one.chance(25) ? 'missing' : one.one(['web', 'api', 'svc', 'b-svc', 'one']),
      port,
      // A Service that is spoken to in several ways has one name inside, and chance decides.
      ...(port === 81 && { serversTransport: 'tr' }),
      ...(port === 'other' && { serversTransport: 'team-tr@kubernetescrd' }),
      ...(one.chance(15) && { kind: 'Service' }),
      ...(one.chance(15) && { nativeLB: one.chance(2) }),
      ...(one.chance(25) && { scheme: one.one(['http', 'ftp']) }),
      ...(one.chance(30) && { strategy: one.one(['RoundRobin', 'wrr', 'p2c', 'random']) }),
      ...(one.chance(40) && { healthCheck: { path: '/' } }),
    }
  }

  #composed(): object {
    const one = this.#of
    const some = () => Array.from({ length: one.one([1, 2, 2, 3]) }, () => this.#service())
    return one.one<() => object>([
      () => ({ weighted: { services: some() } }),
      () => ({ weighted: { services: some() } }),
      () => ({ mirroring: { ...this.#service(), mirrors: [{ ...this.#plain(), percent: 20 }] } }),
      () => ({ highestRandomWeight: { services: some() } }),
      () => ({
        failover: {
          service: this.#plain(),
          fallback: this.#plain(),
          ...(one.chance(2) && { errors: { status: ['500-599'] } }),
        },
      }),
      () => ({}),
    ])()
  }
}
