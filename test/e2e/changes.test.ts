/**
 * A live cluster that changes under a replica: what the verbs say while it lags behind, and once it has followed, is what
 * they say of the same change in files. The inside of the replica is our own, and all else the lab's: it makes endpoints of
 * pods, and asks us for files and ports through the real protocols.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Kind } from '../../src/domain/objects/objects.js'
import { changes } from '../agreement/changes.js'
import { saidOf } from '../agreement/said-lines.js'
import { runPlugin } from '../support/plugin.js'
import { type Objects, saidInStep } from '../support/replica-in-step.js'

const own = `e2e-${process.pid}`
const controller = `example.test/${own}`
const folder = mkdtempSync(join(tmpdir(), 'tkng-changes-'))
let backends = ''
const inside = createServer(({ url }, response) => {
  const page = url === '/configuration/backends' ? backends : url === '/metrics' ? metrics : null
  response.writeHead(page === null ? 404 : 200).end(page ?? 'No key associated with this hostname.')
})
const metrics = 'nginx_ingress_controller_config_last_reload_successful 1\n'

const kubectl = (...argv: string[]) => execFileSync('kubectl', argv, { encoding: 'utf8', maxBuffer: 1 << 28 })
const apply = (...items: object[]) => {
  const list = { apiVersion: 'v1', kind: 'List', items }
  execFileSync('kubectl', ['apply', '-f', '-'], { input: JSON.stringify(list) })
}
const named = (name: string, more: object = {}) => ({ metadata: { namespace: own, name, ...more } })
const labels = (app: string) => ({ app })

const deployment = (app: string, replicas: number) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  ...named(app),
  spec: {
    replicas,
    selector: { matchLabels: labels(app) },
    template: {
      metadata: { labels: labels(app) },
      spec: { containers: [{ name: 'app', image: 'x/app:1' }] },
    },
  },
})
const service = (app: string, port = 80) => ({
  apiVersion: 'v1',
  kind: 'Service',
  ...named(app),
  spec: { selector: labels(app), ports: [{ port, targetPort: 8080 }] },
})
const asking = (name: string, host: string, path: string, app: string, ingressClassName = own) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  ...named(name),
  spec: {
    ingressClassName,
    rules: [
      {
        host,
        http: { paths: [{ path, pathType: 'Prefix', backend: { service: { name: app, port: { number: 80 } } } }] },
      },
    ],
  },
})

/** The objects as they are now, those of others left out. */
function objectsNow(): Objects {
  const { items } = JSON.parse(kubectl('-n', own, 'get', 'ingress,service,endpointslice,pod', '-o', 'json'))
  const [ingressClass] = [JSON.parse(kubectl('get', 'ingressclass', own, '-o', 'json'))]
  const found: Partial<Record<Kind, object[]>> = { IngressClass: [ingressClass] }
  for (const item of items as readonly { readonly kind: Kind }[]) found[item.kind] = [...(found[item.kind] ?? []), item]
  return found
}

/** From now on the replica says what the objects ask for. */
async function follow(): Promise<void> {
  const texts = await saidInStep(objectsNow())
  backends = texts['backends.json'] ?? ''
  writeFileSync(join(folder, 'etc', 'nginx', 'nginx.conf'), texts['nginx.conf'] ?? '')
}

/** Addresses of ready pods behind a Service, in their order. */
function addressesOf(app: string): readonly string[] {
  const slices: readonly Slice[] = JSON.parse(
    kubectl('-n', own, 'get', 'endpointslice', '-l', `kubernetes.io/service-name=${app}`, '-o', 'json'),
  ).items
  return slices
    .flatMap(({ endpoints }) => endpoints ?? [])
    .flatMap(({ addresses, conditions }) => (conditions.ready ? addresses : []))
    .sort()
}

interface Slice {
  readonly endpoints:
    | readonly { readonly addresses: readonly string[]; readonly conditions: { readonly ready: boolean } }[]
    | null
}

const patience = { timeout: 60_000, interval: 250 }
const count = (app: string, wanted: number) => expect.poll(() => addressesOf(app).length, patience).toBe(wanted)

beforeAll(async () => {
  if (!process.env.TKNG_LAB_RUN)
    throw new Error('TKNG_LAB_RUN is not set: this suite gives a pod an inside, which only the lab allows')
  mkdirSync(join(folder, 'etc', 'nginx'), { recursive: true })
  await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve))
  const { port } = inside.address() as AddressInfo
  const forward = [10246, 10254].map((one) => `${one}=127.0.0.1:${port}`).join()
  apply(
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: own } },
    { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: own }, spec: { controller } },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      ...named('proxy', { annotations: { 'lab/rootfs': folder, 'lab/forward': forward } }),
      spec: {
        containers: [
          {
            name: 'controller',
            image: 'x/ingress-nginx/controller:v1.15.1',
            args: ['/nginx-ingress-controller', `--controller-class=${controller}`, `--ingress-class=${own}`],
          },
        ],
      },
    },
    deployment('web', 1),
    deployment('cart', 2),
    service('web'),
    service('cart'),
    asking('web', 'shop.test', '/', 'web'),
  )
  apply(asking('cart', 'shop.test', '/cart', 'cart'))
  kubectl('-n', own, 'wait', 'pod', 'proxy', '--for=condition=Ready', '--timeout=60s')
})
afterAll(() => {
  inside.close()
  rmSync(folder, { recursive: true, force: true })
  kubectl('delete', 'namespace', own, '--wait=false')
  kubectl('delete', 'ingressclass', own)
})

