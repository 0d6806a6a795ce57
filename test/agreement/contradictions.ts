/** Where two verbs do not say the same. */
import type { Rule, Told } from './gather.js'
import type { Answer } from './read.js'

export interface Contradiction {
  readonly kind: string
  /** the rule, host or replica that it is about */
  readonly about: string
  /** what each verb says */
  readonly says: string
}

/** @param isInStep the replica is known to run what the objects ask for */
export function contradictionsIn(told: Told, isInStep: boolean): Contradiction[] {
  return [
    ...told.rules.flatMap((rule) => ofRule(rule, told.rules)),
    ...ofWholes(told),
    ...ofCertificates(told),
    ...(isInStep ? ofStatus(told) : []),
    ...(isInStep ? ofServed(told) : []),
  ]
}

function ofRule(rule: Rule, all: readonly Rule[]): Contradiction[] {
  const { route, fate, traces } = rule
  const about = nameOf(rule)
  if (route.controller !== null && fate === null) return [{ kind: 'rule unknown to why', about, says: '' }]
  if (fate === null || traces.length === 0) return []
  const hasConf = traces.some(({ served }) => served.length > 0)
  return [
    ...servedOf(rule, about, hasConf ? 'served' : 'asked'),
    ...endpointsOf(rule, about),
    ...losersOf(rule, about, all),
  ]
}

function nameOf({ route: { source, host, path, pathType, backend } }: Rule): string {
  return `${source} ${host ?? '*'}${path} (${pathType}) → ${backend}`
}

/** Did the rule get the request: its backend, or, before any backend, what its own Ingress has put there. */
type Taken = 'yes' | 'no' | 'unknown'

function takenBy({ route, annotations }: Rule, answers: readonly Answer[]): Taken {
  const own = new Set([route.backend && upstreamOf(route.backend)])
  const fallback = annotations['nginx.ingress.kubernetes.io/default-backend']
  const isCanary = annotations['nginx.ingress.kubernetes.io/canary'] === 'true'
  const takes = (answer: Answer): Taken => {
    const { verdict, source, upstreams, backend } = answer
    if (verdict === 'unavailable' || verdict === 'not-found') return 'no'
    const isBackend =
      (upstreams.length < 2 && backend !== null ? backend === route.backend : upstreams.some((one) => own.has(one))) ||
      (fallback !== undefined && upstreams.some((one) => one.startsWith('custom-default-backend-')))
    const isSource = source === route.source
    if (isCanary) return isBackend ? 'yes' : verdict === 'unknown' ? 'unknown' : 'no'
    if (verdict === 'unknown') return isSource && isBackend ? 'yes' : upstreams.length === 0 ? 'unknown' : 'no'
    return isSource && (isBackend || upstreams.length === 0) ? 'yes' : 'no'
  }
  const all = answers.map(takes)
  return all.includes('yes') ? 'yes' : all.includes('unknown') ? 'unknown' : 'no'
}

function upstreamOf(backend: string): string {
  return backend.replace('/', '-').replace(/:(?=[^:]*$)/, '-')
}

function servedOf(rule: Rule, about: string, engine: 'asked' | 'served'): Contradiction[] {
  const { fate, traces } = rule
  if (fate === null) return []
  const taken = traces.map((one) => takenBy(rule, one[engine]))
  const reaches: Taken = taken.includes('yes') ? 'yes' : taken.includes('unknown') ? 'unknown' : 'no'
  const isSaid = fate.served === null ? 'unknown' : fate.served ? 'yes' : 'no'
  if (isSaid === reaches) return []
  const example = traces[Math.max(0, taken.indexOf(reaches))]
  return [
    {
      kind: `why: served ${isSaid}, trace ${engine}: ${reaches}`,
      about,
      says: `why ${fate.codes.join(', ') || 'served as asked for'}; trace ${example?.url}: ${textOf(example?.[engine])}`,
    },
  ]
}

function textOf(answers: readonly Answer[] = []): string {
  return answers
    .map(
      ({ verdict, status, source, upstreams }) =>
        `${verdict} ${status ?? ''} by ${source} to ${upstreams.join(' or ')}`,
    )
    .join(', then ')
}

