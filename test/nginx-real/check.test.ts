/** Texts of snippets that nginx refuses, and those that it loads: ours says the same of each, in the same words. */
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { faultIn, type Surroundings } from '../../src/languages/nginx/check/check.js'
import { ciphersFault } from '../../src/languages/nginx/check/ciphers.js'
import { patternFault } from '../../src/languages/nginx/pcre/fault.js'
import { randomFrom, seed } from '../support/random.js'
import { refusals, version } from './nginx.js'

beforeAll(version)

/** TKNG_NGINX_TEXTS: how many texts, in all. */
const count = Number(process.env.TKNG_NGINX_TEXTS ?? 2_000)

const random = randomFrom(seed + 5)
const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T
const chance = (percent: number) => random(100) < percent

const braced = ['$', '{host}'].join('')
const values: Readonly<Record<string, readonly string[]>> = {
  flag: ['on', 'off', 'On', 'true', '1', 'yes'],
  size: ['8k', '16K', '1m', '0', '8kb', '1g', '-1', 'k', '1.5m'],
  offset: ['8m', '1g', '0', '8mb', '1t', '512'],
  time: ['60', '60s', '1m', '1m30s', '500ms', '1 m', '60sec', 's', '1h 30m', 'm1'],
  number: ['1', '0', '10', '1k', 'x', '-1'],
  text: ['x', '/x', '"a b"', '$host', braced, '$nowhere', '$', braced.slice(0, -1), 'a$1', '"$"', '$uri$is_args$args'],
  pattern: ['^/a', '"^/(a|b)$"', '/(a', '/a)', '[a', '*a', 'a**', '"a{2,1}"', '[z-a]', '(?i)x', 'a+?', 'a\\\\'],
}
const v = (kind: string) => pick(values[kind] as readonly string[])
const network = () => pick(['all', '10.0.0.1', '10.0.0.0/8', '::1', '2001:db8::/32', 'any', '10.0.0', 'example.com'])

