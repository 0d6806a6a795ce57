/** Traefik, recorded: what its real data plane answered, from the objects and from its own list of routers. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { locate } from '../../src/controllers/shared/locate.js'
import { traefik } from '../../src/controllers/traefik/index.js'
import type { TraefikController, TraefikReplica } from '../../src/controllers/traefik/workload/settings.js'
import { type CustomKind, projectCustom } from '../../src/domain/objects/custom.js'
import { inventoryOf } from '../../src/domain/objects/inventory.js'
import type { Kind, Kinds } from '../../src/domain/objects/objects.js'
import { project } from '../../src/domain/objects/project.js'
import { nameOf, refOf } from '../../src/domain/objects/ref.js'
import type { Answer, TraceRequest, Tracer } from '../../src/domain/requests/trace.js'
import { recordedList, recording } from '../support/recorded/recordings.js'

interface Truth {
  readonly id: string
  readonly scheme: 'http' | 'https'
  readonly method?: string
  readonly host: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly port?: number
  readonly status: number
  readonly location: string | null
  readonly app: string | null
  readonly podip?: string | null
  readonly upstream_uri: string | null
  readonly sni?: string
  readonly cert?: { readonly sha256: string; readonly subject: string }
}

const linesOf = (...path: readonly string[]) =>
  readFileSync(recording(...path), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Truth)

/** It was made for the second part of the recording, after the objects had been written down. */
const catchAll = (className: string) =>
  project('Ingress', {
    metadata: { namespace: 'default', name: 'catch-all' },
    spec: { ingressClassName: className, defaultBackend: { service: { name: 'api', port: { number: 80 } } } },
  })

function worldOf(folder: readonly string[], className: string | null) {
  const at = ['controllers', ...folder, 'objects'] as const
  const items = <K extends Kind>(kind: K): readonly Kinds[K][] =>
    recordedList(kind, ...at).map((one) => project(kind, one))
  const listing = <K extends Kind>(kind: K) => ({ items: items(kind), coverage: 'all' as const, gaps: [] })
  const more = className === null ? [] : [catchAll(className)]
  const ingresses = { ...listing('Ingress'), items: [...items('Ingress'), ...more] }
  const inventory = inventoryOf({
    ingresses,
    classes: listing('IngressClass'),
    services: listing('Service'),
    slices: listing('EndpointSlice'),
  })
  const [controller] = locate(items('Pod'), [traefik]) as unknown as readonly TraefikController[]
  if (controller === undefined) throw new Error('no controller')
  const secrets = new Map(items('Secret').map((one) => [nameOf(refOf(one)), one]))
  const custom = (kind: CustomKind) => {
    try {
      const { items } = JSON.parse(readFileSync(recording(...at, `${kind.plural}.json`), 'utf8'))
      return (items as unknown[]).map((one) => projectCustom(kind, one))
    } catch {
      return []
    }
  }
  const facts = {
    inventory,
    ingresses: inventory.ingresses.filter((one) => traefik.owns(controller, one, inventory.classOf) === true),
    configMapOf: () => undefined,
    secretOf: (name: { namespace: string; name: string }) => secrets.get(nameOf(name)),
    customOf: (kind: CustomKind) => ({ kind, items: custom(kind), coverage: 'all' as const, gaps: [] }),
    now: 0,
  }
  const replica = controller.replicas[0] as TraefikReplica
  return { controller, facts, plan: traefik.plan(controller, facts), replica }
}

function requestOf({ scheme, method = 'GET', host, path, headers = {}, sni, port }: Truth): TraceRequest {
  return {
    ...(port !== undefined && { port }),
    scheme,
    method,
    host: host === '' ? null : host,
    target: path,
    headers: new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    clientAddress: '127.0.0.1',
    httpVersion: host === '' ? '1.0' : '1.1',
    sni: scheme === 'https' ? (sni ?? host) : null,
  }
}

/** What a client saw that tells of the answer; of several that nobody decides between, any may have answered. */
function fits({ verdict, status, location, upstreamUri, endpoints, split, backend }: Answer, truth: Truth): boolean {
  if (truth.location !== location) return false
  if (truth.status === 200) {
    if (verdict !== 'served' || (truth.upstream_uri !== null && upstreamUri !== truth.upstream_uri)) return false
    const ips = split.length > 0 ? split.flatMap((one) => one.endpoints ?? []) : (endpoints ?? [])
    return truth.podip == null || ips.some((one) => one.startsWith(`${truth.podip}:`)) || backend === null
  }
  // One of several parts has it, and has nobody who could answer.
  const silent = split.some((one) => truth.status === (one.endpoints === null ? 500 : 503) && !one.endpoints?.length)
  return status === truth.status || silent
}

