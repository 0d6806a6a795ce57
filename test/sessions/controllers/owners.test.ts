/** Command lines in clusters of other controllers: recorded objects of each, alone and beside an ingress-nginx. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { type FakeApi, fakeApi } from '../../support/cluster/fake-api.js'
import { on, raw } from '../../support/cluster/fake-api-faults.js'
import { controllerPod, insideOf } from '../../support/cluster/fake-controller.js'
import { ingress, pod, rule, service, slice } from '../../support/objects.js'
import { session, transcript } from '../../support/program/session.js'
import { expectGolden } from '../golden.js'

interface Wire {
  readonly apiVersion: string
  readonly kind: string
}

const recorded = (name: string): readonly Wire[] => {
  const file = join(import.meta.dirname, '..', '..', 'fixtures', 'controllers', `${name}.yaml`)
  return parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS())
}

const versions = {
  Pod: 'v1',
  Service: 'v1',
  Event: 'v1',
  Namespace: 'v1',
  Deployment: 'apps/v1',
  Ingress: 'networking.k8s.io/v1',
  IngressClass: 'networking.k8s.io/v1',
  EndpointSlice: 'discovery.k8s.io/v1',
}
const as = (kind: keyof typeof versions, object: object): Wire => ({ apiVersion: versions[kind], kind, ...object })

const labels = { app: 'proxy' }
const addressed = { loadBalancer: { ingress: [{ ip: '198.51.100.7' }] } }
const proxy = as(
  'Pod',
  controllerPod({
    name: 'proxy-1',
    owner: ['DaemonSet', 'proxy'],
    labels,
    args: ['--publish-service=edge/proxy'],
  }),
)

/** An ingress-nginx, with an Ingress of its own for a host that another controller has, too. */
const beside: readonly Wire[] = [
  proxy,
  as('IngressClass', { metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } }),
  as('Service', {
    metadata: { namespace: 'edge', name: 'proxy' },
    spec: { type: 'LoadBalancer', clusterIP: '10.96.0.9', selector: labels, ports: [{ port: 80 }] },
    status: addressed,
  }),
  ...[
    ingress('old', { ingressClassName: 'nginx', rules: [rule('prod', '/', 'web')] }, { status: addressed }),
    ingress('own', { ingressClassName: 'nginx', rules: [rule('own.example', '/', 'web')] }, { status: addressed }),
  ].map((one) => as('Ingress', one)),
  as('Service', service('web', { ports: [{ port: 80, targetPort: 8080 }] })),
  as('EndpointSlice', slice('web-1', { ports: [{ port: 8080 }], endpoints: [pod('web-a', '10.0.0.1')] })),
]

/** A Traefik that serves what ingress-nginx left behind, or still has; by its name it would come first. */
const takesOver = as('Pod', {
  metadata: {
    namespace: 'a-edge',
    name: 'traefik-0',
    ownerReferences: [{ kind: 'StatefulSet', name: 'traefik', controller: true }],
  },
  spec: {
    containers: [{ name: 'traefik', image: 'docker.io/traefik:v3.7.9', args: ['--providers.kubernetesingressnginx'] }],
  },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
})

/** The same with other words in it: a namespace, or a class, under another name. */
function renamed(items: readonly Wire[], from: string, to: string): readonly Wire[] {
  return JSON.parse(JSON.stringify(items).replaceAll(from, to)) as Wire[]
}

/** Of a cluster in the middle of a move: hosts that two of them have, and classes of the same maker's name. */
const three: readonly Wire[] = [
  ...recorded('traefik'),
  ...renamed(
    renamed(beside, '"ingressClassName":"nginx"', '"ingressClassName":"community"'),
    '"metadata":{"name":"nginx"}',
    '"metadata":{"name":"community"}',
  ),
  ...renamed(recorded('f5'), '"namespace":"default"', '"namespace":"legacy"'),
]

const worlds: Readonly<Record<string, readonly Wire[]>> = {
  three,
  traefik: recorded('traefik'),
  'nginx and traefik': [...recorded('traefik'), ...beside],
  'one class': [...beside, takesOver],
  f5: recorded('f5'),
  aws: recorded('aws'),
  'nginx and aws': [...recorded('aws'), ...beside],
  gke: recorded('gke'),
  agic: recorded('agic'),
  'a class alone': [
    ...beside,
    as('IngressClass', { metadata: { name: 'alb' }, spec: { controller: 'ingress.k8s.aws/alb' } }),
    as('Ingress', ingress('cloud', { ingressClassName: 'alb', rules: [rule('cloud.example', '/', 'web')] })),
  ],
}

const named = (name: string) => `golden/owners/${name.replaceAll(/[^\w.=-]+/g, '_')}.txt`

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tkng-owners-'))
  for (const [name, items] of Object.entries(worlds))
    writeFileSync(
      join(folder, `${name.replaceAll(' ', '-')}.json`),
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
    )
})

