/**
 * A replica that runs what is made of the objects does not drift from them, whatever they are; and of faults that are
 * planted in what replicas say, each is found and nothing else. TKNG_SEED repeats a run, TKNG_AGREEMENT_CLUSTERS says how
 * many clusters are generated.
 */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apiVersionOf, type Kind } from '../../src/domain/objects/objects.js'
import { controllerPod } from '../support/cluster/fake-controller.js'
import { pem } from '../support/cluster/tls-files.js'
import { ingress, pod, rule, service, slice } from '../support/objects.js'
import { session } from '../support/program/session.js'
import { type Objects, saidInStep } from '../support/why/replica-in-step.js'
import { type Cluster, clusters, observationsOf } from './generated/generated.js'

const seed = Number(process.env.TKNG_SEED ?? Math.floor(Math.random() * 2 ** 31))
const numRuns = Number(process.env.TKNG_AGREEMENT_CLUSTERS ?? 12)
const file = join(mkdtempSync(join(tmpdir(), 'drift-')), 'cluster.json')

type Texts = Readonly<Record<string, string>>

interface Row {
  readonly replica: { readonly name: string }
  readonly what: string
  readonly change: string
  readonly subject: string | null
  readonly planned: readonly string[] | null
  readonly served: readonly string[] | null
  readonly since: string | null
  readonly cause: { readonly code: string; readonly culprit: { readonly name: string } | null } | null
}

/** @returns a line for each row, and the exit code; `status` counts as many replicas as not in step */
async function drift(items: readonly object[], said: Readonly<Record<string, Texts>>): Promise<readonly string[]> {
  const observations = Object.entries(said).map(([name, texts]) => ({
    apiVersion: 'tkng.dev/v1',
    kind: 'Observation',
    metadata: { namespace: 'edge', name },
    texts,
  }))
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...items, ...observations] }))
  const { stdout, stderr, code } = await session(['drift', '-o', 'json', '--from', file])
  if (stdout === '') throw new Error(stderr)
  const rows: readonly Row[] = JSON.parse(stdout).items
  const told = rows.map(({ replica, what, change, subject, planned, served, since, cause }) => {
    const age = what === 'endpoints' && since !== null ? ` since ${since.slice(11, 19)}` : ''
    const values = `${(planned ?? []).join('+')} ≠ ${(served ?? []).join('+')}${age}`
    const by = cause === null ? '' : ` for ${cause.code}${cause.culprit === null ? '' : ` of ${cause.culprit.name}`}`
    return `${replica.name} ${what} ${change} ${subject ?? '-'}: ${values}${by}`
  })
  return [...told, `exit ${code}`]
}

function itemsOf(objects: Objects): object[] {
  const kinds = Object.entries(objects) as [Kind, readonly object[]][]
  return kinds.flatMap(([kind, all]) => all.map((one) => ({ apiVersion: apiVersionOf(kind), kind, ...one })))
}

