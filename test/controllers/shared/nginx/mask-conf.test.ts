/** nginx.conf without secrets: by the meaning of each directive, and so that nginx would read it as before. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskConf, maskConfParts } from '../../../../src/controllers/shared/nginx/mask/conf.js'
import type { Directive } from '../../../../src/languages/nginx/text/directive.js'
import { parse } from '../../../../src/languages/nginx/text/parse.js'

describe('hides', () => {
  it.each([
    'proxy_set_header X-Api-Key "HUNTER2";',
    'proxy_set_header X-Auth-Token "HUNTER2";',
    'proxy_set_header Cookie "session=HUNTER2";',
    'proxy_set_header X-Anything HUNTER2;',
    'proxy_set_header Authorization "Basic HUNTER2";',
    'grpc_set_header authorization "Bearer $token HUNTER2";',
    'proxy_set_body "HUNTER2";',
    'set $auth_token "HUNTER2";',
    'auth_request_set $auth_token "HUNTER2";',
    'auth_request_set $anything "HUNTER2";',
    'add_header "X-Api-Key: HUNTER2" always;',
    'proxy_set_header Referer "https://h/?token=HUNTER2";',
    'add_header Content-Security-Policy "report-uri https://h/?key=HUNTER2";',
    'proxy_ssl_certificate_key data:HUNTER2;',
    'set $client_secret HUNTER2;',
    'set $anything "HUNTER2";',
    'set $url "https://u:HUNTER2@h/x?key=HUNTER2";',
    'add_header Set-Cookie "a=HUNTER2; Path=/";',
    'more_set_headers "X-Api-Key: HUNTER2" "Cookie: HUNTER2";',
    'more_set_input_headers -r "Authorization: HUNTER2";',
    'fastcgi_param DB_PASSWORD HUNTER2;',
    'fastcgi_param ANYTHING HUNTER2;',
    'secure_link_md5 "$secure_link_expires$uri HUNTER2";',
    'secure_link_secret HUNTER2;',
    'auth_jwt_key HUNTER2;',
    'ssl_password_file HUNTER2;',
    'env DB_URL=HUNTER2;',
    'proxy_pass http://u:HUNTER2@backend/x?access_key=HUNTER2;',
    'proxy_pass http://HUNTER2@h;',
    'return 302 https://h/x?access_key=HUNTER2;',
    'return 200 "HUNTER2";',
    'rewrite ^/a$ /b?token=HUNTER2 break;',
    'if ($http_x_api_key != "HUNTER2") { return 403; }',
    'if ($cookie_session = HUNTER2) { return 403; }',
    'if ($arg_token = HUNTER2) { return 403; }',
    'if ($request_uri ~ x) { set $password HUNTER2; }',
    'map $http_authorization $ok { default 0; "Bearer HUNTER2" 1; }',
    'map $http_x_api_key $client { default ""; HUNTER2 shop; }',
    'map $host $backend_password { default HUNTER2; }',
    'unheard_of HUNTER2 "and HUNTER2";',
    'sub_filter "a" "HUNTER2";',
    'perl_set $x "sub { HUNTER2 }";',
    'js_var $x HUNTER2;',
    'modsecurity_rules \'SecRule "HUNTER2"\';',
    'content_by_lua \'ngx.say("HUNTER2")\';',
    "access_by_lua_block { red:auth('HUNTER2') }",
    "access_by_lua_block { headers['X-Api-Key'] = 'HUNTER2'; ngx.req.set_header('X-Api-Key','HUNTER2') }",
    'access_by_lua_block { local t = [==[ HUNTER2 ]==] -- HUNTER2\n --[[ HUNTER2 ]] }',
    'access_by_lua_block { local s = "HUNTER2',
    '# passwd HUNTER2',
    '# HUNTER2',
    'listen 80; # the token is: HUNTER2\n',
    'log_format x "$host HUNTER2";',
    '# redis://:HUNTER2@h',
    'proxy_set_header X-Key "-----BEGIN PRIVATE KEY-----\nHUNTER2\n-----END PRIVATE KEY-----";',
    'ssl_certificate_key "data:-----BEGIN RSA PRIVATE KEY-----\nHUNTER2\n-----END RSA PRIVATE KEY-----";',
    'set $x "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQpHUNTER2";',
    'set $a "HUNTER2',
    '"HUNTER2" x;',
    'HUNTER2',
    '} HUNTER2 {',
  ])('%s', (text) => {
    expect(maskConf(text)).not.toContain('HUNTER2')
    expect(maskConf(`server {\n${text}`)).not.toContain('HUNTER2')
  })
})

/** Of our own, with everything in it that an answer may depend on. */
const plain = `# Configuration checksum: 12345
events { worker_connections 16384; }
http {
    lua_package_path "/etc/nginx/lua/?.lua;;";
    init_by_lua_block {
        local ok, res = pcall(require, "balancer")
        if not ok then error() else balancer = res end
    }
    map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
    map $http_user_agent $bad { default 0; "~*(bot|crawler)" 1; }
    geo $internal { default 0; 10.0.0.0/8 1; }
    upstream upstream_balancer { server 0.0.0.1; keepalive 320; }
    # start server shop.example.com
    server {
        server_name "shop.example.com" ~^(?<sub>.+)\\.x9z\\.example$;
        listen 80; listen [::]:443 ssl http2;
        set $proxy_upstream_name "-";
        ssl_certificate /etc/ingress-controller/ssl/default-fake-certificate.pem;
        location ~* "^/api/v2/(.*)" {
            set $namespace "shop-7f3a9c"; set $service_port "8080";
            set $location_path "/api/v2/(.*)";
            if ($scheme = http) { return 308 https://$host$request_uri; }
            if ($http_origin ~* ((https://app\\.example\\.com))) { set $cors 'true'; }
            auth_request /_external-auth-Lw-Prefix;
            error_page 401 = @9f8e7d6c5b4a;
            allow 10.1.2.3; deny all;
            client_max_body_size 1m;
            proxy_set_header Host $best_http_host;
            proxy_set_header X-Request-ID $req_id;
            # mitigate HTTPoxy Vulnerability
            proxy_redirect off;
            rewrite "(?i)/api/v2/(.*)" /$1 break;
            proxy_pass http://upstream_balancer;
        }
        location @9f8e7d6c5b4a { return 302 https://login.example.com/start?rd=$escaped_request_uri; }
        location = /x7y8z9w0q1 { return 404; }
        rewrite_by_lua_block { lua_ingress.rewrite({ force_ssl_redirect = true, use_port_in_redirects = false }) }
    }
}
`

