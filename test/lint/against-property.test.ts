/** What is said of a change is what is found once it was made: a property over generated clusters. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createControllers } from '../../src/controllers/create.js'
import { fingerprintOf } from '../../src/domain/findings/fingerprint.js'
import type { ClusterReader } from '../../src/domain/ports.js'
import { gatherComparison, gatherLint } from '../../src/questions/lint/findings.js'
import { overlaid } from '../../src/questions/lint/overlay.js'
import { memoryCluster } from '../support/cluster/memory-cluster.js'
import { ingress, rule } from '../support/objects.js'
import { common } from './one-controller.js'

/** One of a few Ingresses, in one of many ways. */
const words = fc.record({
  name: fc.constantFrom('one', 'two', 'three'),
  host: fc.constantFrom('x.test', 'y.test', '*.test', undefined),
  path: fc.constantFrom('/', '/a', '/a/b', '/(x)'),
  to: fc.constantFrom('a', 'b', 'gone'),
  port: fc.constantFrom(80, 81),
  annotations: fc.constantFrom<Readonly<Record<string, string>>>(
    {},
    { 'nginx.ingress.kubernetes.io/rewrite-target': '/$1' },
    { 'nginx.ingress.kubernetes.io/permanent-redirect': 'https://z.test' },
    { 'nginx.ingress.kubernetes.io/auth-type': 'basic' },
    { 'nginx.ingress.kubernetes.io/canary': 'true', 'nginx.ingress.kubernetes.io/canary-weight': '100' },
    { 'nginx.ingress.kubernetes.io/proxy-body-size': '8mb' },
  ),
})

const at = '2026-11-26T00:00:00Z'

const nothing = { source: 'nothing', sourceOf: () => 'nothing', isEmpty: true, text: () => undefined }

const sideOf = (cluster: ClusterReader) => ({
  cluster,
  controllers: createControllers(cluster, (dialect, replica) => dialect.replay(nothing, replica), null),
})

const question = {
  ...{ names: [], labelSelector: undefined, semantics: null, now: Date.parse(at) },
  selection: {},
}

const wishes = { severity: 'info', select: [], ignore: [], isCode: () => true } as const

type Words = typeof words extends fc.Arbitrary<infer T> ? T : never

const made = ({ name, host, path, to, port, annotations }: Words, created: object) =>
  ingress(
    name,
    { ingressClassName: 'nginx', rules: [rule(host, path, to, { number: port })] },
    { metadata: { creationTimestamp: undefined, annotations, ...created } },
  )

const unique = (all: readonly Words[]) => [...new Map(all.map((one) => [one.name, one])).values()]

it('what it says of a change is what is found after the change was applied', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(words, { maxLength: 3 }),
      fc.array(words, { minLength: 1, maxLength: 3 }),
      async (was, is) => {
        const before = unique(was).map((one, i) =>
          made(one, { uid: one.name, creationTimestamp: `2026-01-0${i + 1}T00:00:00Z` }),
        )
        const kept = new Map(before.map((one) => [one.metadata.name, one]))
        const after = new Map(kept)
        for (const one of unique(is)) {
          const { creationTimestamp = at, uid = undefined } = { uid: undefined, ...kept.get(one.name)?.metadata }
          after.set(one.name, made(one, { creationTimestamp, uid }))
        }
        const base = memoryCluster({ objects: { ...common, Ingress: before } })
        const change = memoryCluster({ objects: { Ingress: unique(is).map((one) => made(one, {})) } })
        const applied = memoryCluster({ objects: { ...common, Ingress: [...after.values()] } })
        const { rows } = await gatherComparison(sideOf(base), sideOf(overlaid(base, change, at)), question, wishes)
        const live = await gatherLint(
          ...(Object.values(sideOf(applied)) as [ClusterReader, never]),
          { ...question, fromObjects: true },
          wishes,
        )
        const predicted = rows.filter(({ bucket, finding }) => bucket !== 'fixed' && finding.code !== 'route-changes')
        expect(predicted.map(({ finding }) => fingerprintOf(finding)).sort()).toEqual(
          live.rows.map(({ finding }) => fingerprintOf(finding)).sort(),
        )
        const old = await gatherLint(
          ...(Object.values(sideOf(base)) as [ClusterReader, never]),
          { ...question, fromObjects: true },
          wishes,
        )
        const left = rows.filter(({ bucket }) => bucket !== 'introduced')
        expect(left.map(({ finding }) => fingerprintOf(finding)).sort()).toEqual(
          old.rows.map(({ finding }) => fingerprintOf(finding)).sort(),
        )
      },
    ),
    { numRuns: 60 },
  )
})
