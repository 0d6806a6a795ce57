/** Of recorded Gateways `status` and `drift` say that each proxy serves what its routes ask for, and what it does not. */
import { describe, expect, it } from 'vitest'
import { observeControllers } from '../../src/questions/controllers/observe-controllers.js'
import { driftsOf } from '../../src/questions/drift/drift.js'
import { gatherComparisons } from '../../src/questions/drift/gather-comparisons.js'
import { recordedGatewayWorld, type WireWorld } from '../support/recorded/gateway-world.js'

const none = undefined
const selection = { controller: none, deployment: none, pod: none, labelSelector: none, container: none, class: none }
const now = Date.parse('2026-11-25T00:00:00Z')

async function driftOf(implementation: string, name: string, change: (world: WireWorld) => void = () => {}) {
  const { cluster, controllers } = recordedGatewayWorld({ folder: ['gateway', implementation, name], change })
  const { worlds } = await gatherComparisons(cluster, controllers, {
    ...{ selection, namespace: null, now, eachOther: false },
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
    routes: sum(({ routes }) => routes?.asked),
    endpoints: sum(({ endpoints }) => endpoints?.same),
    certificates: sum(({ certificates }) => certificates?.same),
  }
}

/** Both are refused by Envoy as a whole, since a route has one hostname at two listeners of each. */
const frozen = ['reload different port 80: - | -', 'reload different port 8080: - | -']

describe.each([
  ['envoy-gateway', 'gw-guide', 1, 4, 2, 0, []],
  ['envoy-gateway', 'gw-zoo', 7, 238, 50, 4, frozen],
  ['contour', 'gw-guide', 1, 4, 2, 0, []],
  ['contour', 'gw-zoo', 7, 228, 50, 4, []],
  ['traefik', 'gw-guide', 1, 4, 2, 0, []],
  ['traefik', 'gw-zoo', 1, 234, 20, 3, []],
] as const)('%s in %s', (implementation, name, replicas, routes, endpoints, certificates, rows) => {
  it(`serves its ${routes} routes and ${certificates} certificates as they are asked for`, async () => {
    const found = await driftOf(implementation, name)
    expect(found.rows).toEqual(rows)
    expect(found).toMatchObject({ routes, endpoints, certificates })
    expect(found.verdicts.filter((one) => one)).toHaveLength(replicas - (rows.length > 0 ? 1 : 0))
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
    secrets: [],
    configMaps: [],
    logs: false,
  })
  for (const listing of [kept.listings.Pod, kept.listings.Deployment]) {
    const all = new Set((listing?.items ?? []).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`))
    expect([...all].filter((one) => names.test(one.split('/')[1] ?? ''))).toHaveLength(pods)
  }
})
