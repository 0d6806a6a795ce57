/** What nginx makes of one request. Every row was answered alike by a real nginx. */
import { describe, expect, it } from 'vitest'
import { mask } from '../../../src/domain/masking/words.js'
import type { Request } from '../../../src/languages/nginx/route/request.js'
import { Router } from '../../../src/languages/nginx/route/router.js'
import { hidden } from '../../../src/languages/nginx/text/hidden.js'
import { pieces } from '../../../src/languages/nginx/text/pieces.js'
import { asked, routerOf, said } from './routers.js'

it.each<[file: string, answer: string]>([
  ['fastcgi_params', '418'],
  ['/etc/nginx/fastcgi_params', '418'],
  ['/etc/nginx/fastcgi.conf', '418'],
  ['/etc/nginx/mime.types', '418'],
  ['/etc/nginx/uwsgi_params', '418'],
  ['/etc/nginx/my_fastcgi_params', 'unknown: what the included file /etc/nginx/my_fastcgi_params says is not known'],
  ['/etc/nginx/conf.d/*.conf', 'unknown: what the included file /etc/nginx/conf.d/*.conf says is not known'],
])('a file that comes with nginx changes no answer: %s', (file, answer) => {
  const router = routerOf(`server { listen 80; server_name a.test; location / { include ${file}; return 418; } }`)
  expect(said(router, asked('/'))).toBe(answer)
})

describe('the URI', () => {
  it.each<[string, string, string]>([
    ['rewrite ^/a/(.*) /b/$1 last;', '/a/x?q=1', 'location /b > /b/x?q=1'],
    ['rewrite ^/a/(.*) /b/$1?;', '/a/x?q=1', 'location /b > /b/x'],
    ['rewrite ^/a/(.*) /b?k=$1;', '/a/x?q=1', 'location /b > /b?k=x&q=1'],
    ['rewrite ^/a/(.*) /b?k=$1;', '/a/%26', 'location /b > /b?k=%26'],
    ['rewrite ^/a/(.*) http://x.test/$1;', '/a/b%20c?q', '302 http://x.test/b%20c?q'],
    ['rewrite ^/a/(.*) /c/$1 permanent;', '/a/b', '301 http://a.test/c/b'],
    ['rewrite ^ $scheme://x.test$request_uri? redirect;', '/a/b?c', '302 http://x.test/a/b?c'],
    ['if ($arg_x = 1) { return 302 /y; }', '/a/?x=1', '302 http://a.test/y'],
    ['if ($arg_x = 1) { return 302 /y; }', '/a/?x=2', 'location /a/ > /a/?x=2'],
    ['if ($http_x_y ~* "^(B)c") { return 418 $1; }', '/a/', '418'],
    ['if (-f $request_uri) { return 403; }', '/a/', 'unknown: the condition (-f $request_uri) cannot be tried here'],
    ['return 301;', '/a/', '301 '],
    ['return https://$host$uri;', '/a/b', '302 https://a.test/a/b'],
  ])('with %s for %s: %s', (code, target, expected) => {
    const router = routerOf(`server { location /a/ { ${code} } location /b { } location /c/ { proxy_pass http://x; } }`)
    expect(said(router, asked(target, { headers: new Map([['x-y', 'bcd']]) }))).toBe(expected)
  })
})

it.each<[methods: string, method: string, answer: string]>([
  ['GET', 'GET', '418'],
  ['GET', 'HEAD', '418'],
  ['get post', 'POST', '418'],
  ['GET', 'POST', 'limit_except GET > /'],
  ['POST', 'GET', 'limit_except POST > /'],
  ['POST', 'BREW', 'limit_except POST > /'],
])('limit_except %s leaves nothing of the location to others: %s', (methods, method, answer) => {
  const block = `limit_except ${methods} { deny all; } set $x y; return 418;`
  const router = routerOf(`server { listen 80; server_name a.test; location / { ${block} } }`)
  expect(said(router, asked('/', { method }))).toBe(answer)
})

