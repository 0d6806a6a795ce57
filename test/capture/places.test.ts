/** Where objects of files stand in them: YAML, JSON, lists of either, and what the comments beside them say. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { openSource } from '../../src/capture/open.js'

const web = { kind: 'Ingress', namespace: 'shop', name: 'web' }
const two = { kind: 'Ingress', namespace: 'shop', name: 'two' }

async function placesIn(text: string, name = 'app.yaml') {
  const cwd = mkdtempSync(join(tmpdir(), 'places-'))
  writeFileSync(join(cwd, name), text)
  const options = {
    cwd,
    stdin: new PassThrough(),
    scope: 'all-namespaces',
    signal: new AbortController().signal,
  } as const
  const { cluster } = await openSource([join(cwd, name)], { ...options, isPlaced: true })
  return cluster.places
}

const yaml = `# of the shop
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {ports: [{port: 80}]}
---
# tkng: ignore no-port it comes later
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
  annotations:
    # before the key
    nginx.ingress.kubernetes.io/rewrite-target: /
spec:
  ingressClassName: nginx
  rules:
    - host: a.test
      http:
        paths:
          - path: /
            backend: &to
              service: {name: web, port: {name: http}}
          - path: /b
            backend: *to
`
const merged = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
  labels: &more
    a/b: c
  annotations:
    <<: *more
    <<: [{x/y: z}]
`
const list = `apiVersion: v1
kind: List
items:
- apiVersion: networking.k8s.io/v1
  kind: Ingress
  metadata: {name: web, namespace: shop}   # tkng: ignore duplicate on purpose
  spec:
    rules: [{host: a.test}]
- apiVersion: networking.k8s.io/v1
  kind: Ingress
  metadata: {name: two, namespace: shop}
  spec:
    rules:
    - host: b.test
`
const json = JSON.stringify(
  {
    apiVersion: 'v1',
    kind: 'List',
    items: [
      { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'two', namespace: 'shop' } },
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: 'web', namespace: 'shop', annotations: { 'a/b.c': '"\\' } },
        spec: { rules: [{ host: 'a.test' }, { host: 'b.test' }] },
      },
    ],
  },
  null,
  1,
)
const lineOf = (text: string, words: string) => text.slice(0, text.indexOf(words)).split('\n').length

describe('the line of', () => {
  it.each<[what: string, text: string, ref: typeof web, field: string | null, words: string]>([
    ['an object', yaml, web, null, 'apiVersion: networking'],
    ['another object', yaml, { ...web, kind: 'Service' }, null, 'apiVersion: v1'],
    ['a field', yaml, web, 'spec.ingressClassName', 'ingressClassName'],
    ['an item', yaml, web, 'spec.rules[0].http.paths[1]', '- path: /b'],
    ['an annotation', yaml, web, 'metadata.annotations["nginx.ingress.kubernetes.io/rewrite-target"]', 'nginx.ingress'],
    ['a value behind an alias', yaml, web, 'spec.rules[0].http.paths[1].backend.service.port', 'service: {name'],
    ['what is merged into a mapping', merged, web, 'metadata.annotations["a/b"]', 'a/b: c'],
    ['what is merged from a list', merged, web, 'metadata.annotations["x/y"]', '<<: [{x/y'],
    ['what is not there, which is where it would be', yaml, web, 'spec.tls[0].secretName', 'spec:\n  ingressClass'],
    [
      'an object of a list',
      list,
      two,
      null,
      '- apiVersion: networking.k8s.io/v1\n  kind: Ingress\n  metadata: {name: two',
    ],
    ['a field of one', list, two, 'spec.rules[0].host', '- host: b.test'],
    [
      'an object of JSON',
      json,
      web,
      null,
      '{\n   "apiVersion": "networking.k8s.io/v1",\n   "kind": "Ingress",\n   "metadata": {\n    "name": "web"',
    ],
    ['a key of JSON', json, web, 'metadata.annotations["a/b.c"]', '"a/b.c"'],
    ['an item of JSON', json, web, 'spec.rules[1].host', '"host": "b.test"'],
    ['what JSON has not', json, web, 'spec.tls[0]', '"spec"'],
  ])('%s', async (_, text, ref, field, words) => {
    const places = await placesIn(text)
    const line = lineOf(text, words)
    expect(places?.of(ref, field)).toEqual({ file: 'app.yaml', line })
  })

  it('an object of a list that is read in pieces', async () => {
    const item = (i: number) =>
      `- apiVersion: networking.k8s.io/v1\n  kind: Ingress\n  metadata: {name: i${i}, namespace: shop}\n  spec:\n    rules:\n    - host: ${'x'.repeat(300)}\n`
    const text = `apiVersion: v1\nitems:\n${Array.from({ length: 900 }, (_, i) => item(i)).join('')}kind: List\n`
    const places = await placesIn(text)
    for (const i of [0, 444, 899])
      expect(places?.of({ ...web, name: `i${i}` }, 'spec.rules[0].host')?.line).toBe(lineOf(text, `{name: i${i},`) + 3)
  })

  it('an object of a list of JSON that is read in pieces', async () => {
    const item = (i: number) => ({
      ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: `i${i}`, namespace: 'shop' } },
      spec: { rules: [{ host: 'x'.repeat(300_000) }] },
    })
    const text = JSON.stringify({ items: [0, 1, 2, 3, 4, 5].map(item), kind: 'List', apiVersion: 'v1' }, null, 2)
    const places = await placesIn(text, 'app.json')
    for (const i of [0, 3, 5])
      expect(places?.of({ ...web, name: `i${i}` }, 'metadata.name')?.line).toBe(lineOf(text, `"name": "i${i}"`))
  })

  it('several documents of JSON', async () => {
    const one = (name: string) =>
      JSON.stringify(
        { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name, namespace: 'shop' } },
        null,
        2,
      )
    const text = `${one('two')}\n\n${one('web')}\n`
    expect((await placesIn(text, 'app.json'))?.of(web, 'metadata.name')).toEqual({ file: 'app.json', line: 14 })
  })

  it('nothing that no file has, and nothing of a capture', async () => {
    expect((await placesIn(yaml))?.of({ ...web, name: 'none' }, null)).toBe(null)
    const capture = `apiVersion: tkng.dev/v1\nkind: Capture\ntakenAt: "2026-01-01T00:00:00Z"\nsource: x\nkinds: {Ingress: all}\ngaps: []\n---\n${list}`
    expect((await placesIn(capture))?.of(web, null)).toBe(null)
  })
})

it('comments are those of the object beside which they stand', async () => {
  expect((await placesIn(yaml))?.comments(web)).toEqual([
    { line: 7, text: 'ignore no-port it comes later', covers: null },
  ])
  expect((await placesIn(yaml))?.comments({ ...web, kind: 'Service' })).toEqual([])
  expect((await placesIn(list))?.comments(web)).toEqual([
    { line: 6, text: 'ignore duplicate on purpose', covers: null },
  ])
  expect((await placesIn(list))?.comments(two)).toEqual([])
  const above = list.replace(
    '- apiVersion: networking.k8s.io/v1\n  kind: Ingress\n  metadata: {name: two',
    '# tkng: ignore no-port x\n$&',
  )
  const inside = above.replace('    - host: b.test', '    # tkng: ignore no-port y\n$&\n      http: {}')
  expect((await placesIn(inside))?.comments(two)).toEqual([
    { line: 9, text: 'ignore no-port x', covers: null },
    { line: 15, text: 'ignore no-port y', covers: { first: 16, last: 17 } },
  ])
})

it('puts those of one text together, in the order of the texts', async () => {
  const named = (name: string) =>
    `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: ${name}, namespace: shop}}`
  const places = await placesIn(
    `kind: List\nitems: [${named('a')}, ${named('b')}]\n---\n${named('c')}\n---\n${named('d')}`,
  )
  const asked = ['d', 'a', 'x', 'c', 'b', 'y', 'd']
  expect(places?.inOrder(asked, (name) => ({ ...web, name }))).toEqual(['d', 'd', 'a', 'b', 'x', 'y', 'c'])
})