it(`a model does not drift from its own rendering (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(clusters, async (cluster: Cluster) => {
      const said = await observationsOf({ ...cluster, replicas: 'in step' })
      expect(await drift([...cluster.items, ...said], {})).toEqual(['exit 0'])
    }),
    { seed, numRuns, endOnFailure: false },
  )
}, 300_000)

const proxy = (name: string, minute: number, image?: string, status?: object) =>
  controllerPod({
    name,
    owner: ['DaemonSet', 'proxy'],
    args: ['--configmap=edge/config'],
    metadata: { creationTimestamp: `2026-11-23T08:4${minute}:00Z` },
    ...(image === undefined ? {} : { image }),
    ...(status === undefined ? {} : { status }),
  })
const secret = (of: 'server' | 'foreign') => ({
  metadata: { namespace: 'default', name: 'own' },
  type: 'kubernetes.io/tls',
  data: { 'tls.crt': Buffer.from(pem(of)).toString('base64'), 'tls.key': '' },
})
const asking = (name: string, path: string, annotations: object = {}, to = name) =>
  ingress(
    name,
    {
      ingressClassName: 'nginx',
      rules: [rule('localhost', path, to)],
      tls: [{ hosts: ['localhost'], secretName: 'own' }],
    },
    { metadata: { creationTimestamp: '2026-11-23T08:48:00Z', annotations } },
  )
const changed = (one: ReturnType<typeof slice>) => ({
  ...one,
  metadata: {
    ...one.metadata,
    annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': '2026-11-23T08:49:14Z' },
  },
})
const behind = (name: string, ...addresses: readonly string[]) =>
  changed(slice(`${name}-1`, { service: name, endpoints: addresses.map((address, i) => pod(`${name}-${i}`, address)) }))

/** As pods leave it that go. */
const writtenAt = (
  { metadata: { annotations: _, ...metadata }, ...one }: ReturnType<typeof changed>,
  time: string,
) => ({
  ...one,
  metadata: { ...metadata, managedFields: [{ manager: 'kube-controller-manager', operation: 'Update', time }] },
})

const around: Objects = {
  Pod: [proxy('proxy-1', 1), proxy('proxy-2', 1)],
  ConfigMap: [{ metadata: { namespace: 'edge', name: 'config' }, data: { 'keep-alive': '75' } }],
  IngressClass: [{ metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } }],
  Ingress: [asking('web', '/'), asking('cart', '/cart')],
  Service: [service('web'), service('cart')],
  EndpointSlice: [behind('web', '10.0.0.1'), behind('cart', '10.0.1.1', '10.0.1.2')],
  Secret: [secret('server')],
}
/** nginx knows no server name with a star in its middle: www.*.test */
const breaking = ingress(
  'odd',
  { ingressClassName: 'nginx', rules: [rule('*.test', '/', 'web')] },
  { metadata: { annotations: { 'nginx.ingress.kubernetes.io/from-to-www-redirect': 'true' } } },
)

interface Fault {
  /** what the objects are */
  readonly asked?: Objects
  /** what proxy-2 was last in step with */
  readonly known?: Objects
  /** what it says besides */
  readonly more?: Texts
  readonly told: readonly string[]
  /** left out: 1 where there is anything */
  readonly code?: number
  /** what status says of proxy-2, where no other column of its table does */
  readonly inSync?: string
}

const faults: Readonly<Record<string, Fault>> = {
  none: { told: [] },
  'a replica that serves old bytes': {
    known: { ...around, Ingress: [asking('web', '/')] },
    told: [
      'proxy-2 route missing localhost/cart: Ingress default/cart ≠ ',
      'proxy-2 endpoints missing default-cart-80: 10.0.1.1:8080+10.0.1.2:8080 ≠  since 08:49:14',
    ],
  },
  'a Service exchanged for another': {
    known: { ...around, Ingress: [asking('web', '/'), asking('cart', '/cart', {}, 'web')] },
    told: [
      'proxy-2 route different localhost/cart: default-cart-80 ≠ default-web-80',
      'proxy-2 endpoints missing default-cart-80: 10.0.1.1:8080+10.0.1.2:8080 ≠  since 08:49:14',
    ],
  },
  'a slice emptied': {
    asked: { ...around, EndpointSlice: [behind('web', '10.0.0.1'), behind('cart')] },
    known: around,
    told: ['proxy-2 endpoints different default-cart-80:  ≠ 10.0.1.1:8080+10.0.1.2:8080 since 08:49:14'],
  },
  'a slice emptied, of which only its writer tells when': {
    asked: { ...around, EndpointSlice: [behind('web', '10.0.0.1'), writtenAt(behind('cart'), '2026-11-23T08:49:20Z')] },
    known: around,
    told: ['proxy-2 endpoints different default-cart-80:  ≠ 10.0.1.1:8080+10.0.1.2:8080 since 08:49:20'],
  },
  'a certificate replaced': {
    known: { ...around, Secret: [secret('foreign')] },
    told: [
      'proxy-2 certificate different localhost: test-api 66440F7E78A87024EADA47F278FFFD6E3B3D0528 ≠ test-api 07AEDAA3D45FF3113D7D80DC9ED4BB5687903C96',
    ],
  },
  'a certificate that was never loaded': {
    more: { 'certificates.json': JSON.stringify({ localhost: null, _: null }) },
    told: ['proxy-2 certificate missing localhost: test-api 66440F7E78A87024EADA47F278FFFD6E3B3D0528 ≠ '],
  },
  'a setting not taken over': {
    known: {
      ...around,
      ConfigMap: [{ metadata: { namespace: 'edge', name: 'config' }, data: { 'keep-alive': '10' } }],
    },
    told: ['proxy-2 setting different keep-alive: 75s ≠ 10s'],
    inSync: 'no: settings',
  },
  'an annotation of an old Ingress not taken over': {
    known: {
      ...around,
      Ingress: [asking('web', '/'), asking('cart', '/cart', { 'nginx.ingress.kubernetes.io/ssl-redirect': 'false' })],
    },
    told: ['proxy-2 configuration different server localhost:  ≠ '],
    inSync: 'no: other replicas differ',
  },
  'an old version': {
    asked: {
      ...around,
      Pod: [
        proxy('proxy-1', 5, 'x/ingress-nginx/controller:v1.15.1'),
        proxy('proxy-2', 1, 'x/ingress-nginx/controller:v1.14.0'),
      ],
    },
    told: ['proxy-2 image different -: x/ingress-nginx/controller:v1.15.1 ≠ x/ingress-nginx/controller:v1.14.0'],
    inSync: 'no: image',
  },
  'a replica that is on its way': {
    asked: { ...around, Pod: [...(around.Pod ?? []), proxy('proxy-3', 5, undefined, { phase: 'Pending' })] },
    told: ['proxy-3 replica unknown -: ready ≠ pending'],
    code: 0,
  },
  'a reload refused': {
    asked: { ...around, Ingress: [...(around.Ingress ?? []), breaking] },
    known: around,
    more: {
      'metrics.txt': 'nginx_ingress_controller_config_last_reload_successful 0\n',
      'log.txt': '2026/11/23 08:49:31 [emerg] 57#57: invalid server name or wildcard "www.*.test"\n',
    },
    told: [
      'proxy-2 reload different -:  ≠  for reload-failed of odd',
      'proxy-2 route missing *.test/: Ingress default/odd ≠  for reload-failed of odd',
    ],
  },
}

describe('planted in one replica of two:', () => {
  it.each(Object.entries(faults))(
    '%s',
    async (_name, { asked = around, known = asked, more = {}, told, code = told.length === 0 ? 0 : 1, inSync }) => {
      const said = { 'proxy-1': await saidInStep(asked), 'proxy-2': { ...(await saidInStep(known)), ...more } }
      expect(await drift(itemsOf(asked), said)).toEqual([...told, `exit ${code}`])
      const { stdout, code: own } = await session(['status', '--from', file])
      expect(own).toBe(code)
      if (inSync !== undefined) expect(stdout).toMatch(new RegExp(`^edge/proxy-2 +${inSync} `, 'm'))
    },
  )
})