it.each<[config: string, count: number, length: number, answer: string]>([
  ['', 1, 8185, '418'],
  ['', 1, 8186, '400'],
  ['', 4, 7000, '418'],
  ['', 5, 7000, '400'],
  ['client_header_buffer_size 16k;', 1, 9000, '418'],
  ['large_client_header_buffers 2 4k;', 1, 4089, '418'],
  ['large_client_header_buffers 2 4k;', 1, 4090, '400'],
  ['large_client_header_buffers 2 4k;', 3, 3000, '400'],
])('%s takes %i headers of %i bytes: %s', (config, count, length, answer) => {
  const router = routerOf(`server { listen 80; server_name a.test; ${config} return 418; }`)
  const headers = new Map(Array.from({ length: count }, (_, i) => [`x-${i}`, 'y'.repeat(length)]))
  expect(said(router, asked('/', { headers }))).toBe(answer)
})

describe('a text that was masked', () => {
  const open = 'unknown: it hangs on a text that is masked here'
  it.each<[string, string, string]>([
    ['if ($http_x_y = "<masked>") { return 418; }', 'bcd', open],
    ['if ($http_x_y != "<masked>") { return 418; }', 'bcd', open],
    ['if ($http_x_y != "<masked>") { return 418; }', '', '418'],
    ['if ($http_x_y != "Bearer <masked>") { return 418; }', 'bcd', '418'],
    ['if ($http_x_y != "b<masked>d") { return 418; }', 'bcd', open],
    ['set $k "<masked>"; if ($k) { return 418; }', 'bcd', open],
    ['set $k "<masked>"; if ($http_x_y = $k) { return 418; }', 'bcd', open],
    ['set $k "<masked>"; if ($k = "") { return 418; }', 'bcd', 'location / > /'],
    ['set $k "<masked>"; return 204;', 'bcd', '204'],
    [
      'if ($http_x_y ~ "^<masked>$") { return 418; }',
      'bcd',
      'unknown: the condition ($http_x_y ~ ^<masked>$ ) cannot be tried here',
    ],
    ['if ($known = 1) { return 418; }', 'Bearer x', open],
    ['if ($known = 1) { return 418; }', 'plain', '418'],
    ['if ($known = 1) { return 418; }', '', 'location / > /'],
  ])('%s for "%s": %s', (code, header, expected) => {
    const router = routerOf(
      `map $http_x_y $known { default 0; plain 1; "Bearer <masked>" 1; } server { location / { ${code} } }`,
    )
    expect(said(router, asked('/', { headers: new Map([['x-y', header]]) }))).toBe(expected)
  })

  it('is written as captures write it', () => {
    expect(hidden).toBe(mask)
  })
})

describe('found by comparing with a real nginx', () => {
  it.each<[string, string, string, Partial<Request>]>([
    [
      'a query that was set is sent',
      'location / { set $args "k"; }',
      'location / > /%20?k',
      { target: '/%2520/../%20?x' },
    ],
    [
      'an if passes on as its location does, not as the if before',
      'location / { if ($uri) { proxy_pass http://x; } if ($host) { set $a b; } proxy_pass http://x/v$a; }',
      'if ($host) > /vb',
      {},
    ],
    ['inside of an internal location all are', 'location / { internal; location ~ a {} }', '404', { target: '/a' }],
    ['a pattern names the server', 'server_name_in_redirect on; return 302 /x;', '302 http://~^a:80/x', { port: 8080 }],
  ])('%s', (_, text, expected, more) => {
    const router = routerOf(`server { listen 8080; listen 80; server_name ~^a; ${text} }`, [80, 8080])
    expect(said(router, asked('/', more)).replace(':8080', ':80')).toBe(expected)
  })

  it('headers are read by the settings of the server that the host names, or without one by those of the default', () => {
    const code = 'if ($http_a_b) { return 418; } return 204;'
    const router = routerOf(
      `server { underscores_in_headers on; server_name b; ${code} } server { server_name a.test ""; ${code} }`,
    )
    const headers = new Map([['a_b', 'x']])
    expect(['a.test', 'b', null].map((host) => said(router, asked('/', { host, headers })))).toEqual([
      '204',
      '418',
      '418',
    ])
  })

  it('a request without a host goes to the server with an empty name, or with none', () => {
    const router = routerOf(
      'server { listen 80; listen 81; server_name a; return 418; } server { listen 80; server_name b ""; return 403; } server { listen 81; return 404; }',
      [80, 81],
    )
    expect([80, 81].map((port) => said(router, asked('/', { host: null, port })))).toEqual(['403', '404'])
  })
})