function endpointsOf(rule: Rule, about: string): Contradiction[] {
  const { route, traces } = rule
  const { state, ready } = route.endpoints
  const told = new Set<string>()
  for (const one of traces)
    for (const answer of one.asked) {
      if (answer.source !== route.source || answer.backend !== route.backend) continue
      const { balanced } = answer.endpoints
      const count = answer.verdict === 'unavailable' ? 0 : balanced
      if (count !== null && count !== ready && !(state === 'external-name' && count === 1) && state !== 'unknown')
        told.add(`ingresses ${state} ${ready}; trace balances over ${count} (${answer.verdict})`)
      if (answer.endpoints.ready !== null && answer.endpoints.ready !== ready)
        told.add(`ingresses ${state} ${ready}; trace says ${answer.endpoints.ready} ready`)
    }
  return [...told].map((says) => ({ kind: 'endpoints counted twice', about, says }))
}

/** Who gets a request did not lose it; but an Ingress may have one path twice, or of two types for one backend. */
function losersOf(rule: Rule, about: string, all: readonly Rule[]): Contradiction[] {
  const { route, traces } = rule
  const own = placeOf(rule)
  const isTwin = (other: Rule) =>
    nameOf(other) === about ||
    placeOf(other) === own ||
    (pathOf(other) === pathOf(rule) && other.route.backend === route.backend)
  if (all.some((other) => other !== rule && isTwin(other))) return []
  const wrong = traces.find((one) =>
    one.asked.some(
      ({ losers, backend }) => route.backend !== null && backend === route.backend && losers.includes(own),
    ),
  )
  return wrong === undefined
    ? []
    : [{ kind: 'winner among the losers', about, says: `${wrong.url}: ${textOf(wrong.asked)}` }]
}

function placeOf(rule: Rule): string {
  return `${pathOf(rule)} ${rule.route.pathType}`
}

function pathOf({ route }: Rule): string {
  return `${route.source} ${route.host ?? '*'}${route.path}`
}

/** The Ingress as a whole is served where any part of it is. */
function ofWholes({ rules, wholes }: Told): Contradiction[] {
  return wholes.flatMap(({ source, served, codes }) => {
    const parts = rules.flatMap(({ route, fate }) => (fate !== null && route.source === source ? [fate.served] : []))
    if (served !== false || !parts.some((one) => one !== false)) return []
    return [{ kind: 'whole NO, part served', about: source, says: `${codes.join(', ')}; rules ${parts.join(', ')}` }]
  })
}

function ofCertificates({ certificates, handshakes }: Told): Contradiction[] {
  return certificates.flatMap(({ host, secret, state }) => {
    const shown = handshakes.get(host)?.asked[0]?.secret
    if (shown === undefined) return []
    const claimed = ['missing', 'invalid', 'mismatch', 'default'].includes(state) ? null : secret
    return claimed === shown
      ? []
      : [{ kind: 'certs against trace https', about: host, says: `certs ${secret} ${state}; trace ${shown}` }]
  })
}

/** A replica that runs what the objects ask for lacks no route that `why` calls served, and is in sync. */
function ofStatus({ rules, status }: Told): Contradiction[] {
  const asked = new Set(
    rules.flatMap(({ route, fate, annotations }) =>
      fate?.served === false || annotations['nginx.ingress.kubernetes.io/canary'] === 'true'
        ? []
        : [`${route.source} ${route.host ?? '_'} ${route.path}`],
    ),
  )
  return status.flatMap(({ replica, inSync, routes, differing }) => [
    ...(routes?.missing ?? []).map((one) => ({
      kind: asked.has(one) ? 'status lacks what why calls served' : 'status counts what why calls lost',
      about: replica,
      says: one,
    })),
    ...(differing ?? []).map((one) => ({
      kind: 'status: a backend of a replica in step differs',
      about: replica,
      says: one,
    })),
    ...(inSync === false && routes?.missing.length === 0 && differing?.length === 0
      ? [{ kind: 'status: a replica in step is not in sync', about: replica, says: '' }]
      : []),
  ])
}

/** Both engines say the same of each request. */
function ofServed({ rules }: Told): Contradiction[] {
  return rules.flatMap((rule) =>
    rule.traces
      .filter(({ agree }) => agree === false)
      .map((one) => ({
        kind: 'trace: asked and served differ',
        about: nameOf(rule),
        says: `${one.url}: ${textOf(one.asked)}, but ${textOf(one.served)}`,
      })),
  )
}
