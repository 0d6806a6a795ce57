/** Every recorded request: what a real controller answered, and what we say, from the objects alone and from the conf. */

import { describe, expect, it } from 'vitest'
import { servedTracer } from '../../src/controllers/ingress-nginx/answer/open.js'
import { planOf } from '../../src/controllers/ingress-nginx/plan.js'
import { masker } from '../../src/controllers/masker.js'
import { inventoryOf } from '../../src/domain/objects/inventory.js'
import { differing } from '../support/recorded/answers.js'
import { recordedWorld } from '../support/recorded/truth.js'

describe.each([
  ['guide', 551, 'as it was'],
  ['guide', 551, 'as a capture keeps it'],
  ['zoo', 1744, 'as it was'],
  ['zoo', 1744, 'as a capture keeps it'],
] as const)('%s with %i requests, %s', (cluster, count, how) => {
  const world = recordedWorld(cluster, () => true, how === 'as it was' ? undefined : masker)

  it('is answered from the objects alone', () => {
    const { compared, wrong } = differing(cluster, planOf(world.controller, world.facts))
    expect(compared).toBe(count)
    expect(wrong).toEqual([])
  })

  it.each([0, 1])('is answered from what replica %i runs with', async (replica) => {
    const { controller, facts } = world
    const tracer = await servedTracer(planOf(controller, facts), world.conf(replica), world.backends(replica))
    const { compared, wrong } = differing(cluster, tracer)
    expect(compared).toBe(count)
    expect(wrong).toEqual([])
  })

  it('is answered from the conf and the backends alone, but for what hangs on a certificate', async () => {
    const { controller, facts } = world
    const none = { items: [], coverage: 'none' as const, gaps: [] }
    const nothing = { ingresses: none, classes: none, services: none, slices: none }
    const unseen = { ...facts, inventory: inventoryOf(nothing), ingresses: [], secretOf: () => null }
    const tracer = await servedTracer(planOf(controller, unseen), world.conf(0), world.backends(0))
    const { wrong } = differing(cluster, tracer)
    // Which hosts have a certificate stands in neither of the two: unknown is the answer, and never another one.
    expect(wrong.filter(({ ours }) => !isUnknown(ours))).toEqual([])
    expect(wrong.filter(({ scheme }) => scheme !== 'http')).toEqual([])
  })
})

const isUnknown = (ours: unknown) => JSON.stringify(ours).includes('"verdict":"unknown"')
