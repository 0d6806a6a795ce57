/** The files that F5 NGINX wrote, read back as upstreams and routes. */
import { expect, it } from 'vitest'
import { servedRoutes } from '../../../src/controllers/f5-nginx/observe/served.js'
import { upstreamOf } from '../../../src/controllers/f5-nginx/observe/upstreams.js'

it.each([
  ['of an Ingress', 'shop-web-shop.example.com-cart-8080', 'cart', 8080],
  ['whose host is named as the Service is', 'shop-web-cart-cart-8080', 'cart', 8080],
  ['by the name of a port', 'shop-web-shop.example.com-cart-http-alt', 'cart', 'http-alt'],
  ['of a VirtualServer, whose name tells no port', 'vs_shop_web_cart', 'cart', null],
])('the port of an upstream %s', (_, name, service, port) => {
  const backend = { name, servers: [], service: { namespace: 'shop', name: service } }
  expect(upstreamOf(backend, new Map())).toMatchObject({ service: { name: service }, port })
})

async function routesIn(text: string): Promise<string[]> {
  const found: string[] = []
  const bytes = (async function* () {
    yield new TextEncoder().encode(`# configuration file /etc/nginx/nginx.conf:\nhttp {\n${text}\n}`)
  })()
  for await (const { path, source } of servedRoutes(bytes)) found.push(`${source.kind} ${source.name} ${path}`)
  return found
}

it('paths whose requests are shared out are those of the object that shares them out', async () => {
  const of = (kind: string, name: string) =>
    `set $resource_type "${kind}"; set $resource_name "${name}"; set $resource_namespace "shop";`
  const text = `map $c $vs_shop_vs_matches_1 { ~^1 $vs_shop_vs_splits_0; default $vs_shop_vs_splits_1; }
server { server_name a.test;
${of('virtualserver', 'vs')} set $service "-";
location /a { set $default_connection_header close; rewrite ^ $vs_shop_vs_splits_0 last; }
location /b { rewrite ^ $vs_shop_vs_matches_0 last; }
location /all { rewrite ^ $vs_shop_vs_matches_1 last; }
location /c { rewrite ^ $of_a_snippet last; }
location /internal_location_splits_0_split_0 { set $service "web"; internal; proxy_pass http://vs_shop_vs_web; }
location /internal_location_matches_0_match_0 { set $service "web"; ${of('virtualserverroute', 'part')} internal; }
location / { return 404; } }`
  expect(await routesIn(text)).toEqual(['VirtualServer vs /a', 'VirtualServerRoute part /b', 'VirtualServer vs /all'])
})

it('locations that a snippet wrote into the files are no routes of an object', async () => {
  const text = `server { server_name a.test;
set $resource_type "ingress"; set $resource_name "web"; set $resource_namespace "shop"; set $service "-";
location /own { set $service "web"; proxy_pass http://web; }
location /empty { set $service ""; return 200; }
location /of-a-snippet { proxy_pass http://web; }
location / { return 404; } }`
  expect(await routesIn(text)).toEqual(['Ingress web /own', 'Ingress web /empty'])
})
