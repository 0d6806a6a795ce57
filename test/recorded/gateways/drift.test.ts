/** Of recorded Gateways `status` and `drift` say that each proxy serves what its routes ask for, and what it does not. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { refusalsOf } from '../../../src/controllers/shared/envoy/observation.js'
import { envoyGatewayDialect } from '../../../src/controllers/shared/gateways/envoy-gateway.js'
import type { ServedRoute } from '../../../src/domain/controllers/replica-facts.js'
import type { Answer } from '../../../src/domain/requests/trace.js'
import { observeControllers } from '../../../src/questions/controllers/observe-controllers.js'
import { driftsOf } from '../../../src/questions/drift/drift.js'
import { gatherComparisons } from '../../../src/questions/drift/gather-comparisons.js'
import { frozenPortsOf } from '../../../src/questions/gateways/frozen-ports.js'
import { gatherAllRoutes } from '../../../src/questions/routes/all-routes.js'
import { recordedGatewayWorld, type WireWorld } from '../../support/recorded/gateway-world.js'
import { recording } from '../../support/recorded/recordings.js'
import { gatewayPlan } from '../../support/worlds/gateway-world.js'

const none = undefined
const selection = { controller: none, deployment: none, pod: none, labelSelector: none, container: none, class: none }
const now = Date.parse('2026-11-25T00:00:00Z')

async function driftOf(implementation: string, name: string, change: (world: WireWorld) => void = () => {}) {
  const { cluster, controllers } = recordedGatewayWorld({ folder: ['gateway', implementation, name], change })
  const { worlds } = await gatherComparisons(cluster, controllers, {
    ...{ selection, namespace: null, now },
  })
  const replicas = worlds.flatMap((one) => one.replicas)
  const rows = worlds.flatMap(driftsOf).map(({ what, change: how, subject, planned, served }) => {
    const lists = [planned, served].map((list) => list?.join(' ') ?? '-').join(' | ')
    return `${what} ${how} ${subject}: ${lists}`
  })
  const sum = (count: (one: (typeof replicas)[number]) => number | undefined) =>
    replicas.reduce((all, one) => all + (count(one) ?? 0), 0)
  return {
    rows,
    verdicts: replicas.map(({ inSync }) => inSync),
    leftOut: [...new Set(replicas.flatMap(({ leftOut }) => leftOut.map(placeText)))].sort(),
    routes: sum(({ routes }) => routes?.asked),
    endpoints: sum(({ endpoints }) => endpoints?.same),
    certificates: sum(({ certificates }) => certificates?.same),
  }
}

const placeText = ({ source, host, path }: ServedRoute) =>
  `${source.kind} ${source.namespace}/${source.name} ${host ?? '*'}${path}`

/** What `routes` calls lost or dropped. */
async function lostRoutes(implementation: string, name: string): Promise<string[]> {
  const { cluster, controllers } = recordedGatewayWorld({ folder: ['gateway', implementation, name] })
  const { routes } = await gatherAllRoutes(cluster, controllers, {
    ...{ names: [], labelSelector: none, controller: none, now },
  })
  const lost = routes.filter(({ fate }) => fate?.is === 'lost' || fate?.is === 'dropped')
  return [...new Set(lost.map((one) => placeText({ ...one, path: one.match?.path ?? '/' })))].sort()
}

/** Both are refused by Envoy as a whole, since a route has one hostname at two listeners of each. */
const frozen = ['reload different port 80: - | -', 'reload different port 8080: - | -']

