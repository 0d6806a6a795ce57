/** What becomes of a request, by routers and their priorities: the same for what is planned and for what is served. */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import { requestHost, requestPath } from '../../../domain/requests/host.js'
import { hopTo } from '../../../domain/requests/last-hop.js'
import {
  type Answer,
  type GuardedOutcome,
  hop,
  type LastHop,
  type Split,
  type TraceRequest,
  verdictOf,
  withoutBackend,
} from '../../../domain/requests/trace.js'
import type { Router, Service } from '../../../languages/traefik/config/types.js'
import type { Connected } from '../../../languages/traefik/route/connections.js'
import type { Routed, Target } from '../../../languages/traefik/route/result.js'
import type { Answered, Routing } from '../../../languages/traefik/route/serve.js'
import { arrivalHops, arrivalOf } from '../../shared/arrival.js'
import type { TraefikController } from '../workload/settings.js'
import { isInVain } from './in-vain.js'
import { proxyRequest, streamTakers } from './streams.js'
import { absentHops, elsewhereHops, hopsOf, losersOf, type Names } from './told.js'

/** Whose replicas are asked, and the Service in front. */
export interface Placed {
  readonly controller: Pick<TraefikController, 'traits' | 'settings'>
  /** null: they are not known */
  readonly facts: RoutingFacts | null
}

export function answerOf(
  routing: Routing,
  names: Names,
  { controller, facts }: Placed,
  request: TraceRequest,
  explain: boolean,
): Answer {
  const { settings } = controller
  if (request.stream !== undefined) {
    const arrival = arrivalOf(request, { controller, facts })
    const taken = streamTakers(routing, settings, request, arrival)
    const answer = ofConnection(taken, routing, names, facts, request, explain)
    return explain ? { ...answer, hops: [...arrivalHops(arrival), ...answer.hops] } : answer
  }
  const asked = proxyRequest(request, settings)
  if (asked === null) return refused(explain)
  const connected = routing.connections.takersOf(asked, request.sni)
  if (connected.winners.length + connected.untried.length > 0)
    return ofConnection(connected, routing, names, facts, request, explain)
  const answered = routing.answer(asked, request.sni ?? asked.host)
  const answer = trusting(settings, decided(answered, names, facts))
  if (!explain) return answer
  const host = requestHost(request.host)
  return {
    ...answer,
    hops: [
      ...hopsOf(answered, names, answer, { host, header: request.host }),
      ...(answered.routed.length + answered.untried.length > 0 || answered.cut !== undefined
        ? []
        : elsewhereHops(
            routing.table.elsewhere(asked),
            names,
            asked,
            settings.entryPoints.map(({ name }) => name),
          )),
      ...absentHops(names, host, requestPath(asked.path)),
    ],
    losers: losersOf(answered, names, host),
  }
}

/** Nothing of it is taken as HTTP. */
function ofConnection(
  { winners, untried }: Connected,
  routing: Routing,
  names: Names,
  facts: Placed['facts'],
  { sni, scheme, host, stream, clientAddress }: TraceRequest,
  explain: boolean,
): Answer {
  const routed = winners.map((router) => routing.connected(router, clientAddress))
  const answered = { winners, others: [], untried, routed }
  const made = decided(answered, names, facts)
  // No status is answered to a connection that is closed.
  const answer = made.status === null ? made : { ...made, status: null }
  if (!explain) return answer
  if (routed.length + untried.length === 0)
    return { ...answer, hops: [hop('listener', 'no router', 'nothing takes it: the connection is closed')] }
  const [first] = winners
  const way = first?.passthrough
    ? 'passed through as it is'
    : `taken as ${stream === 'udp' ? 'datagrams' : 'a connection'}, and not as HTTP`
  const taken = hop(scheme === 'https' ? 'tls' : 'note', sni ?? 'every name', `${way}: neither path nor headers count`)
  return {
    ...answer,
    hops: [taken, ...hopsOf(answered, names, answer, { host: requestHost(sni ?? host), header: null })],
    losers: [],
  }
}

function refused(explain: boolean): Answer {
  const note = hop('access', '400', 'no such request is read')
  return { ...withoutBackend('denied', 400), hops: explain ? [note] : [] }
}

function decided({ routed, untried, guards = [], cut }: Answered, names: Names, facts: Placed['facts']): Answer {
  const [first, ...others] = routed
  if (cut !== undefined) return withoutBackend(cut.isSure ? 'unavailable' : 'unknown', null)
  if (untried.length > 0) return withoutBackend('unknown', null)
  if (first === undefined) return guarded(withoutBackend('not-found', 404), guards)
  if (routed.some(({ router }) => names.doubtOf(router) !== null)) return withoutBackend('unknown', null)
  const answers = routed.map((one) => answerOfOne(one, names, facts))
  const [own] = answers
  const { priority } = first.router
  if (own === undefined || others.length === 0) return { ...(own ?? withoutBackend('unknown', null)), priority }
  return { ...ofEquals(answers), priority }
}

/** Nobody decides between them: told is what they have in common. */
function ofEquals(answers: readonly Answer[]): Answer {
  const common = <K extends keyof Answer>(field: K, none: Answer[K]): Answer[K] => {
    const values = answers.map((one) => one[field])
    return values.every((value) => JSON.stringify(value) === JSON.stringify(values[0])) ? (values[0] ?? none) : none
  }
  return {
    ...withoutBackend(common('verdict', 'unknown'), common('status', null)),
    location: common('location', null),
    upstreamUri: common('upstreamUri', null),
    source: common('source', null),
    backend: common('backend', null),
    upstream: common('upstream', null),
    endpoints: common('endpoints', null),
    outcomes: [
      ...new Map(answers.flatMap(({ outcomes }) => outcomes.map((one) => [JSON.stringify(one), one]))).values(),
    ],
    split: answers.flatMap((one) =>
      one.upstream === null
        ? one.split
        : [{ upstream: one.upstream, endpoints: one.endpoints, percent: null, when: 'its priority is that of others' }],
    ),
  }
}

