/** Snippets and values that nginx refuses where F5 NGINX Ingress Controller writes them. Each row was answered alike by a real one. */
import { describe, expect, it } from 'vitest'
import type { F5Plan } from '../../../src/controllers/f5-nginx/plan.js'
import { fixOf } from '../../../src/findings/catalogue.js'
import { type F5Words, f5Plan, f5Request, f5Told } from '../../support/worlds/f5-world.js'
import { ingress } from '../../support/worlds/ingress-world.js'
import { to, upstreams, vs } from './virtual-servers.js'

const flags = ['-enable-snippets']

function broken({ brokenBy }: F5Plan): { readonly where?: string; readonly refusal?: string; readonly line?: number } {
  const { found } = brokenBy ?? {}
  if (found?.code === 'snippet-breaks')
    return { where: found.facts.key, refusal: found.facts.refusal, line: found.facts.line }
  return found?.code === 'value-breaks' ? { where: found.facts.annotation, refusal: found.facts.refusal } : {}
}

const annotated = (annotations: Readonly<Record<string, string>>, more: Partial<F5Words> = {}) =>
  f5Plan({
    flags,
    ingresses: [
      ingress('default/a', {
        class: 'nginx',
        rules: { 'a.test': ['/ Prefix web:80', '/a Prefix web:80'] },
        annotations: Object.fromEntries(
          Object.entries(annotations).map(([name, value]) => [`nginx.org/${name}`, value]),
        ),
      }),
    ],
    ...more,
  })

describe('of an Ingress', () => {
  it.each<[name: string, value: string, refusal: string | null, line?: number]>([
    ['location-snippets', 'add_header x y;', null],
    [
      'location-snippets',
      'add_header x y;\nproxy_read_timeout 300s;',
      '"proxy_read_timeout" directive is duplicate',
      2,
    ],
    ['location-snippets', 'proxy_buffering off;', '"proxy_buffering" directive is duplicate', 1],
    ['location-snippets', 'client_max_body_size 20m;', '"client_max_body_size" directive is duplicate', 1],
    ['location-snippets', 'proxy_set_header X-A $nobody;', 'unknown "nobody" variable', 1],
    ['location-snippets', 'set $own 1;\nproxy_set_header X-A $own;', null],
    ['location-snippets', 'gzip on', 'invalid number of arguments in "gzip" directive', 1],
    ['location-snippets', 'limit_req zone=nobody;', 'zero size shared memory zone "nobody"', 1],
    ['location-snippets', '}', '"proxy_pass" directive is not allowed here', 1],
    ['location-snippets', '} location /zz {', null],
    ['location-snippets', 'access_log /dev/null nobody;', 'unknown log format "nobody"', 1],
    ['server-snippets', 'location /z { return 204; }', null],
    ['server-snippets', 'gzip on;\nlocation /a { return 204; }', 'duplicate location "/a"', 2],
    ['server-snippets', 'proxy_read_timeout 300s;', null],
    ['server-snippets', 'server_tokens off;', '"server_tokens" directive is duplicate', 1],
    ['server-snippets', 'proxy_pass http://web;', '"proxy_pass" directive is not allowed here', 1],
    ['upstream-zone-size', '16k', 'zone "x" is too small'],
    ['upstream-zone-size', '64k', null],
    ['keepalive', '-1', 'invalid value "-1" in "keepalive" directive'],
    ['keepalive', '0', null],
    ['proxy-max-temp-file-size', '0', null],
  ])('%s: %s', (name, value, refusal, line) => {
    expect(broken(annotated({ [name]: value }))).toEqual(
      refusal === null ? {} : { where: `nginx.org/${name}`, refusal, ...(line !== undefined && { line }) },
    )
  })

  it('what a snippet sets once more is said in an annotation', () => {
    const found = annotated({ 'location-snippets': 'proxy_read_timeout 300s;' }).brokenBy?.found
    expect(found && fixOf(found)).toBe('Write annotation nginx.org/proxy-read-timeout in place of that line.')
    expect(broken(annotated({ 'proxy-read-timeout': '300s' }))).toEqual({})
  })
})

describe('of the ConfigMap', () => {
  it.each<[key: string, value: string, refusal: string | null]>([
    ['location-snippets', 'proxy_buffering off;', '"proxy_buffering" directive is duplicate'],
    ['server-snippets', 'x;', 'unknown directive "x"'],
    ['proxy-connect-timeout', 'x', '"proxy_connect_timeout" directive invalid value'],
    ['proxy-connect-timeout', '5 s', 'invalid number of arguments in "proxy_connect_timeout" directive'],
    ['client-max-body-size', '', 'invalid number of arguments in "client_max_body_size" directive'],
    ['upstream-zone-size', 'x', 'invalid zone size "x"'],
    ['fail-timeout', 'x', 'invalid parameter "fail_timeout=x"'],
    ['max-fails', 'x', null],
    ['max-fails', '-1', 'invalid parameter "max_fails=-1"'],
    ['real-ip-header', 'X A', 'invalid number of arguments in "real_ip_header" directive'],
    ['set-real-ip-from', '10.0.0.0/8 x', 'invalid number of arguments in "set_real_ip_from" directive'],
    ['log-format', '$nobody', 'unknown "nobody" variable'],
    ['log-format-escaping', 'x', null],
    ['http-snippets', 'sendfile off;', '"sendfile" directive is duplicate'],
    ['main-snippets', 'worker_processes 1;', '"worker_processes" directive is duplicate'],
  ])('%s: %s', (key, value, refusal) => {
    expect(broken(annotated({}, { config: { [key]: value } })).refusal ?? null).toBe(refusal)
    if (refusal === null) return
    // Where nothing has been written yet, all that comes waits.
    expect(annotated({}, { config: { [key]: value } }).model.breaks.flaws[0]?.ingresses).toEqual([])
  })

  it('what each Ingress says otherwise is not written', () => {
    const config = { 'proxy-connect-timeout': 'x' }
    expect(broken(annotated({ 'proxy-connect-timeout': '5s' }, { config }))).toEqual({})
  })
})

