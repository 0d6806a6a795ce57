/** Values of annotations with which nginx refuses its whole file, and whose is left out then. */
import { describe, expect, it } from 'vitest'
import { breaksOf } from '../../../../src/controllers/ingress-nginx/model/flaws/breaks.js'
import { told } from '../../../support/why/told.js'
import { ingress, line, plan, request } from '../../../support/worlds/ingress-world.js'
import { open, refusal } from './refusal.js'

describe('values', () => {
  it.each<[version: string, annotations: Record<string, string>, refusal: string | null]>([
    ['1.2.0', { 'mirror-target': 'http://m.test:8080$request_uri' }, null],
    [
      '1.2.1',
      { 'mirror-target': 'http://m.test:8080$request_uri' },
      'invalid number of arguments in "proxy_set_header" directive',
    ],
    [
      '1.8.0',
      { 'mirror-target': 'http://m.test:8080$request_uri' },
      'invalid number of arguments in "proxy_set_header" directive',
    ],
    ['1.8.0', { 'mirror-target': 'http://m.test:8080$request_uri', 'mirror-host': 'm.test' }, null],
    ['1.8.0', { 'mirror-target': 'http://m.test$request_uri' }, null],
    ['1.8.0', { 'mirror-target': 'http://m.test:8080/$request_uri' }, null],
    ['1.8.0', { 'mirror-target': 'm.test$request_uri' }, 'invalid number of arguments in "proxy_set_header" directive'],
    ['1.8.1', { 'mirror-target': 'http://m.test:8080$request_uri' }, null],
    ['1.9.6', { 'ssl-ciphers': 'HIGH;y', 'allowlist-source-range': 'x' }, 'unknown directive "y"'],
    ['1.9.6', { 'proxy-http-version': 'x', 'allowlist-source-range': 'x' }, null],
    ['1.9.6', { 'permanent-redirect': 'https://b.test/x y' }, 'invalid number of arguments in "return" directive'],
    ['1.9.6', { 'permanent-redirect': 'https://b.test/$' }, 'invalid variable name'],
    ['1.9.6', { 'permanent-redirect': 'https://b.test$requesturi' }, 'unknown "requesturi" variable'],
    ['1.9.6', { 'permanent-redirect': 'https://b.test$request_uri' }, null],
    ['1.9.6', { 'temporal-redirect': 'https://b.test/;x' }, 'unknown directive "x"'],
    ['1.9.6', { 'app-root': '/a b' }, 'invalid number of arguments in "return" directive'],
    ['1.9.6', { 'app-root': '/$lang' }, 'unknown "lang" variable'],
    ['1.9.6', { 'rewrite-target': '/x/$' }, 'invalid variable name'],
    ['1.15.1', { 'rewrite-target': '/x/$' }, 'invalid variable name'],
    ['1.15.1', { 'rewrite-target': '/$lang/x' }, 'unknown "lang" variable'],
    ['1.15.1', { 'rewrite-target': '/$host/x' }, null],
    ['1.9.6', { 'proxy-cookie-path': '/ "/; Secure"' }, null],
    ['1.9.6', { 'proxy-cookie-path': '/ /; Secure' }, 'unknown directive "Secure"'],
    [
      '1.15.1',
      { 'mirror-target': 'http://gone.shop.svc.cluster.local' },
      'host not found in upstream "gone.shop.svc.cluster.local"',
    ],
    ['1.15.1', { 'mirror-target': 'http://web.shop.svc.cluster.local' }, null],
    // Without a host it is left out.
    ['1.15.1', { 'mirror-target': 'gone.example:8080' }, null],
    ['1.15.1', { 'mirror-target': 'http://gone.shop.svc.cluster.local$request_uri' }, null],
    [
      '1.9.6',
      { 'ssl-ciphers': 'ECDHE-RSA-AES256-FOO' },
      'SSL_CTX_set_cipher_list("ECDHE-RSA-AES256-FOO") failed (SSL: error:0A0000B9:SSL routines::no cipher match)',
    ],
    ['1.9.6', { 'ssl-ciphers': 'ECDHE-RSA-AES256-FOO:HIGH:!aNULL' }, null],
    ['1.9.6', { 'proxy-buffer-size': '16kb' }, '"proxy_buffer_size" directive invalid value'],
    ['1.9.6', { 'proxy-buffer-size': '16k' }, null],
    ['1.15.1', { 'proxy-buffers-number': '1' }, 'there must be at least 2 "proxy_buffers"'],
    ['1.15.1', { 'proxy-buffers-number': '0' }, '"proxy_buffers" directive invalid value'],
    ['1.15.1', { 'proxy-send-timeout': '-1' }, '"proxy_send_timeout" directive invalid value'],
    ['1.15.1', { 'proxy-read-timeout': '1m' }, null],
    ['1.15.1', { 'proxy-next-upstream-tries': '-1' }, '"proxy_next_upstream_tries" directive invalid number'],
    [
      '1.15.1',
      { 'proxy-buffers-number': '2' },
      '"proxy_busy_buffers_size" must be less than the size of all "proxy_buffers" minus one buffer',
    ],
    ['1.15.1', { 'proxy-buffers-number': '3' }, null],
    ['1.15.1', { 'proxy-buffer-size': '0' }, '"proxy_buffers" directive invalid value'],
    ['1.15.1', { 'proxy-buffer-size': '8k' }, null],
    [
      '1.15.1',
      { 'proxy-busy-buffers-size': '2k' },
      '"proxy_busy_buffers_size" must be equal to or greater than the maximum of the value of "proxy_buffer_size" and one of the "proxy_buffers"',
    ],
    ['1.12.8', { 'proxy-busy-buffers-size': '2k' }, null],
    [
      '1.15.1',
      { 'proxy-max-temp-file-size': '2k' },
      '"proxy_max_temp_file_size" must be equal to zero to disable temporary files usage or must be equal to or greater than the maximum of the value of "proxy_buffer_size" and one of the "proxy_buffers"',
    ],
    ['1.15.1', { 'proxy-max-temp-file-size': '0' }, null],
    ['1.9.6', { 'proxy-next-upstream': 'error http_505' }, 'invalid value "http_505"'],
    ['1.9.6', { 'proxy-http-version': '3' }, 'invalid value "3"'],
    ['1.9.6', { 'proxy-redirect-from': 'http://x', 'proxy-redirect-to': 'https://$hst' }, null],
    ['1.9.6', { 'server-alias': '*.*.b.test' }, 'invalid server name or wildcard "*.*.b.test" on 0.0.0.0:80'],
    ['1.9.6', { 'server-alias': '*/a' }, 'server name "*/a" is invalid'],
    ['1.9.6', { 'server-alias': 'a/*.b' }, 'invalid server name or wildcard "a/*.b" on 0.0.0.0:80'],
    // It warns of suspicious symbols, and goes on.
    ['1.9.6', { 'server-alias': '/a' }, null],
    [
      '1.9.6',
      { 'server-alias': '~^(a|b\\.test$' },
      'pcre2_compile() failed: missing closing parenthesis in "^(a|b\\.test$"',
    ],
    ['1.9.6', { 'server-alias': 'b.test,~^(?<name>.+)\\.c\\.test$' }, null],
    ['1.9.6', { 'enable-cors': 'true', 'cors-allow-headers': "X-It's" }, 'unexpected "s"'],
    ['1.9.6', { 'upstream-vhost': '$servicename.x' }, 'unknown "servicename" variable'],
    ['1.9.6', { 'upstream-vhost': '$service_name.x' }, null],
    ['1.9.6', { 'auth-url': 'http://x/', 'auth-signin': 'https://x/start?rd=$escaped_request_uri' }, null],
    ['1.9.6', { 'auth-url': 'http://x/?rd=$uri', 'allowlist-source-range': 'x' }, null],
    ['1.9.6', { 'auth-url': 'http://x/?rd=$url', 'allowlist-source-range': 'x' }, 'unknown "url" variable'],
    ['1.15.1', { 'auth-url': 'http://x/?rd=$url', 'auth-request-redirect': '~*' }, null],
    // Nobody who signs in comes back, so that the file has no such variable.
    ['1.9.6', { 'auth-url': 'http://x/?rd=$escaped_request_uri' }, 'unknown "escaped_request_uri" variable'],
    [
      '1.9.6',
      { 'auth-url': 'http://x/', 'auth-signin': 'https://x/start?rd=$escaped_uri' },
      'unknown "escaped_uri" variable',
    ],
  ])('%s %j: %j', (version, annotations, expected) => {
    expect(refusal(annotations, { version })).toBe(expected)
  })
})

