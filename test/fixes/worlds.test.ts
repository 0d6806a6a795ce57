/** A host in two worlds: that they answer otherwise is found, and gone once both lead to the same Service. */
import { expect, it } from 'vitest'
import { createControllers } from '../../src/controllers/create.js'
import { fixOf } from '../../src/findings/catalogue.js'
import { openTracing } from '../../src/questions/trace/trace-requests.js'
import { memoryCluster } from '../support/cluster/memory-cluster.js'
import { ingress, rule } from '../support/objects.js'
import { gatewayObjects, route } from '../support/worlds/gateway-objects.js'
import { request } from '../support/worlds/ingress-world.js'

const none = undefined
const selection = { controller: none, deployment: none, pod: none, labelSelector: none, container: none, class: none }

async function differing(service: string) {
  const old = {
    ...ingress('web', { rules: [rule('a.test', '/', 'web')] }),
    metadata: { namespace: 'shop', name: 'web' },
  }
  const moved = route('web', { rules: [{ backendRefs: [{ name: service, port: 80 }] }] })
  const cluster = memoryCluster({ objects: gatewayObjects({ Ingress: [old], HTTPRoute: [moved] }) })
  const open = () => {
    throw new Error('there is no replica to ask')
  }
  const tracing = await openTracing(cluster, createControllers(cluster, open, null), {
    ...{ selection, namespace: null, semantics: null, now: 0, requests: null },
    ...{ explain: false, probe: false, resolve: null },
  })
  const { trace } = await tracing.trace(request('http://a.test/'))
  expect([trace, ...trace.beside].map(({ gateway }) => gateway?.name ?? null)).toEqual([null, 'web'])
  return trace.findings
}

it('is cured', async () => {
  const proof = { code: 'worlds-differ', fix: 'Make the answers alike' }
  const before = await differing('cart')
  expect(before.map((one) => one.code)).toEqual([proof.code])
  expect(before.map(fixOf).join()).toContain(proof.fix)
  expect(await differing('web')).toEqual([])
})
