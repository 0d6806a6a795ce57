/** Files that are made to hang, to overflow or to fill the memory: each is answered, or refused in a sentence. */
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Header } from 'tar'
import { describe, expect, it } from 'vitest'
import { controllerPod } from '../support/cluster/fake-controller.js'
import { attempt, makeYard } from './support/attempt.js'
import { expectHeld } from './support/held.js'

async function withFile(content: string | Buffer, argv: readonly string[]) {
  const yard = makeYard()
  writeFileSync(join(yard.work, 'given'), content)
  return attempt([...argv, '--from', 'given'], { yard, patience: 60 })
}

const list = (items: readonly unknown[]) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items })
const ingress = (path: string) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'a', namespace: 'b', annotations: { 'nginx.ingress.kubernetes.io/use-regex': 'true' } },
  spec: {
    ingressClassName: 'nginx',
    rules: [
      {
        host: 'a.example',
        http: {
          paths: [
            { path, pathType: 'ImplementationSpecific', backend: { service: { name: 's', port: { number: 80 } } } },
          ],
        },
      },
    ],
  },
})
const nginxClass = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  metadata: { name: 'nginx' },
  spec: { controller: 'k8s.io/ingress-nginx' },
}
const env = Array.from({ length: 40 }, (_, i) => ({
  name: `A${i}`,
  value: i === 0 ? 'x'.repeat(10) : `$(A${i - 1})$(A${i - 1})`,
}))
const bomb = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'b' },
  spec: {
    containers: [{ name: 'c', image: 'registry.k8s.io/ingress-nginx/controller:v1.12.1', env, args: ['$(A39)'] }],
  },
})
const server = (code: string) => `events {}\nhttp {\nserver { listen 80; server_name a.example; ${code} }\n}\n`

const named = Array.from({ length: 400_000 }, (_, i) => `{"metadata":{"name":"a${i}"}}`)

/** An archive in which so many replicas said the same. */
function saidBy(replicas: number, text: Buffer): Buffer {
  const of = (path: string, text: Buffer) => {
    const head = Buffer.alloc(512)
    new Header({ path, mode: 0o644, size: text.length, type: 'File', mtime: new Date(0) }).encode(head, 0)
    return [head, text, Buffer.alloc((512 - (text.length % 512)) % 512)]
  }
  const pods = Array.from({ length: replicas }, (_, i) => controllerPod({ name: `c${i}`, namespace: 'b' }))
  const said = pods.flatMap((_, i) => of(`observations/b/c${i}/nginx.conf`, text))
  return Buffer.concat([
    ...of('api/pods.json', Buffer.from(JSON.stringify({ apiVersion: 'v1', kind: 'PodList', items: pods }))),
    ...said,
  ])
}

describe('a listing of', () => {
  it.each<[string, string | Buffer]>([
    ['a list that holds itself', 'apiVersion: v1\nkind: List\nitems: &a\n- *a\n'],
    ['an object that holds itself', '&a {kind: List, apiVersion: v1, items: [*a]}\n'],
    ['brackets in brackets, as YAML', `a: ${'['.repeat(30_000)}`],
    ['mappings as keys of mappings', `${'? '.repeat(1_000)}a\nb: c\n`],
    ['a key that stands for a mapping', `a: &a {${'b: {b: '.repeat(200)}c${'}'.repeat(201)}\n${'? *a\n'.repeat(100)}`],
    ['brackets in brackets, as JSON', '['.repeat(150_000) + ']'.repeat(150_000)],
    ['blank lines', '\n'.repeat(150_000)],
    ['blanks', `${' '.repeat(150_000)}x`],
    ['marks of documents', '---\n'.repeat(20_000)],
    [
      'objects without anything, packed',
      gzipSync(`{"apiVersion":"v1","kind":"List","items":[${'{},'.repeat(8_000_000)}{}]}`),
    ],
    ['a text without end, packed', gzipSync(`a: "${'x'.repeat(300_000_000)}"`, { level: 1 })],
    ['documents without anything', '---\n- a\n'.repeat(1_000_000)],
    [
      'very many objects that have nothing but a name',
      gzipSync(`{"kind":"IngressList","apiVersion":"networking.k8s.io/v1","items":[${named.join(',')}]}`, { level: 1 }),
    ],
    ['a text of letters of two bytes each', `a: "☃${'x'.repeat(50_000_000)}"`],
    [
      'many texts of replicas',
      gzipSync(saidBy(60, Buffer.from('http { server { listen 80; } }\n'.repeat(125_000))), { level: 1 }),
    ],
    ['texts of replicas that do not pack', saidBy(3, Buffer.from(randomBytes(12_000_000).toString('base64')))],
    ['numbers in a row', '1 '.repeat(2_000_000)],
    ['pods whose environment doubles', list(Array.from({ length: 30 }, (_, i) => bomb(`p${i}`)))],
    ['items that are none', '{"apiVersion":"networking.k8s.io/v1","kind":"IngressList","items":[null,1,[],[[[]]]]}'],
  ])('%s', async (_, content) => {
    expectHeld(await withFile(content, ['ingresses', '-A']))
  })
})

