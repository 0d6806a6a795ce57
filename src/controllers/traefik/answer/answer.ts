/** What becomes of a request, by routers and their priorities: the same for what is planned and for what is served. */

import type { LoserCode, Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import { nameOf, type Ref } from '../../../domain/objects/ref.js'
import { requestHost } from '../../../domain/requests/host.js'
import { backendName } from '../../../domain/requests/service-hops.js'
import {
  type Answer,
  type GuardedOutcome,
  type Hop,
  type Loser,
  type ServiceBackend,
  type Split,
  type TraceRequest,
  verdictOf,
  withoutBackend,
} from '../../../domain/requests/trace.js'
import { counted } from '../../../domain/text/counted.js'
import type { Router, Service } from '../../../languages/traefik/config/types.js'
import type { Connected } from '../../../languages/traefik/route/connections.js'
import type { Routed, Target } from '../../../languages/traefik/route/result.js'
import type { Answered, Routing } from '../../../languages/traefik/route/serve.js'
import type { TraefikSettings } from '../workload/settings.js'
import { proxyRequest } from './requests.js'

/** Whose things are. */
export interface Names {
  /** null: nobody's */
  sourceOf(router: Router): Ref | null
  /** `host` and `path` of the rule that it was made of: of several hosts the one that is asked for, where it is among them */
  ruleOf(router: Router, asked: string | null): Pick<Loser, 'host' | 'path' | 'pathType'>
  /** null: that is not known */
  backendOf(service: Service): ServiceBackend | null
  /** why it cannot be told whether this router is there; null: it is */
  doubtOf(router: Router): string | null
}

export function answerOf(
  routing: Routing,
  names: Names,
  settings: TraefikSettings,
  request: TraceRequest,
  explain: boolean,
): Answer {
  const asked = proxyRequest(request, settings)
  if (asked === null) return refused(explain)
  const connected = routing.connections.takersOf(asked, request.sni)
  if (connected.winners.length + connected.untried.length > 0)
    return ofConnection(connected, routing, names, request, explain)
  const answered = routing.answer(asked, request.sni ?? asked.host)
  const answer = decided(answered, names)
  if (!explain) return answer
  const host = requestHost(request.host)
  return { ...answer, hops: hopsOf(answered, names, answer, host), losers: losersOf(answered, names, host) }
}

/** Nothing of it is taken as HTTP. */
function ofConnection(
  { winners, untried }: Connected,
  routing: Routing,
  names: Names,
  { sni, scheme, host }: TraceRequest,
  explain: boolean,
): Answer {
  const routed = winners.map((router) => routing.connected(router))
  const answered = { winners, others: [], untried, routed }
  const made = decided(answered, names)
  // No status is answered to a connection that is closed.
  const answer = made.status === null ? made : { ...made, status: null }
  if (!explain) return answer
  const [first] = winners
  const way = first?.passthrough ? 'passed through as it is' : 'taken as a connection, and not as HTTP'
  const hop: Hop = {
    kind: scheme === 'https' ? 'tls' : 'note',
    subject: sni ?? 'every name',
    detail: `${way}: neither path nor headers count`,
  }
  return { ...answer, hops: [hop, ...hopsOf(answered, names, answer, requestHost(sni ?? host))], losers: [] }
}

function refused(explain: boolean): Answer {
  const hop: Hop = { kind: 'note', subject: 'request', detail: 'no such request is read: it is answered with 400' }
  return { ...withoutBackend('denied', 400), hops: explain ? [hop] : [] }
}

function decided({ routed, untried }: Answered, names: Names): Answer {
  const [first, ...others] = routed
  if (untried.length > 0) return withoutBackend('unknown', null)
  if (first === undefined) return withoutBackend('not-found', 404)
  if (routed.some(({ router }) => names.doubtOf(router) !== null)) return withoutBackend('unknown', null)
  const answers = routed.map((one) => answerOfOne(one, names))
  const [own] = answers
  if (own === undefined || others.length === 0) return own ?? withoutBackend('unknown', null)
  return ofEquals(answers)
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

function answerOfOne({ router, end, guards }: Routed, names: Names): Answer {
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
      const isServed = isOne || !end.targets.some((one) => isEqual(one) && one.service?.servers?.length === 0)
      return guarded(
        {
          ...withoutBackend(isServed ? 'served' : 'unknown', null),
          source,
          upstreamUri: end.uri,
          backend: isOne && service !== null ? names.backendOf(service) : null,
          upstream: isOne && service !== null ? service.name : null,
          endpoints: isOne ? (service?.servers ?? null) : null,
          split: isOne ? [] : end.targets.map(splitOf),
        },
        guards,
      )
    }
  }
}

