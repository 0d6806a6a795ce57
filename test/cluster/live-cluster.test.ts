/** The port for objects on a live cluster: lists, names, what may not be seen, what leaves no answer. */
import { describe, expect, it } from 'vitest'
import type { Gap } from '../../src/domain/gap.js'
import type { FakeApiOptions } from '../support/cluster/fake-api.js'
import { on, status } from '../support/cluster/fake-api-faults.js'
import { open, problemIn, startApi } from '../support/cluster/open-cluster.js'

const named = (namespace: string, name: string) => ({ metadata: { namespace, name } })
const objects = {
  Ingress: [named('shop', 'cart'), named('shop', 'pay'), named('blog', 'cart')],
  Service: [named('shop', 'cart')],
  IngressClass: [{ metadata: { name: 'nginx' } }],
  Namespace: ['shop', 'blog', 'vault'].map((name) => ({ metadata: { name } })),
}
const everywhere = { scope: 'all-namespaces' } as const
const inShop = { scope: { namespace: 'shop' } } as const

async function clusterWith(options: Omit<FakeApiOptions, 'objects'>) {
  const api = await startApi({ objects, ...options })
  return { api, ...open(api.url) }
}
const namesOf = (items: readonly { metadata: { namespace?: unknown; name?: unknown } }[]) =>
  items.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`)
const gap = (kind: string, namespace: string | null, reason: string, words: RegExp): Gap =>
  ({ kind, namespace, reason, message: expect.stringMatching(words) }) as Gap

describe('lists', () => {
  it('asks for one namespace where one is meant', async () => {
    const { api, cluster } = await clusterWith({})
    const { items } = await cluster.list('Ingress', inShop)
    expect(namesOf(items)).toEqual(['shop/cart', 'shop/pay'])
    expect(api.requests[0]?.target).toBe('/apis/networking.k8s.io/v1/namespaces/shop/ingresses?limit=2000')
  })

  it('asks for kinds without namespaces at the root, whatever the scope', async () => {
    const { api, cluster } = await clusterWith({})
    await cluster.list('IngressClass', inShop)
    expect(api.requests[0]?.path).toBe('/apis/networking.k8s.io/v1/ingressclasses')
  })

  it('says who answers, and that it is now', async () => {
    const { cluster } = await clusterWith({})
    expect(cluster).toMatchObject({ scope: { namespace: 'shop' }, source: 'context "fake"', takenAt: null })
  })
})

describe('names', () => {
  it('reads each with a GET, and one that is not there is a gap', async () => {
    const { api, cluster } = await clusterWith({ deny: [{ verb: 'list' }] })
    const listing = await cluster.list('Ingress', { ...inShop, names: ['cart', 'nope', 'cart'] })
    expect(namesOf(listing.items)).toEqual(['shop/cart'])
    expect(listing.coverage).toBe('all')
    expect(listing.gaps).toEqual([
      gap('Ingress', 'shop', 'not-found', /^ingresses\.networking\.k8s\.io "nope" not found$/),
    ])
    expect(api.requests.map(({ path }) => path.split('/').pop())).toEqual(['cart', 'nope'])
  })

  it('finds each in all namespaces', async () => {
    const { api, cluster } = await clusterWith({})
    const { items, gaps } = await cluster.list('Ingress', { ...everywhere, names: ['cart', 'nope'] })
    expect(namesOf(items)).toEqual(['blog/cart', 'shop/cart'])
    expect(gaps).toEqual([gap('Ingress', null, 'not-found', /"nope" not found/)])
    expect(api.requests[0]?.query.get('fieldSelector')).toBe('metadata.name=cart')
  })

  it('may not be read: forbidden, and absence means nothing', async () => {
    const { cluster } = await clusterWith({ deny: [{ verb: 'get' }] })
    const { coverage, gaps } = await cluster.list('Ingress', { ...inShop, names: ['cart'] })
    expect({ coverage, gaps }).toEqual({ coverage: 'none', gaps: [gap('Ingress', 'shop', 'forbidden', /cannot get/)] })
  })

  it.each(['..', '.', 'a/b', 'a%2fb', '', 'x'.repeat(254)])(
    '%j is not there, nor in a namespace of that name: nothing is asked',
    async (name) => {
      const { api, cluster } = await clusterWith({})
      for (const query of [inShop, everywhere, { scope: { namespace: name } }])
        expect(await cluster.list('Ingress', { ...query, names: [name] })).toEqual({
          items: [],
          coverage: 'all',
          gaps: [expect.objectContaining({ kind: 'Ingress', reason: 'not-found' })],
        })
      expect(await cluster.list('Ingress', { scope: { namespace: name } })).toEqual({
        items: [],
        coverage: 'all',
        gaps: [],
      })
      expect(api.requests).toHaveLength(0)
    },
  )

  it.each([400, 414, 422, 431])('refused with %d is not there, and the others are', async (code) => {
    const { cluster } = await clusterWith({ faults: [on('/odd', status(code, 'BadRequest', 'what is that?'))] })
    const { items, gaps } = await cluster.list('Ingress', { ...inShop, names: ['cart', 'odd'] })
    expect(namesOf(items)).toEqual(['shop/cart'])
    expect(gaps).toEqual([gap('Ingress', 'shop', 'not-found', /"odd" not found: what is that\?/)])
  })

  it('of the connection itself, which can be none, is told to whoever gave it', async () => {
    const { cluster } = open((await startApi()).url, { connection: { namespace: '..' } })
    expect((await problemIn(cluster.list('Ingress', { scope: cluster.scope }))).reason).toBe('usage')
  })
})

describe('what may not be seen', () => {
  it.each([
    ['a kind in one namespace', 'Ingress', inShop, 'shop'],
    ['a kind without namespaces', 'IngressClass', everywhere, null],
  ] as const)('%s is a gap in the words of the server', async (_name, kind, query, namespace) => {
    const { cluster } = await clusterWith({ deny: [{ kind }] })
    expect(await cluster.list(kind, query)).toEqual({
      items: [],
      coverage: 'none',
      gaps: [gap(kind, namespace, 'forbidden', /User "ann" cannot list resource/)],
    })
  })

  it('all namespaces at once: each is asked, and those that answer are named', async () => {
    const { api, cluster } = await clusterWith({
      deny: [{ namespace: null, kind: 'Ingress' }, { namespace: null, kind: 'Service' }, { namespace: 'vault' }],
    })
    const [ingresses, services] = await Promise.all([
      cluster.list('Ingress', everywhere),
      cluster.list('Service', everywhere),
    ])
    expect(namesOf(ingresses.items)).toEqual(['blog/cart', 'shop/cart', 'shop/pay'])
    expect(ingresses.coverage).toEqual(['blog', 'shop'])
    expect(ingresses.gaps).toEqual([
      gap(
        'Ingress',
        null,
        'forbidden',
        /at the cluster scope; asked each of the 3 namespaces instead, and 2 may be read: blog, shop$/,
      ),
    ])
    expect(namesOf(services.items)).toEqual(['shop/cart'])
    expect(api.requests.filter(({ path }) => path === '/api/v1/namespaces')).toHaveLength(1)
  })

  it('nor the list of namespaces: the namespace of the connection is what is left', async () => {
    const { cluster } = await clusterWith({ deny: [{ namespace: null }] })
    const { items, coverage, gaps } = await cluster.list('Ingress', everywhere)
    expect(namesOf(items)).toEqual(['shop/cart', 'shop/pay'])
    expect(coverage).toEqual(['shop'])
    expect(gaps).toEqual([gap('Ingress', null, 'forbidden', /; read namespace "shop" alone instead$/)])
  })

  it('nothing at all: one gap, and nothing is covered', async () => {
    const { cluster } = await clusterWith({ deny: [{}] })
    expect(await cluster.list('Ingress', everywhere)).toEqual({
      items: [],
      coverage: 'none',
      gaps: [gap('Ingress', null, 'forbidden', /; asked namespace "shop" alone instead: forbidden too$/)],
    })
  })

  it('an API group that the server does not have is unsupported', async () => {
    const { cluster } = await clusterWith({ missing: ['EndpointSlice'] })
    expect(await cluster.list('EndpointSlice', everywhere)).toEqual({
      items: [],
      coverage: 'none',
      gaps: [gap('EndpointSlice', null, 'unsupported', /does not know endpointslices in discovery\.k8s\.io\/v1/)],
    })
  })

  it('an object by name in an API group that is not there is unsupported, not missing', async () => {
    const { cluster } = await clusterWith({ missing: ['Ingress'] })
    const { gaps } = await cluster.list('Ingress', { ...inShop, names: ['cart'] })
    expect(gaps).toEqual([gap('Ingress', null, 'unsupported', /does not know ingresses/)])
  })
})

describe('what leaves no answer', () => {
  it.each([
    ['a server without the core API', { missing: ['Service'] }, 'api-missing'],
    [
      'a server that fails',
      { faults: [on('/services', status(500, 'InternalError', 'etcd is gone'))] },
      'server-error',
    ],
    ['a server that is too busy', { faults: [status(429, 'TooManyRequests', 'busy')] }, 'too-many-requests'],
    ['a request that it does not understand', { faults: [status(400, 'BadRequest', 'bad selector')] }, 'client-error'],
    ['credentials that it does not know', { tokens: ['other'] }, 'unauthorized'],
  ] as const)('%s', async (_name, options, reason) => {
    const { cluster } = await clusterWith(options)
    expect((await problemIn(cluster.list('Service', everywhere))).reason).toBe(reason)
  })
})
