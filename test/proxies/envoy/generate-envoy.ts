/** Makes configurations of all that the room of Envoy claims to understand, and requests that try them. */
import { randomFrom } from '../../support/random.js'

const segments = [
  'a',
  'b',
  'ab',
  'A',
  'foo',
  'foo.bar',
  'x%2Fy',
  '..',
  '.',
  '',
  '%61',
  '%2e%2e',
  'a b'.replace(' ', '%20'),
  '%5Cz',
  'q\\r',
  '%zz',
  'a"b',
  '{x}',
  '~',
  '%7E',
  'a;b',
  '%c3%a9',
  '%',
]
const plain = ['a', 'b', 'ab', 'A', 'foo', 'foo.bar']
const hosts = ['a.test', 'b.test', 'x.a.test', 'y.x.a.test', 'test', 'other', 'a.other', 'a-b.test', 'z-b.test']
const domains = [
  ...hosts,
  '*.a.test',
  '*.test',
  '*-b.test',
  '*.x.a.test',
  'a.*',
  'a-*',
  'x.*',
  'a.test:8080',
  '*:8080',
  'b.test:*',
]
const values = ['1', '2', 'ab', 'AB', 'abc', '', '10', '-5', '1,2', 'a b']
const patterns = ['a.*', '[ab]+', 'ab?', '.*b', '1|2', 'a|ab', '[^a]*', '(a|b)*c?', '\\d+', 'A.?', '^a$']
const pathPatterns = [
  '/a/.*',
  '/[ab]+',
  '/(a|ab)(/.*)?',
  '.*',
  '/.*b',
  '/foo/[^/]+',
  '/a',
  '^/a$',
  '/\\w+/b',
  '(?i)/FOO.*',
]
const queryNames = ['q', 'r', 'Q', 'a%62']

export interface Asked {
  readonly method: string
  readonly host: string | null
  readonly target: string
  readonly headers: readonly (readonly [string, string])[]
}

type Json = Record<string, unknown>

export class Generator {
  readonly #random: (below: number) => number
  #names = 0

  constructor(start: number) {
    this.#random = randomFrom(start)
  }

