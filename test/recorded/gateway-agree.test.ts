/** What the routes of Gateways ask for and what their proxies serve: of each recorded request both say the same. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createControllers } from '../../src/controllers/create.js'
import { gatewayKinds } from '../../src/domain/objects/gateway/inventory.js'
import type { Kind } from '../../src/domain/objects/objects.js'
import { pluralOf } from '../../src/domain/objects/objects.js'
import { differences } from '../../src/questions/trace/outcome.js'
import { openTracing } from '../../src/questions/trace/trace-requests.js'
import { memoryCluster } from '../support/memory-cluster.js'
import { gatewayAnswers, recordedBytes, recordedRequest, stableTruth } from '../support/recorded-gateways.js'
import { recordedJson, recording } from '../support/recordings.js'

const kinds: readonly Kind[] = [...gatewayKinds, 'Pod', 'Service', 'EndpointSlice', 'Namespace', 'Secret', 'Deployment']

function objectsIn(folder: readonly string[]): Partial<Record<Kind, unknown[]>> {
  const files = new Set(readdirSync(recording(...folder, 'objects')))
  return Object.fromEntries(
    kinds.map((kind) => {
      const file = `${pluralOf(kind).toLowerCase()}.json`
      return [kind, files.has(file) ? recordedJson<{ items: unknown[] }>(...folder, 'objects', file).items : []]
    }),
  )
}

const selection = {
  controller: undefined,
  deployment: undefined,
  pod: undefined,
  labelSelector: undefined,
  container: undefined,
  class: undefined,
}

describe.each([
  ['envoy-gateway', 'gw-guide', 296],
  ['envoy-gateway', 'gw-zoo', 1400],
  ['contour', 'gw-guide', 296],
  ['contour', 'gw-zoo', 1400],
] as const)('%s in %s', (implementation, name, least) => {
  it('asks for and serves the same', async () => {
    const folder = ['gateway', implementation, name]
    const answers = gatewayAnswers(...folder)
    const cluster = memoryCluster({ objects: objectsIn(folder) })
    const controllers = createControllers(
      cluster,
      (dialect, replica) => {
        const { gateway } = replica.settings as { gateway?: { namespace: string; name: string } | null }
        const path = gateway && answers.get(`${gateway.namespace}/${gateway.name}`)
        const text = (file: string) =>
          file === 'config-dump.json' && path
            ? new TextDecoder().decode(recordedBytes(join(path, 'config_dump.json')))
            : undefined
        return dialect.replay({ source: 'recording', text, sourceOf: () => 'recording' }, replica)
      },
      null,
    )
    const tracing = await openTracing(cluster, controllers, {
      selection,
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
