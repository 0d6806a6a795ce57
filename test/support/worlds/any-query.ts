/** URLs that differ in their query or in the end of their path alone, and what reads it on the way, copies it, encodes it or lets it be. */
import { ingress, manifestOf, service } from '../manifests.js'

const location = (path: string, body: string, name = 'web') =>
  `location ${path} { set $namespace "shop"; set $ingress_name "${name}"; set $location_path "/"; set $proxy_upstream_name "shop-web-80"; ${body} }`

export const conf = `events {}
http {
  map $arg_kind $chosen { default 0; odd 1; }
  server { server_name _; listen 80 default_server; listen 443 default_server ssl; location / { return 404; } }
  server { server_name web.example; listen 80; listen 443 ssl;
    ${location('/', 'proxy_pass http://upstream_balancer;')}
    ${location('/read', 'if ($arg_id = 7) { return 403; } proxy_pass http://upstream_balancer;')}
    ${location('/line', 'if ($request_uri ~ id=7) { return 403; } proxy_pass http://upstream_balancer;')}
    ${location('/mapped', 'if ($chosen) { return 410; } proxy_pass http://upstream_balancer;')}
    ${location('/copied', 'return 301 https://web.example/other$is_args$args;')}
    ${location('/rewritten', 'rewrite ^/rewritten(.*)$ /other$1 redirect;')}
    ${location('/added', 'rewrite ^ /a?b=c break; proxy_pass http://upstream_balancer;')}
    ${location('/slash/', 'proxy_pass http://upstream_balancer;')}
  }
  server { server_name paths.example; listen 80; listen 443 ssl;
    ${location('/', 'proxy_pass http://upstream_balancer;', 'paths')}
    ${location('= /exact/one', 'return 403;', 'paths')}
    ${location('/api', 'proxy_pass http://upstream_balancer;', 'paths')}
    ${location('/api/v1/', 'proxy_pass http://upstream_balancer/base/;', 'paths')}
    ${location('/tell', 'if ($uri = /tell/seven) { return 403; } proxy_pass http://upstream_balancer;', 'paths')}
    ${location('/asked', 'if ($request_uri ~ seven) { return 403; } proxy_pass http://upstream_balancer;', 'paths')}
    ${location('/turned', 'rewrite ^/turned/(seven.*)$ /other/$1 redirect; proxy_pass http://upstream_balancer;', 'paths')}
    ${location('/fixed', 'return 301 http://paths.example/loop/page;', 'paths')}
    ${location('/loop', 'return 301 http://paths.example/loop/page;', 'paths')}
    ${location('/deep', `location /deep/inner { return 410; } ${'proxy_pass http://upstream_balancer;'}`, 'paths')}
  }
  server { server_name regex.example; listen 80; listen 443 ssl;
    ${location('/', 'proxy_pass http://upstream_balancer;', 'regex')}
    ${location('^~ /static/', 'proxy_pass http://upstream_balancer;', 'regex')}
    ${location('~* ^/img/.*[.]png$', 'return 403;', 'regex')}
  }
}
`
const signIn = { 'nginx.ingress.kubernetes.io/auth-url': 'http://web.shop.svc/check' }
export const objects = manifestOf(
  service('web'),
  ingress('web', 'web.example', 'web'),
  ingress('guarded', 'guarded.example', 'web', {
    ...signIn,
    'nginx.ingress.kubernetes.io/auth-signin': 'https://login.example/?rd=$escaped_request_uri',
  }),
  ingress('moved', 'moved.example', 'web', {
    'nginx.ingress.kubernetes.io/permanent-redirect': 'https://web.example$request_uri',
  }),
  ingress('paths', 'paths.example', 'web'),
  ingress('regex', 'regex.example', 'web', { 'nginx.ingress.kubernetes.io/use-regex': 'true' }),
  ingress('www', 'www.example', 'web', { 'nginx.ingress.kubernetes.io/from-to-www-redirect': 'true' }),
)

const paths = ['/', '/read', '/line', '/mapped', '/copied', '/rewritten/x', '/added', '/slash', '/x']
const queries = [
  ...['id=7', 'id=8', 'kind=odd', 'kind=odd&id=7', 'page=2&id=12', 'token=abc', 'a=b=c', 'q=a+b', 'q=%41', 'x', ''],
  ...[`q=${'x'.repeat(400)}`, 'tkngquery=any1', 'id=AbC7x9Q2'],
]
export const urls = [
  ...paths.flatMap((path) => queries.map((query) => `http://web.example${path}?${query}`)),
  ...['guarded.example/a', 'moved.example/', 'www.www.example/', 'nobody.example/'].flatMap((place) =>
    queries.slice(0, 6).map((query) => `https://${place}?${query}`),
  ),
]

const places = ['/', '/api/', '/tell/', '/asked/', '/turned/', '/fixed/', '/deep/']
const ends = [
  ...['one', 'seven', 'seven/up', 'Page', 'Exact/One', 'exactly', 'ap', 'apis', 'v1', 'v1/x', 'inner', 'innermost'],
  ...['my-token', 'basic', 'ghp_abcdefghijklmnop', 'x/../y', 'a%20b', 'tkngpath0', 'loop/page', 'x'.repeat(300)],
]
const byName = ['a', 'b.png', 'static/a', 'static/b', 'img/a.png', 'img/b.png', 'page', 'page/7', 'exact/one']
export const pathUrls = [
  ...places.flatMap((place) => ends.map((end) => `http://paths.example${place}${end}`)),
  ...['regex.example', 'guarded.example', 'moved.example', 'nobody.example'].flatMap((host) =>
    byName.map((end) => `http://${host}/${end}`),
  ),
]