describe('variables', () => {
  const http = `geo $dollar { default "$"; } geo $net { default a; 10.0.0.0/8 b; }
    map $arg_x $m { default d; y "[$uri]"; ~^(?<c>b)(.) "$c$2"; '' none; } map $uri $file { include x; }`
  it.each<[string, string, string]>([
    ['$m', '/?x=Y', '[/]'],
    ['$m', '/?x=bcd', 'bc'],
    ['$m', '/?x=z', 'd'],
    ['$m$dollar', '/', 'none$'],
    ['$uri-$request_uri-$args-$is_args', '/%61?b', '/a-/%61?b-b-?'],
    ['$scheme $host $server_port $request_method $https', '/', 'http a.test 80 GET '],
    ['$http_x_y|$http_none|$cookie_b|$arg_c', '/?C=1', 'v||2|1'],
    ['$sub $1', '/', 'a a'],
    ['$later', '/', ''],
    ['$net', '/', "unknown: $net depends on the client's address"],
    ['$file', '/', 'unknown: $file is a map that cannot be tried here'],
    ['$remote_addr', '/', 'unknown: $remote_addr is not known from the configuration'],
  ])('%s for %s: %s', (value, target, expected) => {
    const router = routerOf(
      `${http} server { server_name ~^(?<sub>.)\\.; location / { return 302 "${value}"; set $later x; } }`,
    )
    const headers = new Map([
      ['x-y', 'v'],
      ['cookie', 'a=1; b=2'],
    ])
    expect(said(router, asked(target, { headers })).replace(/^302 (http:..a.test(?=\/))?/, '')).toBe(expected)
  })
})

describe('texts that grow', () => {
  const tooLong = 'unknown: the texts of this request become longer than 4 MiB, which is not followed'
  it.each([
    ['set that doubles', 'set $a abc;', 'set $a "$a$a";', 'return 302 /$a;'],
    ['rewrite that doubles', '', 'rewrite ^(.*)$ $1$1;', 'return 302 /$uri;'],
    ['a map that is asked again and again', 'set $b 1;', 'set $b "$m$b";', 'return 302 /$b;'],
    ['many long ones beside each other', 'set $a "$arg_x";', 'set $b "$a$a$a$a$a$a$a$a";', 'return 302 /$b;'],
  ])('%s', (_, first, again, last) => {
    const router = routerOf(
      `map $b $m { volatile; default "$b$b"; } server { location / { ${first} ${again.repeat(600)} ${last} } }`,
    )
    expect(said(router, asked(`/?x=${'y'.repeat(1000)}`))).toBe(tooLong)
  })

  it('as long as they are short enough, each is known', () => {
    const router = routerOf(`server { location / { set $a abc; ${'set $a "$a$a";'.repeat(15)} return 302 /$a; } }`)
    expect(said(router, asked('/'))).toBe(`302 http://a.test/${'abc'.repeat(2 ** 15)}`)
  })
})

