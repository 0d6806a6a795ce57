/** What --from takes: every form in which people have objects in a file. */

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { openSource } from '../../src/capture/open.js'
import { tarOf } from '../../src/capture/write/write.js'
import { savedByHand } from '../../src/controllers/files.js'
import type { Kind } from '../../src/domain/objects/objects.js'
import { refOf } from '../../src/domain/objects/ref.js'
import type { ClusterReader, Scope } from '../../src/domain/ports.js'
import type { Problem, ProblemFacts } from '../../src/domain/problem.js'

let cwd = ''
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'tkng-open-'))
})

const openAll = (sources: string[], { stdin = '', scope = 'all-namespaces' as Scope } = {}) =>
  openSource(sources, {
    ...{ cwd, scope, savedByHand },
    stdin: Readable.from([Buffer.from(stdin)]),
    signal: new AbortController().signal,
  })
const open = async (...args: Parameters<typeof openAll>): Promise<ClusterReader> => (await openAll(...args)).cluster

async function namesIn(cluster: ClusterReader): Promise<string[]> {
  const { items } = await cluster.list('Ingress', { scope: cluster.scope })
  return items.map((item) => `${refOf(item).namespace}/${refOf(item).name}`)
}

const one = (name: string, namespace = 'default') => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name, namespace, labels: { app: name } },
  spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
})
const listOf = (...items: object[]) => ({ apiVersion: 'v1', kind: 'List', items })

describe('forms', () => {
  it.each<[string, string, string[]]>([
    ['a single object, YAML', stringify(one('a')), ['default/a']],
    ['a single object, JSON', JSON.stringify(one('a')), ['default/a']],
    ['kubectl get -o json', JSON.stringify(listOf(one('a'), one('b')), null, 4), ['default/a', 'default/b']],
    ['kubectl get -o yaml', stringify(listOf(one('a'), one('b'))), ['default/a', 'default/b']],
    [
      'several documents',
      `---\n${stringify(one('a'))}---\n# nothing\n---\n${stringify(one('b'))}...\n`,
      ['default/a', 'default/b'],
    ],
    [
      'an IngressList whose items lack a kind',
      JSON.stringify({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'IngressList',
        items: [{ metadata: { name: 'a', namespace: 'x' } }],
      }),
      ['x/a'],
    ],
    ['a byte order mark', `\ufeff${stringify(one('a'))}`, ['default/a']],
    ['carriage returns', stringify(one('a')).replaceAll('\n', '\r\n'), ['default/a']],
    [
      'kinds that are not read, and equal names in other groups',
      stringify(
        listOf(
          one('a'),
          { ...one('b'), apiVersion: 'config.openshift.io/v1' },
          { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } },
        ),
      ),
      ['default/a'],
    ],
    [
      'several JSON values, one after the other',
      `${JSON.stringify(one('a'))}\n${JSON.stringify(one('b'))}`,
      ['default/a', 'default/b'],
    ],
    ['a list of lists', JSON.stringify(listOf(listOf(one('a')), listOf(listOf(one('b'))))), ['default/a', 'default/b']],
    ['no namespace: where kubectl would put it', stringify({ ...one('a'), metadata: { name: 'a' } }), ['default/a']],
    ['the same object twice: the first counts', stringify(listOf(one('a'), one('a'))), ['default/a']],
    [
      'a flow mapping, which begins like JSON',
      `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: a, namespace: default}}`,
      ['default/a'],
    ],
  ])('%s', async (_name, text, expected) => {
    expect(await namesIn(await open(['-'], { stdin: text }))).toEqual(expected)
  })

  it('an Ingress from before v1', async () => {
    const old = {
      apiVersion: 'extensions/v1beta1',
      kind: 'Ingress',
      metadata: { name: 'a' },
      spec: {
        backend: { serviceName: 'd', servicePort: 'http' },
        rules: [{ host: 'h', http: { paths: [{ path: '/', backend: { serviceName: 'web', servicePort: 80 } }] } }],
      },
    }
    const { items } = await (await open(['-'], { stdin: stringify(old) })).list('Ingress', { scope: 'all-namespaces' })
    expect(items[0]?.spec?.rules?.[0]?.http?.paths?.[0]?.backend?.service).toEqual({
      name: 'web',
      port: { name: null, number: 80 },
    })
    expect(items[0]?.spec?.defaultBackend?.service).toEqual({ name: 'd', port: { name: 'http', number: null } })
  })

  it('a folder, an archive and a compressed file, whatever their names', async () => {
    mkdirSync(join(cwd, 'folder', 'deeper'), { recursive: true })
    writeFileSync(join(cwd, 'folder', 'a.yaml'), stringify(one('a')))
    writeFileSync(join(cwd, 'folder', 'deeper', 'b.json'), JSON.stringify(one('b')))
    writeFileSync(join(cwd, 'folder', 'notes.txt'), 'not: [an object')
    writeFileSync(
      join(cwd, 'archive'),
      gzipSync(Buffer.concat([...tarOf(new Map([['x/c.yaml', stringify(one('c'))]]), '2026-01-01T00:00:00Z')])),
    )
    writeFileSync(join(cwd, 'd'), gzipSync(JSON.stringify(one('d'))))
    expect(await namesIn(await open(['folder', 'archive', 'd']))).toEqual([
      'default/a',
      'default/b',
      'default/c',
      'default/d',
    ])
  })
})

