/** Lists in protobuf: what they say is what the same lists say in JSON, and bytes of any kind come to an end. */
import { describe, expect, it } from 'vitest'
import { project } from '../../../src/domain/objects/project.js'
import { expired, status, times } from '../../support/cluster/fake-api-faults.js'
import type { Objects } from '../../support/cluster/fake-api-store.js'
import { open, problemIn, startApi } from '../../support/cluster/open-cluster.js'
import { both, metadata, read, type Sent, sent } from './lists.js'
import recorded from './recorded.json' with { type: 'json' }

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
