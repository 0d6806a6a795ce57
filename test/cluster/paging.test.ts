/** Lists in pages: tokens that expire, lists without end, and more than there is room for. */
import fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { ListRoom } from '../../src/cluster/list/list-room.js'
import type { Page } from '../../src/cluster/list/page.js'
import { gapsOf, pageSize, readPages } from '../../src/cluster/list/paging.js'
import { problem } from '../../src/domain/problem.js'
import { expired, type Fault, raw, status, times } from '../support/cluster/fake-api-faults.js'
import { open, problemIn, startApi } from '../support/cluster/open-cluster.js'

const count = 4750
const objects = {
  Ingress: Array.from({ length: count }, (_, index) => ({
    metadata: { namespace: 'shop', name: `web-${`${index}`.padStart(5, '0')}`, labels: { team: `${index % 2}` } },
  })),
}
const scope = 'all-namespaces' as const
const json = { 'content-type': 'application/json' }

describe('reading a list', () => {
  it('whose tokens expire for ever has an end', async () => {
    const api = await startApi({ objects, faults: [expired] })
    expect((await problemIn(open(api.url).cluster.list('Ingress', { scope }))).reason).toBe('client-error')
    expect(api.requests.length).toBeLessThan(10)
  })

  it('comes in three pages of 2,000 over one connection, each item once and in order', async () => {
    const api = await startApi({ objects, tls: 'server' })
    const { items, coverage, gaps } = await open(api.url).cluster.list('Ingress', { scope })
    expect(items.map(({ metadata }) => metadata.name)).toEqual(objects.Ingress.map(({ metadata }) => metadata.name))
    expect({ coverage, gaps }).toEqual({ coverage: 'all', gaps: [] })
    expect(api.requests).toHaveLength(3)
    expect(api.requests.every(({ query }) => query.get('limit') === `${pageSize.protobuf}`)).toBe(true)
    expect(api.connections()).toBe(1)
  })

  it('asks with the same selector on every page', async () => {
    const api = await startApi({ objects })
    const { items } = await open(api.url).cluster.list('Ingress', { scope, labelSelector: 'team=1' })
    expect(items).toHaveLength(count / 2)
    expect(api.requests.map(({ query }) => query.get('labelSelector'))).toEqual(Array(2).fill('team=1'))
  })

  it('lists of several kinds run side by side', async () => {
    const api = await startApi({ objects })
    const { cluster } = open(api.url)
    await Promise.all(
      (['Ingress', 'Service', 'EndpointSlice', 'IngressClass'] as const).map((kind) => cluster.list(kind, { scope })),
    )
    expect(api.connections()).toBe(4)
  })

  it('takes a list without items for an empty one', async () => {
    const api = await startApi({ faults: [raw(200, '{"kind":"IngressList","metadata":{},"items":null}', json)] })
    expect(await open(api.url).cluster.list('Ingress', { scope })).toEqual({ items: [], coverage: 'all', gaps: [] })
  })

  it.each([
    ['another kind of list', '{"kind":"PodList","items":[]}'],
    ['an object of JSON', '{"error":"log in"}'],
    ['items that are no list', '{"kind":"IngressList","items":{}}'],
    ['null', 'null'],
  ])('does not take %s for it', async (_name, body) => {
    const api = await startApi({ faults: [raw(200, body, json)] })
    expect((await problemIn(open(api.url).cluster.list('Ingress', { scope }))).reason).toBe('not-kubernetes')
  })

  it('does not follow a token that leads nowhere', async () => {
    const page = '{"kind":"IngressList","metadata":{"continue":"again"},"items":[]}'
    const api = await startApi({ faults: [raw(200, page, json)] })
    const { facts } = await problemIn(open(api.url).cluster.list('Ingress', { scope }))
    expect(facts).toMatchObject({ detail: expect.stringContaining('never ends') })
    expect(api.requests).toHaveLength(2)
  })
})

describe('a list without end', () => {
  const page = (token: string, items: readonly unknown[] = []) =>
    JSON.stringify({ kind: 'IngressList', metadata: { continue: token }, items })
  const web = { metadata: { name: 'web' } }
  let round = 0
  const gone = (token: string) => status(410, 'Expired', 'too old', {}, { metadata: { continue: token } })

  it.each<[string, Fault, number]>([
    ['of new tokens, and nothing else', (...all) => raw(200, page(`${round++}`), json)(...all), 101],
    ['of new tokens, with items', (...all) => raw(200, page(`${round++}`, [web]), json)(...all), 1001],
    ['of two tokens in turn', (...all) => raw(200, page(`${round++ % 2}`, [web]), json)(...all), 3],
  ])('%s is left', async (_name, fault, most) => {
    const api = await startApi({ faults: [fault] })
    const { reason, facts } = await problemIn(open(api.url).cluster.list('Ingress', { scope }))
    expect({ reason, facts }).toMatchObject({
      reason: 'not-kubernetes',
      facts: { detail: expect.stringContaining('never ends') },
    })
    expect(api.requests.length).toBeLessThanOrEqual(most)
  })

  it('of tokens that expire is left with the words of the server', async () => {
    const fault: Fault = (...all) =>
      (all[0].query.has('continue') ? gone(`${round++}`) : raw(200, page('a', [web]), json))(...all)
    const api = await startApi({ faults: [fault] })
    const { reason, facts } = await problemIn(open(api.url).cluster.list('Ingress', { scope }))
    expect({ reason, facts }).toMatchObject({ reason: 'client-error', facts: { message: 'too old' } })
    expect(api.requests.length).toBeLessThan(13)
  })

  it('is left after ten minutes, however slow it is', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    onTestFinished(() => void vi.useRealTimers())
    const asked: unknown[] = []
    const read = readPages<number>({
      path: '/x',
      room: new ListRoom(),
      kind: 'Ingress',
      size: 500,
      server: 'https://server',
      open: (body) => body as Page<number>,
      ask: async (query) => {
        vi.advanceTimersByTime(60_000)
        asked.push(query)
        return { ok: true, size: 10, body: { items: [1], token: `${asked.length}` } }
      },
    })
    expect((await problemIn(read)).facts).toMatchObject({ detail: expect.stringContaining('never ends') })
    expect(asked.length).toBeLessThan(13)
  })
})

