/** The rules of `lint` about what Ingresses and routes ask for: what is found, and the same after its fix. */

import { ingress, rule, service } from '../support/objects.js'
import { annotated, config, configured, n, proxy, table, web } from '../support/why/lint-table.js'

const address = { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } }
const at = (name: string, status?: object, metadata: object = {}, to = 'web', path = '/') =>
  ingress(
    name,
    { ingressClassName: 'nginx', rules: [rule(`${name}.test`, path, to)] },
    { metadata, ...(status ? { status } : {}) },
  )
const fresh = { creationTimestamp: '2026-11-25T23:59:00Z' }

table(
  ['no-address'],
  [
    [
      'beside one that has one',
      { Ingress: [at('a', address), at('b')] },
      [/^warning b: ingress-nginx takes it.*192\.0\.2\.1/],
    ],
    ['of all', { Ingress: [at('a'), at('b')] }, []],
    ['that was made just now', { Ingress: [at('a', address), at('b', undefined, fresh)] }, []],
    [
      'of another class',
      { Ingress: [at('a', address), ingress('b', { ingressClassName: 'other', rules: [rule('b.test', '/', 'web')] })] },
      [],
    ],
    ['nobody was seen', { Pod: [], Ingress: [at('a', address), at('b')] }, []],
    [
      'of a controller that writes none',
      { Pod: [proxy('1.15.1', { args: ['--update-status=false'] })], Ingress: [at('a', address), at('b')] },
      [],
    ],
  ],
)

const solver = { labels: { 'acme.cert-manager.io/http01-solver': 'true' } }

table(
  ['solver-stuck'],
  [
    [
      'after days',
      { Ingress: [at('s', undefined, solver)] },
      [/^warning s: .* for s\.test, and is still there after 63 hours/],
    ],
    ['that was made just now', { Ingress: [at('s', undefined, { ...solver, ...fresh })] }, []],
    ['an ordinary one', { Ingress: [at('s')] }, []],
  ],
)

const route = (name: string, host: string, to: string) => ({
  metadata: { namespace: 'default', name },
  spec: { hostnames: [host], rules: [{ backendRefs: [{ name: to, port: 80 }] }] },
})

table(
  ['ingress-twin'],
  [
    [
      'with another Service',
      { Ingress: [at('a')], HTTPRoute: [route('r', 'a.test', 'next')] },
      [/^warning a: a\.test is asked for here and by HTTPRoute default\/r, with other Services/],
    ],
    ['with the same, as for a move', { Ingress: [at('a')], HTTPRoute: [route('r', 'a.test', 'web')] }, []],
    ['of another host', { Ingress: [at('a')], HTTPRoute: [route('r', 'b.test', 'next')] }, []],
  ],
)

const ruled = (...rules: readonly object[]) => ({ HTTPRoute: [{ ...route('r', 'r.test', 'web'), spec: { rules } }] })
const toWeb = { backendRefs: [{ name: 'web', port: 80 }] }
const exact = { path: { type: 'Exact', value: '/a' } }

const entries = (...names: readonly string[]) => names.map((name) => ({ name, value: 'a' }))

table(
  ['match-header-twice'],
  [
    [
      'a header, in upper case',
      ruled({ matches: [{ headers: entries('X-A', 'x-a') }], ...toWeb }),
      [/^warning r: headers has "x-a" twice: the first one counts by the specification, and both of them for Envoy/],
    ],
    ['a parameter', ruled({ matches: [{ queryParams: entries('a', 'a') }], ...toWeb }), [/queryParams has "a" twice/]],
    ['parameters that differ in case', ruled({ matches: [{ queryParams: entries('a', 'A') }], ...toWeb }), []],
    ['in two matches', ruled({ matches: [{ headers: entries('a') }, { headers: entries('a') }], ...toWeb }), []],
  ],
)

const many = <T>(count: number, one: T) => Array.from({ length: count }, () => one)

table(
  ['too-many'],
  [
    ['rules', ruled(...many(17, toWeb)), [/^error r: it has 17 rules, and 16 are the most/]],
    ['as many rules as go', ruled(...many(16, toWeb)), []],
    ['matches of all rules', ruled(...many(3, { matches: many(50, exact) })), [/150 matches in all, and 128/]],
    ['of a GRPCRoute', { GRPCRoute: ruled(...many(17, toWeb)).HTTPRoute }, [/17 rules, and 16/]],
    ['matches of one rule', ruled({ matches: many(65, exact) }), [/65 matches, and 64/]],
    [
      'listeners',
      { Gateway: [{ metadata: { namespace: 'default', name: 'g' }, spec: { listeners: many(65, {}) } }] },
      [/^error g: it has 65 listeners, and 64/],
    ],
  ],
)

