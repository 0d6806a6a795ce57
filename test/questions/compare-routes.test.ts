/** Routes of objects that are no Ingresses, held against those that a replica lists. */
import { expect, it } from 'vitest'
import type { ServedRoute } from '../../src/domain/controllers/observation.js'
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

const missingOf = async (served: readonly ServedRoute[]) =>
  (await compareRoutes(plan, served, true)).missing.map(({ source, host, path }) => `${source.name} ${host}${path}`)

it('misses a proxy that no replica has, and none that serves nothing anyway', async () => {
  expect(await missingOf(plan.ownRoutes)).toEqual([])
  expect(await missingOf(plan.ownRoutes.filter(({ host }) => host !== 'late.test'))).toEqual(['late late.test/api'])
})
