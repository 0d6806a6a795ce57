/** Connections and datagrams that are passed on as they are, at a port of a TCP or UDP service. */

import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import { nameOf } from '../../../domain/objects/ref.js'
import { type Answer, type Hop, hop, type TraceRequest, withoutBackend } from '../../../domain/requests/trace.js'
import { sentenceOf } from '../../../findings/catalogue.js'
import type { Outcome } from '../../../languages/nginx/route/router.js'
import { arrivalHops, arrivalOf } from '../../shared/arrival.js'
import { countOf } from '../../shared/nginx/step-hops.js'
import { numberIn, type StreamEntry } from '../model/streams.js'
import type { Passed } from '../model/types.js'
import type { NginxController } from '../workload/settings.js'
import type { Decision } from './decision.js'
import { ofModel } from './live-backend.js'

interface StreamFacts {
  readonly controller: NginxController
  readonly facts: RoutingFacts
}

/** One that is passed over is told, too: whoever asks wants to know why nobody listens. */
export function entryAt(
  entries: readonly StreamEntry[],
  request: TraceRequest,
  facts: StreamFacts,
): StreamEntry | undefined {
  const own = entries.filter(({ over }) => over === request.stream)
  const { port } = arrivalAt(request, facts)
  return own.find((one) => one.port === port) ?? own.find((one) => one.written === null)
}

/** Without an endpoint the controller leaves the port out, so that nobody listens there. */
export function streamAnswer(
  entry: StreamEntry | undefined,
  request: TraceRequest,
  facts: StreamFacts,
  explains: boolean,
): Answer {
  const arrival = arrivalAt(request, facts)
  const place = `${request.stream} port ${arrival.port}`
  if (entry === undefined) {
    const nobody = withoutBackend('not-found', null)
    return {
      ...nobody,
      hops: explains ? [...arrivalHops(arrival), hop('listener', place, 'nothing listens there')] : [],
    }
  }
  const { source, upstream, service: backend, found, written } = entry
  const endpoints = found?.endpoints ?? null
  const isUnknown = written === null || (found !== null && endpoints === null)
  const verdict = isUnknown ? 'unknown' : endpoints === null || endpoints.length === 0 ? 'unavailable' : 'served'
  const answer: Answer = { ...withoutBackend(verdict, null), source, backend, upstream, endpoints }
  if (!explains) return answer
  const listening =
    verdict === 'served'
      ? 'whatever comes is passed on'
      : isUnknown
        ? 'it is not known who listens there'
        : upstream === null
          ? 'nothing is passed on from there'
          : 'nobody listens there'
  const hops: readonly Hop[] = [
    ...arrivalHops(arrival),
    hop('listener', place, listening),
    hop('ingress', `ConfigMap ${nameOf(source)}`, saidOf(entry)),
    ...proxyHops(entry),
    ...(upstream === null ? [] : [hop('upstream', upstream, countOf(endpoints))]),
  ]
  return { ...answer, hops }
}

function saidOf({ written, flaws, found }: StreamEntry): string {
  if (written === null) return 'the ConfigMap may not be looked at'
  const flaw = flaws.find(({ facts }) => facts.flaw.is !== 'shut')
  if (flaw !== undefined) return sentenceOf(flaw)
  return found?.lack ? sentenceOf(found.lack) : `its key ${written.key} leads there`
}

function proxyHops({ proxyProtocol: { expected, sent } }: StreamEntry): readonly Hop[] {
  return [
    ...(expected ? [hop('note', 'PROXY protocol', 'a connection has to begin with it, or it is closed')] : []),
    ...(sent ? [hop('note', 'PROXY protocol', 'the Service gets it before anything else')] : []),
  ]
}

function arrivalAt(request: TraceRequest, facts: StreamFacts): ReturnType<typeof arrivalOf> {
  const arrival = arrivalOf(request, facts)
  return { ...arrival, port: numberIn(arrival.name ?? '') ?? arrival.port }
}

/**
 * The one that a connection goes to, by the very letters of the handshake; undefined: nginx ends its TLS.
 * https://github.com/kubernetes/ingress-nginx/blob/main/pkg/tcpproxy/tcp.go (Get)
 */
export function passedFor(hosts: ReadonlyMap<string, Passed>, { scheme, sni }: TraceRequest): Passed | undefined {
  return scheme === 'https' && sni !== null ? hosts.get(sni) : undefined
}

/** @param outcome what nginx would have made of the request */
export function passThrough(passed: Passed, outcome: Outcome): Decision {
  const { upstream, source, address, why, isKnown } = passed
  const backend = ofModel(upstream)
  const told = {
    result: { kind: 'unknown', why: 'nginx never sees it', line: 0 },
    upstreamUri: null,
    lua: null,
  } as const
  const isShut = address === null || backend.endpoints?.length === 0
  const verdict = isKnown ? (isShut ? 'unavailable' : 'served') : 'unknown'
  return {
    outcome: { ...outcome, ...told, steps: [] },
    facts: source && { source, path: '/', upstream: upstream.name },
    verdict,
    status: null,
    location: null,
    balanced: { backend, split: [], why: null },
    why: why ?? (verdict === 'unavailable' ? `${backend.why}: the connection is closed` : null),
    outcomes: [],
    passed,
  }
}
