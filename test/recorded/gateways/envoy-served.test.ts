/** What Envoys of Contour and Envoy Gateway serve, found among recorded pods and asked through their dialects. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { contour } from '../../../src/controllers/contour/index.js'
import { createControllers } from '../../../src/controllers/create.js'
import { masker } from '../../../src/controllers/masker.js'
import { locate } from '../../../src/controllers/shared/locate.js'
import type { Replica } from '../../../src/domain/controllers/controller.js'
import type { Served } from '../../../src/domain/controllers/observation.js'
import type { Plan } from '../../../src/domain/controllers/plan.js'
import { inventoryOf } from '../../../src/domain/objects/inventory.js'
import type { Kind } from '../../../src/domain/objects/objects.js'
import { project } from '../../../src/domain/objects/project.js'
import { nameOf, refOf } from '../../../src/domain/objects/ref.js'
import type { Listing } from '../../../src/domain/ports.js'
import type { Answer, TraceRequest } from '../../../src/domain/requests/trace.js'
import { memoryCluster } from '../../support/cluster/memory-cluster.js'
import {
  gatewayAnswers,
  podAddresses,
  type Recorded,
  recordedBytes,
  recordedRequest,
  stableTruth,
} from '../../support/recorded/gateways.js'
import { recordedJson, recordedList, recording } from '../../support/recorded/recordings.js'

const textAt = (path: string) => new TextDecoder().decode(recordedBytes(path))

/** The controllers of a recorded cluster, each of whose replicas says what its texts say. */
async function foundIn(folder: readonly string[], textsOf: (replica: Replica) => Readonly<Record<string, string>>) {
  const { items } = recordedJson<{ items: unknown[] }>(...folder, 'objects', 'pods.json')
  const cluster = memoryCluster({ objects: { Pod: items } })
  const controllers = createControllers(
    cluster,
    (dialect, replica) =>
      dialect.replay(
        { source: 'recording', text: (name) => textsOf(replica)[name], isEmpty: false, sourceOf: () => 'recording' },
        replica,
      ),
    null,
  )
  return { controllers, found: await controllers.find(null) }
}

function gatewayOf({ settings }: Pick<Replica, 'settings'>): string {
  const { gateway } = settings as { gateway: { namespace: string; name: string } | null }
  return gateway === null ? '' : `${gateway.namespace}/${gateway.name}`
}

function fault(truth: Recorded, answer: Answer, ips: ReadonlyMap<string, string>): string | null {
  const { log } = truth
  const [ns, name] = log?.route?.split('/').slice(1) ?? [log?.ns, log?.name]
  if (name !== undefined && `${ns}/${name}` !== (answer.source && nameOf(answer.source)))
    return `source ${answer.source?.name}`
  if (truth.pod === null) {
    if (truth.status === 0 || truth.status === null) return answer.status === null ? null : `status ${answer.status}`
    if (log?.flags === 'UF') return null
    return answer.status === truth.status && answer.location === truth.location
      ? null
      : `${answer.status} ${answer.location}`
  }
  if (answer.verdict !== 'served') return answer.verdict
  const address = `${truth.podip ?? ips.get(`${truth.podns}/${truth.pod}`)}:${truth.podport}`
  if (!answer.endpoints?.includes(address)) return `no ${address} in ${answer.endpoints}`
  return answer.upstreamUri === truth.upstream_uri ? null : `uri ${answer.upstreamUri}`
}

const noPlan = {} as Plan

async function servedBy(observation: { served(...args: never[]): Promise<Served> }): Promise<Served> {
  const served = observation.served as (
    plan: Plan,
    ask: <T>(one: () => Promise<T>) => Promise<T | null>,
    none: [],
  ) => Promise<Served>
  return served(noPlan, async (ask) => ask().catch(() => null), [])
}

describe.each([
  ['envoy-gateway', 'gw-guide', 1],
  ['envoy-gateway', 'gw-zoo', 7],
  ['contour', 'gw-guide', 1],
  ['contour', 'gw-zoo', 7],
] as const)('%s in %s', (implementation, cluster, count) => {
  const folder = ['gateway', implementation, cluster]

  it.each(['as it was', 'as a capture keeps it'])('is found, and its replicas answer as they did, %s', async (how) => {
    const answers = gatewayAnswers(...folder)
    const textsOf = (replica: Replica) => {
      const path = answers.get(gatewayOf(replica)) ?? ''
      const dump = textAt(join(path, 'config_dump.json'))
      const shown = how === 'as it was' ? dump : masker.text('config-dump.json', dump)
      return { 'config-dump.json': String(shown) }
    }
    const { controllers, found } = await foundIn(folder, textsOf)
    const own = found.controllers.filter(({ dialect, replicas }) => dialect === implementation && replicas.length > 0)
    expect(own.length).toBe(count)
    const tracers = new Map<string, Served>()
    for (const { replicas } of own)
      for (const replica of replicas) tracers.set(gatewayOf(replica), await servedBy(controllers.observe(replica)))
    const ips = podAddresses(...folder)
    const wrong = stableTruth(...folder).flatMap((one) => {
      const request = recordedRequest(one)
      if (request === null) return []
      const answer = tracers.get(one.gateway ?? '')?.answer(request, true)
      const why = answer === undefined ? `nobody serves ${one.gateway}` : fault(one, answer, ips)
      return why === null ? [] : [`${one.id} ${one.scheme}://${one.host}${one.path}: ${why}`]
    })
    expect(wrong).toEqual([])
  })
})

