/** Generated HTTPProxies: roots, what they include, broken ones among them, and requests that try them. */
import { randomFrom } from '../../support/random.js'
import type { ServedObject } from '../watched-api.js'

export const namespaces = ['shop', 'team', 'edge'] as const
const services = ['web', 'api', 'one', 'two'] as const
const hosts = ['a.test', 'b.test', 'c.test', '*.w.test', 'x.w.test', 'd.test', 'e.test', '*.test']
const prefixes = ['/', '/a', '/a/', '/a/b', '/ab', '/x', '/x/y/', '/A', '//a']
const exacts = ['/a', '/a/', '/a/b', '/x/y/z', '/']
const patterns = ['/a.*', '/[a-z]+', '/x/(y|z)/.*', '/a/b|/ab', '/.*', '/a(']
const headers = ['x-kind', 'X-Kind', 'x-env', 'user-agent']
const values = ['red', 'blue', 'Red', 're', 'dark red']
const parameters = ['q', 'page', 'Q']
const targets = [
  ...['/', '/a', '/a/', '/a/b', '/a/b/c', '/ab', '/abc', '/x', '/x/', '/x/y', '/x/y/', '/x/y/z', '/x/z/1', '/A', '/b'],
  ...['/a//b', '/a/../x', '/%61', '/a%2Fb', '/ax', '/x/yy'],
]

export class ProxyGenerator {
  readonly #below: (limit: number) => number

  constructor(seed: number) {
    this.#below = randomFrom(seed)
  }

