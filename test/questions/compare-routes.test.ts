/** Routes of objects that are no Ingresses, held against those that a replica lists. */
import { expect, it } from 'vitest'
import type { Plan } from '../../src/domain/controllers/plan.js'
import type { ServedRoute } from '../../src/domain/controllers/replica-facts.js'
import { compareRoutes } from '../../src/questions/drift/compare-routes.js'
import { pod, service, slice } from '../support/objects.js'
import { contourWorld } from '../support/worlds/contour-world.js'

const proxyOf = (name: string, to: string) => ({
  metadata: { namespace: 'default', name },
  spec: {
    virtualhost: { fqdn: `${name}.test` },
    routes: [{ conditions: [{ prefix: '/api' }], services: [{ name: to, port: 80 }] }],
  },
})
const { plan } = contourWorld({
  services: [service('web')],
  slices: [slice('web-1', { ports: [{ name: '', port: 80, protocol: 'TCP' }], endpoints: [pod('a', '10.0.0.1')] })],
  custom: { HTTPProxy: [proxyOf('early', 'web'), proxyOf('late', 'web'), proxyOf('broken', 'nobody')] },
})

const missingOf = (served: readonly ServedRoute[]) =>
  compareRoutes(plan, served, true).missing.map(({ source, host, path }) => `${source.name} ${host}${path}`)

it('misses a proxy that no replica has, and none that serves nothing anyway', () => {
  expect(missingOf(plan.ownRoutes)).toEqual([])
  expect(missingOf(plan.ownRoutes.filter(({ host }) => host !== 'late.test'))).toEqual(['late late.test/api'])
})

it.each([
  [['shop-new-80'], []],
  [['shop-old-80'], ['a.test/x: shop-new-80, not shop-old-80']],
  [['shop-old-80', 'shop-new-80'], []],
  [[], []],
])('tells a route that leads elsewhere than is planned: %j', (upstreams, differs) => {
  const source = { kind: 'Ingress', namespace: 'shop', name: 'a' }
  const match = { type: 'Prefix', path: '/x' }
  const route = { source, host: 'a.test', match, isListed: true, isLost: false, listedUpstream: 'shop-new-80' }
  const planned = { routes: [{ ...route, fate: { is: 'served' } }], ownRoutes: [] } as unknown as Plan
  const { different } = compareRoutes(planned, [{ source, host: 'a.test', path: '/x', upstreams }], true)
  expect(different.map((one) => `${one.host}${one.path}: ${one.planned}, not ${one.served}`)).toEqual(differs)
})
