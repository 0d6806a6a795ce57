/** All verbs tell the same truth of recorded clusters, from the objects alone and beside each replica. */
import { describe, expect, it } from 'vitest'
import { contradictionsIn, linesOf } from '../agreement/contradictions.js'
import { gather, type Manifest } from '../agreement/gather.js'
import { observationsOf } from '../support/recorded-observations.js'
import { recordedObjects, recording } from '../support/recordings.js'

describe.each([
  ['guide', 4],
  ['zoo', 200],
] as const)('%s', (cluster, least) => {
  const api = recording(cluster, 'api')
  const ingresses = recordedObjects(cluster).Ingress as Manifest[]

  it('from the objects alone', async () => {
    const told = await gather({ from: [api] }, ingresses)
    expect(told.rules.filter(({ traces }) => traces.length > 0).length).toBeGreaterThanOrEqual(least)
    expect(linesOf(contradictionsIn(told, false))).toEqual([])
  })

  it.each([...observationsOf(cluster)])('beside what %s said', async (pod, said) => {
    const told = await gather({ from: [api, said], pod }, ingresses)
    expect(told.rules.some(({ traces }) => traces.some(({ served }) => served.length > 0))).toBe(true)
    expect(linesOf(contradictionsIn(told, true))).toEqual([])
  })
})
