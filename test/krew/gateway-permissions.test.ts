/** Each kind of the Gateway API that the roles read is asked for, and missed by name where it may not be seen. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createControllers } from '../../src/controllers/create.js'
import { gatewayKinds } from '../../src/domain/objects/gateway/inventory.js'
import { type Kind, kinds } from '../../src/domain/objects/objects.js'
import { gatherAllRoutes } from '../../src/questions/routes/all-routes.js'
import { gatherWhy } from '../../src/questions/why/gather-why.js'
import { memoryCluster } from '../support/cluster/memory-cluster.js'
import { gateway, gatewayObjects, http } from '../support/worlds/gateway-objects.js'

const role = readFileSync(join(import.meta.dirname, '..', '..', 'krew', 'rbac', 'reader.yaml'), 'utf8')
const lines = [...role.matchAll(/gateway\.networking\.\S*k8s\.io\][^\n]*\n\s*resources: \[([^\]]*)\]/g)]
const plurals = lines.flatMap(([, list = '']) => list.split(', '))

/** A listener that asks for labels of namespaces, too. */
const selecting = {
  ...http,
  name: 'selecting',
  allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { a: 'b' } } } },
}

function seenWithout(forbidden: readonly Kind[]) {
  const cluster = memoryCluster({ objects: gatewayObjects({ Gateway: [gateway([http, selecting])] }), forbidden })
  const open = () => {
    throw new Error('there is no replica to ask')
  }
  return [cluster, createControllers(cluster, open, null)] as const
}

const everything = { names: [], labelSelector: undefined, controller: undefined, now: 0 }

async function missing(forbidden: readonly Kind[]): Promise<readonly string[]> {
  const { gaps } = await gatherAllRoutes(...seenWithout(forbidden), everything)
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

const named = [{ kind: 'HTTPRoute', namespace: 'shop', name: 'gone' }] as const

it.each([
  ['all may be seen', [], [], false],
  ['one may be seen, and is not there', [], named, true],
  ['those of Gateways may not be seen', gatewayKinds, [], true],
  ['one of those is named', gatewayKinds, named, true],
] as const)(
  'routes, and what is wrong with them, are an answer, or none, where %s',
  async (_what, forbidden, names, is) => {
    const routes = await gatherAllRoutes(...seenWithout(forbidden), { ...everything, names })
    const selection = { controller: undefined, class: undefined, replica: undefined }
    const question = { ...everything, names, selection, semantics: null, everyReplica: false }
    const why = await gatherWhy(...seenWithout(forbidden), question)
    expect([routes.isMissing, why.isMissing]).toEqual([is, is])
    const isSaid = [routes, why].map(({ gaps }) => gaps.some(({ reason }) => reason === 'not-found'))
    expect(isSaid).toEqual(names.length > 0 && forbidden.length === 0 ? [true, true] : [false, false])
  },
)
