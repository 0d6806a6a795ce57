/** Lists in protobuf: what they say is what the same lists say in JSON, and bytes of any kind come to an end. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pageOf } from '../../src/cluster/list/page.js'
import { type Kind, type Kinds, kinds } from '../../src/domain/objects/objects.js'
import { project } from '../../src/domain/objects/project.js'
import { Problem } from '../../src/domain/problem.js'
import { expired, status, times } from '../support/cluster/fake-api-faults.js'
import type { Objects } from '../support/cluster/fake-api-store.js'
import { protobufOf } from '../support/cluster/kube-protobuf.mjs'
import { open, problemIn, startApi } from '../support/cluster/open-cluster.js'
import recorded from './protobuf-recorded.json' with { type: 'json' }

type Sent = 'Ingress' | 'Service' | 'EndpointSlice' | 'Secret'

const listOf = (kind: Kind, items: readonly unknown[], next = '') => ({
  kind: `${kind}List`,
  apiVersion: kinds[kind].version,
  metadata: { resourceVersion: '4711', continue: next },
  items,
})

function sent(kind: Kind, items: readonly unknown[], next?: string): Buffer {
  const bytes = protobufOf(listOf(kind, items, next))
  if (bytes === null) throw new Error(`${kind} has no protobuf here`)
  return bytes
}

const read = <K extends Kind>(kind: K, bytes: Buffer): (Kinds[K] | null)[] => [
  ...pageOf(kind, bytes, 'https://server').items,
]

const named = <T extends { metadata: { name?: unknown } }>(item: T) => (item.metadata.name ? item : null)

/** Both ways: what is read of the protobuf, and what is made of the JSON. */
const both = (kind: Sent, items: readonly object[]) =>
  [read(kind, sent(kind, items)), items.map((item) => named(project(kind, item)))] as const

const metadata = {
  name: 'web',
  namespace: 'shop',
  uid: '0b1c',
  resourceVersion: '12',
  generation: 300,
  creationTimestamp: '2026-02-28T23:59:59Z',
  labels: { app: 'web', empty: '', __proto__x: 'y' },
  annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"secret":1}', 'a/b': 'größer ⟶ 𝄞' },
  managedFields: [
    { manager: 'kubectl', operation: 'Update', time: '2026-02-28T23:59:59Z', fieldsV1: { 'f:spec': {} } },
  ],
}
const service = (port: object) => ({ service: { name: 'web', port } })

