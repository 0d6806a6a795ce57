/** What the routes of Gateways ask for and what their proxies serve: of each recorded request both say the same. */
import { describe, expect, it } from 'vitest'
import { differences } from '../../../src/questions/trace/outcome.js'
import { openTracing } from '../../../src/questions/trace/trace-requests.js'
import { recordedGatewayWorld } from '../../support/recorded/gateway-world.js'
import { recordedRequest, stableTruth } from '../../support/recorded/gateways.js'

describe.each([
  ['envoy-gateway', 'gw-guide', 296],
  ['envoy-gateway', 'gw-zoo', 1400],
  ['contour', 'gw-guide', 296],
  ['contour', 'gw-zoo', 1400],
] as const)('%s in %s', (implementation, name, least) => {
  it('asks for and serves the same', async () => {
    const folder = ['gateway', implementation, name]
    const { cluster, controllers } = recordedGatewayWorld({ folder })
    const tracing = await openTracing(cluster, controllers, {
      selection: {},
      namespace: null,
      semantics: null,
      now: 0,
      requests: null,
      explain: false,
      probe: false,
      resolve: null,
    })
    let compared = 0
    const wrong: unknown[] = []
    for (const one of stableTruth(...folder)) {
      const request = recordedRequest(one)
      if (request === null) continue
      const { trace } = await tracing.trace(request)
      const differ = differences(trace.asked, trace.served)
      if (differ !== null) compared++
      if (trace.agree === false)
        wrong.push({ id: one.id, url: `${one.scheme}://${one.host}${one.path}`, differ, findings: trace.findings })
    }
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThanOrEqual(least)
  })
})