  one<T>(of: readonly T[]): T {
    return of[this.#below(of.length)] as T
  }

  /** One in so many. */
  chance(of: number): boolean {
    return this.#below(of) === 0
  }

  objects(): readonly ServedObject[] {
    const roots = hosts.flatMap((fqdn) => (this.chance(8) ? [] : [this.#root(fqdn)]))
    const twin = this.chance(3) ? [this.#root(this.one(hosts))] : []
    const children = namespaces.flatMap((namespace) =>
      Array.from({ length: 6 }, (_, i) => this.#proxy(namespace, `c${i}`, { ...this.#body(0.3) })),
    )
    const ready = { virtualhost: { fqdn: 'ready.check' }, routes: [{ directResponsePolicy: { statusCode: 204 } }] }
    const all = [...roots, ...twin, ...children, this.#proxy('shop', 'ready', ready)]
    return [
      ...new Map(all.map((one) => [`${one.metadata.namespace}/${one.metadata.name}`, one])).values(),
      this.#delegation(),
    ]
  }

  /** What stands in the configuration file. */
  config(): object {
    return {
      timeouts: { 'delayed-close-timeout': '1ms' },
      ...(this.chance(4) && { disablePermitInsecure: true }),
      ...(this.chance(4) && { disableMergeSlashes: true }),
      ...(this.chance(4) && { network: { 'strip-trailing-host-dot': true } }),
      ...(this.chance(2) && { tls: { 'fallback-certificate': { name: 'shared', namespace: 'shop' } } }),
    }
  }

  ingresses(): readonly ServedObject[] {
    return Array.from({ length: this.one([0, 2, 6]) }, (_, i) => {
      const host = this.one(hosts.slice(0, 4))
      const secretName = this.one(['good', 'missing'])
      const paths = Array.from({ length: this.one([1, 2]) }, () => ({
        path: this.one(['/', '/a', '/a/', '/x', '/x/y', '/a.*']),
        pathType: this.one(['Prefix', 'Exact', 'ImplementationSpecific']),
        backend: { service: { name: this.one([...services, 'missing']), port: { number: 80 } } },
      }))
      return {
        ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
        metadata: {
          ...{ namespace: this.one(namespaces), name: `i${i}`, creationTimestamp: '2026-01-01T00:00:00Z' },
          ...(this.chance(6) && { annotations: { 'ingress.kubernetes.io/force-ssl-redirect': 'true' } }),
        },
        spec: { rules: [{ host, http: { paths } }], ...(this.chance(3) && { tls: [{ hosts: [host], secretName }] }) },
      }
    })
  }

  request() {
    const tls = this.chance(3)
    const host = this.one([
      ...hosts.map((one) => one.replace('*', 'any')),
      'x.y.w.test',
      'A.test',
      'nobody.example',
      'a.test.',
    ])
    const query = this.chance(2)
      ? ''
      : `?${this.one(parameters)}=${this.one([...values, 'xred', ''])}${this.chance(4) ? '&page=2' : ''}`
    const sent: [string, string][] = this.chance(2) ? [] : [[this.one(['x-kind', 'x-env']), this.one([...values, ''])]]
    const own = new Map([...sent, ...(this.chance(4) ? ([['x-env', this.one(values)]] as const) : [])])
    return {
      ...{ tls, host, target: this.one(targets) + query.replaceAll(' ', '%20'), headers: own },
      ...{
        method: this.one(['GET', 'GET', 'POST']),
        sni: this.chance(10) ? null : this.chance(12) ? this.one(hosts).replace('*', 'any') : host,
      },
    }
  }

  #delegation(): ServedObject {
    const delegations = [{ secretName: 'shared', targetNamespaces: this.one([['*'], ['team'], ['edge', 'team']]) }]
    return {
      ...{ apiVersion: 'projectcontour.io/v1', kind: 'TLSCertificateDelegation' },
      ...{ metadata: { namespace: 'shop', name: 'shared' }, spec: { delegations } },
    }
  }

  #proxy(namespace: string, name: string, spec: object): ServedObject {
    const annotations = this.chance(25) ? { 'kubernetes.io/ingress.class': this.one(['contour', 'other']) } : {}
    const own = this.chance(8) ? { ingressClassName: this.one(['contour', 'other']) } : {}
    const creationTimestamp = '2026-01-01T00:00:00Z'
    return {
      ...{ apiVersion: 'projectcontour.io/v1', kind: 'HTTPProxy' },
      metadata: {
        namespace,
        name,
        uid: `${namespace}-${name}`,
        creationTimestamp,
        ...(name !== 'ready' && { annotations }),
      },
      spec: { ...spec, ...(name !== 'ready' && own) },
    }
  }

  #root(fqdn: string): ServedObject {
    const namespace = this.one(namespaces)
    const tls = this.chance(2) ? { tls: this.#tls() } : {}
    const isPassed = 'tls' in tls && this.chance(8)
    const tcpproxy = this.chance(8)
      ? { include: { name: `c${this.#below(8)}`, namespace: this.one(namespaces) } }
      : { services: this.#services(2) }
    return this.#proxy(namespace, fqdn.replace('*', 'wild'), {
      virtualhost: { fqdn, ...tls, ...this.#ofHost() },
      ...this.#body(0.7),
      ...(isPassed && { tcpproxy }),
    })
  }

  #tls(): object {
    if (this.chance(10)) return { passthrough: true, ...(this.chance(4) && { enableFallbackCertificate: true }) }
    return {
      secretName: this.one(['good', 'good', 'good', 'shop/shared', 'missing', 'broken', 'team/good']),
      ...(this.chance(5) && { minimumProtocolVersion: this.one(['1.2', '1.3']) }),
      ...(this.chance(9) && { maximumProtocolVersion: this.one(['1.2', '1.3']) }),
      ...(this.chance(12) && { enableFallbackCertificate: true }),
      ...(this.chance(15) && { passthrough: true }),
    }
  }

  #ofHost(): object {
    return {
      ...(this.chance(15) && { corsPolicy: { allowOrigin: this.chance(3) ? [] : ['*'], allowMethods: ['GET'] } }),
      ...(this.chance(20) && {
        ipAllowPolicy: [{ source: 'Peer', cidr: this.one(['127.0.0.0/8', '10.0.0.0/8', '10.0']) }],
      }),
      ...(this.chance(20) && { rateLimitPolicy: { local: { requests: this.one([0, 100000]), unit: 'minute' } } }),
    }
  }

  #body(includes: number): object {
    const count = this.one([0, 1, 1, 2, 3, 4])
    const some =
      this.#below(100) < includes * 100 ? Array.from({ length: this.one([1, 1, 2, 3]) }, () => this.#include()) : []
    return {
      routes: Array.from({ length: count }, (_, i) => this.#route(i)),
      ...(some.length > 0 && { includes: some }),
    }
  }

  #include(): object {
    return {
      name: this.chance(12) ? this.one(['none', 'a.test']) : `c${this.#below(6)}`,
      ...(this.chance(2) && { namespace: this.one(namespaces) }),
      ...(!this.chance(5) && { conditions: this.#conditions(true) }),
    }
  }

  #conditions(isInclude: boolean): readonly object[] {
    const path = this.chance(6)
      ? []
      : [
          isInclude
            ? this.chance(25)
              ? { exact: '/a' }
              : { prefix: this.one(prefixes) }
            : this.chance(4)
              ? { exact: this.one(exacts) }
              : this.chance(5)
                ? { regex: this.chance(15) ? '/a(' : this.one(patterns.slice(0, 5)) }
                : { prefix: this.chance(40) ? 'a' : this.one(prefixes) },
        ]
    const more = Array.from({ length: this.chance(3) ? this.one([1, 1, 2]) : 0 }, () => ({ header: this.#header() }))
    const query = this.chance(6) ? [{ queryParameter: this.#parameter() }] : []
    const all = [...path, ...more, ...query]
    return this.chance(6) ? all.reverse() : all
  }

  #header(): object {
    const name = this.one(headers)
    if (this.chance(4)) return { name, [this.one(['present', 'notpresent'])]: true }
    const kind = this.one(['contains', 'notcontains', 'exact', 'exact', 'notexact', 'regex'])
    return {
      ...{ name, [kind]: kind === 'regex' ? this.one(['re.*', '(red|blue)', '.*d']) : this.one(values) },
      ...(this.chance(4) && { ignoreCase: true }),
      ...(this.chance(5) && { treatMissingAsEmpty: true }),
    }
  }

  #parameter(): object {
    const name = this.one(parameters)
    if (this.chance(4)) return { name, present: true }
    const kind = this.one(['exact', 'prefix', 'suffix', 'contains', 'regex'])
    const value = kind === 'regex' ? this.one(['re.*', '.*d', '\\d+']) : this.one(['red', 're', 'd', '2', 'Red'])
    return {
      name,
      [kind]: value,
      ...(this.chance(4) && { ignoreCase: true }),
      ...(this.chance(40) && { present: true }),
    }
  }

  #route(index: number): object {
    const work = this.chance(6)
      ? { requestRedirectPolicy: this.#redirect() }
      : this.chance(8)
        ? { directResponsePolicy: { statusCode: this.one([200, 404, 418, 503]) } }
        : { services: this.#services(3) }
    return {
      ...(!this.chance(8) && { conditions: this.#conditions(false) }),
      ...work,
      ...(this.chance(40) && { directResponsePolicy: { statusCode: 200 } }),
      ...(this.chance(4) && { permitInsecure: true }),
      ...(this.chance(6) && { enableWebsockets: true }),
      ...(this.chance(4) && { pathRewritePolicy: { replacePrefix: this.#replacements() } }),
      ...(this.chance(10) && {
        loadBalancerPolicy: { strategy: this.one(['Random', 'WeightedLeastRequest', 'Cookie', 'RoundRobin']) },
      }),
      ...(this.chance(15) && { timeoutPolicy: { response: this.one(['10s', 'infinity', '1x', '0']) } }),
      ...(this.chance(15) && { retryPolicy: { count: 1 } }),
      ...(this.chance(25) && {
        ipDenyPolicy: [{ source: 'Peer', cidr: this.one(['127.0.0.1', '10.0.0.0/8', '10.0/8']) }],
      }),
      ...(this.chance(30) && { jwtVerificationPolicy: { require: 'nobody' } }),
      ...(this.chance(25) && { cookieRewritePolicies: [{ name: 'a', ...(this.chance(2) && { secure: true }) }] }),
      requestHeadersPolicy: {
        set: [
          { name: 'x-rule', value: `${index}` },
          ...(this.chance(8) ? [{ name: 'Host', value: this.one(['inside.test', '%REQ(x-env)%']) }] : []),
          ...(this.chance(60) ? [{ name: 'X-Rule', value: 'twice' }] : []),
        ],
      },
    }
  }

  #redirect(): object {
    return {
      statusCode: this.one([301, 302]),
      ...(this.chance(2) && { scheme: this.one(['http', 'https']) }),
      ...(this.chance(3) && { hostname: 'other.test' }),
      ...(this.chance(3) && { port: this.one([443, 80, 8443]) }),
      ...(this.chance(3) ? { path: '/new' } : this.chance(2) ? { prefix: this.one(['/p', '/p/']) } : {}),
      ...(this.chance(30) && { prefix: '/p', path: '/new' }),
    }
  }

  #replacements(): readonly object[] {
    const one = () => ({
      ...(!this.chance(3) && { prefix: this.one(prefixes) }),
      replacement: this.one(['/', '/v1', '/v1/', '/a']),
    })
    return Array.from({ length: this.one([1, 1, 2]) }, one)
  }

  #services(most: number): readonly object[] {
    return Array.from({ length: this.one([1, 1, 1, most]) }, () => ({
      name: this.chance(10) ? this.one(['missing', 'empty', 'outside']) : this.one(services),
      port: this.chance(15) ? 81 : 80,
      ...(this.chance(3) && { weight: this.one([0, 1, 9]) }),
      ...(this.chance(10) && { mirror: true }),
      ...(this.chance(25) && { protocol: 'h9' }),
      ...(this.chance(15) && { requestHeadersPolicy: { set: [{ name: 'Host', value: 'service.test' }] } }),
    }))
  }
}
