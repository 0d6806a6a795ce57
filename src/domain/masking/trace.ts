/** Traces and routes as they may be shown, drawn or sent to somebody: whoever asked has credentials, and a route may want some. */

import { remembering } from '../remember.js'
import type { Answer, GuardedOutcome, Hop, Trace, TraceRequest } from '../requests/trace.js'
import type { Route, RouteMatch, ValueMatch } from '../routes/route.js'
import { isNameLike } from './field.js'
import { maskHeader } from './headers.js'
import { maskText } from './text.js'
import { maskUrl } from './url.js'
import { maskNamed } from './words.js'

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
  const { kind, subject, detail, gist } = hop
  // Behind the name of a Service stands its port, as a password stands behind its name.
  const isName = kind === 'service' && isNameLike(subject)
  const shown = { ...hop, subject: isName ? subject : maskSentence(subject), detail: maskSentence(detail) }
  return gist === undefined ? shown : { ...shown, gist: maskSentence(gist) }
}

/** A route as it may be shown: what a header must be may be a password, and a redirect may carry one. */
export function maskRoute(route: Route): Route {
  const { match, filters } = route
  return {
    ...route,
    match: match && maskMatch(match),
    filters: filters.map(({ type, detail }) => ({ type, detail: maskSentence(detail) })),
  }
}

/** Names and patterns of everyday stay. */
export function maskMatch(match: RouteMatch): RouteMatch {
  return { ...match, headers: match.headers.map(maskPair), query: match.query.map(maskPair) }
}

function maskPair(pair: ValueMatch): ValueMatch {
  return { ...pair, value: maskNamed(pair.name, pair.value) }
}

/** A list of requests is told in the same sentences over and over: some of each host, and some of all. */
export const maskSentence = remembering(maskUrls, 20_000, 500)

/** A sentence with URLs in it. */
function maskUrls(text: string): string {
  const urls = text.includes('?')
    ? text.replaceAll(/(?:[^\s"'<>`()]|<masked>)+/g, (word) => (word.includes('?') ? maskUrl(word) : word))
    : text
  return maskText(urls)
}
