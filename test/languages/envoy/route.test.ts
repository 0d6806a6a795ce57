/** What Envoy does with a request, by rules that its documentation names: each sentence a small configuration. */
import { describe, expect, it } from 'vitest'
import { readConfigDump } from '../../../src/languages/envoy/dump/read.js'
import { Regex } from '../../../src/languages/envoy/match/regex.js'
import { chooseChain } from '../../../src/languages/envoy/route/chains.js'
import { DomainBook } from '../../../src/languages/envoy/route/domains.js'
import { Evaluator, type Outcome } from '../../../src/languages/envoy/route/evaluate.js'
import { normalize } from '../../../src/languages/envoy/route/normalize.js'

type Json = Record<string, unknown>

interface World {
  readonly routes: readonly Json[]
  readonly manager?: Json
  readonly clusters?: readonly Json[]
  readonly host?: Json
}

async function evaluator({ routes, manager = {}, clusters = [], host = {} }: World): Promise<Evaluator> {
  const config = {
    '@type': 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
    rds: { route_config_name: 'table' },
    ...manager,
  }
  const listener = {
    name: 'web',
    address: { socket_address: { address: '0.0.0.0', port_value: 8080 } },
    filter_chains: [{ filters: [{ name: 'http', typed_config: config }] }],
  }
  const table = { name: 'table', virtual_hosts: [{ name: 'shop', domains: ['shop.example.com'], routes, ...host }] }
  const dump = {
    configs: [
      { dynamic_listeners: [{ name: 'web', active_state: { listener } }] },
      { dynamic_active_clusters: clusters.map((cluster) => ({ cluster })) },
      { dynamic_route_configs: [{ route_config: table }] },
    ],
  }
  return new Evaluator(await readConfigDump([new TextEncoder().encode(JSON.stringify(dump))]))
}

function ask(evaluator: Evaluator, target: string, more: Partial<Parameters<Evaluator['answer']>[0]> = {}): Outcome {
  const request = {
    scheme: 'http',
    method: 'GET',
    host: 'shop.example.com',
    headers: new Map(),
    port: 8080,
    sni: null,
  } as const
  return evaluator.answer({ ...request, httpVersion: '1.1', target, ...more })
}

const answers = (status: number) => ({ direct_response: { status } })
const statusOf = ({ result }: Outcome) => (result.is === 'status' ? result.status : result.is)

describe('a virtual host', () => {
  const book = new DomainBook<string>()
  for (const domain of ['a.test', '*.test', '*.a.test', 'a.*', '*-b.test', '*']) book.add(domain, domain)

  it.each([
    ['a.test', 'a.test'],
    ['x.a.test', '*.a.test'],
    ['y.x.a.test', '*.a.test'],
    ['b.test', '*.test'],
    ['a-b.test', '*-b.test'],
    ['a.other', 'a.*'],
    ['.test', '*'],
    ['other', '*'],
  ])('of %s is that of %s', (host, domain) => {
    expect(book.find(host)).toBe(domain)
  })
})

describe('a path', () => {
  const all = { normalizesPath: true, mergesSlashes: true, escapedSlashes: 'keep' } as const

  it.each([
    ['/a//b', '/a/b'],
    ['/a/./b/../c?x=/../y', '/a/c?x=/../y'],
    ['/a//../b', '/a/b'],
    ['/%61%2Fb%2e%2e', '/a%2Fb..'],
    ['/x%2e%2e/%2e%2e/y', '/y'],
    ['\\a\\b', '/a/b'],
    ['//', '//'],
    ['/%zz', '/%zz'],
    ['/a"b', '/a%22b'],
    ['/..', '/'],
  ])('%s is matched as %s', (target, path) => {
    expect(normalize(target, all)).toEqual({ is: 'path', path })
  })

  it('with escaped slashes is kept, refused, or sent away, as it was set', () => {
    const by = (escapedSlashes: 'keep' | 'reject' | 'redirect' | 'forward') =>
      normalize('/a%2fb%5Cc', { ...all, escapedSlashes })
    expect(by('keep')).toEqual({ is: 'path', path: '/a%2fb%5Cc' })
    expect(by('reject').is).toBe('refused')
    expect(by('redirect')).toEqual({ is: 'redirect', path: '/a/b/c' })
    expect(by('forward')).toEqual({ is: 'path', path: '/a/b/c' })
  })
})

