/** The way of a request that a rule won, in words: the rule, its filters and settings, and what stands behind it. */
import type { Guarding } from '../../domain/gateway/own-kinds.js'
import type { GatewayProfile } from '../../domain/gateway/profile.js'
import { setOutWords } from '../../domain/gateway/set-out.js'
import { fullName, isSame, nameOf } from '../../domain/objects/ref.js'
import { serviceHops } from '../../domain/requests/service-hops.js'
import { type Answer, type Hop, hop } from '../../domain/requests/trace.js'
import { counted } from '../../domain/text/counted.js'
import { covers, hostnameOf } from './attachment/hostnames.js'
import {
  addressesOf,
  faultIn,
  filtersOfBackend,
  isForeignOpen,
  policyIn,
  serviceOf,
  sharing,
  statusOf,
  tlsIn,
} from './backends.js'
import { guardHops, type Won } from './guards.js'
import { isAsListener, sealedBy } from './last-hop.js'
import { filterText, isPassedOver, rewriteOf, rewritten } from './matching/filters.js'
import { type BackendFault, isOfStreams, type PlannedBackend, type Rule } from './matching/matches.js'
import type { Candidate } from './matching/rank.js'
import type { Asked } from './matching/request.js'
import { ownAnswerOf } from './own-answers.js'
import { type PlannedGateway, shutText, type World } from './world.js'

/** Hop by hop, what a request meets that a rule won. */
export function hopsOf({ candidate, asked, profile, inventory }: Won, guarding: Guarding, answer: Answer): Hop[] {
  const { location, status } = answer
  const { match } = candidate
  const { rule } = match
  const hops: Hop[] = [routeHop(candidate), ...guardHops(guarding)]
  for (const filter of rule.filters) {
    const detail = isPassedOver(filter, profile) ? 'is passed over' : filterText(filter)
    hops.push(hop('filter', filter.type, detail))
  }
  if (rewriteOf(rule.filters) !== null) {
    const path = rewritten(rule.filters, match, asked.sentPath, profile)
    const detail = `becomes ${path === null ? 'what is no path' : `${path}${asked.query}`}`
    hops.push(hop('rewrite', asked.request.target, detail))
  }
  if (location !== null) hops.push(hop('redirect', `${status}`, `to ${location}`))
  hops.push(...settingHops(rule, profile))
  if (location === null) hops.push(...backendHops(rule, answer, asked.request.scheme, profile))
  const own = ownAnswerOf(rule, profile, inventory)
  if (own !== null && own.filter !== null) hops.push(hop('note', `${own.status}`, own.why))
  return hops
}

/** What a rule says of how its backends are asked. */
function settingHops({ wire: { timeouts, retry, sessionPersistence } }: Rule, profile: GatewayProfile): Hop[] {
  const { lacks, title, retries } = profile
  const asksAgain = retry != null && !lacks.includes('HTTPRouteRetry')
  const each = timeouts?.backendRequest
  // Where nothing is asked again, the time of the one try is that of all of them.
  const whole = (!asksAgain && each) || timeouts?.request
  const limits = [
    ...(whole ? [/^(?:0+[a-z]+)+$/.test(whole) ? 'none' : `504 after ${whole}`] : []),
    ...(asksAgain && each ? [`a try ends after ${each}${retries.afterTimeout ? '' : ', and is the last one'}`] : []),
  ]
  const codes = retry?.codes?.join(' ') || retries.codes
  const attempts = retry?.attempts ?? retries.attempts
  const said = [
    ['HTTPRouteRequestTimeout', 'timeout', limits.join('; ')],
    ['HTTPRouteRetry', 'retry', retry && `asks again after ${codes}, ${counted(attempts, 'time')} at most`],
    [
      'sessionPersistence',
      'session',
      sessionPersistence &&
        `a client stays with one endpoint, by a ${sessionPersistence.type?.toLowerCase() ?? 'cookie'}`,
    ],
  ] as const
  return said.flatMap(([feature, subject, does]): Hop[] =>
    does ? [hop('note', subject, lacks.includes(feature) ? `is passed over: ${title} has nothing like it` : does)] : [],
  )
}

function routeHop({ match, hostname, listener }: Candidate): Hop {
  const { rule, path, method, headers, query } = match
  const isStream = isOfStreams(rule)
  const asks = [
    ...(isStream && hostname === null ? [] : [`host ${hostname ?? '(any)'}`]),
    ...(isStream ? [] : [`path ${path.value} ${path.type}`]),
    ...(method === null ? [] : [`method ${method}`]),
    ...headers.map(({ name }) => `header ${name}`),
    ...query.map(({ name }) => `query ${name}`),
  ]
  const named = rule.name === null ? `rule ${rule.index}` : `rule ${rule.name}`
  return hop(
    'route',
    fullName(rule.source),
    [`${named} at listener ${listener.name}`, ...(asks.length === 0 ? [] : [asks.join(', ')])].join(': '),
  )
}