/** A service without servers is one all the same. */
function ofRouter({ service }: Router, names: Names): Pick<Answer, 'backend' | 'upstream'> {
  const upstream = service.endsWith('@internal') ? null : service
  const plain = { name: service, servers: [], weighted: null, instead: null, middlewares: [], of: null, sticky: false }
  return { upstream, backend: upstream === null ? null : names.backendOf(plain) }
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
        ? 'there is no such service: answered with 500'
        : service.servers?.length === 0
          ? 'by weight; it has no servers: answered with 503'
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

function hopsOf({ routed, untried }: Answered, names: Names, { split }: Answer, host: string | null): readonly Hop[] {
  if (untried.length > 0)
    return untried.map(({ name }) => ({
      kind: 'note',
      subject: 'unknown',
      detail: `router ${name} may take it: its rule has a pattern that is not known here, or asks where the client is`,
    }))
  if (routed.length === 0)
    return [{ kind: 'server', subject: 'no router', detail: 'no rule takes it: answered with 404' }]
  const several: Hop[] =
    routed.length > 1
      ? [
          {
            kind: 'note',
            subject: 'undefined winner',
            detail: `${routed.length} routers have the same priority: which one gets it is decided by nobody, and may change at any time`,
          },
        ]
      : []
  return [...several, ...routed.flatMap((one) => hopsOfOne(one, names, host)), ...splitHops(split)]
}

function hopsOfOne({ router, end, steps }: Routed, names: Names, host: string | null): readonly Hop[] {
  const source = names.sourceOf(router)
  const doubt = names.doubtOf(router)
  return [
    { kind: 'location', subject: `router ${router.name}`, detail: `${router.rule}, priority ${router.priority}` },
    ...(source === null
      ? []
      : [
          {
            kind: 'ingress' as const,
            subject: source.kind === 'Ingress' ? nameOf(source) : `${source.kind} ${nameOf(source)}`,
            detail: ruleText(names.ruleOf(router, host), source),
          },
        ]),
    ...(doubt === null ? [] : [{ kind: 'note' as const, subject: 'unknown', detail: doubt }]),
    ...steps.map(({ kind, middleware, detail }): Hop => ({ kind, subject: middleware, detail })),
    ...(end.is === 'answer' || end.is === 'unknown'
      ? [{ kind: 'upstream' as const, subject: end.is === 'answer' ? String(end.status) : 'unknown', detail: end.why }]
      : []),
    ...(end.is === 'forward'
      ? end.targets.map(
          ({ name, service }): Hop => ({
            kind: 'upstream',
            subject: name,
            detail: `${counted(service?.servers?.length ?? 0, 'server')}${service === null ? '' : ofService(names.backendOf(service))}`,
          }),
        )
      : []),
  ]
}

function ruleText({ host, path, pathType }: Pick<Loser, 'host' | 'path' | 'pathType'>, { kind }: Ref): string {
  if (path === null) return kind === 'Ingress' ? 'its default backend' : `made by this ${kind}`
  return `rule ${host ?? ''}${path}${pathType === null ? '' : ` (${pathType})`}`
}

function ofService(backend: ServiceBackend | null): string {
  return backend === null ? '' : ` of Service ${backendName(backend)}`
}

function splitHops(split: readonly Split[]): readonly Hop[] {
  return split.map(({ upstream, percent, when }) => ({
    kind: 'note',
    subject: upstream,
    detail: percent === null ? when : `${percent} % of the requests`,
  }))
}

/** The others that take it, and whose turn it is not. */
function losersOf({ winners, others }: Answered, names: Names, host: string | null): readonly Loser[] {
  const [best] = winners
  if (best === undefined) return []
  const lost = (router: Router, { code, facts }: Told<LoserCode>): Loser[] => {
    const source = names.sourceOf(router)
    return source === null ? [] : [{ source, ...names.ruleOf(router, host), code, facts } as Loser]
  }
  const equals = winners.length > 1 ? winners : []
  return [
    ...equals.flatMap((one) => lost(one, told('equal-priority', { priority: one.priority }))),
    ...others.flatMap((one) => lost(one, told('lower-priority', { own: one.priority, winner: best.priority }))),
  ].slice(0, most)
}

const most = 20
