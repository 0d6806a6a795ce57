/**
 * Every host and path of the recorded Ingresses: what the objects ask for is what the real nginx.conf serves, in each
 * recorded release.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { servedTracer } from '../../src/controllers/ingress-nginx/answer/open.js'
import { backendsBytes } from '../../src/controllers/ingress-nginx/lint/settings.js'
import { planOf } from '../../src/controllers/ingress-nginx/plan.js'
import type { Plan } from '../../src/domain/controllers/plan.js'
import type { Backend } from '../../src/domain/controllers/replica-facts.js'
import type { Answer, TraceRequest, Tracer } from '../../src/domain/requests/trace.js'
import { recordedJson, recording } from '../support/recorded/recordings.js'
import { type RecordedWorld, recordedWorld } from '../support/recorded/truth.js'
import { request } from '../support/worlds/ingress-world.js'

/** The order of endpoints means nothing. */
const said = ({ endpoints, split, ...answer }: Answer) =>
  JSON.stringify({
    ...answer,
    endpoints: inOrder(endpoints),
    split: split.map((one) => ({ ...one, endpoints: inOrder(one.endpoints) })),
  })
const inOrder = (endpoints: Answer['endpoints']) => endpoints && [...endpoints].sort()

/** Name and endpoints of each backend, as the plan has it and as the controller listed it. */
function listsOf({ upstreams }: Plan, listed: RecordedBackends) {
  const addresses = (endpoints: unknown) =>
    (Array.isArray(endpoints) ? endpoints : []).map(({ address, port }) => `${address}:${port}`)
  return [
    Object.fromEntries(upstreams.map(({ name, endpoints }) => [name, inOrder(endpoints)])),
    Object.fromEntries(listed.map(({ name, endpoints }) => [name, addresses(endpoints).sort()])),
  ]
}

type RecordedBackends = ReturnType<RecordedWorld['backends']>

/** Each path as it is, with more behind it, over http and https, from different clients. */
function* requestsOf({ facts }: RecordedWorld): Generator<TraceRequest> {
  for (const { metadata, spec } of facts.inventory.ingresses) {
    const aliases = (metadata.annotations?.['nginx.ingress.kubernetes.io/server-alias'] ?? '').split(',')
    const own = [...(spec?.rules ?? []).map(({ host }) => host || 'unknown.test'), ...aliases.filter(Boolean)]
    const hosts = own.flatMap((host) => [host.replace('*', 'any'), `www.${host}`, host.replace(/^www\./, '')])
    const paths = (spec?.rules ?? []).flatMap(({ http }) => http?.paths?.map(({ path }) => path || '/') ?? [])
    for (const host of hosts)
      for (const path of new Set([...paths, '/', '/nope']))
        for (const more of ['', '/', 'x', '/x?y=1'])
          for (const scheme of ['http', 'https'])
            for (const clientAddress of [null, '192.0.2.7', '127.0.0.1']) {
              const start = path === '/' ? '' : path.replaceAll(/[\s"{}]/g, encodeURIComponent)
              const raw = `${start}${more}`
              const target = raw.startsWith('/') ? raw : `/${raw}`
              yield request(`${scheme}://${host.replaceAll(/\s/g, '')}${target}`, { clientAddress })
            }
  }
}

function compare(world: RecordedWorld, asked: Tracer, served: Tracer): { count: number; wrong: unknown[] } {
  let count = 0
  const wrong: unknown[] = []
  for (const one of requestsOf(world)) {
    const [ours, theirs] = [said(asked.answer(one, false)), said(served.answer(one, false))]
    count++
    const { scheme, host, target, clientAddress } = one
    if (JSON.stringify(ours) !== JSON.stringify(theirs))
      wrong.push({ scheme, host, target, clientAddress, ours, theirs })
  }
  return { count, wrong }
}

const least = { guide: 500, zoo: 20_000 }

describe.each(['guide', 'zoo'] as const)('%s', (cluster) => {
  it('asks for what is served', async () => {
    const world = recordedWorld(cluster)
    const { controller, facts, conf, backends } = world
    const plan = planOf(controller, facts)
    const { count, wrong } = compare(world, plan, await servedTracer(plan, conf(0), backends(0)))
    const [ours, theirs] = listsOf(plan, backends(0))
    expect(ours).toEqual(theirs)
    // What lint takes for the size of that text.
    const share = backendsBytes(plan.model.upstreams.values()) / JSON.stringify(backends(0)).length
    expect([share > 0.93, share < 1.07, share]).toEqual([true, true, share])
    expect(wrong.slice(0, 20)).toEqual([])
    expect(count).toBeGreaterThan(least[cluster])
  })

  it.each(['1.0.0', '1.9.6', '1.11.5', '1.12.8'])('asks of release %s for what it served', async (version) => {
    // Up to 1.13.6 its paths would have broken the whole configuration, so it was left out.
    const world = recordedWorld(cluster, (name) => name !== 'shop/weird-paths')
    const controller = { ...world.controller, release: { ...world.controller.release, version } }
    const folder = ['conf-versions', `v${version}`, cluster]
    async function* conf() {
      yield readFileSync(recording(...folder, 'nginx.conf'))
    }
    const backends = recordedJson<Backend[]>(...folder, 'configuration_backends.body')
    const plan = planOf(controller, world.facts)
    const { count, wrong } = compare(world, plan, await servedTracer(plan, conf(), backends))
    const [ours, theirs] = listsOf(plan, backends)
    expect(ours).toEqual(theirs)
    expect(wrong.slice(0, 20)).toEqual([])
    expect(count).toBeGreaterThan(least[cluster])
  })
})