/** One directive, right or wrong. */
const directives: readonly (() => string)[] = [
  ...['proxy_buffering', 'proxy_request_buffering', 'chunked_transfer_encoding', 'etag', 'gzip', 'log_not_found'].map(
    (name) => () => `${name} ${v('flag')};`,
  ),
  ...['port_in_redirect', 'absolute_redirect', 'proxy_intercept_errors', 'rewrite_log', 'gzip_vary'].map(
    (name) => () => `${name} ${v('flag')};`,
  ),
  ...['proxy_buffer_size', 'client_body_buffer_size', 'grpc_buffer_size', 'postpone_output', 'sendfile_max_chunk'].map(
    (name) => () => `${name} ${v('size')};`,
  ),
  () => `client_max_body_size ${v('offset')};`,
  ...['proxy_read_timeout', 'proxy_connect_timeout', 'send_timeout', 'grpc_read_timeout', 'lingering_time'].map(
    (name) => () => `${name} ${v('time')};`,
  ),
  ...['proxy_next_upstream_tries', 'keepalive_requests', 'gzip_comp_level', 'limit_req_status'].map(
    (name) => () => `${name} ${pick(['1', '2', 'x', '1k', '-1', '404'])};`,
  ),
  () => `proxy_buffers ${v('number')} ${v('size')};`,
  () => `proxy_set_header ${pick(['X-A', 'Host'])} ${v('text')};`,
  () => `proxy_set_header X-A;`,
  () => `add_header X-A ${v('text')}${pick(['', ' always', ' never'])};`,
  () =>
    `set ${pick(['$mine', 'mine', '$', '$uri', '$host', '$args', '$http_host', '$http_x', '$scheme'])} ${v('text')};`,
  () =>
    `return ${pick(['200', '404', '1000', 'ok', 'https://x/$1', '$scheme://x', '301 https://x', '200 "a b"', '418 x y'])};`,
  () =>
    `rewrite ${v('pattern')} ${pick(['/x', '/$1', '/$', '/$nowhere', '/x?', 'https://x/'])} ${pick(['', 'last', 'break', 'permanent', 'end'])};`,
  () =>
    `error_page ${pick(['404', '200', '499', '600', 'x', '502 503', '404 =200', '404 ='])} ${pick(['/x', '@x', '/$mine'])};`,
  () => `${pick(['allow', 'deny'])} ${network()};`,
  () => `auth_request ${pick(['/x', 'off', '/a /b'])};`,
  () => `limit_req zone=${pick(['known', 'nowhere'])}${pick(['', ' burst=5', ' nodelay'])};`,
  () => `limit_conn ${pick(['conns', 'nowhere'])} ${pick(['1', '5'])};`,
  () => `auth_request_set ${pick(['$a', 'a'])} $upstream_http_x;`,
  () => `auth_basic ${v('text')};`,
  () => `satisfy ${pick(['any', 'all', 'both'])};`,
  () => `expires ${pick(['1h', 'off', 'max', '-1', 'modified 1h', 'modified', '1d 2d', '@15h30m', '@25h', 'never'])};`,
  () => `proxy_cache_valid ${pick(['1m', '200 1m', 'any 1m', '200', '99 1m', '200 302 1h', 'x 1h', '200 1x'])};`,
  () => `${pick(['proxy_redirect', 'mirror'])} ${pick(['off', '/x', 'off'])}${pick(['', ' /y'])};`,
  () => `proxy_cookie_path ${pick(['/ "/; Secure"', 'off', '/', '~*^/( /', '~^/a /'])};`,
  () => `client_body_in_file_only ${pick(['on', 'off', 'clean', 'yes'])};`,
  () => `set_real_ip_from ${pick(['10.0.0.0/8', '10.0.0.1', '10.0.0.0/40', 'unix:', '::1/129'])};`,
  () => `valid_referers ${pick(['none', 'none blocked *.a.test', '~\\.a', '~('])};`,
  () => `keepalive_timeout ${pick(['5', '5 6', '5s 6x', 'x'])};`,
  () => `limit_rate ${pick(['1k', '$nowhere', '$limit_rate'])};`,
  () => `resolver ${pick(['127.0.0.1', 'db.invalid', '127.0.0.1 valid=5s'])};`,
  () => `proxy_ssl_protocols ${pick(['TLSv1.2', 'TLSv9'])};`,
  () =>
    `location /p { ${pick(['proxy_pass http://', 'fastcgi_pass ', 'grpc_pass ', 'uwsgi_pass '])}${pick(['127.0.0.1', '127.0.0.1:1', '127.0.0.1:99999', '127.0.0.1:x', '[::1', '[::1]:1', '', 'unix:', 'unix:/x', 'http://127.0.0.1:1', ':1'])}; }`,
  () => `proxy_hide_header ${pick(['X-A', 'X-A X-B'])};`,
  () =>
    `location /h { proxy_pass http://${pick(['db.invalid', 'db.invalid:80', '127.0.0.1:1', '$host.invalid', 'known.invalid'])}${pick(['', '/x'])}; }`,
  () => `ssl_protocols ${pick(['TLSv1.2', 'TLSv1.2 TLSv1.3', 'TLSv1.2,TLSv1.3', 'TLSv1.4', 'tlsv1.2'])};`,
  () => `ssl_session_timeout ${pick(['60', '1m', '1h 30m', '10x', 's'])};`,
  () => `proxy_http_version ${pick(['1.0', '1.1', '3'])};`,
  () => `proxy_method ${pick(['GET', 'GET POST'])};`,
  () =>
    `proxy_pass ${pick(['http://127.0.0.1:1', 'http://127.0.0.1:1/x', '127.0.0.1', 'http://$host', 'https://127.0.0.1'])};`,
  () =>
    pick([
      'proxy_set_headers X a;',
      'add_headers X a;',
      'proxypass x;',
      'header X;',
      'Return 200;',
      'rewite a b;',
      'secure;',
    ]),
  () =>
    pick(['listen 81;', 'server_name x;', 'map $a $b { }', 'upstream x { }', 'log_format a b;', 'internal;', 'break;']),
  () =>
    pick(['server { }', 'worker_processes 1;', 'user x;', 'limit_req_zone $a zone=a:1m rate=1r/s;', 'keepalive 1;']),
  () =>
    pick([
      'proxy_buffering on',
      'index a',
      'try_files /a /b',
      'gzip_types a/b',
      'gzip on }',
      '"a" "b"; {',
      "add_header X 'a;",
      'return 200 {;',
      '} ',
      'root /x {',
      'x "a"b;',
    ]),
  () =>
    pick([
      'sub_filter a b;',
      'sub_filter a;',
      'sub_filter "" b;',
      'sub_filter_once on;',
      'try_files a b;',
      'try_files a;',
      'alias /x;',
      'root /x;',
    ]),
  () =>
    `limit_except ${pick(['GET', 'GET POST', 'FOO', 'get'])} { ${pick(['deny all;', 'allow x;', 'return 200;', ''])} }`,
  () =>
    `location ${pick(['', '= ', '~ ', '~* ', '^~ ', '! '])}${pick(['/', '/foo', '/foo/bar', '/a(', '@x'])} { ${body(1)} }`,
  () =>
    `if ${pick([
      '($host = x)',
      '($http_x)',
      '( $host != "x y" )',
      '($uri ~ ^/(a)',
      '($uri ~ "^/(a)")',
      '$host = x',
      '($host == x)',
      '(-f /x)',
      '(-q /x)',
      '(host = x)',
      '($nowhere)',
      '($host ~* (a)',
    ])} { ${body(1)} }`,
]

