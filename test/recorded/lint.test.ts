/** `lint` over the recorded clusters: the lab is silent but for the end of life, and in the zoo nothing is found but what was planted. */
import { expect, it } from 'vitest'
import { session } from '../support/program/session.js'
import { planted } from '../support/recorded/planted.js'
import { recording } from '../support/recorded/recordings.js'

interface Item {
  readonly code: string
  readonly severity: string
  readonly source: { readonly kind: string; readonly namespace: string; readonly name: string }
}

async function lint(
  cluster: string,
  ...words: string[]
): Promise<{ readonly items: readonly Item[]; readonly code: number }> {
  const { stdout, code } = await session(['lint', '--from', recording(cluster, 'api'), '-o', 'json', ...words])
  return { items: JSON.parse(stdout).items, code }
}

const number = (items: readonly Item[], wanted: string) => items.filter(({ severity }) => severity === wanted).length

it('the lab of the guide has nothing but a controller that is retired', async () => {
  const { items, code } = await lint('guide', '--severity', 'info')
  expect(items.map(({ code: one, source }) => `${one} ${source.kind}`)).toEqual(['end-of-life Deployment'])
  expect(code).toBe(1)
})

it('the zoo has the faults that were planted, and nothing else', async () => {
  const { items } = await lint('zoo')
  const found = new Map<string, string[]>()
  for (const { source, code } of items)
    if (source.kind === 'Ingress') {
      const name = `${source.namespace}/${source.name}`
      found.set(name, [...(found.get(name) ?? []), code])
    }
  const told = Object.fromEntries([...found].map(([name, codes]) => [name, codes.sort().join(' ')]))
  expect(told).toEqual(planted)
  // Of 137 Ingresses: the others were made to be in order, however odd they look.
  expect([Object.keys(planted).length, Object.values(planted).flatMap((codes) => codes.split(' ')).length]).toEqual([
    72, 92,
  ])
  const ofControllers = items.filter(({ source }) => source.kind !== 'Ingress').map(({ code }) => code)
  expect(ofControllers).toEqual(['end-of-life', 'vulnerable'])
  expect([number(items, 'error'), number(items, 'warning')]).toEqual([52, 42])
})

it('tells of each Ingress of the zoo what why tells, and of the controller beside', async () => {
  const { items } = await lint('zoo', '--severity', 'info')
  const { stdout } = await session(['why', '-A', '--from', recording('zoo', 'api'), '-o', 'json', '--severity', 'info'])
  const rows: readonly { readonly source: Item['source']; readonly causes: readonly { readonly code: string }[] }[] =
    JSON.parse(stdout).items
  const keyOf = (source: Item['source'], code: string) => `${source.namespace}/${source.name} ${code}`
  const why = new Set(rows.flatMap(({ source, causes }) => causes.map(({ code }) => keyOf(source, code))))
  const own = items.flatMap(({ source, code }) => (why.has(keyOf(source, code)) ? [] : [code]))
  expect([...new Set(own)].sort()).toEqual([
    ...['end-of-life', 'limit-per-replica', 'no-redirect', 'solver-stuck', 'vulnerable'],
  ])
  const all = new Set(items.map(({ source, code }) => keyOf(source, code)))
  expect([...why].filter((one) => !all.has(one))).toEqual([])
})