  /** @param upstreams ports of servers, the last one of them closed @param port of the listener */
  bootstrap(port: number, upstreams: readonly number[]): Json {
    const used = new Set<string>()
    const virtualHosts = Array.from({ length: 6 }, (_, i) => {
      const own = Array.from({ length: 1 + this.#random(3) }, () => this.#pick(domains)).filter((one) => !used.has(one))
      for (const one of own) used.add(one)
      return { name: `host-${i}`, domains: [...new Set(own)], routes: Array.from({ length: 14 }, () => this.#route()) }
    }).filter((one) => one.domains.length > 0)
    const any = this.#chance(2)
      ? [{ name: 'any', domains: ['*'], routes: Array.from({ length: 14 }, () => this.#route()) }]
      : []
    return {
      static_resources: {
        listeners: [
          {
            name: 'one',
            address: addressOf(port),
            filter_chains: [{ filters: [this.#manager([...virtualHosts, ...any])] }],
          },
        ],
        clusters: this.#clusters(upstreams),
      },
    }
  }

  request(): Asked {
    const path = `/${Array.from({ length: this.#random(4) }, () => this.#pick(this.#chance(3) ? segments : plain)).join('/')}`
    const query = this.#chance(2)
      ? ''
      : `?${Array.from({ length: 1 + this.#random(3) }, () => `${this.#pick(queryNames)}${this.#pick(['=', '=', ''])}${this.#pick(values).replace(' ', '+')}`).join('&')}`
    const host = this.#pick([
      ...hosts,
      ...hosts,
      'A.TEST',
      'a.test:8080',
      'b.test:80',
      'a.test.',
      'x.a.test:99',
      'o',
      'deep.y.x.a.test',
    ])
    const headers = Array.from(
      { length: this.#random(4) },
      () => [this.#pick(['x-a', 'x-b', 'X-A', 'x_c']), this.#pick(values)] as const,
    )
    return {
      method: this.#pick(['GET', 'GET', 'POST', 'OPTIONS']),
      host,
      target: this.#chance(30) ? `http://b.test${path}${query}` : path + query,
      headers,
    }
  }

  #manager(virtualHosts: readonly Json[]): Json {
    return {
      name: 'http',
      typed_config: {
        '@type':
          'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
        stat_prefix: 'x',
        delayed_close_timeout: '0s',
        normalize_path: this.#chance(2),
        merge_slashes: this.#chance(2),
        path_with_escaped_slashes_action: this.#pick([
          'KEEP_UNCHANGED',
          'KEEP_UNCHANGED',
          'REJECT_REQUEST',
          'UNESCAPE_AND_REDIRECT',
          'UNESCAPE_AND_FORWARD',
        ]),
        ...this.#pick([{}, { strip_any_host_port: true }, { strip_matching_host_port: true }]),
        ...(this.#chance(3) ? { strip_trailing_host_dot: true } : {}),
        common_http_protocol_options: {
          headers_with_underscores_action: this.#pick(['ALLOW', 'ALLOW', 'REJECT_REQUEST', 'DROP_HEADER']),
        },
        route_config: {
          name: 'routes',
          validate_clusters: false,
          ignore_port_in_host_matching: this.#chance(2),
          virtual_hosts: virtualHosts,
        },
        http_filters: [
          {
            name: 'router',
            typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router' },
          },
        ],
      },
    }
  }

  #route(): Json {
    const name = `route-${this.#names++}`
    const path = this.#pathMatch()
    return {
      name,
      match: {
        ...path,
        ...('safe_regex' in path ? {} : this.#chance(5) ? { case_sensitive: false } : {}),
        ...(this.#chance(3) ? { headers: Array.from({ length: 1 + this.#random(2) }, () => this.#header()) } : {}),
        ...(this.#chance(4)
          ? { query_parameters: Array.from({ length: 1 + this.#random(2) }, () => this.#query()) }
          : {}),
        ...(this.#chance(40) ? { grpc: {} } : {}),
      },
      response_headers_to_add: [{ header: { key: 'x-route', value: name } }],
      ...this.#action(),
    }
  }

  #path(): string {
    return `/${Array.from({ length: 1 + this.#random(2) }, () => this.#pick(plain)).join('/')}`
  }

  #pathMatch(): Json {
    return this.#pick<() => Json>([
      () => ({ path: this.#path() }),
      () => ({ prefix: this.#pick(['/', this.#path(), `${this.#path()}/`]) }),
      () => ({ path_separated_prefix: this.#path() }),
      () => ({ safe_regex: { regex: this.#pick(pathPatterns) } }),
    ])()
  }

  #text(): Json {
    const value = this.#pick(values)
    const filled = value === '' ? 'a' : value
    const one = this.#pick<Json>([
      { exact: value },
      { prefix: filled },
      { suffix: filled },
      { contains: filled },
      { safe_regex: { regex: this.#pick(patterns) } },
    ])
    return 'safe_regex' in one || !this.#chance(4) ? one : { ...one, ignore_case: true }
  }

  #header(): Json {
    const kind = this.#pick<Json>([
      { string_match: this.#text() },
      { string_match: this.#text() },
      { range_match: { start: 0, end: 10 } },
      { present_match: this.#chance(2) },
      {},
    ])
    const name = this.#pick(['x-a', 'x-b', 'X-A', ':method', ':authority', ':path', 'x_c'])
    return {
      name,
      ...(name === ':method' ? { string_match: { exact: 'GET' } } : kind),
      ...(this.#chance(4) ? { invert_match: true } : {}),
      ...(this.#chance(5) ? { treat_missing_header_as_empty: true } : {}),
    }
  }

  #query(): Json {
    return {
      name: this.#pick(queryNames),
      ...this.#pick<Json>([
        { string_match: this.#text() },
        { string_match: this.#text() },
        { present_match: this.#chance(2) },
        {},
      ]),
    }
  }

  #action(): Json {
    return this.#pick<() => Json>([
      () => ({ route: this.#forward() }),
      () => ({ route: this.#forward() }),
      () => ({ redirect: this.#redirect() }),
      () => ({ direct_response: { status: this.#pick([200, 204, 404, 500, 503]) } }),
    ])()
  }

  #rewrite(): Json {
    return this.#pick<Json>([
      {},
      { prefix_rewrite: this.#pick(['/', '/new', '/new/', '/a/b']) },
      this.#chance(2)
        ? regexRewrite(
            this.#pick(['^/a', '/', 'a*', '^/foo/*', 'b?', '^/.*$']),
            this.#pick(['/', '', 'x', '/\\0!', '\\\\']),
          )
        : regexRewrite(this.#pick(['(a|b)', '/([^/]+)/(.*)', '(b?)']), this.#pick(['\\1', '<\\1\\0>'])),
    ])
  }

  #forward(): Json {
    const clusters = ['up-0', 'up-1', 'up-2', 'empty', 'mixed', 'sick', 'no-panic', 'nowhere']
    const target = this.#chance(4)
      ? {
          weighted_clusters: {
            clusters: [
              { name: this.#pick(clusters), weight: this.#pick([0, 1, 3]) },
              { name: this.#pick(clusters), weight: 2 },
            ],
          },
        }
      : { cluster: this.#pick(clusters) }
    const notFound = this.#pick<Json>([
      {},
      { cluster_not_found_response_code: 'NOT_FOUND' },
      { cluster_not_found_response_code: 'INTERNAL_SERVER_ERROR' },
    ])
    const host = this.#pick<Json>([
      {},
      {},
      { host_rewrite_literal: 'inner.test' },
      { host_rewrite_header: 'x-a' },
      { host_rewrite_path_regex: { pattern: { regex: '^/(\\w+).*$' }, substitution: '\\1' } },
    ])
    return { ...target, ...notFound, ...this.#rewrite(), ...host }
  }

  #redirect(): Json {
    const path = this.#chance(2) ? { path_redirect: this.#pick(['/r', '/r?own=1']) } : this.#rewrite()
    const scheme = this.#pick<Json>([
      {},
      { https_redirect: true },
      { scheme_redirect: 'https' },
      { scheme_redirect: 'http' },
    ])
    return {
      ...path,
      ...scheme,
      ...(this.#chance(2) ? { host_redirect: 'to.test' } : {}),
      ...(this.#chance(3) ? { port_redirect: this.#pick([80, 443, 8443]) } : {}),
      ...(this.#chance(3) ? { strip_query: true } : {}),
      ...(this.#chance(2)
        ? { response_code: this.#pick(['FOUND', 'SEE_OTHER', 'TEMPORARY_REDIRECT', 'PERMANENT_REDIRECT']) }
        : {}),
    }
  }

  #clusters(ports: readonly number[]): readonly Json[] {
    const [a = 0, b = 0, c = 0] = ports
    const cluster = (name: string, hosts: readonly (readonly [number, string])[], more: Json = {}) => ({
      name,
      type: 'STATIC',
      connect_timeout: '1s',
      load_assignment: {
        cluster_name: name,
        endpoints: [
          {
            lb_endpoints: hosts.map(([port, health]) => ({
              endpoint: { address: addressOf(port) },
              health_status: health,
            })),
          },
        ],
      },
      ...more,
    })
    const threshold = (value: number) => ({ common_lb_config: { healthy_panic_threshold: { value } } })
    return [
      ...ports.map((port, i) => cluster(`up-${i}`, [[port, 'UNKNOWN']])),
      cluster('empty', []),
      cluster('mixed', [
        [a, 'HEALTHY'],
        [b, 'DRAINING'],
      ]),
      cluster('sick', [
        [a, 'DRAINING'],
        [b, 'UNHEALTHY'],
        [c, 'TIMEOUT'],
      ]),
      cluster(
        'no-panic',
        [
          [a, 'UNHEALTHY'],
          [b, 'DRAINING'],
        ],
        threshold(0),
      ),
    ]
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.#random(items.length)] as T
  }

  /** Once in so many. */
  #chance(of: number): boolean {
    return this.#random(of) === 0
  }
}

function addressOf(port: number): Json {
  return { socket_address: { address: '127.0.0.1', port_value: port } }
}

function regexRewrite(regex: string, substitution: string): Json {
  return { regex_rewrite: { pattern: { regex }, substitution } }
}