describe('older versions', () => {
  it('an EndpointSlice, whose node stood in its topology', async () => {
    const old = {
      apiVersion: 'discovery.k8s.io/v1beta1',
      kind: 'EndpointSlice',
      metadata: { name: 'a' },
      endpoints: [{ addresses: ['10.0.0.1'], topology: { 'kubernetes.io/hostname': 'node-1' } }],
    }
    const cluster = await open(['-'], { stdin: stringify(old) })
    const { items } = await cluster.list('EndpointSlice', { scope: 'all-namespaces' })
    expect(items[0]?.endpoints?.[0]?.nodeName).toBe('node-1')
  })

  it('one that nobody knows yet is a gap', async () => {
    const next = { ...one('b'), apiVersion: 'networking.k8s.io/v2' }
    const cluster = await open(['-'], { stdin: stringify(listOf(one('a'), next)) })
    expect(await cluster.list('Ingress', { scope: 'all-namespaces' })).toMatchObject({
      items: [{ metadata: { name: 'a' } }],
      gaps: [{ reason: 'invalid', message: expect.stringContaining('networking.k8s.io/v2') }],
    })
  })
})

describe('a long YAML list, read piece by piece', () => {
  const many = Array.from({ length: 1000 }, (_, i) => one(`ingress-${String(i).padStart(4, '0')}`))

  it.each([0, 2])('holds what the same list holds as JSON (items indented by %i)', async (indent) => {
    const text = stringify(listOf(...many), { indentSeq: indent === 2 })
    const [yaml, json] = await Promise.all([
      open(['-'], { stdin: text }),
      open(['-'], { stdin: JSON.stringify(listOf(...many)) }),
    ])
    const listed = async (cluster: ClusterReader) => (await cluster.list('Ingress', { scope: 'all-namespaces' })).items
    expect(await listed(yaml)).toEqual(await listed(json))
    expect(await listed(yaml)).toHaveLength(1000)
  })

  it('may be as long as it likes: what is bounded are its objects', async () => {
    const lines = '\n#'.repeat(40)
    const text = `kind: List\nitems:\n${Array.from({ length: 4000 }, (_, i) => `- kind: Ingress\n  apiVersion: networking.k8s.io/v1\n  metadata: {name: a${i}}${lines}\n`).join('')}`
    const cluster = await open(['-'], { stdin: text })
    expect((await cluster.list('Ingress', { scope: 'all-namespaces' })).items).toHaveLength(4000)
  })

  it('names the line of an error behind all of its items', async () => {
    const text = `${stringify(listOf(...many))}metadata: {]\n`
    const line = text.split('\n').length - 1
    await expect(open(['-'], { stdin: text })).rejects.toMatchObject({ value: { facts: { line } } })
  })

  it('names the line of an error in the whole file', async () => {
    const lines = stringify(listOf(...many)).split('\n')
    lines[7000] = '\tbroken'
    const { gaps } = await (await open(['-'], { stdin: lines.join('\n') })).list('Ingress', { scope: 'all-namespaces' })
    expect(gaps).toEqual([expect.objectContaining({ kind: 'File', message: expect.stringContaining(':7001:') })])
  })
})