function answerOfOne({ router, end, guards }: Routed, names: Names, facts: Placed['facts']): Answer {
  const source = names.sourceOf(router)
  switch (end.is) {
    case 'unknown':
      return { ...withoutBackend('unknown', null), source }
    case 'redirect':
      return guarded({ ...withoutBackend('redirect', end.status), location: end.location, source }, guards)
    case 'answer':
      return guarded(
        {
          ...withoutBackend(end.isFailure ? 'unavailable' : verdictOf(end.status), end.status),
          source,
          ...ofRouter(router, names),
        },
        guards,
      )
    case 'forward': {
      const [target, ...others] = end.targets
      const service = target?.service ?? null
      const isOne = others.length === 0
      // Of those with one name any may be the one, and one of them answers nothing.
      const lastHop = isOne && end.uri !== null ? lastHopOf(service, end.host ?? null) : null
      const isServed = isOne || !end.targets.some((one) => isEqual(one) && one.service?.servers?.length === 0)
      const backend = isOne && service !== null ? names.backendOf(service) : null
      const servers = isOne ? (service?.servers ?? null) : null
      const dead = new Set(end.targets.map((one) => deadAs(one, names, facts)))
      const status = dead.size === 1 ? ([...dead][0] ?? null) : null
      return guarded(
        {
          ...withoutBackend(dead.has(null) ? (isServed ? 'served' : 'unknown') : 'unavailable', status),
          source,
          upstreamUri: end.uri,
          backend,
          upstream: isOne && service !== null ? service.name : null,
          endpoints: servers,
          ...(lastHop && { lastHop }),
          split: isOne ? [] : end.targets.map(splitOf),
        },
        guards,
      )
    }
  }
}

function trusting({ trustsBackends }: Pick<TraefikController['settings'], 'trustsBackends'>, answer: Answer): Answer {
  const { lastHop } = answer
  if (!trustsBackends || !lastHop?.tls) return answer
  return { ...answer, lastHop: { ...lastHop, tls: { ...lastHop.tls, verifiedFor: null } } }
}

/**
 * What certificates a transport of its own takes is not read. Without one the name that is called counts, be it an address:
 * https://doc.traefik.io/traefik/reference/routing-configuration/http/load-balancing/serverstransport/
 * @param asked the Host that comes out of the middlewares
 * @returns null: it is not known
 */
function lastHopOf(service: Service | null, asked: string | null): LastHop | null {
  const { speech, servers = null } = service ?? {}
  const isTls = speech?.scheme === 'https'
  if (speech === undefined || (isTls && speech.hasTransport)) return null
  const called = [...new Set((servers ?? []).map((one) => one.replace(/:\d+$/, '')))]
  const named = called.filter((one) => !/^[\d.]+$|^\[/.test(one))
  const [own = null, ...others] = servers ?? []
  return hopTo(servers, {
    protocol: isTls ? 'HTTPS' : 'HTTP',
    hosts: [speech.host ?? (speech.passesHost ? asked : others.length === 0 ? own : null)],
    tls: isTls
      ? { serverName: named[0] ?? null, verifiedFor: called.join(' or ') || null, hasCertificate: false }
      : null,
  })
}

/** A service without servers is one all the same. */
function ofRouter({ service }: Router, names: Names): Pick<Answer, 'backend' | 'upstream'> {
  const upstream = service.endsWith('@internal') ? null : service
  const plain = { name: service, servers: [], weighted: null, instead: null, middlewares: [], of: null, sticky: false }
  return { upstream, backend: upstream === null ? null : names.backendOf(plain) }
}

/** What a part of a service answers behind which nobody is; null: somebody is, or that is not known. */
function deadAs({ service }: Target, names: Names, facts: Placed['facts']): number | null {
  if (service === null) return 500
  if (service.servers?.length === 0) return 503
  return isInVain(facts, names.backendOf(service), service.servers) ? 502 : null
}

/** One of several services of one name. */
function isEqual({ name }: Pick<Target, 'name'>): boolean {
  return /#\d+$/.test(name)
}

function splitOf({ name, service, percent }: Target): Split {
  return {
    upstream: name,
    endpoints: service?.servers ?? null,
    percent: isEqual({ name }) ? null : Math.round(percent * 100) / 100,
    when: isEqual({ name })
      ? 'its name is that of another: which one has it is decided by nobody'
      : service === null
        ? 'there is no such service, answered with 500'
        : service.servers?.length === 0
          ? 'by weight, answered with 503'
          : 'by weight',
  }
}

function guarded(answer: Answer, guards: Routed['guards']): Answer {
  if (guards.length === 0) return answer
  const pass: GuardedOutcome = {
    when: 'pass',
    condition: guards.map(({ condition }) => condition).join(', and '),
    verdict: answer.verdict,
    status: answer.status,
    location: answer.location,
  }
  const deny = guards.map(
    ({ middleware, status }): GuardedOutcome => ({
      when: 'deny',
      condition: `${middleware} does not let it pass`,
      verdict: 'denied',
      status,
      location: null,
    }),
  )
  return { ...answer, verdict: 'guarded', status: guards[0]?.status ?? null, outcomes: [pass, ...deny] }
}
