/** Captures: the same bytes for the same cluster, whole or not at all, and never a secret. */
import { X509Certificate } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { openSource } from '../../src/capture/open.js'
import { captureStore } from '../../src/capture/write/write.js'
import { masker } from '../../src/controllers/masker.js'
import type { Gap } from '../../src/domain/gap.js'
import { type CustomKind, projectCustom } from '../../src/domain/objects/custom.js'
import type { Kind, Kinds } from '../../src/domain/objects/objects.js'
import { project } from '../../src/domain/objects/project.js'
import type { CaptureContent, ClusterReader, Listing } from '../../src/domain/ports.js'
import { pem } from '../support/cluster/tls-files.js'
import { ingress, pod, rule, service, slice } from '../support/objects.js'

let cwd = ''
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'tkng-write-'))
})

const seen = <K extends Kind>(items: readonly Kinds[K][]): Listing<K> => ({ items, coverage: 'all', gaps: [] })
const refused: Gap = { kind: 'IngressClass', namespace: null, reason: 'forbidden', message: 'no' }

const content = {
  takenAt: '2026-11-23T08:49:48.000Z',
  source: 'context "lab"',
  scope: 'all-namespaces',
  listings: {
    Ingress: seen([
      project('Ingress', ingress('b', { rules: [rule('h', '/', 'web')] })),
      project('Ingress', ingress('a', { rules: [{ host: 'x', http: null }] })),
    ]),
    Service: seen([project('Service', service('web'))]),
    EndpointSlice: seen([project('EndpointSlice', slice('web-1', { endpoints: [pod('p', '10.0.0.1')] }))]),
    IngressClass: { items: [], coverage: 'none', gaps: [refused] },
  },
  observations: new Map(),
} as const satisfies CaptureContent

const write = (target: string, what: CaptureContent = content, stdout = new PassThrough()) =>
  captureStore({ stdout, cwd, signal: new AbortController().signal, hold: () => () => {} }, masker).write(target, what)
const openAll = (target: string) =>
  openSource([target], { cwd, stdin: new PassThrough(), scope: 'all-namespaces', signal: new AbortController().signal })
const open = async (target: string) => (await openAll(target)).cluster
const all = async (cluster: ClusterReader, kind: Kind) => (await cluster.list(kind, { scope: 'all-namespaces' })).items

const gear: CustomKind = {
  kind: 'Gear',
  group: 'example.com',
  version: 'v1',
  plural: 'gears',
  namespaced: true,
  shape: { spec: { hosts: 'value' } },
}

it.each(['lab.tar.gz', 'lab.yaml', 'lab'])('%s keeps the kinds of controllers, where they are read', async (target) => {
  const item = projectCustom(gear, { metadata: { name: 'a', namespace: 'shop' }, spec: { hosts: ['h'], key: 'x' } })
  const custom = [{ kind: gear, items: [item], coverage: 'all' as const, gaps: [] }]
  expect(await write(target, { ...content, custom })).toContain('1 gear')
  const sources = {
    cwd,
    stdin: new PassThrough(),
    scope: 'all-namespaces',
    signal: new AbortController().signal,
  } as const
  const { cluster } = await openSource([target], { ...sources, customKinds: [gear] })
  const listed = await cluster.listCustom(gear, 'all-namespaces')
  expect(listed).toMatchObject({ coverage: 'all', gaps: [], items: [{ kind: 'Gear', spec: { hosts: ['h'] } }] })
  const others = await cluster.listCustom({ ...gear, plural: 'wheels' }, 'all-namespaces')
  expect(others).toMatchObject({ items: [], coverage: 'all', gaps: [] })
})

describe.each(['lab.tar.gz', 'lab.tgz', 'lab.yaml', 'lab.json', 'lab'])('%s', (target) => {
  it('comes back as it went', async () => {
    expect(await write(target)).toContain('2 ingresses, 1 service, 1 endpointslice written to')
    const cluster = await open(target)
    expect(cluster).toMatchObject({ source: 'context "lab"', takenAt: content.takenAt })
    for (const kind of ['Ingress', 'Service', 'EndpointSlice'] as const)
      expect(JSON.stringify(await all(cluster, kind))).toContain(JSON.stringify(content.listings[kind].items.at(-1)))
    expect((await all(cluster, 'Ingress')).map(({ metadata }) => metadata.name)).toEqual(['a', 'b'])
    expect(await cluster.list('IngressClass', { scope: 'all-namespaces' })).toMatchObject({
      coverage: 'none',
      gaps: [refused],
    })
  })

  it('has the same bytes when it is written again', async () => {
    await write(target)
    const first = bytesOf(join(cwd, target))
    await write(target)
    expect(bytesOf(join(cwd, target))).toEqual(first)
  })
})

function bytesOf(path: string): string[] {
  if (statSync(path).isFile()) return [readFileSync(path, 'base64')]
  return readdirSync(path)
    .sort()
    .flatMap((name) => [name, ...bytesOf(join(path, name))])
}