describe('of its own kinds', () => {
  const virtual = (more: object, route: object = {}) =>
    broken(f5Plan({ flags, ingresses: [], virtualServers: [vs([{ path: '/', ...to('web'), ...route }], more)] }))

  it.each<[what: object, where: string, refusal: string]>([
    [{ 'server-snippets': 'x;' }, 'spec.server-snippets', 'unknown directive "x"'],
    [{ 'http-snippets': 'upstream u { }' }, 'spec.http-snippets', 'no servers are inside upstream'],
    [{ 'http-snippets': '} server {' }, 'spec.http-snippets', '"server" directive is not allowed here'],
  ])('%j', (what, where, refusal) => {
    expect(virtual(what)).toEqual({ where, refusal, line: 1 })
  })

  it.each<[route: object, refusal: string | undefined]>([
    [{ 'location-snippets': 'proxy_buffering off;' }, '"proxy_buffering" directive is duplicate'],
    // Where nginx answers by itself, no snippet of the object is written.
    [{ 'location-snippets': 'x;', action: { return: { body: 'x' } } }, undefined],
    [{ 'location-snippets': 'x;', action: { redirect: { url: 'https://x.test/' } } }, 'unknown directive "x"'],
  ])('a route with %j', (route, refusal) => {
    expect(virtual({}, route).refusal).toBe(refusal)
  })

  it.each<[upstream: object, where: string | undefined]>([
    [{ 'buffer-size': '16k' }, 'spec.upstreams[0].buffer-size'],
    [{ 'buffer-size': '16k', buffers: { number: 8, size: '16k' } }, undefined],
    [{ buffers: { number: 1, size: '4k' } }, 'spec.upstreams[0].buffers'],
  ])('an upstream with %j', (upstream, where) => {
    const [first, ...rest] = upstreams
    expect(virtual({ upstreams: [{ ...first, ...upstream }, ...rest] }).where).toBe(where)
  })

  it.each<[snippets: string, refusal: string | undefined]>([
    ['proxy_set_header X-A b;', undefined],
    ['proxy_pass_request_body on;', '"proxy_pass_request_body" directive is duplicate'],
  ])('a Policy that asks with %j', (authSnippets, refusal) => {
    const asking = {
      metadata: { namespace: 'default', name: 'asking' },
      spec: { externalAuth: { authURI: '/check', authServiceName: 'web', authServicePorts: [80], authSnippets } },
    }
    const named = vs([{ path: '/', ...to('web') }], { policies: [{ name: 'asking' }] })
    const found = broken(f5Plan({ flags, ingresses: [], virtualServers: [named], policies: [asking] }))
    expect(found.refusal).toBe(refusal)
  })

  it.each<[field: object, refusal: string | undefined]>([
    [{ serverSnippets: 'deny all;' }, undefined],
    [{ serverSnippets: 'location / { }' }, '"location" directive is not allowed here'],
    [{ streamSnippets: 'add_header x y;' }, '"add_header" directive is not allowed here'],
  ])('a TransportServer with %j', (field, refusal) => {
    const one = {
      metadata: { namespace: 'default', name: 'tcp' },
      spec: {
        ...{ ingressClassName: 'nginx', listener: { name: 'tls-passthrough', protocol: 'TLS_PASSTHROUGH' } },
        ...{
          host: 'a.test',
          upstreams: [{ name: 'web', service: 'web', port: 80 }],
          action: { pass: 'web' },
          ...field,
        },
      },
    }
    const all = ['-enable-tls-passthrough', ...flags]
    expect(broken(f5Plan({ flags: all, ingresses: [], transportServers: [one] })).refusal).toBe(refusal)
  })
})

describe('with -enable-config-safety', () => {
  const words = (more: readonly string[]): F5Words => ({
    flags: [...flags, ...more],
    ingresses: [
      ingress('default/a', {
        ...{ class: 'nginx', rules: { 'a.test': ['/ Prefix web:80'] }, age: 1 },
        annotations: { 'nginx.org/location-snippets': 'x;' },
      }),
      ingress('default/b', {
        class: 'nginx',
        rules: { 'b.test': ['/ Prefix web:80'] },
        age: 2,
      }),
    ],
  })

  it('only what is refused is taken back', async () => {
    expect(await f5Told(words([]))).toEqual({ 'a a.test/': '? snippet-breaks', 'b b.test/': '? reload-blocked' })
    expect(await f5Told(words(['-enable-config-safety']))).toEqual({
      'a a.test/': '? snippet-breaks',
      'b b.test/': 'yes',
    })
    expect(f5Plan(words(['-enable-config-safety'])).brokenBy).toBeNull()
  })

  it('who would be kept out by what was taken back, is by nobody', () => {
    const one = ingress('default/a', {
      ...{ class: 'nginx', rules: { 'a.test': ['/ Prefix web:80'] } },
      annotations: {
        'nginx.org/location-snippets': 'limit_except GET { deny all; }',
        'nginx.org/server-snippets': 'x;',
      },
    })
    const plan = f5Plan({ flags: [...flags, '-enable-config-safety'], ingresses: [one] })
    const asked = { ...f5Request('http://a.test/'), method: 'POST' }
    expect(plan.answer(asked, false)).toMatchObject({ verdict: 'unknown', status: null })
  })
})
