/** `lint` over the recorded clusters: the lab is silent but for the end of life, and in the zoo nothing is found but what was planted. */
import { expect, it } from 'vitest'
import { recording } from '../support/recordings.js'
import { session } from '../support/session.js'

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

/** Ingresses of the zoo that were made to be in order: what the recorded controller served as it was asked for. */
const sound = ['default/tkng-1', 'default/tkng-2']

it('the zoo has its faults, and nothing else', async () => {
  const { items } = await lint('zoo')
  expect([number(items, 'error'), number(items, 'warning')]).toEqual([52, 37])
  const names = new Set(
    items.flatMap(({ source }) => (source.kind === 'Ingress' ? [`${source.namespace}/${source.name}`] : [])),
  )
  // Of 137 Ingresses: the others were made to be in order, however odd they look.
  expect(names.size).toBe(68)
  for (const name of sound) expect(names).not.toContain(name)
})

it('tells of each Ingress of the zoo what why tells, and of the controller beside', async () => {
  const { items } = await lint('zoo', '--severity', 'info')
  const { stdout } = await session(['why', '-A', '--from', recording('zoo', 'api'), '-o', 'json', '--severity', 'info'])
  const rows: readonly { readonly source: Item['source']; readonly causes: readonly { readonly code: string }[] }[] =
    JSON.parse(stdout).items
  const keyOf = (source: Item['source'], code: string) => `${source.namespace}/${source.name} ${code}`
  const why = new Set(rows.flatMap(({ source, causes }) => causes.map(({ code }) => keyOf(source, code))))
  const own = items.flatMap(({ source, code }) => (why.has(keyOf(source, code)) ? [] : [code]))
  expect(own.sort()).toEqual(['end-of-life', 'limit-per-replica'])
  const all = new Set(items.map(({ source, code }) => keyOf(source, code)))
  expect([...why].filter((one) => !all.has(one))).toEqual([])
})