describe('files', () => {
  it('are for their owner alone, and nothing unfinished is left', async () => {
    await write('lab.yaml')
    expect(statSync(join(cwd, 'lab.yaml')).mode & 0o077).toBe(0)
    expect(readdirSync(cwd)).toEqual(['lab.yaml'])
  })

  it('that a signal stops are not there, and until then it is held', async () => {
    let held = 0
    const stop = new AbortController()
    const hold = () => {
      held += 1
      stop.abort()
      return () => {
        held -= 1
      }
    }
    const store = captureStore({ stdout: new PassThrough(), cwd, signal: stop.signal, hold }, masker)
    await expect(store.write('lab.yaml', content)).rejects.toMatchObject({ cause: { name: 'AbortError' } })
    expect([held, stop.signal.aborted, readdirSync(cwd)]).toEqual([0, true, []])
  })

  it('do not go into a folder that holds something else', async () => {
    for (const name of ['precious.txt', 'manifest.json']) {
      writeFileSync(join(cwd, name), '{"kind": "Capture"}')
      await expect(write('.')).rejects.toMatchObject({ value: { reason: 'capture-unwritable' } })
    }
    expect(readdirSync(cwd).sort()).toEqual(['manifest.json', 'precious.txt'])
  })

  it('take the place of a link, and leave alone what it leads to', async () => {
    writeFileSync(join(cwd, 'victim'), 'mine')
    symlinkSync('victim', join(cwd, 'lab.yaml'))
    await write('lab.yaml')
    expect(readFileSync(join(cwd, 'victim'), 'utf8')).toBe('mine')
    expect(readFileSync(join(cwd, 'lab.yaml'), 'utf8')).toContain('kind: Capture')
  })

  it('are not written through a folder that is a link, which goes', async () => {
    await write('lab', observed('edge/proxy-1'))
    mkdirSync(join(cwd, 'elsewhere'))
    renameSync(join(cwd, 'lab', 'observations'), join(cwd, 'old'))
    symlinkSync('../elsewhere', join(cwd, 'lab', 'observations'))
    await write('lab', observed('edge/proxy-1'))
    expect(readdirSync(join(cwd, 'elsewhere'))).toEqual([])
    expect(bytesOf(join(cwd, 'lab', 'observations'))).toEqual(bytesOf(join(cwd, 'old')))
  })

  it('of an earlier capture do not stay in the folder of a later one', async () => {
    await write('lab', observed('edge/proxy-1', 'edge/proxy-2'))
    await write('new', observed('edge/proxy-3'))
    await write('lab', observed('edge/proxy-3'))
    expect(bytesOf(join(cwd, 'lab'))).toEqual(bytesOf(join(cwd, 'new')))
    await write('lab')
    await write('without')
    expect(bytesOf(join(cwd, 'lab'))).toEqual(bytesOf(join(cwd, 'without')))
  })

  it('of a folder that are not all written leave it as it was', async () => {
    const stop = new AbortController()
    const store = captureStore({ stdout: new PassThrough(), cwd, signal: stop.signal, hold: () => () => {} }, masker)
    await write('lab', observed('edge/proxy-1'))
    const first = bytesOf(join(cwd, 'lab'))
    stop.abort()
    for (const target of ['lab', 'new']) await expect(store.write(target, content)).rejects.toThrow()
    expect(bytesOf(join(cwd, 'lab'))).toEqual(first)
    expect(readdirSync(cwd)).toEqual(['lab'])
  })

  it('that cannot be written are a problem with the path', async () => {
    writeFileSync(join(cwd, 'file'), 'x')
    await expect(write('file/lab.yaml')).rejects.toMatchObject({
      value: { reason: 'capture-unwritable', facts: { path: 'file/lab.yaml' } },
    })
  })

  it.each(['lab.yaml', '-'])('are not written as YAML that could not be read again: %s', async (target) => {
    const long = { ...content, observations: new Map([['edge/proxy-1', { 'nginx.conf': '#\n'.repeat(200_000) }]]) }
    await expect(write(target, long)).rejects.toMatchObject({
      value: { facts: { detail: expect.stringContaining('write to a name that ends in .tar.gz or .json') } },
    })
    expect(readdirSync(cwd)).toEqual([])
    await write('lab.json', long)
    expect(await all(await open('lab.json'), 'Service')).toHaveLength(1)
  })

  it('go to standard output as one YAML document', async () => {
    const stdout = new PassThrough()
    await write('-', content, stdout)
    expect(String(stdout.read())).toMatch(/^apiVersion: v1\nkind: List\nitems:\n {2}- apiVersion: tkng.dev\/v1\n/)
  })
})

const conf = 'events {\n}\nhttp {\n  server {\n    server_name a;\n  }\n}\n'
const observed = (...keys: string[]): CaptureContent => ({
  ...content,
  observations: new Map(keys.map((key) => [key, { 'nginx.conf': conf, 'backends.json': '[]' }])),
})

