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

it('locations that a snippet wrote into the files are no routes of an object', async () => {
  const text = `# configuration file /etc/nginx/nginx.conf:
http {
server { server_name a.test;
set $resource_type "ingress"; set $resource_name "web"; set $resource_namespace "shop"; set $service "-";
location /own { set $service "web"; proxy_pass http://web; }
location /empty { set $service ""; return 200; }
location /of-a-snippet { proxy_pass http://web; }
location / { return 404; } }
}`
  const found: string[] = []
  const bytes = (async function* () {
    yield new TextEncoder().encode(text)
  })()
  for await (const { path } of servedRoutes(bytes)) found.push(path)
  expect(found).toEqual(['/own', '/empty'])
})
