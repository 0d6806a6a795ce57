/** API servers that are broken or hostile: lists without end, answers of other types, refusals of any kind. */
import { afterEach, describe, expect, it } from 'vitest'
import { type FakeApi, fakeApi } from '../support/fake-api.js'
import { type Fault, on, raw, status } from '../support/fake-api-faults.js'
import { insideOf, oneController } from '../support/fake-controller.js'
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

const values: readonly unknown[] = [null, true, 7, 'x', [], {}, [null], [[]], { a: null }]

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
