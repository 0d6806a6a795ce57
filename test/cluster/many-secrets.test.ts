/** Secrets by name, many at once: what is asked for, and that the answer is that of asking for each. */
import { describe, expect, it } from 'vitest'
import { look } from '../../src/domain/look.js'
import type { FakeApiOptions } from '../support/cluster/fake-api.js'
import { open, startApi } from '../support/cluster/open-cluster.js'

const numbers = (most: number) => Array.from({ length: most }, (_, i) => i)
const certificate = (namespace: string, name: string) => ({
  metadata: { namespace, name },
  type: 'kubernetes.io/tls',
  data: { 'tls.crt': 'Y2VydA==', 'tls.key': 'a2V5' },
})
const password = { metadata: { namespace: 'blog', name: 'users' }, type: 'Opaque', data: { auth: 'cGFzcw==' } }
const objects = {
  Secret: [
    ...numbers(30).map((i) => certificate('shop', `web-${i}`)),
    certificate('blog', 'wp'),
    certificate('other', 'not-asked-for'),
    { metadata: { namespace: 'shop', name: 'release' }, type: 'helm.sh/release.v1', data: { release: 'eA==' } },
    password,
  ],
}
const named = (namespace: string, name: string) => ({ namespace, name })
const there = [...numbers(30).map((i) => named('shop', `web-${i}`)), named('blog', 'wp'), named('blog', 'users')]
const gone = numbers(30).map((i) => named('shop', `gone-${i}`))
const inShop = { verb: 'get', kind: 'Secret', namespace: 'shop' } as const

async function asked(names: readonly { namespace: string; name: string }[], options: FakeApiOptions = {}) {
  const api = await startApi({ objects, ...options })
  const { of, listing } = await look(open(api.url).cluster, 'Secret', names)
  return {
    requests: api.requests.map(({ path, query }) => [path.replace('/api/v1/', ''), query.get('fieldSelector')]),
    answers: names.map((name) => {
      const found = of(name)
      return found ? found.data : found
    }),
    listing,
  }
}

const certificates = [['secrets', 'type=kubernetes.io/tls']]
const names = [['secrets', null]]

it('asks for no name that a Secret cannot have, and says that there is none', async () => {
  const { requests, answers } = await asked([named('shop', 'shop/web-1'), named('shop', 'Web')], { deny: [inShop] })
  expect([requests, answers]).toEqual([[], [undefined, undefined]])
})

describe('many Secrets by their names', () => {
  it('are asked for one by one up to twenty', async () => {
    const { requests } = await asked(there.slice(0, 20))
    expect(requests).toHaveLength(20)
    expect(requests.every(([path]) => path?.startsWith('namespaces/shop/secrets/web-'))).toBe(true)
  })

  it('come from one list of certificates, and only what is no certificate is asked for by its name', async () => {
    const { requests, answers } = await asked(there)
    expect(requests).toEqual([...certificates, ['namespaces/blog/secrets/users', null]])
    expect(answers).toEqual([...numbers(31).map(() => ({ 'tls.crt': 'Y2VydA==' })), { auth: btoa('lines of 1 parts') }])
  })

  it('that are not there are told from a list of names', async () => {
    const { requests, answers, listing } = await asked([...there, ...gone])
    expect(requests).toEqual([...certificates, ...names, ['namespaces/blog/secrets/users', null]])
    expect(answers.slice(-30)).toEqual(numbers(30).map(() => undefined))
    expect(listing).toMatchObject({ coverage: 'all', gaps: [] })
  })

  it('are listed by namespace where all namespaces may not be', async () => {
    const { requests } = await asked(there, { deny: [{ verb: 'list', kind: 'Secret', namespace: null }] })
    expect(requests).toEqual([
      ...certificates,
      ['namespaces/shop/secrets', 'type=kubernetes.io/tls'],
      ['namespaces/blog/secrets/users', null],
      ['namespaces/blog/secrets/wp', null],
    ])
  })

  it('are asked for one by one where nothing may be listed', async () => {
    const { requests } = await asked(there, { deny: [{ verb: 'list', kind: 'Secret' }] })
    expect(requests.filter(([path]) => path?.includes('secrets/'))).toHaveLength(there.length)
  })

  const all = [...there, ...gone]
  it.each([
    ['with every right', []],
    ['without a list of all namespaces', [{ verb: 'list', kind: 'Secret', namespace: null }]],
    ['without the right to read one by one', [inShop]],
  ] as const)('are the same in any order of asking, %s', async (_, deny) => {
    const many = await asked(all, { deny })
    const few = await asked(all, { deny: [...deny, { verb: 'list', kind: 'Secret' }] })
    const known = few.answers.map((answer, i) => (answer === null ? many.answers[i] : answer))
    expect(many.answers).toEqual(known)
    expect(many.answers.filter((answer) => answer === null)).toHaveLength(0)
  })

  it('in protobuf are the same', async () => {
    expect((await asked(all, { protobuf: true })).answers).toEqual((await asked(all)).answers)
  })
})
