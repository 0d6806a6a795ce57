/** Decision → answer, as programs read it: who gets it, as what, and why. */
import type { Answer, Tracer } from '../../../domain/requests/trace.js'
import { pathOf } from '../../../domain/routes/route.js'
import { sentenceOf } from '../../../findings/catalogue.js'
import { transportServers } from '../custom/kinds.js'
import { type Asked, type Model, type Unseen, unseenWords } from '../model/types.js'
import type { Decision } from './decide.js'
import { explain } from './explain.js'
import { losersOf } from './losers.js'
import { serverHost } from './server-of.js'
import type { Site, TracerFacts } from './site.js'
import { type Drawn, decide } from './split.js'
import { streamAnswer } from './streams.js'

/** @param model of the objects: it knows the rules that lost, also where the files of a replica answer */
export function tracerOf(site: Site, { model, facts, controller }: TracerFacts): Tracer {
  return {
    answer: (request, explains) => {
      if (request.stream !== undefined)
        return streamAnswer(site.streams, request, { model, facts, controller }, explains)
      const found = decide(site, request)
      const certain = site.lines ? found : unlessDoubted(found, model)
      const asked = askedOf(certain, model)
      const unseen = site.lines || asked === null ? null : asked.unseen
      const decision = unseen === null ? certain : unlessUnseen(certain, unseen)
      const answer = answerOf(decision, asked)
      if (!explains) return answer
      return {
        ...answer,
        hops: explain(decision, request, { model, asked, site, facts }),
        losers: losersOf({ model, facts, decision, request, winner: asked }),
      }
    },
  }
}

/** The objects alone do not tell who has the host. */
function unlessDoubted(decision: Drawn, model: Model): Drawn {
  const host = serverHost(decision)
  const isPassed = decision.place.source?.kind === transportServers.kind
  const doubt = (host === null || isPassed ? undefined : model.servers.get(host))?.doubt ?? null
  // A TLS handshake that is refused has no status.
  if (doubt === null || (decision.verdict === 'denied' && decision.status === null)) return decision
  const unknown = {
    ...decision,
    verdict: 'unknown' as const,
    status: null,
    location: null,
    why: sentenceOf(doubt.found),
  }
  // Whose file it is, is known; whose host it is, is not.
  return doubt.found.code === 'file-collision' ? unknown : { ...unknown, place: nowhere, upstream: null }
}

/** A redirect of TLS comes before, and what no backend gets nobody has to let through. */
function unlessUnseen(decision: Drawn, unseen: Unseen): Drawn {
  return decision.verdict === 'served' || decision.verdict === 'guarded' || unseen === 'part'
    ? { ...decision, verdict: 'unknown', status: null, why: unseenWords[unseen], outcomes: [] }
    : decision
}

const nowhere: Decision['place'] = { source: null, service: null, route: null }

/** The route that won; null: none did, or the objects do not have it. */
function askedOf(decision: Decision, model: Model): Asked | null {
  const { place, outcome } = decision
  const { source } = place
  if (place.route !== null) return model.asked[place.route] ?? null
  if (source?.kind === transportServers.kind) return model.askedOf(source)[0] ?? null
  if (source === null || outcome.location === null) return null
  const host = serverHost(decision)
  const own = model.askedOf(source)
  const onHost = own.filter((one) => (one.host ?? '') === host)
  const isExact = outcome.location.by === 'exact'
  const { pattern } = outcome.location
  const path = outcome.location.by === 'regex' ? pattern.replace(/^\^/, '') : pattern
  const fitting = onHost.filter((one) => [path, pattern].includes(pathOf(one) ?? ''))
  const exact = fitting.find(({ match }) => (match?.pathType === 'Exact') === isExact)
  return exact ?? fitting[0] ?? (path === '/' ? (own.find(({ match }) => match === null) ?? null) : null)
}

function answerOf(decision: Drawn, asked: Asked | null): Answer {
  const { outcome, place, verdict, status, location, upstream, outcomes, split, lastHop } = decision
  const reaches = upstream !== null && ['served', 'guarded', 'unknown'].includes(verdict)
  const said = place.source !== null && place.service !== null
  return {
    verdict,
    status,
    location,
    upstreamUri: reaches && place.source?.kind !== transportServers.kind ? outcome.upstreamUri : null,
    // What no location takes is nobody's.
    source: outcome.location === null && (status === 404 || status === 405) ? null : place.source,
    backend:
      upstream === null
        ? null
        : (upstream.service ??
          asked?.backend ??
          (said ? { namespace: place.source.namespace, service: place.service, port: null } : null)),
    upstream: upstream?.name ?? null,
    endpoints: upstream?.endpoints ?? null,
    ...(reaches && lastHop && { lastHop }),
    split,
    outcomes,
    hops: [],
    losers: [],
  }
}
