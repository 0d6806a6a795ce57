/**
 * Whoever asks about one host, one Ingress or one certificate looks at the Secrets that can mean something to it, and
 * gets the answer that all of them give. TKNG_SEED repeats a run.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createControllers } from '../../src/controllers/create.js'
import { project } from '../../src/domain/objects/project.js'
import { nameOf, refOf } from '../../src/domain/objects/ref.js'
import type { ClusterReader } from '../../src/domain/ports.js'
import { parseRequestUrl } from '../../src/domain/requests/url.js'
import { nearHosts } from '../../src/domain/routes/near-hosts.js'
import { gatherCertificates } from '../../src/questions/certificates/gather.js'
import { openTracing } from '../../src/questions/trace/trace-requests.js'
import { gatherWhy } from '../../src/questions/why/gather-why.js'
import { openWorlds } from '../../src/questions/worlds/worlds.js'
import { clusters } from '../agreement/generated/generated.js'
import { memoryCluster } from '../support/cluster/memory-cluster.js'
import { ingress, rule } from '../support/objects.js'
import { ingressClass, proxy } from '../support/why/gathered.js'
import { type Objects, saidInStep } from '../support/why/replica-in-step.js'

const seed = Number(process.env.TKNG_SEED ?? Math.floor(Math.random() * 2 ** 31))
const urls = [
  'a.example',
  'b.a.example',
  'x.a.example',
  'www.a.example',
  'alias.example',
  'tls.example',
  'nobody',
].flatMap((host) => [`http://${host}/a`, `https://${host}/`])
const worldly = { selection: {}, namespace: null, semantics: null, now: 0 }

/** Knows only objects that were asked for, as an API server does; and counts those of them that are Secrets. */
function asking(items: readonly object[]) {
  const byKind: Record<string, object[]> = {}
  for (const item of items as { kind: string }[]) byKind[item.kind] = [...(byKind[item.kind] ?? []), item]
  const all = memoryCluster({ objects: byKind })
  const secrets = new Set<string>()
  const cluster: ClusterReader = {
    ...all,
    list: async (kind, query) => {
      const listing = await all.list(kind, query)
      if (kind === 'Secret') for (const name of query.names ?? []) secrets.add(name)
      return {
        ...listing,
        items: listing.items.filter(({ metadata: { name } }) => query.names?.includes(name ?? '') ?? true),
      }
    },
  }
  return { cluster, secrets, objects: byKind as Objects }
}

/** @param said of the replica, file name → text */
const controllersOf = (cluster: ClusterReader, said: Readonly<Record<string, string>> = {}) =>
  createControllers(
    cluster,
    (dialect, replica) =>
      dialect.replay(
        { source: 'a capture', isEmpty: false, sourceOf: () => 'a capture', text: (name) => said[name] },
        replica,
      ),
    null,
  )

const requests = urls.map((text) => {
  const parsed = parseRequestUrl(text)
  if ('wrong' in parsed) throw new Error(parsed.wrong)
  return { ...parsed, method: 'GET', headers: new Map(), clientAddress: null, httpVersion: '1.1' as const }
})

async function traces(cluster: ClusterReader, said: Readonly<Record<string, string>>, isOneByOne: boolean) {
  const open = (meant: typeof requests | null) =>
    openTracing(cluster, controllersOf(cluster, said), {
      ...worldly,
      requests: meant,
      explain: true,
      probe: false,
      resolve: null,
    })
  const together = await open(null)
  return Promise.all(
    requests.map(async (request) => {
      const { trace, outcome } = await (isOneByOne ? await open([request]) : together).trace(request)
      return { trace, outcome }
    }),
  )
}

async function reasons(cluster: ClusterReader, all: readonly { namespace: string; name: string }[]) {
  const names = all.map((one) => ({ kind: 'Ingress', ...one }) as const)
  const { rows } = await gatherWhy(cluster, controllersOf(cluster), { ...worldly, names, labelSelector: undefined })
  return rows
}

async function certificates(cluster: ClusterReader, host: string | null) {
  const controllers = controllersOf(cluster)
  const worlds = await openWorlds(cluster, controllers, worldly)
  const [chosen = worlds.standIn] = worlds.chosen
  const question = {
    namespace: null,
    wanted: (one: string) => host === null || one === host,
    hosts: host === null ? null : [host],
    probe: false,
  }
  return (await gatherCertificates(controllers, worlds, chosen, question)).certificates
}

