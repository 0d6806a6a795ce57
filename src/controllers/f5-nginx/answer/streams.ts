/** Connections and datagrams that are passed on as they are: nginx' `stream` reads no request among them. */
import { fullName, isSame } from '../../../domain/objects/ref.js'
import { requestHost } from '../../../domain/requests/host.js'
import {
  type Answer,
  type Hop,
  hop,
  type Loser,
  type TraceRequest,
  withoutBackend,
} from '../../../domain/requests/trace.js'
import { type Arrival, arrivalHops, arrivalOf } from '../../shared/arrival.js'
import { countOf } from '../../shared/nginx/step-hops.js'
import type { Model } from '../model/types.js'
import { usualPorts } from '../workload/settings.js'
import { namesFor } from './server-of.js'
import type { Stream, TracerFacts } from './site.js'

/** Of the hosts whose TLS is passed on; a wildcard covers any number of labels. */
export function passedFor(streams: readonly Stream[], sni: string | null): Stream | undefined {
  const passed = streams.filter(({ isPassed }) => isPassed)
  return namesFor(requestHost(sni) ?? '').flatMap(
    (name) => passed.find(({ host }) => name !== '' && host === name) ?? [],
  )[0]
}

/** All that listen where it arrives, and the one that has it first. */
export function streamsAt(streams: readonly Stream[], request: TraceRequest, { port }: Arrival): readonly Stream[] {
  const own = streams.filter((one) => !one.isPassed && one.over === request.stream && one.port === port)
  const passed = port === usualPorts.https && request.stream === 'tcp' ? passedFor(streams, request.sni) : undefined
  // Without one for the name the first server of the port answers.
  const named = namesFor(requestHost(request.sni) ?? '').flatMap((name) => own.find(({ host }) => host === name) ?? [])
  const found = [...(passed === undefined ? [] : [passed]), ...named, ...own]
  return [...new Set(found)]
}

/** @param facts the model of the objects knows who lost a listener, also where the files of a replica answer */
export function streamAnswer(
  streams: readonly Stream[],
  request: TraceRequest,
  facts: TracerFacts,
  explains: boolean,
): Answer {
  const arrival = arrivalOf(request, facts)
  const [first] = streamsAt(streams, request, arrival)
  const place = `${request.stream} port ${arrival.port}`
  if (first === undefined) {
    const nobody = withoutBackend('not-found', null)
    const hops = [...arrivalHops(arrival), hop('listener', place, 'nothing listens there')]
    return explains ? { ...nobody, hops, losers: losersOf(facts.model, request, arrival, null) } : nobody
  }
  const { source, upstream, isPassed } = first
  const { endpoints } = upstream
  const verdict = endpoints === null ? 'unknown' : endpoints.length === 0 ? 'unavailable' : 'served'
  const answer: Answer = {
    ...withoutBackend(verdict, null),
    ...{ source, backend: upstream.service, upstream: upstream.name, endpoints },
  }
  if (!explains) return answer
  const detail = isPassed
    ? `TLS for ${first.host} is passed on as it is`
    : first.host === ''
      ? 'whatever comes is passed on'
      : `has the connections with TLS for ${first.host}`
  const hops: readonly Hop[] = [
    ...arrivalHops(arrival),
    hop('listener', place, detail),
    hop('ingress', fullName(source), 'it has the listener, whatever is said there'),
    hop('upstream', upstream.name, verdict === 'served' ? countOf(endpoints) : (upstream.why ?? 'it is not known')),
  ]
  return { ...answer, hops, losers: losersOf(facts.model, request, arrival, first) }
}

/** Others that ask for the same listener. */
function losersOf(
  { contenders, askedOf }: Model,
  { stream }: TraceRequest,
  { port }: Arrival,
  winner: Stream | null,
): readonly Loser[] {
  const near = contenders.filter(({ listener }) => listener?.stream === stream && listener?.port === port)
  return near.flatMap(({ ref, host }) => {
    const lack = askedOf(ref)[0]?.lack ?? null
    if (lack === null || (winner !== null && isSame(winner.source, ref))) return []
    return [{ source: ref, host: host || null, path: null, pathType: null, ...lack.found } as Loser]
  })
}