function backendHops(
  rule: Rule,
  { backend: main, split }: Pick<Answer, 'backend' | 'split'>,
  scheme: string,
  profile: GatewayProfile,
): Hop[] {
  const { backends } = rule
  if (backends.length === 0) return [hop('service', 'none', 'the rule has no backendRefs')]
  const able = sharing(rule, profile)
  const isSkipped = (one: PlannedBackend) => !able.includes(one)
  const shown = split.length > 0 ? backends : backends.filter((one) => one.weight > 0)
  if (shown.length === 0) return [hop('service', 'none', 'all weights are 0')]
  return shown.flatMap((one): Hop[] => {
    const service = serviceOf(one)
    const { kind, namespace, name } = one.target
    const fault = faultIn(one, profile)
    const why =
      fault === null
        ? ''
        : `${faultText(fault, one)}${isSkipped(one) ? ': the others take its share' : isOfStreams(rule) ? ': the connection ends' : ': 500'}`
    if (service === null) {
      const unlisted = isForeignOpen(one, profile)
        ? 'is of a kind that is not read: what answers is unknown'
        : 'whatever host the request names'
      const addresses = addressesOf(one, profile)?.join(', ') ?? unlisted
      return [hop('service', `${kind} ${nameOf(one.target)}`, why || addresses)]
    }
    const isMain =
      split.length === 0 || (main !== null && main.service === service.service && main.namespace === service.namespace)
    const hops = serviceHops(service, one.endpoints)
    const status = statusOf(one, rule, profile)
    const told =
      fault === null ? hops : [{ ...hops[0], kind: 'service' as const, subject: hops[0]?.subject ?? name, detail: why }]
    const unsure: Hop[] = one.isUnsure
      ? [hop('note', 'ReferenceGrant', `grants of namespace ${namespace} are not seen: it is taken to be allowed`)]
      : []
    return [
      ...tlsHops(one, rule, profile, scheme),
      ...filterHops(one, profile),
      ...(isMain || status !== null ? told : told.slice(0, 1)),
      ...unsure,
    ]
  })
}

/** Of one backend alone. */
function filterHops(backend: PlannedBackend, profile: GatewayProfile): Hop[] {
  const taken = filtersOfBackend(backend, profile)
  const { name } = backend.target
  return (backend.ref.filters ?? []).map((filter) => {
    const what = taken.includes(filter) ? filterText(filter) : 'is passed over'
    const detail = `of ${name} alone: ${what}`
    return hop('filter', filter.type, detail)
  })
}

function tlsHops(backend: PlannedBackend, { route }: Rule, profile: GatewayProfile, scheme: string): Hop[] {
  if (route.kind === 'GRPCRoute' && isAsListener(backend, scheme, profile)) {
    const detail =
      'is asked in TLS, as the listener is: appProtocol kubernetes.io/h2c of its port keeps that in clear text'
    return [hop('tls', backend.target.name, detail)]
  }
  const policy = policyIn(backend, profile)
  const sealed = sealedBy(backend, profile)
  if (policy === null)
    return sealed === null ? [] : [hop('tls', backend.target.name, `is asked in TLS, for its port has ${sealed}`)]
  const subject = `BackendTLSPolicy ${nameOf(policy.policy)}`
  const tls = tlsIn(backend, profile)
  if (tls === null) {
    const why = route.kind === 'HTTPRoute' ? 'which cannot be met in all it says' : `which no ${route.kind} is held to`
    return [hop('tls', subject, `is passed over, ${why}: the backend is asked in clear text`)]
  }
  const names = tls.otherNames.length > 0 ? tls.otherNames.join(' or ') : tls.hostname
  const name = names === null ? '' : `, whose certificate must be for ${names}`
  const detail = tls.fault === null ? `asks for TLS to the backend${name}` : `cannot be met (${tls.fault}): 500`
  return [hop('tls', subject, detail)]
}

function faultText(fault: BackendFault, { target: { kind, namespace }, appProtocol }: PlannedBackend): string {
  switch (fault) {
    case 'InvalidKind':
      return `a ${kind} is no backend that is known`
    case 'BackendNotFound':
      return `no such ${kind}`
    case 'RefNotPermitted':
      return `no ReferenceGrant in namespace ${namespace} allows it`
    case 'PortNotFound':
      return 'the Service has no such port'
    case 'UnsupportedValue':
      return kind === 'Service' ? 'leads out of the cluster, which is not supported' : 'it is not accepted'
    case 'UnsupportedProtocol':
      return `appProtocol ${appProtocol} of its port is not supported`
  }
}

/** Whose rules answer. */
export function rulesHop({ title }: GatewayProfile): Hop {
  return hop('note', 'rules', `of ${title}`)
}

export function whereHop(scheme: string, port: number, detail: string): Hop {
  return hop('listener', `${scheme} port ${port}`, detail)
}

/** Listeners that would have the request, and take none; of ListenerSets that add none, those that are not there. */
export function shutHops(
  { listenerSets }: World,
  gateways: readonly PlannedGateway[],
  { port, request, host }: Asked,
): Hop[] {
  const name = request.sni ?? host
  const own = gateways.flatMap((gateway) =>
    gateway.listeners
      .filter((one) => one.port === port && !gateway.serves(one) && covers(one.hostname, name))
      .map((one) => hop('listener', one.name, shutText(gateway, one))),
  )
  const ofSets = [...listenerSets].flatMap(([{ spec }, { ref, gateway, fault }]) => {
    const isOwn = gateways.some((one) => gateway !== null && isSame(one.ref, gateway))
    if (!isOwn || fault === null || fault === 'unknown') return []
    return (spec?.listeners ?? [])
      .filter((one) => one.port === port && covers(hostnameOf(one.hostname), name))
      .map((one) => hop('listener', one.name, `is not there: ${fullName(ref)} adds none, ${setOutWords[fault]}`))
  })
  return [...own, ...ofSets]
}
