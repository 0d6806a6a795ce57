/** `diff`: two states of a cluster held against each other, whichever way they are said. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { apiVersionOf, type Kind } from '../../src/domain/objects/objects.js'
import { type FakeApi, fakeApi } from '../support/cluster/fake-api.js'
import type { Objects as Stored } from '../support/cluster/fake-api-store.js'
import { controllerPod, insideOf } from '../support/cluster/fake-controller.js'
import { kubeHome } from '../support/cluster/kube-home.js'
import { pem } from '../support/cluster/tls-files.js'
import { ingress, rule, service } from '../support/objects.js'
import { session, transcript } from '../support/program/session.js'
import { type Objects, saidInStep } from '../support/why/replica-in-step.js'
import { expectGolden } from './golden.js'

const folder = mkdtempSync(join(tmpdir(), 'diff-'))
const secret = (of: 'server' | 'foreign') => ({
  metadata: { namespace: 'default', name: 'own' },
  type: 'kubernetes.io/tls',
  data: { 'tls.crt': Buffer.from(pem(of)).toString('base64'), 'tls.key': '' },
})
const asking = (name: string, second: number, annotations: object, ...rules: readonly object[]) =>
  ingress(
    name,
    { ingressClassName: 'nginx', rules, tls: [{ hosts: ['localhost'], secretName: 'own' }] },
    { metadata: { creationTimestamp: `2026-11-23T08:48:0${second}Z`, annotations } },
  )
const web = asking('web', 1, {}, rule('localhost', '/', 'web'), rule('a.test', '/', 'web'))
const before: Objects = {
  Pod: [controllerPod({ name: 'proxy-1', owner: ['DaemonSet', 'proxy'] })],
  IngressClass: [{ metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } }],
  Ingress: [web],
  Service: [service('web'), service('cart')],
  EndpointSlice: [],
  Secret: [secret('server')],
}

async function saved(name: string, objects: Objects): Promise<string> {
  const file = join(folder, `${name}.json`)
  const kinds = Object.entries(objects) as [Kind, readonly object[]][]
  const items = kinds.flatMap(([kind, all]) => all.map((one) => ({ apiVersion: apiVersionOf(kind), kind, ...one })))
  const metadata = { namespace: 'edge', name: 'proxy-1' }
  const said = { apiVersion: 'tkng.dev/v1', kind: 'Observation', metadata, texts: await saidInStep(objects) }
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...items, said] }))
  return file
}

/** A line for each row. */
async function differences(old: Objects, now: Objects): Promise<readonly string[]> {
  const argv = ['diff', await saved('old', old), await saved('now', now), '-o', 'json']
  const { stdout, code } = await session(argv)
  const rows: readonly Row[] = JSON.parse(stdout).items
  const texts = (all: readonly string[] | null) => all?.join(' + ') ?? '?'
  return [
    ...rows.map((one) => `${one.what} ${one.change} ${one.subject}: ${texts(one.before)} ⇒ ${texts(one.after)}`),
    `exit ${code}`,
  ]
}

interface Row {
  readonly what: string
  readonly change: string
  readonly subject: string
  readonly before: readonly string[] | null
  readonly after: readonly string[] | null
}

const byWeb = 'default/web:80 (Ingress default/web)'

describe('it tells that', () => {
  it.each<readonly [what: string, now: Objects, told: readonly string[]]>([
    ['nothing is different', before, ['exit 0']],
    [
      'a host came',
      { ...before, Ingress: [web, asking('cart', 2, {}, rule('b.test', '/cart', 'cart'))] },
      ['host added b.test:  ⇒ /cart → default/cart:80 (Ingress default/cart)', 'exit 1'],
    ],
    [
      'a host went',
      { ...before, Ingress: [asking('web', 1, {}, rule('localhost', '/', 'web'))] },
      [`host gone a.test: / → ${byWeb} ⇒ `, 'exit 1'],
    ],
    [
      'a path came',
      { ...before, Ingress: [web, asking('cart', 2, {}, rule('a.test', '/cart', 'cart'))] },
      ['path added a.test/cart:  ⇒ default/cart:80 (Ingress default/cart)', 'exit 1'],
    ],
    [
      'another backend answers',
      { ...before, Ingress: [asking('web', 1, {}, rule('localhost', '/', 'web'), rule('a.test', '/', 'cart'))] },
      [`backend moved a.test/: ${byWeb} ⇒ default/cart:80 (Ingress default/web)`, 'exit 1'],
    ],
    [
      'an older Ingress takes it over, and not that a younger one asks in vain',
      {
        ...before,
        Ingress: [
          web,
          asking('old', 0, {}, rule('a.test', '/', 'cart')),
          asking('young', 2, {}, rule('localhost', '/', 'cart')),
        ],
      },
      [`backend moved a.test/: ${byWeb} ⇒ default/cart:80 (Ingress default/old)`, 'exit 1'],
    ],
    [
      'a certificate was renewed',
      { ...before, Secret: [secret('foreign')] },
      [
        'certificate changed localhost: test-api 66440F7E78A87024EADA47F278FFFD6E3B3D0528 until 2120-01-01 ⇒ test-api 07AEDAA3D45FF3113D7D80DC9ED4BB5687903C96 until 2120-01-01',
        'exit 1',
      ],
    ],
    [
      'only the configuration of a server is another one',
      {
        ...before,
        Ingress: [
          asking(
            'web',
            1,
            { 'nginx.ingress.kubernetes.io/ssl-redirect': 'false' },
            rule('localhost', '/', 'web'),
            rule('a.test', '/', 'web'),
          ),
        ],
      },
      ['configuration changed server a.test: ? ⇒ ?', 'configuration changed server localhost: ? ⇒ ?', 'exit 1'],
    ],
  ])('%s', async (_what, now, told) => {
    expect(await differences(before, now)).toEqual(told)
  })
})

describe('of what is built in', () => {
  it.each(['diff demo demo:broken', 'diff demo demo:broken -o markdown', 'diff demo demo', 'diff', 'diff a b c'])(
    '%s',
    async (line) =>
      expectGolden(
        transcript(line, await session(line.split(' '))),
        `golden/diff/${line.replaceAll(/[ :]/g, '_')}.txt`,
      ),
  )
})

describe('a cluster', () => {
  let api: FakeApi | undefined
  afterEach(() => api?.close())

  it.each(['live', 'context:fake'])('that is meant by %s, against a file', async (word) => {
    const file = await saved('old', { ...before, Ingress: [asking('web', 1, {}, rule('localhost', '/', 'web'))] })
    const said = await saidInStep(before)
    const upgrade = insideOf({ programs: { cat: { out: said['nginx.conf'] ?? '' } } })
    api = await fakeApi({ upgrade, objects: { ...before, Namespace: [{ metadata: { name: 'default' } }] } as Stored })
    const home = kubeHome({ '.kube/config': api.kubeconfig() })
    const { stdout, code } = await session(['diff', file, word], { env: home.around.env })
    expect([stdout, code]).toEqual([expect.stringMatching(/^WHAT .*\nhost +added +a\.test +- .*\n$/), 1])
  })
})
