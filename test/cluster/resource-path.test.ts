/** The paths under which the API server has the objects of a kind. */
import { expect, it } from 'vitest'
import { resourcePath } from '../../src/cluster/list/resource-path.js'
import type { Kind } from '../../src/domain/objects/objects.js'

it.each<[Kind, string | null, string | null, string]>([
  ['Service', null, null, '/api/v1/services'],
  ['Service', 'shop', null, '/api/v1/namespaces/shop/services'],
  ['Service', 'shop', 'cart', '/api/v1/namespaces/shop/services/cart'],
  ['Namespace', null, 'shop', '/api/v1/namespaces/shop'],
  ['Ingress', 'shop', 'cart', '/apis/networking.k8s.io/v1/namespaces/shop/ingresses/cart'],
  ['IngressClass', null, null, '/apis/networking.k8s.io/v1/ingressclasses'],
  ['Ingress', 'a b?', '#é', '/apis/networking.k8s.io/v1/namespaces/a%20b%3F/ingresses/%23%C3%A9'],
])('%s in %s named %s is at %s', (kind, namespace, name, path) => {
  expect(resourcePath(kind, namespace, name)).toBe(path)
})
