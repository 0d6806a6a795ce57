/**
 * All verbs tell the same truth, by their public JSON: whom a request reaches (`trace`), what becomes of a rule (`why`),
 * what stands behind it (`ingresses`), which certificate is shown (`certs`), what a replica lacks (`status`).
 * TKNG_SEED repeats a run, TKNG_AGREEMENT_CLUSTERS says how many clusters are generated.
 */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { caseNames, caseOf } from '../support/cases.js'
import { contradictionsIn, linesOf } from './contradictions.js'
import { gather } from './gather.js'
import { around } from './generated/around.js'
import { type Cluster, clusters, observationsOf } from './generated/generated.js'
import { lintBesideWhy } from './lint-beside-why.js'
import { listingsOf } from './listings.js'

const seed = Number(process.env.TKNG_SEED ?? Math.floor(Math.random() * 2 ** 31))
const numRuns = Number(process.env.TKNG_AGREEMENT_CLUSTERS ?? 12)

it('on the built-in capture, which has a replica', async () => {
  const told = await gather({ from: ['demo'] }, [])
  expect(told.rules.map(({ traces }) => traces.length)).toEqual([6, 6, 4, 4])
  expect(linesOf(contradictionsIn(told, true))).toEqual([])
})

describe('on clusters in which people met the unexpected', () => {
  it.each(caseNames)('%s', async (name) => {
    const { file, items } = caseOf(name)
    const told = await gather(
      { from: [file] },
      items.filter(({ kind }) => kind === 'Ingress'),
    )
    expect(told.rules.length).toBeGreaterThan(0)
    expect([...linesOf(contradictionsIn(told, false)), ...(await lintBesideWhy(file))]).toEqual([])
  })
})

/** A replica that has not heard of who takes the requests of a rule now, behind which there is nobody anyway. */
const overtaken: Cluster = (() => {
  const asking = (name: string, annotations: object, pathType: string, service: string) => ({
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' as const },
    metadata: { namespace: 'default', name, creationTimestamp: '2026-01-01T00:00:00Z', annotations },
    spec: {
      ingressClassName: 'nginx',
      rules: [
        {
          host: 'alias.example',
          http: { paths: [{ path: '/', pathType, backend: { service: { name: service, port: { number: 80 } } } }] },
        },
      ],
    },
  })
  const ingresses = [
    asking('i0', {}, 'Exact', 'empty'),
    asking('i1', { 'nginx.ingress.kubernetes.io/rewrite-target': 'x' }, 'Prefix', 'web'),
  ]
  const controllers = [{ name: 'nginx' as const, release: '1.15.1', flags: [], config: {} }]
  return { ingresses, controllers, replicas: 'lagging', items: [...ingresses, ...around(controllers)] } as Cluster
})()

/** A canary of a default backend whose password nobody may look at in a list: found by seed 777. */
const guardedPrimary: Cluster = (() => {
  const asking = (name: string, service: string, annotations: object) => ({
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' as const },
    metadata: { namespace: 'default', name, creationTimestamp: '2026-01-01T00:00:00Z', annotations },
    spec: {
      ingressClassName: 'nginx',
      rules: [],
      defaultBackend: { service: { name: service, port: { number: 80 } } },
    },
  })
  const n = 'nginx.ingress.kubernetes.io'
  const ingresses = [
    asking('i0', 'web', { [`${n}/auth-type`]: 'basic', [`${n}/auth-secret`]: 'none' }),
    asking('i1', 'api', { [`${n}/canary`]: 'true', [`${n}/canary-weight`]: '100' }),
  ]
  const controllers = [{ name: 'nginx' as const, release: '1.0.0', flags: [], config: {} }]
  return { ingresses, controllers, replicas: 'silent', items: [...ingresses, ...around(controllers)] } as Cluster
})()

/** A canary for all paths, where no rule has the path /: found by seed 877333077. */
const ofEveryPath: Cluster = (() => {
  const n = 'nginx.ingress.kubernetes.io'
  const asking = (name: string, annotations: object, spec: object) => ({
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' as const },
    metadata: { namespace: 'default', name, creationTimestamp: '2026-01-01T00:00:00Z', annotations },
    spec: { ingressClassName: 'nginx', ...spec },
  })
  const backend = (name: string) => ({ service: { name, port: { number: 80 } } })
  const paths = [
    { path: '/[a-z]+', pathType: 'Prefix', backend: backend('web') },
    {
      path: '/',
      pathType: 'Prefix',
      backend: { resource: { apiGroup: 'example.com', kind: 'Bucket', name: 'static' } },
    },
  ]
  const ingresses = [
    asking('i0', { [`${n}/rewrite-target`]: '/$1' }, { rules: [{ http: { paths } }] }),
    asking(
      'i1',
      { [`${n}/canary`]: 'true', [`${n}/canary-weight`]: '100' },
      { defaultBackend: backend('outside-bare') },
    ),
  ]
  const controllers = [{ name: 'nginx' as const, release: '1.0.0', flags: [], config: {} }]
  return { ingresses, controllers, replicas: 'in step', items: [...ingresses, ...around(controllers)] } as Cluster
})()

/** Found with a seed: of two default backends for all hosts the annotation of one has the Service of the other stand in. */
const stoodIn: Cluster = (() => {
  const n = 'nginx.ingress.kubernetes.io'
  const asking = (name: string, second: number, annotations: object, port: object) => ({
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' as const },
    metadata: { namespace: 'default', name, creationTimestamp: `2026-01-01T00:00:0${second}Z`, annotations },
    spec: { ingressClassName: 'nginx', rules: [], defaultBackend: { service: { name: 'web', port } } },
  })
  const errors = { [`${n}/custom-http-errors`]: '404,503', [`${n}/default-backend`]: 'web' }
  const ingresses = [asking('i0', 0, errors, { number: 80 }), asking('i1', 1, {}, { name: 'web' })]
  const controllers = [{ name: 'nginx' as const, release: '1.0.0', flags: [], config: {} }]
  return { ingresses, controllers, replicas: 'in step', items: [...ingresses, ...around(controllers)] } as Cluster
})()

it(`on generated clusters (seed ${seed})`, async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'agreement-')), 'cluster.json')
  await fc.assert(
    fc.asyncProperty(clusters, async (cluster: Cluster) => {
      const items = [...cluster.items, ...(await observationsOf(cluster))]
      writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
      const told = await gather({ from: [file] }, cluster.ingresses)
      const wrong = linesOf(contradictionsIn(told, cluster.replicas === 'in step'))
      expect([...wrong, ...(await lintBesideWhy(file))]).toEqual([])
      // Lists ask no replica.
      if (cluster.replicas !== 'silent') return
      const { ingresses, routes, plain, wide } = await listingsOf(file)
      expect(routes).toEqual(ingresses)
      expect(plain).toEqual(wide)
    }),
    { seed, numRuns, endOnFailure: false, examples: [[overtaken], [guardedPrimary], [ofEveryPath], [stoodIn]] },
  )
}, 300_000)
