/** URLs that differ in their query alone, and what reads it on the way, copies it, encodes it or lets it be. */
import { ingress, manifestOf, service } from '../manifests.js'

const location = (path: string, body: string) =>
  `location ${path} { set $namespace "shop"; set $ingress_name "web"; set $location_path "/"; set $proxy_upstream_name "shop-web-80"; ${body} }`

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