describe('of the routes', () => {
  it('the first that matches counts, whatever comes later', async () => {
    const routes = [
      { match: { prefix: '/a' }, ...answers(201) },
      { match: { path: '/a/b' }, ...answers(202) },
    ]
    const outcome = ask(await evaluator({ routes }), '/a/b')
    expect(statusOf(outcome)).toBe(201)
  })

  it('one that cannot be tried ends the search, unless another part of it fails', async () => {
    const routes = [
      { match: { prefix: '/a', tls_context: { presented: true } }, ...answers(201) },
      { match: { prefix: '/' }, ...answers(202) },
    ]
    const made = await evaluator({ routes })
    expect(statusOf(ask(made, '/a'))).toBe('unknown')
    expect(statusOf(ask(made, '/b'))).toBe(202)
  })

  it('none of a host that is known falls to another host', async () => {
    const outcome = ask(await evaluator({ routes: [{ match: { path: '/only' }, ...answers(200) }] }), '/other')
    expect([statusOf(outcome), outcome.virtualHost?.name]).toEqual([404, 'shop'])
  })

  it('a filter that may answer first is told, unless the route switches it off', async () => {
    const filter = {
      name: 'auth',
      typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz' },
    }
    const off = { typed_per_filter_config: { auth: { disabled: true } } }
    const routes = [
      { match: { path: '/open' }, ...answers(200), ...off },
      { match: { prefix: '/' }, ...answers(200) },
    ]
    const made = await evaluator({ routes, manager: { http_filters: [filter] } })
    expect(ask(made, '/open').guards).toEqual([])
    expect(ask(made, '/x').guards).toEqual(['ext_authz'])
  })

  it.each([
    ['a preflight', { method: 'OPTIONS', names: ['origin', 'access-control-request-method'] }, ['cors']],
    ['another request with OPTIONS', { method: 'OPTIONS', names: ['origin'] }, []],
    ['any other one', { method: 'GET', names: ['origin', 'access-control-request-method'] }, []],
  ])('CORS answers a preflight alone: %s', async (_what, { method, names }, guards) => {
    const typed_config = { '@type': 'type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors' }
    const policy = { typed_per_filter_config: { cors: { allow_origin_string_match: [{ prefix: '' }] } } }
    const routes = [{ match: { prefix: '/' }, ...answers(200), ...policy }]
    const made = await evaluator({ routes, manager: { http_filters: [{ name: 'cors', typed_config }] } })
    expect(ask(made, '/', { method, headers: new Map(names.map((name) => [name, ['x']])) }).guards).toEqual(guards)
  })

  it('those that lost are told with the reason', async () => {
    const routes = [
      { match: { path: '/a' }, ...answers(200) },
      { name: 'all', match: { prefix: '/' }, ...answers(200) },
      {
        name: 'asking',
        match: { prefix: '/', headers: [{ name: 'x-a', string_match: { exact: '1' } }] },
        ...answers(200),
      },
    ]
    const made = await evaluator({ routes })
    const passed = [...made.passed(ask(made, '/a'))]
    expect(passed.map(({ route, why }) => [route.name, why])).toEqual([
      ['all', { is: 'later' }],
      ['asking', { is: 'miss', miss: { of: 'header', name: 'x-a' } }],
    ])
  })
})

describe('a cluster', () => {
  const cluster = (name: string, healths: readonly string[]) => ({
    name,
    load_assignment: {
      endpoints: [
        {
          lb_endpoints: healths.map((health_status, i) => ({
            endpoint: { address: { socket_address: { address: `10.0.0.${i}`, port_value: 80 } } },
            health_status,
          })),
        },
      ],
    },
  })

  it.each([
    ['its healthy ones', ['HEALTHY', 'HEALTHY', 'DRAINING'], 2],
    ['all, where too few are healthy', ['HEALTHY', 'DRAINING', 'UNHEALTHY'], 3],
    ['nobody, where there is nobody', [], 0],
  ])('asks %s', async (_who, healths, asked) => {
    const routes = [{ match: { prefix: '/' }, route: { cluster: 'one' } }]
    const { result } = ask(await evaluator({ routes, clusters: [cluster('one', healths)] }), '/')
    if (result.is !== 'forwarded') throw new Error(result.is)
    expect(result.targets[0]?.balanced?.asked.length ?? 0).toBe(asked)
  })
})

describe('a connection', () => {
  const chain = (name: string, servers: readonly string[]) => ({
    name,
    servers,
    transport: '',
    port: null,
    untried: [],
    tls: { secrets: [], inline: [] },
    enders: [],
    target: { is: 'tcp', clusters: [] } as const,
  })
  const listener = {
    name: 'tls',
    port: 443,
    isUdp: false,
    chains: [chain('exact', ['a.test']), chain('wild', ['*.a.test'])],
    fallback: null,
  }

  it.each([
    ['a.test', 'exact'],
    ['A.TEST', 'exact'],
    ['x.a.test', 'wild'],
    ['y.x.a.test', 'wild'],
    ['b.test', 'closed'],
    [null, 'closed'],
  ])('for %s gets %s', (sni, name) => {
    const chosen = chooseChain([listener], { port: 443, isTls: true, sni })
    expect(chosen.is === 'chain' ? chosen.chain.name : chosen.is).toBe(name)
  })
})

