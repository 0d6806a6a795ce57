/** The list on a live cluster, whatever is in it: it agrees with the API server, with its own capture and with itself. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runPlugin } from '../support/program/plugin.js'

interface Item {
  readonly fate: { readonly is: string } | null
  readonly source: { readonly namespace: string; readonly name: string }
  readonly backends: readonly {
    readonly endpoints: {
      readonly state: string
      readonly ready: number | null
      readonly total: number | null
      readonly items: { ready: boolean }[]
    }
  }[]
}

let folder = ''
beforeAll(() => {
  if (!process.env.KUBECONFIG) throw new Error('KUBECONFIG is not set: this suite needs a cluster')
  folder = mkdtempSync(join(tmpdir(), 'tkng-e2e-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const kubectl = (...argv: string[]) => execFileSync('kubectl', argv, { encoding: 'utf8', maxBuffer: 1 << 30 })

async function items(...argv: string[]): Promise<Item[]> {
  const { stdout, stderr, code } = await runPlugin(['ingresses', ...argv, '-o', 'json'])
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  return JSON.parse(stdout).items
}

describe('ingresses', () => {
  it('names each Ingress that kubectl names', async () => {
    const theirs = kubectl(
      'get',
      'ing',
      '-A',
      '-o',
      'jsonpath={range .items[*]}{.metadata.namespace}/{.metadata.name}{"\\n"}{end}',
    )
    const ours = new Set((await items('-A')).map(({ source }) => `${source.namespace}/${source.name}`))
    expect([...ours].sort()).toEqual(theirs.split('\n').filter(Boolean).sort())
  })

  it('counts endpoints that add up', async () => {
    for (const { endpoints } of (await items('-A')).flatMap(({ backends }) => backends)) {
      if (endpoints.state === 'unknown') continue
      expect(endpoints.total).toBe(endpoints.items.length)
      expect(endpoints.ready).toBe(endpoints.items.filter(({ ready }) => ready).length)
    }
  })

  it('gives for one namespace what it gives for it among all', async () => {
    const all = await items('-A')
    const [namespace = 'default'] = all.map(({ source }) => source.namespace)
    // What becomes of a route hangs on the Ingresses of the other namespaces, too.
    const untold = all.map((route) => ({ ...route, fate: route.fate?.is === 'dropped' ? route.fate : null }))
    expect(await items('-n', namespace)).toEqual(untold.filter(({ source }) => source.namespace === namespace))
  })

  it('is what its own capture replays', async () => {
    const file = join(folder, 'cluster.tar.gz')
    expect(await runPlugin(['capture', '-A', '-o', file])).toMatchObject({ stdout: '', code: 0 })
    const live = await runPlugin(['ingresses', '-A'])
    expect(await runPlugin(['ingresses', '--from', file])).toEqual(live)
    expect(readFileSync(file).includes('PRIVATE KEY')).toBe(false)
  })

  it('runs as a plugin of a real kubectl', async () => {
    const bundle = join(import.meta.dirname, '..', '..', 'dist', 'kubectl-tkng.cjs')
    const bin = join(folder, 'bin')
    execFileSync('sh', [
      '-c',
      `mkdir -p ${bin} && printf '#!/bin/sh\\nexec node ${bundle} "$@"\\n' > ${bin}/kubectl-tkng && chmod +x ${bin}/kubectl-tkng`,
    ])
    const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` }
    const through = execFileSync('kubectl', ['tkng', 'ingresses', '-A'], { env, encoding: 'utf8', maxBuffer: 1 << 30 })
    expect(through).toBe((await runPlugin(['ingresses', '-A'])).stdout)
  })
})

describe('a process that behaves', () => {
  it('ends quietly when its reader leaves', async () => {
    expect(await runPlugin(['ingresses', '-A'], { closeEarly: true })).toMatchObject({ stderr: '', code: 0 })
  })

  it('says in one line what it cannot do', async () => {
    const { stdout, stderr, code } = await runPlugin(['ingresses', '--context', 'no-such-context'])
    expect({ stdout, code, lines: stderr.trimEnd().split('\n').length }).toEqual({ stdout: '', code: 2, lines: 1 })
    expect(stderr).toContain('"no-such-context" does not exist')
  })

  it('may be as slow as it likes, but not hang', async () => {
    const { stderr, code } = await runPlugin(['ingresses', '-s', 'https://127.0.0.1:1'])
    expect({ code, lines: stderr.trimEnd().split('\n').length }).toEqual({ code: 2, lines: 1 })
  })
})
