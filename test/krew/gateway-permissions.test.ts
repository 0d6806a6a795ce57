/** Each kind of the Gateway API that the roles read is asked for, and missed by name where it may not be seen. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createControllers } from '../../src/controllers/create.js'
import { gatewayKinds } from '../../src/domain/objects/gateway/inventory.js'
import { type Kind, kinds } from '../../src/domain/objects/objects.js'
import { gatherAllRoutes } from '../../src/questions/routes/all-routes.js'
import { memoryCluster } from '../support/cluster/memory-cluster.js'
import { gateway, gatewayObjects, http } from '../support/worlds/gateway-objects.js'

const role = readFileSync(join(import.meta.dirname, '..', '..', 'krew', 'rbac', 'reader.yaml'), 'utf8')
const named = [...role.matchAll(/gateway\.networking\.\S*k8s\.io\][^\n]*\n\s*resources: \[([^\]]*)\]/g)]
const plurals = named.flatMap(([, list = '']) => list.split(', '))

/** A listener that asks for labels of namespaces, too. */
const selecting = {
  ...http,
  name: 'selecting',
  allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { a: 'b' } } } },
}

async function missing(forbidden: readonly Kind[]): Promise<readonly string[]> {
  const cluster = memoryCluster({ objects: gatewayObjects({ Gateway: [gateway([http, selecting])] }), forbidden })
  const open = () => {
    throw new Error('there is no replica to ask')
  }
  const controllers = createControllers(cluster, open, null)
  const question = { names: [], labelSelector: undefined, controller: undefined, now: 0 }
  const { gaps } = await gatherAllRoutes(cluster, controllers, question)
  return [...new Set(gaps.map(({ kind }) => kind))]
}

it('names the kinds that are read, and no others', () => {
  expect([...plurals].sort()).toEqual(gatewayKinds.map((kind) => kinds[kind].plural).sort())
})

it.each([...gatewayKinds, 'Namespace'] as const)('without %s', async (kind) => {
  expect(await missing([kind])).toEqual([kind])
})

it('misses none where all may be seen', async () => {
  expect(await missing([])).toEqual([])
})
