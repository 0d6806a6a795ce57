/** What a replica serves, by hand-written nginx.conf and backends: what no release of the controller writes by itself. */
import { describe, expect, it } from 'vitest'
import { servedTracer } from '../../../../src/controllers/ingress-nginx/answer/open.js'
import { parseBackends } from '../../../../src/controllers/ingress-nginx/observe/backends.js'
import type { TraceRequest } from '../../../../src/domain/requests/trace.js'
import { line, plan, request } from '../../../support/worlds/ingress-world.js'

const encoder = new TextEncoder()
async function* bytes(text: string) {
  yield encoder.encode(text)
}

const balanced = 'proxy_pass http://upstream_balancer;'
const names = (namespace = 'n', name = 'i') =>
  `set $namespace "${namespace}"; set $ingress_name "${name}"; set $location_path "/";`
const lua = (flags: string) => `rewrite_by_lua_block { lua_ingress.rewrite({ ${flags} }) balancer.rewrite() }`
const server = (content: string, name = 'a.test') =>
  `server { server_name ${name}; listen 80; listen 443 ssl; ${content} }`
const location = (content: string, path = '/') =>
  `location ${path} { ${names()} set $proxy_upstream_name "up"; ${content} }`
const up = JSON.stringify([{ name: 'up', endpoints: [{ address: '10.0.0.1', port: '80' }] }])

async function told(
  http: string,
  url: string,
  {
    backends = up,
    more = {},
    flags = [] as string[],
  }: { backends?: string; more?: Partial<TraceRequest>; flags?: string[] } = {},
): Promise<string> {
  const { answer } = await servedTracer(
    plan({ ingresses: [], flags }),
    bytes(`http { ${http} }`),
    parseBackends(backends),
  )
  const told = answer(request(url, more), false)
  return told.verdict === 'served' && told.status === null ? `${told.upstream} as ${told.upstreamUri}` : line(told)
}

describe('a location', () => {
  it.each<[what: string, content: string, url: string, answer: string]>([
    ['whose snippet returns', `${lua('')} return 418; ${balanced}`, '/', '418'],
    ['whose snippet rewrites', `${lua('')} rewrite ^/x(.*) /y$1 break; ${balanced}`, '/x/1?q', 'up as /y/1?q'],
    ['whose snippet goes round', `${lua('')} rewrite ^ /x last; ${balanced}`, '/x', '500'],
    ['that passes on elsewhere', `${lua('')} proxy_pass http://other.test;`, '/', 'unknown'],
    ['that passes on by itself', `${lua('')} proxy_pass http://$host;`, '/', 'unknown'],
    ['that passes on nothing', lua(''), '/', 'unknown'],
    ['that asks Lua who may pass', `${lua('')} access_by_lua_block { check() } ${balanced}`, '/', 'unknown'],
    [
      'that is forced to https',
      `${lua('force_ssl_redirect = true, ssl_redirect = false')} ${balanced}`,
      '/x/',
      '308 https://a.test/x',
    ],
    [
      '… but not this one',
      `${lua('force_ssl_redirect = true, force_no_ssl_redirect = true,')} ${balanced}`,
      '/',
      'up as /',
    ],
    [
      '… with slash and port',
      `${lua('force_ssl_redirect = true, preserve_trailing_slash = true, use_port_in_redirects = true')} ${balanced}`,
      '/x/',
      '308 https://a.test:443/x/',
    ],
    ['… and over gRPC', `${lua('ssl_redirect = false')} grpc_pass grpc://upstream_balancer;`, '/', 'up as /'],
  ])('%s', async (_, content, url, answer) => {
    expect(await told(server(location(content)), `http://a.test${url}`)).toBe(answer)
  })

  it('inherits who may pass from its server and from http', async () => {
    const conf = `deny 10.0.0.0/8; ${server(location(`${lua('')} ${balanced}`))} ${server(`allow all; ${location(balanced)}`, 'b.test')}`
    const more = { clientAddress: '10.0.0.9' }
    expect(await told(conf, 'http://a.test/', { more })).toBe('403')
    expect(await told(conf, 'http://b.test/', { more })).toBe('up as /')
  })
})

describe('a redirect between www names of before 1.12', () => {
  const block = (body: string) =>
    server(`set_by_lua_block $redirect_to { ${body} } return 308 $redirect_to;`, 'www.a.test')
  it.each([
    [
      'with a port',
      'local uri = ngx.var.request_uri return f("%s://%s%s%s", ngx.var.scheme, "a.test", ":8443", uri)',
      '308 http://a.test:8443/x',
    ],
    [
      'with a name without a dot',
      'if s == "/" then end return f("%s://%s%s", ngx.var.scheme, "intranet", uri)',
      '308 http://intranet/x',
    ],
    ['with what cannot be told', 'return other()', 'unknown'],
  ])('%s', async (_, body, answer) => {
    expect(await told(block(body), 'http://www.a.test/x/')).toBe(answer)
  })
})

describe('backends', () => {
  const conf = server(location(`${lua('')} ${balanced}`))
  it.each([
    ['that are empty', '[]', '503'],
    ['that are null', 'null', '503'],
    ['with entries that are none', `[null, 1, {"name": null}, ${up.slice(1)}`, 'up as /'],
    ['without endpoints', '[{"name":"up","endpoints":null}]', '503'],
    ['of one name: the last one', `[{"name":"up","endpoints":[]}, ${up.slice(1)}`, 'up as /'],
    ['… if it has none', `${up.slice(0, -1)}, {"name":"up"}]`, '503'],
    ['that were not told', '', 'unknown'],
  ])('%s', async (_, backends, answer) => {
    expect(await told(conf, 'http://a.test/', { backends })).toBe(answer)
  })
})

it('an answer holds what its upstream balances over', async () => {
  const conf = server(location(`${lua('')} ${balanced}`))
  const { answer } = await servedTracer(plan({ ingresses: [] }), bytes(`http { ${conf} }`), parseBackends(up))
  expect(answer(request('http://a.test/'), false).endpoints).toEqual(['10.0.0.1:80'])
})

it('names that stand twice are those of the first server', async () => {
  const conf = [server(location('return 410;')), server(location('return 418;'), 'a.test b.test')].join(' ')
  expect([await told(conf, 'http://a.test/'), await told(conf, 'http://b.test/')]).toEqual(['410', '418'])
})

it('TLS is looked for where nginx ends it', async () => {
  const conf = `server { server_name a.test; listen 80; listen 442 proxy_protocol ssl; ${location(`${lua('')} ${balanced}`)} }`
  expect(await told(conf, 'https://a.test/', { flags: ['--enable-ssl-passthrough'] })).toBe('up as /')
  expect(await told(conf, 'https://a.test/')).toBe('unknown')
})