describe('Contour with Ingresses', () => {
  const folder = ['controllers', 'contour']
  const dump = () => textAt(recording(...folder, 'answers', 'p9001_config_dump__include_eds.body'))
  const clusters = () => textAt(recording(...folder, 'answers', 'p9001_clusters__format_json.body'))

  it('is one controller with the Envoys as replicas, which answer as they did', async () => {
    const { controllers, found } = await foundIn(folder, () => ({
      'config-dump.json': dump(),
      'clusters.json': clusters(),
    }))
    const own = found.controllers.filter(({ dialect }) => dialect === 'contour')
    expect(own.map((one) => [nameOf(one), one.release.version, one.replicas.map(({ name }) => name)])).toEqual([
      ['projectcontour/contour', '1.33.6', ['envoy-7j9fr', 'envoy-rnh5c']],
    ])
    const observation = controllers.observe(own[0]?.replicas[0] as Replica)
    const served = await servedBy(observation)
    const ips = podAddresses(...folder)
    const wrong = stableTruth(...folder).flatMap((one) => {
      const why = fault(one, served.answer(recordedRequest(one) as TraceRequest, true), ips)
      return why === null ? [] : [`${one.id} ${one.scheme}://${one.host}${one.path}: ${why}`]
    })
    expect(wrong).toEqual([])
    const { value: backends } = await observation.backends()
    const [dialect] = controllers.dialects.filter(({ id }) => id === 'contour')
    const upstreams = dialect?.backends?.read(backends, []) ?? []
    expect(upstreams.find(({ name }) => name.startsWith('default/prod/'))).toMatchObject({
      service: { kind: 'Service', namespace: 'default', name: 'prod' },
      port: 8080,
    })
  })

  it('answers as it did from the objects alone, less what is left to chance', () => {
    const listing = <K extends Kind>(kind: K): Listing<K> => ({
      items: recordedList(kind, ...folder, 'objects').map((one) => project(kind, one)),
      coverage: 'all',
      gaps: [],
    })
    const inventory = inventoryOf({
      ingresses: listing('Ingress'),
      classes: listing('IngressClass'),
      services: listing('Service'),
      slices: listing('EndpointSlice'),
    })
    const [controller] = contour.joined(locate(listing('Pod').items, [contour]))
    if (controller === undefined) throw new Error('no Contour was recorded')
    const ingresses = inventory.ingresses.filter((one) => contour.owns(controller, one, inventory.classOf) === true)
    const secrets = new Map(listing('Secret').items.map((one) => [nameOf(refOf(one)), one]))
    const plan = contour.plan(controller, {
      inventory,
      ingresses,
      configMapOf: () => null,
      secretOf: (name) => secrets.get(nameOf(name)),
      now: 0,
    })
    const ips = podAddresses(...folder)
    const undefinedHosts = /^(?:dup[1-4]|tie)\./
    const truth = stableTruth(...folder)
    const random = truth.filter(({ host }) => undefinedHosts.test(host ?? ''))
    const sure = truth.filter((one) => !random.includes(one))
    const wrong = sure.flatMap((one) => {
      const why = fault(one, plan.answer(recordedRequest(one) as TraceRequest, true), ips)
      return why === null ? [] : [`${one.id} ${one.scheme}://${one.host}${one.path}: ${why}`]
    })
    expect(wrong).toEqual([])
    expect([sure.length, random.length]).toEqual([150, 10])
    for (const one of random) {
      const { split } = plan.answer(recordedRequest(one) as TraceRequest, true)
      expect(split.length).toBe(2)
      expect(split.some(({ endpoints }) => endpoints?.includes(`${one.podip}:${one.podport}`))).toBe(true)
    }
  })

  it('shows the part of its configuration for a host, and the certificate', async () => {
    const { controllers, found } = await foundIn(folder, () => ({ 'config-dump.json': dump() }))
    const replica = found.controllers.find(({ dialect }) => dialect === 'contour')?.replicas[0] as Replica
    const observation = controllers.observe(replica)
    const part = { host: 'secure.example.test', path: undefined, blocks: undefined, showSensitive: false }
    const { chunks, notes, found: isFound } = await observation.excerpt(part)
    expect(isFound).toBe(true)
    expect(notes).toContain('ingress_http: virtual host of secure.example.test')
    let text = ''
    for await (const chunk of chunks) text += chunk
    expect(JSON.parse(text)).toHaveLength(2)
    const { value } = await observation.certificate('secure.example.test')
    expect(value?.facts.sans).toContain('secure.example.test')
    expect((await observation.certificate('nobody.example.test')).value).toBeNull()
  })
})