describe('a replica whose name is no name', () => {
  const names = [
    ...['edge/..', '../x', 'edge/../../../ESCAPED', '/etc/cron.d', 'edge/', 'edge/.', 'edge/.hidden', 'edge/a/b'],
    ...[
      'edge/a\\b',
      'edge/C:',
      'edge/nul',
      'com1/x',
      'edge/aux.txt',
      'edge/x.',
      'edge/é',
      'edge/A',
      'edge/a\nb',
      'edge/\0',
    ],
    ...[`edge/${'x'.repeat(254)}`, `${'n'.repeat(63)}/${'x'.repeat(253)}`],
  ]

  it.each(['lab', 'lab.tar.gz', 'lab.yaml', 'lab.json'])('makes no path in %s, and comes back', async (target) => {
    const all = observed('edge/proxy-1', ...names)
    await write(target, all)
    expect(readdirSync(cwd)).toEqual([target])
    if (target === 'lab') {
      expect(readdirSync(join(cwd, target, 'observations'), { recursive: true }).sort()).toEqual([
        'edge',
        ...['', '/backends.json', '/nginx.conf'].map((file) => join('edge', 'proxy-1', file)),
      ])
    }
    const { textsOf } = await openAll(target)
    for (const key of all.observations.keys()) {
      const slash = key.indexOf('/')
      const replica = { namespace: key.slice(0, slash), name: key.slice(slash + 1) }
      expect(textsOf(replica).text('backends.json')).toBe('[]')
    }
  })
})

describe('masking', () => {
  const key = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\n'
  const base64 = (text: string) => Buffer.from(text).toString('base64')

  async function written(kind: Kind, object: object): Promise<string> {
    await write('masked.json', { ...content, listings: { [kind]: seen([project(kind, object)]) } })
    return readFileSync(join(cwd, 'masked.json'), 'utf8')
  }

  it('keeps of a Secret its certificates, whatever else stands beside or inside', async () => {
    const [whole, broken] = [pem('server'), '-----BEGIN CERTIFICATE-----\nhunter2\n-----END CERTIFICATE-----\n']
    const data = {
      'tls.crt': base64(`hunter2\n${whole}hunter2${key}${broken}`),
      'tls.key': base64(key),
      password: base64('hunter2'),
      'ca.crt': base64(key),
    }
    const text = await written('Secret', {
      metadata: { name: 's', namespace: 'x', labels: { pw: 'hunter2' }, annotations: { note: 'hunter2' } },
      type: 'kubernetes.io/tls',
      data,
      stringData: { a: 'hunter2' },
    })
    const { data: kept, metadata } = JSON.parse(text).items[1]
    const chain = Buffer.from(kept['tls.crt'], 'base64').toString()
    expect(chain.match(/BEGIN CERTIFICATE/g)).toHaveLength(2)
    expect(new X509Certificate(chain).fingerprint256).toBe(new X509Certificate(whole).fingerprint256)
    expect(kept['ca.crt']).toBe('')
    expect(metadata).toEqual({ name: 's', namespace: 'x', labels: { pw: 'masked' }, annotations: { note: 'masked' } })
    expect(`${text}${chain}`).not.toMatch(/hunter2|MIIEvQ/)
  })

  const ours = 'nginx.ingress.kubernetes.io'
  it.each([
    ['kubectl.kubernetes.io/last-applied-configuration', '{"spec":"everything"}', undefined],
    [
      `${ours}/configuration-snippet`,
      'more_set_headers "X-Api-Key: abc123";',
      'more_set_headers "X-Api-Key: <masked>";',
    ],
    [
      `${ours}/configuration-snippet`,
      'proxy_set_header Authorization "Basic dXNlcjpwYXNz";',
      'proxy_set_header Authorization "<masked>";',
    ],
    [`${ours}/auth-url`, 'https://ann:secret@auth.example.com/x', 'https://masked@auth.example.com/x'],
    [`${ours}/auth-signin`, 'https://x/?token=abc&a=b', 'https://x/?token=masked&a=b'],
    [`${ours}/auth-secret`, 'basic-auth', 'basic-auth'],
    [`${ours}/rewrite-target`, '/$2', '/$2'],
    [`${ours}/proxy-body-size`, '8q hunterZ2', '8q masked'],
    ['kubernetes.io/ingress.class', 'nginx', 'nginx'],
    ['example.com/x-api-key', 'hunter2', 'masked'],
    ['example.com/owner', 'the shop team', 'masked'],
    ['example.com/enabled', 'true', 'true'],
    ['pem', `x ${key}`, 'masked'],
  ])('of the annotation %s: %s', async (name, value, expected) => {
    const text = await written('Ingress', {
      metadata: { name: 'a', namespace: 'x', annotations: { [name]: value } },
      spec: {},
    })
    expect(JSON.parse(text).items[1].metadata.annotations?.[name]).toBe(expected)
  })

  it('finds a private key wherever it stands in an annotation', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), async (before, after) => {
        const text = await written('Ingress', {
          metadata: { name: 'a', annotations: { note: `${before}${key}${after}` } },
          spec: {},
        })
        expect(text).not.toContain('MIIEvQIBADANBgkqhkiG9w0BAQEFAASC')
      }),
      { numRuns: 50, verbose: true },
    )
  })
})
