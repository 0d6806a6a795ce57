/** Proxies whose Gateway is gone: nobody knows what they should serve, and that is said. */
import { expect, it } from 'vitest'
import { createControllers } from '../../src/controllers/create.js'
import { gatherComparisons } from '../../src/questions/drift/gather-comparisons.js'
import { memoryCluster } from '../support/cluster/memory-cluster.js'

const label = 'gateway.envoyproxy.io/owning-gateway'
const proxy = {
  metadata: {
    ...{ namespace: 'edge', name: 'envoy-0' },
    labels: { [`${label}-namespace`]: 'infra', [`${label}-name`]: 'web' },
    ownerReferences: [{ kind: 'DaemonSet', name: 'envoy', controller: true }],
  },
  spec: {
    containers: [
      { name: 'envoy', image: 'envoyproxy/envoy:distroless-v1.38.0' },
      { name: 'shutdown-manager', image: 'envoyproxy/gateway:v1.9.1', args: ['envoy', 'shutdown-manager'] },
    ],
  },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
}

it('says that no Gateway of a proxy was found', async () => {
  const cluster = memoryCluster({ objects: { Pod: [proxy] } })
  const controllers = createControllers(
    cluster,
    (_dialect, replica) => ({ replica, reload: async () => null }) as never,
    null,
  )
  const question = { selection: {}, namespace: null, now: 0 }
  const { worlds, gaps } = await gatherComparisons(cluster, controllers, question)
  expect(worlds.flatMap(({ replicas }) => replicas.map(({ inSync }) => inSync))).toEqual([null])
  expect(gaps.map(({ message }) => message)).toEqual([
    'no Ingress and no Gateway of edge/envoy was found: what it should serve is not known',
  ])
})