describe('leaves', () => {
  it('all that tells what nginx does', () => {
    expect(maskConf(plain)).toBe(plain)
  })

  it('the same statements with as many words each (property)', () => {
    const shapeOf = (statements: readonly Directive[]): unknown =>
      statements.map(({ args, block }) => [args.length, block && shapeOf(block)])
    const words = ['set', 'if', 'map', 'return', '$x', '"a b"', "'c'", '#z\n', '{', '}', ';', '\\"', '$' + '{y}']
    const word = fc.oneof(fc.constantFrom(...words), fc.string())
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = words.join(' ')
        const { statements, flaw } = parse(text)
        const masked = maskConf(text)
        expect(maskConf(masked)).toBe(masked)
        if (flaw === null) expect(shapeOf(parse(masked).statements)).toEqual(shapeOf(statements))
      }),
      { verbose: true },
    )
  })

  it('the same of parts, wherever they are cut (property)', () => {
    const words = [
      'set $a',
      'a_by_lua_block {',
      '"',
      "'",
      '#z',
      '\n',
      '{',
      '}',
      ';',
      '\\',
      '$',
      '{',
      '[[',
      ']]',
      '--',
      'é',
      'map $a $b {',
      'X-Key HUNTER2;',
    ]
    const texts = fc.array(fc.constantFrom(...words, ' ')).map((all) => all.join(''))
    fc.assert(
      fc.property(fc.oneof(texts, fc.constant(plain)), fc.array(fc.nat(400)), (text, sizes) => {
        const bytes = Buffer.from(text)
        const ends = sizes.map((_, i) => sizes.slice(0, i + 1).reduce((a, b) => a + b))
        const parts = [...ends, bytes.length].map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end))
        expect([...maskConfParts(parts)].join('')).toBe(maskConf(text))
      }),
      { verbose: true },
    )
  })

  it('nothing of what waits for its end beyond all bounds', () => {
    const rest = Array(12).fill(Buffer.from('HUNTER2'.repeat(15_000)))
    for (const start of ['"', '#', 'a', 'a ', 'a {', 'x_by_lua_block {', 'x_by_lua_block { "'])
      expect([...maskConfParts([Buffer.from(start), ...rest])].join('').length, start).toBeLessThan(50)
  })

  it('takes time that grows with the text', () => {
    for (const part of [
      '{',
      '}',
      '"',
      "'",
      '#',
      '$',
      '${',
      '\\',
      'a ',
      'set $a b;',
      'x_by_lua_block {',
      '[[',
      '--',
      '&a=',
      '://',
    ]) {
      const text = part.repeat(Math.ceil(200_000 / part.length))
      const before = process.cpuUsage()
      maskConf(text)
      expect(process.cpuUsage(before).user / 1000, part).toBeLessThan(2000)
    }
  })
})