describe('long JSON, read piece by piece', () => {
  const padded = (name: string) => ({ ...one(name), status: { 'items]': `"}${'x'.repeat(300_000)}\\` } })
  const six = ['a', 'b', 'c', 'd', 'e', 'f'].map(padded)
  const values = (count: number) => ({ ...one('huge'), status: Array.from({ length: count }, () => 1) })
  const sentenceOf = (error: unknown) => {
    const { path, line, column, detail } = (error as Problem).value.facts as ProblemFacts['source-invalid']
    return `${path}:${line}:${column}: ${detail}`
  }
  const list = async (text: string) => (await open(['-'], { stdin: text })).list('Ingress', { scope: 'all-namespaces' })
  const names = async (text: string) => (await list(text)).items.map(({ metadata }) => metadata.name).join('')

  it.each<[string, string, string]>([
    ['a list', JSON.stringify(listOf(...six)), 'abcdef'],
    ['one with blanks', `\n${JSON.stringify(listOf(...six), null, 4)}\n`, 'abcdef'],
    ['one whose kind comes last', JSON.stringify({ items: six, kind: 'List', apiVersion: 'v1' }), 'abcdef'],
    ['an array', JSON.stringify(six), 'abcdef'],
    ['lists in a list', JSON.stringify(listOf(listOf(...six.slice(0, 3)), listOf(...six.slice(3)))), 'abcdef'],
    ['several documents', six.map((item) => JSON.stringify(item)).join('\n'), 'abcdef'],
    ['an object alone', JSON.stringify({ ...one('a'), status: 'x'.repeat(2_000_000) }), 'a'],
    [
      'its last items, where it has two',
      `{"items":[${JSON.stringify(one('a'))}],${JSON.stringify(listOf(...six)).slice(1)}`,
      'abcdef',
    ],
  ])('%s', async (_, text, expected) => {
    expect(await names(text)).toBe(expected)
  })

  it.each([
    ['a comma too many', (text: string) => text.replace('}]}', '},]}')],
    ['a comma too few', (text: string) => text.replace('},{"apiVersion"', '} {"apiVersion"')],
    ['no end', (text: string) => text.slice(0, -2)],
    ['another bracket', (text: string) => text.replace('}]}', '}}}')],
    ['a value that is none', (text: string) => text.replace('},{"apiVersion"', '},,{"apiVersion"')],
  ])('%s is told by its place', async (_, broken) => {
    const text = `\n${broken(JSON.stringify(listOf(...six)))}`
    const told = await list(text).then(
      ({ gaps }) => gaps[0]?.message,
      (error: unknown) => sentenceOf(error),
    )
    expect(told).toMatch(/^standard input:2:\d+: not valid JSON/)
  })

  it('an object of more values than are read is lacking, and the others are read', async () => {
    const text = JSON.stringify(listOf(one('a'), values(600_000), one('b')), null, 1)
    const { items, gaps } = await list(text)
    expect(items.map(({ metadata }) => metadata.name)).toEqual(['a', 'b'])
    const line = text.slice(0, text.indexOf('"huge"')).split('\n').length - 4
    const message = `standard input:${line}: more than 500,000 values for one object`
    expect(gaps).toEqual([{ kind: 'File', namespace: null, reason: 'limited', message }])
  })
})

it.each([
  [
    'Name:         web\nNamespace:    default\nRules:\n  Host  Path  Backends\n',
    /^it is what "kubectl describe" prints/,
  ],
  [
    'Name:        nginx\nLabels:      <none>\nController:  k8s.io/ingress-nginx\n',
    /^it is what "kubectl describe" prints/,
  ],
  [
    'NAMESPACE   NAME   CLASS   HOSTS   AGE\nshop        web    nginx   a.test  3d\n',
    /^it is what "kubectl get" prints/,
  ],
  ['NAME   CONTROLLER             AGE\nnginx  k8s.io/ingress-nginx   3d\n', /^it is what "kubectl get" prints/],
  ['resource "kubernetes_ingress_v1" "web" {\n  metadata {\n  }\n}\n', /^it is Terraform/],
  ['ingress:\n  enabled: true\n', /^it holds no object/],
])('what a person pasted from elsewhere is told by its name: %j', async (text, detail) => {
  const error: unknown = await open(['-'], { stdin: text }).catch((reason: unknown) => reason)
  expect(error).toMatchObject({
    value: { reason: 'source-invalid', facts: { detail: expect.stringMatching(detail) } },
  })
})

it('objects beside such a text are read', async () => {
  const cluster = await open(['-'], { stdin: `${stringify(one('before'))}# Name:   x\n# Namespace:   y\n` })
  expect((await cluster.list('Ingress', { scope: 'all-namespaces' })).items).toHaveLength(1)
})

