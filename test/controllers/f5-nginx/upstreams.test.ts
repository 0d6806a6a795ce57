import { expect, it } from 'vitest'
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