it('a service that is asked over connections that stay open is looked up when the file is loaded', () => {
  const asked = { 'auth-url': 'http://gone.shop.svc:80/x', 'auth-keepalive': '10' }
  expect(refusal(asked)).toBeNull()
  expect(refusal(asked, { config: { 'use-http2': 'false' } })).toBe('host not found in upstream "gone.shop.svc:80"')
})

// updateCluster in internal/ingress/controller/nginx.go
it.each(['-1', '32', '64'])('the controller raises buckets of %s to what its names need', (size) => {
  const host = `${'a'.repeat(60)}.test`
  const words = { ingresses: [ingress('shop/long', { rules: { [host]: ['/ Prefix web:80'] } })] }
  const configMap = { 'server-name-hash-bucket-size': size, 'server-name-hash-max-size': size }
  expect(breaksOf(plan({ ...words, version: '1.11.8', configMap }).model).flaws).toEqual([])
})

describe('whoever comes later', () => {
  const old = ingress('shop/old', { rules: { 'old.test': ['/ Prefix web:80'] } })
  const bad = (annotations: Record<string, string>) =>
    ingress('shop/bad', { rules: { 'bad.test': ['/ Prefix web:80'] }, annotations, age: 1 })
  const late = ingress('team/late', { rules: { 'late.test': ['/ Prefix web:80'] }, age: 2 })

  it.each<[annotations: Record<string, string>]>([
    [{ 'configuration-snippet': 'proxy_read_timeout 1h;' }],
    [{ 'server-snippet': 'location / { }' }],
    [{ 'proxy-buffers-number': '1' }],
  ])('is not loaded after %j', async (annotations) => {
    const words = { ingresses: [old, bad(annotations), late], version: '1.11.8', configMap: open }
    const all = await told(words)
    expect(all['shop/old old.test/']).toBe('yes')
    expect(all['team/late late.test/']).toMatch(/^\? reload-blocked/)
    const tracer = plan(words)
    expect(line(tracer.answer(request('http://late.test/'), true))).toBe('unknown')
    expect(line(tracer.answer(request('http://old.test/'), true))).toBe('shop/web:80 as / by shop/old')
    const why = tracer.answer(request('http://late.test/'), true).hops.find(({ subject }) => subject === 'unknown')
    expect(why?.detail).toMatch(
      /^nginx has reloaded nothing since Ingress shop\/bad \(.+\): nothing newer takes effect$/,
    )
  })

  it('is nobody where the ConfigMap breaks it: it may have come at any time', async () => {
    const all = await told({ ingresses: [old], configMap: { ...open, 'http-snippet': 'x;' } })
    expect(all['shop/old old.test/']).toMatch(/^\? reload-blocked/)
  })

  it('brings it about itself, with a path that a snippet has already', () => {
    const first = ingress('shop/first', {
      rules: { 'a.test': ['/ Prefix web:80'] },
      annotations: { 'server-snippet': 'location /x/ { return 200; }' },
    })
    const second = ingress('shop/second', { rules: { 'a.test': ['/x Prefix web:80'] }, age: 1 })
    const { model } = plan({ ingresses: [first, second], version: '1.11.8', configMap: open })
    expect(breaksOf(model).first?.ingresses.map(({ name }) => name)).toEqual(['first', 'second'])
  })
})
