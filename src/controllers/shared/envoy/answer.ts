/** What an Envoy does with a request, in the words of all. */
import { told } from '../../../domain/findings/finding.js'
import { fullName } from '../../../domain/objects/ref.js'
import { answeredWith, grpcStatusOf, isCall, type StatusOfCall, toCall } from '../../../domain/requests/calls.js'
import { portOf } from '../../../domain/requests/host.js'
import { hopTo, lastHopText } from '../../../domain/requests/last-hop.js'
import {
  type Answer,
  type Hop,
  hop,
  type LastHop,
  type Loser,
  type Split,
  type TraceRequest,
  verdictOf,
  withoutBackend,
} from '../../../domain/requests/trace.js'
import { counted } from '../../../domain/text/counted.js'
import type { EnvoyConfig, Route } from '../../../languages/envoy/config/types.js'
import { Evaluator, type Outcome, type Passed } from '../../../languages/envoy/route/evaluate.js'
import type { ForwardTarget } from '../../../languages/envoy/route/result.js'
import { type EnvoyWords, knownScripts, pathOf } from './words.js'

export class EnvoyTracer {
  readonly #config: EnvoyConfig
  readonly #words: EnvoyWords
  readonly #evaluator: Evaluator

  constructor(config: EnvoyConfig, words: EnvoyWords) {
    this.#config = config
    this.#words = words
    this.#evaluator = new Evaluator(config, knownScripts)
  }