describe(`by the Secrets that can mean something (seed ${seed})`, () => {
  const settings = { seed, numRuns: 10, endOnFailure: true }

  it('a request is answered as by all of them', async () => {
    await fc.assert(
      fc.asyncProperty(clusters, async ({ items }) => {
        const { cluster, objects } = asking(items)
        const said = await saidInStep(objects)
        const together = await traces(cluster, said, false)
        expect(together.every(({ trace }) => trace.served !== null)).toBe(true)
        expect(await traces(cluster, said, true)).toEqual(together)
      }),
      settings,
    )
  }, 120_000)

  it('an Ingress is told of as by all of them', async () => {
    await fc.assert(
      fc.asyncProperty(clusters, async ({ items, ingresses }) => {
        const { cluster } = asking(items)
        const all = await reasons(cluster, [])
        for (const { metadata } of ingresses) {
          const own = { namespace: metadata.namespace ?? 'default', name: metadata.name }
          expect(await reasons(cluster, [own])).toEqual(all.filter(({ source }) => nameOf(source) === nameOf(own)))
        }
      }),
      settings,
    )
  }, 120_000)

  it('a certificate is judged as by all of them', async () => {
    await fc.assert(
      fc.asyncProperty(clusters, async ({ items }) => {
        const { cluster } = asking(items)
        const all = await certificates(cluster, null)
        for (const one of all) expect(await certificates(cluster, one.host)).toEqual([one])
      }),
      settings,
    )
  }, 120_000)
})

describe('a thousand hosts', () => {
  const many = Array.from({ length: 1000 }, (_, i) => ({
    kind: 'Ingress',
    ...ingress(`i${i}`, {
      rules: [rule(`h${i}.example`, '/', 'web')],
      tls: [{ hosts: [`h${i}.example`], secretName: `s${i}` }],
    }),
  }))

  const controller = [
    { kind: 'IngressClass', ...ingressClass('nginx') },
    { kind: 'Pod', ...proxy('--watch-ingress-without-class') },
  ]

  it('have one Secret each, and one request asks for one', async () => {
    const { cluster, secrets } = asking(many)
    const tracing = await openTracing(cluster, controllersOf(cluster), {
      ...worldly,
      requests: [{ ...requests[0], host: 'h7.example', sni: null } as (typeof requests)[0]],
      explain: true,
      probe: false,
      resolve: null,
    })
    await tracing.trace({ ...requests[0], host: 'h7.example', sni: null } as (typeof requests)[0])
    expect([...secrets]).toEqual(['s7'])
  })

  it('have one Secret each, and one Ingress asks for one', async () => {
    const { cluster, secrets } = asking([...many, ...controller])
    await reasons(cluster, [{ namespace: 'default', name: 'i7' }])
    expect([...secrets]).toEqual(['s7'])
  })
})

describe('near a host', () => {
  const named: Readonly<Record<string, readonly string[]>> = {
    exact: ['shop.example'],
    wildcard: ['*.example'],
    above: ['*.b.shop.example'],
    upper: ['SHOP.example'],
    alias: ['other.example', 'shop.example'],
    twin: ['other.example'],
    pattern: ['p.example', '~^shop'],
    trailing: ['t.example', 'shop.*'],
    dotted: ['d.example', '.example'],
    far: ['far.example'],
  }
  const ofHost = (name: string, host: string) => project('Ingress', ingress(name, { rules: [rule(host, '/', 'web')] }))
  const all = [...Object.entries(named).map(([name, [host = '']]) => ofHost(name, host)), ofHost('none', '')]
  const near = (host: string) =>
    nearHosts(all, [host], (one) => named[refOf(one).name] ?? []).map((one) => refOf(one).name)

  it.each([
    ['shop.example', ['exact', 'wildcard', 'upper', 'alias', 'twin', 'pattern', 'trailing', 'dotted', 'none']],
    ['a.b.shop.example', ['wildcard', 'above', 'pattern', 'trailing', 'dotted', 'none']],
    ['*.example', ['wildcard', 'pattern', 'trailing', 'dotted', 'none']],
    ['nobody.invalid', ['pattern', 'trailing', 'dotted', 'none']],
  ])('%s: %j', (host, expected) => {
    expect(near(host)).toEqual(expected)
  })
})
