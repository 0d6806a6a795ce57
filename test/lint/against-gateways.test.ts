/** What `lint --against` says of a change of Gateways and routes is what is found after that change was applied. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createControllers } from '../../src/controllers/create.js'
import { fingerprintOf } from '../../src/domain/findings/fingerprint.js'
import { gatherComparison, gatherLint } from '../../src/questions/lint/findings.js'
import { overlaid } from '../../src/questions/lint/overlay.js'
import { memoryCluster } from '../support/cluster/memory-cluster.js'
import { service } from '../support/objects.js'

const at = '2026-11-26T00:00:00Z'
const nothing = { source: 'nothing', sourceOf: () => 'nothing', isEmpty: true, text: () => undefined }
const question = {
  ...{ names: [], labelSelector: undefined, semantics: null, now: Date.parse(at), fromObjects: true as const },
  selection: {},
}
const wishes = { severity: 'info', select: [], ignore: [], isCode: () => true } as const

const routes = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('one', 'two', 'three'),
    host: fc.constantFrom('x.test', '*.test', undefined),
    path: fc.constantFrom('/', '/a', '/a/b'),
    to: fc.constantFrom('a', 'b', 'gone'),
    weight: fc.constantFrom(0, 1),
    section: fc.constantFrom('web', 'gone', undefined),
  }),
  { selector: ({ name }) => name, maxLength: 3 },
)
type Route = typeof routes extends fc.Arbitrary<(infer T)[]> ? T : never

const made = ({ name, host, path, to, weight, section }: Route, more: object) => ({
  metadata: { namespace: 'default', name, ...more },
  spec: {
    parentRefs: [{ name: 'edge', sectionName: section }],
    hostnames: host === undefined ? [] : [host],
    rules: [
      { matches: [{ path: { type: 'PathPrefix', value: path } }], backendRefs: [{ name: to, port: 80, weight }] },
    ],
  },
})

const edge = (hostname: string | undefined, more: object) => ({
  metadata: { namespace: 'default', name: 'edge', ...more },
  spec: { gatewayClassName: 'edge', listeners: [{ name: 'web', port: 80, protocol: 'HTTP', hostname }] },
})
const common = {
  GatewayClass: [{ metadata: { name: 'edge' }, spec: { controllerName: 'traefik.io/gateway-controller' } }],
  Service: ['a', 'b'].map((name) => service(name)),
}

const sideOf = (cluster: ReturnType<typeof memoryCluster>) => ({
  cluster,
  controllers: createControllers(cluster, (dialect, replica) => dialect.replay(nothing, replica), null),
})

it('on generated changes', async () => {
  const hostname = fc.constantFrom('x.test', '*.test', undefined)
  await fc.assert(
    fc.asyncProperty(routes, routes, hostname, hostname, async (was, is, old, now) => {
      const born = (i: number) => ({ creationTimestamp: `2026-01-0${i + 1}T00:00:00Z` })
      const before = was.map((one, i) => made(one, { ...born(i), uid: one.name }))
      const kept = new Map(before.map((one) => [one.metadata.name, one]))
      for (const one of is) {
        const { creationTimestamp = at, uid } = { uid: undefined, ...kept.get(one.name)?.metadata } as {
          creationTimestamp?: string
          uid: string | undefined
        }
        kept.set(one.name, made(one, { creationTimestamp, uid: uid ?? one.name }))
      }
      const base = memoryCluster({ objects: { ...common, Gateway: [edge(old, born(0))], HTTPRoute: before } })
      const change = memoryCluster({
        objects: { Gateway: [edge(now, {})], HTTPRoute: is.map((one) => made(one, {})) },
      })
      const applied = memoryCluster({
        objects: { ...common, Gateway: [edge(now, born(0))], HTTPRoute: [...kept.values()] },
      })
      const told = async (cluster: typeof base) => {
        const { cluster: reader, controllers } = sideOf(cluster)
        const { rows } = await gatherLint(reader, controllers, question, wishes)
        return rows.map(({ finding }) => fingerprintOf(finding)).sort()
      }
      const { rows } = await gatherComparison(sideOf(base), sideOf(overlaid(base, change, at)), question, wishes)
      const own = rows.filter(({ finding }) => finding.code !== 'route-changes')
      const inBuckets = (...not: readonly string[]) =>
        own.flatMap(({ bucket, finding }) => (not.includes(bucket ?? '') ? [] : fingerprintOf(finding))).sort()
      expect(inBuckets('fixed')).toEqual(await told(applied))
      expect(inBuckets('introduced')).toEqual(await told(base))
    }),
    { numRuns: 25 },
  )
})
