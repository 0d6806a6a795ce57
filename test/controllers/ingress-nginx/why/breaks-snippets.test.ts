/** Snippets and values that nginx refuses, from public reports and from the template: each stops all reloads. */
import { describe, expect, it } from 'vitest'
import { refusal } from './refusal.js'

const duplicate = (name: string) => `"${name}" directive is duplicate`

describe('configuration-snippet', () => {
  it.each<[snippet: string, refusal: string | null]>([
    ['proxy_read_timeout 300s;', duplicate('proxy_read_timeout')],
    ['client_max_body_size 100m;', duplicate('client_max_body_size')],
    ['proxy_buffer_size 16k;\nproxy_buffers 4 16k;', duplicate('proxy_buffer_size')],
    ['proxy_cookie_path / "/; Secure";', duplicate('proxy_cookie_path')],
    ['proxy_redirect http:// https://;', duplicate('proxy_redirect')],
    ['proxy_pass http://10.0.0.1;', duplicate('proxy_pass')],
    ['limit_except GET POST {}\nlimit_except GET { deny all; }', duplicate('limit_except')],
    ['proxy_http_version 1.1;', duplicate('proxy_http_version')],
    ['rewrite_by_lua_block { return }', duplicate('rewrite_by_lua_block')],
    ['body_filter_by_lua_block { return }', duplicate('body_filter_by_lua_block')],
    ['access_by_lua_block { return }', null],
    ['proxy_set_headers X-A b;', 'unknown directive "proxy_set_headers"'],
    ['more_set_header "X-A: b";', null],
    ['add_header X-A b allways;', 'invalid parameter "allways"'],
    ['proxy_set_header X-A;', 'invalid number of arguments in "proxy_set_header" directive'],
    ['rewrite ^/(.*)$ /$ break;', 'invalid variable name'],
    ['rewrite ^/((.*)$ /x break;', 'pcre2_compile() failed: missing closing parenthesis in "^/((.*)$"'],
    ['rewrite ^/*** /x;', 'pcre2_compile() failed: quantifier does not follow a repeatable item in "^/***"'],
    ['return 301 https://x.test$requesturi;', 'unknown "requesturi" variable'],
    ['set $a "$b";', 'unknown "b" variable'],
    ['set $a b;\nproxy_set_header X-A $a;', null],
    ['set a b;', 'invalid variable name "a"'],
    ['set $uri /x;', 'the duplicate "uri" variable'],
    ['if ($host = a) { return 418 }', 'unexpected "}"'],
    ['if ($host == a) { return 418; }', 'unexpected "==" in condition'],
    ['if $host { return 418; }', 'invalid condition "$host"'],
    [
      'if ($http_x) { proxy_pass http://10.0.0.1/x; }',
      '"proxy_pass" cannot have URI part in location given by regular expression, or inside named location, or inside "if" statement, or inside "limit_except" block',
    ],
    ['add_header X-A b', 'directive "add_header" is not terminated by ";"'],
    ['add_header X-A "b;', 'unexpected end of file, expecting ";" or "}"'],
    ['if ($host) {', 'unexpected end of file, expecting ";" or "}"'],
    ['location /x { return 200; }', null],
    ['server_name x;', '"server_name" directive is not allowed here'],
    ['map $a $b { }', '"map" directive is not allowed here'],
    ['limit_req_zone $host zone=a:1m rate=1r/s;', '"limit_req_zone" directive is not allowed here'],
    ['gzip yes;', 'invalid value "yes" in "gzip" directive, it must be "on" or "off"'],
    ['error_page 404 =200;', null],
    ['allow 10.0.0.0/8;\ndeny everybody;', 'invalid parameter "everybody"'],
    ['more_set_headers "X-A: b";\nadd_header X-B c always;\nexpires 1h;', null],
    ['auth_request_set $user $upstream_http_x_user;\nproxy_set_header X-User $user;', null],
    ['sub_filter_once off;\nsub_filter a b;', null],
    ['proxy_hide_header X-A;\nlimit_rate 1k;\nproxy_cache off;', null],
    ['modsecurity off;\nopentracing off;\nbrotli on;', null],
    ['if ($http_x) { proxy_pass http://gone.shop.svc; }', 'host not found in upstream "gone.shop.svc"'],
    ['if ($http_x) { proxy_pass http://web.shop.svc.cluster.local:80; }', null],
    ['if ($http_x) { proxy_pass http://gone.shop.svc.other.example; }', null],
    ['if ($http_x) { proxy_pass http://$http_x.gone.shop.svc; }', null],
    ['limit_req zone=mine burst=5;', 'zero size shared memory zone "mine"'],
    ['limit_conn mine 5;', 'zero size shared memory zone "mine"'],
    ['proxy_cache mine;', 'zero size shared memory zone "mine"'],
    ['proxy_cache auth_cache;\nproxy_cache_valid 200 1m;', null],
  ])('%j: %j', (snippet, expected) => {
    expect(refusal({ 'configuration-snippet': snippet })).toBe(expected)
  })

  it.each<[path: string, refusal: string | null]>([
    ['/ Prefix web:80', null],
    ['/app Exact web:80', 'location "/x" cannot be inside the exact location "/app"'],
    ['/app Prefix web:80', 'location "/x" cannot be inside the exact location "/app"'],
  ])('a location in %s: %j', (path, expected) => {
    expect(refusal({ 'configuration-snippet': 'location /x { return 200; }' }, { path })).toBe(expected)
  })

  it('may name a zone that the ConfigMap makes, once', () => {
    const config = { 'http-snippet': 'limit_req_zone $remote_addr zone=mine:1m rate=5r/s;' }
    const limit = 'limit_req zone=mine burst=5;'
    expect(refusal({ 'configuration-snippet': limit }, { config })).toBeNull()
    expect(refusal({ 'configuration-snippet': limit + limit }, { config })).toBe(duplicate('limit_req'))
  })

  it('may hold what the annotation beside it does not set', () => {
    const snippet = { 'configuration-snippet': 'client_body_buffer_size 1m;' }
    expect(refusal(snippet)).toBeNull()
    expect(refusal({ ...snippet, 'client-body-buffer-size': '8k' })).toBe(duplicate('client_body_buffer_size'))
    expect(
      refusal({ 'configuration-snippet': 'body_filter_by_lua_block { return }' }, { version: '1.12.0' }),
    ).toBeNull()
    expect(refusal({ 'configuration-snippet': 'grpc_read_timeout 1h;', 'backend-protocol': 'GRPC' })).toBe(
      duplicate('grpc_read_timeout'),
    )
  })

  it('is none where it is not allowed, or its location is denied', () => {
    const snippet = { 'configuration-snippet': 'x;' }
    expect(refusal(snippet, { config: { 'allow-snippet-annotations': 'false' } })).toBeNull()
    expect(refusal({ ...snippet, 'allowlist-source-range': 'x' })).toBeNull()
  })
})

