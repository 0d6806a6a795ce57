/** What one Envoy serves, by what it can be asked. */
import { readCertificate } from '../../../domain/certificates.js'
import type { Replica } from '../../../domain/controllers/controller.js'
import type { Observation, SaidText, Served } from '../../../domain/controllers/observation.js'
import type { Answered, Backend, Build, ServedRoute } from '../../../domain/controllers/replica-facts.js'
import type { Upstream } from '../../../domain/controllers/upstream.js'
import type { Gap } from '../../../domain/gap.js'
import { maskRemark } from '../../../domain/masking/text.js'
import { integer, isRecord, list, record, text, type Wire } from '../../../domain/objects/project-fields.js'
import { nameOf } from '../../../domain/objects/ref.js'
import { problem } from '../../../domain/problem.js'
import { jsonOf } from '../../../domain/text/values-in.js'
import type { EnvoyConfig } from '../../../languages/envoy/config/types.js'
import { readConfigDump } from '../../../languages/envoy/dump/read.js'
import { chooseChain } from '../../../languages/envoy/route/chains.js'
import { type Reach, unsupported } from '../reach.js'
import { asStream, textOf } from '../read.js'
import { logTexts } from '../texts.js'
import { EnvoyTracer } from './answer.js'
import { blocksOf, excerptOf } from './excerpt.js'
import { type EnvoySaid, files } from './said.js'
import { type EnvoyWords, pathOf } from './words.js'

export function observationOf(replica: Replica, said: EnvoySaid, reach: Reach, words: EnvoyWords): Observation {
  // Most questions are answered out of it, and it may be large.
  let known: ReturnType<typeof configOf> | undefined
  const read = () => (known ??= configOf(replica, said))
  return {
    ...unsupported(replica, words.title),
    ...reach,
    served: async (_plan, attempt) => {
      const [{ value: config, way }, counters] = await Promise.all([read(), attempt(() => said.rejected())])
      return servedBy(replica, words, config, refusalsOf(config, counters?.value ?? null), way)
    },
    backends: async () => {
      const answered = await said.clusters()
      return { ...answered, value: parsed(replica, 'its clusters', answered, parseClusters) }
    },
    routes: async function* () {
      yield* servedRoutes((await read()).value, words)
    },
    certificate: async (host) => {
      const answered = await read()
      const facts = certificateFor(answered.value, host, words)
      return { ...answered, value: facts && { facts, isFake: false } }
    },
    reload: async () => null,
    version: async () => {
      const answered = await said.build()
      return { ...answered, value: parsed(replica, 'its version', answered, buildIn) }
    },
    conf: async () => {
      const { value, ...answered } = await said.dump()
      return { ...answered, value: asStream(value) }
    },
    excerpt: async (part) => excerptOf((await said.dump()).value, part),
    confBlocks: async function* () {
      yield* blocksOf((await said.dump()).value)
    },
    refusal: async () => {
      const [{ value: config }, counters] = await Promise.all([read(), said.rejected()])
      const [first] = refusalsOf(config, counters.value)
      return first === undefined ? null : `${first[0]}: ${first[1]}`
    },
    texts: (_ingresses, logs) =>
      new Map<string, () => Promise<SaidText>>([
        [files.dump, async () => textOf((await said.dump()).value)],
        [files.clusters, async () => (await said.clusters()).value],
        [files.build, async () => (await said.build()).value],
        [files.rejected, async () => (await said.rejected()).value],
        ...logTexts(logs, files.log, reach),
      ]),
  }
}

async function configOf(replica: Replica, said: EnvoySaid): Promise<Answered<EnvoyConfig>> {
  const { value, ...answered } = await said.dump()
  try {
    return { ...answered, value: await readConfigDump(value) }
  } catch (error) {
    throw unreadable(replica, 'its configuration', answered.way, error)
  }
}

function parsed<T>(replica: Replica, what: string, { value, way }: Answered<string>, parse: (text: string) => T): T {
  try {
    return parse(value)
  } catch (error) {
    throw unreadable(replica, what, way, error)
  }
}

function unreadable(replica: Replica, what: string, way: string, error: unknown): unknown {
  if (!(error instanceof SyntaxError)) return error
  return problem('not-observed', {
    what,
    pod: nameOf(replica),
    tried: [{ way, why: `the answer cannot be read: ${error.message}` }],
  })
}

function servedBy(replica: Replica, words: EnvoyWords, config: EnvoyConfig, refusals: Refusals, way: string): Served {
  const tracer = new EnvoyTracer(config, words)
  const { namespace } = replica
  const gaps = [...refusals].map(
    ([name, why]): Gap => ({
      kind: 'Pod',
      namespace,
      reason: 'invalid',
      message: `${nameOf(replica)} holds on to what it had of ${name}: ${why}; where it took none after that, what came later is not served, and after a restart nothing is`,
    }),
  )
  return {
    answer: (request, explain) => tracer.answer(request, explain),
    learn: async () => {},
    streams: ['tcp', 'udp'],
    ways: [`its configuration from ${way}`],
    gaps: () => gaps,
  }
}

