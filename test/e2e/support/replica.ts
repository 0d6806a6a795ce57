/**
 * A replica of our own in the lab: its inside is ours, and all else the lab's, which makes endpoints of pods and asks us for
 * files and ports through the real protocols. It serves what it was last told to follow.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import type { Kind } from '../../../src/domain/objects/objects.js'
import { type Objects, saidInStep } from '../../support/why/replica-in-step.js'

export const own = `e2e-${process.pid}-${Date.now().toString(36)}`
const controller = `example.test/${own}`
const folder = mkdtempSync(join(tmpdir(), 'tkng-changes-'))
let backends = ''
let certificates: Readonly<Record<string, string | null>> = {}
let isReloaded = true
const pages: Readonly<Record<string, (query: URLSearchParams) => string | null | undefined>> = {
  '/configuration/backends': () => backends,
  '/configuration/certs': (query) => certificates[query.get('hostname') ?? ''],
  '/metrics': () => `nginx_ingress_controller_config_last_reload_successful ${Number(isReloaded)}\n`,
}
const inside = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
  const page = pages[pathname]?.(searchParams) ?? null
  response.writeHead(page === null ? 404 : 200).end(page ?? 'No key associated with this hostname.')
})

export const kubectl = (...argv: string[]) => execFileSync('kubectl', argv, { encoding: 'utf8', maxBuffer: 1 << 28 })
export const apply = (...items: object[]) => {
  const list = { apiVersion: 'v1', kind: 'List', items }
  execFileSync('kubectl', ['apply', '-f', '-'], { input: JSON.stringify(list) })
}
const named = (name: string, more: object = {}) => ({ metadata: { namespace: own, name, ...more } })
const labels = (app: string) => ({ app })

export const deployment = (app: string, replicas: number) => ({
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
export const service = (app: string, port = 80) => ({
  apiVersion: 'v1',
  kind: 'Service',
  ...named(app),
  spec: { selector: labels(app), ports: [{ port, targetPort: 8080 }] },
})
interface More {
  readonly metadata?: object
  readonly spec?: object
}
export const asking = (
  name: string,
  host: string,
  path: string,
  app: string,
  ingressClassName = own,
  more: More = {},
) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  ...named(name, more.metadata),
  spec: {
    ...more.spec,
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
  const { items } = JSON.parse(kubectl('-n', own, 'get', 'ingress,service,endpointslice,pod,secret', '-o', 'json'))
  const [ingressClass] = [JSON.parse(kubectl('get', 'ingressclass', own, '-o', 'json'))]
  const found: Partial<Record<Kind, object[]>> = { IngressClass: [ingressClass] }
  for (const item of items as readonly { readonly kind: Kind }[]) found[item.kind] = [...(found[item.kind] ?? []), item]
  return found
}

/** From now on the replica says what the objects ask for. */
export async function follow(): Promise<void> {
  const texts = await saidInStep(objectsNow())
  backends = texts['backends.json'] ?? ''
  certificates = JSON.parse(texts['certificates.json'] ?? '{}')
  isReloaded = true
  writeFileSync(join(folder, 'etc', 'nginx', 'nginx.conf'), texts['nginx.conf'] ?? '')
}

/** Its proxy refuses the configuration that the objects ask for now, in these words, and goes on with the one before. */
export function refuse(words: string): void {
  isReloaded = false
  const logs = join(process.env.TKNG_LAB_STATE ?? folder, 'logs', own, 'proxy')
  mkdirSync(logs, { recursive: true })
  writeFileSync(join(logs, 'controller.log'), `${new Date().toISOString()} stderr F ${words}\n`)
}

/** Addresses of ready pods behind a Service, in their order. @param areReady false: those of the others, which may be on their way out */
export function addressesOf(app: string, areReady = true): readonly string[] {
  const slices: readonly Slice[] = JSON.parse(
    kubectl('-n', own, 'get', 'endpointslice', '-l', `kubernetes.io/service-name=${app}`, '-o', 'json'),
  ).items
  return slices
    .flatMap(({ endpoints }) => endpoints ?? [])
    .flatMap(({ addresses, conditions }) => (conditions.ready === areReady ? addresses : []))
    .sort()
}

interface Slice {
  readonly endpoints:
    | readonly { readonly addresses: readonly string[]; readonly conditions: { readonly ready: boolean } }[]
    | null
}

const patience = { timeout: 60_000, interval: 250 }
export const count = (app: string, wanted: number) =>
  expect.poll(() => [addressesOf(app).length, addressesOf(app, false).length], patience).toEqual([wanted, 0])

/** For the tests of the file that says so. */
export function withReplica(): void {
  beforeAll(open)
  afterAll(close)
}

async function open(): Promise<void> {
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
}

function close(): void {
  inside.close()
  rmSync(folder, { recursive: true, force: true })
  kubectl('delete', 'namespace', own, '--timeout=90s')
  kubectl('delete', 'ingressclass', own)
}