describe('other snippets', () => {
  it.each<[annotation: string, text: string, refusal: string | null]>([
    ['server-snippet', 'location / { return 200; }', 'duplicate location "/"'],
    ['server-snippet', 'location = / { return 200; }', null],
    ['server-snippet', 'location ~ ^/ { return 200; }', null],
    ['server-snippet', 'location /x { proxy_pass 10.0.0.1; }', 'invalid URL prefix'],
    ['server-snippet', 'location /x { proxy_pass http://db.invalid:80/y; }', 'host not found in upstream "db.invalid"'],
    [
      'server-snippet',
      'location /x { grpc_pass grpc://gone.shop.svc:1; }',
      'host not found in upstream "gone.shop.svc"',
    ],
    ['server-snippet', 'location /x { set $to http://gone.shop.svc; proxy_pass $to; }', null],
    [
      'stream-snippet',
      'server { listen 1; proxy_pass gone.shop.svc:1; }',
      'host not found in upstream "gone.shop.svc"',
    ],
    ['stream-snippet', 'upstream x { server gone.shop.svc:1; }', 'host not found in upstream "gone.shop.svc:1"'],
    ['server-snippet', 'listen 8081;\nlisten 8082;', null],
    ['server-snippet', 'listen 8081;\nlisten *:8081 ssl;', 'a duplicate listen 0.0.0.0:8081'],
    ['server-snippet', 'listen 80;', 'a duplicate listen 0.0.0.0:80'],
    ['server-snippet', 'listen 443 ssl;', 'a duplicate listen 0.0.0.0:443'],
    ['server-snippet', 'proxy_pass http://10.0.0.1;', '"proxy_pass" directive is not allowed here'],
    ['server-snippet', 'internal;', '"internal" directive is not allowed here'],
    ['server-snippet', 'upstream x { server 10.0.0.1; }', '"upstream" directive is not allowed here'],
    ['server-snippet', 'client_max_body_size 1m;\nclient_max_body_size 2m;', duplicate('client_max_body_size')],
    ['server-snippet', 'client_max_body_size 1m;\nunderscores_in_headers on;\nif ($http_x) { return 403; }', null],
    ['server-snippet', 'set $agentflag 0;\nif ($http_user_agent ~* "(Mobile|Tablet)") { set $agentflag 1; }', null],
    ['stream-snippet', 'server { listen 8000; proxy_pass 10.0.0.1:80; }', null],
    ['stream-snippet', 'location / { }', '"location" directive is not allowed here'],
    [
      'modsecurity-snippet',
      'SecRuleEngine On\nSecRule ARGS "@rx x" "deny,status:403"',
      '"modsecurity_rules" directive Rules error. Line: 2. Rules must have an ID',
    ],
    [
      'modsecurity-snippet',
      'SecAction "id:1,pass"\nSecRule ARGS "@rx x" \\\n  "phase:1,id:1,deny"',
      '"modsecurity_rules" directive Rules error. Line: 2. Rule id: 1 is duplicated',
    ],
    ['modsecurity-snippet', 'SecRule ARGS "@rx x" "id:1,chain,deny"\nSecRule ARGS "@rx y"', null],
    ['modsecurity-snippet', '# SecRule ARGS "@rx x" "deny"\nSecRule ARGS "@rx x" "id:7,deny"', null],
    ['modsecurity-snippet', 'SecRuleEngine On\nSecRule REMOTE_ADDR "@ipMatch 10.0.0.1" "id:1,deny"', null],
    ['modsecurity-snippet', 'SecRule ARGS "@rx it\'s" "id:1,deny,msg:\'no\'"', 'unexpected "s"'],
  ])('%s %j: %j', (annotation, text, expected) => {
    const switchedOn: Record<string, string> =
      annotation === 'modsecurity-snippet' ? { 'enable-modsecurity': 'true' } : {}
    expect(refusal({ ...switchedOn, [annotation]: text })).toBe(expected)
  })

  it('rules of ModSecurity are written only where it is on', () => {
    const rules = { 'modsecurity-snippet': 'SecAction "pass"' }
    expect(refusal(rules)).toBeNull()
    expect(refusal(rules, { config: { 'enable-modsecurity': 'true' } })).toContain('must have an ID')
    expect(
      refusal({ ...rules, 'enable-modsecurity': 'false' }, { config: { 'enable-modsecurity': 'true' } }),
    ).toBeNull()
  })

  it.each<[text: string, refusal: string | null]>([
    ['proxy_set_header X-A b;', null],
    ['proxy_buffering off;', duplicate('proxy_buffering')],
    ['proxy_pass http://10.0.0.1;', duplicate('proxy_pass')],
  ])('auth-snippet %j: %j', (text, expected) => {
    expect(refusal({ 'auth-url': 'http://10.0.0.1/x', 'auth-snippet': text })).toBe(expected)
  })

  it.each<[key: string, text: string, refusal: string | null]>([
    ['http-snippet', 'map $http_x $y { default 1; }', null],
    ['http-snippet', 'location / { }', '"location" directive is not allowed here'],
    ['server-snippet', 'return 200', 'directive "return" is not terminated by ";"'],
    ['location-snippet', 'proxy_read_timeout 1h;', duplicate('proxy_read_timeout')],
    ['main-snippet', 'gzip on;', '"gzip" directive is not allowed here'],
    ['main-snippet', 'load_module /x.so;\nenv A;', null],
    ['http-snippet', 'upstream x { server gone.shop.svc; }', 'host not found in upstream "gone.shop.svc"'],
    ['http-snippet', 'upstream gone.shop.svc { server 10.0.0.1; }', null],
    ['log-format-upstream', '$remote_addr $requesttime', 'unknown "requesttime" variable'],
    ['log-format-upstream', '{"host": "$host", "took": $request_time}', null],
    ['log-format-upstream', "it's $host", 'unexpected "s"'],
    ['ssl-protocols', 'TLSv1.2,TLSv1.3', 'invalid value "TLSv1.2,TLSv1.3"'],
    ['ssl-protocols', 'TLSv1.2 TLSv1.3', null],
    [
      'ssl-ciphers',
      'TLS_AES_256_GCM_SHA384',
      'SSL_CTX_set_cipher_list("TLS_AES_256_GCM_SHA384") failed (SSL: error:0A0000B9:SSL routines::no cipher match)',
    ],
    ['ssl-ciphers', 'ECDHE-RSA-AES128-GCM-SHA256:TLS_AES_256_GCM_SHA384', null],
    ['large-client-header-buffers', '4 8kb', '"large_client_header_buffers" directive invalid value'],
    ['client-header-buffer-size', '1kb', '"client_header_buffer_size" directive invalid value'],
    ['ssl-session-timeout', '10minutes', '"ssl_session_timeout" directive invalid value'],
    ['error-log-level', 'warning', 'invalid log level "warning"'],
    ['keep-alive', '-1', '"keepalive_timeout" directive invalid value'],
    ['worker-cpu-affinity', 'auto 0101', null],
    ['worker-cpu-affinity', 'x', 'invalid character "x" in "worker_cpu_affinity"'],
    ['worker-processes', 'two', '"worker_processes" directive invalid value'],
    ['proxy-next-upstream', 'error timeout http_505', 'invalid value "http_505"'],
    ['proxy-body-size', '8mb', null],
    ['proxy-buffer-size', '16k', null],
    ['proxy-buffer-size', '16kb', '"proxy_buffer_size" directive invalid value'],
    ['proxy-cookie-path', '/a /b', null],
    ['proxy-cookie-path', '/a', 'invalid parameter "/a"'],
    ['proxy-max-temp-file-size', '1024m', null],
    ['proxy-max-temp-file-size', '1g', '"proxy_max_temp_file_size" directive invalid value'],
    ['proxy-max-temp-file-size', '1gb', null],
    [
      'variables-hash-bucket-size',
      '0',
      'could not build variables_hash, you should increase variables_hash_bucket_size: 0',
    ],
    ['map-hash-bucket-size', '65473', 'could not build map_hash, too large map_hash_bucket_size: 65536'],
    [
      'proxy-headers-hash-max-size',
      '0',
      'could not build proxy_headers_hash, you should increase proxy_headers_hash_max_size: 0',
    ],
    ['server-name-hash-bucket-size', '0', null],
    ['server-name-hash-bucket-size', '32', null],
    ['forwarded-for-header', 'X-Real-IP', null],
    ['forwarded-for-header', 'X-A, X-B', 'invalid number of arguments in "proxy_set_header" directive'],
    ['http-access-log-path', 'off', 'invalid parameter "upstreaminfo"'],
    ['http-access-log-path', '/var/log/nginx/http.log', null],
    ['access-log-path', 'off', 'invalid parameter "upstreaminfo"'],
    ['stream-access-log-path', 'off', 'invalid parameter "log_stream"'],
    ['stream-access-log-path', '/dev/stdout', null],
    ['lua-shared-dicts', 'configuration_data: 10, x: 0', 'invalid lua shared dict size "0m"'],
    ['lua-shared-dicts', 'x: 7k', 'invalid lua shared dict size "7k"'],
    ['lua-shared-dicts', 'x: 8k, y, z: 900', null],
    ['limit-conn-zone-variable', '$nobody', null],
    ['nginx-status-ipv6-whitelist', 'localhost', 'invalid parameter "localhost"'],
    ['location-snippet', 'access_log /dev/stdout nobody;', 'unknown log format "nobody"'],
    ['location-snippet', 'access_log /dev/stdout upstreaminfo;', null],
    ['http-snippet', 'map $host $a { default $nobody; }', 'unknown "nobody" variable'],
    ['http-snippet', 'upstream x { server 10.0.0.1 fail_timeout=soon; }', 'invalid parameter "fail_timeout=soon"'],
    ['http-snippet', 'upstream x { }', 'no servers are inside upstream'],
    ['access-log-params', 'buffer=16k flush=1s', null],
    ['access-log-params', 'buffered', 'invalid parameter "buffered"'],
    ['error-log-path', '/dev/stderr loud', 'invalid log level "loud"'],
    ['skip-access-log-urls', '/healthz,/readyz', null],
    ['skip-access-log-urls', '~ /healthz', 'invalid number of the map parameters'],
    ['proxy-redirect-from', 'default', null],
    ['proxy-redirect-from', 'http://web/', 'invalid parameter "http://web/"'],
    ['nginx-status-ipv4-whitelist', '127.0.0.1,10.0.0.0/8', null],
    ['nginx-status-ipv4-whitelist', 'localhost', 'invalid parameter "localhost"'],
    ['proxy-http-version', '1.0', null],
    ['proxy-http-version', '2', 'invalid value "2"'],
    ['block-cidrs', '10.0.0.0/8, 192.0.2.1', null],
    ['block-cidrs', '10.0.0.0/8, 10.0.0.1-10.0.0.9', 'invalid parameter "10.0.0.1-10.0.0.9"'],
    ['block-user-agents', '~*bot,curl', null],
    ['block-user-agents', '~*(', 'pcre2_compile() failed: missing closing parenthesis in "("'],
    ['block-referers', 'a b', 'invalid number of the map parameters'],
    ['hide-headers', 'X-A, X-B', null],
    ['hide-headers', 'a b', 'invalid number of arguments in "proxy_hide_header" directive'],
    ['gzip-types', 'text/plain application/json', null],
    ['gzip-types', 'text/plain; x', null],
    ['client-header-timeout', '-1', '"client_header_timeout" directive invalid value'],
    ['client-header-timeout', '60s', null],
    ['proxy-read-timeout', '-1', '"proxy_read_timeout" directive invalid value'],
    ['limit-req-status-code', '200', 'value must be between 400 and 599'],
    ['limit-req-status-code', '429', null],
    ['default-type', 'text/plain x', 'invalid number of arguments in "default_type" directive'],
    ['ssl-ecdh-curve', 'auto', null],
    ['ssl-ecdh-curve', 'X25519MLKEM768:X25519:secp384r1', null],
    ['ssl-ecdh-curve', 'x', 'SSL_CTX_set1_curves_list("x") failed'],
    ['proxy-buffering', 'true', 'invalid value "true" in "proxy_buffering" directive, it must be "on" or "off"'],
    ['proxy-buffering', 'on', null],
    ['proxy-request-buffering', 'off', null],
    ['proxy-buffers-number', '1', 'there must be at least 2 "proxy_buffers"'],
    ['ssl-ecdh-curve', 'a b', 'invalid number of arguments in "ssl_ecdh_curve" directive'],
    ['ssl-session-cache-size', '10m', null],
    ['ssl-session-cache-size', '8k', 'session cache "shared:SSL:8k" is too small'],
    ['ssl-session-cache-size', '10mb', 'invalid session cache "shared:SSL:10mb"'],
    ['upstream-keepalive-time', '1h', null],
    ['upstream-keepalive-time', '1.5s', '"keepalive_time" directive invalid value'],
    ['upstream-keepalive-requests', '-1', '"keepalive_requests" directive invalid number'],
    ['max-worker-open-files', '-1', '"worker_rlimit_nofile" directive invalid number'],
    ['max-worker-open-files', '0', null],
    ['max-worker-connections', '-1', '"worker_connections" directive invalid number'],
    ['http2-max-concurrent-streams', '-1', '"http2_max_concurrent_streams" directive invalid number'],
    ['worker-shutdown-timeout', '240s', null],
    ['worker-shutdown-timeout', 'long', '"worker_shutdown_timeout" directive invalid value'],
    ['worker-cpu-affinity', 'auto', null],
    ['stream-snippet', 'add_header a b;', '"add_header" directive is not allowed here'],
    ['server-snippet', 'location = / { return 204; }', null],
    ['server-snippet', 'location / { return 204; }', 'duplicate location "/"'],
    ['server-snippet', 'location /healthz { return 204; }', 'duplicate location "/healthz"'],
  ])('of the ConfigMap, %s %j: %j', (key, text, expected) => {
    expect(refusal({}, { config: { [key]: text } })).toBe(expected)
  })

  it.each<[key: string, text: string, refusal: string | null]>([
    ['gzip-types', 'text/plain, text/css;', 'unexpected ";"'],
    ['gzip-disable', '(', 'pcre2_compile() failed: missing closing parenthesis in "("'],
    ['gzip-level', '10', 'value must be between 1 and 9'],
    ['gzip-level', 'x', null],
  ])('of the ConfigMap with use-gzip, %s %j: %j', (key, text, expected) => {
    expect(refusal({}, { config: { 'use-gzip': 'true', [key]: text } })).toBe(expected)
  })

  it.each<[key: string, shared: string, annotations: Record<string, string>, refusal: string | null]>([
    ['server-snippet', 'location /x { }', { 'server-snippet': 'location /y { }' }, null],
    ['server-snippet', 'location /x { }', { 'server-snippet': 'location /x { }' }, 'duplicate location "/x"'],
    [
      'server-snippet',
      'client_header_timeout 5s;',
      { 'server-snippet': 'client_header_timeout 5s;' },
      duplicate('client_header_timeout'),
    ],
    ['location-snippet', 'satisfy any;', {}, null],
    ['location-snippet', 'satisfy any;', { satisfy: 'any' }, duplicate('satisfy')],
    ['location-snippet', 'expires 1h;', { 'configuration-snippet': 'expires 1h;' }, duplicate('expires')],
  ])('%s %j of the ConfigMap beside %j: %j', (key, shared, annotations, expected) => {
    expect(refusal(annotations, { config: { [key]: shared } })).toBe(expected)
  })
})

it('what IPv6 addresses may ask is written unless they are left out', () => {
  const config = { 'nginx-status-ipv6-whitelist': 'x' }
  expect(refusal({}, { config })).toContain('"x"')
  expect(refusal({}, { config: { ...config, 'disable-ipv6': 'true' } })).toBeNull()
})

it('variables that limits are for count where an Ingress limits its clients', () => {
  const config = { 'limit-conn-zone-variable': '$nobody' }
  expect(refusal({ 'limit-rps': '5' }, { config })).toBe('unknown "nobody" variable')
  expect(refusal({ 'limit-rps': '0' }, { config })).toBeNull()
})