table(
  ['unknown-annotation'],
  [
    [
      'a key of the ConfigMap',
      { ...configured, Ingress: [annotated(n({ 'use-forwarded-headers': 'true' }))] },
      [/^warning web: use-forwarded-headers is no annotation, but a key of the controller's ConfigMap/],
    ],
  ],
)

table(
  ['snippet-swallows'],
  [
    [
      'in the ConfigMap',
      { ...configured, ConfigMap: config({ 'http-snippet': 'gzip_types a/b\ngzip_min_length 5;' }) },
      [/^warning proxy: line 1 of http-snippet in ConfigMap edge\/proxy/],
    ],
  ],
)

const published = { Pod: [proxy('1.15.1', { args: ['--configmap=edge/proxy', '--publish-service=default/entry'] })] }
const entry = (externalTrafficPolicy: string) => ({
  Service: [service('web'), service('entry', { type: 'LoadBalancer', externalTrafficPolicy, ports: [{ port: 80 }] })],
})
const listed = { Ingress: [annotated(n({ 'whitelist-source-range': '192.0.2.0/24' }))] }

table(
  ['allowlist-behind-proxy'],
  [
    [
      'behind a balancer that goes over nodes',
      { ...published, ...entry('Cluster'), ...listed },
      [/^warning web: whitelist-source-range is compared .* Service default\/entry/],
    ],
    ['that goes to the node of the pod', { ...published, ...entry('Local'), ...listed }, []],
    [
      'that tells of the client by PROXY',
      { ...published, ...entry('Cluster'), ...listed, ConfigMap: config({ 'use-proxy-protocol': 'true' }) },
      [],
    ],
    ['without a list', { ...published, ...entry('Cluster') }, []],
  ],
)

const backed = { Pod: [proxy('1.15.1', { args: ['--default-backend-service=default/web'] })] }

table(
  ['default-server-shared'],
  [
    ['an application', backed, [/^warning proxy: Service default\/web answers for every host.*default\/web has it/]],
    ['one of its own', { ...backed, Ingress: [at('a', undefined, {}, 'other')] }, []],
    ['none', {}, []],
  ],
)

const rewritten = (path: string, target: string) => ({
  Ingress: [
    ingress(
      'web',
      { ingressClassName: 'nginx', rules: [rule('web.test', path, 'web')] },
      { metadata: { annotations: n({ 'rewrite-target': target, 'use-regex': 'true' }) } },
    ),
  ],
  ConfigMap: config({ 'strict-validate-path-type': 'false' }),
})

table(
  ['rewrite-traversal'],
  [
    [
      'a capture right behind a letter',
      rewritten('/api(.*)', '/$1'),
      [/^warning web: path \/api\(\.\*\) takes whatever/],
    ],
    ['after its fix', rewritten('/api(/|$)(.*)', '/$2'), []],
    ['a capture behind a slash', rewritten('/api/(.*)', '/$1'), []],
  ],
)

const secure = (annotations: Readonly<Record<string, string>>) => ({
  Ingress: [web({ tls: [{ hosts: ['web.test'], secretName: 'x' }] }, { annotations: n(annotations) })],
})

table(
  ['no-redirect'],
  [
    ['switched off', secure({ 'ssl-redirect': 'false' }), [/^info web: ssl-redirect is false: http:\/\/web\.test/]],
    ['as usual', secure({}), []],
    ['forced all the same', secure({ 'ssl-redirect': 'false', 'force-ssl-redirect': 'true' }), []],
  ],
)

const snippets = {
  ConfigMap: config({ 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' }),
}
const written = (annotations: Readonly<Record<string, string>>) => ({
  ...snippets,
  Ingress: [annotated(n(annotations))],
})
const inLocation = (text: string) => written({ 'configuration-snippet': text })
const inServer = (text: string) => written({ 'server-snippet': text })

table(
  ['snippet-unsafe'],
  [
    ['files beside a folder', inServer('location /static { alias /srv/static/; }'), [/can be asked for$/]],
    ['the folder itself', inServer('location /static/ { alias /srv/static/; }'), []],
    [
      'whom the client names',
      inServer('location /p/ { proxy_pass http://$arg_to/; }'),
      [/the client decides who is asked/],
    ],
    ['what the client asks of one', inServer('location /p/ { proxy_pass http://web.test/?a=$arg_a; }'), []],
    ['the decoded path in a header', inServer('return 301 https://x.test$uri;'), [/begins a header of its own$/]],
    [
      'a part of it that may be any letter',
      inServer('location ~ ^/x/([^/]*)$ { return 302 https://x.test/$1; }'),
      [/begins a header of its own$/],
    ],
    [
      'a named part of it',
      inLocation('if ($uri ~ "^/(?<first>[^/]+)") { add_header X-First $first; }'),
      [/begins a header of its own$/],
    ],
    ['a part of letters', inServer('location ~ ^/x/([a-z]*)$ { return 302 https://x.test/$1; }'), []],
    ['a part on one line', inServer('location ~ ^/x/([^/\\s]*)$ { return 302 https://x.test/$1; }'), []],
    ['the path as it came', inServer('return 301 https://x.test$request_uri;'), []],
    [
      'whatever host the client says',
      inLocation('proxy_set_header Host $http_host;'),
      [/whatever host the client says/],
    ],
    ['the host that was found', inLocation('proxy_set_header Host $host;'), []],
    [
      'headers in the place of those of the server',
      written({ 'server-snippet': 'add_header A b;', 'configuration-snippet': 'add_header C d;' }),
      [/those that server-snippet adds are not sent/],
    ],
    ['headers of a location alone', inLocation('add_header C d;'), []],
    ['a list without an end', inLocation('allow 10.0.0.0/8;'), [/without a deny after it/]],
    ['a list with one', inLocation('allow 10.0.0.0/8;\ndeny all;'), []],
    ['whoever sends no referer', inLocation('valid_referers none blocked a.test;'), [/who sends no referer/]],
    ['a resolver outside', inServer('resolver 8.8.8.8;'), [/asked of somebody outside/]],
    ['that of the cluster', inServer('resolver 10.96.0.10;'), []],
    [
      'a variable of the controller',
      inLocation('set $proxy_upstream_name "x";'),
      [/the controller reads that variable/],
    ],
    ['a variable of its own', inLocation('set $mine "x";'), []],
    [
      'a pattern of origins without an end',
      inLocation('if ($http_origin ~* "a.test") { set $x 1; }'),
      [/begin likewise/],
    ],
    ['one with an end', inLocation('if ($http_origin ~* "^https://a.test$") { set $x 1; }'), []],
    ['a program', inLocation('access_by_lua_block { ngx.exit(200) }'), [/a program within the proxy/]],
    ['one that is not taken', { Ingress: [annotated(n({ 'server-snippet': 'resolver 8.8.8.8;' }))] }, []],
  ],
)

const guarded = { 'auth-url': 'https://sso.test/auth' }

table(
  ['snippet-opens'],
  [
    [
      'an answer before anybody is asked',
      written({ ...guarded, 'configuration-snippet': 'return 302 /x;' }),
      [/"return 302 \/x"/],
    ],
    ['a refusal', written({ ...guarded, 'configuration-snippet': 'return 403;' }), []],
    [
      'authentication that is switched off',
      written({ ...guarded, 'configuration-snippet': 'auth_request off;' }),
      [/"auth_request off"/],
    ],
  ],
)

const overTls = { Ingress: [annotated(n({ 'backend-protocol': 'HTTPS' }))] }
const rewrites = 'rewrite ^/a/(.*)$ /b?x=$1;\nset $y 1;'

table(
  ['vulnerable'],
  [
    [
      'flaws of nginx itself: TLS behind it',
      overTls,
      [/^warning proxy: .* has CVE-2026-1642, .*TLS to the backends of Ingress default\/web$/],
    ],
    [
      'a rewrite with a question mark, and more',
      inLocation(rewrites),
      [/^error proxy: .*has CVE-2026-42945 \(score 9\.2\)/],
    ],
    ['a rewrite that is the last', inLocation('rewrite ^/a/(.*)$ /b?x=$1;'), []],
  ],
)
