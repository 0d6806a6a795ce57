/** Every recorded request: what a real controller answered, and what we say, from the objects alone and from the conf. */

import { describe, expect, it } from 'vitest'
import { servedTracer } from '../../src/controllers/ingress-nginx/answer/open.js'
import { planOf } from '../../src/controllers/ingress-nginx/plan.js'
import { inventoryOf } from '../../src/domain/objects/inventory.js'
import { nameOf } from '../../src/domain/objects/ref.js'
import type { Answer, Tracer } from '../../src/domain/requests/trace.js'
import { verdictOf } from '../../src/domain/requests/trace.js'
import { recordedWorld, requestOf, type Truth, truthOf } from '../support/recorded-truth.js'

/** In words that both sides can be held to. */
function told(answer: Answer, truth: Truth): unknown {
  const { verdict, status, location, upstreamUri, upstream, split, source } = answer
  const upstreams = split.length > 0 ? split.map((one) => one.upstream) : [upstream]
  return {
    verdict,
    ...(status === null ? {} : { status }),
    location,
    ...(verdict === 'served' && upstream !== null
      ? { upstreamUri, isUpstream: upstreams.includes(truth.log?.alt || truth.log?.up || '') }
      : {}),
    ...(verdict === 'served' && truth.log?.ing ? { ingress: source && nameOf(source) } : {}),
  }
}

function really(truth: Truth, answer: Answer): unknown {
  const { status, location, upstream_uri: upstreamUri, log } = truth
  return {
    verdict: verdictOf(status),
    ...(answer.status === null ? {} : { status }),
    location,
    ...(answer.verdict === 'served' && answer.upstream !== null ? { upstreamUri, isUpstream: true } : {}),
    ...(answer.verdict === 'served' && log?.ing ? { ingress: `${log.ns}/${log.ing}` } : {}),
  }
}

function differing(cluster: string, tracer: Tracer) {
  const requests = truthOf(cluster)
  const wrong = requests.flatMap((truth) => {
    const answer = tracer.answer(requestOf(truth), true)
    const [ours, theirs] = [told(answer, truth), really(truth, answer)]
    const { scheme, host, path, headers } = truth
    return JSON.stringify(ours) === JSON.stringify(theirs)
      ? []
      : [{ scheme, host, path, headers, ours, theirs, log: truth.log }]
  })
  return { compared: requests.length, wrong }
}

describe.each([
  ['guide', 551],
  ['zoo', 1744],
] as const)('%s', (cluster, count) => {
  const world = recordedWorld(cluster)

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
