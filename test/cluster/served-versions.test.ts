/** Kinds are read in the version that a server has, which is asked for once. */
import { expect, it } from 'vitest'
import { on, status } from '../support/cluster/fake-api-faults.js'
import { open, startApi } from '../support/cluster/open-cluster.js'

const everywhere = { scope: 'all-namespaces' } as const
const route = { metadata: { namespace: 'shop', name: 'cart' }, spec: { hostnames: ['shop.example.com'] } }
const objects = { HTTPRoute: [route], TLSRoute: [route] }
const clusterWith = async (options: Parameters<typeof startApi>[0]) => {
  const api = await startApi({ objects, ...options })
  return { api, ...open(api.url) }
}

it('reads a kind in the version that the server has', async () => {
  const { api, cluster } = await clusterWith({ served: { HTTPRoute: 'v1', TLSRoute: 'v1alpha2' } })
  const routes = await cluster.list('TLSRoute', everywhere)
  expect(routes).toMatchObject({ coverage: 'all', gaps: [], items: [{ spec: { hostnames: ['shop.example.com'] } }] })
  expect(api.requests.map(({ path }) => path)).toEqual([
    '/apis/gateway.networking.k8s.io',
    '/apis/gateway.networking.k8s.io/v1',
    '/apis/gateway.networking.k8s.io/v1alpha2',
    '/apis/gateway.networking.k8s.io/v1alpha2/tlsroutes',
  ])
})

it('asks for the versions once', async () => {
  const { api, cluster } = await clusterWith({ served: { HTTPRoute: 'v1beta1', TLSRoute: 'v1alpha3' } })
  await Promise.all([cluster.list('HTTPRoute', everywhere), cluster.list('TLSRoute', everywhere)])
  await cluster.list('HTTPRoute', { scope: { namespace: 'shop' }, names: ['cart'] })
  expect(api.requests.filter(({ path }) => path === '/apis/gateway.networking.k8s.io')).toHaveLength(1)
  expect(api.requests.at(-1)?.path).toBe('/apis/gateway.networking.k8s.io/v1beta1/namespaces/shop/httproutes/cart')
})

it('has none of a kind that the server does not know, and that is no gap', async () => {
  const { api, cluster } = await clusterWith({})
  expect(await cluster.list('Gateway', everywhere)).toEqual({ items: [], coverage: 'all', gaps: [] })
  expect(api.requests.map(({ path }) => path)).toEqual(['/apis/gateway.networking.k8s.io'])
})

it('has none of a kind that the group does not have', async () => {
  const { cluster } = await clusterWith({ served: { HTTPRoute: 'v1' } })
  expect(await cluster.list('TCPRoute', everywhere)).toEqual({ items: [], coverage: 'all', gaps: [] })
})

it.each([
  ['HTTPRoute', 'v1alpha2'],
  ['BackendTLSPolicy', 'v1alpha3'],
] as const)('reads a %s that is served as %s alone', async (kind, version) => {
  const { cluster } = await clusterWith({ objects: { [kind]: [route] }, served: { [kind]: version } })
  expect(await cluster.list(kind, everywhere)).toMatchObject({ coverage: 'all', items: [{ metadata: route.metadata }] })
})

it('says that it does not read a kind, where the server has other versions of it', async () => {
  const { cluster } = await clusterWith({ served: { HTTPRoute: 'v1', BackendTLSPolicy: 'v1alpha2' } })
  const message = 'this cluster has backendtlspolicies of v1alpha2 only, which tkng does not read'
  expect(await cluster.list('BackendTLSPolicy', everywhere)).toEqual({
    ...{ items: [], coverage: 'none' },
    gaps: [{ kind: 'BackendTLSPolicy', namespace: null, reason: 'invalid', message }],
  })
})

it('tells of a list that is forbidden', async () => {
  const { cluster } = await clusterWith({ served: { HTTPRoute: 'v1' }, deny: [{ kind: 'HTTPRoute' }] })
  const { coverage, gaps } = await cluster.list('HTTPRoute', { scope: { namespace: 'shop' } })
  expect({ coverage, reasons: gaps.map(({ reason }) => reason) }).toEqual({ coverage: 'none', reasons: ['forbidden'] })
})

it('tries the newest version where nobody may ask what there is', async () => {
  const refused = on('/apis/gateway.networking.k8s.io', status(403, 'Forbidden', 'no discovery for you'))
  const { cluster } = await clusterWith({ faults: [refused] })
  expect((await cluster.list('HTTPRoute', everywhere)).items).toHaveLength(1)
})