describe('a list that is too much', () => {
  const tooLarge = () => problem('cut-short', { server: 'x', detail: 'it is larger than that', isTooLarge: true })
  const pagesOf = (size: number, most: number) =>
    readPages<number>({
      path: '/x',
      room: new ListRoom(),
      kind: 'Ingress',
      size: 500,
      server: 'https://server',
      open: (body) => body as Page<number>,
      ask: async ({ limit, continue: token = '0' }) => {
        const [count, at] = [Number(limit), Number(token)]
        if (count > most) throw tooLarge()
        return { ok: true, size, body: { items: Array(count).fill(at), token: at === 999 ? '' : `${at + 1}` } }
      },
    })

  it('of very many objects is cut, and says so', async () => {
    const pages = await pagesOf(1, 500)
    expect(pages).toMatchObject({ ok: true, isCut: true })
    expect(pages.ok && pages.items.length).toBeLessThan(100_000)
  })

  it('of large objects is cut, and says so', async () => {
    const pages = await pagesOf(10_000_000, 500)
    expect(pages.ok && pages.items.length).toBe(500 * 19)
    const gaps = pages.ok ? gapsOf(pages, { kind: 'Ingress', plural: 'ingresses', namespace: null }) : []
    expect(gaps).toMatchObject([
      { reason: 'limited', message: expect.stringContaining('the list of ingresses is longer') },
    ])
  })

  it('at a time comes in smaller pages', async () => {
    expect(await pagesOf(1, 60)).toMatchObject({ ok: true, isCut: false, items: { length: 50_000 } })
    await expect(pagesOf(1, 10)).rejects.toMatchObject({ value: { reason: 'cut-short' } })
  })
})

it('leaves out what is no object with a name, and says so', async () => {
  const items = [
    null,
    1,
    'x',
    [],
    [[[]]],
    {},
    { metadata: null },
    { metadata: { name: 7 } },
    { metadata: { name: 'web' } },
  ]
  const body = JSON.stringify({ kind: 'IngressList', metadata: {}, items })
  const api = await startApi({ faults: [raw(200, body, json)] })
  const listing = await open(api.url).cluster.list('Ingress', { scope })
  expect(listing.items.map(({ metadata }) => metadata.name)).toEqual(['web'])
  expect(listing.gaps).toMatchObject([
    { reason: 'invalid', message: expect.stringContaining('has 8 that are no objects') },
  ])
})

describe('a token that expires', () => {
  it('once: the list is read again from the beginning, and is whole', async () => {
    const api = await startApi({ objects, faults: [times(1, expired)] })
    const { items, gaps } = await open(api.url).cluster.list('Ingress', { scope })
    expect(items).toHaveLength(count)
    expect(gaps).toEqual([])
    expect(api.requests.filter(({ query }) => !query.has('continue'))).toHaveLength(2)
  })

  it('again: goes on with the new token of the server, and says that the list is of two moments', async () => {
    const api = await startApi({ objects, faults: [times(2, expired)] })
    const { items, gaps, coverage } = await open(api.url).cluster.list('Ingress', { scope })
    expect(new Set(items.map(({ metadata }) => metadata.name)).size).toBe(count)
    expect(items).toHaveLength(count)
    expect(coverage).toBe('all')
    expect(gaps).toEqual([
      {
        kind: 'Ingress',
        namespace: null,
        reason: 'unreachable',
        message: expect.stringContaining('different moments'),
      },
    ])
  })

  it('again, without a new token: the words of the server', async () => {
    const gone = status(410, 'Expired', 'too old')
    const api = await startApi({
      objects,
      faults: [(seen, response) => seen.query.has('continue') && gone(seen, response)],
    })
    expect(await problemIn(open(api.url).cluster.list('Ingress', { scope }))).toMatchObject({
      reason: 'client-error',
      facts: { status: 410, message: 'too old' },
    })
  })
})

it('goes on while there is a token, whatever the pages hold (property)', async () => {
  const pages = fc.array(fc.array(fc.integer()), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(pages, async (chunks) => {
      const asked: string[] = []
      const read = await readPages<number>({
        path: '/x',
        room: new ListRoom(),
        kind: 'Ingress',
        size: 500,
        server: 'https://server',
        open: (body) => body as Page<number>,
        ask: async ({ continue: token = '0' }) => {
          asked.push(token)
          const at = Number(token)
          return { ok: true, size: 10, body: { items: chunks[at], token: at + 1 < chunks.length ? `${at + 1}` : '' } }
        },
      })
      expect(read).toEqual({ ok: true, items: chunks.flat(), isTorn: false, isCut: false, strangers: 0 })
      expect(asked).toEqual(chunks.map((_, index) => `${index}`))
    }),
  )
})