describe('a document that is no YAML', () => {
  const broken = 'apiVersion: v1\nkind: Service\nmetadata: {name: [}\n'
  const others = [stringify(one('before')), broken, stringify(one('after'))].join('---\n')

  it('is lacking, and told by its place, and the others are read', async () => {
    const cluster = await open(['-'], { stdin: others })
    const { items, gaps } = await cluster.list('Ingress', { scope: 'all-namespaces' })
    expect(items.map(({ metadata }) => metadata.name).sort()).toEqual(['after', 'before'])
    const line = stringify(one('before')).split('\n').length + 3
    expect(gaps).toContainEqual({
      kind: 'File',
      namespace: null,
      reason: 'invalid',
      message: expect.stringMatching(new RegExp(`^standard input:${line}:\\d+: not valid YAML: `)),
    })
  })

  it('may hold what others name: that is not said to be missing', async () => {
    const cluster = await open(['-'], { stdin: others })
    const covered = (kind: Kind) => cluster.list(kind, { scope: 'all-namespaces' }).then(({ coverage }) => coverage)
    const kinds = ['Service', 'EndpointSlice', 'Secret', 'ConfigMap', 'IngressClass'] as const
    expect(await Promise.all(kinds.map(covered))).toEqual(kinds.map(() => 'none'))
    expect(await covered('Ingress')).toBe('all')
  })

  it('has damaged a capture, of which nothing is shown then', async () => {
    const head = 'apiVersion: tkng.dev/v1\nkind: Capture\ntakenAt: ""\nsource: x\nkinds: {}\ngaps: []\n---\n'
    const error: unknown = await open(['-'], { stdin: head + others }).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ value: { reason: 'source-invalid' } })
  })
})

describe('captures of a part of the cluster', () => {
  const partial = (namespaces: string[], ...items: object[]) =>
    stringify(
      listOf(
        {
          apiVersion: 'tkng.dev/v1',
          kind: 'Capture',
          takenAt: '',
          source: 'x',
          kinds: { Ingress: namespaces },
          gaps: [],
        },
        ...items,
      ),
    )

  it('answer for their namespaces alone', async () => {
    const stdin = partial(['default'], one('a'))
    expect(await (await open(['-'], { stdin })).list('Ingress', { scope: { namespace: 'default' } })).toMatchObject({
      coverage: 'all',
      gaps: [],
    })
    expect(await (await open(['-'], { stdin })).list('Ingress', { scope: { namespace: 'other' } })).toMatchObject({
      coverage: 'none',
      gaps: [{ kind: 'Ingress', namespace: 'other', reason: 'not-captured' }],
    })
    expect(await (await open(['-'], { stdin })).list('Ingress', { scope: 'all-namespaces' })).toMatchObject({
      coverage: ['default'],
      gaps: [{ kind: 'Ingress', namespace: null, reason: 'not-captured' }],
    })
  })

  it('complete each other', async () => {
    writeFileSync(join(cwd, 'one.yaml'), partial(['default'], one('a')))
    writeFileSync(join(cwd, 'two.yaml'), partial(['other'], one('b', 'other')))
    const cluster = await open(['one.yaml', 'two.yaml'])
    expect(await namesIn(cluster)).toEqual(['default/a', 'other/b'])
    expect(await cluster.list('Ingress', { scope: { namespace: 'other' } })).toMatchObject({
      coverage: 'all',
      gaps: [],
    })
  })
})

describe('answers like a cluster', () => {
  const stdin = stringify(listOf(one('a'), one('b'), one('c', 'other')))

  it('by namespace, label and name', async () => {
    const cluster = await open(['-'], { stdin, scope: { namespace: 'default' } })
    expect(await namesIn(cluster)).toEqual(['default/a', 'default/b'])
    const labelled = await cluster.list('Ingress', { scope: cluster.scope, labelSelector: 'app=b' })
    expect(labelled.items.map((item) => item.metadata.name)).toEqual(['b'])
    const named = await cluster.list('Ingress', { scope: cluster.scope, names: ['b', 'zz'] })
    expect(named.items.map((item) => item.metadata.name)).toEqual(['b'])
    expect(named.gaps).toMatchObject([{ kind: 'Ingress', namespace: 'default', reason: 'not-found' }])
  })

  it('says what it does not hold, and knows an empty list from none', async () => {
    const cluster = await open(['-'], {
      stdin: JSON.stringify(listOf(one('a'), { apiVersion: 'v1', kind: 'ServiceList', items: [] })),
    })
    expect(await cluster.list('Service', { scope: 'all-namespaces' })).toEqual({ items: [], coverage: 'all', gaps: [] })
    expect(await cluster.list('EndpointSlice', { scope: 'all-namespaces' })).toMatchObject({
      coverage: 'none',
      gaps: [{ reason: 'not-captured' }],
    })
  })
})
