/** `trace` and `why` on a live cluster, whatever is in it: both fit what is there, each other, and a capture of it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { breaches } from '../support/json-contract.js'
import { runPlugin } from '../support/program/plugin.js'

interface Ref {
  readonly namespace: string
  readonly name: string
}
interface Route {
  readonly source: Ref
  readonly host: string | null
  readonly path: string | null
}
interface Answer {
  readonly verdict: string
  readonly source: Ref | null
  readonly losers: readonly { readonly source: Ref; readonly message: string }[]
}
interface Trace {
  readonly request: { readonly host: string; readonly path: string }
  readonly asked: Answer | null
  readonly served: Answer | null
  readonly agree: boolean | null
}
interface WhyItem {
  readonly source: Ref
  readonly rule: { readonly host: string | null; readonly path: string | null } | null
  readonly served: boolean | null
  readonly causes: readonly { readonly code: string }[]
}

/** More requests than these tell nothing new. */
const most = 500

let folder = ''
let controllers: readonly Ref[] = []
let routes: readonly Route[] = []
let requests = ''

beforeAll(async () => {
  if (!process.env.KUBECONFIG) throw new Error('KUBECONFIG is not set: this suite needs a cluster')
  folder = mkdtempSync(join(tmpdir(), 'tkng-e2e-'))
  const info = await runPlugin(['info', '-o', 'json'])
  controllers = info.code === 2 ? [] : JSON.parse(info.stdout).items.map((one: { controller: Ref }) => one.controller)
  routes = JSON.parse((await runPlugin(['ingresses', '-A', '-o', 'json'])).stdout).items
  const lines = routes.flatMap(({ host, path }) =>
    host === null || host.includes('*') ? [] : [JSON.stringify({ scheme: 'https', host, path: path ?? '/' })],
  )
  requests = `${[...new Set(lines)].slice(0, most).join('\n')}\n`
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const nameOf = ({ namespace, name }: Ref) => `${namespace}/${name}`
/** Where several may answer, one must be named. */
const choice = () => controllers.slice(0, 1).flatMap((one) => ['--controller', nameOf(one)])

async function tracesOf(...more: string[]): Promise<{ readonly stdout: string; readonly items: readonly Trace[] }> {
  const argv = ['trace', '--input', '-', '-o', 'json', ...more]
  const { stdout, code } = await runPlugin(argv, { stdin: requests })
  expect([0, 1, 2]).toContain(code)
  return { stdout, items: JSON.parse(stdout).items }
}

async function whyAll(...more: string[]): Promise<{ readonly stdout: string; readonly items: readonly WhyItem[] }> {
  const { stdout, code } = await runPlugin(['why', '-A', '-o', 'json', ...more])
  expect([0, 1]).toContain(code)
  return { stdout, items: JSON.parse(stdout).items }
}

describe('trace', () => {
  it('answers every rule with a host, in the order in which they were asked', async () => {
    const { stdout, items } = await tracesOf(...choice())
    expect(breaches(JSON.parse(stdout))).toEqual([])
    expect(
      items.map(({ request }) => JSON.stringify({ scheme: 'https', host: request.host, path: request.path })),
    ).toEqual(requests.split('\n').filter(Boolean))
  })

  it('names only Ingresses that are there', async () => {
    const known = new Set(routes.map(({ source }) => nameOf(source)))
    const { items } = await tracesOf(...choice())
    const named = items.flatMap(({ asked }) =>
      [asked?.source ?? [], asked?.losers.map((one) => one.source) ?? []].flat(),
    )
    expect(named.map(nameOf).filter((one) => !known.has(one))).toEqual([])
  })

  it('draws the way of one request in every form', async () => {
    const [line = '{"host":"nowhere.example","path":"/"}'] = requests.split('\n')
    for (const form of ['tree', 'table', 'wide', 'yaml', 'dot', 'mermaid', 'name']) {
      const argv = ['trace', '--input', '-', '-o', form, ...choice()]
      const { stdout, code } = await runPlugin(argv, { stdin: line })
      expect({ form, code: [0, 1, 2].includes(code ?? -1), isEmpty: stdout === '' }).toEqual({
        form,
        code: true,
        isEmpty: false,
      })
    }
  })

  it('refuses what is no URL before it asks the cluster', async () => {
    const argv = ['trace', 'ftp://shop.example.com/', '-s', 'http://127.0.0.1:9']
    expect(await runPlugin(argv)).toMatchObject({ stdout: '', code: 2 })
  })
})

describe('why', () => {
  it('speaks of Ingresses that are there, and of each only where there is something to say', async () => {
    const { stdout, items } = await whyAll()
    expect(breaches(JSON.parse(stdout))).toEqual([])
    expect(items.filter(({ causes }) => causes.length === 0)).toEqual([])
  })

  it('says of one Ingress what it says of it among all', async () => {
    const { items } = await whyAll()
    const ref = items[0]?.source ?? routes[0]?.source
    if (ref === undefined) return
    const { stdout } = await runPlugin(['why', nameOf(ref), '-o', 'json'])
    const own: readonly WhyItem[] = JSON.parse(stdout).items
    expect(own.filter(({ causes }) => causes.length > 0)).toEqual(
      items.filter(({ source }) => nameOf(source) === nameOf(ref)),
    )
  })

  it('knows no Ingress that is not there', async () => {
    const { stdout, stderr, code } = await runPlugin(['why', 'default/tkng-e2e-nobody'])
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 })
    expect(stderr).toContain('tkng-e2e-nobody')
  })
})

describe('a capture of it', () => {
  it('gives the same traces and the same reasons', async () => {
    const file = join(folder, 'cluster.tar.gz')
    expect(await runPlugin(['capture', '-A', '-o', file])).toMatchObject({ stdout: '', code: 0 })
    const plain = ({ asked, served, agree }: Trace) => [asked?.verdict, asked?.source, served?.verdict, agree]
    const [live, replayed] = [await tracesOf(...choice()), await tracesOf(...choice(), '--from', file)]
    expect(replayed.items.map(plain)).toEqual(live.items.map(plain))
    expect(breaches(JSON.parse(replayed.stdout))).toEqual([])
    const codes = ({ source, rule, served, causes }: WhyItem) => [source, rule, served, causes.map(({ code }) => code)]
    expect((await whyAll('--from', file)).items.map(codes)).toEqual((await whyAll()).items.map(codes))
  })
})
