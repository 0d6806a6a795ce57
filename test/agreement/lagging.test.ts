/**
 * A cluster that changes under a replica: what `ingresses`, `why`, `trace` and `status` say while it lags behind, and
 * once it has followed. They agree, and are right, both times.
 */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { apiVersionOf, type Kind } from '../../src/domain/objects/objects.js'
import { controllerPod } from '../support/fake-controller.js'
import { ingress, pod, rule, service, slice } from '../support/objects.js'
import { type Objects, saidInStep } from '../support/replica-in-step.js'
import { session } from '../support/session.js'

const asking = (name: string, age: number, more: object, ...rules: readonly object[]) =>
  ingress(
    name,
    { ingressClassName: 'nginx', rules, ...more },
    { metadata: { creationTimestamp: `2026-11-23T08:48:0${age}Z` } },
  )
const behind = (name: string, ...addresses: readonly string[]) =>
  slice(`${name}-1`, { service: name, endpoints: addresses.map((address, i) => pod(`${name}-${i}`, address)) })

const web = asking('web', 1, {}, rule('shop.test', '/', 'web'))
const cart = asking('cart', 2, {}, rule('shop.test', '/cart', 'cart'))
const cartRules = [rule('shop.test', '/cart', 'cart')]

const before: Objects = {
  Pod: [controllerPod({ name: 'proxy-1', owner: ['DaemonSet', 'proxy'] })],
  IngressClass: [{ metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } }],
  Ingress: [web, cart],
  Service: [service('web'), service('cart')],
  EndpointSlice: [behind('web', '10.0.0.1'), behind('cart', '10.0.1.1', '10.0.1.2')],
}

/** What is said of one rule and of the replica, a line for each verb. */
interface Said {
  readonly ingresses: string
  readonly why: string
  readonly trace: string
  readonly status: string
}

interface Change {
  readonly after: Objects
  /** the Ingress that is looked at; left out: `cart` */
  readonly name?: string
  /** the request; left out: that of `cart` */
  readonly url?: string
  readonly lagging: Said
  readonly settled: Said
}

const inStep = 'in sync'

