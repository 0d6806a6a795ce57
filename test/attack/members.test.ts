/** Kinds of faults of which each run tries members that were never tried before: TKNG_SEED repeats it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type FakeApi, fakeApi } from '../support/cluster/fake-api.js'
import { on, raw } from '../support/cluster/fake-api-faults.js'
import { controllerPod, insideOf, oneController } from '../support/cluster/fake-controller.js'
import { randomFrom, seed } from '../support/random.js'
import { canary } from '../support/worlds/canary-world.js'
import { attempt, makeYard, type Observed } from './support/attempt.js'
import { expectHeld } from './support/held.js'
import { plantedApi } from './support/planted/world.js'

const random = randomFrom(seed)
const one = <T>(all: readonly T[]): T => all[random(all.length)] as T
const several = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make)

let api: FakeApi | undefined
afterEach(() => api?.close())

async function withFiles(argv: readonly string[], files: Readonly<Record<string, string>>): Promise<Observed> {
  const yard = makeYard()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(yard.work, name), text)
  return attempt(argv, { yard, patience: 60, env: { KUBECONFIG: 'config' } })
}

const list = (...items: readonly object[]) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items })
const nginxClass = {
  ...{ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'nginx' } },
  spec: { controller: 'k8s.io/ingress-nginx' },
}
const replica = { apiVersion: 'v1', kind: 'Pod', ...controllerPod({ name: 'c', namespace: 'edge' }) }
const said = (texts: object) => ({
  ...{ apiVersion: 'tkng.dev/v1', kind: 'Observation', metadata: { namespace: 'edge', name: 'c' }, texts },
})

describe(`TKNG_SEED=${seed}: no error of ours, and none of the data, is told as one of the disk:`, () => {
  const blocks = ['if ($a) {', 'location / {', 'limit_except GET {', 'location ~ a {', 'map $a $b {', 'server {']
  const nested = several(random(400) + 50, () => one(blocks))
  const doubling = several(random(60) + 20, () => `set $a "$a$a"; rewrite ^(.*)$ $1$1;`).join(' ')
  const conf = `http { server { server_name x; ${doubling} location / { ${nested.join(' ')} ${'}'.repeat(nested.length)} } } }`
  const given = list(replica, nginxClass, said({ 'nginx.conf': conf }))
  const path = several(random(6) + 1, () => one(['.a', '[*]', '[?(@.x==1)]', '[-1]', '..b'])).join('')
  it.each([
    ['trace', 'http://x/a', '--from', 'given'],
    ['conf', '--host', 'x', '--location', '/a', '--from', 'given'],
    ['ingresses', '--from', 'demo', '-o', `jsonpath={.items${path}}`],
    [
      'why',
      '-A',
      '--from',
      'demo',
      '-o',
      `go-template={{range .items}}{{index .${one(['causes', 'rule', 'x'])} 99}}{{end}}`,
    ],
  ])('%s %s %s %s %s %s', async (...argv) => {
    const observed = await withFiles(argv, { given })
    expectHeld(observed)
    expect(observed.stderr).not.toMatch(/disk|cannot write/)
  })
})

describe(`TKNG_SEED=${seed}: at no level of talk a secret comes out of`, () => {
  const secret = `Authorization: Bearer ${canary}`
  it.each(
    [
      ['exec', '--controller', 'edge/proxy', '--', 'curl', '-H', secret, `http://u:${canary}@h/?token=${canary}`],
      ['capture', '-A', '-o', 'kept.json', '--logs'],
      ['trace', '--all'],
      ['why', '-A'],
      ['certs'],
    ].map(([verb = '', ...words]) => [verb, '-v', one(['6', '7', '8', '10', '99']), ...words]),
  )('%s %s %s', async (...argv) => {
    api = await plantedApi()
    const { stdout, stderr, isLate } = await withFiles(argv, { config: api.kubeconfig() })
    expect(isLate).toBe(false)
    expect(stderr).not.toMatch(/this is a bug/)
    expect((stdout + stderr).toLowerCase()).not.toContain(canary.toLowerCase())
  })
})

describe(`TKNG_SEED=${seed}: no sign that a terminal obeys, or that nobody sees, comes out of`, () => {
  const signs = [
    ...[0x1b, 0x9b, 0x85, 0x200b, 0x202e, 0x2028, 0x2029, 0xfeff, 0x61c, 0x2066, 0x7f, 0x0d, 0xe0041, 0x180e],
    ...[0x34f, 0x115f, 0x3164, 0xffa0, 0x17b4, 0xfe0f, 0xe0100],
  ]
  const evil = () => several(5, () => `${String.fromCodePoint(one(signs))}x`).join('')
  const meta = (kind: string) => ({
    ...{ namespace: 'b', name: kind.toLowerCase(), labels: { [evil()]: evil() } },
    annotations: {
      [`nginx.ingress.kubernetes.io/${evil()}`]: evil(),
      'nginx.ingress.kubernetes.io/rewrite-target': evil(),
    },
  })
  const object = (apiVersion: string, kind: string, spec: object, more: object = {}) => ({
    ...{ apiVersion, kind, metadata: meta(kind), spec },
    ...more,
  })
  const given = list(
    replica,
    nginxClass,
    object('networking.k8s.io/v1', 'Ingress', {
      ingressClassName: 'nginx',
      rules: [
        {
          host: `${evil()}.example`,
          http: { paths: [{ path: `/${evil()}`, pathType: evil(), backend: { service: { name: evil() } } }] },
        },
      ],
    }),
    object(
      'projectcontour.io/v1',
      'HTTPProxy',
      { virtualhost: { fqdn: evil() } },
      { status: { currentStatus: evil() } },
    ),
    object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', { targetRef: { kind: evil(), name: evil() } }),
    object('gateway.networking.k8s.io/v1', 'HTTPRoute', { hostnames: [evil()], parentRefs: [{ name: evil() }] }),
    said({ 'nginx.conf': `http { server { server_name "${evil()}"; } }`, 'log.txt': evil() }),
  )
  const formats = [
    'yaml',
    'json',
    'name',
    'csv',
    'markdown',
    'wide',
    'tree',
    'go-template={{range .items}}{{.}}{{end}}',
  ]
  it.each([
    ['capture', '-A', '-o', '-'],
    ...['why', 'routes'].flatMap((verb) => several(2, () => [verb, '-A', '-o', one(formats)])),
    ['lint', '-o', one(['json', 'junit', 'github', 'sarif'])],
  ])('%s %s %s %s', async (...argv) => {
    const observed = await withFiles([...argv, '--from', 'given'], { given })
    expectHeld(observed)
    // A conf and a log in a capture are what they are, but as YAML or JSON writes it.
    expect(observed.stdout + observed.stderr).not.toMatch(/[^\P{C}\n\t]|[\u2028\u2029]|\p{DI}/u)
  })
})

describe(`TKNG_SEED=${seed}: what is no object is told, and counted nowhere, of`, () => {
  const wrong: readonly unknown[] = [null, 1, 'x', [], [[]], true, { metadata: null }, { metadata: { name: 7 } }, {}]
  const paths = [
    ...['/services', '/pods', '/ingressclasses', '/endpointslices', '/ingresses', '/events', '/secrets'],
    ...['/gatewayclasses', '/gateways', '/httproutes', '/grpcroutes', '/referencegrants', '/configmaps'],
  ]
  const served = { GatewayClass: 'v1', Gateway: 'v1', HTTPRoute: 'v1', GRPCRoute: 'v1', ReferenceGrant: 'v1' }
  it.each(several(4, () => one(paths)))('%s', async (path) => {
    const items = several(8, () => one(wrong))
    const body = JSON.stringify({ kind: 'List', metadata: {}, items: one([items, items, { a: 1 }, 'x', null]) })
    const fault = on(path, raw(200, body, { 'content-type': 'application/json' }))
    api = await fakeApi({ objects: oneController, upgrade: insideOf({}), faults: [fault], served })
    for (const argv of [['ingresses', '-A'], ['routes', '-A'], ['gateways', '-A'], ['why', '-A'], ['info']]) {
      const observed = await withFiles(argv, { config: api.kubeconfig() })
      expectHeld(observed)
      expect(observed.stdout, body).not.toMatch(/of the [2-9] Ingresses|\bundefined\b|\[object/)
    }
  })
})