describe.each([
  ['envoy-gateway', 'gw-guide', 1, 4, 2, 0, []],
  ['envoy-gateway', 'gw-zoo', 7, 238, 50, 8, frozen],
  ['contour', 'gw-guide', 1, 4, 2, 0, []],
  ['contour', 'gw-zoo', 7, 228, 50, 4, []],
  ['traefik', 'gw-guide', 1, 4, 2, 0, []],
  ['traefik', 'gw-zoo', 1, 234, 20, 8, []],
] as const)('%s in %s', (implementation, name, replicas, routes, endpoints, certificates, rows) => {
  it(`serves its ${routes} routes and ${certificates} certificates as they are asked for`, async () => {
    const found = await driftOf(implementation, name)
    expect(found.rows).toEqual(rows)
    expect(found).toMatchObject({ routes, endpoints, certificates })
    expect(found.verdicts.filter((one) => one)).toHaveLength(replicas - (rows.length > 0 ? 1 : 0))
    const lost = await lostRoutes(implementation, name)
    expect(found.leftOut.filter((one) => !lost.includes(one))).toEqual([])
    // A route that no controller's Gateway has is left out by nobody in particular.
    const ofNobody = /^HTTPRoute apps\/at-(?:foreign|nogateway|samens|service|wrongclass) /
    expect(lost.filter((one) => !found.leftOut.includes(one) && !ofNobody.test(one))).toEqual([])
  })
})

/** What happened after the proxy was asked. */
describe.each(['envoy-gateway', 'contour', 'traefik'] as const)('%s', (implementation) => {
  const isExtraTold = implementation !== 'traefik'
  const guide = (change: (world: WireWorld) => void) => driftOf(implementation, 'gw-guide', change)

  it('lacks a route that came later, and has one that was taken away', async () => {
    const { rows, verdicts } = await guide(({ HTTPRoute }) => {
      for (const { metadata, spec } of HTTPRoute ?? [])
        if (metadata.name === 'tkng-2-dev') spec.hostnames = ['later.example.test']
    })
    expect(rows).toEqual([
      'route missing later.example.test/: HTTPRoute default/tkng-2-dev | ',
      ...(isExtraTold ? ['route extra dev/:  | HTTPRoute default/tkng-2-dev'] : []),
    ])
    expect(verdicts).toEqual([false])
  })

  it('sends a route to the backend of before', async () => {
    const { rows } = await guide(({ HTTPRoute }) => {
      for (const { metadata, spec } of HTTPRoute ?? [])
        if (metadata.name === 'tkng-2-dev') spec.rules = [{ backendRefs: [{ name: 'prod', port: 8080 }] }]
    })
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatch(/dev\/?:|prod:8080/)
  })

  it('has endpoints that are gone', async () => {
    const { rows } = await guide(({ EndpointSlice }) => {
      for (const one of EndpointSlice ?? []) one.endpoints = (one.endpoints ?? []).slice(1)
    })
    expect(rows.map((row) => row.split(':')[0]).sort()).toEqual([
      'endpoints different default/dev',
      'endpoints different default/prod',
    ])
  })
})

