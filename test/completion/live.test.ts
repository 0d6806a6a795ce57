/** What Tab offers of a live cluster: within the permissions, and within a second. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import type { FakeApiOptions } from '../support/cluster/fake-api.js'
import { type Fault, hang, status } from '../support/cluster/fake-api-faults.js'
import { tabHome } from '../support/program/tab-home.js'

const { home, serve, tab } = tabHome()

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

describe('names', () => {
  it.each([
    ['ingresses -n ', ['default', 'shop', 'shop-test']],
    ['-n shop', ['shop', 'shop-test']],
    ['ingresses ', ['web']],
    ['ingresses -n default ', ['tools']],
    ['ingresses -A ', ['tools', 'web']],
    ['ingresses --host ', ['*.example.com', 'www.example.com']],
    ['ingresses -A --host t', ['tools.example.com']],
    ['conf --host ', ['*.example.com', 'tools.example.com', 'www.example.com']],
    ['conf -n shop --host t', ['tools.example.com']],
    ['logs --host t', ['tools.example.com']],
    ['certs --host t', ['tools.example.com']],
    ['certs -n shop --host ', ['*.example.com', 'www.example.com']],
    ['ingresses --service ', ['web']],
    ['ingresses --class ', ['nginx']],
    ['logs --ingress ', ['default/tools', 'shop/web']],
    ['--context ', ['fake']],
    ['--cluster ', ['fake']],
    ['--user ', ['ann']],
  ])('%s', async (line, names) => {
    await serve()
    expect(await tab(line)).toMatchObject({ names, directive: 4 })
  })

  it('of the kubeconfig ask no cluster', async () => {
    const { requests } = await serve()
    expect((await tab('--context ')).names).toEqual(['fake'])
    expect(requests).toEqual([])
  })

  it('that a terminal would take for something else are left out', async () => {
    const odd = ['a\u001b[2Jb', 'a b', 'a\tb', 'a\nb', 'fine'].map((name) => ({ metadata: { name } }))
    await serve({ objects: { Namespace: odd } })
    expect((await tab('-n ')).names).toEqual(['fine'])
  })

  it('come with words of one line', async () => {
    const spec = { controller: `k8s.io/x\u001b[m${'y'.repeat(300)}` }
    await serve({ objects: { IngressClass: [{ metadata: { name: 'nginx' }, spec }] } })
    const { meanings } = await tab('ingresses --class ')
    expect(meanings.nginx).toMatch(/^k8s\.io\/x\[my+…$/)
    expect(meanings.nginx?.length).toBe(80)
  })
})

describe('no answer', () => {
  it.each<[string, FakeApiOptions]>([
    ['forbidden', { deny: [{}] }],
    ['an error', { faults: [status(500, 'InternalError', 'no')] }],
    ['401', { tokens: ['other'] }],
  ])('%s: nothing is offered, nothing is said', async (_name, options) => {
    await serve(options)
    expect(await tab('-n ')).toEqual({ names: [], meanings: {}, directive: 4 })
    expect(await tab('ingresses ')).toMatchObject({ names: [] })
  })

  it('forbidden in all namespaces: those that may be seen', async () => {
    await serve({
      deny: [
        { kind: 'Ingress', namespace: null },
        { kind: 'Ingress', namespace: 'default' },
      ],
    })
    expect((await tab('ingresses -A ')).names).toEqual(['web'])
  })

  it('no kubeconfig, or a broken one', async () => {
    expect((await tab('-n ')).names).toEqual([])
    mkdirSync(join(home(), '.kube'))
    writeFileSync(join(home(), '.kube/config'), '{')
    expect((await tab('-n ')).names).toEqual([])
    expect((await tab('--context ')).names).toEqual([])
  })

  it('a server that never answers: the prompt is back after a second, whatever garbage is collected meanwhile', async () => {
    const collecting: Fault = (seen, response) => {
      collect()
      return hang(seen, response)
    }
    await serve({ faults: [collecting] })
    const start = performance.now()
    expect((await tab('-n ')).names).toEqual([])
    expect(performance.now() - start).toBeGreaterThan(900)
    expect(performance.now() - start).toBeLessThan(5000)
    // And the next Tab does not wait again.
    const again = performance.now()
    expect((await tab('-n ')).names).toEqual([])
    expect(performance.now() - again).toBeLessThan(800)
  })
})

it('a credential plugin that waits for somebody is ended, and cannot ask', async () => {
  const { requests, kubeconfig } = await serve({ tls: 'server' })
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: 'sh',
    args: ['-c', 'echo "log in please" >&2; exec tail -f /dev/null'],
    interactiveMode: 'IfAvailable',
  }
  const own = JSON.parse(kubeconfig())
  own.users = [{ name: 'ann', user: { exec } }]
  writeFileSync(join(home(), '.kube/config'), JSON.stringify(own))
  const start = performance.now()
  expect((await tab('-n ')).names).toEqual([])
  expect(performance.now() - start).toBeLessThan(5000)
  expect(requests).toEqual([])
})