function body(depth: number): string {
  const lines = Array.from({ length: depth === 0 ? 1 + random(3) : random(2) }, () => pick(directives)())
  return lines.join('\n')
}

interface Case {
  readonly text: string
  readonly conf: string
  readonly around: Surroundings
}

const isUnknownHost = (host: string) => host === 'db.invalid'
const declared = new Set(['known'])
const zones = new Set(['known', 'conns'])
const locations = new Set([' /', '= /exact', ' /foo/', '= /foo'])
const others = 'location / { } location = /exact { } location /foo/ { }'

/** In the server, or in a location of it that has directives already. */
function place(text: string): Case {
  const beside = [
    'proxy_read_timeout 60s;',
    'proxy_buffering off;',
    'client_max_body_size 1m;',
    'port_in_redirect off;',
  ]
  const names = new Set(beside.map((one) => one.split(' ')[0] as string))
  const file = (server: string) =>
    `events {}\nhttp { upstream known.invalid { server 127.0.0.1:1; } map $host $known { default 1; } limit_req_zone $known zone=known:64k rate=1r/s; limit_conn_zone $known zone=conns:64k; error_log /dev/null;\nserver { listen 127.0.0.1:1;\n${server}\n} }\n`
  if (chance(35))
    return {
      text,
      conf: file(`${text}\n${others} location = /foo { }`),
      around: { context: 's', beside: new Set(), location: null, locations, declared, zones, isUnknownHost },
    }
  const [modifier, name] = pick([
    ['', '/foo/'],
    ['=', '/foo'],
    ['~*', '^/foo'],
  ] as const)
  const rest = 'location / { } location = /exact { }'
  return {
    text,
    conf: file(`location ${modifier} ${name} {\n${beside.join(' ')}\n${text}\n}\n${rest}`),
    around: {
      context: 'l',
      beside: names,
      location: { modifier, name },
      locations: new Set(),
      declared,
      zones,
      isUnknownHost,
    },
  }
}