it('thousands of patterns that routes of one host ask for are tried in no square of their number', async () => {
  const route = (_: unknown, i: number) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: `r${i}`, namespace: 'b' },
    spec: {
      parentRefs: [{ name: 'g' }],
      hostnames: ['a.example'],
      rules: [{ matches: Array.from({ length: 8 }, (_, n) => ({ headers: [pattern(`([a-z0-9]+-?)+${i * 8 + n}`)] })) }],
    },
  })
  const pattern = (value: string) => ({ type: 'RegularExpression', name: 'x', value })
  const [gatewayClass, gateway] = [
    { kind: 'GatewayClass', metadata: { name: 'eg' }, spec: { controllerName: 'example.com/eg' } },
    {
      kind: 'Gateway',
      metadata: { name: 'g', namespace: 'b' },
      spec: { gatewayClassName: 'eg', listeners: [{ name: 'h', port: 80, protocol: 'HTTP' }] },
    },
  ].map((one) => ({ apiVersion: 'gateway.networking.k8s.io/v1', ...one }))
  const content = list([gatewayClass, gateway, ...Array.from({ length: 400 }, route)])
  expectHeld(await withFile(content, ['why', '-A']), { seconds: 5 })
})

describe('objects that lead to one another, each to two others,', () => {
  const own = (apiVersion: string, kind: string, name: string, spec: object) => ({
    ...{ apiVersion, kind, metadata: { name, namespace: 'b' } },
    spec,
  })
  const runs = (namespace: string, image: string, args: readonly string[]) => ({
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x-1', namespace } },
    spec: { containers: [{ name: 'x', image, args }] },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  })
  /** @param next the numbers of those that one names */
  const traefik = (count: number, next: (i: number) => readonly number[]) => {
    const made = (kind: string, spec: (names: readonly number[]) => object) =>
      Array.from({ length: count }, (_, i) => own('traefik.io/v1alpha1', kind, `x${i}`, spec(next(i))))
    const services = [{ kind: 'TraefikService', name: 'x0' }]
    const routes = [{ match: 'Host(`a.example`)', kind: 'Rule', services, middlewares: [{ name: 'x0' }] }]
    const inner = [{ match: 'PathPrefix(`/`)', kind: 'Rule' }]
    return list([
      runs('edge', 'traefik:v3.6', ['--providers.kubernetescrd', '--entryPoints.web.address=:80']),
      own('traefik.io/v1alpha1', 'IngressRoute', 'r', { routes }),
      ...made('TraefikService', (names) => ({
        weighted: { services: names.map((n) => ({ kind: 'TraefikService', name: `x${n}`, weight: 1 })) },
      })),
      ...made('IngressRoute', (names) => ({ parentRefs: names.map((n) => ({ name: `x${n}` })), routes: inner })),
      ...made('Middleware', (names) => ({ chain: { middlewares: names.map((n) => ({ name: `x${n}` })) } })),
    ])
  }
  /** @param isRoot which of them have a host, all the same one */
  const contour = (count: number, isRoot: (i: number) => boolean, next: (i: number) => readonly number[]) =>
    list([
      runs('projectcontour', 'ghcr.io/projectcontour/contour:v1.33.0', ['serve']),
      ...Array.from({ length: count }, (_, i) =>
        own('projectcontour.io/v1', 'HTTPProxy', `p${i}`, {
          ...(isRoot(i) ? { virtualhost: { fqdn: 'a.example' } } : {}),
          includes: next(i).map((n) => ({ name: `p${n}` })),
          routes: [{ services: [{ name: 's', port: 80 }] }],
        }),
      ),
    ])
  const many = (count: number, n: number) => Array.from({ length: count }, () => n)

  it.each<[string, string]>([
    ['in a circle, of Traefik', traefik(2_000, (i) => [(i + 1) % 2_000, (i + 2) % 2_000])],
    ['one after the other, of Traefik', traefik(4_000, (i) => [i + 1])],
    ['level by level, of Traefik', traefik(60, (i) => [Math.min(i + 1, 59), Math.min(i + 2, 59)])],
    [
      'in a circle, of Contour',
      contour(
        5_000,
        (i) => i === 0,
        (i) => [(i + 1) % 5_000, (i + 2) % 5_000],
      ),
    ],
    [
      'in a circle of those that share a host',
      contour(
        5_000,
        () => true,
        (i) => [(i + 1) % 5_000, i],
      ),
    ],
    [
      'very often, and those to nobody',
      contour(
        2,
        (i) => i === 0,
        (i) => many(5_000, i + 1),
      ),
    ],
  ])('%s', { timeout: 400_000 }, async (_, content) => {
    for (const argv of [['why', '-A'], ['lint'], ['trace', 'http://a.example/']])
      expectHeld(await withFile(content, argv))
  })
})