describe('patterns that take too many tries', () => {
  const long = `/${'a'.repeat(60)}!`
  const near = `/${'a'.repeat(22)}!`
  const pattern = '^/([a-z0-9]+-?)+$'
  const takes = `the pattern ${pattern} takes too many tries on this text: nginx itself gives up after 10 million`
  it.each<[string, string, string, string]>([
    ['of a location, where nginx gives up', `location ~ "${pattern}" {} location / {}`, long, '500'],
    ['of a location, where it may', `location ~ "${pattern}" {} location / {}`, near, `unknown: ${takes}`],
    ['of a location, where it does not', `location ~ "${pattern}" {} location / {}`, '/aaaa!', 'location / > /aaaa!'],
    ['of a rewrite', `rewrite "${pattern}" /b; return 204;`, long, '500'],
    ['of an if', `if ($uri ~ "${pattern}") { return 403; } return 204;`, long, '500'],
    ['of an if, where it may', `if ($uri ~ "${pattern}") { return 403; } return 204;`, near, `unknown: ${takes}`],
    ['of a map, whose default nginx takes then', 'return 302 /$m;', long, '302 http://a.test/d'],
    ['of a map, where it may', 'return 302 /$m;', near, `unknown: ${takes}`],
  ])('%s', (_, code, target, expected) => {
    const router = routerOf(`map $uri $m { default d; "~${pattern}" m; } server { ${code} }`)
    expect(said(router, asked(target))).toBe(expected)
  })

  it('of a server name', () => {
    const router = routerOf(
      'server { server_name "~^([a-z0-9]+-?)+$"; return 204; } server { server_name b; return 403; }',
    )
    const host = `${'a'.repeat(60)}_`
    expect(said(router, asked('/', { host }))).toMatch(/^unknown: the server name ~\^.* cannot be tried here$/)
    expect(said(router, asked('/', { host: 'b' }))).toBe('403')
  })

  it('together take no more than one of them may', () => {
    const locations = 'location ~ "^/(a+)+\\1[b-d]" {} '.repeat(300)
    expect(said(routerOf(`server { ${locations} }`), asked(long))).toMatch(/^unknown: the pattern .* too many tries/)
  })
})

describe('servers from the pieces of a file', () => {
  const text = `events {}\nhttp { port_in_redirect off; ${Array.from({ length: 40 }, (_, i) => `server { listen 81; server_name h${i}; return 302 /${i}; }`).join('\n')}`
  const feed = async (bytes: Uint8Array) => {
    const router = new Router([81])
    for await (const { inHttp, directive, kind } of pieces([bytes.subarray(0, 700), bytes.subarray(700)]))
      if (inHttp && directive !== null && kind === 'statement') router.offer(directive)
    return router
  }

  it('answer as those of the whole, and those before a cut when it is cut', async () => {
    const bytes = new TextEncoder().encode(text)
    const ask = (router: Router, host: string) => said(router, asked('/', { host, port: 81 }))
    expect(ask(await feed(bytes), 'h39')).toBe('302 http://h39/39')
    const cut = await feed(bytes.subarray(0, bytes.length - 10))
    expect([ask(cut, 'h38'), ask(cut, 'h39')]).toEqual(['302 http://h38/38', '302 http://h39/0'])
  })
})

describe('a request', () => {
  it.each<[string, string]>([
    ['/c', '301 http://a.test/c/'],
    ['/c?x', '301 http://a.test/c/?x'],
    ['/d', 'location / > /d'],
    ['/..', '400'],
    ['http://b.test/c', '301 http://b.test/c/'],
    ['/in', '404'],
    [`/in${'x'.repeat(8174)}`, '404'],
    [`/in${'x'.repeat(8175)}`, '414'],
    [`/d/${'ü'.repeat(90_000)}`, '414'],
    [`*${'x'.repeat(9000)}`, '400'],
    ['', '400'],
    ['*', '400'],
    ['/\u0001', '400'],
    ['/a b', '400'],
  ])('for %.40s: %s', (target, expected) => {
    const router = routerOf(
      'server { location /c/ { proxy_pass http://x; } location /d/ {} location /in { internal; } location / {} }',
    )
    expect(said(router, asked(target))).toBe(expected)
  })
})

it('of servers that were asked long ago nothing is kept, and the answers stay', () => {
  const server = (_: unknown, i: number) =>
    `server { listen 80; server_name h${i}.test; location / { return 302 /${i}; } }`
  const router = routerOf(Array.from({ length: 2_100 }, server).join('\n'))
  const ask = (i: number) => said(router, asked('/', { host: `h${i}.test` }))
  const first = () => router.serverFor('h0.test', 80)?.server
  const before = [ask(0), first()]
  expect([ask(0), first()]).toEqual(before)
  expect(first()).toBe(before[1])
  for (let i = 1; i < 2_100; i++) expect(ask(i)).toBe(`302 http://h${i}.test/${i}`)
  expect(first()).not.toBe(before[1])
  expect(ask(0)).toBe(before[0])
})