/** Names of one object hide another: which one is lost changes with every start (../README). */
const random = new Set(['dash1.example.test', 'dash2.example.test'])

async function wrong(tracer: Tracer, truths: readonly Truth[], leftOut: (truth: Truth) => boolean) {
  return truths
    .filter((one) => !leftOut(one))
    .flatMap((truth) => {
      const answer = tracer.answer(requestOf(truth), false)
      return fits(answer, truth)
        ? []
        : [
            `${truth.id} ${truth.scheme}://${truth.host}${truth.path} ${truth.status} ${truth.app}: ${JSON.stringify(answer)}`,
          ]
    })
}

describe.each<[folder: readonly string[], texts: string, truth: string, catchAllOf: string | null]>([
  [['traefik', 'api-insecure'], 'answers', 'truth.jsonl', null],
  [['traefik', 'api-insecure'], 'answers-catchall', 'truth-catchall.jsonl', 'traefik'],
  [['traefik', 'strict-prefix-matching'], 'answers', 'truth.jsonl', null],
  [['traefik-nginx-provider'], 'answers', 'truth.jsonl', null],
  [['traefik-nginx-provider'], 'answers-catchall', 'truth-catchall.jsonl', 'nginx'],
])('%s %s', (folder, texts, truth, catchAllOf) => {
  const truths = linesOf('controllers', ...folder, truth)
  const { plan, replica } = worldOf(folder, catchAllOf)
  // A name that leads nowhere is known to nobody but a resolver.
  const leftOut = ({ host, status }: Truth) => host === 'external.example.test' && status === 502

  it('answers as recorded, from the objects', async () => {
    expect(await wrong(plan, truths, (one) => leftOut(one) || random.has(one.host))).toEqual([])
  })

  it('answers as recorded, from its own list of routers', async () => {
    const body = readFileSync(recording('controllers', ...folder, texts, 'p8080_api_rawdata.body'), 'utf8')
    const saved = {
      text: (name: string) => (name === 'rawdata.json' ? body : undefined),
      source: 'recorded',
      isEmpty: false,
      sourceOf: () => 'recorded',
    }
    const served = await traefik.replay(saved, replica).served(plan, (ask) => ask(), [])
    expect(await wrong(served, truths, (one) => leftOut(one) || random.has(one.host))).toEqual([])
  })
})

/** What a list of routers cannot tell: who refuses a connection, what no server of HTTP reads, and calls of gRPC. */
const leftOutOfGateways = ({ host, path, status, method }: Truth) =>
  ['be-closed.example.test', 'odd.example.test', 'none.grpc.example.test'].includes(host) ||
  status === 0 ||
  path.includes('é') ||
  (path === '*' && method === 'OPTIONS')

describe.each(['gw-guide', 'gw-zoo'])('as an implementation of the Gateway API, %s', (lab) => {
  it('answers as recorded, from its own list of routers', async () => {
    const at = ['gateway', 'traefik', lab] as const
    const args = readFileSync(recording(...at, 'answers', 'args.txt'), 'utf8')
      .trim()
      .split('\n')
    const pod = project('Pod', {
      metadata: { namespace: 'traefik', name: 'traefik-1' },
      spec: { containers: [{ name: 'traefik', image: 'traefik:v3.7.15', args }] },
    })
    const [controller] = locate([pod], [traefik]) as unknown as readonly TraefikController[]
    const body = readFileSync(recording(...at, 'answers', 'api_rawdata.json'), 'utf8')
    const text = (name: string) => (name === 'rawdata.json' ? body : undefined)
    const saved = { text, source: 'recorded', isEmpty: false, sourceOf: () => 'recorded' }
    const observation = traefik.replay(saved, controller?.replicas[0] as TraefikReplica)
    const served = await observation.served(null as never, (ask) => ask(), [])
    expect(await wrong(served, linesOf(...at, 'truth.jsonl'), leftOutOfGateways)).toEqual([])
  })
})