const changes: Readonly<Record<string, Change>> = {
  'a Service is deleted': {
    after: { ...before, Service: [service('web')], EndpointSlice: [behind('web', '10.0.0.1')] },
    lagging: {
      ingresses: 'no-service 0',
      why: 'NO no-service replica-differs',
      trace: 'asked unavailable 503, served served: NO replica-differs, exit 1',
      status: 'NO: default-cart-80 -10.0.1.1:8080 -10.0.1.2:8080',
    },
    settled: {
      ingresses: 'no-service 0',
      why: 'NO no-service',
      trace: 'asked unavailable 503, served unavailable 503: yes, exit 1',
      status: inStep,
    },
  },
  'a Deployment is scaled to none': {
    after: { ...before, EndpointSlice: [behind('web', '10.0.0.1'), behind('cart')] },
    lagging: {
      ingresses: 'no-slices 0',
      why: 'NO no-endpoints replica-differs',
      trace: 'asked unavailable 503, served served: NO replica-differs, exit 1',
      status: 'NO: default-cart-80 -10.0.1.1:8080 -10.0.1.2:8080',
    },
    settled: {
      ingresses: 'no-slices 0',
      why: 'NO no-endpoints',
      trace: 'asked unavailable 503, served unavailable 503: yes, exit 1',
      status: inStep,
    },
  },
  'its pods are rolled': {
    after: { ...before, EndpointSlice: [behind('web', '10.0.0.1'), behind('cart', '10.0.1.3', '10.0.1.4')] },
    lagging: {
      ingresses: 'ok 2',
      why: 'NO replica-differs',
      trace: 'asked served, served served: NO replica-differs, exit 1',
      status: 'NO: default-cart-80 -10.0.1.1:8080 -10.0.1.2:8080 +10.0.1.3:8080 +10.0.1.4:8080',
    },
    settled: { ingresses: 'ok 2', why: 'yes', trace: 'asked served, served served: yes, exit 0', status: inStep },
  },
  'one of them is relabelled': {
    after: { ...before, EndpointSlice: [behind('web', '10.0.0.1'), behind('cart', '10.0.1.2')] },
    lagging: {
      ingresses: 'ok 1',
      why: 'yes replica-differs',
      trace: 'asked served, served served: NO replica-differs, exit 1',
      status: 'NO: default-cart-80 -10.0.1.1:8080',
    },
    settled: { ingresses: 'ok 1', why: 'yes', trace: 'asked served, served served: yes, exit 0', status: inStep },
  },
  'a duplicate is added': {
    after: { ...before, Ingress: [web, cart, asking('twin', 3, {}, rule('shop.test', '/cart', 'web'))] },
    name: 'twin',
    lagging: {
      ingresses: 'ok 1',
      why: 'NO duplicate',
      trace: 'asked served, served served: yes, exit 0',
      status: `${inStep}, 1 not served`,
    },
    settled: {
      ingresses: 'ok 1',
      why: 'NO duplicate',
      trace: 'asked served, served served: yes, exit 0',
      status: `${inStep}, 1 not served`,
    },
  },
  'its class is changed': {
    after: { ...before, Ingress: [web, asking('cart', 2, { ingressClassName: 'other' }, ...cartRules)] },
    lagging: {
      ingresses: 'ok 2',
      why: 'NO class-unknown',
      trace: 'asked served, served served: NO, exit 1',
      status: 'NO: default-cart-80 stale, shop.test/cart stale',
    },
    settled: {
      ingresses: 'ok 2',
      why: 'NO class-unknown',
      trace: 'asked served, served served: yes, exit 0',
      status: inStep,
    },
  },
  'the port of its Service is changed': {
    after: { ...before, Service: [service('web'), service('cart', { ports: [{ port: 81 }] })] },
    lagging: {
      ingresses: 'no-port 0',
      why: 'NO no-port replica-differs',
      trace: 'asked unavailable 503, served served: NO replica-differs, exit 1',
      status: 'NO: default-cart-80 -10.0.1.1:8080 -10.0.1.2:8080',
    },
    settled: {
      ingresses: 'no-port 0',
      why: 'NO no-port',
      trace: 'asked unavailable 503, served unavailable 503: yes, exit 1',
      status: inStep,
    },
  },
  'an Ingress is deleted': {
    after: { ...before, Ingress: [web] },
    lagging: {
      ingresses: 'none',
      why: 'none',
      trace: 'asked served, served served: NO, exit 1',
      status: 'NO: default-cart-80 stale, shop.test/cart stale',
    },
    settled: {
      ingresses: 'none',
      why: 'none',
      trace: 'asked served, served served: yes, exit 0',
      status: inStep,
    },
  },
  'a Service and an Ingress are new': {
    after: {
      ...before,
      Ingress: [web, cart, asking('fresh', 3, {}, rule('new.test', '/', 'fresh'))],
      Service: [service('web'), service('cart'), service('fresh')],
      EndpointSlice: [...(before.EndpointSlice ?? []), behind('fresh', '10.0.2.1')],
    },
    name: 'fresh',
    url: 'http://new.test/',
    lagging: {
      ingresses: 'ok 1',
      why: 'NO not-in-conf',
      trace: 'asked served, served not-found 404: NO, exit 1',
      status: 'NO: default-fresh-80 missing, new.test/ missing',
    },
    settled: { ingresses: 'ok 1', why: 'yes', trace: 'asked served, served served: yes, exit 0', status: inStep },
  },
}

describe.each(Object.entries(changes))('where %s', (_name, { after, name = 'cart', url, lagging, settled }) => {
  const asked = url ?? 'http://shop.test/cart'

  it('and the replica lags behind', async () => {
    expect(await told(after, before, name, asked)).toEqual(lagging)
  })

  it('and the replica has followed', async () => {
    expect(await told(after, after, name, asked)).toEqual(settled)
  })
})

/** @param known what the replica knows of */
async function told(objects: Objects, known: Objects, name: string, url: string): Promise<Said> {
  const file = join(mkdtempSync(join(tmpdir(), 'lagging-')), 'cluster.json')
  const kinds = Object.entries(objects) as [Kind, readonly object[]][]
  const items = kinds.flatMap(([kind, all]) => all.map((one) => ({ apiVersion: apiVersionOf(kind), kind, ...one })))
  const metadata = { namespace: 'edge', name: 'proxy-1' }
  const said = { apiVersion: 'tkng.dev/v1', kind: 'Observation', metadata, texts: await saidInStep(known) }
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...items, said] }))
  const ask = async <T>(line: string): Promise<{ readonly document: T; readonly code: number }> => {
    const { stdout, code } = await session([...line.split(' '), '-o', 'json', '--from', file])
    return { document: JSON.parse(stdout || '{"items": []}'), code }
  }
  const [routes, fates, trace, status, drift] = [
    await ask<List<RouteItem>>('ingresses -A'),
    await ask<List<FateItem>>(`why default/${name}`),
    await ask<TraceItem>(`trace ${url}`),
    await ask<List<StatusItem>>('status'),
    await ask<List<DriftItem>>('drift'),
  ]
  expect([driftLine(drift.document.items), drift.code]).toEqual([faultsOf(status.document.items[0]), status.code])
  const route = routes.document.items.find((one) => one.source.name === name)?.backends[0]?.endpoints
  const fate = fates.document.items.at(-1)
  return {
    ingresses: route === undefined ? 'none' : `${route.state} ${route.ready}`,
    why: fate === undefined ? 'none' : [wordOf(fate.served), ...fate.causes.map(({ code }) => code)].join(' '),
    trace: traceLine(trace.document, trace.code),
    status: statusLine(status.document.items[0], status.code),
  }
}