describe.each<[world: string, lines: readonly string[]]>([
  [
    'traefik',
    [
      'info',
      'info -o json',
      'ingresses -A -o wide',
      'ingresses -A --controller traefik',
      'ingresses -A --controller traefik/trafik',
      'why -A',
      'why -A -o json',
      'why tkng-2 -n default',
      'describe default/tls',
      'trace http://prod/',
      'trace http://prod/ -o json',
      'trace http://prod/ --semantics spec',
      'trace nobody.example/',
      'trace prod/ --semantics traefik',
      'conf',
      'backends -o table',
      'certs',
      'status',
      'drift',
      'ps',
      'logs',
    ],
  ],
  [
    'nginx and traefik',
    [
      'info',
      'ingresses -A -o wide',
      'ingresses -A --controller edge/proxy',
      'why -A',
      'trace http://prod/',
      'trace http://dev/',
      'trace http://own.example/',
      'trace http://nobody.example/',
      'trace http://prod/ --controller traefik/traefik',
      'conf --controller traefik',
    ],
  ],
  [
    'three',
    [
      'info',
      'ingresses -A -o wide',
      'why -A',
      'lint',
      'certs',
      'status',
      'trace http://prod/',
      'trace http://dup1.example.test/',
      'conf',
      'backends',
    ],
  ],
  ['one class', ['info', 'ingresses -A -o wide', 'why old -n default', 'trace http://own.example/']],
  ['f5', ['info', 'why -A', 'why dup1-a -n default']],
  ['aws', ['info', 'ingresses -A -o wide', 'why -A', 'why dup1-a -n default', 'trace http://dup1.example.test/']],
  // Whatever is told of the one that is read, the other is named.
  ['nginx and aws', ['certs', 'status', 'drift', 'backends', 'conf', 'ps', 'logs', 'routes -A']],
  ['gke', ['info', 'ingresses -A -o wide', 'why -A', 'why tkng-1 -n default', 'trace http://prod/']],
  ['agic', ['info', 'why -A', 'why legacy-class -n default']],
  ['a class alone', ['info', 'ingresses -A -o wide', 'why cloud -n default', 'trace http://cloud.example/']],
])('%s', (world, lines) => {
  it.each(lines)('%s', async (line) => {
    const whole = `${line} --from ${world.replaceAll(' ', '-')}.json`
    const seen = await session(whole.split(' '), { cwd: folder })
    await expectGolden(transcript(whole, seen), named(`${world} ${line}`))
  })
})

describe('live, nobody needs a flag: each that is read is asked', () => {
  const listed = (kind: string) => three.filter((one) => one.kind === kind)
  const conf = 'events {}\nhttp {\n    server {\n        server_name "own.example";\n        listen 80;\n    }\n}\n'
  let api: FakeApi
  beforeAll(async () => {
    const kinds = ['Pod', 'Deployment', 'Service', 'Ingress', 'IngressClass', 'EndpointSlice', 'Event'] as const
    const objects = Object.fromEntries(kinds.map((kind) => [kind, listed(kind)]))
    const pages = { '/configuration/backends': '[{"name":"default-web-80","port":80,"endpoints":[]}]' }
    const programs = { cat: { out: conf }, ps: { out: 'PID ARGS\n1 nginx: master process nginx\n' } }
    api = await fakeApi({
      objects: {
        ...objects,
        Namespace: [
          { metadata: { name: 'default' } },
          { metadata: { name: 'edge' } },
          { metadata: { name: 'legacy' } },
        ],
      } as never,
      upgrade: insideOf({ pages, programs }),
      faults: [on('/log', raw(200, 'a line of its log\n'))],
    })
    writeFileSync(join(folder, 'config'), api.kubeconfig())
  })
  afterAll(() => api.close())

  it.each([
    ['conf', 0, /own\.example/],
    ['backends --list', 0, /default-web-80/],
    ['logs', 0, /a line of its log/],
    ['logs --controller traefik', 0, /a line of its log/],
    ['certs', 1, /own\.example/],
    ['status', 1, /edge\/proxy-1/],
    ['exec --controller edge/proxy -- cat x', 0, /server_name/],
  ])('%s', async (line, code, says) => {
    const seen = await session(line.split(' '), { env: { KUBECONFIG: join(folder, 'config') } })
    expect([seen.code, seen.stdout, seen.stderr]).toEqual([
      code,
      expect.stringMatching(says),
      expect.not.stringMatching(/more than one|not read/),
    ])
  })

  it('a log that tells no host has its lines chosen by what stands behind the host', async () => {
    const seen = await session(['logs', '--controller', 'traefik', '--host', 'prod'], {
      env: { KUBECONFIG: join(folder, 'config') },
    })
    expect(seen.stderr).toMatch(/does not contain the host of a request/)
  })
})

it('a capture of them answers alike', async () => {
  const from = await session('capture -A --from nginx-and-traefik.json -o kept.json'.split(' '), { cwd: folder })
  expect([from.code, from.stderr]).toEqual([0, expect.any(String)])
  for (const line of ['info', 'ingresses -A -o wide', 'why -A', 'trace http://dev/']) {
    const [first, second] = await Promise.all(
      ['nginx-and-traefik.json', 'kept.json'].map((file) =>
        session(`${line} --from ${file}`.split(' '), { cwd: folder }),
      ),
    )
    expect(second?.stdout).toBe(first?.stdout)
    expect(second?.code).toBe(first?.code)
  }
})