  answer(request: TraceRequest, explain: boolean): Answer {
    const outcome = this.outcome(request)
    const statusOf: StatusOfCall = isCall(request.headers) ? grpcStatusOf : () => null
    const answer = this.#answerOf(outcome, statusOf)
    if (!explain) return toCall(answer, statusOf, false)
    const losers = losersOf(this.#words, outcome, this.#evaluator.passed(outcome))
    return toCall({ ...answer, hops: this.#hopsOf(outcome, answer), losers }, statusOf, true)
  }

  outcome({ scheme, method, host, target, headers, sni, httpVersion, stream, ...where }: TraceRequest): Outcome {
    const asked = portOf({ scheme, host, ...where })
    const ports = this.#words.portsFor(asked)
    const port = ports.find((one) => this.#config.listeners.some((listener) => listener.port === one)) ?? asked
    const lines = new Map([...headers].map(([name, value]) => [name, linesOf(value)]))
    const request = { scheme, method, host, target, headers: lines, port, sni, httpVersion }
    if (stream === undefined) return this.#evaluator.answer(request)
    const plain = this.#evaluator.answer({ ...request, isBytes: true, isUdp: stream === 'udp' })
    return plain.result.is === 'closed' && sni !== null && stream === 'tcp'
      ? this.#evaluator.answer({ ...request, scheme: 'https', isBytes: true })
      : plain
  }

  #answerOf({ result, route, guards, arrived }: Outcome, statusOf: StatusOfCall): Answer {
    const source = route === null ? null : this.#words.sourceOf(route.metadata)
    switch (result.is) {
      case 'closed':
        return { ...withoutBackend('unavailable', null), source }
      case 'unknown':
        return { ...withoutBackend('unknown', null), source }
      case 'status': {
        const { status, location } = result
        return { ...withoutBackend(guards.length > 0 ? 'unknown' : verdictOf(status), status), location, source }
      }
      case 'forwarded':
        return { ...this.#forwarded(result.targets, guards, { route, arrived }, statusOf), source }
    }
  }

  /** null: it is none of HTTP, or its cluster is not there */
  #lastHop(
    { cluster, uri, host, balanced }: ForwardTarget,
    endpoints: readonly string[] | null,
    { route, arrived }: Pick<Outcome, 'route' | 'arrived'>,
  ): LastHop | null {
    const tls = this.#config.clusters.get(cluster)?.tls
    if (tls === undefined || uri === null || arrived === null || balanced === null) return null
    const [plain, secure] = route?.match.isGrpc ? (['GRPC', 'GRPCS'] as const) : (['HTTP', 'HTTPS'] as const)
    return hopTo(endpoints, {
      protocol: tls === null ? plain : secure,
      hosts: [host === null ? arrived.authority : (host ?? null)],
      tls,
    })
  }

  #forwarded(
    targets: readonly ForwardTarget[],
    guards: readonly string[],
    asked: Pick<Outcome, 'route' | 'arrived'>,
    statusOf: StatusOfCall,
  ): Answer {
    const [first, ...others] = targets
    if (first === undefined) return withoutBackend('unavailable', 503)
    const alive = targets.find((one) => addressesOf(one)?.length !== 0)
    const main = alive ?? first
    const endpoints = addressesOf(main)
    const isDead = endpoints !== null && endpoints.length === 0
    const lastHop = isDead ? null : this.#lastHop(main, endpoints, asked)
    const base = withoutBackend(isDead ? 'unavailable' : 'served', isDead ? main.statusWithout : null)
    return {
      ...base,
      verdict: guards.length > 0 ? 'unknown' : base.verdict,
      upstreamUri: isDead ? null : main.uri,
      backend: this.#words.serviceOf(main.cluster),
      upstream: main.cluster,
      endpoints,
      ...(lastHop && { lastHop }),
      split: others.length === 0 ? [] : targets.map((one) => splitOf(one, statusOf)),
    }
  }

  #hopsOf(outcome: Outcome, answer: Answer): readonly Hop[] {
    const { listener, table, virtualHost, route, guards, result, arrived } = outcome
    const said: (Hop | null)[] = [
      listener && hop('server', `listener ${listener.name}`, listenerText(outcome)),
      virtualHost &&
        hop(
          'server',
          `virtual host ${virtualHost.name}`,
          `of ${table?.name ?? ''}, for ${virtualHost.domains.slice(0, 5).join(', ')}`,
        ),
      route && hop('location', routeText(route), sourceText(this.#words, route)),
      ...guards.map((kind): Hop => hop('access', kind, 'may answer before its backend does')),
      ...resultHops(result, answer, arrived?.authority ?? null),
    ]
    return said.filter((hop) => hop !== null)
  }
}

/** Lines of one name are joined, and so may be one that has a comma in it: it is tried as it stands, and in its parts. */
function linesOf(value: string): readonly string[] {
  return value.includes(', ') ? [value, ...value.split(', ')] : [value]
}

function addressesOf({ balanced }: ForwardTarget): readonly string[] | null {
  if (balanced === null) return []
  if (balanced.all === null) return null
  return balanced.asked.map(({ address, port }) => `${address}:${port ?? ''}`)
}

function splitOf(target: ForwardTarget, statusOf: StatusOfCall): Split {
  const { cluster, percent, statusWithout } = target
  const endpoints = addressesOf(target)
  const status = endpoints?.length === 0 && statusWithout !== null ? `, ${answeredWith(statusWithout, statusOf)}` : ''
  return { upstream: cluster, endpoints, percent, when: `weight: ${Math.round(percent)} of 100${status}` }
}

function listenerText({ listener, chain }: Outcome): string {
  const where = `port ${listener?.port ?? 'unknown'}`
  if (chain === null) return where
  const names = chain.servers.length === 0 ? '' : ` for ${chain.servers.slice(0, 5).join(', ')}`
  return chain.tls === null ? where : `${where}, TLS${names}`
}

/** `prefix /shop, header x-a`: by what it matches. */
function routeText({ match, name }: Route): string {
  const path = pathOf(match.path)
  const more = [...match.headers.map((one) => `header ${one.name}`), ...match.query.map((one) => `query ${one.name}`)]
  return [`route ${path.type} ${path.path}`, ...more].join(', ') + (name === '' ? '' : ` (${name})`)
}

function sourceText({ sourceOf }: EnvoyWords, { metadata }: Route): string {
  const source = sourceOf(metadata)
  return source === null ? 'of nobody that it names' : `of ${fullName(source)}`
}

function resultHops(
  result: Outcome['result'],
  { upstream, lastHop, endpoints }: Answer,
  asked: string | null,
): readonly Hop[] {
  switch (result.is) {
    case 'closed':
    case 'unknown':
      return [hop('note', result.is === 'closed' ? 'connection' : 'answer', result.why)]
    case 'status': {
      const { status, location, why } = result
      if (location === null) return [hop('access', String(status), why)]
      return [hop('redirect', `${status} to ${location}`, why)]
    }
    case 'forwarded':
      return result.targets.map((target) =>
        hop(
          'upstream',
          `cluster ${target.cluster}`,
          `${targetText(target)}${lastHop && target.cluster === upstream ? lastHopText(lastHop, endpoints, asked) : ''}`,
        ),
      )
  }
}

function targetText(target: ForwardTarget): string {
  const { balanced, statusWithout, percent } = target
  const share = percent < 100 ? `${Math.round(percent)} of 100 requests, ` : ''
  if (balanced === null) return `${share}there is none of that name: ${statusWithout ?? 'the connection ends'}`
  const addresses = addressesOf(target)
  if (addresses === null) return `${share}which endpoints it has is not told`
  if (addresses.length === 0) return `${share}no endpoint that is healthy: ${statusWithout ?? 'the connection ends'}`
  const panic = balanced.isPanic ? ', all are asked, since too few are healthy' : ''
  return `${share}${counted(addresses.length, 'endpoint')}${panic}`
}

const mostLosers = 20

/** Those that would have matched come first; of the others only those on another path. */
function losersOf(words: EnvoyWords, outcome: Outcome, passed: Iterable<Passed>): readonly Loser[] {
  const matching: Loser[] = []
  const missing: Loser[] = []
  for (const one of passed) {
    if (matching.length >= mostLosers) break
    const found = loserOf(words, outcome, one)
    if (found === null) continue
    if (one.why.is === 'miss') missing.push(found)
    else matching.push(found)
  }
  return [...matching, ...missing].slice(0, mostLosers)
}

function loserOf({ sourceOf }: EnvoyWords, { route, virtualHost }: Outcome, passed: Passed): Loser | null {
  const source = sourceOf(passed.route.metadata)
  if (source === null) return null
  const { path, type: pathType } = pathOf(passed.route.match.path)
  const host = hostOf(passed.virtualHost.domains)
  const rule = { source, host, path, pathType }
  const owner = route === null ? null : sourceOf(route.metadata)
  switch (passed.why.is) {
    case 'host':
      return { ...rule, ...told('less-specific-host', { host, chosen: hostOf(virtualHost?.domains ?? []) }) }
    case 'later':
      return { ...rule, ...told('shorter-path', { path: route && pathOf(route.match.path).path, owner }) }
    case 'miss':
      return passed.why.miss.of === 'path' ? { ...rule, ...told('other-path', { path }) } : null
  }
}

function hostOf([domain]: readonly string[]): string | null {
  return domain === undefined || domain === '*' ? null : domain
}