it('datagrams are for the listener that takes them, though another one has the same port', async () => {
  const typed = (name: string, more: Json) => ({
    name,
    typed_config: { '@type': `type.googleapis.com/envoy.${name}`, ...more },
  })
  const udp = typed('extensions.filters.udp.udp_proxy.v3.UdpProxyConfig', {
    matcher: { on_no_match: { action: typed('extensions.filters.udp.udp_proxy.v3.Route', { cluster: 'dns' }) } },
  })
  const tcp = typed('extensions.filters.network.tcp_proxy.v3.TcpProxy', { cluster: 'zones' })
  const listenerOf = (protocol: string, more: Json) => {
    const address = { socket_address: { address: '0.0.0.0', protocol, port_value: 53 } }
    return { active_state: { listener: { name: protocol, address, ...more } } }
  }
  const clusters = ['dns', 'zones'].map((name) => ({ cluster: { name, load_assignment: { endpoints: [] } } }))
  const listeners = [
    listenerOf('UDP', { listener_filters: [udp] }),
    listenerOf('TCP', { filter_chains: [{ filters: [tcp] }] }),
  ]
  const dump = { configs: [{ dynamic_listeners: listeners }, { dynamic_active_clusters: clusters }] }
  const asking = new Evaluator(await readConfigDump([new TextEncoder().encode(JSON.stringify(dump))]))
  const request = { scheme: 'http', method: 'GET', host: null, target: '/', headers: new Map(), port: 53 } as const
  const asked = [true, false].map((isUdp) => {
    const { result } = asking.answer({ ...request, sni: null, httpVersion: '1.1', isBytes: true, isUdp })
    return result.is === 'forwarded' ? result.targets.map((one) => one.cluster) : result.is
  })
  expect(asked).toEqual([['dns'], ['zones']])
})

it.each([
  [['rbac'], ['rbac']],
  [['set_filter_state', 'ext_authz'], ['ext_authz']],
  [[], []],
])('before a connection is passed on %j may end it: %j', async (names, guards) => {
  const filters = [...names.map((name) => `${name}.v3.Any`), 'tcp_proxy.v3.TcpProxy'].map((name) => ({
    typed_config: { '@type': `type.googleapis.com/envoy.extensions.filters.network.${name}`, cluster: 'own' },
  }))
  const address = { socket_address: { address: '0.0.0.0', port_value: 8080 } }
  const dump = {
    configs: [{ dynamic_listeners: [{ active_state: { listener: { address, filter_chains: [{ filters }] } } }] }],
  }
  const asking = new Evaluator(await readConfigDump([new TextEncoder().encode(JSON.stringify(dump))]))
  expect(ask(asking, '/', { isBytes: true }).guards).toEqual(guards)
})

it.each([
  ['the name by which it is found', [{ address: 'a.test' }], 'a.test'],
  ['its own name', [{ address: '10.0.0.1', hostname: 'b.test' }], 'b.test'],
  ['as it came, where it has none', [{ address: '10.0.0.1' }], null],
  ['not known, where they have several', [{ address: 'a.test' }, { address: 'b.test' }], undefined],
])('the Host that an endpoint puts in: %s', async (_what, endpoints, host) => {
  const lb_endpoints = endpoints.map(({ address, ...more }) => ({
    endpoint: { address: { socket_address: { address, port_value: 80 } }, ...more },
  }))
  const clusters = [{ name: 'own', load_assignment: { endpoints: [{ lb_endpoints }] } }]
  const routes = [{ match: { prefix: '/' }, route: { cluster: 'own', auto_host_rewrite: true } }]
  const { result } = ask(await evaluator({ routes, clusters }), '/')
  expect(result.is === 'forwarded' && result.targets[0]?.host).toBe(host)
})

describe('a pattern', () => {
  it.each([
    ['/a/.*', '/a/b', true],
    ['/a', '/a/b', false],
    ['a|ab', 'ab', true],
    ['\\pL+', 'ab', 'untried'],
    ['(?i)FOO', 'foo', true],
  ] as const)('%s against the whole of %s: %s', (pattern, text, found) => {
    expect(new Regex(pattern).matches(text)).toBe(found)
  })

  it.each([
    ['a*', 'baac', 'x', 'xbxcx'],
    ['^/a', '/a/a', '/b', '/b/a'],
    ['/([^/]+)/(.*)', '/a/b/c', '/\\2', '/b/c'],
    ['b', 'abab', '', 'aa'],
  ])('%s in %s replaced by %s is %s', (pattern, text, substitution, done) => {
    expect(new Regex(pattern).replaceAll(text, substitution)).toBe(done)
  })
})
