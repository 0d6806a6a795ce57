/** An object with several faults: all that `why` says of it, whoever takes it; what is said of all of it alone has no row. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { session } from '../../support/program/session.js'

const pod = (image: string, ...args: readonly string[]) => ({
  ...{ apiVersion: 'v1', kind: 'Pod' },
  metadata: {
    ...{ namespace: 'edge', name: 'proxy-0' },
    ownerReferences: [{ kind: 'StatefulSet', name: 'proxy', controller: true }],
  },
  spec: { containers: [{ name: 'proxy', image: `registry.example/${image}`, args }] },
  status: { phase: 'Running', podIP: '10.9.0.1', conditions: [{ type: 'Ready', status: 'True' }] },
})
const object = (apiVersion: string, kind: string, name: string, spec: object) => ({
  ...{ apiVersion, kind, spec },
  metadata: { namespace: 'shop', name, creationTimestamp: '2026-05-01T00:00:00Z' },
})
const around = [
  object('v1', 'Service', 'web', { clusterIP: '10.0.0.1', ports: [{ port: 80, targetPort: 8080 }] }),
  {
    ...object('discovery.k8s.io/v1', 'EndpointSlice', 'web-1', {}),
    metadata: { namespace: 'shop', name: 'web-1', labels: { 'kubernetes.io/service-name': 'web' } },
    ...{ addressType: 'IPv4', ports: [{ port: 8080 }] },
    endpoints: [{ addresses: ['10.1.0.1'], conditions: { ready: true } }],
  },
  { ...object('v1', 'Secret', 'other', {}), type: 'Opaque' },
]
const virtualServer = (routes: readonly object[], more: object = {}) =>
  object('k8s.nginx.org/v1', 'VirtualServer', 'r', {
    host: 'a.test',
    upstreams: [
      { name: 'gone', service: 'gone', port: 80 },
      { name: 'lost', service: 'lost', port: 80 },
    ],
    routes,
    ...more,
  })
const proxy = (name: string, services: readonly object[]) =>
  object('projectcontour.io/v1', 'HTTPProxy', name, { virtualhost: { fqdn: 'a.test' }, routes: [{ services }] })

it.each<[string, readonly object[], readonly string[]]>([
  [
    'F5: two upstreams that are not there, behind one that is not declared',
    [
      pod('nginx/nginx-ingress:5.5.4'),
      virtualServer([
        { path: '/', action: { pass: 'gone' } },
        { path: '/a', action: { pass: 'nobody' } },
        { path: '/b', action: { pass: 'no-one' } },
        { path: '/c', action: { pass: 'lost' } },
      ]),
    ],
    ['(whole) rejected rejected', '/ rejected no-service', '/c rejected no-service'],
  ],
  [
    'Contour: a host that two ask for, and a Service that is not there',
    [
      pod('projectcontour/contour:v1.33.6', 'serve'),
      proxy('r', [{ name: 'gone', port: 80 }]),
      proxy('s', [{ name: 'web', port: 80 }]),
    ],
    ['(whole) rejected', '/ rejected no-service'],
  ],
  [
    'Traefik: a rule that cannot be read, and a port that is not there',
    [
      pod('traefik:v3.7.15', '--providers.kubernetescrd'),
      object('traefik.io/v1alpha1', 'IngressRoute', 'r', {
        routes: [
          { match: 'Host(`a.test`', kind: 'Rule', services: [{ name: 'web', port: 81 }] },
          { match: 'Host(`a.test`)', kind: 'Rule', services: [{ name: 'web', port: 80 }] },
        ],
      }),
    ],
    ['Host(`a.test` no-port rule-invalid'],
  ],
])('%s', async (_, objects, expected) => {
  const file = join(mkdtempSync(join(tmpdir(), 'tkng-causes-')), 'all.json')
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...objects, ...around] }))
  const { stdout } = await session(['why', '-A', '-o', 'json', '--from', file])
  const rows = JSON.parse(stdout).items as {
    source: { name: string }
    rule: { path: string } | null
    causes: { code: string }[]
  }[]
  const own = rows.filter(({ source }) => source.name === 'r')
  expect(own.map(({ rule, causes }) => [rule?.path ?? '(whole)', ...causes.map(({ code }) => code)].join(' '))).toEqual(
    expected,
  )
})
