/** What Tab offers of a live cluster: within the permissions, within a second, and remembered for a moment. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
// The second is for the cluster: what a test runner takes to load a file must not count.
import '../../src/cluster/connect.js'
import '../../src/cluster/kubeconfig-names.js'
import '../../src/completion/cache.js'
import '../../src/completion/candidates.js'
import '../../src/controllers/find.js'
import { completed } from '../support/completed.js'
import { type FakeApi, type FakeApiOptions, fakeApi } from '../support/fake-api.js'
import { hang, status } from '../support/fake-api-faults.js'
import { ingress, rule, service } from '../support/objects.js'

const inShop = <T extends { metadata: object }>(object: T): T => ({
  ...object,
  metadata: { ...object.metadata, namespace: 'shop' },
})
const objects = {
  Namespace: ['default', 'shop', 'shop-test'].map((name) => ({ metadata: { name } })),
  Ingress: [
    inShop(ingress('web', { rules: [rule('www.example.com', '/', 'web'), rule('*.example.com', '/img', 'web')] })),
    ingress('tools', { rules: [rule('tools.example.com', '/', 'tools')] }),
  ],
  Service: [inShop(service('web', { ports: [{ name: 'http', port: 80 }] }))],
  IngressClass: [{ metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } }],
}

let home = ''
let api: FakeApi | undefined
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tkng-tab-'))
})
afterEach(() => api?.close())

async function serve(options: FakeApiOptions = {}): Promise<FakeApi> {
  api = await fakeApi({ objects, ...options })
  mkdirSync(join(home, '.kube'), { recursive: true })
  writeFileSync(join(home, '.kube/config'), api.kubeconfig())
  return api
}
const cache = () => join(home, '.cache/tkng/completion')
const tab = (line: string, more: { env?: object; now?: string } = {}) =>
  completed(line, { env: { HOME: home, ...more.env }, ...(more.now ? { now: more.now } : {}) })

describe('names', () => {
  it.each([
    ['ingresses -n ', ['default', 'shop', 'shop-test']],
    ['-n shop', ['shop', 'shop-test']],
    ['ingresses ', ['web']],
    ['ingresses -n default ', ['tools']],
    ['ingresses -A ', ['tools', 'web']],
    ['ingresses --host ', ['*.example.com', 'www.example.com']],
    ['ingresses -A --host t', ['tools.example.com']],
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
    const spec = { controller: `k8s.io/x\u001b[2J\t\n${'y'.repeat(300)}` }
    await serve({ objects: { IngressClass: [{ metadata: { name: 'nginx' }, spec }] } })
    const { meanings } = await tab('ingresses --class ')
    expect(meanings.nginx).toMatch(/^k8s\.io\/x\[2J y+…$/)
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
    mkdirSync(join(home, '.kube'))
    writeFileSync(join(home, '.kube/config'), '{')
    expect((await tab('-n ')).names).toEqual([])
    expect((await tab('--context ')).names).toEqual([])
  })

  it('a server that never answers: the prompt is back after a second', async () => {
    await serve({ faults: [hang] })
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
  const { requests } = await serve({ tls: 'server' })
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: 'sh',
    args: ['-c', 'echo "log in please" >&2; exec tail -f /dev/null'],
    interactiveMode: 'IfAvailable',
  }
  const kubeconfig = JSON.parse(api?.kubeconfig() ?? '')
  kubeconfig.users = [{ name: 'ann', user: { exec } }]
  writeFileSync(join(home, '.kube/config'), JSON.stringify(kubeconfig))
  const start = performance.now()
  expect((await tab('-n ')).names).toEqual([])
  expect(performance.now() - start).toBeLessThan(5000)
  expect(requests).toEqual([])
})

describe('memory', () => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 10, 24, 8, 0, seconds)).toISOString()

  it('answers the second Tab, for a while', async () => {
    const { requests } = await serve()
    for (const [seconds, asked] of [
      [0, 1],
      [15, 1],
      [25, 2],
      [10, 3],
    ] as const) {
      expect((await tab('-n sh', { now: at(seconds) })).names).toEqual(['shop', 'shop-test'])
      expect({ seconds, asked: requests.length }).toEqual({ seconds, asked })
    }
  })

  it('of nothing is shorter', async () => {
    const { requests } = await serve({ objects: {} })
    for (const [seconds, asked] of [
      [0, 1],
      [4, 1],
      [6, 2],
    ] as const) {
      expect((await tab('-n ', { now: at(seconds) })).names).toEqual([])
      expect({ seconds, asked: requests.length }).toEqual({ seconds, asked })
    }
  })

  it('tells namespaces, users and clusters apart', async () => {
    const { requests } = await serve()
    for (const line of ['', '-n default ', '-A ', '--as bob ', '--as bob --as-group x ', '--user ann -s '])
      await tab(`ingresses ${line}${line.endsWith('-s ') ? `${api?.url}/x ` : ''}`)
    expect(requests.length).toBe(6)
  })

  it('holds names and nothing else, for nobody else', async () => {
    await serve()
    await tab('ingresses ')
    await tab('ingresses --token s3cret ')
    const files = readdirSync(cache())
    expect(files.length).toBe(1)
    const path = join(cache(), files[0] ?? '')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(cache()).mode & 0o777).toBe(0o700)
    expect(JSON.parse(readFileSync(path, 'utf8')).candidates).toEqual([
      { name: 'web', meaning: 'www.example.com, *.example.com' },
    ])
  })

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"at": 0}',
    '{"at": "x", "candidates": []}',
    `{"at": ${Date.UTC(2026, 10, 24, 8)}, "candidates": [{"name": "evil\\u001b[2J", "meaning": ""}]}`,
    `{"at": ${Date.UTC(2026, 10, 24, 8)}, "candidates": [1]}`,
    `{"at": ${Date.UTC(2026, 10, 24, 8)}, "candidates": {"length": 1}}`,
  ])('is not trusted: %s', async (content) => {
    await serve()
    await tab('-n sh', { now: at(0) })
    const [file = ''] = readdirSync(cache())
    writeFileSync(join(cache(), file), content)
    expect((await tab('-n sh', { now: at(1) })).names).toEqual(['shop', 'shop-test'])
  })

  it('is not needed: its folder is a file', async () => {
    await serve()
    writeFileSync(join(home, '.cache'), '')
    expect((await tab('-n sh')).names).toEqual(['shop', 'shop-test'])
  })

  it('goes where XDG_CACHE_HOME says', async () => {
    await serve()
    await tab('-n ', { env: { XDG_CACHE_HOME: join(home, 'elsewhere') } })
    expect(existsSync(cache())).toBe(false)
    expect(readdirSync(join(home, 'elsewhere/tkng/completion')).length).toBe(1)
  })

  it('forgets what nobody asked for in an hour', async () => {
    await serve()
    await tab('-n ', { now: at(0) })
    const later = new Date(Date.now() + 2 * 3_600_000).toISOString()
    await tab('ingresses ', { now: later })
    expect(readdirSync(cache()).length).toBe(1)
  })

  it('does not write where it may not', async () => {
    await serve()
    mkdirSync(cache(), { recursive: true })
    chmodSync(cache(), 0o500)
    expect((await tab('-n sh')).names).toEqual(['shop', 'shop-test'])
    // Root writes anywhere.
    if (process.getuid?.() !== 0) expect(readdirSync(cache())).toEqual([])
  })
})