describe('an object in protobuf', () => {
  it.each<[string, Sent, object]>([
    [
      'an Ingress of everything',
      'Ingress',
      {
        metadata,
        spec: {
          ingressClassName: 'nginx',
          defaultBackend: { resource: { apiGroup: 'k8s.example', kind: 'Bucket', name: 'static' } },
          rules: [
            {
              host: 'shop.example',
              http: {
                paths: [
                  { path: '/', pathType: 'Prefix', backend: service({ number: 80 }) },
                  { path: '/a', pathType: 'Exact', backend: service({ number: 80 }) },
                  { path: '/b', backend: service({ name: 'http' }) },
                  { pathType: 'ImplementationSpecific', backend: { resource: { kind: 'Bucket', name: 'static' } } },
                  { path: '/d', pathType: 'Prefix', backend: service({}) },
                ],
              },
            },
            { http: { paths: null } },
            { host: 'other.example' },
          ],
          tls: [{ hosts: ['shop.example', 'other.example'], secretName: 'tls' }, {}],
        },
        status: {
          loadBalancer: {
            ingress: [{ ip: '192.0.2.1' }, { hostname: 'lb.example', ports: [{ port: 80, protocol: 'TCP' }] }],
          },
        },
      },
    ],
    [
      'an Ingress of a class without a name',
      'Ingress',
      { metadata, spec: { ingressClassName: '' }, status: { loadBalancer: {} } },
    ],
    [
      'a Service of everything',
      'Service',
      {
        metadata: { ...metadata, deletionTimestamp: '1970-01-01T00:00:09Z' },
        spec: {
          type: 'LoadBalancer',
          clusterIP: '10.0.0.1',
          clusterIPs: ['10.0.0.1'],
          selector: { app: 'web' },
          publishNotReadyAddresses: true,
          ports: [
            { name: 'http', protocol: 'TCP', port: 80, targetPort: 'web', nodePort: 30080, appProtocol: 'http' },
            { port: 65535, targetPort: 8443 },
            { port: 1, targetPort: 0 },
          ],
        },
        status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
      },
    ],
    [
      'a Service without ports',
      'Service',
      { metadata, spec: { type: 'ExternalName', externalName: 'a.example' }, status: { loadBalancer: {} } },
    ],
    [
      'a slice of everything',
      'EndpointSlice',
      {
        metadata: { ...metadata, generateName: 'web-' },
        addressType: 'IPv4',
        endpoints: [
          {
            addresses: ['10.1.1.1', '10.1.1.2'],
            conditions: { ready: true, serving: true, terminating: false },
            nodeName: 'n1',
            zone: 'z',
            targetRef: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'u1' },
          },
          { addresses: ['10.1.1.3'], conditions: { ready: false, serving: true, terminating: true }, nodeName: '' },
          { addresses: ['10.1.1.4'], conditions: {} },
          { addresses: null, conditions: { ready: true } },
          { addresses: ['10.1.1.6'], conditions: { ready: true } },
          { addresses: ['10.1.1.7'], conditions: { ready: true } },
        ],
        ports: [{ name: '', protocol: 'TCP', port: 8080 }, { name: 'x', protocol: 'UDP', port: 0 }, {}],
      },
    ],
    ['a slice of nothing', 'EndpointSlice', { metadata: { name: 'a' }, addressType: 'FQDN' }],
    [
      'a Secret',
      'Secret',
      { metadata, type: 'kubernetes.io/tls', data: { 'tls.crt': 'Y2VydA==', 'tls.key': 'a2V5', 'ca.crt': '' } },
    ],
    ['a Secret of nothing', 'Secret', { metadata, type: 'Opaque' }],
  ])('says of %s what its JSON says', (_name, kind, object) => {
    const [fromProtobuf, fromJson] = both(kind, [object, object])
    expect(fromProtobuf).toEqual(fromJson)
    expect(JSON.stringify(fromProtobuf)).toBe(JSON.stringify(fromJson))
  })

  it('of a Secret has no key, in any form', () => {
    const data = { 'tls.crt': 'Y2VydA==', 'tls.key': Buffer.from('-----BEGIN PRIVATE KEY-----').toString('base64') }
    expect(JSON.stringify(read('Secret', sent('Secret', [{ metadata, data }])))).not.toMatch(
      /PRIVATE|LS0tLS1CRUdJTiBQUklWQVRF/,
    )
  })
})

describe('recorded of a real API server', () => {
  it.each(Object.entries(recorded) as [Sent, { json: readonly object[]; protobuf: string }][])(
    '%s says in protobuf what it says in JSON',
    (kind, { json, protobuf }) => {
      expect(json.length).toBeGreaterThan(1)
      expect(read(kind, Buffer.from(protobuf, 'base64'))).toEqual(json.map((item) => project(kind, item)))
    },
  )
})

/** Text of any kind; null and left out are the same in Go. */
const text = fc.string({ unit: 'binary', maxLength: 80 })
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 3 })
const seconds = fc
  .integer({ min: 0, max: 4_000_000_000 })
  .map((at) => `${new Date(at * 1000).toISOString().slice(0, 19)}Z`)
const filled = text.filter((value) => value !== '')
const map = maybe(fc.dictionary(text, text, { maxKeys: 3, noNullPrototype: true }))
const meta = fc.record({
  name: maybe(filled),
  namespace: maybe(filled),
  creationTimestamp: maybe(seconds),
  deletionTimestamp: maybe(seconds),
  labels: map,
  annotations: map,
})
const port = fc.integer({ min: 1, max: 65535 })
const path = fc.record({
  path: maybe(filled),
  pathType: maybe(text),
  backend: fc.record({
    service: maybe(fc.record({ name: text, port: fc.record({ name: maybe(filled), number: maybe(port) }) })),
    resource: maybe(fc.record({ apiGroup: maybe(text), kind: text, name: text })),
  }),
})
const some = <T>(value: fc.Arbitrary<T>) => maybe(fc.array(value, { minLength: 1, maxLength: 6 }))
const objects: { readonly [K in 'Ingress' | 'EndpointSlice']: fc.Arbitrary<object> } = {
  Ingress: fc.record({
    metadata: meta,
    spec: fc.record({
      ingressClassName: maybe(text),
      rules: some(fc.record({ host: maybe(filled), http: maybe(fc.record({ paths: some(path) })) })),
      tls: some(fc.record({ hosts: some(text), secretName: maybe(filled) })),
    }),
    status: fc.record({ loadBalancer: fc.record({ ingress: some(fc.record({ ip: maybe(filled) })) }) }),
  }),
  EndpointSlice: fc.record({
    metadata: meta,
    addressType: text,
    endpoints: some(
      fc.record({
        addresses: fc.array(text, { minLength: 1, maxLength: 3 }),
        conditions: fc.record({ ready: maybe(fc.boolean()), serving: maybe(fc.boolean()) }),
        nodeName: maybe(text),
      }),
    ),
    ports: some(fc.record({ name: maybe(text), port: maybe(fc.integer({ min: 0, max: 2 ** 31 - 1 })) })),
  }),
}