/** What is done to the cluster, and undone, each until its endpoints have followed. */
const deeds: Readonly<Record<string, readonly [doIt: () => unknown, undo: () => unknown]>> = {
  'a Service is deleted': [
    async () => {
      kubectl('-n', own, 'delete', 'service', 'cart')
      await count('cart', 0)
    },
    () => apply(service('cart')),
  ],
  'a Deployment is scaled to none': [
    async () => {
      kubectl('-n', own, 'scale', 'deployment', 'cart', '--replicas=0')
      await count('cart', 0)
    },
    () => kubectl('-n', own, 'scale', 'deployment', 'cart', '--replicas=2'),
  ],
  'its pods are rolled': [
    async () => {
      const before = addressesOf('cart')
      kubectl('-n', own, 'scale', 'deployment', 'cart', '--replicas=0')
      await count('cart', 0)
      kubectl('-n', own, 'wait', 'pod', '-l', 'app=cart', '--for=delete', '--timeout=60s')
      // The addresses of before are another one's now.
      apply(deployment('taker', 4))
      kubectl('-n', own, 'rollout', 'status', 'deployment/taker', '--timeout=60s')
      kubectl('-n', own, 'scale', 'deployment', 'cart', '--replicas=2')
      await count('cart', 2)
      expect(addressesOf('cart').filter((one) => before.includes(one))).toEqual([])
    },
    () => kubectl('-n', own, 'delete', 'deployment', 'taker'),
  ],
  'one of them is relabelled': [
    async () => {
      kubectl('-n', own, 'scale', 'deployment', 'cart', '--replicas=1')
      await count('cart', 1)
    },
    () => kubectl('-n', own, 'scale', 'deployment', 'cart', '--replicas=2'),
  ],
  'a duplicate is added': [
    () => apply(asking('twin', 'shop.test', '/cart', 'web')),
    () => kubectl('-n', own, 'delete', 'ingress', 'twin'),
  ],
  'its class is changed': [
    () => apply(asking('cart', 'shop.test', '/cart', 'cart', 'other')),
    () => apply(asking('cart', 'shop.test', '/cart', 'cart')),
  ],
  'the port of its Service is changed': [
    () =>
      kubectl(
        '-n',
        own,
        'patch',
        'service',
        'cart',
        '--type=json',
        '-p',
        '[{"op":"replace","path":"/spec/ports/0/port","value":81}]',
      ),
    () =>
      kubectl(
        '-n',
        own,
        'patch',
        'service',
        'cart',
        '--type=json',
        '-p',
        '[{"op":"replace","path":"/spec/ports/0/port","value":80}]',
      ),
  ],
  'an Ingress is deleted': [
    () => kubectl('-n', own, 'delete', 'ingress', 'cart'),
    () => apply(asking('cart', 'shop.test', '/cart', 'cart')),
  ],
  'a Service and an Ingress are new': [
    async () => {
      apply(deployment('fresh', 1), service('fresh'), asking('fresh', 'new.test', '/', 'fresh'))
      await count('fresh', 1)
    },
    () => kubectl('-n', own, 'delete', 'ingress,service,deployment', 'fresh'),
  ],
}

it('each change is tried', () => expect(Object.keys(deeds)).toEqual(Object.keys(changes)))

describe.each(Object.entries(deeds))('where %s', (what, [doIt, undo]) => {
  const { name = 'cart', url = 'http://shop.test/cart', lagging, settled } = changes[what] ?? expect.fail(what)

  it('the verbs are right while the replica lags behind, and right again when it has followed', async () => {
    await count('cart', 2)
    await follow()
    try {
      await doIt()
      expect(await told(name, url)).toEqual(worded(lagging))
      await follow()
      expect(await told(name, url)).toEqual(worded(settled))
    } finally {
      await undo()
    }
  })
})

async function told(name: string, url: string): Promise<string> {
  const run = (line: string) => {
    const chosen = line.startsWith('ingresses') ? [] : ['--controller', `${own}/proxy`]
    return runPlugin([...line.split(' '), '-o', 'json', ...chosen])
  }
  return worded(await saidOf(`${own}/${name}`, url, run))
}

/** Namespaces and addresses are of each cluster. */
function worded(said: object): string {
  return JSON.stringify(said, null, 2)
    .replaceAll(own, 'default')
    .replaceAll(/(?<=[-+])[\d.]+(?=:)/g, 'A')
}