function wordOf(is: boolean | null): string {
  return is === null ? '?' : is ? 'yes' : 'NO'
}

function traceLine({ asked, served, agree, findings }: TraceItem, code: number): string {
  const answer = (one: AnswerItem | null) => (one === null ? 'none' : [one.verdict, one.status ?? []].flat().join(' '))
  const words = [wordOf(agree), ...findings.map((one) => one.code)].join(' ')
  return `asked ${answer(asked)}, served ${answer(served)}: ${words}, exit ${code}`
}

/** Its exit code is that of being in step, and of nothing else. */
function statusLine(item: StatusItem | undefined, code: number): string {
  if (item === undefined || (code === 0) !== item.inSync) return `exit ${code}, in sync ${item?.inSync}`
  const { notServed } = item
  const lost = notServed.length === 0 ? '' : `, ${notServed.length} not served`
  return `${item.inSync ? inStep : `NO: ${faultsOf(item)}`}${lost}`
}

/** What `status` counts. */
function faultsOf(item: StatusItem | undefined): string {
  if (item === undefined) return 'nothing'
  const { backends, routes } = item
  const place = ({ host, path }: Place) => `${host ?? '*'}${path}`
  return [
    ...backends.different.map(({ name, gone, missing }) =>
      [name, ...gone.map((one) => `-${one}`), ...missing.map((one) => `+${one}`)].join(' '),
    ),
    ...backends.missing.map((one) => `${one} missing`),
    ...backends.stale.map((one) => `${one} stale`),
    ...routes.missing.map((one) => `${place(one)} missing`),
    ...routes.stale.map((one) => `${place(one)} stale`),
  ].join(', ')
}

/** The same, as `drift` names it. */
function driftLine(items: readonly DriftItem[]): string {
  const lines = items.map(({ what, change, subject, planned, served }) => {
    const only = (these: readonly string[], those: readonly string[]) => these.filter((one) => !those.includes(one))
    if (change !== 'different') return `${what === 'route' ? 1 : 0} ${subject} ${change === 'extra' ? 'stale' : change}`
    const gone = only(served, planned).map((one) => `-${one}`)
    return ['0', subject, ...gone, ...only(planned, served).map((one) => `+${one}`)].join(' ')
  })
  // Backends come first, routes behind them.
  return lines
    .sort()
    .map((line) => line.slice(2))
    .join(', ')
}

interface List<T> {
  readonly items: readonly T[]
}

interface RouteItem {
  readonly source: { readonly name: string }
  readonly backends: readonly { readonly endpoints: { readonly state: string; readonly ready: number } }[]
}

interface FateItem {
  readonly served: boolean | null
  readonly causes: readonly { readonly code: string }[]
}

interface AnswerItem {
  readonly verdict: string
  readonly status: number | null
}

interface TraceItem {
  readonly asked: AnswerItem | null
  readonly served: AnswerItem | null
  readonly agree: boolean | null
  readonly findings: readonly { readonly code: string }[]
}

interface DriftItem {
  readonly what: string
  readonly change: string
  readonly subject: string
  readonly planned: readonly string[]
  readonly served: readonly string[]
}

interface Place {
  readonly host: string | null
  readonly path: string
}

interface StatusItem {
  readonly inSync: boolean
  readonly backends: {
    readonly different: readonly { readonly name: string; readonly gone: string[]; readonly missing: string[] }[]
    readonly missing: readonly string[]
    readonly stale: readonly string[]
  }
  readonly routes: { readonly missing: readonly Place[]; readonly stale: readonly Place[] }
  readonly notServed: readonly Place[]
}
