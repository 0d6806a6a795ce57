/** API servers that are broken or hostile: lists without end, answers of other types, refusals of any kind. */
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { type FakeApi, fakeApi } from '../support/cluster/fake-api.js'
import { type Fault, hang, on, raw, resetMidBody, status } from '../support/cluster/fake-api-faults.js'
import { insideOf, oneController } from '../support/cluster/fake-controller.js'
import { attempt, type Observed } from './support/attempt.js'
import { expectHeld } from './support/held.js'

let api: FakeApi | undefined
afterEach(() => api?.close())

async function against(argv: readonly string[], ...faults: Fault[]): Promise<Observed> {
  api = await fakeApi({ objects: oneController, upgrade: insideOf({}), faults })
  return attempt([...argv, '-s', api.url])
}

const json = (body: unknown, code = 200) => raw(code, JSON.stringify(body), { 'content-type': 'application/json' })
let round = 0
const page = (token: string, items: readonly unknown[]) => ({
  kind: 'IngressList',
  metadata: { continue: token },
  items,
})
const web = { metadata: { name: 'web', namespace: 'default' } }
const gone = (token: string) => status(410, 'Expired', 'too old', {}, { metadata: { continue: token } })

describe('a list of Ingresses', () => {
  it.each<[string, Fault]>([
    ['of new tokens', (...all) => json(page(`${round++}`, []))(...all)],
    ['of new tokens, with items', (...all) => json(page(`${round++}`, [web]))(...all)],
    ['of three tokens in turn', (...all) => json(page(`${round++ % 3}`, []))(...all)],
    [
      'of tokens that expire',
      (...all) => (all[0].query.has('continue') ? gone(`${round++}`) : json(page('a', [])))(...all),
    ],
    ['of tokens that grow', (...all) => json(page('t'.repeat(round++ % 9000), []))(...all)],
  ])('%s is left', async (_name, fault) => {
    const observed = await against(['ingresses', '-A'], on('/ingresses', fault))
    expectHeld(observed, { codes: [2] })
    expect(observed.stderr).toMatch(/never ends|too old/)
  })
})

it('of a list whose server dies on the second page, nothing is shown', async () => {
  const dies: Fault = (...all) => (all[0].query.has('continue') ? resetMidBody : json(page('a', [web])))(...all)
  const observed = await against(['ingresses', '-A'], on('/ingresses', dies))
  expectHeld(observed, { codes: [2] })
  expect(observed.stdout).toBe('')
})

const values: readonly unknown[] = [null, true, 7, 'x', [], {}, [null], [[]], { a: null }]

/** A list as the server packs it. @param middle said so often between the two ends of its items */
const packed = (middle: string, times: number): Fault =>
  raw(200, gzipSync(`{"kind":"IngressList","metadata":{},"items":[${middle.repeat(times)}{}]}`, { level: 1 }), {
    'content-type': 'application/json',
    'content-encoding': 'gzip',
  })

/** Of messages in protobuf: a field of this number that holds these bytes. */
const part = (number: number, ...bytes: Buffer[]) => {
  const content = Buffer.concat(bytes)
  const length = [
    content.length & 0x7f,
    (content.length >>> 7) & 0x7f,
    (content.length >>> 14) & 0x7f,
    content.length >>> 21,
  ]
  return Buffer.concat([
    Buffer.from([(number << 3) | 2, ...length.map((seven, i) => (i < 3 ? seven | 0x80 : seven))]),
    content,
  ])
}
const protobuf = (list: Buffer): Fault => {
  const type = part(1, part(1, Buffer.from('networking.k8s.io/v1')), part(2, Buffer.from('IngressList')))
  return raw(200, gzipSync(Buffer.concat([Buffer.from('k8s\0'), type, part(2, list)]), { level: 1 }), {
    'content-type': 'application/vnd.kubernetes.protobuf',
    'content-encoding': 'gzip',
  })
}
const empty = (number: number, times: number) =>
  Buffer.from(String.fromCharCode((number << 3) | 2, 0).repeat(times), 'latin1')

describe('an answer that unpacks to', () => {
  it.each<[string, () => Fault]>([
    ['very many objects', () => packed('{},', 20_000_000)],
    ['very many lists', () => packed('[],', 20_000_000)],
    ['very many objects of one field', () => packed('{"a":1},', 10_000_000)],
    ['brackets in brackets', () => packed('[', 3_000_000)],
    ['no more objects of one field than are read', () => packed('{"a":1},', 660_000)],
    ['one text', () => packed(`"${'x'.repeat(1_000_000)}",`, 140)],
    ['very many objects in protobuf', () => protobuf(empty(2, 60_000_000))],
    ['an object of very many parts in protobuf', () => protobuf(part(2, part(2, empty(3, 60_000_000))))],
  ])('%s', async (_name, fault) => {
    const observed = await against(['ingresses', '-A'], on('/ingresses', fault()))
    expectHeld(observed, { codes: [0, 2] })
    expect(observed.stderr).toMatch(
      /the most that is read|more than \d+ values|no IngressList|not JSON|no objects with a name/,
    )
  })
})

it('an answer that changes the protocol is none', async () => {
  const changes: Fault = (_seen, response) => {
    response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n')
    return true
  }
  const observed = await against(['ingresses', '-A'], on('/ingresses', changes))
  expectHeld(observed, { codes: [2] })
  expect(observed.stderr).toContain('it changes the protocol unasked')
})

it('where there is no answer, nobody waits for what is still asked', async () => {
  const observed = await against(
    ['why', '-A'],
    on('/ingresses', status(500, 'InternalError', 'no')),
    on('/services', hang),
  )
  expectHeld(observed, { codes: [2] })
  expect(observed.stderr).toMatch(/^error: .*\n$/)
})

describe('answers of other types', () => {
  it.each(values.map((value) => [JSON.stringify(value), value]))('lists whose items are %s', async (_name, value) => {
    const fault: Fault = (seen, response) =>
      json({
        kind: `${kindAt(seen.path)}List`,
        metadata: value,
        items: [value, { metadata: value, spec: value, status: value }],
      })(seen, response)
    for (const verb of [['ingresses', '-A'], ['why', '-A'], ['status'], ['info']]) {
      expectHeld(await against(verb, fault))
      await api?.close()
    }
  })

  it.each(values.map((value) => [JSON.stringify(value), value]))(
    'an access review that is %s',
    async (_name, value) => {
      expectHeld(
        await against(
          ['status'],
          on('/selfsubjectaccessreviews', json(value, 201)),
          on('/exec', status(403, 'Forbidden', 'no')),
        ),
      )
    },
  )

  it('statuses of every type', async () => {
    for (const value of values)
      expectHeld(
        await against(
          ['ingresses', '-A'],
          json({ kind: 'Status', details: value, metadata: value, message: value }, 403),
        ),
      )
  })
})

const kindsAt: Readonly<Record<string, string>> = {
  ingresses: 'Ingress',
  ingressclasses: 'IngressClass',
  services: 'Service',
  endpointslices: 'EndpointSlice',
  endpoints: 'Endpoints',
  secrets: 'Secret',
  namespaces: 'Namespace',
  pods: 'Pod',
  deployments: 'Deployment',
  daemonsets: 'DaemonSet',
  statefulsets: 'StatefulSet',
  configmaps: 'ConfigMap',
  leases: 'Lease',
  events: 'Event',
}

function kindAt(path: string): string {
  return kindsAt[path.split('/').at(-1) ?? ''] ?? ''
}