it('a capture of a long configuration holds none of it whole', async () => {
  const block = 'server { listen 80; server_name a.example; location / { proxy_set_header X-Key "CANARY"; } }\n'
  const yard = makeYard()
  writeFileSync(join(yard.work, 'given'), saidBy(1, Buffer.from(`http {\n${block.repeat(150_000)}}\n`)))
  const observed = await attempt(['capture', '-A', '--from', 'given', '-o', 'kept'], { yard, patience: 60 })
  expectHeld(observed, { codes: [0] })
  const kept = readFileSync(join(yard.work, 'kept', 'observations', 'b', 'c0', 'nginx.conf'), 'utf8')
  expect(kept === `http {\n${block.replace('CANARY', '<masked>').repeat(150_000)}}\n`).toBe(true)
})

describe('a trace through', () => {
  it.each<[string, string]>([
    ['a slug', '/([a-z0-9]+-?)+$'],
    ['alternatives that overlap', '/(a|aa)+$'],
    ['repeats in repeats', '/((a+)+)+$'],
    ['a capture that is repeated', '/(a+)+\\1[bc]$'],
    ['a high power', '/(.*)a(.*)a(.*)a(.*)a(.*)a(.*)[bc]'],
    ['parentheses that nobody closes', `/${'('.repeat(3_900)}`],
    ['parentheses in parentheses', `/${'(?:'.repeat(1_300)}a${')'.repeat(1_300)}`],
    ['many alternatives', `/${'(?:a|b)'.repeat(10_000)}`],
  ])('%s, of an Ingress', async (_, path) => {
    const content = list([ingress(path), nginxClass])
    expectHeld(await withFile(content, ['trace', `http://a.example/${'a'.repeat(60)}!`]))
    expectHeld(await withFile(content, ['why', '-A']))
  })

  it.each<[string, string]>([
    ['a pattern of a location', 'location ~ "^/([a-z0-9]+-?)+$" { return 204; }'],
    ['a pattern of a name', 'server_name "~^([a-z0-9]+-?)+$";'],
    ['a pattern of an if', 'if ($uri ~ "^/((a+))+$") { return 204; }'],
    ['values that double', `set $a 1; ${'set $a "$a$a"; '.repeat(60)} return 302 /$a;`],
    ['paths that double', `${'rewrite ^(.*)$ $1$1; '.repeat(60)}`],
    ['locations in locations', 'location / { '.repeat(20_000) + '}'.repeat(20_000)],
  ])('%s, of nginx.conf', async (_, code) => {
    const url = `http://a.example/${'a'.repeat(60)}!`
    expectHeld(await withFile(server(code), ['trace', url]))
    expectHeld(await withFile(server(code), ['conf', '--host', 'a.example', '--location', `/${'a'.repeat(60)}!`]))
  })
})

it('a gzip that bears the mark of an archive in its own header is unpacked within the limit', async () => {
  const packed = gzipSync(Buffer.alloc(600 * 1024 * 1024, ' '), { level: 1 })
  const name = Buffer.from(`${'A'.repeat(247)}ustar${'B'.repeat(300)}\0`)
  // The flag for a name, and the name: https://www.rfc-editor.org/rfc/rfc1952
  packed[3] = 8
  const bytes = Buffer.concat([packed.subarray(0, 10), name, packed.subarray(10)])
  const observed = await withFile(bytes, ['ingresses'])
  expectHeld(observed)
  expect(observed.stderr).toContain('the limit is 64 MiB of texts')
})