/** What nginx says, without the place and without what it says of a pattern, which differs from release to release. */
function words(said: string | undefined): string | null {
  const found = /\[emerg\] \d+#\d+: (.*?)(?: in \/\S+:\d+)?$/m.exec(said ?? '')?.[1]
  if (found === undefined) return null
  if (/^pcre2?_compile\(\) failed/.test(found)) return 'a pattern'
  if (/^unexpected end of file/.test(found)) return 'end of file'
  return found.replace(/(invalid server name or wildcard "[^"]*").*/, '$1')
}

function ours({ text, around }: Case): string | null {
  const found = faultIn(text, around)
  return found === null ? null : words(`[emerg] 1#1: ${found.text}`)
}

/** What is not judged: it takes more than the text, or more than we say of a directive. */
const unjudged = [
  /^value must be between/,
  /busy_buffers_size|at least 2 "proxy_buffers"/,
  /^unknown ".*" variable$/,
  /^invalid value "/,
]

describe(`texts in a server and in its locations, TKNG_SEED=${seed}`, () => {
  it('are refused, or loaded, alike, and mostly in the same words', async () => {
    const cases = Array.from({ length: count }, () => place(body(0)))
    const said = await refusals(cases.map(({ conf }) => conf))
    const tally = { loaded: 0, same: 0, other: 0, missed: 0 }
    const wrong: unknown[] = []
    for (const [i, one] of cases.entries()) {
      const [own, theirs] = [ours(one), words(said[i]?.text)]
      if (own === theirs) tally[own === null ? 'loaded' : 'same']++
      else if (own === null && unjudged.some((words) => words.test(theirs ?? ''))) tally.missed++
      // Of several that are wrong another one comes first.
      else if (own !== null && theirs !== null) tally.other++
      else wrong.push({ text: one.text, where: one.around.location ?? 'server', ours: own, theirs })
    }
    expect(wrong.slice(0, 40)).toEqual([])
    expect(tally.loaded).toBeGreaterThan(count / 8)
    expect(tally.same).toBeGreaterThan(count / 3)
    expect(tally.other + tally.missed).toBeLessThan(count / 8)
  })
})

it(`patterns that are no pattern of PCRE, TKNG_SEED=${seed}`, async () => {
  const letters = [
    'a',
    'b',
    '(',
    ')',
    '[',
    ']',
    '*',
    '+',
    '?',
    '{2}',
    '{3,1}',
    '{,2}',
    '|',
    '\\\\',
    '\\.',
    '^',
    '$',
    '(?:',
    '(?=',
    '-',
    'z-a',
  ]
  const patterns = Array.from({ length: count / 2 }, () =>
    Array.from({ length: 1 + random(7) }, () => pick(letters)).join(''),
  )
  const quoted = (text: string) => `"${text.replaceAll(/[\\"]/g, '\\$&')}"`
  const said = await refusals(patterns.map((one) => `events {}\nhttp { server { location ~ ${quoted(one)} { } } }\n`))
  const refused = patterns.filter((_, i) => said[i] !== null)
  const wrong = patterns.filter((one, i) => said[i] === null && patternFault(one) !== null)
  const missed = refused.filter((one) => patternFault(one) === null)
  expect(wrong).toEqual([])
  expect(refused.length).toBeGreaterThan(count / 20)
  expect(missed.length, missed.slice(0, 20).join('  ')).toBeLessThan(refused.length / 20)
})

const tls = (name: string) => join(import.meta.dirname, '..', 'fixtures', 'tls', `${name}.pem`)

it(`lists of ciphers, TKNG_SEED=${seed}`, async () => {
  const words = [
    ...['HIGH', '!aNULL', 'FOO', 'TLS_AES_256_GCM_SHA384', 'AES128-SHA', 'ECDHE+AESGCM', 'kECDHE+FOO', '@FOO', '!ALL'],
    ...['aes128-sha', 'ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES256-FOO', 'DEFAULT', '-SHA', 'TLSv1.2'],
  ]
  const lists = Array.from({ length: 80 }, () => Array.from({ length: 1 + random(2) }, () => pick(words)).join(':'))
  const said = await refusals(
    lists.map(
      (list) =>
        `events {}\nhttp { server { listen 127.0.0.1:1 ssl; ssl_certificate ${tls('server')}; ssl_certificate_key ${tls('server-key')}; ssl_ciphers "${list}"; } }\n`,
    ),
  )
  const wrong = lists.filter((list, i) => ciphersFault(list) !== null && said[i] === null)
  // What is taken away again is not followed.
  const missed = lists.filter((list, i) => ciphersFault(list) === null && said[i] !== null && !/(?:^|:)[!-]/.test(list))
  expect([wrong, missed]).toEqual([[], []])
  expect(said.filter((one) => one === null).length).toBeGreaterThan(10)
  expect(said.filter((one) => one !== null).length).toBeGreaterThan(10)
})
