/**
 * All verbs tell the same truth of clusters of an F5 NGINX Ingress Controller: whole hosts, merged ones, rejected objects,
 * names that share a file. TKNG_SEED repeats a run, TKNG_AGREEMENT_CLUSTERS says how many clusters are generated.
 */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { pem } from '../support/cluster/tls-files.js'
import { f5Class, f5Pod } from '../support/worlds/f5-world.js'
import { contradictionsIn, linesOf } from './contradictions.js'
import { gather, type Manifest } from './gather.js'
import { lintBesideWhy } from './lint-beside-why.js'

const seed = Number(process.env.TKNG_SEED ?? Math.floor(Math.random() * 2 ** 31))
const numRuns = Number(process.env.TKNG_AGREEMENT_CLUSTERS ?? 3)

const namespaces = ['team', 'team-b']
const names = ['x', 'b-x', 'web', 'api']
/** The first one is in the certificate. */
const hosts = ['kubernetes.test', 'b.test', '*.b.test', 'x.b.test', undefined]
const paths = ['/', '/foo', '/foo/', '/foo/bar', '/FOO', '/a b', '//x']
const pathTypes = ['Prefix', 'Prefix', 'Exact', 'ImplementationSpecific']
const services = ['web', 'web', 'web', 'plain', 'sleepy', 'empty', 'outside', 'missing']
const ports = [{ number: 80 }, { number: 80 }, { number: 99 }, { name: 'http' }]
const annotations: readonly Readonly<Record<string, string>>[] = [
  ...[{}, {}, {}, {}],
  { 'nginx.org/rewrites': 'serviceName=web rewrite=/' },
  { 'nginx.org/app-root': '/foo' },
  { 'nginx.org/path-regex': 'case_insensitive' },
  { 'nginx.org/ssl-redirect': 'false' },
  { 'nginx.org/ssl-redirect': 'perhaps' },
  { 'nginx.org/location-snippets': 'return 418;' },
  { 'nginx.org/mergeable-ingress-type': 'master' },
  { 'nginx.org/mergeable-ingress-type': 'minion' },
  { 'nginx.org/mergeable-ingress-type': 'minion' },
]

const specs: Readonly<Record<string, object>> = {
  web: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  plain: { ports: [{ port: 80, targetPort: 8080 }] },
  sleepy: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  empty: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  outside: { type: 'ExternalName', externalName: 'api.example.org' },
}

function around(namespace: string): object[] {
  const slice = (service: string, name: string | undefined, ready: boolean) => ({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { namespace, name: `${service}-1`, labels: { 'kubernetes.io/service-name': service } },
    addressType: 'IPv4',
    ports: [{ ...(name ? { name } : {}), port: 8080, protocol: 'TCP' }],
    endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready } }],
  })
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    ...Object.entries(specs).map(([name, spec]) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { namespace, name },
      spec: { clusterIP: '10.96.0.1', ...spec },
    })),
    slice('web', 'http', true),
    slice('plain', undefined, true),
    slice('sleepy', 'http', false),
    {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'kubernetes.io/tls',
      metadata: { namespace, name: 'tls' },
      data: { 'tls.crt': Buffer.from(pem('server')).toString('base64') },
    },
  ]
}

const backend = fc
  .tuple(fc.constantFrom(...services), fc.constantFrom(...ports))
  .map(([name, port]) => ({ service: { name, port } }))
const path = fc
  .tuple(fc.constantFrom(...paths), fc.constantFrom(...pathTypes), backend)
  .map(([text, pathType, to]) => ({ path: text, pathType, backend: to }))
const rule = fc
  .tuple(
    fc.constantFrom(...hosts),
    fc.uniqueArray(path, { maxLength: 3, selector: (one) => `${one.path} ${one.pathType === 'Exact'}` }),
  )
  .map(([host, list]) => ({
    ...(host === undefined ? {} : { host }),
    ...(list.length === 0 ? {} : { http: { paths: list } }),
  }))

const ingress = fc
  .record({
    namespace: fc.constantFrom(...namespaces),
    name: fc.constantFrom(...names),
    age: fc.integer({ min: 0, max: 3 }),
    uid: fc.constantFrom('', '1', '2'),
    annotations: fc.constantFrom(...annotations),
    rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
    fallback: fc.option(backend, { freq: 4 }),
    tls: fc.constantFrom(null, null, 'tls', 'no-such'),
  })
  .map(({ namespace, name, age, uid, annotations: said, rules, fallback, tls }) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      namespace,
      name,
      creationTimestamp: `2026-11-23T08:00:0${age}Z`,
      ...(uid === '' ? {} : { uid }),
      annotations: said,
    },
    spec: {
      ingressClassName: 'nginx',
      ...(fallback === null ? {} : { defaultBackend: fallback }),
      rules,
      ...(tls === null ? {} : { tls: [{ hosts: [hosts[0]], secretName: tls }] }),
    },
  }))

const cluster = fc
  .tuple(
    fc.uniqueArray(ingress, {
      minLength: 1,
      maxLength: 5,
      selector: ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
    }),
    fc.subarray(['-allow-empty-ingress-host', '-enable-snippets']),
  )
  .map(([ingresses, flags]) => ({ ingresses, flags }))

it(`on generated clusters (seed ${seed})`, async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'agreement-f5-')), 'cluster.json')
  await fc.assert(
    fc.asyncProperty(cluster, async ({ ingresses, flags }) => {
      const items = [
        { apiVersion: 'v1', kind: 'Pod', ...f5Pod(flags) },
        { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', ...f5Class },
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'edge', name: 'f5' } },
        ...namespaces.flatMap(around),
        ...ingresses,
      ]
      writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
      const told = await gather({ from: [file] }, ingresses as readonly Manifest[])
      expect([...linesOf(contradictionsIn(told, false)), ...(await lintBesideWhy(file))]).toEqual([])
    }),
    { seed, numRuns, endOnFailure: false },
  )
}, 300_000)
