/** Generated configurations of a Traefik, and requests that try them. */
import { randomFrom } from '../../support/random.js'

export interface TraefikAsked {
  readonly method: string
  readonly target: string
  readonly host: string | null
  readonly headers: ReadonlyMap<string, string>
}

const hosts = ['a.test', 'b.a.test', 'c.b.a.test', 'other.test']
const paths = ['/', '/a', '/a/', '/a/b', '/ab', '/A', '/c%2Fd', '/e f', '/long/path/of/words', '/x.y']
const patterns = ['^/a', '/b$', '^/a/([a-z]+)', '(?i)^/A/', '^/(a|long)/', '[0-9]+', '^/.*/b', '^/a(/|$)(.*)']
const hostPatterns = ['^[a-z]+\\.a\\.test$', '\\.test$', '^b\\.', '(?i)^OTHER']
const targets = [
  ...['/', '/a', '/a/', '/a/b', '/ab', '/A', '/A/x', '/c%2Fd', '/c/d', '/e%20f', '/long/path/of/words', '/x.y', '//a'],
  ...[
    '/a/../ab',
    '/a/./b',
    '/a//b',
    '/a?x=1',
    '/?x=1&y=2',
    '/?x=1;y=2',
    '/a?x',
    '/a?x=',
    '/%61',
    '/a%2fb',
    '/a/b?q=%31',
  ],
  ...[
    '/1',
    '/a/1/b',
    '/a%5Cb',
    '/nobody',
    '/a/b/c/',
    '/..',
    '/%2e%2e/a',
    '/a?x=1&x=2',
    '/~a',
    "/a'b",
    '/a%3Fb',
    '/a;b',
  ],
]
const sentHosts = [
  'a.test',
  'A.TEST',
  'b.a.test',
  'c.b.a.test',
  'other.test',
  'a.test:8080',
  'a.test.',
  'nobody.test',
  '.a.test',
]

export class TraefikGenerator {
  readonly #below: (limit: number) => number

  constructor(seed: number) {
    this.#below = randomFrom(seed)
  }

  /** @param ports of the servers behind it */
  dynamic(ports: readonly number[]): {
    readonly http: { readonly routers: object; readonly services: object; readonly middlewares: object }
  } {
    const middlewares = Object.fromEntries(Array.from({ length: 14 }, (_, i) => [`m${i}`, this.#middleware(i)]))
    const services = Object.fromEntries([
      ...ports.map((port, i) => [`s${i}`, { loadBalancer: { servers: [{ url: `http://127.0.0.1:${port}` }] } }]),
      ['none', { loadBalancer: { servers: [] } }],
      [
        'both',
        {
          weighted: {
            services: [
              { name: 's0', weight: 1 },
              { name: 's1', weight: 3 },
            ],
          },
        },
      ],
      [
        'zero',
        {
          weighted: {
            services: [
              { name: 's0', weight: 0 },
              { name: 's1', weight: 1 },
            ],
          },
        },
      ],
    ])
    const names = Object.keys(services)
    const routers = Object.fromEntries(
      Array.from({ length: 24 }, (_, i) => [
        `r${i}`,
        {
          entryPoints: ['web'],
          rule: this.#rule(0),
          service: this.#one(names),
          ...(this.#below(3) === 0 && { priority: 1 + this.#below(120) }),
          ...(this.#below(2) === 0 && { middlewares: this.#some(Object.keys(middlewares), 2) }),
        },
      ]),
    )
    return { http: { routers, services, middlewares } }
  }

  request(): TraefikAsked {
    const headers = new Map<string, string>()
    if (this.#below(3) === 0) headers.set('x-kind', this.#one(['red', 'blue', 'RED']))
    return {
      method: this.#one(['GET', 'GET', 'GET', 'POST', 'DELETE']),
      target: this.#one(targets),
      host: this.#below(30) === 0 ? null : this.#one(sentHosts),
      headers,
    }
  }

  #rule(depth: number): string {
    const kind = this.#below(depth > 2 ? 2 : 8)
    if (kind === 2) return `(${this.#rule(depth + 1)} || ${this.#rule(depth + 1)})`
    if (kind === 3) return `${this.#rule(depth + 1)} && !${this.#matcher()}`
    if (kind < 6) return `${this.#host()} && ${this.#matcher()}`
    return this.#matcher()
  }

  #host(): string {
    return this.#below(4) === 0
      ? `HostRegexp(\`${this.#one(hostPatterns)}\`)`
      : `Host(\`${this.#below(4) === 0 ? '*.a.test' : this.#one(hosts)}\`)`
  }

  #matcher(): string {
    const quoted = (text: string) => (this.#below(2) === 0 ? `\`${text}\`` : JSON.stringify(text))
    switch (this.#below(9)) {
      case 0:
        return `Path(${quoted(this.#one(paths))})`
      case 1:
      case 2:
        return `PathPrefix(${quoted(this.#one(paths))})`
      case 3:
        return `PathRegexp(${quoted(this.#one(patterns))})`
      case 4:
        return `Method(${quoted(this.#one(['GET', 'POST', 'delete']))})`
      case 5:
        return `Header(${quoted('X-Kind')}, ${quoted(this.#one(['red', 'blue']))})`
      case 6:
        return `HeaderRegexp(${quoted('x-kind')}, ${quoted('(?i)^re')})`
      case 7:
        return `Query(${quoted('x')}${this.#below(3) === 0 ? '' : `, ${quoted(this.#one(['1', '2']))}`})`
      default:
        return this.#host()
    }
  }

  #middleware(i: number): object {
    const path = () => this.#one(['/a', '/a/', '/long', '/new', '/e f'])
    switch (i) {
      case 0:
        return { stripPrefix: { prefixes: [path(), '/a/b'] } }
      case 1:
        return { stripPrefixRegex: { regex: [this.#one(['/[a-z]+', '/a/', '/[0-9]'])] } }
      case 2:
        return { addPrefix: { prefix: this.#one(['/v1', '/v1/', '/é']) } }
      case 3:
        return { replacePath: { path: this.#one(['/fixed', '/fi xed', '/f/']) } }
      case 4:
      case 5:
        return {
          replacePathRegex: { regex: this.#one(patterns), replacement: this.#one(['/r$1', '/$1/x', '/z', '$2']) },
        }
      case 6:
        return {
          redirectScheme: {
            scheme: 'https',
            permanent: this.#below(2) === 0,
            ...(this.#below(2) === 0 && { port: this.#one(['443', '8443']) }),
          },
        }
      case 7:
      case 8:
        return {
          redirectRegex: {
            regex: this.#one(['^http://a.test/(.*)', '^http://([^/]+)/a(.*)$', '/nothing']),
            replacement: this.#one(['http://new.test/$1', 'https://$1/$2']),
            permanent: this.#below(2) === 0,
          },
        }
      case 9:
        return { ipAllowList: { sourceRange: [this.#one(['127.0.0.0/8', '10.0.0.0/8', '127.0.0.1'])] } }
      case 10:
        return { chain: { middlewares: ['m0', 'm2'] } }
      case 11:
        return { headers: { customRequestHeaders: { 'X-More': 'yes' } } }
      case 12:
        return { basicAuth: { users: ['u:$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/'] } }
      default:
        return { redirectScheme: { scheme: 'http' } }
    }
  }

  #one<T>(all: readonly T[]): T {
    return all[this.#below(all.length)] as T
  }

  #some(all: readonly string[], most: number): readonly string[] {
    return Array.from({ length: 1 + this.#below(most) }, () => this.#one(all))
  }
}