it.each([
  ['envoy-gateway', /^envoy-/, 8],
  ['contour', /^(?:contour|envoy)-(?!gateway-provisioner)/, 14],
] as const)('a capture of %s keeps the pods that steer its proxies, too', async (implementation, names, pods) => {
  const { cluster, controllers } = recordedGatewayWorld({ folder: ['gateway', implementation, 'gw-zoo'] })
  const found = await controllers.find(null)
  const kept = await observeControllers(cluster, controllers, found, {
    ingresses: [],
    classes: [],
    secrets: [],
    configMaps: [],
    logs: false,
    hold: async (text) => text as string,
  })
  for (const listing of [kept.listings.Pod, kept.listings.Deployment]) {
    const all = new Set((listing?.items ?? []).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`))
    expect([...all].filter((one) => names.test(one.split('/')[1] ?? ''))).toHaveLength(pods)
  }
})

interface LiveLine {
  readonly step: string
  readonly host?: string
  readonly status?: number
  readonly app?: string | null
  readonly text?: readonly string[]
}

/** The objects of the recorded steps: two listeners of one port, and routes of which `twice` hangs on both. */
function liveObjects(routes: readonly (readonly [name: string, host: string, section: string | null])[]) {
  const meta = (name: string) => ({ namespace: 'default', name, creationTimestamp: '2026-11-27T15:00:00Z' })
  const listener = { port: 80, protocol: 'HTTP' }
  const listeners = [
    { ...listener, name: 'wild', hostname: '*.live.example.test' },
    { ...listener, name: 'any' },
  ]
  return {
    GatewayClass: [{ metadata: { name: 'eg' }, spec: { controllerName: envoyGatewayDialect.controllerNames[0] } }],
    Gateway: [{ metadata: meta('live'), spec: { gatewayClassName: 'eg', listeners } }],
    HTTPRoute: routes.map(([name, host, sectionName]) => ({
      metadata: meta(name),
      spec: {
        ...{ parentRefs: [{ name: 'live', sectionName }], hostnames: [host] },
        rules: [{ backendRefs: [{ name, port: 80 }] }],
      },
    })),
    Service: routes.map(([name]) => ({ metadata: meta(name), spec: { ports: [{ port: 80 }] } })),
  }
}

/** What one route does to a port: the plan says what a proxy serves that starts now, and what one does that runs already. */
it('replays a route that freezes a port', () => {
  const lines = readFileSync(recording('gateway', 'envoy-gateway', 'live-duplicate-domain', 'truth.jsonl'), 'utf8')
  const truth = lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LiveLine)
  const good = [['a', 'a.live.example.test', 'wild'] as const, ['b', 'other.example.org', 'any'] as const]
  const twice = ['c', 'twice.live.example.test', null] as const
  const late = ['d', 'late.example.org', 'any'] as const
  const planOf = (routes: Parameters<typeof liveObjects>[0]) =>
    gatewayPlan(liveObjects(routes), envoyGatewayDialect, ['EndpointSlice'])
  const answersOf = (plan: ReturnType<typeof planOf>, step: string) => {
    const asked = truth.filter((one) => one.step.startsWith(step) && one.host !== undefined)
    return asked.map(({ host = '', status, app }): { ours: Answer; is: string; was: string } => {
      const request = { scheme: 'http' as const, port: 80, method: 'GET', host, target: '/', headers: new Map() }
      const ours = plan.answer({ ...request, sni: null, clientAddress: null, httpVersion: '1.1' }, true)
      return { ours, is: `${host} ${ours.source?.name ?? ours.status}`, was: `${host} ${app ?? status}` }
    })
  }
  const frozen = (plan: ReturnType<typeof planOf>) => plan.gateways.flatMap((one) => frozenPortsOf(plan, one))
  const port = { port: 80, hostname: twice[1], listeners: ['wild', 'any'], routes: [] }
  const before = planOf(good)
  for (const [step, objects, served] of [
    ['1', before, before],
    // It keeps what it had before, although a route is there that would be served without the bad one.
    ['2', planOf([...good, twice]), before],
    ['3', planOf([...good, twice, late]), before],
    ['4', planOf([...good, twice, late]), planOf([...good, twice, late])],
    ['5', planOf([...good, late]), planOf([...good, late])],
  ] as const) {
    const isFrozen = step !== '1' && step !== '5'
    const live = answersOf(served, step)
    expect(live.map(({ is }) => is)).toEqual(live.map(({ was }) => was))
    expect(live).toHaveLength(4)
    expect(frozen(objects)).toEqual(isFrozen ? [port] : [])
    for (const { ours } of isFrozen ? answersOf(objects, step) : []) {
      expect(ours.status).toBe(404)
      expect(ours.hops.map(({ detail }) => detail).join('\n')).toContain(
        'one that runs already keeps those that it had',
      )
    }
  }
  const counters = truth.flatMap(({ text }) => text ?? []).join('\n')
  const refusals = refusalsOf({ refused: [] }, counters)
  expect([...refusals]).toEqual([['default/live/wild', 'it refused 2 updates']])
})
