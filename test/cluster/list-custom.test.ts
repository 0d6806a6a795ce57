/** Lists of kinds that controllers brought with them, by the version that the server has. */
import { describe, expect, it } from 'vitest'
import type { CustomKind } from '../../src/domain/objects/custom.js'
import type { Fault } from '../support/cluster/fake-api-faults.js'
import { raw, status } from '../support/cluster/fake-api-faults.js'
import { open, startApi } from '../support/cluster/open-cluster.js'

const gear: CustomKind = {
  kind: 'Gear',
  group: 'example.com',
  version: 'v1',
  plural: 'gears',
  namespaced: true,
  shape: { spec: { hosts: 'value' } },
}
const one = (namespace: string, name: string) => ({ metadata: { namespace, name }, spec: { hosts: [name], key: 'x' } })
const listing = (...items: readonly object[]) => JSON.stringify({ kind: 'GearList', metadata: {}, items })
const at =
  (path: string, fault: Fault): Fault =>
  (seen, response) =>
    seen.path === path && fault(seen, response)
const forbidden = status(403, 'Forbidden', 'gears is forbidden')
const everywhere = '/apis/example.com/v1/gears'

async function clusterWith(...faults: readonly Fault[]) {
  const objects = { Namespace: ['shop', 'blog'].map((name) => ({ metadata: { name } })) }
  const api = await startApi({ objects, faults: [...faults] })
  return open(api.url).cluster
}

describe('a kind that a controller brought with it', () => {
  it('is listed, cut down to what its dialect reads, without what has no name', async () => {
    const cluster = await clusterWith(at(everywhere, raw(200, listing(one('shop', 'a'), { metadata: {} }))))
    const { items, coverage, gaps } = await cluster.listCustom(gear, 'all-namespaces')
    expect(items.map(({ spec }) => spec)).toEqual([{ hosts: ['a'] }])
    expect(coverage).toBe('all')
    expect(gaps).toMatchObject([{ kind: 'Gear', reason: 'invalid', message: expect.stringContaining('1 that are no') }])
  })

  it('is a gap where more stands in one than is read', async () => {
    const { metadata } = one('shop', 'a')
    const long = { metadata, spec: { hosts: Array(10_001).fill('a') } }
    const cluster = await clusterWith(at(everywhere, raw(200, listing(long, one('shop', 'b')))))
    const { items, gaps } = await cluster.listCustom(gear, 'all-namespaces')
    expect(items).toHaveLength(2)
    expect(gaps).toMatchObject([{ kind: 'Gear', reason: 'limited', message: expect.stringMatching(/^shop\/a: /) }])
  })

  it('is none of a cluster that does not know it, and that is no gap', async () => {
    const cluster = await clusterWith()
    expect(await cluster.listCustom(gear, 'all-namespaces')).toEqual({
      kind: gear,
      items: [],
      coverage: 'all',
      gaps: [],
    })
  })

  it.each([
    ['is', true, ['shop/a', 'blog/b']],
    ['is not', false, ['shop/a']],
  ])('is listed of its former group, too, where there %s one', async (_, isThere, expected) => {
    const before = '/apis/before.test'
    const cluster = await clusterWith(
      at(everywhere, raw(200, listing(one('shop', 'a')))),
      at('/apis', raw(200, JSON.stringify({ kind: 'APIGroupList', groups: isThere ? [{ name: 'before.test' }] : [] }))),
      at(`${before}/v1/gears`, raw(200, listing(one('shop', 'a'), one('blog', 'b')))),
    )
    const { items, coverage, gaps } = await cluster.listCustom(
      { ...gear, formerGroup: 'before.test' },
      'all-namespaces',
    )
    expect(items.map(({ metadata: { namespace, name } }) => `${namespace}/${name}`)).toEqual(expected)
    expect(items.map(({ apiVersion }) => apiVersion)).toEqual(
      ['example.com/v1', 'before.test/v1'].slice(0, items.length),
    )
    expect({ coverage, gaps }).toEqual({ coverage: 'all', gaps: [] })
  })

  it('is a gap where that of its former group may not be listed', async () => {
    const cluster = await clusterWith(
      at(everywhere, raw(200, listing(one('shop', 'a')))),
      at('/apis', raw(200, '{"kind":"APIGroupList","groups":[{"name":"before.test"}]}')),
      at('/apis/before.test/v1/gears', forbidden),
    )
    const { items, gaps } = await cluster.listCustom({ ...gear, formerGroup: 'before.test' }, { namespace: 'shop' })
    expect([items.length, gaps.length]).toEqual([0, 0])
    const all = await cluster.listCustom({ ...gear, formerGroup: 'before.test' }, 'all-namespaces')
    expect(all.items).toHaveLength(1)
    expect(all.gaps).not.toEqual([])
  })

  it('is listed in each namespace where it may be, when it may not be in all', async () => {
    const cluster = await clusterWith(
      at(everywhere, forbidden),
      at('/apis/example.com/v1/namespaces/shop/gears', raw(200, listing(one('shop', 'a')))),
      at('/apis/example.com/v1/namespaces/blog/gears', forbidden),
    )
    const { items, coverage, gaps } = await cluster.listCustom(gear, 'all-namespaces')
    expect(items).toHaveLength(1)
    expect(coverage).toEqual(['shop'])
    expect(gaps).toMatchObject([{ kind: 'Gear', reason: 'forbidden' }])
  })

  it('is a gap where it may not be listed', async () => {
    const cluster = await clusterWith(at('/apis/example.com/v1/namespaces/shop/gears', forbidden))
    const { coverage, gaps } = await cluster.listCustom(gear, { namespace: 'shop' })
    expect({ coverage, gaps }).toMatchObject({
      coverage: 'none',
      gaps: [{ kind: 'Gear', namespace: 'shop', reason: 'forbidden' }],
    })
  })
})
