/** A trace as it may be shown, drawn or sent to somebody: the credentials of whoever asked are nobody's business. */
import type { Answer, GuardedOutcome, Hop, Trace, TraceRequest } from '../requests/trace.js'
import { maskHeader } from './headers.js'
import { maskSentence } from './sentence.js'
import { maskUrl } from './url.js'

export function maskTrace(trace: Trace): Trace {
  const { request, asked, served, followed, probe, beside } = trace
  return {
    ...trace,
    request: maskRequest(request),
    asked: asked && maskAnswer(asked),
    served: served && maskAnswer(served),
    followed: followed.map(maskTrace),
    beside: beside.map(maskTrace),
    probe: probe && { ...probe, location: probe.location && maskUrl(probe.location) },
  }
}

function maskRequest(request: TraceRequest): TraceRequest {
  const headers = new Map([...request.headers].map(([name, value]) => [name, maskHeader(name, value)]))
  return { ...request, target: maskUrl(request.target), headers }
}

function maskAnswer(answer: Answer): Answer {
  const { location, upstreamUri, outcomes, hops, lastHop } = answer
  return {
    ...answer,
    location: location && maskUrl(location),
    upstreamUri: upstreamUri && maskUrl(upstreamUri),
    outcomes: outcomes.map(maskOutcome),
    hops: hops.map(maskHop),
    ...(lastHop && { lastHop: { ...lastHop, hosts: lastHop.hosts.map((host) => host && maskSentence(host)) } }),
  }
}

function maskOutcome({ condition, location, ...rest }: GuardedOutcome): GuardedOutcome {
  return { ...rest, condition: maskSentence(condition), location: location && maskUrl(location) }
}

function maskHop(hop: Hop): Hop {
  const { subject, detail, gist } = hop
  const shown = { ...hop, subject: maskSentence(subject), detail: maskSentence(detail) }
  return gist === undefined ? shown : { ...shown, gist: maskSentence(gist) }
}