describe('lists in protobuf (property)', () => {
  it.each(['Ingress', 'EndpointSlice'] as const)('of %s say what their JSON says', (kind) => {
    fc.assert(
      fc.property(fc.array(objects[kind], { maxLength: 4 }), (items) => {
        const [fromProtobuf, fromJson] = both(kind, JSON.parse(JSON.stringify(items)) as object[])
        expect(fromProtobuf).toEqual(fromJson)
      }),
    )
  })

  it('that are cut, or changed anywhere, are an answer or a problem, and never without end', () => {
    const whole = sent(
      'Ingress',
      [{ metadata, spec: { rules: [{ host: 'a', http: { paths: [{ path: '/' }] } }] } }],
      'next',
    )
    const spoiled = fc.oneof(
      fc.nat({ max: whole.length }).map((end) => whole.subarray(0, end)),
      fc
        .array(fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 })
        .map((changes) => {
          const bytes = Buffer.from(whole)
          for (const [at, byte] of changes) bytes[at] = byte
          return bytes
        }),
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.concat([whole.subarray(0, 4), bytes])),
    )
    fc.assert(
      fc.property(spoiled, (bytes) => {
        try {
          read('Ingress', bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(Problem)
          expect((error as Problem).value.reason).toBe('not-kubernetes')
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('an API server that speaks protobuf', () => {
  const shop: Objects = {
    Ingress: Array.from({ length: 4500 }, (_, i) => ({ metadata: { namespace: 'shop', name: `web-${10_000 + i}` } })),
    Namespace: [{ metadata: { name: 'shop' } }],
  }
  const scope = 'all-namespaces' as const

  it('is asked for it, and sends every page', async () => {
    const api = await startApi({ objects: shop, protobuf: true })
    const { items } = await open(api.url).cluster.list('Ingress', { scope })
    expect(items.map(({ metadata: { name } }) => name)).toEqual(shop.Ingress?.map(({ metadata: { name } }) => name))
    expect(new Set(api.requests.map(({ headers }) => headers.accept))).toEqual(
      new Set(['application/vnd.kubernetes.protobuf, application/json']),
    )
  })

  it('is asked for JSON where few objects are, and where a person reads the answers', async () => {
    const api = await startApi({ objects: shop, protobuf: true })
    await open(api.url).cluster.list('Namespace', { scope })
    const { cluster, said } = open(api.url, { verbosity: 8 })
    await cluster.list('Ingress', { scope })
    expect(new Set(api.requests.map(({ headers }) => headers.accept))).toEqual(new Set(['application/json']))
    expect(said.join('\n')).toContain('"kind":"IngressList"')
  })

  it('refuses in its own words', async () => {
    const api = await startApi({ objects: shop, protobuf: true, deny: [{ kind: 'Ingress' }, { kind: 'Namespace' }] })
    const { gaps, coverage } = await open(api.url).cluster.list('Ingress', { scope })
    expect({ coverage, reason: gaps[0]?.reason }).toEqual({ coverage: 'none', reason: 'forbidden' })
    expect(gaps[0]?.message).toContain('ingresses.networking.k8s.io is forbidden: User "ann" cannot list')
  })

  it('goes on after a token has expired', async () => {
    const api = await startApi({ objects: shop, protobuf: true, faults: [times(2, expired)] })
    const { items, gaps } = await open(api.url).cluster.list('Ingress', { scope })
    expect(items).toHaveLength(4500)
    expect(gaps.map(({ reason }) => reason)).toEqual(['unreachable'])
  })

  it('that fails is told in its words', async () => {
    const api = await startApi({ protobuf: true, faults: [status(500, 'InternalError', 'etcd has gone')] })
    expect(await problemIn(open(api.url).cluster.list('Ingress', { scope }))).toMatchObject({
      reason: 'server-error',
      facts: { status: 500, message: 'etcd has gone' },
    })
  })
})