function* servedRoutes({ routeTables }: EnvoyConfig, { sourceOf, planned }: EnvoyWords): Generator<ServedRoute> {
  for (const { virtualHosts } of routeTables.values())
    for (const { domains, routes } of virtualHosts)
      for (const route of routes) {
        const source = sourceOf(route.metadata)
        if (source === null || !planned.includes(source.kind)) continue
        for (const domain of domains)
          yield { host: domain === '*' ? null : domain, path: pathOf(route.match.path).path, source }
      }
}

/** Of the listener that takes HTTPS, else of any that speaks TLS. */
function certificateFor(config: EnvoyConfig, host: string, { portsFor }: EnvoyWords) {
  const usual = portsFor(443)
  const speaking = config.listeners.filter(({ chains, fallback }) => [...chains, fallback].some((one) => one?.tls))
  const ports = speaking.flatMap(({ port }) => port ?? []).sort((a, b) => rank(a) - rank(b))
  for (const port of ports) {
    const chosen = chooseChain(speaking, { port, isTls: true, sni: host })
    if (chosen.is !== 'chain') continue
    const { secrets = [], inline = [] } = chosen.chain.tls ?? {}
    const [pem] = [...secrets.flatMap((name) => config.certificates.get(name) ?? []), ...inline]
    if (pem !== undefined) return readCertificate(pem)
  }
  return null

  function rank(port: number): number {
    const at = usual.indexOf(port)
    return at === -1 ? usual.length : at
  }
}

/** `HASH/1.40.0/Clean/RELEASE/BoringSSL` */
function buildIn(body: string): Build {
  const [, version] = /^[0-9a-f]{1,64}\/([\w.-]{1,40})\//.exec(text(record(jsonOf(body)).version) ?? '') ?? []
  return { release: null, build: null, repository: null, proxy: version === undefined ? null : `Envoy ${version}` }
}

/** Name of what is refused, as far as it says → how often, or in which words. */
type Refusals = ReadonlyMap<string, string>

/** @param counters `http.http-8080.rds.NAME.update_rejected: 3`, in lines; null: they cannot be had */
export function refusalsOf({ refused }: Pick<EnvoyConfig, 'refused'>, counters: string | null): Refusals {
  const found = new Map<string, string>()
  for (const line of (counters ?? '').split('\n', mostLines)) {
    const [, name, count] = /^(.{1,500})\.update_rejected: ([1-9]\d{0,15})$/.exec(line.trim()) ?? []
    if (name !== undefined && count !== undefined)
      found.set(tableIn(name), `it refused ${count} ${count === '1' ? 'update' : 'updates'}`)
  }
  for (const { name, details } of refused) found.set(name, maskRemark(details.slice(0, longest)))
  return found
}

const mostLines = 100_000
const longest = 500

/** `http.http-10080.rds.infra/main/http` → `infra/main/http`; of listeners and clusters the whole name. */
function tableIn(counter: string): string {
  const at = counter.indexOf('.rds.')
  return at === -1 ? counter : counter.slice(at + '.rds.'.length)
}

/** @throws SyntaxError for what is no JSON, or too much of it */
export function parseClusters(body: string): readonly Backend[] {
  const statuses = record(jsonOf(body)).cluster_statuses
  if (!Array.isArray(statuses)) throw new SyntaxError('it lists no clusters')
  return statuses.filter((one): one is Backend => isRecord(one) && typeof one.name === 'string')
}

/** Those that the controller made: the others are Envoy's own, for its counters and for what steers it. */
export function upstreamsOf(words: EnvoyWords, clusters: readonly Backend[]): readonly Upstream[] {
  return clusters.filter(({ added_via_api: isMade }) => isMade === true).map((one) => upstreamOf(words, one))
}

function upstreamOf({ serviceOf }: EnvoyWords, cluster: Backend): Upstream {
  const service = serviceOf(cluster.name)
  return {
    name: cluster.name,
    service: service && { kind: 'Service', namespace: service.namespace, name: service.service },
    port: service?.port ?? null,
    endpoints: (list(cluster.host_statuses, endpointOf) ?? []).flatMap((one) => one ?? []),
    loadBalancing: null,
    affinity: null,
    canaryOf: [],
    source: 'live',
  }
}

/** null: a socket of another kind */
function endpointOf({ address }: Wire): { readonly address: string; readonly port: string } | null {
  const socket = record(record(address).socket_address)
  const host = text(socket.address)
  return host === null ? null : { address: host, port: String(integer(socket.port_value) ?? '') }
}
